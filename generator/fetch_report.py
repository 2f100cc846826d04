"""What came of fetching feeds: subscriptions and visits in, a report and its problems out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import urlsplit

from generator.diagnostics import Position, Problem, Severity
from generator.fetching import Fault, FetchError
from generator.model.fetched import FeedState
from generator.model.source import Source


@dataclass(frozen=True, slots=True, kw_only=True)
class FetchReport:
    """What came of a run: feeds by address, articles that were fetched whole, and the file that has it all,
    if anything is new. `states` is what is to be known from now on."""

    changed: tuple[str, ...]
    unchanged: tuple[str, ...]
    failed: tuple[str, ...]
    waiting: tuple[str, ...]
    moved: Mapping[str, str]
    pages: tuple[str, ...]
    file: Path | None
    states: Mapping[str, FeedState]
    problems: tuple[Problem, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Subscription:
    """A feed of a source, and what is known of it."""

    url: str
    source: Source
    state: FeedState
    place: Position


@dataclass(slots=True, kw_only=True)
class Visit:
    """What came of a subscription. `body` and `records` are files of the run's own; of what is `new` the body
    is there until it `is_read`."""

    of: Subscription
    state: FeedState
    body: Path
    records: Path
    new: bool = False
    is_read: bool = False
    title: str = ""  # what the feed calls itself
    moved_to: str | None = None
    error: FetchError | None = None
    wanted: tuple[str, ...] = ()
    pages: tuple[str, ...] = ()
    refused: tuple[tuple[str, FetchError], ...] = ()


def silence(states: Iterable[FeedState], now: datetime, days: int) -> Iterator[Problem]:
    """An error where no feed at all has had anything new for `days`, or longer; 0 is never."""
    newest = max((state.changed for state in states if state.changed), default=None)
    if days and newest is not None and now - newest >= timedelta(days=days):
        yield Problem(
            code="all-silent",
            position=Position(path="site_config/sources.yml"),
            message=f"No feed has had anything new since {newest.astimezone(UTC):%Y-%m-%d %H:%M} UTC.",
            remedy="Look at one in a browser; if that is how it is, raise fetch.silent_days in digest.yml.",
        )


def problems_of(subscribed: Sequence[Subscription], visits: Sequence[Visit]) -> Iterator[Problem]:
    """What went wrong, each at the place of its feed in sources.yml; an error where nothing went well."""
    for visit in visits:
        if visit.error is not None:
            yield _failed(visit.of, visit.error, visit.state.failures)
        if visit.moved_to is not None:
            yield _moved(visit.of, visit.moved_to)
        if visit.title and _is_named_by_its_host(visit.of):
            yield _unnamed(visit.of, visit.title)
        for url, error in visit.refused:
            yield _page_failed(visit.of, url, error)
    if visits and all(visit.error is not None for visit in visits):
        yield _all_failed(len(visits))
    elif not subscribed:
        yield Problem(
            code="no-feeds",
            position=Position(path="site_config/sources.yml"),
            message="No source has a feed.",
            remedy="Add `feeds` to one, or give `digest ingest` a list of feeds (OPML).",
            severity=Severity.WARNING,
        )


def _failed(one: Subscription, error: FetchError, failures: int) -> Problem:
    again = f" It has failed {failures} times in a row." if failures > 1 else ""
    remedies = {
        Fault.GONE: "Take it out, or write where it is now.",
        Fault.REFUSED: "If it is to be asked all the same, name it in fetch.allow_hosts of digest.yml.",
        Fault.NO_FEED: "Look for the feed's address on the publisher's site.",
        Fault.ROBOTS: "Ask the publisher, or take the feed out.",
        Fault.TOO_LARGE: "Raise fetch.max_bytes in digest.yml if it is meant to be as large.",
    }
    return Problem(
        code="fetch-failed",
        position=one.place,
        message=f"{one.url} was not had: {error.message}{again}",
        remedy=remedies.get(error.fault, "The next run tries again."),
        severity=Severity.WARNING,
    )


def _moved(one: Subscription, to: str) -> Problem:
    return Problem(
        code="feed-moved",
        position=one.place,
        message=f"The feed has moved for good: {to} is its address now.",
        remedy="It is written beside it as `moved_to`; put it in the place of `url`.",
        severity=Severity.NOTE,
    )


def _is_named_by_its_host(one: Subscription) -> bool:
    """Whether a source was given with the address of its feed alone."""
    return one.source.name in {*one.source.domains, urlsplit(one.url).hostname}


def _unnamed(one: Subscription, title: str) -> Problem:
    return Problem(
        code="unnamed-source",
        position=one.place,
        message=f"The feed calls itself '{title}'; pages call its source {one.source.name}.",
        remedy=f"Write who publishes it as the `name` of {one.source.id}.",
        severity=Severity.NOTE,
    )


def _page_failed(one: Subscription, url: str, error: FetchError) -> Problem:
    return Problem(
        code="fetch-failed",
        position=one.place,
        message=f"The article {url} was not had: {error.message}",
        remedy="What the feed has of it is taken in.",
        severity=Severity.NOTE,
    )


def _all_failed(count: int) -> Problem:
    return Problem(
        code="nothing-fetched",
        position=Position(path="site_config/sources.yml"),
        message=f"None of the feeds that were asked for was had ({count}).",
        remedy="See the reason of each; if all are the same, it is the network of this machine.",
    )
