"""Items of documents in, articles in the library out, one after another in the order of the input.

Here is decided what rests on what came before: names, ids, what is new, what is learned and cut.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from typing import Final

from generator.cleaning import Cleaned, CleaningContext, Prepared, SourceBook, enlist, settle
from generator.cleaning.categories import topics_by_name, topics_of
from generator.diagnostics import Position, Problem, Severity
from generator.ingest.documents import Document
from generator.ingest.journal import Entry, Journal, Outcome
from generator.ingest.learning import Learning
from generator.ingest.reading import Item
from generator.ingest.report import IngestOptions, IngestReport, Meter
from generator.ingest.shelf import Shelf, told_apart
from generator.ingest.takedowns import Takedowns, kept_out
from generator.ingest.versions import updated, version_of
from generator.library import (
    add_feeds,
    add_sources,
    article_path,
    read_article,
    store_article,
    visit_articles,
)
from generator.model.article import Article, Cancellation
from generator.model.boilerplate import LearnedLine
from generator.model.ids import UNKNOWN_SOURCE, ArticleId, SourceId, TopicId
from generator.model.source import Source, SourceDraft, SourceKind
from generator.project import Project
from generator.readers.feed import FeedReader

_LEARNED: Final = "learned"  # what the journal calls the end of all documents; their names have a bar
# A person wrote or cleaned what such a reader reads: nothing is cut from it.
_AS_THEY_ARE: Final = frozenset({"markdown"})
_BATCH: Final = 256  # articles that wait to be written


@dataclass(slots=True)
class Intake:
    """One ingest: what the library has, and what has happened so far."""

    project: Project
    options: IngestOptions
    meter: Meter
    problems: list[Problem] = field(default_factory=list)
    outcomes: dict[ArticleId, Outcome] = field(default_factory=dict)
    new_sources: list[SourceId] = field(default_factory=list)
    more_feeds: set[SourceId] = field(default_factory=set)
    journal: Journal = field(default_factory=lambda: Journal(None, ""))
    book: SourceBook = field(init=False)
    feeds: Mapping[str, SourceId] = field(init=False)  # by address
    topics: Mapping[str, TopicId] = field(init=False)
    takedowns: Takedowns = field(init=False)
    shelf: Shelf = field(default_factory=Shelf)
    entry: Entry = field(default_factory=Entry)  # of the document at hand
    listed: list[SourceDraft] = field(default_factory=list)  # by it
    resumed: bool = False
    learning: Learning | None = None
    waiting_sources: list[Source] = field(default_factory=list)
    waiting_articles: dict[ArticleId, Article] = field(default_factory=dict)
    waiting_entries: list[tuple[str, Entry]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.book = SourceBook.of(self.project.settings.sources.values())
        self.feeds = {
            url: source.id
            for source in self.project.settings.sources.values()
            for feed in source.feeds
            for url in (feed.url, feed.moved_to)
            if url is not None
        }
        self.takedowns = Takedowns.of(self.project.root, self.project.now)
        self.topics = topics_by_name(self.project.settings.topics.values())
        if self.project.settings.digest.ingest.learn_boilerplate:
            self.learning = Learning.of(self.project.root)
        index = None if self.options.dry_run else self.project.index
        withheld = self.takedowns.withholds
        self.problems.extend(visit_articles(self.project.root, index, self._visit, withheld))

    def unfinished(self, found: Iterable[Document]) -> Iterator[Document]:
        """The documents that a killed run had not finished; what it noted of the others is taken over."""
        for document in found:
            entry = self.journal.recall(document.key)
            if entry is not None and all(name in self.shelf for name, _, _ in entry.articles):
                self.meter.document(document)
                self._take_over(entry)
            else:
                self.journal.stop_recalling()
                yield document

    def take(self, document: Document, item: Item) -> None:
        """Take in one item of a document."""
        self.meter.document(document)
        if isinstance(item, Problem):
            self.entry.problems.append(item)
        elif isinstance(item, SourceDraft):
            self.listed.append(item)
        elif isinstance(item, Cancellation):
            self.entry.problems.append(self.takedowns.cancel(item, self.book, dry_run=self.options.dry_run))
        else:
            self._take_draft(item, document)
        self.entry.items += 1
        self.meter.items(1)

    def end(self, document: Document) -> None:
        """A document is at its end."""
        self.meter.document(document)
        self._take_listed()
        self._count(self.entry)
        self.waiting_entries.append((document.key, self.entry))
        self.entry = Entry()
        if len(self.waiting_entries) >= _BATCH or len(self.waiting_articles) >= _BATCH:
            self.flush()

    def flush(self) -> None:
        """Write what waits. Sources go before the articles that name them, and articles before the note that
        they are there: an ingest cut short leaves nothing that dangles."""
        if not self.options.dry_run:
            if self.waiting_sources:
                add_sources(self.project.root, self.waiting_sources)
            for article in self.waiting_articles.values():
                store_article(self.project.root, article)
            self.journal.note(self.waiting_entries)
            self.waiting_articles.clear()
        self.waiting_sources.clear()
        self.waiting_entries.clear()

    def learn(self) -> None:
        """All is read: look at the sources that had something new, and cut what was learned of them from
        their articles of this run."""
        if self.learning is None or self.options.dry_run:
            return
        sources = sorted(self.learning.fresh)
        if self.journal.recall(_LEARNED) is None:
            self.journal.stop_recalling()
            for source in sources:
                self.learning.look(self.book.sources[source], self._read)
            self.journal.note([(_LEARNED, Entry())])
        for source in sources if self.resumed else sorted(self.learning.news):
            for name in self.learning.uncut(source, self.book):
                self._cut_late(name)
        self.flush()

    def report(self) -> IngestReport:
        """What has been done."""
        by_outcome = {
            outcome: tuple(sorted(name for name, found in self.outcomes.items() if found is outcome))
            for outcome in Outcome
        }
        return IngestReport(
            added=by_outcome[Outcome.ADDED],
            updated=by_outcome[Outcome.UPDATED],
            unchanged=by_outcome[Outcome.UNCHANGED],
            skipped=by_outcome[Outcome.SKIPPED],
            new_sources=tuple(self.new_sources),
            learned=tuple((source, line) for source, lines in sorted(self._news().items()) for line in lines),
            more_feeds=tuple(sorted(self.more_feeds - set(self.new_sources))),
            problems=tuple(sorted(self.problems, key=lambda problem: problem.sort_key)),
        )

    def _news(self) -> dict[SourceId, list[LearnedLine]]:
        return self.learning.news if self.learning else {}

    def _visit(self, article: Article) -> None:
        """Note an article that is there. It is known by its text without what has been learned since, and
        without names that have been taken down."""
        article = self.takedowns.redacted(article)
        self.shelf.put(self._bare(article))
        if self.learning is not None:
            self.learning.samples.put(article)

    def _bare(self, article: Article) -> Article:
        return (self._cut(article).article or article) if self.learning else article

    def _cut(self, article: Article) -> Cleaned:
        return self.learning.cut(article, self.book) if self.learning else Cleaned(article=article)

    def _cut_late(self, name: ArticleId) -> None:
        article = self._read(name)
        if article is None:
            return
        cleaned = self._cut(article)
        self._add_sources(cleaned.new_sources, Position(path=article_path(Path(), name).as_posix()))
        self.waiting_articles[name] = cleaned.article or article
        if len(self.waiting_articles) >= _BATCH:
            self.flush()

    def _take_over(self, entry: Entry) -> None:
        self.resumed = True
        if self.learning is not None:
            for source, name in entry.fresh:
                self.learning.fresh.setdefault(source, []).append(name)
        for name, outcome, version in entry.articles:
            if outcome is not Outcome.SKIPPED:
                self.shelf.seen(name, version)
        self._count(entry)
        self.meter.items(entry.items)

    def _count(self, entry: Entry) -> None:
        self.problems.extend(entry.problems)
        self.new_sources.extend(entry.sources)
        self.more_feeds.update(entry.feeds)
        for name, outcome, _ in entry.articles:
            self._note(name, outcome)

    def _note(self, name: ArticleId, outcome: Outcome) -> None:
        """An article that is new, or changed, in this run stays so whatever else of it comes by."""
        if self.outcomes.get(name) in {None, Outcome.UNCHANGED, Outcome.SKIPPED} or (
            outcome is Outcome.UPDATED and self.outcomes[name] is not Outcome.ADDED
        ):
            self.outcomes[name] = outcome

    def _take_draft(self, prepared: Prepared, document: Document) -> None:
        context = CleaningContext(
            book=self.book,
            reference=document.captured or document.modified,
            captured=document.captured is not None,
            now=self.project.now,
            zone=self.project.zone,
            language=self.project.settings.digest.language,
        )
        prepared = self._attributed(prepared, document)
        cleaned = settle(prepared, context)
        if (source := self._announced_by(cleaned.article)) is not None:
            draft = replace(prepared.draft, source_name=source, source_homepage=None)
            cleaned = settle(replace(prepared, draft=draft), context)
        if cleaned.article is not None and self.takedowns.keeps_out(cleaned.article):
            self.entry.problems.append(kept_out(cleaned.article, prepared.draft.origin))
            return
        if cleaned.article is not None:
            cleaned = replace(cleaned, article=self.takedowns.incoming(cleaned.article))
        self.entry.problems.extend(cleaned.problems)
        self._add_sources(cleaned.new_sources, prepared.draft.origin)
        article = cleaned.article
        if article is None:
            return
        as_it_is = prepared.draft.article is not None or prepared.draft.reader in _AS_THEY_ARE
        if not as_it_is:
            cleaned = self._cut(article)
            self._add_sources(cleaned.new_sources, prepared.draft.origin)
            article = cleaned.article or article
        filed = topics_of(prepared.draft.categories, self.topics)
        self._take_article(article, version_of(article, context.reference), filed, may_be_cut=not as_it_is)

    def _attributed(self, prepared: Prepared, document: Document) -> Prepared:
        """What names no publisher is that of the options. An item of a feed that a source of ours has is that
        source's, whatever the feed calls itself; of an aggregator's feed, it came by way of it. Items that
        name another publisher are left alone."""
        draft = prepared.draft
        if self.options.source and not draft.source_name and not draft.source_homepage:
            return replace(prepared, draft=replace(draft, source_name=self.options.source))
        at = document.part.url if document.part else None
        source = self.feeds.get(at) if at else None
        if source is None or draft.via_name or draft.reader != FeedReader.name:
            return prepared
        if self.book.sources[source].kind is SourceKind.AGGREGATOR:
            mended = replace(draft, source_name=None, source_homepage=None, via_name=source)
        else:
            mended = replace(draft, source_name=source, source_homepage=None)
        return replace(prepared, draft=mended)

    def _announced_by(self, article: Article | None) -> SourceId | None:
        """The source that had announced this article, where its page alone would be taken for another's: a
        feed lies on one host, what it leads to often on another."""
        if article is None or article.excerpt_only:
            return None
        name = self.shelf.by_address(article)
        if name is None or self.shelf.has_text(name, article):
            return None
        old = self._read(name)
        if old is None or not old.excerpt_only or old.source in {UNKNOWN_SOURCE, article.source}:
            return None
        return old.source

    def _add_sources(self, sources: Sequence[Source], origin: Position) -> None:
        if not sources:
            return
        self.book = self.book.with_sources(sources)
        self.waiting_sources.extend(sources)
        self.entry.sources.extend(source.id for source in sources)
        self.entry.problems.extend(_new_source(source, origin) for source in sources)

    def _take_listed(self) -> None:
        """The feeds of a list go to sources.yml at once: it is read and written as a whole."""
        if not self.listed:
            return
        listed = enlist(self.listed, self.book)
        self.listed.clear()
        self.entry.problems.extend(listed.problems)
        if not self.options.dry_run:
            self.flush()
            add_sources(self.project.root, listed.new)
            add_feeds(self.project.root, listed.feeds)
        known = [
            replace(source, feeds=(*source.feeds, *listed.feeds.get(source.id, ())))
            for source in self.book.sources.values()
        ]
        self.book = SourceBook.of([*known, *listed.new])
        self.entry.sources.extend(source.id for source in listed.new)
        self.entry.feeds.extend(listed.feeds)

    def _take_article(
        self, article: Article, version: datetime, filed: tuple[TopicId, ...], *, may_be_cut: bool
    ) -> None:
        bare = article if may_be_cut else self._bare(article)  # it has been cut
        name, old = self._find(bare)
        if name is None:
            article = self.shelf.with_free_id(replace(article, topics=article.topics or filed))
            self.shelf.put(replace(bare, id=article.id))
            self._store(article, Outcome.ADDED, version, may_be_cut=may_be_cut)
        elif self.shelf.has_text(name, bare):
            self._see(name, Outcome.UNCHANGED, version)
        elif (old := old or self._read(name)) is not None and self._replaces(old, article, version):
            changed = updated(old, article, version)
            changed = replace(changed, topics=changed.topics or filed)
            self.shelf.swap(self._bare(old), self._bare(changed))
            self._store(changed, Outcome.UPDATED, version, may_be_cut=may_be_cut)
        else:
            self.entry.articles.append((name, Outcome.SKIPPED, version))

    def _find(self, article: Article) -> tuple[ArticleId | None, Article | None]:
        """The article that this one is a version of: by address; by the id it had where it came from; by
        source, title and day, unless they tell themselves apart; and, when its date is only reckoned from a
        capture, by source and text on any day."""
        if name := self.shelf.by_address(article):
            return name, None
        if name := self.shelf.by_title(article):
            if self.shelf.has_text(name, article):
                return name, None
            old = self._read(name)
            if old is None or not told_apart(old, article):
                return name, old
        return self.shelf.by_text(article), None

    def _replaces(self, old: Article, article: Article, version: datetime) -> bool:
        """Whether a version takes the place of the stored one. What a feed has of an article is no newer
        version of the whole, and the whole is one of what a feed had of it at the same time."""
        if old.excerpt_only == article.excerpt_only:
            return self._is_newer(old, version)
        seen = self.shelf.last_seen(old.id)
        return old.excerpt_only and (seen is None or version >= seen)

    def _is_newer(self, old: Article, version: datetime) -> bool:
        """Whether a version of this time replaces the stored one: not an older one, and within one run only a
        later one than that already seen."""
        seen = self.shelf.last_seen(old.id)
        stored = old.updated or old.retrieved or old.published
        return (stored is None or version >= stored) and (seen is None or version > seen)

    def _read(self, name: ArticleId) -> Article | None:
        """The article as it is on the disk, or waits to be; None when it has gone since."""
        if name in self.waiting_articles:
            return self.waiting_articles[name]
        article = self._stored(name)
        return self.takedowns.redacted(article) if article is not None else None

    def _stored(self, name: ArticleId) -> Article | None:
        path = article_path(self.project.root, name)
        try:
            return read_article(path.read_text(encoding="utf-8"), path.as_posix(), name)[0]
        except (OSError, UnicodeDecodeError):
            return None

    def _store(self, article: Article, outcome: Outcome, version: datetime, *, may_be_cut: bool) -> None:
        self.waiting_articles[article.id] = replace(article, body="") if self.options.dry_run else article
        self._see(article.id, outcome, version)
        if self.learning is None or self.options.dry_run:
            return
        self.learning.samples.put(article)
        if may_be_cut:
            self.entry.fresh.append((article.source, article.id))
            self.learning.fresh.setdefault(article.source, []).append(article.id)
            if self.learning.is_due(article.source):
                self.learning.look(self.book.sources[article.source], self._read)

    def _see(self, name: ArticleId, outcome: Outcome, version: datetime) -> None:
        self.shelf.seen(name, version)
        self.entry.articles.append((name, outcome, version))


def _new_source(source: Source, origin: Position) -> Problem:
    return Problem(
        code="new-source",
        position=origin,
        message=f"{source.name!r} was not among the sources and was added as '{source.id}'.",
        remedy="Look at its entry in site_config/sources.yml: country, language, kind, rights.",
        severity=Severity.NOTE,
    )
