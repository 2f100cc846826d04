"""A build that would find nothing to do is not made, and every change is found."""

from __future__ import annotations

import os
import shutil
import sqlite3
import time
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from benchmarks.edits import SmallSite
from benchmarks.growth import write_site
from benchmarks.invented import Inventor
from generator.build import build
from generator.build_report import BuildReport
from generator.knowledge import digest
from generator.library import store_article
from generator.model.ids import ArticleId
from generator.permalinks import standing
from generator.project import load_project
from generator.settling import is_settled
from generator.unchanged import Unchanged

NOW = datetime(2026, 6, 1, 12, tzinfo=UTC)
DAYS = 12


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("unchanged") / "site"
    write_site(folder, (article for day in Inventor().days(DAYS, DAYS) for article in day))
    made(folder)
    return folder


def made(root: Path, now: datetime = NOW) -> bool:
    """Build the site; whether anything was made of it."""
    return not build(load_project(root, now)[0], builder=None).unchanged


def is_told(root: Path, now: datetime = NOW) -> bool:
    return Unchanged(load_project(root, now)[0], None).report() is not None


def files(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def followed(root: Path) -> set[tuple[object, ...]]:
    """What is kept of following stories."""
    with closing(sqlite3.connect(root / "build/cache/stories.sqlite")) as connection:
        return set(connection.execute("SELECT kind, day, key, data FROM kept"))


def one_of(root: Path, pattern: str) -> Path:
    return min(path for path in root.rglob(pattern) if path.is_file())


def edit(pattern: str) -> Callable[[Path], Callable[[], object]]:
    """Change a byte of a file and nothing of its size or time; the change is undone by what comes back."""

    def change(root: Path) -> Callable[[], object]:
        file = one_of(root, pattern)
        data, status = file.read_bytes(), file.stat()
        file.write_bytes(data[:2] + b"~" + data[3:])
        os.utime(file, ns=(status.st_atime_ns, status.st_mtime_ns))
        return lambda: file.write_bytes(data)

    return change


def put(path: str) -> Callable[[Path], Callable[[], object]]:
    def change(root: Path) -> Callable[[], object]:
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_bytes(b"# Something\n")
        return (root / path).unlink

    return change


def take(pattern: str) -> Callable[[Path], Callable[[], object]]:
    def change(root: Path) -> Callable[[], object]:
        file = one_of(root, pattern)
        data = file.read_bytes()
        file.unlink()
        return lambda: file.write_bytes(data)

    return change


CHANGES = [
    edit("content/articles/**/*.md"),
    edit("content/editions/**/*.json"),
    edit("content/permalinks/**/*.txt"),
    edit("site_config/digest.yml"),
    edit("site_config/theme/**/*.html"),
    edit("build/docs/articles/**/*.md"),
    put("content/articles/2016/01/05/a-new-one.md"),
    put("content/pages/more.md"),
    put("content/editorial/decisions.yml"),
    put("build/docs/one.md"),
    take("content/articles/**/*.md"),
    take("build/docs/stories/**/*.md"),
]


@pytest.mark.parametrize("change", CHANGES)
def test_every_change_is_found_and_one_that_is_undone_is_none(
    root: Path, change: Callable[[Path], Callable[[], object]]
) -> None:
    if not is_told(root):
        made(root)
        made(root)
    assert is_told(root)
    undo = change(root)
    assert not is_told(root)
    undo()
    made(root)
    assert not made(root)


def test_what_was_written_well_before_is_told_by_its_entry_alone(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    later = time.time_ns() + 10**10
    monkeypatch.setattr("generator.unchanged.time_ns", lambda: later)
    made(root)
    (root / "build/cache/unchanged.json").unlink(missing_ok=True)
    made(root)
    assert is_told(root)
    for change in (edit("content/articles/**/*.md"), edit("build/docs/articles/**/*.md")):
        undo = change(root)
        assert not is_told(root)
        undo()
        assert not is_told(root)  # the entry says so, whatever the bytes say
        made(root)
        assert is_told(root)


def test_several_processes_see_what_one_sees(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made(root)
    made(root)
    monkeypatch.setattr("generator.unchanged._WORTH_IT", 0)
    monkeypatch.setattr("generator.unchanged.cores", lambda: 3)
    assert is_told(root)
    for change in (edit("content/articles/**/*.md"), edit("build/docs/articles/**/*.md")):
        undo = change(root)
        assert not is_told(root)
        undo()
    made(root)
    monkeypatch.undo()
    assert is_told(root)


def test_it_is_told_until_the_clock_may_change_something(root: Path) -> None:
    made(root)
    made(root)
    assert is_told(root, NOW + timedelta(hours=11))
    assert not is_told(root, NOW + timedelta(hours=12))  # another day: an edition of it may be composed
    assert not is_told(root, NOW - timedelta(seconds=1))


def test_what_is_held_back_may_be_published_at_any_moment(root: Path) -> None:
    one = Inventor(seed=3).day(0, 1)[0]
    tomorrow = replace(one, id=ArticleId("2026/06/02/later"), published=NOW + timedelta(days=1))
    store_article(root, tomorrow)
    made(root)
    made(root)
    assert is_told(root)
    assert not is_told(root, NOW + timedelta(minutes=1))
    (root / "content/articles" / f"{tomorrow.id}.md").unlink()
    made(root)


def test_a_build_that_wrote_a_record_has_found_out_what_comes_of_it(root: Path) -> None:
    store_article(root, Inventor(seed=5).day(DAYS - 1, 1)[0])
    assert made(root)
    assert not made(root)
    clean = root.with_name("clean")
    shutil.copytree(root, clean, ignore=shutil.ignore_patterns("build"))
    assert made(clean)
    for folder in ("build/docs", "content"):
        assert files(root / folder) == files(clean / folder)


def test_what_others_wrote_meanwhile_is_no_word_of_the_build(root: Path) -> None:
    store_article(root, Inventor(seed=7).day(DAYS - 1, 1)[0])
    record = one_of(root, "content/editions/**/*.json")

    def progress(said: str) -> None:
        if said == "Counting what is quoted":  # records are written at the end of it
            record.write_bytes(record.read_bytes() + b"\n")

    build(load_project(root, NOW)[0], builder=None, progress=progress)
    assert not is_told(root)
    made(root)
    assert is_told(root)
    assert not record.read_bytes().endswith(b"\n\n")


def test_stories_are_followed_once_though_records_came_of_them(tmp_path: Path) -> None:
    root = tmp_path / "site"
    write_site(root, (article for day in Inventor(seed=9).days(DAYS, 40) for article in day))
    made(root)
    kept = followed(root)
    (root / "build/cache/unchanged.json").unlink()
    made(root)
    assert followed(root) == kept


def test_other_records_than_it_would_read_are_no_settled_build(root: Path) -> None:
    project = load_project(root, NOW)[0]
    known = digest(project, BuildReport(), lambda _: None)
    assert is_settled(project, known, standing(project, known))
    first = replace(known.editions[0], closed=False)  # it would be closed, since its day is over
    other = replace(known, editions=(first, *known.editions[1:]))
    assert not is_settled(project, other, standing(project, other))


def test_an_altered_word_is_none(root: Path) -> None:
    made(root)
    made(root)
    kept = root / "build/cache/unchanged.json"
    kept.write_bytes(kept.read_bytes().replace(b'"site_built": false', b'"site_built": true '))
    assert not is_told(root)


def test_a_folder_that_lies_elsewhere_is_looked_into(root: Path, tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("# A\n")
    (root / "content/pages/elsewhere").symlink_to(tmp_path)
    assert made(root)
    assert made(root)
    (root / "content/pages/elsewhere").unlink()


def test_a_built_site_is_looked_at_too(tmp_path: Path) -> None:
    site = SmallSite.new(tmp_path / "site")

    def is_built() -> bool:
        report = build(load_project(site.root, site.now)[0])
        assert report.site_built
        return not report.unchanged

    while is_built():
        pass
    page = one_of(site.root, "site/stories/**/*.html")
    data = page.read_bytes()
    page.write_bytes(data.replace(b"e", b"x", 1))
    assert is_built()
    assert page.read_bytes() == data
    assert not is_built()
