"""Put a built site in the place of the old one: changed files in, a whole new site/ out, in one step.

build/site-spare has every file of site/ once more, as hard links. A build replaces in it what changed, and
the two change places; then what was site/ is brought up to date with links, and is the spare. So a build of
few changes writes few files, whatever the size of the site, and readers of site/ see the old site or the new,
never some of each. The spare counts as long as a marker says so, which is struck out before it is touched:
after a kill in between it is linked anew.
"""

from __future__ import annotations

import ctypes
import errno
import os
import shutil
from collections.abc import Callable, Collection, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final

SITE: Final = "site"
SEARCH: Final = "search"  # in it, the search index
FRESH: Final = "build/site-new"
_OLD: Final = "build/site-old"
SPARE: Final = "build/site-spare"
_MARKER: Final = "build/cache/spare"

_AT_FDCWD: Final = -100
_RENAME_EXCHANGE: Final = 2
_CANNOT_LINK: Final = frozenset({errno.EMLINK, errno.ENOTSUP, errno.EPERM, errno.EXDEV})
_CANNOT_EXCHANGE: Final = frozenset({errno.EINVAL, errno.ENOSYS, errno.ENOTSUP})


@dataclass(frozen=True, slots=True, kw_only=True)
class Delta:
    """Files of a site, by path: those that are new or have new bytes, and those that are gone."""

    put: Collection[str]
    drop: Collection[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """What a build did to the site, but for the search index in it: it was in the state that is called
    `before`, and is in that which is called `after`. No two states have the same name; the empty one stands
    for any, and without `delta` anything may be another."""

    before: str = ""
    after: str = ""
    delta: Delta | None = None

    def follows(self, state: str) -> bool:
        """Whether `delta` is all that is another since that state."""
        return self.delta is not None and self.before != "" and self.before == state


def empty_folder(root: Path) -> Path:
    """A folder of this process' own: a builder that outlived a killed build may still write in that one's."""
    parent = root / FRESH
    shutil.rmtree(parent, ignore_errors=True)
    folder = parent / str(os.getpid())
    if folder.exists():
        shutil.rmtree(folder)
    folder.mkdir(parents=True)
    return folder


def recover(root: Path) -> None:
    """Undo a swap that was killed between its renames: the old site goes back to its place, or away. Where
    only build/ was kept, as between runs of CI, the spare is the site."""
    old, site = root / _OLD, root / SITE
    if site.exists():
        _discard(old)
    elif old.exists():
        old.rename(site)
    elif (root / SPARE).is_dir() and _unmark(root):
        (root / SPARE).rename(site)


def update_spare(root: Path, built: Path, delta: Delta) -> Path:
    """The spare, made to what site/ is to be: site/ without `delta.drop`, and `delta.put` moved there from
    `built`. The search index in it is still that of site/."""
    spare = root / SPARE
    if not _unmark(root) or not spare.is_dir():
        _discard(spare)
        _link_all(root / SITE, spare)
    _remove(spare, [*delta.drop, *delta.put])
    for path in delta.put:
        _place(os.rename, built / path, spare / path)
    return spare


def swap(root: Path, fresh: Path, delta: Delta | None, shards: Iterable[str] = ()) -> None:
    """Put `fresh` in the place of site/. What stood there becomes the spare when `delta` tells the difference
    between the two, and is removed when it is None. `shards` are folders of the search index that both have
    alike."""
    site, old = root / SITE, root / _OLD
    if not site.exists():
        fresh.rename(site)
    elif not _exchange(fresh, site):
        _discard(old)
        site.rename(old)
        fresh.rename(site)
        old.rename(fresh)
    if delta is None:
        _unmark(root)
        _discard(fresh)
        _discard(root / SPARE)
    else:
        # At once, not when the next build needs it: what was taken down is not to lie here until then.
        _remove(fresh, [*delta.drop, *delta.put])
        for path in delta.put:
            link(site / path, fresh / path)
        _update_links(site / SEARCH, fresh / SEARCH, shards)
        (root / _MARKER).touch()


def link_spare(root: Path) -> None:
    """Make a spare of site/ where there is none. It saves the next build time, and no more than that: a disk
    that has no room for it is no fault."""
    with suppress(OSError):
        _link_all(root / SITE, root / SPARE)
        (root / _MARKER).touch()


def files_of(folder: Path, but: Iterable[str] = ()) -> Iterator[tuple[str, os.DirEntry[str]]]:
    """Every file under `folder`, at any depth, by its path in it; without those in the folders `but`."""
    start = len(str(folder)) + 1
    folders = [str(folder)]
    without = {f"{folder}{os.sep}{one}" for one in but}
    while folders:
        with os.scandir(folders.pop()) as entries:
            for entry in entries:
                if entry.is_dir(follow_symlinks=False):
                    if entry.path not in without:
                        folders.append(entry.path)
                else:
                    yield entry.path[start:], entry


def link(file: Path, target: Path) -> None:
    """Another name for a file, in a folder that may be new. Neither is ever written into, only replaced."""
    _place(_link, file, target)


def _unmark(root: Path) -> bool:
    """Say that the spare counts for nothing; whether it did."""
    try:
        (root / _MARKER).unlink()
    except FileNotFoundError:
        return False
    return True


def _discard(folder: Path) -> None:
    if folder.is_symlink():
        folder.unlink()
    elif folder.exists():
        shutil.rmtree(folder)


def _link_all(site: Path, spare: Path) -> None:
    for path, _ in files_of(site):
        link(site / path, spare / path)


def _update_links(folder: Path, linked: Path, but: Iterable[str]) -> None:
    """Make `linked` have the files of `folder` and no others, whoever changed them, `but` these folders."""
    there = {path: entry.inode() for path, entry in files_of(folder, but)} if folder.is_dir() else {}
    here = {path: entry.inode() for path, entry in files_of(linked, but)} if linked.is_dir() else {}
    _remove(linked, [path for path, inode in here.items() if there.get(path) != inode])
    for path, inode in there.items():
        if here.get(path) != inode:
            link(folder / path, linked / path)


def _place(how: Callable[[Path, Path], object], file: Path, target: Path) -> None:
    try:
        how(file, target)
    except FileNotFoundError:  # the folder is new; asking first would cost a call for every file
        target.parent.mkdir(parents=True, exist_ok=True)
        how(file, target)


def _link(file: Path, target: Path) -> None:
    """Another name for the same bytes, or a copy where the file system has no such thing."""
    try:
        os.link(file, target, follow_symlinks=False)
    except OSError as error:
        if error.errno not in _CANNOT_LINK:
            raise
        shutil.copy2(file, target, follow_symlinks=False)


def _remove(folder: Path, paths: Iterable[str]) -> None:
    """Delete files and the folders that they leave empty."""
    for path in paths:
        (folder / path).unlink(missing_ok=True)
        for parent in (folder / path).parents:
            if parent == folder or not _remove_empty(parent):
                break


def _remove_empty(folder: Path) -> bool:
    try:
        folder.rmdir()
    except FileNotFoundError:
        return True
    except OSError:  # not empty
        return False
    return True


def _exchange(one: Path, other: Path) -> bool:
    """Let two folders change places at once, where the system can: Linux, by renameat2(2)."""
    rename = getattr(ctypes.CDLL(None, use_errno=True), "renameat2", None)
    if rename is None:
        return False
    if rename(_AT_FDCWD, os.fsencode(one), _AT_FDCWD, os.fsencode(other), _RENAME_EXCHANGE) == 0:
        return True
    number = ctypes.get_errno()
    if number in _CANNOT_EXCHANGE:
        return False
    raise OSError(number, os.strerror(number), str(other))
