"""The library knows an article again by its address, its id elsewhere, or its title and day."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone

from generator.library.lookup import Library
from generator.model.article import Article
from generator.model.ids import ArticleId, SourceId

GAZETTE = SourceId("gazette")
NOON = datetime(2026, 8, 17, 12, tzinfo=UTC)
BRIDGE = Article(
    id=ArticleId("2026/08/17/gazette-bridge-reopens"),
    title="Bridge reopens",
    body="It is open.",
    source=GAZETTE,
    published=NOON,
    url="https://gazette.example/bridge",
    external_id="g-1",
)
OTHER = replace(
    BRIDGE,
    id=ArticleId("2026/08/18/gazette-x"),
    title="X",
    url=None,
    external_id=None,
    published=NOON + timedelta(1),
)


def test_an_article_is_found_by_what_it_has() -> None:
    library = Library([OTHER, BRIDGE])
    assert library.by_url("https://gazette.example/bridge") == BRIDGE
    assert library.by_external_id(GAZETTE, "g-1") == BRIDGE
    assert library.by_title(GAZETTE, "BRIDGE — reopens!", date(2026, 8, 17)) == BRIDGE
    assert library.get(OTHER.id) == OTHER
    assert list(library) == [BRIDGE, OTHER]
    assert len(library) == 2
    assert BRIDGE.id in library


def test_what_differs_is_not_found() -> None:
    library = Library([BRIDGE])
    assert library.by_url("https://gazette.example/bridge?x") is None
    assert library.by_external_id(SourceId("herald"), "g-1") is None
    assert library.by_title(GAZETTE, "Bridge reopens", date(2026, 8, 18)) is None
    assert library.by_title(GAZETTE, "Bridge closes", date(2026, 8, 17)) is None
    assert library.find(OTHER) is None


def test_another_version_is_found_by_the_first_that_fits() -> None:
    library = Library([BRIDGE])
    assert library.find(replace(OTHER, url=BRIDGE.url)) == BRIDGE
    assert library.find(replace(OTHER, external_id="g-1")) == BRIDGE
    assert library.find(replace(OTHER, title="Bridge Reopens", published=NOON)) == BRIDGE


def test_the_day_of_a_title_is_that_of_utc() -> None:
    late = datetime(2026, 8, 18, 1, tzinfo=timezone(timedelta(hours=2)))
    assert Library([replace(BRIDGE, published=late)]).by_title(GAZETTE, "Bridge reopens", date(2026, 8, 17))


def test_long_titles_that_differ_at_their_end_are_two() -> None:
    title = "A very long title of a picture series with many, many, many pictures in it"
    library = Library([replace(BRIDGE, title=f"{title} (1 of 2)")])
    assert library.by_title(GAZETTE, f"{title} (2 of 2)", date(2026, 8, 17)) is None


def test_titles_without_a_letter_are_told_apart() -> None:
    library = Library([replace(BRIDGE, title="!!!")])
    assert library.by_title(GAZETTE, "???", date(2026, 8, 17)) is None
    assert library.by_title(GAZETTE, "!!!", date(2026, 8, 17)) is not None


def test_a_changed_article_is_no_longer_found_by_what_it_had() -> None:
    library = Library([BRIDGE])
    library.put(replace(BRIDGE, url="https://gazette.example/new", title="Bridge shut", external_id=None))
    assert library.by_url("https://gazette.example/bridge") is None
    assert library.by_external_id(GAZETTE, "g-1") is None
    assert library.by_title(GAZETTE, "Bridge reopens", date(2026, 8, 17)) is None
    assert library.by_url("https://gazette.example/new") is not None
    assert len(library) == 1


def test_of_several_the_one_with_the_least_id_answers() -> None:
    twin = replace(BRIDGE, id=ArticleId("2026/08/17/gazette-bridge-reopens-2"))
    for order in ([BRIDGE, twin], [twin, BRIDGE]):
        assert Library(order).find(BRIDGE) == BRIDGE


def test_a_new_article_gets_an_id_that_no_other_has() -> None:
    library = Library()
    names = []
    for _ in range(3):
        name = library.free_id(NOON, GAZETTE, "Bridge reopens")
        library.put(replace(BRIDGE, id=name))
        names.append(name)
    assert names == [f"2026/08/17/gazette-bridge-reopens{end}" for end in ("", "-2", "-3")]


def test_an_id_is_of_the_day_in_utc() -> None:
    late = datetime(2026, 8, 18, 1, tzinfo=timezone(timedelta(hours=2)))
    assert Library().free_id(late, GAZETTE, "x").startswith("2026/08/17/")
