"""What a line claims, and whether its sources say it."""

from __future__ import annotations

from datetime import date

import pytest
from newsroom import coverage, report

from generator.digest.claims import ClaimKind, Ground, unsupported
from generator.digest.editing import rest_on

GROUND = Ground.of(
    [
        "The ferry Solvind struck the wall at 21:14 on Sunday. Some 1,812,400 euros were lost.",
        "So said Ada Brandt.",
        "It is 10 km away. “We saw it coming,” she said. Eleven people were hurt, 12 % of them badly.",
        "The plan costs 1.8 million.",
        "Nearly 300 stayed in the hall for over 9 hours, more than two hundred and fifty of them of Ulswick.",
    ],
    [date(2026, 8, 17)],
)


@pytest.mark.parametrize(
    "text",
    [
        "Eleven hurt as ferry Solvind strikes wall",
        "11 people were hurt",
        "The plan costs 1,800,000",
        "Nearly 2 million euros were lost",
        "About 1.8 million euros were lost",
        "The ferry lies 6.2 miles away",
        "Ada Brandt said: “we saw it coming”",
        "12 percent were badly hurt on Sunday",
        "Hurt on Monday, in August",  # the day it was told
        "Brandt: ferry lost",
        "About 300 stayed for 9 hours",
        "At least eleven people were hurt",
        "Over 250 came of Ulswick",
        "Eleven were hurt once, due to the wall",  # eleven in Spanish and two in Italian
    ],
)
def test_what_the_sources_say_in_any_notation_stands(text: str) -> None:
    assert unsupported(text, "en", GROUND) == ()


@pytest.mark.parametrize(
    ("text", "kind", "claim"),
    [
        ("Twelve people were hurt", ClaimKind.NUMBER, "Twelve"),
        ("12 people were hurt", ClaimKind.NUMBER, "12"),  # twelve in a hundred is not twelve
        ("Nearly 3 million euros were lost", ClaimKind.NUMBER, "Nearly 3 million euros"),
        ("2 million euros were lost", ClaimKind.NUMBER, "2 million euros"),  # rounded, and does not say so
        ("300 stayed", ClaimKind.NUMBER, "300"),  # the source says that it is rounded
        ("More than 300 stayed", ClaimKind.NUMBER, "More than 300"),
        ("Nearly eleven people were hurt", ClaimKind.NUMBER, "Nearly eleven"),  # the source says: eleven
        ("250 came from Ulswick", ClaimKind.NUMBER, "250"),
        ("The plan costs 1.8 billion", ClaimKind.NUMBER, "1.8 billion"),
        ("$1,812,400 were lost", ClaimKind.NUMBER, "1,812,400"),
        ("It is 10 miles away", ClaimKind.NUMBER, "10 miles"),
        ("Eleven were hurt in Tarnhaven", ClaimKind.NAME, "Tarnhaven"),
        ("Ada Brand said so", ClaimKind.NAME, "Brand"),
        ("Eleven were hurt on Wednesday", ClaimKind.DAY, "Wednesday"),
        ("She said: “We did not see it coming”", ClaimKind.QUOTATION, "We did not see it coming"),
    ],
)
def test_what_no_source_says_is_found(text: str, kind: ClaimKind, claim: str) -> None:
    (found,) = unsupported(text, "en", GROUND)
    assert (found.kind, found.text) == (kind, claim)
    assert text[found.start : found.end] == claim


def test_a_german_noun_is_no_name_and_a_full_name_is_one() -> None:
    ground = Ground.of(["Die Fähre rammte die Mauer, sagte Ada Brandt."])
    assert unsupported("Das Schiff rammte die Mauer.", "de", ground) == ()
    (found,) = unsupported("Das Schiff rammte die Mauer, sagte Eva Klein.", "de", ground)
    assert found.text == "Eva Klein"


def test_a_sentence_rests_on_the_sentences_that_bear_it_out() -> None:
    ferry = report(10, "courier", "Ferry strikes the wall")
    known = coverage([ferry])
    article = known.articles[ferry.id]
    line = rest_on("On day 10 courier found it out.", "en", [article])
    assert [article.body[c.start : c.end] for c in line.citations] == [article.body.split(". ")[0] + "."]
