"""JSON Feed, versions 1 and 1.1, in; a draft for each item out (https://www.jsonfeed.org/version/1.1/)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final
from urllib.parse import urljoin

from generator.diagnostics import Position, Problem
from generator.model.article import DatedBy, Draft
from generator.readers.feed_item import body_of, finished, is_cut, is_whole, language_tag, title_of
from generator.readers.image_fields import images_of, images_of_type
from generator.readers.json_value import JsonObject, item_places, items_of, parsed, text_of, texts_of
from generator.readers.raw import Raw, whole_text

_VERSION: Final = re.compile(r'"version"\s*:\s*"https?:\\?/\\?/(?:www\.)?jsonfeed\.org\\?/version')
_MARKS: Final = re.compile(r'"(?:home_page_url|feed_url)"\s*:')
_ITEMS: Final = re.compile(r'"items"\s*:\s*\[')


def accepts(start: str) -> bool:
    """Whether a file that begins so is a JSON Feed."""
    if not start.startswith("{"):
        return False
    return bool(_VERSION.search(start) or (_ITEMS.search(start) and _MARKS.search(start)))


def read(raw: Raw, reader: str) -> Iterator[Draft | Problem]:
    """A draft for each item. Raises Unpacked."""
    text = whole_text(raw)
    feed = parsed(text, raw.position(1, 1))
    if isinstance(feed, Problem):
        yield feed
        return
    if not isinstance(feed, dict):
        yield _nothing(raw)
        return
    found = False
    items = feed.get("items")
    places = item_places(text, "items") if isinstance(items, list) else [(1, 1)]
    for item, place in zip(items_of(items), places, strict=False):  # of null there is no item
        if isinstance(item, dict):
            found = True
            yield _draft(item, feed, raw, raw.position(*place), reader)
    if not found:
        yield _nothing(raw)


def _draft(item: JsonObject, feed: JsonObject, raw: Raw, origin: Position, reader: str) -> Draft:
    body, whole = _body(item)
    home = text_of(feed, "home_page_url")
    # `external_url` is what a linked post is about: another's article
    url = _absolute(home or text_of(feed, "feed_url"), text_of(item, "url"))
    name = text_of(feed, "title")
    published = text_of(item, "date_published")
    updated = text_of(item, "date_modified")
    return Draft(
        origin=origin,
        title=text_of(item, "title") or title_of(body),
        body=finished(body),
        reader=reader,
        url=url,
        source_name=name or None,
        source_homepage=home or None,
        published_text=published or updated or None,
        updated_text=(updated or None) if published else None,
        retrieved=raw.captured,
        dated_by=DatedBy.FEED if published or updated else None,
        authors=_authors(item) or _authors(feed),
        language=language_tag(text_of(item, "language") or text_of(feed, "language")),
        categories=texts_of(item, "tags"),
        external_id=text_of(item, "id") or None,
        excerpt_only=not whole and bool(body or url),
        images=(
            *images_of([item.get("image"), item.get("banner_image")]),
            *images_of_type(item.get("attachments")),
        ),
    )


def _body(item: JsonObject) -> tuple[str, bool]:
    html = body_of(text_of(item, "content_html"), html=True)
    plain = body_of(text_of(item, "content_text"), html=False)
    full = html if len(html) >= len(plain) else plain
    if full:
        return full, not is_cut(full)
    summary = body_of(text_of(item, "summary"), html=False)
    return summary, is_whole(summary)


def _authors(node: JsonObject) -> tuple[str, ...]:
    """`authors` of version 1.1, `author` of version 1."""
    return texts_of(node, "authors") or texts_of(node, "author")


def _absolute(base: str, link: str) -> str | None:
    try:
        return urljoin(base, link) or None if link else None
    except ValueError:
        return link


def _nothing(raw: Raw) -> Problem:
    return Problem(
        code="nothing-found",
        position=raw.position(),
        message="The feed has no items.",
        remedy="Look into the file: was it saved whole? Else take it away.",
    )
