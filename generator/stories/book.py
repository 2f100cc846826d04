"""Which articles are in which story: the whole archive's, as far as it was followed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from generator.model.ids import ArticleId, StoryId


@dataclass(slots=True)
class Book:
    """Stories by number, in the order of their founding. A number is never given twice.

    `became` are the ids of stories that were merged into others, `united` their numbers; `published` those
    that readers have seen; `apart` those that are not to be merged, two by two. `ends` has for each day that
    was followed what `count` was at its end.
    """

    count: int = 0
    ids: dict[int, StoryId] = field(default_factory=dict)
    numbers: dict[StoryId, int] = field(default_factory=dict)
    members: dict[int, list[ArticleId]] = field(default_factory=dict)
    story_of: dict[ArticleId, int] = field(default_factory=dict)
    became: dict[StoryId, StoryId] = field(default_factory=dict)
    united: dict[int, int] = field(default_factory=dict)
    published: set[int] = field(default_factory=set)
    apart: set[frozenset[int]] = field(default_factory=set)
    ends: list[int] = field(default_factory=list)

    def next(self) -> int:
        """A number for what comes in."""
        self.count += 1
        return self.count

    def now(self, story: StoryId) -> StoryId:
        """What the story of that id has become."""
        while story in self.became:
            story = self.became[story]
        return story

    def number_now(self, number: int) -> int:
        """The number of what the story has become."""
        while number in self.united:
            number = self.united[number]
        return number

    def found(self, number: int, name: StoryId) -> None:
        """Open a story."""
        self.ids[number] = name
        self.numbers[name] = number
        self.members[number] = []

    def add(self, number: int, article: ArticleId) -> None:
        """Put an article into a story."""
        self.members[number].append(article)
        self.story_of[article] = number

    def rename(self, number: int, name: StoryId) -> None:
        """Give a story another id."""
        before = self.ids[number]
        del self.numbers[before]
        self.became.pop(name, None)
        self.became[before] = name
        self.ids[number] = name
        self.numbers[name] = number

    def unite(self, kept: int, gone: int) -> None:
        """Make the one story a part of the other."""
        for article in self.members[gone]:
            self.story_of[article] = kept
        self.members[kept] += self.members.pop(gone)
        name = self.ids.pop(gone)
        del self.numbers[name]
        self.became[name] = self.ids[kept]
        self.united[gone] = kept
        if gone in self.published:
            self.published.discard(gone)
            self.published.add(kept)
        self.apart = {frozenset(kept if number == gone else number for number in pair) for pair in self.apart}

    def part(self, number: int, leaving: frozenset[ArticleId], name: StoryId) -> int:
        """Make a new story of some articles of another; its number."""
        own = self.next()
        self.found(own, name)
        self.became.pop(name, None)
        for article in [article for article in self.members[number] if article in leaving]:
            self.add(own, article)
        self.members[number] = [article for article in self.members[number] if article not in leaving]
        self.published.add(own)
        self.apart.add(frozenset((number, own)))
        return own

    def plain(self, place: Mapping[ArticleId, int]) -> dict[str, Any]:
        """All of it as plain values; `place` tells where each article stands in the order of time."""
        placed = [0] * len(self.story_of)
        for article, number in self.story_of.items():
            placed[place[article]] = number
        return {
            "count": self.count,
            "stories": [[number, _short(name, place, len(placed))] for number, name in self.ids.items()],
            "placed": placed,
            "became": self.became,
            "united": list(self.united.items()),
            "published": sorted(self.published),
            "apart": sorted(sorted(pair) for pair in self.apart),
            "ends": self.ends,
        }

    @classmethod
    def of(cls, plain: Mapping[str, Any], order: Sequence[ArticleId]) -> Book:
        """The book that gave `plain`; `order` has the articles in the order of time."""
        ids = {
            number: StoryId(order[name] if isinstance(name, int) else name)
            for number, name in plain["stories"]
        }
        members: dict[int, list[ArticleId]] = {number: [] for number in ids}
        for article, number in zip(order, plain["placed"], strict=False):
            members[number].append(article)
        return cls(
            count=plain["count"],
            ids=ids,
            numbers={name: number for number, name in ids.items()},
            members=members,
            story_of=dict(zip(order, plain["placed"], strict=False)),
            became={StoryId(gone): StoryId(kept) for gone, kept in plain["became"].items()},
            united=dict(plain["united"]),
            published=set(plain["published"]),
            apart={frozenset(pair) for pair in plain["apart"]},
            ends=plain["ends"],
        )


def places(order: Iterable[ArticleId]) -> dict[ArticleId, int]:
    """Where each article stands."""
    return {article: at for at, article in enumerate(order)}


def _short(name: StoryId, place: Mapping[ArticleId, int], followed: int) -> int | str:
    """The place of the article that the story is named by, where that has been followed: what is to come may
    have another place by then."""
    at = place.get(ArticleId(name), followed)
    return at if at < followed else name
