"""Count what is published of articles from the files themselves: texts and articles in, characters out.

Independent of how pages are made: it reads what was written, and knows of the making only which spans were
meant to be quoted, by which words that several articles have are told whose they are.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from generator.checks.quotations import Quotations, covered
from generator.checks.wording import (
    RUN,
    SHINGLE,
    STRIDE,
    Numbers,
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
class Charge:
    """A published span of an article, in characters: of its body (`part` 0), or of what it said once."""

    article: ArticleId
    part: int
    start: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Count:
    """What a file has of articles: spans that were meant to be quoted, and `titles` (by their marks) without
    which there would be more. `marks` are hashes of every fourth five words in a row of what it says."""

    charges: frozenset[Charge]
    titles: frozenset[int]
    marks: array[int]


@dataclass(frozen=True, slots=True)
class _Run:
    """Words `first` to `end` of a text of the output, which are those of an article from its word `at` on."""

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
class _Found:
    """What a text of the output has of articles."""

    charges: set[Charge] = field(default_factory=set)
    titles: set[int] = field(default_factory=set)
    stray: bool = False


@dataclass(slots=True)
class _Tally:
    """What is published of one article: spans of its texts, by part."""

    article: ArticleId
    texts: tuple[str, ...]
    allowed: int | None
    spans: dict[int, set[Span]] = field(default_factory=lambda: defaultdict(set))
    strays: list[str] = field(default_factory=list)
    offsets: dict[int, list[Span]] = field(default_factory=dict)

    def add(self, charge: Charge) -> None:
        self.spans[charge.part].add((charge.start, charge.end))

    def total(self, more: Charge | None = None) -> int:
        """How many characters are published, with those of `more`."""
        extra = {more.part: {(more.start, more.end)}} if more else {}
        parts = self.spans.keys() | extra.keys()
        return sum(covered(self.spans.get(part, set()) | extra.get(part, set())) for part in parts)

    def charge(self, run: _Run) -> Charge:
        """A run's words as characters of the article."""
        end = run.at + run.end - run.first
        offsets = self.places(run.part, end)
        return Charge(self.article, run.part, offsets[run.at][0], offsets[end - 1][1])

    def places(self, part: int, words: int) -> list[Span]:
        """Where at least the first `words` words of a text stand."""
        if len(self.offsets.get(part, ())) < words:
            self.offsets[part] = places_of_words(self.texts[part], words)
        return self.offsets[part]


