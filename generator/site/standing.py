"""Hold a folder against what is known of its files: their entries in, which of them are as they were out.

A folder may have hundreds of thousands of files, nearly all of which are as they were. So of each there are
only texts and numbers here, its entry is looked at once, and its bytes are read when the entry is another
than it was.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from generator.site.manifest import Known

_HASH_BYTES: Final = 16
_LINK: Final = Known(0, b"")  # what it leads to may change at any time: it is never as it was

Stamp = Callable[[os.stat_result], int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """The files of a folder by path: those with the bytes that were known, of which those that `moved` have
    other stamps now; those that are `new` or have other bytes; and the paths of those that are `gone`."""

    same: set[str]
    moved: Mapping[str, int]
    new: Mapping[str, Known]
    gone: set[str]


def source_stamp(status: os.stat_result) -> int:
    """A number for all that an entry tells of whether its file was written to. Python's hash of numbers is
    the same in each process, and where another version has another all files are read once."""
    return hash((status.st_size, status.st_mtime_ns, status.st_ctime_ns, status.st_ino))


def output_stamp(status: os.stat_result) -> int:
    """Such a number without what changes when the file gets another name, or is copied with its time."""
    return hash((status.st_size, status.st_mtime_ns))


def content_hash(data: bytes) -> bytes:
    """What stands for the bytes of a file."""
    return hashlib.blake2b(data, digest_size=_HASH_BYTES).digest()


def standing(
    files: Iterable[tuple[str, os.DirEntry[str]]],
    stamp: Stamp,
    stamps: dict[str, int],
    known: Callable[[Iterable[str]], Mapping[str, Known]],
) -> Standing:
    """What there is of `files`, which had `stamps` by path; more is `known` of those that are asked for.

    `stamps` has only those that are gone afterwards: of so many files nothing is held twice.
    """
    same: set[str] = set()
    new: dict[str, Known] = {}
    other: dict[str, tuple[str, int]] = {}
    had = stamps.pop
    for path, entry in files:
        if entry.is_symlink():
            new[path] = _LINK
            had(path, None)
            continue
        number = stamp(entry.stat())
        if had(path, None) == number:
            same.add(path)
        else:
            other[path] = entry.path, number
    before = known(other)
    moved: dict[str, int] = {}
    for path, (file, number) in other.items():
        hash_ = content_hash(Path(file).read_bytes())
        if path in before and before[path].hash == hash_:
            moved[path] = number
        else:
            new[path] = Known(number, hash_)
    same.update(moved)
    return Standing(same=same, moved=moved, new=new, gone=set(stamps))
