"""Say what an article is about and why: an article and the vocabulary in, sentences out."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from generator.model.article import Article
from generator.model.ids import TopicId
from generator.model.topic import Topic
from generator.stories.features import Analyst
from generator.stories.senses import Reading
from generator.stories.topics import topics_of_story

_SHOWN: Final = 3


def explain_topics(article: Article, vocabulary: Mapping[TopicId, Topic]) -> list[str]:
    """Sentences on the topics of `article` and on each name in it that can mean several entries, or none."""
    analyst = Analyst(vocabulary)
    weights = analyst.analyse(article, article.body).topics
    strong = topics_of_story([weights])
    weak = sorted(weights.keys() - set(strong))
    said = []
    if strong:
        said.append(f"By itself it is about {_listed([_named(topic, vocabulary) for topic in strong])}.")
    if weak:
        said.append(f"It mentions in passing {_listed([_named(topic, vocabulary) for topic in weak])}.")
    if declared := [topic for topic in article.topics if topic in vocabulary]:
        said.append(f"It names {_listed([_named(topic, vocabulary) for topic in declared])} as its topics.")
    return said + [_reading(reading, vocabulary) for reading in analyst.readings(article, article.body)]


def _reading(reading: Reading, vocabulary: Mapping[TopicId, Topic]) -> str:
    if reading.topic is not None:
        reasons = next(reasons for topic, _, reasons in reading.scores if topic == reading.topic)
        said = ", ".join(f"“{reason}”" for reason in reasons[:_SHOWN])
        return f"“{reading.name}” is taken for {_named(reading.topic, vocabulary)}, since it has {said}."
    meanings = " or ".join(_named(topic, vocabulary) for topic, _, _ in reading.scores)
    if reading.scores[0][1] == 0.0:
        why = "nothing in it speaks for that" if len(reading.scores) == 1 else "nothing in it speaks for one"
    else:
        told = "; ".join(
            f"{', '.join(f'“{reason}”' for reason in reasons[:_SHOWN])} for {_named(topic, vocabulary)}"
            for topic, score, reasons in reading.scores
            if score
        )
        why = f"what speaks for it is too little: {told}"
    return f"“{reading.name}” is not taken for {meanings}: {why}."


def _named(topic: TopicId, vocabulary: Mapping[TopicId, Topic]) -> str:
    """An entry by its name, and by its id where another has the same name: `Georgia (georgia-us)`."""
    if topic not in vocabulary:
        return topic
    name = vocabulary[topic].name
    shared = sum(entry.name.casefold() == name.casefold() for entry in vocabulary.values()) > 1
    return f"{name} ({topic})" if shared else name


def _listed(words: list[str]) -> str:
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}"
