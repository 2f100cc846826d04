"""How the feeds do that a site is made from, on a page of their own."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

from pages_sample import HERALD, WIRE, Seen, body_of, markdown, published_site

from generator.model.fetched import FeedState
from generator.model.source import Feed
from generator.pages import SiteView, render

NOW = datetime(2026, 8, 17, 12, tzinfo=UTC)
WELL = FeedState(checked=NOW, succeeded=NOW, changed=NOW, newest=NOW, items=24, undated=1, doubles=2)


def with_feeds(states: dict[str, FeedState]) -> SiteView:
    site = published_site()
    sources = dict(site.settings.sources)
    for name, feeds in ((HERALD, ("a", "b")), (WIRE, ("c", "d"))):
        told = tuple(Feed(url=f"https://{feed}.example/feed", title=feed.upper()) for feed in feeds)
        sources[name] = replace(sources[name], feeds=told)
    known = {f"https://{name}.example/feed": state for name, state in states.items()}
    return replace(site, settings=replace(site.settings, sources=sources), fetched=known)


def seen(site: SiteView) -> str:
    page = next(page.text for page in render(site) if page.path == "feed-health.md")
    return Seen(markdown().convert(body_of(page))).text


def test_each_feed_says_what_was_found_and_trouble_comes_first() -> None:
    failing = replace(WELL, failures=6, fault="status")
    silent = replace(WELL, changed=datetime(2026, 8, 1, tzinfo=UTC))
    text = seen(with_feeds({"a": WELL, "b": failing, "c": silent}))
    assert "4 feeds, 3 with trouble. Last asked for: Monday 17 August 2026, 12:00 UTC." in text
    assert "24 items, 1 without a date, 2 twice" in text
    places = [text.index(f" · {name} · the feed") for name in "BCDA"]
    assert places == sorted(places)
    assert "Its server answers with an error, for 6 runs." in text
    assert "Nothing new for 16 days." in text
    assert "It was not asked for yet." in text


def test_a_fault_that_has_no_words_of_its_own_is_told() -> None:
    assert "It cannot be reached or read, for 1 run." in seen(
        with_feeds({"a": replace(WELL, failures=1, fault="encoding")})
    )


def test_a_site_that_fetches_nothing_says_so() -> None:
    assert "No feed has been fetched yet. Once one has been" in seen(published_site())
