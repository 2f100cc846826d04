"""Ingest knows an article again by its address, its id elsewhere, or its title and day."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone

from generator.ingest.shelf import Shelf, told_apart
from generator.model.article import Article, DatedBy
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


def shelf(*articles: Article) -> Shelf:
    made = Shelf()
    for article in articles:
        made.put(article)
    return made


def test_an_article_is_found_by_what_it_has() -> None:
    found = shelf(OTHER, BRIDGE)
    assert found.by_address(replace(OTHER, url=BRIDGE.url)) == BRIDGE.id
    assert found.by_address(replace(OTHER, external_id="g-1")) == BRIDGE.id
    assert found.by_title(replace(OTHER, title="BRIDGE — reopens!", published=NOON)) == BRIDGE.id
    assert found.by_text(replace(BRIDGE, published=NOON + timedelta(9), dated_by=DatedBy.AGE)) == BRIDGE.id
    assert found.has_text(BRIDGE.id, replace(OTHER, title=BRIDGE.title))
    assert BRIDGE.id in found


def test_what_differs_is_not_found() -> None:
    found = shelf(BRIDGE)
    assert found.by_address(replace(OTHER, url="https://gazette.example/bridge?x")) is None
    assert found.by_address(replace(OTHER, source=SourceId("herald"), external_id="g-1")) is None
    assert found.by_title(replace(BRIDGE, published=NOON + timedelta(1))) is None
    assert found.by_title(replace(BRIDGE, title="Bridge closes")) is None
    assert found.by_text(replace(BRIDGE, dated_by=DatedBy.PAGE)) is None
    assert not found.has_text(BRIDGE.id, replace(BRIDGE, body="It is shut."))


def test_the_day_of_a_title_is_that_of_utc() -> None:
    late = datetime(2026, 8, 18, 1, tzinfo=timezone(timedelta(hours=2)))
    assert shelf(replace(BRIDGE, published=late)).by_title(BRIDGE) == BRIDGE.id


def test_long_titles_that_differ_at_their_end_are_two() -> None:
    title = "A very long title of a picture series with many, many, many pictures in it"
    found = shelf(replace(BRIDGE, title=f"{title} (1 of 2)"))
    assert found.by_title(replace(BRIDGE, title=f"{title} (2 of 2)")) is None


def test_titles_without_a_letter_are_told_apart() -> None:
    found = shelf(replace(BRIDGE, title="!!!"))
    assert found.by_title(replace(BRIDGE, title="???")) is None
    assert found.by_title(replace(BRIDGE, title="!!!")) == BRIDGE.id


def test_a_changed_article_is_no_longer_found_by_what_it_had() -> None:
    found = shelf(BRIDGE)
    new = replace(BRIDGE, url="https://gazette.example/new", title="Bridge shut", external_id=None)
    found.swap(BRIDGE, new)
    assert found.by_address(BRIDGE) is None
    assert found.by_title(BRIDGE) is None
    assert found.by_address(new) == BRIDGE.id


def test_of_several_the_one_with_the_least_id_answers() -> None:
    twin = replace(BRIDGE, id=ArticleId("2026/08/17/gazette-bridge-reopens-2"))
    for order in ([BRIDGE, twin], [twin, BRIDGE]):
        found = shelf(*order)
        assert found.by_address(BRIDGE) == BRIDGE.id
        found.swap(BRIDGE, replace(BRIDGE, url=None, external_id=None, title="Gone"))
        assert found.by_address(BRIDGE) == twin.id


def test_a_taken_id_gets_an_end_that_tells_what_is_told_apart() -> None:
    assert shelf().with_free_id(BRIDGE) == BRIDGE
    other = shelf(BRIDGE).with_free_id(replace(BRIDGE, url="https://gazette.example/other"))
    assert other.id.startswith(f"{BRIDGE.id}-")


def test_articles_of_one_title_are_told_apart_by_their_addresses_or_ids() -> None:
    assert told_apart(BRIDGE, replace(BRIDGE, url="https://gazette.example/other"))
    assert told_apart(BRIDGE, replace(BRIDGE, url=None, external_id="g-2"))
    assert not told_apart(BRIDGE, replace(BRIDGE, url=None, external_id=None))
