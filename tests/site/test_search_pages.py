"""What of a page is searched, and how it is cut into words."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.site.search_pages import EVERY_PAGE, as_json, from_json, page_html, read_page
from generator.site.search_periods import periods
from generator.site.search_segments import JOINS, OVERLAPS, segmented

HEAD = (
    '<meta data-pagefind-filter="kind[content]" content="article">'
    '<meta data-pagefind-filter="date[content]" content="2026-08-17">'
    '<meta data-pagefind-filter="source[content]" content="Radio &amp; Co">'
)


def found(body: str, head: str = HEAD) -> tuple[str, ...]:
    page = read_page("a/", f"<html><head>{head}</head><body>{body}</body></html>".encode())
    assert page is not None
    return page.paragraphs


def test_headline_and_quotation_are_searched_and_what_stands_about_them_is_not() -> None:
    paragraphs = found(
        '<header>Site</header><div class="df-page df-page--article" data-pagefind-body><p>Radio</p>'
        '<h1>Ferry <em>stops</em></h1><div class="df-entry"><p>06:42</p>'
        "<blockquote><p>“Nobody was<br>hurt.”<sup>1</sup></p></blockquote>"
        '<p>It ran <b>a</b>ground. <a rel="external" href="x">Read</a></p><ul><li>More</li></ul></div>'
        '<h2>About it</h2><div class="df-facts"><ul><li>Role</li></ul></div></div><footer>End</footer>'
    )
    assert paragraphs == ("“Nobody was", "hurt.”", "It ran aground.")


def test_where_an_article_can_be_read_is_no_text_of_it() -> None:
    paragraphs = found(
        '<div class="df-page df-page--article" data-pagefind-body><h1>T</h1><div class="df-entry"><p>06</p>'
        "<p>The whole text.</p><p>No address of it is known.</p></div></div>"
    )
    assert paragraphs == ("The whole text.",)


def test_the_home_page_is_the_newest_edition_again_and_not_found_twice() -> None:
    text = b"<html><body data-pagefind-body><h1>Today</h1></body></html>"
    assert read_page("index.html", text) is None
    assert read_page("editions/2026/08/17/", text) is not None


@pytest.mark.parametrize("title", ["…", "&lt;&gt;", "— $$$", "\u200b"])
def test_a_page_without_a_word_cannot_be_found(title: str) -> None:
    assert read_page("a/", f"<body data-pagefind-body><h1>{title}</h1></body>".encode()) is None


def test_blocks_are_paragraphs_and_each_is_told_once() -> None:
    lists = "<ul><li>One.</li><li>Two</li></ul>"
    body = f"<div data-pagefind-body><h1>T</h1><p>One.</p>Loose <i>text</i>{lists}<p>T</p></div>"
    assert found(body) == ("One.", "Loose text", "Two")


def test_facts_come_from_the_head() -> None:
    times = '<meta property="article:published_time" content="2026-08-17T08:42:10+02:00">'
    page = read_page(
        "a/", f"<html><head>{HEAD}{times}</head><body data-pagefind-body><h1>T</h1></body></html>".encode()
    )
    assert page is not None
    assert page.day == "2026-08-17"
    assert page.time == "2026-08-17T08:42+02:00"
    assert page.facets == (("kind", "article"), ("source", "Radio & Co"))
    assert from_json(as_json(page)) == page
    assert f">{EVERY_PAGE}0842e0200</p>" in page_html(page)
    assert 'content="2026-08-17 2026-08-17T06:42:00 a/"' in page_html(page)


@pytest.mark.parametrize(
    "time", ["2026-08-16T08:42:10+02:00", "2026-08-17T08:42", "2026-08-17T99:00", "2026-08-17"]
)
def test_a_time_of_another_day_or_without_a_zone_is_none(time: str) -> None:
    head = f'{HEAD}<meta property="article:published_time" content="{time}">'
    page = read_page(
        "a/", f"<html><head>{head}</head><body data-pagefind-body><h1>T</h1></body></html>".encode()
    )
    assert page is not None
    assert page.time == ""


@pytest.mark.parametrize("text", ["<html><body><h1>A list</h1></body></html>", "", "data-pagefind-body"])
def test_a_page_that_is_not_marked_is_not_found(text: str) -> None:
    assert read_page("a/", text.encode()) is None


def test_a_headline_outside_what_is_searched_is_the_headline() -> None:
    text = "<html><body><h1>Bridge reopens</h1><div data-pagefind-body><p>It opened.</p></div></body></html>"
    page = read_page("a/", text.encode())
    assert page is not None
    assert (page.title, page.paragraphs, page.day) == ("Bridge reopens", ("It opened.",), "")


def test_strangers_text_cannot_add_to_the_page_for_the_indexer() -> None:
    page = read_page(
        "a/",
        '<html><head><meta data-pagefind-filter="source[content]" content="&quot;&gt;&lt;script&gt;">'
        "</head><body data-pagefind-body><h1>&lt;meta data-pagefind-filter=x&gt;</h1>"
        "<p>&lt;/p&gt;&lt;p data-pagefind-meta=title&gt; \ua66e</p></body></html>".encode(),
    )
    assert page is not None
    made = page_html(page)
    assert re.findall(r"<(\w+)", made) == ["html", "head", "meta", "meta", "body", "p", "p", "p"]
    assert made.count(EVERY_PAGE) == 1


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Ferry stops at 12", "Ferry stops at 12"),
        ("東京都", f"東京{OVERLAPS} 京都{OVERLAPS} 都"),
        ("都", "都"),
        ("「東京」", f"「{JOINS} 東京{OVERLAPS} 京」"),
        ("2026年に", f"2026{JOINS} 年に{OVERLAPS} に"),
        (
            "パンを食べる。",
            f"パン{OVERLAPS} ンを{OVERLAPS} を食{OVERLAPS} 食べ{OVERLAPS} べる{OVERLAPS} る。",
        ),
        ("แม่น้ำ", f"แม่{OVERLAPS} ม่น้{OVERLAPS} น้ำ{OVERLAPS} ำ"),
        ("서울에서", "서울에서"),
    ],
)
def test_scripts_without_spaces_are_cut_into_pairs(text: str, words: str) -> None:
    assert segmented(text) == words


def shown(words: str) -> str:
    """As assets/search_index.js shows words again (but for signs that stand on letters)."""
    pieces = [
        f"{word[0]}" if word.endswith(OVERLAPS) else word[:-1] if word.endswith(JOINS) else f"{word} "
        for word in words.split(" ")
    ]
    return "".join(pieces)[:-1]


@given(st.text(alphabet="東京都のニー々aé1 。,「", min_size=1))
def test_what_was_cut_can_be_shown_as_it_was(text: str) -> None:
    plain = " ".join(text.split())
    assert shown(segmented(plain)) == plain


def test_the_newest_year_goes_by_months_and_others_whole() -> None:
    days = {"2024-02-29": 1, "2025-12-31": 1, "2026-01-01": 1, "2026-08-17": 1, "": 1}
    assert periods(days) == {
        "2024-02-29": "2024",
        "2025-12-31": "2025",
        "2026-01-01": "2026-01",
        "2026-08-17": "2026-08",
        "": "undated",
    }
    assert periods({}) == {}
    assert periods({"": 3}) == {"": "undated"}


def test_a_year_too_large_for_a_run_goes_by_months() -> None:
    days = {"2024-01-01": 1_000_000, "2024-02-01": 1_000_000, "2025-01-01": 5, "2026-02-01": 5}
    assert sorted(periods(days).values()) == ["2024-01", "2024-02", "2025", "2026-02"]


def test_a_year_is_over_when_its_stories_are() -> None:
    days = {"2024-12-31": 1, "2025-12-31": 1, "2026-01-31": 1}
    assert list(periods(days).values()) == ["2024", "2025-12", "2026-01"]
    assert list(periods({**days, "2026-02-01": 1}).values()) == ["2024", "2025", "2026-01", "2026-02"]
