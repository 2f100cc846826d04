"""Find texts that may hold each other's words: texts in, candidates out.

An inverted index over a sample of each text's 3-word shingles: those whose hash is 0 modulo a number, so any
two texts sample alike (Broder 1997). It is a window: what is older than it is forgotten.
"""

from __future__ import annotations

import re
from array import array
from collections import OrderedDict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import sqrt
from typing import Final
from zlib import crc32

from generator.stories.words import is_unspaced, words_of

_SAMPLE: Final = 16  # a power of 2; a longer text's sample is large enough, since all of it is read
_UNSAMPLED: Final = _SAMPLE - 1  # the bits of a hash that must be 0
_SCRIPT: Final = 400  # characters that tell the script of a text
_SHORT: Final = 160  # words; a shorter text is sampled whole
_LEAST_WORDS: Final = 12
_DEVIATIONS: Final = 2.0  # a sample errs; so far below what would count is reason to look
_LEAST_SHARED: Final = 2  # sampled shingles; one is chance
_POSTINGS: Final = 20  # a shingle in more texts than this is a formula; the earliest are looked at
_CANDIDATES: Final = 12
MARKS: Final = ".,;:!?…\"'()[]{}<>“”„‚’‘«»‹›—–-*•·|/\\#$£€%&+=~_^`"
_CHUNK: Final = re.compile(r"\S+")
_MEMO_CHUNKS: Final = 100_000  # about 12 MB
_MEMO_LENGTH: Final = 40  # characters; longer chunks seldom come again


def codes_of(text: str) -> list[int]:
    """The checksums of a text's words, in order and in any case; the same on every machine.

    A word is what stands between two spaces, without the marks around it; scripts without spaces are cut into
    pairs of characters.
    """
    if is_unspaced(text[:_SCRIPT]):
        return [crc32(word.lower().encode()) for word in words_of(text)]
    return list(map(_CODES.__getitem__, text.lower().split()))


def places_of(text: str) -> list[tuple[int, int]]:
    """Where each of the words of `codes_of` begins and ends, in characters."""
    if is_unspaced(text[:_SCRIPT]):
        return _places_of(text, words_of(text))
    return [_trimmed(chunk) for chunk in _CHUNK.finditer(text)]


