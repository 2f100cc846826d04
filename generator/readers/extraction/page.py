"""A page's tree in, its elements and its blocks of text out: what the ways of extraction judge."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Final

from lxml import etree

# Elements that begin a line of their own.
_BLOCKS: Final = frozenset({
    "address", "article", "aside", "blockquote", "body", "caption", "center", "dd", "details", "dialog",
    "dir", "div", "dl", "dt", "fieldset", "figcaption", "figure", "footer", "form", "h1", "h2", "h3",
    "h4", "h5", "h6", "header", "hgroup", "hr", "html", "legend", "li", "main", "menu", "nav", "ol",
    "p", "pre", "search", "section", "summary", "table", "tbody", "td", "tfoot", "th", "thead", "tr",
    "ul",
})  # fmt: skip
# Elements whose text is never read out: code, controls, players.
_SILENT: Final = frozenset({
    "annotation", "annotation-xml", "applet", "audio", "button", "canvas", "datalist", "embed", "head",
    "iframe", "input", "link", "map", "meta", "meter", "noembed", "noframes", "object", "option",
    "optgroup", "output", "picture", "progress", "rp", "rt", "script", "select", "style", "svg",
    "template", "textarea", "title", "track", "video",
})  # fmt: skip
_CELLS: Final = frozenset({"td", "th"})
_LONGEST_CELL: Final = 400  # characters
_CELL_DEPTH: Final = 3  # elements from a cell to its text: `<td><div><p>`
# Words that stand within a line and are not part of it: boxes that open on a link, notes for screen readers.
_ASIDE: Final = re.compile(
    r"(?<!\S)(?:rollover-(?:people-)?block|visually-?hidden|sr-only|screen-?reader(?:-text)?"
    r"|(?:tooltip|popover)-?(?:text|content|body|inner))(?!\S)"
)
# What opens itself, or the word that it opens on: names that both have.
_OPENING: Final = re.compile(r"(?<!\S)(?:tooltip|popover)(?!\S)")
_OPENED_BY: Final = ("title", "data-title", "data-tooltip", "data-content", "data-toggle", "tabindex")
_WORDY: Final = re.compile(r"\w")
_BLANKS: Final = re.compile(r"\s+")
_LINE_BLANKS: Final = re.compile(r"[^\S\n]+")
_HIDDEN_STYLE: Final = re.compile(r"(?:display\s*:\s*none|visibility\s*:\s*hidden)", re.IGNORECASE)


@dataclass(slots=True, kw_only=True)
class Element:
    """An element that stands in a line of its own, by its place in the page's list of them."""

    tag: str
    names: str  # its class, id and role, in lower case
    parent: int  # -1: none
    hidden: bool = False
    body: bool = False  # the markup itself calls it the article's text
    children: int = 0


@dataclass(slots=True, kw_only=True)
class Block:
    """A run of text without a line's end between: a paragraph, a heading, a list's item, a table's row."""

    text: str
    element: int
    linked: int  # how many of its characters are within links
    links: int = 0
    emphasised: int = 0


@dataclass(slots=True, kw_only=True)
class Page:
    """The elements in document order, and the blocks in theirs."""

    elements: list[Element] = field(default_factory=list)
    blocks: list[Block] = field(default_factory=list)

    def lineage(self, element: int) -> list[int]:
        """The element and what it is in, outwards."""
        found = []
        while element >= 0:
            found.append(element)
            element = self.elements[element].parent
        return found


def read_page(root: etree._Element) -> Page:
    """The page below `root`. No recursion: the tree may be as deep as the parser allows."""
    builder = _Builder()
    walk = etree.iterwalk(root, events=("start", "end"))
    for event, element in walk:
        tag = element.tag
        if not isinstance(tag, str):
            if event == "start":
                builder.text(element.tail)
            continue
        if event == "start":
            if _is_silent(element, tag):
                walk.skip_subtree()
            else:
                builder.open(element, tag)
        else:
            if not _is_silent(element, tag):
                builder.close(tag)
            builder.text(element.tail)
    builder.flush()
    return _with_rows(builder.page)


def _is_silent(element: etree._Element, tag: str) -> bool:
    """Whether nothing of the element is read out. A hidden box may be the article behind a wall; a hidden
    run within a line never is."""
    if tag == "noscript":  # one that was never closed may have swallowed the page
        return sum(1 for _ in element.iter("p")) < 5
    if tag in _SILENT:
        return True
    return tag not in _BLOCKS and (_is_hidden(element) or _is_aside(element))


def _is_aside(element: etree._Element) -> bool:
    names = (element.get("class") or "").lower()
    if element.get("role") == "tooltip" or _ASIDE.search(names) is not None:
        return True
    return (
        element.tag == "span"
        and _OPENING.search(names) is not None
        and not any(name in element.attrib for name in _OPENED_BY)
        and not any("tooltip" in (inner.get("class") or "") for inner in element)
    )


