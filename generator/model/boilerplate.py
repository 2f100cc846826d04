"""A line that a source prints with its articles and that is part of none, as it was learned."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum
from typing import Final

from generator.model.ids import digest_of, slugify

_ADDRESS: Final = re.compile(r"https?://(?:www\.)?(?P<host>[^\s/]+)/\S*", re.IGNORECASE)
_HOST: Final = re.compile(r"https?://(?:www\.)?([^\s/]+)", re.IGNORECASE)
_WORDS_OF_AN_ID: Final = 6


class Place(Enum):
    """Where in an article a learned line is cut."""

    START = "start"  # before all else
    END = "end"  # behind all else
    ANYWHERE = "anywhere"


@dataclass(frozen=True, slots=True, kw_only=True)
class LearnedLine:
    """A paragraph, or a sentence at the edge of one, that recurs over the articles of a source: `seen` of the
    `of` that were looked at had it when it was learned. Articles name it by its `id`."""

    id: str
    text: str
    place: Place
    seen: int
    of: int


def line_key(text: str, host: str | None = None) -> str:
    """What two forms of one line share: all but white space and where an address at `host`, the article's
    own, leads to ('View source version on …')."""
    if "\n" in text or "  " in text:
        text = " ".join(text.split())
    return one_address(text, host) if "://" in text else text


def one_address(text: str, host: str | None) -> str:
    """`text` with each address at `host` cut behind the host."""
    if host is None or host not in text.lower():
        return text
    return _ADDRESS.sub(
        lambda match: f"https://{host}/…" if match["host"].lower() == host else match.group(), text
    )


def host_of(url: str | None) -> str | None:
    """The host of an address, without www."""
    match = _HOST.match(url) if url else None
    return match[1].lower() if match else None


def line_id(text: str, taken: Iterable[str]) -> str:
    """A name for the line that none of `taken` is: its first words, with a hash where others begin alike."""
    name = slugify(" ".join(text.split()[:_WORDS_OF_AN_ID]))
    return f"{name}-{digest_of(line_key(text))[:6]}" if name in set(taken) else name
