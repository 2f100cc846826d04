"""Trace the lineage of an archive: articles in, the role of each out; what did not change is not made again.

The role of an article rests on the articles that matches tie it to, directly or by way of others. So a day's
roles stay as they are while the matches stay of all the days over which those of its articles reach.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import Executor
from typing import Any, Final

from generator.model.article import Article
from generator.model.ids import ArticleId, SourceId
from generator.model.story import Cited, Lineage, Role, Taken
from generator.stories.citing import CITED_DAYS
from generator.stories.days import IN_ROW, Day, Forgetful, Store, days_of, digest, pack, unpack
from generator.stories.lineage import resolve
from generator.stories.shingles import forget_codes
from generator.stories.tracing import REACH_DAYS, Match
from generator.stories.tracing_by_day import Matches

_REACH: Final = "reach"
_KIND: Final = "lineage"
_LATER: Final = REACH_DAYS // 2  # so many days on, an article may be matched with a later one


def trace_lineage(articles: Sequence[Article]) -> dict[ArticleId, Lineage]:
    """The role of every article."""
    return dict(trace_by_day(days_of(articles), Forgetful()))


def trace_by_day(days: Sequence[Day], store: Store, executor: Executor | None = None) -> Traced:
    """The role of every article of `days`, which are in order.

    What `store` has of days that nothing has changed for is taken from there. With an `executor` large
    numbers of days are compared by its workers; the result is the same.
    """
    matches = Matches(days, store, executor)
    packed = _known(matches, store)
    for kind in (_REACH, _KIND):
        store.drop(kind, set(store.days(kind)) - {day.number for day in days})
    missing = [at for at in range(len(days)) if at not in packed]
    if missing:
        for at, reach, lineage in _resolved(matches, missing):
            packed[at] = pack(
                [_plain(lineage[a.id]) for a in days[at].articles if not _is_plain(lineage[a.id])]
            )
            store.put(_REACH, days[at].number, days[at].digest, pack(reach))
            store.put(_KIND, days[at].number, _key(matches, reach), packed[at])
    forget_codes()
    return Traced(days, [packed[at] for at in range(len(days))])


class Traced(Mapping[ArticleId, Lineage]):
    """The lineage of every article, read from a day's result when it is asked for."""

    def __init__(self, days: Sequence[Day], packed: Sequence[bytes]) -> None:
        self._packed = packed
        self._day_of = {article.id: at for at, day in enumerate(days) for article in day.articles}
        self._read: dict[int, dict[ArticleId, Lineage]] = {}

    def __getitem__(self, article: ArticleId) -> Lineage:
        at = self._day_of[article]
        found = self._read.get(at)
        if found is None:
            found = self._read[at] = {one.article: one for one in map(_lineage, unpack(self._packed[at]))}
        return found.get(article) or Lineage(article=article)

    def __iter__(self) -> Iterator[ArticleId]:
        return iter(self._day_of)

    def __len__(self) -> int:
        return len(self._day_of)

    def digest(self, at: int) -> bytes:
        """A hash of the lineage of the day at this place."""
        return digest(self._packed[at])


def _known(matches: Matches, store: Store) -> dict[int, bytes]:
    """What the store has of days that nothing has changed for, by their place."""
    found = {}
    reaches, kept = store.rows(_REACH), store.rows(_KIND)
    for at, day in enumerate(matches.days):
        of, reach = reaches.get(day.number, (b"", b""))
        key, known = kept.get(day.number, (b"", b""))
        if of == day.digest and key == _key(matches, unpack(reach)):
            found[at] = known
    return found


def _key(matches: Matches, reach: Sequence[int]) -> bytes:
    """A hash of the days over which a day's matches reach, and of those on which others might come in."""
    first, last = reach
    begin, end = bisect_left(matches.numbers, first), bisect_right(matches.numbers, last + _LATER)
    return digest(matches.row[begin * IN_ROW : end * IN_ROW])


def _resolved(
    matches: Matches, missing: Sequence[int]
) -> Iterator[tuple[int, list[int], Mapping[ArticleId, Lineage]]]:
    """For each of the days at the places `missing` how far its matches reach, and the lineage."""
    days = matches.days
    tied = _Tied(matches)
    for at in missing:
        tied.take(_cited_from(days, at), at)
    lineage = resolve(tied.articles, tied.matches)
    for at in missing:
        yield at, tied.reach(_cited_from(days, at), at), lineage


