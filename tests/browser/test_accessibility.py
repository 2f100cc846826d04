"""Every kind of page, judged by axe-core: on a wide screen and a phone, in the dark, right to left."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from urllib.parse import urljoin

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Browser, BrowserContext, Page, expect
from sites import Serve, build_whole, copy_site, keep_one_day

from benchmarks.contact_sheet import one_of_each_kind

pytestmark = pytest.mark.browser

# WCAG 2.2 to level AA, and what axe's authors call good practice: headings in order, all in landmarks.
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
RUN = """async rules => {
  const found = await axe.run({ runOnly: rules, resultTypes: ["violations"] });
  return found.violations.flatMap(each => each.nodes.map(node =>
    `${each.id}: ${node.target.join(" ")}: ${node.failureSummary.split("\\n").slice(1).join(";")}`));
}"""


def judged(page: Page, address: str, rules: dict[str, Any]) -> list[str]:
    page.goto(address)
    if "/search/" in address:
        expect(page.locator(".df-results [role=status]")).not_to_be_empty()
    page.evaluate(AXE_SCRIPT)
    found: list[str] = page.evaluate(RUN, rules)
    return found


ALL = {"type": "tag", "values": RULES}
# What colours can break, and what a width or a direction can; all else is the same in every mode.
BY_COLOUR = ["color-contrast", "link-in-text-block"]
BY_WIDTH = [*BY_COLOUR, "scrollable-region-focusable", "target-size", "valid-lang"]
COLOURS = {"type": "rule", "values": BY_COLOUR}
WIDTH = {"type": "rule", "values": BY_WIDTH}


def judge(context: BrowserContext, addresses: dict[str, str], rules: dict[str, Any]) -> dict[str, list[str]]:
    context.set_default_timeout(10_000)
    page = context.new_page()
    wrong = {kind: judged(page, address, rules) for kind, address in addresses.items()}
    context.close()
    return {kind: found for kind, found in wrong.items() if found}


def also(addresses: dict[str, str]) -> dict[str, str]:
    """The pages that nothing lists or that depend on what is asked for."""
    home = addresses["home"]
    return addresses | {
        "not found": f"{home}404.html",
        "results": f"{home}search/?q=ferry",
        "nothing found": f"{home}search/?q=zzyzzyxq",
    }


def test_on_a_wide_screen(chromium: Browser, addresses: dict[str, str]) -> None:
    context = chromium.new_context(viewport={"width": 1440, "height": 1000})
    assert judge(context, also(addresses), ALL) == {}


def test_on_a_phone(chromium: Browser, addresses: dict[str, str]) -> None:
    context = chromium.new_context(viewport={"width": 360, "height": 740}, is_mobile=True)
    assert judge(context, also(addresses), WIDTH) == {}


def test_in_the_dark(chromium: Browser, addresses: dict[str, str]) -> None:
    context = chromium.new_context(viewport={"width": 1440, "height": 1000}, color_scheme="dark")
    assert judge(context, also(addresses), COLOURS) == {}


@pytest.fixture(scope="module")
def from_right(repository: Path, tmp_path_factory: pytest.TempPathFactory, serving: Serve) -> dict[str, str]:
    """One page of each kind of a site whose own language is Arabic."""
    root = copy_site(repository, tmp_path_factory.mktemp("arabic"), content=True)
    keep_one_day(root)
    settings = root / "site_config/digest.yml"
    text = settings.read_text(encoding="utf-8")
    assert "language: en" in text
    settings.write_text(text.replace("language: en", "language: ar"), encoding="utf-8")
    built = build_whole(root)
    home = serving(built)
    return {kind: urljoin(home, place) for kind, place in one_of_each_kind(built).items()}


def test_from_right_to_left(chromium: Browser, from_right: dict[str, str]) -> None:
    assert len(from_right) > 12
    context = chromium.new_context(viewport={"width": 1440, "height": 1000})
    page = context.new_page()
    page.goto(from_right["story"])
    assert page.evaluate("[document.documentElement.lang, getComputedStyle(document.body).direction]") == [
        "ar",
        "rtl",
    ]
    assert page.locator(".df-nav a").all_inner_texts() == [
        "اليوم",
        "الأرشيف",
        "الموضوعات",
        "المصادر",
        "عن الموقع",
    ]
    assert page.locator(".df-foot button").inner_text().strip() == "تذكّر قراءتي"
    assert judge(context, also(from_right), WIDTH) == {}
