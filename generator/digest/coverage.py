"""What composing looks at: the articles, what each is to the others, and the stories they make."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, tzinfo

from generator.model.article import Article
from generator.model.calendar import day_of
from generator.model.edition import Citation, Member
from generator.model.ids import ArticleId, SourceId, StoryId
from generator.model.reporting import reporter_of
from generator.model.story import Lineage, Story


@dataclass(frozen=True, slots=True, kw_only=True)
class Coverage:
    """Everything known by now; each mapping has every article (or story) of the library. `moved` are stories
    that records name and that are parts of others now."""

    articles: Mapping[ArticleId, Article]
    lineage: Mapping[ArticleId, Lineage]
    stories: Mapping[StoryId, Story]
    story_of: Mapping[ArticleId, StoryId]
    excerpts: Mapping[ArticleId, tuple[Citation, ...]]
    zone: tzinfo
    moved: Mapping[StoryId, StoryId] = field(default_factory=dict)

    def now(self, story: StoryId) -> StoryId:
        """The story that `story` is, or is a part of, by now."""
        return self.moved.get(story, story)

    def day(self, article: ArticleId) -> date:
        """The site's day of an article."""
        return day_of(self.articles[article].when, self.zone)

    def member(self, article: ArticleId) -> Member:
        """An article as an edition lists it."""
        lineage = self.lineage[article]
        return Member(article=article, role=lineage.role, of=lineage.of, credit=lineage.credit)

    def until(self, story: StoryId, day: date) -> list[ArticleId]:
        """The story's articles up to and including `day`, in order of time."""
        return [article for article in self.stories[story].articles if self.day(article) <= day]


@dataclass(frozen=True, slots=True, kw_only=True)
class Reach:
    """How widely and how independently something was reported."""

    outlets: int
    independent: int


def reach(coverage: Coverage, articles: Iterable[ArticleId]) -> Reach:
    """Count outlets, and the independent reports among them.

    An independent report is an outlet's own: a copy or a rewrite counts for whom it was taken from, and a
    wire whose own text is not here counts once however many print it.
    """
    outlets: set[SourceId] = set()
    reporters: set[SourceId] = set()
    for article in articles:
        outlets.add(coverage.articles[article].source)
        reporters.add(reporter_of(article, coverage.articles, coverage.lineage))
    return Reach(outlets=len(outlets), independent=len(reporters))
