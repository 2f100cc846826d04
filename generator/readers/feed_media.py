"""What a feed says of an item's pictures (Media RSS 1.5.1, enclosures, `itunes:image`) in; pictures out."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final
from urllib.parse import urljoin

from generator.model.image import MOST_IMAGES, Image
from generator.readers.image_fields import image

_PREFIX: Final = re.compile(rb"xmlns:([\w.-]{1,40})\s*=\s*[\"']https?://search\.yahoo\.com/mrss/?[\"']")
_PICTURE: Final = re.compile(r"\.(?:jpe?g|png|webp|gif|avif)(?:$|[?#])", re.IGNORECASE)
_MOST: Final = 5 * MOST_IMAGES


def without_descriptions_of_media(text: bytes) -> bytes:
    """The feed with each `media:description` under another name: feedparser takes it for the item's own
    description, and what stands there is a picture's caption."""
    prefixes = {b"media", *_PREFIX.findall(text)}
    either = b"|".join(sorted(map(re.escape, prefixes)))
    return re.sub(rb"(</?(?:" + either + rb"):)description(?=[\s/>])", rb"\1caption", text)


def images_of_entry(entry: Mapping[str, object], base: str) -> tuple[Image, ...]:
    """The pictures of an item; `base` is what their addresses are relative to. A caption and a credit belong
    to a picture where the feed has one picture, or as many credits as pictures."""
    held = [part for part in _objects(entry, "media_content") if _is_picture(part)]
    held = held or _objects(entry, "media_thumbnail")
    urls = [_text(part, "url") for part in held]
    credits_ = [_text(part, "content") for part in _objects(entry, "media_credit")]
    credits_ = credits_ if len(credits_) == len(urls) else []
    caption = _text(entry, "media_caption") if len(urls) == 1 else ""
    attached = [
        *(_text(link, "href") for link in _objects(entry, "links") if _is_enclosed_picture(link)),
        _text(_own(entry, "image"), "href"),
    ]
    found = [
        image(_joined(base, url), caption, credits_[at] if at < len(credits_) else "")
        for at, url in enumerate([*urls, *attached])
        if url
    ]
    return tuple(dict.fromkeys(found))[:_MOST]


def description_of_film(entry: Mapping[str, object]) -> str:
    """What describes an item that is a film or a recording: there, what is said of the media is said of the
    item. Empty where the item has a picture."""
    held = _objects(entry, "media_content")
    return "" if not held or any(map(_is_picture, held)) else _text(entry, "media_caption")


def _own(node: object, key: str) -> object:
    # not `node.get`: feedparser's own gives one field for another, with a warning
    return dict.get(node, key) if isinstance(node, dict) else None


def _objects(entry: Mapping[str, object], key: str) -> list[Mapping[str, object]]:
    value = _own(entry, key)
    return [item for item in value[:_MOST] if isinstance(item, dict)] if isinstance(value, list) else []


def _text(node: object, key: str) -> str:
    value = _own(node, key)
    return value.strip() if isinstance(value, str) else ""


def _is_picture(part: Mapping[str, object]) -> bool:
    kind, medium = _text(part, "type"), _text(part, "medium")
    if kind or medium:
        return kind.startswith("image/") or medium == "image"
    return bool(_PICTURE.search(_text(part, "url")))


def _is_enclosed_picture(link: Mapping[str, object]) -> bool:
    return _text(link, "rel") == "enclosure" and _text(link, "type").startswith("image/")


def _joined(base: str, url: str) -> str:
    try:
        return urljoin(base, url)
    except ValueError:  # an unclosed [ in the host
        return url
