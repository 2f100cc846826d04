"""What is known of the pages that were made, in SQLite: a cache.

Deleting it, or putting any other file in its place, costs time and never truth: a page is taken for what was
made only where its file has the very bytes, and a row only where its seal is whole.

Pages are known by runs: those of a folder that are made one after the other. Of a run in which nothing has
changed one short row is looked at, whatever the size of the site.
"""

from __future__ import annotations

import hashlib
import json
import sqlite3
import zlib
from array import array
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, Final, NamedTuple

from generator.cache_file import open_cache

_LEVEL: Final = 1  # of zlib
_TABLES: Final = """
CREATE TABLE fact (
  number INTEGER PRIMARY KEY, kind TEXT NOT NULL, key TEXT NOT NULL, digest BLOB NOT NULL, seal BLOB NOT NULL,
  UNIQUE (kind, key)
);
CREATE TABLE folder (name TEXT PRIMARY KEY, stamp TEXT NOT NULL, runs INTEGER NOT NULL, seal BLOB NOT NULL)
  WITHOUT ROWID;
CREATE TABLE run (
  folder TEXT NOT NULL, at INTEGER NOT NULL, plans BLOB NOT NULL, facts BLOB NOT NULL, seal BLOB NOT NULL,
  PRIMARY KEY (folder, at)
) WITHOUT ROWID;
CREATE TABLE pages (
  folder TEXT NOT NULL, at INTEGER NOT NULL, data BLOB NOT NULL, seal BLOB NOT NULL, PRIMARY KEY (folder, at)
) WITHOUT ROWID;
"""

Key = tuple[str, str]
RunId = tuple[str, int]
"""A folder, and which of its runs."""


class PageRow(NamedTuple):
    """A page as it was made: by what, of which facts (by number); its file's stamp, the hash of its bytes."""

    path: str
    by: str
    stamp: str
    hash: bytes
    facts: Sequence[int]


class FolderRow(NamedTuple):
    """A folder as it was left: a hash of its entries, and how many runs it has."""

    stamp: str
    runs: int


class RunRow(NamedTuple):
    """A run as it was made: a hash of what was planned, and all the facts that its pages rest on."""

    plans: bytes
    facts: Sequence[int]


