"""Sentences are found where a reader would end them."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.digest.sentences import sentence_spans


def split(text: str) -> list[str]:
    return [text[start:end] for start, end in sentence_spans(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("It rained. It stopped.", ["It rained.", "It stopped."]),
        (
            "Mr. Smith met J. Doe at 9 a.m. today. He left.",
            ["Mr. Smith met J. Doe at 9 a.m. today.", "He left."],
        ),
        ("“It was good.” She said so!", ["“It was good.”", "She said so!"]),
        ("Did it? (It did.) Yes.", ["Did it?", "(It did.)", "Yes."]),
        ("It cost $1.5 million in 2019. The U.S. paid.", ["It cost $1.5 million in 2019.", "The U.S. paid."]),
        ("Am 9. August kam er. Dann ging er.", ["Am 9. August kam er.", "Dann ging er."]),
        ("وصلت السفينة. هل غادرت؟ نعم.", ["وصلت السفينة.", "هل غادرت؟", "نعم."]),
        ("船が着いた。出港した。", ["船が着いた。", "出港した。"]),
        ("A line\nwrapped here.\n\nA new paragraph", ["A line\nwrapped here.", "A new paragraph"]),
        ("Wait ... what", ["Wait ... what"]),
        ("", []),
    ],
)
def test_a_sentence_ends_where_a_reader_ends_it(text: str, expected: list[str]) -> None:
    assert split(text) == expected


@given(st.text())
def test_spans_are_in_order_do_not_overlap_and_lose_nothing_but_white_space(text: str) -> None:
    spans = list(sentence_spans(text))
    assert all(start < end for start, end in spans)
    assert all(before[1] <= after[0] for before, after in itertools.pairwise(spans))
    kept = "".join(text[start:end] for start, end in spans)
    assert "".join(kept.split()) == "".join(text.split())
