"""What a new site has for the place where it is published: files that are right, and scripts that hold."""

from __future__ import annotations

import json
import os
import subprocess
import tomllib
from dataclasses import replace
from datetime import UTC, datetime
from importlib import metadata
from pathlib import Path
from typing import Any

import pytest
import yaml

from generator.site import Host, NewSite, create_site

ANSWERS = NewSite(
    title="The Quay",
    timezone="UTC",
    language="en",
    url="https://quay.example/",
    now=datetime(2026, 8, 17, 12, tzinfo=UTC),
)
MINE = {
    Host.GITHUB: {".github/workflows/publish.yml", ".github/workflows/preview.yml", ".github/dependabot.yml"},
    Host.GITLAB: {".gitlab-ci.yml", "renovate.json"},
    Host.NETLIFY: {"netlify.toml", "renovate.json"},
    Host.FOLDER: set(),
}


@pytest.mark.parametrize("host", Host)
def test_a_site_has_the_files_of_its_host_and_of_no_other(tmp_path: Path, host: Host) -> None:
    create_site(tmp_path, replace(ANSWERS, host=host))
    there = {path.relative_to(tmp_path).as_posix() for path in tmp_path.rglob("*") if path.is_file()}
    assert there & set[str]().union(*MINE.values()) == MINE[host]
    assert (tmp_path / "requirements.txt").read_text().endswith(f"dayfold=={metadata.version('dayfold')}\n")


def test_editors_know_the_schemas_of_all_files(tmp_path: Path) -> None:
    create_site(tmp_path, ANSWERS)
    known = json.loads((tmp_path / ".vscode/settings.json").read_text())["yaml.schemas"]
    assert all((tmp_path / schema).is_file() for schema in known)
    assert {"site_config/digest.yml", "site_config/sources.yml", "site_config/topics.yml"} <= {
        file for files in known.values() for file in files
    }


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """A site for GitHub in a clone of a repository of its own."""
    origin, folder = tmp_path / "origin.git", tmp_path / "site"
    git(tmp_path, "init", "--quiet", "--bare", "--initial-branch=main", str(origin))
    create_site(folder, replace(ANSWERS, host=Host.GITHUB))
    git(folder, "init", "--quiet", "--initial-branch=main")
    git(folder, "remote", "add", "origin", str(origin))
    commit(folder, "first")
    git(folder, "push", "--quiet", "--set-upstream", "origin", "main")
    return folder


def git(folder: Path, *arguments: str) -> str:
    command = ["git", "-c", "user.name=A", "-c", "user.email=a@example.org", *arguments]
    return subprocess.run(command, cwd=folder, check=True, capture_output=True, text=True).stdout


def commit(folder: Path, message: str) -> None:
    git(folder, "add", "--all")
    git(folder, "commit", "--quiet", "--message", message)


def steps(site: Path, workflow: str, job: str) -> list[dict[str, Any]]:
    told = yaml.safe_load((site / ".github/workflows" / workflow).read_text())
    found: list[dict[str, Any]] = told["jobs"][job]["steps"]
    return found


def programs(site: Path) -> str:
    """PATH: programs in the folder `bin` beside the site go first."""
    return f"{site.parent / 'bin'}:{os.environ['PATH']}"


def stand_in(site: Path, script: str) -> None:
    """A `digest` that does this."""
    digest = site.parent / "bin/digest"
    digest.parent.mkdir(exist_ok=True)
    digest.write_text(f"#!/bin/sh\n{script}\n")
    digest.chmod(0o755)


def run(site: Path, workflow: str, job: str, step: str) -> int:
    """The exit status of a step's script, as GitHub runs it: with pipefail only where bash is asked for."""
    [script] = [one["run"] for one in steps(site, workflow, job) if one.get("name") == step]
    told = yaml.safe_load((site / ".github/workflows" / workflow).read_text())
    strict = told.get("defaults", {}).get("run", {}).get("shell") == "bash"
    environment = {
        **os.environ,
        "PATH": programs(site),
        "GITHUB_STEP_SUMMARY": str(site.parent / "summary.md"),
        "GITHUB_BASE_REF": "main",
    }
    command = ["bash", "--noprofile", "--norc", "-e", *(["-o", "pipefail"] if strict else []), "-c", script]
    return subprocess.run(command, cwd=site, env=environment, check=False, capture_output=True).returncode


