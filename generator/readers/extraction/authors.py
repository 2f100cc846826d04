"""A page's markup in, the names of those who wrote it out."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from lxml import etree

from generator.readers.extraction.linked_data import (
    Node,
    text_of,
)
from generator.readers.extraction.meta import element_text, one_line

_AUTHORS: Final = (
    "dc:creator", "dcterm:creator", "dcterms:creator", "author", "parsely-author", "article:author",
    "sailthru.author", "og:article:author", "article:author_name", "byl", "citation_author",
    "dc:author", "byline", "cxenseparse:author",
)  # fmt: skip
_BYLINE_CLASS: Final = re.compile(r"byline|author|dateline|writtenby|p-author")
_LONGEST_BYLINE: Final = 100
_NOT_A_NAME: Final = re.compile(
    r"https?:|^www\.|^@|^\W*$|[{}<>]|\.(?:com|org|net)\b|\b(?:sign (?:in|up|out)|log ?in|subscribe)\b"
    r"|^(?:admin|null|none|n/a|undefined)$",
    re.IGNORECASE,
)
_ADDRESS: Final = re.compile(r"\s*[(<]?\b[\w.+-]+@[\w-]+\.[\w.]+[)>]?")
# A byline's date, and what follows it: 'Jane Doe May 20, 2019 at 6:01 am'.
_BYLINE_TAIL: Final = re.compile(
    r"(?<=\w)[\s,|·•–—-]*(?:\b(?:on|published|updated|posted|last)\b:?\s*)*(?:(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?,?\s+)?"
    r"(?:(?:jan|feb|mar|apr|may|jun|jul|aug|sept?|oct|nov|dec)[a-z]*\.?\s+\d|\b\d{1,4}[./ :-]).*$",
    re.IGNORECASE,
)


def authors_of(
    root: etree._Element, meta: Mapping[str, Sequence[str]], node: Node, by_id: Mapping[str, Node]
) -> Iterable[str]:
    """Names from the first source that has any."""
    linked = _linked_names(node.get("author") or node.get("creator"), by_id)
    named = next((names for key in _AUTHORS if (names := _names(meta.get(key, ())))), [])
    return linked or named or _byline(root)


def _linked_names(value: object, by_id: Mapping[str, Node], depth: int = 0) -> list[str]:
    if depth > 3:
        return []
    if isinstance(value, list):
        return list(dict.fromkeys(name for item in value for name in _linked_names(item, by_id, depth + 1)))
    if isinstance(value, dict):
        known = by_id.get(str(value.get("@id", "")), value) if "name" not in value else value
        name = known.get("name")
        return _linked_names(name, by_id, depth + 1) if isinstance(name, list) else _names([text_of(name)])
    return _names([text_of(value)])


def _without_date(text: str) -> str:
    return _BYLINE_TAIL.sub("", text)


def _names(texts: Iterable[str]) -> list[str]:
    lines = (_ADDRESS.sub("", one_line(text)).strip(" ,;|") for text in texts)
    return list(
        dict.fromkeys(line for line in lines if line and len(line) <= 300 and not _NOT_A_NAME.search(line))
    )


def _byline(root: etree._Element) -> list[str]:
    """What the page's own template calls the author: the first such element with text of a line."""
    for element in root.iter(etree.Element):
        if element.tag in {
            "meta",
            "link",
            "script",
            "style",
            "body",
            "html",
            "head",
            "title",
            "input",
            "svg",
            "img",
        }:
            continue
        prop = element.get("itemprop") or ""
        marked = element.get("rel") == "author" or "author" in prop
        names = f"{element.get('class') or ''} {element.get('id') or ''}".lower()
        if not marked and not (names.strip() and _BYLINE_CLASS.search(names)):
            continue
        inner = next((part for part in element.iter(etree.Element) if part.get("itemprop") == "name"), None)
        text = element_text(element if inner is None else inner)
        if 0 < len(text) < _LONGEST_BYLINE and (found := _names([_without_date(text)])):
            return found
    return []
