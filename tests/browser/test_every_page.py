"""What holds on each kind of page: nothing foreign fetched, nothing too wide, both colours, the turner."""

from __future__ import annotations

import re
from typing import Literal
from urllib.parse import urljoin
from urllib.request import urlopen
from xml.etree import ElementTree

import pytest
from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.browser

KINDS = {
    "home": r"",
    "left out": r"editions/\d{4}/\d{2}/\d{2}/left-out/",
    "day": r"editions/\d{4}/\d{2}/\d{2}/",
    "week": r"editions/\d{4}/W\d{2}/",
    "month": r"editions/\d{4}/\d{2}/",
    "story": r"stories/.+/",
    "article": r"articles/.+/",
    "topic": r"topics/.+/",
    "topics": r"topics/",
    "source": r"sources/.+/",
    "sources": r"sources/",
    "year": r"archive/.+/",
    "archive": r"archive/",
    "search": r"search/",
    "about": r"about/",
}
NAMESPACE = "{http://www.sitemaps.org/schemas/sitemap/0.9}loc"


@pytest.fixture(scope="session")
def addresses(sample: str) -> dict[str, str]:
    """One page of each kind: the one with the most on it, for what overflows does so there."""
    with urlopen(urljoin(sample, "sitemap.xml")) as answer:  # noqa: S310 -- our own server
        places = [str(e.text).split("/", 3)[3] for e in ElementTree.parse(answer).iter(NAMESPACE)]  # noqa: S314
    sizes = {}
    for place in places:
        with urlopen(urljoin(sample, place)) as answer:  # noqa: S310
            sizes[place] = len(answer.read())
    chosen = {}
    for kind, pattern in KINDS.items():
        of_kind = [place for place in places if re.fullmatch(pattern, place)]
        if of_kind:
            chosen[kind] = urljoin(sample, max(of_kind, key=lambda place: (sizes[place], place)))
    return chosen


def test_the_sample_has_every_kind_of_page(addresses: dict[str, str]) -> None:
    assert set(addresses) == set(KINDS)


@pytest.mark.parametrize("kind", KINDS)
def test_nothing_is_asked_of_another_host_and_nothing_goes_wrong(
    page: Page, addresses: dict[str, str], kind: str
) -> None:
    answer = page.goto(addresses[kind], wait_until="networkidle")
    assert answer is not None
    assert answer.status == 200
    # The watch fails the test if a request went abroad, an error was thrown or the console complained.


@pytest.mark.parametrize("kind", KINDS)
def test_a_phone_shows_the_page_in_both_colours_without_scrolling_sideways(
    chromium: Browser, addresses: dict[str, str], kind: str
) -> None:
    context = chromium.new_context(viewport={"width": 360, "height": 740}, is_mobile=True)
    page = context.new_page()
    page.goto(addresses[kind])
    if kind == "search":
        page.locator(".df-facets").wait_for()
    wide = page.evaluate(
        """() => document.documentElement.scrollWidth <= innerWidth ? [] :
             [...document.querySelectorAll("body *")]
               .filter(e => e.getBoundingClientRect().right > innerWidth + 1)
               .slice(0, 5).map(e => e.outerHTML.slice(0, 160))"""
    )
    light, dark = (brightness(page, scheme) for scheme in ("light", "dark"))
    context.close()
    assert wide == []
    assert light > 200
    assert dark < 60


def brightness(page: Page, scheme: Literal["light", "dark"]) -> float:
    """The mean of red, green and blue (0 to 255) of the ground, for a reader who prefers `scheme`."""
    page.emulate_media(color_scheme=scheme)
    assert len(page.screenshot()) > 5_000
    colours: list[list[float]] = page.evaluate(
        """() => [document.body, document.documentElement]
                   .map(e => getComputedStyle(e).backgroundColor.match(/[\\d.]+/g).map(Number))"""
    )
    seen = next(colour for colour in colours if len(colour) == 3 or colour[3] > 0)
    return sum(seen[:3]) / 3


def test_every_page_names_its_language_and_has_one_first_heading(
    page: Page, addresses: dict[str, str]
) -> None:
    for kind, address in addresses.items():
        page.goto(address)
        assert page.locator("html").get_attribute("lang") == "en", kind
        assert page.locator("h1").count() == 1, kind
        assert page.locator("h1").inner_text().strip(), kind


def test_previous_and_next_lead_from_edition_to_edition_and_back(page: Page, sample: str) -> None:
    page.goto(urljoin(sample, "editions/2026/08/10/"))
    page.locator("a[rel~=prev]").first.click()
    page.wait_for_url("**/editions/2026/08/09/")
    page.locator("a[rel~=next]").first.click()
    page.wait_for_url("**/editions/2026/08/10/")


def test_the_newest_edition_is_the_home_page(page: Page, sample: str) -> None:
    page.goto(sample)
    home = page.locator("h1").inner_text()
    links = page.locator("#df-main a[href*='editions/2026/08/']")
    assert links.count() > 0
    page.goto(urljoin(sample, "editions/2026/08/17/"))
    assert page.locator("h1").inner_text() == home
