"""Read what a site is made of: a project in, its articles, records and decisions out, ready to work with."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path
from typing import Final

from generator.decisions import (
    aims_of,
    labels_given,
    redaction_of,
    redirects_of,
    renamed_articles,
    still_there,
    taken_down,
)
from generator.diagnostics import Position, Problem, Severity
from generator.digest import revised
from generator.library import (
    check_references,
    load_articles,
    load_decisions,
    load_fetched,
    load_pages,
    load_permalinks,
)
from generator.library.records import load_records, rewritten
from generator.memory import Memory
from generator.model.article import Article
from generator.model.edition import Edition
from generator.model.editorial import Decision
from generator.model.ids import ArticleId, EditionId, Permalink
from generator.project import Project
from generator.redacting import Content, redacted
from generator.settings import Settings
from generator.settings.editorial import check_filing

ARTICLES: Final = "content/articles/"


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What is known of a site before anything is made of it, by a certain time.

    `articles` are those that may be told of, `held_back` those that are dated later. `records` have the names
    that articles have by now (`renamed` has the others) and nothing that was taken down; `content` has them
    as they were read. `made` are the decisions that hold by now. `records_read` are the records of the files,
    by the hashes of their bytes; `problems_read` what is wrong with the files.
    """

    content: Content
    articles: Mapping[ArticleId, Article]
    held_back: tuple[ArticleId, ...]
    records: Mapping[EditionId, Edition]
    made: Sequence[Decision]
    taken: Mapping[ArticleId, date | None]
    renamed: Mapping[ArticleId, ArticleId]
    records_read: Mapping[bytes, Edition]
    problems_read: tuple[Problem, ...]
    problems: tuple[Problem, ...]


def read_content(project: Project, index: Path | None, memory: Memory | None = None) -> Known:
    """All that `project` is made of. `index` is where the index of unchanged articles is kept; None is to
    read every file. What is in `memory` is not read."""
    held: dict[bytes, Edition] = memory.records if memory is not None else {}
    content, taken, problems = _read(project, index, held, memory)
    return _ready(project.now, content, taken, held, problems)


def read_again(
    project: Project, read: Known, editions: Iterable[Edition], published: Set[Permalink]
) -> Known:
    """What would be read after `read` if the records of `editions` and a register of what was `published`
    were written, and nothing else had changed."""
    records = {**read.content.records, **{edition.id: edition for edition in editions}}
    content = replace(read.content, records=records, published=frozenset(published))
    taken = dict(read.taken)
    for record in records.values():
        for lost in record.taken_down:
            taken.setdefault(lost, None)
    return _ready(project.now, content, taken, read.records_read, read.problems_read)


def _ready(
    now: datetime,
    content: Content,
    taken: dict[ArticleId, date | None],
    held: Mapping[bytes, Edition],
    problems: Sequence[Problem],
) -> Known:
    settings = content.settings
    renamed = renamed_articles(redirects_of(content.decisions), {article.id for article in content.library})
    taken |= _by_all_names(taken, renamed)
    known = {
        article.id: _with_known_ids(article, settings)
        for article in content.library
        if article.source in settings.sources and article.id not in taken
    }
    made = [decision for decision in content.decisions if decision.at <= now]
    labels = labels_given(made)
    known |= {id_: replace(known[id_], label=labels[id_]) for id_ in labels if id_ in known}
    records = revised(_with_names_of_now(content.records, renamed), taken.keys(), known)
    printed = {id_ for record in records.values() if record.closed for id_ in record.articles}
    articles = {id_: one for id_, one in known.items() if one.when <= now or id_ in printed}
    held_back = tuple(id_ for id_ in known if id_ not in articles)
    return Known(
        content=content,
        articles=articles,
        held_back=held_back,
        records=records,
        made=made,
        taken=taken,
        renamed=renamed,
        records_read=held,
        problems_read=tuple(problems),
        problems=(*problems, *(_held_back(known[id_]) for id_ in held_back)),
    )


def _read(
    project: Project, index: Path | None, held: dict[bytes, Edition], memory: Memory | None
) -> tuple[Content, dict[ArticleId, date | None], list[Problem]]:
    """All that the site is made of, without names that are taken down; the articles that are; and what is
    wrong with it."""
    decisions = load_decisions(project.root)
    aims, names = aims_of(decisions), redaction_of(decisions)

    def withheld(one: Article) -> bool:
        return bool(aims.on(one)) or names.names_article(one)

    if memory is not None:
        library, problems = memory.library.load(withheld)
    else:
        library, problems = load_articles(project.root, index, withheld)
    records, bad_records = load_records(project.root, held)
    pages, bad_pages = load_pages(project.root)
    published, bad_registers = load_permalinks(project.root)
    fetched, bad_states = load_fetched(project.root)
    problems += [*bad_records, *bad_pages, *bad_registers, *bad_states]
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
        fetched=fetched,
        settings=project.settings,
        topics_taken_down={},
    )
    return redacted(content), {ArticleId(names.id(id_)): day for id_, day in taken.items()}, problems


def _by_all_names(
    taken: Mapping[ArticleId, date | None], renamed: Mapping[ArticleId, ArticleId]
) -> dict[ArticleId, date | None]:
    """What is taken down by one of its names is by all that it ever had."""
    names: dict[ArticleId, list[ArticleId]] = {}
    for old, new in renamed.items():
        names.setdefault(new, [new]).append(old)
    found: dict[ArticleId, date | None] = {}
    for all_names in names.values():
        if either := sorted(taken.keys() & all_names):
            found |= dict.fromkeys(all_names, taken[either[0]])
    return found


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


def _held_back(article: Article) -> Problem:
    return Problem(
        code="held-back",
        position=Position(path=f"{ARTICLES}{article.id}.md", line=1, col=1),
        message=f"The article is dated {article.when.isoformat()}, after the time of this build.",
        remedy="Nothing, if that is meant: it is published when its time comes. Else mend `published`.",
        severity=Severity.NOTE,
    )
