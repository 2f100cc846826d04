"""What is known of a site by a time: a project in, its articles, stories and editions out."""

from __future__ import annotations

import gc
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Executor
from contextlib import closing, contextmanager
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Final

from generator.build_report import BuildReport, Progress
from generator.checks import (
    Quotations,
    check_articles,
    check_citations,
    check_closed,
    check_rights,
    quotations,
    room_left,
)
from generator.content import ARTICLES, Known, read_content
from generator.decisions import (
    filed,
    moot,
    rulings_of,
    stories_decided,
    unused,
)
from generator.diagnostics import Problem, Severity, has_errors
from generator.digest import (
    Closing,
    Coverage,
    Editing,
    Excerpting,
    choose_excerpts,
    compose,
    editing_of,
    figures_of_stories,
    moved_stories,
    resolve_see_also,
    shortened,
    summarizer_named,
    unquoted,
    without,
)
from generator.library.records import place_in_record
from generator.library.story_store import StoryStore
from generator.memory import Memory, Told
from generator.model.article import Article
from generator.model.calendar import day_of
from generator.model.edition import Edition, Period
from generator.model.editorial import Decision
from generator.model.fetched import FeedState
from generator.model.ids import ArticleId, EditionId, Permalink, StoryId, TopicId
from generator.model.story import Lineage, Story
from generator.pages import SiteView
from generator.project import Project
from generator.quoting import ExcerptsByDay
from generator.redacting import without_names
from generator.settings import Settings
from generator.stories import Guide, days_of, follow_by_day, trace_by_day

_STORIES: Final = "/stories/"


@dataclass(frozen=True, slots=True, kw_only=True)
class Digest:
    """All that is known of a site by a certain time: what pages are made of."""

    articles: Mapping[ArticleId, Article]
    held_back: tuple[ArticleId, ...]
    lineage: Mapping[ArticleId, Lineage]
    stories: Mapping[StoryId, Story]
    story_of: Mapping[ArticleId, StoryId]
    coverage: Coverage
    editions: tuple[Edition, ...]
    quoted: Mapping[ArticleId, Quotations]
    unquotable: frozenset[ArticleId]
    pages: Mapping[str, str]
    taken_down: Mapping[ArticleId, date | None]
    decisions: Sequence[Decision]
    published: frozenset[Permalink]
    fetched: Mapping[str, FeedState]
    closed_before: frozenset[EditionId]
    read: Known
    settings: Settings  # without names that are taken down
    topics_taken_down: Mapping[TopicId, date]
    problems: tuple[Problem, ...]

    @property
    def epoch(self) -> int:
        """The time (seconds since 1970) that the site says it was made at: its newest article's, so that the
        clock changes nothing."""
        return max((int(edition.updated.timestamp()) for edition in self.editions), default=0)

    @property
    def free_words(self) -> Iterator[str]:
        """What may be published of any article: titles, also former ones and those that others name, and the
        names that two stories share."""
        for article in self.articles.values():
            yield article.title
            yield from article.see_also
        for edition in self.editions:
            for entry in edition.entries:
                if not entry.edited_headline:
                    yield entry.headline
                yield from (related.reason for related in entry.related)
        for story in self.stories.values():
            yield from (related.reason for related in story.related)


def digest(  # noqa: PLR0913 -- what it works with, and then keywords for how
    project: Project,
    report: BuildReport,
    progress: Progress,
    *,
    use_index: bool = True,
    executor: Executor | None = None,
    memory: Memory | None = None,
) -> Digest:
    """Read the library and compose its editions; nothing is written but caches, and not those either without
    `use_index`, or with a `memory`. With an `executor` its workers compare large numbers of articles; the
    result is the same.

    With a `memory` what was found before is looked at again only where it has to be, stories stay as they
    were followed though the text of an article is another, and what editions say is not held against it.
    Raises TooMuchError (see `Memory.told_of`)."""
    with report.step("Reading articles", progress):
        read = read_content(project, project.index if use_index else None, memory)
    kept = project.story_store if use_index else None
    return digest_of(project, read, report, progress, kept=kept, executor=executor, memory=memory)