def shingles_of(codes: Sequence[int]) -> frozenset[int]:
    """Hashes of every three words in a row; none of a text too short to tell anything."""
    if len(codes) < _LEAST_WORDS:
        return frozenset()
    return frozenset(
        [
            (first * 1_000_003 + second * 10_007 + third) & 0xFFFFFFFFFFFF
            for first, second, third in zip(codes, codes[1:], codes[2:], strict=False)
        ]
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """What the index holds of a text. `coarse` is how many of its shingles any text would have sampled;
    a short text is sampled `whole`. Times are in seconds since 1970."""

    number: int
    when: float
    shingles: Sequence[int]
    whole: bool
    coarse: int


def sample_of(number: int, when: float, codes: Sequence[int]) -> Sample:
    """A short text is sampled whole, of a longer one the same in _SAMPLE shingles as of any text."""
    coarse = _coarse(codes)
    whole = len(codes) < _SHORT
    return Sample(
        number=number,
        when=when,
        shingles=array("Q", sorted(shingles_of(codes)) if whole else coarse),
        whole=whole,
        coarse=len(coarse),
    )


class ShingleIndex:
    """Which texts of the last `window` seconds have a sampled shingle."""

    def __init__(self, window: float) -> None:
        self._window = window
        self._postings: dict[int, list[int]] = {}
        self._samples: OrderedDict[int, Sample] = OrderedDict()

    @property
    def numbers(self) -> Sequence[int]:
        """What the window holds, in the order in which it came."""
        return tuple(self._samples)

    def add(self, sample: Sample, faintest: float, least: Callable[[int], float]) -> list[int]:
        """Put a text in; the texts before it that may have enough of its words, the likeliest first.

        `least(number)` is the containment that would count with another text; none is below `faintest`.
        """
        shared: dict[int, int] = {}
        for shingle in sample.shingles:
            for other in self._postings.get(shingle, ())[:_POSTINGS]:
                shared[other] = shared.get(other, 0) + 1
        self.restore(sample)
        near = [
            (promise, other)
            for other, count in shared.items()
            if count >= _LEAST_SHARED
            and (promise := _promise(sample, self._samples[other], count, faintest, least))
        ]
        return [other for _, other in sorted(near, key=lambda one: (-one[0], one[1]))[:_CANDIDATES]]

    def restore(self, sample: Sample) -> None:
        """Put a text in without looking for others."""
        self._samples[sample.number] = sample
        for shingle in sample.shingles:
            self._postings.setdefault(shingle, []).append(sample.number)

    def expire(self, now: float) -> list[int]:
        """Forget what came before the window that ends `now`; the numbers of what is forgotten."""
        gone = []
        while self._samples:
            number, sample = next(iter(self._samples.items()))
            if now - sample.when <= self._window:
                break
            del self._samples[number]
            gone.append(number)
            for shingle in sample.shingles:
                postings = self._postings[shingle]
                del postings[0]  # numbers ascend: the oldest is in front
                if not postings:
                    del self._postings[shingle]
        return gone


def _promise(
    sample: Sample, other: Sample, shared: int, faintest: float, least: Callable[[int], float]
) -> float:
    """How the part of the samples that two texts share compares with the least that would count; 0 where it
    falls too short."""
    size = _common_size(sample, other)
    if shared < _least_shared(faintest, size):
        return 0.0
    wanted = least(other.number)
    return shared / (wanted * size) if shared >= _least_shared(wanted, size) else 0.0


def _common_size(sample: Sample, other: Sample) -> int:
    """How many sampled shingles two texts could share at most, of those sampled in both."""
    if sample.whole and other.whole:
        return min(len(sample.shingles), len(other.shingles))
    return max(1, min(sample.coarse, other.coarse))


def _least_shared(least: float, size: int) -> float:
    """How many of a sample of `size` must be shared where the share of the whole may be `least`."""
    expected = least * size
    return expected - _DEVIATIONS * sqrt(expected * (1.0 - least))


def _coarse(codes: Sequence[int]) -> list[int]:
    """One in _SAMPLE of the shingles, the same ones in any text."""
    if len(codes) < _LEAST_WORDS:
        return []
    return list(
        dict.fromkeys(
            [
                (first * 1_000_003 + second * 10_007 + third) & 0xFFFFFFFFFFFF
                for first, second, third in zip(codes, codes[1:], codes[2:], strict=False)
                if not (first ^ third) & _UNSAMPLED
            ]
        )
    )


def _trimmed(chunk: re.Match[str]) -> tuple[int, int]:
    """Where a chunk's word begins and ends, without the marks around it."""
    start = chunk.end() - len(chunk[0].lstrip(MARKS))
    return start, start + len(chunk[0].strip(MARKS))


def _places_of(text: str, words: Sequence[str]) -> list[tuple[int, int]]:
    places = []
    at = 0
    for word in words:
        at = max(text.find(word, at), at)
        places.append((at, at + len(word)))
        at += 1 if len(word) == 2 and is_unspaced(word) else len(word)  # pairs of characters overlap
    return places


class _Codes(dict[str, int]):
    """From what stands between two spaces, in lower case, to the checksum of its word."""

    def __missing__(self, chunk: str) -> int:
        code = crc32(chunk.strip(MARKS).encode())
        if len(chunk) <= _MEMO_LENGTH:
            if len(self) >= _MEMO_CHUNKS:
                self.clear()
            self[chunk] = code
        return code


_CODES: Final = _Codes()


def forget_codes() -> None:
    """Let go of what was worked out of texts: some 12 MB, when many were read."""
    _CODES.clear()
