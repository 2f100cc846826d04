"""Look for what was taken down in what is published: its words and the output's files in, problems out."""

from __future__ import annotations

import gzip
import html
import re
import sqlite3
import zlib
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import closing, suppress
from dataclasses import dataclass, field
from typing import Final
from urllib.parse import unquote

from generator.diagnostics import Position, Problem
from generator.model.article import Article
from generator.model.editorial import Aim, Kind
from generator.model.ids import ArticleId
from generator.model.redaction import Redaction

_LEAST: Final = 30  # characters; what is shorter may be anybody's words
_SENTENCE: Final = re.compile(r"(?<=[.!?…])\s+|\n+")
_TAG: Final = re.compile(r"<[^<>]*>")
_NOTHING: Final = re.compile(r"(?!)")
_GZIP: Final = b"\x1f\x8b"
_SQLITE: Final = b"SQLite format 3\0"
_BLANKS: Final = re.compile(r"[\s\\]+")  # what Markdown escapes with a backslash is the same word
_BY_NUMBER: Final = re.compile(r"\\u([0-9a-fA-F]{4})")  # as JSON writes a letter that is not ASCII
_END: Final = r"(?=[\s\"'<>)\]\\#?]|/?$|/[\s\"'<>)\]\\#?])"  # of an address
_REST: Final = r"[^\s\"'<>)\]\\]*"


@dataclass(frozen=True, slots=True, kw_only=True)
class Sought:
    """What must not be found: words of articles, addresses (with where their takedown stands), and names."""

    words: Mapping[ArticleId, Sequence[str]]
    addresses: Mapping[re.Pattern[str], str] = field(default_factory=dict)
    allowed: Collection[str] = ()
    names: Redaction = field(default_factory=Redaction)


def addresses_of(
    aims: Mapping[Aim, str], taken: Iterable[Article], kept: Iterable[Article]
) -> dict[re.Pattern[str], str]:
    """How the addresses that are taken down look in a text: those that `aims` mean (each with how messages
    call it), and those of the articles `taken`, but for those that one that is `kept` has too."""
    others = {article.url for article in kept}
    found = {}
    for aim, label in aims.items():
        if aim.kind is Kind.ADDRESS:
            start = re.escape(aim.value.rstrip("/*") if not aim.value.endswith("*") else aim.value[:-1])
            found[re.compile(start + (_REST if aim.value.endswith("*") else _END))] = label
    for article in taken:
        if article.url and article.url not in others:
            found[re.compile(re.escape(article.url.rstrip("/")) + _END)] = article.id
    return found


def words_of(taken: Iterable[Article], kept: Iterable[str]) -> dict[ArticleId, tuple[str, ...]]:
    """The title and sentences of each article `taken` down, but for those that stand in the texts that are
    `kept` too: a copy's words are published as the copy's."""
    others = "\n".join(map(_plain, kept))
    found = {}
    for article in taken:
        said = (_plain(part) for part in (article.title, *_SENTENCE.split(article.body)))
        found[article.id] = tuple(words for words in said if len(words) >= _LEAST and words not in others)
    return found


def leaks(sought: Sought, files: Iterable[tuple[str, bytes]]) -> Iterator[Problem]:
    """An error for each of `files` (path and bytes; packed by gzip, a database of SQLite, or as they are)
    that has what is sought: as it is, or as HTML, Markdown, JSON or an address writes it; or whose path has
    a name."""
    for path, data in files:
        texts = [_plain(path), *(plain for text in _texts(data) for plain in _both(text))]
        for article, words in sought.words.items():
            if any(one in text for text in texts for one in words):
                yield _leak(path, f"words of {article}, which is taken down")
        for pattern, label in sought.addresses.items():
            found = (match[0] for text in texts for match in pattern.finditer(text))
            if any(one.rstrip("/") not in sought.allowed for one in found):
                yield _leak(path, f"an address that is taken down ({label})")
        for label in sorted({label for text in texts for label in sought.names.labels_in(text)}):
            yield _leak(path, f"a name that is taken down ({label})")


def _leak(path: str, what: str) -> Problem:
    return Problem(
        code="taken-down-leak",
        position=Position(path=path),
        message=f"It has {what}.",
        remedy="Build the site again; what is not made by the build must be mended by hand.",
    )


def _texts(data: bytes) -> Iterator[str]:
    if data.startswith(_GZIP):
        with suppress(OSError, EOFError, zlib.error):  # then it is read as it is
            data = gzip.decompress(data)
    yield data.decode("utf-8", "replace")
    if data.startswith(_SQLITE):
        yield from _values(data)


def _values(data: bytes) -> Iterator[str]:
    """Every value of a database: one that is long does not lie in one piece in its file."""
    with closing(sqlite3.connect(":memory:")) as connection, suppress(sqlite3.Error):
        connection.deserialize(data)
        tables = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
        for (table,) in tables:
            quoted = table.replace('"', '""')
            for row in connection.execute(f'SELECT * FROM "{quoted}"'):  # noqa: S608 - a name out of the file
                yield from map(_unpacked, row)


def _unpacked(value: object) -> str:
    if not isinstance(value, bytes):
        return str(value)
    with suppress(zlib.error):
        value = zlib.decompress(value)
    return value.decode("utf-8", "replace")


def _both(text: str) -> tuple[str, str]:
    """The text as it is read, over the limits of elements; and with what stands in their attributes."""
    return _plain(text), _plain(text, _NOTHING)


def _plain(text: str, left_out: re.Pattern[str] = _TAG) -> str:
    text = _BY_NUMBER.sub(lambda found: chr(int(found[1], 16)), text.replace("\\n", " "))
    readable = html.unescape(left_out.sub(" ", html.unescape(unquote(text))))
    return _BLANKS.sub(" ", readable).strip()
