"""Small charts: by day for a span of a month, by month for more; the numbers stand beside them as text."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from pages_sample import FERRY, sample_site
from test_pages import pages_of

from generator.model.edition import Correction
from generator.model.ids import ArticleId
from generator.pages.charts import ARTICLES, STORIES, bars
from generator.pages.words import Words

FIRST = date(2026, 8, 2)  # a Sunday


def spread(days: int) -> list[date]:
    return [FIRST + timedelta(days=number) for number in range(days)]


@pytest.mark.parametrize(("days", "unit"), [(2, "day"), (31, "day"), (32, "month")])
def test_a_span_of_a_month_is_drawn_by_day_and_a_longer_one_by_month(days: int, unit: str) -> None:
    drawn = bars(Words(), spread(days), ARTICLES)
    assert drawn is not None
    assert drawn.title == f"Articles by {unit}"
    assert sum(column.number for column in drawn.columns) == days


def test_what_is_all_of_one_day_has_no_chart() -> None:
    assert bars(Words(), [], ARTICLES) is None
    assert bars(Words(), [FIRST, FIRST], ARTICLES) is None


def test_days_without_any_keep_their_place_and_are_not_said() -> None:
    drawn = bars(Words(), [FIRST, FIRST, FIRST + timedelta(days=2)], STORIES)
    assert drawn is not None
    assert [column.number for column in drawn.columns] == [2, 0, 1]
    assert drawn.said == "2 Aug 2, 4 Aug 1"
    assert drawn.caption == "Stories a day, 2–4 August 2026."


def test_weeks_are_named_where_they_begin_and_the_first_day_where_its_name_has_room() -> None:
    sunday, tuesday = bars(Words(), spread(14), STORIES), bars(Words(), spread(14)[2:], STORIES)
    assert sunday is not None
    assert tuesday is not None
    assert [column.label for column in sunday.columns if column.label] == ["3 Aug", "10 Aug"]
    assert [column.label for column in tuesday.columns if column.label] == ["4 Aug", "10 Aug"]


def test_twelve_months_up_to_the_newest_are_drawn() -> None:
    drawn = bars(
        Words(), [date(2025, 1, 5), date(2025, 9, 1), date(2026, 8, 17), date(2026, 8, 17)], ARTICLES
    )
    assert drawn is not None
    assert [(column.label, column.number) for column in drawn.columns][::11] == [("Sep", 1), ("Aug", 2)]
    assert drawn.caption == "Articles a month, September 2025 to August 2026."
    assert [column.look for column in drawn.columns][-2:] == ["", "now"]


def test_a_calendar_tells_how_long_an_edition_is_and_that_it_was_corrected() -> None:
    site = sample_site()
    wrong = Correction(on=date(2026, 8, 18), text="It was wrong.")
    newest, *others = sorted(site.editions, key=lambda edition: edition.id != "2026/08/17")
    entries = (replace(newest.entries[0], corrections=(wrong,)), *newest.entries[1:])
    page = pages_of(replace(site, editions=[replace(newest, entries=entries), *others]))["archive/2026.md"]
    told = '{ .df-n5 .df-mended title="Monday 17 August 2026: 4 stories and 1 correction" }'
    assert f"[17](../editions/2026/08/17.md){told}" in page
    assert '{ .df-n2 title="Sunday 16 August 2026: 1 story" }' in page


def test_a_day_without_a_story_has_its_place_in_the_calendar() -> None:
    site = sample_site()
    quiet = [replace(edition, entries=(), brief=()) for edition in site.editions]
    page = pages_of(replace(site, editions=quiet))["archive/2026.md"]
    assert '{ .df-n0 title="Monday 17 August 2026: 0 stories" }' in page
    assert "<svg" not in page


def test_a_sources_page_draws_its_reports_and_has_what_it_corrected_itself() -> None:
    site = sample_site()
    own = Correction(on=date(2026, 8, 18), article=ArticleId("2026/08/17/unknown-ferry"), of="0" * 10)
    ours = Correction(on=date(2026, 8, 18), text="It was not theirs.")
    editions = [
        replace(
            edition,
            entries=tuple(
                replace(entry, corrections=(own, ours)) if entry.story == FERRY else entry
                for entry in edition.entries
            ),
        )
        for edition in site.editions
    ]
    pages = pages_of(replace(site, editions=editions))
    section = pages["sources/unknown.md"].partition("## Corrections { #corrections }")[2]
    assert section.count("**Corrected**") == 1
    assert "Ferry aground at Port Aldous" in section
    assert "not theirs" not in section
    assert "## Corrections" not in pages["sources/wire.md"]
    assert "Reports by day" in pages["sources/herald.md"]
