"""Look for what was taken down in what is published: its words and the output's files in, problems out."""

from __future__ import annotations

import gzip
import html
import re
import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from typing import Final

from generator.diagnostics import Position, Problem
from generator.model.article import Article
from generator.model.ids import ArticleId

_LEAST: Final = 30  # characters; what is shorter may be anybody's words
_SENTENCE: Final = re.compile(r"(?<=[.!?…])\s+|\n+")
_TAG: Final = re.compile(r"<[^<>]*>")
_GZIP: Final = b"\x1f\x8b"
_BLANKS: Final = re.compile(r"[\s\\]+")  # what Markdown escapes with a backslash is the same word


def words_of(taken: Iterable[Article], kept: Iterable[str]) -> dict[ArticleId, tuple[str, ...]]:
    """The title and sentences of each article `taken` down, but for those that stand in the texts that are
    `kept` too: a copy's words are published as the copy's."""
    others = "\n".join(map(_plain, kept))
    found = {}
    for article in taken:
        said = (_plain(part) for part in (article.title, *_SENTENCE.split(article.body)))
        found[article.id] = tuple(words for words in said if len(words) >= _LEAST and words not in others)
    return found


def leaks(said: Mapping[ArticleId, Sequence[str]], files: Iterable[tuple[str, bytes]]) -> Iterator[Problem]:
    """An error for each of `files` (path and bytes, packed by gzip or not) that has words of an article that
    was taken down: as they are, or as HTML, Markdown or JSON write them."""
    for path, data in files:
        text = _plain(_text(data))
        for article, words in said.items():
            if any(one in text for one in words):
                yield Problem(
                    code="taken-down-leak",
                    position=Position(path=path),
                    message=f"It has words of {article}, which is taken down.",
                    remedy="Build the site again; what is not made by the build must be mended by hand.",
                )


def _text(data: bytes) -> str:
    if data.startswith(_GZIP):
        with suppress(OSError, EOFError, zlib.error):  # then it is read as it is
            data = gzip.decompress(data)
    return data.decode("utf-8", "replace")


def _plain(text: str) -> str:
    readable = html.unescape(_TAG.sub(" ", html.unescape(text.replace("\\n", " "))))
    return _BLANKS.sub(" ", readable).strip()
