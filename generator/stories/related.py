"""Find stories that belong beside each other: what stories name in, related stories with the reason out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from math import log
from typing import Final

from generator.model.ids import ArticleId, StoryId, TopicId
from generator.model.story import Related
from generator.model.topic import Topic
from generator.stories.features import Analysis, Features, Names, surface_of

_RELATED: Final = 3
_NAMES: Final = 12
_TERMS: Final = 12
_TOPICS: Final = 6
# A feature of more stories than this (and than one in twenty) would relate everything to everything.
_COMMON: Final = 20
_SHARE: Final = 20
# The sum of how rare the shared features are, as natural logarithms; set by reading, no labels exist.
# Written with a capital in English, and no name that two stories could share.
_CALENDAR: Final = frozenset(
    (
        *("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"),
        *("january", "february", "march", "april", "may", "june", "july"),
        *("august", "september", "october", "november", "december"),
        *("mondays", "tuesdays", "wednesdays", "thursdays", "fridays", "saturdays", "sundays"),
    )
)
_ENOUGH: Final = 5.0
_TERM_WORTH: Final = 0.5  # a rare word may be chance, a name seldom is
_TOPIC_WORTH: Final = 0.7


@dataclass(frozen=True, slots=True, kw_only=True)
class Sketch:
    """What one report names, as a reader would say it: key to words."""

    names: Mapping[str, str]
    terms: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """What a story's first reports name; `founded` is a total order.

    Only the first reports count, so that what a story is related to settles soon and stays.
    """

    story: StoryId
    founded: tuple[datetime, ArticleId]
    sketches: Sequence[Sketch]
    topics: Sequence[TopicId]


def sketch_of(analysis: Analysis, features: Features, names: Names) -> Sketch:
    """The most telling names and terms of one report."""
    words = [word for word in names.weights if word not in _CALENDAR][:_NAMES]
    named = {part for word in names.weights for part in word.split("'")}
    stems = [stem for stem in list(features.terms)[: 2 * _TERMS] if stem.isalpha() and len(stem) > 3]
    shown = surface_of(analysis, stems)
    terms = {stem: shown[stem] for stem in stems if stem in shown and shown[stem].lower() not in named}
    return Sketch(
        names={word: names.shown[word] for word in words},
        terms={stem: word for stem, word in list(terms.items())[:_TERMS] if word.islower()},
    )


def relate(
    profiles: Sequence[Profile], vocabulary: Mapping[TopicId, Topic]
) -> dict[StoryId, tuple[Related, ...]]:
    """For each story at most three older ones that it shares names, topics or rare terms with.

    A story is compared with those founded before it alone, and by how rare things were then: tomorrow's news
    does not change yesterday's relations.
    """
    relations: dict[StoryId, tuple[Related, ...]] = {}
    holders: dict[str, list[StoryId]] = {}
    for number, profile in enumerate(sorted(profiles, key=lambda profile: (profile.founded, profile.story))):
        features = _features(profile, vocabulary)
        relations[profile.story] = _closest(features, holders, number)
        for feature in features:
            holders.setdefault(feature, []).append(profile.story)
    return relations


def _features(profile: Profile, vocabulary: Mapping[TopicId, Topic]) -> dict[str, str]:
    """Key to words, the key's first letter telling a name from a topic and a term."""
    features: dict[str, str] = {}
    for sketch in profile.sketches:
        for word, shown in sketch.names.items():
            if f"n{word}" not in features or len(shown) > len(features[f"n{word}"]):
                features[f"n{word}"] = shown
        for stem, shown in sketch.terms.items():
            features.setdefault(f"w{stem}", shown)
    for topic in profile.topics[:_TOPICS]:
        if topic in vocabulary:
            features[f"t{topic}"] = vocabulary[topic].name
    return features


def _closest(
    features: Mapping[str, str], holders: Mapping[str, list[StoryId]], older: int
) -> tuple[Related, ...]:
    scores: dict[StoryId, float] = {}
    shared: dict[StoryId, list[str]] = {}
    for feature in features:
        having = holders.get(feature, ())
        if not having or len(having) > max(_COMMON, older // _SHARE):
            continue
        worth = {"n": 1.0, "t": _TOPIC_WORTH, "w": _TERM_WORTH}[feature[0]] * log((older + 2) / len(having))
        for story in having:
            scores[story] = scores.get(story, 0.0) + worth
            shared.setdefault(story, []).append(feature)
    enough = [story for story in scores if scores[story] >= _ENOUGH and len(shared[story]) > 1]
    best = sorted(enough, key=lambda story: (-scores[story], story))[:_RELATED]
    for story in best:
        shared[story].sort(key=lambda feature: (len(holders[feature]), feature))  # the rarest first
    return tuple(Related(story=story, reason=_reason(shared[story], features)) for story in best)


def _reason(shared: Sequence[str], features: Mapping[str, str]) -> str:
    names = _longest([features[feature] for feature in shared if feature[0] == "n"])
    topics = [features[feature] for feature in shared if feature[0] == "t" and features[feature] not in names]
    if names:
        return f"both name {_listed(names[:2])}"
    if topics:
        return f"both are about {_listed(topics[:2])}"
    return f"both speak of {_listed([f'“{features[feature]}”' for feature in shared[:3]])}"


def _longest(names: Sequence[str]) -> list[str]:
    """Names in order, each once, none that is part of another ('Dam' beside 'Oberdale Dam')."""
    unique = list(dict.fromkeys(names))
    return [
        name for name in unique if not any(name != other and f" {name} " in f" {other} " for other in unique)
    ]


def _listed(words: Sequence[str]) -> str:
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}"
