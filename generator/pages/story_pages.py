"""Lay out stories: the coverage of one event in, its page out."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial

from generator.model.edition import Line
from generator.model.ids import ArticleId, StoryId
from generator.model.story import Role, Story
from generator.pages import paths
from generator.pages.edition_entries import (
    Changes,
    RelatedStory,
    articles_from_outlets,
    changes,
    dots,
    reach_in_words,
    related_stories,
    state_in_words,
)
from generator.pages.edition_pages import edition_name
from generator.pages.feed_places import story_feed
from generator.pages.figure_rows import FigureRow, figure_rows, figures_of_story
from generator.pages.lookups import Appearance
from generator.pages.parts import Evidence, Facts, Link, Moment, Notice, Passage
from generator.pages.site_index import SiteIndex
from generator.pages.story_reports import Lineage, lineage_of, role_of
from generator.pages.words import Words


@dataclass(frozen=True, slots=True, kw_only=True)
class StoryDay:
    """What a day brought to a story: what its edition said of it, or else just its reports."""

    anchor: str
    day: Moment
    state: str
    headline: Link | None
    evidence: Evidence
    figures: tuple[FigureRow, ...]
    changes: Changes
    note: str
    corrections: tuple[Notice, ...]
    reports: tuple[Link, ...]
    dots: str
    reach: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StoryView:
    """A story's page."""

    facts: Facts
    headline: Passage
    newest: Link | None
    section: str
    running: str
    first_outlet: Link
    first_when: Moment
    reach: str
    stands: Evidence
    figures: tuple[FigureRow, ...]
    figured: Evidence
    lineage: Lineage
    days: tuple[StoryDay, ...]
    topics: tuple[Link, ...]
    related: tuple[RelatedStory, ...]
    editions: tuple[Link, ...]


def story_view(index: SiteIndex, story_id: StoryId) -> StoryView:
    """What the page of a story says."""
    story = index.view.stories[story_id]
    appearances = index.appearances.get(story.id, [])
    newest = appearances[-1] if appearances else None
    reach = index.reach(story.id)
    headline = index.headline(story.id)
    founder = index.article(story.articles[0])
    section = index.section_name(newest.entry.section) if newest else ""
    say = partial(index.moment_in, reach.last.year)
    evidence = index.evidence(newest.entry.lines if newest else _first_excerpt(index, story), say)
    several = len(story.articles) > 1
    figures, figured = figures_of_story(index, story.id, say)
    return StoryView(
        facts=Facts(
            kind="story",
            area="",
            title=headline.text,
            rail=index.words.gettext("On this story"),
            description=_reach(index, story),
            language=headline.language or index.language,
            day=reach.last.isoformat(),
            published=index.local(founder.when).isoformat(timespec="minutes"),
            modified=index.local(index.article(story.articles[-1]).when).isoformat(timespec="minutes"),
            sources=tuple(dict.fromkeys(index.source_of(article).name for article in story.articles)),
            topics=tuple(index.topics[topic].name for topic in story.topics if topic in index.topics),
            section=section,
            corrections=tuple(
                index.notice(correction).text for a in appearances for correction in a.entry.corrections
            ),
            feed=story_feed(index, story.id),
            card=index.card(paths.story_page(story.id)),
            based_on=evidence.based_on,
            indexed=several,  # a story of one article says what the article's page says
        ),
        headline=headline,
        newest=_newest(index, newest),
        section=section,
        running=_running(index.words, reach.first, reach.last),
        first_outlet=index.source_link(founder.source),
        first_when=index.moment(founder.when),
        reach=_reach(index, story),
        stands=evidence,
        figures=figures,
        figured=figured,
        lineage=lineage_of(index, story),
        days=_days(index, story, appearances) if several else (),
        topics=index.topic_links(story.topics),
        related=related_stories(index, story.related),
        editions=tuple(
            index.edition_link(
                a.edition.id, edition_name(index.words, a.edition), paths.story_anchor(a.entry.story)
            )
            for a in reversed(appearances)
        ),
    )


def _newest(index: SiteIndex, newest: Appearance | None) -> Link | None:
    if newest is None:
        return None
    anchor = paths.story_anchor(newest.entry.story)
    return index.edition_link(newest.edition.id, edition_name(index.words, newest.edition), anchor)


def _running(words: Words, first: date, last: date) -> str:
    days = (last - first).days + 1
    if days == 1:
        return words.title(words.long_day(first))
    return words.gettext(", ").join(
        (words.span(first, last), words.ngettext("%(num)s day", "%(num)s days", days))
    )


def _reach(index: SiteIndex, story: Story) -> str:
    reach = index.reach(story.id)
    words = index.words
    independent = words.ngettext(
        "%(num)s independent report", "%(num)s independent reports", reach.independent
    )
    return words.gettext(", ").join((articles_from_outlets(words, reach), independent))


def _first_excerpt(index: SiteIndex, story: Story) -> Sequence[Line]:
    """What is quoted of the newest article that anything may be quoted of."""
    for article in reversed(story.articles):
        if citations := index.view.excerpts.get(article):
            return (Line(text=" ".join(index.cited.words_of(c) for c in citations), citations=citations),)
    return ()


def _days(index: SiteIndex, story: Story, appearances: Sequence[Appearance]) -> tuple[StoryDay, ...]:
    """The story's days, newest first."""
    by_day: dict[date, list[ArticleId]] = defaultdict(list)
    for article in story.articles:
        by_day[index.day(article)].append(article)
    told: dict[date, Appearance] = {}
    for appearance in appearances:  # an edition that had two stories which are one by now: the first it told
        told.setdefault(appearance.edition.first_day, appearance)
    return tuple(
        _day(index, day, by_day.get(day, []), told.get(day)) for day in sorted({*by_day, *told}, reverse=True)
    )


def _day(index: SiteIndex, day: date, articles: Sequence[ArticleId], told: Appearance | None) -> StoryDay:
    members = (
        [*articles, *(m.article for m in told.entry.members if m.article not in articles)]
        if told
        else articles
    )
    quoted = {c.article for line in told.entry.lines for c in line.citations} if told else set()
    outlets = {index.article(a).source for a in members}
    own = {index.article(a).source for a in members if role_of(index, a) is Role.ORIGINAL}
    headline = None
    evidence = Evidence()
    rows: tuple[FigureRow, ...] = ()
    if told:
        article = index.article(told.entry.headline_article)
        say = partial(index.moment_near, day)
        evidence = index.evidence(told.entry.lines, say, told.entry.phrases)
        rows = figure_rows(index, told.entry.figures, evidence.phrases, say)
        headline = Link(
            words=index.passage(told.entry.headline, article.language),
            path=paths.at(paths.edition_page(told.edition.id), paths.story_anchor(told.entry.story)),
        )
    return StoryDay(
        anchor=f"d-{day.isoformat()}",
        day=index.day_moment(day, index.words.brief_day(day)),
        state=state_in_words(index.words, told.entry) if told else "",
        headline=headline,
        evidence=evidence,
        figures=rows,
        changes=changes(index, told.entry, evidence) if told else Changes(),
        note=told.entry.note if told else "",
        corrections=tuple(map(index.notice, told.entry.corrections)) if told else (),
        reports=tuple(index.report_link(a) for a in members if a not in quoted),
        dots=dots(len(outlets), len(own)),
        reach=reach_in_words(index.words, len(outlets), len(own)),
    )