class PageStore:
    """The rows of a file; without a usable file it has none and forgets all that it is told. What it is told
    is kept when it is closed, all of it or nothing."""

    def __init__(self, path: Path, version: str) -> None:
        """`version` stands for all that pages are made by, besides their facts."""
        self._connection = open_cache(path, _TABLES, version)
        self._numbers: dict[Key, int] = {}  # of those that were asked for
        self._free = 1 + max(
            (last for (last,) in self._ask("SELECT max(number) FROM fact") if last), default=0
        )
        self.folders: dict[str, FolderRow] = {
            name: FolderRow(stamp, runs)
            for name, stamp, runs, seal in self._ask("SELECT * FROM folder")
            if seal == _seal(name, stamp, runs)
        }
        self.runs: dict[RunId, RunRow] = {
            (folder, at): RunRow(plans, array("I", facts))
            for folder, at, plans, facts, seal in self._ask("SELECT * FROM run")
            if seal == _seal(folder, at, plans, facts)
        }

    def facts(self) -> Iterator[tuple[int, Key, bytes]]:
        """Every fact that a page rests on: its number, and its digest as it was."""
        for number, kind, key, digest, seal in self._ask("SELECT * FROM fact"):
            if seal == _seal(number, kind, key, digest):
                yield number, (kind, key), digest

    def pages(self, run: RunId) -> dict[str, PageRow]:
        """The pages of a run by path, in the order in which they are made."""
        for data, seal in self._ask("SELECT data, seal FROM pages WHERE folder = ? AND at = ?", *run):
            if seal == _seal(*run, data):
                rows = json.loads(zlib.decompress(data))
                return {
                    path: PageRow(path, by, stamp, bytes.fromhex(digest), facts)
                    for path, by, stamp, digest, facts in rows
                }
        return {}

    def number_of(self, fact: Key) -> int:
        """The number of a fact; one that has none is given one."""
        number = self._numbers.get(fact)
        if number is None:
            found = [one for (one,) in self._ask("SELECT number FROM fact WHERE kind = ? AND key = ?", *fact)]
            number = self._numbers[fact] = found[0] if found else self._free
            self._free += not found
        return number

    def put_run(self, run: RunId, plans: bytes, pages: Iterable[PageRow]) -> None:
        """Keep a run of pages in the place of what was kept of it."""
        kept = list(pages)
        rows = [(page.path, page.by, page.stamp, page.hash.hex(), list(page.facts)) for page in kept]
        facts = array("I", sorted({number for page in kept for number in page.facts}))
        data = zlib.compress(json.dumps(rows, separators=(",", ":")).encode(), _LEVEL)
        packed = facts.tobytes()
        seal = _seal(*run, plans, packed)
        self._tell("REPLACE INTO run VALUES (?, ?, ?, ?, ?)", *run, plans, packed, seal)
        self._tell("REPLACE INTO pages VALUES (?, ?, ?, ?)", *run, data, _seal(*run, data))
        self.runs[run] = RunRow(plans, facts)

    def put_folder(self, name: str, folder: FolderRow) -> None:
        """Keep what a folder is, and as many of its runs as it has."""
        self._forget_runs(name, folder.runs)
        seal = _seal(name, folder.stamp, folder.runs)
        self._tell("REPLACE INTO folder VALUES (?, ?, ?, ?)", name, *folder, seal)
        self.folders[name] = folder

    def forget_folder(self, name: str) -> None:
        """Keep nothing of a folder."""
        self._forget_runs(name, 0)
        self._tell("DELETE FROM folder WHERE name = ?", name)
        del self.folders[name]

    def put_fact(self, fact: Key, digest: bytes) -> None:
        """Keep the digest of a fact."""
        number = self.number_of(fact)
        seal = _seal(number, *fact, digest)
        self._tell("REPLACE INTO fact VALUES (?, ?, ?, ?, ?)", number, *fact, digest, seal)

    def forget_unused_facts(self) -> None:
        """Let go of the facts that no run rests on any more."""
        used: set[int] = set()
        for row in self.runs.values():
            used.update(row.facts)
        for number in [number for (number,) in self._ask("SELECT number FROM fact") if number not in used]:
            self._tell("DELETE FROM fact WHERE number = ?", number)

    def close(self) -> None:
        """Keep what was told, and let go of the file."""
        if self._connection is not None:
            try:
                self._connection.commit()
            except sqlite3.Error:
                self._connection.rollback()
            self._connection.close()
            self._connection = None

    def _forget_runs(self, folder: str, first: int) -> None:
        self._tell("DELETE FROM run WHERE folder = ? AND at >= ?", folder, first)
        self._tell("DELETE FROM pages WHERE folder = ? AND at >= ?", folder, first)
        while self.runs.pop((folder, first), None) is not None:
            first += 1

    def _ask(self, statement: str, *values: object) -> Iterator[tuple[Any, ...]]:
        if self._connection is not None:
            try:
                yield from self._connection.execute(statement, values)
            except sqlite3.Error:
                self._give_up()

    def _tell(self, statement: str, *values: object) -> None:
        if self._connection is not None:
            try:
                self._connection.execute(statement, values)
            except sqlite3.Error:
                self._give_up()

    def _give_up(self) -> None:
        if self._connection is not None:
            self._connection.close()
            self._connection = None


def _seal(*parts: object) -> bytes:
    seal = hashlib.blake2b(digest_size=16)
    for part in parts:
        data = part if isinstance(part, bytes) else str(part).encode("utf-8", "surrogatepass")
        seal.update(len(data).to_bytes(4, "big"))
        seal.update(data)
    return seal.digest()
