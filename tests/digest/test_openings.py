"""What cannot stand by itself is not quoted, where something else can."""

from __future__ import annotations

from dataclasses import replace

import pytest
from newsroom import report

from generator.digest.excerpts import excerpt
from generator.digest.openings import is_loose
from generator.model.source import Rights


@pytest.mark.parametrize(
    "text",
    [
        "He said that the dam would hold.",
        "“They had no warning,” the miller said.",
        "However, the works council had not been told.",
        "This groundbreaking step was long planned.",
        "The company said on Monday that it would close.",
        "In addition, 300 people were hurt.",
        "Er kündigte an, dass der Damm hält.",
        "Doch der Damm hält nicht.",
    ],
)
def test_what_leans_on_the_words_before_it_is_loose(text: str) -> None:
    assert is_loose(text)


@pytest.mark.parametrize(
    "text",
    [
        "It will be 36 degrees in the Aske valley on Tuesday.",
        "This week the dam held.",
        "This April the choir sings.",
        "Those who stayed were lodged in halls.",
        "The former treasurer pleaded not guilty.",
        "The team behind the dam was praised.",
        "The company that runs the ferry paid.",
        "In response to the flood, 300 people left.",
        "So.Social opened in Ulswick.",
        "The ferry Solvind struck the wall.",
    ],
)
def test_what_names_its_subject_is_not(text: str) -> None:
    assert not is_loose(text)


def test_a_loose_opening_gives_way_to_a_sentence_on_the_title_near_it() -> None:
    dam = report(10, "courier", "Oberdale dam leaks")
    first = "He had seen it coming for years and nobody listened."
    other = "Rain fell on the hills around it for nine long days."
    about = "The dam at Oberdale has leaked since Sunday."
    article = replace(dam, title="Oberdale dam leaks", body=f"{first} {other} {about}")
    (cited,) = excerpt(article, Rights(), sentences=1)
    assert article.body[cited.start : cited.end] == about
    nothing_else = replace(article, body=f"{first} {other}")
    (cited,) = excerpt(nothing_else, Rights(), sentences=1)
    assert nothing_else.body[cited.start : cited.end] == first
