"""List what can be followed in OPML 2.0: a site in, the feeds of its sources and its own out."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from generator.model.ids import UNKNOWN_SOURCE
from generator.model.source import Source
from generator.pages import paths
from generator.pages.escaping import one_line, safe_url
from generator.pages.feeds_page import feeds_view
from generator.pages.file_plan import XML_HEAD, FilePlan
from generator.pages.parts import Link
from generator.pages.site_index import SiteIndex

SOURCES: Final = "sources.opml"
FEEDS: Final = "feeds.opml"


@dataclass(frozen=True, slots=True, kw_only=True)
class Outline:
    """A line of a list: its words, its attributes, and what is under it."""

    text: str
    attributes: tuple[tuple[str, str], ...] = ()
    below: tuple[Outline, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class OutlineList:
    """A whole list."""

    title: str
    outlines: tuple[Outline, ...]


def outline_plans(index: SiteIndex) -> Iterator[FilePlan]:
    """The list of the sources, and where it is known where the site is, that of the site's feeds."""
    yield FilePlan(SOURCES, "opml", "sources", lambda: sources_list(index), _opml)
    url = index.view.about.url
    if url is not None:
        yield FilePlan(FEEDS, "opml", "feeds", lambda: feeds_list(index, url), _opml)


def sources_list(index: SiteIndex) -> OutlineList:
    """Every source by name: its feeds where they are known, else its homepage."""
    sources = [source for source in index.view.settings.sources.values() if source.id != UNKNOWN_SOURCE]
    ordered = sorted(sources, key=lambda source: (source.name.casefold(), source.id))
    return OutlineList(
        title=_title(index, index.words.gettext("Sources")),
        outlines=tuple(line for one in ordered for line in _of_source(one)),
    )


def feeds_list(index: SiteIndex, url: str) -> OutlineList:
    """The feeds that the page of feeds lists, in Atom, under its headings."""
    groups = (
        Outline(
            text=group.name,
            below=tuple(
                _of_feed(url, _title(index, feed.name.text), feed.page, feed.formats[0])
                for feed in group.feeds
            ),
        )
        for group in feeds_view(index).groups
    )
    return OutlineList(title=_title(index, index.words.gettext("Feeds")), outlines=tuple(groups))


def _title(index: SiteIndex, what: str) -> str:
    site = one_line(index.view.about.name)
    return f"{site}: {what}" if site else what


def _of_source(source: Source) -> Iterator[Outline]:
    name, home = one_line(source.name), safe_url(source.homepage)
    at_home = [("htmlUrl", home)] if home else []
    language = [("language", source.language)] if source.language else []
    feeds = [(feed, address) for feed in source.feeds if (address := safe_url(feed.url))]
    for feed, address in feeds:
        text = f"{name}: {one_line(feed.title)}" if feed.title else name
        folders = ",".join(f"/{one_line(folder)}" for folder in feed.folders)
        attributes = [("title", name), ("type", "rss"), ("xmlUrl", address), *at_home, *language]
        attributes += [("category", folders)] if folders else []
        yield Outline(text=text, attributes=tuple(attributes))
    if not feeds:
        attributes = [("type", "link"), ("url", home), *at_home, *language] if home else language
        yield Outline(text=name, attributes=tuple(attributes))


def _of_feed(url: str, name: str, page: Link | None, feed: Link) -> Outline:
    attributes = [("type", "rss"), ("xmlUrl", f"{url}{feed.path}")]
    attributes += [("htmlUrl", paths.absolute(url, page.path))] if page else []
    return Outline(text=one_line(name), attributes=tuple(attributes))


def _opml(listed: OutlineList) -> str:
    root = Element("opml", version="2.0")
    SubElement(SubElement(root, "head"), "title").text = listed.title
    body = SubElement(root, "body")
    for outline in listed.outlines:
        _add(body, outline)
    indent(root, space=" ")
    return f"{XML_HEAD}{tostring(root, encoding='unicode')}\n"


def _add(parent: Element, outline: Outline) -> None:
    element = SubElement(parent, "outline", {"text": outline.text, **dict(outline.attributes)})
    for below in outline.below:
        _add(element, below)
