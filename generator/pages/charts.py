"""Draw numbers: days in, the bars of a small chart out, with the same numbers as text."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from generator.languages import message
from generator.pages.words import Words

_MONTHS: Final = 12
_DAYS: Final = 31  # the longest span that is drawn by day
_HEIGHT: Final = 106.0  # of the tallest bar, px
_BASE: Final = 126.0
_CLOSE: Final = 4  # days; where a week begins so soon after the first day, the first one's name has no room


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """A column. Lengths across are in per cent, upward in px, so that labels keep their size. `mark` is the
    look of its number: on a phone there is room for the highest only where columns are many."""

    label: str
    number: int
    left: str
    width: str
    middle: str
    top: str
    height: str
    above: str
    look: str
    mark: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Bars:
    """Numbers by month or by day: columns, one sentence that says the same, and what they are of."""

    heading: str
    title: str
    columns: tuple[Column, ...]
    said: str
    caption: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ChartTexts:
    """What a chart is of, by the day and by the month: what heads it, its name, and its caption."""

    by_day: tuple[str, str, str]
    by_month: tuple[str, str, str]


STORIES: Final = ChartTexts(
    by_day=(
        message("Stories by day"),
        message("Stories by day"),
        message("Stories a day, %(span)s."),
    ),
    by_month=(
        message("Stories by month"),
        message("Stories by month"),
        message("Stories a month, %(first)s to %(last)s."),
    ),
)
ARTICLES: Final = ChartTexts(
    by_day=(
        message("Coverage by day"),
        message("Articles by day"),
        message("Articles a day, %(span)s."),
    ),
    by_month=(
        message("Coverage by month"),
        message("Articles by month"),
        message("Articles a month, %(first)s to %(last)s."),
    ),
)
REPORTS: Final = ChartTexts(
    by_day=(
        message("Reports by day"),
        message("Reports by day"),
        message("Reports a day, %(span)s."),
    ),
    by_month=(
        message("Reports by month"),
        message("Reports by month"),
        message("Reports a month, %(first)s to %(last)s."),
    ),
)


def bars(words: Words, days: Sequence[date], what: ChartTexts) -> Bars | None:
    """How many of `days` are in each day of a span of a month, or in each of the last twelve months.

    The newest column is the newest day's. None when all are in one.
    """
    if len(set(days)) < 2:
        return None
    first, last = min(days), max(days)
    if (last - first).days < _DAYS:
        return _by_day(words, Counter(days), first, last, what)
    return _by_month(words, Counter((day.year, day.month) for day in days), what)


def _by_day(words: Words, numbers: Counter[date], first: date, last: date, what: ChartTexts) -> Bars:
    days = [first + timedelta(days=number) for number in range((last - first).days + 1)]
    labels = [
        words.brief_day(day) if day.weekday() == 0 or (day == first and 7 - day.weekday() > _CLOSE) else ""
        for day in days
    ]
    said = [f"{words.brief_day(day)} {numbers[day]}" for day in days if numbers[day]]
    heading, title, caption = map(words.gettext, what.by_day)
    return Bars(
        heading=heading,
        title=title,
        columns=_columns([numbers[day] for day in days], labels),
        said=words.gettext(", ").join(said),
        caption=caption % {"span": words.span(first, last)},
    )


def _by_month(words: Words, numbers: Counter[tuple[int, int]], what: ChartTexts) -> Bars:
    newest, oldest = max(numbers), min(numbers)
    wanted = min(_MONTHS, (newest[0] - oldest[0]) * 12 + newest[1] - oldest[1] + 1)
    months = [_months_before(newest, back) for back in range(wanted - 1, -1, -1)]
    labels = [words.month_short(month) for _, month in months]
    counted = [numbers[month] for month in months]
    first, last = months[0], months[-1]
    heading, title, caption = map(words.gettext, what.by_month)
    return Bars(
        heading=heading,
        title=title,
        columns=_columns(counted, labels),
        said=words.gettext(", ").join(
            f"{label} {number}" for label, number in zip(labels, counted, strict=True)
        ),
        caption=caption % {"first": words.month(*first), "last": words.month(*last)},
    )


def _columns(numbers: Sequence[int], labels: Sequence[str]) -> tuple[Column, ...]:
    most, step = max(numbers), 100 / len(numbers)
    return tuple(
        Column(
            label=label,
            number=number,
            left=f"{step * (place + 0.18):.2f}%",
            width=f"{step * 0.64:.2f}%",
            middle=f"{step * (place + 0.5):.2f}%",
            top=f"{_BASE - _HEIGHT * number / most:.1f}",
            height=f"{_HEIGHT * number / most:.1f}",
            above=f"{_BASE - _HEIGHT * number / most - 5:.1f}",
            look="now" if place == len(numbers) - 1 else "",
            mark="v" if len(numbers) <= _MONTHS or number == most else "v df-wide",
        )
        for place, (number, label) in enumerate(zip(numbers, labels, strict=True))
    )


def _months_before(month: tuple[int, int], back: int) -> tuple[int, int]:
    number = month[0] * 12 + month[1] - 1 - back
    return number // 12, number % 12 + 1
