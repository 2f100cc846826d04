"""Tell where feeds stand: a story, topic or source in, the place of its feeds without their formats out."""

from __future__ import annotations

from generator.model.ids import StoryId
from generator.pages import paths
from generator.pages.site_index import SiteIndex


def story_feed(index: SiteIndex, story: StoryId) -> str:
    """The place of a story's feed; empty where no edition has told the story."""
    has_feed = index.view.about.url is not None and index.appearances.get(story)
    return paths.feed_of(paths.story_page(story)) if has_feed else ""


def listing_feed(index: SiteIndex, page: str) -> str:
    """The place of the feed of a topic or source whose page is `page`; empty where that was taken down."""
    gone = index.view.about.url is None or paths.permalink(page) in index.view.removed
    return "" if gone else paths.feed_of(page)
