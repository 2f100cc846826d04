"""Compare words: texts in, the words they have in common in the same order out."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import islice
from typing import Final

Span = tuple[int, int]

RUN: Final = 8  # words; fewer in a row are anybody's (docs/decisions/0023 has what was counted)
SHINGLE: Final = 5
# A run has a shingle that begins at a multiple of this: so few need be looked up.
STRIDE: Final = RUN - SHINGLE + 1
_LEAST: Final = 30  # characters of a run

# Where a script puts no spaces between words, each of its characters is one.
_UNSPACED: Final = r"\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff"
_ANY_WORD: Final = re.compile(rf"[{_UNSPACED}]|[^\W{_UNSPACED}]+")
_WORD: Final = re.compile(r"\w+")
_ADDRESS: Final = re.compile(r"\bhttps?://[^\s\"'<>)\]]+")


def words_in(text: str) -> list[str]:
    """The words of `text` as they are compared: in small letters, without punctuation and addresses."""
    return (_WORD if text.isascii() else _ANY_WORD).findall(_small(text))


def places_of_words(text: str, words: int) -> list[Span]:
    """Where the first `words` words of `text` stand, in characters."""
    pattern = _WORD if text.isascii() else _ANY_WORD
    return [match.span() for match in islice(pattern.finditer(_small(text)), words)]


def shingles_of(words: Sequence[str]) -> Iterator[int]:
    """A hash of each five words in a row."""
    return map(hash, zip(*(words[offset:] for offset in range(SHINGLE)), strict=False))


def extended(words: Sequence[str], at: int, other: Sequence[str], there: int) -> Span:
    """From and to which word of `other` it says what `words` says, around its word `there`, which is the
    word `at` of `words`."""
    first, back = there, at
    while first and back and other[first - 1] == words[back - 1]:
        first, back = first - 1, back - 1
    while there < len(other) and at < len(words) and other[there] == words[at]:
        there, at = there + 1, at + 1
    return first, there


def is_a_run(words: Sequence[str]) -> bool:
    """Whether words in a row are enough to be somebody's: dates and tables of numbers are not."""
    lettered = [word for word in words if not word.isdigit()]
    return len(lettered) >= RUN and sum(map(len, lettered)) + len(lettered) > _LEAST


def spans_in(body: str, text: str) -> set[Span]:
    """The passages of `body` that `text` has word for word, in characters of `body`."""
    words, other = words_in(text), words_in(body)
    if len(words) < RUN:
        return set()
    known: dict[int, list[int]] = {}
    for at, key in enumerate(shingles_of(words)):
        known.setdefault(key, []).append(at)
    runs = {
        extended(words, at, other, there)
        for there, key in enumerate(shingles_of(other))
        for at in known.get(key, ())
        if other[there] == words[at]
    }
    runs = {(first, end) for first, end in runs if is_a_run(other[first:end])}
    places = places_of_words(body, max((end for _, end in runs), default=0))
    return {(places[first][0], places[end - 1][1]) for first, end in runs}


def _small(text: str) -> str:
    """`text` in small letters and without addresses, each character where it was."""
    if "://" in text:
        text = _ADDRESS.sub(lambda match: " " * len(match[0]), text)
    return text.replace("İ", "i").lower()  # the one letter whose small form is longer
