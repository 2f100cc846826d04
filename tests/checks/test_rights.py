"""No page publishes more of an article than its source allows."""

from __future__ import annotations

from datetime import UTC, datetime

from generator.checks import check_rights, quotations
from generator.checks.quotations import covered
from generator.model.article import Article
from generator.model.edition import Citation
from generator.model.ids import ArticleId, SourceId
from generator.model.source import Rights, Source

GAZETTE = SourceId("gazette")
ARTICLE = ArticleId("2026/08/17/gazette-a")


def problems_for(spans: list[tuple[int, int]], rights: Rights) -> list[str]:
    article = Article(
        id=ARTICLE, title="A", body="x" * 500, source=GAZETTE, published=datetime(2026, 8, 17, tzinfo=UTC)
    )
    citations = tuple(Citation(article=ARTICLE, start=a, end=b, hash="") for a, b in spans)
    sources = {GAZETTE: Source(id=GAZETTE, name="Gazette", rights=rights)}
    quoted = quotations([], {ARTICLE: citations}, {ARTICLE: article})
    return [p.message for p in check_rights(quoted, {ARTICLE: article}, sources).values()]


def test_what_is_allowed_passes() -> None:
    assert problems_for([(0, 200)], Rights()) == []


def test_one_character_more_is_refused() -> None:
    assert problems_for([(0, 201)], Rights()) == [
        "201 characters of it would be published; Gazette allows 200. So it is not quoted."
    ]


def test_the_same_words_on_two_pages_count_once() -> None:
    assert problems_for([(0, 150), (50, 200)], Rights()) == []


def test_different_words_add_up() -> None:
    assert len(problems_for([(0, 150), (300, 400)], Rights())) == 1


def test_nothing_of_a_link_only_source_is_published() -> None:
    assert len(problems_for([(0, 1)], Rights(link_only=True))) == 1


def test_full_text_has_no_limit() -> None:
    assert problems_for([(0, 500)], Rights(full_text=True)) == []


def test_the_union_of_spans_is_counted() -> None:
    assert covered([(0, 10), (5, 7), (9, 12), (20, 21)]) == 13
