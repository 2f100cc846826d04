"""Compare words: texts in, the words they have in common in the same order out."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from hashlib import blake2b
from itertools import islice
from typing import Final

Span = tuple[int, int]

RUN: Final = 8  # words; fewer in a row are anybody's (docs/decisions/0023 has what was counted)
SHINGLE: Final = 5
# A run has a shingle that begins at a multiple of this: so few need be looked up.
STRIDE: Final = RUN - SHINGLE + 1
_LEAST: Final = 30  # characters of a run
_AHEAD: Final = 100  # characters in which there are mostly as many words as are wanted beyond a place
_MOST_NUMBERS: Final = 60_000  # some 10 MB

# Where a script puts no spaces between words, each of its characters is one.
_UNSPACED: Final = r"\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff"
_ANY_WORD: Final = re.compile(rf"[{_UNSPACED}]|[^\W{_UNSPACED}]+")
_WORD: Final = re.compile(r"\w+")
_BLANK: Final = re.compile(r"\s")
# Addresses and ids have words of titles: of the web, of entries in feeds, of articles and stories and the
# anchors that are made of those.
_ADDRESS: Final = re.compile(
    r"http(?<=\bhttp)s?://[^\s\"'<>)\]]+|tag(?<=\btag):[^\s\"'<>)\]]+"
    r"|[0-9]{4}([/-])[0-9]{2}\1[0-9]{2}\1[a-z0-9-]+"
)
_SIGNS: Final = "’“”‘–—…•®™\u00a0"  # what most texts have that is not ASCII: no part of any word
_APART: Final = "".join(chr(code) if _WORD.match(chr(code)) else " " for code in range(128))


def words_in(text: str) -> list[str]:
    """The words of `text` as they are compared: in small letters, without punctuation and addresses."""
    small = _small(text)
    if not small.isascii():
        for sign in _SIGNS:
            small = small.replace(sign, " ")
        if not small.isascii():
            return _ANY_WORD.findall(small)
    return small.translate(_APART).split()  # the same as by _WORD, in a third of the time


class Numbers(dict[str, int]):
    """A number for each word, the same in any process, so that hashes of them can be kept."""

    def __missing__(self, word: str) -> int:
        data = word.encode("utf-8", "surrogatepass")
        number = self[word] = int.from_bytes(blake2b(data, digest_size=7).digest())
        return number

    def of(self, text: str) -> list[int]:
        """The words of `text`, as numbers."""
        return self.all_of(words_in(text))

    def all_of(self, words: Sequence[str]) -> list[int]:
        """The numbers of `words`."""
        if len(self) > _MOST_NUMBERS:
            self.clear()  # most are rare, and worked out again in no time
        return list(map(self.__getitem__, words))


def words_until(text: str, end: int, beyond: int) -> tuple[list[str], list[Span]]:
    """The words of `text`, each with where it stands in characters, up to that at `end` and at least so many
    `beyond` it, as far as there are."""
    reach = end + _AHEAD
    while True:
        cut = _BLANK.search(text, reach)  # no address goes on over a blank
        small = _small(text[: cut.start()] if cut else text)
        places = [match.span() for match in _ANY_WORD.finditer(small)]
        if cut is None or (len(places) > beyond and places[-beyond][0] >= end):
            return [small[start:stop] for start, stop in places], places
        reach *= 2


def places_of_words(text: str, words: int) -> list[Span]:
    """Where the first `words` words of `text` stand, in characters."""
    pattern = _WORD if text.isascii() else _ANY_WORD
    return [match.span() for match in islice(pattern.finditer(_small(text)), words)]


def shingles_of(words: Sequence[object], stride: int = 1) -> Iterator[int]:
    """A hash of each five words in a row, or of those that begin at each multiple of `stride`."""
    return map(hash, zip(*(words[offset::stride] for offset in range(SHINGLE)), strict=False))


def extended(words: Sequence[object], at: int, other: Sequence[object], there: int) -> Span:
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
    """`text` in small letters and without addresses and ids, each character where it was."""
    if "/" in text:
        text = _ADDRESS.sub(lambda match: " " * len(match[0]), text)
    return text.replace("İ", "i").lower()  # the one letter whose small form is longer
