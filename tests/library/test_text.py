"""The one form of texts: reached in one step, whatever the text, and left alone once reached."""

from __future__ import annotations

import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.model.text import normal_body, normal_line

TEXT = st.text(
    st.characters() | st.sampled_from("\n\n\r\t \x00\x0b\x85\u2028\u2029\u3000\u0301\u2000e"), max_size=40
)


@given(TEXT)
def test_a_normal_text_is_left_alone(text: str) -> None:
    assert normal_body(normal_body(text)) == normal_body(text)
    assert normal_line(normal_line(text)) == normal_line(text)


@given(TEXT)
def test_a_normal_body_is_paragraphs_and_nothing_else(text: str) -> None:
    body = normal_body(text)
    assert unicodedata.is_normalized("NFC", body)
    assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]", body)
    assert "\n\n\n" not in body
    assert all(line == line.strip() for line in body.split("\n"))
    assert body == body.strip()


@given(TEXT)
def test_a_normal_line_is_one_line(text: str) -> None:
    line = normal_line(text)
    assert unicodedata.is_normalized("NFC", line)
    assert "\n" not in line
    assert "  " not in line
    assert line == line.strip()


@given(TEXT)
def test_no_word_is_lost(text: str) -> None:
    letters = re.compile(r"[^\W_]")
    normal = unicodedata.normalize("NFC", text)
    assert letters.findall(unicodedata.normalize("NFC", normal_body(text))) == letters.findall(normal)


@pytest.mark.parametrize(
    ("text", "body"),
    [
        ("One.\r\n\r\nTwo.", "One.\n\nTwo."),
        ("One.\n \n\t\n\nTwo.\n", "One.\n\nTwo."),
        ("  - a\n  - b", "- a\n- b"),
        ("One.\u2029Two.\u2028Three.", "One.\n\nTwo.\nThree."),
        ("a\tb\x00c", "a bc"),
        ("e\u0301", "é"),
        ("", ""),
    ],
)
def test_bodies_are_brought_into_form(text: str, body: str) -> None:
    assert normal_body(text) == body


@pytest.mark.parametrize(
    ("text", "line"),
    [(" One\r\n two\t\tthree ", "One two three"), ("a\x07b", "ab"), ("Dix\u00a0%", "Dix\u00a0%"), ("\n", "")],
)
def test_lines_are_brought_into_form(text: str, line: str) -> None:
    assert normal_line(text) == line
