"""Count what is published of articles from the files themselves: texts and articles in, characters out.

Independent of how pages are made: it reads what was written, and knows of the making only which spans were
meant to be quoted, by which words that several articles have are told whose they are.
"""

from __future__ import annotations

import sys
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from generator.checks.quotations import Quotations, covered
from generator.checks.wording import (
    RUN,
    SHINGLE,
    STRIDE,
    Span,
    extended,
    is_a_run,
    places_of_words,
    shingles_of,
    words_in,
)
from generator.diagnostics import Position, Problem
from generator.model.article import Article
from generator.model.ids import ArticleId, SourceId
from generator.model.source import Source

_PLACES: Final = 24  # bits for a place within a text


@dataclass(frozen=True, slots=True)
class _Run:
    """Words `first` to `end` of a text of the output, which are those of an article from its word `at` on:
    of its body (`part` 0), or of what it said once."""

    article: ArticleId
    part: int
    first: int
    end: int
    at: int


@dataclass(frozen=True, slots=True)
class _Stray:
    """Words that are quoted and were not meant to be: whose they may be, and where they are."""

    path: str
    runs: tuple[_Run, ...]


@dataclass(slots=True)
class _Tally:
    """What is published of one article: spans of its texts, by part."""

    texts: tuple[str, ...]
    allowed: int | None
    spans: dict[int, set[Span]] = field(default_factory=lambda: defaultdict(set))
    strays: list[str] = field(default_factory=list)
    offsets: dict[int, list[Span]] = field(default_factory=dict)

    def add(self, run: _Run) -> None:
        self.spans[run.part].add(self._characters(run))

    def total(self, more: _Run | None = None) -> int:
        """How many characters are published, with those of `more`."""
        extra = {more.part: {self._characters(more)}} if more else {}
        parts = self.spans.keys() | extra.keys()
        return sum(covered(self.spans.get(part, set()) | extra.get(part, set())) for part in parts)

    def _characters(self, run: _Run) -> Span:
        end = run.at + run.end - run.first
        if len(self.offsets.get(run.part, ())) < end:
            self.offsets[run.part] = places_of_words(self.texts[run.part], end)
        offsets = self.offsets[run.part]
        return offsets[run.at][0], offsets[end - 1][1]


