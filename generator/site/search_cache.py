"""Pages as they were last read for search, those of them that have not changed out: a cache in SQLite.

Deleting it costs time and never truth. A file counts as unchanged when its size and time are those of the
last reading and that reading came well after the last change (as in git's index, see its 'racy-git.txt');
otherwise the hash of its bytes decides. Inodes do not count: a builder may copy or link it.
"""

from __future__ import annotations

import os
import sqlite3
import time
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import closing, contextmanager
from dataclasses import dataclass
from hashlib import blake2b
from importlib import resources
from multiprocessing import get_context
from pathlib import Path
from typing import Final

from generator.cache_file import open_cache
from generator.site.search_pages import SearchPage, as_json, from_json, read_page

_SETTLED_NS: Final = 2_000_000_000  # the coarsest clock of a file system in use (FAT's)
_BATCH: Final = 500
_WORTH_PROCESSES: Final = 4_000  # pages to read; below, starting processes takes longer than reading
# What reads a page: when the text of one of these changes, what is kept is stale.
_READERS: Final = ("search_pages.py", "search_segments.py", "search_cache.py")
_TABLES: Final = """
CREATE TABLE page (
  path TEXT PRIMARY KEY, size INTEGER NOT NULL, mtime INTEGER NOT NULL, hash BLOB NOT NULL,
  day TEXT, content BLOB, words INTEGER, page BLOB
);
CREATE INDEX by_day ON page (day);
"""


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


class PageCache:
    """The pages of a site as the search has them; made by `open_page_cache`."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def read(self, site: Path, but: Path) -> None:
        """Take in the HTML pages under `site` as they are now, without those in the folders under `but`."""
        now = time.time_ns()
        known = {
            path: (size, mtime, digest)
            for path, size, mtime, digest in self._connection.execute(
                "SELECT path, size, mtime, hash FROM page"
            )
        }
        found: set[str] = set()
        unread: list[tuple[str, int, int]] = []
        for path, status in _pages(site, but):
            found.add(path)
            stamp = status.st_size, status.st_mtime_ns
            if known.get(path, ())[:2] != stamp:
                unread.append((path, *(stamp if stamp[1] + _SETTLED_NS < now else (-1, -1))))
        with self._connection:
            self._connection.executemany(
                "DELETE FROM page WHERE path = ?", [(path,) for path in sorted(known.keys() - found)]
            )
            batches = [
                (
                    site,
                    [(*one, known[one[0]][2] if one[0] in known else b"") for one in unread[i : i + _BATCH]],
                )
                for i in range(0, len(unread), _BATCH)
            ]
            for readings in _each(batches, len(unread)):
                self._save(readings)

    def words_by_day(self) -> dict[str, int]:
        """How many words the pages of each day have; "" stands for those without one."""
        rows = "SELECT day, sum(words) FROM page WHERE day IS NOT NULL GROUP BY day"
        return dict(self._connection.execute(rows).fetchall())

    def contents(self) -> Iterator[tuple[str, str, bytes, int]]:
        """Path, day, digest of what is searched, and number of words of every page, in order."""
        rows = "SELECT path, day, content, words FROM page WHERE day IS NOT NULL ORDER BY path"
        yield from self._connection.execute(rows)

    def of_days(self, days: Iterable[str]) -> list[SearchPage]:
        """The pages of `days`, by path."""
        found = [
            row
            for day in days
            for row in self._connection.execute("SELECT path, page FROM page WHERE day = ?", (day,))
        ]
        return [from_json(page) for _, page in sorted(found)]

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


def _pages(site: Path, but: Path) -> Iterator[tuple[str, os.stat_result]]:
    """Path from `site` and status of each HTML file; with texts for paths, which is four times as fast."""
    start = len(str(site)) + 1
    folders = [str(site)]
    while folders:
        with os.scandir(folders.pop()) as entries:
            for entry in entries:
                if entry.is_dir(follow_symlinks=False):
                    if entry.path != str(but):
                        folders.append(entry.path)
                elif entry.name.endswith(".html"):
                    yield entry.path[start:].replace(os.sep, "/"), entry.stat()


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
