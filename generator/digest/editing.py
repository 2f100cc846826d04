"""Carry out what people decided on stories in editions: decisions and coverage in, edited entries out."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Final

from generator.diagnostics import Problem
from generator.digest.claims import Claim, Ground, claims_in, unsupported
from generator.digest.correcting import Correcting
from generator.digest.coverage import Coverage
from generator.digest.excerpts import cite, written
from generator.digest.losing import leave_out
from generator.digest.names import small_words_in, words_in
from generator.digest.sentences import sentence_spans
from generator.model.article import Article
from generator.model.calendar import day_of, span_of
from generator.model.edition import Citation, Edition, Entry, Line, Period
from generator.model.editorial import Decision, Verb
from generator.model.ids import ArticleId, SectionId, StoryId
from generator.settings import Settings

EDITOR: Final = "editor"  # who a line is by that a person wrote
HIDDEN: Final = "An editor left it out."
_SPANS: Final = 3  # that one sentence may rest on
_BY_DAY: Final = frozenset({Verb.PIN, Verb.HEADLINE, Verb.SUMMARY, Verb.NOTE})


@dataclass(slots=True, kw_only=True)
class Editing:
    """The decisions that hold, by what they are on. Of several of one verb on one thing the last holds.

    `problems` fills as entries are edited: words that the story's articles do not bear out, which then are
    not published.
    """

    coverage: Coverage
    correcting: Correcting
    decisions: Sequence[Decision] = ()
    problems: list[Problem] = field(default_factory=list)
    _on_day: dict[tuple[Verb, StoryId, date], Decision] = field(init=False)
    _sections: dict[StoryId, tuple[date, SectionId]] = field(init=False)
    _hidden: dict[str, tuple[date, bool]] = field(init=False)

    def __post_init__(self) -> None:
        self._on_day, self._sections, self._hidden = {}, {}, {}
        for decision in self.decisions:
            story, day = self.coverage.now(StoryId(decision.target)), self._day(decision)
            if decision.verb in _BY_DAY:
                self._on_day[decision.verb, story, day] = decision
            elif decision.verb is Verb.SECTION:
                self._sections[story] = (day, SectionId(decision.value))
            elif decision.verb is Verb.HIDE:
                for target in {decision.target, story}:
                    self._hidden[target] = (day, decision.everywhere)

    def section(self, story: StoryId, day: date, otherwise: SectionId) -> SectionId:
        """The section of a story in the edition of `day`."""
        since, section = self._sections.get(story, (date.max, otherwise))
        return section if day >= since else otherwise

    def is_pinned(self, story: StoryId, day: date) -> bool:
        """Whether the story stands at the top of the edition of `day`."""
        return self._decided(Verb.PIN, story, day) is not None

    def is_hidden(self, name: StoryId | ArticleId, day: date, *, closed: bool = False) -> bool:
        """Whether a story or an article is kept out of the edition of `day`, which may be `closed`."""
        since, everywhere = self._hidden.get(name, (date.max, False))
        return everywhere or (day >= since and not closed)

    def edited(self, entry: Entry, day: date) -> Entry:
        """The entry as people want it in the edition of `day`."""
        return self._edited(entry, day, [day])

    def edited_over(self, entry: Entry) -> Entry:
        """The entry of a week or month as people want it: with the headline and summary for the day that it
        is told as, since they are of what is new on it, and the newest note of its days."""
        days = [span_of(edition)[1] for edition in entry.earlier]
        lead = self.coverage.articles.get(entry.headline_article)
        first = day_of(lead.when, self.coverage.zone) if lead is not None else date.max
        told = min((day for day in days if day >= first), default=date.max)  # it may have come in late
        return self._edited(entry, told, days)

    def _edited(self, entry: Entry, day: date, of_note: Sequence[date]) -> Entry:
        story = self.coverage.now(entry.story)
        if decision := self._decided(Verb.HEADLINE, story, day):
            entry = self._with_headline(entry, decision)
        if decision := self._decided(Verb.SUMMARY, story, day):
            entry = self._with_summary(entry, decision)
        notes = (self._decided(Verb.NOTE, story, other) for other in of_note)
        if decision := next(filter(None, notes), None):
            entry = replace(entry, note=decision.value)
        return entry

    def replayed(self, record: Edition) -> Edition:
        """A closed edition as people want it by now; a revision later when that changes it, else itself."""
        changed = self.correcting.corrected(self._redecided(record))
        return record if changed is record else replace(changed, revision=record.revision + 1)

    def _redecided(self, record: Edition) -> Edition:
        """The edition without what is hidden everywhere, and with the words that people chose."""
        day = record.first_day
        hidden = {entry.story: entry for entry in record.entries if self._hides(entry, day)}
        entries = tuple(entry for entry in record.entries if entry.story not in hidden)
        is_day = record.period is Period.DAY
        entries = tuple(self.edited(entry, day) if is_day else self.edited_over(entry) for entry in entries)
        if entries == record.entries:
            return record
        left = [item for entry in hidden.values() for item in leave_out(entry, HIDDEN)]
        stories = {entry.story for entry in entries}
        return replace(
            record,
            entries=entries,
            left_out=tuple(sorted((*record.left_out, *left), key=lambda item: item.article)),
            brief=tuple(story for story in record.brief if story in stories),
        )

    def bears_out(self, line: Line) -> bool:
        """Whether the words that a line of ours cites have all that it claims, or a person reviewed it."""
        return bool(line.reviewed) or not self.unsupported_in(line)

    def unsupported_in(self, line: Line) -> tuple[Claim, ...]:
        """What a line of ours claims that the words it cites do not say."""
        known = self.coverage.articles
        articles = [known[c.article] for c in line.citations]
        return self._missing(line, articles[0].language if articles else "", articles)

    def unused(self, daily: Iterable[Edition]) -> Iterator[Decision]:
        """The decisions on a story in an edition, one of `daily`, that does not tell it."""
        told = {one.first_day: {self.coverage.now(entry.story) for entry in one.entries} for one in daily}
        for (_, story, day), decision in self._on_day.items():
            if day in told and story not in told[day]:
                yield decision

    def _decided(self, verb: Verb, story: StoryId, day: date) -> Decision | None:
        return self._on_day.get((verb, story, day))

    def _hides(self, entry: Entry, day: date) -> bool:
        if self.is_hidden(self.coverage.now(entry.story), day, closed=True):
            return True
        return all(self.is_hidden(member.article, day, closed=True) for member in entry.members)

    def _day(self, decision: Decision) -> date:
        return decision.on or day_of(decision.at, self.coverage.zone)

    def _with_headline(self, entry: Entry, decision: Decision) -> Entry:
        if entry.headline == decision.value and entry.edited_headline:
            return entry
        articles = self._articles(entry, self._day(decision))
        ground = self._ground(articles, (f"{a.title}\n\n{a.body}" for a in articles))
        missing = unsupported(decision.value, self._language(entry), ground)
        if missing and not decision.reviewed:
            self._tell(_unsupported(decision, missing))
            return entry
        return replace(entry, headline=decision.value, edited_headline=True)

    def _with_summary(self, entry: Entry, decision: Decision) -> Entry:
        if [line.text for line in entry.lines] == self._sentences(decision.value) and all(
            line.by == EDITOR and line.reviewed == decision.reviewed for line in entry.lines
        ):
            return entry  # as it was published, also when the articles have changed since
        articles = self._articles(entry, self._day(decision))
        language = self._language(entry)
        lines = [
            rest_on(sentence, language, articles, self._small(articles))
            for sentence in self._sentences(decision.value)
        ]
        missing = [claim for line in lines for claim in self._missing(line, language, articles)]
        if missing and not decision.reviewed:
            self._tell(_unsupported(decision, missing))
            return entry
        return replace(entry, lines=tuple(replace(line, reviewed=decision.reviewed) for line in lines))

    def _tell(self, problem: Problem) -> None:
        """Note a problem, once: a day's decision is applied to its week and month, too."""
        if problem not in self.problems:
            self.problems.append(problem)

    def _missing(self, line: Line, language: str, articles: Sequence[Article]) -> tuple[Claim, ...]:
        by_id = {article.id: article for article in articles}
        cited = [by_id[c.article].body[c.start : c.end] for c in line.citations]
        ground = self._ground([by_id[c.article] for c in line.citations], cited)
        return unsupported(line.text, language, replace(ground, small=self._small(articles)))

    def _sentences(self, text: str) -> list[str]:
        return [text[start:end] for start, end in sentence_spans(text)]

    def _language(self, entry: Entry) -> str:
        return self.coverage.articles[entry.headline_article].language

    def _articles(self, entry: Entry, day: date) -> tuple[Article, ...]:
        """The story's articles up to `day`: those of the entry first, the lead before all."""
        story = self.coverage.now(entry.story)
        names = [*(member.article for member in entry.members), *reversed(self.coverage.until(story, day))]
        known = self.coverage.articles
        return tuple(known[name] for name in dict.fromkeys(names) if name in known)

    def _ground(self, articles: Iterable[Article], texts: Iterable[str]) -> Ground:
        days = [day_of(article.when, self.coverage.zone) for article in articles]
        return Ground.of(texts, days)

    def _small(self, articles: Sequence[Article]) -> frozenset[str]:
        return frozenset().union(*(small_words_in(article.body) for article in articles))


