"""Answer at permalinks of what is elsewhere or gone: a story that became part of another, and what was taken
down."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from generator.model.ids import ArticleId, StoryId
from generator.pages import words
from generator.pages.parts import Facts, Link
from generator.pages.site_index import SiteIndex


@dataclass(frozen=True, slots=True, kw_only=True)
class MovedView:
    """A page that sends its readers on."""

    facts: Facts
    target: Link


@dataclass(frozen=True, slots=True, kw_only=True)
class TakenDownView:
    """A page that stands where something was taken down; `when` is empty where the day is not known."""

    facts: Facts
    what: str
    when: str


def moved_view(index: SiteIndex, story: StoryId) -> MovedView:
    """What the page of a story says that has become a part of another."""
    target = index.story_link(story)
    address = target.path.removesuffix(".md") + "/"
    facts = Facts(kind="gone", area="", title="This story has moved", moved_to=address, indexed=False)
    return MovedView(facts=facts, target=target)


def taken_down_view(index: SiteIndex, article: ArticleId, what: Literal["article", "story"]) -> TakenDownView:
    """What the page of something says that was taken down: that, and when, and nothing of what it said."""
    day = index.view.taken_down[article]
    return TakenDownView(
        facts=Facts(kind="gone", area="", title=f"This {what} was taken down", indexed=False),
        what=what,
        when=words.long_day(day) if day is not None else "",
    )
