"""The feeds of sources.yml in, a WARC file of what is new in them out, which `digest ingest` reads.

A feed is asked whether it has changed since the last time, and what it sends is looked at only where its
bytes have. Feeds are fetched by several threads, each host asked for one thing at a time; what is written is
in the order of sources.yml whatever comes first. A feed that fails costs nothing but itself. What is known of
each feed is written after what was fetched is: a run that is cut short fetches some things again, and loses
none.
"""

from __future__ import annotations

import hashlib
import shutil
import time
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from importlib import metadata
from pathlib import Path
from typing import Final

from generator.decisions import aims_of
from generator.diagnostics import Position, Problem
from generator.fetch_contents import contents_of
from generator.fetch_journal import Journal
from generator.fetch_report import FetchReport, Subscription, Visit, problems_of, silence
from generator.fetching import (
    Answer,
    Client,
    Fault,
    FetchError,
    Guard,
    Limits,
    Manners,
    Pacer,
    Visitor,
    append_record,
)
from generator.ingest.limits import Limits as ReadingLimits
from generator.library import feed_places, load_decisions, load_fetched, propose_moves, save_fetched
from generator.model.calendar import day_of
from generator.model.editorial import Aim, Aims, Kind
from generator.model.fetched import FeedState
from generator.model.ids import SourceId
from generator.model.source import Source
from generator.output import refused
from generator.project import Project
from generator.settings.digest import FetchSettings

Progress = Callable[[int, int], None]
AGENT: Final = "Dayfold"  # our name in a robots.txt
_GIVEN_UP_AFTER: Final = 3  # runs in which an article could not be had
_KINDS: Final = {b"{": "application/feed+json"}  # by a document's first character; else it is XML
_FEED: Final = "application/atom+xml"


@dataclass(frozen=True, slots=True, kw_only=True)
class FetchOptions:
    """Which sources to fetch, all where none is named; `pause` waits for so many seconds."""

    sources: Collection[SourceId] = ()
    pause: Callable[[float], None] = time.sleep


def fetch(
    project: Project,
    into: Path,
    options: FetchOptions | None = None,
    progress: Progress = lambda _done, _of: None,
) -> FetchReport:
    """Fetch what is new of the site's feeds into a file in `into`; `remember` notes that it was fetched.

    Raises DayfoldError when the file cannot be written, and with the faults of content/editorial.
    """
    options = options or FetchOptions()
    states, problems = load_fetched(project.root)
    aims = aims_of(load_decisions(project.root))
    every = list(_subscriptions(project, aims, states))
    journal = _journal(project)
    had = {visit.of.url: visit for visit in journal.recall(every)}
    subscribed = [
        one for one in every if not options.sources or one.source.id in options.sources or one.url in had
    ]
    due = [one for one in subscribed if not one.state.not_before or one.state.not_before <= project.now]
    try:
        into.mkdir(parents=True, exist_ok=True)
        visits = _Run(project, aims, journal, options.pause).visit_all(due, had, progress)
        file = _joined((visit.records for visit in visits), _place(into, project.now))
        journal.settle(visits)
    except OSError as error:
        raise refused(into, error) from error
    known = {one.url: one.state for one in subscribed} | {visit.of.url: visit.state for visit in visits}
    silent: Iterable[Problem] = ()
    if options.sources:
        known = {**states, **known}
    elif any(visit.error is None for visit in visits):  # else that is told
        silent = silence(known.values(), project.now, project.settings.digest.fetch.silent_days)
    return FetchReport(
        changed=tuple(visit.of.url for visit in visits if visit.new),
        unchanged=tuple(visit.of.url for visit in visits if not visit.new and visit.error is None),
        failed=tuple(visit.of.url for visit in visits if visit.error is not None),
        waiting=tuple(one.url for one in subscribed if one not in due),
        moved={visit.of.url: visit.moved_to for visit in visits if visit.moved_to is not None},
        pages=tuple(page for visit in visits for page in visit.pages),
        file=file,
        states=known,
        problems=(*problems, *problems_of(subscribed, visits), *silent),
    )


