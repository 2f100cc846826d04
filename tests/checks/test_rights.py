"""No page publishes more of an article than its source allows."""

from __future__ import annotations

from datetime import UTC, datetime

from generator.checks import Quotations, check_closed, check_rights, quotations, room_left
from generator.checks.quotations import covered
from generator.diagnostics import Severity
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


def test_words_that_an_article_has_no_more_count_with_those_it_has() -> None:
    """A closed edition says what the source said then; the article's own page what is left to be quoted."""
    then, now = "a" * 90, "b" * 300
    article = Article(
        id=ARTICLE, title="A", body=now, source=GAZETTE, published=datetime(2026, 8, 17, tzinfo=UTC)
    )
    said = {ARTICLE: Quotations(past=frozenset({then}))}
    sources = {GAZETTE: Source(id=GAZETTE, name="Gazette", rights=Rights(excerpt_chars=200))}
    excerpt = Citation(article=ARTICLE, start=0, end=150, hash="")
    assert room_left(said, {ARTICLE: (excerpt,)}, {ARTICLE: article}, sources) == {ARTICLE: 110}
    short = Citation(article=ARTICLE, start=0, end=110, hash="")
    assert room_left(said, {ARTICLE: (short,)}, {ARTICLE: article}, sources) == {}


def test_what_closed_editions_quote_is_told_when_it_is_too_much_by_now() -> None:
    article = Article(
        id=ARTICLE, title="A", body="x" * 500, source=GAZETTE, published=datetime(2026, 8, 17, tzinfo=UTC)
    )
    said = {ARTICLE: Quotations(spans=frozenset({(0, 60), (40, 90)}))}
    for allowed, told in ((89, [ARTICLE]), (90, [])):
        sources = {GAZETTE: Source(id=GAZETTE, name="Gazette", rights=Rights(excerpt_chars=allowed))}
        found = check_closed(said, {ARTICLE: article}, sources)
        assert list(found) == told
        assert all(problem.severity is Severity.WARNING for problem in found.values())
