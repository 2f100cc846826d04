"""JSON Lines: one object a line, with the names that exporters use; drafts out."""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterator, Mapping
from typing import Final

from generator.diagnostics import Position, Problem, Severity
from generator.model.article import DatedBy, Draft, Label
from generator.model.ids import TopicId
from generator.readers.decoding import decode
from generator.readers.raw import Raw, Unpacked, open_bytes, opening, unpacking_problem, whole_text

# Field names in order of preference: what news APIs, feed readers and scrapers export.
_TITLE: Final = ("title", "headline", "name")
_BODY: Final = (
    "text",
    "body",
    "content",
    "articleBody",
    "content_text",
    "full_text",
    "maintext",
    "description",
)
_URL: Final = ("url", "link", "canonical_url", "source_url", "href")
_PUBLISHED: Final = (
    "published", "date", "published_at", "pubDate", "datePublished", "publishedAt", "date_published",
    "date_publish", "publication_date", "pub_date", "created", "created_at", "timestamp", "time",
)  # fmt: skip
_UPDATED: Final = ("updated", "updated_at", "modified", "dateModified", "date_modified", "modified_at")
_RETRIEVED: Final = (
    "retrieved",
    "retrieved_at",
    "captured",
    "crawled",
    "crawled_at",
    "fetched",
    "date_download",
)
_SOURCE: Final = ("source", "publisher", "site", "source_name", "outlet", "site_name", "domain")
_AUTHORS: Final = ("authors", "author", "byline", "creator")
_LANGUAGE: Final = ("language", "lang", "inLanguage")
_ID: Final = ("id", "external_id", "guid", "uuid", "_id")
_NAMES_IN_OBJECTS: Final = ("name", "title", "id", "domain", "url")
_LABELS: Final = {label.value: label for label in Label}
_DEEPEST: Final = 3


class JsonLinesReader:
    """Reads one JSON object a line; also a JSON array of objects, or a single object over many lines."""

    name = "jsonl"

    def accepts(self, raw: Raw) -> bool:
        """Text whose first character opens an object, or an array of objects."""
        start = opening(raw).lstrip("\ufeff \t\r\n")
        return start.startswith("{") or (start.startswith("[") and start[1:].lstrip()[:1] == "{")

    def read(self, raw: Raw) -> Iterator[Draft | Problem]:
        """A draft for each object; a problem for each line that is not one."""
        try:
            yield from _whole(raw) if _is_one_document(raw) else _line_by_line(raw)
        except Unpacked as error:
            yield unpacking_problem(raw, error)


def _is_one_document(raw: Raw) -> bool:
    """Whether the file is one JSON value over many lines: its first line is not a value by itself."""
    start = opening(raw).lstrip("\ufeff \t\r\n")
    if start.startswith("["):
        return True
    first, newline, _ = start.partition("\n")
    return bool(newline) and first.strip() in {"{", "{}"}


def _whole(raw: Raw) -> Iterator[Draft | Problem]:
    text = whole_text(raw)
    value = _parse(text, raw.position(1, 1))
    if isinstance(value, Problem):
        yield value
        return
    records = value if isinstance(value, list) else [value]
    for record in records:
        yield _draft(record, raw.position(1, 1), raw)


def _line_by_line(raw: Raw) -> Iterator[Draft | Problem]:
    empty = True
    for number, line in enumerate(_lines(raw), 1):
        stripped = line.strip("\ufeff \t\r\n")
        if stripped:
            empty = False
            position = raw.position(number, len(line) - len(line.lstrip("\ufeff \t\r\n")) + 1)
            value = _parse(stripped, position)
            yield value if isinstance(value, Problem) else _draft(value, position, raw)
    if empty:
        yield Problem(
            code="nothing-found",
            position=raw.position(),
            message="The file has no line with a JSON object.",
            remedy='Write one object a line: {"title": "…", "text": "…", "published": "…", "source": "…"}.',
        )


