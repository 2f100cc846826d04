"""Gather what is quoted of each article on purpose: editions and excerpts in, spans of articles out."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import chain

from generator.checks.wording import Span, spans_in
from generator.model.article import Article
from generator.model.edition import Citation, Edition, Entry, Line
from generator.model.ids import ArticleId, digest_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Quotations:
    """What is quoted of one article: spans of its body, and `past` words that it had once."""

    spans: frozenset[Span] = frozenset()
    past: frozenset[str] = frozenset()

    @property
    def characters(self) -> int:
        """How much that is: the same words twice are quoted once."""
        return covered(self.spans) + sum(map(len, self.past))


def quotations(
    editions: Iterable[Edition],
    excerpts: Mapping[ArticleId, tuple[Citation, ...]],
    articles: Mapping[ArticleId, Article],
) -> dict[ArticleId, Quotations]:
    """What all pages together quote of each of `articles`, by construction: their excerpts, the lines,
    phrases and figures of editions, the words that corrections tell, and what editors
    and summarizers quote in their own."""
    gathered = _Gathered(articles)
    for article, citations in excerpts.items():
        gathered.spans[article].update((c.start, c.end) for c in citations)
    for entry in chain.from_iterable(edition.entries for edition in editions):
        gathered.add_entry(entry)
    known = sorted(id_ for id_ in gathered.spans.keys() | gathered.past.keys() if id_ in articles)
    return {
        id_: Quotations(spans=frozenset(gathered.spans[id_]), past=frozenset(gathered.past[id_]))
        for id_ in known
    }


def covered(spans: Iterable[Span]) -> int:
    """How many characters the union of `spans` has."""
    total, reached = 0, 0
    for start, end in sorted(spans):
        total += max(0, end - max(start, reached))
        reached = max(reached, end)
    return total


class _Gathered:
    def __init__(self, articles: Mapping[ArticleId, Article]) -> None:
        self._articles = articles
        self._current: dict[Citation, bool] = {}
        self.spans: dict[ArticleId, set[Span]] = defaultdict(set)
        self.past: dict[ArticleId, set[str]] = defaultdict(set)

    def add_entry(self, entry: Entry) -> None:
        for line in entry.quoted:
            self._add_line(line)
        for correction in entry.corrections:
            if correction.article is not None:
                for words in filter(None, (correction.before, correction.after)):
                    self._add_words(correction.article, words)
        self._add_ours(entry)

    def _add_ours(self, entry: Entry) -> None:
        """What is in the words of ours: who writes about articles may quote them."""
        ours = [line.text for line in entry.lines if line.by]
        ours += [entry.note, *(correction.text for correction in entry.corrections)]
        ours += [entry.headline] if entry.edited_headline else []
        if text := "\n".join(filter(None, ours)):
            for id_ in {member.article for member in entry.members} | entry.cited:
                if id_ in self._articles and (found := spans_in(self._articles[id_].body, text)):
                    self.spans[id_] |= found

    def _add_line(self, line: Line) -> None:
        known = [c for c in line.citations if c.article in self._articles]
        if all(map(self._stands, known)):
            for c in known:
                self.spans[c.article].add((c.start, c.end))
        elif known:  # its article has changed, and the line says still what it said
            self._add_words(known[0].article, line.text)

    def _add_words(self, article: ArticleId, words: str) -> None:
        if changed := self._articles.get(article):
            at = changed.body.find(words)
            if at < 0:
                self.past[article].add(words)
            else:
                self.spans[article].add((at, at + len(words)))

    def _stands(self, citation: Citation) -> bool:
        """Whether the article still has the words that are cited."""
        if citation not in self._current:
            body = self._articles[citation.article].body
            self._current[citation] = digest_of(body[citation.start : citation.end]) == citation.hash
        return self._current[citation]
