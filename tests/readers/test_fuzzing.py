"""What the fuzzer does with one input: nothing to find in our own texts, and a find where there is one."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from benchmarks.fuzz_seeds import write_dictionary, write_seeds
from benchmarks.fuzz_targets import TARGETS, try_one


@pytest.mark.parametrize("name", sorted(TARGETS))
def test_texts_of_the_tests_are_seeds_without_a_find(name: str, tmp_path: Path) -> None:
    assert write_seeds(name, tmp_path, tmp_path / "no-corpora")
    for path in sorted(tmp_path.iterdir())[::10]:
        assert try_one(name, path.read_bytes(), path.name) is None


def test_what_goes_wrong_is_a_find_with_its_place(monkeypatch: pytest.MonkeyPatch) -> None:
    record = json.dumps({"title": "Bridge", "text": "It is open.", "source": "x"}).encode()
    monkeypatch.delattr("generator.cleaning.cleaner.article_id")
    found = try_one("json", record, "record")
    assert found is not None
    assert found.what.startswith("NameError")
    assert "cleaner.py:settle" in found.where


def test_dictionary_has_the_words_that_a_reader_looks_for(tmp_path: Path) -> None:
    words = write_dictionary(tmp_path / "words", ["json_ninjs"]).read_text(encoding="ascii").split("\n")
    assert '"embargoeduntil"' in words
