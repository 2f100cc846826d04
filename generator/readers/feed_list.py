"""Lists of feeds (OPML 1 and 2, or JSON by category) in, the sources that they name out."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Mapping
from typing import Final

from generator.diagnostics import Problem
from generator.model.source import Feed, SourceDraft
from generator.readers.json_value import inner_item_places, items_of, object_of, parsed, text_of
from generator.readers.raw import Raw, Unpacked, opening, unpacking_problem, whole_text
from generator.readers.xml_text import root_of

_JSON: Final = re.compile(r'\{\s*"[^"\n]{1,200}"\s*:\s*\{')
_FEEDS: Final = re.compile(r'"feeds"\s*:\s*\[\s*"https?:')
_TAG: Final = re.compile(r"<(/?)outline(?=[\s/>])", re.IGNORECASE)
_ATTRIBUTE: Final = re.compile(r"""([\w:.-]+)\s*=\s*(["'])(.*?)\2(?=\s+[\w:.-]+\s*=|\s*/?>)""", re.DOTALL)
_LONGEST_TAG: Final = 20_000


class FeedListReader:
    """Reads a list of feeds into sources.yml."""

    name = "opml"

    def accepts(self, raw: Raw) -> bool:
        """OPML; or a JSON object of categories, each with its `feeds`."""
        start = opening(raw).lstrip("\ufeff \t\r\n")
        return root_of(start) == "opml" or bool(_JSON.match(start) and _FEEDS.search(start))

    def read(self, raw: Raw) -> Iterator[SourceDraft | Problem]:
        """A draft of a source for each feed; one that lies in two folders comes twice."""
        try:
            text = whole_text(raw)
        except Unpacked as error:
            yield unpacking_problem(raw, error)
            return
        found = False
        is_json = text.lstrip("\ufeff \t\r\n").startswith("{")
        for item in _json(text, raw) if is_json else _opml(text, raw):
            found = True
            yield item
        if not found:
            yield Problem(
                code="nothing-found",
                position=raw.position(),
                message="The list names no feed.",
                remedy='Give its outlines an address: <outline text="…" xmlUrl="https://…"/>.',
            )


def _opml(text: str, raw: Raw) -> Iterator[SourceDraft]:
    """Every outline with an address. The lists there are have bare `&` and quotes within quotes, so they are
    not parsed as XML but read tag by tag: which also leaves no entity to expand."""
    folders: list[str] = []
    line, counted = 1, 0
    text = _without_comments(text)
    for tag in _TAG.finditer(text):
        if tag[1]:
            del folders[-1:]
            continue
        line, counted = line + text.count("\n", counted, tag.start()), tag.start()
        rest = text[tag.end() : tag.end() + _LONGEST_TAG]
        rest = rest[: next((found.start() for found in _TAG.finditer(rest)), len(rest))]
        said = {found[1].lower(): html.unescape(found[3]).strip() for found in _ATTRIBUTE.finditer(rest)}
        name = said.get("title") or said.get("text") or ""
        url = said.get("xmlurl") or (said.get("url", "") if said.get("type", "").lower() == "rss" else "")
        above = folders[-1] if folders else ""
        if url:
            yield SourceDraft(
                origin=raw.position(line, 1),
                name=name,
                feed=Feed(url=url, folders=(*filter(None, [above]), *_categories(said.get("category", "")))),
                homepage=said.get("htmlurl") or None,
                language=said.get("language") or None,
            )
        if not rest.rstrip().endswith("/>"):
            folders.append(above if url else f"{above}/{name}".strip("/"))


def _without_comments(text: str) -> str:
    """The text with its comments blank; lines stay where they are."""
    parts: list[str] = []
    at = 0
    while (start := text.find("<!--", at)) >= 0 and (end := text.find("-->", start)) >= 0:
        parts += (text[at:start], "\n" * text.count("\n", start, end))
        at = end + 3
    return "".join([*parts, text[at:]])


def _categories(text: str) -> Iterator[str]:
    """`/News/Europe,Weekly` as OPML 2.0 writes where else an outline belongs."""
    yield from (place for part in text.split(",") if (place := part.strip().strip("/")))


def _json(text: str, raw: Raw) -> Iterator[SourceDraft | Problem]:
    value = parsed(text, raw.position(1, 1))
    if isinstance(value, Problem):
        yield value
        return
    categories: Mapping[str, object] = object_of(value)
    places = inner_item_places(text, "feeds")
    for category, content in categories.items():
        about = object_of(content)
        there = places.get(category) or [(1, 1)]  # one that is no list is no item of it
        for url, place in zip(items_of(about.get("feeds")), there, strict=False):
            if isinstance(url, str) and url.strip():
                yield SourceDraft(
                    origin=raw.position(*place),
                    name="",
                    feed=Feed(url=url.strip(), folders=(category,)),
                    language=text_of(about, "source_language", "language") or None,
                )
