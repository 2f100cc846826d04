"""Where reports differ on a figure: side by side on a day, and from day to day."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest
from newsroom import OUTLETS, at, coverage, report, settings

from generator.checks import Proof, check_articles, check_citations, check_rights, quotations
from generator.diagnostics import Position
from generator.digest import compose, figures_of_stories, revised, unquoted, without
from generator.model.article import Article, Label
from generator.model.edition import Compared, Edition, FigureKind, Period
from generator.model.ids import ArticleId
from generator.settings import Settings, SourceEntry, make_settings


def told(day: int, source: str, body: str, *, hour: int = 9) -> Article:
    return replace(report(day, source, f"Flood at Aske, {source}", hour=hour), body=body)


def days_of(
    story: Sequence[Article], site: Settings | None = None, copies: dict[ArticleId, ArticleId] | None = None
) -> list[Edition]:
    known = coverage(story, {"story": story}, copies)
    return [e for e in compose(known, site or settings(), {}, at(30)) if e.period is Period.DAY]


def last(story: Sequence[Article], site: Settings | None = None) -> tuple[Compared, ...]:
    return days_of(story, site)[-1].entries[0].figures


def texts(compared: Compared) -> tuple[list[str], list[str]]:
    return [line.text for line in compared.before], [line.text for line in compared.now]


ELEVEN = "Eleven people were injured when the Aske rose on Sunday."
SEVENTEEN = "The flood injured 17 people on Sunday."


def test_two_reports_that_differ_stand_side_by_side_with_their_words() -> None:
    story = [told(10, "radio", ELEVEN, hour=6), told(10, "wire", SEVENTEEN, hour=8)]
    (compared,) = last(story)
    assert compared.kind is FigureKind.INJURED
    assert texts(compared) == ([], ["Eleven people were injured", "injured 17 people"])
    assert [line.citations[0].article for line in compared.now] == [article.id for article in story]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("The flood killed 14 people.", "The flood killed at least 14 people."),
        ("The flood killed 17 people.", "The flood killed at least 14 people."),
        ("The flood killed 1,912 people.", "The flood killed about 1,900 people."),
        ("The flood killed 1,912 people.", "The flood killed 1,900 people."),
        ("The flood killed 12 people.", "The flood killed up to 20 people."),
        ("The flood killed 14 people.", "The flood injured 20 people."),
        ("The flood killed 14 people.", "The flood killed 20 soldiers."),
        ("The flood killed 14 people on Monday.", "The flood killed 20 people on Friday."),
        ("The flood killed 14 people in Aske.", "The flood killed 20 people in Merrow."),
        ("The flood killed 14 people.", "The flood killed 2,000 people."),
        ("The flood killed 14 people on the Aske bridge in Tarn.", "A strike on Merrow killed 20 people."),
        ("A magnitude 5.2 quake injured 14 people.", "A magnitude 5.8 quake injured 20 people."),
        ("It is 10 km from Aske.", "It is 6 miles from Aske."),
    ],
)
def test_what_can_both_be_right_or_is_of_something_else_is_not_compared(one: str, other: str) -> None:
    assert last([told(10, "radio", one), told(10, "wire", other)]) == ()


def test_a_report_that_contradicts_itself_tells_nothing() -> None:
    both = "The flood killed 14 people. In the valley the flood killed 20 people."
    assert last([told(10, "radio", both), told(10, "wire", "The flood killed 17 people.")]) == ()


def test_an_outlet_does_not_dispute_itself_and_its_last_word_counts() -> None:
    story = [told(10, "radio", ELEVEN, hour=6), told(10, "radio", SEVENTEEN, hour=8)]
    assert last([story[0], replace(story[1], id=ArticleId("2026/08/10/radio-later"))]) == ()


def test_a_copy_disputes_nothing() -> None:
    story = [told(10, "wire", SEVENTEEN), told(10, "radio", ELEVEN)]
    (edition,) = days_of(story, copies={story[1].id: story[0].id})
    assert edition.entries[0].figures == ()


def test_nor_does_an_opinion() -> None:
    story = [told(10, "wire", SEVENTEEN), replace(told(10, "radio", ELEVEN), label=Label.OPINION)]
    assert last(story) == ()


def test_a_total_that_moved_names_what_it_was() -> None:
    story = [
        told(10, "radio", "At least 12 people were killed by the flood in Aske."),
        told(11, "wire", "The death toll of the flood in Aske has risen to 17."),
    ]
    (compared,) = last(story)
    assert texts(compared) == (["At least 12 people were killed"], ["risen to 17"])


def test_a_toll_of_yesterday_is_that_of_the_report_of_the_day_before() -> None:
    story = [
        told(10, "radio", "An order sends airstrikes over Yemen, killing 31 people and wounding 101 more."),
        told(11, "wire", "The death toll of yesterday's raid in Yemen rose to 53, with 98 injured."),
    ]
    assert [(compared.kind, *texts(compared)) for compared in last(story)] == [
        (FigureKind.DEAD, ["killing 31 people"], ["rose to 53"]),
        (FigureKind.INJURED, ["wounding 101 more"], ["98 injured"]),
    ]
    assert last([story[0], told(13, "wire", story[1].body)]) == ()


def weeks_of(story: Sequence[Article]) -> list[Edition]:
    known = coverage(story, {"story": story})
    return [e for e in compose(known, settings(), {}, at(30)) if e.period is not Period.DAY]


def test_a_week_and_a_month_tell_what_their_days_did_the_newest_value_last() -> None:
    story = [
        told(10, "radio", "At least 12 people were killed by the flood in Aske."),
        told(11, "wire", "The death toll of the flood in Aske has risen to 17."),
        told(12, "wire", "The death toll of the flood in Aske has risen to 21."),
    ]
    editions = weeks_of(story)
    assert {edition.period for edition in editions} == {Period.WEEK, Period.MONTH}
    for edition in editions:
        (compared,) = edition.entries[0].figures
        assert texts(compared) == (["At least 12 people were killed", "risen to 17"], ["risen to 21"])


def test_what_two_days_dispute_of_two_events_stands_apart_in_their_week() -> None:
    story = [
        told(10, "radio", "A bomb killed 12 people in Aske."),
        told(10, "wire", "A bomb killed 14 people in Aske."),
        told(13, "radio", "A bomb killed 30 people in Merrow."),
        told(13, "wire", "A bomb killed 33 people in Merrow."),
    ]
    apart = [([], ["killed 12 people", "killed 14 people"]), ([], ["killed 30 people", "killed 33 people"])]
    for edition in weeks_of(story):
        assert [texts(compared) for compared in edition.entries[0].figures] == apart
    (figures,) = figures_of_stories(days_of(story), {}).values()
    assert [texts(compared) for compared in figures] == apart


def test_a_story_has_the_figures_of_its_days_also_of_those_when_it_was_two() -> None:
    first, then = (
        [
            told(day, "radio", f"The flood killed {fewer} people in Aske."),
            told(day, "wire", f"The flood killed {more} people in Aske."),
        ]
        for day, fewer, more in ((10, 12, 14), (12, 14, 21))
    )
    days = [*days_of(first), *days_of(then)]
    gone, kept = (day.entries[0].story for day in days)
    (found,) = figures_of_stories(reversed(days), {gone: kept}).items()
    assert found[0] == kept
    assert [texts(compared) for compared in found[1]] == [
        (["killed 12 people"], ["killed 14 people", "killed 21 people"])
    ]


def test_the_dead_of_another_day_are_no_total_that_moved() -> None:
    story = [
        told(10, "radio", "A bomb killed 12 people in Aske."),
        told(11, "wire", "A bomb killed 17 people in Aske."),
    ]
    assert last(story) == ()


def test_a_total_that_moved_in_the_course_of_a_day_names_what_it_was() -> None:
    story = [
        told(10, "wire", "Eleven people were injured in the crash at Aske.", hour=6),
        told(10, "radio", "The crash at Aske injured 17 people.", hour=8),
        told(10, "wire", "The number of people injured in the crash at Aske has risen to 17.", hour=9),
    ]
    story[2] = replace(story[2], id=ArticleId("2026/08/10/wire-later"))
    (compared,) = last(story)
    assert texts(compared) == (["Eleven people were injured"], ["injured 17 people"])


def test_a_total_told_long_ago_has_not_moved() -> None:
    story = [
        told(1, "radio", "The death toll of the flood in Aske has risen to 12."),
        told(16, "wire", "The death toll of the flood in Aske has risen to 17."),
    ]
    assert last(story) == ()


def test_a_main_shock_is_compared_and_not_its_aftershocks() -> None:
    story = [
        told(10, "radio", "A magnitude 4.4 quake struck Aske. A magnitude 2.0 quake followed."),
        told(10, "wire", "A magnitude 4.2 quake struck Aske."),
    ]
    (compared,) = last(story)
    assert texts(compared)[1] == ["magnitude 4.4", "magnitude 4.2"]


def _limited(chars: int) -> Settings:
    digest = settings().digest
    sources = [
        SourceEntry.model_validate({"id": o, "name": o.title(), "rights": {"excerpt_chars": chars}})
        for o in OUTLETS
    ]
    return make_settings(digest, sources=sources)


def test_no_more_is_quoted_than_a_source_allows() -> None:
    story = [told(10, "radio", ELEVEN, hour=6), told(10, "wire", f"{'It rained. ' * 9}{SEVENTEEN}", hour=8)]
    assert last(story, _limited(60)) != ()
    site = _limited(4)
    known = coverage(story, {"story": story})
    editions = compose(known, site, {}, at(30))
    assert editions[0].entries[0].figures == ()
    quoted = quotations(compose(known, _limited(60), {}, at(30)), {}, known.articles)
    over = check_rights(quoted, known.articles, site.sources)
    assert set(over) == set(known.articles)


def test_a_figure_goes_with_its_article_also_from_a_later_edition() -> None:
    story = [
        told(10, "radio", "At least 12 people were killed by the flood in Aske."),
        told(11, "wire", "The death toll of the flood in Aske has risen to 17."),
    ]
    later = days_of(story)[-1]
    assert later.entries[0].figures
    for gone in story:
        assert unquoted(later, {gone.id}).entries[0].figures == ()
    assert without(later, {story[0].id}).entries[0].figures == ()


def test_a_takedown_reaches_the_figures_of_later_editions() -> None:
    story = [
        told(10, "radio", "At least 12 people were killed by the flood in Aske."),
        told(11, "wire", "The death toll of the flood in Aske has risen to 17."),
    ]
    later = days_of(story)[-1]
    gone, kept = story
    now = revised({later.id: later}, {gone.id}, {kept.id: kept})[later.id]
    assert now.entries[0].figures == ()
    assert gone.id in now.taken_down
    assert now.revision == later.revision + 1


def test_an_article_that_is_gone_is_told_also_where_only_a_figure_rests_on_it() -> None:
    story = [
        told(10, "radio", "At least 12 people were killed by the flood in Aske."),
        told(11, "wire", "The death toll of the flood in Aske has risen to 17."),
    ]
    later = days_of(story)[-1]
    (problem,) = check_articles([later], {story[1].id: story[1]}, frozenset(), lambda *_: Position(path="x"))
    assert problem.code == "missing-article"
    assert story[0].id in problem.message


def test_a_figure_whose_words_changed_is_told() -> None:
    story = [told(10, "radio", ELEVEN, hour=6), told(10, "wire", SEVENTEEN, hour=8)]
    editions = days_of(story)
    articles = {article.id: article for article in story}
    changed = {**articles, story[1].id: replace(story[1], body=story[1].body.replace("17", "18"))}

    def problems(known: dict[ArticleId, Article]) -> list[str]:
        found = check_citations(editions, known, lambda *_: Position(path="x"), lambda _: True, Proof())
        return [problem.code for problem in found]

    assert problems(articles) == []
    assert "citation-drift" in problems(changed)
