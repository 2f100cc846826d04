"""How well pages' text and data are read, on three corpora by their own scores, with one set of settings."""

from __future__ import annotations

import re
import sys
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path

import pytest

from generator.model.article import Draft
from generator.readers.html import HtmlReader
from generator.readers.raw import Raw

sys.path.insert(0, str(Path(__file__).resolve().parent.parent.parent))
from benchmarks.extraction_corpora import GoldPage, f1, gold_pages

pytestmark = pytest.mark.corpus

# Plain trafilatura 2.3.1 has 0.966, 0.925, 0.949.
FLOORS = {"scrapinghub": 0.974, "trafilatura": 0.944, "readability": 0.969}
_BY = re.compile(r"^(?:by|par|von)\s+", re.IGNORECASE)

Drafts = Mapping[str, Draft]


def drafts_of(pages: list[GoldPage]) -> Drafts:
    """The drafts by their pages' names. Each page of the corpora is an article: none may be called a list."""
    modified = datetime(2026, 1, 1, tzinfo=UTC)
    found: dict[str, Draft] = {}
    for page in pages:
        for item in HtmlReader().read(Raw(path=page.name, data=page.data, modified=modified)):
            if isinstance(item, Draft):
                found[page.name] = item
            else:
                assert item.code != "list-page", page.name
    return found


@pytest.fixture(scope="module")
def readability(corpora: Path) -> tuple[list[GoldPage], Drafts]:
    pages = list(gold_pages(corpora, "readability"))
    return pages, drafts_of(pages)


@pytest.mark.slow
@pytest.mark.parametrize("corpus", ["scrapinghub", "trafilatura"])
def test_text_of_pages(corpus: str, corpora: Path) -> None:
    pages = list(gold_pages(corpora, corpus))
    texts = {name: draft.body for name, draft in drafts_of(pages).items()}
    score = f1(corpora, corpus, pages, texts)
    print(f"{corpus}: F1 {score:.4f}")
    assert score >= FLOORS[corpus]


def test_text_of_pages_in_reader_mode(corpora: Path, readability: tuple[list[GoldPage], Drafts]) -> None:
    pages, drafts = readability
    score = f1(corpora, "readability", pages, {name: draft.body for name, draft in drafts.items()})
    print(f"readability: F1 {score:.4f}")
    assert score >= FLOORS["readability"]


def test_titles_bylines_and_dates(readability: tuple[list[GoldPage], Drafts]) -> None:
    pages, drafts = readability
    right = {"title": [], "author": [], "published": []}  # type: dict[str, list[bool]]
    for page in pages:
        draft = drafts.get(page.name)
        said = {
            "title": draft.title if draft else "",
            "author": plain(", ".join(draft.authors) if draft else ""),
            "published": (draft.published_text or "") if draft else "",
        }
        for key, row in right.items():
            if gold := page.gold[key]:
                row.append(said[key] == (plain(gold) if key == "author" else " ".join(gold.split())))
    shares = {key: sum(row) / len(row) for key, row in right.items()}
    print(shares)
    assert shares["title"] >= 0.95
    assert shares["author"] >= 0.80
    assert shares["published"] >= 0.90


def plain(name: str) -> str:
    return _BY.sub("", " ".join(name.split())).casefold()
