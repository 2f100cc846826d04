"""Make and rank the entries of a day: a story's articles of the day in, its entry or a reason out."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime

from generator.digest.changes import Changes
from generator.digest.choosing import adding_most
from generator.digest.coverage import Coverage, Reach, reach
from generator.digest.disputing import Disputes
from generator.digest.editing import Editing
from generator.digest.excerpts import quoted
from generator.digest.losing import leave_out
from generator.digest.placing import Sections
from generator.digest.room import Room, Span
from generator.digest.states import state_of
from generator.digest.summarizing import Reports, Summaries
from generator.model.article import Article, Label
from generator.model.edition import Changed, Edition, Entry, LeftOut, Line
from generator.model.ids import UNKNOWN_SOURCE, ArticleId, EditionId, StoryId
from generator.model.story import Role
from generator.settings import Settings

_ROLES = {Role.ORIGINAL: 0, Role.REWRITE: 1, Role.COPY: 2}
_LABELS = {
    Label.NEWS: 0,
    Label.LIVE: 1,
    Label.ANALYSIS: 2,
}  # every other label leads only when nothing else does
_LINES = 2
_RUNNING = 2  # earlier editions after which a story runs; on its second day it is still the day's news
_EARLIER = 6  # editions named under 'Earlier'


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """An entry that may stand in an edition, and what it is ranked by."""

    entry: Entry
    today: Reach
    first_seen: str
    pinned: bool = False

    @property
    def rank(self) -> tuple[bool, int, int, str, str]:
        """What an editor pinned first, then more independent reports, then more outlets, then the earlier,
        then by id."""
        return (
            not self.pinned,
            -self.today.independent,
            -self.today.outlets,
            self.first_seen,
            self.entry.story,
        )


@dataclass(slots=True, kw_only=True)
class Desk:
    """Makes entries, and remembers in which editions each story has already been."""

    coverage: Coverage
    settings: Settings
    editing: Editing
    summaries: Summaries
    _sections: Sections = field(init=False)
    _changes: Changes = field(init=False)
    _disputes: Disputes = field(init=False)
    _appearances: dict[StoryId, list[EditionId]] = field(init=False)
    _published: dict[ArticleId, set[Span]] = field(init=False)

    def __post_init__(self) -> None:
        digest = self.settings.digest
        self._sections = Sections(digest.sections, digest.default_section, self.settings.topics)
        self._changes = Changes(self.coverage, self.settings)
        self._disputes = Disputes(self.coverage)
        self._appearances = defaultdict(list)
        self._published = defaultdict(set)

    def remember(self, edition: Edition) -> None:
        """Take note of the stories of an edition, so that later ones can say 'earlier', and of its phrases:
        later ones may quote so much less."""
        for entry in edition.entries:
            editions = self._appearances[self.coverage.now(entry.story)]
            if edition.id not in editions[-1:]:  # two stories of one edition may be one by now
                editions.append(edition.id)
            for citation in (c for line in entry.phrases for c in line.citations):
                self._published[citation.article].add((citation.start, citation.end))

    def candidate(
        self, story_id: StoryId, today: Sequence[ArticleId], day: date, newest: datetime
    ) -> Candidate:
        """The entry of a story for `day`, of its articles `today`; `told` fills it if it is carried.

        `newest` is the edition's newest time.
        """
        coverage = self.coverage
        lead, *others = self._by_lead(today)
        story = coverage.stories[story_id]
        so_far = {*coverage.until(story_id, day), *today}
        since = min(coverage.day(article) for article in so_far)
        total = reach(coverage, so_far)
        before = [article for article in coverage.until(story_id, day) if article not in today]
        earlier = self._appearances.get(story_id, [])
        entry = Entry(
            story=story_id,
            headline=coverage.articles[lead].title,
            headline_article=lead,
            section=self.editing.section(
                story_id, day, self._sections.of(coverage.articles[lead].label, story.topics)
            ),
            members=tuple(coverage.member(article) for article in (lead, *others)),
            lines=(),
            outlets=total.outlets,
            independent=total.independent,
            since=since,
            earlier=tuple(reversed(earlier[-_EARLIER:])),
            topics=story.topics,
            related=story.related,
            continuing=len(earlier) >= _RUNNING,
            state=state_of(coverage, before, today, day, newest),
        )
        first = min(coverage.articles[article].when for article in today)
        return Candidate(
            entry=entry,
            today=reach(coverage, today),
            first_seen=first.isoformat(),
            pinned=self.editing.is_pinned(story_id, day),
        )

    def told(self, entry: Entry, day: date) -> Entry:
        """An entry that the edition of `day` carries, with what it says of its story."""
        today = [member.article for member in entry.members]
        before = [article for article in self.coverage.until(entry.story, day) if article not in today]
        telling = [article for article in before if not self.editing.is_hidden(article, day)]
        room = Room(self.coverage, self.settings, self._published)
        filled = replace(
            entry,
            lines=self._lines_of(entry.story, day, today[0], today[1:]),
            changed=self._changes.of(entry.story, before, today, room) if entry.earlier else Changed(),
            figures=self._disputes.of(telling, today, room),
        )
        return self.editing.edited(filled, day)

    def cut(self, candidates: Sequence[Candidate]) -> tuple[tuple[Entry, ...], tuple[LeftOut, ...]]:
        """The entries that fit, section by section in the order of digest.yml and continuing stories last;
        and every article of those that do not, with the reason."""
        entries: list[Entry] = []
        left_out: list[LeftOut] = []
        for name, limit, group in self._groups(candidates):
            ranked = sorted(group, key=lambda candidate: candidate.rank)
            carried = max(limit, sum(candidate.pinned for candidate in ranked))
            entries += [candidate.entry for candidate in ranked[:carried]]
            for place, candidate in enumerate(ranked[carried:], start=carried + 1):
                reason = f"Its story came {ordinal(place)} of {len(ranked)} in {name}, which carries {limit}."
                left_out += leave_out(candidate.entry, reason)
        return tuple(entries), tuple(sorted(left_out, key=lambda item: item.article))

    def brief(self, candidates: Sequence[Candidate], entries: Sequence[Entry]) -> tuple[StoryId, ...]:
        """The stories that most reported on, for the top of the page."""
        kept = {entry.story for entry in entries}
        ranked = sorted(candidates, key=lambda candidate: candidate.rank)
        stories = [candidate.entry.story for candidate in ranked if candidate.entry.story in kept]
        return tuple(stories[: self.settings.digest.editions.brief])

    def _groups(self, candidates: Sequence[Candidate]) -> list[tuple[str, int, list[Candidate]]]:
        sections = self.settings.digest.sections
        fresh = [candidate for candidate in candidates if not candidate.entry.continuing]
        running = [candidate for candidate in candidates if candidate.entry.continuing]
        groups = [
            (section.name, section.stories, [c for c in fresh if c.entry.section == section.id])
            for section in sections
        ]
        return [*groups, ("Continuing", max(section.stories for section in sections), running)]

    def _by_lead(self, today: Sequence[ArticleId]) -> list[ArticleId]:
        """The article that tells the story best, then the others in order of time."""
        articles = self.coverage.articles
        lead = min(today, key=lambda article: self._lead_key(articles[article]))
        others = sorted((a for a in today if a != lead), key=lambda a: (articles[a].when, a))
        return [lead, *others]

    def _lead_key(self, article: Article) -> tuple[int, int, bool, bool, bool, str, str]:
        source = self.settings.sources[article.source]
        return (
            _ROLES[self.coverage.lineage[article.id].role],
            _LABELS.get(article.label, len(_LABELS)),
            not self.coverage.excerpts.get(article.id),
            source.id == UNKNOWN_SOURCE,
            article.language != self.settings.digest.language,
            article.when.isoformat(),
            article.id,
        )

    def _lines_of(
        self, story: StoryId, day: date, lead: ArticleId, others: Sequence[ArticleId]
    ) -> tuple[Line, ...]:
        known = self.coverage.articles
        reports = Reports(
            story=story,
            day=day,
            language=known[lead].language,
            articles=tuple(known[article] for article in (lead, *others)),
            excerpts={article: self.coverage.excerpts.get(article, ()) for article in (lead, *others)},
            lines=self._lines(lead, others),
        )
        return self.summaries.lines(reports)

    def _lines(self, lead: ArticleId, others: Sequence[ArticleId]) -> tuple[Line, ...]:
        """What the lead says, and of the independent reports what adds most to it."""
        known, excerpts = self.coverage.articles, self.coverage.excerpts
        lines = [
            quoted(known[article], excerpts[article])
            for article in (lead, *others)
            if excerpts.get(article) and (article == lead or self._adds(article, lead))
        ]
        if len(lines) < _LINES:
            return tuple(lines)
        second = adding_most(lines[0], lines[1:], [known[article] for article in (lead, *others)])
        return (lines[0], second) if second else (lines[0],)

    def _adds(self, article: ArticleId, lead: ArticleId) -> bool:
        """An own news report in the lead's language: what an edition may quote beside the lead."""
        this, first = self.coverage.articles[article], self.coverage.articles[lead]
        own = self.coverage.lineage[article].role is Role.ORIGINAL
        return (
            own and this.label in _LABELS and this.language == first.language and this.source != first.source
        )


def ordinal(number: int) -> str:
    """`1st`, `2nd`, `13th`."""
    if 10 <= number % 100 <= 20:
        return f"{number}th"
    return f"{number}{ {1: 'st', 2: 'nd', 3: 'rd'}.get(number % 10, 'th') }"
