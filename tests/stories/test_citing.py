"""Citing: which report is meant where a source is named."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from generator.model.article import Article
from generator.model.ids import ArticleId, SourceId
from generator.stories import trace_lineage

START = datetime(2026, 8, 10, 6, tzinfo=UTC)
RADIO = SourceId("radio-tarn")


def article(source: str, hours: float, title: str, body: str, cites: tuple[SourceId, ...] = ()) -> Article:
    return Article(
        id=ArticleId(f"2026/08/10/{source}-{int(hours)}"),
        title=title,
        body=body,
        source=SourceId(source),
        published=START + timedelta(hours=hours),
        cites=cites,
    )


SEVENTEEN = article(
    "radio-tarn",
    1,
    "Hospital counts seventeen from the Solvind",
    "The hospital of Tarn has treated 17 people from the Solvind, says Dr Hanne Lisk. Six came alone.",
)
GATE = article(
    "radio-tarn",
    2,
    "Shift change at gate three",
    "At Merrow Steel the late shift came to gate three with lanterns. Ada Brandt did not come down to them.",
)
CITING = article(
    "wire",
    4,
    "Number of injured on ferry raised to 17",
    "The number of people injured on the Solvind is 17, Radio Tarn reported, citing Hanne Lisk.",
    (RADIO,),
)


def cited(*articles: Article) -> list[ArticleId]:
    return [one.article for one in trace_lineage(articles)[CITING.id].cited]


def test_the_report_that_shares_names_and_numbers_is_meant() -> None:
    assert cited(SEVENTEEN, GATE, CITING) == [SEVENTEEN.id]


def test_what_is_shared_is_told_as_it_is_written() -> None:
    (one,) = trace_lineage([SEVENTEEN, GATE, CITING])[CITING.id].cited
    assert {"17", "Solvind"} <= set(one.shared)


def test_of_two_that_would_do_neither_is_named() -> None:
    again = article("radio-tarn", 3, SEVENTEEN.title, SEVENTEEN.body.replace("Six", "Some"))
    other = article("radio-tarn", 0, "Hospital counts injured of the Solvind: 17, says Hanne Lisk", GATE.body)
    assert cited(SEVENTEEN, again, GATE, CITING) == [SEVENTEEN.id]  # the same report, printed again
    assert cited(SEVENTEEN, other, CITING) == []


def test_nothing_later_is_cited_and_nothing_old() -> None:
    later = article("radio-tarn", 9, SEVENTEEN.title, SEVENTEEN.body)
    old = article("radio-tarn", -24 * 9, SEVENTEEN.title, SEVENTEEN.body)
    assert cited(later, old, GATE, CITING) == []


def test_a_source_whose_reports_tell_of_other_things_is_named_without_a_report() -> None:
    assert cited(GATE, CITING) == []
