"""The small values that templates print: passages in their language, links, times, quotations, references."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Anchor:
    """A span of a text that links lead to by `id`."""

    id: str
    start: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """Somebody's words. `language` is None when it is the site's own; `direction` is `rtl` or `ltr` where
    they run otherwise than the page; `anchors` are in order, and each ends before the next begins or holds it
    whole."""

    text: str
    language: str | None = None
    direction: str = ""
    anchors: tuple[Anchor, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """Words that lead to a page of the site: `path` is under the docs folder, with an anchor or without."""

    words: Passage
    path: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """A time or a day: as machines read it (ISO 8601) and as people say it."""

    iso: str
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """The number of a citation. `url` is the publisher's page at the quoted words; without one, the reader
    is led to our page of the article, `path`."""

    number: int
    outlet: str
    url: str | None
    path: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Quote:
    """One published line with the numbers of what it rests on; without quotation marks when it is not word
    for word. `by` says whose words it is then, and `reviewed` why it may say what its sources do not.
    `dates` say which days its words mean ('Monday: 17 Aug')."""

    words: Passage
    opening: str
    closing: str
    marks: tuple[Mark, ...]
    by: str = ""
    reviewed: str = ""
    dates: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Reference:
    """What a number stands for: outlet, title and time of an article, and where its words are; `attribution`
    is how its source asks to be credited."""

    number: int
    outlet: Link
    title: Passage
    opening: str
    closing: str
    when: Moment
    url: str | None
    attribution: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """Quotations, phrases that are quoted by themselves, and the references they rest on."""

    quotes: tuple[Quote, ...] = ()
    phrases: tuple[Quote, ...] = ()
    references: tuple[Reference, ...] = ()

    @property
    def based_on(self) -> tuple[str, ...]:
        """The publishers' pages that it rests on, each once, without the words that they are led to."""
        pages = (one.url.partition(":~:")[0].rstrip("#") for one in self.references if one.url)
        return tuple(dict.fromkeys(pages))


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """A correction as readers see it: when, what it says, and the words before and after."""

    when: Moment
    text: str
    before: Passage | None
    after: Passage | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A story on an edition's page, for machines: its headline, its anchor, its language, and the publishers'
    pages that it quotes."""

    headline: str
    anchor: str
    language: str
    based_on: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What a page tells machines, and the search about it; empty values are left out of the front matter.

    `day` sorts and bounds a search (ISO); `published` and `modified` carry offsets. `counts` says how many
    stand under a heading, by its anchor. `moved_to` is the address, under the site's own, that the page's
    readers are sent on to; `corrections` the texts of what was put right on it; `feed` the place of its feeds
    without what tells their formats, `card` of a picture for other sites; `based_on` the publishers' pages
    that it quotes, `parts` its stories.
    """

    kind: str
    area: str
    title: str
    rail: str = ""
    description: str = ""
    language: str = ""
    day: str = ""
    published: str = ""
    modified: str = ""
    url: str = ""
    sources: tuple[str, ...] = ()
    authors: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    section: str = ""
    counts: tuple[tuple[str, int], ...] = ()
    moved_to: str = ""
    corrections: tuple[str, ...] = ()
    feed: str = ""
    card: str = ""
    based_on: tuple[str, ...] = ()
    parts: tuple[Part, ...] = ()
    indexed: bool = False
