"""Text of a page in, its tree out: no network, no entities but HTML's own, and never too deep."""

from __future__ import annotations

import re
from typing import Final

from lxml import etree, html

DEEPEST: Final = 200  # elements within each other; libxml2 gives a page up at 256, real pages stay below 60
_TAG: Final = re.compile(r"<(/?)([A-Za-z][A-Za-z0-9:-]*)(?:[^<>\"']|\"[^\"<]*\"|'[^'<]*')*>")
# Elements that hold nothing, and those that a like one or their parent's end ends: they add no depth.
_FLAT: Final = frozenset({
    "area", "base", "basefont", "br", "col", "embed", "frame", "hr", "img", "input", "keygen", "link",
    "meta", "param", "source", "track", "wbr", "dd", "dt", "li", "option", "p", "td", "th", "tr",
})  # fmt: skip
_OF_THE_HEAD: Final = frozenset({"base", "link", "meta", "noscript", "script", "style", "template", "title"})
_CODE: Final = re.compile(r"<(script|style|!--)", re.IGNORECASE)
_CODE_END: Final = {
    "script": re.compile(r"</script", re.IGNORECASE),
    "style": re.compile(r"</style", re.IGNORECASE),
    "!--": re.compile("-->"),
}
# What XML, and so lxml, calls no character.
_NO_CHARACTERS: Final = re.compile("[\x00-\x08\x0b\x0e-\x1f\x7f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")
_LONGEST_ATTRIBUTE: Final = re.compile(r"=\s*(?:\"data:[^\"]{1000,}\"|'data:[^']{1000,}')")


def parse(text: str) -> etree._Element | None:
    """The tree of the page, without comments and processing instructions; None where there is none."""
    text = _NO_CHARACTERS.sub("", _LONGEST_ATTRIBUTE.sub('=""', text)).lstrip("\ufeff \t\r\n\f")
    if not text:
        return None
    root, too_deep = _parsed(text)
    if too_deep:
        root, _ = _parsed(_flattened(text))
    if root is not None:
        _give_body(root)
    return root


def _give_body(root: etree._Element) -> None:
    """A page may leave out `<body>` (HTML, 13.1.2.4). libxml2, which knows HTML 4, then leaves `article` and
    `main` in the head."""
    head = root.find("head")
    if head is None or root.find("body") is not None:
        return
    strays = [child for child in head if child.tag not in _OF_THE_HEAD]
    if strays:
        body = etree.SubElement(root, "body")
        body.extend(head[head.index(strays[0]) :])


def _parsed(text: str) -> tuple[etree._Element | None, bool]:
    """The tree, and whether the parser gave up on the page's depth."""
    parser = html.HTMLParser(
        encoding="utf-8", remove_comments=True, remove_pis=True, no_network=True, huge_tree=False
    )
    try:
        root = etree.fromstring(text.encode("utf-8"), parser)
    except etree.ParserError:
        return None, False
    too_deep = any("depth" in entry.message for entry in parser.error_log)
    return (root if root is not None and isinstance(root.tag, str) else None), too_deep


def _flattened(text: str) -> str:
    """The page without the tags that stand too deep: their text stays."""
    depth = 0

    def kept(match: re.Match[str]) -> str:
        nonlocal depth
        if match[2].lower() in _FLAT:
            return match[0]
        if match[1]:
            deep = depth > DEEPEST
            depth = max(0, depth - 1)
            return " " if deep else match[0]
        depth += 1
        return " " if depth > DEEPEST else match[0]

    return _TAG.sub(kept, _without_code(text))


def _without_code(text: str) -> str:
    """The page without scripts, styles and comments: what they hold would be taken for tags."""
    parts: list[str] = []
    at = 0
    while (match := _CODE.search(text, at)) is not None:
        parts.append(text[at : match.start()])
        end = _CODE_END[match[1].lower()].search(text, match.end())
        at = (
            end.start()
            if end is not None and match[1] != "!--"
            else end.end()
            if end is not None
            else len(text)
        )
    parts.append(text[at:])
    return " ".join(parts)
