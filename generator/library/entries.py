"""What the entries of a folder say of its files, by groups: the folders of a day, mostly."""

from __future__ import annotations

import os
import time
from array import array
from collections.abc import Iterator
from hashlib import blake2b
from operator import itemgetter
from pathlib import Path
from typing import Final

from generator.library.article_index import SETTLED_NS, Stamp

_DEPTH: Final = 4  # folders: articles/2026/08/17
_POSITIVE: Final = (1 << 63) - 1  # inodes have 64 bits, and no sign

Entry = tuple[str, os.stat_result]


class Entries:
    """The entries of the files of a group, in order of path. There are hundreds of thousands of files, so of
    each there are a text and four numbers."""

    def __init__(self, told: list[Entry]) -> None:
        self._now = time.time_ns()
        self.paths = sorted(path for path, _ in told)
        self._numbers = array("q")
        newest = 0
        for _, status in sorted(told, key=itemgetter(0)):
            changed, moved = status.st_mtime_ns, status.st_ctime_ns
            self._numbers.extend((status.st_size, changed, moved, status.st_ino & _POSITIVE))
            newest = max(newest, changed, moved)
        self._settled = newest + SETTLED_NS < self._now

    @property
    def stamp(self) -> str:
        """A hash of it all; empty where some of it says nothing of the bytes, since they are too young."""
        if not self._settled:
            return ""
        told = "\0".join(self.paths).encode("utf-8", "surrogateescape")
        return blake2b(told + b"\0\0" + self._numbers.tobytes(), digest_size=16).hexdigest()

    def stamps(self) -> Iterator[tuple[str, Stamp]]:
        """Each path with its stamp."""
        for at, path in enumerate(self.paths):
            size, changed, moved, inode = self._numbers[at * 4 : at * 4 + 4]
            settled = max(changed, moved) + SETTLED_NS < self._now
            yield path, Stamp(size, changed, moved, inode, settled)


def group_of(path: str) -> str:
    """The group that the file at `path` is in, with a slash at its end; '' at the top."""
    return "".join(f"{folder}/" for folder in path.split("/")[:-1][:_DEPTH])


def grouped(root: Path, *, follow: bool = False) -> Iterator[tuple[str, list[Entry]]]:
    """The files below `root` by group, each by its path there. Links count as files by what they are, or, to
    `follow`, by the file that they lead to."""
    yield from _grouped(str(root), "", 0, follow)


def entries_of(root: Path, group: str, *, follow: bool = False) -> list[Entry]:
    """The files of one group of `grouped`."""
    return _files(str(root), group, group.count("/"), follow=follow)[0]


def group_names(root: Path, within: str = "") -> Iterator[str]:
    """The groups that files below `root` may be in. No file is looked at, nor what the deepest have."""
    yield within
    if within.count("/") < _DEPTH:
        for entry in _scanned(f"{root}/{within}"):
            if entry.is_dir(follow_symlinks=False):
                yield from group_names(root, f"{within}{entry.name}/")


def _grouped(root: str, group: str, depth: int, follow: bool) -> Iterator[tuple[str, list[Entry]]]:  # noqa: FBT001 -- passed on
    here, folders = _files(root, group, depth, follow=follow)
    if here:
        yield group, here
    for folder in folders:
        yield from _grouped(root, folder, depth + 1, follow)


def _files(root: str, within: str, depth: int, *, follow: bool) -> tuple[list[Entry], list[str]]:
    """The files of a group, and the folders in it that are groups by themselves."""
    files: list[Entry] = []
    folders: list[str] = []
    for entry in _scanned(f"{root}/{within}"):
        path = f"{within}{entry.name}"
        if entry.is_dir(follow_symlinks=False):
            folders.append(f"{path}/")
        elif not follow or entry.is_file():
            files.append((path, entry.stat(follow_symlinks=follow)))
    if depth < _DEPTH:
        return files, sorted(folders)
    return files + [file for one in folders for file in _files(root, one, depth, follow=follow)[0]], []


def _scanned(folder: str) -> list[os.DirEntry[str]]:
    try:
        with os.scandir(folder) as entries:
            return list(entries)
    except FileNotFoundError:
        return []
