"""`digest upgrade`: files that are as they were shipped follow the installed version, and no others."""

from __future__ import annotations

import hashlib
import json
import os
import resource
import signal
import subprocess
import sys
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

import generator
from generator.diagnostics import DayfoldError
from generator.site import Host, NewSite, create_sample, create_site
from generator.site.upgrading import BESIDE, RECORD, Action, carry_out, plan_upgrade

ANSWERS = NewSite(
    title="The Quay",
    timezone="UTC",
    language="en",
    url="https://quay.example/",
    now=datetime(2026, 8, 17, 12, tzinfo=UTC),
    host=Host.GITHUB,
)
THEME = "site_config/theme/main.html"
OLD = "what an older version shipped\n"


@pytest.fixture
def site(tmp_path: Path) -> Path:
    folder = tmp_path / "site"
    create_site(folder, ANSWERS)
    return folder


def shipped_before(site: Path, path: str, text: str | None = OLD, *, there: str | None = OLD) -> None:
    """Make the site one into which an older version shipped `text` as `path`, where `there` lies now."""
    record = json.loads((site / RECORD).read_text())
    if text is None:
        record["files"].pop(path, None)
    else:
        record["files"][path] = hashlib.sha256(text.encode()).hexdigest()
    (site / RECORD).write_text(json.dumps(record))
    (site / path).unlink(missing_ok=True)
    if there is not None:
        (site / path).parent.mkdir(parents=True, exist_ok=True)
        (site / path).write_text(there)


def contents(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.name != "lock"
    }


def actions(site: Path) -> dict[str, Action]:
    return {step.path: step.action for step in plan_upgrade(site, None).steps}


@pytest.mark.parametrize("host", Host)
def test_a_new_site_has_nothing_to_upgrade(tmp_path: Path, host: Host) -> None:
    create_site(tmp_path / "new", replace(ANSWERS, host=host))
    create_sample(tmp_path / "sample", host)
    for name in ("new", "sample"):
        before = contents(tmp_path / name)
        upgrade = plan_upgrade(tmp_path / name, None)
        assert upgrade.steps == ()
        assert upgrade.after.host is host
        assert carry_out(tmp_path / name, upgrade) == []
        assert contents(tmp_path / name) == before


@pytest.mark.parametrize(
    ("shipped", "there", "path", "action"),
    [
        (OLD, OLD, THEME, Action.UPDATE),
        (OLD, "mine\n", THEME, Action.KEEP),
        (OLD, OLD.replace("\n", "\r\n"), THEME, Action.UPDATE),  # as git may check it out
        (OLD, None, THEME, Action.LEAVE),
        (None, None, THEME, Action.ADD),
        (None, "mine\n", THEME, Action.KEEP),
        (OLD, OLD, "site_config/theme/gone.html", Action.REMOVE),
        (OLD, "mine\n", "site_config/theme/gone.html", Action.LEAVE),
        (OLD, None, "site_config/theme/gone.html", None),
    ],
)
def test_what_becomes_of_a_file(
    site: Path, shipped: str | None, there: str | None, path: str, action: Action | None
) -> None:
    ships = (site / THEME).read_bytes()
    shipped_before(site, path, shipped, there=there)
    assert actions(site) == ({path: action} if action else {})
    problems = carry_out(site, plan_upgrade(site, None))
    found = (site / path).read_bytes() if (site / path).exists() else None
    if action in (Action.ADD, Action.UPDATE):
        assert found == ships
    elif action is Action.REMOVE:
        assert found is None
    else:
        assert found == (there.encode() if there is not None else None)
    assert [problem.code for problem in problems] == (["kept-file"] if action is Action.KEEP else [])
    assert (site / BESIDE / path).exists() == (action is Action.KEEP)
    # A second time there is nothing to do: what was told once is not told again.
    again = carry_out(site, plan_upgrade(site, None))
    assert again == []
    assert plan_upgrade(site, None).changes == ()


def test_what_was_changed_here_is_left_while_nothing_new_ships(site: Path) -> None:
    (site / THEME).write_text("mine\n")
    (site / ".vscode/settings.json").unlink()
    assert actions(site) == {THEME: Action.LEAVE, ".vscode/settings.json": Action.LEAVE}


def test_a_file_that_was_changed_can_be_had_as_it_ships(site: Path) -> None:
    ships = (site / THEME).read_bytes()
    (site / THEME).write_text("mine\n")
    (site / ".gitignore").write_text("mine\n")
    for take in (THEME, "site_config/theme", "site_config/"):
        upgrade = plan_upgrade(site, None, [take])
        assert [step.path for step in upgrade.changes] == [THEME]
    carry_out(site, upgrade)
    assert (site / THEME).read_bytes() == ships
    assert (site / ".gitignore").read_text() == "mine\n"


