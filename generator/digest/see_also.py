"""Resolve 'Read also' titles: titles in, the articles that bear them out."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Mapping

from generator.model.article import Article
from generator.model.ids import ArticleId

_NOT_A_WORD = re.compile(r"\W+")


def resolve_see_also(
    articles: Mapping[ArticleId, Article],
) -> dict[ArticleId, tuple[tuple[str, ArticleId | None], ...]]:
    """For each article that names others, each title with the article that bears it, None where we have none.

    Titles agree by their words, without regard to case and punctuation. Of several, the publisher's own comes
    first, then the last one published before.
    """
    by_title: dict[str, list[Article]] = defaultdict(list)
    for article in sorted(articles.values(), key=lambda a: (a.when, a.id)):
        by_title[_key(article.title)].append(article)
    return {
        article.id: tuple(
            (title, _resolve(article, by_title.get(_key(title), []))) for title in article.see_also
        )
        for article in articles.values()
        if article.see_also
    }


def _resolve(naming: Article, candidates: list[Article]) -> ArticleId | None:
    others = [article for article in candidates if article.id != naming.id]
    own = [article for article in others if article.source == naming.source]
    pool = own or others
    if not pool:
        return None
    before = bisect_right(pool, naming.when, key=lambda article: article.when)
    return pool[max(before - 1, 0)].id


def _key(title: str) -> str:
    return " ".join(_NOT_A_WORD.sub(" ", title.casefold()).split())
