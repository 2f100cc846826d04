"""Feeds: read back by feedparser with every field, held by schemas, with ids that stay."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlsplit

import feedparser
import jsonschema
import pytest
from lxml import etree
from pages_sample import (
    DAM,
    FERRY,
    HERALD,
    OFFICE,
    TITLES,
    WIRE,
    Seen,
    published_site,
    sample_site,
    with_strings,
)

from generator.model.edition import Correction, Edition, Entry
from generator.model.ids import ArticleId, StoryId
from generator.model.source import Feed, Rights
from generator.pages import SiteView, permalinks, render
from generator.pages.escaping import one_line
from generator.pages.writing_systems import runs_right_to_left
from generator.settings.digest import FeedSettings

HERE: Final = Path(__file__).parent
SITE: Final = "https://coast.example/"
HOSTILE: Final = [
    "</title><script>alert(1)</script>",
    "]]></content></entry><entry>&bogus; &lt;b&gt;",
    '"><img src=x onerror=alert(1)> \x00\x01\x1b\ufffe',
    "{{ 7 * 7 }} <!-- --> <?xml version='1.0'?> <!DOCTYPE x>",
    "a\u2028b\r\n\tc",
]


def files_of(site: SiteView) -> dict[str, str]:
    """The files beside the pages."""
    return {page.path: page.text for page in render(site) if not page.path.endswith(".md")}


def feeds_of(site: SiteView) -> dict[str, str]:
    return {path: text for path, text in files_of(site).items() if "feed." in path}


@pytest.fixture(scope="module")
def feeds() -> dict[str, str]:
    return feeds_of(published_site())


def parsed(feeds: Mapping[str, str], path: str) -> Any:
    found = feedparser.parse(feeds[path].encode())
    assert not found.bozo, found.get("bozo_exception")
    return found


def with_settings(site: SiteView, **changed: object) -> SiteView:
    digest = site.settings.digest.model_copy(update={"feeds": FeedSettings(**changed)})  # type: ignore[arg-type] # by name
    return replace(site, settings=replace(site.settings, digest=digest))


def with_entry(site: SiteView, story: StoryId, **changed: object) -> SiteView:
    def told(entry: Entry) -> Entry:
        return replace(entry, **changed) if entry.story == story else entry  # type: ignore[arg-type] # by name

    def edition(one: Edition) -> Edition:
        return replace(one, entries=tuple(map(told, one.entries)))

    return replace(site, editions=[edition(one) for one in site.editions])


def entry_of(feeds: Mapping[str, str], path: str, story: StoryId, day: str = "2026-08-17") -> Any:
    ids = {entry.id: entry for entry in parsed(feeds, path).entries}
    return ids[f"tag:coast.example,{day}:stories/{story}"]


def test_everything_that_can_be_followed_has_its_feeds(feeds: dict[str, str]) -> None:
    stems = {path.rpartition(".")[0] for path in feeds}
    assert stems >= {
        "feed",
        "corrections/feed",
        "sections/coast/feed",
        "topics/water/feed",
        "sources/wire/feed",
    }
    assert stems >= {f"stories/{story}/feed" for story in (DAM, FERRY, OFFICE, TITLES)}
    assert stems >= {"topics/environment/feed"}, "a topic has what is below it"
    assert {f"{stem}.{suffix}" for stem in stems for suffix in ("atom", "rss", "json")} == set(feeds)
    pages = permalinks(published_site())
    of_pages = {stem for stem in stems if not stem.startswith(("feed", "sections/", "sources/unknown/"))}
    assert {f"/{stem.removesuffix('feed')}" for stem in of_pages} <= pages


def test_every_atom_feed_holds_by_the_schema(feeds: dict[str, str]) -> None:
    schema = etree.RelaxNG(etree.parse(HERE / "atom.rng"))
    for path, text in feeds.items():
        if path.endswith(".atom"):
            document = etree.fromstring(text.encode())
            schema.assertValid(document)
            ids = document.xpath("//a:entry/a:id/text()", namespaces={"a": "http://www.w3.org/2005/Atom"})
            assert len(ids) == len(set(ids)), path


def test_every_rss_feed_has_what_rss_asks_for(feeds: dict[str, str]) -> None:
    for path, text in feeds.items():
        if path.endswith(".rss"):
            root = etree.fromstring(text.encode())
            assert (root.tag, root.get("version")) == ("rss", "2.0")
            [channel] = root
            assert all(channel.findtext(name) for name in ("title", "link", "description")), path
            assert channel.find("{http://www.w3.org/2005/Atom}link").get("href") == f"{SITE}{path}"
            for item in channel.iter("item"):
                assert item.findtext("title"), path
                assert item.find("guid").get("isPermaLink") == "false"
                assert urlsplit(item.findtext("link")).fragment


def test_every_json_feed_holds_by_the_schema(feeds: dict[str, str]) -> None:
    schema = json.loads((HERE / "json_feed.schema.json").read_text(encoding="utf-8"))
    held = jsonschema.Draft202012Validator(schema)
    for path, text in feeds.items():
        if path.endswith(".json"):
            held.validate(json.loads(text))


@pytest.mark.parametrize("suffix", ["atom", "rss"])
def test_feedparser_reads_every_field_back(suffix: str) -> None:
    site = published_site()
    known = replace(site.settings.sources[HERALD], feeds=(Feed(url="https://aske-herald.example/feed"),))
    site = replace(site, settings=replace(site.settings, sources={**site.settings.sources, HERALD: known}))
    feeds = feeds_of(with_settings(site, hub="https://hub.example/"))
    read = parsed(feeds, f"feed.{suffix}")
    assert read.feed.title == "The Coast"
    assert read.feed.subtitle == "Read once a day."
    assert read.feed.language == "en"
    assert read.feed.link == SITE
    assert {(link.rel, link.href) for link in read.feed.links} >= {
        ("self", f"{SITE}feed.{suffix}"),
        ("hub", "https://hub.example/"),
    }
    entry = entry_of(feeds, f"feed.{suffix}", DAM, "2026-08-16")
    assert entry.title == "Cloudy water below Oberdale dam"
    assert entry.link == f"{SITE}editions/2026/08/16/#s-{DAM.replace('/', '-')}"
    assert tuple(entry.published_parsed)[:5] == (2026, 8, 16, 16, 20)
    assert tuple(entry.updated_parsed)[:5] == (2026, 8, 16, 18, 40), "the newest report"
    assert entry.author == "Tom Brandt"
    assert [tag.label or tag.term for tag in entry.tags] == ["Environment & science", "Water", "Oberdale"]
    assert entry.summary == "“It was the colour of milky tea…” (Aske Valley Herald)"
    [content] = entry.content
    assert content.type == "text/html"
    assert "It was the colour of milky tea…" in content.value
    if suffix == "rss":
        assert (entry.source.title, entry.source.href) == (
            "Aske Valley Herald",
            "https://aske-herald.example/feed",
        )
    german = entry_of(feeds, f"feed.{suffix}", TITLES)
    language = german.title_detail.language if suffix == "atom" else german.language
    assert language == "de"


def test_a_json_feed_says_the_same(feeds: dict[str, str]) -> None:
    told = json.loads(feeds["feed.json"])
    read = parsed(feeds, "feed.atom")
    assert [item["id"] for item in told["items"]] == [entry.id for entry in read.entries]
    assert [item["content_html"] for item in told["items"]] == [
        item.findtext("{http://purl.org/rss/1.0/modules/content/}encoded")
        for item in etree.fromstring(feeds["feed.rss"].encode()).iter("item")
    ]
    [office] = [item for item in told["items"] if item["id"].endswith(OFFICE)]
    assert office["language"] == "ar"
    assert office["authors"] == [{"name": "ليلى منصور"}]
    assert office["external_url"] == "https://marsa.example/marsa-maktab"


def test_an_entry_has_all_that_its_edition_says_of_the_story(feeds: dict[str, str]) -> None:
    html = json.loads(feeds[f"stories/{DAM}/feed.json"])["items"][0]["content_html"]
    seen = Seen(html)
    assert "Running since 16 Aug, day 2." in seen.text
    assert "Eleven hundred hectares are without water" in seen.text
    links = [str(a["href"]) for tag, a in seen.elements if tag == "a"]
    assert all(link.startswith(("https://", "http://")) for link in links)
    assert any(link.startswith("https://herald.example/herald-farms#:~:text=") for link in links)


def test_foreign_words_say_their_language_and_direction(feeds: dict[str, str]) -> None:
    [html] = [
        item["content_html"]
        for item in json.loads(feeds["feed.json"])["items"]
        if item["id"].endswith(OFFICE)
    ]
    assert '<span lang="ar" dir="rtl">يعمل المكتب' in html


def test_the_newest_edition_comes_first_and_entries_have_a_limit() -> None:
    ids = [entry.id for entry in parsed(feeds_of(published_site()), "feed.atom").entries]
    days = [one.partition(",")[2][:10] for one in ids]
    assert days == sorted(days, reverse=True)
    limited = feeds_of(with_settings(published_site(), entries=2))
    assert [entry.id for entry in parsed(limited, "feed.atom").entries] == ids[:2]
    assert len(parsed(limited, f"stories/{DAM}/feed.rss").entries) == 2


def test_ids_stay_and_updated_moves_when_something_is_corrected() -> None:
    before = feeds_of(published_site())
    first = Correction(on=date(2026, 8, 18), text="It was Saltby, not Oberdale.")
    one = feeds_of(with_entry(published_site(), DAM, corrections=(first,)))
    again = replace(first, text="And not Merrow.")
    two = feeds_of(with_entry(published_site(), DAM, corrections=(first, again)))
    for suffix in ("atom", "rss"):
        entries = [entry_of(feeds, f"feed.{suffix}", DAM, "2026-08-16") for feeds in (before, one, two)]
        times = [tuple(entry.updated_parsed) for entry in entries]
        assert times == sorted(set(times)), "each correction moves it"
        assert len({tuple(entry.published_parsed) for entry in entries}) == 1
        assert "It was Saltby, not Oberdale." in entries[1].content[0].value
        assert [e.id for e in parsed(before, f"feed.{suffix}").entries] == [
            e.id for e in parsed(two, f"feed.{suffix}").entries
        ]
    told = parsed(two, "corrections/feed.atom").entries
    assert {entry.summary for entry in told} == {"It was Saltby, not Oberdale.", "And not Merrow."}
    assert {e.id for e in parsed(one, "corrections/feed.atom").entries} <= {e.id for e in told}


def test_two_corrections_of_the_same_words_are_two_entries() -> None:
    same = Correction(on=date(2026, 8, 18), text="It was Saltby.")
    entries = parsed(
        feeds_of(with_entry(published_site(), FERRY, corrections=(same, same))), "corrections/feed.rss"
    ).entries
    assert len({entry.id for entry in entries}) == 2


def test_a_story_that_became_part_of_another_keeps_its_feed_and_the_ids_of_its_entries() -> None:
    site = published_site()
    whole = replace(site.stories[DAM], articles=(*site.stories[DAM].articles, *site.stories[FERRY].articles))
    merged = replace(
        site,
        stories={DAM: whole, **{id_: s for id_, s in site.stories.items() if id_ not in {DAM, FERRY}}},
        story_of={article: DAM if story == FERRY else story for article, story in site.story_of.items()},
        moved={FERRY: DAM},
    )
    before, after = feeds_of(site), feeds_of(merged)
    assert [e.id for e in parsed(before, "feed.atom").entries] == [
        e.id for e in parsed(after, "feed.atom").entries
    ]
    old, new = parsed(after, f"stories/{FERRY}/feed.atom"), parsed(after, f"stories/{DAM}/feed.atom")
    assert [e.id for e in old.entries] == [e.id for e in new.entries]
    assert {e.id for e in parsed(before, f"stories/{FERRY}/feed.atom").entries} < {e.id for e in old.entries}


def test_ids_keep_their_authority_when_the_site_moves() -> None:
    moved = with_settings(published_site(), authority="coast.example")
    moved = replace(moved, about=replace(moved.about, url="https://new.example/coast/"))
    before, after = (json.loads(feeds_of(site)["feed.json"]) for site in (published_site(), moved))
    assert [item["id"] for item in before["items"]] == [item["id"] for item in after["items"]]
    assert after["items"][0]["url"].startswith("https://new.example/coast/editions/")


@cache
def feeds_that_say(text: str) -> dict[str, str]:
    return feeds_of(with_strings(published_site(), text))


def broken_by(text: str) -> list[str]:
    """The feeds that `text`, wherever a stranger's words stand, breaks or adds an element to."""
    schema = etree.RelaxNG(etree.parse(HERE / "atom.rng"))
    # A name from right to left is marked as such: the same marks are due in both.
    word = "שלום" if runs_right_to_left(text) else "word"
    plain, hostile = feeds_that_say(word), feeds_that_say(text)
    assert plain.keys() == hostile.keys()
    wrong = []
    for path, feed in hostile.items():
        if path.endswith(".json"):
            theirs, ours = (
                [_shape(item) for item in json.loads(one)["items"]] for one in (feed, plain[path])
            )
            fits = True
        else:
            documents = [etree.fromstring(one.encode()) for one in (feed, plain[path])]
            theirs, ours = ([element.tag for element in document.iter()] for document in documents)
            fits = not path.endswith(".atom") or schema.validate(documents[0])
        wrong += [] if theirs == ours and fits else [path]
    return wrong


