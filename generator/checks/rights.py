"""Check that no more is published of an article than its source allows: spans in, problems out."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping

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
) -> dict[ArticleId, Problem]:
    """The articles of which all pages together would publish more than their source's rights allow, each with
    its error.

    What counts is the union of the spans quoted anywhere: the same words on two pages are published once.
    Words that the article had once, and a correction tells, count too.
    """
    past: dict[ArticleId, set[str]] = defaultdict(set)
    spans: dict[ArticleId, set[tuple[int, int]]] = defaultdict(set)
    for article, citations in excerpts.items():
        spans[article].update((c.start, c.end) for c in citations)
    for edition in editions:
        for entry in edition.entries:
            for line in entry.quoted:
                for c in line.citations:
                    spans[c.article].add((c.start, c.end))
            for correction in entry.corrections:
                if changed := articles.get(correction.article) if correction.article else None:
                    for words in filter(None, (correction.before, correction.after)):
                        at = changed.body.find(words)
                        if at < 0:
                            past[changed.id].add(words)
                        else:
                            spans[changed.id].add((at, at + len(words)))
    known = [articles[id_] for id_ in sorted(spans.keys() | past.keys()) if id_ in articles]
    problems = {
        a.id: _over(a, sources[a.source], covered(spans[a.id]) + sum(map(len, past[a.id]))) for a in known
    }
    return {id_: problem for id_, problem in problems.items() if problem is not None}


def covered(spans: Iterable[tuple[int, int]]) -> int:
    """How many characters the union of `spans` has."""
    total, reached = 0, 0
    for start, end in sorted(spans):
        total += max(0, end - max(start, reached))
        reached = max(reached, end)
    return total


def _over(article: Article, source: Source, published: int) -> Problem | None:
    allowed = source.rights.quotable
    if allowed is None or published <= allowed:
        return None
    return Problem(
        code="excerpt-too-long",
        position=Position(path=f"content/articles/{article.id}.md", line=1, col=1),
        message=f"{published} characters of it would be published; {source.name} allows {allowed}. "
        "So it is not quoted.",
        remedy="Raise rights.excerpt_chars of the source in sources.yml if it agrees, or restore the record.",
    )
