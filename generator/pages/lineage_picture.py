"""Draw lineage: the reports of a story in order of time in, the rows, marks and lines of a picture out.

An outlet has a row, a report a step from left to right. A line leads down or up to a report from the row of
the one that it was taken from, or that it cites. Lengths across are in per cent and down in em, so that the
picture takes any width, its letters keep their size, and its rows stand beside a list of names.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby, pairwise
from typing import Final

from generator.model.ids import SourceId
from generator.model.story import Role
from generator.pages.words import Words

_ROWS: Final = 14  # outlets with a row of their own; the others of a larger story share one
_STEPS: Final = 60  # reports that are drawn, the newest ones
_ROW: Final = 2.0  # em
_FEWEST: Final = 3  # reports, below which the list says it all
_ROOM: Final = 9.0  # per cent of the width that the name of a day takes
_ROOM_ON_A_PHONE: Final = 20.0

_LOOKS: Final = {Role.ORIGINAL: "own", Role.REWRITE: "rewrite", Role.COPY: "copy"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawn:
    """A report to be drawn. `taken` and `cited` are outlets of the same story that it rests on."""

    outlet: SourceId
    day: date
    role: Role
    taken: SourceId | None
    cited: tuple[SourceId, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """A report's mark."""

    look: str
    x: str
    y: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Stroke:
    """A line: a row from its first report to its last, or from one row to another."""

    look: str
    x1: str
    x2: str
    y1: str
    y2: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DayMark:
    """Where a day begins, and its name where there is room for it; `look` is its classes."""

    x: str
    name: str
    look: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LineagePicture:
    """Who reported when, and who took from whom or cited whom. `outlets` are the rows from the top; `others`
    counts those that share the last row. `said` says the same in words."""

    outlets: tuple[SourceId, ...]
    others: int
    height: str
    points: tuple[Point, ...]
    strokes: tuple[Stroke, ...]
    days: tuple[DayMark, ...]
    said: str
    shown: str


def lineage_picture(words: Words, reports: Sequence[Drawn]) -> LineagePicture | None:
    """The picture of `reports`, which are in order of time; None where nothing leads from one to another."""
    shown = reports[-_STEPS:]
    leads = (source != report.outlet for report in shown for source in _sources(report))
    if len(shown) < _FEWEST or not any(leads):
        return None
    outlets, others = _rows(shown)
    row_of = {outlet: place for place, outlet in enumerate(outlets)}
    rows = [row_of.get(report.outlet, len(outlets)) for report in shown]
    height = (len(outlets) + (1 if others else 0)) * _ROW
    width = 100 / len(shown)
    return LineagePicture(
        outlets=outlets,
        others=others,
        height=_em(height + _ROW * 0.8),
        points=tuple(
            Point(look=_LOOKS[report.role], x=_across(width, step), y=_middle(rows[step]))
            for step, report in enumerate(shown)
        ),
        strokes=(
            *_tracks(shown, rows, row_of, width),
            *(
                stroke
                for step, report in enumerate(shown)
                for stroke in _lines(report, row_of, rows[step], _across(width, step))
            ),
        ),
        days=_days(words, [report.day for report in shown], width),
        said=_said(words, reports),
        shown=words.gettext(
            "The newest %(shown)s of %(all)s reports.",
            shown=words.number(len(shown)),
            all=words.number(len(reports)),
        )
        if len(shown) < len(reports)
        else "",
    )


def _rows(reports: Sequence[Drawn]) -> tuple[tuple[SourceId, ...], int]:
    """The outlets with a row of their own, who reported first at the top, and how many share another."""
    first = list(dict.fromkeys(o for report in reports for o in (*_sources(report), report.outlet)))
    if len(first) <= _ROWS:
        return tuple(first), 0
    weight = Counter(report.outlet for report in reports)
    weight.update(report.taken for report in reports if report.taken)
    heavy = set(sorted(first, key=lambda outlet: (-weight[outlet], first.index(outlet)))[: _ROWS - 1])
    return tuple(outlet for outlet in first if outlet in heavy), len(first) - len(heavy)


def _tracks(
    reports: Sequence[Drawn], rows: Sequence[int], row_of: dict[SourceId, int], width: float
) -> Iterator[Stroke]:
    """Each row from its first report to the last that is in it or leads from it."""
    steps: dict[int, list[int]] = defaultdict(list)
    for step, (report, row) in enumerate(zip(reports, rows, strict=True)):
        for other in {row, *(row_of[source] for source in _sources(report) if source in row_of)}:
            steps[other].append(step)
    for row in sorted(steps):
        ends = {"x1": _across(width, steps[row][0]), "x2": _across(width, steps[row][-1])}
        yield Stroke(look="track", y1=_middle(row), y2=_middle(row), **ends)


def _sources(report: Drawn) -> tuple[SourceId, ...]:
    """What lines lead from: the outlet that a report was taken from, else each that it cites."""
    return (report.taken,) if report.taken else report.cited


def _lines(report: Drawn, row_of: dict[SourceId, int], row: int, x: str) -> Iterator[Stroke]:
    look = "taken" if report.taken else "cited"
    for source in _sources(report):
        above = row_of.get(source)
        if above is not None and above != row:
            yield Stroke(look=look, x1=x, x2=x, y1=_middle(above), y2=_middle(row))


def _days(words: Words, days: Sequence[date], width: float) -> tuple[DayMark, ...]:
    """Where each day begins. Its name is given where the next one is far enough; on a phone less fits."""
    begins = [
        (day, width * next(group)[0]) for day, group in groupby(enumerate(days), key=lambda item: item[1])
    ]
    lefts = [left for _, left in begins]
    narrow = _with_room(lefts, _ROOM_ON_A_PHONE, set())
    wide = _with_room(lefts, _ROOM, narrow)
    return tuple(
        DayMark(
            x=f"{left:.2f}%",
            name=words.brief_day(day) if left in wide else "",
            look="ax" if left in narrow else "ax df-wide",
        )
        for day, left in begins
    )


def _with_room(lefts: Sequence[float], room: float, named: set[float]) -> set[float]:
    """`named` and the places of `lefts` that have room for a name, those of the longest days first."""
    chosen = set(named)
    breadth = {left: after - left for left, after in pairwise([*lefts, 100.0])}
    for left in sorted(lefts, key=lambda left: (breadth[left] < room, left)):
        if left + room <= 100 and all(abs(left - other) >= room for other in chosen):
            chosen.add(left)
    return chosen


def _said(words: Words, reports: Sequence[Drawn]) -> str:
    roles = Counter(report.role for report in reports)
    told = [
        words.ngettext("%(num)s own report", "%(num)s own reports", roles[Role.ORIGINAL]),
        words.ngettext(
            "%(num)s rewritten from another", "%(num)s rewritten from others", roles[Role.REWRITE]
        ),
        words.ngettext("%(num)s copy", "%(num)s copies", roles[Role.COPY]),
    ]
    outlets = len({report.outlet for report in reports})
    return words.gettext(
        "%(reports)s %(by_outlets)s: %(roles)s.",
        reports=words.ngettext("%(num)s report", "%(num)s reports", len(reports)),
        by_outlets=words.ngettext("by %(num)s outlet", "by %(num)s outlets", outlets),
        roles=words.listed(told),
    )


def _across(width: float, step: int) -> str:
    return f"{width * (step + 0.5):.2f}%"


def _middle(row: int) -> str:
    return _em((row + 0.5) * _ROW)


def _em(length: float) -> str:
    return f"{length:g}em"
