"""A picture that a publisher showed with an article: where it is, never the picture itself."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

MOST_IMAGES: Final = 10  # of one article
LONGEST_CAPTION: Final = 1_000  # characters
LONGEST_CREDIT: Final = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Image:
    """A picture by its address (http or https); `credit` is whose picture it is, not whose report."""

    url: str
    caption: str | None = None
    credit: str | None = None
