"""Follow events over days: articles in, stories out.

An online single pass in order of time. The model is a logistic one over the likeness of two articles and
the days between them; an article joins the story whose last ten reports it is most like on average, since
the mean, unlike the maximum, does not chain (Allan et al., Topic Detection and Tracking).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from math import exp, log
from typing import Final, Protocol

from generator.model.article import Article
from generator.model.ids import ArticleId, StoryId, TopicId
from generator.model.story import Lineage, Role, Story
from generator.model.topic import Topic
from generator.stories.features import Analyst, Features, Frequencies, cosine
from generator.stories.related import Profile, profile_of, relate
from generator.stories.topics import topics_of_story, with_declared

# The pair model's weights, fitted on four sets of other halves; see tests/quality/test_stories.py for what
# they reach together.
_BIAS: Final = -2.6
_TERMS: Final = 11.0
_NAMES: Final = 2.5
_DAYS: Final = -0.86
_UNDATED: Final = -1.8
_OTHER_SERIAL: Final = -3.0  # '12th package' beside '13th package'
_LAST: Final = 10  # a story is what its last ten reports are about
_PROBES: Final = 40  # heaviest terms of an article that candidates are looked up by
_CANDIDATES: Final = 10
_KEPT: Final = 4000  # reports held for comparison beyond the window; about 20 KB each
_DAY: Final = 86400.0


class FollowSettings(Protocol):
    """What digest.yml says about stories."""

    @property
    def window_days(self) -> int:
        """After so many days without a report a story is over."""

    @property
    def join(self) -> float:
        """How likely an article must be to belong, 0 to 1."""


@dataclass(slots=True, eq=False)
class Member:
    """A report that can still be compared with."""

    number: int
    when: float
    dated: bool
    features: Features
    story: StoryState
    likeness: dict[int, float] = field(default_factory=dict)


@dataclass(slots=True, eq=False)
class StoryState:
    """A story while it is being followed."""

    number: int
    id: StoryId
    fixed: bool
    last_seen: float
    articles: list[ArticleId] = field(default_factory=list)
    recent: list[Member] = field(default_factory=list)
    topics: list[Mapping[TopicId, float]] = field(default_factory=list)
    profiles: list[Features] = field(default_factory=list)


def follow_stories(
    articles: Sequence[Article],
    lineage: Mapping[ArticleId, Lineage],
    fixed: Mapping[ArticleId, StoryId],
    vocabulary: Mapping[TopicId, Topic],
    settings: FollowSettings,
) -> tuple[Story, ...]:
    """Every article in exactly one story; sorted by story id.

    `fixed` holds the articles whose story is already published: they stay, and a story that has one keeps
    that id whatever joins it. The order of `articles` does not matter.
    """
    follower = Follower(vocabulary, settings)
    for article in sorted(articles, key=lambda article: (article.when, article.id)):
        follower.follow(article, lineage.get(article.id), fixed.get(article.id))
    return follower.stories({article.id: article.when for article in articles})


class Follower:
    """The state of the single pass; memory is bounded by the window."""

    def __init__(self, vocabulary: Mapping[TopicId, Topic], settings: FollowSettings) -> None:
        self._analyst = Analyst(vocabulary)
        self._frequencies = Frequencies()
        self._join = settings.join
        self._window = settings.window_days * _DAY
        self._postings: dict[str, dict[int, float]] = {}
        self._members: dict[int, Member] = {}
        self._story_of: dict[ArticleId, StoryState] = {}
        self._by_id: dict[StoryId, StoryState] = {}
        self._active: dict[int, StoryState] = {}
        self._count = 0
        self._swept = float("-inf")

    def follow(self, article: Article, lineage: Lineage | None, fixed: StoryId | None) -> None:
        """Put one article into the story it continues, or found a new one."""
        when = article.when.timestamp()
        self._expire(when)
        original = self._original(lineage)
        if original is not None and (fixed is None or fixed == original.id):
            self._add(original, article.id, when)
            return
        analysis = self._analyst.analyse(article)
        self._frequencies.learn(analysis)
        features = self._frequencies.weigh(analysis)
        self._count += 1
        member = Member(
            number=self._count,
            when=when,
            dated=article.published is not None,
            features=features,
            story=StoryState(number=self._count, id=StoryId(article.id), fixed=False, last_seen=when),
        )
        candidates = self._candidates(member)
        story = self._choose(member, candidates, fixed)
        self._add(story, article.id, when)
        story.topics.append(with_declared(features.topics, article.topics))
        self._keep(story, member)
        self._merge(story, candidates)

    def stories(self, times: Mapping[ArticleId, datetime]) -> tuple[Story, ...]:
        """The stories as they stand, with their topics and relations."""
        order = {article: (when, article) for article, when in times.items()}
        profiles: list[Profile] = []
        for state in self._by_id.values():
            profiles.append(
                profile_of(state.id, min(order[a] for a in state.articles), state.profiles, state.topics)
            )
        related = relate(profiles)
        return tuple(
            Story(
                id=state.id,
                articles=tuple(sorted(state.articles, key=order.__getitem__)),
                topics=topics_of_story(state.topics),
                related=related[state.id],
            )
            for state in sorted(self._by_id.values(), key=lambda state: state.id)
        )

    def _original(self, lineage: Lineage | None) -> StoryState | None:
        if lineage is None or lineage.role is Role.ORIGINAL or lineage.of is None:
            return None
        return self._story_of.get(lineage.of)

    def _choose(
        self, member: Member, candidates: list[tuple[float, StoryState]], fixed: StoryId | None
    ) -> StoryState:
        if fixed is not None:
            return self._fixed_story(member, fixed)
        if candidates and candidates[0][0] >= self._join:
            return candidates[0][1]
        return self._found(member.story)

    def _fixed_story(self, member: Member, fixed: StoryId) -> StoryState:
        story = self._by_id.get(fixed)
        if story is None:
            story = self._found(StoryState(number=member.number, id=fixed, fixed=True, last_seen=member.when))
        story.fixed = True
        return story

    def _found(self, story: StoryState) -> StoryState:
        self._by_id[story.id] = story
        return story

    def _add(self, story: StoryState, article: ArticleId, when: float) -> None:
        story.articles.append(article)
        story.last_seen = max(story.last_seen, when)
        self._story_of[article] = story
        self._active[story.number] = story

    def _keep(self, story: StoryState, member: Member) -> None:
        member.story = story
        story.recent.append(member)
        story.profiles.append(member.features)
        del story.profiles[5:]
        self._members[member.number] = member
        for term, weight in member.features.terms.items():
            self._postings.setdefault(term, {})[member.number] = weight
        while len(story.recent) > _LAST:
            self._forget(story.recent.pop(0))

    def _forget(self, member: Member) -> None:
        del self._members[member.number]
        for term in member.features.terms:
            postings = self._postings[term]
            del postings[member.number]
            if not postings:
                del self._postings[term]

    def _expire(self, now: float) -> None:
        """Let go of the stories that are over, once there are more reports than memory should hold.

        Those within memory are kept: an article without a date may still belong to them.
        """
        if len(self._members) <= _KEPT or now - self._swept < _DAY:
            return
        self._swept = now
        over = [story for story in self._active.values() if now - story.last_seen > self._window]
        for story in sorted(over, key=lambda story: (story.last_seen, story.number)):
            if len(self._members) <= _KEPT:
                return
            del self._active[story.number]
            for member in story.recent:
                self._forget(member)
            story.recent.clear()

    def _candidates(self, member: Member) -> list[tuple[float, StoryState]]:
        """The stories that share weighty terms, the likeliest first, with the mean likeness."""
        overlap: dict[int, float] = {}
        for term, weight in list(member.features.terms.items())[:_PROBES]:
            for number, other in self._postings.get(term, {}).items():
                overlap[number] = overlap.get(number, 0.0) + weight * other
        shares: dict[int, float] = {}
        stories: dict[int, StoryState] = {}
        for number, value in overlap.items():
            story = self._members[number].story
            stories[story.number] = story
            shares[story.number] = shares.get(story.number, 0.0) + value / len(story.recent)
        shared = [number for number in shares if self._is_open(stories[number], member)]
        best = sorted(shared, key=lambda number: (-shares[number], number))[:_CANDIDATES]
        scored = [(self._mean([member], stories[number].recent), stories[number]) for number in best]
        scored.sort(key=lambda entry: (-entry[0], entry[1].number))
        return scored

    def _is_open(self, story: StoryState, member: Member) -> bool:
        """Whether `story` goes on at the time of `member`; where a date is unknown, nothing speaks against it."""
        if member.when - story.last_seen <= self._window:
            return True
        return not member.dated or not any(other.dated for other in story.recent)

    def _mean(self, some: Sequence[Member], others: Sequence[Member]) -> float:
        if not some or not others:
            return 0.0
        return sum([self._likeness(one, other) for one in some for other in others]) / (
            len(some) * len(others)
        )

    def _likeness(self, one: Member, other: Member) -> float:
        if one.number < other.number:
            one, other = other, one
        known = one.likeness.get(other.number)
        if known is None:
            known = one.likeness[other.number] = likeness(one, other)
        return known

    def _merge(self, story: StoryState, candidates: list[tuple[float, StoryState]]) -> None:
        """Merge stories that the new article shows to be one."""
        for _, other in candidates:
            if other is story or other.number not in self._active or (story.fixed and other.fixed):
                continue
            if self._mean(story.recent, other.recent) >= self._join:
                story = self._join_stories(story, other)

    def _join_stories(self, one: StoryState, other: StoryState) -> StoryState:
        kept, gone = sorted((one, other), key=lambda story: (not story.fixed, story.number))
        for article in gone.articles:
            self._story_of[article] = kept
        for member in gone.recent:
            member.story = kept
        kept.articles += gone.articles
        kept.topics += gone.topics
        kept.profiles = (kept.profiles + gone.profiles)[:5]
        kept.last_seen = max(kept.last_seen, gone.last_seen)
        kept.recent = sorted(kept.recent + gone.recent, key=lambda member: member.number)
        while len(kept.recent) > _LAST:
            self._forget(kept.recent.pop(0))
        del self._by_id[gone.id]
        self._active.pop(gone.number, None)
        return kept


def likeness(one: Member, other: Member) -> float:
    """How likely two reports are of one event, 0 to 1."""
    score = (
        _BIAS
        + _TERMS * cosine(one.features.terms, other.features.terms)
        + _NAMES * cosine(one.features.grams, other.features.grams)
    )
    if one.dated and other.dated:
        score += _DAYS * log(1.0 + abs(one.when - other.when) / _DAY)
    else:
        score += _UNDATED
    if _numbered_apart(one.features, other.features):
        score += _OTHER_SERIAL
    return 1.0 / (1.0 + exp(-score))


def _numbered_apart(one: Features, other: Features) -> bool:
    return any(
        thing in other.serials and not (numbers & other.serials[thing])
        for thing, numbers in one.serials.items()
    )
