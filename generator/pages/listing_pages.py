"""Lay out topics and sources: an entry of the vocabulary or a publisher in, its page and the indexes out."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Final

from generator.model.article import Article
from generator.model.ids import UNKNOWN_SOURCE, SourceId, TopicId
from generator.model.source import Source, SourceKind
from generator.model.story import Role, Story
from generator.model.topic import TopicKind
from generator.pages import paths, words
from generator.pages.charts import Bars, bars
from generator.pages.correction_pages import Corrected, corrections_of
from generator.pages.escaping import safe_url
from generator.pages.feed_places import listing_feed
from generator.pages.parts import Facts, Link, Moment, Passage
from generator.pages.site_index import SiteIndex
from generator.pages.story_reports import role_in_words

_SHOWN: Final = 120  # items on the first page; where there are more, each year has a page with all of its own
_RELATED: Final = 8
_TAKEN: Final = {
    Role.COPY: "copies of another outlet’s text",
    Role.REWRITE: "rewritten from another’s report",
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
        told = words.count(stories, "story", "stories") if stories else "nothing yet"
        by_kind[topic.kind].append(Entry(link=index.topic_link(topic.id), told=told))
    groups = tuple(
        Group(name=name, anchor=kind.value, entries=tuple(by_kind[kind]))
        for kind, name in words.TOPIC_KINDS.items()
        if by_kind[kind]
    )
    return IndexView(
        facts=Facts(kind="topics", area="Topics", title="Topics", rail="Kinds", counts=_counts(groups)),
        title="Topics",
        account=words.count(len(index.topics), "topic"),
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
        Group(name=names[1], anchor=kind.value, entries=tuple(by_kind[kind]))
        for kind, names in words.KINDS.items()
        if by_kind[kind]
    )
    return IndexView(
        facts=Facts(kind="sources", area="Sources", title="Sources", rail="Kinds", counts=_counts(groups)),
        title="Sources",
        account=f"{words.count(listed, 'source')}, {words.count(len(index.view.articles), 'article')}",
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
            title=topic.name if year is None else f"{topic.name}, {year}",
            rail="This topic",
            description=topic.description or "",
            feed=listing_feed(index, paths.topic_page(topic_id)),
        ),
        name=topic.name,
        year=str(year or ""),
        first_page=index.topic_link(topic_id) if year else None,
        parents=_parents(index, topic_id),
        description=topic.description or "",
        account=_topic_account(stories),
        chart=bars([index.day(a) for s in stories for a in s.articles], "Articles") if year is None else None,
        narrower=index.topic_links(index.narrower(topic_id)) if year is None else (),
        related=_related(index, topic_id, stories) if year is None else (),
        months=_months([(day, _story_item(index, story)) for day, story in dated]),
        years=_years(index.topic_link(topic_id), [paths.topic_page(topic_id, y) for y in years], years),
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
        months=_months([(index.day(article.id), _article_item(index, article)) for article in shown]),
        years=_years(index.source_link(source_id), [paths.source_page(source_id, y) for y in years], years),
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
    year = listing.year
    kind, kinds = words.KINDS[source.kind]
    homepage = safe_url(source.homepage)
    notes = [
        "state media" if source.state_media else "",
        "behind a paywall" if source.paywall else "",
    ]
    return SourceView(
        facts=Facts(
            kind="source",
            area="Sources",
            title=source.name if year is None else f"{source.name}, {year}",
            rail="This source",
            description=f"{source.name}: {kind}",
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
        account=words.count(len(articles), "article"),
        copied=_copied(index, articles),
        printed=_printed(index, source.id, articles) if year is None else (),
        corrected=corrections_of(index, [article.id for article in listing.articles]),
        chart=bars([index.day(article.id) for article in articles], "Reports") if year is None else None,
        months=listing.months,
        years=listing.years,
    )


def _counts(groups: Sequence[Group]) -> tuple[tuple[str, int], ...]:
    return tuple((group.anchor, len(group.entries)) for group in groups)


def _source_told(index: SiteIndex, articles: Sequence[Article]) -> str:
    if not articles:
        return "nothing yet"
    seen = words.brief_day(index.day(articles[0].id), 0)
    return f"{words.count(len(articles), 'article')}, last seen {seen}"


def _copied(index: SiteIndex, articles: Sequence[Article]) -> str:
    """The share of copies among a source's articles, as a sentence."""
    roles = Counter(
        lineage.role for article in articles if (lineage := index.view.lineage.get(article.id)) is not None
    )
    total = sum(roles.values())
    if not total:
        return ""
    told = [
        f"{_share(roles[Role.ORIGINAL], total)} are its own reports",
        *(f"{_share(roles[role], total)} {text}" for role, text in _TAKEN.items() if roles[role]),
    ]
    return f"Of {words.count(total, 'article')}, {words.listed(told)}."


def _share(number: int, total: int) -> str:
    return f"{number:,} ({round(100 * number / total)}%)"


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
        Entry(link=index.source_link(outlet), told=words.count(number, "article"))
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


def _topic_account(stories: Sequence[Story]) -> str:
    articles = sum(len(story.articles) for story in stories)
    if not stories:
        return "No stories yet"
    return f"{words.count(articles, 'article')} in {words.count(len(stories), 'story', 'stories')}"


def _story_item(index: SiteIndex, story: Story) -> Item:
    reach = index.reach(story.id)
    return Item(
        link=index.story_link(story.id),
        outlet=index.source_link(index.article(story.articles[0]).source) if reach.outlets == 1 else None,
        told=""
        if reach.outlets == 1
        else f"{words.count(reach.articles, 'article')}, {words.count(reach.outlets, 'outlet')}",
        when=index.day_moment(reach.last, _days(reach.first, reach.last)),
    )


def _days(first: date, last: date) -> str:
    if first == last:
        return words.brief_day(last)
    if (first.year, first.month) == (last.year, last.month):
        return f"{first.day}–{words.brief_day(last)}"
    return f"{words.brief_day(first, last.year)} – {words.brief_day(last)}"


def _article_item(index: SiteIndex, article: Article) -> Item:
    copies = len(index.copies_of.get(article.id, ()))
    taken = f", {words.count(copies, 'copy or rewrite', 'copies and rewrites')}" if copies else ""
    return Item(
        link=index.article_link(article.id),
        outlet=None,
        told=f"{role_in_words(index, article.id)}{taken}",
        when=index.moment_in(index.local(article.when).year, article.when),
    )


def _months(items: Iterable[tuple[date, Item]]) -> tuple[Month, ...]:
    grouped = groupby(items, key=lambda item: (item[0].year, item[0].month))
    return tuple(
        Month(name=f"{words.month(month)} {year}", items=tuple(item for _, item in group))
        for (year, month), group in grouped
    )


def _years(first: Link, pages: Sequence[str], years: Sequence[int]) -> tuple[Link, ...]:
    if not years:
        return ()
    links = (Link(words=Passage(text=str(y)), path=path) for y, path in zip(years, pages, strict=True))
    return (Link(words=Passage(text="Newest"), path=first.path), *links)