def _shape(item: dict[str, Any]) -> tuple[list[str], list[str]]:
    return list(item), Seen(item["content_html"]).tags


@pytest.mark.parametrize("text", HOSTILE)
def test_a_strangers_text_breaks_no_feed_and_adds_no_element(text: str) -> None:
    assert broken_by(text) == []


@pytest.mark.corpus
@pytest.mark.parametrize("file", ["naughty_strings", "xss_bleach", "xss_dompurify"])
def test_no_hostile_string_breaks_a_feed(corpora: Path, file: str) -> None:
    lines = (corpora / "hostile" / f"{file}.jsonl").read_text(encoding="utf-8").split("\n")
    payloads = [json.loads(line)["payload"] for line in lines if line]
    # Joined, since all meet the same serializers and templates.
    starts = range(0, len(payloads), 80)
    texts = [" ".join(filter(one_line, payloads[start : start + 80])) for start in starts]
    assert len(payloads) > 10
    assert [text for text in texts if broken_by(text)] == []


def test_an_author_without_a_letter_is_no_author() -> None:
    site = published_site()
    articles = {id_: replace(article, authors=("\x00\x01",)) for id_, article in site.articles.items()}
    [entry] = [
        one
        for one in parsed(feeds_of(replace(site, articles=articles)), "feed.atom").entries
        if DAM in one.id and "2026-08-16" in one.id
    ]
    assert entry.author == "Aske Valley Herald"


