"""Say what is new in a story: its reports of before and of today in, new numbers, names, sources out."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Final

from generator.digest.coverage import Coverage
from generator.digest.names import TITLES, folded, full_names_in, small_words_in, words_in
from generator.digest.numbers import Count, counts_in, is_told, readings_in
from generator.digest.room import Room
from generator.model.article import Article, Label
from generator.model.edition import Changed, Line
from generator.model.ids import UNKNOWN_SOURCE, ArticleId, SourceId, StoryId, TopicId
from generator.model.reporting import reporter_of
from generator.model.story import Role
from generator.model.topic import Topic, TopicKind
from generator.settings import Settings

_KEPT: Final = 300  # stories whose telling is remembered, about 100 kB each
_SHOWN: Final = 3  # of each kind: the most telling
_OPENING: Final = 500  # characters within which a report says what it is about
_REPORTS: Final = frozenset({Label.NEWS, Label.LIVE, Label.PRESS_RELEASE})  # an opinion's figures are its own
_NAMED: Final = frozenset({TopicKind.PERSON, TopicKind.ORGANISATION})


@dataclass(frozen=True, slots=True, kw_only=True)
class _Find:
    """Something that no report had before: `key` tells finds of one thing, `worth` ranks things."""

    key: object
    article: ArticleId
    start: int
    end: int
    leads: bool  # it stands where the report says what it is about
    worth: int = 0


@dataclass(slots=True)
class _Told:
    """What a story's reports have said so far."""

    articles: set[ArticleId] = field(default_factory=set)
    readings: set[Decimal] = field(default_factory=set)
    words: set[str] = field(default_factory=set)
    small: set[str] = field(default_factory=set)
    things: set[str] = field(default_factory=set)

    def add(self, article: Article) -> None:
        if article.id in self.articles:
            return
        self.articles.add(article.id)
        for text in (article.title, article.body):
            self.readings |= readings_in(text)
            self.words |= words_in(text)
        self.words |= words_in(article.dateline or "")
        self.small |= small_words_in(article.body)
        self.things.update(count.thing for count in counts_in(article.body, article.language) if count.thing)


class Changes:
    """Finds what a day's reports tell anew; made once for a site's coverage."""

    def __init__(self, coverage: Coverage, settings: Settings) -> None:
        self._coverage = coverage
        self._settings = settings
        self._entries = _entries_of(settings.topics)
        self._told_so_far: dict[StoryId, _Told] = {}  # a cache: the last stories asked for, the newest last
        self._speakers = frozenset(
            tuple(folded(word) for word in name.split())
            for source in settings.sources.values()
            for name in source.names
        )

    def of(
        self, story: StoryId, before: Sequence[ArticleId], today: Sequence[ArticleId], room: Room
    ) -> Changed:
        """What `today` has that `before`, all other reports of `story` so far, had not, with the words that
        say so; `today` has the lead first.

        Copies tell nothing of their own, nor do round-ups tell what is theirs. A find counts when the title
        or the opening of a report has it, or a second report; of what counts, what most reports have comes
        first. Nothing is quoted beyond what the source of the article allows.
        """
        articles = self._coverage.articles
        told = self._told_by(story, before)
        reports = [articles[article] for article in today if self._is_report(article)]
        small = told.small.union(*(small_words_in(report.body) for report in reports))
        return Changed(
            numbers=self._told(reports, lambda report: _numbers(report, told), room),
            names=self._told(reports, lambda report: self._names(report, told, small), room),
            places=self._told(reports, lambda report: self._places(report, told), room),
            sources=self._new_sources(before, today),
        )

    def _told_by(self, story: StoryId, before: Sequence[ArticleId]) -> _Told:
        """What `before` told. As days go by only what is new of it is read; when an article is gone from it
        all are read anew."""
        told = self._told_so_far.pop(story, None)
        if told is None or not told.articles.issubset(before):
            told = _Told()
        for article in before:
            told.add(self._coverage.articles[article])
        self._told_so_far[story] = told
        if len(self._told_so_far) > _KEPT:
            del self._told_so_far[next(iter(self._told_so_far))]
        return told

    def _is_report(self, article: ArticleId) -> bool:
        lineage = self._coverage.lineage[article]
        is_own = lineage.role is not Role.COPY or lineage.of is None
        return is_own and not lineage.is_round_up and self._coverage.articles[article].label in _REPORTS

    def _told(
        self, reports: Sequence[Article], finds_in: Callable[[Article], Iterator[_Find]], room: Room
    ) -> tuple[Line, ...]:
        """The most telling finds as lines, one a thing."""
        found: dict[object, list[_Find]] = {}
        for report in reports:
            for find in finds_in(report):
                found.setdefault(find.key, []).append(find)
        places = {report.id: place for place, report in enumerate(reports)}
        telling = []
        for finds in found.values():
            reporters = {self._reporter(find.article) for find in finds}
            if len(reporters) > 1 or any(find.leads for find in finds):
                first = min(finds, key=lambda find: (places[find.article], find.start))
                rank = (-len(reporters), -max(f.worth for f in finds), places[first.article], first.start)
                telling.append((rank, finds))
        telling.sort(key=lambda item: item[0])
        lines: list[Line] = []
        for _, finds in telling:
            if len(lines) < _SHOWN and (line := _quoted(finds, room)):
                lines.append(line)
        return tuple(lines)

    def _names(self, report: Article, told: _Told, small: set[str]) -> Iterator[_Find]:
        yield from self._entries_in(report, told, _NAMED)
        authors = {folded(word) for author in report.authors for word in author.split()}
        words = list(map(folded, _WORD.findall(report.body)))
        title = words_in(report.title)
        for name in full_names_in(report.body, small):
            last = name.words[-1]
            if last in told.words or last in authors or name.words in self._speakers:
                continue
            if self._is_entry(report.body[name.start : name.end]):
                continue
            if last in title or words.count(last) > 1:
                yield _Find(
                    key=last,
                    article=report.id,
                    start=name.start,
                    end=name.end,
                    leads=last in title or name.start < _OPENING,
                )

    def _places(self, report: Article, told: _Told) -> Iterator[_Find]:
        yield from self._entries_in(report, told, frozenset({TopicKind.PLACE}))

    def _entries_in(self, report: Article, told: _Told, kinds: frozenset[TopicKind]) -> Iterator[_Find]:
        """Where `report` first names each entry of the vocabulary that no report named before."""
        title = words_in(report.title)
        for entry in self._entries:
            if entry.kind not in kinds or any(forms <= told.words for forms in entry.forms):
                continue
            if match := entry.pattern.search(report.body):
                leads = match.start() < _OPENING or any(forms <= title for forms in entry.forms)
                yield _Find(
                    key=entry.name,
                    article=report.id,
                    start=match.start(),
                    end=match.end(),
                    leads=leads,
                    worth=1,
                )

    def _is_entry(self, name: str) -> bool:
        return any(entry.pattern.fullmatch(name) for entry in self._entries)

    def _new_sources(self, before: Iterable[ArticleId], today: Iterable[ArticleId]) -> tuple[SourceId, ...]:
        """Outlets with an own report today that had nothing on the story before, in order of time."""
        articles, lineage = self._coverage.articles, self._coverage.lineage
        heard = {articles[article].source for article in before}
        own = [a for a in today if lineage[a].role is Role.ORIGINAL]
        own.sort(key=lambda article: (articles[article].when, article))
        new = dict.fromkeys(articles[article].source for article in own)
        return tuple(s for s in new if s not in heard and s != UNKNOWN_SOURCE)[:_SHOWN]

    def _reporter(self, article: ArticleId) -> SourceId:
        return reporter_of(article, self._coverage.articles, self._coverage.lineage)


