"""Whose report an article is in the end: articles and their lineage in, a source out."""

from __future__ import annotations

from collections.abc import Mapping

from generator.model.article import Article
from generator.model.ids import ArticleId, SourceId
from generator.model.story import Lineage, Role


def reporter_of(
    article: ArticleId, articles: Mapping[ArticleId, Article], lineage: Mapping[ArticleId, Lineage]
) -> SourceId:
    """The source that reported what `article` says, by which independent reports are counted.

    A copy or rewrite is that of whom it was taken from; of a wire whose own text is not here, that wire's.
    """
    seen: set[ArticleId] = set()
    while article not in seen:
        seen.add(article)
        known = lineage[article]
        if known.role is Role.ORIGINAL:
            break
        if known.of is None or known.of not in articles:
            return known.credit or articles[article].source
        article = known.of
    return articles[article].source
