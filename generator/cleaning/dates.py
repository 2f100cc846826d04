"""Dates as pages and feeds write them in, moments out; '28 minutes ago' against the time of capture."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo
from email.utils import parsedate_to_datetime
from functools import cache
from typing import Final
from zoneinfo import ZoneInfo

from generator.cleaning.date_words import (
    AROUND_AGE,
    BEFORE_AGE,
    BEHIND_AGE,
    DAYS,
    DUALS,
    LABEL,
    MONTHS,
    NOW,
    NUMBERS,
    OFFSETS,
    UNITS,
    UPDATE,
    WEEKDAY,
    ZONES,
    either,
    fold,
)

_LENGTHS: Final = {**UNITS, **DUALS}
_AGE: Final = re.compile(
    rf"(?P<before>(?:{either(map(fold, BEFORE_AGE))})\s+)?(?:(?:{either(AROUND_AGE)})\s+)*"
    rf"(?:(?P<number>\d{{1,4}}|{either(NUMBERS)})\s*)?(?P<unit>{either(_LENGTHS)})\.?"
    rf"(?P<behind>\s+(?:{either(BEHIND_AGE)}))?"
)
_CLOCK: Final = (
    r"(?P<hour>\d{1,2})(?:\s?[:.h]\s?(?P<minute>\d{2})(?:[:.](?P<second>\d{2}))?|\s?h(?=$|\s)|(?=\s?(?:uhr|[ap]\.?m)))"
    r"\s?(?P<half>[ap]\.?m\.?|ص|م|صباحا|مساء)?(?:\s?(?:uhr|hrs?|h)\b)?"
)
_AT: Final = r"(?:\s*[,،|·•–—-]?\s*(?:at|um|gegen|a las|a la|alle ore|alle|as|om|a|الساعه)?\s*)"
_DAY: Final = r"(?P<day>\d{1,2})(?:st|nd|rd|th|er|o|\.)?"
_MONTH: Final = rf"(?P<month>{either(MONTHS)})(?![^\W\d_])\.?"
_OF: Final = r"(?:de |of )?"
_DATES: Final = (
    rf"{_MONTH}\s*{_DAY}(?:\s*[,،]?\s*(?P<year>\d{{4}}))?",
    rf"{_DAY}\s*{_OF}{_MONTH}(?:\s*[,،]?\s*(?:de |del |of )?(?P<year>\d{{4}}))?",
    r"(?P<day>\d{1,2})\.\s?(?P<number>\d{1,2})\.\s?(?P<year>\d{4})",
    r"(?P<first>\d{1,2})[/-](?P<second_part>\d{1,2})[/-](?P<year>\d{4})",
)
_NAMED_DAY: Final = rf"(?P<named>{either(DAYS)})(?![^\W\d_])"
_ZONE_NAME: Final = re.compile(rf"\s*\(?\b({either([*OFFSETS, *ZONES])})\)?$", re.IGNORECASE)
_OFFSET: Final = re.compile(r"\s*(?:gmt|utc)?\s?([+-])(\d{1,2})(?::?(\d{2}))?$", re.IGNORECASE)
_RFC_2822: Final = re.compile(
    r"\d{1,2} [A-Z][a-z]{2} \d{2,4} \d{1,2}:\d{2}(?::\d{2})?(?: (?:[+-]\d{4}|[A-Z]{1,4})(?: \([A-Z]+\))?)?$"
)
_COMPACT_DAY: Final = re.compile(r"(?:19|20)\d{6}")
_STAMP: Final = re.compile(r"\d{9,13}(?:\.\d+)?")
_IN_URL: Final = re.compile(
    r"/(?P<y>(?:19|20)\d\d)(?P<s>[/-])(?P<m>\d{1,2}|[a-z]{3})(?P=s)(?P<d>\d{1,2})(?=[/_.-]|$)"
    r"|[/_-](?P<yy>20\d\d)(?P<mm>[01]\d)(?P<dd>[0-3]\d)(?=[/_.-]|$)",
    re.IGNORECASE,
)
_EARLIEST: Final = datetime(1000, 1, 4, tzinfo=UTC)  # away from the calendar's ends, where zones overflow
_LATEST: Final = datetime(9998, 12, 30, tzinfo=UTC)
_LONGEST: Final = 120
_A_DAY: Final = timedelta(days=1)  # no zone is as far off


@dataclass(frozen=True, slots=True, kw_only=True)
class Resolved:
    """A moment, and whether it was reckoned back from the capture rather than written out."""

    moment: datetime
    from_capture: bool = False


def resolve(text: str, captured: datetime, zone: tzinfo) -> Resolved | None:
    """The moment that `text` means, to the second; None when it means none, or one of several.

    An age counts back from `captured`, exactly ('1 hour ago' is 60 minutes, though pages say so up to 119).
    A time without an offset, and a day without a time (its midnight), are in `zone`; a day without a year is
    the latest such day that is not after the capture; '03/04/2026' is two days, and so none.
    """
    text = " ".join(text.split())
    if not text or len(text) > _LONGEST:
        return None
    try:
        return _resolved(text, captured, zone)
    except (ValueError, OverflowError, OSError):
        return None


def split_update(text: str) -> tuple[str, str | None]:
    """What is said of the publication and what of an update: 'Aug 17, 9:00 (updated 11:30)'. What is said of
    an update alone is all that there is of a publication, too."""
    match = None if _iso(text) else UPDATE.search(folded := fold(text))
    if match is None:
        return text, None
    first, second = folded[: match.start()].strip(" ,;|·•–—-(["), folded[match.end() :].strip(" )]")
    return (first, second or None) if first else (second, None)


def from_url(url: str, captured: datetime, zone: tzinfo) -> datetime | None:
    """The day that stands in an address, where one does that had come at the time of capture."""
    for match in _IN_URL.finditer(url):
        year, month, day = (
            match[long] or match[short] for long, short in (("y", "yy"), ("m", "mm"), ("d", "dd"))
        )
        try:
            number = int(month) if month.isdigit() else MONTHS[month.lower()]
            moment = datetime(int(year), number, int(day), tzinfo=zone)
        except (ValueError, KeyError):
            continue
        if moment <= captured + timedelta(days=1):
            return moment
    return None


def in_zone(moment: datetime, zone: tzinfo) -> datetime:
    """`moment` with an offset: its own, else that of `zone`; to the second."""
    aware = moment if moment.tzinfo is not None else moment.replace(tzinfo=zone)
    return aware.replace(microsecond=0)


def _resolved(text: str, captured: datetime, zone: tzinfo) -> Resolved | None:
    for read in (_iso, _stamp, _rfc_2822):
        moment = read(text)
        if moment is not None:
            return _checked(in_zone(moment, zone))
    whole = fold(text)
    for words in (whole, _unlabelled(whole)):
        if (age := _age(words)) is not None:
            return _checked((captured - age).replace(microsecond=0), from_capture=True)
    return _in_words(_unlabelled(whole), captured, zone)


def _checked(moment: datetime, *, from_capture: bool = False) -> Resolved:
    if not _EARLIEST <= moment.astimezone(UTC) <= _LATEST:
        raise ValueError("outside the calendar that articles are dated in")
    return Resolved(moment=moment.replace(microsecond=0), from_capture=from_capture)


def _unlabelled(text: str) -> str:
    """`text` without what stands before a date: 'Published on', 'Updated:', a weekday."""
    for pattern in (UPDATE, LABEL, WEEKDAY, LABEL):
        match = pattern.match(text)
        text = text[match.end() :] if match and match.end() < len(text) else text
    return text


def _age(text: str) -> timedelta | None:
    if text in NOW:
        return timedelta(0)
    if text in DAYS:
        return DAYS[text]
    match = _AGE.fullmatch(text)
    if not match:
        return None
    number, unit = match["number"], match["unit"]
    says_so = bool(match["before"] or match["behind"])
    if unit in DUALS or number is None:
        # 'hours' is no age, and neither is 'a day' unless it says so; 'منذ ساعة' is one hour ago
        return _LENGTHS[unit] if says_so and not match["behind"] and not unit.isascii() else None
    if not number.isdigit() and not says_so:
        return None
    return _LENGTHS[unit] * (NUMBERS.get(number) or int(number))


def _iso(text: str) -> datetime | None:
    if text.isdigit() and not _COMPACT_DAY.fullmatch(text):
        return None
    for candidate in (text, text.replace("/", "-")):
        try:
            return datetime.fromisoformat(candidate)
        except ValueError:
            continue
    bare, zone = _without_zone(text.replace("/", "-"))
    if zone is None:
        return None
    try:  # '2025-08-17 11:32:00 UTC'
        moment = datetime.fromisoformat(bare)
    except ValueError:
        return None
    return moment.replace(tzinfo=zone) if moment.tzinfo is None else None


def _stamp(text: str) -> datetime | None:
    """Seconds or milliseconds since 1970."""
    if not _STAMP.fullmatch(text):
        return None
    seconds = float(text)
    return datetime.fromtimestamp(math.floor(seconds / 1000 if seconds >= 1e11 else seconds), tz=UTC)


def _rfc_2822(text: str) -> datetime | None:
    if not _RFC_2822.search(text):
        return None
    try:
        return parsedate_to_datetime(text)
    except (ValueError, TypeError, IndexError):
        return None


def _in_words(text: str, captured: datetime, zone: tzinfo) -> Resolved | None:
    text, named_zone = _without_zone(text)
    zone = named_zone or zone
    match = next((fits for pattern in _patterns() if (fits := pattern.fullmatch(text))), None)
    if match is None:
        return None
    found: dict[str, str | None] = match.groupdict()
    clock = time(
        _hour(found.get("hour"), found.get("half")),
        int(found.get("minute") or 0),
        int(found.get("second") or 0),
    )
    if named := found.get("named"):
        day = captured.astimezone(zone) - DAYS[named]
        return _checked(datetime.combine(day.date(), clock, zone), from_capture=True)
    month_and_day = _day(found)
    if month_and_day is None:
        return None
    year = int(found.get("year") or captured.astimezone(zone).year)
    moment = datetime.combine(date(year, *month_and_day), clock, zone)
    if not found.get("year") and moment > captured + timedelta(days=1):
        moment = moment.replace(year=year - 1)
    return _checked(moment)


@cache
def _patterns() -> tuple[re.Pattern[str], ...]:
    """Every way to write a day, without a time, with one behind it or before it. Made when first wanted: most
    dates are ISO 8601."""
    return tuple(
        re.compile(pattern)
        for written in (*_DATES, _NAMED_DAY)
        for pattern in (rf"{written}(?:{_AT}{_CLOCK})?", rf"{_CLOCK}\s*[,،]?\s*(?:on )?{written}")
    )


def _day(found: dict[str, str | None]) -> tuple[int, int] | None:
    """Month and day; None when the two could be either."""
    if month := found.get("month"):
        return MONTHS[month], int(found["day"] or 0)
    if number := found.get("number"):
        return int(number), int(found["day"] or 0)
    first, second = int(found["first"] or 0), int(found["second_part"] or 0)
    if first == second or first > 12 >= second:
        return second, first
    return (first, second) if second > 12 >= first else None


def _without_zone(text: str) -> tuple[str, tzinfo | None]:
    """`text` without the zone at its end, and that zone."""
    if match := _ZONE_NAME.search(text):
        name = match[1].lower()
        zone = ZoneInfo(ZONES[name]) if name in ZONES else timezone(OFFSETS[name])
        return text[: match.start()], zone
    match = _OFFSET.search(text)
    if match and re.search(r"\d[:.h]\d{2}(?:[:.]\d{2})?\s*$", text[: match.start()]):
        offset = timedelta(hours=int(match[2]), minutes=int(match[3] or 0))
        if offset < _A_DAY:
            return text[: match.start()], timezone(offset if match[1] == "+" else -offset)
    return text, None


def _hour(hour: str | None, half: str | None) -> int:
    number = int(hour or 0)
    if half and half.startswith(("p", "م")) and number < 12:
        return number + 12
    return 0 if half and half.startswith(("a", "ص")) and number == 12 else number
