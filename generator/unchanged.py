"""Tell that nothing has changed since the last build, by the entries of folders alone: what is in them is not
read.

A build is a function of what it was made from, of the program and of the clock, so it need not be made again
while they are the same and what it made is still there. Of what it writes itself and the next one reads
(records, the register) it has found out whether anything comes of it. Whatever is not known for certain means
a build. Entries tell only of a file that was read well after its last change (as in git's index, see its
'racy-git.txt'); of younger ones the bytes are compared.
"""

from __future__ import annotations

import hashlib
import json
import os
import sys
from array import array
from collections.abc import Iterator, Mapping, Set
from dataclasses import asdict, dataclass
from datetime import date, datetime, time, timedelta
from operator import attrgetter
from pathlib import Path
from time import time_ns
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from generator.build_report import BuildReport
from generator.checks import Proof
from generator.diagnostics import Position, Problem, Severity, has_errors
from generator.library.article_index import SETTLED_NS, Stamp, content_hash
from generator.model.calendar import day_of
from generator.model.redaction import Redaction
from generator.output import write_if_changed
from generator.project import Project, mkdocs_settings
from generator.settings.digest import EXTRACTIVE
from generator.side_by_side import cores, side_by_side
from generator.site import Builder

if TYPE_CHECKING:  # a build that has nothing to do needs none of the pipeline
    from generator.knowledge import Digest

_FORM: Final = 3
_SHARED_BELOW: Final = 2  # folders deep: content/articles/2026, and those of months below build/docs
_WORTH_IT: Final = (
    20_000  # pages; the files of fewer are looked at by the time that another process has begun
)
_POSITIVE: Final = (1 << 63) - 1  # inodes have 64 bits, and no sign
_PROGRAM: Final = Path(__file__).parent
_MADE: Final = frozenset({"build", "site"})  # below a site's folder
_OWN: Final = frozenset({"content/editions", "content/permalinks"})  # are read, and written
_OTHERS: Final = frozenset({".git", "__pycache__"})  # nobody's business, wherever they are
_COUNTS: Final = ("articles", "stories", "editions", "pages")
# What a shell changes by itself, and no page is made of.
_OF_THE_SHELL: Final = frozenset({"_", "SHLVL", "PWD", "OLDPWD", "COLUMNS", "LINES", "TERM"})


class Unchanged:
    """What the last build left word of, held against what is there when this is made; before anything of it
    is read."""

    def __init__(self, project: Project, builder: Builder | None) -> None:
        self._project = project
        self._builder = builder
        self._kept = project.root / "build" / "cache" / "unchanged.json"
        self._word = _read(self._kept)
        self._key = _key(project, builder)
        self._jobs = cores() if self._word.get("counts", {}).get("pages", 0) >= _WORTH_IT else 1
        self._inputs = _seen_inputs(project.root, frozenset(self._word.get("young", ())), self._jobs)

    def report(self) -> BuildReport | None:
        """What the last build said, if one now would say the same and change nothing."""
        word = self._word
        if not word or self._inputs is None or word["key"] != self._key:
            return None
        if word["inputs"] != self._inputs.digest or not self._is_its_time():
            return None
        made = self._seen_outputs(frozenset(word["young"]))
        if made is None or made.digest != word["made"]:
            return None
        report = BuildReport(**word["counts"], proof=Proof(**word["proof"]), site_built=word["site_built"])
        report.problems = [_problem(fields) for fields in word["problems"]]
        report.unchanged = True
        return report

    def forget(self) -> None:
        """Leave no word: a build begins."""
        self._kept.unlink(missing_ok=True)

    def keep(
        self, report: BuildReport, known: Digest, names: Redaction, written: Mapping[Path, bytes]
    ) -> None:
        """Leave word of a build that is done, if the next might be told by it. `names` are taken down. What
        was `written` of what a build is made of, by path with the hashes of its bytes (that of none where the
        file is gone), would not change what the next finds."""
        if self._inputs is None or not _may_be_told(report, known):
            return
        root = self._project.root
        made = self._seen_outputs(frozenset())
        fresh = _seen_inputs(root, frozenset(), self._jobs)  # what was young is so no more
        now = _seen_inputs(root, self._inputs.young, self._jobs)
        if made is None or fresh is None or now is None:
            return
        if not now.is_but_for(self._inputs, root, written):
            return  # somebody did something meanwhile
        word = {
            "key": self._key,
            "inputs": fresh.digest,
            "made": made.digest,
            "young": sorted(fresh.young | made.young),
            "from": self._project.now.isoformat(),
            "until": _until(self._project, known).isoformat(),
            "counts": {name: getattr(report, name) for name in _COUNTS},
            "proof": asdict(report.proof),
            "site_built": report.site_built,
            "problems": [_fields(problem) for problem in report.problems],
        }
        if names.is_in(json.dumps(word, ensure_ascii=False)):
            return  # a warning tells of a file whose name says what is taken down
        write_if_changed(self._kept, json.dumps([_seal(word), word]).encode())

    def _is_its_time(self) -> bool:
        begun, until = (datetime.fromisoformat(self._word[name]) for name in ("from", "until"))
        return self._project.now == begun or begun <= self._project.now < until

    def _seen_outputs(self, young: Set[int]) -> _Seen | None:
        docs = _seen(self._project.root, "build/docs/", frozenset(), young, self._jobs)
        if self._builder is None or docs is None:
            return docs
        if not _stays_at_home(self._project.root):
            return None
        site = _seen(self._project.root, "site/", frozenset(), young, self._jobs)
        return site and _Seen(docs.digest + site.digest, docs.young | site.young)


