"""Tell where a site answers: what is known of it in, its permalinks out."""

from __future__ import annotations

from generator.model.ids import UNKNOWN_SOURCE, Permalink, StoryId
from generator.pages import paths
from generator.pages.site_view import SiteView


def permalinks(site: SiteView) -> frozenset[Permalink]:
    """The addresses that `site` promises for ever: every page but parts of another (what an edition left out,
    the years of a long list) and the one that collects what has no source."""
    gone = [*site.taken_down]
    pages = [
        *paths.FIXED.values(),
        *(paths.edition_page(edition.id) for edition in site.editions),
        *(paths.story_page(story) for story in (*site.stories, *site.moved, *map(StoryId, gone))),
        *(paths.article_page(article) for article in (*site.articles, *gone)),
        *(paths.topic_page(topic) for topic in site.settings.topics),
        *(paths.source_page(source) for source in site.settings.sources if source != UNKNOWN_SOURCE),
        *site.pages,
    ]
    return frozenset([*map(paths.permalink, pages), *site.removed, *site.redirects])
