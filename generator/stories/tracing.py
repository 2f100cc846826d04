"""Find which articles hold each other's words: the articles of a day in, matches out.

A day is compared with the window before it alone. What is found of an article rests on the articles of
REACH_DAYS before it and on nothing else, so days can be traced apart from each other.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final

from generator.model.article import Article
from generator.model.ids import ArticleId, SourceId
from generator.stories.overlap import Overlap, Text, containment, overlap_of, shared_opening, title_words
from generator.stories.relation import (
    FAINTEST,
    Relation,
    is_kin,
    is_marked,
    least_lead,
    least_words,
    plain_title,
    relation_of,
)
from generator.stories.shingles import ShingleIndex, codes_of, sample_of

_DAY: Final = 86400.0
_WINDOW: Final = 14 * _DAY  # a text is picked up within days; later likenesses are formulas
REACH_DAYS: Final = 28  # the window of an article, and those of the articles in it
_HELD: Final = 256  # texts kept at hand for comparison
_KIN: Final = 4  # of the articles that a copy's original is a copy of, so many are compared


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """Two articles of which the later (by time, then id) may hold the earlier's words."""

    later: ArticleId
    earlier: ArticleId
    relation: Relation
    overlap: Overlap


class Tracer:
    """Compares each day's articles with those of the window before.

    A tracer that is told `before`, the articles of the last REACH_DAYS / 2 days in order of time, and the
    matches that were found when each of them came, goes on as if it had found them.
    """

    def __init__(self, before: Sequence[Article] = (), matches: Iterable[Match] = ()) -> None:
        self._index = ShingleIndex(_WINDOW)
        self._window: OrderedDict[int, _Known] = OrderedDict()
        self._numbers: dict[ArticleId, int] = {}
        self._marked: dict[tuple[SourceId, frozenset[str]], list[int]] = {}
        self._texts: OrderedDict[ArticleId, Text] = OrderedDict()
        self._next = 0
        for article in before:
            number = self._next
            known = self._keep(number, article)
            self._index.restore(sample_of(number, known.when, codes_of(article.body)))
        for match in matches:
            if match.relation is Relation.COPY and {match.later, match.earlier} <= self._numbers.keys():
                self._window[self._numbers[match.later]].copies.append(self._numbers[match.earlier])

    @property
    def remembered(self) -> tuple[ArticleId, ...]:
        """The articles of the window, in the order in which they came."""
        return tuple(self._window[number].article.id for number in self._index.numbers)

    def add(self, articles: Iterable[Article]) -> list[Match]:
        """Take in the articles of a day; their matches with each other and with those before."""
        matches: list[Match] = []
        for article in sorted(articles, key=lambda one: (one.when, one.id)):
            matches += self._matches(article)
        return matches

    def _matches(self, article: Article) -> Iterator[Match]:
        when = article.when.timestamp()
        self._forget(when)
        number = self._next
        known = self._keep(number, article)
        sample = sample_of(number, when, codes_of(article.body))
        candidates = self._index.add(sample, FAINTEST, lambda other: self._least(known, other))
        candidates += [one for one in self._same_title(number, known) if one not in candidates]
        candidates = [one for one in candidates if abs(when - self._window[one].when) <= _WINDOW]
        compared: dict[int, Match | None] = {}
        for candidate in candidates:
            compared[candidate] = self._compare(known, self._window[candidate])
        copied = [other for other, match in compared.items() if match and match.relation is Relation.COPY]
        known.copies.extend(copied)
        for other in sorted({kin for one in copied for kin in self._kin(one)}):
            if compared.get(other) is None:
                compared[other] = self._compare_kin(known, self._window[other])
        yield from (match for match in compared.values() if match)

    def _kin(self, number: int) -> list[int]:
        """Of what an article is a copy of, the likeliest that the window still has."""
        return [other for other in self._window[number].copies if other in self._window][:_KIN]

    def _keep(self, number: int, article: Article) -> _Known:
        title, plain = title_words(article.title), plain_title(article.title)
        known = _Known(
            article=article,
            when=article.when.timestamp(),
            title=title,
            plain=title if plain == article.title else title_words(plain),
            marked=is_marked(article),
        )
        self._window[number] = known
        self._numbers[article.id] = number
        self._marked.setdefault(known.key, []).append(number)
        self._next = number + 1
        return known

    def _forget(self, now: float) -> None:
        for number in self._index.expire(now):
            known = self._window.pop(number)
            self._numbers.pop(known.article.id, None)
            same = self._marked[known.key]
            same.remove(number)
            if not same:
                del self._marked[known.key]

    def _least(self, known: _Known, other: int) -> float:
        earlier = self._window[other]
        return least_words(known.article, earlier.article, known.title, earlier.title)

    def _same_title(self, number: int, known: _Known) -> list[int]:
        """Those before it of one source and title, where one says that it corrects or updates the other."""
        same = self._marked[known.key]
        if len(same) == 1:
            return []
        return [
            other
            for other in same[-_KIN - 1 :]
            if other != number and (known.marked or self._window[other].marked)
        ]

    def _compare(self, one: _Known, other: _Known) -> Match | None:
        later, earlier = _in_order(one, other)
        texts = self._text(later.article), self._text(earlier.article)
        if not (one.key == other.key and (one.marked or other.marked)):
            least = least_words(later.article, earlier.article, later.title, earlier.title)
            if containment(*texts) < least or shared_opening(*texts) < least_lead(
                later.article, earlier.article
            ):
                return None
        overlap = overlap_of(*texts)
        relation = relation_of(overlap, later.article, earlier.article)
        return _match(later, earlier, relation, overlap) if relation is not Relation.NONE else None

    def _compare_kin(self, one: _Known, other: _Known) -> Match | None:
        later, earlier = _in_order(one, other)
        overlap = overlap_of(self._text(later.article), self._text(earlier.article))
        return _match(later, earlier, Relation.KIN, overlap) if is_kin(overlap) else None

    def _text(self, article: Article) -> Text:
        if article.id not in self._texts:
            self._texts[article.id] = Text(article)
            if len(self._texts) > _HELD:
                self._texts.popitem(last=False)
        self._texts.move_to_end(article.id)
        return self._texts[article.id]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Known:
    """An article of the window. `plain` is its title without marks of a correction or update, `marked`
    whether it had any; `copies` are the numbers of those before it that it is a copy of."""

    article: Article
    when: float
    title: frozenset[str]
    plain: frozenset[str]
    marked: bool
    copies: list[int] = field(default_factory=list)

    @property
    def key(self) -> tuple[SourceId, frozenset[str]]:
        return (self.article.source, self.plain)


def _in_order(one: _Known, other: _Known) -> tuple[_Known, _Known]:
    """The later and the earlier."""
    first, second = sorted((one, other), key=lambda known: (known.article.when, known.article.id))
    return second, first


def _match(later: _Known, earlier: _Known, relation: Relation, overlap: Overlap) -> Match:
    return Match(later=later.article.id, earlier=earlier.article.id, relation=relation, overlap=overlap)
