"""A citation leads from an edition to the passage on our page, where it is marked without scripts."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser

pytestmark = pytest.mark.browser


def test_a_reference_leads_to_the_passage_and_marks_it_without_scripts(
    chromium: Browser, sample: str
) -> None:
    context = chromium.new_context(java_script_enabled=False)
    context.set_default_timeout(5_000)
    page = context.new_page()
    page.goto(sample)
    reference = page.locator("ol a[href*='#c-']").first
    reference.click()
    page.wait_for_url("**/articles/**#c-*")
    passage = page.locator(f"[id='{page.url.partition('#')[2]}']")
    assert passage.inner_text().strip()
    marked = passage.evaluate(
        "(element) => [element.matches(':target'), getComputedStyle(element).textDecorationLine]"
    )
    assert marked == [True, "underline"]
    box = passage.bounding_box()
    assert box is not None
    assert 0 <= box["y"] < 720
    context.close()
