"""What published files had of articles when they were last counted, in SQLite: a cache.

Deleting it, or putting any other file in its place, costs time and never truth. Each row is sealed. It has no
words: of files and articles there are hashes, even of their names.
"""

from __future__ import annotations

import hashlib
import sqlite3
import sys
import unicodedata
from collections.abc import Iterable
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Final, NamedTuple

from generator.cache_file import open_cache

# What counts: when the text of one of these changes, what was counted is stale.
_MAKERS: Final = ("generator.checks", "generator.library", "generator.model")
_TABLES: Final = """
CREATE TABLE kept (
  kind TEXT NOT NULL, name BLOB NOT NULL, stamp TEXT NOT NULL, hash BLOB NOT NULL, data BLOB NOT NULL,
  seal BLOB NOT NULL, PRIMARY KEY (kind, name)
);
"""


class CountRow(NamedTuple):
    """A file as it was counted (its stamp, the hash of its bytes, what it had), or an article."""

    stamp: str
    hash: bytes
    data: bytes


class CountStore:
    """Rows by kind and hash of a name; without a usable file it has none and forgets all it is told."""

    def __init__(self, path: Path | None) -> None:
        self._connection = open_cache(path, _TABLES, _makers_version()) if path is not None else None

    def rows(self, kind: str) -> dict[bytes, CountRow]:
        """The whole rows of a kind, by `name_of` what they are about."""
        found = {}
        statement = "SELECT name, stamp, hash, data, seal FROM kept WHERE kind = ?"
        try:
            rows = self._connection.execute(statement, (kind,)) if self._connection else ()
            for name, stamp, digest, data, seal in rows:
                if seal == _seal(kind, name, stamp, digest, data):
                    found[name] = CountRow(stamp, digest, data)
        except sqlite3.Error:
            self.close()
            return {}
        return found

    def update(self, rows: Iterable[tuple[str, bytes, CountRow]], gone: Iterable[tuple[str, bytes]]) -> None:
        """Keep `rows`, each with its kind and name, and let go of those that are `gone`: all or nothing."""
        if self._connection is None:
            return
        values = (
            (kind, name, row.stamp, row.hash, row.data, _seal(kind, name, row.stamp, row.hash, row.data))
            for kind, name, row in rows
        )
        try:
            with self._connection:
                self._connection.executemany("DELETE FROM kept WHERE kind = ? AND name = ?", gone)
                self._connection.executemany("REPLACE INTO kept VALUES (?, ?, ?, ?, ?, ?)", values)
        except sqlite3.Error:
            self.close()

    def close(self) -> None:
        """Let go of the file."""
        if self._connection is not None:
            self._connection.close()
            self._connection = None


def name_of(name: str) -> bytes:
    """The hash that stands for a name."""
    return hashlib.blake2b(name.encode("utf-8", "surrogateescape"), digest_size=8).digest()


def _seal(kind: object, name: object, stamp: object, digest: object, data: object) -> bytes | None:
    """A hash over a row, which finds what SQLite does not: bytes that changed on the disk."""
    if not (
        isinstance(kind, str)
        and isinstance(name, bytes)
        and isinstance(stamp, str)
        and isinstance(digest, bytes)
        and isinstance(data, bytes)
    ):
        return None
    seal = hashlib.blake2b(f"{kind} {name.hex()} {stamp} {digest.hex()} ".encode(), digest_size=16)
    seal.update(data)
    return seal.digest()


@cache
def _makers_version() -> str:
    whole = hashlib.blake2b(f"{sys.version} {sys.byteorder} {sys.hash_info}".encode(), digest_size=16)
    whole.update(unicodedata.unidata_version.encode())
    for package in _MAKERS:
        for file in sorted(resources.files(package).iterdir(), key=lambda file: file.name):
            if file.is_file():
                whole.update(file.name.encode() + b"\0" + file.read_bytes())
    return whole.hexdigest()
