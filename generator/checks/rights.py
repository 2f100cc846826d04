"""Check that no more is published of an article than its source allows: spans in, problems out."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping

from generator.diagnostics import Position, Problem
from generator.model.article import Article
from generator.model.edition import Citation, Edition
from generator.model.ids import ArticleId, SourceId
from generator.model.source import Source


def check_rights(
    editions: Iterable[Edition],
    excerpts: Mapping[ArticleId, tuple[Citation, ...]],
    articles: Mapping[ArticleId, Article],
    sources: Mapping[SourceId, Source],
) -> Iterator[Problem]:
    """An error for each article of which all pages together publish more than its source's rights allow.

    What counts is the union of the spans quoted anywhere: the same words on two pages are published once.
    """
    spans: dict[ArticleId, set[tuple[int, int]]] = defaultdict(set)
    for article, citations in excerpts.items():
        spans[article].update((c.start, c.end) for c in citations)
    for edition in editions:
        for entry in edition.entries:
            for line in entry.lines:
                for c in line.citations:
                    spans[c.article].add((c.start, c.end))
    for article, quoted in sorted(spans.items()):
        if article in articles:
            yield from _over(articles[article], sources[articles[article].source], quoted)


def covered(spans: Iterable[tuple[int, int]]) -> int:
    """How many characters the union of `spans` has."""
    total, reached = 0, 0
    for start, end in sorted(spans):
        total += max(0, end - max(start, reached))
        reached = max(reached, end)
    return total


def _over(article: Article, source: Source, spans: set[tuple[int, int]]) -> Iterator[Problem]:
    allowed = source.rights.quotable
    published = covered(spans)
    if allowed is None or published <= allowed:
        return
    yield Problem(
        code="excerpt-too-long",
        position=Position(path=f"content/articles/{article.id}.md"),
        message=f"The site would publish {published} characters of it; {source.name} allows {allowed}.",
        remedy="Raise rights.excerpt_chars of the source in sources.yml if it agrees, or restore the record.",
    )
