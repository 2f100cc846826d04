"""Editions: what stands in them, in which order, and when they stop changing."""

from __future__ import annotations

from dataclasses import replace

from newsroom import at, coverage, report, settings

from generator.digest import Closing, compose
from generator.model.article import Label
from generator.model.edition import Edition, Period
from generator.model.ids import EditionId

FERRY = report(10, "courier", "Ferry strikes the wall")
FERRY_TOO = report(10, "radio", "Hospital counts seventeen from the ferry", hour=11)
STEEL = report(10, "gazette", "Steelworks to shut a furnace", hour=8)
NEXT_DAY = report(11, "radio", "Ferry towed to the yard")


def by_id(editions: list[Edition]) -> dict[str, Edition]:
    return {edition.id: edition for edition in editions}


def test_a_day_a_week_and_a_month_are_made() -> None:
    editions = by_id(compose(coverage([FERRY]), settings(), {}, at(20)))
    assert {e.id: e.period for e in editions.values()} == {
        "2026/08/10": Period.DAY,
        "2026/W33": Period.WEEK,
        "2026/08": Period.MONTH,
    }


def test_an_edition_closes_when_its_day_is_over() -> None:
    known = coverage([FERRY])
    assert not by_id(compose(known, settings(), {}, at(10, 23)))["2026/08/10"].closed
    assert by_id(compose(known, settings(), {}, at(11, 0)))["2026/08/10"].closed
    assert not by_id(compose(known, settings(), {}, at(11, 0)))["2026/W33"].closed


def test_nothing_closes_while_the_library_has_faults() -> None:
    editions = compose(coverage([FERRY]), settings(), {}, at(20), Closing.NEVER)
    assert not any(edition.closed for edition in editions)


def test_closing_can_wait_some_hours() -> None:
    waiting = settings(closes_after_hours=6)
    assert not by_id(compose(coverage([FERRY]), waiting, {}, at(11, 5)))["2026/08/10"].closed
    assert by_id(compose(coverage([FERRY]), waiting, {}, at(11, 6)))["2026/08/10"].closed


def test_a_story_that_more_outlets_reported_comes_first() -> None:
    known = coverage([STEEL, FERRY, FERRY_TOO], {"ferry": [FERRY, FERRY_TOO]})
    edition = by_id(compose(known, settings(), {}, at(10)))["2026/08/10"]
    assert [entry.headline for entry in edition.entries] == [FERRY.title, STEEL.title]
    assert (edition.entries[0].outlets, edition.entries[0].independent) == (2, 2)


def test_a_copy_is_an_outlet_but_no_independent_report() -> None:
    known = coverage([FERRY, FERRY_TOO], {"ferry": [FERRY, FERRY_TOO]}, copies={FERRY_TOO.id: FERRY.id})
    entry = by_id(compose(known, settings(), {}, at(10)))["2026/08/10"].entries[0]
    assert (entry.outlets, entry.independent) == (2, 1)


def test_two_independent_reports_are_both_quoted_and_each_line_cites_its_own() -> None:
    known = coverage([FERRY, FERRY_TOO], {"ferry": [FERRY, FERRY_TOO]})
    entry = by_id(compose(known, settings(), {}, at(10)))["2026/08/10"].entries[0]
    assert next(line.citations[0].article for line in entry.lines) == FERRY.id
    for line in entry.lines:
        citation = line.citations[0]
        assert known.articles[citation.article].body[citation.start : citation.end] == line.text


def test_an_opinion_does_not_lead_a_story_that_has_a_report() -> None:
    view = report(10, "courier", "What the ferry teaches us", hour=1, label=Label.OPINION)
    known = coverage([view, FERRY_TOO], {"ferry": [view, FERRY_TOO]})
    entry = by_id(compose(known, settings(), {}, at(10)))["2026/08/10"].entries[0]
    assert (entry.headline, entry.section) == (FERRY_TOO.title, "news")


def test_a_story_that_goes_on_says_since_when_and_where_it_was_before() -> None:
    known = coverage([FERRY, NEXT_DAY], {"ferry": [FERRY, NEXT_DAY]})
    entry = by_id(compose(known, settings(), {}, at(12)))["2026/08/11"].entries[0]
    assert not entry.continuing
    assert entry.earlier == ("2026/08/10",)
    assert entry.since.day == 10
    assert [member.article for member in entry.members] == [NEXT_DAY.id]


def test_a_story_in_its_third_edition_continues_after_the_sections() -> None:
    third = report(12, "wire", "Ferry sails again")
    known = coverage([FERRY, NEXT_DAY, third, report(12, "wire", "Z")], {"ferry": [FERRY, NEXT_DAY, third]})
    entries = by_id(compose(known, settings(), {}, at(13)))["2026/08/12"].entries
    assert [entry.continuing for entry in entries] == [False, True]
    assert entries[1].earlier == ("2026/08/11", "2026/08/10")


