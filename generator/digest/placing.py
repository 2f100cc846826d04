"""Place a story in a section: its topics and labels in, a section's id out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache

from generator.model.article import Label
from generator.model.ids import SectionId, TopicId
from generator.model.topic import Topic
from generator.settings import SectionSettings


class Sections:
    """The sections of digest.yml, ready to answer where a story belongs."""

    def __init__(
        self, sections: Sequence[SectionSettings], default: SectionId, topics: Mapping[TopicId, Topic]
    ) -> None:
        self._default = default
        self._by_label = {label: section.id for section in reversed(sections) for label in section.labels}
        self._by_topic = {topic: section.id for section in reversed(sections) for topic in section.topics}
        self._topics = topics
        self._of_topic = cache(self._section_of_topic)

    def of(self, label: Label, topics: Sequence[TopicId]) -> SectionId:
        """The section for the lead article's `label`, else for the first of `topics` that has one."""
        if label in self._by_label:
            return SectionId(self._by_label[label])
        for topic in topics:
            if section := self._of_topic(topic):
                return section
        return self._default

    def _section_of_topic(self, topic: TopicId) -> SectionId | None:
        seen = set()
        current: TopicId | None = topic
        while current is not None and current not in seen:
            if current in self._by_topic:
                return SectionId(self._by_topic[current])
            seen.add(current)
            known = self._topics.get(current)
            current = known.parent if known else None
        return None
