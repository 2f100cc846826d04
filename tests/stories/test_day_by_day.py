"""Stories followed day by day, each day closed before the next, on the sample site's articles."""

from __future__ import annotations

import random
from collections.abc import Iterable, Sequence
from datetime import UTC, date, timedelta
from pathlib import Path

import pytest

from generator.library import load_articles
from generator.model.article import Article
from generator.model.ids import ArticleId, StoryId
from generator.settings import Settings, load_settings
from generator.stories import Merge, Rulings, follow_stories, trace_lineage

Sample = tuple[list[Article], Settings]


@pytest.fixture(scope="module")
def sample(repository: Path) -> Sample:
    settings, problems = load_settings(repository)
    assert settings is not None, problems
    return load_articles(repository, None)[0], settings


class Newsroom:
    """A site that is built every night: what each edition said of an article's story stands from then on."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._articles: list[Article] = []
        self._merges: list[Merge] = []
        self.closed: dict[ArticleId, StoryId] = {}
        self.story_of: dict[ArticleId, StoryId] = {}

    def night(self, day: date, arrived: Iterable[Article]) -> None:
        self._articles += arrived
        rulings = Rulings(
            fixed=self.closed, published=frozenset(self.closed.values()), merges=tuple(self._merges)
        )
        self.story_of = followed(self._articles, self._settings, rulings)
        told = {merge.gone for merge in self._merges}
        for story in sorted(set(self.closed.values()) - set(self.story_of.values()) - told):
            self._merges.append(Merge(day=day, gone=story, kept=self.story_of[ArticleId(story)]))
        for article in self._articles:
            self.closed.setdefault(article.id, self.story_of[article.id])


def followed(articles: Sequence[Article], settings: Settings, rulings: Rulings) -> dict[ArticleId, StoryId]:
    lineage = trace_lineage(articles)
    stories = follow_stories(articles, lineage, rulings, settings.topics, settings.digest.stories)
    return {article: story.id for story in stories for article in story.articles}


def by_day(articles: Iterable[Article], late: dict[ArticleId, int]) -> dict[date, list[Article]]:
    days: dict[date, list[Article]] = {}
    for article in articles:
        arrival = article.when.astimezone(UTC).date() + timedelta(days=late.get(article.id, 0))
        days.setdefault(arrival, []).append(article)
    return dict(sorted(days.items()))


def test_closing_each_day_gives_the_same_stories_as_all_at_once(sample: Sample) -> None:
    articles, settings = sample
    newsroom = Newsroom(settings)
    for day, arrived in by_day(articles, {}).items():
        newsroom.night(day, arrived)
    assert newsroom.story_of == followed(articles, settings, Rulings())


@pytest.mark.parametrize("seed", range(3))
def test_late_articles_rename_nothing_and_every_story_that_was_seen_leads_somewhere(
    sample: Sample, seed: int
) -> None:
    articles, settings = sample
    chance = random.Random(seed)  # noqa: S311 - a history, not a secret
    late = {article.id: chance.randint(1, 4) for article in articles if chance.random() < 0.2}
    newsroom = Newsroom(settings)
    for day, arrived in by_day(articles, late).items():
        before = dict(newsroom.closed)
        newsroom.night(day, arrived)
        ids = set(newsroom.story_of.values())
        for article, story in before.items():
            if story in ids:  # nothing was renamed, and what was published together stays together
                assert newsroom.story_of[article] == story
            else:  # it was merged, into one story for all of it
                assert newsroom.story_of[article] == newsroom.story_of[ArticleId(story)]
