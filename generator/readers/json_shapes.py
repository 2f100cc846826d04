"""A record of a JSON file in, the fields that its shape gives under one set of names out.

A shape is known by its fields, as each program writes them: trafilatura, newspaper4k, news-please. What has
none of these shapes is read by the names that most exporters use (see jsonl).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from generator.diagnostics import Position
from generator.model.article import DatedBy, Draft
from generator.readers.image_fields import images_of
from generator.readers.json_value import JsonObject, text_of, texts_of
from generator.readers.raw import Raw

_TITLES: Final = ("title", "title_page", "title_rss")
_Read = Callable[[JsonObject], "_Fields"]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Fields:
    """What a record says; an empty text where it says nothing. `teaser` stands in for a missing body."""

    body: str
    teaser: str
    url: str
    source_name: str
    homepage: str = ""
    published: str = ""
    updated: str = ""
    retrieved: str = ""
    authors: tuple[str, ...] = ()
    categories: tuple[str, ...] = ()
    external_id: str = ""
    language: str = ""
    image: str = ""


def draft_of(record: JsonObject, position: Position, raw: Raw) -> Draft | None:
    """The draft of a record that a known extractor wrote; None for any other."""
    read = next((read for known, read in _SHAPES if known(record)), None)
    return None if read is None else _draft(text_of(record, *_TITLES), read(record), position, raw)


def _is_trafilatura(record: JsonObject) -> bool:
    return "source-hostname" in record or {"fingerprint", "hostname", "sitename"} <= record.keys()


def _trafilatura(record: JsonObject) -> _Fields:
    """`trafilatura --json`, where `source` is the address; or its `Document.as_dict()`, where `url` is."""
    exported = "source-hostname" in record
    return _Fields(
        body=text_of(record, "text"),
        teaser=text_of(record, "excerpt", "description"),
        url=text_of(record, "source") if exported else text_of(record, "url"),
        source_name=text_of(record, "source-hostname" if exported else "sitename", "hostname"),
        homepage=_homepage(text_of(record, "hostname")),
        published=text_of(record, "date"),
        retrieved=text_of(record, "filedate"),
        authors=_split(text_of(record, "author")),
        categories=(*_split(text_of(record, "categories")), *_split(text_of(record, "tags"))),
        external_id=text_of(record, "id"),
        language=text_of(record, "language"),
        image=text_of(record, "image"),
    )


def _is_newspaper(record: JsonObject) -> bool:
    return "publish_date" in record and bool(
        {"meta_lang", "meta_description", "meta_site_name", "top_image", "canonical_link"} & record.keys()
    )


def _newspaper(record: JsonObject) -> _Fields:
    return _Fields(
        body=text_of(record, "text"),
        teaser=text_of(record, "summary", "meta_description"),
        url=text_of(record, "canonical_link", "url"),
        source_name=text_of(record, "meta_site_name"),
        homepage=text_of(record, "source_url"),
        published=text_of(record, "publish_date"),
        authors=texts_of(record, "authors"),
        language=text_of(record, "language", "meta_lang"),
        # `images` there are all of the page's, its furniture's too
        image=text_of(record, "top_image", "top_img", "meta_img"),
    )


def _is_news_please(record: JsonObject) -> bool:
    return "maintext" in record or {"date_publish", "source_domain"} <= record.keys()


def _news_please(record: JsonObject) -> _Fields:
    return _Fields(
        body=text_of(record, "maintext", "text"),
        teaser=text_of(record, "description"),
        url=text_of(record, "url"),
        source_name=text_of(record, "source_domain"),
        homepage=_homepage(text_of(record, "source_domain")),
        published=text_of(record, "date_publish"),
        updated=text_of(record, "date_modify"),
        retrieved=text_of(record, "date_download"),
        authors=texts_of(record, "authors"),
        language=text_of(record, "language"),
        image=text_of(record, "image_url"),
    )


def _draft(title: str, said: _Fields, position: Position, raw: Raw) -> Draft:
    return Draft(
        origin=position,
        title=title,
        body=said.body or said.teaser,
        reader="jsonl",
        url=said.url or None,
        source_name=said.source_name or None,
        source_homepage=said.homepage or None,
        published_text=said.published or None,
        updated_text=(said.updated or None) if said.updated != said.published else None,
        retrieved_text=said.retrieved or None,
        retrieved=raw.captured,
        dated_by=DatedBy.PAGE if said.published else None,
        authors=said.authors,
        language=said.language or None,
        categories=said.categories,
        external_id=said.external_id or None,
        excerpt_only=not said.body,
        images=images_of(said.image or None),
    )


def _homepage(host: str) -> str:
    return f"https://{host}/" if host else ""


def _split(names: str) -> tuple[str, ...]:
    return tuple(name for part in names.split(";") if (name := part.strip()))


_SHAPES: Final[tuple[tuple[Callable[[JsonObject], bool], _Read], ...]] = (
    (_is_trafilatura, _trafilatura),
    (_is_newspaper, _newspaper),
    (_is_news_please, _news_please),
)
