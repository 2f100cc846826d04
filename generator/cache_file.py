"""A file that may be deleted at any time: SQLite, or nothing where that cannot be."""

from __future__ import annotations

import hashlib
import sqlite3
import sys
import unicodedata
from contextlib import closing
from importlib import resources
from pathlib import Path
from typing import Final

_APPLICATION: Final = 0x44464C44  # 'DFLD', in SQLite's header
_BUSY_SECONDS: Final = 2.0
# Another process holds it, or the disk refuses: leave the file alone and go without.
_NOT_OURS_TO_MEND: Final = frozenset(
    {
        sqlite3.SQLITE_BUSY,
        sqlite3.SQLITE_LOCKED,
        sqlite3.SQLITE_READONLY,
        sqlite3.SQLITE_FULL,
        sqlite3.SQLITE_IOERR,
        sqlite3.SQLITE_CANTOPEN,
        sqlite3.SQLITE_PERM,
    }
)
_VERSION: Final = "CREATE TABLE version (made_by TEXT NOT NULL);"


def open_cache(path: Path, tables: str, version: str) -> sqlite3.Connection | None:
    """The cache at `path`, new where it was broken, foreign or of another version; None if it cannot be.

    `tables` are the statements that make it.
    """
    for _ in range(2):
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            return _open(path, tables, version)
        except sqlite3.Error as error:
            if getattr(error, "sqlite_errorcode", None) in _NOT_OURS_TO_MEND:
                return None
        except OSError:
            return None
        if not _remove(path):
            return None
    return None


def rows_in(path: Path, table: str, version: str) -> int | None:
    """How many rows the `table` of the cache at `path` has; None where there is none that is whole and of
    this version. Nothing is written."""
    try:
        with closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)) as connection:
            (application,) = connection.execute("PRAGMA application_id").fetchone()
            versions = connection.execute("SELECT made_by FROM version").fetchall()
            if application != _APPLICATION or versions != [(version,)]:
                return None
            return int(connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0])  # noqa: S608 -- our word
    except sqlite3.Error:
        return None


def code_of(*packages: str) -> bytes:
    """A hash of the files of these packages, without those of packages within: what was made by other code is
    stale."""
    whole = hashlib.blake2b(f"{sys.version} {unicodedata.unidata_version}".encode(), digest_size=16)
    for package in packages:
        for file in sorted(resources.files(package).iterdir(), key=lambda file: file.name):
            if file.is_file():
                data = file.read_bytes()
                whole.update(f"{package} {file.name} {len(data)}\0".encode() + data)
    return whole.digest()


def compact(path: Path) -> None:
    """Leave nothing in the cache at `path` of what was deleted from it; one that cannot be is removed.

    SQLite overwrites what it deletes, but not where it has moved a row from within a page.
    """
    try:
        with closing(sqlite3.connect(path, timeout=_BUSY_SECONDS)) as connection:
            connection.execute("VACUUM")
    except sqlite3.Error:
        _remove(path)


def _open(path: Path, tables: str, version: str) -> sqlite3.Connection:
    connection = sqlite3.connect(path, timeout=_BUSY_SECONDS)
    try:
        connection.execute("PRAGMA trusted_schema = OFF")
        connection.execute("PRAGMA synchronous = OFF")  # a cache: what a power cut breaks is made anew
        connection.execute("PRAGMA secure_delete = ON")  # what was taken down is not left in free pages
        _prepare(connection, tables, version)
    except BaseException:  # whatever it was, the file must not stay open; it is raised again
        connection.close()
        raise
    return connection


def _prepare(connection: sqlite3.Connection, tables: str, version: str) -> None:
    """Make the tables of a new file. Raises sqlite3.DatabaseError when the file has anything else."""
    (application,) = connection.execute("PRAGMA application_id").fetchone()
    (objects,) = connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
    if application == 0 and objects == 0:
        connection.executescript(f"{_VERSION}{tables}")
        connection.execute(f"PRAGMA application_id = {_APPLICATION}")
        with connection:
            connection.execute("INSERT INTO version VALUES (?)", (version,))
    elif application != _APPLICATION or connection.execute("SELECT made_by FROM version").fetchall() != [
        (version,)
    ]:
        raise sqlite3.DatabaseError("not a cache of this version")


def _remove(path: Path) -> bool:
    try:
        for leftover in (path, Path(f"{path}-journal"), Path(f"{path}-wal"), Path(f"{path}-shm")):
            leftover.unlink(missing_ok=True)
    except OSError:
        return False
    return True