def _lines(raw: Raw) -> Iterator[str]:
    """The file's lines, one at a time. Raises Unpacked when gzip is damaged or unpacks beyond the limit."""
    try:
        with open_bytes(raw) as stream:
            start = stream.read(4)
            if start[:2] in {b"\xff\xfe", b"\xfe\xff"} or b"\0" in start:
                yield from whole_text(raw).split("\n")
                return
            left = raw.limit - len(start)
            line = start + stream.readline(max(left, 0) + 1)
            left -= len(line) - len(start)
            while line:
                if left < 0:
                    raise Unpacked("too-large", f"The file unpacks to more than {raw.limit:,} bytes.")
                # The first four bytes may hold several short lines.
                yield from decode(line).removesuffix("\n").split("\n")
                line = stream.readline(left + 1)
                left -= len(line)
    except (OSError, EOFError, zlib.error) as error:
        raise Unpacked("unreadable", f"The gzip file is damaged: {error}.") from error


def _parse(text: str, position: Position) -> object:
    """The JSON value, or the problem with it."""
    try:
        value: object = json.loads(text)
    except json.JSONDecodeError as error:
        col = position.col + error.colno - 1 if error.lineno == 1 else error.colno
        place = Position(path=position.path, line=position.line + error.lineno - 1, col=col)
        return _bad(place, f"This is not JSON: {error.msg}.")
    except RecursionError:
        return _bad(position, "The JSON is nested too deeply.")
    except ValueError as error:  # an integer of more digits than Python converts
        return _bad(position, f"This JSON cannot be read: {error}.")
    return value


def _draft(value: object, position: Position, raw: Raw) -> Draft | Problem:
    if not isinstance(value, dict):
        return _bad(position, f"This is {_kind(value)}, not an object.")
    record: Mapping[str, object] = value
    title = _text(record, _TITLE)
    if not title.strip():
        return Problem(
            code="no-title",
            position=position,
            message="The record has no title.",
            remedy=f"Give it one of these fields: {', '.join(_TITLE)}.",
        )
    body = _text(record, _BODY)
    url = _text(record, _URL) or None
    published = _text(record, _PUBLISHED) or None
    return Draft(
        origin=position,
        title=title,
        body=body,
        reader=JsonLinesReader.name,
        url=url,
        source_name=_text(record, _SOURCE) or None,
        published_text=published,
        updated_text=_text(record, _UPDATED) or None,
        retrieved_text=_text(record, _RETRIEVED) or None,
        retrieved=raw.captured,
        dated_by=DatedBy.FEED if published else None,
        authors=_names(record, _AUTHORS),
        credit_names=_names(record, ("credit",)),
        via_name=_text(record, ("via",)) or None,
        cites_names=_names(record, ("cites",)),
        dateline=_text(record, ("dateline",)) or None,
        label=_LABELS.get(_text(record, ("label",)).strip().lower()),
        language=_text(record, _LANGUAGE) or None,
        topics=tuple(TopicId(name) for name in _names(record, ("topics",))),
        see_also=_names(record, ("see_also",)),
        external_id=_text(record, _ID) or None,
        excerpt_only=record.get("excerpt_only") is True or (not body.strip() and url is not None),
    )


def _text(record: Mapping[str, object], names: tuple[str, ...]) -> str:
    """The first of the fields that says anything, as text."""
    for name in names:
        found = _as_text(record.get(name))
        if found.strip():
            return found
    return ""


def _as_text(value: object, depth: int = 0) -> str:
    if isinstance(value, str):
        return value
    if isinstance(value, bool) or value is None or depth > _DEEPEST:
        return ""
    if isinstance(value, int | float):
        return str(value)
    if isinstance(value, dict):
        return next((text for key in _NAMES_IN_OBJECTS if (text := _as_text(value.get(key), depth + 1))), "")
    if isinstance(value, list):
        return "\n\n".join(text for item in value if (text := _as_text(item, depth + 1)))
    return ""


def _names(record: Mapping[str, object], fields: tuple[str, ...]) -> tuple[str, ...]:
    """Names from a list, or from one string."""
    for field in fields:
        value = record.get(field)
        items = value if isinstance(value, list) else [value]
        names = tuple(text for item in items if (text := _as_text(item).strip()))
        if names:
            return names
    return ()


def _kind(value: object) -> str:
    return {list: "an array", str: "a string", type(None): "null", bool: "a truth value"}.get(
        type(value), "a number"
    )


def _bad(position: Position, message: str) -> Problem:
    return Problem(
        code="bad-record",
        position=position,
        message=message,
        remedy="The other lines were read. Mend this one and ingest the file again.",
        severity=Severity.ERROR,
    )
