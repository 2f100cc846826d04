"""Tell which feeds a site has and lay them out: a site in, feeds that any format can be written from out."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from typing import Final

from generator.model.ids import SourceId, StoryId, TopicId
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
    """A feed: its place without what tells the format, the page it is of, its name beside the site's, and
    what is in it, which are looked up when it is laid out."""

    stem: str
    page: str
    name: Callable[[], str]
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
    yield _Kind(paths.SITE_FEED, paths.HOME, lambda: "", of("site"))
    corrections = partial(entries.corrections, view.settings.digest.feeds.entries)
    yield _Kind(
        paths.CORRECTIONS_FEED, paths.CORRECTIONS, partial(index.words.gettext, "Corrections"), corrections
    )
    for section in view.settings.digest.sections:
        name = partial(index.section_name, section.id)
        yield _Kind(paths.section_feed(section.id), paths.HOME, name, of(f"section {section.id}"))
    for topic in sorted(view.settings.topics):
        page = paths.topic_page(topic)
        if stem := listing_feed(index, page):
            yield _Kind(stem, page, partial(_topic_name, index, topic), of(f"topic {topic}"))
    for source in shown_sources(index):
        page = paths.source_page(source)
        if stem := listing_feed(index, page):
            yield _Kind(stem, page, partial(_source_name, index, source), of(f"source {source}"))
    for story in sorted({*view.stories, *view.moved}):
        page = paths.story_page(story)
        if story_feed(index, index.now(story)):
            told = partial(_told, index, entries, story)
            yield _Kind(paths.feed_of(page), page, partial(_headline, index, story), told)


def _topic_name(index: SiteIndex, topic: TopicId) -> str:
    return index.topics[topic].name


def _source_name(index: SiteIndex, source: SourceId) -> str:
    return index.source(source).name


def _headline(index: SiteIndex, story: StoryId) -> str:
    return index.headline(index.now(story)).text


def _told(index: SiteIndex, entries: FeedEntries, story: StoryId) -> Sequence[FeedEntry]:
    """What editions told of a story, or of the one that it is a part of, newest first."""
    most = index.view.settings.digest.feeds.entries
    return [entries.of(one) for one in reversed(index.appearances[index.now(story)][-most:])]


def _feed(index: SiteIndex, url: str, kind: _Kind) -> Feed:
    about = index.view.about
    feeds = index.view.settings.digest.feeds
    entries = tuple(kind.entries())
    site, name = one_line(about.name), one_line(kind.name())
    return Feed(
        id=f"{_identity(index, url)}{kind.stem}",
        site=site,
        title=f"{site}: {name}" if name else site,
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