COMMIT = "Commit what came in, and the records"


def test_what_came_in_is_pushed_whoever_pushed_meanwhile(site: Path, tmp_path: Path) -> None:
    other = tmp_path / "other"
    git(tmp_path, "clone", "--quiet", str(tmp_path / "origin.git"), str(other))
    (other / "content/editorial").mkdir(parents=True)
    (other / "content/editorial/pin.yml").write_text("decisions: []\n")
    commit(other, "an editor's")
    git(other, "push", "--quiet")
    (site / "content/fetched.json").write_text("{}\n")
    (site / "build").mkdir()
    assert run(site, "publish.yml", "build", COMMIT) == 0
    git(other, "pull", "--quiet")
    assert (other / "content/fetched.json").is_file()
    assert "an editor's" in git(other, "log", "--format=%s")
    assert run(site, "publish.yml", "build", COMMIT) == 0  # nothing is new
    assert git(site, "log", "--oneline").count("\n") == 3


def test_what_contradicts_is_left_to_people(site: Path, tmp_path: Path) -> None:
    other = tmp_path / "other"
    git(tmp_path, "clone", "--quiet", str(tmp_path / "origin.git"), str(other))
    for folder, text in ((other, "theirs\n"), (site, "ours\n")):
        (folder / "content/fetched.json").write_text(text)
    commit(other, "theirs")
    git(other, "push", "--quiet")
    assert run(site, "publish.yml", "build", COMMIT) != 0
    git(other, "pull", "--quiet")
    assert (other / "content/fetched.json").read_text() == "theirs\n"


def test_a_request_shows_what_would_change(site: Path, tmp_path: Path) -> None:
    before, after = tmp_path / "as-it-is/build/docs", site / "build/docs"
    for folder, text in ((before, "old\n"), (after, "new ``` line\n")):
        folder.mkdir(parents=True)
        (folder / "index.md").write_text(text)
        (folder / "same.md").write_text("same\n")
    assert run(site, "preview.yml", "preview", "Say what would change") == 0
    said = (tmp_path / "summary.md").read_text()
    assert said.startswith("Files that would change: 1.\n```diff\n")
    assert "\n-old\n+new ` ` ` line\n" in said
    assert "same" not in said


@pytest.mark.parametrize("step", ["Fetch what is new", "Build the site"])
def test_a_run_ends_where_a_command_fails(site: Path, step: str) -> None:
    stand_in(site, "echo It has failed. >&2; exit 1")
    assert run(site, "publish.yml", "build", step) == 1
    assert "It has failed." in "".join(path.read_text() for path in site.glob("*.log"))


@pytest.mark.parametrize("workflow", ["publish.yml", "preview.yml"])
def test_each_job_has_an_end_and_asks_for_no_more_than_it_needs(site: Path, workflow: str) -> None:
    told = yaml.safe_load((site / ".github/workflows" / workflow).read_text())
    assert told["permissions"] in ({}, {"contents": "read"})
    for job in told["jobs"].values():
        assert 0 < job["timeout-minutes"] <= 60
        assert all("run" in step or "@v" in step["uses"] for step in job["steps"])


def test_silent_feeds_fail_the_run_after_the_site_is_out(site: Path) -> None:
    jobs = yaml.safe_load((site / ".github/workflows/publish.yml").read_text())["jobs"]
    [fetch] = [step for step in steps(site, "publish.yml", "build") if step.get("id") == "fetch"]
    assert fetch["continue-on-error"] is True
    assert jobs["build"]["outputs"] == {"fetched": "${{ steps.fetch.outcome }}"}
    assert (jobs["silence"]["needs"], jobs["silence"]["if"]) == (
        ["build", "deploy"],
        "needs.build.outputs.fetched == 'failure'",
    )
    assert run(site, "publish.yml", "silence", "Tell that nothing comes in") == 1


