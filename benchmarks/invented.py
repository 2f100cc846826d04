"""Invent an archive of ten years: words, names, events that go on for days, wires and who prints them."""

from __future__ import annotations

import random
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from itertools import accumulate
from typing import Final

from generator.model.article import Article
from generator.model.ids import ArticleId, SourceId

START: Final = datetime(2016, 1, 1, tzinfo=UTC)
YEARS_DAYS: Final = 3653
SOURCES: Final = 60
_WORDS: Final = 80_000
_NAMES: Final = 60_000
_COMMON: Final = (
    *("the", "of", "to", "and", "a", "in", "that", "is", "on", "for", "with", "was", "by", "it", "at"),
    *("as", "said", "from", "have", "be", "has", "not", "will", "after", "were", "been", "their", "who"),
)
_ENDINGS: Final = ("", "", "", "s", "ed", "ing", "er", "ly", "al", "ion")
_SYLLABLES: Final = tuple(
    first + vowel + last
    for first in ("b", "br", "c", "d", "f", "g", "h", "k", "l", "m", "n", "p", "r", "s", "st", "t", "tr", "v")
    for vowel in "aeiou"
    for last in ("", "l", "n", "r", "s", "t")
)


@dataclass(slots=True)
class _Event:
    """What some days' reports are of."""

    names: list[str]
    terms: list[str]
    until: int
    told: list[str] = field(default_factory=list)  # bodies that others may print again


class Inventor:
    """Makes articles day by day, the same ones each time for the same seed."""

    def __init__(self, seed: int = 20260817) -> None:
        self._chance = random.Random(seed)  # noqa: S311 - repeatable, nothing secret
        self._words = [self._word() for _ in range(_WORDS)]
        self._names = [self._word().capitalize() for _ in range(_NAMES)]
        self._ranks = list(accumulate(1.0 / (rank + 20.0) for rank in range(_WORDS)))
        self._events: list[_Event] = []
        self._tails = [[self._sentence([]) for _ in range(3)] for _ in range(SOURCES)]

    def days(self, count: int, articles: int) -> Iterator[list[Article]]:
        """`articles` in all, over `count` days, none of them empty if there are enough."""
        for day in range(count):
            number = articles * (day + 1) // count - articles * day // count
            yield self.day(day, number)

    def day(self, day: int, number: int) -> list[Article]:
        """The articles of a day: most tell of a new event, a third of one of the days before."""
        self._events = [event for event in self._events if event.until >= day]
        return [self._article(day, one, number) for one in range(number)]

    def _article(self, day: int, one: int, number: int) -> Article:
        chance = self._chance
        if self._events and chance.random() < 0.35:
            event = self._events[int(len(self._events) * chance.random() ** 0.5)]
        else:
            event = self._event(day)
        source = chance.randrange(SOURCES)
        if event.told and chance.random() < 0.4:
            title, _, body = chance.choice(event.told).partition("\n\n")
        else:
            title = " ".join(
                [*chance.sample(event.names, 2), *chance.sample(event.terms, 4), self._draw(), self._draw()]
            )
            paragraphs = [
                " ".join(self._sentence([*event.names, *event.terms]) for _ in range(4)) for _ in range(6)
            ]
            body = "\n\n".join(paragraphs)
            event.told.append(f"{title}\n\n{body}")
        when = START + timedelta(days=day, seconds=86_000 * (one + chance.random()) / number)
        published = when.replace(microsecond=0)
        return Article(
            id=ArticleId(f"{published:%Y/%m/%d}/source-{source}-{'-'.join(title.lower().split()[:5])}-{one}"),
            title=title,
            body="\n\n".join([body, *self._tails[source]]),
            source=SourceId(f"source-{source}"),
            published=published,
        )

    def _event(self, day: int) -> _Event:
        chance = self._chance
        event = _Event(
            names=[self._names[int(_NAMES * chance.random() ** 3)] for _ in range(6)],
            terms=[self._words[int(_WORDS * chance.random())] for _ in range(12)],
            until=day + int(chance.expovariate(0.5)),
        )
        self._events.append(event)
        return event

    def _sentence(self, telling: list[str]) -> str:
        chance = self._chance
        words = []
        for _ in range(chance.randrange(8, 22)):
            kind = chance.random()
            if kind < 0.4:
                words.append(chance.choice(_COMMON))
            elif kind < 0.6 and telling:
                words.append(chance.choice(telling))
            elif kind < 0.63:
                words.append(self._names[int(_NAMES * chance.random() ** 2)])
            elif kind < 0.65:
                words.append(str(chance.randrange(2, 3000)))
            else:
                words.append(self._draw())
        return f"{words[0].capitalize()} {' '.join(words[1:])}."

    def _draw(self) -> str:
        """A word by Zipf's law."""
        return self._words[bisect_left(self._ranks, self._chance.random() * self._ranks[-1])]

    def _word(self) -> str:
        chance = self._chance
        return "".join(chance.choice(_SYLLABLES) for _ in range(chance.randrange(1, 4))) + chance.choice(
            _ENDINGS
        )


def late(article: Article, hours: float) -> Article:
    """`article` as if it had come earlier by so many hours under another name."""
    return replace(
        article,
        id=ArticleId(f"{article.id}-late"),
        published=article.when - timedelta(hours=hours),
    )
