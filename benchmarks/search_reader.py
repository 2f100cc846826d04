"""What a reader of a site pays for search: Chromium, a server that compresses text, 40 ms a request."""

from __future__ import annotations

import shutil
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from playwright.sync_api import Browser, Page, expect, sync_playwright

from benchmarks.loopback import Files, served

_CHROMIUM: Final = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
_STATUS: Final = ".df-results [role=status]"

# When the first result stood there, when the count was that of all that was asked for, and when anything last
# changed, in ms since the page was asked for; and the longest task of the page's own thread (from 50 ms on).
_WATCH: Final = """
const seen = window.seen = { first: 0, counted: 0, last: 0, busy: 0 };
new PerformanceObserver(list => {
  for (const { duration } of list.getEntries()) seen.busy = Math.max(seen.busy, duration);
}).observe({ type: "longtask", buffered: true });
document.addEventListener("DOMContentLoaded", () => new MutationObserver(() => {
  const status = document.querySelector(".df-results [role=status]")?.textContent || "";
  if (/for “/.test(status)) seen.last = performance.now();
  if (!seen.first && document.querySelector(".df-list h3")) seen.first = performance.now();
  if (!seen.counted && /for “[^”]*”$/.test(status)) seen.counted = performance.now();
}).observe(document.body, { subtree: true, childList: true, characterData: true, attributes: true }));
"""
_QUIET: Final = """() => {
  const told = document.querySelector(".df-reached:not([hidden])")?.textContent || "";
  return seen.last && !/further|fits best/.test(told) && performance.now() > seen.last + 1000;
}"""

# All shards by the merger and one index by Pagefind itself: what they find, in order.
_COMPARE: Final = """async ({ q, sort }) => {
  const { openArchive } = await import("/assets/search_index.js");
  const archive = await openArchive(new URL("/", location.href));
  const search = { q, sort, from: "", to: "", chosen: new Map() };
  const { createInstance } = await import("/one/pagefind.js");
  const one = createInstance({ basePath: "/one/", baseUrl: "/" });
  const found = await archive.find(search, archive.steps(search).flat());
  const facets = await one.filters();
  const whole = await one.search(q, { sort: sort ? { date: sort === "newest" ? "desc" : "asc" } : {} });
  const urls = hits => Promise.all(hits.slice(0, 500).map(async hit => (await hit.data()).url));
  const merged = (await found.take(Infinity)).map(hit => hit.result);
  const { counts } = await found.counted();
  const shown = counts => JSON.stringify(Object.entries(counts).sort().map(([name, values]) =>
    [name, Object.entries(values).filter(([, count]) => count).sort()]));
  for (const one of [facets, counts, whole.filters]) delete one.date; // days are no facet
  return {
    counts: [merged.length, whole.results.length],
    facets: shown(archive.facets) === shown(facets),
    answered: shown(counts) === shown(whole.filters),
    merged: await urls(merged), whole: await urls(whole.results),
  };
}"""


_RACE: Final = {
    "shards": """async word => {
  const start = performance.now();
  const { openArchive } = await import("/assets/search_index.js");
  const archive = await openArchive(new URL("/", location.href), true);
  const search = { q: word, sort: "", from: "", to: "", chosen: new Map() };
  const found = await archive.find(search, archive.steps(search)[0]);
  await Promise.all((await found.take(10)).map(hit => hit.result.data()));
  return performance.now() - start;
}""",
    "one index": """async word => {
  const start = performance.now();
  const { createInstance } = await import("/one/pagefind.js");
  const one = createInstance({ basePath: "/one/", baseUrl: "/" });
  await one.filters();
  const { results } = await one.search(word);
  await Promise.all(results.slice(0, 10).map(hit => hit.data()));
  return performance.now() - start;
}""",
}


@dataclass(slots=True)
class _Traffic:
    """What the server sent: bytes of bodies, and about 200 of heads each; a file from the cache is none."""

    bytes: int = 0
    requests: int = 0
    by_kind: Counter[str] = field(default_factory=Counter)

    def add(self, path: Path, size: int) -> None:
        self.bytes += size + 200
        self.requests += 1
        self.by_kind[path.suffix if path.suffix.startswith(".pf_") else path.name] += size + 200


_TRAFFIC: Final = _Traffic()


def read_as_a_reader(site: Path, *, compare: bool) -> None:
    """Search `site` as a reader does and print what it took; with `compare`, against the index at one/."""
    path = next(filter(None, map(shutil.which, _CHROMIUM)), None)
    with served(site, _Distant) as home, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox", "--disable-gpu"])
        words = ("company", "announced", "the", "zoning", "quarterly results")
        _first_visit(browser, home, words[0])
        for word in words:
            _answer(browser, home, word)
        if compare:
            for word in words:
                _race(browser, home, word)
                for sort in ("", "newest"):
                    _compare(browser, home, word, sort)
        browser.close()


