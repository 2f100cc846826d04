"""What is quoted of articles is kept by day, and chosen again when anything that it rests on has changed."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from generator.digest import excerpt
from generator.library.story_store import StoryStore
from generator.model.article import Article
from generator.model.edition import Citation
from generator.model.ids import ArticleId, SourceId
from generator.quoting import ExcerptsByDay
from generator.settings import DigestSettings, Settings, SourceEntry, make_settings
from generator.settings.digest import ExcerptSettings
from generator.stories import days_of
from generator.stories.days import pack

TEXTS = {
    (day, name): f"The ferry of {name} ran aground on day {day}. Nobody was hurt at the harbour. They wait."
    for day in (1, 2, 3)
    for name in ("gazette", "radio")
}


def articles(changed: Mapping[tuple[int, str], str] = {}) -> list[Article]:
    return [
        Article(
            id=ArticleId(f"2026/08/{day:02}/{name}-ferry"),
            title="The ferry ran aground",
            body=body,
            source=SourceId(name),
            published=datetime(2026, 8, day, 9, tzinfo=UTC),
        )
        for (day, name), body in {**TEXTS, **changed}.items()
    ]


def settings(*, sentences: int = 2, chars: int = 280) -> Settings:
    sources = [
        SourceEntry(id="gazette", name="Gazette"),
        SourceEntry.model_validate({"id": "radio", "name": "Radio", "rights": {"excerpt_chars": chars}}),
    ]
    return make_settings(DigestSettings(excerpts=ExcerptSettings(sentences=sentences)), sources=sources)


def chosen(path: Path, known: list[Article], by: Settings) -> dict[ArticleId, tuple[Citation, ...]]:
    sentences = by.digest.excerpts.sentences
    with closing(StoryStore(path)) as store:
        choosing = ExcerptsByDay(days_of(known), by, store)
        return {one.id: choosing(one, by.sources[one.source].rights, sentences=sentences) for one in known}


def expected(known: list[Article], by: Settings) -> dict[ArticleId, tuple[Citation, ...]]:
    sentences = by.digest.excerpts.sentences
    return {one.id: excerpt(one, by.sources[one.source].rights, sentences=sentences) for one in known}


def test_whatever_changes_the_excerpts_are_those_of_today(tmp_path: Path) -> None:
    path = tmp_path / "stories.sqlite"
    fewer = [one for one in articles() if not one.id.startswith("2026/08/02")]
    for known, by in (
        (articles(), settings()),
        (articles(), settings()),
        (articles({(2, "radio"): "Another ferry sank there on that very day. It was said."}), settings()),
        (articles(), settings(chars=40)),
        (articles(), settings(sentences=1)),
        (fewer, settings()),
        (articles(), settings()),
    ):
        assert chosen(path, known, by) == expected(known, by)


def test_what_is_kept_of_a_day_is_taken_for_what_it_says(tmp_path: Path) -> None:
    path = tmp_path / "stories.sqlite"
    before = chosen(path, articles(), settings())
    with closing(StoryStore(path)) as store:
        number, (key, _) = min(store.rows("excerpt").items())
        store.put("excerpt", number, key, pack([[[0, 9]], [[0, 9]]]))
    after = chosen(path, articles(), settings())
    changed = [id_ for id_ in before if before[id_] != after[id_]]
    assert changed == ["2026/08/01/gazette-ferry", "2026/08/01/radio-ferry"]
    assert all((one.start, one.end) == (0, 9) for id_ in changed for one in after[id_])


def test_by_other_rights_than_the_settings_say_nothing_is_taken_from_there(tmp_path: Path) -> None:
    known, by = articles(), settings()
    chosen(tmp_path / "stories.sqlite", known, by)
    rights = replace(by.sources[SourceId("radio")].rights, link_only=True)
    with closing(StoryStore(tmp_path / "stories.sqlite")) as store:
        choosing = ExcerptsByDay(days_of(known), by, store)
        assert choosing(known[1], rights, sentences=2) == ()
