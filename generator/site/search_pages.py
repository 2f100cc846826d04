"""What of a page is searched: its HTML in, its headline, its words and its facets out."""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Iterator
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from html import escape
from itertools import islice
from typing import Final

from lxml import etree, html

from generator.site.search_segments import segmented

# Stands on every page and is in no text: what finds all pages, where a reader asks for facets alone.
# Pagefind's own empty search would load the whole index. assets/search_index.js has the same letter.
EVERY_PAGE: Final = "\ua66e"

HOME: Final = "index.html"  # the newest edition again, which has a page of its own

_DAY: Final = re.compile(r"\d{4}-\d{2}-\d{2}")
_BODY: Final = "data-pagefind-body"
_FILTER: Final = "data-pagefind-filter"
_CONTENT: Final = "[content]"


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchPage:
    """A page as the search has it: `url` counts from the site's root; `day` is ISO, or empty for a page that
    stands; `time` is ISO with an offset, or empty where only the day is known; `facets` are pairs of name and
    value, sorted."""

    url: str
    title: str
    paragraphs: tuple[str, ...]
    day: str
    time: str
    facets: tuple[tuple[str, str], ...]

    @property
    def words(self) -> int:
        """How many words an index has to hold."""
        return sum(len(segmented(text).split()) for text in (self.title, *self.paragraphs))


def read_page(url: str, data: bytes) -> SearchPage | None:
    """What is searched of the page at `url`; None for one that is not to be found.

    Only what a page marks with `data-pagefind-body` is read, less what stands on it about its texts: that is
    what the page may show within the sources' rights, and no more.
    """
    if url == HOME or _BODY.encode() not in data:
        return None
    tree = html.document_fromstring(data, parser=html.HTMLParser(encoding="utf-8"))
    bodies = _BODIES(tree)
    if not bodies:
        return None
    heading = next((head for body in bodies for head in body.iter("h1")), tree.find(".//h1"))
    title = _plain("".join(heading.itertext()) if heading is not None else tree.findtext(".//title"))
    for unwanted in dict.fromkeys(_unwanted(tree)):
        unwanted.drop_tree()
    if heading is not None and heading.getparent() is not None:
        heading.drop_tree()
    facts = [
        (node.get(_FILTER, ""), node.get("content", ""))
        for node in tree.iter("meta")
        if _FILTER in node.attrib
    ]
    facets = sorted({(name.removesuffix(_CONTENT), value) for name, value in facts if value})
    day = next((value for name, value in facets if name == "date" and _DAY.fullmatch(value)), "")
    paragraphs = tuple(dict.fromkeys(t for body in bodies for t in _paragraphs(body) if t != title))
    if not any(char.isalnum() for text in (title, *paragraphs) for char in text):
        return None  # Pagefind leaves out a page without a word
    return SearchPage(
        url=url,
        title=title,
        paragraphs=paragraphs,
        day=day,
        time=_time(tree, day),
        facets=tuple((name, value) for name, value in facets if name != "date"),
    )


def page_html(page: SearchPage) -> str:
    """`page` as HTML for Pagefind, with nothing in it but what is searched.

    The headline stands as a plain paragraph: Pagefind 1.5 finds no phrase in a heading. The time is a word of
    its own kind, because whatever is kept beside a page can be found by its words, too.
    """
    heads = [_meta("filter", name, value) for name, value in page.facets]
    if page.day:
        heads.append(_meta("filter", "date", page.day))
        heads.append(_meta("sort", "date", _sort_key(page)))
    paragraphs = [f"<p>{escape(segmented(text))}</p>\n" for text in page.paragraphs]
    return (
        f'<!doctype html>\n<html lang="en"><head><meta charset="utf-8">{"".join(heads)}</head><body>\n'
        f'<p data-pagefind-meta="title">{escape(segmented(page.title))}</p>\n'
        f'<p data-pagefind-meta="time" data-pagefind-ignore>{EVERY_PAGE}{_clock(page.time)}</p>\n'
        f"{''.join(paragraphs)}</body></html>\n"
    )


def as_json(page: SearchPage) -> bytes:
    """`page` as bytes that are the same for the same page."""
    return json.dumps(asdict(page), ensure_ascii=False, separators=(",", ":")).encode()


def from_json(data: bytes) -> SearchPage:
    """The page that `as_json` wrote."""
    fields = json.loads(data)
    fields["paragraphs"] = tuple(fields["paragraphs"])
    fields["facets"] = tuple((name, value) for name, value in fields["facets"])
    return SearchPage(**fields)


def _meta(kind: str, name: str, value: str) -> str:
    return f'<meta data-pagefind-{kind}="{escape(name)}[content]" content="{escape(value)}">'


def _sort_key(page: SearchPage) -> str:
    """Text, for Pagefind sorts numbers as 32-bit floats; with the address, so that no two are the same."""
    at = datetime.fromisoformat(page.time).astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S") if page.time else ""
    return f"{page.day} {at} {page.url}"


