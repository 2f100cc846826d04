"""How an ingest is asked for, how far it is, and what it has done."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from generator.diagnostics import Problem
from generator.ingest.documents import Document
from generator.model.boilerplate import LearnedLine
from generator.model.ids import ArticleId, SourceId

Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class IngestOptions:
    """How to ingest: a reader by name, the time the pages were captured, the publisher of what names none,
    whether to write at all, and how many processes read (None: one for each core)."""

    reader: str | None = None
    captured: datetime | None = None
    source: str | None = None
    dry_run: bool = False
    jobs: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class IngestReport:
    """What was done, in order of id; `skipped` are older or double versions of articles that are there."""

    added: tuple[ArticleId, ...] = ()
    updated: tuple[ArticleId, ...] = ()
    unchanged: tuple[ArticleId, ...] = ()
    skipped: tuple[ArticleId, ...] = ()
    new_sources: tuple[SourceId, ...] = ()
    more_feeds: tuple[SourceId, ...] = ()  # sources that were there, and have feeds now that they had not
    learned: tuple[tuple[SourceId, LearnedLine], ...] = ()  # lines that recur, and are cut from now on
    problems: tuple[Problem, ...] = ()


@dataclass(slots=True)
class Meter:
    """How far an ingest is: items, of what they will be."""

    progress: Progress
    files: int
    done: int = 0
    files_before: int = 0  # the file at hand
    done_before: int = 0
    at: Path | None = None

    def document(self, document: Document) -> None:
        """A document has come; those of one file come one after another."""
        if self.at is not None and document.path != self.at:
            self.files_before, self.done_before = self.files_before + 1, self.done
        self.at = document.path

    def items(self, more: int) -> None:
        """So many more items are done."""
        self.done += more
        of = round(self.done_before * self.files / self.files_before) if self.files_before else 0
        self.progress(self.done, max(of, self.done) if of else 0)
