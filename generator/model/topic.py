"""An entry of the vocabulary: a theme, a person, a place, an organisation, an event."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from generator.model.ids import TopicId


class TopicKind(Enum):
    """What a topic names."""

    TOPIC = "topic"
    PERSON = "person"
    PLACE = "place"
    ORGANISATION = "organisation"
    EVENT = "event"


@dataclass(frozen=True, slots=True, kw_only=True)
class Topic:
    """One entry of topics.yml; `aliases` are matched in texts beside `name`. `context` are words one of which
    shows that a name with other meanings means this entry."""

    id: TopicId
    name: str
    kind: TopicKind = TopicKind.TOPIC
    aliases: tuple[str, ...] = ()
    parent: TopicId | None = None
    description: str | None = None
    context: tuple[str, ...] = ()
