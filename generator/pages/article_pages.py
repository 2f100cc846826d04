"""Lay out articles: one report and what is known of it in, its page out."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Final

from generator.model.article import Article
from generator.model.edition import Line
from generator.model.ids import UNKNOWN_SOURCE, ArticleId
from generator.model.source import Source
from generator.model.story import Lineage
from generator.pages import paths
from generator.pages.edition_entries import articles_from_outlets, badges
from generator.pages.edition_pages import edition_name
from generator.pages.escaping import safe_url
from generator.pages.parts import Anchor, Facts, Link, Moment, Passage, Quote
from generator.pages.recorded import recorded
from generator.pages.site_index import SiteIndex
from generator.pages.story_reports import role_in_words
from generator.pages.words import DATED_BY, Words

_PARAGRAPH: Final = re.compile(r"\S(?:.|\n(?!\n))*")
_LINE: Final = re.compile(r"\S.*")


@dataclass(frozen=True, slots=True, kw_only=True)
class Coverage:
    """Another article of the same story: outlet, title and time."""

    outlet: Passage
    title: Link
    when: Moment


@dataclass(frozen=True, slots=True, kw_only=True)
class SeeAlso:
    """A title that the article named under 'Read also'; `link` when we have that article."""

    title: Passage
    link: Link | None


@dataclass(frozen=True, slots=True, kw_only=True)
class CitedReport:
    """A report that the article cites: who published it, and its title."""

    outlet: Passage
    title: Link


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """A picture at its publisher's, which a page leads to and never shows: its host would learn who reads."""

    url: str
    caption: Passage | None
    credit: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ArticleView:
    """An article's page. `paragraphs` (of lines) are there only with the right to the full text."""

    facts: Facts
    title: Passage
    outlet: Link
    is_unknown: bool
    authors: tuple[str, ...]
    when: Moment
    dated_by: str
    updated: Moment | None
    retrieved: Moment | None
    badges: tuple[str, ...]
    quotes: tuple[Quote, ...]
    paragraphs: tuple[tuple[Passage, ...], ...]
    url: str | None
    rights: str
    licence: str
    attribution: str
    terms: str | None
    pictures: tuple[Picture, ...]
    role: str
    source_report: Link | None
    evidence: str
    credit: tuple[Link, ...]
    cites: tuple[Link, ...]
    cited_reports: tuple[CitedReport, ...]
    via: Link | None
    story: Link
    story_reach: str
    earlier: Coverage | None
    later: Coverage | None
    edition: Link | None
    topics: tuple[Link, ...]
    see_also: tuple[SeeAlso, ...]


def article_view(index: SiteIndex, article_id: ArticleId) -> ArticleView:
    """What the page of an article says."""
    article = index.article(article_id)
    source = index.source(article.source)
    story_id = index.view.story_of[article.id]
    story = index.view.stories[story_id]
    reach = index.reach(story_id)
    lineage = index.view.lineage.get(article.id)
    place = story.articles.index(article.id)
    title = index.title(article.id)
    return ArticleView(
        facts=_facts(index, article, source),
        title=title,
        outlet=index.source_link(article.source),
        is_unknown=article.source == UNKNOWN_SOURCE,
        authors=article.authors,
        when=index.moment(article.when),
        dated_by=_dated_by(index.words, article),
        updated=index.moment(article.updated) if article.updated else None,
        retrieved=index.moment(article.retrieved) if article.retrieved and article.published else None,
        badges=badges(index, article, source),
        quotes=_quotes(index, article) if not source.rights.full_text else (),
        paragraphs=_paragraphs(index, article) if source.rights.full_text else (),
        url=safe_url(article.url),
        rights=index.words.rights(source.rights),
        licence=source.rights.licence or "",
        attribution=source.rights.attribution_text or "",
        terms=safe_url(source.rights.terms),
        pictures=_pictures(index, article) if source.rights.images and not source.rights.link_only else (),
        role=role_in_words(index, article.id),
        source_report=_known_link(index, lineage.of if lineage else None),
        evidence=recorded(index.words, lineage.evidence) if lineage else "",
        credit=tuple(index.source_link(credit) for credit in article.credit),
        cites=tuple(index.source_link(cited) for cited in article.cites),
        cited_reports=_cited_reports(index, lineage),
        via=index.source_link(article.via) if article.via else None,
        story=index.story_link(story_id),
        story_reach=articles_from_outlets(index.words, reach),
        earlier=_coverage(index, story.articles[place - 1] if place else None, article),
        later=_coverage(
            index, story.articles[place + 1] if place + 1 < len(story.articles) else None, article
        ),
        edition=_carried(index, article.id),
        topics=index.topic_links(dict.fromkeys([*article.topics, *story.topics])),
        see_also=tuple(
            SeeAlso(
                title=index.passage(text, article.language),
                link=_known_link(index, found),
            )
            for text, found in index.view.see_also.get(article.id, ())
        ),
    )


