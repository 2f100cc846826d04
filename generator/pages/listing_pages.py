"""Lay out topics and sources: an entry of the vocabulary or a publisher in, its page and the indexes out."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Final

from generator.languages import message
from generator.model.article import Article
from generator.model.ids import UNKNOWN_SOURCE, SourceId, TopicId
from generator.model.source import Source, SourceKind
from generator.model.story import Role, Story
from generator.model.topic import TopicKind
from generator.pages import paths
from generator.pages.charts import ARTICLES, REPORTS, Bars, bars
from generator.pages.correction_pages import Corrected, corrections_of
from generator.pages.escaping import safe_url
from generator.pages.feed_places import listing_feed
from generator.pages.parts import Facts, Link, Moment, Passage
from generator.pages.site_index import SiteIndex
from generator.pages.story_reports import role_in_words
from generator.pages.words import KINDS, TOPIC_KINDS, Words

_SHOWN: Final = 120  # items on the first page; where there are more, each year has a page with all of its own
_RELATED: Final = 8
_SHARES: Final = {
    Role.ORIGINAL: message("%(share)s are its own reports"),
    Role.COPY: message("%(share)s copies of another outlet’s text"),
    Role.REWRITE: message("%(share)s rewritten from another’s report"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One story or article in a list: where it leads, and a line about it."""

    link: Link
    outlet: Link | None
    told: str
    when: Moment


