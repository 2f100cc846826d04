"""A small newsroom for tests: articles made in a line, and the coverage that they are."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from generator.digest import Coverage, choose_excerpts, excerpt
from generator.model.article import Article, Label
from generator.model.edition import Edition
from generator.model.ids import ArticleId, SourceId, StoryId, article_id
from generator.model.story import Lineage, Role, Story
from generator.settings import (
    DigestSettings,
    EditionSettings,
    SectionSettings,
    Settings,
    SourceEntry,
    make_settings,
)

OUTLETS = ("courier", "gazette", "radio", "wire")


def settings(*, stories: int = 8, **editions: int) -> Settings:
    return make_settings(
        DigestSettings(
            sections=(
                SectionSettings(id="news", name="News", stories=stories),
                SectionSettings(id="opinion", name="Opinion", labels=(Label.OPINION,)),
            ),
            editions=EditionSettings(**editions),
        ),
        sources=[SourceEntry(id=outlet, name=outlet.title()) for outlet in OUTLETS],
    )


def report(day: int, source: str, title: str, *, hour: int = 9, label: Label = Label.NEWS) -> Article:
    when = datetime(2026, 8, day, hour, tzinfo=UTC)
    body = (
        f"{title} is what {source} found out on day {day} at the harbour. Nobody else would say a word of it."
    )
    return Article(
        id=article_id(when, SourceId(source), title),
        title=title,
        body=body,
        source=SourceId(source),
        published=when,
        label=label,
    )


def coverage(
    articles: Iterable[Article],
    stories: Mapping[str, Iterable[Article]] | None = None,
    copies: Mapping[ArticleId, ArticleId] | None = None,
    records: Iterable[Edition] = (),
) -> Coverage:
    """Each article a story of its own, but for those that `stories` puts together under their first."""
    known = {article.id: article for article in articles}
    story_of = {id_: StoryId(id_) for id_ in known}
    for members in (stories or {}).values():
        first, *rest = members
        story_of |= {member.id: StoryId(first.id) for member in rest}
    by_story: dict[StoryId, list[ArticleId]] = {}
    for id_ in sorted(known, key=lambda a: (known[a].when, a)):
        by_story.setdefault(story_of[id_], []).append(id_)
    copies = copies or {}
    return Coverage(
        articles=known,
        lineage={
            id_: Lineage(article=id_, role=Role.COPY if id_ in copies else Role.ORIGINAL, of=copies.get(id_))
            for id_ in known
        },
        stories={id_: Story(id=id_, articles=tuple(members)) for id_, members in by_story.items()},
        story_of=story_of,
        excerpts=choose_excerpts(known, records, settings(), excerpt),
        zone=ZoneInfo("UTC"),
    )


def at(day: int, hour: int = 12) -> datetime:
    return datetime(2026, 8, day, hour, tzinfo=UTC)
