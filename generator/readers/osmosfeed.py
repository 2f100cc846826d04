"""The configuration of osmos::feed (osmosfeed.yaml) in, the sources that it reads out."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from generator.diagnostics import Problem
from generator.model.source import Feed, SourceDraft
from generator.readers.json_value import object_of, text_of
from generator.readers.raw import Raw, Unpacked, opening, unpacking_problem, whole_text
from generator.settings import parse_yaml
from generator.settings.yaml_reading import Document

_SOURCES: Final = re.compile(r"^sources:[ \t]*(?:#.*)?$", re.MULTILINE)
_MARKER: Final = re.compile(r"^---[ \t]*$", re.MULTILINE)
_HREF: Final = re.compile(r"^[ \t]*-[ \t]+href:[ \t]*\S", re.MULTILINE)


class OsmosfeedReader:
    """Reads the feeds of osmos::feed into sources.yml."""

    name = "osmosfeed"

    def accepts(self, raw: Raw) -> bool:
        """YAML with a list of `sources` that have an `href`, and no text below it as an article has."""
        start = opening(raw).lstrip("\ufeff").replace("\r\n", "\n")
        listed = _SOURCES.search(start) and _HREF.search(start)
        return bool(listed and not _MARKER.search(start.removeprefix("---\n")))

    def read(self, raw: Raw) -> Iterator[SourceDraft | Problem]:
        """A draft of a source for each `href`, and each entry that has none."""
        try:
            text = whole_text(raw).lstrip("\ufeff")
        except Unpacked as error:
            yield unpacking_problem(raw, error)
            return
        document, problems = parse_yaml(text, raw.path)
        yield from problems
        if document is not None:
            yield from _entries(document)


def _entries(document: Document) -> Iterator[SourceDraft | Problem]:
    listed = object_of(document.value).get("sources")
    entries = listed if isinstance(listed, list) else []
    for number, entry in enumerate(entries):
        href = text_of(object_of(entry), "href")
        if href:
            place = document.position(("sources", number, "href"))
            yield SourceDraft(origin=place, name="", feed=Feed(url=href))
        else:
            yield Problem(
                code="bad-record",
                position=document.position(("sources", number)),
                message="This source has no address.",
                remedy="Write `- href: https://…`.",
            )
    if not entries:
        yield Problem(
            code="nothing-found",
            position=document.position(("sources",)),
            message="The list of sources names no feed.",
            remedy="Write `- href: https://…` below `sources:`.",
        )
