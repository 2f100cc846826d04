"""Tell what a language asks of a page: its tag in, its quotation marks out; a text in, its direction out."""

from __future__ import annotations

import unicodedata
from typing import Final

_QUOTES: Final = {
    "„“": ("bg", "cs", "de", "sk", "sl"),
    "«»": ("ar", "el", "es", "fa", "fr", "it", "nb", "nn", "no", "pt", "ru", "uk"),
    "„”": ("hu", "pl", "ro"),
    "””": ("fi", "he", "sv"),
    "»«": ("da",),
    "「」": ("ja",),
}
_SENTENCE_ENDS: Final = (*".!?…:;。！？؟۔", *"\"'”’»“›)]}」』）")
_QUOTES_OF: Final = {language: marks for marks, languages in _QUOTES.items() for language in languages}


def with_ellipsis(quoted: str) -> str:
    """`quoted` with … when it stops before its sentence does."""
    return quoted if quoted.rstrip().endswith(_SENTENCE_ENDS) else quoted.rstrip() + "…"


def quotation_marks(language: str) -> tuple[str, str]:
    """The marks that open and close a quotation in `language`."""
    marks = _QUOTES_OF.get(language.partition("-")[0].lower(), "“”")
    return marks[0], marks[1]


def runs_right_to_left(text: str) -> bool:
    """Whether the first letter of `text` that has a direction is of a script written from right to left."""
    if text.isascii():
        return False
    directions = (unicodedata.bidirectional(character) for character in text)
    return next((d for d in directions if d in {"L", "R", "AL"}), "L") != "L"
