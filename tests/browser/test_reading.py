"""What a browser remembers of its reader, and what a page gives along: marks, places, citations, pages."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Route, expect
from sites import Serve, Watch

pytestmark = pytest.mark.browser

EDITION = "editions/2026/08/17/"
STORY = re.compile(r"<article\b.*?</article>", re.DOTALL)
# Every time that is kept becomes older by so much; the times of reports stay.
OLDER = """ms => {
  const older = state => Object.fromEntries(Object.entries(state).map(([key, value]) => [
    key,
    ["at", "start", "since"].includes(key) && value ? value - ms
      : key === "pages" ? Object.fromEntries(Object.entries(value).map(([path, page]) => [path, older(page)]))
      : value,
  ]));
  localStorage.setItem("/.reading", JSON.stringify(older(JSON.parse(localStorage.getItem("/.reading")))));
}"""
HOUR = 3_600_000
_PATIENCE = 30.0  # seconds, and no more than a busy machine needs
Open = Callable[..., Page]


@pytest.fixture
def browsers(chromium: Browser, sample: str) -> Iterator[Open]:
    """Opens browsers that know nothing of the site, each watched."""
    watch = Watch(sample)
    contexts: list[BrowserContext] = []

    def browser(script: str = "", permissions: tuple[str, ...] = ()) -> Page:
        context = chromium.new_context(viewport={"width": 1440, "height": 900}, permissions=list(permissions))
        context.set_default_timeout(5_000)
        context.add_init_script(script)
        contexts.append(context)
        return watch.on(context.new_page())

    yield browser
    for context in contexts:
        context.close()
    assert watch.wrong == []


def without_story(folder: Path, number: int) -> Callable[[Route], None]:
    """Answers with the edition as it was before one of its stories came in."""
    text = (folder / EDITION / "index.html").read_text(encoding="utf-8")
    story = STORY.findall(text)[number]
    return lambda route: route.fulfill(body=text.replace(story, ""), content_type="text/html; charset=utf-8")


def pass_time(page: Page, home: str, ms: int = HOUR) -> None:
    """Leave the site, so that all is written down, and come back so much later."""
    page.goto(f"{home}about/")
    page.evaluate(OLDER, ms)


def titles(page: Page, entries: str) -> list[str]:
    return page.locator(f"{entries} h3").all_inner_texts()


def test_a_story_that_came_in_since_the_last_visit_is_marked_until_the_next(
    browsers: Open, sample: str, sample_folder: Path
) -> None:
    page = browsers()
    page.route(f"**/{EDITION}", without_story(sample_folder, 2))
    page.goto(sample + EDITION)
    assert page.locator(".df-new, .df-since").count() == 0, "the first visit has nothing to compare with"
    page.unroute(f"**/{EDITION}")
    pass_time(page, sample)
    page.goto(sample + EDITION)
    marked = page.locator("article:has(.df-new)")
    expect(marked).to_have_count(1)
    assert titles(page, "article:has(.df-new)") == [titles(page, "article")[2]], "however old its reports are"
    expect(marked.locator(".df-new")).to_have_text("new since your last visit")
    expect(page.locator(".df-since")).to_contain_text(re.compile(r"New since your last visit, .+: 1 of \d+"))
    page.reload()
    expect(marked).to_have_count(1)  # the same visit
    pass_time(page, sample)
    page.goto(sample + EDITION)
    expect(page.locator(".df-tools")).to_have_count(1)
    assert page.locator(".df-new").count() == 0


def test_what_is_new_in_a_list_is_marked_and_if_all_is_only_said(browsers: Open, sample: str) -> None:
    page = browsers()
    page.goto(sample)
    now = page.evaluate("Date.now()")
    pass_time(page, sample, now - int(datetime(2026, 8, 15, 12, tzinfo=UTC).timestamp() * 1000))
    page.goto(f"{sample}topics/shipping/")
    page.locator(".df-since").wait_for()
    fresh = page.locator(".df-list li:has(.df-new)")
    days = [fresh.nth(n).locator("time").last.get_attribute("datetime") or "" for n in range(fresh.count())]
    assert days
    assert min(days) > "2026-08-15"
    page.goto(sample + EDITION)
    expect(page.locator(".df-since")).to_contain_text("everything here")
    assert page.locator(".df-new").count() == 0


def test_the_place_where_a_reader_stopped_is_found_again(browsers: Open, sample: str) -> None:
    page = browsers()
    page.goto(sample + EDITION)
    page.locator("article").nth(4).scroll_into_view_if_needed()
    page.evaluate("scrollTo(0, document.querySelectorAll('article')[4].offsetTop)")
    pass_time(page, sample)
    page.goto(sample + EDITION)
    expect(page.locator(".df-until")).to_have_text("Read until here")
    stopped = titles(page, "article:has(.df-until)")
    page.get_by_role("link", name="Go on where you stopped").click()
    at = titles(page, "article").index(stopped[0])
    assert at >= 4
    anchor = page.locator("article").nth(at + 1).get_attribute("aria-labelledby")
    assert page.url.endswith(f"#{anchor}")


def test_a_reader_who_does_not_want_to_be_remembered_is_not(browsers: Open, sample: str) -> None:
    page = browsers()
    page.goto(sample)
    button = page.get_by_role("button", name="Remember my reading")
    expect(button).to_have_attribute("aria-pressed", "true")
    button.focus()
    page.keyboard.press("Enter")
    expect(button).to_have_attribute("aria-pressed", "false")
    page.goto(sample + EDITION)
    expect(page.get_by_role("button", name="Remember my reading")).to_have_attribute("aria-pressed", "false")
    page.goto(f"{sample}about/")
    assert page.evaluate("localStorage.getItem('/.reading')") == '{"off":true}'


@pytest.mark.parametrize(
    "broken",
    [
        "Object.defineProperty(window, 'localStorage', { get() { throw new DOMException('no') } })",
        "Storage.prototype.setItem = () => { throw new DOMException('full', 'QuotaExceededError') }",
        "localStorage.setItem('/.reading', '[1, {]'); localStorage.setItem('/.__palette', 'no JSON')",
        "localStorage.setItem('/.reading', '{\"at\": 1, \"pages\": 7}')",
        "delete Navigator.prototype.serviceWorker; delete Navigator.prototype.clipboard",
    ],
    ids=["blocked", "full", "garbled", "of another form", "an old browser"],
)
def test_nothing_breaks_where_a_browser_keeps_nothing(browsers: Open, sample: str, broken: str) -> None:
    page = browsers(broken)
    for path in ("", EDITION, "topics/", "search/?q=ferry"):
        page.goto(sample + path)
        expect(page.get_by_role("button", name="Remember my reading")).to_have_count(
            1
        )  # the script ran to its end
    page.goto(sample)
    page.locator("[data-md-component=palette] label:visible").click()
    assert page.locator("body").get_attribute("data-md-color-scheme") == "default"


def test_a_report_is_cited_with_who_what_where_and_when(
    browsers: Open, sample: str, addresses: dict[str, str]
) -> None:
    page = browsers(permissions=("clipboard-read", "clipboard-write"))
    page.goto(addresses["article"])
    title = page.locator("h1").inner_text()
    outlet = page.locator(".df-entry--lead strong").first.inner_text()
    source = page.locator(".df-entry--lead a[rel~=external]").last.get_attribute("href")
    page.get_by_role("button", name="Copy citation").click()
    expect(page.locator(".df-tools [role=status]")).to_have_text("Copied")
    cited = page.evaluate("navigator.clipboard.readText()")
    assert re.search(
        rf"“{re.escape(title)}”, {re.escape(outlet)}, .*\d{{4}}\. {re.escape(str(source))}$", cited
    )
    page.goto(sample)
    page.get_by_role("button", name="Copy citation").click()
    expect(page.locator(".df-tools [role=status]")).to_have_text("Copied")
    cited = page.evaluate("navigator.clipboard.readText()")
    assert cited.endswith(f"Dayfold, 17 August 2026. {sample}{EDITION}"), "the home page is another tomorrow"


def test_a_permalink_is_shared_or_where_that_is_not_possible_copied(browsers: Open, sample: str) -> None:
    page = browsers("navigator.share = async data => { window.shared = data; }")
    page.goto(sample)
    page.get_by_role("button", name="Share", exact=True).click()
    assert page.evaluate("shared.url") == sample + EDITION
    page = browsers("delete Navigator.prototype.share", permissions=("clipboard-read", "clipboard-write"))
    page.goto(sample)
    page.get_by_role("button", name="Copy link").click()
    expect(page.locator(".df-tools [role=status]")).to_have_text("Copied")
    assert page.evaluate("navigator.clipboard.readText()") == sample + EDITION
    page.evaluate("() => { navigator.clipboard.writeText = () => Promise.reject(new DOMException('no')) }")
    page.get_by_role("button", name="Copy link").click()
    expect(page.locator(".df-tools [role=status]")).to_have_text("The browser did not allow it")


def returned(page: Page, sample: str) -> None:
    """Visit the site twice, with an hour between, and wait until its worker has what it keeps."""
    page.goto(sample)
    assert page.evaluate("navigator.serviceWorker.getRegistrations().then(all => all.length)") == 0
    pass_time(page, sample)
    page.goto(sample)
    kept(page, "/editions/2026/08/15/", "/assets/reading.js")


def kept(page: Page, *paths: str) -> None:
    """Wait until the worker keeps these."""
    until(
        page,
        """async paths => {
          const [name] = await caches.keys(), cache = name && await caches.open(name);
          return Boolean(cache) && (await Promise.all(paths.map(path => cache.match(path)))).every(Boolean);
        }""",
        paths,
    )


def until(page: Page, holds: str, argument: object = None) -> None:
    """Wait until a promise is of the truth; `wait_for_function` takes the promise itself for it."""
    end = time.monotonic() + _PATIENCE
    while not page.evaluate(holds, argument):
        assert time.monotonic() < end, holds
        page.wait_for_timeout(20)


def test_on_the_train_the_newest_editions_are_there_for_a_reader_who_came_back(
    chromium: Browser, sample_folder: Path, serving: Serve
) -> None:
    home = serving(sample_folder)
    context = chromium.new_context()
    context.set_default_timeout(5_000)
    page = context.new_page()
    returned(page, home)
    page.goto(f"{home}topics/shipping/")
    kept(page, "/topics/shipping/")
    kept(page, "/editions/2026/08/15/")  # the last of those that are fetched meanwhile
    context.set_offline(True)
    for path in ("", "editions/2026/08/16/", "editions/2026/08/15/", "topics/shipping/"):
        page.goto(home + path)
        assert page.locator("h1").inner_text() != "You are offline", path
        assert "Serif" in page.locator("h1").evaluate("e => getComputedStyle(e).fontFamily")
    page.goto(f"{home}topics/port-aldous/")
    expect(page.locator("h1")).to_have_text("You are offline")
    page.get_by_role("link", name="Shipping").click()
    expect(page.locator("h1")).to_have_text("Shipping")
    # Back online, what is shown is what the site says now, never what was kept.
    context.set_offline(False)
    context.route(
        f"{home}topics/shipping/",
        lambda route: route.fulfill(body="<h1>Newer</h1>", content_type="text/html"),
    )
    page.goto(f"{home}topics/shipping/")
    expect(page.locator("h1")).to_have_text("Newer")
    context.close()


def test_a_site_that_switches_it_off_takes_back_what_it_left(
    chromium: Browser, sample_folder: Path, serving: Serve
) -> None:
    home = serving(sample_folder)
    context = chromium.new_context()
    context.set_default_timeout(5_000)
    page = context.new_page()
    returned(page, home)
    off = (sample_folder / "index.html").read_text(encoding="utf-8").replace(" data-offline", "")
    context.route(home, lambda route: route.fulfill(body=off, content_type="text/html; charset=utf-8"))
    page.goto(home)
    until(
        page,
        """async () => !(await caches.keys()).length
             && !(await navigator.serviceWorker.getRegistrations()).length""",
    )
    context.close()
