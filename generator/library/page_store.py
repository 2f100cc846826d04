"""What is known of the pages that were made, in SQLite: a cache.

Deleting it, or putting any other file in its place, costs time and never truth: a page is taken for what was
made only where its file has the very bytes, and a row only where its seal is whole.
"""

from __future__ import annotations

import hashlib
import sqlite3
from array import array
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Final, NamedTuple

from generator.cache_file import open_cache

_TABLES: Final = """
CREATE TABLE fact (
  number INTEGER PRIMARY KEY, kind TEXT NOT NULL, key TEXT NOT NULL, digest BLOB NOT NULL, seal BLOB NOT NULL
);
CREATE TABLE page (
  path TEXT PRIMARY KEY, by TEXT NOT NULL, stamp TEXT NOT NULL, hash BLOB NOT NULL, facts BLOB NOT NULL,
  seal BLOB NOT NULL
);
"""

Key = tuple[str, str]


class PageRow(NamedTuple):
    """A page as it was made: by what, of which facts; its file's stamp, and the hash of its bytes."""

    path: str
    by: str
    stamp: str
    hash: bytes
    facts: tuple[Key, ...]


class PageStore:
    """The rows of a file; without a usable file it has none and forgets all that it is told."""

    def __init__(self, path: Path, version: str) -> None:
        """`version` stands for all that pages are made by, besides their facts."""
        self._connection = open_cache(path, _TABLES, version)
        self._numbers: dict[Key, int] = {}
        self.digests: Mapping[Key, bytes] = {}
        self.pages: Mapping[str, PageRow] = {}
        try:
            self._read()
        except sqlite3.Error:
            self.close()

    def update(self, pages: Iterable[PageRow], gone: Iterable[str], digests: Mapping[Key, bytes]) -> None:
        """Keep `pages` in the place of those of their paths, and `digests`, which are all that any page rests
        on; let go of the pages at `gone`."""
        if self._connection is None:
            return
        try:
            with self._connection:
                self._connection.executemany("DELETE FROM page WHERE path = ?", [(path,) for path in gone])
                self._write_facts(self._connection, digests)
                rows = [self._sealed_row(page) for page in pages]
                self._connection.executemany("REPLACE INTO page VALUES (?, ?, ?, ?, ?, ?)", rows)
        except sqlite3.Error:
            self.close()

    def close(self) -> None:
        """Let go of the file."""
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    def _read(self) -> None:
        if self._connection is None:
            return
        names: dict[int, Key] = {}
        digests: dict[Key, bytes] = {}
        for number, kind, key, digest, seal in self._connection.execute("SELECT * FROM fact"):
            self._numbers[kind, key] = number
            if seal == _seal(str(number), kind, key, digest):
                names[number] = (kind, key)
                digests[kind, key] = digest
        pages: dict[str, PageRow] = {}
        for path, by, stamp, digest, facts, seal in self._connection.execute("SELECT * FROM page"):
            if seal != _seal(path, by, stamp, digest, facts):
                continue
            numbers = array("I", facts)
            if all(number in names for number in numbers):
                pages[path] = PageRow(path, by, stamp, digest, tuple(names[number] for number in numbers))
        self.digests, self.pages = digests, pages

    def _write_facts(self, connection: sqlite3.Connection, digests: Mapping[Key, bytes]) -> None:
        rows = []
        free = max(self._numbers.values(), default=0) + 1
        for key, digest in digests.items():
            if self.digests.get(key) == digest:
                continue
            number = self._numbers.get(key)
            if number is None:
                number, free = free, free + 1
                self._numbers[key] = number
            rows.append((number, *key, digest, _seal(str(number), *key, digest)))
        connection.executemany("REPLACE INTO fact VALUES (?, ?, ?, ?, ?)", rows)
        unused = [(self._numbers[key],) for key in self._numbers.keys() - digests.keys()]
        connection.executemany("DELETE FROM fact WHERE number = ?", unused)

    def _sealed_row(self, page: PageRow) -> tuple[object, ...]:
        facts = array("I", [self._numbers[key] for key in page.facts]).tobytes()
        seal = _seal(page.path, page.by, page.stamp, page.hash, facts)
        return page.path, page.by, page.stamp, page.hash, facts, seal


def _seal(*parts: str | bytes) -> bytes:
    seal = hashlib.blake2b(digest_size=16)
    for part in parts:
        data = part.encode("utf-8", "surrogatepass") if isinstance(part, str) else part
        seal.update(len(data).to_bytes(4, "big"))
        seal.update(data)
    return seal.digest()
