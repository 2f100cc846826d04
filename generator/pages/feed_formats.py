"""Write feeds: a feed in, its Atom (RFC 4287), RSS 2.0 or JSON Feed 1.1 out.

XML is made by its serializer, so no text can become markup; `html` is text to it like all else.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from email.utils import format_datetime
from typing import Final
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from generator.pages.feed_entries import FeedEntry
from generator.pages.file_plan import XML_HEAD

_GENERATOR: Final = "Dayfold"


@dataclass(frozen=True, slots=True, kw_only=True)
class Feed:
    """A feed, newest entry first. `url` is the site's address, `page` that of the page that it is of."""

    id: str
    site: str
    title: str
    description: str
    url: str
    page: str
    language: str
    updated: datetime
    hub: str | None
    entries: tuple[FeedEntry, ...]


@dataclass(frozen=True, slots=True)
class Format:
    """A format of feeds: the end of its files' names, its name, and how it is written."""

    suffix: str
    name: str
    write: Callable[..., str]


def atom(feed: Feed, *, path: str) -> str:
    """`feed` in Atom, as it stands at `path` of the site."""
    root = Element("feed", {"xmlns": "http://www.w3.org/2005/Atom", "xml:lang": feed.language})
    _text(root, "id", feed.id)
    _text(root, "title", feed.title)
    _text(root, "subtitle", feed.description)
    _text(root, "updated", _time(feed.updated))
    _text(SubElement(root, "author"), "name", feed.site)
    SubElement(root, "link", rel="self", type="application/atom+xml", href=f"{feed.url}{path}")
    SubElement(root, "link", rel="alternate", type="text/html", href=feed.page)
    if feed.hub:
        SubElement(root, "link", rel="hub", href=feed.hub)
    _text(root, "generator", _GENERATOR)
    for entry in feed.entries:
        _atom_entry(SubElement(root, "entry"), entry, feed)
    return _document(root)


def rss(feed: Feed, *, path: str) -> str:
    """`feed` in RSS 2.0, as it stands at `path` of the site."""
    namespaces = {
        "xmlns:atom": "http://www.w3.org/2005/Atom",
        "xmlns:content": "http://purl.org/rss/1.0/modules/content/",
        "xmlns:dc": "http://purl.org/dc/elements/1.1/",
    }
    root = Element("rss", {"version": "2.0", **namespaces})
    channel = SubElement(root, "channel")
    _text(channel, "title", feed.title)
    _text(channel, "link", feed.page)
    _text(channel, "description", feed.description)
    _text(channel, "language", feed.language)
    _text(channel, "lastBuildDate", format_datetime(feed.updated))
    _text(channel, "generator", _GENERATOR)
    SubElement(channel, "atom:link", rel="self", type="application/rss+xml", href=f"{feed.url}{path}")
    if feed.hub:
        SubElement(channel, "atom:link", rel="hub", href=feed.hub)
    for entry in feed.entries:
        _rss_item(SubElement(channel, "item"), entry)
    return _document(root)


def json_feed(feed: Feed, *, path: str) -> str:
    """`feed` as a JSON Feed, as it stands at `path` of the site."""
    told = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": feed.title,
        "home_page_url": feed.page,
        "feed_url": f"{feed.url}{path}",
        "description": feed.description,
        "authors": [{"name": feed.site, "url": feed.url}],
        "language": feed.language,
        **({"hubs": [{"type": "WebSub", "url": feed.hub}]} if feed.hub else {}),
        "items": [_json_item(entry) for entry in feed.entries],
    }
    return json.dumps(told, ensure_ascii=False, indent=1) + "\n"


FORMATS: Final = (
    Format("atom", "Atom", atom),
    Format("rss", "RSS", rss),
    Format("json", "JSON Feed", json_feed),
)


def _atom_entry(root: Element, entry: FeedEntry, feed: Feed) -> None:
    said = {} if entry.language == feed.language else {"xml:lang": entry.language}
    _text(root, "id", entry.id)
    _text(root, "title", entry.title, said)
    _text(root, "published", _time(entry.published))
    _text(root, "updated", _time(entry.updated))
    for author in entry.authors:
        person = SubElement(root, "author")
        _text(person, "name", author.name)
        if author.url:
            _text(person, "uri", author.url)
    SubElement(root, "link", rel="alternate", type="text/html", href=entry.url)
    SubElement(root, "link", rel="related", type="text/html", href=entry.story)
    if entry.via:
        SubElement(root, "link", rel="via", href=entry.via)
    SubElement(root, "category", term=entry.section[0], label=entry.section[1])
    for term, label in entry.tags:
        SubElement(root, "category", term=term, label=label)
    if entry.summary:
        _text(root, "summary", entry.summary)
    _text(root, "content", entry.html, {"type": "html"})


def _rss_item(root: Element, entry: FeedEntry) -> None:
    _text(root, "title", entry.title)
    _text(root, "link", entry.url)
    _text(root, "guid", entry.id, {"isPermaLink": "false"})
    _text(root, "pubDate", format_datetime(entry.published))
    _text(root, "atom:updated", _time(entry.updated))
    for author in entry.authors:
        _text(root, "dc:creator", author.name)
    _text(root, "dc:language", entry.language)
    if entry.source:
        _text(root, "source", entry.source.name, {"url": entry.source.feed})
    for label in (entry.section[1], *(label for _, label in entry.tags)):
        _text(root, "category", label)
    if entry.summary:
        _text(root, "description", entry.summary)
    _text(root, "content:encoded", entry.html)


def _json_item(entry: FeedEntry) -> dict[str, object]:
    return {
        "id": entry.id,
        "url": entry.url,
        **({"external_url": entry.via} if entry.via else {}),
        "title": entry.title,
        "content_html": entry.html,
        **({"summary": entry.summary} if entry.summary else {}),
        "date_published": _time(entry.published),
        "date_modified": _time(entry.updated),
        "authors": [{"name": one.name, **({"url": one.url} if one.url else {})} for one in entry.authors],
        "tags": [entry.section[1], *(label for _, label in entry.tags)],
        "language": entry.language,
    }


def _text(parent: Element, name: str, text: str, attributes: dict[str, str] | None = None) -> None:
    SubElement(parent, name, attributes or {}).text = text


def _time(when: datetime) -> str:
    return when.isoformat(timespec="seconds")


def _document(root: Element) -> str:
    indent(root, space=" ")
    return f"{XML_HEAD}{tostring(root, encoding='unicode')}\n"
