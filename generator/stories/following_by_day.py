"""Follow stories by day: an archive in, its stories out; what was followed before is taken from the store.

The key of a day is a hash of the day before's key and of all that following reads on the day: its articles,
their lineage as it stands now, the rulings. So a late article, or another lineage, has the days from there on
followed again, from the nearest state before it that was kept.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final

from generator.model.article import Article
from generator.model.ids import ArticleId, StoryId, TopicId
from generator.model.story import Lineage, Related, Story
from generator.model.topic import Topic
from generator.stories.analysing import Read, analysed_ahead
from generator.stories.book import Book, places
from generator.stories.days import Day, Forgetful, Store, days_of, digest, pack, unpack
from generator.stories.following import Follower, FollowSettings, is_anchored, reports_kept
from generator.stories.lineage_by_day import Traced
from generator.stories.related import Relations
from generator.stories.rulings import Rulings
from generator.stories.topics import topics_of_story
from generator.stories.words import forget_words

_TOLD: Final = "stories"  # what a day told of its reports and of the stories that it founded
_MARKS: Final = "marks"  # of the stories that it founded, for the index
_BOOK: Final = "book"
_STATE: Final = "state"
_INDEX: Final = "index"
_WORTH_IT: Final = 2000  # articles; for fewer no process is started
_EACH: Final = 4  # the states of so many days are all kept, of earlier days fewer and fewer
_INDEX_DAYS: Final = 32  # an index for as many days; what came since is put in again
_A_DAY: Final = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Guide:
    """What stories are followed by, besides the articles and their lineage."""

    rulings: Rulings
    vocabulary: Mapping[TopicId, Topic]
    settings: FollowSettings


def follow_stories(
    articles: Sequence[Article],
    lineage: Mapping[ArticleId, Lineage],
    rulings: Rulings,
    vocabulary: Mapping[TopicId, Topic],
    settings: FollowSettings,
) -> tuple[Story, ...]:
    """Every article in exactly one story; sorted by story id. The order of `articles` does not matter.

    A published story keeps its id whatever joins it, unless it turns out to be one with an older published
    one. Rulings on what is not there are passed over.
    """
    guide = Guide(rulings=rulings, vocabulary=vocabulary, settings=settings)
    return tuple(_Run(days_of(articles), lineage, guide, Forgetful()).followed().values())


def follow_by_day(
    days: Sequence[Day], lineage: Traced, guide: Guide, store: Store, executor: Executor | None = None
) -> Followed:
    """The same of the articles of `days`, which are in order; what `store` has is taken from there.

    With an `executor` its workers read the articles of large numbers of days; the result is the same.
    """
    followed = _Run(days, lineage, guide, store).followed(executor)
    forget_words()
    return followed


class Followed(Mapping[StoryId, Story]):
    """The stories by id, in order of id; each is put together when it is first asked for."""

    def __init__(self, days: Sequence[Day], book: Book, told: Sequence[bytes]) -> None:
        self._book = book
        self._told = told
        self._order = places(article.id for day in days for article in day.articles)
        self._starts = _starts(days)
        self._read: dict[int, dict[str, Any]] = {}
        self._made: dict[StoryId, Story] = {}

    def __getitem__(self, story: StoryId) -> Story:
        if story not in self._made:
            self._made[story] = self._make(story)
        return self._made[story]

    def _make(self, story: StoryId) -> Story:
        number = self._book.numbers[story]
        members = sorted(self._book.members[number], key=self._order.__getitem__)
        topics = [weights for article in members if (weights := self._topics(article)) is not None]
        day = bisect_left(self._book.ends, number)
        related: dict[int, str] = {}
        for other, reason in self._day(day)["related"].get(str(number), ()):
            related.setdefault(self._book.number_now(other), reason)
        related.pop(number, None)
        return Story(
            id=story,
            articles=tuple(members),
            topics=topics_of_story(topics),
            related=tuple(
                Related(story=self._book.ids[other], reason=reason) for other, reason in related.items()
            ),
        )

    def __iter__(self) -> Iterator[StoryId]:
        return iter(sorted(self._book.numbers))

    def __len__(self) -> int:
        return len(self._book.numbers)

    def __contains__(self, story: object) -> bool:
        return story in self._book.numbers

    @property
    def story_of(self) -> dict[ArticleId, StoryId]:
        """The story of each article."""
        return {article: self._book.ids[number] for article, number in self._book.story_of.items()}

    def _topics(self, article: ArticleId) -> Mapping[TopicId, float] | None:
        place = self._order[article]
        at = bisect_left(self._starts, place + 1) - 1
        weights: Mapping[TopicId, float] | None = self._day(at)["topics"].get(str(place - self._starts[at]))
        return weights

    def _day(self, at: int) -> dict[str, Any]:
        if at not in self._read:
            self._read[at] = unpack(self._told[at])
        return self._read[at]


class _Run:
    """One walk over the days: what is known of them, and from where to go on."""

    def __init__(
        self, days: Sequence[Day], lineage: Mapping[ArticleId, Lineage], guide: Guide, store: Store
    ) -> None:
        self._days = days
        self._lineage = lineage
        self._rulings = guide.rulings
        self._store = store
        self._articles = [article for day in days for article in day.articles]
        self._order = [article.id for article in self._articles]
        self._follower = Follower(self._articles, guide.vocabulary, guide.settings, guide.rulings)
        self._relations = Relations(guide.vocabulary)
        self._told: dict[int, bytes] = {}
        self._keys = _keys(days, lineage, guide.rulings, _for_every_day(self._articles, guide))

    def followed(self, executor: Executor | None = None) -> Followed:
        """The stories as they stand after the last day."""
        start = self._resume()
        if start < len(self._days):  # an index from there on is of what was; in its place there comes another
            first = self._days[start].number
            self._store.drop(_INDEX, [day for day in self._store.days(_INDEX) if day >= first])
        wanted = set(kept_days([day.number for day in self._days]))
        place: dict[ArticleId, int] = {}
        ahead = self._ahead(start, wanted, executor)
        for at in range(start, len(self._days)):
            read, boilerplate = next(ahead, (None, {}))
            self._follow(at, read)
            if self._days[at].number in wanted and not isinstance(self._store, Forgetful):
                place = place or places(self._order)
                self._save(at, place, boilerplate)
        self._forget_states(wanted)
        told = [self._told[at] for at in range(len(self._days))]
        return Followed(self._days, self._follower.book, [*told, self._settle()])

    def _ahead(
        self, start: int, wanted: set[int], executor: Executor | None
    ) -> Iterator[tuple[Read, dict[str, Any]]]:
        """What is read of each day from that at `start` on, if it is read by others."""
        days = self._days[start:]
        if executor is None or sum(len(day.articles) for day in days) < _WORTH_IT:
            return iter(())
        return analysed_ahead(days, self._lineage, self._follower, wanted, executor)

    def _follow(self, at: int, read: Read | None) -> None:
        day, follower = self._days[at], self._follower
        before = follower.book.count
        follower.settle(day.date - _A_DAY)
        for number, article in enumerate(day.articles):
            lineage = self._lineage.get(article.id)
            if read is None:
                follower.follow(article, lineage)
            else:
                follower.follow_read(article, lineage, read[number])
        told, marks = self._tell(before, day.articles)
        follower.book.ends.append(follower.book.count)
        self._told[at] = pack(told)
        self._store.put(_TOLD, day.number, self._keys[at], self._told[at])
        self._store.put(_MARKS, day.number, self._keys[at], pack(marks))

    def _tell(self, before: int, articles: Sequence[Article]) -> tuple[dict[str, Any], list[Any]]:
        """What came of a day: the topics of its reports, and what the stories that it founded are related to.

        `before` is the last number that was given before it.
        """
        follower = self._follower
        book = follower.book
        related: dict[int, list[tuple[int, str]]] = {}
        marks: list[tuple[int, list[int]]] = []
        for number in range(before + 1, book.count + 1):
            if number in book.ids:
                related[number], own = self._relations.relate(follower.state(number), book)
                marks.append((number, own))
        topics = {
            at: follower.topics[article.id]
            for at, article in enumerate(articles)
            if follower.topics.get(article.id)
        }
        follower.topics.clear()
        return {"topics": topics, "related": {one: of for one, of in related.items() if of}}, marks

    def _settle(self) -> bytes:
        """Make the rulings that are left; what came of it."""
        before = self._follower.book.count
        self._follower.settle(date.max)
        return pack(self._tell(before, ())[0])

    def _resume(self) -> int:
        """Take what the store has; the place of the first day that must be followed."""
        missing = len(self._days)
        kept = self._store.rows(_TOLD)
        for at, day in enumerate(self._days):
            key, told = kept.get(day.number, (b"", b""))
            if key != self._keys[at]:
                missing = at
                break
            self._told[at] = told
        if missing == len(self._days) and self._restore_book_alone():
            return missing
        place = {day.number: at for at, day in enumerate(self._days[:missing])}
        for number in reversed(self._store.days(_STATE)):
            if number in place and self._restore(place[number]):
                return place[number] + 1
        return 0

    def _restore_book_alone(self) -> bool:
        """Nothing is to be followed: the book tells all, unless rulings are left to be made."""
        if not self._days or any(self._rulings.made(self._days[-1].date - _A_DAY, date.max)):
            return False
        book = self._store.get(_BOOK, self._days[-1].number, self._keys[-1])
        if book is not None:
            settled = self._days[-1].date - _A_DAY
            self._follower.close(Book.of(unpack(book), self._order), settled)
        return book is not None

    def _restore(self, at: int) -> bool:
        """Go on from the end of the day at this place; whether the store has all that it takes."""
        day = self._days[at].number
        book = self._store.get(_BOOK, day, self._keys[at])
        state = self._store.get(_STATE, day, self._keys[at])
        if book is None or state is None or not self._restore_index(at):
            return False
        self._follower.restore(unpack(state), Book.of(unpack(book), self._order))
        return True

    def _restore_index(self, last: int) -> bool:
        numbers = [day.number for day in self._days]
        for day in reversed(self._store.days(_INDEX)):
            at = bisect_left(numbers, day)
            if at > last or numbers[at] != day:
                continue
            data = self._store.get(_INDEX, day, self._keys[at])
            since = [
                self._store.get(_MARKS, numbers[one], self._keys[one]) for one in range(at + 1, last + 1)
            ]
            if data is None or None in since:
                continue
            self._relations.index.restore(data)
            for marks in since:
                for number, own in unpack(marks) if marks is not None else ():
                    self._relations.index.add(number, own)
            return True
        return False

    def _save(self, at: int, place: Mapping[ArticleId, int], boilerplate: Mapping[str, Any]) -> None:
        day, key = self._days[at].number, self._keys[at]
        self._store.put(_BOOK, day, key, pack(self._follower.book.plain(place)))
        self._store.put(_STATE, day, key, pack({**self._follower.plain, **boilerplate}))
        indexed = [one for one in self._store.days(_INDEX) if one <= day]
        if not indexed or day - indexed[-1] >= _INDEX_DAYS:
            self._store.put(_INDEX, day, key, self._relations.index.data)

    def _forget_states(self, wanted: set[int]) -> None:
        numbers = {day.number for day in self._days}
        for kind in (_BOOK, _STATE, _INDEX):
            self._store.drop(kind, [day for day in self._store.days(kind) if day not in wanted])
        for kind in (_TOLD, _MARKS):
            self._store.drop(kind, [day for day in self._store.days(kind) if day not in numbers])


def kept_days(days: Sequence[int]) -> list[int]:
    """Those of `days` whose state is kept: all of the last ones, and the further back the fewer, about as
    many of each span that begins twice as far back as the one before it. A day that is kept was kept all the
    while, since what its number must be divided by only grows."""
    if not days:
        return []
    return [day for day in days if not day % (1 << max(0, (days[-1] - day) // _EACH).bit_length())]


def _keys(
    days: Sequence[Day], lineage: Mapping[ArticleId, Lineage], rulings: Rulings, first: bytes
) -> list[bytes]:
    """For each day a hash of all that the stories at its end rest on."""
    keys = []
    key, settled = first, date.min
    for at, day in enumerate(days):
        until = day.date - _A_DAY
        fixed = [(a.id, rulings.fixed[a.id]) for a in day.articles if a.id in rulings.fixed]
        seen = [a.id for a in day.articles if StoryId(a.id) in rulings.published]
        made = list(rulings.made(settled, until))
        traced = lineage.digest(at) if isinstance(lineage, Traced) else b""
        key = digest(key, str(day.number).encode(), day.digest, traced, repr((fixed, seen, made)).encode())
        keys.append(key)
        settled = until
    return keys


def _for_every_day(articles: Sequence[Article], guide: Guide) -> bytes:
    """A hash of what concerns every day alike."""
    entries = [guide.vocabulary[topic] for topic in sorted(guide.vocabulary)]
    read = (
        *(guide.settings.join, guide.settings.window_days),
        *(is_anchored(articles), reports_kept(articles), entries),
    )
    return digest(repr(read).encode("ascii", "backslashreplace"))


def _starts(days: Sequence[Day]) -> list[int]:
    """How many articles come before each day."""
    starts = [0]
    for day in days[:-1]:
        starts.append(starts[-1] + len(day.articles))
    return starts
