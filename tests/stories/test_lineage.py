"""Lineage: what is a copy, what a rewrite, and what only looks like one."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from generator.model.article import Article
from generator.model.ids import ArticleId, SourceId
from generator.model.story import Role
from generator.stories import trace_lineage

START = datetime(2026, 8, 10, 6, tzinfo=UTC)
TEXT = (
    "The ferry Gannet ran aground in fog off Tarnhaven on Monday with 61 passengers "
    "aboard. Boats of the Coast "
    "Guard took everybody off within three hours, and nobody was hurt. The captain, Ivo "
    "Lund, said that the radar "
    "had failed a mile before the bar. Divers are to look at the hull at low water. The "
    "company, Skerrin Line, "
    "put on a bus for those who had missed the last train to Ulswick. An inquiry will open on Friday."
)


def article(
    source: str, hours: float, title: str = "Ferry aground off Tarnhaven", body: str = TEXT
) -> Article:
    return Article(
        id=ArticleId(f"2026/08/10/{source}-{int(hours * 10)}"),
        title=title,
        body=body,
        source=SourceId(source),
        published=START + timedelta(hours=hours),
    )


WIRE = article("wire", 0)


def test_the_earliest_of_equal_texts_is_the_original() -> None:
    later, latest = article("courier", 2), article("times", 5)
    found = trace_lineage([latest, WIRE, later])
    assert found[WIRE.id].role is Role.ORIGINAL
    assert [(found[a.id].role, found[a.id].of) for a in (later, latest)] == [(Role.COPY, WIRE.id)] * 2


def test_a_credited_wire_is_the_original_though_its_clock_is_late() -> None:
    early = replace(article("courier", -1), credit=(SourceId("wire"),))
    found = trace_lineage([WIRE, early])
    assert (found[early.id].role, found[early.id].of, found[early.id].credit) == (Role.COPY, WIRE.id, "wire")
    assert found[early.id].evidence.startswith("It credits wire")


def test_a_text_cut_short_under_another_title_is_a_copy() -> None:
    cut = article("times", 3, title="Sixty-one taken off the bar", body=TEXT[: TEXT.index("The company")])
    assert trace_lineage([WIRE, cut])[cut.id].of == WIRE.id


def test_a_sole_credit_whose_text_is_not_here_is_a_copy_of_a_wire() -> None:
    lone = replace(WIRE, source=SourceId("courier"), credit=(SourceId("wire"),))
    found = trace_lineage([lone])[lone.id]
    assert (found.role, found.of, found.credit) == (Role.COPY, None, "wire")


def test_a_shared_byline_is_not_a_copy_of_a_wire() -> None:
    shared = replace(WIRE, source=SourceId("courier"), credit=(SourceId("courier"), SourceId("wire")))
    assert trace_lineage([shared])[shared.id].role is Role.ORIGINAL


def test_templates_with_other_names_and_numbers_are_originals() -> None:
    form = (
        "{name} plc announces that it bought {count} of its ordinary shares of ten pence each "
        "on the exchange "
        "under the programme announced in March. The shares were bought at an average price "
        "of {price} pence. "
        "Following the purchase the company holds no shares in treasury. This announcement is "
        "made in accordance "
        "with the listing rules. For further information contact the company secretary by "
        "telephone or post."
    )
    one = article(
        "wire", 0, "Transaction in Own Shares", form.format(name="Aske", count="14,200", price="311.5")
    )
    two = article(
        "wire", 24, "Transaction in Own Shares", form.format(name="Merrow", count="9,870", price="54.2")
    )
    assert {line.role for line in trace_lineage([one, two]).values()} == {Role.ORIGINAL}


def test_the_same_facts_in_reworked_sentences_are_a_rewrite() -> None:
    reworked = article(
        "journal",
        6,
        title="Ferry aground: line counts the cost",
        body="The ferry Gannet ran aground in fog off Tarnhaven on Monday with 61 passengers "
        "aboard. Nobody was "
        "hurt, but the day was dear. The captain, Ivo Lund, said that the radar had failed a "
        "mile before the bar. "
        "Skerrin Line has no spare ship this summer and must charter one at a price it would "
        "not name, while a "
        "yard makes room. Insurers will wait, as everybody does, for the inquiry on Friday "
        "and its findings.",
    )
    found = trace_lineage([WIRE, reworked])[reworked.id]
    assert (found.role, found.of) == (Role.REWRITE, WIRE.id)


def test_equal_texts_weeks_apart_are_not_compared() -> None:
    assert (
        trace_lineage([WIRE, article("times", 24 * 30)])[article("times", 24 * 30).id].role is Role.ORIGINAL
    )


def test_articles_without_words_have_a_role_too() -> None:
    empty = article("courier", 1, body="")
    assert trace_lineage([empty])[empty.id].role is Role.ORIGINAL


@given(
    order=st.permutations([WIRE, article("courier", 2), article("times", 5), article("news", 0, body="Fog.")])
)
@settings(max_examples=20, deadline=None)
def test_the_order_of_the_input_changes_no_role(order: list[Article]) -> None:
    assert trace_lineage(order) == trace_lineage(sorted(order, key=lambda one: one.id))
