"""Tell whether what a page rests on has changed: a site in, a hash of each fact out."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable
from typing import Final

from generator.model.article import Article
from generator.model.edition import Citation, Edition
from generator.model.ids import ArticleId, EditionId, Permalink, SourceId, StoryId, TopicId
from generator.model.story import Lineage
from generator.pages.lookups import Lookups
from generator.pages.reading import Fact
from generator.pages.site_view import SiteView

_BYTES: Final = 16


class Facts:
    """The hashes of a site's facts. Each is of all that any page can learn of its thing."""

    def __init__(self, site: SiteView, lookups: Lookups) -> None:
        self._site = site
        self._lookups = lookups
        self._known: dict[Fact, bytes] = {}
        self._editions: dict[EditionId, bytes] = {}
        self._parts: Final[dict[str, Callable[[str], Iterable[object]]]] = {
            "article": self._of_article,
            "story": self._of_story,
            "edition": self._of_edition,
            "source": self._of_source,
            "topic": self._of_topic,
            "stories": self._of_stories,
            "articles": self._of_articles,
            "years": self._of_years,
            "tellings": self._of_tellings,
            "address": self._of_address,
        }

    def digest(self, fact: Fact) -> bytes:
        """A hash of the fact, which two runs have in common where it is the same. Not of the fact 'whole',
        which is never the same."""
        found = self._known.get(fact)
        if found is None:
            kind, key = fact
            found = self._known[fact] = _hash(self._parts[kind](key))
        return found

    def _of_source(self, key: str) -> Iterable[object]:
        yield self._site.settings.sources.get(SourceId(key))

    def _of_topic(self, key: str) -> Iterable[object]:
        yield self._site.settings.topics.get(TopicId(key))
        yield self._lookups.narrower.get(TopicId(key))

    def _of_address(self, key: str) -> Iterable[object]:
        site, at = self._site, Permalink(key)
        yield (site.removed.get(at), at in site.removed, site.redirects.get(at), site.pages.get(key))

    def _of_article(self, key: str) -> Iterable[object]:
        id_ = ArticleId(key)
        site, lookups = self._site, self._lookups
        article = site.articles.get(id_)
        if article is not None:
            yield from _values_of(article)
        lineage = site.lineage.get(id_)
        if lineage is not None and lineage != Lineage(article=id_):
            yield lineage
        carried = lookups.carried_in.get(id_)
        yield (
            site.story_of.get(id_),
            _spans(site.excerpts.get(id_, ())),
            _spans(lookups.cited.get(id_, ())),
            self._edition(carried.edition) if carried else None,
            lookups.copies_of.get(id_),
            site.see_also.get(id_),
            site.taken_down.get(id_),
            id_ in site.taken_down,
        )

    def _of_story(self, key: str) -> Iterable[object]:
        id_ = StoryId(key)
        story = self._site.stories.get(id_)
        if story is not None:
            yield story
            yield self._lookups.reach(id_)
        yield (self._site.moved.get(id_), self._site.figures.get(id_))
        for appearance in self._lookups.appearances.get(id_, ()):
            yield self._edition(appearance.edition)

    def _of_edition(self, key: str) -> Iterable[object]:
        id_ = EditionId(key)
        edition = self._lookups.edition.get(id_)
        if edition is None:
            return
        around = self._lookups.around[id_]
        yield self._edition(edition)
        yield [self._lookups.now(entry.story) for entry in edition.entries]
        for others in ((around.before, around.after), around.longer, around.days):
            yield [other.id if other else None for other in others]

    def _of_stories(self, key: str) -> Iterable[object]:
        topic, year = _with_year(key)
        yield [story.id for story in self._lookups.stories_of(TopicId(topic), year)]

    def _of_articles(self, key: str) -> Iterable[object]:
        source, year = _with_year(key)
        yield [article.id for article in self._lookups.articles_of(SourceId(source), year)]

    def _of_years(self, key: str) -> Iterable[object]:
        of, _, name = key.partition(" ")
        yield self._lookups.years_of_topic(TopicId(name)) if of == "stories" else None
        yield self._lookups.years_of_source(SourceId(name)) if of == "articles" else None

    def _of_tellings(self, key: str) -> Iterable[object]:
        yield [(one.edition.id, one.entry.story) for one in self._lookups.tellings.get(key, ())]

    def _edition(self, edition: Edition) -> bytes:
        if edition.id not in self._editions:
            self._editions[edition.id] = _hash((edition,))
        return self._editions[edition.id]


def _with_year(key: str) -> tuple[str, int | None]:
    name, _, year = key.partition(" ")
    return name, int(year) if year else None


def _values_of(article: Article) -> Iterable[object]:
    yield article.title
    yield article.body
    yield (
        *(article.source, article.published, article.retrieved, article.updated, article.dated_by),
        *(article.url, article.authors, article.credit, article.via, article.cites, article.dateline),
        *(article.label, article.language, article.topics, article.see_also, article.cut),
        *(article.external_id, article.excerpt_only, article.licence, article.copyright_notice),
        *(article.paywalled, article.images),
    )


def _spans(citations: Iterable[Citation]) -> list[tuple[str, int, int, str]]:
    return [(one.article, one.start, one.end, one.hash) for one in citations]


def _hash(parts: Iterable[object]) -> bytes:
    told = repr(tuple(parts)).encode("utf-8", "surrogatepass")
    return hashlib.blake2b(told, digest_size=_BYTES).digest()
