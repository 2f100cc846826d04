"""Charge published words to articles: runs of words in, and of which articles they are too many out."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from generator.checks.quotations import Quotations, covered
from generator.checks.titles import Titles
from generator.checks.wording import Span, places_of_words
from generator.diagnostics import Position, Problem
from generator.model.article import Article
from generator.model.ids import ArticleId, SourceId
from generator.model.source import Source


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What may be found in files: articles, with their rights and what is `meant` to be quoted of them, and
    `titles`, which may be published always."""

    articles: Mapping[ArticleId, Article]
    sources: Mapping[SourceId, Source]
    meant: Mapping[ArticleId, Quotations]
    titles: Titles

    def texts(self, id_: ArticleId) -> tuple[str, ...]:
        """What counts as an article's words: its body, and what it said once, by part."""
        quoted = self.meant.get(id_)
        body = self.articles[id_].body
        return (body, *sorted(quoted.past)) if quoted else (body,)

    def spans(self, id_: ArticleId) -> Collection[Span]:
        """What of an article's body may be quoted on purpose: all of it where its source grants that."""
        if self.is_granted(id_):
            return ((0, len(self.articles[id_].body)),)
        quoted = self.meant.get(id_)
        return quoted.spans if quoted else ()

    def is_granted(self, id_: ArticleId) -> bool:
        """Whether an article may be printed whole."""
        rights = self.sources[self.articles[id_].source].rights
        return rights.full_text and not rights.link_only


class Charge(NamedTuple):  # there are millions
    """A published span of an article, in characters: of its body (`part` 0), or of what it said once."""

    article: ArticleId
    part: int
    start: int
    end: int


class Run(NamedTuple):
    """Words `first` to `end` of a text of the output, which are those of an article from its word `at` on."""

    article: ArticleId
    part: int
    first: int
    end: int
    at: int

    def within(self, first: int, end: int) -> Run:
        """The part of it that is words `first` to `end` of the text."""
        return Run(self.article, self.part, first, end, self.at + first - self.first)


@dataclass(frozen=True, slots=True)
class Stray:
    """Words that are quoted and were not meant to be: whose they may be, and where they are."""

    path: str
    runs: tuple[Run, ...]


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

    def places(self, part: int, words: int) -> list[Span]:
        """Where at least the first `words` words of a text stand."""
        if len(self.offsets.get(part, ())) < words:
            self.offsets[part] = places_of_words(self.texts[part], words)
        return self.offsets[part]


class Tallies:
    """What is published of each article of which anything is."""

    def __init__(self, said: Said) -> None:
        self._said = said
        self._tallies: dict[ArticleId, _Tally] = {}

    def add(self, charge: Charge) -> None:
        """Count a span."""
        self._of(charge.article).add(charge)

    def places(self, article: ArticleId, part: int, words: int) -> list[Span]:
        """Where at least the first `words` words of a text of an article stand, in characters."""
        return self._of(article).places(part, words)

    def charge(self, run: Run) -> Charge:
        """A run's words as characters of its article."""
        end = run.at + run.end - run.first
        offsets = self.places(run.article, run.part, end)
        return Charge(run.article, run.part, offsets[run.at][0], offsets[end - 1][1])

    def add_stray(self, stray: Stray) -> None:
        """Charge words to the one of their articles that has room for them: where they are charged already,
        else where most is left."""

        def cost(run: Run) -> tuple[int, int, int, ArticleId]:
            tally = self._of(run.article)
            if tally.allowed is None:
                return 0, 0, 0, run.article
            total = tally.total(self.charge(run))
            return max(0, total - tally.allowed), total - tally.total(), total - tally.allowed, run.article

        run = min(stray.runs, key=cost)
        self.add(self.charge(run))
        self._of(run.article).strays.append(stray.path)

    def over(self) -> list[Problem]:
        """An error for each article of which more is published than its source allows."""
        found = (self._tallies[id_] for id_ in sorted(self._tallies))
        return [
            _problem(tally, self._source(tally.article))
            for tally in found
            if tally.allowed is not None and tally.total() > tally.allowed
        ]

    def _of(self, id_: ArticleId) -> _Tally:
        if id_ not in self._tallies:
            self._tallies[id_] = _Tally(id_, self._said.texts(id_), self._source(id_).rights.quotable)
        return self._tallies[id_]

    def _source(self, id_: ArticleId) -> Source:
        return self._said.sources[self._said.articles[id_].source]


def _problem(tally: _Tally, source: Source) -> Problem:
    named = sorted(set(tally.strays))
    where = f", also in {', '.join(named[:3])}{' and others' if len(named) > 3 else ''}" if named else ""
    return Problem(
        code="over-quoted",
        position=Position(path=f"content/articles/{tally.article}.md", line=1, col=1),
        message=f"{tally.total()} characters of it are published{where}; "
        f"{source.name} allows {tally.allowed}.",
        remedy="Shorten what quotes it, or raise the source's rights in sources.yml if it agrees.",
    )
