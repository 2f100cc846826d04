"""What a process that goes on keeps of a site between two looks at it; none of it is written down."""

from __future__ import annotations

from collections.abc import Set
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Final

from generator.digest import excerpt
from generator.library import HeldArticles
from generator.model.article import Article
from generator.model.edition import Citation, Edition
from generator.model.ids import ArticleId
from generator.model.source import Rights
from generator.stories import Followed, Guide, Traced

_FOLLOWED_DAYS: Final = timedelta(days=31)  # stories of so many days are followed in well under a second


class TooMuchError(Exception):
    """What has changed cannot be shown at once: a whole build tells what comes of it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What came of the articles `ids`: their lineage, and the stories that were followed by `guide`."""

    ids: frozenset[ArticleId]
    guide: Guide
    lineage: Traced
    followed: Followed


class Memory:
    """What is held of the site at `root`; `index` is where the index of its articles is kept."""

    def __init__(self, root: Path, index: Path) -> None:
        self.library = HeldArticles(root, index)
        self.records: dict[bytes, Edition] = {}  # by the hashes of their files' bytes
        self.told: Told | None = None
        self._excerpts: dict[ArticleId, tuple[Article, Rights, int, tuple[Citation, ...]]] = {}

    def excerpt(self, article: Article, rights: Rights, *, sentences: int) -> tuple[Citation, ...]:
        """As `generator.digest.excerpt`, of an article that is as it was without looking at it."""
        *of, found = self._excerpts.get(article.id, (None, None, 0, ()))
        if of != [article, rights, sentences]:
            found = excerpt(article, rights, sentences=sentences)
            self._excerpts[article.id] = (article, rights, sentences, found)
        return found

    def told_of(self, ids: Set[ArticleId], guide: Guide) -> Told | None:
        """What was told of the same articles: another text of one of them need not be followed to be shown.

        None where the articles are others, all of them of the last days. Raises TooMuchError where so much
        would have to be followed again that a build is as fast.
        """
        told = self.told
        if told is None:
            return None
        if told.guide != guide:
            raise TooMuchError
        others = told.ids ^ ids
        if not others:
            return told
        newest = max(map(_day_of, ids), default=date.min)
        if min(map(_day_of, others)) < newest - _FOLLOWED_DAYS:
            raise TooMuchError
        return None


def _day_of(article: ArticleId) -> date:
    year, month, day, _ = article.split("/", 3)
    return date(int(year), int(month), int(day))
