"""What is known of the pages that stand in site/: a cache, which tells a build what it may leave out."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from generator.cache_file import open_cache

# A row of `file` for each file of build/docs: `stamp` and `hash` are of its bytes, `output` is where its page
# stands in site/. `link` has a row for each file that it links to, and for each anchor there; an anchor is ''
# when the page as a whole is meant. `output` has the hash and the stamp of every file of site/.
_TABLES: Final = """
CREATE TABLE setting (key TEXT NOT NULL);
CREATE TABLE file (
  id INTEGER PRIMARY KEY, path TEXT NOT NULL UNIQUE, stamp TEXT NOT NULL, hash BLOB NOT NULL,
  output TEXT NOT NULL, anchors TEXT NOT NULL, reads INTEGER NOT NULL
);
CREATE TABLE link (
  file INTEGER NOT NULL, target INTEGER NOT NULL, anchor TEXT NOT NULL, PRIMARY KEY (file, target, anchor)
) WITHOUT ROWID;
CREATE INDEX link_target ON link (target);
CREATE TABLE output (path TEXT PRIMARY KEY, stamp TEXT NOT NULL, hash BLOB NOT NULL) WITHOUT ROWID;
"""
_VERSION: Final = "site 1"
_AT_A_TIME: Final = 500  # values in a statement; SQLite's own limit was 999 for long


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """A file of build/docs as it was built; `reads` when its page looks at more than itself."""

    path: str
    stamp: str
    hash: bytes
    output: str
    reads: bool = False
    anchors: frozenset[str] = frozenset()
    links: frozenset[str] = frozenset()
    places: frozenset[tuple[str, str]] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Output:
    """A file of site/."""

    stamp: str
    hash: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Changes:
    """What a build did to the site: everything else stands as it was."""

    key: str
    sources: Sequence[Source]
    sources_gone: Iterable[str]
    outputs: Mapping[str, Output]
    outputs_gone: Iterable[str]
    stamps: Mapping[str, str]  # of files of build/docs with the bytes they had


class ManifestLostError(Exception):
    """The manifest broke while it was read: forget it, and begin again with nothing known."""


class Manifest:
    """The cache at `path`. Where there is no place for it nothing is ever known; reading raises
    ManifestLostError."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._connection = open_cache(path, _TABLES, _VERSION)

    def __enter__(self) -> Manifest:
        return self

    def __exit__(self, *_: object) -> None:
        self._close()

    def key(self) -> str:
        """The hash of what all pages share; empty when nothing is known."""
        rows = self._ask("SELECT key FROM setting")
        return str(rows[0][0]) if rows else ""

    def sources(self) -> dict[str, Source]:
        """Every file of the last build by path, without its anchors and links."""
        rows = self._ask("SELECT path, stamp, hash, output, reads FROM file")
        return {
            path: Source(path=path, stamp=stamp, hash=hash_, output=output, reads=bool(reads))
            for path, stamp, hash_, output, reads in rows
        }

    def outputs(self) -> dict[str, Output]:
        """Every file of the site by path."""
        rows = self._ask("SELECT path, stamp, hash FROM output")
        return {path: Output(stamp=stamp, hash=hash_) for path, stamp, hash_ in rows}

    def anchors(self, paths: Iterable[str]) -> dict[str, frozenset[str]]:
        """The anchors of these pages."""
        rows = self._ask_about("SELECT path, anchors FROM file WHERE path IN ({})", paths)
        return {path: frozenset(json.loads(anchors)) for path, anchors in rows}

    def linking_to(self, paths: Iterable[str]) -> list[tuple[str, str, str]]:
        """Each link to one of `paths`: whose it is, its target and its anchor."""
        statement = """
          SELECT source.path, target.path, link.anchor FROM file AS target
          JOIN link ON link.target = target.id JOIN file AS source ON source.id = link.file
          WHERE target.path IN ({})
        """
        return [(source, target, anchor) for source, target, anchor in self._ask_about(statement, paths)]

    def write(self, changes: Changes) -> None:
        """Take down what a build did, all of it or nothing.

        When it cannot be written, what stands there is still true of the files that have not changed since:
        the next build sees which those are by their bytes.
        """
        if self._connection is None:
            return
        with suppress(sqlite3.Error), self._connection:
            _write(self._connection, changes)

    def forget(self) -> None:
        """Know nothing of the site from now on."""
        self._close()
        with suppress(OSError):
            for leftover in (self._path, Path(f"{self._path}-journal")):
                leftover.unlink(missing_ok=True)
        self._connection = open_cache(self._path, _TABLES, _VERSION)

    def _ask(self, statement: str, values: Sequence[str] = ()) -> list[tuple[Any, ...]]:
        if self._connection is None:
            return []
        try:
            return self._connection.execute(statement, values).fetchall()
        except sqlite3.Error as error:
            raise ManifestLostError from error

    def _ask_about(self, statement: str, paths: Iterable[str]) -> Iterator[tuple[Any, ...]]:
        wanted = sorted(set(paths))
        for start in range(0, len(wanted), _AT_A_TIME):
            part = wanted[start : start + _AT_A_TIME]
            yield from self._ask(statement.format(", ".join("?" * len(part))), part)

    def _close(self) -> None:
        if self._connection is not None:
            self._connection.close()
            self._connection = None


def _write(connection: sqlite3.Connection, changes: Changes) -> None:
    execute, many = connection.execute, connection.executemany
    execute("DELETE FROM setting")
    execute("INSERT INTO setting VALUES (?)", (changes.key,))
    gone = [(path,) for path in changes.sources_gone]
    built = [(source.path,) for source in changes.sources]
    many("DELETE FROM link WHERE file = (SELECT id FROM file WHERE path = ?)", gone + built)
    many("DELETE FROM file WHERE path = ?", gone)
    many(
        """
        INSERT INTO file (path, stamp, hash, output, anchors, reads) VALUES (?, ?, ?, ?, ?, ?)
        ON CONFLICT (path) DO UPDATE SET stamp = excluded.stamp, hash = excluded.hash,
          output = excluded.output, anchors = excluded.anchors, reads = excluded.reads
        """,
        [
            (s.path, s.stamp, s.hash, s.output, json.dumps(sorted(s.anchors)), s.reads)
            for s in changes.sources
        ],
    )
    many(
        "UPDATE file SET stamp = ? WHERE path = ?", [(stamp, path) for path, stamp in changes.stamps.items()]
    )
    ids = dict(execute("SELECT path, id FROM file"))
    many(
        "INSERT INTO link VALUES (?, ?, ?)",
        sorted(
            (ids[source.path], ids[target], anchor)
            for source in changes.sources
            for target, anchor in source.places | {(target, "") for target in source.links}
            if target in ids
        ),
    )
    many("DELETE FROM output WHERE path = ?", [(path,) for path in changes.outputs_gone])
    many(
        "REPLACE INTO output VALUES (?, ?, ?)",
        [(path, output.stamp, output.hash) for path, output in changes.outputs.items()],
    )
