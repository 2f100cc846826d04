"""The folder of the pages: brought up to date, whatever happened to it or to what was kept."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from generator.languages import Catalogue
from generator.library.page_store import PageRow, PageStore
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


ROWS = [
    PageRow("a.md", "story a", "1 2", b"h" * 16, (("article", "a"), ("story", "a"))),
    PageRow("b.md", "article b", "3 4", b"i" * 16, (("article", "a"), ("topic", "t"))),
    PageRow("c.md", "empty", "5 6", b"j" * 16, ()),
]
DIGESTS = {("article", "a"): b"1" * 16, ("story", "a"): b"2" * 16, ("topic", "t"): b"3" * 16}


def stored(path: Path, version: str = "1") -> tuple[dict[str, PageRow], dict[tuple[str, str], bytes]]:
    store = PageStore(path, version)
    store.close()
    return dict(store.pages), dict(store.digests)


def test_rows_come_back_as_they_were_put(tmp_path: Path) -> None:
    path = tmp_path / "pages.sqlite"
    store = PageStore(path, "1")
    store.update(ROWS, [], DIGESTS)
    store.close()
    assert stored(path) == ({row.path: row for row in ROWS}, DIGESTS)
    assert stored(path, "2") == ({}, {})


def test_pages_and_facts_that_are_gone_are_forgotten(tmp_path: Path) -> None:
    path = tmp_path / "pages.sqlite"
    store = PageStore(path, "1")
    store.update(ROWS, [], DIGESTS)
    store.close()
    store = PageStore(path, "1")
    changed = ROWS[2]._replace(stamp="7 8")
    fewer = {key: digest for key, digest in DIGESTS.items() if key != ("topic", "t")}
    store.update([changed], ["b.md"], {**fewer, ("article", "a"): b"4" * 16, ("article", "c"): b"5" * 16})
    store.close()
    pages, digests = stored(path)
    assert pages == {"a.md": ROWS[0], "c.md": changed}
    assert digests == {**fewer, ("article", "a"): b"4" * 16, ("article", "c"): b"5" * 16}


_OTHER_BYTES = (
    "UPDATE page SET by = ? WHERE rowid = ?",
    "UPDATE page SET stamp = ? WHERE rowid = ?",
    "UPDATE page SET hash = ? WHERE rowid = ?",
    "UPDATE page SET facts = ? WHERE rowid = ?",
    "UPDATE fact SET digest = ? WHERE rowid = ?",
)


@pytest.mark.parametrize("statement", _OTHER_BYTES)
@pytest.mark.parametrize("row", [1, 2, 3])
def test_a_row_with_other_bytes_is_none(statement: str, row: int, tmp_path: Path) -> None:
    path = tmp_path / "pages.sqlite"
    store = PageStore(path, "1")
    store.update(ROWS, [], DIGESTS)
    store.close()
    with sqlite3.connect(path) as connection:
        assert connection.execute(statement, (b"\1\0\0\0", row)).rowcount == 1
    connection.close()
    pages, digests = stored(path)
    assert len(pages) < len(ROWS)
    assert all(page in ROWS for page in pages.values())
    assert digests.items() <= DIGESTS.items()
    assert all(fact in digests for page in pages.values() for fact in page.facts)
