"""Find what is quoted on purpose: passages that are meant to be, and a text, in; what it has of them out."""

from __future__ import annotations

from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import compress, count
from typing import Final

from generator.checks.charging import Charge
from generator.checks.wording import RUN, STRIDE, Numbers, Span, extended, shingles_of, words_until
from generator.model.ids import ArticleId

_AROUND: Final = (
    RUN - 1
)  # words: a run that has a word of a passage has eight in a row with so many around it
_PLACES: Final = 24  # bits for a place within a window


@dataclass(slots=True)
class _Window:
    """Words `first` to `end` of an article's text, around passages of it (`wanted`, in words of the text)."""

    first: int
    end: int
    wanted: list[Span]
    article: ArticleId = field(init=False)
    part: int = field(init=False)
    words: array[int] = field(init=False)
    starts: array[int] = field(init=False)
    ends: array[int] = field(init=False)
    charges: dict[Span, Charge] = field(default_factory=dict)

    def charge(self, first: int, end: int) -> Charge:
        """Words of the text as characters; most are asked for several times."""
        known = self.charges.get((first, end))
        if known is None:
            start, stop = self.starts[first - self.first], self.ends[end - 1 - self.first]
            known = self.charges[first, end] = Charge(self.article, self.part, start, stop)
        return known


class Meant:
    """The passages of articles that are meant to be quoted, each with the words around it.

    Only they are looked for in what a text says, which is most that most texts have of any article.
    """

    def __init__(self, numbers: Numbers) -> None:
        self._numbers = numbers
        self._windows: list[_Window] = []
        self._index: dict[int, int] = {}
        self._more: dict[int, list[int]] = {}

    def add(self, article: ArticleId, part: int, text: str, spans: Iterable[Span]) -> None:
        """Put in the passages of a text, which are spans of its characters."""
        spans = sorted(spans)
        if not spans:
            return
        words, places = words_until(text, max(end for _, end in spans), _AROUND)
        for window in _windows(in_words(spans, places), len(words)):
            window.article, window.part = article, part
            window.words = array("q", self._numbers.all_of(words[window.first : window.end]))
            window.starts = array("I", [start for start, _ in places[window.first : window.end]])
            window.ends = array("I", [end for _, end in places[window.first : window.end]])
            for step, mark in enumerate(shingles_of(window.words, STRIDE)):
                place = len(self._windows) << _PLACES | step * STRIDE
                if self._index.setdefault(mark, place) != place:
                    self._more.setdefault(mark, []).append(place)
            self._windows.append(window)

    def found_in(self, words: Sequence[int], shingles: Sequence[int]) -> Iterator[tuple[Span, Charge]]:
        """The passages, whole or in part, that stand in runs of at least eight words of a text: which of its
        words they are, and what of an article. `shingles` are all that its `words` have."""
        reached: dict[tuple[int, int], int] = {}
        for at in compress(count(), map(self._index.__contains__, shingles)):
            mark = shingles[at]
            for place in (self._index[mark], *self._more.get(mark, ())):
                number, there = place >> _PLACES, place & (1 << _PLACES) - 1
                if reached.get((number, there - at), 0) > at:
                    continue
                window = self._windows[number]
                first, end = extended(window.words, there, words, at)
                reached[number, there - at] = end
                if end - first >= RUN:
                    shift = at - there - window.first
                    for begin, until in within((first, end), window.wanted, shift):
                        yield (begin, until), window.charge(begin - shift, until - shift)


def in_words(spans: Iterable[Span], places: Sequence[Span]) -> list[Span]:
    """`spans` of characters as spans of words, which stand at `places`; those that are cut included."""
    starts, ends = [start for start, _ in places], [end for _, end in places]
    return [(bisect_right(ends, start), bisect_left(starts, end)) for start, end in sorted(spans)]


def within(run: Span, wanted: Iterable[Span], shift: int) -> Iterator[Span]:
    """The parts of a run of words of the output that were meant to be quoted. `wanted` are words of a text
    that has each of the words so many places earlier."""
    for start, end in wanted:
        first, last = max(run[0], start + shift), min(run[1], end + shift)
        if first < last:
            yield first, last


def _windows(wanted: Iterable[Span], words: int) -> list[_Window]:
    """The words around each of the passages; those that meet are one."""
    windows: list[_Window] = []
    for start, end in sorted(wanted):
        if start >= end:
            continue
        first, last = max(0, start - _AROUND), min(words, end + _AROUND)
        if windows and first <= windows[-1].end:
            windows[-1].end = max(windows[-1].end, last)
            windows[-1].wanted.append((start, end))
        else:
            windows.append(_Window(first, last, [(start, end)]))
    return windows
