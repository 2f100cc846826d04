"""The feeds of a list (OPML) in, the sources to add and the feeds to add to known ones out."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from typing import Any, Final
from urllib.parse import urlsplit

from pydantic import TypeAdapter, ValidationError

from generator.cleaning.naming import SourceBook, name_key, new_source
from generator.cleaning.text import clean_line
from generator.diagnostics import Problem, Severity
from generator.model.ids import UNKNOWN_SOURCE, SourceId
from generator.model.source import Feed, Source, SourceDraft, SourceKind
from generator.settings.schema import Domain, Language, Url

_LONGEST_NAME: Final = 120
_PARTS: Final = re.compile(r"\s+[|>»·–—-]+\s+|\s*:\s+")
# Labels that a publisher puts before its own name to serve feeds from.
_FEED_LABELS: Final = frozenset({"www", "feeds", "feed", "rss", "rssfeeds", "xml", "m", "api"})
# Hosts that serve the feeds of many publishers: the host does not tell whose.
_SHARED_HOSTS: Final = frozenset(
    {
        "feedburner.com", "feedproxy.google.com", "feedblitz.com", "feedspot.com", "follow.it", "google.com",
        "googleapis.com", "amazonaws.com", "cloudfront.net", "reddit.com", "youtube.com", "medium.com",
        "github.com", "githubusercontent.com", "rsshub.app", "rss.app", "fetchrss.com", "politepol.com",
        "feed43.com", "openrss.org", "kill-the-newsletter.com", "libsyn.com", "megaphone.fm", "acast.com",
        "simplecast.com", "buzzsprout.com", "anchor.fm", "soundcloud.com", "podbean.com", "mastodon.social",
        "bsky.app", "twitter.com", "x.com", "facebook.com", "yahoo.com", "msn.com",
    }
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """What a list of feeds comes to: `new` sources with their feeds; `feeds` that known sources lack."""

    new: tuple[Source, ...] = ()
    feeds: dict[SourceId, tuple[Feed, ...]] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()


def enlist(drafts: Iterable[SourceDraft], book: SourceBook) -> Listed:
    """Each feed goes to the source whose it is: by its host (or its publisher's), else by name, else to a
    source of its own. A feed that any source has already changes nothing."""
    listed = _once_each(drafts)
    ledger = _Ledger(book, _shared_names(listed))
    problems: list[Problem] = []
    for draft in listed:
        if _fits(Url, draft.feed.url):
            ledger.take(draft)
        else:
            problems.append(_bad_url(draft))
    return Listed(new=ledger.new(), feeds=ledger.feeds(), problems=tuple(problems))


def _once_each(drafts: Iterable[SourceDraft]) -> Sequence[SourceDraft]:
    """One draft a feed, in order, with the folders of all that name it."""
    found: dict[str, SourceDraft] = {}
    for draft in drafts:
        url = draft.feed.url.strip().replace(" ", "%20")
        first = found.get(url)
        folders = dict.fromkeys((*(first.feed.folders if first else ()), *draft.feed.folders))
        kept = first or draft
        found[url] = replace(kept, feed=replace(kept.feed, url=url, folders=_lines(folders)))
    return list(found.values())


def _shared_names(drafts: Iterable[SourceDraft]) -> dict[str, str]:
    """What most feeds of one host have in their titles, by host: 'World | The Herald' and 'Sport | The
    Herald' are The Herald's."""
    parts: dict[str, Counter[str]] = {}
    feeds: Counter[str] = Counter()
    for draft in drafts:
        domain = _domain(draft)
        if domain and draft.name:
            feeds[domain] += 1
            parts.setdefault(domain, Counter()).update(
                {part for part in _PARTS.split(clean_line(draft.name)) if part}
            )
    shared: dict[str, str] = {}
    for domain, found in parts.items():
        if not found:  # names of invisible characters, or of separators
            continue
        name, count = min(found.items(), key=lambda item: (-item[1], item[0]))
        if count > 1 and count * 2 > feeds[domain]:
            shared[domain] = name
    return shared


class _Ledger:
    """The sources as they grow. The book's own way of growing costs a pass over all of it a source."""

    def __init__(self, book: SourceBook, shared_names: Mapping[str, str]) -> None:
        self._shared_names = shared_names
        self._sources = dict(book.sources)
        self._names = dict(book.by_name)
        self._domains = dict(book.by_domain)
        self._book = SourceBook(sources=self._sources, by_name=self._names, by_domain=self._domains)
        self._owners = {feed.url: source.id for source in self._sources.values() for feed in source.feeds}
        self._known = frozenset(self._sources)
        self._added: dict[SourceId, list[Feed]] = {}

    def take(self, draft: SourceDraft) -> None:
        url = draft.feed.url
        if url in self._owners:
            return
        domain = _domain(draft)
        name = clean_line(draft.name)[:_LONGEST_NAME].strip() or domain or url
        owner = self._owner(name, domain)
        owner = owner or self._open(self._shared_names.get(domain or "", name), domain, draft)
        title = None if name_key(name) == name_key(self._sources[owner].name) else name
        self._owners[url] = owner
        self._added.setdefault(owner, []).append(replace(draft.feed, title=title))

    def new(self) -> tuple[Source, ...]:
        return tuple(
            replace(self._sources[name], feeds=tuple(feeds))
            for name, feeds in self._added.items()
            if name not in self._known
        )

    def feeds(self) -> dict[SourceId, tuple[Feed, ...]]:
        return {name: tuple(feeds) for name, feeds in self._added.items() if name in self._known}

    def _owner(self, name: str, domain: str | None) -> SourceId | None:
        for parent in _parents(domain):
            if (found := self._domains.get(parent)) is not None:
                return found
        found = self._names.get(name_key(name))
        if found is None or found == UNKNOWN_SOURCE:
            return None
        # Two papers may both be called 'The Herald': where hosts tell them apart, they are two.
        return None if domain and self._sources[found].domains else found

    def _open(self, name: str, domain: str | None, draft: SourceDraft) -> SourceId:
        if name_key(name) in self._names and domain:
            name = f"{name} ({domain})"
        made = new_source(self._book, name, SourceKind.UNKNOWN, domain)
        homepage = draft.homepage if draft.homepage and _fits(Url, draft.homepage) else None
        language = draft.language if draft.language and _fits(Language, draft.language) else None
        made = replace(made, homepage=homepage, language=language)
        self._sources[made.id] = made
        self._names.setdefault(name_key(made.id), made.id)
        self._names.setdefault(name_key(made.name), made.id)
        for host in made.domains:
            self._domains.setdefault(host, made.id)
        return made.id


def _domain(draft: SourceDraft) -> str | None:
    """The publisher's host, by its front page or its feed; None where many publishers share it."""
    for address in (draft.homepage, draft.feed.url):
        host = _host(address) if address else None
        if host and not any(parent in _SHARED_HOSTS for parent in _parents(host)) and _fits(Domain, host):
            return host
    return None


def _host(address: str) -> str | None:
    try:
        host = (urlsplit(address).hostname or "").strip(".")
    except ValueError:
        return None
    labels = host.split(".")
    while len(labels) > 2 and labels[0] in _FEED_LABELS and len(labels[-2]) > 3:
        labels.pop(0)
    return ".".join(labels).removeprefix("www.") or None


def _parents(domain: str | None) -> Iterator[str]:
    """The domain and those above it, without the last label alone."""
    labels = domain.split(".") if domain else []
    yield from (".".join(labels[start:]) for start in range(len(labels) - 1))


def _lines(texts: Iterable[str]) -> tuple[str, ...]:
    return tuple(line for text in texts if (line := clean_line(text)))


def _fits(kind: Any, value: str) -> bool:
    """Whether sources.yml may have the value."""
    try:
        _adapter(kind).validate_python(value)
    except ValidationError:
        return False
    return True


@cache
def _adapter(kind: Any) -> TypeAdapter[str]:
    return TypeAdapter(kind)


def _bad_url(draft: SourceDraft) -> Problem:
    return Problem(
        code="bad-url",
        position=draft.origin,
        message=f"{draft.feed.url[:80]!r} is not an http or https address; this feed is left out.",
        remedy="Mend the list, and ingest it again.",
        severity=Severity.WARNING,
    )
