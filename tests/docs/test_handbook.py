"""The documentation is built as a site: strictly, whole, and asking no other host for anything."""

from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from lxml import html
from mkdocs.commands.build import build
from mkdocs.config import load_config

# What a browser fetches by itself.
LOADED = "//script/@src | //img/@src | //link[not(@rel='canonical')]/@href | //iframe/@src | //source/@srcset"


@pytest.fixture(scope="module")
def handbook(repository: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The documentation's site. What leads nowhere, and a page that the navigation lacks, stop its build."""
    into = tmp_path_factory.mktemp("handbook")
    build(load_config(str(repository / "docs/site/mkdocs.yml"), site_dir=str(into)))
    return into


def test_every_page_of_the_documentation_is_in_its_site(handbook: Path, repository: Path) -> None:
    docs = repository / "docs"
    written = {path.relative_to(docs).with_suffix("") for path in docs.rglob("*.md")}
    for page in written:
        place = page.parent if page.name in ("index", "README") else page
        assert (handbook / place / "index.html").is_file(), page


def test_it_asks_no_other_host_for_anything(handbook: Path) -> None:
    for page in handbook.rglob("*.html"):
        loaded = html.fromstring(page.read_bytes()).xpath(LOADED)
        assert [each for each in loaded if urlsplit(each).netloc] == [], page
    for style in handbook.rglob("*.css"):
        assert re.findall(r"url\(['\"]?(?:https?:)?//", style.read_text(encoding="utf-8")) == [], style


def test_what_stands_at_the_top_leads_somewhere(handbook: Path, repository: Path) -> None:
    for page in repository.glob("*.md"):
        for place, anchor in re.findall(
            r"\]\((?!https?:)([^)#]+)#?([^)]*)\)", page.read_text(encoding="utf-8")
        ):
            assert (repository / place).exists(), f"{page.name}: {place}"
            if anchor:
                built = handbook / Path(place).relative_to("docs").with_suffix("") / "index.html"
                assert html.parse(built).xpath("//*[@id=$anchor]", anchor=anchor), (
                    f"{page.name}: {place}#{anchor}"
                )
