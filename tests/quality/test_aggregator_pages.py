"""Floors on pages in the aggregator's layout: what is found, whose it is, from when, and with which words."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from generator.cleaning import CleaningContext, SourceBook, clean
from generator.diagnostics import Problem
from generator.model.article import Article, Draft
from generator.readers import Raw, choose

pytestmark = pytest.mark.corpus

_IMAGE = re.compile(r"!\[[^\]]*\]\([^)]*\)")
_LINK = re.compile(r"\[([^\]]*)\]\(https?://[^)\s]*\)")
_BARE_LINK = re.compile(r"https?://\S+")
_WORD = re.compile(r"\w+")
_UNITS = {"minute": timedelta(minutes=1), "hour": timedelta(hours=1), "day": timedelta(days=1)}


class Pages:
    """Every page, read and cleaned in order, against its gold."""

    def __init__(self, folder: Path) -> None:
        self.book = SourceBook.of([])
        self.gold = [json.loads(line) for line in (folder / "gold.jsonl").read_text().split("\n") if line]
        self.found = [self._read(folder, page) for page in self.gold]

    def _read(self, folder: Path, page: dict[str, Any]) -> list[Article]:
        captured = datetime.fromisoformat(page["captured"])
        raw = Raw(
            path=page["file"],
            data=(folder / page["file"]).read_bytes(),
            modified=datetime(2026, 1, 1, tzinfo=UTC),
            captured=captured,
        )
        reader = choose(raw)
        assert not isinstance(reader, Problem)
        assert reader.name == "dump"
        articles = []
        for draft in reader.read(raw):
            assert isinstance(draft, Draft)
            context = CleaningContext(book=self.book, reference=captured, captured=True)
            cleaned = clean(draft, context)
            self.book = self.book.with_sources(cleaned.new_sources)
            assert cleaned.article is not None
            articles.append(cleaned.article)
        return articles

    def related(self) -> Iterable[tuple[dict[str, Any], dict[str, Any], Article | None]]:
        for page, articles in zip(self.gold, self.found, strict=True):
            by_title = {article.title: article for article in articles}
            for item in page["related"]:
                yield page, item, by_title.get(item["title"])


@pytest.fixture(scope="module")
def pages(corpora: Path) -> Pages:
    return Pages(corpora / "aggregator_pages")


def test_items_are_found_by_title(pages: Pages) -> None:
    wanted = [Counter([p["lead"]["title"], *(item["title"] for item in p["related"])]) for p in pages.gold]
    found = [Counter(article.title for article in articles) for articles in pages.found]
    hits = sum((a & b).total() for a, b in zip(wanted, found, strict=True))
    f1 = 2 * hits / (sum(c.total() for c in wanted) + sum(c.total() for c in found))
    assert f1 >= 0.99


def test_related_items_have_their_source(pages: Pages) -> None:
    right = [
        a is not None and pages.book.sources[a.source].name == item["source"]
        for _, item, a in pages.related()
    ]
    assert sum(right) >= 0.99 * len(right)


def test_related_items_have_the_time_that_their_page_states(pages: Pages) -> None:
    right = []
    for page, item, article in pages.related():
        stated = datetime.fromisoformat(page["captured"]) - _age(item["age"])[0]
        right.append(article is not None and article.published == stated)
    assert sum(right) >= 0.99 * len(right)


def test_true_time_is_within_what_the_stated_age_covers(pages: Pages) -> None:
    """The gold has items of 60 and of 90 minutes that both read '1 hour ago': the page says no more."""
    right = []
    for _, item, article in pages.related():
        true = datetime.fromisoformat(item["published"])
        assert article is not None
        assert article.published is not None
        right.append(timedelta(0) <= article.published - true < _age(item["age"])[1])
    assert sum(right) >= 0.99 * len(right)


def test_lead_paragraphs_are_kept(pages: Pages) -> None:
    scores = []
    for page, articles in zip(pages.gold, pages.found, strict=True):
        body = next((a.body for a in articles if a.title == page["lead"]["title"]), "")
        scores.append(_overlap("\n\n".join(page["lead"]["paragraphs"]), body))
    assert _f1(scores) >= 0.99


def test_related_bodies_are_kept(pages: Pages) -> None:
    scores = [_overlap(item["body"], article.body if article else "") for _, item, article in pages.related()]
    assert _f1(scores) >= 0.99


def _age(text: str) -> tuple[timedelta, timedelta]:
    """An age and its unit: '3 hours ago' is three hours, told to the hour."""
    number, unit, _ = text.split()
    length = _UNITS[unit.rstrip("s")]
    return (1 if number in {"a", "an"} else int(number)) * length, length


def _overlap(true: str, found: str) -> tuple[float, float]:
    """Precision and recall of 4-word shingles, images and bare links left out, as in ../score."""
    a, b = _shingles(true), _shingles(found)
    hits = (a & b).total()
    return hits / max(1, b.total()), hits / max(1, a.total())


def _f1(scores: list[tuple[float, float]]) -> float:
    precision = sum(p for p, _ in scores) / len(scores)
    recall = sum(r for _, r in scores) / len(scores)
    return 2 * precision * recall / (precision + recall)


def _shingles(text: str) -> Counter[tuple[str, ...]]:
    words = _WORD.findall(_BARE_LINK.sub("", _LINK.sub(r"\1", _IMAGE.sub("", text))))
    return Counter(tuple(words[start : start + 4]) for start in range(max(1, len(words) - 3)))
