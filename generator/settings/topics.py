"""topics.yml as a schema: the vocabulary of themes, people, places, organisations and events."""

from __future__ import annotations

from pydantic import Field

from generator.model.topic import Topic, TopicKind
from generator.settings.schema import Schema, Text, TopicSlug


class TopicEntry(Schema):
    """One entry of the vocabulary."""

    id: TopicSlug = Field(
        description="Its name in addresses: small letters, digits, hyphens. Keep it for ever.",
        examples=["transport"],
    )
    name: Text = Field(
        description="Its name as readers see it; texts are searched for it.", examples=["Transport"]
    )
    kind: TopicKind = Field(default=TopicKind.TOPIC, description="What it names.", examples=["topic"])
    aliases: tuple[Text, ...] = Field(
        default=(),
        description="Other words for it; texts are searched for them too.",
        examples=[["ferries", "harbour traffic"]],
    )
    context: tuple[Text, ...] = Field(
        default=(),
        description="Words that stand where its name means this, and not something else of the same name: "
        "with them, a name of one word counts only in an article that has one of them, a longer name of "
        "it, or an entry near it.",
        examples=[["Tbilisi", "Caucasus"]],
    )
    parent: TopicSlug | None = Field(
        default=None, description="The id of the wider topic it belongs to.", examples=["economy"]
    )
    description: Text | None = Field(
        default=None,
        description="A sentence or two that open its page.",
        examples=["Roads, ferries and what runs on them."],
    )

    def to_model(self) -> Topic:
        """The topic as the stages know it."""
        return Topic(**{name: getattr(self, name) for name in type(self).model_fields})


class TopicsFile(Schema):
    """The vocabulary of a Dayfold site."""

    topics: tuple[TopicEntry, ...] = Field(
        default=(),
        description="The topics, in any order.",
        examples=[[{"id": "transport", "name": "Transport"}]],
    )
