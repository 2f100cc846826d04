"""Which reader takes a file: a raw file in, a reader (or the problem that there is none) out."""

from __future__ import annotations

from typing import Final

from generator.diagnostics import Problem
from generator.readers.dump import DumpReader
from generator.readers.feed import FeedReader
from generator.readers.feed_list import FeedListReader
from generator.readers.html import HtmlReader
from generator.readers.installed import installed_readers
from generator.readers.jsonl import JsonLinesReader
from generator.readers.markdown import MarkdownReader
from generator.readers.osmosfeed import OsmosfeedReader
from generator.readers.plain_text import PlainTextReader, looks_binary, looks_like_markup
from generator.readers.planet import PlanetReader
from generator.readers.post import PostReader
from generator.readers.raw import Raw, Reader, opening

# Dayfold's own, in order of how sure each is of its kind: the first that accepts a file reads it.
READERS: Final[tuple[Reader, ...]] = (
    PostReader(),
    OsmosfeedReader(),
    MarkdownReader(),
    FeedReader(),
    FeedListReader(),
    PlanetReader(),
    JsonLinesReader(),
    HtmlReader(),
    DumpReader(),
    PlainTextReader(),
)
_OWN: Final = frozenset(reader.name for reader in READERS)


def readers() -> tuple[Reader, ...]:
    """Every reader: those of other packages, which were installed for a kind that ours do not know or do not
    know well enough, then our own. Raises DayfoldError (`bad-reader`)."""
    return (*installed_readers(_OWN), *READERS)


def choose(raw: Raw, forced: str | None = None) -> Reader | Problem:
    """The reader called `forced`, or the first that accepts the file's content."""
    if forced is not None:
        return next((reader for reader in readers() if reader.name == forced), None) or _unknown(raw, forced)
    return next((reader for reader in readers() if reader.accepts(raw)), None) or _none(raw)


def _unknown(raw: Raw, forced: str) -> Problem:
    return Problem(
        code="no-reader",
        position=raw.position(),
        message=f"There is no reader called {forced!r}.",
        remedy=f"Use one of: {_names()}.",
    )


def _none(raw: Raw) -> Problem:
    start = opening(raw)
    if not raw.data:
        what, remedy = "The file is empty", "Take it away, or put an article into it."
    elif looks_like_markup(start):
        what = "The file is markup of no kind that a reader takes"
        remedy = "Save the article's text, or export it as JSON Lines or Markdown."
    elif looks_binary(start) or not start:
        what, remedy = "The file is not text", "Take it away, or export its text."
    else:
        what, remedy = "The file has no text", "Take it away, or put an article into it."
    return Problem(
        code="no-reader",
        position=raw.position(),
        message=f"{what}; its content was not read.",
        remedy=f"{remedy} Readers: {_names()}.",
    )


def _names() -> str:
    return ", ".join(reader.name for reader in readers())
