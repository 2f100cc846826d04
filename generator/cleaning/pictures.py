"""Pictures as a reader found them in, those that can be kept out: safe addresses, clean texts, not many."""

from __future__ import annotations

from collections.abc import Sequence

from generator.cleaning.text import clean_line
from generator.cleaning.urls import clean_url
from generator.model.image import LONGEST_CAPTION, LONGEST_CREDIT, MOST_IMAGES, Image
from generator.model.text import normal_line


def clean_images(images: Sequence[Image]) -> tuple[Image, ...]:
    """The pictures with an http or https address, each once, in their order. What is no address is dropped:
    an article is not worse without."""
    kept: dict[str, Image] = {}
    for image in images:
        url = clean_url(image.url)
        if url is not None and url not in kept and normal_line(url) == url:
            kept[url] = Image(
                url=url,
                caption=_line(image.caption, LONGEST_CAPTION),
                credit=_line(image.credit, LONGEST_CREDIT),
            )
        if len(kept) == MOST_IMAGES:
            break
    return tuple(kept.values())


def _line(text: str | None, most: int) -> str | None:
    line = clean_line(text) if text else ""
    if len(line) > most:
        line = clean_line(line[: line.rfind(" ", most // 2, most)].rstrip(" ,;:–—-")) + "…"
    return line or None