def _quoted(finds: Iterable[_Find], room: Room) -> Line | None:
    """The line for the first of `finds` that may be quoted; None when none may be."""
    lines = (room.take(find.article, find.start, find.end) for find in finds)
    return next((line for line in lines if line is not None), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Entry:
    """An entry of the vocabulary that names somebody or some place, and how it is written."""

    name: str
    kind: TopicKind
    pattern: re.Pattern[str]
    forms: tuple[frozenset[str], ...]


def _entries_of(vocabulary: Mapping[TopicId, Topic]) -> tuple[_Entry, ...]:
    """The entries that a text can be searched for; a name that two entries have tells neither."""
    named = [topic for topic in vocabulary.values() if topic.kind in _NAMED or topic.kind is TopicKind.PLACE]
    owners: dict[str, set[str]] = {}
    for topic in vocabulary.values():
        for name in (topic.name, *topic.aliases):
            owners.setdefault(name.casefold(), set()).add(topic.id)
    entries = []
    for topic in sorted(named, key=lambda topic: topic.id):
        names = [name for name in dict.fromkeys((topic.name, *topic.aliases)) if _is_own(name, owners)]
        if topic.context:  # a word of it may mean something else here
            names = [name for name in names if " " in name]
        if names:
            longest = sorted(names, key=lambda name: (-len(name), name))
            pattern = re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, longest))})(?!\w)")
            forms = tuple(frozenset(words_in(name)) for name in (topic.name, *topic.aliases))
            entries.append(_Entry(name=topic.id, kind=topic.kind, pattern=pattern, forms=forms))
    return tuple(entries)


def _is_own(name: str, owners: Mapping[str, set[str]]) -> bool:
    return len(owners[name.casefold()]) == 1 and not name.islower() and folded(name) not in TITLES


def _numbers(report: Article, told: _Told) -> Iterator[_Find]:
    title = readings_in(report.title)
    for count in counts_in(report.body, report.language):
        if not is_told(count.readings, told.readings):
            yield _Find(
                key=min(count.readings),
                article=report.id,
                start=count.start,
                end=count.end,
                leads=count.start < _OPENING or bool(count.readings & title),
                worth=_worth(count, told),
            )


def _worth(count: Count, told: _Told) -> int:
    """A count of what was counted before says how the story went on."""
    return 1 if count.thing in told.things else 0


_WORD: Final = re.compile(r"[^\W\d_](?:[\w'’-]*\w)?")
