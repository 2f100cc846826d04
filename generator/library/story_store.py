"""What following stories has kept by day, in SQLite: a cache.

Deleting it, or putting any other file in its place, costs time and never truth. Each row is sealed, so that
one whose bytes have changed on the disk is none; the file belongs to one version of the code that follows.
"""

from __future__ import annotations

import hashlib
import sqlite3
import sys
from collections.abc import Iterable, Sequence
from functools import cache
from importlib import metadata
from pathlib import Path
from typing import Final

from generator.cache_file import code_of, open_cache

# What makes the rows: when the text of one of these changes, what was kept is stale.
_MAKERS: Final = ("generator.stories", "generator.model")
_LIBRARIES: Final = ("pystemmer", "anyascii")
_ROWS_A_COMMIT: Final = 2000
_TABLES: Final = """
CREATE TABLE kept (
  kind TEXT NOT NULL, day INTEGER NOT NULL, key BLOB NOT NULL, data BLOB NOT NULL, seal BLOB NOT NULL,
  PRIMARY KEY (kind, day)
);
"""


class StoryStore:
    """Rows by kind and day; without a usable file it has none and forgets all it is told, as it does when it
    is only `borrowed`."""

    def __init__(self, path: Path | None, *, borrowed: bool = False) -> None:
        self._borrowed = borrowed
        self._connection = open_cache(path, _TABLES, _makers_version()) if path is not None else None
        self._changes = 0

    def get(self, kind: str, day: int, key: bytes) -> bytes | None:
        """The row's data, where it has this key and its seal is whole."""
        rows = self._ask("SELECT data, seal FROM kept WHERE kind = ? AND day = ? AND key = ?", kind, day, key)
        for data, seal in rows:
            if isinstance(data, bytes) and seal == _seal(kind, day, key, data):
                return data
        return None

    def rows(self, kind: str) -> dict[int, tuple[bytes, bytes]]:
        """The key and data of every day that has a whole row of this kind."""
        rows = self._ask("SELECT day, key, data, seal FROM kept WHERE kind = ?", kind)
        return {
            day: (key, data)
            for day, key, data, seal in rows
            if isinstance(day, int) and isinstance(key, bytes) and isinstance(data, bytes)
            if seal == _seal(kind, day, key, data)
        }

    def put(self, kind: str, day: int, key: bytes, data: bytes) -> None:
        """Keep `data` in the place of what was kept of this kind and day."""
        seal = _seal(kind, day, key, data)
        self._change("REPLACE INTO kept VALUES (?, ?, ?, ?, ?)", [(kind, day, key, data, seal)])

    def days(self, kind: str) -> Sequence[int]:
        """The days that have a row of this kind, in order."""
        rows = self._ask("SELECT day FROM kept WHERE kind = ? ORDER BY day", kind)
        return [day for (day,) in rows if isinstance(day, int)]

    def drop(self, kind: str, days: Iterable[int]) -> None:
        """Forget the rows of these days."""
        self._change("DELETE FROM kept WHERE kind = ? AND day = ?", [(kind, day) for day in days])

    def close(self) -> None:
        """Write what is left to be written, and let go of the file."""
        self._commit()
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    def _ask(self, statement: str, *values: object) -> Sequence[tuple[object, ...]]:
        if self._connection is None:
            return ()
        try:
            return self._connection.execute(statement, values).fetchall()
        except sqlite3.Error:
            self._give_up()
            return ()

    def _change(self, statement: str, values: Sequence[tuple[object, ...]]) -> None:
        if self._connection is None or self._borrowed or not values:
            return
        try:
            self._connection.executemany(statement, values)
        except sqlite3.Error:
            self._give_up()
        self._changes += len(values)
        if self._changes >= _ROWS_A_COMMIT:
            self._commit()

    def _commit(self) -> None:
        self._changes = 0
        try:
            if self._connection is not None:
                self._connection.commit()
        except sqlite3.Error:
            self._give_up()

    def _give_up(self) -> None:
        if self._connection is not None:
            self._connection.close()
            self._connection = None


def _seal(kind: str, day: int, key: bytes, data: bytes) -> bytes:
    seal = hashlib.blake2b(f"{kind} {day} ".encode(), digest_size=16)
    seal.update(key)
    seal.update(data)
    return seal.digest()


@cache
def _makers_version() -> str:
    return " ".join((sys.byteorder, *map(metadata.version, _LIBRARIES), code_of(*_MAKERS).hex()))
