"""A feed that is fetched again and again: each item comes in once, from its publisher, and stays."""

from __future__ import annotations

import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from generator.ingest import IngestOptions, IngestReport, ingest
from generator.library import load_articles
from generator.model.article import Article, DatedBy
from generator.project import Project
from generator.settings import load_settings

FIRST = datetime(2026, 8, 17, 12, tzinfo=UTC)
SOURCES = """# Ours.
sources:
  - id: gazette # the paper
    name: Harbour Gazette
    homepage: https://harbour-gazette.example/
    domains: [harbour-gazette.example]
    timezone: Europe/Oslo
"""


@pytest.fixture
def site(tmp_path: Path) -> Path:
    folder = tmp_path / "site"
    (folder / "site_config").mkdir(parents=True)
    (folder / "site_config" / "digest.yml").touch()
    (folder / "site_config" / "sources.yml").write_text(SOURCES)
    return folder


def fetch(site: Path, data: str, at: datetime, name: str = "feed.xml", captured: bool = True) -> IngestReport:
    path = site.parent / name
    path.write_text(data, encoding="utf-8")
    os.utime(path, (at.timestamp(), at.timestamp()))
    settings, problems = load_settings(site)
    assert settings is not None, problems
    project = Project(root=site, settings=settings, now=at)
    return ingest(project, [path], IngestOptions(captured=at if captured else None))


def articles(site: Path) -> list[Article]:
    found, problems = load_articles(site, None)
    assert problems == []
    return found


def feed(*items: str) -> str:
    body = "".join(f"<item>{item}</item>" for item in items)
    return (
        '<rss version="2.0"><channel><title>News | Harbour Gazette</title>'
        f"<link>https://www.harbour-gazette.example/news</link>{body}</channel></rss>"
    )


LINKED = "<title>Bridge reopens</title><link>https://harbour-gazette.example/1</link>"
WITH_ID = "<title>Bridge reopens</title><guid isPermaLink='false'>a-1</guid>"
BARE = "<title>Bridge reopens</title>"
TEXT = "<description>It was opened on Monday.</description>"


def test_item_is_its_publishers_whatever_the_feed_is_called(site: Path) -> None:
    report = fetch(site, feed(LINKED + TEXT), FIRST)
    (article,) = articles(site)
    assert (article.source, report.new_sources) == ("gazette", ())
    assert (article.excerpt_only, article.body) == (True, "It was opened on Monday.")


def test_time_without_an_offset_is_its_sources(site: Path) -> None:
    fetch(site, feed(f"{LINKED}{TEXT}<pubDate>17 Aug 2026 09:30:00</pubDate>"), FIRST)
    (article,) = articles(site)
    assert article.published == datetime(2026, 8, 17, 7, 30, tzinfo=UTC)
    assert article.dated_by is DatedBy.FEED


@pytest.mark.parametrize("item", [LINKED, WITH_ID, BARE], ids=["link", "id", "neither"])
@pytest.mark.parametrize("captured", [True, False])
def test_undated_item_is_dated_by_its_first_capture_for_ever(item: str, captured: bool, site: Path) -> None:
    fetch(site, feed(item + TEXT), FIRST, captured=captured)
    (first,) = articles(site)
    assert (first.dated_by, first.published, first.retrieved) == (DatedBy.CAPTURE, None, FIRST)

    later = fetch(site, feed(item + TEXT), FIRST + timedelta(days=3), captured=captured)

    assert (later.added, later.updated) == ((), ())
    assert articles(site) == [first]


@pytest.mark.parametrize("item", [LINKED, WITH_ID], ids=["link", "id"])
def test_undated_item_that_changes_is_updated_and_not_new(item: str, site: Path) -> None:
    fetch(site, feed(item + TEXT), FIRST)
    (first,) = articles(site)
    report = fetch(site, feed(item + TEXT.replace("Monday", "Tuesday")), FIRST + timedelta(days=3))
    (second,) = articles(site)
    assert (report.added, report.updated) == ((), (first.id,))
    assert (second.id, second.when) == (first.id, first.when)
    assert second.updated == FIRST + timedelta(days=3)


def test_item_with_neither_text_nor_link_is_told(site: Path) -> None:
    report = fetch(site, feed(BARE), FIRST)
    assert [problem.code for problem in report.problems] == ["no-text"]


def test_list_of_feeds_comes_once(site: Path) -> None:
    opml = (
        '<opml version="2.0"><body><outline text="News | Harbour Gazette" '
        'xmlUrl="https://www.harbour-gazette.example/feed"/>'
        '<outline text="Tarn Times" xmlUrl="https://tarn.example/feed" htmlUrl="https://tarn.example/" '
        'language="en"/></body></opml>'
    )
    report = fetch(site, opml, FIRST, name="list.opml")
    written = (site / "site_config" / "sources.yml").read_text()
    assert (report.new_sources, report.more_feeds, report.problems) == (("tarn-times",), ("gazette",), ())
    assert written == SOURCES.replace(
        "the paper\n",
        "the paper\n    feeds:\n"
        '      - {url: "https://www.harbour-gazette.example/feed", title: "News | Harbour Gazette"}\n',
    ) + (
        "  - id: tarn-times\n    name: Tarn Times\n    homepage: https://tarn.example/\n"
        "    domains: [tarn.example]\n    language: en\n"
        '    feeds:\n      - {url: "https://tarn.example/feed"}\n'
    )

    again = fetch(site, opml, FIRST + timedelta(days=1), name="list.opml")

    assert (again.new_sources, again.more_feeds) == ((), ())
    assert (site / "site_config" / "sources.yml").read_text() == written
