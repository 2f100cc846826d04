"""A site's own sheet: its tokens reach every kind of page, in light and dark, without a change to ours."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import urljoin

import pytest
from playwright.sync_api import Browser, expect

pytestmark = pytest.mark.browser

OWN = """
:root, [data-md-color-scheme="default"] { --df-paper: #fff8e8; --df-link: #7a1f3d; --df-t-story: 1.5rem; }
[data-md-color-scheme="slate"] { --df-paper: #201018; }
@media (prefers-color-scheme: dark) {
  body[data-md-color-scheme="default"]:not([data-md-color-media]) { --df-paper: #201018; }
}
"""


def test_the_sites_own_sheet_is_published_as_it_is(repository: Path, sample_folder: Path) -> None:
    own = "stylesheets/custom.css"
    assert (sample_folder / own).read_bytes() == (repository / "site_config/theme" / own).read_bytes()


@pytest.mark.parametrize("javascript", [True, False], ids=["with scripts", "without scripts"])
def test_a_token_that_a_site_sets_reaches_the_page(chromium: Browser, sample: str, javascript: bool) -> None:
    context = chromium.new_context(java_script_enabled=javascript)
    context.route("**/stylesheets/custom.css", lambda route: route.fulfill(body=OWN, content_type="text/css"))
    context.set_default_timeout(5_000)
    page = context.new_page()
    for place in ("", "topics/", "about/"):
        page.goto(urljoin(sample, place))
        page.emulate_media(color_scheme="light")
        expect(page.locator("body")).to_have_css("background-color", "rgb(255, 248, 232)")
        page.emulate_media(color_scheme="dark")
        expect(page.locator("body")).to_have_css("background-color", "rgb(32, 16, 24)")
    page.goto(sample)
    expect(page.locator(".df-story--r3 h3").first).to_have_css("font-size", "30px")
    page.emulate_media(color_scheme="light")
    expect(page.locator("sup a").first).to_have_css("color", "rgb(122, 31, 61)")
    context.close()
