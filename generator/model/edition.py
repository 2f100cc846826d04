"""An edition: a day, week or month as it was published, each line with the words it rests on."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import Enum

from generator.model.ids import ArticleId, EditionId, SectionId, SourceId, StoryId, TopicId
from generator.model.story import Related, Role


class Period(Enum):
    """How much time an edition covers."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"


@dataclass(frozen=True, slots=True, kw_only=True)
class Citation:
    """A span of an article's body: `start` and `end` count characters, `hash` is of the words between."""

    article: ArticleId
    start: int
    end: int
    hash: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One published sentence or more, and the spans that bear it out.

    `by` is empty when the text is that of the spans, word for word; else it says who wrote it, and `hash` is
    of the text (empty in records from before it was kept). `reviewed` says why it may say what the spans do
    not.
    """

    text: str
    citations: tuple[Citation, ...]
    by: str = ""
    reviewed: str = ""
    hash: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """An article in a story of an edition. `of` is the article it copies or rewrites."""

    article: ArticleId
    role: Role
    of: ArticleId | None = None
    credit: SourceId | None = None


class State(Enum):
    """How a story goes on: by its reports up to an edition's day (docs/glossary.md has the measures)."""

    NEW = "new"
    GROWING = "growing"
    STEADY = "steady"
    FADING = "fading"
    RETURNED = "returned"


@dataclass(frozen=True, slots=True, kw_only=True)
class Changed:
    """What a story's reports have that none of its reports before had, the most telling first.

    Numbers, names and places are phrases word for word as an article has them; `sources` are outlets whose
    first own report on the story this is.
    """

    numbers: tuple[Line, ...] = ()
    names: tuple[Line, ...] = ()
    places: tuple[Line, ...] = ()
    sources: tuple[SourceId, ...] = ()

    @property
    def phrases(self) -> tuple[Line, ...]:
        """All that is quoted, numbers first."""
        return (*self.numbers, *self.names, *self.places)


class FigureKind(Enum):
    """What a figure is of. Only figures of one kind are compared."""

    DEAD = "dead"
    INJURED = "injured"
    MISSING = "missing"
    ARRESTED = "arrested"
    EVACUATED = "evacuated"
    DISPLACED = "displaced"
    RESCUED = "rescued"
    ABOARD = "aboard"
    PRICE = "price"
    FINE = "fine"
    BAIL = "bail"
    MAGNITUDE = "magnitude"
    DEPTH = "depth"
    DISTANCE = "distance"
    BURNED = "burned"
    VOTES = "votes"
    JOBS = "jobs"
    DESTROYED = "destroyed"
    TURNOUT = "turnout"
    STAKE = "stake"


@dataclass(frozen=True, slots=True, kw_only=True)
class Compared:
    """What reports give for one thing where they differ, word for word, in order of time.

    `now` are figures of an edition's own reports, one a reporter: several are disputed. `before` is what
    was told on an earlier day and is told no more. `of` says whom or what is counted, or the unit, where the
    kind does not.
    """

    kind: FigureKind
    of: str = ""
    now: tuple[Line, ...] = ()
    before: tuple[Line, ...] = ()

    @property
    def lines(self) -> tuple[Line, ...]:
        return (*self.before, *self.now)

    @property
    def differs(self) -> bool:
        """Whether there is something to compare."""
        return len(self.now) > 1 or bool(self.now and self.before)


@dataclass(frozen=True, slots=True, kw_only=True)
class Correction:
    """What was put right of an entry after its edition closed.

    Ours has a `text` that says what was wrong. A source's has the `article` that changed and `of`, the hash
    of the line that rested on it. `before` and `after` are the words that stood and those that stand now;
    empty where there are none, or the source does not allow so much to be quoted. A `withdrawn` one stands
    where more of the article was quoted than its source allows by now.
    """

    on: date
    text: str = ""
    article: ArticleId | None = None
    of: str = ""
    before: str = ""
    after: str = ""
    withdrawn: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One story as an edition tells it.

    `members` are this edition's articles of the story, the lead first, then by time. `outlets` and
    `independent` count the whole story so far. `since` is the story's first day, `earlier` the editions
    that had it before, newest first. A `continuing` one has run for days and stands after the sections.
    `state` is None in a week or month and in records from before states were told; `changed` is against
    the newest of `earlier`; `figures` are those on which its reports differ. An `edited_headline` is an
    editor's, not that of `headline_article`; `note` is a word of the editor to the readers; `corrections` are
    in the order in which they were made.
    """

    story: StoryId
    headline: str
    headline_article: ArticleId
    section: SectionId
    members: tuple[Member, ...]
    lines: tuple[Line, ...]
    outlets: int
    independent: int
    since: date
    earlier: tuple[EditionId, ...] = ()
    topics: tuple[TopicId, ...] = ()
    related: tuple[Related, ...] = ()
    continuing: bool = False
    state: State | None = None
    changed: Changed = Changed()
    figures: tuple[Compared, ...] = ()
    edited_headline: bool = False
    note: str = ""
    corrections: tuple[Correction, ...] = ()

    @property
    def quoted(self) -> tuple[Line, ...]:
        """Every line and phrase that is published word for word."""
        return (*(line for line in self.lines if not line.by), *self.phrases)

    @property
    def phrases(self) -> tuple[Line, ...]:
        """What is quoted in few words: what is new, then the figures that differ."""
        return (*self.changed.phrases, *(line for compared in self.figures for line in compared.lines))

    @property
    def cited(self) -> frozenset[ArticleId]:
        """The articles that its lines rest on; a figure of before is of an article of an earlier edition, and
        a correction tells words that an article had."""
        told = frozenset(one.article for one in self.corrections if one.article is not None)
        return told | {c.article for line in (*self.lines, *self.phrases) for c in line.citations}


@dataclass(frozen=True, slots=True, kw_only=True)
class LeftOut:
    """An article that an edition could have carried and does not, and why, in words."""

    article: ArticleId
    story: StoryId
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Edition:
    """What content/editions keeps of a day, week or month.

    `articles` maps each article it was made from to its content hash. `updated` is the newest time among
    them: an edition's bytes do not depend on when it was built. `moved` are stories that became part of
    others when it was made, each with the other; `taken_down` the articles that it may no longer name.
    """

    id: EditionId
    period: Period
    first_day: date
    last_day: date
    revision: int
    closed: bool
    updated: datetime
    settings_hash: str
    articles: dict[ArticleId, str]
    entries: tuple[Entry, ...]
    left_out: tuple[LeftOut, ...] = ()
    brief: tuple[StoryId, ...] = ()
    silent_sources: tuple[SourceId, ...] = ()
    moved: dict[StoryId, StoryId] = field(default_factory=dict)
    taken_down: tuple[ArticleId, ...] = ()


def stories_in(edition: Edition) -> dict[ArticleId, StoryId]:
    """The story of each article that an edition carries or has left out."""
    found = {member.article: entry.story for entry in edition.entries for member in entry.members}
    return found | {item.article: item.story for item in edition.left_out}
