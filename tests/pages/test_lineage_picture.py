"""The picture of who reported and who copied: rows, steps, lines, and its bounds."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from pages_sample import DAM, UNKNOWN, sample_site
from test_pages import pages_of

from generator.model.article import Article
from generator.model.ids import ArticleId, SourceId
from generator.model.story import Lineage, Role
from generator.pages import SiteView
from generator.pages.lineage_picture import Drawn, LineagePicture, lineage_picture
from generator.pages.words import Words

DAY = date(2026, 8, 17)
HERALD, WIRE, COURIER = SourceId("herald"), SourceId("wire"), SourceId("courier")


def report(
    outlet: SourceId, *, of: SourceId | None = None, cites: tuple[SourceId, ...] = (), day: int = 0
) -> Drawn:
    role = Role.COPY if of else Role.ORIGINAL
    return Drawn(outlet=outlet, day=DAY + timedelta(days=day), role=role, taken=of, cited=cites)


def drawn(*reports: Drawn) -> LineagePicture:
    picture = lineage_picture(Words(), reports)
    assert picture is not None
    return picture


def test_an_outlet_has_a_row_and_a_report_a_step_in_order_of_time() -> None:
    picture = drawn(report(HERALD), report(WIRE, cites=(HERALD,)), report(COURIER, of=WIRE), report(HERALD))
    assert picture.outlets == (HERALD, WIRE, COURIER)
    assert [(point.look, point.x, point.y) for point in picture.points] == [
        ("own", "12.50%", "1em"),
        ("own", "37.50%", "3em"),
        ("copy", "62.50%", "5em"),
        ("own", "87.50%", "1em"),
    ]


def test_a_line_leads_from_the_row_of_what_was_taken_or_else_cited() -> None:
    picture = drawn(report(HERALD), report(WIRE, cites=(HERALD,)), report(COURIER, of=WIRE, cites=(HERALD,)))
    lines = [(line.look, line.x1, line.y1, line.y2) for line in picture.strokes if line.look != "track"]
    assert lines == [("cited", "50.00%", "1em", "3em"), ("taken", "83.33%", "3em", "5em")]


def test_a_row_is_drawn_as_far_as_anything_leads_from_it() -> None:
    picture = drawn(report(HERALD), report(WIRE), report(COURIER, of=HERALD))
    tracks = [(line.x1, line.x2) for line in picture.strokes if line.look == "track"]
    assert tracks == [("16.67%", "83.33%"), ("50.00%", "50.00%"), ("83.33%", "83.33%")]


@pytest.mark.parametrize(
    "reports",
    [
        [report(HERALD), report(WIRE, of=HERALD)],
        [report(HERALD), report(WIRE), report(COURIER)],
        [report(HERALD), report(WIRE), report(HERALD, of=HERALD)],
    ],
    ids=["two reports", "nobody took from anybody", "an outlet's own update"],
)
def test_there_is_no_picture_where_nothing_leads_from_one_to_another(reports: list[Drawn]) -> None:
    assert lineage_picture(Words(), reports) is None


def test_a_picture_stays_small_however_large_the_story() -> None:
    outlets = [SourceId(f"outlet-{number:03}") for number in range(100)]
    copies = [report(outlet, of=outlets[0]) for outlet in outlets[1:]]
    picture = drawn(report(outlets[0]), *copies, report(outlets[60]))
    assert len(picture.points) == 60
    assert len(picture.outlets) == 13
    assert outlets[60] in picture.outlets, "it has the most reports of those that are shown"
    assert outlets[0] in picture.outlets, "all was taken from it, long before"
    assert picture.others == 47
    assert picture.shown == "The newest 60 of 101 reports."
    assert picture.said.startswith("101 reports by 100 outlets: 2 own reports, ")


def test_days_are_named_only_where_their_names_have_room() -> None:
    spread = drawn(report(HERALD), *(report(WIRE, of=HERALD, day=day) for day in range(9)))
    assert [day.name for day in spread.days][:3] == ["17 Aug", "18 Aug", "19 Aug"]
    crowded = drawn(report(HERALD), *(report(WIRE, of=HERALD, day=day) for day in range(40)))
    named = [day for day in crowded.days if day.name]
    assert len(crowded.days) == 40
    assert 8 <= len(named) <= 11
    assert 3 <= len([day for day in named if day.look == "ax"]) <= 5, "a phone has room for fewer"


def test_the_page_of_a_story_has_the_picture_with_a_name_and_the_same_in_words() -> None:
    page = pages_of(sample_site())[f"stories/{DAM}.md"]
    assert 'role="img" aria-labelledby="lineage-title lineage-said"' in page
    assert '<title id="lineage-title">Who reported, and who copied or cited whom</title>' in page
    assert "5 reports by 4 outlets: 3 own reports, 1 rewritten from another and 1 copy." in page
    assert "style=" not in page


def with_a_long_story(threads: int) -> SiteView:
    """The sample, its dam's story with an own report more and `threads` reports that two others copy each."""
    site = sample_site()
    lineage = {}
    for number in range(threads):
        first = f"2026/08/17/wire-{number:02}"
        for name, of in ((first, None), (f"{first}-a", first), (f"{first}-b", first)):
            role = Role.COPY if of else Role.ORIGINAL
            lineage[ArticleId(name)] = Lineage(article=ArticleId(name), role=role, of=of and ArticleId(of))
    alone = ArticleId("2026/08/17/alone")
    lineage[alone] = Lineage(article=alone)
    articles = {
        id_: Article(
            id=id_,
            title=f"Report {id_}",
            body="One.",
            source=COURIER if known.of else UNKNOWN if id_ == alone else WIRE,
            published=datetime(2026, 8, 17, 12, tzinfo=UTC),
        )
        for id_, known in lineage.items()
    }
    story = replace(site.stories[DAM], articles=(*site.stories[DAM].articles, *articles))
    return replace(
        site,
        articles=site.articles | articles,
        lineage=site.lineage | lineage,
        stories={**site.stories, DAM: story},
        story_of=site.story_of | dict.fromkeys(articles, DAM),
    )


def listed(threads: int) -> str:
    page = pages_of(with_a_long_story(threads))[f"stories/{DAM}.md"]
    return page.partition('<div class="df-tree"')[2].partition("</div>")[0]


def test_a_long_list_folds_copies_and_what_stands_alone_into_lines() -> None:
    rows = listed(5).strip().splitlines()
    copies = [row for row in rows if "copies, word for word" in row]
    assert len(copies) == 5
    assert all(row.count("[Tarnhaven Courier]") == 2 for row in copies)
    alone = [row for row in rows if "own reports that none here was taken from" in row]
    assert len(alone) == 1
    assert "[Aske Valley Herald](../../../../sources/herald.md) [17\u00a0Aug](" in alone[0]
    assert "articles/2026/08/17/alone.md" in alone[0]
    assert "other report" not in listed(5)


def test_a_very_long_list_has_the_reports_that_most_was_taken_from_and_counts_the_others() -> None:
    rows = listed(20)
    assert rows.count("copies, word for word") == 11, "besides the first report, that two were taken from"
    assert "- 9 other reports that less was taken from; the days below name them" in rows