def _clock(time: str) -> str:
    """An ISO time's hours, minutes and offset as letters and digits: 0642e0000, e for east."""
    return (
        time[11:16].replace(":", "") + ("w" if time[-6] == "-" else "e") + time[-5:].replace(":", "")
        if time
        else ""
    )


def _time(tree: html.HtmlElement, day: str) -> str:
    """The page's time, if it is one of its day, to the minute and with a numeric offset."""
    wanted = ("article:published_time", "article:modified_time")
    given = {node.get("property"): node.get("content", "") for node in tree.iter("meta")}
    for text in (given.get(name, "") for name in wanted):
        if day and text.startswith(f"{day}T"):
            try:
                at = datetime.fromisoformat(text)
            except ValueError:
                continue
            if at.tzinfo is not None:
                return at.isoformat(timespec="minutes")
    return ""


# What stands on a page about its texts and is not one: looking for a word finds headlines and quotations, not
# every page that lists an outlet or a topic (facets do that). The class names are the theme's.
_UNWANTED_CLASSES: Final = frozenset({"df-turn", "df-account", "df-facts", "df-tree", "df-dots", "df-end"})
_UNWANTED_TAGS: Final = frozenset(
    {"small", "script", "style", "svg", "noscript", "template", "form", "button", "nav"}
)
_UNWANTED_CHILDREN: Final = {
    "df-page": ("h2",),  # "About this report", "Day by day"
    "df-day": ("h3",),  # the days of a story
    "df-page--edition": ("ul",),  # in brief: the headlines that follow
    "df-entry": ("ul", "ol"),  # more, earlier, related, references
}
_LISTS: Final = ("ul", "ol")
_CLASS: Final = re.compile(r"[^ \t\r\n]+")
_BODIES: Final = etree.XPath(f"//*[@{_BODY}]")


def _unwanted(tree: html.HtmlElement) -> Iterator[html.HtmlElement]:
    """What of a page is not searched, some of it twice. To ask for each by XPath took ten times as long, and
    most of the time of reading a page."""
    for element in tree.iter(etree.Element):
        tag = element.tag
        if (
            tag in _UNWANTED_TAGS
            or "data-pagefind-ignore" in element.attrib
            or (tag == "a" and element.get("rel") == "external")
        ):
            yield element
        elif tag == "article":
            yield from element.iterchildren(*_LISTS)
        elif tag == "blockquote":
            yield from element.iterdescendants("sup")  # the numbers of references
        if classes := _CLASS.findall(element.get("class", "")):
            if not _UNWANTED_CLASSES.isdisjoint(classes):
                yield element
            yield from _unwanted_children(element, classes)


def _unwanted_children(element: html.HtmlElement, classes: Collection[str]) -> Iterator[html.HtmlElement]:
    for name in _UNWANTED_CHILDREN.keys() & classes:
        yield from element.iterchildren(*_UNWANTED_CHILDREN[name])
    if "df-page" in classes:
        yield from _if_paragraph(next(element.iterchildren(etree.Element), None))  # where the page belongs
    if "df-story" in classes:
        yield from islice(element.iterchildren("p"), 1)  # likewise in an edition
    if "df-page--article" in classes:
        for entry in element.iterdescendants(etree.Element):
            if "df-entry" in _CLASS.findall(entry.get("class", "")):
                # Outlet, author, time; where it can be read.
                yield from _if_paragraph(next(entry.iterchildren(etree.Element), None))
                yield from _if_paragraph(next(entry.iterchildren(etree.Element, reversed=True), None))


def _if_paragraph(element: html.HtmlElement | None) -> Iterator[html.HtmlElement]:
    if element is not None and element.tag == "p":
        yield element


_INLINE: Final = frozenset(
    {
        "a",
        "abbr",
        "b",
        "bdi",
        "bdo",
        "cite",
        "code",
        "data",
        "del",
        "dfn",
        "em",
        "i",
        "ins",
        "kbd",
        "mark",
        "q",
        "s",
        "samp",
        "span",
        "strong",
        "sub",
        "sup",
        "time",
        "u",
        "var",
        "wbr",
    }
)


def _paragraphs(body: html.HtmlElement) -> Iterator[str]:
    """The text of `body` by blocks, each with its white space evened out; none is empty."""
    gathered: list[str] = []
    for piece in _pieces(body):
        if piece is not None:
            gathered.append(piece)
        elif text := _plain("".join(gathered)):
            yield text
            gathered.clear()
        else:
            gathered.clear()


def _pieces(element: html.HtmlElement) -> Iterator[str | None]:
    """Runs of text, with None wherever a block begins or ends."""
    is_block = isinstance(element.tag, str) and element.tag not in _INLINE
    if is_block:
        yield None
    if isinstance(element.tag, str):  # not a comment
        yield element.text or ""
        for child in element:
            yield from _pieces(child)
            yield child.tail or ""
    if is_block:
        yield None


def _plain(text: str | None) -> str:
    return " ".join((text or "").replace(EVERY_PAGE, " ").split())
