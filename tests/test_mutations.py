"""Whatever is changed of a published site by hand, the check tells it."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from benchmarks.mutations import install_summarizer, make_site, mutate
from generator.library.records import load_records


def test_no_change_of_one_character_or_word_goes_unseen(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.syspath_prepend(tmp_path)  # and taken away again, with what is installed
    install_summarizer(tmp_path / "installed")
    site = tmp_path / "site"
    now = make_site(site, days=3)
    records = load_records(site)[0].values()
    told = Counter(line.by for record in records for entry in record.entries for line in entry.lines)
    assert {"", "editor", "mutations"} <= told.keys()
    assert any(record.closed for record in records)

    found = mutate(site, now, tries=60, commands=2)

    assert [f"{one.target}, {one.kind}: {one.where}" for one in found if one.found == "missed"] == []
    errors = {one.target for one in found if one.found == "error"}
    assert errors >= {"article, cited", "record: offset", "record: hash", "record: text", "record: headline"}
    assert {one.found for one in found if one.target == "article, not cited"} == {"note"}
