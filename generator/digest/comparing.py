"""Hold the figures of a story's reports against each other: reports in, where they differ out.

Precision goes before recall: a report's figure counts when it stands at the top or nothing else in the report
contradicts it, and two figures are of one thing when their sentences can be of one place and day. A total
moves from day to day only where the later report says that it is a total, or both tell of the same event.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Final

from generator.digest.figure_ranges import Range
from generator.digest.figures import Figure, figures_in
from generator.digest.numbers import is_rounded
from generator.model.article import Article
from generator.model.edition import FigureKind
from generator.model.ids import ArticleId, SourceId

Thing = tuple[FigureKind, str]

_OPENING: Final = 700  # characters within which a report tells its own figures
_TOP: Final = 1_500  # characters within which a report names where it happened
_NAME: Final = re.compile(r"[^\W\d_a-z][\w’'-]*\w")
_MOST: Final = 4  # values that are shown of one thing
_LATELY: Final = timedelta(days=14)  # what was told longer ago is of something else more often than not
_SHOCK: Final = Decimal("0.3")  # how much two measures of one earthquake differ at most
_TIMES: Final = 5  # factor between two figures of one thing; beyond, they are of two
_WORDS: Final = 3  # that two sentences share when they tell of one event on two days


@dataclass(frozen=True, slots=True, kw_only=True)
class Telling:
    """A report's figure of each thing that it tells one of.

    `names` are words of its opening; `magnitude` is that of the earthquake that it tells of first.
    """

    article: ArticleId
    reporter: SourceId
    when: datetime
    figures: Mapping[Thing, Figure]
    names: frozenset[str]
    magnitude: Decimal | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """Figures of one thing: `now` of one day, in order of time, `before` of an earlier one; each with the
    report that tells it."""

    thing: Thing
    now: tuple[tuple[Telling, Figure], ...]
    before: tuple[tuple[Telling, Figure], ...] = ()


def telling(article: Article, reporter: SourceId) -> Telling:
    """What `article` tells, which counts for `reporter`."""
    year = article.when.year
    figures = list(figures_in(article.body, article.language, year))
    titled = list(figures_in(article.title, article.language, year)) if figures else []
    shakes = (figure.range.number for figure in figures if figure.kind is FigureKind.MAGNITUDE)
    return Telling(
        article=article.id,
        reporter=reporter,
        when=article.when,
        figures=_by_thing(figures, titled),
        names=frozenset(word.casefold() for word in _NAME.findall(f"{article.title} {article.body[:_TOP]}")),
        magnitude=next(shakes, None),
    )


def differences(before: Sequence[Telling], today: Sequence[Telling]) -> tuple[Difference, ...]:
    """Where `today` differs, and where it has moved since `before` or in its course; both in order of time,
    `before` has the reports of earlier days. Things in the order of FigureKind, then of `of`."""
    found = []
    things = {thing for told in today for thing in told.figures}
    for thing in sorted(things, key=lambda thing: (list(FigureKind).index(thing[0]), thing[1])):
        now = _agreed(_by_reporter(today, thing))
        if not now:
            continue
        earlier = _earlier([*before, *_superseded(today)], thing, now)
        values = _values(now)[:_MOST]
        if len(values) > 1 or earlier:
            found.append(Difference(thing=thing, now=tuple(values), before=earlier))
    return tuple(found)


def differ(one: Range, other: Range) -> bool:
    """Whether two figures of one thing cannot both be right, or name two minimums."""
    if is_rounded(one.number, other.number):
        return False
    if one.high is None and other.high is None:
        return one.number != other.number
    if one.high is not None and one.high < other.low:
        return True
    return other.high is not None and other.high < one.low


def _by_thing(figures: Iterable[Figure], titled: Iterable[Figure]) -> dict[Thing, Figure]:
    """The one figure of each thing that a report tells, of those of its body and of its title."""
    found: dict[Thing, tuple[list[Figure], list[Figure]]] = defaultdict(lambda: ([], []))
    for figure in figures:
        found[figure.kind, figure.of][0].append(figure)
    for figure in titled:
        found[figure.kind, figure.of][1].append(figure)
    chosen = {thing: _chosen(*both) for thing, both in found.items()}
    return {thing: figure for thing, figure in chosen.items() if figure is not None}


def _chosen(figures: Sequence[Figure], titled: Sequence[Figure]) -> Figure | None:
    """The one figure that a report tells of a thing; None when it tells several, or only in passing."""
    leading = [
        figure
        for figure in figures
        if figure.start < _OPENING or any(not differ(figure.range, title.range) for title in titled)
    ]
    if leading and leading[0].kind is FigureKind.MAGNITUDE:  # what comes after the largest are aftershocks
        largest = max(figure.range.number for figure in leading)
        leading = leading[:1] if leading[0].range.number == largest else leading
    if not leading or _contradict(leading) or any(differ(leading[0].range, t.range) for t in titled):
        return None
    return min(leading, key=lambda figure: (not figure.range.exact, figure.start))


def _contradict(figures: Sequence[Figure]) -> bool:
    return any(differ(one.range, other.range) for one in figures for other in figures)


_Told = tuple[Telling, Figure]


def _by_reporter(tellings: Iterable[Telling], thing: Thing) -> list[_Told]:
    """The last figure of each reporter, in order of time."""
    latest: dict[SourceId, _Told] = {}
    for told in tellings:
        if figure := told.figures.get(thing):
            latest.pop(told.reporter, None)
            latest[told.reporter] = (told, figure)
    return list(latest.values())


def _superseded(tellings: Sequence[Telling]) -> list[Telling]:
    """The reports of a day that a later one of the same reporter replaces."""
    last = {told.reporter: told for told in tellings}
    return [told for told in tellings if last[told.reporter] is not told]


def _agreed(told: Sequence[_Told]) -> list[_Told]:
    """Those that tell of the same thing as all others of them: of such sets the one with most
    values, then the largest, then the first found."""
    best: list[_Told] = []
    for anchor in told:
        group = [anchor]
        for other in told:
            if other is not anchor and all(_is_one_thing(other, member) for member in group):
                group.append(other)
        if (len(_values(group)), len(group)) > (len(_values(best)), len(best)):
            best = group
    return sorted(best, key=lambda item: (item[0].when, item[0].article))


def _is_one_thing(one: _Told, other: _Told) -> bool:
    if one[1].days and other[1].days and not one[1].days & other[1].days:
        return False
    if not _can_be_one_place(one, other) or _are_two_shocks(one[0], other[0]):
        return False
    numbers = sorted((one[1].range.number, other[1].range.number))
    return numbers[0] > 0 and numbers[1] <= numbers[0] * _TIMES


def _are_two_shocks(one: Telling, other: Telling) -> bool:
    """Whether two reports tell of two earthquakes."""
    if one.magnitude is None or other.magnitude is None:
        return False
    return abs(one.magnitude - other.magnitude) > _SHOCK


def _can_be_one_place(one: _Told, other: _Told) -> bool:
    """Whether two figures can be of one place: where both name it, one names it more closely; else the report
    of the one names the place around the other."""
    first, second = one[1], other[1]
    if first.places and second.places:
        mine, theirs = _words_of(first.places), _words_of(second.places)
        same = mine <= theirs or theirs <= mine or first.places[0] == second.places[0]
        return same and bool(mine & theirs)
    if first.around and second.around:
        return (
            _words_of(first.around[:1]) <= other[0].names or _words_of(second.around[:1]) <= one[0].names
        ) and not (first.places and not _words_of(first.places[:1]) <= other[0].names)
    return not (first.names and second.names) or bool(first.names & second.names)


def _words_of(places: Iterable[str]) -> set[str]:
    return {word for place in places for word in place.split()}


def _earlier(before: Sequence[Telling], thing: Thing, now: Sequence[_Told]) -> tuple[_Told, ...]:
    """The last figure of before, when no report of now tells it any more and it is surely of the same."""
    for told in reversed(before):
        figure = told.figures.get(thing)
        if figure is None:
            continue
        if now[0][0].when - told.when > _LATELY:
            return ()
        same = [
            item for item in now if _is_one_total(figure, item[1]) or _is_of_yesterday((told, figure), item)
        ]
        if not same or not all(_has_moved(figure.range, item[1].range) for item in now):
            return ()
        return ((told, figure),)
    return ()


def _is_one_total(earlier: Figure, now: Figure) -> bool:
    numbers = sorted((earlier.range.number, now.range.number))
    if numbers[0] <= 0 or numbers[1] > numbers[0] * _TIMES:
        return False
    shared = len(earlier.words & now.words)
    if now.is_toll and (earlier.names & now.names or not (earlier.names and now.names)):
        return shared >= 1
    days = bool(earlier.days & now.days)
    return shared >= _WORDS and bool(earlier.names & now.names) and days


def _is_of_yesterday(earlier: _Told, now: _Told) -> bool:
    """Whether a total is told of 'yesterday's strikes', and the other on that day, with a name of both."""
    days = (now[0].when.date() - earlier[0].when.date()).days
    numbers = sorted((earlier[1].range.number, now[1].range.number))
    near = numbers[0] > 0 and numbers[1] <= numbers[0] * _TIMES
    told = now[1].is_toll and "yesterday" in now[1].words and days == 1
    return told and near and bool(earlier[1].names & now[1].names)


def _has_moved(earlier: Range, now: Range) -> bool:
    return (
        earlier.number != now.number
        and not is_rounded(earlier.number, now.number)
        and (earlier.exact or now.exact or earlier.high is None or now.high is None)
    )


def _values(told: Sequence[_Told]) -> list[_Told]:
    """One of each value that differs from those before it."""
    values: list[_Told] = []
    for item in told:
        if all(differ(item[1].range, known[1].range) for known in values):
            values.append(item)
    return values
