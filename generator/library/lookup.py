"""Articles in, answers to 'do we have this one?' out: what makes a second ingest change nothing."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, date, datetime
from typing import Final, TypeAlias

from anyascii import anyascii

from generator.model.article import Article
from generator.model.ids import ArticleId, SourceId, article_id

_NOT_A_WORD: Final = re.compile(r"[^a-z0-9]+")
_Change: TypeAlias = Callable[[set[ArticleId], ArticleId], None]


class Library:
    """The articles that are there, found by what an incoming one would share with them.

    When several articles answer, it is the one with the least id. Grows by `put` while an ingest runs.
    """

    __slots__ = ("_articles", "_by_external_id", "_by_title", "_by_url")

    def __init__(self, articles: Iterable[Article] = ()) -> None:
        self._articles: dict[ArticleId, Article] = {}
        self._by_url: dict[str, set[ArticleId]] = {}
        self._by_external_id: dict[tuple[SourceId, str], set[ArticleId]] = {}
        self._by_title: dict[tuple[SourceId, str, date], set[ArticleId]] = {}
        for article in articles:
            self.put(article)

    def __len__(self) -> int:
        return len(self._articles)

    def __iter__(self) -> Iterator[Article]:
        """Every article, in order of id."""
        return iter(sorted(self._articles.values(), key=lambda article: article.id))

    def __contains__(self, name: object) -> bool:
        return name in self._articles

    def get(self, name: ArticleId) -> Article | None:
        """The article with this id."""
        return self._articles.get(name)

    def by_url(self, url: str) -> Article | None:
        """The article with exactly this address."""
        return self._least(self._by_url.get(url))

    def by_external_id(self, source: SourceId, external_id: str) -> Article | None:
        """The article of `source` that had this id where it came from."""
        return self._least(self._by_external_id.get((source, external_id)))

    def by_title(self, source: SourceId, title: str, day: date) -> Article | None:
        """The article of `source` on `day` (UTC) with this title; case, accents and punctuation aside."""
        return self._least(self._by_title.get((source, _title_key(title), day)))

    def find(self, article: Article) -> Article | None:
        """The article that `article` is another version of: the same address, else the same external id of
        the same source, else the same source, title and day."""
        found = self.by_url(article.url) if article.url else None
        if found is None and article.external_id:
            found = self.by_external_id(article.source, article.external_id)
        return found or self.by_title(article.source, article.title, _day(article.when))

    def put(self, article: Article) -> None:
        """Add `article`, or put it in the place of the one with its id."""
        if (old := self._articles.get(article.id)) is not None:
            self._index(old, set.discard)
        self._articles[article.id] = article
        self._index(article, set.add)

    def free_id(self, when: datetime, source: SourceId, title: str) -> ArticleId:
        """An id that no article has yet: with -2, -3 … behind it where the plain one is taken."""
        plain = article_id(when.astimezone(UTC), source, title)
        name, number = plain, 1
        while name in self._articles:
            number += 1
            name = ArticleId(f"{plain}-{number}")
        return name

    def _index(self, article: Article, change: _Change) -> None:
        name = article.id
        if article.url:
            change(self._by_url.setdefault(article.url, set()), name)
        if article.external_id:
            change(self._by_external_id.setdefault((article.source, article.external_id), set()), name)
        key = (article.source, _title_key(article.title), _day(article.when))
        change(self._by_title.setdefault(key, set()), name)

    def _least(self, names: set[ArticleId] | None) -> Article | None:
        return self._articles[min(names)] if names else None


# Not `slugify`, which cuts: titles that differ only in '(2 of 3)' at their end are two articles.
def _title_key(title: str) -> str:
    return _NOT_A_WORD.sub(" ", anyascii(title).lower()).strip() or title


def _day(when: datetime) -> date:
    return when.astimezone(UTC).date()