def digest_of(  # noqa: PLR0913 -- as of `digest`
    project: Project,
    read: Known,
    report: BuildReport,
    progress: Progress,
    *,
    kept: Path | None,
    executor: Executor | None = None,
    memory: Memory | None = None,
) -> Digest:
    """The same of what was `read`; `kept` is the file of what was followed before."""
    summarizer = summarizer_named(project.settings.digest.summarizer)
    content, articles, records = read.content, read.articles, read.records
    settings, problems = content.settings, list(read.problems)
    guide = Guide(
        rulings=rulings_of(read.made, records.values()),
        vocabulary=settings.topics,
        settings=settings.digest.stories,
    )
    told = memory.told_of(articles.keys(), guide) if memory is not None else None
    sources = settings.sources
    with closing(StoryStore(kept, borrowed=memory is not None)) as store:
        days = days_of(articles.values()) if memory is None or told is None else []
        with undisturbed():
            if told is None:
                with report.step("Tracing copies", progress):
                    lineage = trace_by_day(days, store, executor)
                with report.step("Following stories", progress):
                    followed = follow_by_day(days, lineage, guide, store, executor)
                told = Told(ids=frozenset(articles), guide=guide, lineage=lineage, followed=followed)
        if memory is not None:
            memory.told = told
        lineage, story_of = told.lineage, told.followed.story_of
        stories = filed(told.followed, read.made, story_of)
        had_pages = stories_decided(read.made) | _stories_at(content.published)
        moved = moved_stories(records.values(), had_pages, stories.keys(), story_of, read.renamed)
        problems += moot(read.made, read.taken, story_of, moved)
        with undisturbed(), report.step("Composing editions", progress):
            choosing: Excerpting = memory.excerpt if memory else ExcerptsByDay(days, settings, store)
            said = quotations(_closed(records), {}, articles)
            sunk = check_closed(said, articles, sources)
            coverage = Coverage(
                articles=articles,
                lineage=lineage,
                stories=stories,
                story_of=story_of,
                excerpts=choose_excerpts(articles, records.values(), settings, choosing, sunk.keys()),
                zone=project.zone,
                moved=moved,
            )
            today = day_of(project.now, project.zone)
            editing = editing_of(coverage, settings, read.made, sunk.keys(), today)
            replayed = _replayed(records, editing)
            if replayed is not records:
                # What is quoted of an article everywhere is what closed editions quote by now.
                said = quotations(_closed(replayed), {}, articles)
                excerpts = choose_excerpts(articles, replayed.values(), settings, choosing)
                coverage = replace(coverage, excerpts=excerpts)
            coverage = _within_rights(coverage, said, settings)
            when = Closing.NEVER if has_errors(problems) else Closing.WHEN_OVER
            composed = compose(coverage, settings, replayed, project.now, when, editing, summarizer)
            editions = without_names(composed, articles, content.decisions)
    problems += [*editing.problems, *unused(editing, editions)]
    unread = {ArticleId(p.position.path[len(ARTICLES) : -len(".md")]) for p in problems if _is_of_article(p)}
    quoted = quotations(editions, coverage.excerpts, articles)
    over = check_rights(quoted, articles, sources)
    if memory is None:  # else nobody is told
        problems += check_articles(editions, articles, unread, place_in_record)
        problems += check_citations(editions, articles, place_in_record, editing.bears_out, report.proof)
    problems += [*over.values(), *sunk.values()]
    report.articles, report.stories, report.editions = len(articles), len(stories), len(editions)
    return Digest(
        articles=articles,
        held_back=read.held_back,
        lineage=lineage,
        stories=stories,
        story_of=story_of,
        coverage=coverage,
        editions=tuple(editions),
        quoted={id_: quoted[id_] for id_ in quoted if id_ not in over},
        unquotable=frozenset(over),
        pages=content.pages,
        taken_down={article: day for article, day in read.taken.items() if article not in articles},
        decisions=content.decisions,
        published=content.published,
        fetched=content.fetched,
        closed_before=frozenset(id_ for id_, record in content.records.items() if record.closed),
        read=read,
        settings=settings,
        topics_taken_down=content.topics_taken_down,
        problems=tuple(problems),
    )


def view(known: Digest) -> SiteView:
    """What the pages are rendered from: editions without what the library has lost, and nothing quoted of an
    article of which more would be published than its source allows."""
    excerpts = {**known.coverage.excerpts, **dict.fromkeys(known.unquotable, ())}
    editions = [unquoted(_present(edition, known.articles), known.unquotable) for edition in known.editions]
    return SiteView(
        settings=known.settings,
        articles=known.articles,
        lineage=known.lineage,
        stories=known.stories,
        story_of=known.story_of,
        excerpts=excerpts,
        editions=editions,
        see_also=resolve_see_also(known.articles),
        pages=known.pages,
        moved=known.coverage.moved,
        figures=figures_of_stories(
            (edition for edition in editions if edition.period is Period.DAY), known.coverage.moved
        ),
        taken_down=known.taken_down,
        fetched=known.fetched,
    )


@contextmanager
def undisturbed() -> Iterator[None]:
    """Let the garbage collector leave alone what was read: it stays, and to walk through all of it whenever a
    few thousand objects have come takes as long as the work does. What is left of the work and holds itself
    goes at the end."""
    gc.freeze()
    try:
        yield
    finally:
        gc.collect()
        gc.unfreeze()


def _stories_at(published: Iterable[Permalink]) -> frozenset[StoryId]:
    """The stories that have had a page."""
    return frozenset(
        StoryId(one.removeprefix(_STORIES).rstrip("/")) for one in published if one.startswith(_STORIES)
    )


def _replayed(records: Mapping[EditionId, Edition], editing: Editing) -> Mapping[EditionId, Edition]:
    """The records with closed editions as people want them by now; `records` itself where they are that."""
    replayed = {id_: editing.replayed(one) if one.closed else one for id_, one in records.items()}
    return replayed if any(replayed[id_] is not one for id_, one in records.items()) else records


def _within_rights(coverage: Coverage, said: Mapping[ArticleId, Quotations], settings: Settings) -> Coverage:
    """`coverage` with no more excerpts than an article's source allows beside what is `said` of it."""
    room = room_left(said, coverage.excerpts, coverage.articles, settings.sources)
    if not room:
        return coverage
    return replace(coverage, excerpts=shortened(coverage.excerpts, room, coverage.articles, settings))


def _closed(records: Mapping[EditionId, Edition]) -> list[Edition]:
    return [record for record in records.values() if record.closed]


def _present(edition: Edition, articles: Mapping[ArticleId, Article]) -> Edition:
    """`edition` without the articles that are not there (each is an error by itself, told once)."""
    lost = {id_ for id_ in edition.articles if id_ not in articles}
    for entry in edition.entries:
        lost.update(id_ for id_ in entry.cited if id_ not in articles)
    return without(edition, lost) if lost else edition


def _is_of_article(problem: Problem) -> bool:
    return problem.severity is Severity.ERROR and problem.position.path.startswith(ARTICLES)
