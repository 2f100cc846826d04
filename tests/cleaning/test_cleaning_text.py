"""Text loses its tricks and keeps its words."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.cleaning.text import clean_line, clean_paragraphs


@pytest.mark.parametrize(
    ("text", "clean"),
    [
        ("a\u202egpj.exe", "agpj.exe"),
        ("pass\u200bword", "password"),
        ("soft\u00adhyphen", "softhyphen"),
        ("a\x00b\x1bc\x9dd", "abcd"),
        ("line\nbreak\ttab\u00a0blank", "line break tab blank"),
        ("Cafe\u0301", "Café"),
        ("\ufeffmark", "mark"),
        ("lone \ud800 half", "lone \ufffd half"),
        ("Latin\u200f", "Latin"),
        ("tag\U000e0041", "tag"),
    ],
)
def test_tricks_are_removed(text: str, clean: str) -> None:
    assert clean_line(text) == clean


@pytest.mark.parametrize("text", ["می‌خواهم", "क्‍ष", "👩‍👩‍👧", "שלום (ABC)\u200f.", "naïve “quotes” – …"])
def test_what_a_script_needs_is_kept(text: str) -> None:
    assert clean_line(text) == text


def test_blank_lines_separate_paragraphs() -> None:
    assert clean_paragraphs("One.\r\n\r\n\r\n Two.\n \nThree.") == ("One.", "Two.", "Three.")


def test_text_without_blank_lines_has_a_paragraph_a_line() -> None:
    assert clean_paragraphs("A short line.\nAnother.") == ("A short line.", "Another.")


def test_wrapped_lines_are_joined_and_lists_are_not() -> None:
    wrapped = "The bridge at the harbour was opened again on\nMonday after repairs that took a whole year."
    assert clean_paragraphs(f"Intro.\n\n{wrapped}") == ("Intro.", " ".join(wrapped.split()))
    items = (
        "* The bridge over the harbour was opened on Monday\n* The ferry goes on until the end of the month"
    )
    assert clean_paragraphs(f"Intro.\n\n{items}") == ("Intro.", items)


@given(st.text())
def test_cleaning_twice_is_cleaning_once(text: str) -> None:
    line = clean_line(text)
    assert clean_line(line) == line
    paragraphs = clean_paragraphs(text)
    assert all(paragraph.strip() == paragraph and paragraph for paragraph in paragraphs)
