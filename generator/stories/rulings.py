"""What is settled about stories before they are followed: by what was published, and by people."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

from generator.model.ids import ArticleId, StoryId


@dataclass(frozen=True, slots=True, kw_only=True)
class Merge:
    """From the end of `day` (UTC) on, `gone` is a part of `kept`."""

    day: date
    gone: StoryId
    kept: StoryId


@dataclass(frozen=True, slots=True, kw_only=True)
class Split:
    """From the end of `day` (UTC) on, `articles` are no part of `story`. They are a story by themselves, with
    the first of their ids that no story has; only a `Merge` brings the two together again. Where the article
    that founded `story` is among them, it is the others that leave."""

    day: date
    story: StoryId
    articles: tuple[ArticleId, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Rulings:
    """`fixed` are the articles whose story a closed edition's record names. `published` are stories that have
    a page: of those that turn out to be one story, the oldest of them gives it its id. Merges and splits are
    in order of day; those of one day in the order in which they are to be made, splits last."""

    fixed: Mapping[ArticleId, StoryId] = field(default_factory=dict)
    published: frozenset[StoryId] = frozenset()
    merges: tuple[Merge, ...] = ()
    splits: tuple[Split, ...] = ()

    def made(self, after: date, until: date) -> Iterator[Merge | Split]:
        """The merges and splits of the days behind `after` up to `until`, in the order of making."""
        both: tuple[Merge | Split, ...] = (*self.merges, *self.splits)
        due = [ruling for ruling in both if after < ruling.day <= until]
        yield from sorted(due, key=lambda ruling: ruling.day)  # a stable sort: merges of a day come first
