"""Titles, which may be published always: those of a site in, where a text has them out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import compress, count

from generator.checks.wording import RUN, SHINGLE, Numbers, Span


class Titles:
    """Those of at least eight words, since no others matter. `marks` are hashes of them."""

    def __init__(self, titles: Iterable[str]) -> None:
        numbers = Numbers()
        self._by_opening: dict[int, list[list[int]]] = {}
        self.marks: set[int] = set()
        for title in sorted(set(titles)):
            words = numbers.of(title)
            if len(words) >= RUN:
                self._by_opening.setdefault(hash(tuple(words[:SHINGLE])), []).append(words)
                self.marks.add(hash(tuple(words)))

    def found_in(self, words: Sequence[int], shingles: Sequence[int]) -> Iterator[tuple[Span, int]]:
        """Which of its words are a title, wherever a text has one, and the title's mark. `shingles` are all
        that its `words` have."""
        for at in compress(count(), map(self._by_opening.__contains__, shingles)):
            for title in self._by_opening[shingles[at]]:
                if words[at : at + len(title)] == title:
                    yield (at, at + len(title)), hash(tuple(title))
