"""What is held of the stories that go on: reports with what they are compared by, and how to look them up."""

from __future__ import annotations

from array import array
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import Any, Final

from generator.model.ids import ArticleId, SourceId, TopicId
from generator.stories.features import Features, Vector
from generator.stories.likeness import Pair, Report
from generator.stories.sketches import Sketch

_FINDABLE: Final = 80  # heaviest terms of a held report that it is found by


@dataclass(slots=True, eq=False)
class Member:
    """A report that can still be compared with, and what ties it to earlier ones."""

    number: int
    article: ArticleId
    report: Report
    story: StoryState
    pairs: dict[int, Pair] = field(default_factory=dict)


@dataclass(slots=True, eq=False)
class StoryState:
    """A story while it goes on: its last reports, and what of its first ones its relations rest on."""

    number: int
    last_seen: float
    recent: list[Member] = field(default_factory=list)
    topics: list[tuple[ArticleId, Mapping[TopicId, float]]] = field(default_factory=list)
    sketches: list[tuple[ArticleId, Sketch]] = field(default_factory=list)
    counted: set[str] = field(default_factory=set)
    coherent: float | None = None  # of its recent reports, until they change


class Held:
    """The reports that an article is compared with, by number and by what they tell of."""

    def __init__(self) -> None:
        self.members: dict[int, Member] = {}
        self.active: dict[int, StoryState] = {}
        self._terms = _Postings()
        self._anchors = _Postings()

    def keep(self, member: Member) -> None:
        """Hold a report."""
        self.members[member.number] = member
        features = member.report.features
        self._terms.add(features.language, member.number, _heaviest(features))
        self._anchors.add(features.language, member.number, features.anchors)

    def forget(self, member: Member) -> None:
        """Let go of a report."""
        del self.members[member.number]
        features = member.report.features
        self._terms.remove(features.language, member.number, _heaviest(features))
        self._anchors.remove(features.language, member.number, features.anchors)

    def overlaps(self, features: Features, probes: int, anchor_probes: int) -> dict[int, float]:
        """The part of the cosine with each held report that the heaviest terms make, or, of a report in
        another language, the heaviest anchors."""
        overlaps: dict[int, float] = {}
        self._terms.look_up(features.language, list(features.terms.items())[:probes], overlaps)
        for language in self._anchors.languages():
            if language != features.language:
                self._anchors.look_up(language, list(features.anchors.items())[:anchor_probes], overlaps)
        return overlaps

    @property
    def plain(self) -> dict[str, Any]:
        """All that is held, as plain values."""
        members = [
            [number, member.article, _plain_report(member.report), _plain_features(member.report.features)]
            for number, member in self.members.items()
        ]
        return {"members": members, "active": [_plain_story(story) for story in self.active.values()]}

    @classmethod
    def of(cls, plain: Mapping[str, Any]) -> Held:
        """What was held when it gave `plain`."""
        held = cls()
        reports = {
            number: (ArticleId(article), _report(report, _features(features)))
            for number, article, report, features in plain["members"]
        }
        for number, last_seen, recent, topics, sketches, counted in plain["active"]:
            story = StoryState(number=number, last_seen=last_seen, counted=set(counted))
            story.topics = [(ArticleId(article), weights) for article, weights in topics]
            story.sketches = [
                (ArticleId(article), Sketch(names=names, terms=terms)) for article, names, terms in sketches
            ]
            for one in recent:
                article, report = reports[one]
                story.recent.append(Member(number=one, article=article, report=report, story=story))
            held.active[number] = story
        known = {member.number: member for story in held.active.values() for member in story.recent}
        for number in reports:  # in the order in which they came
            held.keep(known[number])
        return held


class _Postings:
    """Which held reports have a feature and how much, language by language."""

    def __init__(self) -> None:
        self._holders: dict[str, dict[str, dict[int, float]]] = {}

    def languages(self) -> list[str]:
        return list(self._holders)

    def add(self, language: str, number: int, vector: Vector) -> None:
        holders = self._holders.setdefault(language, {})
        for feature, weight in vector.items():
            if feature in holders:
                holders[feature][number] = weight
            else:
                holders[feature] = {number: weight}

    def remove(self, language: str, number: int, vector: Vector) -> None:
        holders = self._holders[language]
        for feature in vector:
            having = holders[feature]
            if len(having) == 1:
                del holders[feature]
            else:
                del having[number]

    def look_up(self, language: str, probes: Sequence[tuple[str, float]], overlaps: dict[int, float]) -> None:
        """Add to `overlaps` what each holder shares of `probes`."""
        holders = self._holders.get(language, _NONE)
        get = overlaps.get
        for feature, weight in probes:
            if feature in holders:
                for number, other in holders[feature].items():
                    overlaps[number] = get(number, 0.0) + weight * other


def _heaviest(features: Features) -> Vector:
    return dict(islice(features.terms.items(), _FINDABLE))


def _plain_story(story: StoryState) -> list[Any]:
    return [
        *(story.number, story.last_seen, [member.number for member in story.recent]),
        [[article, weights] for article, weights in story.topics],
        [[article, sketch.names, sketch.terms] for article, sketch in story.sketches],
        sorted(story.counted),
    ]


def _plain_report(report: Report) -> list[Any]:
    return [report.source, report.when, report.dated, report.title, sorted(report.see_also)]


def _report(plain: Sequence[Any], features: Features) -> Report:
    source, when, dated, title, see_also = plain
    return Report(
        source=SourceId(source),
        when=when,
        dated=dated,
        features=features,
        title=title,
        see_also=frozenset(see_also),
    )


def _plain_features(features: Features) -> list[Any]:
    vectors = (features.terms, features.grams, features.anchors, features.topics)
    return [
        *(features.language, *map(_plain_vector, vectors)),
        *(sorted(features.names), sorted(features.title_names)),
        {thing: sorted(numbers) for thing, numbers in features.serials.items()},
    ]


def _features(plain: Sequence[Any]) -> Features:
    language, terms, grams, anchors, topics, names, title_names, serials = plain
    return Features(
        language=language,
        terms=_vector(terms),
        grams=_vector(grams),
        anchors=_vector(anchors),
        topics=_vector(topics),
        names=frozenset(names),
        title_names=frozenset(title_names),
        serials={thing: frozenset(numbers) for thing, numbers in serials.items()},
    )


def _plain_vector(vector: Vector) -> list[Any]:
    """The weights as they lie in memory: to write them out in decimals takes longer than all the rest."""
    return [list(vector), array("d", vector.values()).tobytes().hex()]


def _vector(plain: Sequence[Any]) -> Vector:
    weights = array("d")
    weights.frombytes(bytes.fromhex(plain[1]))
    return dict(zip(plain[0], weights, strict=True))


_NONE: Final[dict[str, dict[int, float]]] = {}
