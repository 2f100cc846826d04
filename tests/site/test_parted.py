"""Two processes of MkDocs that share what changed make what one makes, and complain as one does."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from generator.diagnostics import Problem
from generator.site import Builder, Help, build_site
from generator.site.builders import MkDocs
from generator.site.mkdocs_build import Other

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="a process is forked on Linux alone")

EPOCH = 1_787_000_000
GENERATED = "---\ndayfold: text\ntitle: Page\n---\n\n"  # what the generator says of its pages
TWO = Help(jobs=2, least=1_000_000)
NOTES = [f"note-{number}.md" for number in range(4)]
LONG = "A paragraph of a long page.\n\n" * 4_000  # enough for two


@pytest.fixture
def root(small_site: Path, repository: Path) -> Path:
    """The small site with Dayfold's own look and long pages, each built once and changed since then. Each
    leads to the next, which another process builds."""
    shutil.rmtree(small_site / "site_config/theme")
    shutil.copytree(repository / "site_config/theme", small_site / "site_config/theme")
    for page in sorted((small_site / "build/docs").rglob("*.md")):
        page.write_text(GENERATED + page.read_text())
    write(small_site, "before")
    assert build_site(small_site, Builder.MKDOCS, EPOCH) == []
    write(small_site, LONG)
    return small_site


def write(
    root: Path, text: str, leading: str = "[The next]({}#here)", place: str = "## Here { #here }"
) -> None:
    for note, following in zip(NOTES, [*NOTES[1:], NOTES[0]], strict=True):
        told = f"{GENERATED}# {note}\n\n{leading.format(following)}\n\n{place}\n\n{text}"
        (root / "build/docs" / note).write_text(told)


def built(root: Path, helping: Help) -> list[Problem]:
    return build_site(root, Builder.MKDOCS, EPOCH, helping=helping)


def test_what_changed_is_shared_and_told_as_by_one(root: Path) -> None:
    docs = root / "build/docs"
    paths = {path.relative_to(docs).as_posix() for path in docs.rglob("*") if path.is_file()}
    told = []
    for jobs in (1, 2):
        with MkDocs(root, root / "build" / f"out-{jobs}", EPOCH) as mkdocs:
            mkdocs.order(key=None, unchanged=paths.difference(NOTES), changed=NOTES, jobs=jobs)
            report, problems = mkdocs.result()
        assert report is not None
        assert (problems, report["parted"], report["lost"]) == ([], jobs == 2, False)
        told.append(report["files"])
    assert told[0] == told[1]
    assert sorted(path.name for path in (root / "build").glob("out*")) == ["out-1", "out-2"]


def test_the_site_is_the_same(root: Path, contents: Callable[[Path], dict[str, bytes]]) -> None:
    assert built(root, TWO) == []
    parted = contents(root / "site")
    shutil.rmtree(root / "build/cache")
    assert built(root, Help()) == []
    assert {path: data for path, data in contents(root / "site").items() if "search/" not in path} == {
        path: data for path, data in parted.items() if "search/" not in path
    }


def test_complaints_are_those_of_one(root: Path) -> None:
    write(root, LONG, "[The next]({}#here), [gone](gone.md) and [gone](gone.md)", "## There { #there }")
    (root / "build/docs/about.md").write_text(
        f"{GENERATED}[Gone](gone.md)\n"
    )  # in the navigation: both build it
    parted = built(root, TWO)
    assert len(parted) == 3 * len(NOTES) + 1
    shutil.rmtree(root / "build/cache")
    assert parted == built(root, Help())


@pytest.mark.parametrize("said", ["", '{"files"'])
def test_what_is_killed_has_built_nothing(tmp_path: Path, said: str) -> None:
    other = Other(tmp_path / "other", tmp_path / "other.json", ["a.md"])
    if other.begin():
        other.report.write_text(said) if said else None
        os._exit(1)
    report = {"files": {"b.md": {"places": []}}, "lost": False}
    assert other.together_with(report, tmp_path) == {**report, "lost": True}
