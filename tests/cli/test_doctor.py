"""`digest doctor`: what a report of a fault says, and what it must not say."""

from __future__ import annotations

import getpass
import json
import platform
import shutil
import sqlite3
import subprocess
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from command_line import Result

import generator
from generator.site import NewSite, create_site

Digest = Callable[..., Result]
ANSWERS = NewSite(
    title="Secret Gazette",
    timezone="Europe/Oslo",
    language="en",
    url="https://secret.example/",
    now=datetime(2026, 8, 17, 12, tzinfo=UTC),
)


@pytest.fixture
def site(tmp_path: Path) -> Path:
    folder = tmp_path / "private-name"
    create_site(folder, ANSWERS)
    return folder


def told(digest: Digest, folder: Path) -> dict[str, Any]:
    return dict(json.loads(digest("doctor", "--site", folder, "--json").out))


def test_it_tells_versions_counts_and_states(digest: Digest, site: Path) -> None:
    said = digest("doctor", "--site", site)
    assert said.status == 0, said.err
    lines = dict(line.split(maxsplit=1) for line in said.out.splitlines() if " " in line)
    assert lines["dayfold"].startswith(generator.__version__)
    assert lines["python"] == f"{platform.python_version()} {platform.python_implementation()}"
    assert "pagefind_bin " in lines["packages"]
    assert lines["settings"] == "right"
    assert f"site files   as {generator.__version__} shipped them, 0 the site's own, 0 to upgrade" in said.out
    assert lines["content"].startswith("1 articles, 0 editions")
    assert "Europe/Oslo, en, 1 sources, 0 feeds, 1 topics" in said.out
    assert said.out.startswith("```text\n")
    assert said.out.endswith("```\n")


def test_nothing_in_it_is_anybodys(digest: Digest, site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTPS_PROXY", "http://me:password@proxy.example/")
    monkeypatch.setenv("HOME", str(site.parent))
    (site / "site_config/topics.yml").write_text("topics: private-topic\n")
    (site / "site_config/sources.yml").unlink()
    (site / "site_config/sources.yml").symlink_to(site / "nowhere-private-name")
    said = digest("doctor", "--site", site)
    told = said.out + digest("doctor", "--site", site, "--json").out
    for word in ("private-name", "Secret", "secret", "password", "proxy.example", "private-topic", str(site)):
        assert word not in said.out, word
    for word in ("password", "Secret", str(site), str(site.parent)):
        assert word not in told, word
    assert "HTTPS_PROXY" in said.out
    if getpass.getuser() != "root":  # which stands in messages of the system, too
        assert getpass.getuser() not in said.out


def test_what_is_wrong_with_settings_is_told_by_code_and_place(digest: Digest, site: Path) -> None:
    (site / "site_config/digest.yml").write_text("timezone: UTC\nlanguage: en\nodd: 1\n")
    said = digest("doctor", "--site", site)
    assert said.status == 1
    assert "error[unknown-key] at site_config/digest.yml:3:1" in said.out
    assert "content " in said.out


def test_an_index_of_another_version_is_told(digest: Digest, site: Path) -> None:
    assert told(digest, site)["site"]["index"] == "none yet"
    assert digest("build", "--no-site", "--site", site).status == 0
    assert told(digest, site)["site"]["index"] == "1 articles"
    with sqlite3.connect(site / "build/cache/index.sqlite") as connection:
        connection.execute("UPDATE version SET made_by = 'another'")
    connection.close()
    assert told(digest, site)["site"]["index"].startswith("of another version")
    (site / "build/cache/index.sqlite").write_text("no database")
    assert told(digest, site)["site"]["index"].startswith("of another version")


def test_what_git_knows_is_counted(digest: Digest, site: Path) -> None:
    def git(*arguments: str) -> None:
        command = ["git", "-c", "user.name=A", "-c", "user.email=a@example.org", *arguments]
        subprocess.run(command, cwd=site, check=True, capture_output=True)

    assert "no repository" in told(digest, site)["site"]["git"]
    git("init", "--quiet")
    git("add", "--all")
    git("commit", "--quiet", "--message", "first")
    assert "all committed" in told(digest, site)["site"]["git"]
    (site / "mkdocs.yml").write_text((site / "mkdocs.yml").read_text() + "# mine\n")
    (site / "content/pages/imprint.md").write_text("# Imprint\n")
    (site / ".gitignore").write_text("/site/\n")
    state = told(digest, site)["site"]["git"]
    assert "2 files changed, 1 files new" in state
    assert "build/ is not ignored" in state


def test_little_room_is_a_warning(digest: Digest, site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda _: SimpleNamespace(free=7_000_000))
    said = digest("doctor", "--site", site)
    assert said.status == 0
    assert "build: warning[unfit-machine]: There are 7 MB of room where the site is." in said.err


def test_without_git_and_browsers_it_says_so(
    digest: Digest, site: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", "")
    report = told(digest, site)
    assert (report["site"]["git"], report["machine"]["browsers"]) == ("not installed", "none")
    assert not (site / "build").exists()  # nothing is left of what was tried


def test_outside_of_a_site_it_tells_of_the_machine(digest: Digest, tmp_path: Path) -> None:
    report = told(digest, tmp_path)
    assert report["ok"]
    assert report["site"] == {}
    assert [problem["code"] for problem in report["problems"]] == ["not-a-site"]


def test_a_missing_package_and_one_of_another_version_are_told(
    digest: Digest, site: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    info = tmp_path / "installed/dayfold-9.dist-info"
    info.mkdir(parents=True)
    asked = ("nothing-of-this-name>=1", "mkdocs<1", "click>=8", "hatchling; extra == 'cards'")
    lines = [
        "Metadata-Version: 2.1",
        "Name: dayfold",
        "Version: 9",
        *(f"Requires-Dist: {one}" for one in asked),
    ]
    (info / "METADATA").write_text("\n".join(lines) + "\n")
    monkeypatch.syspath_prepend(info.parent)
    report = told(digest, site)
    assert {(each["path"], each["remedy"]) for each in report["problems"]} == {
        ("nothing-of-this-name", "Run `pip install 'nothing-of-this-name>=1'`."),
        ("mkdocs", "Run `pip install 'mkdocs<1'`."),
    }
    assert "nothing-of-this-name (none)" in report["machine"]["packages"]
    assert "cards: hatchling" in report["machine"]["extras"]
