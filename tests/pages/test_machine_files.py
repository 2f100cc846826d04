"""Files that crawlers and other programs read: sitemaps, lists of feeds, robots.txt, what is reserved."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from lxml import etree
from pages_sample import (
    COURIER,
    DAM,
    FERRY,
    HERALD,
    OFFICE,
    TITLES,
    WATER_BOARD,
    published_site,
    sample_site,
    with_strings,
)

from generator.model.edition import Correction
from generator.model.ids import Permalink, SourceId
from generator.model.source import Feed, Rights, Source
from generator.pages import SiteView, render
from generator.pages.paths import absolute
from generator.pages.sitemaps import Place, _parts
from generator.readers.feed_list import FeedListReader
from generator.readers.raw import Raw

SITE = "https://coast.example/"
NAMES = {
    "s": "http://www.sitemaps.org/schemas/sitemap/0.9",
    "news": "http://www.google.com/schemas/sitemap-news/0.9",
}


def files_of(site: SiteView) -> dict[str, str]:
    return {page.path: page.text for page in render(site)}


@pytest.fixture(scope="module")
def files() -> dict[str, str]:
    return files_of(published_site())


def said(text: str, path: str) -> list[str]:
    found = etree.fromstring(text.encode()).xpath(path, namespaces=NAMES)
    return [str(one) for one in found]


def with_sources(site: SiteView, change: Callable[[Source], Source]) -> SiteView:
    sources = {id_: change(source) for id_, source in site.settings.sources.items()}
    return replace(site, settings=replace(site.settings, sources=sources))


def in_sitemaps(files: dict[str, str]) -> Counter[str]:
    parts = said(files["sitemaps/index.xml"], "//s:sitemap/s:loc/text()")
    return Counter(
        place for part in parts for place in said(files[part.removeprefix(SITE)], "//s:url/s:loc/text()")
    )


def test_every_page_is_in_one_sitemap(files: dict[str, str]) -> None:
    found = in_sitemaps(files)
    assert max(found.values()) == 1
    pages = {path for path in files if path.endswith(".md") and not path.endswith("left-out.md")}
    assert set(found) == {absolute(SITE, page) for page in pages - {"search.md"}}


def test_what_was_taken_down_or_moved_is_in_no_sitemap() -> None:
    site = published_site()
    whole = replace(site.stories[DAM], articles=(*site.stories[DAM].articles, *site.stories[TITLES].articles))
    site = replace(
        site,
        removed={Permalink("/topics/water/"): None},
        stories={id_: whole if id_ == DAM else story for id_, story in site.stories.items() if id_ != TITLES},
        story_of={**site.story_of, site.stories[TITLES].articles[0]: DAM},
        moved={TITLES: DAM},
    )
    found = in_sitemaps(files_of(site))
    assert f"{SITE}topics/water/" not in found
    assert f"{SITE}stories/{TITLES}/" not in found
    assert f"{SITE}stories/{DAM}/" in found


def test_a_sitemap_has_what_bears_its_month_and_says_when_that_changed(files: dict[str, str]) -> None:
    august = files["sitemaps/2026-08.xml"]
    assert f"{SITE}editions/2026/08/17/" in said(august, "//s:loc/text()")
    assert said(files["sitemaps/2026.xml"], "//s:loc/text()") == [
        f"{SITE}editions/2026/W33/",
        f"{SITE}editions/2026/W34/",
    ]
    changed = dict(zip(said(august, "//s:loc/text()"), said(august, "//s:lastmod/text()"), strict=True))
    assert changed[f"{SITE}articles/2026/08/17/herald-farms/"] == "2026-08-17T07:05:00+00:00"
    assert changed[f"{SITE}stories/{DAM}/"] == "2026-08-17T06:00:00+00:00"
    parts = dict(
        zip(
            said(files["sitemaps/index.xml"], "//s:sitemap[s:lastmod]/s:loc/text()"),
            said(files["sitemaps/index.xml"], "//s:lastmod/text()"),
            strict=True,
        )
    )
    assert parts[f"{SITE}sitemaps/2026-08.xml"] == max(changed.values())


def test_a_correction_changes_an_edition() -> None:
    site = published_site()
    [day] = [edition for edition in site.editions if edition.id == "2026/08/16"]
    told = replace(day.entries[0], corrections=(Correction(on=date(2026, 8, 20), text="It was not."),))
    site = replace(
        site,
        editions=[replace(e, entries=(told,)) if e is day else e for e in site.editions],
    )
    august = files_of(site)["sitemaps/2026-08.xml"]
    assert said(august, f"//s:url[s:loc='{SITE}editions/2026/08/16/']/s:lastmod/text()") == [
        "2026-08-20T00:00:00+00:00"
    ]


def test_a_sitemap_that_would_be_too_long_has_parts() -> None:
    places = [("2026-08", Place(f"{SITE}{n}/")) for n in range(5)] + [("pages", Place(SITE))]
    parts = dict(_parts(places, most=2))
    assert {name: len(part) for name, part in parts.items()} == {
        "2026-08": 2,
        "2026-08-2": 2,
        "2026-08-3": 1,
        "pages": 1,
    }


def test_news_are_the_stories_that_began_in_the_last_two_days(files: dict[str, str]) -> None:
    news = files["sitemaps/news.xml"]
    stories = [f"{SITE}stories/{story}/" for story in (FERRY, OFFICE, TITLES, DAM)]
    assert said(news, "//s:loc/text()") == stories
    assert set(said(news, "//news:name/text()")) == {"The Coast"}
    assert said(news, "//news:language/text()") == ["en", "ar", "de", "en"]
    assert said(news, "//news:title/text()")[3] == "Valley farms count their loss"
    assert said(news, "//news:publication_date/text()")[3] == "2026-08-16T16:20:00+00:00"
    site = published_site()
    articles = {
        id_: replace(a, published=datetime(2026, 8, 10, tzinfo=UTC)) if "cloudy" in id_ else a
        for id_, a in site.articles.items()
    }
    older = files_of(replace(site, articles=articles))["sitemaps/news.xml"]
    assert said(older, "//s:loc/text()") == stories[:3]


def test_without_editions_there_is_no_news() -> None:
    assert said(files_of(replace(published_site(), editions=[]))["sitemaps/news.xml"], "//s:loc") == []


def test_robots_are_led_to_the_sitemaps(files: dict[str, str]) -> None:
    assert files["robots.txt"].splitlines() == [
        "User-agent: *",
        "Disallow:",
        f"Sitemap: {SITE}sitemaps/index.xml",
        f"Sitemap: {SITE}sitemaps/news.xml",
    ]


def test_a_site_without_an_address_has_what_needs_none() -> None:
    files = files_of(sample_site())
    assert files["robots.txt"] == "User-agent: *\nDisallow:\n"
    assert {path for path in files if not path.endswith(".md")} >= {
        "robots.txt",
        "sources.opml",
        ".well-known/tdmrep.json",
    }
    assert not any(path.startswith("sitemaps/") or path == "feeds.opml" for path in files)


def test_mining_is_reserved_unless_a_source_says_it_is_not() -> None:
    reserved = json.loads(files_of(published_site())[".well-known/tdmrep.json"])
    assert reserved == [{"location": "/*", "tdm-reservation": 1}]

    def change(source: Source) -> Source:
        return replace(source, rights=Rights(mining_reserved=source.id not in {HERALD, WATER_BOARD}))

    site = with_sources(published_site(), change)
    weekly = SourceId("herald-weekly")
    sources = {**site.settings.sources, weekly: Source(id=weekly, name="Weekly")}
    site = replace(site, settings=replace(site.settings, sources=sources))
    site = replace(site, about=replace(site.about, url="https://coast.example/digest/"))
    assert json.loads(files_of(site)[".well-known/tdmrep.json"]) == [
        {"location": "/digest/articles/*/herald-weekly-*", "tdm-reservation": 1},
        {"location": "/digest/articles/*/water-board-*", "tdm-reservation": 0},
        {"location": "/digest/articles/*/herald-*", "tdm-reservation": 0},
        {"location": "/digest/*", "tdm-reservation": 1},
    ]


def test_the_list_of_sources_is_read_back_as_it_was() -> None:
    feeds = {
        HERALD: (
            Feed(url="https://aske-herald.example/feed?a=1&b=2"),
            Feed(
                url="https://aske-herald.example/sport", title="Sport & more", folders=("News/Sport", "Week")
            ),
        )
    }
    site = with_sources(published_site(), lambda source: replace(source, feeds=feeds.get(source.id, ())))
    text = files_of(site)["sources.opml"]
    assert said(text, "/opml/@version") == ["2.0"]
    assert said(text, "/opml/head/title/text()") == ["The Coast: Sources"]
    names = set(said(text, "//outline/@text"))
    assert names >= {
        "Aske Valley Herald",
        "Aske Valley Herald: Sport & more",
        "صوت المرسى",
        "Tarnhaven Courier",
    }
    assert "Unknown source" not in names
    raw = Raw(path="sources.opml", data=text.encode(), modified=datetime(2026, 8, 17, tzinfo=UTC))
    drafts = [draft for draft in FeedListReader().read(raw) if not hasattr(draft, "code")]
    assert [(d.name, d.feed.url, d.feed.folders, d.homepage) for d in drafts] == [  # type: ignore[union-attr] # no problems
        ("Aske Valley Herald", feed.url, feed.folders, "https://aske-herald.example/")
        for feed in feeds[HERALD]
    ]


def test_a_source_without_a_feed_is_listed_with_its_homepage() -> None:
    text = files_of(published_site())["sources.opml"]
    [herald] = etree.fromstring(text.encode()).xpath("//outline[@text='Aske Valley Herald']")
    assert (herald.get("type"), herald.get("url")) == ("link", "https://aske-herald.example/")
    [courier] = etree.fromstring(text.encode()).xpath(
        f"//outline[@text='{published_site().settings.sources[COURIER].name}']"
    )
    assert dict(courier.attrib) == {"text": "Tarnhaven Courier"}


def test_the_list_of_feeds_names_feeds_that_are_there(files: dict[str, str]) -> None:
    addresses = said(files["feeds.opml"], "//outline/@xmlUrl")
    assert len(addresses) > 10
    assert {address.removeprefix(SITE) for address in addresses} <= set(files)
    assert said(files["feeds.opml"], "/opml/body/outline/@text") == [
        "The whole site",
        "Sections",
        "Topics",
        "Sources",
    ]


@pytest.mark.parametrize("text", ['"><outline/>&amp;]]>', "a\x00\x0b\ufffeb</title>"])
def test_a_strangers_text_breaks_no_file(text: str) -> None:
    plain, hostile = (files_of(with_strings(published_site(), words)) for words in ("word", text))
    for path in plain:
        if path.endswith((".xml", ".opml")):
            theirs, ours = (etree.fromstring(one[path].encode()) for one in (hostile, plain))
            assert [e.tag for e in theirs.iter()] == [e.tag for e in ours.iter()], path
