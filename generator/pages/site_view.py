"""What the pages are made from: everything known of a site, as plain values."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from generator.languages import ENGLISH, Catalogue
from generator.model.article import Article
from generator.model.edition import Citation, Compared, Edition
from generator.model.fetched import FeedState
from generator.model.ids import ArticleId, Permalink, StoryId
from generator.model.site import SiteInfo
from generator.model.story import Lineage, Story
from generator.settings import Settings


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteView:
    """A site, ready to be rendered. Every id that an edition, a story or `see_also` names is in its mapping,
    a story's else in `moved`: what it has become a part of. `taken_down` has the day of each takedown, where
    one is known.

    `figures` are those on which a story's reports differ, over all its days.

    `fetched` is what is known of each feed of its sources, by address.

    `removed` are pages that were taken down, and `redirects` sends the readers of addresses that have no page
    any more to those that have one.

    `excerpts` has the spans of an article that may be published, and nothing else of a body is, unless its
    source grants the full text. `pages` are hand-written: path under the docs folder to Markdown; one of
    them takes the place of a generated page of the same path. `catalogue` has the texts besides.
    """

    settings: Settings
    articles: Mapping[ArticleId, Article]
    lineage: Mapping[ArticleId, Lineage]
    stories: Mapping[StoryId, Story]
    story_of: Mapping[ArticleId, StoryId]
    excerpts: Mapping[ArticleId, tuple[Citation, ...]]
    editions: Sequence[Edition]
    see_also: Mapping[ArticleId, tuple[tuple[str, ArticleId | None], ...]] = field(default_factory=dict)
    pages: Mapping[str, str] = field(default_factory=dict)
    moved: Mapping[StoryId, StoryId] = field(default_factory=dict)
    figures: Mapping[StoryId, tuple[Compared, ...]] = field(default_factory=dict)
    taken_down: Mapping[ArticleId, date | None] = field(default_factory=dict)
    removed: Mapping[Permalink, date | None] = field(default_factory=dict)
    redirects: Mapping[Permalink, Permalink] = field(default_factory=dict)
    fetched: Mapping[str, FeedState] = field(default_factory=dict)
    about: SiteInfo = field(default_factory=SiteInfo)
    catalogue: Catalogue = ENGLISH
