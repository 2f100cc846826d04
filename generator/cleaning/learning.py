"""Articles of one source in, the lines that recur over them out: what a publisher prints with everything.

Nothing is cut here. A line is learned when several articles that are otherwise different have it, in the same
place, whatever they are about; where that is in doubt it is not, since losing prose is worse than keeping a
newsletter box. docs/decisions/0010-learned-boilerplate.md has the reasons and the figures.
"""

from __future__ import annotations

import re
from array import array
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import takewhile
from typing import Final

from generator.cleaning.cutting import has_words, sentences
from generator.model.article import Article
from generator.model.boilerplate import LearnedLine, Place, host_of, line_id, line_key, one_address
from generator.model.ids import UNKNOWN_SOURCE, ArticleId, SourceId
from generator.model.source import Source

LEAST_ARTICLES: Final = 5
# Swept on the press releases and aggregator pages; every line that was learned was read.
_NEWEST: Final = 256  # articles of a source that are looked at
_SHARE: Final = 0.1  # of them that must have a paragraph at their edge
_SHARE_ANYWHERE: Final = 0.4  # … or in their midst
_SHARE_OF_SENTENCE: Final = 0.25  # … or a sentence at their edge
_SAME_PLACE: Final = 0.8  # of those that have it, that must have it at the same edge
_SHARED: Final = 3  # articles that have a paragraph make it no longer one's own
_OWN: Final = 0.5  # of an article's text that must be its own, for it to tell anything
_ABOUT: Final = 0.5  # of the titles above a line have one word: it may be about that
_MORE_OFTEN: Final = 2.0  # … than the titles of other articles
_EVERYWHERE: Final = 0.8  # of the articles have it, so there are too few others to compare with
_SHORTEST_ANYWHERE: Final = 40  # characters
_SHORTEST_SENTENCE: Final = 30  # 'He declined to comment.' recurs in earnest
_MOST_LINES: Final = 64  # of an article that are looked at: its first 16 and its last 48
_FIRST_LINES: Final = 16
_MOST_SENTENCES: Final = 3
_LONGEST_EDGE: Final = 800  # characters that sentences are looked for in
_MOST_ROUNDS: Final = 6
_PROSE: Final = 40  # characters: more than a line of ornaments has
_LONGEST: Final = 0xFFFF
_MANY: Final = 12  # articles have what does not speak to the reader
_MANY_OF_FEW: Final = 0.5  # … or this share of them
_TO_THE_READER: Final = re.compile(
    r"https?://|www\.|\S@\S+\.\w|\+?\d[\d ().-]{7,}\d|©|copyright|newsletter|disclaimer|subscri|sign up"
    r"|\b(?:you|your|click|follow us|abonnieren|abonnez|suscr[ií]b\w+|vous|votre|vos|usted)\b"
    r"|(?-i:\bIhre?n?\b)|подпи[сш]|\bва[сш]|اشترك|تابعوا",
    re.IGNORECASE,
)
_TITLE_WORD: Final = re.compile(r"\w{4,}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Trace:
    """What is kept of an article: hashes of its lines with their lengths, of its title's words, and of the
    sentences at its edges, the outermost first."""

    when: datetime
    lines: array[int]
    lengths: array[int]
    words: array[int]
    first: array[int]
    last: array[int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A line that recurs, by its hash; `article` is one that has it."""

    mark: int
    place: Place
    seen: int
    of: int
    article: ArticleId


class Samples:
    """The newest articles of each source, as traces: some 500 bytes an article, and 256 of a source."""

    def __init__(self) -> None:
        self._by_source: dict[SourceId, dict[ArticleId, Trace]] = {}

    def put(self, article: Article) -> None:
        """Add an article, or put it in the place of its last version."""
        if article.source == UNKNOWN_SOURCE or not article.body:
            return
        traces = self._by_source.setdefault(article.source, {})
        traces[article.id] = _trace(article)
        if len(traces) >= 2 * _NEWEST:
            self._by_source[article.source] = _newest(traces)

    def learn(self, source: SourceId, known: Iterable[LearnedLine], kept: Iterable[str]) -> list[Found]:
        """What recurs over the articles of `source` and is not `known`; what is `kept` is no boilerplate."""
        traces = _newest(self._by_source.get(source, {}))
        if len(traces) < LEAST_ARTICLES:
            return []
        marks = frozenset(_mark(line.text, None) for line in known)
        return _Study(traces, marks, frozenset(_mark(text, None) for text in kept)).findings()


def named(
    found: Iterable[tuple[Found, Article]], known: Iterable[LearnedLine], source: Source
) -> list[LearnedLine]:
    """Lines as they are kept, of what was found of a source and an article that has each.

    What neither speaks to its reader nor of its source may be an article's own, the background of what
    several are about: it must be in more of them.
    """
    names = {line.id for line in known}
    lines = []
    for finding, article in found:
        text = next((text for text, mark in _texts(article) if mark == finding.mark), None)
        if text is None or not (_is_frequent(finding) or _is_address(text, source)):
            continue
        name = line_id(text, names)
        names.add(name)
        lines.append(LearnedLine(id=name, text=text, place=finding.place, seen=finding.seen, of=finding.of))
    return lines


def _is_frequent(finding: Found) -> bool:
    return finding.seen >= min(_MANY, _MANY_OF_FEW * finding.of)


def _is_address(text: str, source: Source) -> bool:
    return _TO_THE_READER.search(text) is not None or any(name in text for name in source.names)


def _newest(traces: Mapping[ArticleId, Trace]) -> dict[ArticleId, Trace]:
    order = sorted(traces.items(), key=lambda item: (item[1].when, item[0]), reverse=True)
    return dict(order[:_NEWEST])


def _trace(article: Article) -> Trace:
    host = host_of(article.url)
    paragraphs = article.body.split("\n\n")
    first, last = _edges(paragraphs)
    if len(paragraphs) > _MOST_LINES:
        paragraphs = [*paragraphs[:_FIRST_LINES], *paragraphs[_FIRST_LINES - _MOST_LINES :]]
    words = {hash(word) for word in _TITLE_WORD.findall(article.title.casefold())}
    return Trace(
        when=article.when,
        lines=array(
            "q",
            [
                # most paragraphs are long prose, whose key is the text itself: spare them the calls
                hash(text)
                if len(text) > _PROSE and "\n" not in text and "  " not in text and "://" not in text
                else _mark(text, host)
                for text in paragraphs
            ],
        ),
        lengths=array("H", [min(len(text), _LONGEST) for text in paragraphs]),
        words=array("q", sorted(words)),
        first=array("q", [_mark(text, host) for text in first]),
        last=array("q", [_mark(text, host) for text in last]),
    )


def _edges(paragraphs: Sequence[str]) -> tuple[list[str], list[str]]:
    """The sentences that begin a text and those that end it, from outside inwards, as far as they are long
    enough; of a paragraph that has others."""
    first = sentences(paragraphs[0][:_LONGEST_EDGE])
    last = sentences(paragraphs[-1][-_LONGEST_EDGE:])
    return _long_ones(first[:-1]), _long_ones(last[:0:-1])


def _long_ones(outermost: Sequence[str]) -> list[str]:
    return list(takewhile(lambda text: len(text) >= _SHORTEST_SENTENCE, outermost[:_MOST_SENTENCES]))


def _texts(article: Article) -> Iterator[tuple[str, int]]:
    """Each line and each sentence at an edge with its mark, in the form in which it is kept."""
    host = host_of(article.url)
    paragraphs = article.body.split("\n\n")
    for text in (*paragraphs, *(sentence for edge in _edges(paragraphs) for sentence in edge)):
        yield one_address(" ".join(text.split()), host), _mark(text, host)


def _mark(text: str, host: str | None) -> int:
    """A hash of what the forms of a line share, which holds within this process."""
    return hash(line_key(text, host)) if has_words(text) else 0


class _Study:
    """The traces of one source, and what they show together."""

    def __init__(
        self, traces: Mapping[ArticleId, Trace], known: Collection[int], kept: Collection[int]
    ) -> None:
        self.names = list(traces)
        self.traces = list(traces.values())
        self.known = known
        self.kept = kept
        self.support = Counter(mark for trace in self.traces for mark in set(trace.lines) if mark)
        self.titles = Counter(word for trace in self.traces for word in trace.words)
        self.places: dict[int, Place] = {}

    def findings(self) -> list[Found]:
        """What recurs, what most articles have first. What is learned tells more articles apart: their own
        text is the most of what is left. So it goes on until nothing more is found."""
        for _ in range(_MOST_ROUNDS):
            telling = [number for number in range(len(self.traces)) if self._is_its_own(number)]
            more = self._paragraphs(telling)
            self.places |= more
            if not more:
                self.places |= self._sentences(telling)
                break
        having = _having({number: _marks(trace) for number, trace in enumerate(self.traces)})
        found = [
            Found(
                mark=mark,
                place=self.places[mark],
                seen=len(numbers),
                of=len(self.traces),
                article=self.names[numbers[0]],
            )
            for mark, numbers in having.items()
            if mark in self.places
        ]
        return sorted(found, key=lambda finding: -finding.seen)

    def _is_its_own(self, number: int) -> bool:
        """Whether most of the article, what is learned aside, is in hardly any other: versions of one text,
        and forms that are filled in, share nearly all they have, and tell nothing of their source."""
        trace = self.traces[number]
        own = total = 0
        for mark, length in zip(trace.lines, trace.lengths, strict=True):
            if mark in self.places or mark in self.known:
                continue
            total += length
            own += length if self.support[mark] < _SHARED else 0
        return own > 0 and own >= _OWN * total

    def _paragraphs(self, telling: Sequence[int]) -> dict[int, Place]:
        """Paragraphs that are not learned yet, with the place where they stand."""
        texts = {number: [mark for mark in self.traces[number].lines if mark] for number in telling}
        having = self._candidates(texts, _SHARE)
        placed = dict.fromkeys(having, Place.END)
        while True:
            edges = {number: self._edges(marks, placed) for number, marks in texts.items()}
            still = {
                mark: place
                for mark in placed
                if (place := _place([(texts[n], edges[n]) for n in having[mark]], mark)) is not None
            }
            if still == placed:
                break
            placed = still
        return placed | {
            mark: Place.ANYWHERE
            for mark, numbers in having.items()
            if mark not in placed and self._is_everywhere(mark, len(numbers) / len(telling))
        }

    def _edges(self, marks: Sequence[int], placed: Collection[int]) -> tuple[int, int]:
        """Where the run of recurring lines at a text's start ends, and where that at its end begins."""
        runs = (
            sum(
                1
                for _ in takewhile(
                    lambda mark: mark in placed or mark in self.places or mark in self.known, line
                )
            )
            for line in (marks, reversed(marks))
        )
        head, tail = runs
        return head, len(marks) - tail

    def _is_everywhere(self, mark: int, share: float) -> bool:
        length = next(
            length
            for trace in self.traces
            for other, length in zip(trace.lines, trace.lengths, strict=True)
            if other == mark
        )
        often = min(share, self.support[mark] / len(self.traces)) >= _SHARE_ANYWHERE
        return often and length >= _SHORTEST_ANYWHERE

    def _sentences(self, telling: Sequence[int]) -> dict[int, Place]:
        """Sentences at the edges of paragraphs that are not learned themselves."""
        ends = {n: self.traces[n].last for n in telling if self._is_open(self.traces[n].lines[-1])}
        starts = {n: self.traces[n].first for n in telling if self._is_open(self.traces[n].lines[0])}
        return self._chained(starts, Place.START) | self._chained(ends, Place.END)

    def _is_open(self, mark: int) -> bool:
        return mark not in self.places and mark not in self.known and self.support[mark] < _SHARED

    def _chained(self, texts: Mapping[int, Sequence[int]], place: Place) -> dict[int, Place]:
        """Those that recur, with all that stand outside of them."""
        having = self._candidates(texts, _SHARE_OF_SENTENCE)
        while True:
            loose = [
                mark
                for mark, numbers in having.items()
                if sum(all(other in having for other in _before(texts[n], mark)) for n in numbers)
                < _SAME_PLACE * len(numbers)
            ]
            if not loose:
                return dict.fromkeys(having, place)
            for mark in loose:
                del having[mark]

    def _candidates(self, texts: Mapping[int, Sequence[int]], share: float) -> dict[int, list[int]]:
        """What recurs in `texts` often enough and whatever they are about, with the articles that have it."""
        often = max(LEAST_ARTICLES, share * len(texts))
        return {
            mark: numbers
            for mark, numbers in _having(texts).items()
            if len(numbers) >= often
            and mark not in self.places
            and mark not in self.known
            and mark not in self.kept
            and len(numbers) >= share * len(self.traces) * _OWN
            and not self._is_about_something(numbers)
        }

    def _is_about_something(self, numbers: Sequence[int]) -> bool:
        """Whether the articles that have a line share a subject that others have not: then it may be the
        background of one event, or tell of one company."""
        others = len(self.traces) - len(numbers)
        if len(numbers) >= _EVERYWHERE * len(self.traces):
            return False
        words = Counter(word for number in numbers for word in self.traces[number].words)
        return any(
            count >= _ABOUT * len(numbers)
            and count / len(numbers) >= _MORE_OFTEN * (self.titles[word] - count) / others
            for word, count in words.items()
        )


def _having(texts: Mapping[int, Iterable[int]]) -> dict[int, list[int]]:
    """The texts that have each mark."""
    having: dict[int, list[int]] = {}
    for number, marks in texts.items():
        for mark in dict.fromkeys(marks):
            having.setdefault(mark, []).append(number)
    return having


def _marks(trace: Trace) -> Iterator[int]:
    yield from trace.lines
    yield from trace.first
    yield from trace.last


def _place(texts: Sequence[tuple[Sequence[int], tuple[int, int]]], mark: int) -> Place | None:
    """Whether most of the texts that have it have it among what recurs at their end, or at their start."""
    least = _SAME_PLACE * len(texts)
    if sum(mark in marks[end:] for marks, (_, end) in texts) >= least:
        return Place.END
    return Place.START if sum(mark in marks[:start] for marks, (start, _) in texts) >= least else None


def _before(marks: Sequence[int], mark: int) -> Sequence[int]:
    return marks[: list(marks).index(mark)]
