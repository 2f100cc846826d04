"""Compose editions: what is known by now and the records of before in, every edition out."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from enum import Enum
from itertools import groupby

from generator.digest.coverage import Coverage
from generator.digest.editing import HIDDEN, Editing, editing_of, hidden_articles
from generator.digest.entries import Desk
from generator.digest.past import emptied, with_past
from generator.digest.summarizing import Summaries, Summarizer
from generator.digest.summing import sum_up
from generator.model.calendar import day_id, day_of, month_id, span_of, week_id
from generator.model.edition import Edition, LeftOut, Period
from generator.model.ids import ArticleId, EditionId, SourceId, StoryId
from generator.settings import Settings

_SILENCE_WINDOW = timedelta(days=7)
_SILENCE_MINIMUM = 3  # articles in the window before a source's silence is worth a word


class Closing(Enum):
    """Whether an edition whose time is over is closed. While the library has faults none is: what is left out
    for a fault would be left out for ever."""

    WHEN_OVER = "when over"
    NEVER = "never"


def compose(  # noqa: PLR0913, PLR0917 - what a desk knows; a bundle would serve this call alone
    coverage: Coverage,
    settings: Settings,
    records: Mapping[EditionId, Edition],
    now: datetime,
    closing: Closing = Closing.WHEN_OVER,
    editing: Editing | None = None,
    summarizer: Summarizer | None = None,
) -> list[Edition]:
    """Every edition up to `now`, by first day, days before weeks before months.

    A closed record is replayed as it stands (see `Editing.replayed`). A day without one is composed from its
    articles, and closes when the day is over by `now` in the site's zone, if `closing` lets it. An article
    that arrives after its day closed goes into today's edition, when it is no older than
    `editions.late_days`. The `summarizer` tells the stories of days that are composed; without one they are
    quoted.
    """
    editing = editing or editing_of(coverage, settings)
    summaries = Summaries(summarizer=summarizer, editing=editing, sources=settings.sources)
    desk = Desk(coverage=coverage, settings=settings, editing=editing, summaries=summaries)
    days = _Days(coverage=coverage, settings=settings, records=records, now=now)
    daily: list[Edition] = []
    for day, articles in days.schedule():
        record = records.get(day_id(day))
        edition = record if record and record.closed else days.compose(desk, day, articles)
        if edition is None and record is not None:
            edition = emptied(record)
        days.note(day, edition.articles if edition else articles)
        if edition is not None:
            desk.remember(edition)
            daily.append(edition)
    daily = with_past(daily, records, coverage.moved)
    editions = [*daily, *_longer(editing, daily, settings, records)]
    if closing is Closing.NEVER:
        return editions
    return [_closed_if_over(edition, settings, now, coverage) for edition in editions]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Days:
    """The articles by the day whose edition they belong to."""

    coverage: Coverage
    settings: Settings
    records: Mapping[EditionId, Edition]
    now: datetime
    recent: dict[SourceId, list[date]] = field(default_factory=lambda: defaultdict(list))
    placed: dict[ArticleId, date] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for record in self.records.values():
            if record.period is Period.DAY and record.closed:
                self.placed.update(dict.fromkeys(record.articles, record.first_day))

    def schedule(self) -> Iterable[tuple[date, list[ArticleId]]]:
        """Each day that has a record or articles, in order, with the articles to compose it from."""
        by_day: dict[date, list[ArticleId]] = defaultdict(list)
        for edition, record in self.records.items():
            if record.period is Period.DAY:
                by_day.setdefault(span_of(edition)[1], [])
        for article in self._in_time():
            by_day[self._edition_day(article)].append(article)
        late = timedelta(days=self.settings.digest.editions.late_days)
        today = day_of(self.now, self.coverage.zone)
        for day in sorted(by_day):
            own = [a for a in by_day[day] if day != today or today - self.coverage.day(a) <= late]
            if own or day_id(day) in self.records:
                yield day, own

    def compose(self, desk: Desk, day: date, articles: Sequence[ArticleId]) -> Edition | None:
        """The edition of `day` made of `articles`; None when there are none."""
        if not articles:
            return None
        hidden = hidden_articles(desk.editing, self.coverage.story_of, articles, day)
        kept_out = {article for group in hidden.values() for article in group}
        shown = [article for article in articles if article not in kept_out]
        known = self.coverage.articles
        newest = max(known[article].when for article in articles)
        candidates = [
            desk.candidate(story, members, day, newest)
            for story, members in _by_story(self.coverage, shown).items()
        ]
        carried, left_out = desk.cut(candidates)
        entries = tuple(desk.told(entry, day) for entry in carried)
        return Edition(
            id=day_id(day),
            period=Period.DAY,
            first_day=day,
            last_day=day,
            revision=1,
            closed=False,
            updated=newest,
            settings_hash=self.settings.hash,
            articles={article: known[article].content_hash for article in sorted(articles)},
            entries=entries,
            left_out=tuple(sorted((*left_out, *_hidden(hidden)), key=lambda item: item.article)),
            brief=desk.brief(candidates, entries),
            silent_sources=self._silent(day, articles),
        )

    def note(self, day: date, articles: Iterable[ArticleId]) -> None:
        """Remember who was heard on `day`."""
        for article in articles:
            if article in self.coverage.articles:
                self.recent[self.coverage.articles[article].source].append(day)

    def _in_time(self) -> list[ArticleId]:
        articles = self.coverage.articles
        return sorted(articles, key=lambda a: (articles[a].when, a))

    def _edition_day(self, article: ArticleId) -> date:
        """The day whose closed edition has the article, whatever its date says now; else its own day; else,
        when that day closed without it, the later day that took it in, or today."""
        if article in self.placed:
            return self.placed[article]
        day = self.coverage.day(article)
        record = self.records.get(day_id(day))
        if record is None or not record.closed:
            return day
        for later in self._records_after(day):
            if article in later.articles:
                return later.first_day
        return day_of(self.now, self.coverage.zone)

    def _records_after(self, day: date) -> Iterable[Edition]:
        for step in range(1, self.settings.digest.editions.late_days + 1):
            record = self.records.get(day_id(day + timedelta(days=step)))
            if record is not None:
                yield record

    def _silent(self, day: date, articles: Sequence[ArticleId]) -> tuple[SourceId, ...]:
        """Sources heard from at least three times in the week before `day` and not at all on it."""
        horizon = day - _SILENCE_WINDOW
        heard = {self.coverage.articles[article].source for article in articles}
        silent = []
        for source, days in self.recent.items():
            days[:] = [d for d in days if d >= horizon]
            if len(days) >= _SILENCE_MINIMUM and source not in heard:
                silent.append(source)
        return tuple(sorted(silent))


def _hidden(hidden: Mapping[StoryId, Sequence[ArticleId]]) -> Iterable[LeftOut]:
    for story, articles in hidden.items():
        for article in articles:
            yield LeftOut(article=article, story=story, reason=HIDDEN)


def _closed_if_over(edition: Edition, settings: Settings, now: datetime, coverage: Coverage) -> Edition:
    midnight = datetime.combine(edition.last_day + timedelta(days=1), time.min, tzinfo=coverage.zone)
    over = now >= midnight + timedelta(hours=settings.digest.editions.closes_after_hours)
    return replace(edition, closed=edition.closed or over)


def _by_story(coverage: Coverage, articles: Sequence[ArticleId]) -> dict[StoryId, list[ArticleId]]:
    grouped: dict[StoryId, list[ArticleId]] = defaultdict(list)
    for article in articles:
        grouped[coverage.story_of[article]].append(article)
    return dict(grouped)


def _longer(
    editing: Editing, daily: Sequence[Edition], settings: Settings, records: Mapping[EditionId, Edition]
) -> list[Edition]:
    """The weeks and months that `daily` make or that have a record: once published, always there."""
    editions = []
    for period, wanted, id_of in (
        (Period.WEEK, settings.digest.editions.weekly, week_id),
        (Period.MONTH, settings.digest.editions.monthly, month_id),
    ):
        days = {id_: list(group) for id_, group in groupby(daily, key=lambda e: id_of(e.first_day))}
        recorded = {id_: record for id_, record in records.items() if record.period is period}
        for edition_id in sorted({*(days if wanted else ()), *recorded}):
            record = recorded.get(edition_id)
            if edition_id in days and not (record and record.closed):
                record = sum_up(edition_id, days[edition_id], settings, editing)
            if record is not None:
                editions.append(record)
    return editions