def test_what_a_section_cannot_carry_is_left_out_with_its_reason() -> None:
    edition = by_id(compose(coverage([FERRY, STEEL]), settings(stories=1), {}, at(10)))["2026/08/10"]
    assert [item.article for item in edition.left_out] == [FERRY.id]
    assert edition.left_out[0].reason == "Its story came 2nd of 2 in News, which carries 1."


def test_a_closed_edition_is_replayed_even_when_its_article_changes() -> None:
    closed = compose(coverage([FERRY]), settings(), {}, at(20))
    changed = replace(
        FERRY, title="Ferry did not strike the wall", body="It was all a mistake, the port says."
    )
    again = compose(coverage([changed]), settings(), by_id(closed), at(21))
    assert again == closed


def test_an_open_edition_is_composed_anew() -> None:
    before = compose(coverage([FERRY]), settings(), {}, at(10))
    after = compose(coverage([FERRY, STEEL]), settings(), by_id(before), at(10, 13))
    assert len(by_id(after)["2026/08/10"].entries) == 2


def test_a_late_article_goes_into_todays_edition_and_stays_there() -> None:
    closed = by_id(compose(coverage([FERRY]), settings(), {}, at(11)))
    today = by_id(compose(coverage([FERRY, STEEL]), settings(), closed, at(12)))
    assert [m.article for m in today["2026/08/12"].entries[0].members] == [STEEL.id]
    assert today["2026/08/10"] == closed["2026/08/10"]
    tomorrow = by_id(compose(coverage([FERRY, STEEL]), settings(), today, at(13)))
    assert tomorrow["2026/08/12"].closed
    assert STEEL.id in tomorrow["2026/08/12"].articles
    assert "2026/08/13" not in tomorrow


def test_an_article_that_is_too_late_goes_into_no_edition() -> None:
    closed = by_id(compose(coverage([FERRY]), settings(), {}, at(11)))
    today = by_id(compose(coverage([FERRY, STEEL]), settings(), closed, at(28)))
    assert not any(STEEL.id in edition.articles for edition in today.values())


def test_an_article_whose_date_changes_stays_in_the_edition_that_has_it() -> None:
    closed = by_id(compose(coverage([FERRY, STEEL]), settings(), {}, at(11)))
    moved = replace(FERRY, published=at(11, 1))
    again = by_id(compose(coverage([moved, STEEL]), settings(), closed, at(12)))
    assert [id_ for id_, e in again.items() if e.period is Period.DAY and FERRY.id in e.articles] == [
        "2026/08/10"
    ]


def test_a_published_week_stays_when_weeks_are_switched_off() -> None:
    before = by_id(compose(coverage([FERRY]), settings(), {}, at(30)))
    after = by_id(compose(coverage([FERRY]), settings(weekly=False, monthly=False), before, at(30)))
    assert after.keys() == before.keys()
    assert "2026/W33" not in by_id(compose(coverage([FERRY]), settings(weekly=False), {}, at(30)))


def test_a_source_that_falls_silent_is_named() -> None:
    week = [report(day, "gazette", f"Market report number {day}") for day in (4, 5, 6)]
    edition = by_id(compose(coverage([*week, FERRY]), settings(), {}, at(11)))["2026/08/10"]
    assert edition.silent_sources == ("gazette",)


def test_a_week_tells_a_story_once_with_all_its_articles() -> None:
    known = coverage([FERRY, NEXT_DAY, STEEL], {"ferry": [FERRY, NEXT_DAY]})
    week = by_id(compose(known, settings(), {}, at(20)))["2026/W33"]
    ferry = next(entry for entry in week.entries if entry.story == FERRY.id)
    assert {member.article for member in ferry.members} == {FERRY.id, NEXT_DAY.id}
    assert len(week.entries) == 2


def test_the_first_of_january_belongs_to_the_week_of_its_own_iso_year() -> None:
    from datetime import date

    from generator.model.calendar import span_of, week_id

    assert week_id(date(2027, 1, 1)) == "2026/W53"
    assert span_of(EditionId("2026/W53"))[1:] == (date(2026, 12, 28), date(2027, 1, 3))


def test_composing_does_not_depend_on_the_order_of_the_library() -> None:
    articles = [FERRY, FERRY_TOO, STEEL, NEXT_DAY]
    one = compose(coverage(articles), settings(), {}, at(20))
    two = compose(coverage(reversed(articles)), settings(), {}, at(20))
    assert one == two
