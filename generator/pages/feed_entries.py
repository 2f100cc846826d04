"""Lay out the entries of feeds: a story as an edition tells it in, a whole entry with its HTML out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import lru_cache, partial
from typing import Final
from urllib.parse import urlsplit

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup, escape

from generator.languages import Catalogue
from generator.model.edition import Correction, Edition, Entry
from generator.model.ids import EditionId, StoryId, digest_of
from generator.pages import paths
from generator.pages.edition_entries import Desk, StoryEntry
from generator.pages.escaping import one_line, safe_url
from generator.pages.lookups import Appearance
from generator.pages.parts import Quote
from generator.pages.site_index import SiteIndex
from generator.pages.words import Words

_LANGUAGES: Final = 8  # whose templates are kept at a time
_KEPT: Final = 2048  # entries at a time: each stands in the feeds of a site, a section, topics and sources


@dataclass(frozen=True, slots=True, kw_only=True)
class Author:
    """Who wrote what an entry quotes first; an outlet has an address."""

    name: str
    url: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedSource:
    """The outlet of an entry's headline, and its own feed."""

    name: str
    feed: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedEntry:
    """An entry of a feed. Addresses are whole; `html` is safe as it is, all else is text; times are aware.

    `url` is where our site says it for ever, `story` the story's page, `via` the publisher's. `tags` are ids
    of topics with their names.
    """

    id: str
    url: str
    story: str
    via: str | None
    title: str
    language: str
    authors: tuple[Author, ...]
    source: FeedSource | None
    published: datetime
    updated: datetime
    summary: str
    html: str
    section: tuple[str, str]
    tags: tuple[tuple[str, str], ...]


