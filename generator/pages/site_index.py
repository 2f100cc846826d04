"""Look a site up: its plain values in, what a page needs of them out."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from functools import cached_property
from typing import TypeVar
from zoneinfo import ZoneInfo

from generator.languages import is_right_to_left, message
from generator.model.article import Article
from generator.model.edition import Citation, Correction, Edition, Line
from generator.model.ids import (
    UNKNOWN_SOURCE,
    ArticleId,
    EditionId,
    SectionId,
    SourceId,
    StoryId,
    TopicId,
    digest_of,
)
from generator.model.source import Source
from generator.model.story import Story
from generator.model.topic import Topic
from generator.pages import paths
from generator.pages.cited_passages import CitedPassages
from generator.pages.lookups import Appearance, Around, Lookups, Reach
from generator.pages.parts import Evidence, Link, Mark, Moment, Notice, Passage, Quote, Reference
from generator.pages.reading import WHOLE, Fact, Noted, Notes
from generator.pages.relative_days import dates_beside
from generator.pages.site_view import SiteView
from generator.pages.words import Words
from generator.pages.writing_systems import quotation_marks, runs_right_to_left, with_ellipsis
from generator.settings import DigestSettings

T = TypeVar("T")
Say = Callable[[datetime], Moment]  # how a page words a time


class SiteIndex:
    """A site, and what pages say of it. What is looked up is noted: it is what a page rests on.

    `view` is the site itself.
    """

    def __init__(self, site: SiteView, lookups: Lookups, notes: Notes) -> None:
        self._notes = notes
        self._lookups = lookups
        self.view = _noted(site, self._notes)
        self.zone = ZoneInfo(site.settings.digest.timezone)
        self.language = site.settings.digest.language
        self.words = Words(site.catalogue)
        self._own_language = self.language.partition("-")[0].lower()
        self._rtl = is_right_to_left(self.language)
        self._outlets: dict[SourceId, Passage] = {}
        self.cited = CitedPassages(self.view, self._lookups)

    # ---- values of the site

    def article(self, article: ArticleId) -> Article:
        return self.view.articles[article]

    def source(self, source: SourceId) -> Source:
        """The source, or one that bears its id for a name, should sources.yml have lost it."""
        known = self.view.settings.sources.get(source) or Source(id=source, name=source)
        if source == UNKNOWN_SOURCE and known.name == _UNKNOWN:
            return replace(known, name=self.words.gettext(_UNKNOWN))
        return known

    def source_of(self, article: ArticleId) -> Source:
        return self.source(self.view.articles[article].source)

    @property
    def topics(self) -> Mapping[TopicId, Topic]:
        return self.view.settings.topics

    def section_name(self, section: SectionId) -> str:
        """The heading of a section; of one that digest.yml no longer has, its id."""
        return self._section_names.get(section, section)

    @property
    def whole(self) -> Lookups:
        """Everything at once: a page that looks at it is made anew each time."""
        self._notes.note(*WHOLE)
        return self._lookups

    def once(self, reckon: Callable[[], T]) -> Callable[[], T]:
        """`reckon`, run when it is first called alone; what it looked up is noted at each call."""
        kept: list[tuple[T, tuple[Fact, ...]]] = []

        def call() -> T:
            if not kept:
                before = self._notes.take()
                kept.append((reckon(), self._notes.take()))
                self._notes.add(before)
            value, facts = kept[0]
            self._notes.add(facts)
            return value

        return call

    # ---- editions

    def edition(self, edition: EditionId) -> Edition:
        self._notes.note("edition", edition)
        return self._lookups.edition[edition]

    def has_edition(self, edition: EditionId) -> bool:
        self._notes.note("edition", edition)
        return edition in self._lookups.edition

    def around(self, edition: EditionId) -> Around:
        """What stands around an edition."""
        self._notes.note("edition", edition)
        return self._lookups.around[edition]

    def anchor_in(self, edition: EditionId, story: StoryId) -> str:
        """Where an edition has a story, by the id that it had then; empty when the edition has it no more."""
        self._notes.note("edition", edition)
        return self._lookups.anchors.get((edition, self.now(story)), "")

    def tellings(self, feed: str) -> Sequence[Appearance]:
        """What a feed has (Lookups.tellings says by which names), the newest edition first."""
        self._notes.note("tellings", feed)
        return self._lookups.tellings.get(feed, ())

    # ---- stories

    def now(self, story: StoryId) -> StoryId:
        """What has become of a story: itself, or the one that it is a part of."""
        return self.view.moved.get(story, story)

    def headline(self, story: StoryId) -> Passage:
        """The newest headline that an edition gave the story, else its first article's title."""
        if found := self.appearances.get(story):
            entry = found[-1].entry
            return self.passage(entry.headline, self.article(entry.headline_article).language)
        return self.title(self.view.stories[story].articles[0])

    def story_link(self, story: StoryId) -> Link:
        now = self.now(story)
        return Link(words=self.headline(now), path=paths.story_page(now))

    def reach(self, story: StoryId) -> Reach:
        self._notes.note("story", story)
        return self._lookups.reach(story)

    @cached_property
    def appearances(self) -> Mapping[StoryId, Sequence[Appearance]]:
        """The daily editions that have a story, oldest first."""
        return Noted("story", self._lookups.appearances, self._notes)

    # ---- topics and sources, and what is filed under them

    def stories_of(self, topic: TopicId, year: int | None = None) -> Sequence[Story]:
        """The stories of a topic and of those below it, newest first; of a year, those that were last
        reported in it."""
        self._notes.note("stories", topic if year is None else f"{topic} {year}")
        found = self._lookups.stories_of(topic, year)
        for story in found:
            self._notes.note("story", story.id)
        return found

    def articles_of(self, source: SourceId, year: int | None = None) -> Sequence[Article]:
        """The articles of a source, or those of a year, newest first."""
        self._notes.note("articles", source if year is None else f"{source} {year}")
        found = self._lookups.articles_of(source, year)
        for article in found:
            self._notes.note("article", article.id)
        return found

    def years_of_topic(self, topic: TopicId) -> Sequence[int]:
        """The years in which stories of a topic were last reported, newest first."""
        self._notes.note("years", f"stories {topic}")
        return self._lookups.years_of_topic(topic)

    def years_of_source(self, source: SourceId) -> Sequence[int]:
        """The years that have an article of a source, newest first."""
        self._notes.note("years", f"articles {source}")
        return self._lookups.years_of_source(source)

    def narrower(self, topic: TopicId) -> Sequence[TopicId]:
        """The topics right below a topic."""
        self._notes.note("topic", topic)
        return self._lookups.narrower.get(topic, ())

    # ---- articles

    @cached_property
    def carried_in(self) -> Mapping[ArticleId, Appearance]:
        """Where a daily edition carries an article, among a story's sources."""
        return Noted("article", self._lookups.carried_in, self._notes)

    @cached_property
    def copies_of(self) -> Mapping[ArticleId, Sequence[ArticleId]]:
        """The articles that were copied or rewritten from an article."""
        return Noted("article", self._lookups.copies_of, self._notes)

    # ---- passages, links and times

    def passage(self, text: str, language: str) -> Passage:
        """Somebody's words; their language stays unsaid when it is the site's."""
        if language.partition("-")[0].lower() == self._own_language:
            return Passage(text=text)
        return Passage(
            text=text, language=language, direction=self._direction(rtl=is_right_to_left(language))
        )

    def title(self, article: ArticleId) -> Passage:
        known = self.view.articles[article]
        return self.passage(known.title, known.language)

    def outlet(self, source: SourceId) -> Passage:
        """A source's name. Its language matters to a reader only in a script of its own."""
        known = self.source(source)  # each time, so that the look is noted
        if source not in self._outlets:
            rtl = runs_right_to_left(known.name)
            self._outlets[source] = Passage(
                text=known.name,
                language=known.language if rtl else None,
                direction=self._direction(rtl=rtl),
            )
        return self._outlets[source]

    def _direction(self, *, rtl: bool) -> str:
        """The direction of words that run from right to left, or do not; empty where the page does, too."""
        return "" if rtl == self._rtl else "rtl" if rtl else "ltr"

    def source_link(self, source: SourceId) -> Link:
        return Link(words=self.outlet(source), path=paths.source_page(source))

    def report_link(self, article: ArticleId) -> Link:
        """An outlet's name that leads to our page of its article."""
        return Link(words=self.outlet(self.view.articles[article].source), path=paths.article_page(article))

    def article_link(self, article: ArticleId) -> Link:
        return Link(words=self.title(article), path=paths.article_page(article))

    def topic_links(self, topics: Iterable[TopicId]) -> tuple[Link, ...]:
        return tuple(self.topic_link(topic) for topic in topics if topic in self.topics)

    def topic_link(self, topic: TopicId) -> Link:
        name = self.topics[topic].name
        direction = self._direction(rtl=runs_right_to_left(name))
        return Link(words=Passage(text=name, direction=direction), path=paths.topic_page(topic))

    def edition_link(self, edition: EditionId, text: str, anchor: str = "") -> Link:
        path = paths.edition_page(edition)
        return Link(words=Passage(text=text), path=paths.at(path, anchor) if anchor else path)

    def card(self, page: str) -> str:
        """Where the picture stands by which other sites show a link to `page`; empty where none is made."""
        return paths.card_picture_of(page) if self.view.settings.digest.cards.make else ""

    def local(self, when: datetime) -> datetime:
        return when.astimezone(self.zone)

    def day(self, article: ArticleId) -> date:
        return self.view.articles[article].when.astimezone(self.zone).date()

    def moment(self, when: datetime) -> Moment:
        """A time by itself: `Sunday 9 August 2026, 16:20 UTC`."""
        here = when.astimezone(self.zone)
        return _moment(here, self.words.day_and_clock(here))

    def moment_in(self, year: int, when: datetime) -> Moment:
        """A time on a page about `year`: `9 Aug 16:20 UTC`."""
        here = when.astimezone(self.zone)
        return _moment(here, f"{self.words.brief_day(here.date(), year)} {self.words.clock(here)}")

    def moment_near(self, day: date, when: datetime) -> Moment:
        """A time on a page about `day`: `05:50 UTC`; of the days around it `Sun 17:05 UTC`."""
        here = when.astimezone(self.zone)
        distance = abs((day - here.date()).days)
        if distance == 0:
            return _moment(here, self.words.clock(here))
        if distance <= _NEAR:
            return _moment(here, f"{self.words.weekday_short(here.date())} {self.words.clock(here)}")
        return self.moment_in(day.year, when)

    def day_moment(self, day: date, text: str) -> Moment:
        return Moment(iso=day.isoformat(), words=text)

    def notice(self, correction: Correction) -> Notice:
        """A correction in words: ours says itself what was wrong."""
        text, language = correction.text, self.language
        if correction.article is not None and correction.article in self.view.articles:
            source = self.source_of(correction.article)
            language = self.article(correction.article).language
            followed = bool(correction.after)
            if correction.withdrawn:
                text = self.words.gettext(
                    "%(source)s allows less of its text to be quoted since; more of it stood here.",
                    source=source.name,
                )
            else:
                text = (
                    self.words.gettext(
                        "%(source)s has changed its text since; this is what it says now.", source=source.name
                    )
                    if followed
                    else self.words.gettext(
                        "%(source)s has changed its text since; this is what it said.", source=source.name
                    )
                )
        return Notice(
            when=self.day_moment(correction.on, self.words.full_day(correction.on)),
            text=text,
            before=self.passage(correction.before, language) if correction.before else None,
            after=self.passage(correction.after, language) if correction.after else None,
        )

    # ---- evidence

    def evidence(self, lines: Sequence[Line], say: Say, phrases: Sequence[Line] = ()) -> Evidence:
        """Lines as quotations, each article that they rest on numbered once; `say` words its time."""
        numbers: dict[ArticleId, int] = {}
        references: list[Reference] = []
        quotes: list[Quote] = []
        for line in (*lines, *phrases):
            for citation in line.citations:
                if citation.article not in numbers:
                    numbers[citation.article] = len(numbers) + 1
                    url = self.cited.address(citation, self._said(line, citation))
                    references.append(self._reference(numbers[citation.article], citation, url, say))
            quotes.append(self._quote(line, numbers, whole=len(quotes) < len(lines)))
        told, parts = quotes[: len(lines)], quotes[len(lines) :]
        return Evidence(quotes=tuple(told), phrases=tuple(parts), references=tuple(references))

    def _said(self, line: Line, citation: Citation) -> str:
        """The words that were cited: the line's own, when they are, since an article can change later."""
        return line.text if digest_of(line.text) == citation.hash else self.cited.words_of(citation)

    def _quote(self, line: Line, numbers: Mapping[ArticleId, int], *, whole: bool) -> Quote:
        verbatim = " ".join(" ".join(self._said(line, c) for c in line.citations).split())
        is_quote = bool(line.citations) and " ".join(line.text.split()) == verbatim
        cited = self.article(line.citations[0].article) if line.citations else None
        language = cited.language if cited and is_quote else self.language
        opening, closing = quotation_marks(language) if is_quote else ("", "")
        seen: set[ArticleId] = set()
        marks = []
        for citation in line.citations:
            if citation.article in seen:
                continue
            seen.add(citation.article)
            marks.append(
                Mark(
                    number=numbers[citation.article],
                    outlet=self.source_of(citation.article).name,
                    url=self.cited.address(citation, self._said(line, citation)),
                    path=self.cited.on_our_page(citation),
                )
            )
        text = with_ellipsis(line.text) if is_quote and whole else line.text
        return Quote(
            words=self.passage(text, language),
            opening=opening,
            closing=closing,
            marks=tuple(marks),
            by=line.by,
            reviewed=line.reviewed,
            dates=dates_beside(line.text, cited, self.source(cited.source), self.words)
            if cited and is_quote and whole
            else (),
        )

    def _reference(self, number: int, citation: Citation, url: str | None, say: Say) -> Reference:
        article = self.article(citation.article)
        opening, closing = quotation_marks(article.language)
        return Reference(
            number=number,
            outlet=Link(words=self.outlet(article.source), path=self.cited.on_our_page(citation)),
            title=self.passage(article.title, article.language),
            opening=opening,
            closing=closing,
            when=say(article.when),
            url=url,
            attribution=self.source(article.source).rights.attribution_text or "",
        )

    # ---- reckoning

    @cached_property
    def _section_names(self) -> dict[str, str]:
        sections = self.view.settings.digest.sections
        if sections == DigestSettings().sections:
            return {section.id: self.words.gettext(section.name) for section in sections}
        return {section.id: section.name for section in sections}


# The names of what a site has not named itself, as the settings have them.
_UNKNOWN, _ = message("Unknown source"), message("News")
_NEAR = 6  # days within which a weekday alone says which day is meant


def _moment(here: datetime, text: str) -> Moment:
    return Moment(iso=here.isoformat(timespec="minutes"), words=text)


def _noted(site: SiteView, notes: Notes) -> SiteView:
    """The site with all that it has by id noted when it is looked at."""
    settings = replace(
        site.settings,
        sources=Noted("source", site.settings.sources, notes),
        topics=Noted("topic", site.settings.topics, notes),
    )
    return replace(
        site,
        settings=settings,
        articles=Noted("article", site.articles, notes),
        lineage=Noted("article", site.lineage, notes),
        stories=Noted("story", site.stories, notes),
        story_of=Noted("article", site.story_of, notes),
        excerpts=Noted("article", site.excerpts, notes),
        see_also=Noted("article", site.see_also, notes),
        moved=Noted("story", site.moved, notes),
        figures=Noted("story", site.figures, notes),
        taken_down=Noted("article", site.taken_down, notes),
        removed=Noted("address", site.removed, notes),
        redirects=Noted("address", site.redirects, notes),
        pages=Noted("address", site.pages, notes),
    )
