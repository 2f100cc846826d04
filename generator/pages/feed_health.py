"""Say how the feeds do that the site is made from: what was found when they were fetched in, a page out."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from generator.languages import message
from generator.model.fetched import FeedState
from generator.model.source import Feed, Source
from generator.pages.escaping import safe_url
from generator.pages.listing_pages import shown_sources
from generator.pages.parts import Facts, Link, Moment
from generator.pages.site_index import SiteIndex

_SILENT: Final = timedelta(days=7)
_FAULTS: Final = {
    "busy": message("Its server asks to come back later"),
    "gone": message("Its server says that it is gone"),
    "no-feed": message("What stands there is no feed"),
    "robots": message("Its site asks not to fetch it"),
    "status": message("Its server answers with an error"),
    "timeout": message("Its server takes too long"),
    "tls": message("Its certificate cannot be trusted"),
}
_FAULT: Final = message("It cannot be reached or read")


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedHealth:
    """How one feed does. `trouble` is empty where there is none; a moment is None where there was none."""

    source: Link
    name: str
    url: str | None
    trouble: str
    had: Moment | None
    changed: Moment | None
    newest: Moment | None
    items: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedHealthView:
    """The page of all feeds' health, those with trouble first."""

    facts: Facts
    account: str
    asked: Moment | None
    feeds: tuple[FeedHealth, ...]


def feed_health_view(index: SiteIndex) -> FeedHealthView:
    """What the page says."""
    words, states = index.words, index.whole.fetched
    asked = max((state.checked for state in states.values() if state.checked), default=None)
    feeds = sorted(_feeds(index, asked), key=lambda feed: not feed.trouble)  # else by name, as they come
    troubled = sum(bool(feed.trouble) for feed in feeds)
    account = [words.ngettext("%(num)s feed", "%(num)s feeds", len(feeds))]
    if troubled:
        account.append(words.ngettext("%(num)s with trouble", "%(num)s with trouble", troubled))
    title = words.gettext("Feed health")
    return FeedHealthView(
        facts=Facts(kind="text", area="Sources", title=title, indexed=False),
        account=", ".join(account),
        asked=index.moment(asked) if asked else None,
        feeds=tuple(feeds),
    )


def _feeds(index: SiteIndex, asked: datetime | None) -> Iterator[FeedHealth]:
    states = index.whole.fetched
    sources = map(index.source, shown_sources(index))
    for source in sorted(sources, key=lambda s: (s.name.casefold(), s.id)):
        for feed in source.feeds:
            yield _health(index, source, feed, states.get(feed.url), asked)


def _health(
    index: SiteIndex, source: Source, feed: Feed, state: FeedState | None, asked: datetime | None
) -> FeedHealth:
    words = index.words
    known = state or FeedState()
    items = [words.ngettext("%(num)s item", "%(num)s items", known.items)]
    if known.undated:
        items.append(words.ngettext("%(num)s without a date", "%(num)s without a date", known.undated))
    if known.doubles:
        items.append(words.ngettext("%(num)s twice", "%(num)s twice", known.doubles))
    return FeedHealth(
        source=index.source_link(source.id),
        name=feed.title or "",
        url=safe_url(feed.url),
        trouble=_trouble(index, known, asked),
        had=index.moment(known.succeeded) if known.succeeded else None,
        changed=index.moment(known.changed) if known.changed else None,
        newest=index.moment(known.newest) if known.newest else None,
        items=", ".join(items),
    )


def _trouble(index: SiteIndex, state: FeedState, asked: datetime | None) -> str:
    words = index.words
    if state.failures:
        runs = words.ngettext("for %(num)s run", "for %(num)s runs", state.failures)
        return f"{words.gettext(_FAULTS.get(state.fault, _FAULT))}, {runs}."
    if state.checked is None:
        return words.gettext("It was not asked for yet.")
    if asked and state.changed and asked - state.changed > _SILENT:
        days = (asked - state.changed).days
        return words.ngettext("Nothing new for %(num)s day.", "Nothing new for %(num)s days.", days)
    return ""
