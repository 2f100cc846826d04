"""`digest new`: the folder it makes, and that an installed Dayfold can build it."""

from __future__ import annotations

import os
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest
import yaml

from generator.diagnostics import DayfoldError
from generator.site import NewSite, create_site

ANSWERS = NewSite(
    title='The "Quay": news & more',
    timezone="Europe/Oslo",
    language="en",
    url="https://quay.example/",
    now=datetime(2026, 8, 17, 12, 0, 0, 5, tzinfo=UTC),
)


def test_a_new_site_has_every_file_it_needs(tmp_path: Path) -> None:
    target = tmp_path / "deep/quay"
    files = {path.relative_to(target).as_posix() for path in create_site(target, ANSWERS)}
    assert files >= {
        "mkdocs.yml",
        "site_config/digest.yml",
        "site_config/sources.yml",
        "site_config/topics.yml",
        "site_config/mkdocs.base.yml",
        "site_config/theme/assets/search.js",
        "content/pages/about.md",
        "content/articles/2026/08/17/this-site-this-digest-is-ready-for-its-first-articles.md",
        ".gitignore",
    }
    assert (target / "content/inbox").is_dir()


def test_answers_stand_in_the_settings_whatever_they_hold(tmp_path: Path) -> None:
    create_site(tmp_path, ANSWERS)
    settings = yaml.safe_load((tmp_path / "mkdocs.yml").read_text())
    assert settings["site_name"] == ANSWERS.title
    assert yaml.safe_load((tmp_path / "site_config/digest.yml").read_text())["timezone"] == "Europe/Oslo"
    [source] = yaml.safe_load((tmp_path / "site_config/sources.yml").read_text())["sources"]
    assert (source["id"], source["name"]) == ("this-site", ANSWERS.title)


@pytest.mark.parametrize("what", ["a file in it", "a file of its name"])
def test_nothing_is_written_over(tmp_path: Path, what: str) -> None:
    target = tmp_path / "taken"
    if what == "a file in it":
        target.mkdir()
        (target / "notes.txt").write_text("mine")
    else:
        target.write_text("mine")
    with pytest.raises(DayfoldError) as caught:
        create_site(target, ANSWERS)
    assert caught.value.problems[0].code == "folder-not-empty"
    assert sum(1 for _ in tmp_path.rglob("*")) == (2 if target.is_dir() else 1)


@pytest.mark.slow
def test_an_installed_wheel_makes_a_site_that_builds(tmp_path: Path, repository: Path) -> None:
    """The wheel is put into a folder of its own, with this environment's dependencies behind it."""
    wheels, installed, site = tmp_path / "wheels", tmp_path / "installed", tmp_path / "site"
    pip = [sys.executable, "-m", "pip", "--disable-pip-version-check", "--quiet"]
    run([*pip, "wheel", "--no-deps", "--wheel-dir", str(wheels), str(repository)], cwd=tmp_path)
    [wheel] = wheels.glob("dayfold-*.whl")
    run([*pip, "install", "--no-deps", "--target", str(installed), str(wheel)], cwd=tmp_path)
    digest = [sys.executable, "-c", "from generator.cli.main import main; main()"]
    where = run([sys.executable, "-c", "import generator; print(generator.__file__)"], tmp_path, installed)
    assert where.startswith(str(installed)), "the checkout was imported in place of the wheel"
    run([*digest, "new", str(site)], tmp_path, installed)
    run([*digest, "build", "--site", str(site)], tmp_path, installed)
    page = (site / "site/index.html").read_text()
    assert "This digest is ready for its first articles" in page


def run(command: list[str], cwd: Path, python_path: Path | None = None) -> str:
    env = {**os.environ, **({"PYTHONPATH": str(python_path)} if python_path else {})}
    done = subprocess.run(command, cwd=cwd, env=env, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout
