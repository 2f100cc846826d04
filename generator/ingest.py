"""Raw files in, articles in the library out: reads, cleans, finds what is new, and writes that.

The same input twice changes nothing, also when it holds two versions of one article: of versions that differ,
the newest stays (by when it says it was updated, else by when it was captured, else by its file's time), and
of versions of one time the first.
"""

from __future__ import annotations

import hashlib
import os
import stat
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from enum import Enum
from pathlib import Path
from typing import Final

from generator.cleaning import CleaningContext, SourceBook, clean, enlist
from generator.diagnostics import Position, Problem, Severity, shown
from generator.library import Library, add_feeds, add_sources, load_articles, store_article
from generator.model.article import Article, DatedBy, Draft
from generator.model.ids import ArticleId, SourceId
from generator.model.source import Source, SourceDraft
from generator.project import Project
from generator.readers import Raw, choose

Progress = Callable[[int, int], None]

# What lies in an inbox and is no article.
_NOT_INPUT: Final = frozenset({"readme", "readme.md", "readme.txt"})


@dataclass(frozen=True, slots=True, kw_only=True)
class IngestOptions:
    """How to ingest: a reader by name, the time the pages were captured, and whether to write at all."""

    reader: str | None = None
    captured: datetime | None = None
    dry_run: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class IngestReport:
    """What was done, in order of id; `skipped` are older or double versions of articles that are there."""

    added: tuple[ArticleId, ...] = ()
    updated: tuple[ArticleId, ...] = ()
    unchanged: tuple[ArticleId, ...] = ()
    skipped: tuple[ArticleId, ...] = ()
    new_sources: tuple[SourceId, ...] = ()
    more_feeds: tuple[SourceId, ...] = ()  # sources that were there, and have feeds now that they had not
    problems: tuple[Problem, ...] = ()


def ingest(
    project: Project,
    paths: Sequence[Path],
    options: IngestOptions = IngestOptions(),
    progress: Progress = lambda _done, _of: None,
) -> IngestReport:
    """Take the files at `paths` (folders with all that is in them) into the library; none: content/inbox.

    `progress` is called after each item with how many are done, and 0 for the total that nobody knows. Raises
    DayfoldError when the library cannot be written; what was written until then is whole, and running it
    again goes on from there.
    """
    run = _Run(project, options)
    for path, problem in _files(paths or (project.content / "inbox",)):
        if problem is not None:
            run.problems.append(problem)
        else:
            run.take_file(path, progress)
    return run.report()


class _Outcome(Enum):
    ADDED = "added"
    UPDATED = "updated"
    UNCHANGED = "unchanged"
    SKIPPED = "skipped"


