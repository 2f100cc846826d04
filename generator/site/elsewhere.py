"""Pages that somebody else has built, on trial: shards in, those of them that are pages of this site out."""

from __future__ import annotations

import errno
import os
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from concurrent.futures import Executor, ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import Any, Final

from generator.diagnostics import Problem
from generator.site.builders import MkDocs
from generator.site.complaints import DOCS
from generator.site.parcels import Shard, built_by, parcels
from generator.site.staging import files_of

_PAGE: Final = ".md"
_WORTH_IT: Final = 200  # pages; with fewer MkDocs is done before another has started
_PART: Final = 4000  # pages that MkDocs builds in one go: it holds all of them


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """A shard that was built before, and the hash of the Markdown of each of its pages by path."""

    shard: Shard
    hashes: Mapping[str, bytes]


@dataclass(frozen=True, slots=True, kw_only=True)
class Help:
    """Who builds pages besides MkDocs here: the workers of an `executor`, or `jobs` processes of this machine
    if those are more than one and there are at least so many pages, and whoever has `made` some."""

    executor: Executor | None = None
    jobs: int = 1
    least: int = 1000
    made: Sequence[Made] = ()


@dataclass(slots=True, kw_only=True)
class Elsewhere:
    """What was built elsewhere of the pages `wanted` (the hash of their Markdown by path), under one `key`:
    what is `told` of each, and its output in `folder`. `known` are the paths of all files of build/docs."""

    folder: Path
    key: str
    wanted: Mapping[str, bytes]
    known: frozenset[str]
    told: dict[str, Mapping[str, Any]] = field(default_factory=dict)
    _folders: dict[str, Path] = field(default_factory=dict)  # in which outputs are, where that is another one

    def gather(self, root: Path, epoch: int, helping: Help) -> None:
        """Take what others have built, or build now."""
        for made in helping.made:
            same = {path for path, hash_ in made.hashes.items() if self.wanted.get(path) == hash_}
            self._take(made.shard, same)
        paths = sorted(path for path in self.wanted if path.endswith(_PAGE) and path not in self.told)
        if helping.executor is not None and len(paths) >= _WORTH_IT:
            orders = parcels(root, paths, _Docs(root), self.known, epoch)
            for shard in built_by(orders, helping.executor, helping.jobs):
                self._take(shard, self.wanted.keys())
        elif helping.jobs > 1 and len(paths) >= helping.least:
            self._build(root, paths, epoch, helping.jobs)

    def without(self, paths: Iterable[str]) -> None:
        """Let go of some pages."""
        for path in paths:
            self.told.pop(path, None)

    def place(self, folder: Path) -> None:
        """Move the outputs into `folder`, and remove what is left."""
        outputs: dict[Path, set[str]] = {self.folder: set()}
        for path, one in self.told.items():
            outputs.setdefault(self._folders.get(path, self.folder), set()).add(one["output"])
        for own, wanted in outputs.items():
            for path, entry in [*files_of(own)] if own.is_dir() else []:
                if path not in wanted:
                    os.unlink(entry.path)  # noqa: PTH108 -- as the others here: there are tens of thousands
                    with suppress(OSError):  # there is more in it
                        os.removedirs(os.path.dirname(entry.path))  # noqa: PTH120
            if own.is_dir():
                _merge(str(own), str(folder))

    def _build(self, root: Path, paths: Sequence[str], epoch: int, jobs: int) -> None:
        """Have MkDocs build the pages at `paths` in parts, so many at a time: from where they are, and each
        in a folder of its own, so that nothing is sent to and fro."""
        count = jobs * -(-len(paths) // (jobs * _PART))
        parts = [
            frozenset(paths[at * len(paths) // count : (at + 1) * len(paths) // count]) for at in range(count)
        ]
        folders = [self.folder.with_name(f"{self.folder.stem}-{at}") for at in range(count)]

        def build(part: Set[str], folder: Path) -> tuple[Mapping[str, Any] | None, list[Problem]]:
            folder.mkdir(parents=True, exist_ok=True)
            with MkDocs(root, folder, epoch) as mkdocs:
                mkdocs.order(key=None, unchanged=self.known - part, changed=part)
                return mkdocs.result()

        with ThreadPoolExecutor(jobs) as threads:
            for part, folder, done in zip(parts, folders, threads.map(build, parts, folders), strict=True):
                report, problems = done
                if report and not problems and report["knowable"] and not report["incomplete"]:
                    self._believe(report, part, folder)

    def _believe(self, report: Mapping[str, Any], part: Set[str], folder: Path) -> None:
        self.key = self.key or report["key"]
        if report["key"] == self.key:
            found = {path: one for path, one in report["files"].items() if path in part and not one["reads"]}
            self.told |= found
            self._folders |= dict.fromkeys(found, folder)

    def _take(self, shard: Shard, wanted: Set[str]) -> None:
        self.key = self.key or shard.key
        if shard.key != self.key:
            return
        for path, one in shard.told.items():
            output = one["output"]
            fits = path in wanted and path not in self.told and self.known.issuperset(one["links"])
            if not fits or not _is_inside(output):
                continue
            if (data := shard.outputs.get(output)) is not None:
                file = self.folder / output
                file.parent.mkdir(parents=True, exist_ok=True)
                file.write_bytes(data)
            self.told[path] = one


class _Docs(Mapping[str, bytes]):
    """The files of build/docs, read when they are wanted."""

    def __init__(self, root: Path) -> None:
        self._docs = root / DOCS

    def __getitem__(self, path: str) -> bytes:
        return (self._docs / path).read_bytes()

    def __iter__(self) -> Iterator[str]:
        return (path for path, _ in files_of(self._docs))

    def __len__(self) -> int:
        return sum(1 for _ in self)


def _merge(folder: str, target: str) -> None:
    """Move all that is in `folder` to where it is in `target`: whole folders, where that has none."""
    try:
        os.rename(folder, target)  # noqa: PTH104 -- as above
    except OSError as error:
        if error.errno not in {errno.ENOTEMPTY, errno.EEXIST}:
            raise
        with os.scandir(folder) as entries:
            for entry in entries:
                to = f"{target}/{entry.name}"
                if entry.is_dir(follow_symlinks=False):
                    _merge(entry.path, to)
                else:
                    os.replace(entry.path, to)  # noqa: PTH105 -- as above
        os.rmdir(folder)  # noqa: PTH106 -- as above


def _is_inside(path: str) -> bool:
    return not PurePosixPath(path).is_absolute() and ".." not in PurePosixPath(path).parts
