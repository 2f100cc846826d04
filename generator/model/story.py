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
class Passage:
    """Words that stand in two bodies: characters `start` to `end` of the one, `of_start` to `of_end` of the
    other, and how many words they are."""

    start: int
    end: int
    of_start: int
    of_end: int
    words: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """What an article has of another, `of`; shares are 0 to 1.

    `taken` is the share of its own three-word passages that stand in the other, `held` the share of the
    other's that it has, `lead` how far their openings agree, `title` how far the titles do; `facts` and
    `numbers` are the shares of the shorter one's names and numbers that the longer has too. `declared`: it
    credits or cites the other's source.
    """

    of: ArticleId
    declared: bool = False
    taken: float
    held: float
    lead: float
    title: float
    facts: float
    numbers: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Cited:
    """The article that a report most likely means where it cites a source, and the names and numbers (and
    rare words of the titles) that say so."""

    article: ArticleId
    shared: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Lineage:
    """Where one article's words come from.

    `of` is the article it copies or rewrites; None with Role.COPY means the wire's own text is not here,
    and `credit` names the wire. `evidence` is one sentence for `digest explain` and the reader; `sources` is
    what it rests on, the article it has most of first: one of a copy or rewrite, several of a round-up.
    `is_update`: it is its own source's correction or update of `of`. `cited` are the reports it cites, where
    they are here and one can be sure.
    """

    article: ArticleId
    role: Role = Role.ORIGINAL
    of: ArticleId | None = None
    credit: SourceId | None = None
    evidence: str = ""
    sources: tuple[Taken, ...] = ()
    is_update: bool = False
    cited: tuple[Cited, ...] = ()

    @property
    def is_round_up(self) -> bool:
        """Whether most of its words are those of several articles that have nothing to do with each other."""
        return len(self.sources) > 1


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
