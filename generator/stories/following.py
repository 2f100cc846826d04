"""Follow events over days: articles in, stories out.

A single pass in order of time. An article joins the story whose last reports it is most like on average,
since the mean, unlike the maximum, does not chain; else it founds one. After each arrival stories
that it shows to be one are merged. (The single-pass method of topic detection and tracking, with average
linkage over a window; Allan et al., 1998.)
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from functools import partial
from itertools import combinations
from typing import Any, Final, Protocol

from generator.model.article import Article
from generator.model.ids import ArticleId, StoryId, TopicId
from generator.model.story import Lineage, Role
from generator.model.topic import Topic
from generator.stories.boilerplate import Boilerplate
from generator.stories.book import Book, places
from generator.stories.features import Analysis, Analyst, Frequencies
from generator.stories.held import Held, Member, StoryState
from generator.stories.likeness import DAY, Pair, Report, belonging, coherence, compare, oneness, report_of
from generator.stories.rulings import Merge, Rulings, Split
from generator.stories.sketches import sketch_of
from generator.stories.words import primary_language

# To merge two stories it takes more than to join one: a wrong merge puts two events under one headline.
# 0 loses 0.02 of B³ F1 on ECB+ and on UCI, and takes the sample's precision from 1.0 to 0.94.
_SURER: Final = 0.1
LAST: Final = 6  # a story is what its last reports are about; 10 loses 0.007 on ECB+ and 0.006 on UCI
_PROBES: Final = 40  # heaviest terms of an article that candidates are looked up by
_ANCHOR_PROBES: Final = 30
_CANDIDATES: Final = 10
_LEAST_OVERLAP: Final = 0.05  # of unit vectors; such a likeness is far below any bound worth setting
_ROUNDUP_LIKENESS: Final = 0.6  # a report of one event is more like it than that
_ROUNDUP_APART: Final = 0.5  # of the bound for joining
_SKETCHES: Final = 5  # a story's relations rest on its first reports
_KEPT: Final = 4000  # reports held for articles without a date; about 40 kB each


class FollowSettings(Protocol):
    """What digest.yml says about stories."""

    @property
    def window_days(self) -> int:
        """After so many days without a report a story is over."""

    @property
    def join(self) -> float:
        """How likely an article must be to belong, 0 to 1."""


def is_anchored(articles: Sequence[Article]) -> bool:
    """Whether articles of several languages will be compared."""
    return len({primary_language(language) for language in {article.language for article in articles}}) > 1


def reports_kept(articles: Sequence[Article]) -> int:
    """How many reports are held beyond the window, since an article without a date may be of any time."""
    return _KEPT if any(article.published is None for article in articles) else 0


class Follower:
    """The state of the single pass. Of what is over only the book keeps anything, so memory goes with the
    window."""

    def __init__(
        self,
        order: Sequence[Article],
        vocabulary: Mapping[TopicId, Topic],
        settings: FollowSettings,
        rulings: Rulings,
    ) -> None:
        """`order` has all articles in the order in which they are followed."""
        self.book = Book()
        self.vocabulary = vocabulary
        # Of the reports, until somebody takes them.
        self.topics: dict[ArticleId, Mapping[TopicId, float]] = {}
        self._rulings = rulings
        self._order = order
        self._place = places(article.id for article in order)
        self._settled = date.min
        self._analyst = Analyst(vocabulary)
        self._boilerplate = Boilerplate()
        self._frequencies = Frequencies(vocabulary, anchored=is_anchored(order))
        self._join = settings.join
        self._window = settings.window_days * DAY
        self._kept = reports_kept(order)
        self._held = Held()
        self._swept: float | None = None

    @property
    def plain(self) -> dict[str, Any]:
        """All that it needs to go on another time, besides the book, as plain values."""
        return {
            "settled": self._settled.isoformat(),
            "swept": self._swept,
            "boilerplate": self.boilerplate,
            "frequencies": self._frequencies.plain,
            "held": self._held.plain,
        }

    @property
    def boilerplate(self) -> dict[str, Any]:
        """What sources print under everything, as plain values."""
        return self._boilerplate.plain

    def restore(self, plain: Mapping[str, Any], book: Book) -> None:
        """Go on from where another was when it gave `plain` and had this book."""
        self.book = book
        self._settled = date.fromisoformat(plain["settled"])
        self._swept = plain["swept"]
        self._boilerplate = Boilerplate(plain["boilerplate"])
        self._frequencies.restore(plain["frequencies"])
        self._held = Held.of(plain["held"])

    def close(self, book: Book, settled: date) -> None:
        """Have this book, in which the rulings up to the day `settled` are made, and follow no more."""
        self.book = book
        self._settled = settled

    def strip(self, article: Article, lineage: Lineage | None) -> str | None:
        """The text that is to be read of an article; to be asked for in the order of following. None for one
        that need not be read, since it goes where the text is that it is a copy of."""
        if self._original(article, lineage) is not None and article.id not in self._rulings.fixed:
            return None
        return self._boilerplate.strip(article)

    def follow(self, article: Article, lineage: Lineage | None) -> None:
        """Put one article into the story it continues, or found a new one."""
        body = self.strip(article, lineage)
        read = None if body is None else partial(self._analyst.analyse, article, body)
        self._follow(article, lineage, read)

    def follow_read(self, article: Article, lineage: Lineage | None, analysis: Analysis | None) -> None:
        """The same with what was read of the text that `strip` gave, if it gave any."""
        self._follow(article, lineage, None if analysis is None else lambda: analysis)

    def _follow(self, article: Article, lineage: Lineage | None, read: Callable[[], Analysis] | None) -> None:
        when = article.when.timestamp()
        fixed = self._fixed(article.id)
        self._expire(when)
        number = self.book.next()
        original = self._original(article, lineage)
        if original is not None:
            story = self.state(self.book.story_of[original])
            if read is None or fixed == self.book.ids[story.number]:
                self._add(story, article.id, when)
                return
        if read is None:
            raise ValueError(f"{article.id} was not read, and is no copy of what came before")
        analysis = read()
        self._frequencies.read(analysis)
        features, names = self._frequencies.weigh(analysis)
        own = StoryState(number=number, last_seen=when)
        report = report_of(article, features)
        member = Member(number=number, article=article.id, report=report, story=own)
        candidates = self._candidates(member)
        story = self._choose(member, candidates, fixed)
        self._add(story, article.id, when)
        self._frequencies.learn(analysis, names, features, story.counted)
        self.topics[article.id] = analysis.topics
        story.topics.append((article.id, analysis.topics))
        if len(story.sketches) < _SKETCHES:
            story.sketches.append((article.id, sketch_of(article, analysis, features, names)))
        self._keep(story, member)
        if not self._is_roundup(candidates):
            self._merge(story, candidates, on_record=fixed is not None)

    def settle(self, until: date) -> None:
        """Make the merges and splits that were ruled up to the day `until`."""
        for ruling in self._rulings.made(self._settled, until):
            if isinstance(ruling, Merge):
                self._merge_by_ruling(ruling)
            else:
                self._split_by_ruling(ruling)
        self._settled = until

    def state(self, number: int) -> StoryState:
        """A story as it goes on; of one that is over, what is known of it is its last time."""
        story = self._held.active.get(number)
        if story is None:
            members = [self._order[self._place[article]] for article in self.book.members[number]]
            story = StoryState(number=number, last_seen=max(one.when.timestamp() for one in members))
        return story

    def _original(self, article: Article, lineage: Lineage | None) -> ArticleId | None:
        """The article whose story a copy is in, if that came before."""
        if lineage is None or lineage.role is Role.ORIGINAL or lineage.of is None:
            return None
        place = self._place.get(lineage.of)
        return lineage.of if place is not None and place < self._place[article.id] else None

    def _choose(
        self, member: Member, candidates: Sequence[tuple[float, StoryState]], fixed: StoryId | None
    ) -> StoryState:
        if fixed is not None:
            return self._fixed_story(member, fixed)
        if candidates and candidates[0][0] >= self._join and not self._is_roundup(candidates):
            return candidates[0][1]
        return self._found(member.story, StoryId(member.article))

    def _is_roundup(self, candidates: Sequence[tuple[float, StoryState]]) -> bool:
        """Whether an article is a little like stories that are unlike one another: the week's news."""
        fitting = [story for likely, story in candidates if likely >= self._join]
        return (
            len(fitting) > 1
            and candidates[0][0] < _ROUNDUP_LIKENESS
            and any(self._together(fitting[0], other) < self._join * _ROUNDUP_APART for other in fitting[1:])
        )

    def _fixed(self, article: ArticleId) -> StoryId | None:
        """The story that an article is fixed to, or what that story has become."""
        story = self._rulings.fixed.get(article)
        return None if story is None else self.book.now(story)

    def _fixed_story(self, member: Member, fixed: StoryId) -> StoryState:
        story = self._found(member.story, fixed)
        self.book.published.add(story.number)
        return story

    def _found(self, story: StoryState, name: StoryId) -> StoryState:
        """Open a story of that id, unless there is one: a story may have come before its own article."""
        number = self.book.numbers.get(self.book.now(name))
        if number is not None:
            return self.state(number)
        self.book.found(story.number, name)
        return story

    def _add(self, story: StoryState, article: ArticleId, when: float) -> None:
        self.book.add(story.number, article)
        story.last_seen = max(story.last_seen, when)
        name = StoryId(article)
        if story.number not in self.book.published and name in self._rulings.published:
            # Nobody has seen the story yet, but a part of it under that id.
            self.book.published.add(story.number)
            if name not in self.book.numbers:
                self.book.rename(story.number, name)

    def _keep(self, story: StoryState, member: Member) -> None:
        member.story = story
        story.recent.append(member)
        story.coherent = None
        self._held.active[story.number] = story
        self._held.keep(member)
        self._trim(story)

    def _trim(self, story: StoryState) -> None:
        while len(story.recent) > LAST:
            self._held.forget(story.recent.pop(0))

    def _expire(self, now: float) -> None:
        """Once a day of the articles' time, let go of the stories that are over."""
        if self._swept is not None and now - self._swept < DAY:
            return
        self._swept = now
        active = self._held.active
        over = [story for story in active.values() if now - story.last_seen > self._window]
        for story in sorted(over, key=lambda story: (story.last_seen, story.number)):
            if len(self._held.members) <= self._kept:
                return
            del active[story.number]
            for member in story.recent:
                self._held.forget(member)

    def _candidates(self, member: Member) -> list[tuple[float, StoryState]]:
        """The open stories that share weighty terms or anchors, the likeliest first."""
        shares: dict[int, float] = {}
        stories: dict[int, StoryState] = {}
        language = member.report.features.language
        overlaps = self._held.overlaps(member.report.features, _PROBES, _ANCHOR_PROBES)
        # In order, since sums are taken: what was looked up comes in the order of an index.
        for number in sorted([one for one, overlap in overlaps.items() if overlap >= _LEAST_OVERLAP / LAST]):
            other = self._held.members[number]
            stories[other.story.number] = other.story
            stand = len(other.story.recent) if other.report.features.language == language else 1
            share = shares.get(other.story.number, 0.0)
            shares[other.story.number] = share + overlaps[number] / stand
        promising = [
            number
            for number, share in shares.items()
            if share >= _LEAST_OVERLAP and self._is_open(stories[number], member.report)
        ]
        best = sorted(promising, key=lambda number: (-shares[number], number))[:_CANDIDATES]
        scored = [(self._belongs(member, stories[number]), stories[number]) for number in best]
        return sorted(scored, key=lambda entry: (-entry[0], entry[1].number))

    def _is_open(self, story: StoryState, report: Report) -> bool:
        """Whether `story` goes on at the time of `report`; without a date nothing speaks against it."""
        if report.when - story.last_seen <= self._window:
            return True
        return not report.dated or not any(other.report.dated for other in story.recent)

    def _together(self, some: StoryState, others: StoryState) -> float:
        """How likely two stories are one, by their recent reports."""
        pairs = [self._pair(one, other) for one in some.recent for other in others.recent]
        return oneness(pairs, self._coherence(some) * self._coherence(others))

    def _belongs(self, member: Member, story: StoryState) -> float:
        """How likely a report belongs to a story."""
        return belonging([self._pair(member, other) for other in story.recent], self._coherence(story))

    def _coherence(self, story: StoryState) -> float:
        if story.coherent is None:
            within = [self._pair(one, other) for one, other in combinations(story.recent, 2)]
            story.coherent = coherence(within, len(story.recent))
        return story.coherent

    def _pair(self, one: Member, other: Member) -> Pair:
        later, earlier = (one, other) if one.number > other.number else (other, one)
        known = later.pairs.get(earlier.number)
        if known is None:
            known = later.pairs[earlier.number] = compare(later.report, earlier.report)
        return known

    def _merge(
        self, story: StoryState, candidates: Sequence[tuple[float, StoryState]], *, on_record: bool
    ) -> None:
        """Merge stories that the new article shows to be one. What an article on record showed of published
        ones is on record too; to look again would find other merges."""
        for _, other in candidates:
            gone = other.number not in self.book.ids  # it was the article's own, until another took it in
            if gone or other is story or frozenset((story.number, other.number)) in self.book.apart:
                continue
            if self._together(story, other) >= self._join + _SURER:
                published = self.book.published
                if on_record and {story.number, other.number} <= published:
                    continue
                elder, younger = sorted(
                    (story, other), key=lambda one: (one.number not in published, one.number)
                )
                story = self._unite(elder, younger)

    def _unite(self, kept: StoryState, gone: StoryState) -> StoryState:
        for member in gone.recent:
            member.story = kept
        kept.topics += gone.topics
        kept.sketches = (kept.sketches + gone.sketches)[:_SKETCHES]
        kept.counted |= gone.counted
        kept.last_seen = max(kept.last_seen, gone.last_seen)
        kept.coherent = None
        kept.recent = sorted(kept.recent + gone.recent, key=lambda member: member.number)
        self._trim(kept)
        self.book.unite(kept.number, gone.number)
        if self._held.active.pop(gone.number, None) is not None:
            self._held.active[kept.number] = kept
        return kept

    def _merge_by_ruling(self, merge: Merge) -> None:
        kept, gone = self._known(merge.kept), self._known(merge.gone)
        if kept is None or gone is None or kept == gone:
            return
        self.book.apart.discard(frozenset((kept, gone)))
        self.book.published.add(kept)
        self._unite(self.state(kept), self.state(gone))

    def _known(self, story: StoryId) -> int | None:
        """The story of that id, or what it has become, or the story that has its founding article."""
        return self.book.numbers.get(self.book.now(story)) or self.book.story_of.get(ArticleId(story))

    def _split_by_ruling(self, split: Split) -> None:
        number = self._known(split.story)
        if number is None:
            return
        members = frozenset(self.book.members[number])
        leaving = members.intersection(split.articles)
        if ArticleId(self.book.ids[number]) in leaving:  # the story goes with the article that founded it
            leaving = members - leaving
        if not leaving or leaving == members:
            return
        free = [article for article in leaving if StoryId(article) not in self.book.numbers]
        if not free:
            return
        story = self.state(number)
        own = self.book.part(number, leaving, StoryId(min(free)))
        part = StoryState(number=own, last_seen=story.last_seen, counted=set(story.counted))
        part.recent = [member for member in story.recent if member.article in leaving]
        part.topics = [entry for entry in story.topics if entry[0] in leaving]
        part.sketches = [entry for entry in story.sketches if entry[0] in leaving]
        if part.recent:
            self._held.active[own] = part
        for member in part.recent:
            member.story = part
        story.recent = [member for member in story.recent if member.story is story]
        story.topics = [entry for entry in story.topics if entry[0] not in leaving]
        story.sketches = [entry for entry in story.sketches if entry[0] not in leaving]
        story.coherent = None
