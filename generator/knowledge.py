"""What is known of a site by a time: a project in, its articles, stories and editions out."""

from __future__ import annotations

import gc
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Executor
from contextlib import closing, contextmanager
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Final

from generator.checks import (
    Proof,
    Quotations,
    check_articles,
    check_citations,
    check_closed,
    check_rights,
    quotations,
    room_left,
)
from generator.decisions import (
    aims_of,
    filed,
    labels_given,
    moot,
    redaction_of,
    redirects_of,
    renamed_articles,
    rulings_of,
    still_there,
    stories_decided,
    taken_down,
    unused,
)
from generator.diagnostics import Position, Problem, Severity, has_errors
from generator.digest import (
    Closing,
    Coverage,
    Editing,
    choose_excerpts,
    compose,
    editing_of,
    moved_stories,
    resolve_see_also,
    revised,
    shortened,
    summarizer_named,
    unquoted,
    without,
)
from generator.library import check_references, load_articles, load_decisions, load_pages, load_permalinks
from generator.library.records import load_records, place_in_record, rewritten
from generator.library.story_store import StoryStore
from generator.model.article import Article
from generator.model.calendar import day_of
from generator.model.edition import Edition
from generator.model.editorial import Decision
from generator.model.ids import ArticleId, EditionId, Permalink, StoryId, TopicId
from generator.model.story import Lineage, Story
from generator.pages import SiteView
from generator.project import Project
from generator.redacting import Content, redacted, without_names
from generator.settings import Settings
from generator.settings.editorial import check_filing
from generator.stories import Guide, days_of, follow_by_day, trace_by_day

Progress = Callable[[str], None]
_ARTICLES: Final = "content/articles/"
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
    closed_before: frozenset[EditionId]
    settings: Settings  # without names that are taken down
    topics_taken_down: Mapping[TopicId, date]
    problems: tuple[Problem, ...]

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


@dataclass(slots=True, kw_only=True)
class BuildReport:
    """What a build did. `seconds` has the wall time of each step, in order."""

    articles: int = 0
    stories: int = 0
    editions: int = 0
    proof: Proof = field(default_factory=Proof)
    records_written: list[EditionId] = field(default_factory=list)
    pages: int = 0
    pages_written: int = 0
    pages_removed: int = 0
    site_built: bool = False
    seconds: dict[str, float] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    @contextmanager
    def step(self, name: str, progress: Progress) -> Iterator[None]:
        """Time a step and tell that it has begun."""
        progress(name)
        start = time.perf_counter()
        yield
        self.seconds[name] = round(time.perf_counter() - start, 3)


