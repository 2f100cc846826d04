"""What an article is filed under where it came from in, topics of ours out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from generator.cleaning.naming import name_key
from generator.cleaning.text import clean_line
from generator.model.ids import TopicId
from generator.model.topic import Topic


def topics_by_name(topics: Iterable[Topic]) -> Mapping[str, TopicId]:
    """Each name, alias and id of the vocabulary, by what its spellings share; one that two topics have is
    neither's."""
    found: dict[str, set[TopicId]] = {}
    for topic in topics:
        for name in (topic.id, topic.name, *topic.aliases):
            found.setdefault(name_key(name), set()).add(topic.id)
    return {name: min(ids) for name, ids in found.items() if len(ids) == 1}


def topics_of(categories: Iterable[str], known: Mapping[str, TopicId]) -> tuple[TopicId, ...]:
    """The topics that categories name. Publishers file by systems of their own, so one that is not named as
    in the vocabulary says nothing."""
    names = (name_key(clean_line(category)) for category in categories)
    return tuple(dict.fromkeys(known[name] for name in names if name in known))
