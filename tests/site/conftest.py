"""A site whose docs folder is written by hand, to test what comes after the generator."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from pathlib import Path

import pytest

from generator.languages import ENGLISH
from generator.site import write_language

PAGES: Mapping[str, str] = {
    "index.md": "# Today\n\n[Archive](archive/index.md), [article](articles/2026/08/17/gazette-bridge.md)\n",
    "archive/index.md": "# Archive\n\n## August { #august }\n",
    "topics/index.md": "# Topics\n",
    "sources/index.md": "# Sources\n",
    "search.md": "# Search\n",
    "about.md": "# About\n",
    "articles/2026/08/17/gazette-bridge.md": (
        "# Harbour bridge reopens\n\n"
        '<div data-pagefind-body markdown="1">\nThe bridge opened to traffic.\n</div>\n\n'
        "[August](../../../../archive/index.md#august)\n"
    ),
}


@pytest.fixture
def small_site(tmp_path: Path, repository: Path) -> Path:
    """The root of a site of six pages with Material's own look."""
    root = tmp_path / "a site"
    (root / "site_config/theme").mkdir(parents=True)
    shutil.copyfile(repository / "mkdocs.yml", root / "mkdocs.yml")
    shutil.copyfile(repository / "site_config/mkdocs.base.yml", root / "site_config/mkdocs.base.yml")
    write_language(root, ENGLISH)
    for path, text in PAGES.items():
        page = root / "build/docs" / path
        page.parent.mkdir(parents=True, exist_ok=True)
        page.write_text(text, encoding="utf-8")
    return root


@pytest.fixture
def contents() -> object:
    """A function that reads a whole folder: path to bytes."""

    def read(folder: Path) -> dict[str, bytes]:
        return {p.relative_to(folder).as_posix(): p.read_bytes() for p in folder.rglob("*") if p.is_file()}

    return read
