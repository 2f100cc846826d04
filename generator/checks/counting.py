"""Count what is published of articles from the files themselves: files and articles in, characters out.

Independent of how pages are made: it reads what was written, and knows of the making only which spans were
meant to be quoted, by which words that several articles have are told whose they are.
"""

from __future__ import annotations

from array import array
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import compress, count
from typing import Final, NamedTuple

from generator.checks.charging import Charge, Run, Said, Stray, Tallies
from generator.checks.meant import Meant, in_words, within
from generator.checks.texts import TextReader
from generator.checks.wording import (
    RUN,
    SHINGLE,
    STRIDE,
    Numbers,
    Span,
    extended,
    is_a_run,
    shingles_of,
    words_in,
)
from generator.diagnostics import Problem
from generator.model.ids import ArticleId

_PLACES: Final = 24  # bits for a place within a text


@dataclass(frozen=True, slots=True, kw_only=True)
class Count:
    """What a file has of articles: spans that were meant to be quoted, and `titles` (by their marks) that
    stand in words which were not. `marks` are hashes of every fourth five words in a row of what it says."""

    charges: frozenset[Charge]
    titles: frozenset[int]
    marks: array[int]


class _Found(NamedTuple):
    """What a text of the output has of articles, as far as it was meant to, and the titles in it."""

    charges: tuple[Charge, ...]
    titles: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class _Rest:
    """A text of the output with words that nobody meant to quote; those that somebody did, or that are a
    title, are `free`. `path` is of the first file that has it."""

    path: str
    text: str
    free: bytearray


