"""Find stories that belong beside each other: what stories name in, related stories with the reason out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from math import log
from typing import Final

from generator.model.article import Article
from generator.model.ids import ArticleId, StoryId, TopicId
from generator.model.story import Related
from generator.model.topic import Topic, TopicKind
from generator.stories.features import Analysis, Features, Names, surface_of
from generator.stories.words import fold, primary_language

_RELATED: Final = 3
_NAMES: Final = 12
_TERMS: Final = 12
_TOPICS: Final = 6
# A feature of more stories than this (and than one in twenty) would relate everything to everything.
_COMMON: Final = 20
_SHARE: Final = 20
# Written with a capital in English, and no name that two stories could share.
CALENDAR: Final = frozenset(
    (
        *("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"),
        *("january", "february", "march", "april", "may", "june", "july"),
        *("august", "september", "october", "november", "december"),
        *("mondays", "tuesdays", "wednesdays", "thursdays", "fridays", "saturdays", "sundays"),
    )
)
# What stands before a name and is none.
_TITLES: Final = frozenset(
    (
        *(
            "mr",
            "mrs",
            "ms",
            "miss",
            "dr",
            "prof",
            "professor",
            "sir",
            "dame",
            "lord",
            "lady",
            "herr",
            "frau",
        ),
        *("president", "minister", "chancellor", "senator", "governor", "mayor", "alderman", "councillor"),
        *("commissioner", "secretary", "chair", "chairman", "chairwoman", "director", "judge", "justice"),
        *("captain", "lieutenant", "sergeant", "colonel", "general", "major", "admiral", "inspector"),
        *("ceo", "pope", "king", "queen", "prince", "princess", "monsieur", "madame", "señor", "señora"),
    )
)
_NOUNS_CAPITALISED: Final = frozenset(("de", "lb"))  # a noun alone is no name there
_MARKS: Final = " .,;:!?…()[]\"“”„«»‘’'\n–—-"
_ENDS: Final = ".:!?…\n"
_JOINTS: Final = frozenset(("&", "of"))
_SHOWN: Final = 2
_READ: Final = 2000  # characters; who matters is named in them
# The least sum of how rare the shared features are, as natural logarithms; set by reading, no labels exist.
_ENOUGH: Final = 5.0
# How much a shared feature of each kind says: a rare word may be chance, a name seldom is, and a place that
# has an entry of its own is in many stories.
_WORTH: Final = {"name": 1.0, "entry": 1.0, "theme": 0.7, "place": 0.4, "word": 0.5}
_ORDER: Final = {"entry": 0, "name": 1, "place": 2, "theme": 3, "word": 4}
_KINDS: Final = {TopicKind.TOPIC: "theme", TopicKind.PLACE: "place"}

Feature = tuple[str, str]
"""What can be shared: its kind, and what tells it from others of the kind."""


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


def sketch_of(article: Article, analysis: Analysis, features: Features, names: Names) -> Sketch:
    """The most telling names and terms of one report."""
    phrases = _phrases(article, names)
    named = {part for word in names.weights for part in word.split("'")}
    stems = [stem for stem in list(features.terms)[: 2 * _TERMS] if stem.isalpha() and len(stem) > 3]
    shown = surface_of(analysis, stems)
    terms = {stem: shown[stem] for stem in stems if stem in shown and shown[stem].lower() not in named}
    return Sketch(
        names={fold(phrase): phrase for phrase in phrases[:_NAMES]},
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
    holders: dict[Feature, list[StoryId]] = {}
    entries = _entries(vocabulary)
    for number, profile in enumerate(sorted(profiles, key=lambda profile: (profile.founded, profile.story))):
        features = _features(profile, vocabulary, entries)
        relations[profile.story] = _closest(features, holders, number)
        for feature in features:
            holders.setdefault(feature, []).append(profile.story)
    return relations


def _phrases(article: Article, names: Names) -> list[str]:
    """The names of an article as it writes them, whole, the most telling first; none that is part of another,
    and none of the outlets that speak."""
    weights = {word: weight for word, weight in names.weights.items() if word not in CALENDAR}
    alone = primary_language(article.language) not in _NOUNS_CAPITALISED
    worth: dict[tuple[str, ...], float] = {}
    for run in _runs(f"{article.title}\n{article.body[:_READ]}", names.shown):
        if run not in worth and (alone or len(run) > 1):
            worth[run] = sum([weights.get(_key(word), 0.0) for word in run])
    telling = sorted([run for run in worth if worth[run] > 0], key=lambda run: (-worth[run], run))
    words = {run: frozenset([_key(word) for word in run]) for run in telling[: 2 * _NAMES]}
    outlets = [
        frozenset(source.split("-"))
        for source in (article.source, article.via or "", *article.credit, *article.cites)
    ]
    return [
        " ".join(run)
        for run in words
        if not any(words[run] < other for other in words.values())
        and not any(words[run] <= outlet for outlet in outlets)
    ]


def _runs(text: str, named: Mapping[str, str]) -> Iterator[tuple[str, ...]]:
    """Words with a capital that stand side by side with nothing but a space, '&' or 'of' between.

    A title is left out before a full name and kept before a surname. So is a word left out that only begins
    a sentence.
    """
    run: list[str] = []
    title, begins = "", True
    for chunk in text.replace("\n", " \n ").split(" "):
        if not run and chunk[:1].islower():  # most of a text
            title, begins = "", chunk[-1] in _ENDS
            continue
        word = chunk.strip(_MARKS)
        opened = begins or not chunk.startswith(word[:1])
        begins = not word or chunk[-1] in _ENDS
        if run and (chunk in _JOINTS or (opened and word)):
            if chunk in _JOINTS:
                run.append(chunk)
                continue
            yield _tidy(run, title)
            run, title = [], ""
        if word[:1].isupper() and _is_part(_key(word), named, begins=opened):
            run.append(word)
            if chunk.endswith(word):
                continue
        if run:
            yield _tidy(run, title)
        run, title = [], word if _key(word) in _TITLES else ""


def _is_part(key: str, named: Mapping[str, str], *, begins: bool) -> bool:
    return key not in _TITLES and key not in CALENDAR and (key in named or not begins)


def _tidy(run: Sequence[str], title: str) -> tuple[str, ...]:
    end = len(run)
    while run[end - 1] in _JOINTS:
        end -= 1
    whole = [*run[: end - 1], run[end - 1].removesuffix("'s").removesuffix("’s")]
    return (title, *whole) if title and len(whole) == 1 else tuple(whole)


@lru_cache(maxsize=20_000)
def _key(word: str) -> str:
    return fold(word).replace("’", "'").removesuffix("'s")


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
    profile: Profile, vocabulary: Mapping[TopicId, Topic], entries: Mapping[str, TopicId]
) -> dict[Feature, str]:
    """Each feature of a story with the words for it."""
    features: dict[Feature, str] = {}
    for topic in profile.topics[:_TOPICS]:
        if topic in vocabulary:
            features[_feature_of(vocabulary[topic])] = vocabulary[topic].name
    for sketch in profile.sketches:
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
    features: Mapping[Feature, str], holders: Mapping[Feature, list[StoryId]], older: int
) -> tuple[Related, ...]:
    scores: dict[StoryId, float] = {}
    shared: dict[StoryId, list[Feature]] = {}
    for feature in features:
        having = holders.get(feature, ())
        if not having or len(having) > max(_COMMON, older // _SHARE):
            continue
        worth = _WORTH[feature[0]] * log((older + 2) / len(having))
        for story in having:
            scores[story] = scores.get(story, 0.0) + worth
            shared.setdefault(story, []).append(feature)
    enough = [story for story in scores if scores[story] >= _ENOUGH and _is_telling(shared[story])]
    best = sorted(enough, key=lambda story: (-scores[story], story))[:_RELATED]
    for story in best:
        shared[story].sort(key=lambda feature: (_ORDER[feature[0]], len(holders[feature]), feature))
    return tuple(Related(story=story, reason=_reason(shared[story], features)) for story in best)


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