@dataclass(slots=True)
class _Run:
    """One ingest: what the library has, and what has happened so far."""

    project: Project
    options: IngestOptions
    problems: list[Problem] = field(default_factory=list)
    outcomes: dict[ArticleId, _Outcome] = field(default_factory=dict)
    new_sources: list[SourceId] = field(default_factory=list)
    more_feeds: set[SourceId] = field(default_factory=set)
    done: int = 0
    book: SourceBook = field(init=False)
    shelf: _Shelf = field(init=False)

    def __post_init__(self) -> None:
        self.book = SourceBook.of(self.project.settings.sources.values())
        index = None if self.options.dry_run else self.project.index
        articles, problems = load_articles(self.project.root, index)
        self.problems.extend(problems)
        self.shelf = _Shelf(articles)

    def take_file(self, path: Path, progress: Progress) -> None:
        """Read one file, item by item."""
        raw = _raw(path, self.project, self.options)
        if isinstance(raw, Problem):
            self.problems.append(raw)
            return
        reader = choose(raw, self.options.reader)
        if isinstance(reader, Problem):
            self.problems.append(reader)
            return
        context = CleaningContext(
            book=self.book,
            reference=raw.captured or raw.modified,
            captured=raw.captured is not None,
            zone=self.project.zone,
            language=self.project.settings.digest.language,
        )
        listed: list[SourceDraft] = []
        for item in reader.read(raw):
            if isinstance(item, Problem):
                self.problems.append(item)
            elif isinstance(item, SourceDraft):
                listed.append(item)
            else:
                context = self._take_draft(item, context)
            self.done += 1
            progress(self.done, 0)
        self._take_listed(listed)

    def report(self) -> IngestReport:
        """What has been done."""
        by_outcome = {
            outcome: tuple(sorted(name for name, found in self.outcomes.items() if found is outcome))
            for outcome in _Outcome
        }
        return IngestReport(
            added=by_outcome[_Outcome.ADDED],
            updated=by_outcome[_Outcome.UPDATED],
            unchanged=by_outcome[_Outcome.UNCHANGED],
            skipped=by_outcome[_Outcome.SKIPPED],
            new_sources=tuple(self.new_sources),
            more_feeds=tuple(sorted(self.more_feeds)),
            problems=tuple(sorted(self.problems, key=lambda problem: problem.sort_key)),
        )

    def _take_draft(self, draft: Draft, context: CleaningContext) -> CleaningContext:
        cleaned = clean(draft, context)
        self.problems.extend(cleaned.problems)
        if cleaned.article is None:
            return context
        if cleaned.new_sources:
            self._add_sources(cleaned.new_sources, draft.origin)
            context = replace(context, book=self.book)
        self._take_article(cleaned.article, _version(cleaned.article, context.reference))
        return context

    def _add_sources(self, sources: Iterable[Source], origin: Position) -> None:
        """Sources go before the articles that name them: an ingest cut short leaves no dangling id."""
        new = list(sources)
        self.book = self.book.with_sources(new)
        if not self.options.dry_run:
            new = add_sources(self.project.root, new)
        self.new_sources.extend(source.id for source in new)
        self.problems.extend(_new_source(source, origin) for source in new)

    def _take_listed(self, drafts: Sequence[SourceDraft]) -> None:
        """The feeds of a list go to sources.yml at once: it is read and written as a whole."""
        if not drafts:
            return
        listed = enlist(drafts, self.book)
        self.problems.extend(listed.problems)
        if not self.options.dry_run:
            add_sources(self.project.root, listed.new)
            add_feeds(self.project.root, listed.feeds)
        known = [
            replace(source, feeds=(*source.feeds, *listed.feeds.get(source.id, ())))
            for source in self.book.sources.values()
        ]
        self.book = SourceBook.of([*known, *listed.new])
        new = [source.id for source in listed.new]
        self.new_sources.extend(new)
        self.more_feeds.update(listed.feeds.keys() - set(self.new_sources))

    def _take_article(self, article: Article, version: datetime) -> None:
        old = self.shelf.find(article)
        if old is None:
            article = self.shelf.with_free_id(article)
            self._store(article, version, _Outcome.ADDED)
        elif self.shelf.same_text(old, article):
            self.shelf.seen(old.id, version)
            self._note(old.id, _Outcome.UNCHANGED)
        elif self.shelf.is_newer(old, version):
            self._store(_updated(old, article, version), version, _Outcome.UPDATED)
        else:
            self._note(old.id, _Outcome.SKIPPED)

    def _store(self, article: Article, version: datetime, outcome: _Outcome) -> None:
        if not self.options.dry_run:
            store_article(self.project.root, article)
        self.shelf.put(article)
        self.shelf.seen(article.id, version)
        self._note(article.id, outcome)

    def _note(self, name: ArticleId, outcome: _Outcome) -> None:
        """An article that is new, or changed, in this run stays so whatever else of it comes by."""
        if self.outcomes.get(name) in {None, _Outcome.UNCHANGED, _Outcome.SKIPPED} or (
            outcome is _Outcome.UPDATED and self.outcomes[name] is not _Outcome.ADDED
        ):
            self.outcomes[name] = outcome


