"""Check that no more is published of an article than its source allows: what is quoted in, problems out."""

from __future__ import annotations

from collections.abc import Mapping

from generator.checks.quotations import Quotations
from generator.diagnostics import Position, Problem
from generator.model.article import Article
from generator.model.ids import ArticleId, SourceId
from generator.model.source import Source


def check_rights(
    quoted: Mapping[ArticleId, Quotations],
    articles: Mapping[ArticleId, Article],
    sources: Mapping[SourceId, Source],
) -> dict[ArticleId, Problem]:
    """The articles of which all pages together would publish more than their source's rights allow, each with
    its error. `quoted` is what is published by construction."""
    found = {
        id_: _over(articles[id_], sources[articles[id_].source], quotations.characters)
        for id_, quotations in quoted.items()
    }
    return {id_: problem for id_, problem in found.items() if problem is not None}


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
