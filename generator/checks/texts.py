"""Read what published files say: a file's bytes in, its texts out, block by block."""

from __future__ import annotations

import gzip
import html
import json
import re
import zlib
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from typing import Final, Generic, TypeVar

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
_VALUE: Final = re.compile(r"\n(?=\w+:)")  # of front matter: it begins with its key
_KEY: Final = re.compile(r"^\w+: (?=\")", re.MULTILINE)  # of front matter: 'title: "Ferry stays"'
_NAMED: Final = re.compile(
    r"\{:?\s*(?:[#.]|rel=)[^{}\n]*\}"
)  # a heading's anchor, which has words of a title
_LINKED: Final = re.compile(r"(?<=\])\(<?[^\s)>]*")


T = TypeVar("T")


class TextReader(Generic[T]):
    """Reads files of a site, which have most of their parts in common: each part is taken apart once."""

    def __init__(self, take: Callable[[str], T | None]) -> None:
        """`take` is asked what to make of a text, None being nothing; it is not asked again for a part that
        comes again."""
        self._take = take
        self._parts: dict[int, tuple[T, ...]] = {}  # by hashes of parts, since a site's are many

    def read(self, path: str, data: bytes) -> Iterator[T]:
        """What was taken of all that the file at `path` says to people and machines, block by block: text
        without markup, what stands in attributes, in JSON-LD and in the values of JSON, packed by gzip or
        not.

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
        of_kind, parts = _parts(kind, text)
        for part in parts:
            if len(part) >= _ROOM:
                yield from self._once(of_kind, part)

    def _once(self, of_kind: Callable[[str], Iterator[str]], part: str) -> tuple[T, ...]:
        key = hash((of_kind, part))
        texts = self._parts.get(key)
        if texts is None:
            texts = self._parts[key] = tuple(
                [
                    taken
                    for text in of_kind(part)
                    if len(text) >= _ROOM and (taken := self._take(text)) is not None
                ]
            )
        return texts


def _parts(kind: str, text: str) -> tuple[Callable[[str], Iterator[str]], Iterable[str]]:
    """The parts of a file, and how each of them is read."""
    if kind in _JSON:
        value = _value_of(text)
        return (_blocks, [_without_json(text)]) if value is None else (_of_string, _strings(value))
    if kind in _MARKUP:
        return _of_markup, _MARKED_PART.split(text)
    if kind == "md":
        return _of_markdown, _parts_of_markdown(text)
    return _blocks, text.split("\n\n")


def _parts_of_markdown(text: str) -> Iterator[str]:
    """The values of its front matter, and what stands between empty lines."""
    end = text.find("\n---\n") if text.startswith("---\n") else -1
    if end >= 0:
        yield from _VALUE.split(text[:end])
    yield from text[max(end, 0) :].split("\n\n")


def _of_markup(text: str) -> Iterator[str]:
    if "+" in text:
        for match in _DATA.finditer(text):
            value = _value_of(match[1])
            if value is None:
                yield from _blocks(_without_json(match[1]))
            else:
                for said in _strings(value):
                    yield from _of_string(said)
    text = _CODE.sub(" ", text)
    if "=" in text:
        for match in _SHOWN_ATTRIBUTE.finditer(text):
            yield _readable(match[1] or match[2] or "")
    for block in _BLOCK.split(_NO_TAG.sub(" ", text)):
        if block and not block.isspace():
            inner = _readable(_TAG.sub(" ", block))
            # What a feed has is HTML in HTML: blocks, tags and entities once more.
            for part in _BLOCK.split(inner) if "<" in inner else (inner,):
                yield html.unescape(_TAG.sub(" ", part))


def _value_of(text: str) -> object:
    """The value that `text` is in JSON, after whatever comes before it; None where it is not."""
    begin = min((at for at in (text.find("{"), text.find("[")) if at >= 0), default=0)
    try:
        return json.loads(text[begin:])
    except ValueError:
        return None


def _without_json(text: str) -> str:
    """What may be JSON, without what would be escapes there."""
    return text.replace("\\n", "\n").replace('\\"', '"')


def _strings(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for part in value.values():
            yield from _strings(part)
    elif isinstance(value, list):
        for part in value:
            yield from _strings(part)


def _of_string(text: str) -> Iterator[str]:
    return _of_markup(text) if "<" in text else _blocks(text)


# A regular expression is asked only where a character is that it cannot do without.


def _of_markdown(text: str) -> Iterator[str]:
    if "=" in text:
        for match in _SHOWN_ATTRIBUTE.finditer(text):
            yield _readable(match[1] or match[2] or "")
    if ': "' in text:
        text = _KEY.sub("", text)
    if "{" in text:
        text = _NAMED.sub(" ", text)
    yield from _blocks(text)


def _blocks(text: str) -> Iterator[str]:
    for block in _PARAGRAPH.split(text) if "\n" in text else (text,):
        if block and not block.isspace():
            said = _LINKED.sub(" ", block) if "](" in block else block
            yield _readable(_TAG.sub(" ", said) if "<" in said else said)


def _readable(text: str) -> str:
    return html.unescape(text).replace("\\", "")
