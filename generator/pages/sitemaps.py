"""Tell crawlers which pages there are: a site in, sitemaps by month, of its news, and their index out.

MkDocs and Zensical make a sitemap.xml of their own: every page has the time of the build, and the protocol
(sitemaps.org, 0.9) allows 50,000 in it. Ours say when a page changed, and what is new changes that of its
month alone.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from typing import Final
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from generator.model.edition import Period
from generator.model.ids import StoryId
from generator.pages import paths
from generator.pages.archive_pages import years_of
from generator.pages.edition_pages import changed
from generator.pages.escaping import one_line
from generator.pages.file_plan import XML_HEAD, FilePlan
from generator.pages.listing_pages import shown_sources
from generator.pages.site_index import SiteIndex

FOLDER: Final = "sitemaps"
INDEX: Final = f"{FOLDER}/index.xml"
NEWS: Final = f"{FOLDER}/news.xml"

_PAGES: Final = "pages"
_MOST: Final = 50_000  # of a part; such a part has some 10 of the 50 MB that it may have
_MOST_NEWS: Final = 1_000
_NEWS_DAYS: Final = 2
_NAMESPACE: Final = "http://www.sitemaps.org/schemas/sitemap/0.9"
_NEWS_NAMESPACE: Final = "http://www.google.com/schemas/sitemap-news/0.9"


@dataclass(frozen=True, slots=True)
class Place:
    """The address of a page, and when the page last changed, where that is known."""

    address: str
    changed: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class NewsItem:
    """A story that began in the last days, as Google's news sitemap wants it."""

    address: str
    title: str
    language: str
    published: datetime


def sitemap_plans(index: SiteIndex) -> Iterator[FilePlan]:
    """The sitemaps of the site; none where it is not known where the site is."""
    url = index.view.about.url
    if url is None:
        return
    parts = dict(_parts(_places(index, url)))
    for name, places in parts.items():
        yield FilePlan(f"{FOLDER}/{name}.xml", "sitemap", "", partial(_whole, index, places), _url_set)
    yield FilePlan(INDEX, "sitemaps", "", partial(_whole, index, list(_index(url, parts))), _sitemap_index)
    write = partial(_news_set, name=one_line(index.view.about.name))
    yield FilePlan(NEWS, "news", "", lambda: news(index, url), write)


def news(index: SiteIndex, url: str) -> list[NewsItem]:
    """The stories that began on the day of the newest edition or on the one before, newest edition first."""
    days = index.whole.editions[Period.DAY]
    if not days:
        return []
    since = days[-1].first_day - timedelta(days=_NEWS_DAYS - 1)
    told = [
        index.now(entry.story)
        for edition in reversed(days[-_NEWS_DAYS:])
        if edition.first_day >= since
        for entry in edition.entries
    ]
    fresh = (story for story in dict.fromkeys(told) if index.reach(story).first >= since)
    return [_news_item(index, url, story) for story in fresh][:_MOST_NEWS]


def _news_item(index: SiteIndex, url: str, story: StoryId) -> NewsItem:
    headline = index.headline(story)
    language = headline.language or index.language
    founder = index.article(index.view.stories[story].articles[0])
    return NewsItem(
        address=paths.absolute(url, paths.story_page(story)),
        title=one_line(headline.text),
        language=language.partition("-")[0].lower(),
        published=index.local(founder.when),
    )


def _places(index: SiteIndex, url: str) -> Iterator[tuple[str, Place]]:
    """Every page that has something to say, under the name of the sitemap that has it: its month's, or that
    of those without a month."""
    for page, when in _pages(index):
        if paths.permalink(page) not in index.view.removed:
            yield _part_of(page), Place(paths.absolute(url, page), index.local(when) if when else None)


def _pages(index: SiteIndex) -> Iterator[tuple[str, datetime | None]]:
    view = index.view
    for page in sorted({*paths.FIXED.values(), *view.pages} - {paths.SEARCH}):
        yield page, None
    for year in years_of(index):
        yield paths.year_page(year), None
    for topic in sorted(view.settings.topics):
        yield paths.topic_page(topic), None
    for source in shown_sources(index):
        yield paths.source_page(source), None
    for edition in view.editions:
        yield paths.edition_page(edition.id), changed(index, edition)
    for story in sorted(view.stories):
        yield paths.story_page(story), view.articles[view.stories[story].articles[-1]].when
    for article in sorted(view.articles):
        known = view.articles[article]
        yield paths.article_page(article), max(known.when, known.updated or known.when)


def _part_of(page: str) -> str:
    """`2026-08` of what has a month: articles, stories, days and months; weeks by their year."""
    kind, _, rest = page.partition("/")
    if kind not in {"articles", "stories", "editions"}:
        return _PAGES
    year, month = rest.removesuffix(".md").split("/")[:2]
    return f"{year}-{month}" if month.isdecimal() else year


def _parts(places: Iterable[tuple[str, Place]], most: int = _MOST) -> Iterator[tuple[str, list[Place]]]:
    """The sitemaps by name, none with more than `most`: `2026-08`, `2026-08-2`."""
    found: dict[str, list[Place]] = defaultdict(list)
    for name, place in places:
        found[name].append(place)
    for name in sorted(found):
        for number, start in enumerate(range(0, len(found[name]), most), start=1):
            yield (name if number == 1 else f"{name}-{number}"), found[name][start : start + most]


def _index(url: str, parts: dict[str, list[Place]]) -> Iterator[Place]:
    for name, places in parts.items():
        times = [place.changed for place in places if place.changed]
        yield Place(f"{url}{FOLDER}/{name}.xml", max(times) if times else None)


def _whole(index: SiteIndex, places: list[Place]) -> list[Place]:
    """`places`, which were found by looking through everything."""
    _ = index.whole
    return places


def _url_set(places: list[Place]) -> str:
    return _listed(Element("urlset", xmlns=_NAMESPACE), "url", places)


def _sitemap_index(places: list[Place]) -> str:
    return _listed(Element("sitemapindex", xmlns=_NAMESPACE), "sitemap", places)


def _listed(root: Element, each: str, places: list[Place]) -> str:
    for place in places:
        found = SubElement(root, each)
        SubElement(found, "loc").text = place.address
        if place.changed:
            SubElement(found, "lastmod").text = place.changed.isoformat(timespec="seconds")
    return _document(root)


def _news_set(items: list[NewsItem], *, name: str) -> str:
    root = Element("urlset", {"xmlns": _NAMESPACE, "xmlns:news": _NEWS_NAMESPACE})
    for item in items:
        found = SubElement(root, "url")
        SubElement(found, "loc").text = item.address
        told = SubElement(found, "news:news")
        publication = SubElement(told, "news:publication")
        SubElement(publication, "news:name").text = name
        SubElement(publication, "news:language").text = item.language
        SubElement(told, "news:publication_date").text = item.published.isoformat(timespec="seconds")
        SubElement(told, "news:title").text = item.title
    return _document(root)


def _document(root: Element) -> str:
    indent(root, space=" ")
    return f"{XML_HEAD}{tostring(root, encoding='unicode')}\n"