def _cited_from(days: Sequence[Day], at: int) -> int:
    """The place of the first day that the lineage of the day at `at` looks at."""
    first = at
    if any(article.cites for article in days[at].articles):
        while first and days[first - 1].number >= days[at].number - CITED_DAYS:
            first -= 1
    return first


class _Tied:
    """Articles with all that matches tie them to."""

    def __init__(self, matches: Matches) -> None:
        self._matches = matches
        self._days = matches.days
        self._numbers = matches.numbers
        self._read: set[int] = set()
        self._ties: dict[ArticleId, list[Match]] = {}
        self._taken: dict[ArticleId, int] = {}
        self._place = {article.id: at for at, day in enumerate(matches.days) for article in day.articles}
        self._groups: dict[ArticleId, list[int]] = {}  # the first and last day of what an article is tied to

    @property
    def articles(self) -> list[Article]:
        wanted = self._taken.keys()
        days = sorted(set(self._taken.values()))
        return [article for at in days for article in self._days[at].articles if article.id in wanted]

    @property
    def matches(self) -> list[Match]:
        places = sorted(self._read)
        return [match for at in places for match in self._matches.of(at)]

    def take(self, first: int, last: int) -> None:
        """Take the articles of the days at these places, and all that they are tied to."""
        for at in range(first, last + 1):
            for article in self._days[at].articles:
                if article.id not in self._taken:
                    self._take_group(article.id, at)

    def reach(self, first: int, last: int) -> list[int]:
        """The first and the last day of what the articles of these days are tied to."""
        groups = [self._groups[a.id] for at in range(first, last + 1) for a in self._days[at].articles]
        numbers = (self._numbers[first], self._numbers[last])
        return [
            min(numbers[0], *[group[0] for group in groups]),
            max(numbers[1], *[group[1] for group in groups]),
        ]

    def _take_group(self, article: ArticleId, at: int) -> None:
        group = [self._numbers[at], self._numbers[at]]
        reached = [(article, at)]
        self._taken[article] = at
        while reached:
            here, at = reached.pop()
            self._groups[here] = group
            group[0], group[1] = min(group[0], self._numbers[at]), max(group[1], self._numbers[at])
            self._read_around(at)
            for match in self._ties.get(here, ()):
                other = match.earlier if match.later == here else match.later
                if other not in self._taken:
                    self._taken[other] = self._place[other]
                    reached.append((other, self._place[other]))

    def _read_around(self, at: int) -> None:
        """Read the matches of a day and of those on which its articles may have been matched again."""
        end = bisect_right(self._numbers, self._numbers[at] + _LATER)
        for place in range(at, end):
            if place not in self._read:
                self._read.add(place)
                for match in self._matches.of(place):
                    self._ties.setdefault(match.later, []).append(match)
                    self._ties.setdefault(match.earlier, []).append(match)


def _is_plain(lineage: Lineage) -> bool:
    return lineage == Lineage(article=lineage.article)


def _plain(lineage: Lineage) -> list[Any]:
    sources = [
        [one.of, one.declared, one.taken, one.held, one.lead, one.title, one.facts, one.numbers]
        for one in lineage.sources
    ]
    cited = [[one.article, one.shared] for one in lineage.cited]
    return [
        *(lineage.article, lineage.role.value, lineage.of, lineage.credit, lineage.evidence, sources),
        *(lineage.is_update, cited),
    ]


def _lineage(plain: Sequence[Any]) -> Lineage:
    article, role, of, credit, evidence, sources, is_update, cited = plain
    return Lineage(
        article=ArticleId(article),
        role=Role(role),
        of=None if of is None else ArticleId(of),
        credit=None if credit is None else SourceId(credit),
        evidence=evidence,
        sources=tuple(_taken(source) for source in sources),
        is_update=is_update,
        cited=tuple(Cited(article=ArticleId(one), shared=tuple(shared)) for one, shared in cited),
    )


def _taken(plain: Sequence[Any]) -> Taken:
    of, declared, taken, held, lead, title, facts, numbers = plain
    return Taken(
        of=ArticleId(of),
        declared=declared,
        taken=taken,
        held=held,
        lead=lead,
        title=title,
        facts=facts,
        numbers=numbers,
    )
