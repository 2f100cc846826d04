"""Draw numbers: days in, the bars of a small chart out, with the same numbers as text."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from generator.pages import words

_MONTHS: Final = 12
_HEIGHT: Final = 106.0  # of the tallest bar, px
_BASE: Final = 126.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """A month's column. Lengths across are in per cent, upward in px, so that labels keep their size."""

    label: str
    number: int
    left: str
    width: str
    middle: str
    top: str
    height: str
    above: str
    look: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Bars:
    """Numbers by month: columns, and one sentence that says the same."""

    columns: tuple[Column, ...]
    said: str
    caption: str


def month_bars(days: Sequence[date]) -> Bars | None:
    """The number of `days` in each of the last twelve months up to the newest; None when all are in one."""
    numbers = Counter((day.year, day.month) for day in days)
    if len(numbers) < 2:
        return None
    newest, oldest = max(numbers), min(numbers)
    wanted = min(_MONTHS, (newest[0] - oldest[0]) * 12 + newest[1] - oldest[1] + 1)
    months = [_months_before(newest, back) for back in range(wanted - 1, -1, -1)]
    most = max(numbers[month] for month in months)
    step = 100 / len(months)
    columns = []
    for place, (year, month) in enumerate(months):
        number = numbers[(year, month)]
        height = _HEIGHT * number / most
        columns.append(
            Column(
                label=words.month_short(month),
                number=number,
                left=f"{step * (place + 0.18):.2f}%",
                width=f"{step * 0.64:.2f}%",
                middle=f"{step * (place + 0.5):.2f}%",
                top=f"{_BASE - height:.1f}",
                height=f"{height:.1f}",
                above=f"{_BASE - height - 5:.1f}",
                look="now" if (year, month) == newest else "",
            )
        )
    first, last = months[0], months[-1]
    return Bars(
        columns=tuple(columns),
        said=", ".join(f"{column.label} {column.number}" for column in columns),
        caption=f"Articles a month, {words.month(first[1])} {first[0]} to {words.month(last[1])} {last[0]}.",
    )


def _months_before(month: tuple[int, int], back: int) -> tuple[int, int]:
    number = month[0] * 12 + month[1] - 1 - back
    return number // 12, number % 12 + 1
