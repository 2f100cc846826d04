"""Trace by day: days in, each day's matches out; those that were traced before are taken from the store."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Sequence
from concurrent.futures import Executor, Future
from typing import Any, Final

from generator.model.article import Article
from generator.model.ids import ArticleId
from generator.stories.days import IN_ROW, Day, Store, digest, pack, row_of, unpack
from generator.stories.overlap import Overlap
from generator.stories.relation import Relation
from generator.stories.tracing import REACH_DAYS, Match, Tracer

_KIND: Final = "matches"
_TOGETHER: Final = 150  # days that a process traces in one go: a fifth more work than without processes
_UNDER_WAY: Final = 8  # such groups; more would have the archive in memory twice
_WORTH_IT: Final = 2000  # articles; for fewer no process is started


class Matches:
    """The matches that were found when each day's articles came, by the day's place in `days`.

    `keys` has a hash for each day of all that its matches rest on.
    """

    def __init__(self, days: Sequence[Day], store: Store, executor: Executor | None = None) -> None:
        self.days = days
        self.numbers = [day.number for day in days]
        self.keys = _keys(days)
        self.row = row_of(self.numbers, self.keys)
        self._packed: dict[int, bytes] = {}
        self._last: tuple[int, list[Match]] = (-1, [])
        missing = []
        kept = store.rows(_KIND)
        for at, day in enumerate(days):
            key, known = kept.get(day.number, (b"", b""))
            if key == self.keys[at]:
                self._packed[at] = known
            else:
                missing.append(at)
        store.drop(_KIND, kept.keys() - set(self.numbers))
        for at, found in self._trace(missing, executor):
            self._packed[at] = packed = pack([_plain(match) for match in found])
            store.put(_KIND, days[at].number, self.keys[at], packed)

    def of(self, at: int) -> list[Match]:
        """The matches of the day at this place, in the order in which they were found."""
        if self._last[0] != at:
            self._last = (at, [_match(plain) for plain in unpack(self._packed[at])])
        return self._last[1]

    def _trace(self, missing: Sequence[int], executor: Executor | None) -> Iterator[tuple[int, list[Match]]]:
        size = sum(len(self.days[at].articles) for at in missing)
        if executor is not None and size >= _WORTH_IT:
            yield from self._trace_apart(missing, executor)
            return
        tracer, last = Tracer(), -1
        for at in missing:
            if at != last + 1:
                tracer = self._tracer_before(at)
            yield at, tracer.add(self.days[at].articles)
            last = at

    def _tracer_before(self, at: int) -> Tracer:
        first = self._first_within(at, REACH_DAYS // 2)
        before = [article for day in self.days[first:at] for article in day.articles]
        return Tracer(before, (match for other in range(first, at) for match in self.of(other)))

    def _first_within(self, at: int, reach: int) -> int:
        """The place of the first day that is at most `reach` days before the one at `at`."""
        first = at
        while first and self.days[first - 1].number >= self.days[at].number - reach:
            first -= 1
        return first

    def _trace_apart(self, missing: Sequence[int], executor: Executor) -> Iterator[tuple[int, list[Match]]]:
        under_way: deque[tuple[Sequence[int], Future[list[list[Match]]]]] = deque()
        for start in range(0, len(missing), _TOGETHER):
            group = missing[start : start + _TOGETHER]
            first = self._first_within(group[0], REACH_DAYS)
            days = [day.articles for day in self.days[first : group[-1] + 1]]
            under_way.append((group, executor.submit(_traced, days, [at - first for at in group])))
            if len(under_way) >= _UNDER_WAY:
                yield from _results(*under_way.popleft())
        while under_way:
            yield from _results(*under_way.popleft())


def _results(group: Sequence[int], task: Future[list[list[Match]]]) -> Iterator[tuple[int, list[Match]]]:
    yield from zip(group, task.result(), strict=True)


def _traced(days: Sequence[Sequence[Article]], wanted: Sequence[int]) -> list[list[Match]]:
    """What a process does: trace `days`, and give the matches of those at the places `wanted`."""
    tracer = Tracer()
    found = [tracer.add(articles) for articles in days]
    return [found[at] for at in wanted]


def _keys(days: Sequence[Day]) -> list[bytes]:
    row = row_of([day.number for day in days], [day.digest for day in days])
    keys = []
    first = 0
    for at, day in enumerate(days):
        while days[first].number < day.number - REACH_DAYS:
            first += 1
        keys.append(digest(row[first * IN_ROW : (at + 1) * IN_ROW]))
    return keys


def _plain(match: Match) -> list[Any]:
    overlap = match.overlap
    return [
        *(match.later, match.earlier, match.relation.value),
        *(overlap.taken, overlap.held, overlap.opening, overlap.lead, overlap.facts, overlap.numbers),
        *(overlap.title, overlap.strange, overlap.slots, overlap.conflict, overlap.length),
    ]


def _match(plain: Sequence[Any]) -> Match:
    taken, held, opening, lead, facts, numbers, title, strange, slots, conflict, length = plain[3:]
    return Match(
        later=ArticleId(plain[0]),
        earlier=ArticleId(plain[1]),
        relation=Relation(plain[2]),
        overlap=Overlap(
            taken=taken,
            held=held,
            opening=opening,
            lead=lead,
            facts=facts,
            numbers=numbers,
            title=title,
            strange=strange,
            slots=slots,
            conflict=conflict,
            length=length,
        ),
    )
