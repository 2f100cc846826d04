"""A story: the coverage of one event, and what each article is within it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from generator.model.ids import ArticleId, SourceId, StoryId, TopicId


class Role(Enum):
    """What an article is to the others: reported itself, copied, or rewritten from another."""

    ORIGINAL = "original"
    COPY = "copy"
    REWRITE = "rewrite"


@dataclass(frozen=True, slots=True, kw_only=True)
class Lineage:
    """Where one article's words come from.

    `of` is the article it copies or rewrites; None with Role.COPY means the wire's own text is not here,
    and `credit` names the wire. `evidence` is one sentence for `digest explain` and the reader.
    """

    article: ArticleId
    role: Role = Role.ORIGINAL
    of: ArticleId | None = None
    credit: SourceId | None = None
    evidence: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Related:
    """Another story and why it is named, in words."""

    story: StoryId
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """One event's coverage. `articles` are in order of time (then id); the first of them need not be the
    founding article, whose id the story bears, since late articles join without renaming."""

    id: StoryId
    articles: tuple[ArticleId, ...]
    topics: tuple[TopicId, ...] = ()
    related: tuple[Related, ...] = ()
