"""Dates as pages and feeds write them in, moments out; '28 minutes ago' against the time of capture."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, tzinfo
from email.utils import parsedate_to_datetime
from typing import Final

_UNITS: Final = {
    "second": timedelta(seconds=1), "sec": timedelta(seconds=1), "s": timedelta(seconds=1),
    "minute": timedelta(minutes=1), "min": timedelta(minutes=1), "m": timedelta(minutes=1),
    "hour": timedelta(hours=1), "hr": timedelta(hours=1), "h": timedelta(hours=1),
    "day": timedelta(days=1), "d": timedelta(days=1),
    "week": timedelta(weeks=1), "wk": timedelta(weeks=1), "w": timedelta(weeks=1),
    "month": timedelta(days=30), "mo": timedelta(days=30),
    "year": timedelta(days=365), "yr": timedelta(days=365), "y": timedelta(days=365),
}  # fmt: skip
_NUMBERS: Final = {
    "a": 1,
    "an": 1,
    "one": 1,
    "two": 2,
    "three": 3,
    "four": 4,
    "five": 5,
    "six": 6,
    "seven": 7,
}
_AGE: Final = re.compile(
    r"(?:about |almost |over |around |updated |posted |published )*"
    rf"(?P<number>\d{{1,4}}"
    rf"|{'|'.join(_NUMBERS)})\s*(?P<unit>{'|'.join(sorted(_UNITS, key=len, reverse=True))})s?\.?"
    r"(?P<ago>\s+ago)?"
)
_NAMED: Final = {
    "now": timedelta(0), "just now": timedelta(0), "moments ago": timedelta(0), "a moment ago": timedelta(0),
    "seconds ago": timedelta(0), "a few seconds ago": timedelta(0), "today": timedelta(0),
    "yesterday": timedelta(days=1), "last week": timedelta(weeks=1),
}  # fmt: skip
_MONTHS: Final = (
    "january", "february", "march", "april", "may", "june",
    "july", "august", "september", "october", "november", "december",
)  # fmt: skip
_MONTH: Final = r"(?P<month>[a-z]{3,9})\.?"
_DAY: Final = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?"
_CLOCK: Final = (
    r"(?:,?(?: at)?\s+(?P<hour>\d{1,2})(?::(?P<minute>\d{2}))?(?::\d{2})?\s*(?P<half>[ap]\.?m\.?)?)?"
)
_ZONE: Final = r"(?:\s*(?P<zone>utc|gmt|z))?"
_WEEKDAY: Final = r"(?:(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*,?\s+)?"
_WRITTEN: Final = (
    re.compile(rf"{_WEEKDAY}{_MONTH}\s+{_DAY}(?:,?\s+(?P<year>\d{{4}}))?{_CLOCK}{_ZONE}"),
    re.compile(rf"{_WEEKDAY}{_DAY}\s+{_MONTH}(?:,?\s+(?P<year>\d{{4}}))?{_CLOCK}{_ZONE}"),
)
_COMPACT_DAY: Final = re.compile(r"(?:19|20)\d{6}")
_STAMP: Final = re.compile(r"\d{9,13}(?:\.\d+)?")
_EARLIEST: Final = datetime(1000, 1, 4, tzinfo=UTC)  # away from the calendar's ends, where zones overflow
_LATEST: Final = datetime(9998, 12, 30, tzinfo=UTC)
_LONGEST: Final = 80


@dataclass(frozen=True, slots=True, kw_only=True)
class Resolved:
    """A moment, and whether it was reckoned back from the capture rather than written out."""

    moment: datetime
    from_capture: bool = False


def resolve(text: str, captured: datetime, zone: tzinfo) -> Resolved | None:
    """The moment that `text` means, to the second; None when it means none.

    An age counts back from `captured`, exactly ('1 hour ago' is 60 minutes, though pages say so up to 119).
    A time without an offset, and a day without a time (its midnight), are in `zone`; a day without a year is
    the latest such day that is not after the capture.
    """
    text = " ".join(text.split())
    if not text or len(text) > _LONGEST:
        return None
    try:
        age = _age(text.lower())
        if age is not None:
            return Resolved(moment=_checked((captured - age).replace(microsecond=0)), from_capture=True)
        moment = _written_out(text, captured, zone)
        return None if moment is None else Resolved(moment=_checked(moment.replace(microsecond=0)))
    except (ValueError, OverflowError, OSError):
        return None


def in_zone(moment: datetime, zone: tzinfo) -> datetime:
    """`moment` with an offset: its own, else that of `zone`; to the second."""
    aware = moment if moment.tzinfo is not None else moment.replace(tzinfo=zone)
    return aware.replace(microsecond=0)


def _checked(moment: datetime) -> datetime:
    if not _EARLIEST <= moment.astimezone(UTC) <= _LATEST:
        raise ValueError("outside the calendar that articles are dated in")
    return moment


def _age(text: str) -> timedelta | None:
    if text in _NAMED:
        return _NAMED[text]
    match = _AGE.fullmatch(text)
    if not match:
        return None
    number, unit = match["number"], match["unit"]
    if not match["ago"] and not number.isdigit():
        return None  # 'a day', 'one minute': not an age unless it says so
    return _UNITS[unit] * (_NUMBERS.get(number) or int(number))


def _written_out(text: str, captured: datetime, zone: tzinfo) -> datetime | None:
    for read in (_iso, _stamp, _rfc_2822):
        moment = read(text)
        if moment is not None:
            return in_zone(moment, zone)
    return _in_words(text.lower(), captured, zone)


def _iso(text: str) -> datetime | None:
    if text.isdigit() and not _COMPACT_DAY.fullmatch(text):
        return None
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        pass
    try:  # '2025-08-17 11:32:00 UTC', '2025/08/17'
        return datetime.fromisoformat(
            text.replace("/", "-").removesuffix(" UTC").removesuffix(" GMT").strip()
        ).replace(
            **({"tzinfo": UTC} if text.endswith(("UTC", "GMT")) else {})  # type: ignore[arg-type]  # one keyword of replace
        )
    except ValueError:
        return None


def _stamp(text: str) -> datetime | None:
    """Seconds or milliseconds since 1970."""
    if not _STAMP.fullmatch(text):
        return None
    seconds = float(text)
    return datetime.fromtimestamp(math.floor(seconds / 1000 if seconds >= 1e11 else seconds), tz=UTC)


def _rfc_2822(text: str) -> datetime | None:
    if not re.search(r"\d{1,2} [A-Z][a-z]{2} \d{2,4} \d", text):
        return None
    try:
        return parsedate_to_datetime(text)
    except (ValueError, TypeError, IndexError):
        return None


def _in_words(text: str, captured: datetime, zone: tzinfo) -> datetime | None:
    match = next((found for pattern in _WRITTEN if (found := pattern.fullmatch(text))), None)
    month = _month(match["month"]) if match else None
    if not match or month is None:
        return None
    hour = _hour(match["hour"], match["half"])
    moment = datetime(
        int(match["year"] or captured.astimezone(zone).year),
        month,
        int(match["day"]),
        hour,
        int(match["minute"] or 0),
        tzinfo=UTC if match["zone"] else zone,
    )
    if not match["year"] and moment > captured + timedelta(days=1):
        moment = moment.replace(year=moment.year - 1)
    return moment


def _month(word: str) -> int | None:
    return next(
        (number for number, name in enumerate(_MONTHS, 1) if name.startswith(word[:4].rstrip("."))), None
    )


def _hour(hour: str | None, half: str | None) -> int:
    number = int(hour or 0)
    if half and half.startswith("p") and number < 12:
        return number + 12
    return 0 if half and half.startswith("a") and number == 12 else number
