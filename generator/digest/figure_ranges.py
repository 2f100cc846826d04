"""Read a number in a language, and the values that it allows by what it says of itself ('at least 14')."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from generator.digest import figure_words as said
from generator.model.edition import FigureKind

_ABOUT: Final = Decimal("0.1")
_FEW: Final = Decimal("0.05")


@dataclass(frozen=True, slots=True, kw_only=True)
class Range:
    """The values that a figure allows; `high` is None when there is no bound. `number` is what it names."""

    number: Decimal
    low: Decimal
    high: Decimal | None
    exact: bool


Found = tuple[int, int, FigureKind, str, Range]
"""Start and end of a phrase in its sentence, what it is of, and what it allows."""


def value_of(digits: str, language: str) -> Decimal | None:
    """The number that `digits` are in a `language`; None when that is not sure."""
    plain = digits.replace("\u00a0", "").replace("\u202f", "")
    thousands, point = (",", ".") if language == "en" else (".", ",")
    grouped = re.fullmatch(rf"\d{{1,3}}(?:{re.escape(thousands)}\d{{3}})+", plain)
    if grouped:
        return Decimal(plain.replace(thousands, ""))
    if plain.isdecimal():
        is_year = len(plain) == 4 and plain == digits and 1900 <= int(plain) <= 2100
        return None if is_year else Decimal(plain)
    if not re.fullmatch(rf"\d+{re.escape(point)}\d+", plain, re.ASCII):
        return None
    return Decimal(plain.replace(point, "."))


def range_of(number: Decimal, mark: str) -> Range:
    """What `number` allows after the qualifier `mark`, which may be empty."""
    if mark in said.AT_LEAST:
        return Range(number=number, low=number, high=None, exact=False)
    if mark in said.AT_MOST:
        return Range(number=number, low=Decimal(0), high=number, exact=False)
    if mark in said.ABOUT:
        return Range(number=number, low=number * (1 - _ABOUT), high=number * (1 + _ABOUT), exact=False)
    return Range(number=number, low=number, high=number, exact=True)


def measured(number: Decimal) -> Range:
    """What a measured `number` allows: of what is measured nobody knows the last digit."""
    return Range(number=number, low=number * (1 - _FEW), high=number * (1 + _FEW), exact=False)
