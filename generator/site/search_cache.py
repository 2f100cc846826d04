"""Pages as they were last read for search, those of them that have not changed out: a cache in SQLite.

Deleting it costs time and never truth. A file counts as unchanged when its size and time are those of the
last reading and that reading came well after the last change (as in git's index, see its 'racy-git.txt');
otherwise the hash of its bytes decides. Inodes do not count: a builder may copy or link it. Where the last
reading was of the very site that a build has changed, only what that build changed is looked at.
"""

from __future__ import annotations

import os
import sqlite3
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import closing, contextmanager
from dataclasses import dataclass
from hashlib import blake2b
from importlib import resources
from multiprocessing import get_context
from pathlib import Path
from typing import Any, Final

from generator.cache_file import open_cache
from generator.site.search_pages import SearchPage, as_json, from_json, read_page
from generator.site.staging import Step, files_of

_SETTLED_NS: Final = 2_000_000_000  # the coarsest clock of a file system in use (FAT's)
_BATCH: Final = 500
_WORTH_PROCESSES: Final = 4_000  # pages to read; below, starting processes takes longer than reading
# What reads a page: when the text of one of these changes, what is kept is stale.
_READERS: Final = ("search_pages.py", "search_segments.py", "search_cache.py")
_AT_A_TIME: Final = 500  # values in a statement; SQLite's own limit was 999 for long
# `day` sums up the pages of each; `state` is that of the site as it was read, if it has a name.
_TABLES: Final = """
CREATE TABLE state (name TEXT NOT NULL);
CREATE TABLE day (
  day TEXT PRIMARY KEY, content BLOB NOT NULL, pages INTEGER NOT NULL, words INTEGER NOT NULL
) WITHOUT ROWID;
CREATE TABLE page (
  path TEXT PRIMARY KEY, size INTEGER NOT NULL, mtime INTEGER NOT NULL, hash BLOB NOT NULL,
  day TEXT, content BLOB, words INTEGER, page BLOB
);
CREATE INDEX by_day ON page (day);
"""


_Stamp = tuple[int, int]  # size and time
_Known = Mapping[str, tuple[int, int, bytes]]


@dataclass(frozen=True, slots=True)
class _Reading:
    """A row: `size` and `mtime` are -1 when they prove nothing yet; the rest is None for a page that is not
    to be found."""

    path: str
    size: int
    mtime: int
    hash: bytes
    day: str | None
    content: bytes | None
    words: int | None
    page: bytes | None


@dataclass(frozen=True, slots=True)
class Day:
    """The pages of a day: `content` stands for all that is searched of them. Its name is empty for those
    that have none."""

    name: str
    content: bytes
    pages: int
    words: int


