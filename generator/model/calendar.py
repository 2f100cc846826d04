"""Days, weeks and months: the ids of editions, and the days they cover."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta, tzinfo
from typing import Final

from generator.model.edition import Period
from generator.model.ids import EditionId

_ID: Final = re.compile(r"(\d{4})/(?:W(\d{2})|(\d{2})(?:/(\d{2}))?)\Z")


def day_of(moment: datetime, zone: tzinfo) -> date:
    """The day on which `moment` falls in `zone`."""
    return moment.astimezone(zone).date()


def day_id(day: date) -> EditionId:
    """`2026/08/17`."""
    return EditionId(f"{day:%Y/%m/%d}")


def week_id(day: date) -> EditionId:
    """`2026/W34`: the ISO 8601 week, under its own year (1 January can stand in the year before)."""
    year, week, _ = day.isocalendar()
    return EditionId(f"{year:04d}/W{week:02d}")


def month_id(day: date) -> EditionId:
    """`2026/08`."""
    return EditionId(f"{day:%Y/%m}")


def span_of(edition: EditionId) -> tuple[Period, date, date]:
    """The period of an id and its first and last day. Raises ValueError when it is no edition's id."""
    match = _ID.match(edition)
    if match is None:
        raise ValueError(f"{edition!r} is not an edition's id: 2026/08/17, 2026/W34 or 2026/08")
    year, week, month, day = match.groups()
    if week:
        monday = date.fromisocalendar(int(year), int(week), 1)
        return Period.WEEK, monday, monday + timedelta(days=6)
    if day:
        only = date(int(year), int(month), int(day))
        return Period.DAY, only, only
    first = date(int(year), int(month), 1)
    return Period.MONTH, first, (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)
