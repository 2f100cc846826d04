"""What published files had of articles when they were last counted, in SQLite: a cache.

Deleting it, or putting any other file in its place, costs time and never truth. Each row is sealed. It has no
words: of files and articles there are hashes, even of their names.
"""

from __future__ import annotations

import hashlib
import sqlite3
import sys
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Final, NamedTuple

from generator.cache_file import code_of, open_cache

# What counts: when the text of one of these changes, what was counted is stale.
_MAKERS: Final = ("generator.checks", "generator.library", "generator.model")
_GROUPS: Final = "groups"
# `state` is what those whose files were counted last call them, if they have a name.
_TABLES: Final = """
CREATE TABLE state (name TEXT NOT NULL);
CREATE TABLE kept (
  kind TEXT NOT NULL, of BLOB NOT NULL, name BLOB NOT NULL, stamp TEXT NOT NULL, hash BLOB NOT NULL,
  data BLOB NOT NULL, seal BLOB NOT NULL, PRIMARY KEY (kind, of, name)
) WITHOUT ROWID;
"""


class CountRow(NamedTuple):
    """A file or an article as it was counted (its stamp, a hash of it, what it had), or a group of them."""

    stamp: str
    hash: bytes
    data: bytes


class Group(NamedTuple):
    """Rows that are looked at together, by `name_of` what they are about, and the row of all of them: None
    where each is to be looked at."""

    whole: CountRow | None
    rows: Mapping[bytes, CountRow]


class CountStore:
    """Rows by kind and group; without a usable file it has none and forgets all it is told."""

    def __init__(self, path: Path | None) -> None:
        self._connection = open_cache(path, _TABLES, _makers_version()) if path is not None else None

    def groups(self, kind: str) -> dict[bytes, CountRow]:
        """The groups of a kind that have a row of their own, by name."""
        return self._rows(_GROUPS, kind.encode())

    def rows(self, kind: str, group: bytes) -> dict[bytes, CountRow]:
        """The whole rows of a group, by name."""
        return self._rows(kind, group)

    def state(self) -> str:
        """What the state of the files is called that all of this is of; empty where it has no name."""
        try:
            row = self._connection and self._connection.execute("SELECT name FROM state").fetchone()
        except sqlite3.Error:
            self.close()
            return ""
        return str(row[0]) if row else ""

    def call(self, state: str) -> None:
        """Give the state of the files a name, until something is kept again."""
        if self._connection is None or not state:
            return
        try:
            with self._connection as told:
                told.execute("INSERT INTO state VALUES (?)", (state,))
        except sqlite3.Error:
            self.close()

    def update(self, kind: str, groups: Mapping[bytes, Group]) -> None:
        """Keep `groups`, each in the place of the one of its name; of one without rows nothing is kept. All
        or nothing."""
        if self._connection is None:
            return
        of = kind.encode()
        rows = [
            *((_GROUPS, of, name, *group.whole) for name, group in groups.items() if group.whole is not None),
            *((kind, name, one, *row) for name, group in groups.items() for one, row in group.rows.items()),
        ]
        try:
            with self._connection as told:
                told.execute("DELETE FROM state")
                told.executemany(
                    "DELETE FROM kept WHERE kind = ? AND of = ?", [(kind, one) for one in groups]
                )
                whole = [(_GROUPS, of, name) for name in groups]
                told.executemany("DELETE FROM kept WHERE kind = ? AND of = ? AND name = ?", whole)
                sealed = ((*row, _seal(*row)) for row in rows)
                told.executemany("INSERT INTO kept VALUES (?, ?, ?, ?, ?, ?, ?)", sealed)
        except sqlite3.Error:
            self.close()

    def close(self) -> None:
        """Let go of the file."""
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    def _rows(self, kind: str, of: bytes) -> dict[bytes, CountRow]:
        found = {}
        statement = "SELECT name, stamp, hash, data, seal FROM kept WHERE kind = ? AND of = ?"
        try:
            rows = self._connection.execute(statement, (kind, of)) if self._connection else ()
            for name, stamp, digest, data, seal in rows:
                if seal == _seal(kind, of, name, stamp, digest, data):
                    found[name] = CountRow(stamp, digest, data)
        except sqlite3.Error:
            self.close()
            return {}
        return found


def name_of(name: str) -> bytes:
    """The hash that stands for a name."""
    return hashlib.blake2b(name.encode("utf-8", "surrogateescape"), digest_size=8).digest()


def _seal(*row: object) -> bytes | None:
    """A hash over a row, which finds what SQLite does not: bytes that changed on the disk."""
    match row:
        case (str(kind), bytes(of), bytes(name), str(stamp), bytes(digest), bytes(data)):
            seal = hashlib.blake2b(f"{kind} {of.hex()} {name.hex()} {stamp} ".encode(), digest_size=16)
            seal.update(len(digest).to_bytes(8, "big") + digest)
            seal.update(data)
            return seal.digest()
    return None


@cache
def _makers_version() -> str:
    return f"{sys.byteorder} {sys.hash_info} {code_of(*_MAKERS).hex()}"
