"""Lay out the list of feeds: what a site can be followed by in, the page that leads to all of it out."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from generator.pages import paths
from generator.pages.feed_formats import FORMATS
from generator.pages.feed_places import listing_feed
from generator.pages.listing_pages import shown_sources
from generator.pages.parts import Facts, Link, Passage
from generator.pages.site_index import SiteIndex


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedLinks:
    """Something that can be followed: its page, where it has one, and its feeds by format."""

    name: Passage
    page: Link | None
    formats: tuple[Link, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedGroup:
    """Feeds of one kind under a heading."""

    name: str
    anchor: str
    feeds: tuple[FeedLinks, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedsView:
    """The page of all feeds. There are none where it is not known where the site is."""

    facts: Facts
    groups: tuple[FeedGroup, ...]
    entries: int


def feeds_view(index: SiteIndex) -> FeedsView:
    """What the page of feeds says."""
    words = index.words
    groups = (
        FeedGroup(name=words.gettext("The whole site"), anchor="site", feeds=_of_site(index)),
        FeedGroup(name=words.gettext("Sections"), anchor="sections", feeds=tuple(_of_sections(index))),
        FeedGroup(name=words.gettext("Topics"), anchor="topics", feeds=tuple(_of_topics(index))),
        FeedGroup(name=words.gettext("Sources"), anchor="sources", feeds=tuple(_of_sources(index))),
    )
    shown = tuple(group for group in groups if group.feeds) if index.view.about.url else ()
    return FeedsView(
        facts=Facts(
            kind="feeds",
            area="About",
            title=words.gettext("Feeds"),
            rail=words.gettext("Feeds of"),
            counts=tuple((group.anchor, len(group.feeds)) for group in shown),
        ),
        groups=shown,
        entries=index.view.settings.digest.feeds.entries,
    )


def _of_site(index: SiteIndex) -> tuple[FeedLinks, ...]:
    every = index.words.gettext("Every story of every edition")
    corrections = index.words.gettext("Corrections")
    return (
        _links(Link(words=Passage(text=every), path=paths.HOME), paths.SITE_FEED),
        _links(Link(words=Passage(text=corrections), path=paths.CORRECTIONS), paths.CORRECTIONS_FEED),
    )


def _of_sections(index: SiteIndex) -> Iterable[FeedLinks]:
    for section in index.view.settings.digest.sections:
        formats = _formats(paths.section_feed(section.id))
        yield FeedLinks(name=Passage(text=index.section_name(section.id)), page=None, formats=formats)


def _of_topics(index: SiteIndex) -> Iterable[FeedLinks]:
    for topic in sorted(index.topics.values(), key=lambda t: (t.name.casefold(), t.id)):
        if stem := listing_feed(index, paths.topic_page(topic.id)):
            yield _links(index.topic_link(topic.id), stem)


def _of_sources(index: SiteIndex) -> Iterable[FeedLinks]:
    sources = map(index.source, shown_sources(index))
    for source in sorted(sources, key=lambda s: (s.name.casefold(), s.id)):
        if stem := listing_feed(index, paths.source_page(source.id)):
            yield _links(index.source_link(source.id), stem)


def _links(page: Link, stem: str) -> FeedLinks:
    return FeedLinks(name=page.words, page=page, formats=_formats(stem))


def _formats(stem: str) -> tuple[Link, ...]:
    return tuple(Link(words=Passage(text=one.name), path=f"{stem}.{one.suffix}") for one in FORMATS)
