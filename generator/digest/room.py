"""How much more may be quoted of an article: what is published and its source's rights in, lines out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from generator.digest.coverage import Coverage
from generator.digest.excerpts import cite, quoted
from generator.model.edition import Line
from generator.model.ids import ArticleId
from generator.settings import Settings

Span = tuple[int, int]


class Room:
    """What an entry may quote beside excerpts. `published` are spans that earlier editions quoted."""

    def __init__(
        self, coverage: Coverage, settings: Settings, published: Mapping[ArticleId, Iterable[Span]]
    ) -> None:
        self._coverage = coverage
        self._settings = settings
        self._published = published
        self._quoted: dict[ArticleId, set[int]] = {}

    def take(self, article_id: ArticleId, start: int, end: int) -> Line | None:
        """The line that quotes the span; None when the article's source does not allow so much more."""
        article = self._coverage.articles[article_id]
        limit = self._settings.sources[article.source].rights.quotable
        if article_id not in self._quoted:
            self._quoted[article_id] = self._so_far(article_id)
        wanted = self._quoted[article_id].union(range(start, end))
        if limit is not None and len(wanted) > limit:
            return None
        self._quoted[article_id] = wanted
        return quoted(article, (cite(article, start, end),))

    def _so_far(self, article: ArticleId) -> set[int]:
        excerpt = [(c.start, c.end) for c in self._coverage.excerpts.get(article, ())]
        spans = [*excerpt, *self._published.get(article, ())]
        return {at for start, end in spans for at in range(start, end)}
