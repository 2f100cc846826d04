"""Cluster articles into stories: articles in, lineage and stories out."""

from generator.stories.days import days_of
from generator.stories.explaining import explain_membership
from generator.stories.explaining_topics import explain_topics
from generator.stories.following import FollowSettings
from generator.stories.following_by_day import Followed, Guide, follow_by_day, follow_stories
from generator.stories.lineage_by_day import Traced, trace_by_day, trace_lineage
from generator.stories.passages import shared_passages
from generator.stories.rulings import Merge, Rulings, Split
from generator.stories.topics import ancestors

__all__ = [
    "FollowSettings",
    "Followed",
    "Guide",
    "Merge",
    "Rulings",
    "Split",
    "Traced",
    "ancestors",
    "days_of",
    "explain_membership",
    "explain_topics",
    "follow_by_day",
    "follow_stories",
    "shared_passages",
    "trace_by_day",
    "trace_lineage",
]