def digest(
    project: Project,
    report: BuildReport,
    progress: Progress,
    *,
    use_index: bool = True,
    executor: Executor | None = None,
) -> Digest:
    """Read the library and compose its editions; nothing is written but caches, and not those either without
    `use_index`. With an `executor` its workers compare large numbers of articles; the result is the same."""
    summarizer = summarizer_named(project.settings.digest.summarizer)
    with report.step("Reading articles", progress):
        content, taken, problems = _read(project, project.index if use_index else None)
    settings = content.settings
    renamed = renamed_articles(redirects_of(content.decisions), {article.id for article in content.library})
    for old, new in renamed.items():
        if either := {old, new} & taken.keys():
            taken |= dict.fromkeys((old, new), taken[min(either)])
    known = {
        a.id: _with_known_ids(a, settings)
        for a in content.library
        if a.source in settings.sources and a.id not in taken
    }
    made = [decision for decision in content.decisions if decision.at <= project.now]
    labels = labels_given(made)
    known |= {id_: replace(known[id_], label=labels[id_]) for id_ in labels if id_ in known}
    records = revised(_with_names_of_now(content.records, renamed), taken.keys(), known)
    printed = {id_ for record in records.values() if record.closed for id_ in record.articles}
    articles = {id_: a for id_, a in known.items() if a.when <= project.now or id_ in printed}
    held_back = tuple(id_ for id_ in known if id_ not in articles)
    problems += [_held_back(known[id_]) for id_ in held_back]
    with _undisturbed(), closing(StoryStore(project.story_store if use_index else None)) as store:
        with report.step("Tracing copies", progress):
            days = days_of(articles.values())
            lineage = trace_by_day(days, store, executor)
        with report.step("Following stories", progress):
            guide = Guide(
                rulings=rulings_of(made, records.values()),
                vocabulary=settings.topics,
                settings=settings.digest.stories,
            )
            followed = follow_by_day(days, lineage, guide, store, executor)
            story_of = followed.story_of
            stories = filed(followed, made, story_of)
            had_pages = stories_decided(made) | _stories_at(content.published)
            moved = moved_stories(records.values(), had_pages, stories.keys(), story_of, renamed)
    problems += [*moot(made, taken, story_of, moved)]
    with report.step("Composing editions", progress):
        sources = settings.sources
        sunk = check_closed(quotations(_closed(records), {}, articles), articles, sources)
        coverage = Coverage(
            articles=articles,
            lineage=lineage,
            stories=stories,
            story_of=story_of,
            excerpts=choose_excerpts(articles, records.values(), settings, sunk.keys()),
            zone=project.zone,
            moved=moved,
        )
        editing = editing_of(coverage, settings, made, sunk.keys(), day_of(project.now, project.zone))
        replayed, coverage = _replay(records, coverage, editing, settings)
        when = Closing.NEVER if has_errors(problems) else Closing.WHEN_OVER
        composed = compose(coverage, settings, replayed, project.now, when, editing, summarizer)
        editions = without_names(composed, articles, content.decisions)
    problems += [*editing.problems, *unused(editing, editions)]
    unread = {ArticleId(p.position.path[len(_ARTICLES) : -len(".md")]) for p in problems if _is_of_article(p)}
    quoted = quotations(editions, coverage.excerpts, articles)
    over = check_rights(quoted, articles, sources)
    problems += [
        *check_articles(editions, articles, unread, place_in_record),
        *check_citations(editions, articles, place_in_record, editing.bears_out, report.proof),
        *over.values(),
        *sunk.values(),
    ]
    report.articles, report.stories, report.editions = len(articles), len(stories), len(editions)
    return Digest(
        articles=articles,
        held_back=held_back,
        lineage=lineage,
        stories=stories,
        story_of=story_of,
        coverage=coverage,
        editions=tuple(editions),
        quoted={id_: quoted[id_] for id_ in quoted if id_ not in over},
        unquotable=frozenset(over),
        pages=content.pages,
        taken_down={article: day for article, day in taken.items() if article not in articles},
        decisions=content.decisions,
        published=content.published,
        closed_before=frozenset(id_ for id_, record in content.records.items() if record.closed),
        settings=settings,
        topics_taken_down=content.topics_taken_down,
        problems=tuple(problems),
    )


def _read(
    project: Project, index: Path | None
) -> tuple[Content, dict[ArticleId, date | None], list[Problem]]:
    """All that the site is made of, without names that are taken down; the articles that are; and what is
    wrong with it."""
    decisions = load_decisions(project.root)
    aims, names = aims_of(decisions), redaction_of(decisions)
    library, problems = load_articles(
        project.root, index, lambda one: bool(aims.on(one)) or names.names_article(one)
    )
    records, bad_records = load_records(project.root)
    pages, bad_pages = load_pages(project.root)
    published, bad_registers = load_permalinks(project.root)
    problems += [*bad_records, *bad_pages, *bad_registers]
    problems += check_references(library, project.settings, project.root)
    sections = [section.id for section in project.settings.digest.sections]
    problems += check_filing(decisions, sections, list(project.settings.topics))
    problems += still_there(decisions, library)
    taken = taken_down(decisions, library, records.values())
    content = Content(
        decisions=decisions,
        library=library,
        records=records,
        pages=pages,
        published=published,
        settings=project.settings,
        topics_taken_down={},
    )
    return redacted(content), {ArticleId(names.id(id_)): day for id_, day in taken.items()}, problems