@dataclass(frozen=True, slots=True)
class _Seen:
    """A hash over the entries of a folder; over the bytes of the files that were `young`, by inode."""

    digest: str
    young: frozenset[int]


@dataclass(frozen=True, slots=True)
class _Inputs:
    """What a build is made of: what it only reads, and what it writes itself, file by file."""

    read: _Seen
    own: Mapping[str, bytes]
    young: frozenset[int]

    @property
    def digest(self) -> str:
        """A hash over all of it."""
        whole = f"{self.read.digest}{sorted(self.own.items())!r}"
        return hashlib.blake2b(whole.encode(), digest_size=16).hexdigest()

    def is_but_for(self, before: _Inputs, root: Path, written: Mapping[Path, bytes]) -> bool:
        """Whether nothing is another than `before`, but for files that have the bytes that were `written`."""
        if self.read.digest != before.read.digest:
            return False
        as_written = all(
            content_hash(path.read_bytes() if path.is_file() else b"") == hash_
            for path, hash_ in written.items()
        )
        others = {path for path, _ in self.own.items() ^ before.own.items()}
        return as_written and others <= {path.relative_to(root).as_posix() for path in written}


class _UnknowableError(Exception):
    """There is a folder of which the entry does not tell."""


def _seen(root: Path, within: str, without: Set[str], young: Set[int], jobs: int) -> _Seen | None:
    """All files below the folder `within` of `root`, of which those with an inode in `young` count by their
    bytes in any case; None where that cannot be told. So many processes look."""
    look = _Look(without, young, set())
    whole = hashlib.blake2b(digest_size=16)
    below: list[_Folder] = []

    def look_into(number: int) -> tuple[bytes, set[int]]:
        there = look._replace(found=set())
        told = b"".join(_walked(below[number], there))
        return hashlib.blake2b(told, digest_size=16).digest(), there.found

    try:
        for told in _walked((str(root / within), within), look, _SHARED_BELOW, below):
            whole.update(told)
        for told, found in side_by_side(jobs, len(below), look_into):
            whole.update(told)
            look.found.update(found)
    except (_UnknowableError, OSError):
        return None
    return _Seen(whole.hexdigest(), frozenset(look.found))


def _seen_inputs(root: Path, young: Set[int], jobs: int) -> _Inputs | None:
    """All that a build is made of; None where that cannot be told."""
    read = _seen(root, "", _MADE | _OWN, young, jobs)
    if read is None:
        return None
    own: dict[str, bytes] = {}
    found: set[int] = set()
    try:
        for folder in sorted(_OWN):
            for path in sorted((root / folder).rglob("*")):
                if not path.is_dir():
                    own[path.relative_to(root).as_posix()] = _token(path, young, found)
                elif path.is_symlink():
                    return None
    except OSError:
        return None
    return _Inputs(read, own, read.young | found)


def _token(path: Path, young: Set[int], found: set[int]) -> bytes:
    """What there is to know of a file."""
    now = time_ns()
    stamp = Stamp.of(path.stat(), now)
    if stamp.settled and stamp.inode not in young:
        return str(stamp).encode()
    found.add(stamp.inode)
    return content_hash(path.read_bytes())


class _Look(NamedTuple):
    """How files are looked at: `without` some folders; those whose inodes are `young` by their bytes, as
    are those that are `found` to be young."""

    without: Set[str]
    young: Set[int]
    found: set[int]


_Folder = tuple[str, str]
"""A folder, and its path in the site's, with a slash at its end."""


