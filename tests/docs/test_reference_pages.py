"""What docs/ says of the code is what the code says."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from benchmarks.reference import PAGES, current


@pytest.mark.parametrize("page", PAGES)
def test_what_is_made_is_current(page: str, repository: Path) -> None:
    assert (repository / page).read_text(encoding="utf-8") == current(page), "run `make reference`"


def test_a_command_has_its_options_with_their_defaults() -> None:
    page = current("docs/commands.md")
    assert "\n`digest fetch [SOURCE]…`\n" in page
    default = "`builder` of digest.yml, else mkdocs"
    assert f"\n| `--builder` `mkdocs`, `zensical` | {default} | What makes pages of the Markdown. |\n" in page
    assert re.search(r"^\| `--captured TIME` \| the file's time \| [^\[]+ \|$", page, re.MULTILINE)
    assert "\n| `--why TEXT` | required |" in page


def test_every_key_of_a_record_is_told(repository: Path) -> None:
    told = (
        current("docs/formats.md").partition("<!-- made: content/editions -->")[2].partition("<!-- made.")[0]
    )
    tables = {
        title: set(re.findall(r"^\| `(\w+)` \|", rows, re.MULTILINE))
        for title, rows in re.findall(r"^### (.+?)\n(.*?)(?=^### |\Z)", told, re.MULTILINE | re.DOTALL)
    }
    for path in (repository / "content/editions").rglob("*.json"):
        record = json.loads(path.read_text(encoding="utf-8"))
        assert record.keys() <= tables["An edition"] | {"format"}
        for story in record["stories"]:
            assert story.keys() <= tables["A story"]
            assert {key for article in story["articles"] for key in article} <= tables["An article"]
            assert {key for line in story["lines"] for key in line} <= tables["A line"]
