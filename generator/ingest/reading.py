"""A document in, what it holds out: drafts, feeds of a list, cancellations, problems. Never an exception.

Whatever a page does to a reader, it costs only itself: what takes too much time or memory, and what makes a
reader fail, is told as a problem of that document, and the next one is read.
"""

from __future__ import annotations

import traceback
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Final, TypeAlias, TypeVar

import generator
from generator.cleaning import Prepared, prepare
from generator.diagnostics import Position, Problem
from generator.ingest.documents import Document
from generator.ingest.limits import Limits, OutOfTime, timed, too_slow
from generator.model.article import Cancellation, Draft
from generator.model.source import SourceDraft
from generator.readers import choose
from generator.readers.html import HtmlReader

Item: TypeAlias = Prepared | SourceDraft | Cancellation | Problem
_T = TypeVar("_T")
_PACKAGE: Final = Path(generator.__file__).parent


@dataclass(frozen=True, slots=True, kw_only=True)
class GivenUp:
    """The document, or what was left of it, was given up."""

    problem: Problem


def items(document: Document, limits: Limits) -> Iterator[Item]:
    """What a document holds. One of several pieces is read piece by piece when it was given up as a whole."""
    found: list[Item] = []
    pieces = document.pieces()
    for item in read(document, limits):
        if isinstance(item, GivenUp):
            if pieces:
                break
            yield item.problem
        elif pieces:
            found.append(item)
        else:
            yield item
    else:
        yield from found
        return
    for piece in pieces:
        yield from items(piece, limits)


def read(document: Document, limits: Limits) -> Iterator[Item | GivenUp]:
    """What a document holds; GivenUp at its end when there would have been more."""
    reading = _Reading(document, limits)
    while not reading.done:
        item = reading.attempt(reading.next_item, document.position())
        if isinstance(item, Draft):
            prepared = reading.attempt(partial(prepare, item), item.origin)
            yield prepared.problem if isinstance(prepared, GivenUp) else prepared
        elif isinstance(item, GivenUp):
            yield item
            return
        elif item is not None:
            yield item


@dataclass(slots=True)
class _Reading:
    document: Document
    limits: Limits
    source: Iterator[Draft | SourceDraft | Cancellation | Problem] | None = None
    done: bool = False

    def next_item(self) -> Draft | SourceDraft | Cancellation | Problem | None:
        if self.source is None:
            self.source = self._open()
        item = next(self.source, None)
        self.done = item is None
        part = self.document.part
        if part is None or part.url is None or not isinstance(item, Draft) or item.url is not None:
            return item
        if item.reader == HtmlReader.name:  # a feed's item lies elsewhere
            return replace(item, url=part.url)
        return item

    def attempt(self, step: Callable[[], _T], position: Position) -> _T | GivenUp:
        """What `step` gives, or that it was given up."""
        try:
            with timed(self.limits.seconds):
                return step()
        except OutOfTime:
            return GivenUp(problem=too_slow(position, self.limits))
        except MemoryError:
            return GivenUp(problem=too_big(position, self.limits))
        except Exception as error:  # noqa: BLE001 - a reader's own fault, or a third party's, is one page's loss
            return GivenUp(problem=failed(position, error))

    def _open(self) -> Iterator[Draft | SourceDraft | Cancellation | Problem]:
        raw = self.document.raw()
        if isinstance(raw, Problem):
            return iter([raw])
        reader = choose(raw, self.document.reader)
        return iter([reader]) if isinstance(reader, Problem) else iter(reader.read(raw))


def too_big(position: Position, limits: Limits) -> Problem:
    return _given_up(
        position,
        f"It took more than {limits.memory >> 20:,} MiB of memory.",
        "Take it away, or raise ingest.max_memory_mib in site_config/digest.yml.",
    )


def crashed(document: Document) -> Problem:
    return _given_up(
        document.position(),
        "The process that read it came to an end.",
        "Take it away; if its text is wanted, report it as a fault of Dayfold.",
    )


def failed(position: Position, error: Exception) -> Problem:
    place = traceback.extract_tb(error.__traceback__)[-1]
    path = Path(place.filename)
    where = path.relative_to(_PACKAGE.parent).as_posix() if path.is_relative_to(_PACKAGE) else path.name
    return _given_up(
        position,
        f"Its reader failed: {type(error).__name__}: {error} ({where}:{place.lineno}).",
        "Take it away; if its text is wanted, report it as a fault of the reader.",
    )


def _given_up(position: Position, message: str, remedy: str) -> Problem:
    return Problem(code="given-up", position=position, message=message, remedy=remedy)
