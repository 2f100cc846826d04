"""An archive of three years, searched in its shards against one index of its pages; and as a reader does."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, Route, expect
from sites import Serve, Watch, build_whole, copy_site

from generator.site.search_cache import open_page_cache
from generator.site.search_shards import Shard, index_shard

pytestmark = pytest.mark.browser

PARTLY = r"(\w+.2026 so far|since \w+.2026|2026 so far)"
ALL_OF_IT = re.compile(r"^\d+ results for “\w+”$")
STATUS = ".df-results [role=status]"
NOW = datetime(2026, 8, 20, 12, 0, tzinfo=UTC)
ARTICLES = 60
FURTHER = {
    "ja": ("東京都で渡し船が再開", "港の渡し船が水曜日から東京都で再開されると沿岸警備隊が発表した。"),
    "zh": ("北京市恢复渡轮服务", "海岸警卫队说，渡轮将于星期三在北京市恢复航行。"),
    "th": ("เรือเฟอร์รี่กลับมาแล้ว", "หน่วยยามฝั่งกล่าวว่าเรือข้ามฟากจะกลับมาให้บริการในวันพุธ"),
}

# Both ways to search, in the browser: all shards by the merger, and the one index by Pagefind itself.
BOTH = """async ({ site, q, sort, chosen, from, to, large }) => {
  const { openArchive } = await import(`${site}assets/search_index.js`);
  const archive = await openArchive(new URL(site), false, large);
  const sets = new Map(Object.entries(chosen).map(([name, values]) => [name, new Set(values)]));
  const search = { q, sort, from, to, chosen: sets };
  const found = await archive.find(search, archive.steps(search).flat());
  const hits = (await found.take(Infinity)).map(({ result }) => result);
  const { counts: summed, total } = await found.counted();
  const urls = results => Promise.all(results.map(async result => (await result.data()).url));
  const { createInstance } = await import(`${site}one/pagefind.js`);
  const one = createInstance({ basePath: "/one/", baseUrl: "/" });
  const facets = await one.filters();
  const days = Object.keys(facets.date).filter(day => (!from || day >= from) && (!to || day <= to));
  const filters = without => Object.fromEntries([
    ...[...sets].filter(([name]) => name !== without).map(([name, values]) => [name, { any: [...values] }]),
    ...(from || to ? [["date", { any: days }]] : []),
  ]);
  const order = sort ? { date: sort === "newest" ? "desc" : "asc" } : {};
  const ask = without => one.search(q, { filters: filters(without), sort: order });
  const whole = await ask();
  const counts = { ...whole.filters };
  for (const name of Object.keys(chosen)) counts[name] = (await ask(name)).filters[name];
  const result = {
    merged: { urls: await urls(hits), counts: summed, total },
    whole: { urls: await urls(whole.results), counts, facets },
    manifest: { pages: archive.pages, facets: archive.facets },
  };
  await one.destroy();
  return result;
}"""


def write_archive(articles: Path, into: Path) -> None:
    """The sample's articles told anew over three years, and three in scripts without spaces."""
    texts = [
        f"---\ntitle: {title}\nsource: radio-tarn\npublished: x\nlanguage: {script}\n---\n{body}\n"
        for script, (title, body) in FURTHER.items()
    ]
    before = sorted(articles.rglob("*.md"))
    texts += [path.read_text(encoding="utf-8") for path in before[:: len(before) // ARTICLES]]
    for number, told in enumerate(texts):
        at = datetime(2024, 1, 3, 6, 0, tzinfo=UTC) + timedelta(days=number * 14, minutes=number * 7)
        text = re.sub(r"\n(?:dated_by|retrieved|modified): .*", "", told)
        path = into / f"{at:%Y/%m/%d}/number-{number}.md"
        path.parent.mkdir(parents=True)
        dated = re.sub(r"\npublished: .*", f"\npublished: {at:%Y-%m-%dT%H:%M:%SZ}", text)
        path.write_text(dated, encoding="utf-8")


@pytest.fixture(scope="session")
def years(repository: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The pages of the archive, with one index of all of them at one/."""
    root = copy_site(repository, tmp_path_factory.mktemp("years"), content=False)
    write_archive(repository / "content/articles", root / "content/articles")
    about = root / "content/pages/about.md"
    about.parent.mkdir(parents=True)
    about.write_text("# About\n\nWho makes this, and where complaints about a ferry go.\n", encoding="utf-8")
    site = build_whole(root, NOW)
    with open_page_cache(root / "build/cache/search/pages.sqlite") as cache:
        pages = cache.of_days(day.name for day in cache.days())
    index_shard(site / "one", Shard(period="all", key="", pages=len(pages), words=0), pages)
    (site / "one/facts.json").unlink()
    (site / "wasm.en.pagefind").hardlink_to(site / "one/wasm.en.pagefind")  # where its entry says
    return site


@pytest.fixture(scope="session")
def archive(years: Path, serving: Serve) -> str:
    """The address of the archive."""
    return serving(years)


@pytest.fixture
def page(chromium: Browser, archive: str) -> Iterator[Page]:
    """A page 1440 px wide at the archive, watched: no error, no violation, no request to another host."""
    watch = Watch(archive)
    context = chromium.new_context(viewport={"width": 1440, "height": 1000})
    context.set_default_timeout(5_000)
    yield watch.on(context.new_page())
    context.close()
    assert watch.wrong == []


def search(page: Page, archive: str, query: str) -> None:
    page.goto(f"{archive}search/?{query}")
    expect(page.locator(STATUS)).to_have_text(re.compile("result|Nothing found"))
    expect(page.locator(".df-list[aria-busy]")).to_have_count(0)


def ask(page: Page, archive: str, **wanted: Any) -> tuple[dict[str, Any], dict[str, Any]]:
    both = ask_all(page, archive, **wanted)
    return both["merged"], both["whole"]


def ask_all(page: Page, archive: str, **wanted: Any) -> dict[str, dict[str, Any]]:
    page.goto(f"{archive}search/")
    asked = {
        "site": archive,
        "q": "",
        "sort": "",
        "chosen": {},
        "from": "",
        "to": "",
        "large": 2000,
        **wanted,
    }
    found: dict[str, dict[str, Any]] = page.evaluate(BOTH, asked)
    return found


def nonzero(counts: dict[str, dict[str, int]]) -> dict[str, dict[str, int]]:
    shown = {
        name: {v: n for v, n in values.items() if n} for name, values in counts.items() if name != "date"
    }
    return {name: values for name, values in shown.items() if values}


QUERIES = (
    "ferry",
    "the",
    "water",
    "ferry harbour",
    '"the harbour"',
    "wednes",
    "waterwayx",
    "東京都",
    "Seemannschor",
    "ferry zzxq",
)


@pytest.mark.parametrize("q", QUERIES)
def test_all_shards_together_find_what_one_index_finds(page: Page, archive: str, q: str) -> None:
    merged, whole = ask(page, archive, q=q)
    assert sorted(merged["urls"]) == sorted(whole["urls"])
    assert merged["total"] == len(whole["urls"])
    assert nonzero(merged["counts"]) == nonzero(whole["counts"])


@pytest.mark.parametrize("sort", ["newest", "oldest"])
@pytest.mark.parametrize("q", ["the", "ferry"])
def test_the_order_by_date_is_that_of_one_index(page: Page, archive: str, q: str, sort: str) -> None:
    merged, whole = ask(page, archive, q=q, sort=sort)
    dated = [url for url in merged["urls"] if url != "/about/"]  # one index drops what has no day
    assert dated == whole["urls"]
    assert merged["urls"] in (dated, [*dated, "/about/"])
    assert sum(url.startswith("/articles/") for url in dated) > 3


def test_facets_and_days_narrow_as_in_one_index(page: Page, archive: str) -> None:
    chosen = {"kind": ["article", "story"], "source": ["Merrow Wire", "Radio Tarn"]}
    merged, whole = ask(
        page, archive, q="the", chosen=chosen, sort="newest", **{"from": "2024-11-10", "to": "2026-02-20"}
    )
    assert merged["urls"] == whole["urls"]
    assert merged["urls"]
    assert nonzero(merged["counts"]) == nonzero(whole["counts"])


@pytest.mark.parametrize(
    "narrowed", [{}, {"chosen": {"kind": ["article"]}, "from": "2025-02-03", "sort": "oldest"}]
)
def test_shards_that_are_asked_by_two_instances_find_the_same(
    page: Page, archive: str, narrowed: dict[str, Any]
) -> None:
    merged, whole = ask(page, archive, q="ferry harbour", large=0, **narrowed)
    assert sorted(merged["urls"]) == sorted(whole["urls"])
    assert merged["total"] == len(whole["urls"]) > 0
    assert nonzero(merged["counts"]) == nonzero(whole["counts"])


def test_the_manifest_has_the_facets_of_all_pages(page: Page, archive: str) -> None:
    both = ask_all(page, archive, q="ferry")
    assert both["manifest"]["facets"] == {n: v for n, v in both["whole"]["facets"].items() if n != "date"}
    assert both["manifest"]["pages"] > ARTICLES


def test_by_relevance_the_first_ten_are_nearly_those_of_one_index(page: Page, archive: str) -> None:
    """Nearly: how long a page is among others counts a little, and each shard knows its own pages alone."""
    for q in ("ferry", "water", "harbour"):
        merged, whole = ask(page, archive, q=q)
        assert len(set(merged["urls"][:10]) & set(whole["urls"][:10])) >= 8


def test_what_has_not_been_searched_is_said_and_can_be_asked_for(page: Page, archive: str) -> None:
    search(page, archive, "q=the")
    expect(page.locator(STATUS)).to_have_text(re.compile(rf"^\d+ results for “the”, {PARTLY}$"))
    expect(page.locator(".df-scope")).to_have_text(re.compile(f"^Counts: {PARTLY}$"))
    expect(page.locator(".df-when li", has_text="2024")).to_contain_text("not searched yet")
    page.locator(".df-reached").get_by_role("link", name="Search all years").click()
    expect(page.locator(STATUS)).to_have_text(ALL_OF_IT)
    assert page.url.endswith("?q=the&all=1")
    assert page.evaluate("document.activeElement.id") == "df-res"
    expect(page.locator(".df-when li", has_text="2024")).to_contain_text(re.compile(r"[1-9]\d* results"))


def test_a_word_of_years_ago_is_found_without_being_asked_for_twice(page: Page, archive: str) -> None:
    search(page, archive, "q=%E6%9D%B1%E4%BA%AC%E9%83%BD&kind=article")
    item = page.locator(".df-list > li").first
    expect(item.locator("h3")).to_have_text("東京都で渡し船が再開")
    expect(item.locator("mark")).to_have_text("東京都")
    expect(item.locator(".df-ex")).to_contain_text("水曜日から東京都で再開される")
    search(page, archive, "q=Heimkehr+Seemannschor")
    expect(page.locator(STATUS)).to_have_text(re.compile("^Nothing found for “Heimkehr Seemannschor”$"))


def test_a_month_in_the_column_narrows_to_it_and_the_address_can_be_shared(
    page: Page, archive: str, chromium: Browser
) -> None:
    search(page, archive, "q=the&all=1")
    expect(page.locator(STATUS)).to_have_text(ALL_OF_IT)
    row = page.locator(".df-when li", has_text=re.compile("July.2026"))
    count = int(re.sub(r"\D", "", row.locator(".n > [aria-hidden]").inner_text()))
    row.get_by_role("link").click()
    expect(page.locator(STATUS)).to_have_text(f"{count} results for “the”")
    assert "from=2026-07-01&to=2026-07-31" in page.url
    shown = page.locator(".df-list h3").all_inner_texts()
    context = chromium.new_context()
    other = context.new_page()
    other.goto(page.url)
    expect(other.locator(STATUS)).to_have_text(f"{count} results for “the”")
    assert other.locator(".df-list h3").all_inner_texts() == shown
    context.close()


def test_nothing_is_fetched_before_it_is_needed_and_the_program_once(page: Page, archive: str) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url.removeprefix(archive)))
    page.goto(f"{archive}search/")
    expect(page.locator(STATUS)).to_contain_text("articles, stories and editions")
    assert "search/manifest.json" in asked
    assert not [url for url in asked if "pagefind" in url]
    page.keyboard.type("ferry")
    expect(page.locator(STATUS)).to_contain_text("for “ferry”")
    assert not [url for url in asked if url.startswith("search/2024")]
    page.goto(f"{archive}search/?q=ferry&all=1")
    expect(page.locator(STATUS)).to_have_text(ALL_OF_IT)
    assert {url.split("/")[1] for url in asked if "pagefind-entry" in url} >= {
        "2024",
        "2025",
        "2026-08",
        "undated",
    }
    assert {url for url in asked if "wasm" in url} == {"search/wasm.en.pagefind"}


def test_typing_is_one_step_of_the_history_and_back_leads_out_again(page: Page, archive: str) -> None:
    page.goto("about:blank")
    page.goto(f"{archive}search/")
    page.locator("#df-q").press_sequentially("ferry", delay=90)
    expect(page).to_have_url(f"{archive}search/?q=ferry")
    page.locator(".df-facets input[value=article]").check()
    expect(page).to_have_url(f"{archive}search/?q=ferry&kind=article")
    page.go_back()
    expect(page).to_have_url(f"{archive}search/?q=ferry")
    expect(page.locator("#df-q")).to_have_value("ferry")
    expect(page.locator(".df-facets input[value=article]")).not_to_be_checked()
    page.go_back()
    expect(page).to_have_url("about:blank")


def test_the_keys_lead_from_the_box_through_the_results_and_back(page: Page, archive: str) -> None:
    search(page, archive, "q=ferry")
    page.keyboard.press("/")
    expect(page.locator("#df-q")).to_be_focused()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    expect(page.locator(".df-list h3 a").nth(1)).to_be_focused()
    page.keyboard.press("ArrowUp")
    expect(page.locator(".df-list h3 a").nth(0)).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator("#df-q")).to_be_focused()


def test_a_part_that_cannot_be_loaded_is_named_and_tried_again(chromium: Browser, archive: str) -> None:
    context = chromium.new_context()
    page = context.new_page()
    page.route("**/search/2025/*", lambda route: route.abort())
    search(page, archive, "q=the&all=1")
    expect(page.locator(".df-reached")).to_contain_text("2025 could not be loaded")
    before = page.locator(STATUS).inner_text()
    page.unroute("**/search/2025/*")
    page.get_by_role("button", name="Try again").click()
    expect(page.locator(".df-reached")).to_be_hidden()
    expect(page.locator(STATUS)).not_to_have_text(before)
    context.close()


def test_without_the_index_the_page_says_what_can_be_done(chromium: Browser, archive: str) -> None:
    context = chromium.new_context()
    page = context.new_page()
    page.route("**/manifest.json", lambda route: route.abort())
    page.goto(f"{archive}search/?q=ferry")
    expect(page.locator(STATUS)).to_have_text("The search index could not be loaded")
    expect(page.locator(".df-list a")).to_have_attribute("href", "/archive/")
    page.unroute("**/manifest.json")
    page.get_by_role("button", name="try again").click()
    expect(page.locator(STATUS)).to_contain_text("for “ferry”")
    context.close()


@contextmanager
def held_back(page: Page, pattern: str) -> Iterator[None]:
    """Requests that match are answered only at the end."""
    waiting: list[Route] = []

    def hold(route: Route) -> None:
        waiting.append(route)

    page.route(pattern, hold)
    yield
    for route in waiting:
        route.continue_()
    page.unroute(pattern)


def test_all_years_at_once_begin_with_the_newest_and_end_with_what_fits_best(
    page: Page, archive: str
) -> None:
    with held_back(page, "**/search/2024/*"):
        search(page, archive, "q=water&all=1")
        expect(page.locator(STATUS)).to_have_text(re.compile(rf"^\d+ results? for “water”, {PARTLY}$"))
        expect(page.locator(".df-reached")).to_contain_text("Looking further")
        assert page.locator(".df-list h3").count() > 0
    expect(page.locator(STATUS)).to_have_text(ALL_OF_IT)
    expect(page.locator(".df-reached")).to_be_hidden()
    shown = page.locator(".df-list h3 a").evaluate_all("links => links.map(link => link.pathname)")
    assert shown == ask(page, archive, q="water")[0]["urls"][: len(shown)]


def test_what_a_reader_has_before_them_stays_when_older_years_come(page: Page, archive: str) -> None:
    titles = page.locator(".df-list h3")
    with held_back(page, "**/search/2024/*"):
        search(page, archive, "q=water&all=1")
        page.keyboard.press("/")
        page.keyboard.press("ArrowDown")
        before = titles.all_inner_texts()
    again = page.locator(".df-reached").get_by_role("button", name="Sort by relevance")
    expect(again).to_be_visible()
    assert titles.all_inner_texts()[: len(before)] == before
    again.click()
    expect(again).to_be_hidden()
    assert titles.all_inner_texts() != before
