"""Dates as they are written become moments."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.cleaning.dates import resolve

CAPTURED = datetime(2026, 8, 17, 12, 0, 30, 5, tzinfo=UTC)
OSLO = ZoneInfo("Europe/Oslo")


def moment(text: str) -> str | None:
    found = resolve(text, CAPTURED, OSLO)
    return found.moment.isoformat() if found else None


@pytest.mark.parametrize(
    ("age", "expected"),
    [
        ("28 minutes ago", "2026-08-17T11:32:30+00:00"),
        ("1 hour ago", "2026-08-17T11:00:30+00:00"),
        ("an hour ago", "2026-08-17T11:00:30+00:00"),
        ("a day ago", "2026-08-16T12:00:30+00:00"),
        ("2 Days Ago", "2026-08-15T12:00:30+00:00"),
        ("3 weeks ago", "2026-07-27T12:00:30+00:00"),
        ("yesterday", "2026-08-16T12:00:30+00:00"),
        ("just now", "2026-08-17T12:00:30+00:00"),
        ("5h ago", "2026-08-17T07:00:30+00:00"),
        ("5h", "2026-08-17T07:00:30+00:00"),
        ("28 mins ago", "2026-08-17T11:32:30+00:00"),
        ("Updated 10 minutes ago", "2026-08-17T11:50:30+00:00"),
    ],
)
def test_age_counts_back_from_the_capture(age: str, expected: str) -> None:
    found = resolve(age, CAPTURED, OSLO)
    assert found is not None
    assert found.from_capture
    assert found.moment.isoformat() == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2026-08-17T09:30:00+02:00", "2026-08-17T09:30:00+02:00"),
        ("2026-08-17T09:30:00Z", "2026-08-17T09:30:00+00:00"),
        ("2026-08-17 09:30", "2026-08-17T09:30:00+02:00"),
        ("2026-08-17 09:30:00 UTC", "2026-08-17T09:30:00+00:00"),
        ("2026-01-17", "2026-01-17T00:00:00+01:00"),
        ("2026/08/17", "2026-08-17T00:00:00+02:00"),
        ("20260817", "2026-08-17T00:00:00+02:00"),
        ("Mon, 17 Aug 2026 09:30:00 GMT", "2026-08-17T09:30:00+00:00"),
        ("Mon, 17 Aug 2026 09:30:00 -0400", "2026-08-17T09:30:00-04:00"),
        ("August 17, 2026", "2026-08-17T00:00:00+02:00"),
        ("Aug. 17, 2026, 3:05 p.m.", "2026-08-17T15:05:00+02:00"),
        ("17 Aug", "2026-08-17T00:00:00+02:00"),
        ("17 December", "2025-12-17T00:00:00+01:00"),
        ("1786959000", "2026-08-17T09:30:00+00:00"),
        ("1786959000123", "2026-08-17T09:30:00+00:00"),
    ],
)
def test_date_written_out_is_read(text: str, expected: str) -> None:
    assert moment(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "",
        "soon",
        "99999 years ago",
        "2026-13-45",
        "0001-01-01",
        "9999-12-31",
        "9" * 400,
        "31 Feb",
        "a day",
        "²",
    ],
)
def test_what_is_no_date_is_none(text: str) -> None:
    assert moment(text) is None


@given(st.text(max_size=90))
def test_no_text_makes_it_raise(text: str) -> None:
    resolve(text, CAPTURED, OSLO)
