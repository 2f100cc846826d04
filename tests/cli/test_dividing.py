"""`digest build --period` and `digest assemble`, as they are typed."""

from __future__ import annotations

import json
from pathlib import Path

import pytest


def test_a_part_is_made_and_put_together(digest, site: Path) -> None:
    made = digest("build", "--period", "2026", "--site", site, "--json")
    told = json.loads(made.out)
    part = site / "build/parts/2026.zip"
    assert (made.status, told["part"], told["records_written"]) == (0, str(part), [])
    assert not (site / "content/editions").exists()
    whole = digest("assemble", part, "--site", site, "--no-site", "--json")
    assert whole.status == 0
    assert json.loads(whole.out)["records_written"]


@pytest.fixture
def site(digest, tmp_path: Path) -> Path:
    """A new site, with the article that it begins with."""
    assert digest("new", tmp_path / "site", "--now", "2026-08-01T00:00:00Z").status == 0
    return tmp_path / "site"


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--period", "26"], "is no year"),
        (["--period", "2026", "--locked"], "a part has no records to lock"),
        (["--executor", "tcp://127.0.0.1:1"], "is no cluster"),
    ],
)
def test_what_cannot_be_meant_is_a_fault_of_the_command_line(
    digest, site: Path, arguments: list[str], words: str
) -> None:
    result = digest("build", "--site", site, *arguments)
    assert result.status == 2
    assert words in result.err
