"""What the library has, so far as telling an old article from a new one needs it: hashes, no texts."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from typing import Final

from anyascii import anyascii

from generator.model.article import Article, DatedBy
from generator.model.ids import ArticleId

_NOT_A_WORD: Final = re.compile(r"[^a-z0-9]+")
_RECKONED: Final = frozenset({DatedBy.AGE, DatedBy.CAPTURE})


class Shelf:
    """The articles that are there, found by what an incoming one would share with them.

    It holds some hundred bytes an article: who asks for the rest reads its file. When several articles
    answer, it is the one with the least id.
    """

    __slots__ = ("_by_key", "_hashes", "_seen")

    def __init__(self) -> None:
        self._hashes: dict[ArticleId, int] = {}
        self._by_key: dict[int, ArticleId | tuple[ArticleId, ...]] = {}
        self._seen: dict[ArticleId, datetime] = {}

    def __contains__(self, name: object) -> bool:
        return name in self._hashes

    def put(self, article: Article) -> None:
        """Add an article that is not there."""
        self._hashes[article.id] = _hash("text", article.content_hash)
        for key in _keys(article):
            self._answer(key, {*self._names(key), article.id})

    def swap(self, old: Article, new: Article) -> None:
        """Put `new` in the place of `old`, whose id it has."""
        for key in _keys(old):
            self._answer(key, {*self._names(key)} - {old.id})
        self.put(new)

    def by_address(self, article: Article) -> ArticleId | None:
        """The article with the same address, or the same id where it came from."""
        found = self._least(_by_url(article.url)) if article.url else None
        return found or (self._least(_by_external_id(article)) if article.external_id else None)

    def by_title(self, article: Article) -> ArticleId | None:
        """The article of the same source, day (UTC) and title; case, accents and punctuation aside."""
        return self._least(_by_title(article))

    def by_text(self, article: Article) -> ArticleId | None:
        """The article of the same source and text, of any day, for one whose day is only reckoned."""
        return self._least(_by_text(article)) if article.dated_by in _RECKONED else None

    def has_text(self, name: ArticleId, article: Article) -> bool:
        """Whether the article called `name` has the title and text of `article`."""
        return self._hashes[name] == _hash("text", article.content_hash)

    def last_seen(self, name: ArticleId) -> datetime | None:
        """The newest version of an article that this run has come by."""
        return self._seen.get(name)

    def seen(self, name: ArticleId, version: datetime) -> None:
        """Note that this run has come by this version."""
        self._seen[name] = max(version, self._seen.get(name, version))

    def with_free_id(self, article: Article) -> Article:
        """The article with an id of its own: where another has it, a hash of what tells them apart is added,
        so that it does not matter how many came before."""
        if article.id not in self:
            return article
        told_apart_by = article.url or article.external_id or f"{article.title}\n\n{article.body}"
        digest = hashlib.sha256(told_apart_by.encode()).hexdigest()
        length = next(n for n in range(6, 65) if f"{article.id}-{digest[:n]}" not in self)
        return replace(article, id=ArticleId(f"{article.id}-{digest[:length]}"))

    def _names(self, key: int) -> tuple[ArticleId, ...]:
        found = self._by_key.get(key, ())
        return found if isinstance(found, tuple) else (found,)

    def _answer(self, key: int, names: set[ArticleId]) -> None:
        """Nearly every key has one answer: it is held without a tuple around it."""
        if names:
            self._by_key[key] = next(iter(names)) if len(names) == 1 else tuple(sorted(names))
        else:
            self._by_key.pop(key, None)

    def _least(self, key: int) -> ArticleId | None:
        found = self._by_key.get(key)
        return found[0] if isinstance(found, tuple) else found


def told_apart(old: Article, new: Article) -> bool:
    """Whether two articles of one source, day and title say themselves that they are two."""
    return bool(old.url and new.url) or bool(
        old.external_id and new.external_id and old.external_id != new.external_id
    )


def _keys(article: Article) -> Iterator[int]:
    if article.url:
        yield _by_url(article.url)
    if article.external_id:
        yield _by_external_id(article)
    yield _by_title(article)
    yield _by_text(article)


def _by_url(url: str) -> int:
    return _hash("url", url)


def _by_external_id(article: Article) -> int:
    return _hash("id", article.source, article.external_id or "")


def _by_title(article: Article) -> int:
    day = article.when.astimezone(UTC).date().isoformat()
    # Not `slugify`, which cuts: titles that differ only in '(2 of 3)' at their end are two articles.
    words = _NOT_A_WORD.sub(" ", anyascii(article.title).lower()).strip()
    return _hash("title", article.source, day, words or article.title)


def _by_text(article: Article) -> int:
    return _hash("body", article.source, article.content_hash)


def _hash(*words: str) -> int:
    """64 bits: among a million articles two keys meet by chance once in ten million runs."""
    return int.from_bytes(hashlib.blake2b("\0".join(words).encode(), digest_size=8).digest(), "big")
