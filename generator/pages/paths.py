"""Where pages stand: ids in, paths under the docs folder out, and the links from one page to another."""

from __future__ import annotations

from functools import lru_cache
from typing import Final

from generator.model.edition import Citation
from generator.model.ids import ArticleId, EditionId, Permalink, SectionId, SourceId, StoryId, TopicId

HOME: Final = "index.md"
ARCHIVE: Final = "archive/index.md"
TOPICS: Final = "topics/index.md"
SOURCES: Final = "sources/index.md"
SEARCH: Final = "search.md"
ABOUT: Final = "about.md"
CORRECTIONS: Final = "corrections.md"
HOW: Final = "how-this-is-made.md"
RIGHTS: Final = "rights.md"
FEEDS: Final = "feeds.md"
FEED_HEALTH: Final = "feed-health.md"

# Feeds by the place that they are of, without what tells their format: topics/water/feed.
SITE_FEED: Final = "feed"
CORRECTIONS_FEED: Final = "corrections/feed"

CARD: Final = "card.svg"
CARD_PICTURE: Final = "card.png"

# The headings that every edition has; a section that bears the same id gives way.
IN_BRIEF: Final = "in-brief"
CONTINUING: Final = "continuing"
SOURCES_USED: Final = "sources-used"
_TAKEN: Final = frozenset({IN_BRIEF, CONTINUING, SOURCES_USED, "top"})


def edition_page(edition: EditionId) -> str:
    """`editions/2026/08/17.md`, `editions/2026/W34.md`, `editions/2026/08.md`."""
    return f"editions/{edition}.md"


def left_out_page(edition: EditionId) -> str:
    """`editions/2026/08/17/left-out.md`."""
    return f"editions/{edition}/left-out.md"


def story_page(story: StoryId) -> str:
    """`stories/2026/08/09/aske-valley-herald-cloudy-water.md`."""
    return f"stories/{story}.md"


def article_page(article: ArticleId) -> str:
    """`articles/2026/08/17/harbour-gazette-bridge-reopens.md`."""
    return f"articles/{article}.md"


def topic_page(topic: TopicId, year: int | None = None) -> str:
    """`topics/water.md`; the stories of a past year, where they are many, `topics/water/2025.md`."""
    return f"topics/{topic}.md" if year is None else f"topics/{topic}/{year}.md"


def source_page(source: SourceId, year: int | None = None) -> str:
    """`sources/merrow-wire.md`; the articles of a year where they are many, `sources/merrow-wire/2025.md`."""
    return f"sources/{source}.md" if year is None else f"sources/{source}/{year}.md"


def year_page(year: int) -> str:
    """`archive/2026.md`."""
    return f"archive/{year}.md"


def feed_of(page: str) -> str:
    """`topics/water/feed`: the feed that stands beside the page `topics/water.md`."""
    return f"{page.removesuffix('.md')}/feed"


def card_of(page: str) -> str:
    """`stories/2026/08/09/…/card.svg`: the card that stands beside a page."""
    return f"{page.removesuffix('.md')}/{CARD}"


def card_picture_of(page: str) -> str:
    """`stories/2026/08/09/…/card.png`."""
    return f"{page.removesuffix('.md')}/{CARD_PICTURE}"


def section_feed(section: SectionId) -> str:
    """`sections/economy/feed`."""
    return f"sections/{section}/feed"


def absolute(url: str, target: str) -> str:
    """`target`, a place under the docs folder, as an address of the site at `url`."""
    page, mark, anchor = target.partition("#")
    here = permalink(page)[1:] if page.endswith(".md") else page
    return f"{url}{here}{mark}{anchor}"


def permalink(page: str) -> Permalink:
    """The address of a page: `/topics/water/` of `topics/water.md`, `/archive/` of `archive/index.md`."""
    name = page.removesuffix(".md")
    name = "" if name == "index" else name.removesuffix("/index")
    return Permalink(f"/{name}/" if name else "/")


FIXED: Final = {
    permalink(page): page
    for page in (HOME, ARCHIVE, TOPICS, SOURCES, SEARCH, ABOUT, CORRECTIONS, HOW, RIGHTS, FEEDS, FEED_HEALTH)
}


def page_at(address: Permalink) -> str:
    """A page that has this address."""
    return f"{address.strip('/') or 'index'}.md"


def story_anchor(story: StoryId) -> str:
    """The anchor of a story in an edition: made from its id, so that it survives reordering."""
    return "s-" + story.replace("/", "-")


def passage_anchor(citation: Citation) -> str:
    """The anchor of a passage on its article's page: made from its words, so that it outlives its place."""
    return f"c-{citation.hash[:10]}"


def section_anchor(section: SectionId) -> str:
    """The anchor of a section in an edition."""
    return f"section-{section}" if section in _TAKEN else section


def at(page: str, anchor: str) -> str:
    """The place `anchor` of `page`."""
    return f"{page}#{anchor}"


def relative(target: str, here: str) -> str:
    """`target` as a link on the page `here`, both under the docs folder: `../../topics/water.md`.

    A target on the page itself is its anchor alone.
    """
    page, mark, anchor = target.partition("#")
    if not page or page == here:
        return f"#{anchor}" if mark else here.rpartition("/")[2]
    return _relative(page, here.rpartition("/")[0]) + mark + anchor


@lru_cache(maxsize=4096)
def _relative(page: str, folder: str) -> str:
    if not folder:
        return page
    steps, parts = folder.split("/"), page.split("/")
    shared = 0
    for step, part in zip(steps, parts[:-1], strict=False):
        if step != part:
            break
        shared += 1
    return "../" * (len(steps) - shared) + "/".join(parts[shared:])
