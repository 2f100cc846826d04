"""Let a program of another's tell a story: an edition's reports in, lines that their citations bear out, out.

What a summarizer gives is untrusted: each citation must be a span of a report it was given, what it writes in
its own words may claim only what those spans say (see claims), and it may not repeat what a source does not
let us quote. Where one line fails, the story stands as it would without it, and a problem says why.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import islice
from typing import Final, Protocol

from generator.diagnostics import Position, Problem
from generator.digest.claims import Claim
from generator.digest.editing import Editing
from generator.digest.excerpts import cite, written
from generator.model.article import Article
from generator.model.edition import Citation, Line
from generator.model.ids import ArticleId, SourceId, StoryId
from generator.model.source import Source
from generator.model.text import normal_line

_MOST: Final = 5  # lines of one story
_LONGEST: Final = 400  # characters of one
_RUN: Final = 12  # words in a row that nobody writes twice by chance
_WORD: Final = re.compile(r"\w+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Reports:
    """What a summarizer is told of a story in the edition of `day`.

    `articles` are its reports of that day, the lead first and the others by time; `excerpts` what may be
    quoted of each; `lines` what stands if the summarizer has none; `language` the lead's.
    """

    story: StoryId
    day: date
    language: str
    articles: tuple[Article, ...]
    excerpts: Mapping[ArticleId, tuple[Citation, ...]]
    lines: tuple[Line, ...]


class Summarizer(Protocol):
    """Tells stories. `name` is its entry point's, and readers see it beside its words."""

    name: str

    def summarize(self, reports: Reports) -> Iterable[Line]:
        """The lines of a story, from nothing but `reports`; none to leave it as it is."""
        ...


class _RefusedError(Exception):
    """A summary cannot be published; its code and why."""

    def __init__(self, code: str, why: str) -> None:
        super().__init__(why)
        self.code = code


@dataclass(slots=True, kw_only=True)
class Summaries:
    """What the chosen summarizer says of stories, as far as it can stand; `editing.problems` has the rest."""

    summarizer: Summarizer | None
    editing: Editing
    sources: Mapping[SourceId, Source]

    def lines(self, reports: Reports) -> tuple[Line, ...]:
        """The lines of a story: the summarizer's, when all of them can stand, else those there are."""
        if self.summarizer is None:
            return reports.lines
        try:
            lines = tuple(self._checked(line, reports) for line in _asked(self.summarizer, reports))
        except _RefusedError as refused:
            self.editing.problems.append(self._problem(refused, reports))
            return reports.lines
        return lines or reports.lines

    def _checked(self, line: Line, reports: Reports) -> Line:
        """The line as ours: its text in normal form, its citations made anew."""
        if type(line) is not Line or type(line.text) is not str or type(line.citations) is not tuple:
            raise _RefusedError("bad-summary", "gives what is no line with a text and citations")
        if len(line.text) > _LONGEST or not normal_line(line.text):
            raise _RefusedError("bad-summary", "gives a line without words, or one that is too long")
        known = {article.id: article for article in reports.articles}
        citations = tuple(_cited(citation, known) for citation in line.citations)
        if not citations:
            raise _RefusedError("bad-summary", f"cites nothing for “{line.text[:60]}”")
        text = normal_line(line.text)
        spans = [known[c.article].body[c.start : c.end] for c in citations]
        if text == normal_line(" ".join(spans)):
            if not all(_is_quotable(citation, reports) for citation in citations):
                raise _RefusedError("bad-summary", f"quotes more than the excerpt has: “{text[:60]}”")
            return Line(text=" ".join(spans), citations=citations)
        told = written(text, citations, self._name)
        if copied := self._copied(text, reports):
            raise _RefusedError("bad-summary", f"repeats words of {copied} that may not be quoted")
        if missing := self.editing.unsupported_in(told):
            raise _RefusedError("unsupported-claim", _named(missing))
        return told

    def _copied(self, text: str, reports: Reports) -> ArticleId | None:
        """The article that `text` has more words in a row of than chance, besides those that are quoted."""
        said = set(_runs(text))
        for article in reports.articles:
            if self.sources[article.source].rights.quotable is None:
                continue
            quoted = " ".join(article.body[c.start : c.end] for c in reports.excerpts.get(article.id, ()))
            if said & (set(_runs(article.body)) - set(_runs(quoted))):
                return article.id
        return None

    @property
    def _name(self) -> str:
        return self.summarizer.name if self.summarizer else ""

    def _problem(self, refused: _RefusedError, reports: Reports) -> Problem:
        unsupported = refused.code == "unsupported-claim"
        what = f"says what its citations do not: {refused}" if unsupported else str(refused)
        return Problem(
            code=refused.code,
            position=Position(path="site_config/digest.yml"),
            message=f"The summarizer {self._name!r} {what} (story {reports.story}, {reports.day}).",
            remedy="The story is quoted instead. Mend the summarizer, or choose another in digest.yml.",
        )


def _asked(summarizer: Summarizer, reports: Reports) -> list[Line]:
    """What the summarizer gives, which may be anything, but no more than can be published."""
    try:
        given: list[Line] = list(islice(summarizer.summarize(reports), _MOST + 1))
    except (Exception, SystemExit) as error:  # another's program may do anything
        raise _RefusedError("bad-summary", f"failed: {type(error).__name__}: {error}") from error
    if len(given) > _MOST:
        raise _RefusedError("bad-summary", f"gives more than {_MOST} lines")
    return given


def _cited(citation: Citation, known: Mapping[ArticleId, Article]) -> Citation:
    if type(citation) is not Citation or type(citation.article) is not str or citation.article not in known:
        raise _RefusedError("bad-summary", "cites what is no report of the story")
    start, end = citation.start, citation.end
    body = known[citation.article].body
    if type(start) is not int or type(end) is not int or not 0 <= start < end <= len(body):
        raise _RefusedError("bad-summary", f"cites a span that {citation.article} does not have")
    return cite(known[citation.article], start, end)


def _is_quotable(citation: Citation, reports: Reports) -> bool:
    excerpts = reports.excerpts.get(citation.article, ())
    return any(known.start <= citation.start and citation.end <= known.end for known in excerpts)


def _runs(text: str) -> Iterator[tuple[str, ...]]:
    words = _WORD.findall(text.casefold())
    return (tuple(words[at : at + _RUN]) for at in range(len(words) - _RUN + 1))


def _named(missing: Iterable[Claim]) -> str:
    return ", ".join(dict.fromkeys(f"{claim.kind.value} '{claim.text}'" for claim in missing))
