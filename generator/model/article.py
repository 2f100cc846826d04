"""An article, before and after cleaning: a draft as a reader saw it, an article as the library keeps it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import Enum

from generator.diagnostics import Position
from generator.model.ids import ArticleId, SourceId, TopicId, digest_of
from generator.model.image import Image


class Label(Enum):
    """What kind of text an article is (IPTC genre, narrowed to what a reader must be told)."""

    NEWS = "news"
    OPINION = "opinion"
    ANALYSIS = "analysis"
    LIVE = "live"
    PRESS_RELEASE = "press-release"
    SPONSORED = "sponsored"


class DatedBy(Enum):
    """Where an article's date came from."""

    PAGE = "page"
    FEED = "feed"
    AGE = "age"  # '28 minutes ago', reckoned from the time of capture
    URL = "url"
    TEXT = "text"
    CAPTURE = "capture"


@dataclass(frozen=True, slots=True, kw_only=True)
class Cancellation:
    """An item that its provider has canceled: what is known of it besides what it said."""

    origin: Position
    title: str
    external_id: str | None
    url: str | None
    source_name: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """One item as a reader found it: names are still names, not ids; text is not yet cleaned.

    `source_homepage` is an address of the publisher's own, which tells it where its name does not.
    `published` is aware or naive (then the source's zone applies); `published_text` is a date that the
    reader did not resolve ('28 minutes ago', '2025-08-17'), and so are `updated_text` and `retrieved_text`.
    `body` is paragraphs separated by one blank line. `categories` are what it is filed under where it came
    from, in words of there.
    """

    origin: Position
    title: str
    body: str
    reader: str
    url: str | None = None
    source_name: str | None = None
    source_homepage: str | None = None
    published: datetime | None = None
    published_text: str | None = None
    updated: datetime | None = None
    updated_text: str | None = None
    retrieved: datetime | None = None
    retrieved_text: str | None = None
    dated_by: DatedBy | None = None
    authors: tuple[str, ...] = ()
    credit_names: tuple[str, ...] = ()
    via_name: str | None = None
    cites_names: tuple[str, ...] = ()
    dateline: str | None = None
    label: Label | None = None
    language: str | None = None
    topics: tuple[TopicId, ...] = ()
    categories: tuple[str, ...] = ()
    see_also: tuple[str, ...] = ()
    external_id: str | None = None
    excerpt_only: bool = False
    licence: str | None = None
    copyright_notice: str | None = None
    paywalled: bool = False
    images: tuple[Image, ...] = ()  # as they are named there, not yet cleaned
    article: Article | None = None  # the very article, where the item comes from our own export
    one_line: bool = False  # the page lost its line breaks: the body is one run of sentences


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """A cleaned article: the truth of the site. Datetimes are aware; at least one of `published` and
    `retrieved` is there; `body` is paragraphs separated by one blank line, without markup."""

    id: ArticleId
    title: str
    body: str
    source: SourceId
    published: datetime | None = None
    retrieved: datetime | None = None
    updated: datetime | None = None
    dated_by: DatedBy | None = None
    url: str | None = None
    authors: tuple[str, ...] = ()
    credit: tuple[SourceId, ...] = ()
    via: SourceId | None = None
    cites: tuple[SourceId, ...] = ()
    dateline: str | None = None
    label: Label = Label.NEWS
    language: str = "en"
    topics: tuple[TopicId, ...] = ()
    see_also: tuple[str, ...] = ()
    cut: tuple[str, ...] = ()
    external_id: str | None = None
    excerpt_only: bool = False
    licence: str | None = None
    copyright_notice: str | None = None
    paywalled: bool = False
    images: tuple[Image, ...] = ()

    @property
    def when(self) -> datetime:
        """The time the article counts from: published, or when it was first seen."""
        moment = self.published or self.retrieved
        if moment is None:
            raise ValueError(f"article {self.id} has neither a published nor a retrieved time")
        return moment

    @property
    def content_hash(self) -> str:
        """What records hold an article by: a hash of its title and body."""
        return digest_of(f"{self.title}\n\n{self.body}")
