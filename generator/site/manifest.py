"""What is known of the pages that stand in site/: a cache, which tells a build what it may leave out."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from enum import Enum
from functools import partial
from pathlib import Path
from typing import Any, Final

from generator.cache_file import open_cache

# A row of `file` for each file of build/docs: `stamp` and `hash` are of its bytes, `output` is where its page
# stands in site/. `page` has what only a page has. `link` has a row for each file that it links to, and for
# each anchor there; an anchor is '' when the page as a whole is meant. `output` has the stamp and the hash of
# every file of site/; `own` are those that come of no file of build/docs.
_TABLES: Final = """
CREATE TABLE setting (key TEXT NOT NULL, state TEXT NOT NULL);
CREATE TABLE file (
  id INTEGER PRIMARY KEY, path TEXT NOT NULL UNIQUE, stamp INTEGER NOT NULL, hash BLOB NOT NULL,
  output TEXT NOT NULL, reads INTEGER NOT NULL
);
CREATE INDEX file_output ON file (output);
CREATE INDEX file_reads ON file (path) WHERE reads;
CREATE TABLE page (file INTEGER PRIMARY KEY, anchors TEXT NOT NULL);
CREATE TABLE link (
  file INTEGER NOT NULL, target INTEGER NOT NULL, anchor TEXT NOT NULL, PRIMARY KEY (file, target, anchor)
) WITHOUT ROWID;
CREATE INDEX link_target ON link (target);
CREATE TABLE output (
  path TEXT PRIMARY KEY, stamp INTEGER NOT NULL, hash BLOB NOT NULL, own INTEGER NOT NULL
) WITHOUT ROWID;
CREATE INDEX output_own ON output (path) WHERE own;
"""
_VERSION: Final = "site 2"
_AT_A_TIME: Final = 500  # values in a statement; SQLite's own limit was 999 for long


class Table(Enum):
    """Of which folder the files are meant."""

    FILE = "file"  # build/docs
    OUTPUT = "output"  # site/


@dataclass(frozen=True, slots=True)
class Known:
    """A file by the `stamp` that its entry in its folder had, and the hash of its bytes."""

    stamp: int
    hash: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """A file of build/docs as it was built; `reads` when its page looks at more than itself."""

    path: str
    known: Known
    output: str
    reads: bool
    anchors: frozenset[str]
    links: frozenset[str]
    places: frozenset[tuple[str, str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Changes:
    """What a build did to the site, which is then in the state that is called `state`: everything else stands
    as it was. `own` are those of `outputs` that come of no source; `stamps` are of files that have the bytes
    they had."""

    key: str
    state: str
    sources: Sequence[Source]
    sources_gone: Iterable[str]
    outputs: Mapping[str, Known]
    own: Collection[str]
    outputs_gone: Iterable[str]
    stamps: Mapping[Table, Mapping[str, int]]


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

    def state(self) -> str:
        """What the state of the site is called: no two have the same name. Empty when nothing is known."""
        rows = self._ask("SELECT state FROM setting")
        return str(rows[0][0]) if rows else ""

    def files(self, table: Table) -> tuple[dict[str, int], Callable[[Iterable[str]], dict[str, Known]]]:
        """The stamp of every file by path, and whom to ask for what else is known: there are hundreds of
        thousands."""
        statement = f"SELECT path, stamp FROM {table.value}"  # noqa: S608 -- our own words
        try:
            stamps = dict(self._connection.execute(statement)) if self._connection else {}
        except sqlite3.Error as error:
            raise ManifestLostError from error
        return stamps, partial(self.known, table)

    def known(self, table: Table, paths: Iterable[str]) -> dict[str, Known]:
        """What is known of these files."""
        statement = f"SELECT path, stamp, hash FROM {table.value} WHERE path IN ({{}})"  # noqa: S608 -- our own words
        return {path: Known(stamp, hash_) for path, stamp, hash_ in self._ask_about(statement, paths)}

    def reading(self) -> set[str]:
        """The sources whose pages look at more than themselves."""
        return {path for (path,) in self._ask("SELECT path FROM file WHERE reads")}

    def outputs_of(self, sources: Iterable[str]) -> set[str]:
        """Where the pages of these stand."""
        rows = self._ask_about("SELECT output FROM file WHERE path IN ({})", sources)
        return {output for (output,) in rows if output}

    def sources_of(self, outputs: Iterable[str]) -> list[tuple[str, str]]:
        """Whose pages stand there, each with where."""
        rows = self._ask_about("SELECT path, output FROM file WHERE output IN ({})", outputs)
        return [(path, output) for path, output in rows]

    def own_outputs(self) -> set[str]:
        """The files of site/ that come of no source."""
        return {path for (path,) in self._ask("SELECT path FROM output WHERE own")}

    def anchors(self, paths: Iterable[str]) -> dict[str, frozenset[str]]:
        """The anchors of these pages."""
        statement = "SELECT path, anchors FROM file JOIN page ON page.file = file.id WHERE path IN ({})"
        rows = self._ask_about(statement, paths)
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
        for part in _parts(paths):
            yield from self._ask(statement.format(", ".join("?" * len(part))), part)

    def _close(self) -> None:
        if self._connection is not None:
            self._connection.close()
            self._connection = None


def _write(connection: sqlite3.Connection, changes: Changes) -> None:
    execute, many = connection.execute, connection.executemany
    execute("DELETE FROM setting")
    execute("INSERT INTO setting VALUES (?, ?)", (changes.key, changes.state))
    gone = [(path,) for path in changes.sources_gone]
    built = [(source.path,) for source in changes.sources]
    for table in ("link", "page"):
        delete = f"DELETE FROM {table} WHERE file = (SELECT id FROM file WHERE path = ?)"  # noqa: S608 -- our own words
        many(delete, gone + built)
    many("DELETE FROM file WHERE path = ?", gone)
    many(
        """
        INSERT INTO file (path, stamp, hash, output, reads) VALUES (?, ?, ?, ?, ?)
        ON CONFLICT (path) DO UPDATE SET stamp = excluded.stamp, hash = excluded.hash,
          output = excluded.output, reads = excluded.reads
        """,
        [(s.path, s.known.stamp, s.known.hash, s.output, s.reads) for s in changes.sources],
    )
    many(
        "INSERT INTO page SELECT id, ? FROM file WHERE path = ?",
        [(json.dumps(sorted(s.anchors)), s.path) for s in changes.sources if s.anchors],
    )
    ids = _ids(connection, changes.sources)
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
        "REPLACE INTO output VALUES (?, ?, ?, ?)",
        [(path, one.stamp, one.hash, path in changes.own) for path, one in changes.outputs.items()],
    )
    for kind, stamps in changes.stamps.items():
        update = f"UPDATE {kind.value} SET stamp = ? WHERE path = ?"  # noqa: S608 -- our own words
        many(update, [(stamp, path) for path, stamp in stamps.items()])


def _ids(connection: sqlite3.Connection, sources: Sequence[Source]) -> dict[str, int]:
    """The numbers of these files and of all that they link to, as far as it is there."""
    named = {source.path for source in sources}.union(
        *(source.links for source in sources),
        *({target for target, _ in source.places} for source in sources),
    )
    return {
        path: id_
        for part in _parts(named)
        for path, id_ in connection.execute(
            f"SELECT path, id FROM file WHERE path IN ({', '.join('?' * len(part))})",  # noqa: S608 -- our own words
            part,
        )
    }


def _parts(paths: Iterable[str]) -> Iterator[list[str]]:
    wanted = sorted(set(paths))
    return (wanted[start : start + _AT_A_TIME] for start in range(0, len(wanted), _AT_A_TIME))