def editing_of(
    coverage: Coverage,
    settings: Settings,
    decisions: Sequence[Decision] = (),
    sunk: Set[ArticleId] = frozenset(),
    today: date = date.min,
) -> Editing:
    """The `decisions` on what is covered, and what the settings say where nobody has decided. Of `sunk`
    articles closed editions quote more than their sources allow as of `today`."""
    correcting = Correcting(
        coverage=coverage,
        sources=settings.sources,
        decisions=decisions,
        policy=settings.digest.corrections.source_changes,
        sunk=sunk,
        today=today,
    )
    return Editing(coverage=coverage, correcting=correcting, decisions=decisions)


def rest_on(
    sentence: str, language: str, articles: Sequence[Article], small: frozenset[str] = frozenset()
) -> Line:
    """The line `sentence` with the sentences of `articles` that bear out most of what it claims, at most
    three; of those that bear out the same, what has more of its words, then the earlier."""
    open_claims = set(claims_in(sentence, language, small))
    wanted = words_in(sentence)
    pool = [(article, start, end) for article in articles for start, end in sentence_spans(article.body)]
    spans: list[tuple[Article, int, int]] = []
    for _ in range(_SPANS):
        best: tuple[int, float, int] | None = None
        chosen: set[Claim] = set()
        for place, (article, start, end) in enumerate(pool):
            text = article.body[start:end]
            shared = len(wanted & words_in(text)) / (len(wanted) or 1)
            if not shared:
                continue
            ground = Ground.of([text], [article.when.date()])
            missing = set(unsupported(sentence, language, replace(ground, small=small)))
            borne = open_claims - missing
            rank = (len(borne), shared, -place)
            if best is None or rank > best:
                best, chosen = rank, borne
        if best is None or (spans and not best[0]):
            break
        spans.append(pool[-best[2]])
        open_claims -= chosen
        if not open_claims:
            break
    spans.sort(key=lambda span: ([a.id for a in articles].index(span[0].id), span[1]))
    citations: dict[Citation, None] = {cite(article, start, end): None for article, start, end in spans}
    return written(sentence, tuple(citations), EDITOR)


def hidden_articles(
    editing: Editing, story_of: Mapping[ArticleId, StoryId], articles: Sequence[ArticleId], day: date
) -> dict[StoryId, list[ArticleId]]:
    """Those of `articles` that are kept out of the edition of `day`, by story."""
    found: dict[StoryId, list[ArticleId]] = defaultdict(list)
    for article in articles:
        if editing.is_hidden(article, day) or editing.is_hidden(story_of[article], day):
            found[story_of[article]].append(article)
    return dict(found)


def _unsupported(decision: Decision, missing: Sequence[Claim]) -> Problem:
    named = ", ".join(dict.fromkeys(f"{claim.kind.value} '{claim.text}'" for claim in missing))
    return Problem(
        code="unsupported-claim",
        position=decision.value_position,
        message=f"The {decision.verb.value} says what the story's articles do not: {named}.",
        remedy="Write what they say ('about' where you round), or add `reviewed: ` and why it may stand.",
    )
