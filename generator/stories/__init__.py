"""Cluster articles into stories: articles in, lineage and stories out."""

from generator.stories.following import FollowSettings, follow_stories
from generator.stories.lineage import trace_lineage
from generator.stories.topics import ancestors

__all__ = ["FollowSettings", "ancestors", "follow_stories", "trace_lineage"]
