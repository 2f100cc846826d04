"""Trace where an article's words come from: articles in, originals, copies and rewrites out."""

from __future__ import annotations

from collections.abc import Sequence

from generator.model.article import Article
from generator.model.ids import ArticleId
from generator.model.story import Lineage


def trace_lineage(articles: Sequence[Article]) -> dict[ArticleId, Lineage]:
    """The role of every article."""
    return {article.id: Lineage(article=article.id) for article in articles}