def _carried(index: SiteIndex, article: ArticleId) -> Link | None:
    """The place in the daily edition that carries an article."""
    found = index.carried_in.get(article)
    if found is None:
        return None
    anchor = paths.story_anchor(found.entry.story)
    return index.edition_link(found.edition.id, edition_name(index.words, found.edition), anchor)


def _cited_reports(index: SiteIndex, lineage: Lineage | None) -> tuple[CitedReport, ...]:
    """The reports it cites, where they are here and none other can be meant."""
    cited = [one.article for one in lineage.cited] if lineage else []
    return tuple(
        CitedReport(outlet=index.outlet(index.view.articles[one].source), title=index.article_link(one))
        for one in cited
        if one in index.view.articles
    )


def _facts(index: SiteIndex, article: Article, source: Source) -> Facts:
    here = index.local(article.when)
    story = index.view.story_of[article.id]
    appearances = index.appearances.get(story)
    return Facts(
        kind="article",
        area="Sources",
        title=article.title,
        description=index.words.gettext(", ").join((source.name, index.words.long_day(here.date()))),
        language=article.language,
        day=here.date().isoformat(),
        published=here.isoformat(timespec="minutes"),
        modified=index.local(article.updated).isoformat(timespec="minutes") if article.updated else "",
        url=safe_url(article.url) or "",
        sources=(source.name,),
        authors=article.authors,
        topics=tuple(
            index.topics[topic].name
            for topic in dict.fromkeys([*article.topics, *index.view.stories[story].topics])
            if topic in index.topics
        ),
        section=index.section_name(appearances[-1].entry.section) if appearances else "",
        indexed=True,
    )


def _dated_by(words: Words, article: Article) -> str:
    if article.dated_by is not None:
        return words.gettext(DATED_BY[article.dated_by])
    if article.published:
        return ""
    return words.gettext("the time it was first seen, for nothing says when it was published")


def _quotes(index: SiteIndex, article: Article) -> tuple[Quote, ...]:
    """What may be quoted, with the places in it that citations lead to."""
    citations = index.view.excerpts.get(article.id, ())
    lines = [Line(text=index.cited.words_of(citation), citations=(citation,)) for citation in citations]
    quotes = index.evidence(lines, partial(index.moment_near, index.day(article.id))).quotes
    anchors = index.cited.anchors(article.id)
    return tuple(
        replace(quote, words=_anchored(quote.words, anchors, citation.start, citation.end))
        for quote, citation in zip(quotes, citations, strict=True)
    )


def _paragraphs(index: SiteIndex, article: Article) -> tuple[tuple[Passage, ...], ...]:
    paragraphs: list[tuple[Passage, ...]] = []
    anchors = index.cited.anchors(article.id)
    for paragraph in _PARAGRAPH.finditer(article.body):
        lines = (match.span() for match in _LINE.finditer(article.body, *paragraph.span()))
        paragraphs.append(
            tuple(
                _anchored(index.passage(article.body[start:end], article.language), anchors, start, end)
                for start, end in lines
            )
        )
    return tuple(paragraphs)


def _anchored(passage: Passage, anchors: Sequence[Anchor], start: int, end: int) -> Passage:
    """The passage that prints `start` to `end` of a body, with the anchors that begin in it; one that goes on
    in the next line ends with this one."""
    within = [anchor for anchor in anchors if start <= anchor.start < end]
    placed = (
        replace(anchor, start=anchor.start - start, end=min(anchor.end, end) - start) for anchor in within
    )
    return replace(passage, anchors=tuple(placed))


def _pictures(index: SiteIndex, article: Article) -> tuple[Picture, ...]:
    return tuple(
        Picture(
            url=url,
            caption=index.passage(image.caption, article.language) if image.caption else None,
            credit=image.credit or "",
        )
        for image in article.images
        if (url := safe_url(image.url)) is not None
    )


def _known_link(index: SiteIndex, article: ArticleId | None) -> Link | None:
    return index.article_link(article) if article is not None and article in index.view.articles else None


def _coverage(index: SiteIndex, other: ArticleId | None, article: Article) -> Coverage | None:
    if other is None:
        return None
    known = index.article(other)
    return Coverage(
        outlet=index.outlet(known.source),
        title=index.article_link(other),
        when=index.moment_in(index.local(article.when).year, known.when),
    )