def _is_hidden(element: etree._Element) -> bool:
    style = element.get("style")
    return "hidden" in element.attrib or (style is not None and bool(_HIDDEN_STYLE.search(style)))


class _Builder:
    def __init__(self) -> None:
        self.page = Page()
        self._at = -1
        self._parts: list[str] = []
        self._linked = 0
        self._links = 0
        self._emphasised = 0
        self._in_link = 0
        self._in_emphasis = 0
        self._breaks = 0

    def open(self, element: etree._Element, tag: str) -> None:
        if tag in _BLOCKS:
            self.flush()
            self._enter(element, tag)
        elif tag == "br":
            self._breaks += 1
            if self._breaks > 1:
                self.flush()
            else:
                self._parts.append("\n")
        elif tag == "a":
            self._in_link += 1
            self._links += 1
        elif tag in {"b", "strong", "em", "i"}:
            self._in_emphasis += 1
        self.text(element.text)

    def close(self, tag: str) -> None:
        if tag in _BLOCKS:
            self.flush()
            self._at = self.page.elements[self._at].parent
        elif tag == "a":
            self._in_link -= 1
        elif tag in {"b", "strong", "em", "i"}:
            self._in_emphasis -= 1

    def text(self, text: str | None) -> None:
        if not text:
            return
        blank = text.isspace()
        if not blank:
            self._breaks = 0
            length = len(text)
            if self._in_link:
                self._linked += length
            if self._in_emphasis:
                self._emphasised += length
        self._parts.append(text if self._is_preformatted() else _BLANKS.sub(" ", text))

    def flush(self) -> None:
        if not self._parts:
            self._breaks = 0
            return
        text = "".join(self._parts)
        if _WORDY.search(text):
            lines = (line.strip() for line in _LINE_BLANKS.sub(" ", text).split("\n"))
            text = "\n".join(line for line in lines if line)
            self.page.blocks.append(
                Block(
                    text=text,
                    element=self._at,
                    linked=min(self._linked, len(text)),
                    links=self._links,
                    emphasised=min(self._emphasised, len(text)),
                )
            )
        self._parts = []
        self._linked = self._links = self._emphasised = self._breaks = 0

    def _enter(self, element: etree._Element, tag: str) -> None:
        names = " ".join(filter(None, (element.get("class"), element.get("id"), element.get("role")))).lower()
        hidden = _is_hidden(element) or element.get("aria-hidden") == "true"
        body = "articlebody" in (element.get("itemprop") or "").lower()
        if self._at >= 0:
            parent = self.page.elements[self._at]
            parent.children += 1
            hidden = hidden or parent.hidden
        self.page.elements.append(
            Element(tag=tag, names=names[:300], parent=self._at, hidden=hidden, body=body)
        )
        self._at = len(self.page.elements) - 1

    def _is_preformatted(self) -> bool:
        return self._at >= 0 and self.page.elements[self._at].tag == "pre"


def _with_rows(page: Page) -> Page:
    """A table's rows as one block each, so that a line says what belongs together: 'Founded: 1998', or
    'Harbour | 12 | 9'. A row with a cell of several paragraphs, or of a long one, is no data but a page's
    columns, and stays as it is."""
    blocks: list[Block] = []
    row: list[Block] = []
    at = -1
    for block in page.blocks:
        cell = _cell(page, block)
        parent = page.elements[cell].parent if cell >= 0 else -1
        if row and (parent != at or parent < 0):
            blocks += _row(page, row)
            row = []
        if parent >= 0:
            row.append(block)
        else:
            blocks.append(block)
        at = parent
    page.blocks = [*blocks, *_row(page, row)]
    return page


def _cell(page: Page, block: Block) -> int:
    """The cell that holds the block and nothing else; -1: none does."""
    at = block.element
    for _ in range(_CELL_DEPTH):
        if at < 0 or page.elements[at].children > (at != block.element):
            return -1
        if page.elements[at].tag in _CELLS:
            return at
        at = page.elements[at].parent
    return -1


def _row(page: Page, row: list[Block]) -> list[Block]:
    cells = [_cell(page, block) for block in row]
    if len(row) < 2 or len(set(cells)) < len(cells) or any(len(block.text) > _LONGEST_CELL for block in row):
        return row
    named = page.elements[cells[0]].tag == "th" and page.elements[cells[1]].tag == "td" and len(row) == 2
    texts = [" ".join(block.text.split()) for block in row]
    return [
        Block(
            text=f"{texts[0].removesuffix(':')}: {texts[1]}" if named else " | ".join(texts),
            element=cells[0],
            linked=sum(block.linked for block in row),
            links=sum(block.links for block in row),
            emphasised=sum(block.emphasised for block in row),
        )
    ]
