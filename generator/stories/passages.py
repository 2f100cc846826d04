"""Find the passages that two texts share: bodies in, spans of both out.

Seed and extend: three words in a row that both have are a seed, and a seed grows as far as the words agree.
Each word belongs to one passage at most. A paragraph that moved is found where it went.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from generator.model.story import Passage
from generator.stories.shingles import codes_of, places_of

_SEED: Final = 3
_PLACES: Final = 8  # of a seed are tried
_LONGEST: Final = 20_000  # words of a text that are looked at
_TOLD: Final = 5  # words; shorter agreement is chance


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """`length` words in a row that stand at word `one` of the one text and at word `other` of the other."""

    one: int
    other: int
    length: int


def shared_passages(one: str, other: str) -> tuple[Passage, ...]:
    """The passages of `one` that `other` has too, in the order of `one`, with their characters in both."""
    places, other_places = places_of(one), places_of(other)
    return tuple(
        Passage(
            start=places[run.one][0],
            end=places[run.one + run.length - 1][1],
            of_start=other_places[run.other][0],
            of_end=other_places[run.other + run.length - 1][1],
            words=run.length,
        )
        for run in align(codes_of(one), codes_of(other))
        if run.length >= _TOLD
    )


def align(one: Sequence[int], other: Sequence[int]) -> list[Run]:
    """The longest runs of words that `other` has too, in the order of `one`."""
    places: dict[tuple[int, int, int], list[int]] = {}
    for at in range(min(len(other), _LONGEST) - _SEED + 1):
        found = places.setdefault((other[at], other[at + 1], other[at + 2]), [])
        if len(found) < _PLACES:  # what comes again more often is a refrain
            found.append(at)
    runs: list[Run] = []
    at = expected = 0
    end = min(len(one), _LONGEST) - _SEED + 1
    while at < end:
        known = places.get((one[at], one[at + 1], one[at + 2]))
        if known is None:
            at += 1
            continue
        # Of equally long ones that which goes on where the last run ended.
        tried = [(_extent(one, other, at, place), -abs(place - expected), place) for place in known]
        length, _, best = max(tried)
        runs.append(Run(one=at, other=best, length=length))
        at += length
        expected = best + length
    return runs


def _extent(one: Sequence[int], other: Sequence[int], at: int, place: int) -> int:
    length = _SEED
    longest = min(len(one) - at, len(other) - place)
    while length < longest and one[at + length] == other[place + length]:
        length += 1
    return length
