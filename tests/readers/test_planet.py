"""A planet's and osmos::feed's configuration name sources: every feed of them, and what is meant as one."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.diagnostics import Problem
from generator.model.source import SourceDraft
from generator.readers import Raw, choose
from generator.readers.osmosfeed import OsmosfeedReader
from generator.readers.planet import PlanetReader

SEEN = datetime(2026, 8, 17, 12, tzinfo=UTC)
VENUS = """\
# Planet Harbour
[Planet]
name = Planet Harbour
link = https://planet.example/
template_files = index.html.tmpl
  atom.xml.tmpl
filters = no_ads.py

[DEFAULT]
face = none.png

[index.html.tmpl]
days_per_page = 7

[https://gazette.example/feed.xml]
name = Gazette &amp; Herald
link: https://gazette.example/

#[https://gone.example/feed]
#name = Gone
[HTTPS://quay.example/?feed=rss2&cat=3]  ; the second
name = The Quay

[https://lists.example/all.opml]
content_type = opml

[no_ads.py]
require = feed
"""
PLUTO = """\
title = Planet Quay

[quay]
  title = The Quay&#039;s news
  link  = https://quay.example/
  feed  = https://quay.example/feed

[Harbour Gazette] \t
  feed = https://gazette.example/feed

[half]
  title = Half
  feeed = https://half.example/feed
"""
OSMOSFEED = """\
cacheUrl: https://me.example/cache.json
# all that I read
sources:
  - href: https://gazette.example/feed
  - href: "https://quay.example/feed" # daily
  - title: no address
siteTitle: "mine"
"""


def raw(text: str, path: str = "config.ini") -> Raw:
    return Raw(path=path, data=text.encode(), modified=SEEN)


def drafts(text: str) -> list[tuple[int, str, str, str | None]]:
    found = [item for item in PlanetReader().read(raw(text)) if isinstance(item, SourceDraft)]
    return [(draft.origin.line, draft.name, draft.feed.url, draft.homepage) for draft in found]


def told(text: str) -> list[str]:
    return [str(item) for item in PlanetReader().read(raw(text)) if isinstance(item, Problem)]


def test_a_planet_names_feeds_by_their_address() -> None:
    assert drafts(VENUS) == [
        (15, "Gazette & Herald", "https://gazette.example/feed.xml", "https://gazette.example/"),
        (21, "The Quay", "HTTPS://quay.example/?feed=rss2&cat=3", None),
    ]


def test_a_list_that_the_planet_fetches_is_told_and_templates_and_filters_are_not() -> None:
    [line] = told(VENUS)
    assert line.startswith("config.ini:24:1: warning[bad-record]: 'https://lists.example/all.opml' is a list")


def test_pluto_names_feeds_by_a_word() -> None:
    assert drafts(PLUTO) == [
        (6, "The Quay's news", "https://quay.example/feed", "https://quay.example/"),
        (9, "Harbour Gazette", "https://gazette.example/feed", None),
    ]


def test_a_section_without_a_feed_is_told_with_what_it_has() -> None:
    [line] = told(PLUTO)
    assert line.startswith("config.ini:11:1: error[bad-record]: The section [half] says no address of a feed")
    assert "it has `title`, `feeed`." in line


def test_lines_may_end_as_they_do_elsewhere() -> None:
    assert drafts(VENUS.replace("\n", "\r\n")) == drafts(VENUS)
    assert drafts("\ufeff" + PLUTO) == drafts(PLUTO)


def test_a_planet_without_feeds_says_so() -> None:
    assert [line.split(":")[1] for line in told("[Planet]\nname = Planet\n")] == [" error[nothing-found]"]


def test_osmosfeed_names_feeds_and_a_source_without_one_is_told() -> None:
    found = list(OsmosfeedReader().read(raw(OSMOSFEED, "osmosfeed.yaml")))
    assert [
        (item.origin.line, item.origin.col, item.feed.url) for item in found if isinstance(item, SourceDraft)
    ] == [(4, 11, "https://gazette.example/feed"), (5, 11, "https://quay.example/feed")]
    assert [str(item) for item in found if isinstance(item, Problem)] == [
        "osmosfeed.yaml:6:5: error[bad-record]: This source has no address. Write `- href: https://…`."
    ]


@pytest.mark.parametrize(
    ("text", "code", "line"),
    [
        ("sources:\n  - href: [\n", "yaml-syntax", 3),
        ("sources:\n", "nothing-found", 1),
        ("- a\n", "nothing-found", 1),
    ],
)
def test_what_is_no_list_of_osmosfeed_is_told_with_its_place(text: str, code: str, line: int) -> None:
    [problem] = OsmosfeedReader().read(raw(text))
    assert isinstance(problem, Problem)
    assert (problem.code, problem.position.line) == (code, line)


@pytest.mark.parametrize(
    ("text", "reader"),
    [
        (VENUS, "planet"),
        (PLUTO, "planet"),
        ("title: Planet\n[a]\nrss: https://a.example/\n", "planet"),
        (OSMOSFEED, "osmosfeed"),
        ("---\n" + OSMOSFEED, "osmosfeed"),
        ("Notes\n\nSee [https://a.example/] and\nfeed: https://a.example/\n", "text"),
        ("[1] a note\nThe feed is below.\n[https://a.example/feed]\n", "text"),
        ("[tool]\nname = 'x'\nurl = 'https://a.example/'\n", "text"),
        ("sources:\n  - {id: a, name: A}\n", "text"),
        ("---\ntitle: A\nsources:\n  - href: https://a.example/\n---\nText\n", "markdown"),
    ],
)
def test_they_are_known_by_what_is_in_them(text: str, reader: str) -> None:
    found = choose(raw(text, "file"))
    assert not isinstance(found, Problem)
    assert found.name == reader


@given(st.text(alphabet="[]=:#; \thtp/.feda\r\n", max_size=200))
def test_no_text_makes_them_raise(text: str) -> None:
    for reader in (PlanetReader(), OsmosfeedReader()):
        reader.accepts(raw(text))
        for item in reader.read(raw(text)):
            assert isinstance(item, SourceDraft | Problem)
