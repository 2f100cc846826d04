"""Lead to cited words: a citation in, the publisher's page at them and the place on our page of it out."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from typing import Final

from generator.model.article import Article
from generator.model.edition import Citation
from generator.model.ids import ArticleId, digest_of
from generator.pages import paths
from generator.pages.escaping import safe_url
from generator.pages.lookups import Lookups
from generator.pages.parts import Anchor
from generator.pages.site_view import SiteView
from generator.pages.text_fragments import leading_to, page_text

_TEXTS: Final = 64


class CitedPassages:
    """The passages that editions cite, and those that may be quoted."""

    def __init__(self, site: SiteView, lookups: Lookups) -> None:
        self._site = site
        self._lookups = lookups
        self._addresses: dict[tuple[ArticleId, int, str], str | None] = {}
        # An article's few citations mostly come one after another, and its text is as long as itself.
        self._text = lru_cache(maxsize=_TEXTS)(lambda id_: page_text(site.articles[id_]))
        self._anchors: dict[ArticleId, tuple[Anchor, ...]] = {}

    def words_of(self, citation: Citation) -> str:
        """What the article says now where the citation is."""
        return self._site.articles[citation.article].body[citation.start : citation.end]

    def address(self, citation: Citation, said: str) -> str | None:
        """The publisher's page at the words `said`; its plain address, when the article says them no more or
        they cannot be told apart from other words of it."""
        article = self._site.articles[citation.article]  # each time, so that the look is noted
        key = (article.id, citation.start, said)
        if key not in self._addresses:
            self._addresses[key] = self._address(article, citation, said)
        return self._addresses[key]

    def on_our_page(self, citation: Citation) -> str:
        """Our page of the article, at the passage where it prints that."""
        page = paths.article_page(citation.article)
        anchor = paths.passage_anchor(citation)
        printed = any(known.id == anchor for known in self.anchors(citation.article))
        return paths.at(page, anchor) if printed else page

    def anchors(self, article: ArticleId) -> tuple[Anchor, ...]:
        """The places of an article's page that citations lead to: spans of the body that the page prints, in
        order, each within the one before or after it."""
        source = self._site.settings.sources.get(self._site.articles[article].source)  # noted each time
        if article not in self._anchors:
            whole = source is not None and source.rights.full_text
            self._anchors[article] = tuple(self._printed(article, whole=whole))
        return self._anchors[article]

    def _address(self, article: Article, citation: Citation, said: str) -> str | None:
        url = safe_url(article.url)
        if url is None:
            return None
        text = self._text(article.id)
        span = (citation.start, citation.end) if said == self.words_of(citation) else text.find(said)
        return leading_to(url, text.directive(*span) if span else None)

    def _printed(self, article: ArticleId, *, whole: bool) -> Iterable[Anchor]:
        excerpts = self._site.excerpts.get(article, ())
        cited = {(c.start, -c.end): c for c in (*excerpts, *self._lookups.cited.get(article, ()))}
        taken: set[str] = set()
        around: list[Citation] = []
        for _, citation in sorted(cited.items()):
            if digest_of(self.words_of(citation)) != citation.hash:
                continue  # the article has changed: these are other words
            while around and around[-1].end <= citation.start:
                around.pop()
            anchor = paths.passage_anchor(citation)
            nested = not around or citation.end <= around[-1].end
            shown = whole or any(e.start <= citation.start and citation.end <= e.end for e in excerpts)
            if nested and shown and anchor not in taken:
                taken.add(anchor)
                around.append(citation)
                yield Anchor(id=anchor, start=citation.start, end=citation.end)
