"""Read what published files say: a file's bytes in, its texts out, block by block."""

from __future__ import annotations

import gzip
import html
import json
import re
import zlib
from collections.abc import Callable, Iterator
from contextlib import suppress
from typing import Final

_ROOM: Final = 16  # characters: eight words of one with a space after each
_GZIP: Final = b"\x1f\x8b"
_BINARY: Final = b"\0"
_MARKUP: Final = frozenset({"html", "htm", "xml", "svg", "atom", "rss", "xhtml"})
_PROGRAMS: Final = frozenset({"js", "mjs", "css", "map"})
_JSON: Final = frozenset({"json", "jsonl", "webmanifest", "pf_fragment"})

_DATA: Final = re.compile(r"<script\b[^>]*ld\+json[^>]*>(.*?)</script>", re.DOTALL | re.IGNORECASE)
_CODE: Final = re.compile(r"<(script|style)\b.*?</\1>", re.DOTALL | re.IGNORECASE)
_SHOWN_ATTRIBUTE: Final = re.compile(
    r"""\b(?:content|title|alt|aria-label|placeholder|data-[\w-]+)\s*=\s*(?:"([^"]*)"|'([^']*)')"""
)
_BLOCK_TAG: Final = (
    r"</?(?:article|aside|blockquote|body|d[dlt]|div|entry|figcaption|figure|footer|h[1-6]|head|header|item|li"
    r"|main|nav|ol|p|pre|section|summary|table|t[dhr]|tbody|thead|title|description|content|ul)\b"
)
_BLOCK: Final = re.compile(rf"{_BLOCK_TAG}[^<>]*>", re.IGNORECASE)
_MARKED_PART: Final = re.compile(rf"\n\s*(?={_BLOCK_TAG})")  # no text goes on over the tag of a block
_TAG: Final = re.compile(r"<[A-Za-z/?!][^<>]*>")
_NO_TAG: Final = re.compile(r"<!\[CDATA\[|\]\]>|<!--|-->")
_PARAGRAPH: Final = re.compile(r"\n\s*\n|\n(?=\s*(?:[-*+>#]|\d+\.|---)\s)|(?<=\n)>\s*\n")
_KEY: Final = re.compile(r"^\w+: (?=\")", re.MULTILINE)  # of front matter: 'title: "Ferry stays"'
_NAMED: Final = re.compile(
    r"\{:?\s*(?:[#.]|rel=)[^{}\n]*\}"
)  # a heading's anchor, which has words of a title
_LINKED: Final = re.compile(r"(?<=\])\(<?[^\s)>]*")


class TextReader:
    """Reads files of a site, which have most of their parts in common: each part is taken apart once."""

    def __init__(self) -> None:
        self._parts: dict[int, tuple[str, ...]] = {}  # by hashes of parts, since a site's are many

    def texts_of(self, path: str, data: bytes) -> Iterator[str]:
        """What the file at `path` says to people and machines, block by block: text without markup, what
        stands in attributes, in JSON-LD and in the values of JSON, packed by gzip or not.

        Where links lead is left out, with whatever words that is made of, and so are programs, styles and
        what is not text. It does not depend on which files were read before.
        """
        kind = path.removesuffix(".gz").rpartition(".")[2].lower()
        if data.startswith(_GZIP):
            with suppress(OSError, EOFError, zlib.error):  # then it is no text either
                data = gzip.decompress(data)
        if kind in _PROGRAMS or _BINARY in data:
            return
        text = data.decode("utf-8", "replace")
        if kind in _JSON:
            yield from filter(_is_long, _of_json(text))
        elif kind in _MARKUP:
            for part in _MARKED_PART.split(text):
                yield from self._once(_of_markup, part)
        else:
            of_kind = _of_markdown if kind == "md" else _blocks
            for part in text.split("\n\n"):
                yield from self._once(of_kind, part)

    def _once(self, of_kind: Callable[[str], Iterator[str]], part: str) -> tuple[str, ...]:
        key = hash((of_kind, part))
        texts = self._parts.get(key)
        if texts is None:
            texts = self._parts[key] = tuple(filter(_is_long, of_kind(part)))
        return texts


def _is_long(text: str) -> bool:
    """Whether there is room for a run of words in any script."""
    return len(text) >= _ROOM


def _of_markup(text: str) -> Iterator[str]:
    for match in _DATA.finditer(text):
        yield from _of_json(match[1])
    text = _CODE.sub(" ", text)
    for match in _SHOWN_ATTRIBUTE.finditer(text):
        yield _readable(match[1] or match[2] or "")
    for block in _BLOCK.split(_NO_TAG.sub(" ", text)):
        if block and not block.isspace():
            inner = _readable(_TAG.sub(" ", block))
            # What a feed has is HTML in HTML: blocks, tags and entities once more.
            for part in _BLOCK.split(inner) if "<" in inner else (inner,):
                yield html.unescape(_TAG.sub(" ", part))


def _of_json(text: str) -> Iterator[str]:
    begin = min((at for at in (text.find("{"), text.find("[")) if at >= 0), default=0)
    try:
        value = json.loads(text[begin:])
    except ValueError:
        yield from _blocks(text.replace("\\n", "\n").replace('\\"', '"'))
        return
    for said in _strings(value):
        yield from _of_markup(said) if "<" in said else _blocks(said)


def _strings(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for part in value.values():
            yield from _strings(part)
    elif isinstance(value, list):
        for part in value:
            yield from _strings(part)


def _of_markdown(text: str) -> Iterator[str]:
    for match in _SHOWN_ATTRIBUTE.finditer(text):
        yield _readable(match[1] or match[2] or "")
    yield from _blocks(_NAMED.sub(" ", _KEY.sub("", text)))


def _blocks(text: str) -> Iterator[str]:
    for block in _PARAGRAPH.split(text):
        if block and not block.isspace():
            yield _readable(_TAG.sub(" ", _LINKED.sub(" ", block)))


def _readable(text: str) -> str:
    return html.unescape(text).replace("\\", "")
