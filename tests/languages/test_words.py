"""Days, numbers and lists as each language writes them."""

from __future__ import annotations

import subprocess
import sys
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from generator.languages import Catalogue
from generator.pages.words import Words

FIRST, LAST = date(2026, 8, 17), date(2026, 8, 23)


def words(language: str) -> Words:
    return Words(Catalogue(language=language, texts=language))


@pytest.mark.parametrize(
    ("language", "long", "span", "short"),
    [
        ("en", "Monday 17 August 2026", "17–23 August 2026", "Mon 17 Aug"),
        ("en-US", "Monday, August 17, 2026", "August 17, 2026 – August 23, 2026", "Mon, Aug 17"),
        ("de", "Montag, 17. August 2026", "17.–23. August 2026", "Mo., 17. Aug."),
        ("fr", "lundi 17 août 2026", "17–23 août 2026", "lun. 17 août"),
        ("es", "lunes, 17 de agosto de 2026", "17–23 de agosto de 2026", "lun, 17 ago"),
        ("ar", "الاثنين، 17 أغسطس 2026", "17–23 أغسطس 2026", "الاثنين، 17 أغسطس"),
        ("hu", "2026. augusztus 17., hétfő", "2026. augusztus 17. – 2026. augusztus 23.", "aug. 17., H"),
    ],
)
def test_a_day_reads_as_its_language_writes_it(language: str, long: str, span: str, short: str) -> None:
    said = words(language)
    assert (said.long_day(FIRST), said.span(FIRST, LAST), said.short_day(FIRST)) == (long, span, short)


@pytest.mark.parametrize(
    ("language", "parts"),
    [
        ("en", ("Monday", "17 August 2026")),
        ("de", ("Montag,", "17. August 2026")),
        ("ar", ("الاثنين،", "17 أغسطس 2026")),
        ("hu", ("", "2026. augusztus 17., hétfő")),
    ],
)
def test_a_title_has_its_weekday_apart_where_that_stands_first(language: str, parts: tuple[str, str]) -> None:
    assert words(language).parted_day(FIRST) == parts


def test_a_span_says_a_month_and_a_year_once() -> None:
    english, spanish = words("en"), words("es")
    assert english.span(date(2026, 7, 27), LAST) == "27 July – 23 August 2026"
    assert spanish.span(date(2026, 7, 27), LAST) == "27 de julio – 23 de agosto de 2026"
    assert english.span(date(2025, 12, 29), LAST) == "29 December 2025 – 23 August 2026"
    assert english.brief_span(FIRST, LAST) == "17–23 Aug"
    assert english.brief_span(date(2025, 12, 29), LAST) == "29 Dec 2025 – 23 Aug"


@pytest.mark.parametrize(
    ("language", "number", "percent", "listed"),
    [
        ("en", "9,318", "34%", "a, b and c"),
        ("de", "9.318", "34\xa0%", "a, b und c"),
        ("fr", "9\u202f318", "34\xa0%", "a, b et c"),
        ("ar", "9,318", "34%", "a وb وc"),
    ],
)
def test_numbers_and_lists_read_as_the_language_writes_them(
    language: str, number: str, percent: str, listed: str
) -> None:
    said = words(language)
    assert said.number(9318) == number
    assert said.percent(34) == percent
    assert said.share(34, 100) == f"34 ({percent})"
    assert said.listed(["a", "b", "c"]) == listed


def test_a_calendar_has_days_of_three_letters_or_one() -> None:
    assert words("de").weekdays()[:2] == ["Mo", "Di"]
    assert words("ar").weekdays()[:2] == ["ن", "ث"]


def test_languages_and_countries_have_their_names_in_the_sites_language() -> None:
    assert (words("de").language_name("ar-EG"), words("de").country_name("NO")) == ("Arabisch", "Norwegen")
    assert (words("en").language_name("tlh-x"), words("en").country_name("ZQ")) == ("Klingon", "")


def test_a_country_writes_days_its_own_way_and_one_that_nobody_knows_as_its_language_does() -> None:
    austrian = Words(Catalogue(language="de-AT", texts="de"))
    assert (austrian.month_name(1), words("de").month_name(1)) == ("Jänner", "Januar")
    assert Words(Catalogue(language="de-XQ", texts="de")).month_name(1) == "Januar"


EACH = """
import sys
from datetime import date
from generator.languages import Catalogue
from generator.pages.words import Words
told = {}
for name in sys.argv[1:]:
    said = Words(Catalogue(language=name, texts=name.partition("-")[0]))
    days = [date(2026, month, month) for month in range(1, 13)]
    told[name] = [
        (said.long_day(day), said.short_day(day), said.brief_day(day, 0), said.span(day, days[-1]),
         said.weekday(day), said.weekday_short(day), said.month(2026, day.month),
         said.month_name(day.month), said.month_short(day.month))
        for day in days
    ] + [said.weekdays(), said.number(12345), said.percent(3), said.listed("abc"), said.country_name("CH")]
print(sorted(told.items()))
"""


def test_words_do_not_depend_on_which_language_was_asked_for_first(repository: Path) -> None:
    names = [
        "de",
        "de-AT",
        "en",
        "en-GB",
        "en-US",
        "es",
        "es-MX",
        "fr",
        "fr-CA",
        "ar",
        "ar-MA",
        "pt",
        "pt-PT",
    ]
    first, last = (
        subprocess.run([sys.executable, "-c", EACH, *order], cwd=repository, capture_output=True, check=True)
        for order in (names, names[::-1])
    )
    assert first.stdout == last.stdout
    assert len(first.stdout) > 10_000


def test_where_there_are_no_texts_days_are_english_too() -> None:
    assert Words(Catalogue(language="it", texts="en")).weekday(FIRST) == "Monday"


def test_a_time_names_its_zone_or_its_distance() -> None:
    assert words("de").clock(datetime(2026, 8, 17, 5, 50, tzinfo=UTC)) == "05:50 UTC"


def test_a_language_that_nobody_knows_is_english() -> None:
    assert words("zz").long_day(FIRST) == "Monday 17 August 2026"
