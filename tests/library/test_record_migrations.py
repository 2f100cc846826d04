"""Formats of records: what a release has written is read by all later ones."""

from __future__ import annotations

import json
import shutil
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from generator.build import build
from generator.library.record_migrations import FORMAT, FormatError, migrated
from generator.project import load_project

FIRST = Path(__file__).parent / "records_of_format_1"


def _with_kind(fields: dict[str, Any]) -> dict[str, Any]:
    return {**fields, "kind": "day"}


def _named_sort(fields: dict[str, Any]) -> dict[str, Any]:
    return {**{key: value for key, value in fields.items() if key != "kind"}, "sort": fields["kind"]}


def test_fields_of_an_older_format_go_through_every_step_up_to_todays() -> None:
    old = {"format": 1, "id": "2026/08/17"}
    new = migrated(old, {1: _with_kind, 2: _named_sort}, to=3)
    assert new == {"format": 3, "id": "2026/08/17", "sort": "day"}
    assert old == {"format": 1, "id": "2026/08/17"}  # a step changes nothing that it was given


def test_fields_of_todays_format_are_left_alone() -> None:
    fields = {"format": FORMAT}
    assert migrated(fields) is fields


@pytest.mark.parametrize(
    ("fields", "said", "way_out"),
    [
        ({"format": 4}, "those up to 3", "a later one"),
        ({"format": 1}, "no version has written", "version control"),
        ({"format": "3"}, "does not say its format", "version control"),
        ({}, "does not say its format", "version control"),
    ],
)
def test_a_format_that_cannot_be_read_says_the_way_out(
    fields: dict[str, Any], said: str, way_out: str
) -> None:
    with pytest.raises(FormatError, match=said) as refused:
        migrated(fields, {2: _with_kind}, to=3)
    assert way_out in refused.value.remedy


def test_the_records_that_the_first_release_wrote_are_replayed_as_they_are(tmp_path: Path) -> None:
    site = tmp_path / "site"
    shutil.copytree(FIRST, site)
    before = _records(site)
    assert {json.loads(data)["format"] for data in before.values()} == {1}
    project, _ = load_project(site, datetime(2026, 9, 30, tzinfo=UTC))
    report = build(project, builder=None)
    assert [problem.code for problem in report.problems if problem.code == "bad-edition-record"] == []
    closed = {path for path, data in before.items() if json.loads(data)["closed"]}
    assert len(closed) >= 10
    after = _records(site)
    assert [path for path in sorted(closed) if after[path] != before[path]] == []
    for path in closed:
        assert (site / "build/docs/editions" / path).with_suffix(".md").is_file()


def _records(site: Path) -> dict[str, bytes]:
    folder = site / "content/editions"
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*.json")}