@pytest.fixture
def gitlab(tmp_path: Path) -> Path:
    """A site for GitLab in a clone of a repository that takes push options, as GitLab's do."""
    origin, folder = tmp_path / "origin.git", tmp_path / "site"
    git(tmp_path, "init", "--quiet", "--bare", "--initial-branch=main", str(origin))
    git(origin, "config", "receive.advertisePushOptions", "true")
    create_site(folder, replace(ANSWERS, host=Host.GITLAB))
    git(folder, "init", "--quiet", "--initial-branch=main")
    git(folder, "remote", "add", "origin", str(origin))
    commit(folder, "first")
    git(folder, "push", "--quiet", "--set-upstream", "origin", "main")
    return folder


def run_job(site: Path, job: str) -> subprocess.CompletedProcess[str]:
    """Run the script of a job as GitLab's runner does, which asks for pipefail."""
    told = yaml.safe_load((site / ".gitlab-ci.yml").read_text())[job]
    origin = f"file://{site.parent / 'origin.git'}"
    environment = {
        **os.environ,
        "PATH": programs(site),
        "CI_COMMIT_BRANCH": "main",
        "CI_MERGE_REQUEST_TARGET_BRANCH_NAME": "main",
        "CI_PROJECT_PATH": "me/site",
        "CI_SERVER_HOST": "gitlab.example",
        "RECORDS_TOKEN": "secret",
        # Its repository is the one beside the site.
        "GIT_CONFIG_COUNT": "1",
        "GIT_CONFIG_KEY_0": f"url.{origin}.insteadOf",
        "GIT_CONFIG_VALUE_0": "https://records:secret@gitlab.example/me/site.git",
    }
    command = ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", "\n".join(told["script"])]
    return subprocess.run(command, cwd=site, env=environment, check=False, capture_output=True, text=True)


FETCHES = "case $1 in fetch) echo {} > content/fetched.json;; build) mkdir -p site;; esac"


def test_gitlab_pushes_what_came_in_whoever_pushed_meanwhile(gitlab: Path, tmp_path: Path) -> None:
    other = tmp_path / "other"
    git(tmp_path, "clone", "--quiet", str(tmp_path / "origin.git"), str(other))
    (other / "notes.txt").write_text("an editor's\n")
    commit(other, "an editor's")
    git(other, "push", "--quiet")
    stand_in(gitlab, FETCHES)
    done = run_job(gitlab, "pages")
    assert done.returncode == 0, done.stderr
    git(other, "pull", "--quiet")
    assert (other / "content/fetched.json").is_file()
    assert (gitlab / "public").is_dir()
    assert run_job(gitlab, "silence").returncode == 0


def test_gitlab_publishes_though_feeds_are_silent_and_tells_of_it(gitlab: Path) -> None:
    stand_in(gitlab, f"{FETCHES}; test $1 = build")
    assert run_job(gitlab, "pages").returncode == 0
    assert (gitlab / "public").is_dir()
    assert run_job(gitlab, "silence").returncode == 1
    stand_in(gitlab, "test $1 = fetch")
    assert run_job(gitlab, "pages").returncode == 1


def test_a_merge_request_shows_what_would_change(gitlab: Path) -> None:
    # --site ../as-it-is is the site as it is, and has another page.
    stand_in(gitlab, 'test "$2" = --site && cd "$3"\nmkdir -p build/docs site; pwd > build/docs/index.md')
    done = run_job(gitlab, "preview")
    assert done.returncode == 0, done.stderr
    assert done.stdout.endswith("Files that would change: 1.\n")
    assert f"\n-{gitlab.parent / 'as-it-is'}\n+{gitlab}\n" in (gitlab / "changes.diff").read_text()


def test_each_job_of_gitlab_has_an_end(gitlab: Path) -> None:
    told = yaml.safe_load((gitlab / ".gitlab-ci.yml").read_text())
    jobs = [job for name, job in told.items() if isinstance(job, dict) and "script" in job]
    assert len(jobs) == 3
    assert all(int(job["timeout"].split()[0]) <= 60 and job["rules"] for job in jobs)


def test_netlify_publishes_what_records_say_and_previews_what_they_do_not_yet(tmp_path: Path) -> None:
    create_site(tmp_path, replace(ANSWERS, host=Host.NETLIFY))
    told = tomllib.loads((tmp_path / "netlify.toml").read_text())
    assert told["build"]["command"].endswith(" && digest build --locked")
    assert told["context"]["deploy-preview"]["command"].endswith(" && digest build")