class PageCache:
    """The pages of a site as the search has them; made by `open_page_cache`."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def read(self, site: Path, but: str, step: Step) -> None:
        """Take in the HTML pages under `site` as they are now, after `step`, without those in the folders
        under the folder `but` of it."""
        with self._connection:
            if step.delta is not None and step.follows(self._state()):
                put = sorted(path for path in step.delta.put if _is_page(path, but))
                gone = sorted(path for path in step.delta.drop if _is_page(path, but))
                known = self._known(put)
                unread = [(path, _stamp((site / path).stat())) for path in put]
            else:
                known = self._known()
                found = {
                    path: _stamp(entry.stat()) for path, entry in files_of(site, [but]) if _is_page(path, but)
                }
                gone = sorted(known.keys() - found.keys())
                unread = [one for one in sorted(found.items()) if one[1] != known.get(one[0], ())[:2]]
            touched = [*gone, *(path for path, _ in unread)]
            days = self._days_of(touched)
            self._connection.executemany("DELETE FROM page WHERE path = ?", [(path,) for path in gone])
            self._read(site, unread, known)
            self._sum_up(days | self._days_of(touched))
            self._connection.execute("DELETE FROM state")
            self._connection.execute("INSERT INTO state VALUES (?)", (step.after,))

    def days(self) -> list[Day]:
        """All days that have pages, in order."""
        rows = self._connection.execute("SELECT day, content, pages, words FROM day ORDER BY day")
        return [Day(*row) for row in rows]

    def of_days(self, days: Iterable[str]) -> list[SearchPage]:
        """The pages of `days`, by path."""
        found = [
            row
            for day in days
            for row in self._connection.execute("SELECT path, page FROM page WHERE day = ?", (day,))
        ]
        return [from_json(page) for _, page in sorted(found)]

    def _state(self) -> str:
        row = self._connection.execute("SELECT name FROM state").fetchone()
        return row[0] if row else ""

    def _known(self, paths: Sequence[str] | None = None) -> dict[str, tuple[int, int, bytes]]:
        """Size, time and hash of the pages that were read, as far as they are among `paths`."""
        columns = "SELECT path, size, mtime, hash FROM page"
        rows = self._connection.execute(columns) if paths is None else self._of(columns, paths)
        return {path: (size, mtime, digest) for path, size, mtime, digest in rows}

    def _days_of(self, paths: Sequence[str]) -> set[str]:
        rows = self._of("SELECT DISTINCT day FROM page", paths)
        return {day for (day,) in rows if day is not None}

    def _of(self, columns: str, paths: Sequence[str]) -> Iterator[tuple[Any, ...]]:
        for start in range(0, len(paths), _AT_A_TIME):
            part = paths[start : start + _AT_A_TIME]
            marks = ", ".join("?" * len(part))
            yield from self._connection.execute(f"{columns} WHERE path IN ({marks})", part)

    def _read(self, site: Path, unread: Sequence[tuple[str, _Stamp]], known: _Known) -> None:
        now = time.time_ns()
        pages = [
            (
                path,
                *(stamp if stamp[1] + _SETTLED_NS < now else (-1, -1)),
                known[path][2] if path in known else b"",
            )
            for path, stamp in unread
        ]
        batches = [(site, pages[start : start + _BATCH]) for start in range(0, len(pages), _BATCH)]
        for readings in _each(batches, len(pages)):
            self._save(readings)

    def _sum_up(self, days: Iterable[str]) -> None:
        for day in sorted(days):
            rows = self._connection.execute(
                "SELECT path, content, words FROM page WHERE day = ? ORDER BY path", (day,)
            ).fetchall()
            content = blake2b(digest_size=16)
            for path, one, _ in rows:
                content.update(f"{path}\0".encode() + one)
            self._connection.execute("DELETE FROM day WHERE day = ?", (day,))
            if rows:
                self._connection.execute(
                    "INSERT INTO day VALUES (?, ?, ?, ?)",
                    (day, content.digest(), len(rows), sum(words for _, _, words in rows)),
                )

    def _save(self, readings: Sequence[_Reading | tuple[str, int, int]]) -> None:
        stamps = [(one[1], one[2], one[0]) for one in readings if isinstance(one, tuple)]
        rows = [
            (one.path, one.size, one.mtime, one.hash, one.day, one.content, one.words, one.page)
            for one in readings
            if isinstance(one, _Reading)
        ]
        self._connection.executemany("UPDATE page SET size = ?, mtime = ? WHERE path = ?", stamps)
        self._connection.executemany("INSERT OR REPLACE INTO page VALUES (?, ?, ?, ?, ?, ?, ?, ?)", rows)


@contextmanager
def open_page_cache(path: Path) -> Iterator[PageCache]:
    """The cache at `path`; one in memory where that cannot be."""
    version = blake2b(digest_size=12)
    for name in _READERS:
        version.update((resources.files("generator.site") / name).read_bytes())
    connection = open_cache(path, _TABLES, version.hexdigest())
    if connection is None:
        connection = sqlite3.connect(":memory:")
        connection.executescript(_TABLES)
    with closing(connection):
        yield PageCache(connection)


def _is_page(path: str, but: str) -> bool:
    return path.endswith(".html") and not path.startswith(f"{but}/")


def _stamp(status: os.stat_result) -> _Stamp:
    return status.st_size, status.st_mtime_ns


_Batch = tuple[Path, Sequence[tuple[str, int, int, bytes]]]


def _each(batches: Sequence[_Batch], pages: int) -> Iterator[list[_Reading | tuple[str, int, int]]]:
    if pages < _WORTH_PROCESSES:
        yield from map(_read, batches)
        return
    with ProcessPoolExecutor(mp_context=get_context("spawn")) as executor:
        yield from executor.map(_read, batches)


def _read(batch: _Batch) -> list[_Reading | tuple[str, int, int]]:
    """A reading of each page, or path and stamp alone of one whose bytes are those that were read before."""
    site, pages = batch
    readings: list[_Reading | tuple[str, int, int]] = []
    for path, size, mtime, before in pages:
        data = (site / path).read_bytes()
        digest = blake2b(data, digest_size=16).digest()
        if digest == before:
            readings.append((path, size, mtime))
            continue
        page = read_page(path.removesuffix("index.html") if path.endswith("/index.html") else path, data)
        if page is None:
            readings.append(_Reading(path, size, mtime, digest, None, None, None, None))
        else:
            kept = as_json(page)
            content = blake2b(kept, digest_size=16).digest()
            readings.append(_Reading(path, size, mtime, digest, page.day, content, page.words, kept))
    return readings
