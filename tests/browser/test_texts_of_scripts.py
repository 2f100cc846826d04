"""What scripts say comes from the site's catalogue: in a language whose every text is ⟦wrapped⟧, all is."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from generator.languages import Catalogue, messages_of
from generator.pages.script_words import script_words

pytestmark = pytest.mark.browser

WRAPPED = re.compile("⟦[^⟦⟧]*⟧")
# What a script shows of articles, days, and names of languages; the rest of these parts is its own.
TEXTS = """root => {
  const copy = root.cloneNode(true);
  copy.querySelectorAll(`[lang], h3, mark, time, .df-outlet, .df-meta > span:not(:has(.df-badge)),
    .df-chosen a,
    [name=source] ~ span, [name=topic] ~ span, [name=section] ~ span, [name=language] ~ span`)
    .forEach(e => e.remove());
  return [copy.textContent, ...[...copy.querySelectorAll("*")].flatMap(e =>
    ["aria-label", "title", "placeholder"].map(name => e.getAttribute(name) || ""))];
}"""
DAYS = re.compile(
    r"(?:January|February|March|April|May|June|July|August|September|October|November|December)|\\d+"
)


@pytest.fixture
def wrapped(chromium: Browser, sample: str) -> Iterator[Page]:
    """A page of the sample whose scripts speak that language."""
    messages = {text: (f"⟦{text}⟧", f"⟦{text}⟧") for text in messages_of("scripts")}
    words = script_words(Catalogue(messages=messages))
    context = chromium.new_context(viewport={"width": 1440, "height": 1000})
    context.set_default_timeout(5_000)
    context.grant_permissions(["clipboard-read", "clipboard-write"], origin=sample.rstrip("/"))
    context.route(
        "**/assets/words.js", lambda route: route.fulfill(body=words, content_type="text/javascript")
    )
    yield context.new_page()
    context.close()


def left(page: Page, selector: str) -> list[str]:
    """What the script says in some parts of a page outside the wrapping."""
    found = []
    for part in page.locator(selector).all():
        for told in part.evaluate(TEXTS):
            text = told
            while WRAPPED.search(text):
                text = WRAPPED.sub(" ", text)
            found += re.findall(r"[^\W\d_]{2,}", DAYS.sub(" ", text))
    return found


@pytest.mark.parametrize(
    "query", ["", "?q=ferry", "?q=zzyzzyxq", "?q=zzyzzyxq&kind=article&from=2026-08-01", "?kind=story"]
)
def test_the_search_says_nothing_in_english_alone(wrapped: Page, sample: str, query: str) -> None:
    wrapped.goto(f"{sample}search/{query}")
    expect(wrapped.locator(".df-results [role=status]")).to_contain_text("⟦")
    expect(wrapped.locator(".df-results ol[aria-busy]")).to_have_count(0)
    told = [word for word in left(wrapped, "#df-search") if word not in {"ferry", "zzyzzyxq"}]
    assert told == []


def test_the_tools_and_the_switch_say_nothing_in_english_alone(
    wrapped: Page, addresses: dict[str, str]
) -> None:
    wrapped.goto(addresses["article"])
    wrapped.get_by_role("button", name="⟦Copy citation⟧").click()
    expect(wrapped.locator(".df-tools [role=status]")).to_have_text("⟦Copied⟧")
    assert left(wrapped, ".df-tools, .df-foot button") == []
    wrapped.evaluate(
        """() => { const kept = __md_get("reading"), past = Date.now() - 864e5;
          __md_set("reading", { ...kept, at: past - 1e7, start: past - 1e7, since: past - 2e7 }); }"""
    )
    wrapped.goto(addresses["home"])
    expect(wrapped.locator(".df-tools button")).not_to_have_count(0)
    assert left(wrapped, ".df-since, .df-tools, .df-until, .df-new") == []
