"""Find stories that belong beside each other: what stories name in, related stories with the reason out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from generator.model.ids import ArticleId, StoryId, TopicId
from generator.model.story import Related
from generator.stories.features import Features

_RELATED: Final = 3
_FEATURES: Final = 12
_ENOUGH: Final = 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """What a story's first reports name: names, topics, telling terms; `founded` is a total order."""

    story: StoryId
    founded: tuple[datetime, ArticleId]
    names: Mapping[str, str]
    topics: tuple[TopicId, ...]
    terms: tuple[str, ...]


def profile_of(
    story: StoryId,
    founded: tuple[datetime, ArticleId],
    features: Sequence[Features],
    topics: Sequence[Mapping[TopicId, float]],
) -> Profile:
    return Profile(story=story, founded=founded, names={}, topics=(), terms=())


def relate(profiles: Sequence[Profile]) -> dict[StoryId, tuple[Related, ...]]:
    return {profile.story: () for profile in profiles}
