"""Dates as they are written become moments."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.cleaning.dates import from_url, resolve, split_update

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


@pytest.mark.parametrize(
    ("age", "expected"),
    [
        ("vor 2 Stunden", "2026-08-17T10:00:30+00:00"),
        ("vor einer Stunde", "2026-08-17T11:00:30+00:00"),
        ("vorgestern", "2026-08-15T12:00:30+00:00"),
        ("gerade eben", "2026-08-17T12:00:30+00:00"),
        ("il y a 5 minutes", "2026-08-17T11:55:30+00:00"),
        ("il y a une heure", "2026-08-17T11:00:30+00:00"),
        ("hier", "2026-08-16T12:00:30+00:00"),
        ("hace 3 días", "2026-08-14T12:00:30+00:00"),
        ("hace una hora", "2026-08-17T11:00:30+00:00"),
        ("ayer", "2026-08-16T12:00:30+00:00"),
        ("منذ ساعتين", "2026-08-17T10:00:30+00:00"),
        ("منذ ٣ ساعات", "2026-08-17T09:00:30+00:00"),
        ("قبل ثلاث ساعات", "2026-08-17T09:00:30+00:00"),
        ("قبل ساعة", "2026-08-17T11:00:30+00:00"),
        ("أمس", "2026-08-16T12:00:30+00:00"),
        ("2 ore fa", "2026-08-17T10:00:30+00:00"),
        ("há 2 horas", "2026-08-17T10:00:30+00:00"),
        ("2 uur geleden", "2026-08-17T10:00:30+00:00"),
        # a day by its name and a time: in the source's zone
        ("yesterday at 5 pm", "2026-08-16T17:00:00+02:00"),
        ("heute, 14:05 Uhr", "2026-08-17T14:05:00+02:00"),
        ("hier à 14h30", "2026-08-16T14:30:00+02:00"),
        ("ayer a las 14:30", "2026-08-16T14:30:00+02:00"),
    ],
)
def test_age_is_read_in_the_languages_of_our_sources(age: str, expected: str) -> None:
    found = resolve(age, CAPTURED, OSLO)
    assert found is not None
    assert (found.moment.isoformat(), found.from_capture) == (expected, True)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Montag, 17. August 2026, 09:30 Uhr", "2026-08-17T09:30:00+02:00"),
        ("Stand: 17.08.2026, 09:30 Uhr", "2026-08-17T09:30:00+02:00"),
        ("Mo., 16. März 2026", "2026-03-16T00:00:00+01:00"),
        ("Publié le 17 août 2026 à 09h30", "2026-08-17T09:30:00+02:00"),
        ("lundi 1er juin 2026", "2026-06-01T00:00:00+02:00"),
        ("17 de agosto de 2026 a las 9:30", "2026-08-17T09:30:00+02:00"),
        ("الاثنين، 17 أغسطس 2026", "2026-08-17T00:00:00+02:00"),
        ("نشر في ١٧ آب ٢٠٢٦", "2026-08-17T00:00:00+02:00"),
        ("9:30 a.m. on August 17, 2026", "2026-08-17T09:30:00+02:00"),
        ("August 17, 2026 9:30 AM EDT", "2026-08-17T09:30:00-04:00"),
        ("Aug 17, 2026 at 9:30 am ET", "2026-08-17T09:30:00-04:00"),
        ("17. August 2026, 9.30 Uhr MESZ", "2026-08-17T09:30:00+02:00"),
        ("17 Aug 2026 09:30 GMT+3", "2026-08-17T09:30:00+03:00"),
        ("2026-08-17 11:32:00 EST", "2026-08-17T11:32:00-05:00"),
        ("17/08/2026", "2026-08-17T00:00:00+02:00"),
        ("08/17/2026", "2026-08-17T00:00:00+02:00"),
    ],
)
def test_date_is_read_in_the_languages_of_our_sources_and_with_zones(text: str, expected: str) -> None:
    assert moment(text) == expected


@pytest.mark.parametrize("text", ["03/04/2026", "17 Augember 2026", "hours", "منذ", "25:61, 17 August 2026"])
def test_what_could_be_two_days_or_is_none_is_none(text: str) -> None:
    assert moment(text) is None


@pytest.mark.parametrize(
    ("text", "published", "updated"),
    [
        ("Aug 17, 2026, 9:00 am (Updated Aug 18, 2026)", "2026-08-17T09:00:00+02:00", "2026-08-18"),
        ("17.08.2026, 09:30 Uhr | aktualisiert: 18.08.2026", "2026-08-17T09:30:00+02:00", "2026-08-18"),
        ("Publié le 17 août 2026, mis à jour le 18 août 2026", "2026-08-17T00:00:00+02:00", "2026-08-18"),
        ("Updated August 17, 2026", "2026-08-17T00:00:00+02:00", None),
        ("آخر تحديث: 17 أغسطس 2026", "2026-08-17T00:00:00+02:00", None),
    ],
)
def test_update_is_told_from_the_publication(text: str, published: str, updated: str | None) -> None:
    first, second = split_update(text)
    assert moment(first) == published
    assert (moment(second) or "").startswith(updated or "") if second else updated is None


@pytest.mark.parametrize(
    "text", ["2026-08-10T09:00:00+82:00", "2026-08-10 09:00 +24:00", "10 Aug 2026 09:00 GMT-99"]
)
def test_offset_of_a_day_and_more_is_none(text: str) -> None:
    assert split_update(text) == (text, None)
    assert moment(text) is None


@pytest.mark.parametrize(
    ("url", "day"),
    [
        ("https://a.example/2026/08/17/bridge", "2026-08-17"),
        ("https://a.example/news/2026-08-16-bridge.html", "2026-08-16"),
        ("https://a.example/bridge-20260815", "2026-08-15"),
        ("https://a.example/2026/aug/14/bridge", "2026-08-14"),
        ("https://a.example/2027/01/01/bridge", None),
        ("https://a.example/2026/13/45/bridge", None),
        ("https://a.example/article-20261399", None),
    ],
)
def test_day_in_an_address_is_read_unless_it_had_not_come(url: str, day: str | None) -> None:
    found = from_url(url, CAPTURED, OSLO)
    assert (found.date().isoformat() if found else None) == day
