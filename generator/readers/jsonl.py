"""JSON and JSON Lines: articles as programs export them, each shape known by its fields; drafts out."""

from __future__ import annotations

import zlib
from collections.abc import Iterator, Sequence
from typing import Final

from generator.diagnostics import Position, Problem
from generator.model.article import Cancellation, DatedBy, Draft, Label
from generator.model.ids import TopicId
from generator.readers import json_ld, json_ninjs
from generator.readers.decoding import decode
from generator.readers.feed_item import title_of
from generator.readers.image_fields import images_of
from generator.readers.json_export import article_of
from generator.readers.json_shapes import draft_of
from generator.readers.json_value import JsonObject, bad_record, item_places, parsed, text_of, texts_of
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
_CATEGORIES: Final = ("categories", "category", "section", "articleSection")
_ID: Final = ("id", "external_id", "guid", "uuid", "_id")
_IMAGES: Final = ("images", "image", "image_url", "urlToImage", "imageUrl", "top_image", "thumbnail")
_WRAPPERS: Final = ("items", "articles", "results", "data", "news", "hits", "docs", "value")
_LABELS: Final = {label.value: label for label in Label}


class JsonLinesReader:
    """Reads one JSON object a line; also a JSON array of objects, or a single object over many lines."""

    name = "jsonl"

    def accepts(self, raw: Raw) -> bool:
        """Text whose first character opens an object, or an array of objects."""
        start = opening(raw).lstrip("\ufeff \t\r\n")
        return start.startswith("{") or (start.startswith("[") and start[1:].lstrip()[:1] == "{")

    def read(self, raw: Raw) -> Iterator[Draft | Cancellation | Problem]:
        """A draft for each object; a problem for each line that is not one."""
        try:
            yield from _whole(raw) if _is_one_document(raw) else _line_by_line(raw)
        except Unpacked as error:
            yield unpacking_problem(raw, error)


def _is_one_document(raw: Raw) -> bool:
    """Whether the file is one JSON value over many lines: its first line is open, and no record follows."""
    start = opening(raw).lstrip("\ufeff \t\r\n")
    first, newline, rest = start.partition("\n")
    first = first.strip()
    if first.startswith("["):  # or one of an array a line
        return not (first.endswith("]") and rest.lstrip().startswith(("[", "{")))
    return bool(newline) and (
        first in {"{", "{}"} or (first.endswith(("{", "[", ",")) and not rest.lstrip().startswith("{"))
    )


def _whole(raw: Raw) -> Iterator[Draft | Cancellation | Problem]:
    text = whole_text(raw)
    value = parsed(text, raw.position(1, 1))
    if isinstance(value, Problem):
        yield value
    elif isinstance(value, list):
        for record, place in zip(value, item_places(text), strict=True):
            yield from _items(record, raw.position(*place), raw)
    else:
        yield from _items(value, raw.position(1, 1), raw)


def _line_by_line(raw: Raw) -> Iterator[Draft | Cancellation | Problem]:
    empty = True
    for number, line in enumerate(_lines(raw), 1):
        stripped = line.strip("\ufeff \t\r\n")
        if stripped:
            empty = False
            position = raw.position(number, len(line) - len(line.lstrip("\ufeff \t\r\n")) + 1)
            value = parsed(stripped, position)
            if isinstance(value, Problem):
                yield value
            else:
                yield from _records(value, position, raw)
    if empty:
        yield Problem(
            code="nothing-found",
            position=raw.position(),
            message="The file has no line with a JSON object.",
            remedy='Write one object a line: {"title": "…", "text": "…", "published": "…", "source": "…"}.',
        )


def _records(value: object, position: Position, raw: Raw) -> Iterator[Draft | Cancellation | Problem]:
    """What a file, or a line of one, holds: a record, or an array of them."""
    for record in value if isinstance(value, list) else [value]:
        yield from _items(record, position, raw)


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


def _items(value: object, position: Position, raw: Raw) -> Iterator[Draft | Cancellation | Problem]:
    """What a record holds, by its shape."""
    if not isinstance(value, dict):
        yield bad_record(position, f"This is {_kind(value)}, not an object.")
        return
    record: JsonObject = value
    inner = _wrapped(record)
    if json_ninjs.accepts(record):
        yield from json_ninjs.read(record, position, raw)
    elif json_ld.accepts(record):
        yield from json_ld.read(record, position, raw)
    elif (draft := draft_of(record, position, raw)) is not None:
        yield draft
    elif inner:
        for item in inner:
            yield from _items(item, position, raw) if not _wrapped(item) else ()
    else:
        yield _draft(record, position, raw)


def _wrapped(record: JsonObject) -> Sequence[JsonObject]:
    """The records within an answer of a news API, or within a report of `digest export --json`."""
    if text_of(record, *_TITLE):
        return ()
    lists = (record.get(name) for name in _WRAPPERS)
    found = next((value for value in lists if isinstance(value, list)), [])
    return [item for item in found if isinstance(item, dict)]


def _draft(record: JsonObject, position: Position, raw: Raw) -> Draft | Problem:
    """A record of no special shape: the first of each field's usual names that says anything."""
    body = text_of(record, *_BODY)
    title = text_of(record, *_TITLE).strip() or title_of(body)
    if not title:
        return Problem(
            code="no-title",
            position=position,
            message="The record has neither a title nor a text.",
            remedy=f"Give it one of these fields: {', '.join(_TITLE)}.",
        )
    url = text_of(record, *_URL) or None
    external_id = text_of(record, *_ID) or None
    published = text_of(record, *_PUBLISHED) or None
    return Draft(
        origin=position,
        title=title,
        body=body,
        reader=JsonLinesReader.name,
        url=url,
        source_name=text_of(record, *_SOURCE) or None,
        published_text=published,
        updated_text=text_of(record, *_UPDATED) or None,
        retrieved_text=text_of(record, *_RETRIEVED) or None,
        retrieved=raw.captured,
        dated_by=DatedBy.FEED if published else None,
        authors=texts_of(record, *_AUTHORS),
        credit_names=texts_of(record, "credit"),
        via_name=text_of(record, "via") or None,
        cites_names=texts_of(record, "cites"),
        dateline=text_of(record, "dateline") or None,
        label=_LABELS.get(text_of(record, "label").strip().lower()),
        language=text_of(record, *_LANGUAGE) or None,
        topics=tuple(TopicId(name) for name in texts_of(record, "topics")),
        categories=(*texts_of(record, *_CATEGORIES), *texts_of(record, "tags")),
        see_also=texts_of(record, "see_also"),
        external_id=external_id,
        licence=text_of(record, "licence") or None,
        copyright_notice=text_of(record, "copyright_notice") or None,
        paywalled=record.get("paywalled") is True,
        images=images_of(next((value for name in _IMAGES if (value := record.get(name))), None)),
        article=article_of(record),
        excerpt_only=record.get("excerpt_only") is True
        or (not body.strip() and (url is not None or external_id is not None)),
    )


def _kind(value: object) -> str:
    return {list: "an array", str: "a string", type(None): "null", bool: "a truth value"}.get(
        type(value), "a number"
    )
