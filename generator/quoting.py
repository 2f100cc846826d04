"""Choose what is quoted of articles by day: what was chosen of a day before is taken from the store."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache
from typing import Final

from generator.cache_file import code_of
from generator.digest import cite, excerpt
from generator.model.article import Article
from generator.model.edition import Citation
from generator.model.ids import ArticleId
from generator.model.source import Rights
from generator.settings import Settings
from generator.stories.days import Day, Store, digest, number_of, pack, unpack

_KIND: Final = "excerpt"
_MAKERS: Final = ("generator.digest", "generator.model")


class ExcerptsByDay:
    """The excerpts of the articles of `days`. A day's are made anew when one of its articles is another, or
    its source's rights, the number of sentences that `settings` want, or the code."""

    def __init__(self, days: Iterable[Day], settings: Settings, store: Store) -> None:
        self._days = {day.number: day for day in days}
        self._sources, self._sentences = settings.sources, settings.digest.excerpts.sentences
        self._store = store
        self._kept = store.rows(_KIND)
        self._found: dict[int, Mapping[ArticleId, tuple[Citation, ...]]] = {}
        store.drop(_KIND, self._kept.keys() - self._days.keys())

    def __call__(self, article: Article, rights: Rights, *, sentences: int) -> tuple[Citation, ...]:
        """As `generator.digest.excerpt`, which is asked for articles of other days, and by other rights."""
        number = number_of(article)
        day = self._days.get(number)
        if day is None or sentences != self._sentences or rights != self._sources[article.source].rights:
            return excerpt(article, rights, sentences=sentences)
        found = self._found.get(number)
        if found is None:
            found = self._found[number] = self._of(day)
        return found[article.id]

    def _of(self, day: Day) -> dict[ArticleId, tuple[Citation, ...]]:
        limits = [self._sources[article.source].rights.quotable for article in day.articles]
        key = digest(day.digest, repr((limits, self._sentences)).encode(), _made_by())
        of, data = self._kept.get(day.number, (b"", b""))
        if of == key:
            known = zip(day.articles, unpack(data), strict=True)
            return {one.id: tuple(cite(one, *span) for span in spans) for one, spans in known}
        found = {
            one.id: excerpt(one, self._sources[one.source].rights, sentences=self._sentences)
            for one in day.articles
        }
        plain = [[(part.start, part.end) for part in found[one.id]] for one in day.articles]
        self._store.put(_KIND, day.number, key, pack(plain))
        return found


@cache
def _made_by() -> bytes:
    return code_of(*_MAKERS)
