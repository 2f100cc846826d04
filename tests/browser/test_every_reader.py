"""Readers without scripts, without a mouse, without motion, and with a voice that reads to them."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

pytestmark = pytest.mark.browser

HEARD = """() => ({
  banners: document.querySelectorAll("body > header").length,
  mains: document.querySelectorAll("main").length,
  feet: [...document.querySelectorAll("footer")].filter(e => !e.closest("main, article")).length,
  navs: [...document.querySelectorAll("nav, [role=search]")].map(e => e.localName + ": " +
    (e.getAttribute("aria-label") ||
      document.getElementById(e.getAttribute("aria-labelledby"))?.textContent || "")),
  headings: [...document.querySelectorAll("h1, h2, h3, h4, h5, h6")]
    .map(e => [+e.localName[1], e.textContent.trim()]),
  articles: [...document.querySelectorAll("article[aria-labelledby]")]
    .map(e => document.getElementById(e.getAttribute("aria-labelledby"))?.textContent.trim() || ""),
})"""
MOVING = """() => [...document.querySelectorAll("*")].filter(e => {
  const style = getComputedStyle(e), seconds = text => Math.max(...text.split(",").map(parseFloat));
  return seconds(style.animationDuration) > .01 && style.animationName !== "none"
    || seconds(style.transitionDuration) > .01 || style.scrollBehavior === "smooth";
}).map(e => e.outerHTML.slice(0, 120))"""
# The element with the focus, and whether anything shows it: itself, the label of a button that is not drawn,
# or the browser, inside a date.
FOCUSED = """() => {
  const e = document.activeElement, drawn = e.matches(".md-option") ? e.nextElementSibling : e;
  const style = getComputedStyle(drawn), parent = getComputedStyle(e.parentElement);
  const shown = each => each.outlineStyle !== "none" && parseFloat(each.outlineWidth) > 0;
  const seen = shown(style) || shown(parent) || e.type === "date";
  return [e === document.body ? "" : e.outerHTML.slice(0, 120), seen];
}"""


@pytest.fixture
def plain(chromium: Browser) -> Iterator[Page]:
    """A page in a browser that runs no scripts."""
    context = chromium.new_context(java_script_enabled=False, color_scheme="dark")
    context.set_default_timeout(5_000)
    yield context.new_page()
    context.close()


def test_without_scripts_every_kind_of_page_has_its_text_and_offers_nothing_that_does_not_work(
    plain: Page, addresses: dict[str, str]
) -> None:
    for kind, address in addresses.items():
        plain.goto(address)
        assert len(plain.locator("main").inner_text()) > 60, kind
        buttons = plain.locator("button:visible, summary:visible, select:visible, label:visible")
        names = {(each.get_attribute("aria-label") or each.inner_text()).strip() for each in buttons.all()}
        folded = plain.locator("summary:visible").count()
        assert names <= {"Search"} or folded, (kind, names)


def test_without_scripts_the_form_of_the_search_leads_to_the_archive(plain: Page, sample: str) -> None:
    plain.goto(sample)
    plain.locator("header input[name=q]").fill("ferry")
    plain.keyboard.press("Enter")
    plain.wait_for_url("**/search/?q=ferry")
    expect(plain.locator("#df-search")).to_contain_text("needs JavaScript")
    plain.locator("#df-search a", has_text="archive").click()
    plain.wait_for_url("**/archive/")
    plain.locator("#df-main a[href*='editions/2026/08/'], #df-main a[href*='2026/']").first.click()
    expect(plain.locator("h1")).not_to_be_empty()


def test_a_screen_reader_hears_each_page_in_order_and_by_name(page: Page, addresses: dict[str, str]) -> None:
    for kind, address in addresses.items():
        page.goto(address)
        if kind == "search":
            expect(page.locator(".df-results [role=status]")).not_to_be_empty()
        heard = page.evaluate(HEARD)
        assert (heard["banners"], heard["mains"], heard["feet"]) == (1, 1, 1), kind
        assert len(heard["navs"]) == len(set(heard["navs"])), (kind, heard["navs"])
        assert all(name.partition(": ")[2] for name in heard["navs"]), (kind, heard["navs"])
        levels = [level for level, _ in heard["headings"]]
        assert levels[0] == 1, kind
        assert all(after <= before + 1 for before, after in pairwise(levels)), kind
        assert all(text for _, text in heard["headings"]), kind
        assert all(heard["articles"]), kind


def test_nothing_moves_for_those_who_asked_for_less_motion(
    chromium: Browser, addresses: dict[str, str]
) -> None:
    context = chromium.new_context(reduced_motion="reduce")
    page = context.new_page()
    moving = {}
    for kind in ("home", "story", "article", "search", "about"):
        page.goto(addresses[kind])
        moving[kind] = page.evaluate(MOVING)
    context.close()
    assert moving == {kind: [] for kind in moving}


@pytest.mark.parametrize("kind", ["home", "search", "about"])
def test_the_focus_is_seen_wherever_the_keyboard_goes(
    page: Page, addresses: dict[str, str], kind: str
) -> None:
    page.goto(addresses[kind])
    page.evaluate("document.activeElement.blur()")
    unseen, reached = [], 0
    for _ in range(40):
        page.keyboard.press("Tab")
        element, shown = page.evaluate(FOCUSED)
        reached += bool(element)
        if element and not shown:
            unseen.append(element)
    assert reached > 10
    assert unseen == []


@pytest.mark.parametrize(("language", "direction"), [("de", "ltr"), ("ar", "rtl")])
def test_words_in_another_language_say_which_wherever_they_stand(
    page: Page, sample: str, sample_folder: Path, language: str, direction: str
) -> None:
    articles = [
        path
        for path in sorted(sample_folder.glob("articles/**/index.html"))
        if f'"inLanguage": "{language}"' in path.read_text(encoding="utf-8")
    ]
    assert articles
    page.goto(sample + articles[-1].parent.relative_to(sample_folder).as_posix() + "/")
    title = page.locator("h1")
    assert title.locator(f"[lang={language}]").count() == 1
    assert title.locator("[lang]").evaluate("e => getComputedStyle(e).direction") == direction
    for passage in page.locator("blockquote p").all():
        assert passage.locator(f"[lang={language}]").count() >= 1
    # In lists of other pages, too: the page of its source.
    page.locator("#df-main a[href*='/sources/']").first.click()
    words = title_words(articles[-1])
    assert page.locator(f"#df-main [lang={language}]", has_text=words).count() >= 1


EDGES = """e => {
  const range = document.createRange();
  range.selectNodeContents(e);
  const { left, right } = range.getBoundingClientRect();
  return [Math.round(left), Math.round(right)];
}"""


def edges(place: Locator) -> list[int]:
    """Where the words of an element begin and end across, px."""
    found: list[int] = place.evaluate(EDGES)
    return found


def test_what_is_quoted_from_right_to_left_stands_at_the_right_as_a_whole_and_titles_in_lists_stay(
    page: Page, sample: str, sample_folder: Path
) -> None:
    [article] = sample_folder.glob("articles/**/sawt-al-marsa-maktab-*/index.html")
    page.goto(sample + article.parent.relative_to(sample_folder).as_posix() + "/")
    title, byline, passage = (
        page.locator("h1"),
        page.locator(".df-entry > p").first,
        page.locator("blockquote p"),
    )
    assert edges(title)[1] == edges(byline)[1] == edges(passage)[1]
    page.goto(f"{sample}sources/sawt-al-marsa/")
    assert edges(page.locator("h1"))[0] == edges(page.locator(".df-account p").first)[0]
    row = page.locator(".df-list li").first
    assert edges(row.locator("a").first)[0] == edges(row.locator("time"))[0]
    page.goto(f"{sample}search/?language=ar&kind=article")
    expect(page.get_by_role("status")).to_have_text(re.compile(r"^\d+ results$"))
    item = page.locator(".df-list > li").first
    assert (
        edges(item.locator("h3"))[1] == edges(item.locator(".df-ex"))[1] == edges(item.locator(".df-meta"))[1]
    )
    value = page.locator("label:has(input[name=source])").first
    assert edges(value.locator(".n"))[0] > edges(value.locator("[dir=auto]"))[1], "a name moves no count"


def test_on_paper_a_page_says_whose_it_is_and_where_it_stands_and_offers_nothing_to_press(
    page: Page, addresses: dict[str, str], sample: str
) -> None:
    page.emulate_media(media="print")
    for kind in ("day", "article", "search", "not found", "about"):
        address = addresses[kind]
        page.goto(f"{address}?q=ferry" if kind == "search" else address)
        expect(page.locator(".df-name")).to_be_visible()
        if kind != "not found":
            expect(page.locator(".df-address")).to_have_text(re.compile(f"/{address.removeprefix(sample)}$"))
        for control in page.locator("nav, button, input, select, footer").all():
            assert not control.is_visible(), (kind, control.evaluate("e => e.outerHTML.slice(0, 100)"))
    page.goto(addresses["article"])
    source = page.locator(".df-entry--lead > p:last-child > a")
    assert source.get_attribute("href") in source.evaluate("e => getComputedStyle(e, '::after').content")


def title_words(path: Path) -> str:
    found = re.search(r'<script type="application/ld\+json">(.*?)</script>', path.read_text(encoding="utf-8"))
    assert found
    data = json.loads(found[1])
    parts = data.get("@graph", [data])
    return str(next(part["headline"] for part in parts if "headline" in part))
