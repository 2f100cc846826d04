"""The search page, used as a reader uses it: over the built sample site, by mouse, keyboard and address."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Browser, Page, expect

pytestmark = pytest.mark.browser


def results(page: Page) -> list[str]:
    return page.locator(".df-list h3").all_inner_texts()


def days(page: Page) -> list[str]:
    times = page.locator(".df-list time")
    return [str(times.nth(i).get_attribute("datetime"))[:10] for i in range(times.count())]


def search(page: Page, sample: str, query: str) -> None:
    page.goto(f"{sample}search/?{query}")
    expect(page.locator(".df-results [role=status]")).to_have_text(re.compile("result|Nothing found"))


def test_the_mastheads_box_leads_to_results_by_keyboard_alone(page: Page, sample: str) -> None:
    page.goto(sample)
    for _ in range(30):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.name") == "q":
            break
    page.keyboard.type("ferry")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"/search/\?q=ferry$"))
    expect(page.locator(".df-results [role=status]")).to_contain_text("for “ferry”")
    assert any("ferry" in text.lower() for text in page.locator(".df-list mark").all_inner_texts())
    # From the box, Tab leads through the facets to the first result, and Enter opens it.
    page.locator("#df-q").focus()
    for _ in range(80):
        page.keyboard.press("Tab")
        if page.evaluate("!!document.activeElement.closest('.df-list')"):
            break
    title = page.evaluate("document.activeElement.textContent")
    page.keyboard.press("Enter")
    expect(page).not_to_have_url(re.compile("/search/"))
    assert title.split()[0] in page.locator("#df-main").inner_text()


def test_facets_narrow_and_their_counts_are_true(page: Page, sample: str) -> None:
    search(page, sample, "q=ferry&kind=article")
    before = page.locator(".df-results [role=status]").inner_text()
    first = page.locator(".df-facets input[name=source]").first
    count = int(first.locator("xpath=ancestor::label").locator(".n").inner_text())
    first.focus()
    page.keyboard.press("Space")
    expect(page.locator(".df-results [role=status]")).not_to_have_text(before)
    expect(page.locator(".df-results [role=status]")).to_contain_text(re.compile(rf"^{count} result"))
    assert page.evaluate("document.activeElement.name") == "source", "the focus stays on the box"
    assert "source=" in page.url
    page.go_back()
    expect(page.locator(".df-results [role=status]")).to_have_text(before)


def test_a_chosen_facet_is_named_and_can_be_taken_away(page: Page, sample: str) -> None:
    search(page, sample, "q=ferry&kind=article")
    only = page.locator(".df-chosen")
    expect(only).to_contain_text("Article")
    only.get_by_role("link").first.click()
    expect(only).to_be_hidden()
    assert "kind=" not in page.url


@pytest.mark.parametrize(("sort", "newest_first"), [("newest", True), ("oldest", False)])
def test_results_stand_in_order_of_date(page: Page, sample: str, sort: str, newest_first: bool) -> None:
    search(page, sample, f"q=the&kind=article&sort={sort}")
    assert len(days(page)) >= 10
    assert days(page) == sorted(days(page), reverse=newest_first)
    assert len(set(days(page))) > 1 or newest_first


def test_a_span_of_days_is_kept(page: Page, sample: str) -> None:
    search(page, sample, "q=the&kind=article&from=2026-08-05&to=2026-08-06")
    assert set(days(page)) <= {"2026-08-05", "2026-08-06"}
    assert days(page)


def test_further_results_come_as_the_reader_asks_and_stay_for_the_way_back(page: Page, sample: str) -> None:
    search(page, sample, "q=the")
    items = page.locator(".df-list > li")
    expect(items).to_have_count(10)
    first = results(page)
    page.get_by_role("button", name="More results").focus()
    page.keyboard.press("Enter")
    expect(items.nth(19)).to_be_visible()
    assert results(page)[:10] == first, "what was shown stays where it was"
    expect(items.nth(10).get_by_role("link")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page).not_to_have_url(re.compile("/search/"))
    page.go_back()
    expect(items.nth(19)).to_be_visible()


@pytest.mark.parametrize(("language", "words"), [("de", "Seemannschor"), ("ar", "سولفيند")])
def test_articles_in_other_languages_and_scripts_are_found(
    page: Page, sample: str, language: str, words: str
) -> None:
    search(page, sample, f"q={words}&language={language}")
    assert results(page)
    assert page.locator(f".df-list h3 a[lang={language}]").count() == len(results(page))


def test_nothing_found_says_so_and_leads_to_the_archive(page: Page, sample: str) -> None:
    search(page, sample, "q=zzyzzyxq")
    expect(page.locator(".df-results [role=status]")).to_have_text("Nothing found for “zzyzzyxq”")
    assert page.locator(".df-list a").get_attribute("href") == "/archive/"


def test_a_hostile_address_is_shown_as_text(page: Page, sample: str) -> None:
    search(
        page,
        sample,
        "q=%3Cimg+src%3Dx+onerror%3Dalert(1)%3E&source=%22%3E%3Cscript%3Ealert(1)%3C/script%3E&all=x",
    )
    assert page.locator("#df-main img, #df-main script").count() == 0
    expect(page.locator(".df-chosen")).to_contain_text("<script>")


def test_pages_that_only_list_are_not_found_themselves(page: Page, sample: str) -> None:
    search(page, sample, "q=archive")
    links = page.locator(".df-list h3 a")
    paths = [links.nth(i).get_attribute("href") for i in range(links.count())]
    assert all(re.match(r"/(articles|stories|editions)/", str(path)) for path in paths), paths


def test_without_javascript_search_leads_to_the_archive(chromium: Browser, sample: str) -> None:
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(sample)
    page.locator("header [name=q]").fill("ferry")
    page.locator("header [name=q]").press("Enter")
    page.wait_for_url(re.compile(r"/search/\?q=ferry"))
    page.locator("#df-main").get_by_role("link", name="archive", exact=True).first.click()
    page.wait_for_url(re.compile(r"/archive/$"))
    context.close()


def test_beyond_the_best_hits_that_are_kept_of_a_shard_it_is_asked_again(page: Page, sample: str) -> None:
    page.goto(f"{sample}search/")
    asked = """async sort => {
      const { openArchive } = await import("../assets/search_index.js");
      const archive = await openArchive(new URL("../", location.href));
      const search = { q: "the", sort, from: "", to: "", chosen: new Map() };
      const found = await archive.find(search, archive.steps(search).flat());
      const { total } = await found.counted();
      const first = await found.take(30), shown = new Set(first.map(({ key }) => key));
      const rest = await found.take(Infinity, shown);
      return { total, keys: [...first, ...rest].map(({ key }) => key),
        whole: (await found.take(Infinity)).map(({ key }) => key) };
    }"""
    for sort in ("", "newest"):
        found = page.evaluate(asked, sort)
        assert found["total"] == len(set(found["keys"])) > 110
        assert found["keys"] == found["whole"]