def view(known: Digest) -> SiteView:
    """What the pages are rendered from: editions without what the library has lost, and nothing quoted of an
    article of which more would be published than its source allows."""
    excerpts = {**known.coverage.excerpts, **dict.fromkeys(known.unquotable, ())}
    return SiteView(
        settings=known.settings,
        articles=known.articles,
        lineage=known.lineage,
        stories=known.stories,
        story_of=known.story_of,
        excerpts=excerpts,
        editions=[
            unquoted(_present(edition, known.articles), known.unquotable) for edition in known.editions
        ],
        see_also=resolve_see_also(known.articles),
        pages=known.pages,
        moved=known.coverage.moved,
        taken_down=known.taken_down,
    )


@contextmanager
def _undisturbed() -> Iterator[None]:
    """Let the garbage collector leave alone what was read: it stays, and to walk through all of it whenever a
    few thousand objects have come takes as long as the work does."""
    gc.freeze()
    try:
        yield
    finally:
        gc.unfreeze()


def _with_names_of_now(
    records: Mapping[EditionId, Edition], renamed: Mapping[ArticleId, ArticleId]
) -> Mapping[EditionId, Edition]:
    """The records with the ids that articles have by now; each that is closed and changes is a revision
    later."""
    if not renamed:
        return records
    names = {str(old): str(new) for old, new in renamed.items()}
    found = {}
    for id_, record in records.items():
        changed = rewritten(record, lambda text: names.get(text, text))
        later = record.revision + (changed is not record and record.closed)
        found[id_] = replace(changed, revision=later)
    return found


def _stories_at(published: Iterable[Permalink]) -> frozenset[StoryId]:
    """The stories that have had a page."""
    return frozenset(
        StoryId(one.removeprefix(_STORIES).rstrip("/")) for one in published if one.startswith(_STORIES)
    )


def _with_known_ids(article: Article, settings: Settings) -> Article:
    """`article` without the ids that nothing defines; each of them is an error by itself, told once."""
    if article.via is None and not (article.credit or article.cites or article.topics):
        return article
    return replace(
        article,
        via=article.via if article.via in settings.sources else None,
        credit=tuple(source for source in article.credit if source in settings.sources),
        cites=tuple(source for source in article.cites if source in settings.sources),
        topics=tuple(topic for topic in article.topics if topic in settings.topics),
    )


def _replay(
    records: Mapping[EditionId, Edition], coverage: Coverage, editing: Editing, settings: Settings
) -> tuple[dict[EditionId, Edition], Coverage]:
    """The records with closed editions as people want them by now, and what is quoted of each article then,
    within its source's rights."""
    replayed = {id_: editing.replayed(one) if one.closed else one for id_, one in records.items()}
    articles, excerpts = coverage.articles, coverage.excerpts
    if any(replayed[id_] is not records[id_] for id_ in records):
        # What is quoted of an article everywhere is what closed editions quote by now.
        excerpts = choose_excerpts(articles, replayed.values(), settings)
    said = quotations(_closed(replayed), {}, articles)
    if room := room_left(said, excerpts, articles, settings.sources):
        excerpts = shortened(excerpts, room, articles, settings)
    return replayed, replace(coverage, excerpts=excerpts)


def _closed(records: Mapping[EditionId, Edition]) -> list[Edition]:
    return [record for record in records.values() if record.closed]


def _present(edition: Edition, articles: Mapping[ArticleId, Article]) -> Edition:
    """`edition` without the articles that are not there (each is an error by itself, told once)."""
    cited = frozenset().union(*(entry.cited for entry in edition.entries))
    lost = (edition.articles.keys() | cited) - articles.keys()
    return without(edition, lost) if lost else edition


def _is_of_article(problem: Problem) -> bool:
    return problem.severity is Severity.ERROR and problem.position.path.startswith(_ARTICLES)


def _held_back(article: Article) -> Problem:
    return Problem(
        code="held-back",
        position=Position(path=f"{_ARTICLES}{article.id}.md", line=1, col=1),
        message=f"The article is dated {article.when.isoformat()}, after the time of this build.",
        remedy="Nothing, if that is meant: it is published when its time comes. Else mend `published`.",
        severity=Severity.NOTE,
    )
