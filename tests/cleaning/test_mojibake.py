"""What is certainly mojibake is mended; what may be text stays."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from generator.cleaning.mojibake import mended
from generator.cleaning.text import clean_line


def broken(text: str, times: int = 1) -> str:
    for _ in range(times):
        text = "".join(bytes([byte]).decode("cp1252", errors="ignore") or chr(byte) for byte in text.encode())
    return text


@pytest.mark.parametrize(
    "text",
    [
        "“It’s mojibake”, said Café",
        "naïve façade, über 10 °C für 5 £",
        "The bridge — open again… 😀",
        "Visa® card",
        "Мост снова открыт",
        "Żółć, gęślą jaźń",
    ],
)
@pytest.mark.parametrize("times", [1, 2, 3])
def test_mojibake_is_written_as_it_was(text: str, times: int) -> None:
    assert mended(broken(text, times)) == text
    assert clean_line(broken(text, times)) == text


def test_one_broken_place_in_a_sound_text_is_mended() -> None:
    assert mended("“Sound” text, and itâ€™s been broken") == "“Sound” text, and it’s been broken"


@pytest.mark.parametrize(
    "text",
    [
        "MAÇÃ”, IRMÔ",
        "AMANHû disse ele",
        "Â» et Â\xa0",
        "automatisé\xa0» et préféré",
        "ein\xadschließ\xadlich",
        "São João, não há",
        "Ã",
        "Größe ¼ und ½",
        "Ð is a letter",
    ],
)
def test_what_may_be_text_stays(text: str) -> None:
    assert mended(text) == text


@example("Â\x08¡")
@given(st.text(alphabet=st.characters(max_codepoint=0x2FFF)))
def test_sound_text_broken_once_never_raises_and_settles(text: str) -> None:
    found = clean_line(broken(text.encode(errors="ignore").decode()))
    assert clean_line(found) == found
