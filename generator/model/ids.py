"""Ids: what they are made of, and how a title becomes a part of a path."""

from __future__ import annotations

import hashlib
import re
from datetime import datetime
from typing import Final, NewType

from anyascii import anyascii

ArticleId = NewType("ArticleId", str)  # 2026/08/17/harbour-gazette-harbour-bridge-reopens
StoryId = NewType("StoryId", str)  # the id of the article that founded the story
SourceId = NewType("SourceId", str)  # harbour-gazette
TopicId = NewType("TopicId", str)  # transport
SectionId = NewType("SectionId", str)  # public-affairs
EditionId = NewType("EditionId", str)  # 2026/08/17, 2026/W34, 2026/08
Permalink = NewType("Permalink", str)  # /topics/transport/: a page's address under the site's own

PERMALINK: Final = re.compile(r"/(?:[^/\s?#]+/)*")
UNKNOWN_SOURCE: Final = SourceId("unknown")

_SLUG_LIMIT: Final = 60  # keeps YYYY/MM/DD/SOURCE-SLUG.md under 143 bytes, eCryptfs' limit for a name
_NOT_A_WORD: Final = re.compile(r"[^a-z0-9]+")
_APOSTROPHES: Final = re.compile(r"['’ʼ`]")


def slugify(text: str) -> str:
    """`text` as lower-case ASCII words joined by hyphens, cut at a word; eight hex digits of its
    SHA-256 when nothing is left (a title of punctuation alone)."""
    ascii_text = anyascii(_APOSTROPHES.sub("", text)).lower()
    slug = _NOT_A_WORD.sub("-", ascii_text).strip("-")
    if len(slug) > _SLUG_LIMIT:
        cut = slug.rfind("-", 0, _SLUG_LIMIT + 1)
        slug = slug[: cut if cut > 0 else _SLUG_LIMIT]
    return slug or hashlib.sha256(text.encode()).hexdigest()[:8]


def article_id(when: datetime, source: SourceId, title: str) -> ArticleId:
    """The id of an article: the UTC day of `when`, then its source and title."""
    return ArticleId(f"{when:%Y/%m/%d}/{source}-{slugify(title)}")


def digest_of(text: str) -> str:
    """The content hash used in records: the first 16 hex digits of SHA-256 over UTF-8."""
    return hashlib.sha256(text.encode()).hexdigest()[:16]