def test_a_site_without_a_record_is_given_what_builds_need_and_keeps_all_else(site: Path) -> None:
    (site / RECORD).unlink()
    (site / THEME).unlink()
    (site / ".github/dependabot.yml").unlink()
    (site / "requirements.txt").write_text("dayfold==0.0.1\n")
    assert actions(site) == {
        THEME: Action.ADD,
        ".github/dependabot.yml": Action.LEAVE,
        "requirements.txt": Action.KEEP,
    }
    carry_out(site, plan_upgrade(site, None))
    assert not (site / ".github/dependabot.yml").exists()
    assert plan_upgrade(site, None).after.host is Host.GITHUB
    assert plan_upgrade(site, None).changes == ()


def test_another_host_brings_its_files_and_takes_those_of_the_former(site: Path) -> None:
    (site / ".github/workflows/preview.yml").write_text("mine: true\n")
    carry_out(site, plan_upgrade(site, Host.GITLAB))
    assert (site / ".gitlab-ci.yml").is_file()
    assert not (site / ".github/workflows/publish.yml").exists()
    assert (site / ".github/workflows/preview.yml").read_text() == "mine: true\n"
    assert plan_upgrade(site, None).after.host is Host.GITLAB


def test_what_lies_behind_a_link_is_not_written(site: Path, tmp_path: Path) -> None:
    shared = tmp_path / "shared"
    (site / "site_config/theme").rename(shared)
    (site / "site_config/theme").symlink_to(shared)
    shipped_before(site, THEME)
    assert actions(site) == {THEME: Action.KEEP}
    carry_out(site, plan_upgrade(site, None))
    assert (shared / "main.html").read_text() == OLD


def test_nothing_else_of_a_site_is_touched(site: Path) -> None:
    shipped_before(site, THEME)
    before = contents(site)
    carry_out(site, plan_upgrade(site, None))
    after = contents(site)
    assert {path for path in before | after if before.get(path) != after.get(path)} == {THEME, RECORD}


@pytest.mark.parametrize(
    "text",
    [
        "{",
        "[]",
        '{"format": 2}',
        '{"format": 1, "dayfold": "0.1.0", "host": "moon", "files": {}}',
        '{"format": 1, "dayfold": "old", "host": "folder", "files": {}}',
        '{"format": 1, "dayfold": "0.1.0", "host": "folder", "files": {"../elsewhere": ""}}',
        '{"format": 1, "dayfold": "0.1.0", "host": "folder", "files": {"/elsewhere": ""}}',
        '{"format": 1, "dayfold": "999", "host": "folder", "files": {}}',
    ],
)
def test_a_record_that_says_nothing_certain_stops_it(site: Path, text: str) -> None:
    (site / RECORD).write_text(text)
    before = contents(site)
    with pytest.raises(DayfoldError) as caught:
        plan_upgrade(site, None)
    assert [problem.code for problem in caught.value.problems] == ["upgrade-refused"]
    assert contents(site) == before


@pytest.mark.parametrize("largest", [100, 5_000, 30_000])
def test_an_upgrade_that_cannot_write_loses_nothing_and_is_gone_on_with(site: Path, largest: int) -> None:
    """The system refuses all bytes of a file past the first `largest`: some files are written, some not."""
    ships = {path: data for path, data in contents(site).items() if path.startswith("site_config/theme/")}
    for path in ships:
        shipped_before(site, path)
    shipped_before(site, "requirements.txt", there="dayfold==0.0.1  # mine\n")
    before = contents(site)

    def limit() -> None:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (largest, largest))

    done = subprocess.run(
        [sys.executable, "-m", "generator", "upgrade", "--write", "--site", site],
        capture_output=True,
        text=True,
        check=False,
        preexec_fn=limit,
        env={**os.environ, "PYTHONDONTWRITEBYTECODE": "1"},
    )
    assert done.returncode == 1
    assert "error[write-failed]" in done.stderr
    for path, data in contents(site).items():
        assert data in (before.get(path), ships.get(path)) or path.startswith(BESIDE), path
    carry_out(site, plan_upgrade(site, None))
    assert {path: contents(site)[path] for path in ships} == ships
    assert (site / "requirements.txt").read_text() == "dayfold==0.0.1  # mine\n"


def test_the_difference_can_be_applied_with_patch(site: Path) -> None:
    ships = (site / THEME).read_bytes()
    shipped_before(site, THEME, there=OLD)
    shipped_before(site, "requirements.txt", "dayfold==0.0.1", there="dayfold==0.0.1")  # no end of line
    shipped_before(site, "site_config/theme/gone.html")
    shipped_before(site, "site_config/schemas/topics.json", None, there=None)
    difference = "".join(step.difference() for step in plan_upgrade(site, None).steps)
    subprocess.run(["git", "apply", "-p1"], cwd=site, input=difference, text=True, check=True)
    assert (site / THEME).read_bytes() == ships
    assert plan_upgrade(site, None).steps == ()


def test_files_that_are_no_text_are_told_apart(site: Path) -> None:
    font = "site_config/theme/assets/fonts/source-serif-4-latin.woff2"
    shipped_before(site, font)
    [step] = plan_upgrade(site, None).steps
    assert step.difference() == f"Binary files a/{font} and b/{font} differ\n"


def test_the_record_names_the_version(site: Path) -> None:
    assert json.loads((site / RECORD).read_text())["dayfold"] == generator.__version__