class Counter:
    """Counts the words of articles in files. Give it every file with `read`, then ask for what is `over`.

    What counts are runs of at least eight words and thirty characters that stand in an article as they do in
    the file. Not counted are an article's title and addresses: they may always be published. Words that
    several articles have count for those from which they are quoted on purpose, else for the one of them
    whose source leaves most room. A text that stands in many files is read once, so the cost is that of
    what is said, not of how often.
    """

    def __init__(self, titles: Iterable[str]) -> None:
        self._numbers = Numbers()
        self._texts: dict[str, int] = {}
        self._said: list[str] = []
        self._words: list[list[int]] = []
        self._marks: list[array[int]] = []
        self._paths: list[str] = []
        self._files: dict[str, set[int]] = defaultdict(set)
        self._index: dict[int, list[int]] = {}
        self._found: dict[int, _Found] = {}
        self._titles: dict[int, list[list[int]]] = defaultdict(list)
        self.titles: set[int] = set()
        self.marks: dict[ArticleId, array[int]] = {}
        for title in sorted(set(titles)):
            words = self._numbers.of(title)
            if len(words) >= RUN:
                self._titles[hash(tuple(words[:SHINGLE]))].append(words)
                self.titles.add(hash(tuple(words)))

    def read(self, path: str, texts: Iterable[str]) -> None:
        """Take the `texts` of the file at `path`."""
        numbers = self._files[path]
        for text in texts:
            number = self._texts.get(text)
            if number is None:
                number = self._texts[text] = self._take(path, text)
            if number >= 0:
                numbers.add(number)

    def _take(self, path: str, text: str) -> int:
        """Give a text its number; -1 when it is too short to have anybody's words."""
        words = self._numbers.of(text)
        if len(words) < RUN:
            return -1
        number = len(self._words)
        marks = array("q", shingles_of(words, STRIDE))
        for step, mark in enumerate(marks):
            self._index.setdefault(mark, []).append(number << _PLACES | step * STRIDE)
        self._words.append(words)
        self._said.append(text)
        self._marks.append(marks)
        self._paths.append(path)
        return number

    def shingles(self, texts: Iterable[str] | None = None) -> set[int]:
        """A hash of every five words in a row of `texts`, else of all that was read."""
        said = self._words if texts is None else map(self._numbers.of, texts)
        return {shingle for words in said for shingle in shingles_of(words)}

    def over(
        self,
        articles: Mapping[ArticleId, Article],
        sources: Mapping[SourceId, Source],
        meant: Mapping[ArticleId, Quotations],
        among: Collection[ArticleId] | None = None,
        charged: Iterable[Charge] = (),
    ) -> list[Problem]:
        """An error for each article of which more is published than its source allows. `meant` has what is
        quoted on purpose, `charged` what is published in other files; only those `among` the articles (else
        all) are looked for in what was read."""
        tallies: dict[ArticleId, _Tally] = {}

        def tally_of(id_: ArticleId) -> _Tally:
            if id_ not in tallies:
                rights = sources[articles[id_].source].rights
                tallies[id_] = _Tally(id_, texts_of(articles[id_], meant.get(id_)), rights.quotable)
            return tallies[id_]

        for charge in charged:
            tally_of(charge.article).add(charge)
        places: dict[int, list[tuple[_Run, list[Span]]]] = defaultdict(list)
        for id_ in sorted(articles if among is None else among):
            spans = spans_of(articles[id_], sources, meant.get(id_))
            for part, text in enumerate(texts_of(articles[id_], meant.get(id_))):
                runs = list(self._runs(id_, part, text))
                if runs:
                    offsets = tally_of(id_).places(part, max(r.at + r.end - r.first for _, r in runs))
                    wanted = _in_words(spans if part == 0 else {(0, len(text))}, offsets)
                    for number, run in runs:
                        places[number].append((run, wanted))
        strays = [
            stray for number in sorted(places) for stray in self._attribute(number, places[number], tallies)
        ]
        for stray in sorted(strays, key=lambda stray: (stray.path, stray.runs[0].first)):
            _charge(stray, tallies)
        return [
            _problem(articles[id_], sources[articles[id_].source], tallies[id_])
            for id_ in sorted(tallies)
            if (allowed := tallies[id_].allowed) is not None and tallies[id_].total() > allowed
        ]

    def counts(self) -> Iterator[tuple[str, Count]]:
        """What each file that was read has, but for those with words that were not meant to be quoted."""
        for path, numbers in self._files.items():
            found = [self._found[number] for number in numbers if number in self._found]
            if not any(one.stray for one in found):
                charges = frozenset(charge for one in found for charge in one.charges)
                titles = frozenset(title for one in found for title in one.titles)
                marks = {mark for number in numbers for mark in self._marks[number]}
                yield path, Count(charges=charges, titles=titles, marks=array("q", sorted(marks)))

    def _runs(self, article: ArticleId, part: int, text: str) -> Iterator[tuple[int, _Run]]:
        """The runs of `text` in what was read, each with the number of the text that it stands in."""
        words = self._numbers.of(text)
        if len(words) < RUN:
            return
        index = self._index
        shingles = list(shingles_of(words))
        self.marks.setdefault(article, array("q")).extend(shingles[::STRIDE])
        reached: dict[tuple[int, int], int] = {}
        for at in [at for at, key in enumerate(shingles) if key in index]:
            for place in index[shingles[at]]:
                number, there = place >> _PLACES, place & (1 << _PLACES) - 1
                if reached.get((number, there - at), 0) > there:
                    continue
                other = self._words[number]
                first, end = extended(words, at, other, there)
                reached[number, there - at] = end
                if end - first >= RUN:
                    yield number, _Run(article, part, first, end, at - there + first)

    def _attribute(
        self, number: int, runs: Sequence[tuple[_Run, list[Span]]], tallies: Mapping[ArticleId, _Tally]
    ) -> Iterator[_Stray]:
        """Charge what was meant to be quoted in a text to whom it was quoted from; what was not comes out."""
        found = self._found[number] = _Found()
        free = bytearray(len(self._words[number]))
        for run, wanted in runs:
            for first, end in _within(run, wanted):
                tally = tallies[run.article]
                charge = tally.charge(_Run(run.article, run.part, first, end, run.at + first - run.first))
                tally.add(charge)
                found.charges.add(charge)
                free[first:end] = b"\1" * (end - first)
        if not self._left(number, runs, free):
            return
        for first, end in self._titles_in(self._words[number]):
            free[first:end] = b"\1" * (end - first)
            found.titles.add(hash(tuple(self._words[number][first:end])))
        left = self._left(number, runs, free)
        found.stray = bool(left)
        for first, end in sorted(left, key=lambda span: (span[0] - span[1], span[0])):
            if any(free[first:end]):
                continue  # a part of a longer run that is charged already
            free[first:end] = b"\1" * (end - first)
            yield _Stray(
                self._paths[number],
                tuple(
                    _Run(run.article, run.part, first, end, run.at + first - run.first)
                    for run, _ in runs
                    if run.first <= first and end <= run.end
                ),
            )

    def _left(self, number: int, runs: Iterable[tuple[_Run, object]], free: bytearray) -> set[Span]:
        """The stretches of `runs` that are not free, and are somebody's."""
        spans = {span for run, _ in runs for span in _open(free, run.first, run.end)}
        spans = {(first, end) for first, end in spans if end - first >= RUN}
        words = words_in(self._said[number]) if spans else []
        return {(first, end) for first, end in spans if is_a_run(words[first:end])}

    def _titles_in(self, words: Sequence[int]) -> Iterator[Span]:
        for at, shingle in enumerate(shingles_of(words)):
            for title in self._titles.get(shingle, ()):
                if words[at : at + len(title)] == title:
                    yield at, at + len(title)


def texts_of(article: Article, quoted: Quotations | None) -> tuple[str, ...]:
    """What counts as an article's words: its body, and what it said once, by part."""
    return (article.body, *sorted(quoted.past)) if quoted else (article.body,)


def spans_of(
    article: Article, sources: Mapping[SourceId, Source], quoted: Quotations | None
) -> Collection[Span]:
    """What of an article's body may be quoted on purpose: all of it where its source grants that."""
    rights = sources[article.source].rights
    if rights.full_text and not rights.link_only:
        return ((0, len(article.body)),)
    return quoted.spans if quoted else ()


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
        total = tally.total(tally.charge(run))
        return max(0, total - tally.allowed), total - tally.total(), total - tally.allowed, run.article

    run = min(stray.runs, key=cost)
    tallies[run.article].add(tallies[run.article].charge(run))
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
