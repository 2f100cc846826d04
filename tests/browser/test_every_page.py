"""What holds on each kind of page: nothing foreign fetched, nothing too wide, both colours, the turner."""

from __future__ import annotations

from typing import Literal
from urllib.parse import urljoin

import pytest
from playwright.sync_api import Browser, Page

from benchmarks.contact_sheet import KINDS

pytestmark = pytest.mark.browser

LETTERS = 16  # px, as browsers come


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


@pytest.mark.parametrize(
    ("width", "letters"),
    [(360, LETTERS), (360, 2 * LETTERS), (768, LETTERS), (1440, LETTERS), (1440, 2 * LETTERS)],
)
def test_no_page_scrolls_sideways_in_any_width_nor_with_letters_twice_as_large(
    chromium: Browser, addresses: dict[str, str], width: int, letters: int
) -> None:
    context = chromium.new_context(viewport={"width": width, "height": 740})
    page = context.new_page()
    sizes = {"standard": letters, "fixed": letters}  # what a reader sets in the browser
    context.new_cdp_session(page).send("Page.setFontSizes", {"fontSizes": sizes})
    wide = {}
    for kind, address in addresses.items():
        page.goto(address)
        if kind == "search":
            page.locator(".df-facets").wait_for()
        assert page.evaluate("getComputedStyle(document.documentElement).fontSize") == f"{letters * 1.25:g}px"
        if too_wide := page.evaluate(
            """() => document.documentElement.scrollWidth <= innerWidth ? [] :
                 [...document.querySelectorAll("body *")]
                   .filter(e => e.getBoundingClientRect().right > innerWidth + 1)
                   .slice(0, 5).map(e => e.outerHTML.slice(0, 160))"""
        ):
            wide[kind] = too_wide
    context.close()
    assert wide == {}


def test_a_phone_shows_every_page_in_both_colours(chromium: Browser, addresses: dict[str, str]) -> None:
    context = chromium.new_context(viewport={"width": 360, "height": 740}, is_mobile=True)
    page = context.new_page()
    for kind, address in addresses.items():
        page.goto(address)
        light, dark = (brightness(page, scheme) for scheme in ("light", "dark"))
        assert light > 200, kind
        assert dark < 60, kind
    context.close()


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


def test_a_wide_screen_shows_several_stories(page: Page, sample: str) -> None:
    page.goto(sample)
    heights: list[float] = page.locator(".df-story--r3").evaluate_all(
        "stories => stories.map(story => story.getBoundingClientRect().height)"
    )
    assert len(heights) >= 8
    assert sum(heights) / len(heights) < 1000 / 4.5, "px; the window is 1000 px high"
