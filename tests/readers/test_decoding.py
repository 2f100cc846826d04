"""Bytes become text whatever they are."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.readers.decoding import decode


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32"])
def test_unicode_encodings_are_told_apart(encoding: str) -> None:
    text = "Café in the harbour\nA second line of text"
    assert decode(text.encode(encoding)) == text


def test_text_that_is_not_utf_8_is_read_as_windows_1252() -> None:
    assert decode("“Curly” – €".encode("cp1252")) == "“Curly” – €"


def test_utf_8_with_one_damaged_place_stays_utf_8() -> None:
    assert decode("żółć gęślą".encode() + b"\xff") == "żółć gęślą\ufffd"


@given(st.binary(max_size=400))
def test_no_bytes_make_it_raise(data: bytes) -> None:
    decode(data)
