"""Bring a site's files to what the installed version ships: a site in, what would change and the change out.

Three versions of a file are held against each other, as in a merge: what was shipped into the site when it
was made or last upgraded (its hash is in site_config/shipped.json), what is there, and what ships today.
A file that somebody has changed, or taken away, is left as it is.
"""

from __future__ import annotations

import difflib
import hashlib
import json
import shutil
from collections.abc import Collection, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from enum import Enum
from pathlib import Path, PurePosixPath
from typing import Any, Final

from packaging.version import InvalidVersion, Version

import generator
from generator.diagnostics import DayfoldError, Position, Problem, Severity
from generator.output import refused, write_if_changed
from generator.site.hosting import Host
from generator.site.shipped import shipped_files

RECORD: Final = "site_config/shipped.json"
BESIDE: Final = "build/upgrade"
_FORMAT: Final = 1
# By what a site without a record shows where it is published.
_SIGNS: Final = {
    Host.GITHUB: ".github/workflows/publish.yml",
    Host.GITLAB: ".gitlab-ci.yml",
    Host.NETLIFY: "netlify.toml",
}


class Action(Enum):
    """What becomes of a file."""

    ADD = "add"
    UPDATE = "update"
    REMOVE = "remove"
    KEEP = "keep"  # the site's own, though another ships now
    LEAVE = "leave"  # the site's own, and nothing new ships


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """A file that is not as it ships; `mine` is what is there, `new` what ships, None where there is none."""

    path: str
    action: Action
    mine: bytes | None
    new: bytes | None

    def difference(self) -> str:
        """A unified diff from what is there to what ships; a line where one of them is no text."""
        try:
            mine, new = ((data or b"").decode().splitlines(keepends=True) for data in (self.mine, self.new))
        except UnicodeDecodeError:
            return f"Binary files a/{self.path} and b/{self.path} differ\n"
        before = f"a/{self.path}" if self.mine is not None else "/dev/null"
        after = f"b/{self.path}" if self.new is not None else "/dev/null"
        lines = difflib.unified_diff(mine, new, before, after)
        return "".join(
            line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n" for line in lines
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Shipped:
    """What was shipped into a site: by which version, for which host, and each file's hash."""

    version: str
    host: Host
    files: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Upgrade:
    """What an upgrade would do: `steps` in order of path. `before` is None for a site without a record."""

    before: Shipped | None
    after: Shipped
    steps: tuple[Step, ...]

    @property
    def changes(self) -> tuple[Step, ...]:
        """The steps that write or remove."""
        return tuple(s for s in self.steps if s.action in (Action.ADD, Action.UPDATE, Action.REMOVE))


def shipped_record(files: Mapping[str, bytes], host: Host) -> bytes:
    """The record of `files` as this version ships them, as it lies in a site."""
    return _written(_shipped(files, host))


def plan_upgrade(root: Path, host: Host | None, take: Collection[str] = ()) -> Upgrade:
    """What would bring the site at `root` to what ships now, for `host` (default: the one that it has). What
    lies at a path of `take`, or below it, is taken though the site's own is another.

    Raises DayfoldError: `upgrade-refused` when the record cannot be read or is of a newer version,
    `unreadable` when a file cannot.
    """
    before = load_shipped(root)
    host = host or (before.host if before else _host_of(root))
    ships = shipped_files(host)
    known = before.files if before else {}
    found = (
        _step(
            root,
            path,
            known.get(path),
            ships.get(path),
            taken=lies_in(path, take),
            recorded=before is not None,
        )
        for path in sorted({*ships, *known})
    )
    return Upgrade(before=before, after=_shipped(ships, host), steps=tuple(step for step in found if step))


def carry_out(root: Path, upgrade: Upgrade) -> list[Problem]:
    """Write and remove what `upgrade` says, each file whole or not at all, the record last: one that was
    stopped goes on when it is planned again. What ships beside files that are kept is put into build/upgrade;
    each of them is told.

    Raises DayfoldError (`write-failed`).
    """
    shutil.rmtree(root / BESIDE, ignore_errors=True)
    for step in upgrade.steps:
        if step.action is Action.KEEP and step.new is not None:
            write_if_changed(root / BESIDE / step.path, step.new)
        elif step.action is Action.REMOVE:
            _remove(root, step.path)
        elif step.action in (Action.ADD, Action.UPDATE) and step.new is not None:
            write_if_changed(root / step.path, step.new)
    write_if_changed(root / RECORD, _written(upgrade.after))
    return kept(upgrade)


def kept(upgrade: Upgrade) -> list[Problem]:
    """A warning for each file that is kept though another ships now."""
    return [_kept(step) for step in upgrade.steps if step.action is Action.KEEP]


def load_shipped(root: Path) -> Shipped | None:
    """The record of the site at `root`; None where it has none.

    Raises DayfoldError (`upgrade-refused`) when it cannot be read or is of a newer version than this.
    """
    try:
        told = json.loads((root / RECORD).read_bytes())
        shipped = _read(told)
        newer = Version(shipped.version) > Version(generator.__version__)
    except FileNotFoundError:
        return None
    except (OSError, ValueError, KeyError, TypeError, InvalidVersion) as error:
        what = "It cannot be read, so that nothing tells which files are as they were shipped."
        raise _no(
            what, "Restore it from version control, or delete it: then what differs is kept."
        ) from error
    if newer:
        what = f"The site's files are those of {shipped.version}, and {generator.__version__} is installed."
        raise _no(what, f"Run `pip install 'dayfold>={shipped.version}'`.")
    return shipped


def _read(told: Any) -> Shipped:
    if told["format"] != _FORMAT:
        raise ValueError(told["format"])
    files = {str(path): str(digest) for path, digest in told["files"].items()}
    if any(PurePosixPath(path).is_absolute() or ".." in PurePosixPath(path).parts for path in files):
        raise ValueError("a path that leads out of the site")
    return Shipped(version=str(told["dayfold"]), host=Host(told["host"]), files=files)


def _shipped(files: Mapping[str, bytes], host: Host) -> Shipped:
    hashes = {path: _digest(data) for path, data in sorted(files.items())}
    return Shipped(version=generator.__version__, host=host, files=hashes)


def _written(shipped: Shipped) -> bytes:
    fields = {
        "format": _FORMAT,
        "dayfold": shipped.version,
        "host": shipped.host.value,
        "files": dict(shipped.files),
    }
    return (json.dumps(fields, indent=1, sort_keys=True) + "\n").encode()


def _digest(data: bytes) -> str:
    """Of the text, whatever ends its lines: git may have changed that."""
    return hashlib.sha256(data.replace(b"\r\n", b"\n")).hexdigest()


def _host_of(root: Path) -> Host:
    return next((host for host, sign in _SIGNS.items() if (root / sign).is_file()), Host.FOLDER)


def lies_in(path: str, take: Collection[str]) -> bool:
    """Whether `path` is one of `take`, or below one of them."""
    return any(path == one or path.startswith(f"{one.rstrip('/')}/") for one in take)


def _step(  # noqa: PLR0913 -- the three versions, and what is known of them
    root: Path, path: str, base: str | None, new: bytes | None, *, taken: bool, recorded: bool
) -> Step | None:
    mine = _bytes(root, path)
    if mine is not None and new is not None and _digest(mine) == _digest(new):
        return None
    if taken and new is not None:
        action: Action | None = Action.ADD if mine is None else Action.UPDATE
    elif mine is None:
        action = _of_missing(path, base, new, recorded=recorded)
    else:
        own = base is None or _digest(mine) != base or _is_linked(root, path)
        action = _of_own(base, new) if own else Action.REMOVE if new is None else Action.UPDATE
    return Step(path=path, action=action, mine=mine, new=new) if action else None


def _of_missing(path: str, base: str | None, new: bytes | None, *, recorded: bool) -> Action | None:
    """A file that never was there is added; one that was shipped was taken away by somebody. A site without a
    record is given what builds need; whether it wants the rest is not known."""
    if new is None:
        return None
    wanted = base is None and (recorded or path.startswith("site_config/"))
    return Action.ADD if wanted else Action.LEAVE


def _of_own(base: str | None, new: bytes | None) -> Action:
    return Action.LEAVE if new is None or base == _digest(new) else Action.KEEP


def _is_linked(root: Path, path: str) -> bool:
    """Whether the file, or a folder on the way, is a link: what lies behind it is not the site's alone."""
    places = [root / path, *(root / parent for parent in PurePosixPath(path).parents)]
    return any(place.is_symlink() for place in places if place != root)


def _bytes(root: Path, path: str) -> bytes | None:
    try:
        return (root / path).read_bytes()
    except (FileNotFoundError, NotADirectoryError):
        return None
    except OSError as error:
        problem = Problem(
            code="unreadable",
            position=Position(path=path),
            message=f"It cannot be read: {error.strerror or error}.",
            remedy="Mend its permissions, or move it away; nothing was changed.",
        )
        raise DayfoldError(problem) from error


def _remove(root: Path, path: str) -> None:
    """Remove a file, and the folders that are empty then."""
    try:
        (root / path).unlink(missing_ok=True)
    except OSError as error:
        raise refused(root / path, error) from error
    with suppress(OSError):  # the first that is not empty
        for parent in _folders(root, path):
            parent.rmdir()


def _folders(root: Path, path: str) -> Iterator[Path]:
    return (root / parent for parent in PurePosixPath(path).parents if parent != PurePosixPath())


def _kept(step: Step) -> Problem:
    return Problem(
        code="kept-file",
        position=Position(path=step.path),
        message="It was changed here, and another ships now; it is kept.",
        remedy=f"Bring over what you want of {BESIDE}/{step.path}, or have it with --take {step.path}.",
        severity=Severity.WARNING,
    )


def _no(what: str, remedy: str) -> DayfoldError:
    return DayfoldError(
        Problem(code="upgrade-refused", position=Position(path=RECORD), message=what, remedy=remedy)
    )
