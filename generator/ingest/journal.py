"""What an ingest has finished, on disk, so that one that was killed goes on where it was.

A line a document, in the order they are read: since that order is the input's, the next run compares lines
with documents one by one and holds nothing. The journal is a cache: without it everything is read again, and
what comes out is the same.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from enum import Enum
from pathlib import Path
from typing import IO, Any

from generator.diagnostics import Position, Problem, Severity
from generator.model.ids import ArticleId, SourceId


class Outcome(Enum):
    """What became of an article."""

    ADDED = "added"
    UPDATED = "updated"
    UNCHANGED = "unchanged"
    SKIPPED = "skipped"


@dataclass(slots=True, kw_only=True)
class Entry:
    """What one document brought: articles with their outcome and version, those that are new or changed and
    may be cut (`fresh`), sources, feeds, problems, and how many items it had."""

    items: int = 0
    articles: list[tuple[ArticleId, Outcome, datetime]] = field(default_factory=list)
    sources: list[SourceId] = field(default_factory=list)
    feeds: list[SourceId] = field(default_factory=list)
    fresh: list[tuple[SourceId, ArticleId]] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


class Journal:
    """The journal at `path`, of runs that `fingerprint` tells alike; none where `path` is None."""

    def __init__(self, path: Path | None, fingerprint: str) -> None:
        self._path = path
        self._file: IO[bytes] | None = None
        self._replayed = False
        if path is not None:
            self._open(path, json.dumps(fingerprint).encode() + b"\n")

    def recall(self, key: str) -> Entry | None:
        """What the killed run noted of the document with this key, when it is the next that it noted."""
        if self._file is None or not self._replayed:
            return None
        start = self._file.tell()
        line = self._file.readline()
        entry = _decoded(line, key) if line.endswith(b"\n") else None
        if entry is None:
            self._file.seek(start)
            self.stop_recalling()
        return entry

    def stop_recalling(self) -> None:
        """From here on nothing that was noted holds."""
        if self._file is not None and self._replayed:
            self._replayed = False
            with suppress(OSError):
                self._file.truncate()

    def note(self, entries: Iterable[tuple[str, Entry]]) -> None:
        """Note documents that are finished, and whose articles are written."""
        if self._file is None:
            return
        lines = b"".join(_encoded(key, entry) for key, entry in entries)
        try:
            self._file.write(lines)
            self._file.flush()
        except OSError:  # a cache: without it a killed run costs more, and nothing else
            self.forget()

    def close(self) -> None:
        """Keep it for the next run."""
        if self._file is not None:
            self._file.close()
            self._file = None

    def forget(self) -> None:
        """All is done: the next run begins at the beginning."""
        if self._file is None or self._path is None:
            return
        self.close()
        with suppress(OSError):
            self._path.unlink()

    def _open(self, path: Path, head: bytes) -> None:
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            self._file = os.fdopen(os.open(path, os.O_RDWR | os.O_CREAT, 0o666), "r+b")
            self._replayed = self._file.readline() == head
            if not self._replayed:
                self._file.seek(0)
                self._file.truncate()
                self._file.write(head)
        except OSError:
            self._file = None


def _encoded(key: str, entry: Entry) -> bytes:
    value = {
        "document": key,
        "items": entry.items,
        "articles": [[name, outcome.value, version.isoformat()] for name, outcome, version in entry.articles],
        "sources": entry.sources,
        "feeds": entry.feeds,
        "fresh": entry.fresh,
        "problems": [_plain(problem) for problem in entry.problems],
    }
    return json.dumps(value, separators=(",", ":")).encode() + b"\n"


def _plain(problem: Problem) -> list[object]:
    place = problem.position
    return [
        problem.code,
        [place.path, place.line, place.col],
        problem.message,
        problem.remedy,
        problem.severity.value,
    ]


def _decoded(line: bytes, key: str) -> Entry | None:
    """The entry of a line, when it is of the document with this key."""
    try:
        value: dict[str, Any] = json.loads(line)
        if value["document"] != key:
            return None
        return Entry(
            items=value["items"],
            articles=[
                (ArticleId(name), Outcome(outcome), datetime.fromisoformat(version))
                for name, outcome, version in value["articles"]
            ],
            sources=[SourceId(name) for name in value["sources"]],
            feeds=[SourceId(name) for name in value["feeds"]],
            fresh=[(SourceId(source), ArticleId(name)) for source, name in value["fresh"]],
            problems=[_problem(*fields) for fields in value["problems"]],
        )
    except (ValueError, TypeError, KeyError, LookupError):  # broken on the disk, or of another version
        return None


def _problem(code: str, place: list[Any], message: str, remedy: str, severity: str) -> Problem:
    path, line, col = place
    return Problem(
        code=code,
        position=Position(path=path, line=line, col=col),
        message=message,
        remedy=remedy,
        severity=Severity(severity),
    )
