"""A publisher and what it lets us do with its words."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from enum import Enum
from typing import Final

from generator.diagnostics import Position
from generator.model.ids import SourceId


class SourceKind(Enum):
    """What a source is."""

    NEWSPAPER = "newspaper"
    WIRE = "wire"
    BROADCASTER = "broadcaster"
    MAGAZINE = "magazine"
    JOURNAL = "journal"
    GOVERNMENT = "government"
    COMPANY = "company"
    ORGANISATION = "organisation"
    BLOG = "blog"
    AGGREGATOR = "aggregator"
    PRESS_RELEASE_WIRE = "press-release-wire"
    UNKNOWN = "unknown"


_CAREFUL_CHARS: Final = 200  # of one article, where a source says nothing else


@dataclass(frozen=True, slots=True, kw_only=True)
class Rights:
    """What may be published of a source's articles; lengths are in characters, for each article."""

    excerpt_chars: int = _CAREFUL_CHARS
    full_text: bool = False
    images: bool = False
    link_only: bool = False
    licence: str | None = None
    terms: str | None = None
    attribution_text: str | None = None
    mining_reserved: bool = True
    fetch_articles: bool = False
    valid_from: date | None = None
    valid_until: date | None = None

    def in_force(self, day: date) -> Rights:
        """What holds on `day`: these rights within their dates; the careful default outside them, which has
        no dates."""
        begun = self.valid_from is None or self.valid_from <= day
        ended = self.valid_until is not None and self.valid_until < day
        if begun and not ended:
            return self
        return Rights(
            excerpt_chars=min(self.excerpt_chars, _CAREFUL_CHARS),
            link_only=self.link_only,
            terms=self.terms,
            attribution_text=self.attribution_text,
        )

    @property
    def quotable(self) -> int | None:
        """How many characters of one article may be published anywhere; None is all of it."""
        if self.link_only:
            return 0
        return None if self.full_text else self.excerpt_chars


@dataclass(frozen=True, slots=True, kw_only=True)
class Feed:
    """A feed of a source. `title` is what a list of feeds calls it, where that is not the source's name;
    `folders` are those it lay in there, the outer ones first: 'News/Europe'. `moved_to` is where its server
    says that it is from now on."""

    url: str
    title: str | None = None
    folders: tuple[str, ...] = ()
    moved_to: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """One publisher of sources.yml."""

    id: SourceId
    name: str
    homepage: str | None = None
    domains: tuple[str, ...] = ()
    country: str | None = None
    language: str | None = None
    timezone: str | None = None
    kind: SourceKind = SourceKind.UNKNOWN
    aliases: tuple[str, ...] = ()
    credits: tuple[str, ...] = ()
    owner: str | None = None
    paywall: bool = False
    state_media: bool = False
    keep_lines: tuple[str, ...] = ()
    feeds: tuple[Feed, ...] = ()
    rights: Rights = field(default_factory=Rights)

    @property
    def names(self) -> tuple[str, ...]:
        """Every name it answers to, its own first."""
        return (self.name, *self.aliases, *self.credits)


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceDraft:
    """A publisher's feed as a list of feeds (OPML) names it: not yet a source, perhaps one that is known."""

    origin: Position
    name: str
    feed: Feed
    homepage: str | None = None
    language: str | None = None