class _Shelf:
    """What the library has, without the texts: their hashes tell whether one has changed."""

    def __init__(self, articles: Iterable[Article]) -> None:
        self._library = Library()
        self._hashes: dict[ArticleId, str] = {}
        self._by_text: dict[tuple[SourceId, str], ArticleId] = {}
        self._seen: dict[ArticleId, datetime] = {}
        for article in articles:
            self.put(article)

    def put(self, article: Article) -> None:
        self._hashes[article.id] = article.content_hash
        self._by_text[(article.source, article.content_hash)] = article.id
        self._library.put(replace(article, body=""))

    def find(self, article: Article) -> Article | None:
        """The article that this one is a version of: by address; by the id it had where it came from; by
        source, title and day, unless their addresses tell them apart; and, when its date is only reckoned
        from a capture, by source and text on any day."""
        found = self._library.by_url(article.url) if article.url else None
        if found is None and article.external_id:
            found = self._library.by_external_id(article.source, article.external_id)
        if found is None:
            found = self._library.by_title(article.source, article.title, article.when.astimezone(UTC).date())
            found = None if found is not None and self._told_apart(found, article) else found
        if found is None and article.dated_by in {DatedBy.AGE, DatedBy.CAPTURE}:
            name = self._by_text.get((article.source, article.content_hash))
            found = self._library.get(name) if name else None
        return found

    def same_text(self, old: Article, new: Article) -> bool:
        return self._hashes[old.id] == new.content_hash

    def is_newer(self, old: Article, version: datetime) -> bool:
        """Whether a version of this time replaces the stored one: not an older one, and within one run only a
        later one than that already seen."""
        seen = self._seen.get(old.id)
        stored = old.updated or old.retrieved or old.published
        return (stored is None or version >= stored) and (seen is None or version > seen)

    def seen(self, name: ArticleId, version: datetime) -> None:
        self._seen[name] = max(version, self._seen.get(name, version))

    def with_free_id(self, article: Article) -> Article:
        """The article with an id of its own: where another has it, a hash of what tells them apart is added,
        so that it does not matter how many came before."""
        if article.id not in self._library:
            return article
        told_apart_by = article.url or article.external_id or f"{article.title}\n\n{article.body}"
        digest = hashlib.sha256(told_apart_by.encode()).hexdigest()
        length = next(n for n in range(6, 65) if f"{article.id}-{digest[:n]}" not in self._library)
        return replace(article, id=ArticleId(f"{article.id}-{digest[:length]}"))

    def _told_apart(self, old: Article, new: Article) -> bool:
        if self.same_text(old, new):
            return False
        return bool(old.url and new.url) or bool(
            old.external_id and new.external_id and old.external_id != new.external_id
        )


def _version(article: Article, reference: datetime) -> datetime:
    """When this version of an article is from, to the second."""
    return (article.updated or article.retrieved or reference).replace(microsecond=0)


def _updated(old: Article, new: Article, version: datetime) -> Article:
    """The new version in the old one's place: the first publication and what people added stay."""
    published = old.published or new.published
    moments = [version, *([new.published] if new.published else []), *([published] if published else [])]
    return replace(
        new,
        id=old.id,
        published=published,
        dated_by=old.dated_by if old.published else new.dated_by,
        updated=max(moments),
        # An article without a date counts from when it was first seen: it does not come back as new.
        retrieved=(new.retrieved if published else old.retrieved) or old.retrieved or new.retrieved,
        topics=new.topics or old.topics,
        via=new.via or old.via,
    )


def _files(paths: Sequence[Path]) -> Iterator[tuple[Path, Problem | None]]:
    """The files at `paths`, each folder's in order of name; hidden files and notes to people left out."""
    for path in paths:
        if path.is_dir():
            for folder, folders, names in os.walk(path):
                folders[:] = sorted(name for name in folders if not name.startswith("."))
                for name in sorted(names):
                    if not name.startswith(".") and name.lower() not in _NOT_INPUT:
                        yield Path(folder) / name, None
        elif path.exists():
            yield path, None
        else:
            yield (
                path,
                _unreadable(
                    path.as_posix(), "There is no such file.", "Name a file or a folder that is there."
                ),
            )


def _raw(path: Path, project: Project, options: IngestOptions) -> Raw | Problem:
    name = shown(path.absolute(), project.root.absolute())
    name = name if not Path(name).is_absolute() else path.as_posix()
    limit = project.settings.digest.ingest.max_file_bytes
    try:
        status = path.stat()
        if not stat.S_ISREG(status.st_mode):
            return _unreadable(name, "This is not a regular file.", "Name a file or a folder.")
        if status.st_size > limit:
            return _too_large(name, status.st_size, limit)
        data = path.read_bytes()
    except OSError as error:
        return _unreadable(name, f"{error.strerror or error}.", "Mend its permissions, or take it away.")
    modified = datetime.fromtimestamp(status.st_mtime_ns // 1_000_000_000, tz=UTC)
    return Raw(path=name, data=data, modified=modified, captured=options.captured, limit=limit)


def _unreadable(name: str, message: str, remedy: str) -> Problem:
    return Problem(code="unreadable", position=Position(path=name), message=message, remedy=remedy)


def _too_large(name: str, size: int, limit: int) -> Problem:
    return Problem(
        code="too-large",
        position=Position(path=name),
        message=f"The file has {size:,} bytes; the limit is {limit:,}.",
        remedy="Split it, or raise ingest.max_file_bytes in site_config/digest.yml.",
    )


def _new_source(source: Source, origin: Position) -> Problem:
    return Problem(
        code="new-source",
        position=origin,
        message=f"{source.name!r} was not among the sources and was added as '{source.id}'.",
        remedy="Look at its entry in site_config/sources.yml: country, language, kind, rights.",
        severity=Severity.NOTE,
    )
