"""Find the stories that have a feature: features by their hash in, numbers of stories out.

A sorted run of integers and a small table of what came since; as in a log-structured merge-tree, the two
become one run when the table has grown (O'Neil et al., 1996). Eight bytes for each feature of a story.
"""

from __future__ import annotations

import sys
from array import array
from bisect import bisect_left
from collections.abc import Iterable
from hashlib import blake2b
from heapq import merge
from typing import Final

_HASH_BYTES: Final = 5
_NUMBER_BITS: Final = 24
_NUMBERS: Final = 1 << _NUMBER_BITS
_TABLE: Final = 50_000  # features of stories before the first run is made
_GROWTH: Final = 3  # a table a third of the run's size is merged into it


def mark_of(kind: str, key: str) -> int:
    """What a feature is known by. Of a million two share a mark once in two archives."""
    name = f"{kind}\0{key}".encode("utf-8", "surrogatepass")
    return int.from_bytes(blake2b(name, digest_size=_HASH_BYTES).digest(), "big")


class FeatureIndex:
    """Which stories have a feature. Stories come in the order of their numbers."""

    def __init__(self) -> None:
        self.stories = 0
        self._run = array("Q")
        self._table: dict[int, list[int]] = {}
        self._size = 0

    def holders(self, mark: int) -> list[int]:
        """The stories that have a feature."""
        run = self._run
        first = mark * _NUMBERS
        at = bisect_left(run, first)
        found = []
        end = first + _NUMBERS
        while at < len(run) and run[at] < end:
            found.append(run[at] - first)
            at += 1
        return found + self._table.get(mark, [])

    def add(self, number: int, marks: Iterable[int]) -> None:
        """Put in a story with its features."""
        self.stories += 1
        for mark in marks:
            self._table.setdefault(mark, []).append(number)
            self._size += 1
        if self._size >= max(_TABLE, len(self._run) // _GROWTH):
            self._merge()

    def _merge(self) -> None:
        new = sorted(
            [mark * _NUMBERS + number for mark, numbers in self._table.items() for number in numbers]
        )
        self._run = array("Q", merge(self._run, new))
        self._table = {}
        self._size = 0

    @property
    def data(self) -> bytes:
        """All of it as bytes."""
        self._merge()
        run = self._run
        if sys.byteorder == "big":
            run = array("Q", run)
            run.byteswap()
        return self.stories.to_bytes(8, "little") + run.tobytes()

    def restore(self, data: bytes) -> None:
        """Go on from where another was when it gave `data`."""
        self.stories = int.from_bytes(data[:8], "little")
        self._run = array("Q")
        self._run.frombytes(memoryview(data)[8:])
        if sys.byteorder == "big":
            self._run.byteswap()