class Counter:
    """Counts the words of articles in files. Give it every file with `read`, then ask for what is `over`.

    What counts are runs of at least eight words and thirty characters that stand in an article as they do in
    the file. Not counted are an article's title and addresses: they may always be published. Words that
    several articles have count for those from which they are quoted on purpose, else for the one of them
    whose source leaves most room. A text that stands in many files is read once, so the cost is that of
    what is said, not of how often.
    """

    def __init__(self, titles: Iterable[str]) -> None:
        self._texts: dict[str, int] = {}
        self._words: list[list[str]] = []
        self._paths: list[str] = []
        self._index: dict[int, list[int]] = {}
        self._titles: dict[int, list[list[str]]] = defaultdict(list)
        for title in sorted(set(titles)):
            words = words_in(title)
            if len(words) >= RUN:
                self._titles[hash(tuple(words[:SHINGLE]))].append(words)

    def read(self, path: str, texts: Iterable[str]) -> None:
        """Take the `texts` of the file at `path`."""
        for text in texts:
            if text in self._texts:
                continue
            number = self._texts[text] = len(self._texts)
            words = list(map(sys.intern, words_in(text)))
            if len(words) < RUN:
                words = []
            self._words.append(words)
            self._paths.append(path)
            for place in range(0, len(words) - SHINGLE + 1, STRIDE):
                key = hash(tuple(words[place : place + SHINGLE]))
                self._index.setdefault(key, []).append(number << _PLACES | place)

    def over(
        self,
        articles: Mapping[ArticleId, Article],
        sources: Mapping[SourceId, Source],
        meant: Mapping[ArticleId, Quotations],
    ) -> list[Problem]:
        """An error for each article of which more is published than its source allows. `meant` has what is
        quoted on purpose."""
        tallies: dict[ArticleId, _Tally] = {}
        places: dict[int, list[tuple[_Run, list[Span]]]] = defaultdict(list)
        for id_ in sorted(articles):
            rights = sources[articles[id_].source].rights
            quoted = meant.get(id_, Quotations())
            texts = (articles[id_].body, *sorted(quoted.past))
            if rights.full_text and not rights.link_only:
                quoted = Quotations(spans=frozenset({(0, len(texts[0]))}), past=quoted.past)
            found = False
            for part, text in enumerate(texts):
                runs = list(self._runs(id_, part, text))
                if runs:
                    spans = quoted.spans if part == 0 else frozenset({(0, len(text))})
                    wanted = _in_words(
                        spans, places_of_words(text, max(r.at + r.end - r.first for _, r in runs))
                    )
                    for number, run in runs:
                        places[number].append((run, wanted))
                    found = True
            if found:
                tallies[id_] = _Tally(texts, rights.quotable)
        strays = [
            stray for number in sorted(places) for stray in self._attribute(number, places[number], tallies)
        ]
        for stray in sorted(strays, key=lambda stray: (stray.path, stray.runs[0].first)):
            _charge(stray, tallies)
        return [
            _problem(articles[id_], sources[articles[id_].source], tally)
            for id_, tally in tallies.items()
            if tally.allowed is not None and tally.total() > tally.allowed
        ]

    def _runs(self, article: ArticleId, part: int, text: str) -> Iterator[tuple[int, _Run]]:
        """The runs of `text` in what was read, each with the number of the text that it stands in."""
        words = words_in(text)
        if len(words) < RUN:
            return
        index = self._index
        found = [(at, index[key]) for at, key in enumerate(shingles_of(words)) if key in index]
        reached: dict[tuple[int, int], int] = {}
        for at, places in found:
            for place in places:
                number, there = place >> _PLACES, place & (1 << _PLACES) - 1
                if reached.get((number, there - at), 0) > there:
                    continue
                other = self._words[number]
                first, end = extended(words, at, other, there)
                reached[number, there - at] = end
                if end - first >= RUN:
                    yield number, _Run(article, part, first, end, at - there + first)

    def _attribute(
        self, number: int, found: Sequence[tuple[_Run, list[Span]]], tallies: Mapping[ArticleId, _Tally]
    ) -> Iterator[_Stray]:
        """Charge what was meant to be quoted in a text to whom it was quoted from; what was not comes out."""
        words = self._words[number]
        free = bytearray(len(words))
        for run, wanted in found:
            for first, end in _within(run, wanted):
                tallies[run.article].add(_Run(run.article, run.part, first, end, run.at + first - run.first))
                free[first:end] = b"\1" * (end - first)
        if all(free):
            return
        for first, end in self._titles_in(words):
            free[first:end] = b"\1" * (end - first)
        left = {
            (first, end)
            for run, _ in found
            for first, end in _open(free, run.first, run.end)
            if is_a_run(words[first:end])
        }
        for first, end in sorted(left, key=lambda span: (span[0] - span[1], span[0])):
            if any(free[first:end]):
                continue  # a part of a longer run that is charged already
            free[first:end] = b"\1" * (end - first)
            yield _Stray(
                self._paths[number],
                tuple(
                    _Run(run.article, run.part, first, end, run.at + first - run.first)
                    for run, _ in found
                    if run.first <= first and end <= run.end
                ),
            )

    def _titles_in(self, words: Sequence[str]) -> Iterator[Span]:
        for at in range(len(words) - RUN + 1):
            for title in self._titles.get(hash(tuple(words[at : at + SHINGLE])), ()):
                if words[at : at + len(title)] == title:
                    yield at, at + len(title)


def _in_words(spans: Iterable[Span], offsets: Sequence[Span]) -> list[Span]:
    """`spans` of characters as spans of words, those that are cut included."""
    starts, ends = [start for start, _ in offsets], [end for _, end in offsets]
    return [(bisect_right(ends, start), bisect_left(starts, end)) for start, end in sorted(spans)]


def _within(run: _Run, wanted: Iterable[Span]) -> Iterator[Span]:
    """The parts of a run (as words of the output) that were meant to be quoted."""
    shift = run.first - run.at
    for start, end in wanted:
        first, last = max(run.first, start + shift), min(run.end, end + shift)
        if first < last:
            yield first, last


def _open(free: bytearray, first: int, end: int) -> Iterator[Span]:
    """The stretches of a run that are not free."""
    while first < end:
        begin = free.find(0, first, end)
        if begin < 0:
            return
        first = free.find(1, begin, end)
        first = end if first < 0 else first
        yield begin, first


def _charge(stray: _Stray, tallies: Mapping[ArticleId, _Tally]) -> None:
    """Charge words to the one of their articles that has room for them: where they are charged already, else
    where most is left."""

    def cost(run: _Run) -> tuple[int, int, int, ArticleId]:
        tally = tallies[run.article]
        if tally.allowed is None:
            return 0, 0, 0, run.article
        total = tally.total(run)
        return max(0, total - tally.allowed), total - tally.total(), total - tally.allowed, run.article

    run = min(stray.runs, key=cost)
    tallies[run.article].add(run)
    tallies[run.article].strays.append(stray.path)


def _problem(article: Article, source: Source, tally: _Tally) -> Problem:
    named = sorted(set(tally.strays))
    where = f", also in {', '.join(named[:3])}{' and others' if len(named) > 3 else ''}" if named else ""
    return Problem(
        code="over-quoted",
        position=Position(path=f"content/articles/{article.id}.md", line=1, col=1),
        message=f"{tally.total()} characters of it are published{where}; "
        f"{source.name} allows {tally.allowed}.",
        remedy="Shorten what quotes it, or raise the source's rights in sources.yml if it agrees.",
    )
