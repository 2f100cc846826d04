"""Bring what was published into the present: records in, records without what was taken down, and where the
stories that they name are now, out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import replace

from generator.digest.losing import without
from generator.model.article import Article
from generator.model.edition import Edition, Entry, stories_in
from generator.model.ids import ArticleId, EditionId, StoryId


def revised(
    records: Mapping[EditionId, Edition], taken: Set[ArticleId], articles: Mapping[ArticleId, Article]
) -> dict[EditionId, Edition]:
    """The records without the articles `taken` down; each that named one is a revision later.

    An entry whose headline was that of such an article bears that of its next one. The record keeps the ids
    of what it has lost, so that their permalinks answer, and nothing that they said.
    """
    return {id_: _revised(record, taken, articles) for id_, record in records.items()}


def moved_stories(
    records: Iterable[Edition],
    decided: Iterable[StoryId],
    stories: Set[StoryId],
    story_of: Mapping[ArticleId, StoryId],
    renamed: Mapping[ArticleId, ArticleId],
) -> dict[StoryId, StoryId]:
    """Where each story went that a record names, or that is known to have had a page (`decided`), and that is
    none any more: to the story that has its founding article, by its new name where that was `renamed`, or
    else the first of those that the record had in it. One of which nothing is left went nowhere.
    """
    members: dict[StoryId, list[ArticleId]] = {story: [ArticleId(story)] for story in decided}
    for record in records:
        for article, story in stories_in(record).items():
            members.setdefault(story, [ArticleId(story)]).append(article)
        for gone, kept in record.moved.items():
            members.setdefault(gone, [ArticleId(gone)]).append(ArticleId(kept))
    found: dict[StoryId, StoryId] = {}
    for story, articles in sorted(members.items()):
        known = [*articles, *(renamed[article] for article in articles if article in renamed)]
        now = next((story_of[article] for article in known if article in story_of), None)
        if story not in stories and now is not None:
            found[story] = now
    return found


def with_past(
    editions: Sequence[Edition], records: Mapping[EditionId, Edition], moved: Mapping[StoryId, StoryId]
) -> list[Edition]:
    """The daily `editions`, the open ones with what only their records remember: what was taken down, and
    the stories that have moved since they were first named.

    A story that no open edition names moves in the newest of them: there it was found out.
    """
    told = {gone for record in records.values() if record.closed for gone in record.moved}
    newest = next((edition.id for edition in reversed(editions) if not edition.closed), None)
    found = []
    for edition in editions:
        record = records.get(edition.id)
        if edition.closed or record is None:
            own: Set[StoryId] = frozenset()
        else:
            own = {*stories_in(record).values(), *record.moved}
        if edition.id == newest:
            own = moved.keys()
        kept = {gone: moved[gone] for gone in sorted(own - told) if gone in moved}
        told |= kept.keys()
        if not edition.closed and (kept or record is not None):
            taken = record.taken_down if record is not None else ()
            edition = replace(edition, moved=kept, taken_down=taken)  # noqa: PLW2901 - the edition it becomes
        found.append(edition)
    return found


def emptied(record: Edition) -> Edition:
    """An open edition all of whose articles are gone: it was published, so it stays, and says nothing."""
    return replace(record, articles={}, entries=(), left_out=(), brief=())


def _revised(record: Edition, taken: Set[ArticleId], articles: Mapping[ArticleId, Article]) -> Edition:
    named = {*record.articles, *stories_in(record), *(entry.headline_article for entry in record.entries)}
    named = named.union(*(entry.cited for entry in record.entries))
    lost = frozenset(named & taken)
    if not lost:
        return record
    left = without(record, lost)
    entries = tuple(_headed(entry, record, lost, articles) for entry in left.entries)
    return replace(
        left,
        entries=entries,
        revision=record.revision + 1 if record.closed else record.revision,
        taken_down=tuple(sorted({*record.taken_down, *lost})),
    )


def _headed(
    entry: Entry, record: Edition, lost: Set[ArticleId], articles: Mapping[ArticleId, Article]
) -> Entry:
    before = next(other for other in record.entries if other.story == entry.story)
    if before.headline_article not in lost:
        return entry
    known = articles.get(entry.headline_article)
    return replace(entry, headline=known.title if known is not None else "")
