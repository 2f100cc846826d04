"""What records say of an article's pictures in, in any of the shapes that they have; pictures out.

schema.org's `image` (an address, an ImageObject, a list of either), JSON Feed's `image` and `attachments`,
ninjs' renditions, the fields of extractors, and our own `images`. Nothing is fetched.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from generator.model.image import MOST_IMAGES, Image
from generator.readers.feed_text import line_of, looks_like_html, unescaped
from generator.readers.json_value import JsonObject, as_text, items_of, object_of, text_of

_ADDRESS: Final = ("url", "contentUrl", "href", "src", "thumbnailUrl")
_CAPTION: Final = ("caption", "description")
_CREDIT: Final = ("credit", "creditText", "creator", "author", "copyrightHolder")
_MOST: Final = 5 * MOST_IMAGES  # that are looked at: not all of them are pictures, or new
_LONGEST: Final = 10_000  # characters of a text that may be a caption or a credit


def images_of(value: object, by_id: Mapping[str, JsonObject] | None = None) -> tuple[Image, ...]:
    """The pictures that a field names: an address, an object that has one, or a list of them. `by_id` has the
    objects that one may point to by its `@id`."""
    return tuple(
        image for item in items_of(value)[:_MOST] if (image := _image(item, by_id or {})) is not None
    )


def images_of_type(value: object) -> tuple[Image, ...]:
    """Those of a feed's attachments that say that they are pictures (https://www.jsonfeed.org/version/1.1/)."""
    objects = (object_of(item) for item in items_of(value)[:_MOST])
    return images_of([item for item in objects if text_of(item, "mime_type").startswith("image/")])


def rendered(item: JsonObject) -> tuple[Image, ...]:
    """The picture that a ninjs item is: the largest of its renditions. Names are in lower case."""
    renditions = item.get("renditions")
    found = [
        rendition
        for value in (renditions.values() if isinstance(renditions, dict) else items_of(renditions))
        if text_of(rendition := _folded(object_of(value)), "href")
        and text_of(rendition, "contenttype", "mimetype").partition("/")[0] in {"image", ""}
    ]
    best = max(found[:_MOST], key=_width, default=None)
    if best is None:
        return ()
    caption = text_of(item, "description_caption", "description_text", "body_text") or _listed_text(item)
    credit = text_of(item, "creditline", "byline", "copyrightholder", "copyrightnotice")
    return (image(text_of(best, "href"), caption, credit),)


def image(url: str, caption: str = "", credit: str = "") -> Image:
    """A picture, its texts on one line and without markup; an empty one is none."""
    return Image(url=url.strip(), caption=_line(caption), credit=_line(credit))


def _image(value: object, by_id: Mapping[str, JsonObject]) -> Image | None:
    if isinstance(value, str):
        pointed = by_id.get(value)
        return image(value) if pointed is None else _image(pointed, {})
    if not isinstance(value, dict):
        return None
    url = next((text for key in _ADDRESS if (text := _first_text(value.get(key)))), "")
    if url:
        return image(url, text_of(value, *_CAPTION), text_of(value, *_CREDIT))
    pointed = by_id.get(text_of(value, "@id"))
    return None if pointed is None else _image(pointed, {})


def _first_text(value: object) -> str:
    return next((item for item in items_of(value) if isinstance(item, str)), "")


def _line(text: str) -> str | None:
    text = unescaped(text[:_LONGEST])  # feeds escape markup once too often
    return (line_of(text) if looks_like_html(text) else " ".join(text.split())) or None


def _width(rendition: JsonObject) -> float:
    width = rendition.get("width")
    return width if isinstance(width, int | float) and not isinstance(width, bool) else 0


def _listed_text(item: JsonObject) -> str:
    return next(_values(item.get("descriptions")), "")


def _values(value: object) -> Iterator[str]:
    return (text for item in items_of(value) if (text := as_text(_folded(object_of(item)).get("value"))))


def _folded(record: JsonObject) -> JsonObject:
    return {key.lower(): value for key, value in record.items()}