def remember(project: Project, report: FetchReport) -> None:
    """Write what is known of the feeds from now on, and where some have moved. Raises DayfoldError."""
    save_fetched(project.root, report.states)
    if report.moved:
        propose_moves(project.root, report.moved)
    _journal(project).clear()


def _journal(project: Project) -> Journal:
    return Journal(project.index.parent / "fetching")


class _Run:
    """One run: what its threads share."""

    def __init__(
        self, project: Project, aims: Aims, journal: Journal, pause: Callable[[float], None]
    ) -> None:
        settings = project.settings.digest
        self._project = project
        self._journal = journal
        self._settings: FetchSettings = settings.fetch
        self._reading = ReadingLimits(
            seconds=settings.ingest.max_seconds, memory=settings.ingest.max_memory_mib << 20
        )
        self._guard = Guard(settings.fetch.allow_hosts)
        self._manners = Manners(AGENT)
        self._pacer = Pacer(settings.fetch.delay_seconds, pause)
        self._agent = _agent(project.about.url)
        self._aims = aims

    def visit_all(
        self, due: Sequence[Subscription], had: Mapping[str, Visit], progress: Progress
    ) -> list[Visit]:
        """Feeds first, but for those that a run before `had`; then, since what they hold has to be read in
        this thread, the articles they name."""
        visits = []
        progress(0, len(due))
        with ThreadPoolExecutor(self._settings.at_once) as threads:
            for visit in threads.map(lambda one: had.get(one.url) or self._visit(one), due):
                visits.append(visit)
                progress(len(visits), len(due))
            for visit in visits:
                if visit.new and not visit.is_read:
                    self._read(visit)
                if visit.error is None:
                    visit.wanted = tuple(self._wanted(visit))
            list(threads.map(self._fetch_pages, (visit for visit in visits if visit.wanted)))
        return visits

    def _visitor(self, client: Client) -> Visitor:
        return Visitor(client, self._manners, self._pacer, self._settings.attempts)

    def _client(self) -> Client:
        limits = Limits(seconds=self._settings.max_seconds, size=self._settings.max_bytes)
        return Client(self._agent, self._guard, limits)

    def _visit(self, one: Subscription) -> Visit:
        state = replace(one.state, checked=self._project.now, not_before=None)
        visit = self._journal.begin(one, state)
        try:
            with self._client() as client:
                answer = self._visitor(client).fetch(one.url, _conditions(one.state))
        except FetchError as error:
            self._fail(visit, error)
            return visit
        self._note(visit, answer)
        self._journal.note(visit)
        return visit

    def _note(self, visit: Visit, answer: Answer) -> None:
        now = self._project.now
        if answer.moved_to and answer.moved_to not in {visit.of.url, _moved_to(visit.of)}:
            visit.moved_to = answer.moved_to
        visit.state = replace(visit.state, succeeded=now, failures=0, fault="", message="")
        if answer.unchanged:
            return
        digest = hashlib.sha256(answer.body).hexdigest()
        visit.new = digest != visit.state.hash
        visit.state = replace(visit.state, etag=answer.etag, last_modified=answer.last_modified, hash=digest)
        if visit.new:
            visit.body.write_bytes(answer.body)
            at_its_address = replace(answer, url=visit.of.url)
            with visit.records.open("wb") as stream:
                append_record(stream, at_its_address, now, _kind(answer.body))

    def _fail(self, visit: Visit, error: FetchError) -> None:
        now = self._project.now
        wait = timedelta(seconds=error.retry_after) if error.retry_after else None
        visit.error = error.to_keep()
        visit.state = replace(
            visit.of.state,
            checked=now,
            failures=visit.of.state.failures + 1,
            fault=error.fault.value,
            message=error.message,
            not_before=now + wait if wait else None,
        )

    def _read(self, visit: Visit) -> None:
        """Look at what a feed holds: no feed at all is a failure, and nothing of it is kept."""
        url, project = visit.of.url, self._project
        found = contents_of(url, visit.body.read_bytes(), self._reading, project.now, project.zone)
        visit.is_read = True
        if not found.items:
            visit.new = False
            visit.records.unlink()
        if not found.items and found.broken is not None:
            self._journal.forget(visit)
            self._fail(visit, FetchError(Fault.NO_FEED, found.broken))
            return
        visit.title = found.title
        tried = visit.state.pages
        announced = found.announced if self._may_fetch_articles(visit.of.source) else ()
        visit.state = replace(
            visit.state,
            changed=project.now,
            items=found.items,
            undated=found.undated,
            doubles=found.doubles,
            newest=found.newest,
            pages={url: tried.get(url) for url in announced if not self._aims.at(url)},
        )
        self._journal.note(visit)
        visit.body.unlink()  # now that the note says that it is read

    def _wanted(self, visit: Visit) -> list[str]:
        """The addresses of articles that the feed only announces, were not had yet, and may be."""
        if not self._may_fetch_articles(visit.of.source):
            return []
        open_ones = [
            url
            for url, tries in visit.state.pages.items()
            if (tries is None or 0 < tries < _GIVEN_UP_AFTER) and not self._aims.at(url)
        ]
        return open_ones[: self._settings.pages]

    def _may_fetch_articles(self, source: Source) -> bool:
        return source.rights.in_force(day_of(self._project.now, self._project.zone)).fetch_articles

    def _fetch_pages(self, visit: Visit) -> None:
        """Fetch articles one after another, and note those that were had with 0, and others with how often
        they were asked for in vain."""
        unreserved = visit.of.source.rights.mining_reserved
        with self._client() as client:
            visitor = self._visitor(client)
            for url in visit.wanted:
                try:
                    answer = visitor.fetch(url, {}, unreserved=unreserved)
                except FetchError as error:
                    visit.refused = (*visit.refused, (url, error.to_keep()))
                    tries = (visit.state.pages[url] or 0) + 1
                else:
                    with visit.records.open("ab") as stream:
                        append_record(stream, answer, self._project.now)
                    visit.pages, tries = (*visit.pages, url), 0
                visit.state = replace(visit.state, pages={**visit.state.pages, url: tries})
                self._journal.note(visit)


