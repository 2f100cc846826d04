"""The folder of the pages: brought up to date, whatever happened to it or to what was kept."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from generator.languages import Catalogue
from generator.library.page_store import FolderRow, PageRow, PageStore
from generator.pages import SiteView, render
from generator.settings import DigestSettings, make_settings
from generator.writing import Shelf

EMPTY = SiteView(
    settings=make_settings(DigestSettings()),
    articles={},
    lineage={},
    stories={},
    story_of={},
    excerpts={},
    editions=(),
    pages={"by-hand.md": "# By hand\n", "below/too.md": "# Too\n"},
)


@dataclass(frozen=True, slots=True)
class Folder:
    """The folder of the pages, and the file of what is kept."""

    docs: Path
    kept: Path

    def write(self, site: SiteView = EMPTY) -> Shelf:
        shelf = Shelf(self.docs, self.kept)
        shelf.write(site)
        return shelf

    def holds(self, site: SiteView = EMPTY) -> bool:
        files = {p.relative_to(self.docs).as_posix(): p for p in self.docs.rglob("*") if p.is_file()}
        return {path: file.read_text() for path, file in files.items()} == {
            page.path: page.text for page in render(site)
        }


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    return Folder(tmp_path / "docs", tmp_path / "cache" / "pages.sqlite")


def test_what_did_not_change_is_not_written(folder: Folder) -> None:
    first, second = folder.write(), folder.write()
    assert folder.holds()
    assert first.written == first.count > 0
    assert (second.written, second.removed, second.count) == (0, 0, first.count)


def test_a_changed_text_makes_the_pages_again(folder: Folder) -> None:
    def archive(word: str) -> str:
        catalogue = Catalogue(language="de", texts="de", messages={"Archive": (word,)})
        german = replace(EMPTY, catalogue=catalogue)
        folder.write(german)
        assert folder.holds(german)
        return (folder.docs / "archive/index.md").read_text(encoding="utf-8")

    folder.write()
    assert "\n# Archiv {" in archive("Archiv")
    assert "\n# Alle Ausgaben {" in archive("Alle Ausgaben")


def test_what_went_lost_or_was_altered_comes_back(folder: Folder) -> None:
    folder.write()
    (folder.docs / "about.md").unlink()
    (folder.docs / "by-hand.md").write_text("# By another hand\n")
    about = folder.docs / "search.md"
    about.write_text(about.read_text().replace("S", "Z"))
    assert folder.write().written == 3
    assert folder.holds()


def test_what_is_no_page_goes_with_the_folders_that_it_leaves_empty(folder: Folder) -> None:
    folder.write()
    stray = folder.docs / "old" / "deep" / "page.md"
    stray.parent.mkdir(parents=True)
    stray.write_text("old\n")
    (folder.docs / "link").symlink_to(folder.docs.parent)
    assert folder.write().removed == 2
    assert folder.holds()
    assert not (folder.docs / "old").exists()
    assert folder.docs.parent.exists()
    gone = replace(EMPTY, pages={})
    assert folder.write(gone).removed == 2
    assert not (folder.docs / "below").exists()


@pytest.mark.parametrize("found", [b"", b"not SQLite", None])
def test_another_file_in_the_place_of_what_was_kept_costs_nothing_but_time(
    folder: Folder, found: bytes | None
) -> None:
    folder.write()
    folder.kept.unlink()
    if found is not None:
        folder.kept.write_bytes(found)
    (folder.docs / "about.md").unlink()
    assert folder.write().written == 1
    assert folder.holds()


def test_two_pages_at_one_place_are_told_and_the_first_stays(folder: Folder) -> None:
    twice = replace(EMPTY, pages={"a.md": "# One\n", "A.md": "# Other\n"})
    shelf = folder.write(twice)
    assert [problem.code for problem in shelf.problems] == ["path-collision"]
    assert (folder.docs / "A.md").read_text() == "# Other\n"
    assert not (folder.docs / "a.md").exists()


def test_a_page_is_made_again_alone_and_what_stood_beside_it_is_known_still(folder: Folder) -> None:
    folder.write()
    (folder.docs / "about.md").unlink()
    (folder.docs / "below/too.md").write_text("# Altered\n")
    assert folder.write().written == 2
    stamps = {path: path.stat() for path in folder.docs.rglob("*.md")}
    again = folder.write()
    assert (again.written, again.removed) == (0, 0)
    assert {path: path.stat() for path in folder.docs.rglob("*.md")} == stamps
    assert folder.holds()


@pytest.mark.parametrize("table", ["fact", "folder", "run", "pages"])
def test_a_table_that_lost_its_rows_costs_nothing_but_time(folder: Folder, table: str) -> None:
    site = replace(EMPTY, pages={f"below/{name}.md": f"# {name}\n" for name in "ab"})
    folder.write(site)
    folder.write(site)
    with sqlite3.connect(folder.kept) as connection:
        connection.execute(f"DELETE FROM {table}")  # noqa: S608 -- our word
    connection.close()
    (folder.docs / "about.md").unlink()  # so that what stands beside it is looked at, too
    shelf = folder.write(site)
    assert (shelf.written, shelf.removed) == (1, 0)
    assert folder.holds(site)


RUN, OTHER = ("stories/2026/08/17/", 0), ("stories/2026/08/17/", 1)
FACTS = {("article", "a"): b"1" * 16, ("story", "a"): b"2" * 16, ("topic", "t"): b"3" * 16}
FOLDER = FolderRow("5 6", 2)
Kept = tuple[dict[tuple[str, int], dict[str, PageRow]], dict[str, FolderRow], dict[tuple[str, str], bytes]]


def keep(path: Path) -> Kept:
    """Fill a store; what is in it then."""
    store = PageStore(path, "1")
    numbers = [store.number_of(fact) for fact in FACTS]
    for fact, digest in FACTS.items():
        store.put_fact(fact, digest)
    rows = [
        PageRow("a.md", "story a", "1 2", b"h" * 16, numbers[:2]),
        PageRow("b.md", "article b", "3 4", b"i" * 16, [numbers[0]]),
    ]
    store.put_run(RUN, b"p" * 16, rows)
    store.put_run(OTHER, b"q" * 16, [PageRow("c.md", "empty", "5 6", b"j" * 16, [numbers[2]])])
    store.put_folder(RUN[0], FOLDER)
    store.forget_unused_facts()
    store.close()
    return stored(path)


def stored(path: Path, version: str = "1") -> Kept:
    store = PageStore(path, version)
    facts = list(store.facts())
    known = {number for number, *_ in facts}
    # As a shelf takes them: of a run whose facts are not all known nothing is believed.
    runs = {run: store.pages(run) for run, row in store.runs.items() if known.issuperset(row.facts)}
    store.close()
    return runs, dict(store.folders), {fact: digest for _, fact, digest in facts}


def test_rows_come_back_as_they_were_put(tmp_path: Path) -> None:
    path = tmp_path / "pages.sqlite"
    runs, folders, facts = keep(path)
    assert {run: list(pages) for run, pages in runs.items()} == {RUN: ["a.md", "b.md"], OTHER: ["c.md"]}
    assert (folders, facts) == ({RUN[0]: FOLDER}, FACTS)
    assert stored(path) == (runs, folders, facts)
    assert stored(path, "2") == ({}, {}, {})


def test_what_is_gone_is_forgotten(tmp_path: Path) -> None:
    path = tmp_path / "pages.sqlite"
    runs, _, _ = keep(path)
    store = PageStore(path, "1")
    store.put_fact(("article", "a"), b"4" * 16)
    store.put_folder(RUN[0], FolderRow("7 8", 1))
    store.forget_unused_facts()
    store.close()
    fewer = {fact: digest for fact, digest in FACTS.items() if fact != ("topic", "t")}
    changed = {**fewer, ("article", "a"): b"4" * 16}
    assert stored(path) == ({RUN: runs[RUN]}, {RUN[0]: FolderRow("7 8", 1)}, changed)
    store = PageStore(path, "1")
    store.forget_folder(RUN[0])
    store.forget_unused_facts()
    store.close()
    assert stored(path) == ({}, {}, {})


@pytest.mark.parametrize(
    "column",
    [
        *("fact.kind", "fact.key", "fact.digest", "fact.seal", "folder.name", "folder.stamp", "folder.runs"),
        *("run.folder", "run.at", "run.plans", "run.facts", "pages.folder", "pages.at", "pages.data"),
    ],
)
def test_a_row_with_other_bytes_is_none(column: str, tmp_path: Path) -> None:
    path = tmp_path / "pages.sqlite"
    runs, folders, facts = keep(path)
    table, _, name = column.partition(".")
    with sqlite3.connect(path) as connection:
        key = connection.execute(f"SELECT {name} FROM {table} LIMIT 1").fetchone()  # noqa: S608 -- our words
        statement = f"UPDATE {table} SET {name} = ? WHERE {name} = ?"  # noqa: S608 -- our words
        other = 77 if isinstance(key[0], int) else b"\1\0\0\0"
        assert connection.execute(statement, (other, *key)).rowcount >= 1
    connection.close()
    now_runs, now_folders, now_facts = stored(path)
    assert (now_runs, now_folders, now_facts) != (runs, folders, facts)
    assert all(pages in ({}, runs[run]) for run, pages in now_runs.items())
    assert now_folders.items() <= folders.items()
    assert now_facts.items() <= facts.items()
