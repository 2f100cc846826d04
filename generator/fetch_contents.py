"""What a fetched feed holds, so far as fetching has to know it: counts and addresses, not the items."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime, tzinfo
from pathlib import Path
from typing import Final

from generator.cleaning import Prepared
from generator.cleaning.text import clean_line
from generator.diagnostics import Problem
from generator.ingest.documents import Document
from generator.ingest.limits import Limits, bounded
from generator.ingest.reading import Item, items
from generator.model.article import Draft
from generator.readers import Raw
from generator.readers.feed import FeedReader

_LONGEST_TITLE: Final = 120
_MOST_ANNOUNCED: Final = 1_000  # articles of a feed that are remembered in order to be fetched


@dataclass(slots=True)
class Contents:
    """A feed's items: how many, how many without a date, the newest date that does not lie ahead, and the
    addresses of those that are only announced. `title` is what the feed calls itself; `broken` says what is
    wrong."""

    items: int = 0
    undated: int = 0
    newest: datetime | None = None
    announced: list[str] = field(default_factory=list)
    title: str = ""
    broken: str | None = None
    addressed: int = 0  # items that have an address
    addresses: set[int] = field(default_factory=set)  # by hash

    @property
    def doubles(self) -> int:
        """Items that have the address of another."""
        return self.addressed - len(self.addresses)


def contents_of(url: str, body: bytes, limits: Limits, now: datetime, zone: tzinfo) -> Contents:
    """What the document at `url` holds, read within `limits`, item by item; dates without an offset are of
    `zone`."""
    raw = Raw(path=url, data=body, modified=now, url=url)
    found = Contents()
    if not FeedReader().accepts(raw):
        found.broken = "What stands there is no feed."
        return found
    document = Document(path=Path(url), name=url, reader=FeedReader.name, part=raw)
    try:
        with bounded(limits.memory):
            _look(found, items(document, limits), now, zone)
    except MemoryError:  # what could be counted is
        found.broken = f"It took more than {limits.memory >> 20:,} MiB of memory."
    return found


def _look(found: Contents, held: Iterable[Item], now: datetime, zone: tzinfo) -> None:
    for item in held:
        if isinstance(item, Prepared):
            _count(found, item.draft, now, zone)
        elif isinstance(item, Problem) and item.code != "nothing-found" and found.broken is None:
            found.broken = item.message


def _count(found: Contents, draft: Draft, now: datetime, zone: tzinfo) -> None:
    found.items += 1
    found.undated += draft.published is None and draft.published_text is None
    if not found.title and not draft.via_name:
        found.title = clean_line(draft.source_name or "")[:_LONGEST_TITLE]
    published = draft.published or _as_written(draft.published_text)
    if published is not None:
        aware = published if published.tzinfo else published.replace(tzinfo=zone)
        when = aware.astimezone(UTC)
        if when <= now and (found.newest is None or when > found.newest):
            found.newest = when
    if draft.url:
        found.addresses.add(hash(draft.url))
        found.addressed += 1
        if draft.excerpt_only and len(found.announced) < _MOST_ANNOUNCED:
            found.announced.append(draft.url)


def _as_written(text: str | None) -> datetime | None:
    """A date of RFC 3339, as JSON Feed has it."""
    try:
        return datetime.fromisoformat(text or "")
    except ValueError:
        return None
