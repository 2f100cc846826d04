"""Tracing day by day: what a day needs of the past is the window alone."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from generator.model.article import Article
from generator.model.ids import ArticleId, SourceId
from generator.stories.lineage import resolve
from generator.stories.lineage_by_day import trace_lineage
from generator.stories.tracing import Match, Tracer

START = datetime(2026, 8, 1, 6, tzinfo=UTC)
WORDS = ("harbour", "bridge", "ferry", "Gannet", "council", "Merrow", "furnace", "herring", "quota", "dam")


def article(number: int, day: int, seed: int) -> Article:
    """A text of its seed: equal seeds are copies, and neighbours share a half."""
    words = [f"{WORDS[(seed // 2 + n * n) % len(WORDS)]} {(seed // 2) * 100 + n}" for n in range(40)]
    words += [f"{WORDS[(seed + n) % len(WORDS)]} {seed * 1000 + n}" for n in range(40)]
    return Article(
        id=ArticleId(f"2026/08/{day + 1:02}/source-{number}"),
        title=f"Report {seed // 2} from {WORDS[seed // 2 % len(WORDS)]}",
        body=" ".join(words),
        source=SourceId(f"source-{number % 5}"),
        published=START + timedelta(days=day, minutes=number),
    )


LIBRARY = st.lists(st.tuples(st.integers(0, 40), st.integers(0, 7)), max_size=25).map(
    lambda drawn: [article(number, day, seed) for number, (day, seed) in enumerate(drawn)]
)


def by_day(articles: Sequence[Article]) -> list[list[Article]]:
    days = sorted({article.when.date() for article in articles})
    return [[article for article in articles if article.when.date() == day] for day in days]


@given(library=LIBRARY)
@settings(max_examples=40, deadline=None)
def test_day_by_day_finds_what_all_at_once_finds(library: list[Article]) -> None:
    tracer = Tracer()
    matches = [match for day in by_day(library) for match in tracer.add(day)]
    assert resolve(library, matches) == trace_lineage(library)


@given(library=LIBRARY)
@settings(max_examples=40, deadline=None)
def test_a_tracer_goes_on_from_what_another_found(library: list[Article]) -> None:
    straight = Tracer()
    before: list[Article] = []
    matches: list[Match] = []
    for day in by_day(library):
        expected = straight.add(day)
        assert Tracer(before, matches).add(day) == expected
        before += sorted(day, key=lambda one: (one.when, one.id))
        matches += expected


def test_what_the_window_has_passed_is_forgotten() -> None:
    library = [article(number, number, number) for number in range(30)]
    tracer = Tracer()
    tracer.add(library)
    assert len(tracer.remembered) == 14


def test_a_late_article_is_compared_within_the_window_alone() -> None:
    new, late = article(1, 20, 4), article(2, 1, 4)
    tracer = Tracer()
    tracer.add([new])
    assert tracer.add([late]) == []


def test_a_late_article_is_the_earlier_of_the_two() -> None:
    new, late = article(1, 5, 4), article(2, 1, 4)
    tracer = Tracer()
    tracer.add([new])
    (match,) = tracer.add([late])
    assert isinstance(match, Match)
    assert (match.later, match.earlier) == (new.id, late.id)