def _first_visit(browser: Browser, home: str, word: str) -> None:
    """The search page and one word typed, from an empty cache."""
    with _emptied(browser) as page:
        page.goto(f"{home}search/")
        expect(page.locator(_STATUS)).to_contain_text("articles, stories and editions")
        arrived, requests = _TRAFFIC.bytes, _TRAFFIC.requests
        page.locator("#df-q").press_sequentially(word[:-1], delay=70)
        expect(page.locator(_STATUS)).to_contain_text(f"“{word[:-1]}”", timeout=30_000)
        start = time.perf_counter()
        page.keyboard.type(word[-1])
        expect(page.locator(_STATUS)).to_contain_text(f"“{word}”", timeout=30_000)
        shown = time.perf_counter() - start
        page.wait_for_timeout(1500)
        print(
            f"  first visit and “{word}” typed: {_TRAFFIC.bytes / 1000:.0f} KB in {_TRAFFIC.requests} "
            f"requests ({arrived / 1000:.0f} KB in {requests} before the first key); "
            f"its last letter answered after {shown * 1000:.0f} ms"
        )
        largest = _TRAFFIC.by_kind.most_common(8)
        print("    " + ", ".join(f"{name} {size / 1000:.0f} KB" for name, size in largest))


def _answer(browser: Browser, home: str, word: str) -> None:
    """A word from the address, with the page's own files in the cache; then all years; then those by date."""
    print(f"  “{word}” from its address:")
    with _emptied(browser) as page:
        page.add_init_script(_WATCH)
        page.goto(f"{home}search/")
        expect(page.locator(_STATUS)).to_contain_text("articles, stories and editions")
        for query in (f"q={word}", f"q={word}&all=1", f"q={word}&all=1&sort=newest"):
            page.goto("about:blank")
            before, spent = _TRAFFIC.bytes, _seconds_of_renderers(browser)
            page.goto(f"{home}search/?{query}")
            page.wait_for_function(_QUIET, timeout=120_000, polling=200)
            spent = _seconds_of_renderers(browser) - spent
            seen = page.evaluate("seen")
            print(
                f"    {query}: first result after {seen['first']:.0f} ms, "
                + (f"all counted after {seen['counted']:.0f}, " if seen["counted"] else "")
                + f"in order after {seen['last']:.0f}; {spent:.1f} CPU s, "
                f"no task of the page's own over {max(seen['busy'], 50):.0f} ms; "
                f"{(_TRAFFIC.bytes - before) / 1000:.0f} KB; {page.locator(_STATUS).inner_text()}"
            )


def _seconds_of_renderers(browser: Browser) -> float:
    """CPU seconds of the processes that show pages, with their workers."""
    processes = browser.new_browser_cdp_session().send("SystemInfo.getProcessInfo")["processInfo"]
    return sum(float(one["cpuTime"]) for one in processes if one["type"] == "renderer")


def _race(browser: Browser, home: str, word: str) -> None:
    """The first ten results from an empty cache: of the first shards, and of one index of all pages."""
    told = []
    for name, script in _RACE.items():
        with _emptied(browser) as page:
            page.goto(f"{home}search/")
            milliseconds = page.evaluate(script, word)
            told.append(f"{name} {milliseconds:.0f} ms, {_TRAFFIC.bytes / 1000:.0f} KB")
    print(f"  “{word}”, first ten from an empty cache: {'; '.join(told)}")


def _compare(browser: Browser, home: str, word: str, sort: str) -> None:
    context = browser.new_context()
    page = context.new_page()
    page.goto(f"{home}search/")
    found = page.evaluate(_COMPARE, {"q": word, "sort": sort})
    merged, whole = found["merged"], found["whole"]
    same = (
        "the same 500 in order"
        if merged == whole
        else f"{len(set(merged) & set(whole))} of {len(whole)} alike"
    )
    print(
        f"  “{word}”, {sort or 'relevance'}: {found['counts'][0]:,} and {found['counts'][1]:,} results; "
        f"first {same}; of the first ten {len(set(merged[:10]) & set(whole[:10]))}; "
        f"counts {'alike' if found['answered'] else 'NOT alike'}, "
        f"facets of all pages {'alike' if found['facets'] else 'NOT alike'}"
    )
    context.close()


@contextmanager
def _emptied(browser: Browser) -> Iterator[Page]:
    """A page of a reader who was never here; the account begins anew."""
    context = browser.new_context(viewport={"width": 1440, "height": 1000})
    _TRAFFIC.bytes = _TRAFFIC.requests = 0
    _TRAFFIC.by_kind.clear()
    yield context.new_page()
    context.close()


class _Distant(Files):
    latency = 0.04

    def sent(self, path: Path, size: int) -> None:
        _TRAFFIC.add(path, size)
