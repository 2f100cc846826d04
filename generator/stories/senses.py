"""Decide what a name with several meanings means in an article: matches in, one meaning or none out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from generator.model.ids import TopicId
from generator.model.topic import Topic
from generator.stories.background import background_of
from generator.stories.words import BREAKS, Stems, tokenize

_ENOUGH: Final = 1.0  # what a meaning needs: one word of its context, one entry beside it
_AHEAD: Final = 1.0  # by how much it must lead
_OWN_NAME: Final = 3.0  # a longer name of the same entry, 'Republic of Georgia', leaves little doubt
_CONTEXT: Final = 1.0
_NEAR: Final = 1.0  # its parent, what lies below it, or what its description names
_DESCRIBED: Final = 0.5  # a word of its description
_RARE: Final = 0.02  # share of texts below which a word of a description tells something
_DESCRIBING: Final = 4  # letters from which on a word of a description can tell something

Key = tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Alias:
    """A name of an entry as texts are searched for it. `open`: the name may mean something else."""

    name: str
    stems: Key
    exact: Key | None  # an acronym is matched as written: 'IT' is not 'it'
    arabic: (
        str | None
    )  # a single Arabic word, whose stem is nearly its root: 'library' and 'office' share one
    topic: TopicId
    open: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """An alias that begins at a token of a title or body."""

    alias: Alias
    at: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """How a name with several meanings was taken in an article: `topic` is None when nothing decides;
    `scores` are the meanings with what speaks for each, the best first."""

    name: str
    topic: TopicId | None
    scores: tuple[tuple[TopicId, float, tuple[str, ...]], ...]


class Senses:
    """The names of a vocabulary that can mean several things, and what speaks for each meaning."""

    def __init__(self, vocabulary: Mapping[TopicId, Topic], aliases: Sequence[Alias], stems: Stems) -> None:
        owners: dict[Key, list[Alias]] = {}
        for alias in aliases:
            owners.setdefault(_key(alias), []).append(alias)
        self._meanings = {
            key: sorted({alias.topic for alias in found})
            for key, found in owners.items()
            if len({alias.topic for alias in found}) > 1 or any(alias.open for alias in found)
        }
        meant = sorted({topic for topics in self._meanings.values() for topic in topics})
        self._evidence = {topic: _Evidence(vocabulary[topic], vocabulary, stems) for topic in meant}

    def any_open(self, matches: Iterable[Match]) -> bool:
        """Whether one of `matches` has to be decided."""
        return bool(self._meanings) and any(_key(match.alias) in self._meanings for match in matches)

    def proper(self, matches: Sequence[Match], body: Sequence[str], stems: Sequence[str]) -> list[Match]:
        """`matches` without the open names that are a part of another: 'Mercury' of 'Freddie Mercury', or of
        an entry's 'Mercury Prize'. What stands beside a name and speaks for a meaning is no such part."""
        longest: dict[int, int] = {}
        for match in matches:
            size = len(match.alias.stems)
            for at in range(match.at, match.at + size):
                longest[at] = max(longest.get(at, 0), size)
        kept = []
        for match in matches:
            key = _key(match.alias)
            if key in self._meanings:
                first, last = match.at, match.at + len(key) - 1
                if longest[first] > len(key) or longest[last] > len(key):
                    continue
                beside = [at for at in (first - 1, last + 1) if _is_of_a_name(body, at)]
                if any(not self._speaks(key, stems[at]) and at not in longest for at in beside):
                    continue
            kept.append(match)
        return kept

    def _speaks(self, key: Key, stem: str) -> bool:
        return any(stem in self._evidence[topic].words for topic in self._meanings[key])

    def decide(self, matches: Sequence[Match], stems: Sequence[str]) -> dict[Key, Reading]:
        """The reading of each open name among `matches`, all those of an article, whose `stems` these are."""
        words = set(stems)
        sure = {m.alias.topic: m.alias.name for m in matches if _key(m.alias) not in self._meanings}
        readings = {}
        for match in matches:
            key = _key(match.alias)
            if key in self._meanings and key not in readings:
                readings[key] = self._read(match.alias.name, key, words, sure)
        return readings

    def _read(self, name: str, key: Key, words: set[str], sure: Mapping[TopicId, str]) -> Reading:
        scores = []
        for topic in self._meanings[key]:
            score, reasons = self._evidence[topic].weigh(words - set(key), sure)
            scores.append((topic, score, reasons))
        scores.sort(key=lambda item: (-item[1], item[0]))
        ahead = scores[0][1] - (scores[1][1] if len(scores) > 1 else 0.0)
        decided = scores[0][1] >= _ENOUGH and ahead >= _AHEAD
        return Reading(name=name, topic=scores[0][0] if decided else None, scores=tuple(scores))


def settled(matches: Sequence[Match], decided: Mapping[Key, Reading]) -> list[Match]:
    """`matches` without those that were taken for another entry, or for none."""
    kept = []
    for match in matches:
        reading = decided.get(_key(match.alias))
        if reading is None or reading.topic == match.alias.topic:
            kept.append(match)
    return kept


class _Evidence:
    """What speaks for one entry being meant."""

    def __init__(self, topic: Topic, vocabulary: Mapping[TopicId, Topic], stems: Stems) -> None:
        self.topic = topic.id
        self._context = {
            tuple(stems[token] for token in tokenize(word) if token not in BREAKS): word
            for word in topic.context
        }
        named = topic.description or ""
        self._near = {
            other.id: other.name
            for other in vocabulary.values()
            if other.id == topic.parent
            or other.parent == topic.id
            or (other.id != topic.id and other.name in named)
        }
        background = background_of(stems.language)
        self._described = {
            stems[token]: token
            for token in tokenize(named)
            if token.isalpha()
            and len(token) >= _DESCRIBING
            and background.documents
            and background.frequencies.get(stems[token], 0.0) < _RARE * background.documents
        }
        self.words = {stem for key in self._context for stem in key} | self._described.keys()

    def weigh(self, words: set[str], sure: Mapping[TopicId, str]) -> tuple[float, tuple[str, ...]]:
        """How much of an article with the stems `words` and the entries `sure` speaks for it, and what."""
        reasons: list[str] = []
        score = 0.0
        if self.topic in sure:
            score += _OWN_NAME
            reasons.append(sure[self.topic])
        for key, word in self._context.items():
            if words.issuperset(key):
                score += _CONTEXT
                reasons.append(word)
        for topic, name in self._near.items():
            if topic in sure:
                score += _NEAR
                reasons.append(name)
        for stem, word in self._described.items():
            if stem in words and (stem,) not in self._context:
                score += _DESCRIBED
                reasons.append(word)
        return score, tuple(dict.fromkeys(reasons))


def _key(alias: Alias) -> Key:
    """What tells names apart in a text: 'IT' is matched as written, and is not 'it'."""
    return alias.exact or alias.stems


def _is_of_a_name(tokens: Sequence[str], at: int) -> bool:
    """Whether the token at `at` has a capital, and no sentence begins with it."""
    if not 0 < at < len(tokens):
        return False
    return tokens[at][0].isupper() and len(tokens[at]) > 1 and tokens[at - 1] not in BREAKS
