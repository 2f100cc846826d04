"""`digest new`: the folder it makes, and that an installed Dayfold can build it."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
import yaml

import generator.languages
from generator.build import check
from generator.diagnostics import DayfoldError
from generator.library import load_articles
from generator.project import load_project
from generator.site import Host, NewSite, create_sample, create_site

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


# A language that has a catalogue has these texts, too; any other language has the English ones.
SPOKEN = sorted(path.stem for path in Path(generator.languages.__file__).parent.glob("*.po"))


@pytest.mark.parametrize("language", [*SPOKEN, "de-AT", "nl"])
def test_a_new_site_speaks_its_language_and_has_nothing_wrong(tmp_path: Path, language: str) -> None:
    create_site(tmp_path, replace(ANSWERS, language=language))
    project, problems = load_project(tmp_path, ANSWERS.now)
    assert [problem.code for problem in problems] == (["untranslated"] if language == "nl" else [])
    assert check(project).problems == []
    [article], _ = load_articles(tmp_path, None)
    assert article.language == ("en" if language == "nl" else language[:2])
    assert ("first articles" in article.title) == (language == "nl")
    for command in (
        "digest fetch --ingest",
        "digest ingest page.txt",
        "digest build",
        "digest serve",
        "this-site --why",
    ):
        assert command in article.body


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


def test_the_sample_is_the_one_of_the_repository(tmp_path: Path, repository: Path) -> None:
    create_sample(tmp_path, Host.FOLDER)
    there = {path.relative_to(tmp_path).as_posix() for path in tmp_path.rglob("*") if path.is_file()}
    assert there >= tracked(repository, "content", "site_config", "mkdocs.yml")
    assert (tmp_path / "site_config/topics.yml").read_bytes() == (
        repository / "site_config/topics.yml"
    ).read_bytes()


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory, repository: Path) -> Path:
    """The wheel, made of a copy of the checkout and put into a folder of its own, with this environment's
    dependencies behind it."""
    folder = tmp_path_factory.mktemp("wheel")
    for name in tracked(repository, "."):
        (folder / "source" / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(repository / name, folder / "source" / name)
    pip = [sys.executable, "-m", "pip", "--disable-pip-version-check", "--quiet"]
    run([*pip, "wheel", "--no-deps", "--wheel-dir", str(folder), str(folder / "source")], cwd=folder)
    [wheel] = folder.glob("dayfold-*.whl")
    run([*pip, "install", "--no-deps", "--target", str(folder / "installed"), str(wheel)], cwd=folder)
    shutil.rmtree(folder / "source")  # what is missing in the wheel must be missed
    return folder / "installed"


@pytest.mark.slow
def test_the_wheel_has_all_that_the_software_reads(installed: Path, repository: Path) -> None:
    there = {path.relative_to(installed).as_posix() for path in installed.rglob("*") if path.is_file()}
    scaffold = "generator/scaffold"
    ours = tracked(repository, "site_config", "content", "mkdocs.yml")
    shared = {path for path in ours if path.startswith(("site_config/theme", "site_config/schemas"))}
    shared.add("site_config/mkdocs.base.yml")
    assert there >= tracked(repository, "generator")
    assert there >= {f"{scaffold}/{path}" for path in shared}
    assert there >= {f"{scaffold}/sample/{path}" for path in ours - shared}


@pytest.mark.slow
def test_an_installed_wheel_makes_a_site_that_builds(tmp_path: Path, installed: Path) -> None:
    where = run([sys.executable, "-c", "import generator; print(generator.__file__)"], tmp_path, installed)
    assert where.startswith(str(installed)), "the checkout was imported in place of the wheel"
    run([*DIGEST, "new", "mine"], tmp_path, installed)
    run([*DIGEST, "build", "--no-site", "--site", "mine"], tmp_path, installed)
    page = (tmp_path / "mine/build/docs/index.md").read_text()
    assert "This digest is ready for its first articles" in page


@pytest.mark.slow
def test_an_installed_wheel_builds_the_sample_site(tmp_path: Path, installed: Path) -> None:
    run([*DIGEST, "new", "sample", "--sample"], tmp_path, installed)
    run([*DIGEST, "build", "--locked", "--site", "sample"], tmp_path, installed)
    assert "Merrow" in (tmp_path / "sample/site/index.html").read_text()
    assert list((tmp_path / "sample/site/search").rglob("pagefind-entry.json"))


DIGEST = [sys.executable, "-c", "from generator.cli.main import main; main()"]


def tracked(repository: Path, *names: str) -> set[str]:
    """The files under `names` that are, or are to be, under version control, by path."""
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard", *names]
    listed = subprocess.run(command, cwd=repository, capture_output=True, text=True, check=True)
    return {path for path in listed.stdout.split("\0") if (repository / path).is_file()}


def run(command: list[str], cwd: Path, python_path: Path | None = None) -> str:
    env = {**os.environ, **({"PYTHONPATH": str(python_path)} if python_path else {})}
    done = subprocess.run(command, cwd=cwd, env=env, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout
