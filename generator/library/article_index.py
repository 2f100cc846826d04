"""Files as they were last read in, the articles of those that have not changed out: a cache in SQLite.

Deleting it, or putting any other file in its place, costs time and never truth. A file counts as unchanged
when its size, times and inode are those of the last reading and that reading came well after the last change
(as in git's index, see its 'racy-git.txt'); otherwise the hash of its bytes decides.
"""

from __future__ import annotations

import dataclasses
import hashlib
import json
import os
import sqlite3
import sys
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any, Final, NamedTuple

import pydantic
import yaml

from generator.cache_file import open_cache, rows_in
from generator.model.article import Article, DatedBy, Label
from generator.model.ids import SourceId
from generator.model.image import Image

SETTLED_NS: Final = 2_000_000_000  # the coarsest clock of a file system in use (FAT's)
# What reads an article: when the text of one of these changes, the index is stale.
_READERS: Final = (
    ("generator.library", "article_index.py"),
    ("generator.library", "frontmatter.py"),
    ("generator.model", "article.py"),
    ("generator.model", "image.py"),
    ("generator.model", "text.py"),
    ("generator.settings", "front_matter.py"),
    ("generator.settings", "schema.py"),
    ("generator.settings", "yaml_reading.py"),
)
_TABLES: Final = """
CREATE TABLE article (
  path TEXT PRIMARY KEY, stamp TEXT NOT NULL, hash BLOB NOT NULL, article BLOB NOT NULL, seal BLOB NOT NULL
);
"""


class Stamp(NamedTuple):  # of each file, of which there are hundreds of thousands
    """What a file's entry in its folder says; `settled` is whether it was read well after its last change."""

    size: int
    mtime_ns: int
    ctime_ns: int
    inode: int
    settled: bool

    @classmethod
    def of(cls, status: os.stat_result, now_ns: int) -> Stamp:
        """The stamp of a file whose `status` was taken at `now_ns`, before it is read."""
        newest = max(status.st_mtime_ns, status.st_ctime_ns)
        return cls(
            status.st_size,
            status.st_mtime_ns,
            status.st_ctime_ns,
            status.st_ino,
            newest + SETTLED_NS < now_ns,
        )

    def __str__(self) -> str:
        return f"{self.size} {self.mtime_ns} {self.ctime_ns} {self.inode} {int(self.settled)}"


@dataclass(frozen=True, slots=True)
class Row:
    """A file as the index knows it."""

    path: str
    stamp: str
    hash: bytes
    article: bytes

    def decode(self) -> Article:
        """The article that the file held."""
        return _decode(self.article)


def row(path: str, stamp: Stamp, data: bytes, article: Article) -> Row:
    """The row for the file `path` with the bytes `data`, which hold `article`."""
    return Row(path, str(stamp), content_hash(data), _encode(article))


def content_hash(data: bytes) -> bytes:
    """What two files with the same bytes share."""
    return hashlib.blake2b(data, digest_size=16).digest()


class ArticleIndex:
    """The rows of an index file; without a usable file it knows nothing and forgets all it is told."""

    def __init__(self, path: Path | None) -> None:
        self._connection = open_cache(path, _TABLES, _reader_version()) if path is not None else None

    def rows(self) -> Iterator[Row]:
        """Every row whose seal is whole, in no certain order."""
        if self._connection is None:
            return
        try:
            for path, stamp, digest, article, seal in self._connection.execute(
                "SELECT path, stamp, hash, article, seal FROM article"
            ):
                if seal == _seal(path, stamp, digest, article):
                    yield Row(path, stamp, digest, article)
        except sqlite3.Error:
            self.close()

    def remember(self, rows: Iterable[Row]) -> None:
        """Keep `rows`, each in the place of the one with its path."""
        sealed = [
            (r.path, r.stamp, r.hash, r.article, _seal(r.path, r.stamp, r.hash, r.article)) for r in rows
        ]
        self._change("REPLACE INTO article VALUES (?, ?, ?, ?, ?)", sealed)

    def forget(self, paths: Iterable[str]) -> None:
        """Drop the rows of files that are gone."""
        self._change("DELETE FROM article WHERE path = ?", [(path,) for path in paths])

    def close(self) -> None:
        """Let go of the file."""
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    def _change(self, statement: str, values: Sequence[tuple[object, ...]]) -> None:
        if self._connection is None or not values:
            return
        try:
            with self._connection:
                self._connection.executemany(statement, values)
        except sqlite3.Error:
            self.close()


def count_indexed(path: Path) -> int | None:
    """How many articles the index at `path` knows; None where the next build makes it anew."""
    return rows_in(path, "article", _reader_version())


@cache
def _reader_version() -> str:
    digest = hashlib.blake2b(digest_size=16)
    for package, name in _READERS:
        digest.update(resources.files(package).joinpath(name).read_bytes())
    for version in (sys.version, pydantic.VERSION, yaml.__version__, unicodedata.unidata_version):
        digest.update(version.encode())
    return digest.hexdigest()


def _seal(path: object, stamp: object, digest: object, article: object) -> bytes | None:
    """A hash over a row, which finds what SQLite does not: bytes that changed on the disk."""
    if not (
        isinstance(path, str)
        and isinstance(stamp, str)
        and isinstance(digest, bytes)
        and isinstance(article, bytes)
    ):
        return None
    seal = hashlib.blake2b(f"{path}\0{stamp}\0".encode("utf-8", "surrogateescape"), digest_size=16)
    seal.update(digest)
    seal.update(article)
    return seal.digest()


def _encode(article: Article) -> bytes:
    values = [getattr(article, name) for name in _FIELDS]
    return json.dumps(values, ensure_ascii=False, separators=(",", ":"), default=_plain).encode()


def _plain(value: object) -> object:
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, Image):
        return dataclasses.asdict(value)
    return value.value if isinstance(value, Enum) else value


def _decode(data: bytes) -> Article:
    values: dict[str, Any] = dict(zip(_FIELDS, json.loads(data), strict=True))
    for name in _TIMES:
        if values[name] is not None:
            values[name] = datetime.fromisoformat(values[name])
    for name in _LISTS:
        values[name] = tuple(values[name])
    values["images"] = tuple(Image(**image) for image in values["images"])
    values["label"] = Label(values["label"])
    if values["dated_by"] is not None:
        values["dated_by"] = DatedBy(values["dated_by"])
    # a site has a few hundred sources and a handful of languages: one string of each will do
    values["source"] = SourceId(sys.intern(values["source"]))
    values["language"] = sys.intern(values["language"])
    return Article(**values)


_FIELDS: Final = tuple(field.name for field in dataclasses.fields(Article))
_TIMES: Final = ("published", "retrieved", "updated")
_LISTS: Final = ("authors", "credit", "cites", "topics", "see_also", "cut")
