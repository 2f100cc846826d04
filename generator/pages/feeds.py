"""Tell which feeds a site has and lay them out: a site in, feeds that any format can be written from out."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from typing import Final

from generator.model.ids import StoryId
from generator.pages import paths
from generator.pages.escaping import one_line
from generator.pages.feed_entries import FeedEntries, FeedEntry
from generator.pages.feed_formats import FORMATS, Feed, Format
from generator.pages.feed_places import listing_feed, story_feed
from generator.pages.file_plan import FilePlan
from generator.pages.listing_pages import shown_sources
from generator.pages.site_index import SiteIndex

_NOTHING_YET: Final = datetime(1970, 1, 1, tzinfo=UTC)  # Atom wants a time of a feed without entries, too


@dataclass(frozen=True, slots=True)
class _Kind:
    """A feed: its place without what tells the format, its name beside the site's, the page it is of, and
    what is in it."""

    stem: str
    name: str
    page: str
    entries: Callable[[], Sequence[FeedEntry]]


def feed_plans(index: SiteIndex) -> Iterator[FilePlan]:
    """The feeds of the site in all formats; none where it is not known where the site is."""
    url = index.view.about.url
    if url is None:
        return
    for kind in _kinds(index, FeedEntries(index, url)):
        feed = index.once(partial(_feed, index, url, kind))
        for format_ in FORMATS:
            yield _plan(kind, format_, feed)


def _plan(kind: _Kind, format_: Format, feed: Callable[[], Feed]) -> FilePlan:
    path = f"{kind.stem}.{format_.suffix}"
    return FilePlan(path, format_.suffix, kind.page, feed, partial(format_.write, path=path))


def _kinds(index: SiteIndex, entries: FeedEntries) -> Iterator[_Kind]:
    def of(name: str) -> Callable[[], Sequence[FeedEntry]]:
        return lambda: [entries.of(telling) for telling in index.tellings(name)]

    view = index.view
    most = view.settings.digest.feeds.entries
    yield _Kind(paths.SITE_FEED, "", paths.HOME, of("site"))
    yield _Kind(
        paths.CORRECTIONS_FEED, "Corrections", paths.CORRECTIONS, lambda: [*entries.corrections(most)]
    )
    for section in view.settings.digest.sections:
        yield _Kind(paths.section_feed(section.id), section.name, paths.HOME, of(f"section {section.id}"))
    for topic in sorted(view.settings.topics):
        page = paths.topic_page(topic)
        if stem := listing_feed(index, page):
            yield _Kind(stem, index.topics[topic].name, page, of(f"topic {topic}"))
    for source in shown_sources(index):
        page = paths.source_page(source)
        if stem := listing_feed(index, page):
            yield _Kind(stem, index.source(source).name, page, of(f"source {source}"))
    for story in sorted({*view.stories, *view.moved}):
        page = paths.story_page(story)
        if story_feed(index, index.now(story)):
            yield _Kind(
                paths.feed_of(page),
                index.headline(index.now(story)).text,
                page,
                _of_story(index, entries, story),
            )


def _of_story(index: SiteIndex, entries: FeedEntries, story: StoryId) -> Callable[[], Sequence[FeedEntry]]:
    """What editions told of a story, or of the one that it is a part of, newest first."""

    def told() -> Sequence[FeedEntry]:
        most = index.view.settings.digest.feeds.entries
        return [entries.of(one) for one in reversed(index.appearances[index.now(story)][-most:])]

    return told


def _feed(index: SiteIndex, url: str, kind: _Kind) -> Feed:
    about = index.view.about
    feeds = index.view.settings.digest.feeds
    entries = tuple(kind.entries())
    site = one_line(about.name)
    return Feed(
        id=f"{_identity(index, url)}{kind.stem}",
        site=site,
        title=f"{site}: {one_line(kind.name)}" if kind.name else site,
        description=one_line(about.description) or site,
        url=url,
        page=paths.absolute(url, kind.page),
        language=index.language,
        updated=max((entry.updated for entry in entries), default=_NOTHING_YET),
        hub=feeds.hub,
        entries=entries,
    )


def _identity(index: SiteIndex, url: str) -> str:
    """The address that a feed's id begins with: it stays when the site moves and says where it was."""
    authority = index.view.settings.digest.feeds.authority
    return f"https://{authority}/" if authority else url