def _subscriptions(project: Project, aims: Aims, states: Mapping[str, FeedState]) -> Iterator[Subscription]:
    """The feeds of all sources, each address once, but for what is taken down."""
    places = feed_places(project.root)
    seen: set[str] = set()
    for source in project.settings.sources.values():
        is_taken_down = Aim(kind=Kind.SOURCE, value=source.id) in aims
        for feed in source.feeds if not is_taken_down else ():
            if feed.url not in seen and not aims.at(feed.url):
                seen.add(feed.url)
                place = places.get(feed.url, Position(path="site_config/sources.yml"))
                state = states.get(feed.url, FeedState())
                yield Subscription(url=feed.url, source=source, state=state, place=place)


def _agent(site: str | None) -> str:
    """Who asks, with the site's address, so that a publisher can see what is made of its feed."""
    return f"{AGENT}/{metadata.version('dayfold')}" + (f" (+{site})" if site else "")


def _conditions(state: FeedState) -> dict[str, str]:
    return {
        **({"If-None-Match": state.etag} if state.etag else {}),
        **({"If-Modified-Since": state.last_modified} if state.last_modified else {}),
    }


def _moved_to(one: Subscription) -> str | None:
    return next((feed.moved_to for feed in one.source.feeds if feed.url == one.url), None)


def _kind(body: bytes) -> str:
    return _KINDS.get(body.lstrip(b"\xef\xbb\xbf \t\r\n")[:1], _FEED)


def _place(into: Path, now: datetime) -> Path:
    """A file that is not there yet."""
    name = f"fetched-{now.astimezone(UTC):%Y%m%dT%H%M%SZ}"
    names = (f"{name}{number}.warc.gz" for number in ("", *(f"-{n}" for n in range(2, 1_000_000))))
    return next(into / name for name in names if not (into / name).exists())


def _joined(parts: Iterable[Path], place: Path) -> Path | None:
    """One file of all parts that are there, whole or not at all; packed records may follow each other."""
    there = [part for part in parts if part.exists() and part.stat().st_size]
    if not there:
        return None
    whole = place.with_name(".fetched.part")  # one that a killed run has left is written over
    with whole.open("wb") as stream:
        for part in there:
            with part.open("rb") as records:
                shutil.copyfileobj(records, stream)
    whole.replace(place)
    return place
