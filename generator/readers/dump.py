"""Aggregator pages dumped as text: a lead article, the page's chrome, related articles; drafts out.

The layout, line by line: the lead's title; its paragraphs, one a line; `Hashtags`; `Try Our AI Features`;
`Explore what NAME AI can do for you:`; `Comments`; `No comments yet...`; `Related Articles`; then for each
related article its source, its age, `- ` and the source again, its title and its text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from generator.diagnostics import Problem
from generator.model.article import Draft
from generator.readers.raw import Raw, Unpacked, opening, unpacking_problem, whole_text

_RELATED: Final = "related articles"
_FEATURES: Final = re.compile(r"try our ai features|explore what .{1,60} ai can do for you\W*", re.IGNORECASE)
_AGGREGATOR: Final = re.compile(r"explore what (.{1,60}?) ai can do for you", re.IGNORECASE)
_COMMENTS: Final = re.compile(r"(?:\d+ )?comments?|no comments yet\W*", re.IGNORECASE)
_HASHTAG: Final = re.compile(r"(?:#\S+[\s,]*)*")
_AGE: Final = re.compile(
    r"(?:just )?now|today|yesterday|.*\bago|\d{1,4}\W.{2,30}|[A-Z][a-z]{2,8}\.? \d{1,2}\b.{0,24}",
    re.IGNORECASE,
)
_LONGEST_NAME: Final = 120
_LONGEST_AGE: Final = 40


@dataclass(frozen=True, slots=True, kw_only=True)
class _Header:
    """Where a related article begins: line indices of its first header line and of its title."""

    start: int
    end: int
    source: str
    age: str | None


class DumpReader:
    """Reads an aggregator page's text."""

    name = "dump"

    def accepts(self, raw: Raw) -> bool:
        """A page with the aggregator's own furniture, or its three-line headers under 'Related Articles'."""
        lines = _lines(opening(raw))
        if any(_FEATURES.fullmatch(line) for line in lines):
            return True
        related = next((i for i, line in enumerate(lines) if line.casefold() == _RELATED), None)
        return related is not None and bool(_headers(lines[related:]))

    def read(self, raw: Raw) -> Iterator[Draft | Problem]:
        """The related articles, then the lead: a source's name as the page prints it comes before the
        same name as a lead's text happens to give it away."""
        try:
            lines = _lines(whole_text(raw))
        except Unpacked as error:
            yield unpacking_problem(raw, error)
            return
        headers = _headers(lines)
        lead_end, chrome_end = _chrome(lines, headers[0].start if headers else len(lines))
        aggregator = _aggregator(lines[lead_end:chrome_end])
        found = list(_related(raw, lines, headers, aggregator))
        lead = _lead(raw, lines[:lead_end], aggregator)
        yield from found
        if lead:
            yield lead
        if not found and not lead:
            yield Problem(
                code="nothing-found",
                position=raw.position(1, 1),
                message="The page has its furniture and no article.",
                remedy="Dump the page again, with its text; or take the file away.",
            )


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.replace("\r\n", "\n").replace("\r", "\n").split("\n")]


def _headers(lines: Sequence[str]) -> list[_Header]:
    headers: list[_Header] = []
    for index, line in enumerate(lines):
        fresh = index == 0 or not lines[index - 1] or lines[index - 1].casefold() == _RELATED
        if line and fresh and (not headers or index >= headers[-1].end):
            header = _header_at(lines, index)
            if header:
                headers.append(header)
    return headers


def _header_at(lines: Sequence[str], index: int) -> _Header | None:
    """The header that begins at `index`: source, age, `- source`; or but two of the three."""
    name = lines[index]
    second = lines[index + 1] if index + 1 < len(lines) else ""
    third = lines[index + 2] if index + 2 < len(lines) else ""
    if len(name) <= _LONGEST_NAME and third == f"- {name}" and len(second) <= _LONGEST_AGE:
        return _Header(start=index, end=index + 3, source=name, age=second or None)
    if len(name) <= _LONGEST_NAME and second == f"- {name}":
        return _Header(start=index, end=index + 2, source=name, age=None)
    dash, _, source = second.partition(" ")
    if dash == "-" and len(source) <= _LONGEST_NAME and len(name) <= _LONGEST_AGE and _AGE.fullmatch(name):
        return _Header(start=index, end=index + 2, source=source.strip(), age=name)
    return None


def _chrome(lines: Sequence[str], limit: int) -> tuple[int, int]:
    """Where the lead ends and where the page's furniture ends, looking back from the first related
    article, so that a lead may have a line that reads 'Comments' or 'Related Articles'."""
    end = limit
    at = _last(lines, limit, lambda line: line.casefold() == _RELATED)
    start = limit if at is None else at
    features = _last(lines, limit, lambda line: bool(_FEATURES.fullmatch(line)))
    if features is not None:
        start = features
    while start > 0 and _furniture(lines[start - 1]):
        start -= 1
    hashtags = start
    while hashtags > 0 and _HASHTAG.fullmatch(lines[hashtags - 1]):
        hashtags -= 1
    if hashtags > 0 and lines[hashtags - 1].casefold() == "hashtags":
        start = hashtags - 1
    return start, end


def _last(lines: Sequence[str], limit: int, wanted: object) -> int | None:
    return next((i for i in range(limit - 1, -1, -1) if callable(wanted) and wanted(lines[i])), None)


def _furniture(line: str) -> bool:
    return not line or bool(_FEATURES.fullmatch(line) or _COMMENTS.fullmatch(line))


def _aggregator(chrome: Sequence[str]) -> str | None:
    match = _AGGREGATOR.search("\n".join(chrome))
    return match.group(1).strip() if match else None


def _lead(raw: Raw, lines: Sequence[str], aggregator: str | None) -> Draft | None:
    kept = [(number, line) for number, line in enumerate(lines, 1) if line]
    if not kept:
        return None
    (number, title), paragraphs = kept[0], [line for _, line in kept[1:]]
    return Draft(
        origin=raw.position(number, 1),
        title=title,
        body="\n\n".join(paragraphs),
        reader=DumpReader.name,
        via_name=aggregator,
        retrieved=raw.captured,
        one_line=len(paragraphs) == 1,
    )


def _related(
    raw: Raw, lines: Sequence[str], headers: Sequence[_Header], aggregator: str | None
) -> Iterator[Draft | Problem]:
    ends = [*(header.start for header in headers[1:]), len(lines)]
    for header, end in zip(headers, ends, strict=False):
        kept = [line for line in lines[header.end : end] if line]
        if not kept:
            yield Problem(
                code="no-title",
                position=raw.position(header.start + 1, 1),
                message=f"The related article of {header.source!r} has no title.",
                remedy="Write its title under its source, or take the three lines away.",
            )
            continue
        yield Draft(
            origin=raw.position(header.start + 1, 1),
            title=kept[0],
            body="\n\n".join(kept[1:]),
            reader=DumpReader.name,
            source_name=header.source,
            published_text=header.age,
            retrieved=raw.captured,
            via_name=aggregator,
            one_line=len(kept) == 2,
            excerpt_only=len(kept) == 1,
        )