def _walked(
    folder: _Folder, look: _Look, depth: int = -1, below: list[_Folder] | None = None
) -> Iterator[bytes]:
    """For each folder what there is to know of its files, in order. There are hundreds of thousands, so each
    is a few steps. Folders more than `depth` deep are put `below`, to be looked into by themselves."""
    path, within = folder
    names, folders, numbers = [within], [], array("q")
    limit = time_ns() - SETTLED_NS
    for entry in sorted(os.scandir(path), key=attrgetter("name")):
        if entry.is_dir():
            if entry.is_symlink():
                raise _UnknowableError
            if entry.name not in _OTHERS and f"{within}{entry.name}" not in look.without:
                folders.append((entry.path, f"{within}{entry.name}/"))
            continue
        status = entry.stat()
        inode, changed, moved = status.st_ino, status.st_mtime_ns, status.st_ctime_ns
        names.append(entry.name)
        if inode in look.young or changed >= limit or moved >= limit:
            look.found.add(inode)
            names.append(content_hash(Path(entry.path).read_bytes()).hex())
        else:
            numbers.extend((inode & _POSITIVE, changed, moved, status.st_size))
    told = "\0".join(names).encode("utf-8", "surrogateescape")
    yield b"%d %d " % (len(told), len(numbers)) + told + numbers.tobytes()
    if depth == 0 and below is not None:
        below.extend(folders)
        return
    for one in folders:
        yield from _walked(one, look, depth - 1, below)


def _key(project: Project, builder: Builder | None) -> str:
    """A hash of what a build rests on besides the files of its site: the program, and what it runs by."""
    program = _seen(_PROGRAM, "", frozenset(), frozenset(), 1)
    installed = [sorted(_packages(Path(folder))) for folder in sys.path]
    told = {name: value for name, value in os.environ.items() if name not in _OF_THE_SHELL}
    environment = sorted(told.items()) if builder else repr(project.about)
    whole = (_FORM, sys.version, program and program.digest, installed, builder and builder.value)
    return hashlib.blake2b(repr((*whole, environment)).encode("utf-8", "backslashreplace")).hexdigest()


def _packages(folder: Path) -> Iterator[str]:
    """What is installed in a folder: the names say the versions."""
    if folder.is_dir():
        for entry in os.scandir(folder):
            if entry.name.endswith(("-info", ".pth")):
                yield entry.name


def _stays_at_home(root: Path) -> bool:
    """Whether what MkDocs is told to read lies in the site's folder, and it runs no others' programs."""
    settings = mkdocs_settings(root)
    if any(settings.get(name) for name in ("hooks", "plugins", "extra_templates")):
        return False
    paths = (Path(text) for text in _strings(settings) if "://" not in text)
    return not any(path.is_absolute() or ".." in path.parts for path in paths)


def _strings(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for part in value.values():
            yield from _strings(part)
    elif isinstance(value, list):
        for part in value:
            yield from _strings(part)


def _may_be_told(report: BuildReport, known: Digest) -> bool:
    """Whether a build went well, and by our own program: another summarizer is somebody else's."""
    return not has_errors(report.problems) and known.settings.digest.summarizer == EXTRACTIVE


def _until(project: Project, known: Digest) -> datetime:
    """Until when the clock changes nothing; the very time of the build where it may at any moment."""
    if known.held_back or any(decision.at > project.now for decision in known.decisions):
        return project.now
    hours = timedelta(hours=known.settings.digest.editions.closes_after_hours)
    last = {edition.last_day for edition in known.editions if not edition.closed}
    closings = (_midnight_after(day, project) + hours for day in last)
    tomorrow = _midnight_after(day_of(project.now, project.zone), project)
    return min([tomorrow, *(moment for moment in closings if moment > project.now)])


def _midnight_after(day: date, project: Project) -> datetime:
    return datetime.combine(day + timedelta(days=1), time.min, tzinfo=project.zone)


def _fields(problem: Problem) -> dict[str, Any]:
    return {**asdict(problem), "severity": problem.severity.value}


def _problem(fields: Mapping[str, Any]) -> Problem:
    position, severity = Position(**fields["position"]), Severity(fields["severity"])
    return Problem(**{**fields, "position": position, "severity": severity})


def _read(path: Path) -> dict[str, Any]:
    """What was left, if it is whole."""
    try:
        seal, word = json.loads(path.read_bytes())
    except (OSError, ValueError, TypeError):
        return {}
    return word if isinstance(word, dict) and seal == _seal(word) else {}


def _seal(word: Mapping[str, Any]) -> str:
    """A hash over it, which finds what JSON does not: a value that changed on the disk."""
    return hashlib.blake2b(json.dumps(word, sort_keys=True).encode()).hexdigest()
