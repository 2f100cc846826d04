"""Records: what was published, kept in a file that reads and diffs well."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path

import pytest

from generator.library.article_index import content_hash
from generator.library.records import (
    RecordsAsWritten,
    changed_records,
    load_records,
    place_in_record,
    record_path,
    save_record,
    serialise_record,
)
from generator.model.edition import (
    Changed,
    Citation,
    Compared,
    Edition,
    Entry,
    FigureKind,
    Line,
    Member,
    Period,
    State,
)
from generator.model.ids import ArticleId, EditionId, SectionId, StoryId
from generator.model.story import Related, Role

ARTICLE = ArticleId("2026/08/17/gazette-bridge")
EDITION = Edition(
    id=EditionId("2026/08/17"),
    period=Period.DAY,
    first_day=date(2026, 8, 17),
    last_day=date(2026, 8, 17),
    revision=1,
    closed=True,
    updated=datetime(2026, 8, 17, 9, 30, tzinfo=UTC),
    settings_hash="abc",
    articles={ARTICLE: "0123456789abcdef"},
    entries=(
        Entry(
            story=StoryId(ARTICLE),
            headline="Bridge reopens: “at last” 🎉",
            headline_article=ARTICLE,
            section=SectionId("news"),
            members=(Member(article=ARTICLE, role=Role.ORIGINAL),),
            lines=(
                Line(text="It opened.", citations=(Citation(article=ARTICLE, start=0, end=10, hash="ff"),)),
            ),
            outlets=1,
            independent=1,
            since=date(2026, 8, 17),
            related=(Related(story=StoryId("2026/08/01/gazette-old"), reason="both name the bridge"),),
        ),
    ),
)


def test_a_record_comes_back_as_it_was_saved(tmp_path: Path) -> None:
    save_record(tmp_path, EDITION)
    assert load_records(tmp_path) == ({EDITION.id: EDITION}, [])


@pytest.mark.parametrize("hours", [0, 2, -3.5])
def test_what_comes_back_reads_as_what_was_saved(tmp_path: Path, hours: float) -> None:
    zone = timezone(timedelta(hours=hours))
    save_record(tmp_path, replace(EDITION, updated=EDITION.updated.astimezone(zone)))
    records, _ = load_records(tmp_path)
    assert repr(records[EDITION.id]) == repr(replace(EDITION, updated=EDITION.updated.astimezone(zone)))


def test_its_fields_are_the_promised_ones() -> None:
    record = json.loads(serialise_record(EDITION))
    assert record["date"] == "2026-08-17"
    assert record["revision"] == 1
    assert record["articles"] == {ARTICLE: "0123456789abcdef"}
    story = record["stories"][0]
    assert (story["id"], story["section"], story["headline"]) == (
        ARTICLE,
        "news",
        "Bridge reopens: “at last” 🎉",
    )
    assert story["articles"][0] == {"id": ARTICLE, "role": "original", "of": None, "credit": None}
    assert story["lines"][0]["citations"] == [{"article": ARTICLE, "start": 0, "end": 10, "hash": "ff"}]


def test_keys_are_sorted_and_the_file_ends_with_a_newline() -> None:
    text = serialise_record(EDITION).decode()
    assert text.endswith("}\n")
    assert list(json.loads(text)) == sorted(json.loads(text))


def test_only_what_differs_counts_as_changed(tmp_path: Path) -> None:
    assert changed_records(tmp_path, [EDITION]) == [EDITION]
    save_record(tmp_path, EDITION)
    assert changed_records(tmp_path, [EDITION]) == []
    assert changed_records(tmp_path, [replace(EDITION, revision=2)]) != []


def _known_as_written(tmp_path: Path) -> tuple[Path, dict[bytes, Edition]]:
    """The cache that a build leaves, and the records as the next one reads them."""
    save_record(tmp_path, EDITION)
    cache, held = tmp_path / "cache" / "records.json", dict[bytes, Edition]()
    load_records(tmp_path, held)
    first = RecordsAsWritten(cache)
    assert first.changed(tmp_path, [EDITION], held) == []
    first.keep()
    return cache, held


def test_what_is_known_to_be_as_written_is_told_from_what_has_changed(tmp_path: Path) -> None:
    cache, held = _known_as_written(tmp_path)
    later = replace(EDITION, revision=2)
    assert RecordsAsWritten(cache).changed(tmp_path, [EDITION], held) == []
    assert RecordsAsWritten(cache).changed(tmp_path, [later], held) == [later]
    path = record_path(tmp_path, EDITION.id)
    path.write_bytes(path.read_bytes() + b"\n")
    load_records(tmp_path, held)
    assert RecordsAsWritten(cache).changed(tmp_path, [EDITION], held) == [EDITION]


def test_a_record_that_is_known_is_not_serialised(tmp_path: Path) -> None:
    cache, held = _known_as_written(tmp_path)
    path = record_path(tmp_path, EDITION.id)
    path.write_bytes(b"stands for the record")  # which no serialising gives
    cache.write_text(cache.read_text().replace(next(iter(held)).hex(), content_hash(path.read_bytes()).hex()))
    held = {content_hash(path.read_bytes()): EDITION}
    assert RecordsAsWritten(cache).changed(tmp_path, [EDITION], held) == []


@pytest.mark.parametrize(
    "spoilt", ["", "[]", "{}", '{"made_by": "other code", "hashes": []}', "\x00", "[[" * 9]
)
def test_a_cache_of_records_that_says_nothing_costs_time_alone(tmp_path: Path, spoilt: str) -> None:
    cache, held = _known_as_written(tmp_path)
    cache.write_text(spoilt)
    assert RecordsAsWritten(cache).changed(tmp_path, [EDITION], held) == []
    later = replace(EDITION, revision=2)
    assert RecordsAsWritten(cache).changed(tmp_path, [later], held) == [later]


@pytest.mark.parametrize(
    ("damage", "said"),
    [
        (lambda text: text[:-20], "not JSON"),
        (lambda text: text.replace('"format": 1', '"format": 99'), "up to 1"),
        (lambda text: text.replace('"format": 1', '"format": 0'), "no version has written"),
        (lambda text: text.replace('"format": 1', '"format": true'), "does not say its format"),
        (lambda text: text.replace('"closed": true', '"closed": "perhaps"'), "'closed' is wrong"),
        (lambda text: text.replace('"stories"', '"tales"'), "missing"),
        (lambda text: text.replace('"id": "2026/08/17",', '"id": "2026/08/18",'), "'2026/08/18'"),
        (lambda _: "[]", "no mapping"),
        (lambda _: "[" * 100_000, "nested too deeply"),
        (lambda text: text.replace('"revision": 1', '"revision": ' + "9" * 5000), "cannot be"),
        (lambda text: text.replace("09:30:00Z", "09:30:00"), "no offset"),
        (lambda text: text.replace('"date": "2026-08-17"', '"date": "2026-08-19"'), "not that of its path"),
        (lambda text: text.replace('"start": 0', '"start": -4'), "start or end"),
        (lambda text: text.replace('"section": "news"', '"section": "<b>"'), "section"),
        (lambda text: text.replace(ARTICLE, "../../../../etc/x"), "no id"),
    ],
)
def test_a_damaged_record_is_told_and_the_others_are_read(tmp_path: Path, damage, said: str) -> None:  # type: ignore[no-untyped-def]
    other = replace(
        EDITION, id=EditionId("2026/08/18"), first_day=date(2026, 8, 18), last_day=date(2026, 8, 18)
    )
    save_record(tmp_path, other)
    path = record_path(tmp_path, EDITION.id)
    path.write_text(damage(serialise_record(EDITION).decode()), encoding="utf-8")
    records, problems = load_records(tmp_path)
    assert list(records) == [other.id]
    assert [p.code for p in problems] == ["bad-edition-record"]
    assert said in problems[0].message
    assert problems[0].position.path == "content/editions/2026/08/17.json"


def test_a_folder_in_the_place_of_a_record_is_told(tmp_path: Path) -> None:
    record_path(tmp_path, EDITION.id).mkdir(parents=True)
    assert [p.code for p in load_records(tmp_path)[1]] == ["bad-edition-record"]


def test_a_word_of_a_record_is_found_with_line_and_column() -> None:
    position = place_in_record(EDITION, "It opened.")
    line = serialise_record(EDITION).decode().splitlines()[position.line - 1]
    assert line[position.col - 1 :].startswith("It opened.")


def test_a_record_from_before_states_were_told_keeps_its_bytes(tmp_path: Path) -> None:
    save_record(tmp_path, EDITION)
    bytes_before = record_path(tmp_path, EDITION.id).read_bytes()
    assert b'"state"' not in bytes_before
    assert b'"changed"' not in bytes_before
    loaded = load_records(tmp_path)[0][EDITION.id]
    assert serialise_record(loaded) == bytes_before


def test_a_state_and_changes_come_back_and_what_is_empty_is_left_out(tmp_path: Path) -> None:
    told = Line(text="It opened", citations=(Citation(article=ARTICLE, start=0, end=9, hash="ff"),))
    entry = replace(EDITION.entries[0], state=State.GROWING, changed=Changed(numbers=(told,)))
    edition = replace(EDITION, entries=(entry,))
    save_record(tmp_path, edition)
    assert load_records(tmp_path) == ({edition.id: edition}, [])
    story = json.loads(serialise_record(edition))["stories"][0]
    assert story["state"] == "growing"
    assert list(story["changed"]) == ["numbers"]


def test_a_phrase_with_a_citation_that_cannot_be_is_a_fault(tmp_path: Path) -> None:
    told = Line(text="It", citations=(Citation(article=ARTICLE, start=9, end=2, hash="ff"),))
    bad = replace(EDITION, entries=(replace(EDITION.entries[0], changed=Changed(names=(told,))),))
    save_record(tmp_path, bad)
    assert [problem.code for problem in load_records(tmp_path)[1]] == ["bad-edition-record"]


def test_figures_come_back_and_an_entry_without_them_says_nothing_of_them(tmp_path: Path) -> None:
    line = EDITION.entries[0].lines[0]
    compared = Compared(kind=FigureKind.DEAD, now=(line, line))
    entry = replace(EDITION.entries[0], figures=(compared,))
    edition = replace(EDITION, entries=(entry,))
    save_record(tmp_path, edition)
    assert load_records(tmp_path) == ({edition.id: edition}, [])
    (told,) = json.loads(serialise_record(edition))["stories"][0]["figures"]
    assert sorted(told) == ["kind", "now"]
    assert b"figures" not in serialise_record(EDITION)