def test_of_a_source_that_allows_a_link_a_feed_has_title_and_link() -> None:
    site = published_site()
    link_only = replace(site.settings.sources[HERALD], rights=Rights(link_only=True))
    site = replace(
        site,
        settings=replace(site.settings, sources={**site.settings.sources, HERALD: link_only}),
        excerpts={
            id_: () if site.articles[id_].source == HERALD else spans for id_, spans in site.excerpts.items()
        },
    )
    for story in (DAM,):
        site = with_entry(site, story, lines=())
    feeds = feeds_of(site)
    assert all("milky tea" not in text and "hectares" not in text for text in feeds.values())
    entry = entry_of(feeds, "feed.atom", DAM, "2026-08-16")
    assert entry.title == "Cloudy water below Oberdale dam"
    assert "https://herald.example/herald-cloudy-water" in [link.href for link in entry.links]


def test_a_page_that_was_taken_down_has_no_feed() -> None:
    feeds = feeds_of(replace(published_site(), removed={"/topics/water/": None}))  # type: ignore[dict-item] # a permalink
    assert "topics/water/feed.atom" not in feeds
    assert "topics/environment/feed.atom" in feeds


def test_without_an_address_there_is_no_feed_and_no_page_leads_to_one() -> None:
    assert feeds_of(sample_site()) == {}
    pages = {page.path: page.text for page in render(sample_site())}
    assert not any("\nfeed: " in text for text in pages.values())
    assert "it has not been told its own address" in pages["feeds.md"]


def test_a_site_without_editions_has_an_empty_feed() -> None:
    feeds = feeds_of(replace(published_site(), editions=[]))
    assert parsed(feeds, "feed.atom").entries == []
    assert parsed(feeds, "topics/water/feed.rss").entries == []
    assert not any(path.startswith("stories/") for path in feeds)


def test_a_feed_of_an_outlet_has_the_stories_that_it_reported(feeds: dict[str, str]) -> None:
    assert [
        entry.id.partition(":stories/")[2] for entry in parsed(feeds, f"sources/{WIRE}/feed.atom").entries
    ] == [DAM]
    assert ArticleId("2026/08/16/wire-cloudy-water") in published_site().stories[DAM].articles
