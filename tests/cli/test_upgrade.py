"""`digest upgrade` as a person runs it: it shows first, and says what it left."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from command_line import Result

Digest = Callable[..., Result]
THEME = "site_config/theme/main.html"
RECORD = "site_config/shipped.json"


@pytest.fixture
def site(digest: Digest, tmp_path: Path) -> Path:
    """A site whose theme is as an older version shipped it, and whose base configuration was changed, too."""
    assert digest("new", tmp_path / "site").status == 0
    record = json.loads((tmp_path / "site" / RECORD).read_text())
    for path in (THEME, "site_config/mkdocs.base.yml"):
        (tmp_path / "site" / path).write_text("")
        record["files"][path] = (
            "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"  # of no bytes
        )
    (tmp_path / "site/site_config/mkdocs.base.yml").write_text("mine: true\n")
    (tmp_path / "site" / RECORD).write_text(json.dumps(record))
    return tmp_path / "site"


def test_it_shows_the_difference_and_writes_nothing_until_told(digest: Digest, site: Path) -> None:
    shown = digest("upgrade", "--site", site)
    assert shown.status == 0
    assert f"{THEME}: changed\n--- a/{THEME}\n+++ b/{THEME}\n" in shown.out
    assert "\n-mine: true\n" in shown.out
    assert "1 files would change." in shown.out
    assert "warning[kept-file]" in shown.err
    assert (site / THEME).read_text() == ""
    written = digest("upgrade", "--site", site, "--write")
    assert written.status == 0
    assert written.out.startswith("1 files are now as ")
    assert (site / THEME).read_text() != ""
    assert (site / "site_config/mkdocs.base.yml").read_text() == "mine: true\n"
    assert "theme:" in (site / "build/upgrade/site_config/mkdocs.base.yml").read_text()
    assert "left as they are: site_config/mkdocs.base.yml" in digest("upgrade", "--site", site).out


def test_settings_that_are_wrong_do_not_stop_it(digest: Digest, site: Path) -> None:
    (site / "site_config/digest.yml").write_text("no: such\n")
    assert digest("upgrade", "--site", site, "--write").status == 0


def test_programs_are_told_each_file(digest: Digest, site: Path) -> None:
    report = json.loads(digest("upgrade", "--site", site, "--json").out)
    assert {file["path"]: file["action"] for file in report["files"]} == {
        THEME: "update",
        "site_config/mkdocs.base.yml": "keep",
    }
    assert report["files"][1]["diff"].startswith(f"--- a/{THEME}\n")
    assert (report["ok"], report["written"], report["host"]) == (True, False, "folder")


def test_what_does_not_ship_cannot_be_taken(digest: Digest, site: Path) -> None:
    refused = digest("upgrade", "--site", site, "--take", "content", "--write")
    assert refused.status == 2
    assert (site / THEME).read_text() == ""
    assert digest("upgrade", "--site", site, "--take", "site_config", "--write").status == 0
    assert "theme:" in (site / "site_config/mkdocs.base.yml").read_text()
