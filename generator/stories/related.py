"""Find stories that belong beside each other: what stories name in, related stories with the reason out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from math import log
from typing import Final

from generator.model.ids import TopicId
from generator.model.topic import Topic, TopicKind
from generator.stories.book import Book
from generator.stories.feature_index import FeatureIndex, mark_of
from generator.stories.held import StoryState
from generator.stories.topics import topics_of_story
from generator.stories.words import fold

_RELATED: Final = 3
# A feature of more stories than this (and than one in twenty) would relate everything to everything.
_COMMON: Final = 20
_SHARE: Final = 20
_MOST: Final = 200  # and it tells nothing however many stories there are
_SHOWN: Final = 2
# The least sum of how rare the shared features are, as natural logarithms; set by reading, no labels exist.
_ENOUGH: Final = 5.0
# How much a shared feature of each kind says: a rare word may be chance, a name seldom is, and a place that
# has an entry of its own is in many stories.
_WORTH: Final = {"name": 1.0, "entry": 1.0, "theme": 0.7, "place": 0.4, "word": 0.5}
_ORDER: Final = {"entry": 0, "name": 1, "place": 2, "theme": 3, "word": 4}
_KINDS: Final = {TopicKind.TOPIC: "theme", TopicKind.PLACE: "place"}

Feature = tuple[str, str]
"""What can be shared: its kind, and what tells it from others of the kind."""


class Relations:
    """Relates each story, on the day of its founding, to those that were founded before it.

    What a story names on that day is what it is related by, and by how rare things were then: tomorrow's news
    does not change yesterday's relations.
    """

    def __init__(self, vocabulary: Mapping[TopicId, Topic]) -> None:
        self.index = FeatureIndex()
        self._vocabulary = vocabulary
        self._entries = _entries(vocabulary)

    def relate(self, story: StoryState, book: Book) -> tuple[list[tuple[int, str]], list[int]]:
        """At most three older stories by number, with the reason, that a new one shares names, topics or rare
        terms with; and the marks of its features by which later ones find it: a feature that many have finds
        none."""
        features = _features(story, self._vocabulary, self._entries)
        marks = {feature: mark_of(*feature) for feature in features}
        having = {feature: self.index.holders(mark) for feature, mark in marks.items()}
        holders = {feature: _now(numbers, story.number, book) for feature, numbers in having.items()}
        closest = _closest(features, holders, self.index.stories, book)
        new = [mark for feature, mark in marks.items() if len(having[feature]) <= _MOST]
        self.index.add(story.number, new)
        return closest, new


def _now(numbers: Sequence[int], story: int, book: Book) -> list[int]:
    """The stories as what they have become, without the one itself."""
    return [number for number in dict.fromkeys(map(book.number_now, numbers)) if number != story]


def _entries(vocabulary: Mapping[TopicId, Topic]) -> dict[str, TopicId]:
    """The names and aliases of what is not a theme, to the entry, and the words that places are named by."""
    found: dict[str, TopicId] = {}
    for topic in sorted(vocabulary):
        entry = vocabulary[topic]
        for name in (entry.name, *entry.aliases) if entry.kind is not TopicKind.TOPIC else ():
            found[fold(name)] = topic
            for word in name.split() if entry.kind is TopicKind.PLACE else ():
                found.setdefault(fold(word), topic)
    return found


def _features(
    story: StoryState, vocabulary: Mapping[TopicId, Topic], entries: Mapping[str, TopicId]
) -> dict[Feature, str]:
    """Each feature of a story with the words for it."""
    features: dict[Feature, str] = {}
    for topic in topics_of_story([weights for _, weights in story.topics]):
        if topic in vocabulary:
            features[_feature_of(vocabulary[topic])] = vocabulary[topic].name
    for _, sketch in story.sketches:
        for key, phrase in sketch.names.items():
            if key in entries:
                entry = vocabulary[entries[key]]
                features.setdefault(_feature_of(entry), entry.name)
            else:
                features.setdefault(("name", key), phrase)
        for stem, shown in sketch.terms.items():
            features.setdefault(("word", stem), shown)
    return features


def _feature_of(entry: Topic) -> Feature:
    return _KINDS.get(entry.kind, "entry"), entry.id


def _closest(
    features: Mapping[Feature, str], holders: Mapping[Feature, Sequence[int]], older: int, book: Book
) -> list[tuple[int, str]]:
    scores: dict[int, float] = {}
    shared: dict[int, list[Feature]] = {}
    common = max(_COMMON, min(older // _SHARE, _MOST))
    for feature, having in holders.items():
        if not having or len(having) > common:
            continue
        worth = _WORTH[feature[0]] * log((older + 2) / len(having))
        for story in having:
            scores[story] = scores.get(story, 0.0) + worth
            shared.setdefault(story, []).append(feature)
    enough = [story for story in scores if scores[story] >= _ENOUGH and _is_telling(shared[story])]
    best = sorted(enough, key=lambda story: (-scores[story], book.ids[story]))[:_RELATED]
    for story in best:
        shared[story].sort(key=lambda feature: (_ORDER[feature[0]], len(holders[feature]), feature))
    return [(story, _reason(shared[story], features)) for story in best]


def _is_telling(shared: Sequence[Feature]) -> bool:
    """Whether what is shared is worth a line: places or words alone are not, nor is one capital."""
    kinds = Counter(kind for kind, _ in shared)
    if kinds["entry"] + kinds["name"] == 1 and not kinds["theme"]:
        return kinds["entry"] > 0 or any(kind == "name" and " " in key for kind, key in shared)
    if kinds["entry"] or kinds["name"]:
        return True
    return kinds["theme"] >= _SHOWN


def _reason(shared: Sequence[Feature], features: Mapping[Feature, str]) -> str:
    """In words: entries of the vocabulary first, then the rarest names; places only beside others."""
    said = {kind: [features[feature] for feature in shared if feature[0] == kind] for kind in _ORDER}
    if names := [*said["entry"], *said["name"]]:
        return f"both name {_listed([*names, *said['place']][:_SHOWN])}"
    return f"both are about {_listed(said['theme'][:_SHOWN])}"


def _listed(words: Sequence[str]) -> str:
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}"
