"""Look a site up: its plain values in, what a page needs of them out."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from zoneinfo import ZoneInfo

from generator.model.article import Article
from generator.model.edition import Citation, Correction, Edition, Entry, Line, Period
from generator.model.ids import ArticleId, EditionId, SectionId, SourceId, StoryId, TopicId, digest_of
from generator.model.reporting import reporter_of
from generator.model.source import Source
from generator.model.story import Story
from generator.model.topic import Topic
from generator.pages import paths, words
from generator.pages.cited_passages import CitedPassages
from generator.pages.parts import Evidence, Link, Mark, Moment, Notice, Passage, Quote, Reference
from generator.pages.site_view import SiteView

Say = Callable[[datetime], Moment]  # how a page words a time


@dataclass(frozen=True, slots=True, kw_only=True)
class Appearance:
    """A story in a daily edition."""

    edition: Edition
    entry: Entry


@dataclass(frozen=True, slots=True, kw_only=True)
class Reach:
    """How far a story went: its days, articles, outlets and the independent reports among them."""

    first: date
    last: date
    articles: int
    outlets: int
    independent: int


class SiteIndex:
    """A site and what can be looked up in it. Everything is reckoned once, when first asked for."""

    def __init__(self, site: SiteView) -> None:
        self.view = site
        self.zone = ZoneInfo(site.settings.digest.timezone)
        self.language = site.settings.digest.language
        self._own_language = self.language.partition("-")[0].lower()
        self._outlets: dict[SourceId, Passage] = {}
        self._reaches: dict[StoryId, Reach] = {}
        self.cited = CitedPassages(site)

    # ---- values of the site

    def article(self, article: ArticleId) -> Article:
        return self.view.articles[article]

    def source(self, source: SourceId) -> Source:
        """The source, or one that bears its id for a name, should sources.yml have lost it."""
        return self.view.settings.sources.get(source) or Source(id=source, name=source)

    def source_of(self, article: ArticleId) -> Source:
        return self.source(self.view.articles[article].source)

    @property
    def topics(self) -> Mapping[TopicId, Topic]:
        return self.view.settings.topics

    def section_name(self, section: SectionId) -> str:
        """The heading of a section; of one that digest.yml no longer has, its id."""
        return self._section_names.get(section, section)

    # ---- editions

    @cached_property
    def editions(self) -> dict[Period, list[Edition]]:
        """The editions of each period, oldest first."""
        by_period: dict[Period, list[Edition]] = {period: [] for period in Period}
        for edition in sorted(self.view.editions, key=lambda e: (e.first_day, e.id)):
            by_period[edition.period].append(edition)
        return by_period

    @cached_property
    def edition_ids(self) -> frozenset[EditionId]:
        return frozenset(edition.id for edition in self.view.editions)

    @cached_property
    def newest_day(self) -> Edition | None:
        """The edition that is the home page: the newest of the shortest period there is."""
        return next((editions[-1] for editions in self.editions.values() if editions), None)

    @cached_property
    def appearances(self) -> dict[StoryId, list[Appearance]]:
        """The daily editions that have a story, oldest first."""
        found: dict[StoryId, list[Appearance]] = defaultdict(list)
        for edition in self.editions[Period.DAY]:
            for entry in edition.entries:
                found[self.now(entry.story)].append(Appearance(edition=edition, entry=entry))
        return dict(found)

    @cached_property
    def _anchors(self) -> dict[tuple[EditionId, StoryId], str]:
        found: dict[tuple[EditionId, StoryId], str] = {}
        for edition in self.view.editions:
            for entry in edition.entries:
                found.setdefault((edition.id, self.now(entry.story)), paths.story_anchor(entry.story))
        return found

    def anchor_in(self, edition: EditionId, story: StoryId) -> str:
        """Where an edition has a story, by the id that it had then; empty when the edition has it no more."""
        return self._anchors.get((edition, self.now(story)), "")

    @cached_property
    def carried_in(self) -> dict[ArticleId, Appearance]:
        """Where a daily edition carries an article, among a story's sources."""
        return {
            member.article: Appearance(edition=edition, entry=entry)
            for edition in self.editions[Period.DAY]
            for entry in edition.entries
            for member in entry.members
        }

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
        if story not in self._reaches:
            self._reaches[story] = self._reach(self.view.stories[story].articles)
        return self._reaches[story]

    @cached_property
    def stories_of_topic(self) -> dict[TopicId, list[Story]]:
        """The stories of each topic and of those below it, newest first."""
        found: dict[TopicId, list[Story]] = defaultdict(list)
        for story in self.newest_stories:
            for topic in self._with_parents(story.topics):
                found[topic].append(story)
        return dict(found)

    @cached_property
    def narrower(self) -> dict[TopicId, list[TopicId]]:
        """The topics right below each topic."""
        below: dict[TopicId, list[TopicId]] = defaultdict(list)
        for topic in self.topics.values():
            if topic.parent is not None:
                below[topic.parent].append(topic.id)
        return dict(below)

    @cached_property
    def newest_stories(self) -> list[Story]:
        """All stories, the one with the newest article first."""
        articles = self.view.articles
        dated = [(articles[story.articles[-1]].when, story.id, story) for story in self.view.stories.values()]
        dated.sort(key=lambda item: item[:2], reverse=True)
        return [story for _, _, story in dated]

    # ---- sources

    @cached_property
    def articles_of_source(self) -> dict[SourceId, list[Article]]:
        """The articles of each source, newest first."""
        found: dict[SourceId, list[Article]] = defaultdict(list)
        for article in sorted(self.view.articles.values(), key=lambda a: (a.when, a.id), reverse=True):
            found[article.source].append(article)
        return dict(found)

    @cached_property
    def copies_of(self) -> dict[ArticleId, list[ArticleId]]:
        """The articles that were copied or rewritten from an article."""
        found: dict[ArticleId, list[ArticleId]] = defaultdict(list)
        for lineage in self.view.lineage.values():
            if lineage.of is not None:
                found[lineage.of].append(lineage.article)
        return dict(found)

    # ---- passages, links and times

    def passage(self, text: str, language: str) -> Passage:
        """Somebody's words; their language stays unsaid when it is the site's."""
        if language.partition("-")[0].lower() == self._own_language:
            return Passage(text=text)
        return Passage(text=text, language=language, rtl=words.is_right_to_left(language))

    def title(self, article: ArticleId) -> Passage:
        known = self.view.articles[article]
        return self.passage(known.title, known.language)

    def outlet(self, source: SourceId) -> Passage:
        """A source's name. Its language matters to a reader only in a script of its own."""
        if source not in self._outlets:
            known = self.source(source)
            rtl = words.runs_right_to_left(known.name)
            self._outlets[source] = Passage(
                text=known.name, language=known.language if rtl else None, rtl=rtl
            )
        return self._outlets[source]

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
        return Link(words=Passage(text=self.topics[topic].name), path=paths.topic_page(topic))

    def edition_link(self, edition: EditionId, text: str, anchor: str = "") -> Link:
        path = paths.edition_page(edition)
        return Link(words=Passage(text=text), path=paths.at(path, anchor) if anchor else path)

    def local(self, when: datetime) -> datetime:
        return when.astimezone(self.zone)

    def day(self, article: ArticleId) -> date:
        return self.view.articles[article].when.astimezone(self.zone).date()

    def moment(self, when: datetime) -> Moment:
        """A time by itself: `Sunday 9 August 2026, 16:20 UTC`."""
        here = when.astimezone(self.zone)
        return _moment(here, f"{words.long_day(here.date())}, {words.clock(here)}")

    def moment_in(self, year: int, when: datetime) -> Moment:
        """A time on a page about `year`: `9 Aug 16:20 UTC`."""
        here = when.astimezone(self.zone)
        return _moment(here, f"{words.brief_day(here.date(), year)} {words.clock(here)}")

    def moment_near(self, day: date, when: datetime) -> Moment:
        """A time on a page about `day`: `05:50 UTC`; of the days around it `Sun 17:05 UTC`."""
        here = when.astimezone(self.zone)
        distance = abs((day - here.date()).days)
        if distance == 0:
            return _moment(here, words.clock(here))
        if distance <= _NEAR:
            return _moment(here, f"{words.weekday(here.date())[:3]} {words.clock(here)}")
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
            text = (
                f"{source.name} has changed its text since; this is what it says now."
                if followed
                else f"{source.name} has changed its text since; this is what it said."
            )
        return Notice(
            when=self.day_moment(correction.on, words.full_day(correction.on)),
            text=text,
            before=self.passage(correction.before, language) if correction.before else None,
            after=self.passage(correction.after, language) if correction.after else None,
        )

    @cached_property
    def corrected(self) -> list[tuple[Edition, Entry, Correction]]:
        """Every correction of a daily edition, the newest first."""
        found = [
            (edition, entry, correction)
            for edition in self.editions[Period.DAY]
            for entry in edition.entries
            for correction in entry.corrections
        ]
        found.sort(key=lambda item: (item[2].on, item[0].id, item[1].story), reverse=True)
        return found

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
        language = self.article(line.citations[0].article).language if is_quote else self.language
        opening, closing = words.quotation_marks(language) if is_quote else ("", "")
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
        text = words.with_ellipsis(line.text) if is_quote and whole else line.text
        return Quote(
            words=self.passage(text, language),
            opening=opening,
            closing=closing,
            marks=tuple(marks),
            by=line.by,
            reviewed=line.reviewed,
        )

    def _reference(self, number: int, citation: Citation, url: str | None, say: Say) -> Reference:
        article = self.article(citation.article)
        opening, closing = words.quotation_marks(article.language)
        return Reference(
            number=number,
            outlet=Link(words=self.outlet(article.source), path=self.cited.on_our_page(citation)),
            title=self.passage(article.title, article.language),
            opening=opening,
            closing=closing,
            when=say(article.when),
            url=url,
        )

    # ---- reckoning

    @cached_property
    def _section_names(self) -> dict[str, str]:
        return {section.id: section.name for section in self.view.settings.digest.sections}

    def _with_parents(self, topics: Iterable[TopicId]) -> list[TopicId]:
        found: dict[TopicId, None] = {}
        for topic in topics:
            current: TopicId | None = topic
            while current is not None and current in self.topics and current not in found:
                found[current] = None
                current = self.topics[current].parent
        return list(found)

    def _reach(self, articles: Sequence[ArticleId]) -> Reach:
        days = [self.day(article) for article in articles]
        return Reach(
            first=min(days),
            last=max(days),
            articles=len(articles),
            outlets=len({self.article(article).source for article in articles}),
            independent=len({reporter_of(a, self.view.articles, self.view.lineage) for a in articles}),
        )


_NEAR = 6  # days within which a weekday alone says which day is meant


def _moment(here: datetime, text: str) -> Moment:
    return Moment(iso=here.isoformat(timespec="minutes"), words=text)