@dataclass(frozen=True, slots=True, kw_only=True)
class Month:
    """A month's items, newest first."""

    name: str
    items: tuple[Item, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A topic or source in a list, and a word about it."""

    link: Link
    told: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TopicView:
    """A topic's page; `year` is empty on the page of all."""

    facts: Facts
    name: str
    year: str
    first_page: Link | None
    parents: tuple[Link, ...]
    description: str
    account: str
    chart: Bars | None
    narrower: tuple[Link, ...]
    related: tuple[Link, ...]
    months: tuple[Month, ...]
    years: tuple[Link, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceView:
    """A source's page; `year` is empty on the page of all."""

    facts: Facts
    name: Passage
    year: str
    first_page: Link | None
    is_unknown: bool
    kind: str
    kind_page: Link
    homepage: str | None
    host: str
    owner: str
    country: str
    language: str
    notes: tuple[str, ...]
    rights: str
    licence: str
    attribution: str
    terms: str | None
    last_seen: Moment | None
    account: str
    copied: str
    printed: tuple[Entry, ...]
    corrected: tuple[Corrected, ...]
    chart: Bars | None
    months: tuple[Month, ...]
    years: tuple[Link, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """The topics or sources of one kind."""

    name: str
    anchor: str
    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class IndexView:
    """A list of all topics, or of all sources, by kind."""

    facts: Facts
    title: str
    account: str
    groups: tuple[Group, ...]


def topic_index(index: SiteIndex) -> IndexView:
    """All topics, by kind, then by name."""
    by_kind: dict[TopicKind, list[Entry]] = defaultdict(list)
    for topic in sorted(index.topics.values(), key=lambda t: (t.name.casefold(), t.id)):
        stories = len(index.whole.stories_of(topic.id))
        told = _stories(index.words, stories) if stories else index.words.gettext("nothing yet")
        by_kind[topic.kind].append(Entry(link=index.topic_link(topic.id), told=told))
    groups = tuple(
        Group(name=index.words.gettext(name), anchor=kind.value, entries=tuple(by_kind[kind]))
        for kind, name in TOPIC_KINDS.items()
        if by_kind[kind]
    )
    return IndexView(
        facts=Facts(
            kind="topics",
            area="Topics",
            title=index.words.gettext("Topics"),
            rail=index.words.gettext("Kinds"),
            counts=_counts(groups),
        ),
        title=index.words.gettext("Topics"),
        account=index.words.ngettext("%(num)s topic", "%(num)s topics", len(index.topics)),
        groups=groups,
    )


def shown_sources(index: SiteIndex) -> list[SourceId]:
    """The sources that have a page, by id; the unknown one only when something is filed under it."""
    unknown_has_articles = bool(index.whole.articles_of(UNKNOWN_SOURCE))
    return sorted(s for s in index.view.settings.sources if s != UNKNOWN_SOURCE or unknown_has_articles)


def source_index(index: SiteIndex) -> IndexView:
    """All sources, by kind, then by name."""
    by_kind: dict[SourceKind, list[Entry]] = defaultdict(list)
    for source in sorted(map(index.source, shown_sources(index)), key=lambda s: (s.name.casefold(), s.id)):
        articles = index.whole.articles_of(source.id)
        by_kind[source.kind].append(
            Entry(link=index.source_link(source.id), told=_source_told(index, articles))
        )
    listed = sum(len(entries) for entries in by_kind.values())
    groups = tuple(
        Group(name=index.words.gettext(names[1]), anchor=kind.value, entries=tuple(by_kind[kind]))
        for kind, names in KINDS.items()
        if by_kind[kind]
    )
    return IndexView(
        facts=Facts(
            kind="sources",
            area="Sources",
            title=index.words.gettext("Sources"),
            rail=index.words.gettext("Kinds"),
            counts=_counts(groups),
        ),
        title=index.words.gettext("Sources"),
        account=index.words.gettext(", ").join(
            (
                index.words.ngettext("%(num)s source", "%(num)s sources", listed),
                _articles(index.words, len(index.view.articles)),
            )
        ),
        groups=groups,
    )


def topic_years(index: SiteIndex, topic: TopicId) -> Sequence[int | None]:
    """What a topic has pages of: all (None) and, where its stories are many, each year."""
    many = len(index.whole.stories_of(topic)) > _SHOWN
    return [None, *(index.whole.years_of_topic(topic) if many else ())]


def topic_view(index: SiteIndex, topic_id: TopicId, year: int | None) -> TopicView:
    """The page of a topic with its newest stories, or of a year with all that were last reported in it."""
    topic = index.topics[topic_id]
    stories = index.stories_of(topic_id, year)
    dated = [(index.reach(story.id).last, story) for story in (stories if year else stories[:_SHOWN])]
    years = index.years_of_topic(topic_id) if year or len(stories) > _SHOWN else []
    return TopicView(
        facts=Facts(
            kind="topic",
            area="Topics",
            title=_of_year(index.words, topic.name, year),
            rail=index.words.gettext("This topic"),
            description=topic.description or "",
            feed=listing_feed(index, paths.topic_page(topic_id)),
        ),
        name=topic.name,
        year=str(year or ""),
        first_page=index.topic_link(topic_id) if year else None,
        parents=_parents(index, topic_id),
        description=topic.description or "",
        account=_topic_account(index.words, stories),
        chart=bars(index.words, [index.day(a) for s in stories for a in s.articles], ARTICLES)
        if year is None
        else None,
        narrower=index.topic_links(index.narrower(topic_id)) if year is None else (),
        related=_related(index, topic_id, stories) if year is None else (),
        months=_months(index.words, [(day, _story_item(index, story)) for day, story in dated]),
        years=_years(
            index.words, index.topic_link(topic_id), [paths.topic_page(topic_id, y) for y in years], years
        ),
    )


def source_years(index: SiteIndex, source: SourceId) -> Sequence[int | None]:
    """What a source has pages of: all (None) and, where its articles are many, each year."""
    many = len(index.whole.articles_of(source)) > _SHOWN
    return [None, *(index.whole.years_of_source(source) if many else ())]


def source_view(index: SiteIndex, source_id: SourceId, year: int | None) -> SourceView:
    """The page of a source with its newest articles, or that of a year with all of its articles."""
    articles = index.articles_of(source_id, year)
    years = index.years_of_source(source_id) if year or len(articles) > _SHOWN else []
    shown = articles if year else articles[:_SHOWN]
    listing = _Listing(
        year=year,
        articles=shown,
        months=_months(
            index.words, [(index.day(article.id), _article_item(index, article)) for article in shown]
        ),
        years=_years(
            index.words,
            index.source_link(source_id),
            [paths.source_page(source_id, y) for y in years],
            years,
        ),
    )
    return _source_view(index, index.source(source_id), articles, listing)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Listing:
    """What a page lists: the newest (year None) or all of a year, and the way to the other years."""

    year: int | None
    articles: Sequence[Article]
    months: tuple[Month, ...]
    years: tuple[Link, ...]


def _source_view(
    index: SiteIndex, source: Source, articles: Sequence[Article], listing: _Listing
) -> SourceView:
    year, words = listing.year, index.words
    kind, kinds = map(words.gettext, KINDS[source.kind])
    homepage = safe_url(source.homepage)
    notes = [
        words.gettext("state media") if source.state_media else "",
        words.gettext("behind a paywall") if source.paywall else "",
    ]
    return SourceView(
        facts=Facts(
            kind="source",
            area="Sources",
            title=_of_year(words, source.name, year),
            rail=index.words.gettext("This source"),
            description=words.gettext("%(source)s: %(kind)s", source=source.name, kind=kind),
            feed=listing_feed(index, paths.source_page(source.id)),
        ),
        name=index.outlet(source.id),
        year=str(year or ""),
        first_page=index.source_link(source.id) if year else None,
        is_unknown=source.id == UNKNOWN_SOURCE,
        kind=kind,
        kind_page=Link(words=Passage(text=kinds), path=paths.at(paths.SOURCES, source.kind.value)),
        homepage=homepage,
        host=homepage.partition("://")[2].partition("/")[0] if homepage else "",
        owner=source.owner or "",
        country=words.country_name(source.country) if source.country else "",
        language=words.language_name(source.language) if source.language else "",
        notes=tuple(note for note in notes if note),
        rights=words.rights(source.rights),
        licence=source.rights.licence or "",
        attribution=source.rights.attribution_text or "",
        terms=safe_url(source.rights.terms),
        last_seen=index.moment(articles[0].when) if articles else None,
        account=_articles(words, len(articles)),
        copied=_copied(index, articles),
        printed=_printed(index, source.id, articles) if year is None else (),
        corrected=corrections_of(index, [article.id for article in listing.articles]),
        chart=bars(words, [index.day(article.id) for article in articles], REPORTS) if year is None else None,
        months=listing.months,
        years=listing.years,
    )


def _counts(groups: Sequence[Group]) -> tuple[tuple[str, int], ...]:
    return tuple((group.anchor, len(group.entries)) for group in groups)


def _source_told(index: SiteIndex, articles: Sequence[Article]) -> str:
    if not articles:
        return index.words.gettext("nothing yet")
    seen = index.words.brief_day(index.day(articles[0].id), 0)
    return index.words.gettext(
        "%(articles)s, last seen %(day)s", articles=_articles(index.words, len(articles)), day=seen
    )


def _copied(index: SiteIndex, articles: Sequence[Article]) -> str:
    """The share of copies among a source's articles, as a sentence."""
    roles = Counter(
        lineage.role for article in articles if (lineage := index.view.lineage.get(article.id)) is not None
    )
    total = sum(roles.values())
    if not total:
        return ""
    words = index.words
    told = [
        words.gettext(text, share=words.share(roles[role], total))
        for role, text in _SHARES.items()
        if roles[role] or role is Role.ORIGINAL
    ]
    return words.gettext(
        "%(of_articles)s, %(shares)s.",
        of_articles=words.ngettext("Of %(num)s article", "Of %(num)s articles", total),
        shares=words.listed(told),
    )


def _printed(index: SiteIndex, source: SourceId, articles: Sequence[Article]) -> tuple[Entry, ...]:
    """Who copies this source: outlets by the number of copies, most first."""
    printed: Counter[SourceId] = Counter()
    for article in articles:
        printed.update(
            index.article(copy).source
            for copy in index.copies_of.get(article.id, ())
            if index.article(copy).source != source
        )
    ranked = sorted(printed.items(), key=lambda item: (-item[1], item[0]))[:_RELATED]
    return tuple(
        Entry(link=index.source_link(outlet), told=_articles(index.words, number))
        for outlet, number in ranked
    )


def _parents(index: SiteIndex, topic: TopicId) -> tuple[Link, ...]:
    """The topics above, the widest first."""
    above: list[TopicId] = []
    parent = index.topics[topic].parent
    while parent is not None and parent in index.topics and parent not in above and parent != topic:
        above.append(parent)
        parent = index.topics[parent].parent
    return index.topic_links(reversed(above))


def _related(index: SiteIndex, topic: TopicId, stories: Sequence[Story]) -> tuple[Link, ...]:
    """The topics that share most stories with this one, those above and below it left out."""
    family = {topic, *index.narrower(topic), index.topics[topic].parent}
    shared = Counter(t for story in stories for t in story.topics if t not in family and t in index.topics)
    ranked = sorted(shared.items(), key=lambda item: (-item[1], item[0]))[:_RELATED]
    return index.topic_links(topic for topic, _ in ranked)


def _topic_account(words: Words, stories: Sequence[Story]) -> str:
    articles = sum(len(story.articles) for story in stories)
    if not stories:
        return words.gettext("No stories yet")
    return words.gettext(
        "%(articles)s %(in_stories)s",
        articles=_articles(words, articles),
        in_stories=words.ngettext("in %(num)s story", "in %(num)s stories", len(stories)),
    )


def _articles(words: Words, number: int) -> str:
    return words.ngettext("%(num)s article", "%(num)s articles", number)


def _stories(words: Words, number: int) -> str:
    return words.ngettext("%(num)s story", "%(num)s stories", number)


def _of_year(words: Words, name: str, year: int | None) -> str:
    """The title of a page of all, or of that of a year: `Water, 2025`."""
    return name if year is None else words.gettext(", ").join((name, str(year)))


def _story_item(index: SiteIndex, story: Story) -> Item:
    reach, words = index.reach(story.id), index.words
    outlets = words.ngettext("%(num)s outlet", "%(num)s outlets", reach.outlets)
    return Item(
        link=index.story_link(story.id),
        outlet=index.source_link(index.article(story.articles[0]).source) if reach.outlets == 1 else None,
        told=""
        if reach.outlets == 1
        else words.gettext(", ").join((_articles(words, reach.articles), outlets)),
        when=index.day_moment(reach.last, words.brief_span(reach.first, reach.last)),
    )


def _article_item(index: SiteIndex, article: Article) -> Item:
    copies = len(index.copies_of.get(article.id, ()))
    words = index.words
    told = [role_in_words(index, article.id)]
    if copies:
        told.append(words.ngettext("%(num)s copy or rewrite", "%(num)s copies and rewrites", copies))
    return Item(
        link=index.article_link(article.id),
        outlet=None,
        told=words.gettext(", ").join(told),
        when=index.moment_in(index.local(article.when).year, article.when),
    )


def _months(words: Words, items: Iterable[tuple[date, Item]]) -> tuple[Month, ...]:
    grouped = groupby(items, key=lambda item: (item[0].year, item[0].month))
    return tuple(
        Month(name=words.title(words.month(year, month)), items=tuple(item for _, item in group))
        for (year, month), group in grouped
    )


def _years(words: Words, first: Link, pages: Sequence[str], years: Sequence[int]) -> tuple[Link, ...]:
    if not years:
        return ()
    links = (Link(words=Passage(text=str(y)), path=path) for y, path in zip(years, pages, strict=True))
    return (Link(words=Passage(text=words.gettext("Newest")), path=first.path), *links)