class Counter:
    """Counts the words of articles in files. Give it every file with `read`, then ask for what is `over`.

    What counts are runs of at least eight words and thirty characters that stand in an article as they do in
    the file. Not counted are titles and addresses: they may always be published. Words that several articles
    have count for those from which they are quoted on purpose, else for the one of them whose source leaves
    most room. A text that stands in many files is read once, so the cost is that of what is said, not of how
    often; and what was meant to be quoted is found without looking through all articles.

    Only those `among` the articles (else all) are looked for.
    """

    def __init__(self, said: Said, among: Collection[ArticleId] | None = None) -> None:
        self._said = said
        self._among = sorted(said.articles if among is None else among)
        self._numbers = Numbers()
        self._meant = Meant(self._numbers)
        for id_ in self._among:
            self._know_passages(id_)
        self._reader = TextReader(self._number)
        self._path = ""  # of the file that is being read
        self._texts: dict[int, int] = {}  # by hashes of their words, of which a site has many
        self._marks: list[array[int]] = []
        self._found: dict[int, _Found] = {}
        self._rests: dict[int, _Rest] = {}
        self._index: dict[int, list[int]] = {}  # of the rests
        self._words: dict[int, list[int]] = {}  # of those rests that may have an article's
        self._strays: set[int] = set()
        self._files: dict[str, array[int]] = {}
        self.marks: dict[ArticleId, array[int]] = {}

    def _know_passages(self, id_: ArticleId) -> None:
        """What may be printed whole is looked for among the rest: its passages would be the whole text."""
        body, *past = self._said.texts(id_)
        if not self._said.is_granted(id_):
            self._meant.add(id_, 0, body, self._said.spans(id_))
        for part, text in enumerate(past, 1):
            self._meant.add(id_, part, text, [(0, len(text))])

    def read(self, path: str, data: bytes) -> None:
        """Count what the file at `path` says."""
        self._path = path
        self._note(self._reader.read(path, data))

    def take(self, path: str, texts: Iterable[str]) -> None:
        """Count what the file at `path` says, which is `texts`."""
        self._path = path
        self._note(number for number in map(self._number, texts) if number is not None)

    def _note(self, found: Iterable[int]) -> None:
        self._files[self._path] = array("I", dict.fromkeys(found))

    def _number(self, text: str) -> int | None:
        """The number of a text that the files have; None when it is too short for anybody's words."""
        told = words_in(text)
        if len(told) < RUN:
            return None
        words = self._numbers.all_of(told)
        number = self._texts.setdefault(hash(tuple(words)), len(self._marks))
        if number == len(self._marks):
            self._take(number, text, told, words)
        return number

    def _take(self, number: int, text: str, told: Sequence[str], words: Sequence[int]) -> None:
        """Find what was meant to be quoted in a new text, and keep the rest for `over`."""
        shingles = list(shingles_of(words))
        self._marks.append(array("q", shingles[::STRIDE]))
        free = bytearray(len(words))
        charges, titles = set(), set()
        for span, charge in self._meant.found_in(words, shingles):
            _set_free(free, span)
            charges.add(charge)
        if _is_somebodys(free, told):
            for span, title in self._said.titles.found_in(words, shingles):
                _set_free(free, span)
                titles.add(title)
        if charges or titles:
            self._found[number] = _Found(tuple(charges), tuple(titles))
        if _is_somebodys(free, told):
            self._rests[number] = _Rest(self._path, text, free)
            for first, end in _open(free, 0, len(free)):
                for at in range(-(-first // STRIDE) * STRIDE, end - SHINGLE + 1, STRIDE):
                    self._index.setdefault(shingles[at], []).append(number << _PLACES | at)

    def over(self, charged: Iterable[Charge] = ()) -> list[Problem]:
        """An error for each article of which more is published than its source allows. `charged` is what is
        published in other files."""
        # A text that is read after this counts again, which changes nothing; to know it takes memory.
        self._reader = TextReader(self._number)
        self._texts.clear()
        tallies = Tallies(self._said)
        for charge in charged:
            tallies.add(charge)
        for found in self._found.values():
            for charge in found.charges:
                tallies.add(charge)
        strays = self._strays_of(tallies)
        for stray in sorted(strays, key=lambda stray: (stray.path, stray.runs[0].first)):
            tallies.add_stray(stray)
        return tallies.over()

    def counts(self) -> Iterator[tuple[str, Count]]:
        """What each file that was read has, but for those with words that were not meant to be quoted."""
        for path, numbers in self._files.items():
            if self._strays.isdisjoint(numbers):
                found = [self._found[number] for number in numbers if number in self._found]
                charges = frozenset(charge for one in found for charge in one.charges)
                titles = frozenset(title for one in found for title in one.titles)
                marks = {mark for number in numbers for mark in self._marks[number]}
                yield path, Count(charges=charges, titles=titles, marks=array("q", marks))

    def _strays_of(self, tallies: Tallies) -> list[Stray]:
        """What the texts have of articles that was not meant to be quoted."""
        places: dict[int, list[tuple[Run, list[Span]]]] = defaultdict(list)
        for id_ in self._among:
            spans = self._said.spans(id_)
            for part, text in enumerate(self._said.texts(id_)):
                runs = list(self._runs(id_, part, text))
                if runs:
                    offsets = tallies.places(id_, part, max(run.at + run.end - run.first for _, run in runs))
                    wanted = in_words(spans if part == 0 else {(0, len(text))}, offsets)
                    for number, run in runs:
                        places[number].append((run, wanted))
        return [
            stray for number in sorted(places) for stray in self._attribute(number, places[number], tallies)
        ]

    def _runs(self, article: ArticleId, part: int, text: str) -> Iterator[tuple[int, Run]]:
        """The runs of an article's text in the rests, each with the number of the text that it stands in."""
        words = self._numbers.of(text)
        if len(words) < RUN:
            return
        index = self._index
        shingles = list(shingles_of(words))
        self.marks.setdefault(article, array("q")).extend(shingles[::STRIDE])
        reached: dict[tuple[int, int], int] = {}
        for at in compress(count(), map(index.__contains__, shingles)):
            for place in index[shingles[at]]:
                number, there = place >> _PLACES, place & (1 << _PLACES) - 1
                if reached.get((number, there - at), 0) > there:
                    continue
                if number not in self._words:
                    self._words[number] = self._numbers.of(self._rests[number].text)
                first, end = extended(words, at, self._words[number], there)
                reached[number, there - at] = end
                if end - first >= RUN:
                    yield number, Run(article, part, first, end, at - there + first)

    def _attribute(
        self, number: int, runs: Sequence[tuple[Run, list[Span]]], tallies: Tallies
    ) -> Iterator[Stray]:
        """Charge what articles that may be printed whole have in a text; what was not meant comes out."""
        rest = self._rests[number]
        free = bytearray(rest.free)
        charges = set()
        for run, wanted in runs:
            for first, end in within((run.first, run.end), wanted, run.first - run.at):
                charges.add(tallies.charge(run.within(first, end)))
                _set_free(free, (first, end))
        for charge in charges:
            tallies.add(charge)
        before = self._found.get(number, _Found((), ()))
        self._found[number] = _Found((*before.charges, *charges), before.titles)
        left = _left(rest, free, (run for run, _ in runs))
        if left:
            self._strays.add(number)
        for first, end in sorted(left, key=lambda span: (span[0] - span[1], span[0])):
            if any(free[first:end]):
                continue  # a part of a longer run that is charged already
            _set_free(free, (first, end))
            whose = [run.within(first, end) for run, _ in runs if run.first <= first and end <= run.end]
            yield Stray(rest.path, tuple(whose))


def _is_somebodys(free: bytearray, told: Sequence[str]) -> bool:
    """Whether a text has words in a row that are not free, and enough of them."""
    return any(is_a_run(told[first:end]) for first, end in _open(free, 0, len(free)))


def _left(rest: _Rest, free: bytearray, runs: Iterable[Run]) -> set[Span]:
    """The stretches of `runs` that are not free, and are somebody's."""
    spans = {span for run in runs for span in _open(free, run.first, run.end)}
    told = words_in(rest.text) if spans else []
    return {(first, end) for first, end in spans if is_a_run(told[first:end])}


def _open(free: bytearray, first: int, end: int) -> Iterator[Span]:
    """The stretches of a run that are not free, and long enough to be anybody's."""
    while first < end:
        begin = free.find(0, first, end)
        if begin < 0:
            return
        first = free.find(1, begin, end)
        first = end if first < 0 else first
        if first - begin >= RUN:
            yield begin, first


def _set_free(free: bytearray, span: Span) -> None:
    free[slice(*span)] = b"\1" * (span[1] - span[0])
