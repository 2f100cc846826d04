"""The configuration of a planet in, the sources that it reads out.

Planet 2.0 and Planet Venus name each feed by its address, `[https://paper.example/feed]` with `name`; Planet
Pluto by a word, with its address as `feed`. Both are INI files: the first as Python's ConfigParser has them.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from generator.diagnostics import Problem, Severity
from generator.model.source import Feed, SourceDraft
from generator.readers.raw import Raw, Unpacked, opening, unpacking_problem, whole_text

_ADDRESS: Final = re.compile(r"https?://[^\s\]]+", re.IGNORECASE)
_SECTION: Final = re.compile(r"\[([^\]\n]+)\]\s*(?:[#;].*)?")
_OPTION: Final = re.compile(r"([A-Za-z_][\w.-]*)\s*[=:]\s*(.*)")
_COMMENT: Final = re.compile(r"[#;]|rem\b", re.IGNORECASE)
_FEED_SECTION: Final = re.compile(r"^\[https?://[^\s\]]+\][ \t]*(?:[#;].*)?$", re.MULTILINE | re.IGNORECASE)
_ANY_SECTION: Final = re.compile(r"^\[[^\]\n]+\][ \t]*$", re.MULTILINE)
_FEED_OPTION: Final = re.compile(r"^[ \t]*(?:feed|feed_url|rss)[ \t]*[=:][ \t]*https?://", re.MULTILINE)
_FEED_KEYS: Final = ("feed", "feed_url", "rss")
_NAME_KEYS: Final = ("name", "title")
_HOME_KEYS: Final = ("link", "url")
_PLANETS: Final = frozenset({"planet", "default", "_global"})  # sections of the planet itself
_LISTS: Final = ("opml", "foaf", "csv", "config")  # kinds of reading lists


@dataclass(frozen=True, slots=True, kw_only=True)
class _Section:
    """A section's name, the line of its head, and its options, by key in small letters: the last counts."""

    name: str
    line: int
    options: dict[str, tuple[str, int]] = field(default_factory=dict)

    def first_of(self, keys: tuple[str, ...]) -> tuple[str, int] | None:
        """Value and line of the first of `keys` that says anything."""
        return next((self.options[key] for key in keys if self.options.get(key, ("", 0))[0]), None)


class PlanetReader:
    """Reads the feeds of a planet into sources.yml."""

    name = "planet"

    def accepts(self, raw: Raw) -> bool:
        """An INI file with an address for a section, or with one as the `feed` of a section."""
        start = opening(raw).lstrip("\ufeff").replace("\r\n", "\n")
        first = next((line for line in map(str.strip, start.splitlines()) if not _is_nothing(line)), "")
        if not (_SECTION.fullmatch(first) or _OPTION.fullmatch(first)):
            return False
        by_word = _ANY_SECTION.search(start) and _FEED_OPTION.search(start)
        return bool(_FEED_SECTION.search(start) or by_word)

    def read(self, raw: Raw) -> Iterator[SourceDraft | Problem]:
        """A draft of a source for each feed, in order, and what seems to be meant as one and is none."""
        try:
            text = whole_text(raw).lstrip("\ufeff")
        except Unpacked as error:
            yield unpacking_problem(raw, error)
            return
        sections = list(_sections(text))
        is_venus = any(section.name.lower() == "planet" for section in sections)
        found = False
        for section in sections:
            for item in _read(section, raw, is_venus=is_venus):
                found = True
                yield item
        if not found:
            yield Problem(
                code="nothing-found",
                position=raw.position(),
                message="The planet reads no feed.",
                remedy="Give it sections such as [https://paper.example/feed.xml].",
            )


def _sections(text: str) -> Iterator[_Section]:
    """Each section. Lines before the first belong to none; an indented line without a key goes on with the
    value before, which nothing here needs."""
    section: _Section | None = None
    for number, line in enumerate(text.splitlines(), 1):
        content = line.strip()
        if _is_nothing(content):
            continue
        head = _SECTION.fullmatch(content)
        if head and not line[:1].isspace():
            if section:
                yield section
            section = _Section(name=head[1].strip(), line=number)
        elif section and (option := _OPTION.fullmatch(content)):
            section.options[option[1].lower()] = (option[2].strip(), number)
    if section:
        yield section


def _is_nothing(line: str) -> bool:
    return not line or bool(_COMMENT.match(line))


def _read(section: _Section, raw: Raw, *, is_venus: bool) -> Iterator[SourceDraft | Problem]:
    if section.name.lower() in _PLANETS:
        return
    kind, _ = section.options.get("content_type", ("", 0))
    if any(word in kind.lower() for word in _LISTS):
        yield _reading_list(section, raw)
        return
    named = section.first_of(_FEED_KEYS)
    if named is None and _ADDRESS.fullmatch(section.name):
        named = (section.name, section.line)
    if named is None:
        if not is_venus:  # there it is a template or a filter
            yield _no_feed(section, raw)
        return
    title, home = section.first_of(_NAME_KEYS), section.first_of(_HOME_KEYS)
    name = title[0] if title else "" if _ADDRESS.fullmatch(section.name) else section.name
    yield SourceDraft(
        origin=raw.position(named[1], 1),
        name=html.unescape(name),
        feed=Feed(url=html.unescape(named[0])),
        homepage=html.unescape(home[0]) if home and _ADDRESS.fullmatch(home[0]) else None,
    )


def _reading_list(section: _Section, raw: Raw) -> Problem:
    return Problem(
        code="bad-record",
        position=raw.position(section.line, 1),
        message=f"'{section.name}' is a list of feeds that the planet fetches; it was not looked at.",
        remedy="Save it as OPML and ingest it.",
        severity=Severity.WARNING,
    )


def _no_feed(section: _Section, raw: Raw) -> Problem:
    has = ", ".join(f"`{key}`" for key in section.options) or "nothing"
    return Problem(
        code="bad-record",
        position=raw.position(section.line, 1),
        message=f"The section [{section.name}] says no address of a feed; it has {has}.",
        remedy="Write `feed = https://…` below it.",
    )
