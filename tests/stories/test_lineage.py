"""Lineage: what is a copy, what a rewrite, and what only looks like one."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from generator.model.article import Article
from generator.model.ids import ArticleId, SourceId
from generator.model.reporting import reporter_of
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
    assert found[early.id].evidence.startswith("It credits that source")


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


FURNACE = (
    "Merrow Steel will shut its second furnace in March, the company told the works council on Tuesday. "
    "Some 340 of 1,900 jobs at the Sand Lane works will go by 2027. The chairwoman, Ada Brandt, said that "
    "gas under the contract of 2021 costs three times what rivals pay in Ulswick. The union called a meeting "
    "at gate three for Thursday night, and the province promised 12 million crowns for training."
)
HERRING = (
    "The Fisheries Board cut the quota for herring by 18 percent, to 41,000 tonnes, the lowest since 2011. "
    "Its biologist, Noor Halvard, said that the spawning stock off Holm Head had halved in four years. Boats "
    "under twelve metres keep what they had. The larger ones from Port Aldous lose a month of fishing, and "
    "their owners, said Jens Ravn of the Skippers' League, will go to court before the season opens."
)


def round_up(hours: float, title: str = "Three things to know this morning") -> Article:
    return article("digest", hours, title=title, body=f"{TEXT}\n\n{FURNACE}\n\n{HERRING}")


def parts(hours: float) -> list[Article]:
    return [
        article("wire", hours),
        article("herald", hours + 0.1, title="Second furnace at Merrow Steel to close", body=FURNACE),
        article("board", hours + 0.2, title="Herring quota cut by 18 percent", body=HERRING),
    ]


def test_a_round_up_is_not_a_copy_of_any_of_its_parts() -> None:
    morning = round_up(5)
    found = trace_lineage([*parts(0), morning])
    assert {found[part.id].role for part in parts(0)} == {Role.ORIGINAL}
    assert found[morning.id].is_round_up
    assert found[morning.id].role is Role.REWRITE
    assert {source.of for source in found[morning.id].sources} == {part.id for part in parts(0)}
    assert "round-up" in found[morning.id].evidence


def test_a_round_up_dated_before_its_parts_ties_them_together_as_little() -> None:
    morning = round_up(-1, title="Ferry aground off Tarnhaven; second furnace at Merrow Steel to close")
    found = trace_lineage([*parts(0), morning])
    assert found[morning.id].is_round_up
    assert {found[part.id].of for part in parts(0)} == {None}


def test_copies_of_what_a_round_up_quotes_are_copies_of_the_original() -> None:
    copy = article("courier", 7)
    found = trace_lineage([*parts(0), round_up(5), copy])
    assert found[copy.id].of == WIRE.id


def test_the_shortened_and_the_whole_text_are_one() -> None:
    short = article("wire", 0, body=TEXT[: TEXT.index("Divers")])
    whole = article("courier", 2)
    found = trace_lineage([short, whole])[whole.id]
    assert (found.role, found.of, found.is_round_up) == (Role.COPY, short.id, False)


def test_a_copy_that_begins_with_a_long_introduction_of_its_own_is_found() -> None:
    own = " ".join(f"Column {n} of ours has thoughts number {n * 7} about harbours." for n in range(60))
    body = f"{FURNACE}\n\n{HERRING}\n\n{TEXT}"
    wire = article("wire", 0, title="The week on the coast", body=body)
    copy = article("courier", 3, title="The week on the coast", body=f"{own}\n\n{body}")
    assert len(own) > 2500
    assert trace_lineage([wire, copy])[copy.id].of == wire.id


def test_a_correction_that_repeats_little_is_an_update_of_the_report() -> None:
    for title in (f"Correction: {WIRE.title}", f"CORRECTED-{WIRE.title}", f"{WIRE.title} (corrected)"):
        notice = article(
            "wire",
            4,
            title=title,
            body="An earlier version gave the number of passengers as 61. There were 63 people on the ship.",
        )
        found = trace_lineage([WIRE, notice])[notice.id]
        assert (found.role, found.of, found.is_update) == (Role.COPY, WIRE.id, True)


def test_an_update_in_other_words_is_one_item_with_what_it_updates() -> None:
    update = article(
        "wire",
        4,
        title=f"Update 2 - {WIRE.title}",
        body="Divers found a tear of four metres in the hull of the ferry on Tuesday. The ferry Gannet "
        "ran aground in fog off Tarnhaven on Monday with 61 passengers aboard. A tug from Ulswick is due "
        "at high water, and the owners hope to have her off by night. Two of the crew were treated for cold.",
    )
    found = trace_lineage([WIRE, update])[update.id]
    assert (found.of, found.is_update) == (WIRE.id, True)


def test_another_outlets_correction_of_a_like_title_is_no_update() -> None:
    notice = article("times", 4, title=f"Correction: {WIRE.title}", body="We named the wrong captain.")
    assert trace_lineage([WIRE, notice])[notice.id].role is Role.ORIGINAL


def test_what_updates_regularly_is_a_report_each_time() -> None:
    first = article("wire", 0, title="Update: roads", body=FURNACE)
    second = article("wire", 24, title="Update: roads", body=HERRING)
    assert trace_lineage([first, second])[second.id].role is Role.ORIGINAL


def test_the_evidence_has_both_shares() -> None:
    cut = article("times", 3, body=TEXT[: TEXT.index("The company")])
    (taken,) = trace_lineage([WIRE, cut])[cut.id].sources
    assert (taken.of, taken.taken, taken.title, taken.declared) == (WIRE.id, 1.0, 1.0, False)
    assert 0.5 < taken.held < 0.9


def test_notices_on_one_form_are_told_apart_by_what_stands_in_its_slots() -> None:
    form = (
        "The law firm of Kestrel & Moor reminds investors of {name} that a class action was filed against "
        "{name} on behalf of those who bought its shares between {start} and {end}. Investors have until "
        "{until} to ask the court to be appointed lead plaintiff. The complaint says that {name} made false "
        "statements about its business, that its figures were overstated, and that investors lost money when "
        "this became known. Who lost money with {name} may write to the firm or call it. The firm has acted "
        "for investors for thirty years and has won large sums for them in courts all over the country."
    )
    one = article(
        "wire",
        0,
        title="Shareholder alert: deadline in class action, says Kestrel & Moor",
        body=form.format(name="Aske Optics", start="January 3", end="May 2", until="July 18"),
    )
    two = article(
        "wire",
        5,
        title="Shareholder alert: deadline in class action, says Kestrel & Moor LLP",
        body=form.format(name="Merrow Foods", start="March 9", end="June 14", until="August 30"),
    )
    again = article("wire", 9, title=one.title, body=one.body)
    found = trace_lineage([one, two, again])
    assert found[two.id].role is Role.ORIGINAL
    assert found[again.id].of == one.id


def test_a_notice_of_every_day_is_news_each_time() -> None:
    form = (
        "The manager of the Aske Valley Income Trust announces that the unaudited net asset value of an "
        "ordinary share, with income, was {value} pence at the close of business on {day}. The value was "
        "worked out as the guidelines of the association of trusts ask for, and is published every day."
    )
    days = [
        article("wire", 24 * n, title="Net Asset Value(s)", body=form.format(value=value, day=day))
        for n, (value, day) in enumerate(
            [("214.11", "3 August"), ("215.02", "4 August"), ("213.87", "5 August")]
        )
    ]
    assert {line.role for line in trace_lineage(days).values()} == {Role.ORIGINAL}


def test_a_companys_next_release_with_the_same_tail_is_a_report_of_its_own() -> None:
    tail = " ".join(f"Gannet Motors has sold vehicles of type {n} since it was founded." for n in range(40))
    one = article("wire", 0, title="Gannet Motors receives order from Ulswick", body=f"{TEXT}\n\n{tail}")
    two = article("wire", 30, title="Gannet Motors receives order from Merrow", body=f"{HERRING}\n\n{tail}")
    assert trace_lineage([one, two])[two.id].role is Role.ORIGINAL


def test_two_outlets_that_print_a_wire_that_is_not_here_are_one_report() -> None:
    wire = SourceId("wire")
    one, two = (replace(article(name, 1, title=name), credit=(wire,)) for name in ("courier", "times"))
    undeclared = article("herald", 4)
    articles = {known.id: known for known in (one, two, undeclared)}
    lineage = trace_lineage(list(articles.values()))
    assert {reporter_of(id_, articles, lineage) for id_ in articles} == {"wire"}


def test_a_report_that_cites_another_is_independent_of_it() -> None:
    citing = replace(article("journal", 3, title="Furnace", body=FURNACE), cites=(SourceId("wire"),))
    articles = {known.id: known for known in (WIRE, citing)}
    lineage = trace_lineage(list(articles.values()))
    assert {reporter_of(id_, articles, lineage) for id_ in articles} == {"wire", "journal"}


def test_a_round_up_counts_for_whom_it_has_most_of() -> None:
    everything = {known.id: known for known in [*parts(0), round_up(5)]}
    lineage = trace_lineage(list(everything.values()))
    counted = {reporter_of(id_, everything, lineage) for id_ in everything}
    assert counted == {"wire", "herald", "board"}
