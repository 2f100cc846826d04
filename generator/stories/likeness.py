"""Judge whether two reports are of one event: features and times in, a probability out."""

from __future__ import annotations

from dataclasses import dataclass
from math import exp, log
from typing import Final

from generator.model.article import Article
from generator.model.ids import UNKNOWN_SOURCE, SourceId
from generator.stories.features import Features, cosine

# A logistic model whose weights were swept together on the sets of tests/quality/test_stories.py (days, join
# and the number of reports too: each is at its best there). The topics' weight and those across languages
# were set on the sample site alone, the only labelled set with a vocabulary and several languages.
_BIAS: Final = -2.6
_TERMS: Final = 13.0
_NAMES: Final = 1.5
_TOPICS: Final = 2.0
_TOPICS_BY_CHANCE: Final = 0.3
_DAYS: Final = -0.86
_UNDATED: Final = -1.8
_SEE_ALSO: Final = 2.0  # one names the other below itself
_OTHER_SERIAL: Final = -10.0  # '12th package' beside '13th package': no likeness makes up for it
# One source's template with another company's name in it.
_OTHER_NAMES: Final = -3.0
# Across languages only anchors can be shared, and few of them are by chance.
_FOREIGN_BIAS: Final = -3.6
_ANCHORS: Final = 20.0

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


def likeness(one: Report, other: Report) -> float:
    """How likely two reports are of one event, 0 to 1."""
    mine, theirs = one.features, other.features
    if mine.language == theirs.language:
        score = _BIAS + _TERMS * cosine(mine.terms, theirs.terms) + _NAMES * cosine(mine.grams, theirs.grams)
        if mine.topics and theirs.topics:
            score += _TOPICS * (cosine(mine.topics, theirs.topics) - _TOPICS_BY_CHANCE)
    else:
        score = _FOREIGN_BIAS + _ANCHORS * cosine(mine.anchors, theirs.anchors)
    if one.dated and other.dated:
        score += _DAYS * log(1.0 + abs(one.when - other.when) / DAY)
    else:
        score += _UNDATED
    if one.title in other.see_also or other.title in one.see_also:
        score += _SEE_ALSO
    if _numbered_apart(mine, theirs):
        score += _OTHER_SERIAL
    if one.source == other.source != UNKNOWN_SOURCE and _named_apart(mine, theirs):
        score += _OTHER_NAMES
    return 1.0 / (1.0 + exp(-score))


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
