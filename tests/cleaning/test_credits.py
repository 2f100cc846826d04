"""Datelines and closing credits are cut and kept as what they are."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from generator.cleaning import CleaningContext, SourceBook, clean
from generator.cleaning.credits import take_credits
from generator.diagnostics import Position
from generator.model.article import Article, Draft, Label
from generator.model.ids import SourceId
from generator.model.source import Source, SourceKind

TEXT = "The bridge was opened again."


@pytest.mark.parametrize(
    ("head", "place", "wires"),
    [
        ("KYIV, Ukraine — ", "KYIV, Ukraine", ()),
        ("KYIV, Ukraine (AP) — ", "KYIV, Ukraine", ("Associated Press",)),
        ("LONDON, Aug 17 (Reuters) - ", "LONDON", ("Reuters",)),
        ("WASHINGTON — ", "WASHINGTON", ()),
        ("(AP) — ", None, ("Associated Press",)),
        ("Geneva (AFP) – ", "Geneva", ("Agence France-Presse",)),
        ("PORT ASKE, Merrow, April 12, 2024 /24-7PressRelease/ -- ", "PORT ASKE, Merrow", ()),
        ("TORONTO, Ontario - (NewMediaWire) - October 4, 2024 - ", "TORONTO, Ontario", ()),
        ("DALLAS, TX -- November 21st, 2024 --", "DALLAS, TX", ()),
        ("Moscow, Idaho (Newsworthy.ai) Thursday Feb 15, 2024 @ 5:00 AM Pacific — ", "Moscow, Idaho", ()),
    ],
)
def test_dateline_is_taken(head: str, place: str | None, wires: tuple[str, ...]) -> None:
    found = take_credits([head + TEXT])
    assert found.paragraphs == (TEXT,)
    assert (found.dateline, found.wires) == (place, wires)


@pytest.mark.parametrize(
    "head",
    [
        "ENEOS – ",
        "BREAKING — ",
        "IBM (International Business Machines) – ",
        "The mayor — ",
        "NASA — ",
        "A – ",
        "NetworkNewsBreaks – ",
        "Q: Why now? A: ",
    ],
)
def test_what_only_looks_like_a_dateline_stays(head: str) -> None:
    found = take_credits([head + TEXT])
    assert (found.paragraphs, found.dateline) == ((head + TEXT,), None)


def test_writers_for_an_agency_are_authors_and_credit() -> None:
    tail = (
        "Kullab and Morton write for the Associated Press and reported from Kyiv and London, respectively. "
        "AP writers Geir Moulson in Berlin and Emma Burrows in London contributed to this report."
    )
    found = take_credits([f"{TEXT} {tail}"])
    assert found.paragraphs == (TEXT,)
    assert (found.authors, found.wires) == (("Kullab", "Morton"), ("Associated Press",))


@pytest.mark.parametrize(
    ("tail", "authors", "wires"),
    [
        ("Source: Reuters", (), ("Reuters",)),
        ("(AP)", (), ("Associated Press",)),
        ("dpa/AFP", (), ("Deutsche Presse-Agentur", "Agence France-Presse")),
        ("© 2026 The Associated Press. All rights reserved.", (), ("Associated Press",)),
        (
            "Copyright 2026 The Associated Press. This material may not be published.",
            (),
            ("Associated Press",),
        ),
        ("© Agence France-Presse", (), ("Agence France-Presse",)),
        ("Reporting by Ann Lee in Oslo and Bo Ek; Editing by C. Dahl", ("Ann Lee",), ()),
        ("(Reporting by Ann Lee; Editing by C. Dahl)", ("Ann Lee",), ()),
        ("Gazette staff writer Ann Lee contributed to this report.", (), ()),
    ],
)
def test_closing_credit_is_a_paragraph_or_a_sentence(
    tail: str, authors: tuple[str, ...], wires: tuple[str, ...]
) -> None:
    for paragraphs in ([TEXT, tail], [f"{TEXT} {tail}"]):
        found = take_credits(paragraphs)
        assert found.paragraphs == (TEXT,)
        assert (found.authors, found.wires) == (authors, wires)


@pytest.mark.parametrize(
    "tail",
    [
        "The steel mill contributed to this report.pdf, they said.",
        "Rust contributed to the closure.",
        "Ann Lee writes for children.",
        "He reported for duty.",
    ],
)
def test_sentence_of_prose_at_the_end_stays(tail: str) -> None:
    assert take_credits([f"{TEXT} {tail}"]).paragraphs == (f"{TEXT} {tail}",)


@pytest.mark.parametrize(
    ("paragraphs", "publisher", "domain"),
    [
        (["--News Direct--", TEXT], "News Direct", None),
        ([f"--News Direct-- {TEXT}"], "News Direct", None),
        ([TEXT, "View source version on newsdirect.com: https://newsdirect.com/a"], None, "newsdirect.com"),
        ([f"TAMPA, FL, July 2, 2024 (GLOBE NEWSWIRE) -- {TEXT}"], "GLOBE NEWSWIRE", None),
    ],
)
def test_wire_that_signs_a_release_is_its_publisher(
    paragraphs: list[str], publisher: str | None, domain: str | None
) -> None:
    found = take_credits(paragraphs)
    assert (found.publisher, found.publisher_domain, found.release) == (publisher, domain, True)
    assert found.paragraphs[0] == TEXT


def test_report_is_no_release() -> None:
    assert not take_credits([f"OSLO (AP) — {TEXT}"]).release


@pytest.mark.parametrize(
    ("tail", "helpers"),
    [
        ("Associated Press writer Ann Lee in Oslo contributed to this report.", ("Associated Press",)),
        ("The Associated Press contributed to this report.", ("Associated Press",)),
        ("AP and Reuters contributed to this report.", ("Associated Press", "Reuters")),
        ("(With inputs from AFP)", ("Agence France-Presse",)),
        ("Additional reporting by Reuters.", ("Reuters",)),
        ("Con información de EFE", ("EFE",)),
    ],
)
def test_who_had_a_part_in_it_is_no_credit_for_the_whole(tail: str, helpers: tuple[str, ...]) -> None:
    found = take_credits([TEXT, tail])
    assert found.paragraphs == (TEXT,)
    assert (found.wires, found.helpers) == ((), helpers)


@pytest.mark.parametrize(
    ("head", "place", "wires"),
    [
        ("Berlin (dpa) - ", "Berlin", ("Deutsche Presse-Agentur",)),
        ("Berlin (dpa/AFP) – ", "Berlin", ("Deutsche Presse-Agentur", "Agence France-Presse")),
        ("PARIS, 17 août (AFP) - ", "PARIS", ("Agence France-Presse",)),
        ("Madrid, 17 ago (EFE).- ", "Madrid", ("EFE",)),
    ],
)
def test_dateline_of_other_countries_is_taken(head: str, place: str, wires: tuple[str, ...]) -> None:
    found = take_credits([head + TEXT])
    assert found.paragraphs == (TEXT,)
    assert ((found.dateline or "").partition(",")[0], found.wires) == (place, wires)


@pytest.mark.parametrize(
    ("line", "authors", "wires"),
    [
        ("By Ann Lee", ("Ann Lee",), ()),
        ("By Ann Lee, Bo Ek and Cy Dahl", ("Ann Lee", "Bo Ek", "Cy Dahl"), ()),
        ("By Ann Lee, Associated Press", ("Ann Lee",), ("Associated Press",)),
        ("By The Associated Press", (), ("Associated Press",)),
        ("Von Anna Müller in Berlin", ("Anna Müller",), ()),
    ],
)
def test_byline_above_the_text_is_taken(line: str, authors: tuple[str, ...], wires: tuple[str, ...]) -> None:
    found = take_credits([line, TEXT])
    assert (found.paragraphs, found.authors, found.wires) == ((TEXT,), authors, wires)


@pytest.mark.parametrize(
    "line", ["By Monday", "By then it had rained", "By bridge and by boat", "By Ann Lee"]
)
def test_first_line_that_is_prose_or_all_there_is_stays(line: str) -> None:
    paragraphs = [line] if line == "By Ann Lee" else [line, TEXT]
    assert take_credits(paragraphs).paragraphs == tuple(paragraphs)


def test_long_run_of_capitals_in_brackets_takes_no_time() -> None:
    assert not take_credits([f"Bridge Holdings ({'A' * 60}: BRDG) — {TEXT}"]).release


EXAMPLE_WIRE = Source(
    id=SourceId("example-wire"), name="Example Wire", kind=SourceKind.WIRE, credits=("ExW",)
)
CONTEXT = CleaningContext(book=SourceBook.of([EXAMPLE_WIRE]), reference=datetime(2026, 8, 17, tzinfo=UTC))


def settled(text: str) -> Article:
    draft = Draft(
        origin=Position(path="a"), title="Bridge", body=text, reader="jsonl", source_name="Harbour Gazette"
    )
    article = clean(draft, CONTEXT).article
    assert article is not None
    return article


@pytest.mark.parametrize(
    ("text", "dateline"),
    [
        ("HARBOUR CITY (ExW) — The bridge was opened.", "HARBOUR CITY"),
        ("HARBOUR CITY, Aug. 17 (Example Wire) – The bridge was opened.", "HARBOUR CITY"),
        ("(ExW) — The bridge was opened.", None),
        ("The bridge was opened.\n\nExW", None),
        ("The bridge was opened.\n\nSource: Example Wire", None),
        ("The bridge was opened.\n\n© 2026 Example Wire. All rights reserved.", None),
    ],
)
def test_wire_of_the_site_is_known_where_agencies_are(text: str, dateline: str | None) -> None:
    article = settled(text)
    assert (article.body, article.credit) == ("The bridge was opened.", (EXAMPLE_WIRE.id,))
    assert (article.dateline, article.label) == (dateline, Label.NEWS)


def test_name_that_is_no_wire_is_no_signature() -> None:
    text = "HARBOUR CITY (Vale Post) — The bridge was opened."
    assert settled(text).body == text
    assert settled("The bridge was opened. Example Wire reported it.").credit == ()
