"""Find the vocabulary in texts: tokens in, topics with their weights out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from generator.model.ids import TopicId
from generator.model.topic import Topic
from generator.stories.senses import Alias, Match, Reading, Senses, settled
from generator.stories.words import BREAKS, Stems, is_arabic, is_arabic_form, tokenize

_TITLE: Final = 3.0
_OPENING: Final = 2.0
_OPENING_TOKENS: Final = 70
_DECLARED: Final = 6.0  # the article itself says so: more than a name in the title and the opening
_PASSING: Final = 1.2  # one mention below the opening: the library that opens as a cool room
_STORY_TOPICS: Final = 6
_WORTH: Final = 1.5  # a passing mention in one of three reports is not what a story is about


class TopicMatcher:
    """Finds every name and alias of a vocabulary in one pass over an article's tokens.

    A name that two entries have, or that its entry gives a `context` for, is decided for the article as a
    whole (one sense a discourse: Gale, Church & Yarowsky, 1992) by what else stands in it; see `Senses`.
    """

    def __init__(self, vocabulary: Mapping[TopicId, Topic], stems: Stems) -> None:
        by_first: dict[str, list[Alias]] = {}
        for topic_id in sorted(vocabulary):
            for alias in _aliases(vocabulary[topic_id], stems):
                by_first.setdefault(alias.stems[0], []).append(alias)
        self._by_first = {
            first: sorted(found, key=lambda alias: (-len(alias.stems), alias.stems, alias.topic))
            for first, found in by_first.items()
        }
        self._senses = Senses(vocabulary, [a for found in self._by_first.values() for a in found], stems)

    def weigh(
        self, title: Sequence[str], title_stems: Sequence[str], body: Sequence[str], body_stems: Sequence[str]
    ) -> dict[TopicId, float]:
        """How much each topic is in an article: a mention counts 3 in the title, 2 in the opening, 1 below,
        and repeated mentions count less and less."""
        if not self._by_first:
            return {}
        in_title, in_body = self._matches(title, title_stems), self._matches(body, body_stems)
        if self._senses.any_open((*in_title, *in_body)):
            in_body = self._senses.proper(in_body, body, body_stems)
            decided = self._senses.decide((*in_title, *in_body), (*title_stems, *body_stems))
            in_title, in_body = settled(in_title, decided), settled(in_body, decided)
        found: dict[TopicId, float] = {}
        for match in in_title:
            found[match.alias.topic] = found.get(match.alias.topic, 0.0) + _TITLE
        for match in in_body:
            worth = _OPENING if match.at < _OPENING_TOKENS else 1.0
            found[match.alias.topic] = found.get(match.alias.topic, 0.0) + worth
        return {topic: 6.0 * weight / (weight + 4.0) for topic, weight in found.items()}

    def explain(
        self, title: Sequence[str], title_stems: Sequence[str], body: Sequence[str], body_stems: Sequence[str]
    ) -> list[Reading]:
        """How each name with several meanings was taken, by the name."""
        in_body = self._senses.proper(self._matches(body, body_stems), body, body_stems)
        matches = (*self._matches(title, title_stems), *in_body)
        decided = self._senses.decide(matches, (*title_stems, *body_stems))
        return [decided[key] for key in sorted(decided)]

    def _matches(self, tokens: Sequence[str], stems: Sequence[str]) -> list[Match]:
        matches: list[Match] = []
        for at, stem in enumerate(stems):
            if stem not in self._by_first:
                continue
            matches.extend(
                Match(alias=alias, at=at)
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


def _aliases(topic: Topic, stems: Stems) -> list[Alias]:
    found = []
    for name in dict.fromkeys((topic.name, *topic.aliases)):
        tokens = tuple(token for token in tokenize(name) if token not in BREAKS)
        if tokens:
            exact = tokens if len(name) <= 5 and name.isupper() and name.isascii() else None
            arabic = tokens[0] if len(tokens) == 1 and is_arabic(tokens[0]) else None
            found.append(
                Alias(
                    name=name,
                    stems=tuple(stems[token] for token in tokens),
                    exact=exact,
                    arabic=arabic,
                    topic=topic.id,
                    open=bool(topic.context) and len(tokens) == 1,
                )
            )
    return found
