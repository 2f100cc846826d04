"""Whatever is done to a site between two builds, it becomes what a clean build gives, byte for byte."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest
from hypothesis import example, given, settings

from benchmarks.incremental import SEQUENCES, SETTINGS, Edits, differences


@pytest.mark.slow
@settings(SETTINGS, max_examples=2)
@given(SEQUENCES)
@example([
    ("write_page", 3), ("delete", 1), ("restore", 0), ("rename", 2), ("move_an_anchor", 1),
    ("move_an_anchor", 2), ("change_a_template", 2), ("add_article", 7),
])  # fmt: skip
def test_an_incremental_build_is_a_clean_one(edits: Edits) -> None:
    with tempfile.TemporaryDirectory() as folder:
        assert differences(Path(folder), edits) == []
