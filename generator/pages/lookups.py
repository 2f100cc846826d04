"""Turn a site's values around: of each story its appearances, of each source its articles, and so on."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Final, TypeVar
from zoneinfo import ZoneInfo

from generator.model.article import Article
from generator.model.edition import Citation, Correction, Edition, Entry, Period
from generator.model.fetched import FeedState
from generator.model.ids import ArticleId, EditionId, SourceId, StoryId, TopicId
from generator.model.reporting import reporter_of
from generator.model.story import Story
from generator.pages import paths
from generator.pages.site_view import SiteView

T = TypeVar("T")


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


@dataclass(frozen=True, slots=True, kw_only=True)
class Around:
    """The editions before and after one of its period, the longer ones that hold it, the days within it."""

    before: Edition | None
    after: Edition | None
    longer: tuple[Edition, ...]
    days: tuple[Edition, ...]


class Lookups:
    """All that can be looked up in a site. Everything is reckoned once, when first asked for."""

    def __init__(self, site: SiteView) -> None:
        self._site = site
        self._zone = ZoneInfo(site.settings.digest.timezone)
        self._reaches: dict[StoryId, Reach] = {}

    def now(self, story: StoryId) -> StoryId:
        """What has become of a story: itself, or the one that it is a part of."""
        return self._site.moved.get(story, story)

    def day(self, article: ArticleId) -> date:
        """The day of an article in the site's time zone."""
        return self._site.articles[article].when.astimezone(self._zone).date()

    @property
    def fetched(self) -> Mapping[str, FeedState]:
        """What is known of each feed of the site's sources."""
        return self._site.fetched

    # ---- editions

    @cached_property
    def editions(self) -> dict[Period, list[Edition]]:
        """The editions of each period, oldest first."""
        by_period: dict[Period, list[Edition]] = {period: [] for period in Period}
        for edition in sorted(self._site.editions, key=lambda e: (e.first_day, e.id)):
            by_period[edition.period].append(edition)
        return by_period

    @cached_property
    def edition(self) -> dict[EditionId, Edition]:
        """Each edition by its id."""
        return {edition.id: edition for edition in self._site.editions}

    @cached_property
    def around(self) -> dict[EditionId, Around]:
        """What stands around each edition."""
        days = {edition.first_day: edition for edition in self.editions[Period.DAY]}
        found = {}
        for period, editions in self.editions.items():
            for place, edition in enumerate(editions):
                found[edition.id] = Around(
                    before=editions[place - 1] if place else None,
                    after=editions[place + 1] if place + 1 < len(editions) else None,
                    longer=tuple(self._longer(edition)),
                    days=() if period is Period.DAY else tuple(_within(days, edition)),
                )
        return found

    def _longer(self, edition: Edition) -> Iterable[Edition]:
        for period in _LONGER[edition.period]:
            other = self._holding[period].get(edition.first_day)
            if other is not None:
                yield other

    @cached_property
    def _holding(self) -> dict[Period, dict[date, Edition]]:
        """The week and the month of each day, where there is an edition of it."""
        return {
            period: {day: edition for edition in self.editions[period] for day in _days(edition)}
            for period in (Period.WEEK, Period.MONTH)
        }

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
    def tellings(self) -> dict[str, list[Appearance]]:
        """What feeds have, the newest edition first, no more than a feed may: of the `site`, and of each
        `section ID`, `topic ID` (with those below it) and `source ID`."""
        found: dict[str, list[Appearance]] = defaultdict(list)
        most = self._site.settings.digest.feeds.entries
        for edition in reversed(self.editions[Period.DAY]):
            for entry in edition.entries:
                telling = Appearance(edition=edition, entry=entry)
                for feed in self._feeds_of(entry):
                    if len(found[feed]) < most:
                        found[feed].append(telling)
        return dict(found)

    def _feeds_of(self, entry: Entry) -> Iterable[str]:
        story = self._site.stories.get(self.now(entry.story))
        yield "site"
        yield f"section {entry.section}"
        for topic in self._with_parents(story.topics if story else ()):
            yield f"topic {topic}"
        for source in dict.fromkeys(self._site.articles[member.article].source for member in entry.members):
            yield f"source {source}"

    @cached_property
    def anchors(self) -> dict[tuple[EditionId, StoryId], str]:
        """Where each edition has a story, by the id that it had then."""
        found: dict[tuple[EditionId, StoryId], str] = {}
        for edition in self._site.editions:
            for entry in edition.entries:
                found.setdefault((edition.id, self.now(entry.story)), paths.story_anchor(entry.story))
        return found

    @cached_property
    def carried_in(self) -> dict[ArticleId, Appearance]:
        """Where a daily edition carries an article, among a story's sources."""
        return {
            member.article: Appearance(edition=edition, entry=entry)
            for edition in self.editions[Period.DAY]
            for entry in edition.entries
            for member in entry.members
        }

    @cached_property
    def cited(self) -> dict[ArticleId, list[Citation]]:
        """The citations of each article that is here, in the order of the editions."""
        found: dict[ArticleId, list[Citation]] = defaultdict(list)
        for edition in self._site.editions:
            for entry in edition.entries:
                for line in (*entry.lines, *entry.phrases):
                    for citation in line.citations:
                        if citation.article in self._site.articles:
                            found[citation.article].append(citation)
        return dict(found)

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

    # ---- stories

    def reach(self, story: StoryId) -> Reach:
        """How far a story went."""
        if story not in self._reaches:
            self._reaches[story] = self._reach(self._site.stories[story].articles)
        return self._reaches[story]

    def stories_of(self, topic: TopicId, year: int | None = None) -> Sequence[Story]:
        """The stories of a topic and of those below it, newest first; of a year, those that were last
        reported in it."""
        if year is None:
            return self._stories_of_topic.get(topic, ())
        return self._stories_by_year.get(topic, {}).get(year, ())

    def years_of_topic(self, topic: TopicId) -> Sequence[int]:
        """The years in which stories of a topic were last reported, newest first."""
        return sorted(self._stories_by_year.get(topic, ()), reverse=True)

    @cached_property
    def _stories_of_topic(self) -> dict[TopicId, list[Story]]:
        found: dict[TopicId, list[Story]] = defaultdict(list)
        for story in self._newest_stories:
            for topic in self._with_parents(story.topics):
                found[topic].append(story)
        return dict(found)

    @cached_property
    def _stories_by_year(self) -> dict[TopicId, dict[int, list[Story]]]:
        return {
            topic: _by_year(stories, lambda story: self.reach(story.id).last)
            for topic, stories in self._stories_of_topic.items()
        }

    @cached_property
    def narrower(self) -> dict[TopicId, list[TopicId]]:
        """The topics right below each topic."""
        below: dict[TopicId, list[TopicId]] = defaultdict(list)
        for topic in self._site.settings.topics.values():
            if topic.parent is not None:
                below[topic.parent].append(topic.id)
        return dict(below)

    @cached_property
    def _newest_stories(self) -> list[Story]:
        """All stories, the one with the newest article first."""
        articles = self._site.articles
        dated = [
            (articles[story.articles[-1]].when, story.id, story) for story in self._site.stories.values()
        ]
        dated.sort(key=lambda item: item[:2], reverse=True)
        return [story for _, _, story in dated]

    # ---- articles

    def articles_of(self, source: SourceId, year: int | None = None) -> Sequence[Article]:
        """The articles of a source, or those of a year, newest first."""
        if year is None:
            return self._articles_of_source.get(source, ())
        return self._articles_by_year.get(source, {}).get(year, ())

    def years_of_source(self, source: SourceId) -> Sequence[int]:
        """The years that have an article of a source, newest first."""
        return sorted(self._articles_by_year.get(source, ()), reverse=True)

    @cached_property
    def _articles_of_source(self) -> dict[SourceId, list[Article]]:
        found: dict[SourceId, list[Article]] = defaultdict(list)
        for article in sorted(self._site.articles.values(), key=lambda a: (a.when, a.id), reverse=True):
            found[article.source].append(article)
        return dict(found)

    @cached_property
    def _articles_by_year(self) -> dict[SourceId, dict[int, list[Article]]]:
        return {
            source: _by_year(articles, lambda article: self.day(article.id))
            for source, articles in self._articles_of_source.items()
        }

    @cached_property
    def copies_of(self) -> dict[ArticleId, list[ArticleId]]:
        """The articles that were copied or rewritten from an article."""
        found: dict[ArticleId, list[ArticleId]] = defaultdict(list)
        for lineage in self._site.lineage.values():
            if lineage.of is not None:
                found[lineage.of].append(lineage.article)
        return dict(found)

    def _with_parents(self, topics: Iterable[TopicId]) -> list[TopicId]:
        known = self._site.settings.topics
        found: dict[TopicId, None] = {}
        for topic in topics:
            current: TopicId | None = topic
            while current is not None and current in known and current not in found:
                found[current] = None
                current = known[current].parent
        return list(found)

    def _reach(self, articles: Sequence[ArticleId]) -> Reach:
        known = self._site.articles
        days = [self.day(article) for article in articles]
        return Reach(
            first=min(days),
            last=max(days),
            articles=len(articles),
            outlets=len({known[article].source for article in articles}),
            independent=len({reporter_of(article, known, self._site.lineage) for article in articles}),
        )


def _by_year(things: Iterable[T], day_of: Callable[[T], date]) -> dict[int, list[T]]:
    found: dict[int, list[T]] = defaultdict(list)
    for thing in things:
        found[day_of(thing).year].append(thing)
    return dict(found)


def _days(edition: Edition) -> Iterable[date]:
    for number in range(edition.first_day.toordinal(), edition.last_day.toordinal() + 1):
        yield date.fromordinal(number)


def _within(days: Mapping[date, Edition], longer: Edition) -> Iterable[Edition]:
    for day in _days(longer):
        if day in days:
            yield days[day]


_LONGER: Final = {Period.DAY: (Period.WEEK, Period.MONTH), Period.WEEK: (Period.MONTH,), Period.MONTH: ()}
