"""Judge whether reports are of one event: features and times in, a probability out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import exp, fsum, log
from typing import Final, NamedTuple

from generator.model.article import Article
from generator.model.ids import UNKNOWN_SOURCE, SourceId
from generator.stories.features import Features, cosine

# A logistic model whose weights were swept together on the sets of tests/quality/test_stories.py (days, join
# and the number of reports too: each is at its best there). The topics' weight and those across languages
# were set on the sample site alone, the only labelled set with a vocabulary and several languages.
_BIAS: Final = -3.1
_TERMS: Final = 13.0
_NAMES: Final = 1.5
_TOPICS: Final = 3.0
_TOPICS_BY_CHANCE: Final = 0.4
_DAYS: Final = -1.1
_UNDATED: Final = -1.8
_SEE_ALSO: Final = 2.0  # one names the other below itself; less where it names many, as the week's news does
_OTHER_SERIAL: Final = -10.0  # '12th package' beside '13th package': no likeness makes up for it
# One source's template with another company's name in it.
_OTHER_NAMES: Final = -3.0
# Across languages only anchors can be shared, and few of them are by chance.
_FOREIGN_BIAS: Final = -3.6
_ANCHORS: Final = 20.0
# What is shared is divided by the sides' coherence to this power. Decision 12 has what it is worth.
_LOOSENESS: Final = 0.2
_ENOUGH_PAIRS: Final = 3

DAY: Final = 86400.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """What the model knows of an article: `when` in seconds, `dated` when that is its time of publication."""

    source: SourceId
    when: float
    dated: bool
    features: Features
    title: str = ""
    see_also: frozenset[str] = frozenset()


def report_of(article: Article, features: Features) -> Report:
    """What the model knows of `article`."""
    return Report(
        source=article.source,
        when=article.when.timestamp(),
        dated=article.published is not None,
        features=features,
        title=article.title.casefold(),
        see_also=frozenset([title.casefold() for title in article.see_also]),
    )


class Pair(NamedTuple):
    """What speaks for and against two reports being of one event, in logits: `alike` for what they share,
    `time` for the days between them, `beside` for the rest."""

    alike: float
    time: float
    beside: float
    foreign: bool


def compare(one: Report, other: Report) -> Pair:
    """The evidence that two reports are of one event."""
    mine, theirs = one.features, other.features
    beside = 0.0
    foreign = mine.language != theirs.language
    if foreign:
        alike = _ANCHORS * cosine(mine.anchors, theirs.anchors)
    else:
        alike = _TERMS * cosine(mine.terms, theirs.terms) + _NAMES * cosine(mine.grams, theirs.grams)
        if mine.topics and theirs.topics:
            beside += _TOPICS * (cosine(mine.topics, theirs.topics) - _TOPICS_BY_CHANCE)
    dated = one.dated and other.dated
    time = _DAYS * log(1.0 + abs(one.when - other.when) / DAY) if dated else _UNDATED
    beside += _SEE_ALSO * max(_share_of_links(one, other), _share_of_links(other, one))
    if _numbered_apart(mine, theirs):
        beside += _OTHER_SERIAL
    if one.source == other.source != UNKNOWN_SOURCE and _named_apart(mine, theirs):
        beside += _OTHER_NAMES
    return Pair(alike, time, beside, foreign)


def likeness(pair: Pair) -> float:
    """How likely two reports are of one event, 0 to 1."""
    return _probability((_FOREIGN_BIAS if pair.foreign else _BIAS) + pair.alike + pair.time + pair.beside)


def coherence(within: Sequence[Pair], size: int) -> float:
    """How alike the `size` reports of a story are among themselves, themselves included, 0 to 1.

    `within` holds each pair of them once.
    """
    own = [pair.alike for pair in within if not pair.foreign]
    return (size + 2.0 * fsum(own) / (_TERMS + _NAMES)) / (size + 2 * len(own))


def belonging(pairs: Sequence[Pair], coherent: float) -> float:
    """How likely a report belongs to a story, by its pairs with the story's last reports.

    `coherent` is the story's coherence. Time counts from the closest pair, since a story is as old as its
    last report.
    """
    closest = max([pair.time for pair in pairs if not pair.foreign], default=0.0)
    return _mean([pair._replace(time=closest) for pair in pairs if not pair.foreign], pairs, coherent)


def oneness(pairs: Sequence[Pair], coherent: float) -> float:
    """How likely two stories are one, by the pairs of their last reports; `coherent` is the product of both
    coherences. Each pair's own time counts: two stories that ran side by side and met once are still two."""
    return _mean([pair for pair in pairs if not pair.foreign], pairs, coherent)


def _mean(own: Sequence[Pair], pairs: Sequence[Pair], coherent: float) -> float:
    """The mean likeness of the pairs of one language.

    What is shared counts for more where the sides' own reports have little in common: a root of their
    coherence between none (the mean of all pairs) and the square root (the cosine of the centroids). Of pairs
    over languages the three likeliest stand for all: most of them share nothing even when they tell of one
    event.
    """
    apart: float = coherent**_LOOSENESS
    likely = [_probability(_BIAS + pair.alike / apart + pair.time + pair.beside) for pair in own]
    mean = fsum(likely) / len(likely) if likely else 0.0
    if len(own) < min(_ENOUGH_PAIRS, len(pairs)):
        foreign = sorted([likeness(pair) for pair in pairs if pair.foreign], reverse=True)[:_ENOUGH_PAIRS]
        mean = max(mean, fsum(foreign) / len(foreign))
    return mean


def _probability(score: float) -> float:
    return 1.0 / (1.0 + exp(-score))


def _share_of_links(one: Report, other: Report) -> float:
    return 1.0 / len(one.see_also) if other.title in one.see_also else 0.0


def _named_apart(one: Features, other: Features) -> bool:
    """Whether each title is about names that the other article does not know at all."""
    return bool(
        one.title_names
        and other.title_names
        and one.title_names.isdisjoint(other.names)
        and other.title_names.isdisjoint(one.names)
    )


def _numbered_apart(one: Features, other: Features) -> bool:
    return any(
        thing in other.serials and not (numbers & other.serials[thing])
        for thing, numbers in one.serials.items()
    )
