"""HTML as feeds and records carry it in, plain paragraphs out: a fragment of prose, never a whole page."""

from __future__ import annotations

import html
import re
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from lxml import etree

_BLOCKS: Final = frozenset(
    {
        "address", "article", "aside", "blockquote", "body", "center", "dd", "details", "dir", "div", "dl",
        "dt", "fieldset", "figure", "footer", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hgroup", "hr",
        "legend", "li", "main", "menu", "ol", "p", "pre", "section", "summary", "table", "tbody", "tfoot",
        "thead", "tr", "ul",
    }
)  # fmt: skip
# Not those that hold a page within the page: an end tag that is forgotten would silence all that follows.
_SILENT: Final = frozenset(
    {
        "audio", "button", "canvas", "datalist", "figcaption", "form", "frameset", "head", "map", "math",
        "nav", "noembed", "noframes", "noscript", "script", "select", "style", "svg", "template", "textarea",
        "title", "video",
    }
)  # fmt: skip
_CELLS: Final = frozenset({"td", "th"})
_BREAK: Final = "\x1e"  # a line break that is meant; the text itself has no controls by then
_CONTROLS: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
_BLANKS: Final = re.compile(r"[ \t\r\n]+")
_LINE_BREAK: Final = re.compile(f" ?{_BREAK} ?")
_HIDDEN: Final = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_TAG: Final = re.compile(r"<(?:/?[A-Za-z][A-Za-z0-9]{0,15}[\s/>]|!--)")
_REFERENCE: Final = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")


def paragraphs_of(markup: str) -> str:
    """The text of an HTML fragment: a blank line between paragraphs, list items marked `- ` or `1. `.

    Scripts, styles, forms, pictures and their captions are no text, nor is what is hidden. Any string at all
    may be given; what is no HTML comes out as it is, its line breaks as blanks.
    """
    root = _tree(_CONTROLS.sub("", markup))
    if root is None:
        return ""
    writer = _Writer()
    writer.write(root)
    return writer.text()


def line_of(markup: str) -> str:
    """The text of an HTML fragment on one line."""
    return " ".join(paragraphs_of(markup).split())


def looks_like_html(text: str) -> bool:
    """Whether a text that may be either has tags."""
    return bool(_TAG.search(text))


def unescaped(text: str) -> str:
    """`text` with character references resolved: feeds escape titles once too often."""
    return html.unescape(text) if _REFERENCE.search(text) else text


def _tree(markup: str) -> etree._Element | None:
    from lxml import etree  # noqa: PLC0415 - only an ingest that has HTML need wait for it

    if not markup.strip():
        return None
    parser = etree.HTMLParser(
        encoding="utf-8", huge_tree=True, no_network=True, remove_comments=True, remove_pis=True
    )
    try:
        root: etree._Element | None = etree.fromstring(f"<div>{markup}</div>".encode(), parser)
    except etree.ParserError:
        return None
    return root


class _Writer:
    """Walks a tree without recursion and collects its blocks."""

    def __init__(self) -> None:
        self._blocks: list[str] = []
        self._parts: list[str] = []
        self._marker = ""
        self._last_was_item = False
        self._lists: list[int | None] = []  # of each open list the next number; None for bullets
        self._preformatted = 0

    def write(self, root: etree._Element) -> None:
        from lxml import etree  # noqa: PLC0415 - as above

        walk = etree.iterwalk(root, events=("start", "end"))
        for event, element in walk:
            tag = element.tag
            if event == "start":
                if tag in _SILENT or _is_hidden(element):
                    walk.skip_subtree()
                else:
                    self._open(tag)
                    self._take(element.text)
            else:
                if tag not in _SILENT and not _is_hidden(element):
                    self._close(tag)
                if element is not root:
                    self._take(element.tail)

    def text(self) -> str:
        self._flush()
        return "".join(self._blocks)

    def _open(self, tag: str) -> None:
        if tag == "br":
            self._parts.append(_BREAK)
        elif tag in _CELLS:
            if self._has_text():
                self._parts.append(" | ")
        elif tag in _BLOCKS:
            self._flush()
            if tag in {"ul", "ol"}:
                self._lists.append(1 if tag == "ol" else None)
            elif tag == "li":
                self._marker = self._next_marker()
            elif tag == "pre":
                self._preformatted += 1

    def _close(self, tag: str) -> None:
        if tag not in _BLOCKS:
            return
        self._flush()
        if tag in {"ul", "ol"} and self._lists:
            self._lists.pop()
            if not self._lists:
                self._last_was_item = False
        elif tag == "li":
            self._marker = ""
        elif tag == "pre":
            self._preformatted -= 1

    def _take(self, text: str | None) -> None:
        if text:
            self._parts.append(text.replace("\n", _BREAK) if self._preformatted else text)

    def _has_text(self) -> bool:
        return any(part.strip(" \t\r\n" + _BREAK) for part in self._parts)

    def _next_marker(self) -> str:
        if not self._lists or self._lists[-1] is None:
            return "- "
        number = self._lists[-1]
        self._lists[-1] = number + 1
        return f"{number}. "

    def _flush(self) -> None:
        text = _LINE_BREAK.sub("\n", _BLANKS.sub(" ", "".join(self._parts))).strip()
        self._parts.clear()
        for block in re.split(r"\n{2,}", text):
            if block:
                self._put(block)

    def _put(self, block: str) -> None:
        is_item = bool(self._marker)
        if self._blocks:
            self._blocks.append("\n" if is_item and self._last_was_item else "\n\n")
        self._blocks.append(self._marker + block)
        self._marker = ""
        self._last_was_item = is_item


def _is_hidden(element: etree._Element) -> bool:
    return "hidden" in element.attrib or bool(_HIDDEN.search(element.get("style") or ""))
