"""A page's JSON-LD in, the article that it describes out, in schema.org's names."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from lxml import etree

_ARTICLE: Final = re.compile(
    r"(?:.*Article|BlogPosting|LiveBlogPosting|Report|SocialMediaPosting|DiscussionForumPosting"
    r"|AnalysisNewsArticle|PodcastEpisode|VideoObject|WebPage)$"
)
_WEAK: Final = frozenset({"WebPage", "VideoObject", "PodcastEpisode"})
_HELD_IN: Final = ("@graph", "mainEntity", "mainEntityOfPage", "itemListElement", "item", "hasPart", "@list")
_TRAILING_COMMA: Final = re.compile(r",(\s*[}\]])")
_WRAPPING: Final = re.compile(
    r"^\s*(?:<!--|//\s*<!\[CDATA\[|<!\[CDATA\[|/\*.{0,40}?\*/)|(?:-->|//\s*\]\]>|\]\]>)\s*;?\s*$"
)
_MARKUP: Final = re.compile(r"<[a-z/][^<>]{0,300}>", re.IGNORECASE)
_PARAGRAPH: Final = re.compile(r"</(?:p|div|li|h\d|blockquote)>|<br\s*/?>\s*<br\s*/?>", re.IGNORECASE)
_LARGEST: Final = 4_000_000  # characters of one script
_MOST_NODES: Final = 5_000

Node = Mapping[str, object]


def linked_nodes(root: etree._Element) -> tuple[Node, ...]:
    """All that the page's JSON-LD describes, in its order."""
    return tuple(_nodes(root))


def described_article(nodes: Sequence[Node], title: str) -> tuple[Node, Mapping[str, Node]]:
    """The article among what a page's JSON-LD describes (empty: none), and all nodes by their `@id`. Of
    several, the one whose headline is the page's `title`, else the first of the most telling type."""
    by_id = {name: node for node in nodes if isinstance(name := node.get("@id"), str) and len(node) > 1}
    found = [
        node for node in nodes if types_of(node) and any(_ARTICLE.match(kind) for kind in types_of(node))
    ]
    if not found:
        return {}, by_id
    wanted = set(title.lower().split())
    best = max(
        range(len(found)),
        key=lambda at: (
            not _WEAK.issuperset(types_of(found[at])),
            round(_likeness(wanted, text_of(found[at].get("headline") or found[at].get("name"))), 1),
            -at,
        ),
    )
    return found[best], by_id


def kinds_of(nodes: Sequence[Node]) -> tuple[str, ...]:
    """The types of all that a page's JSON-LD describes, each once."""
    return tuple(dict.fromkeys(kind for node in nodes for kind in types_of(node)))


def types_of(node: Node) -> tuple[str, ...]:
    """The node's types, without the vocabulary's address."""
    value = node.get("@type")
    names = value if isinstance(value, list) else [value]
    return tuple(name.rpartition("/")[2].removeprefix("schema:") for name in names if isinstance(name, str))


def text_of(value: object, depth: int = 0) -> str:
    """What a value says, as text: its own, its name, or its first part's."""
    if isinstance(value, str):
        return html.unescape(value).strip()
    if isinstance(value, bool) or value is None or depth > 4:
        return ""
    if isinstance(value, int | float):
        return str(value)
    if isinstance(value, list):
        return next((found for item in value if (found := text_of(item, depth + 1))), "")
    if isinstance(value, dict):
        return next(
            (
                found
                for key in ("@value", "name", "url", "@id")
                if (found := text_of(value.get(key), depth + 1))
            ),
            "",
        )
    return ""


def paragraphs_of(body: str) -> str:
    """An `articleBody` as paragraphs: some hold markup, some of it escaped."""
    if "<" not in body and "&lt;" not in body:
        return html.unescape(body)
    text = html.unescape(body)
    return html.unescape(_MARKUP.sub("", _PARAGRAPH.sub("\n\n", text)))


def _nodes(root: etree._Element) -> Iterator[Node]:
    left = _MOST_NODES
    for script in root.iter("script"):
        kind = (script.get("type") or "").lower()
        if "ld+json" not in kind or not script.text or len(script.text) > _LARGEST:
            continue
        waiting = [_parsed(script.text)]
        while waiting and left:
            left -= 1
            value = waiting.pop(0)
            if isinstance(value, list):
                waiting[:0] = value[:200]
            elif isinstance(value, dict):
                yield value
                waiting[:0] = [held for key in _HELD_IN if isinstance(held := value.get(key), list | dict)]


def _parsed(text: str) -> object:
    text = _WRAPPING.sub("", text.strip())
    for candidate in (text, _TRAILING_COMMA.sub(r"\1", text)):
        try:
            value: object = json.loads(candidate, strict=False)
        except (ValueError, RecursionError):
            continue
        return value
    return None


def _likeness(wanted: set[str], text: str) -> float:
    words = set(text.lower().split())
    return len(words & wanted) / len(words | wanted) if words and wanted else 0.0
