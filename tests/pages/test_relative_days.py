"""The date beside 'on Monday', and nothing where nobody can tell it."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from generator.model.article import Article, DatedBy
from generator.model.ids import ArticleId, SourceId
from generator.model.source import Source
from generator.pages.relative_days import dates_beside, has_bare_day, relative_days
from generator.pages.words import Words

THURSDAY = date(2026, 8, 6)


@pytest.mark.parametrize(
    ("text", "language", "days"),
    [
        ("The ferry ran aground on Monday.", "en", {"Monday": "2026-08-03"}),
        ("The council met on Thursday.", "en", {"Thursday": "2026-08-06"}),
        ("The council met last Thursday.", "en", {"Thursday": "2026-07-30"}),
        ("The clock will be stopped at noon on Friday.", "en", {"Friday": "2026-08-07"}),
        ("On Saturday the choir will sing.", "en", {"Saturday": "2026-08-08"}),
        ("It will cost 410 jobs, the council counted on Wednesday.", "en", {"Wednesday": "2026-08-05"}),
        (
            "She said on Monday it would reopen on Sunday.",
            "en",
            {"Monday": "2026-08-03", "Sunday": "2026-08-09"},
        ),
        ("The bridge is to stay shut until Tuesday.", "en", {"Tuesday": "2026-08-11"}),
        ("They left yesterday.", "en", {"yesterday": "2026-08-05"}),
        ("Two began work this week.", "en", {"this week": "2026-08-03"}),
        ("Der Rat hat am Mittwochabend beschlossen.", "de", {"Mittwochabend": "2026-08-05"}),
        ("Der Damm soll am Samstag geprüft werden.", "de", {"Samstag": "2026-08-08"}),
        ("Le conseil a voté mardi.", "fr", {"mardi": "2026-08-04"}),
        ("El consejo votó ayer.", "es", {"ayer": "2026-08-05"}),
    ],
)
def test_a_day_is_reckoned_from_the_publication_and_the_tense(
    text: str, language: str, days: dict[str, str]
) -> None:
    found = relative_days(text, language, THURSDAY)
    assert {one.words: one.first.isoformat() for one in found} == days


@pytest.mark.parametrize(
    "text",
    [
        "It happened on Monday, August 3.",
        "It happened on Monday (3 August).",
        "On 3 August, a Monday, it happened.",
        "An hourly train runs on Sundays.",
        "The market opens every Saturday.",
        "She told the Sunday Times so.",
        "He sings like Ruby Tuesday did.",
        "Today half of them own one.",
        "It is hard for today’s youth.",
    ],
)
def test_a_date_beside_it_a_habit_and_a_name_are_left_alone(text: str) -> None:
    assert relative_days(text, "en", THURSDAY) == ()
    assert not has_bare_day(text, "en")


@pytest.mark.parametrize("text", ["The road was closed until Thursday.", "It will open on Thursday."])
def test_what_could_be_today_or_in_a_week_is_not_told(text: str) -> None:
    assert relative_days(text, "en", THURSDAY) == ()


def test_a_day_begins_where_the_source_is() -> None:
    article = Article(
        id=ArticleId("2026/08/06/gazette-late"),
        title="Late",
        body="",
        source=SourceId("gazette"),
        published=datetime(2026, 8, 6, 22, 30, tzinfo=UTC),
    )
    there = Source(id=SourceId("gazette"), name="Gazette", timezone="Europe/Oslo")
    somewhere = Source(id=SourceId("gazette"), name="Gazette")
    assert dates_beside("They left yesterday.", article, there, Words()) == ("yesterday: 6 Aug",)
    assert dates_beside("They left yesterday.", article, somewhere, Words()) == ("yesterday: 5 Aug",)
    assert dates_beside("They left this week.", article, there, Words()) == ("this week: 3 Aug – 9 Aug",)


def test_nothing_is_reckoned_from_a_time_of_capture() -> None:
    captured = Article(
        id=ArticleId("2026/08/06/gazette-late"),
        title="Late",
        body="",
        source=SourceId("gazette"),
        published=datetime(2026, 8, 6, tzinfo=UTC),
        dated_by=DatedBy.CAPTURE,
    )
    assert (
        dates_beside("They left yesterday.", captured, Source(id=SourceId("gazette"), name="G"), Words())
        == ()
    )