class FeedEntries:
    """Lays out entries, each once for all the feeds that have it, of a site at `url` (with its slash)."""

    def __init__(self, index: SiteIndex, url: str) -> None:
        self._index = index
        self._url = url
        self._authority = index.view.settings.digest.feeds.authority or urlsplit(url).hostname or "localhost"
        self._laid_out = lru_cache(maxsize=_KEPT)(self._lay_out)

    def of(self, telling: Appearance) -> FeedEntry:
        """The entry of a story in an edition."""
        return self._laid_out(telling.edition.id, telling.entry.story)()

    def corrections(self, most: int) -> list[FeedEntry]:
        """An entry for each correction, the newest first."""
        seen: Counter[str] = Counter()
        # From the oldest, so that of two that say the same the first keeps its id when there is a third.
        found = []
        for edition, entry, correction in reversed(self._index.whole.corrected):
            said = (correction.on.isoformat(), correction.text, correction.article or "", correction.of)
            key = digest_of("\n".join((edition.id, entry.story, *said)))
            seen[key] += 1
            again = f"-{seen[key]}" if seen[key] > 1 else ""
            found.append((edition, entry, correction, f"correction-{key}{again}"))
        return [self._correction(*one) for one in found[: -most - 1 : -1]]

    def _lay_out(self, edition: EditionId, story: StoryId) -> Callable[[], FeedEntry]:
        return self._index.once(lambda: self._entry(edition, story))

    def _entry(self, edition_id: EditionId, story: StoryId) -> FeedEntry:
        index = self._index
        edition = index.edition(edition_id)
        entry = next(one for one in edition.entries if one.story == story)
        lead = index.article(entry.headline_article)
        source = index.source(lead.source)
        told = Desk(index, edition, index.moment).story(entry)
        home = safe_url(source.homepage)
        feed = next(iter(source.feeds), None)
        published = min(index.article(member.article).when for member in entry.members)
        section = (entry.section, index.section_name(entry.section))
        return FeedEntry(
            id=self._id(edition, entry),
            url=self._place(edition, entry),
            story=paths.absolute(self._url, told.headline.path),
            via=safe_url(lead.url),
            title=one_line(entry.headline),
            language=index.language if entry.edited_headline else lead.language,
            authors=tuple(Author(name=name) for name in map(one_line, lead.authors) if name)
            or (Author(name=one_line(source.name) or source.id, url=home),),
            source=FeedSource(name=one_line(source.name), feed=feed.url) if feed else None,
            published=index.local(published),
            updated=self._updated(entry),
            summary=_summary(index.words, told),
            html=self._html("story", story=told),
            section=(section[0], one_line(section[1])),
            tags=tuple((t, one_line(index.topics[t].name)) for t in entry.topics if t in index.topics),
        )

    def _correction(self, edition: Edition, entry: Entry, correction: Correction, name: str) -> FeedEntry:
        index = self._index
        headline = one_line(entry.headline)
        when = self._midnight(correction.on)
        notice = index.notice(correction)
        return FeedEntry(
            id=f"{self._id(edition, entry)}/{name}",
            url=self._place(edition, entry),
            story=paths.absolute(self._url, paths.story_page(index.now(entry.story))),
            via=None,
            title=index.words.gettext("Corrected: %(headline)s", headline=headline),
            language=index.language,
            authors=(Author(name=one_line(index.view.about.name), url=self._url),),
            source=None,
            published=when,
            updated=when,
            summary=one_line(notice.text),
            html=self._html("correction", notice=notice),
            section=(entry.section, one_line(index.section_name(entry.section))),
            tags=(),
        )

    def _id(self, edition: Edition, entry: Entry) -> str:
        """A tag URI (RFC 4151) of what never changes: the day, and the story by the id that it had then."""
        return f"tag:{self._authority},{edition.first_day.isoformat()}:stories/{entry.story}"

    def _place(self, edition: Edition, entry: Entry) -> str:
        page = paths.at(paths.edition_page(edition.id), paths.story_anchor(entry.story))
        return paths.absolute(self._url, page)

    def _updated(self, entry: Entry) -> datetime:
        """The time of the newest report, or the day of the newest correction: a second later for each of that
        day, since all are news to whoever has the entry."""
        newest = max(self._index.article(member.article).when for member in entry.members)
        days = [correction.on for correction in entry.corrections]
        if days:
            told = self._midnight(max(days)) + timedelta(seconds=days.count(max(days)))
            newest = max(newest, told)
        return self._index.local(newest)

    def _midnight(self, day: date) -> datetime:
        return datetime.combine(day, time(), self._index.zone)

    def _html(self, name: str, **values: object) -> str:
        known = _templates(self._index.view.catalogue).get_template(f"feed_{name}.html.j2")
        return known.render(**values, at=self._at).strip()

    def _at(self, path: str) -> str:
        return paths.absolute(self._url, path)


def _summary(words: Words, told: StoryEntry) -> str:
    """The lines as plain text: `“It was cloudy.” (Aske Valley Herald)`."""
    outlets = {reference.number: reference.outlet.words.text for reference in told.evidence.references}
    return " ".join(_said(words, quote, outlets) for quote in told.evidence.quotes)


def _said(words: Words, quote: Quote, outlets: dict[int, str]) -> str:
    named = words.listed(list(dict.fromkeys(outlets[mark.number] for mark in quote.marks)))
    by = f" ({named})" if named else ""
    return one_line(f"{quote.opening}{quote.words.text}{quote.closing}{by}")


def _as_text(value: object) -> object:
    """A stranger's string as one line of characters that may stand in XML; escaping comes after."""
    return one_line(value) if isinstance(value, str) and not isinstance(value, Markup) else value


def _translated(catalogue: Catalogue, text: str, /, **values: object) -> Markup:
    said = escape(catalogue.gettext(text))
    return said % {name: _as_text(value) for name, value in values.items()} if values else said


@lru_cache(maxsize=_LANGUAGES)
def _templates(catalogue: Catalogue) -> Environment:
    made = Environment(
        loader=PackageLoader("generator.pages"),
        undefined=StrictUndefined,
        autoescape=True,
        finalize=_as_text,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters["trans"] = partial(_translated, catalogue)
    return made
