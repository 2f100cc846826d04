"""Find the vocabulary in texts: tokens in, topics with their weights out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from generator.model.ids import TopicId
from generator.model.topic import Topic
from generator.stories.words import BREAKS, Stems, is_arabic, is_arabic_form, tokenize

_TITLE: Final = 3.0
_OPENING: Final = 2.0
_OPENING_TOKENS: Final = 70
_DECLARED: Final = 6.0  # the article itself says so: more than a name in the title and the opening
_PASSING: Final = 1.2  # one mention below the opening: the library that opens as a cool room
_STORY_TOPICS: Final = 6
_WORTH: Final = 1.5  # a passing mention in one of three reports is not what a story is about


@dataclass(frozen=True, slots=True, kw_only=True)
class _Alias:
    stems: tuple[str, ...]
    exact: tuple[str, ...] | None  # an acronym is matched as written: 'IT' is not 'it'
    arabic: (
        str | None
    )  # a single Arabic word, whose stem is nearly its root: 'library' and 'office' share one
    topic: TopicId


class TopicMatcher:
    """Finds every name and alias of a vocabulary in one pass over an article's tokens."""

    def __init__(self, vocabulary: Mapping[TopicId, Topic], stems: Stems) -> None:
        by_first: dict[str, list[_Alias]] = {}
        for topic_id in sorted(vocabulary):
            for alias in _aliases(vocabulary[topic_id], stems):
                by_first.setdefault(alias.stems[0], []).append(alias)
        self._by_first = {
            first: sorted(found, key=lambda alias: (-len(alias.stems), alias.stems, alias.topic))
            for first, found in by_first.items()
        }

    def weigh(
        self, title: Sequence[str], title_stems: Sequence[str], body: Sequence[str], body_stems: Sequence[str]
    ) -> dict[TopicId, float]:
        """How much each topic is in an article: a mention counts 3 in the title, 2 in the opening, 1 below,
        and repeated mentions count less and less."""
        if not self._by_first:
            return {}
        found: dict[TopicId, float] = {}
        for topic, _ in self._matches(title, title_stems):
            found[topic] = found.get(topic, 0.0) + _TITLE
        for topic, at in self._matches(body, body_stems):
            found[topic] = found.get(topic, 0.0) + (_OPENING if at < _OPENING_TOKENS else 1.0)
        return {topic: 6.0 * weight / (weight + 4.0) for topic, weight in found.items()}

    def _matches(self, tokens: Sequence[str], stems: Sequence[str]) -> list[tuple[TopicId, int]]:
        matches: list[tuple[TopicId, int]] = []
        for at, stem in enumerate(stems):
            if stem not in self._by_first:
                continue
            matches.extend(
                (alias.topic, at)
                for alias in self._by_first[stem]
                if tuple(stems[at : at + len(alias.stems)]) == alias.stems
                and (alias.exact is None or tuple(tokens[at : at + len(alias.exact)]) == alias.exact)
                and (alias.arabic is None or is_arabic_form(tokens[at], alias.arabic))
            )
        return matches


def with_declared(found: Mapping[TopicId, float], declared: Sequence[TopicId]) -> dict[TopicId, float]:
    """`found` with the topics that the article declares itself."""
    weights = dict(found)
    for topic in declared:
        weights[topic] = weights.get(topic, 0.0) + _DECLARED
    return weights


def topics_of_story(articles: Sequence[Mapping[TopicId, float]]) -> tuple[TopicId, ...]:
    """What a story is about: the topics of its reports by their mean weight, at most six."""
    if not articles:
        return ()
    totals: dict[TopicId, float] = {}
    for weights in articles:
        for topic, weight in weights.items():
            if weight > _PASSING:
                totals[topic] = totals.get(topic, 0.0) + weight
    ranked = sorted(totals, key=lambda topic: (-totals[topic], topic))
    return tuple(topic for topic in ranked if totals[topic] / len(articles) >= _WORTH)[:_STORY_TOPICS]


def ancestors(topic: TopicId, vocabulary: Mapping[TopicId, Topic]) -> tuple[TopicId, ...]:
    """The topics above `topic`, the nearest first; a circle of parents is walked once."""
    above: list[TopicId] = []
    entry = vocabulary.get(topic)
    while entry is not None and entry.parent is not None and entry.parent not in (topic, *above):
        above.append(entry.parent)
        entry = vocabulary.get(entry.parent)
    return tuple(above)


def _aliases(topic: Topic, stems: Stems) -> list[_Alias]:
    found = []
    for name in dict.fromkeys((topic.name, *topic.aliases)):
        tokens = tuple(token for token in tokenize(name) if token not in BREAKS)
        if tokens:
            exact = tokens if len(name) <= 5 and name.isupper() and name.isascii() else None
            arabic = tokens[0] if len(tokens) == 1 and is_arabic(tokens[0]) else None
            found.append(
                _Alias(
                    stems=tuple(stems[token] for token in tokens), exact=exact, arabic=arabic, topic=topic.id
                )
            )
    return found
