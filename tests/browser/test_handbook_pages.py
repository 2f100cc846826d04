"""The documentation's own site in a browser: judged by axe-core, no sideways scroll, no foreign request."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Literal

import pytest
from mkdocs.commands.build import build
from mkdocs.config import load_config
from playwright.sync_api import Browser, expect
from sites import Watch
from test_accessibility import ALL, judged

from benchmarks.loopback import served

pytestmark = pytest.mark.browser

# One of each kind: words and pictures, tables, code.
PAGES = ("tutorial/", "commands/", "readers/")


@pytest.fixture(scope="module")
def handbook(repository: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of the documentation."""
    into = tmp_path_factory.mktemp("handbook")
    build(load_config(str(repository / "docs/site/mkdocs.yml"), site_dir=str(into)))
    with served(into) as home:
        yield home


@pytest.mark.parametrize(("width", "scheme"), [(1440, "light"), (360, "dark")])
def test_every_kind_of_page_can_be_read(
    chromium: Browser, handbook: str, width: int, scheme: Literal["dark", "light"]
) -> None:
    context = chromium.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme)
    watch = Watch(handbook)
    page = watch.on(context.new_page())
    for place in PAGES:
        assert judged(page, handbook + place, ALL) == [], place
        expect(page.locator("h1")).to_be_visible()
        sideways = page.evaluate("document.documentElement.scrollWidth - innerWidth")
        assert sideways <= 0, place
    context.close()
    assert watch.wrong == []
