"""What is kept of counted files: whatever happens to the cache, no row is told that was not kept."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest

from generator.library import count_store
from generator.library.count_store import CountRow, CountStore, Group, name_of

PAGE, OTHER = name_of("site/a.html"), name_of("site/b.html")
ROW = CountRow("12 3 4 5 1", b"h" * 16, b"a plain value")
MORE = CountRow("13 3 4 6 1", b"i" * 16, b"another value")


DAY = name_of("2026/08/17")
WHOLE = CountRow("", b"j" * 16, b"of both")


def kept(path: Path) -> Path:
    store = CountStore(path)
    store.update("file", {DAY: Group(WHOLE, {PAGE: ROW, OTHER: MORE})})
    store.update("article", {DAY: Group(None, {PAGE: MORE})})
    store.close()
    return path


def told(path: Path | None, kind: str = "file") -> dict[bytes, CountRow]:
    store = CountStore(path)
    rows = store.rows(kind, DAY)
    store.close()
    return rows


def groups(path: Path | None, kind: str = "file") -> dict[bytes, CountRow]:
    store = CountStore(path)
    rows = store.groups(kind)
    store.close()
    return rows


def test_what_was_kept_is_there_under_its_kind_and_name(tmp_path: Path) -> None:
    path = kept(tmp_path / "published" / "site.sqlite")
    assert told(path) == {PAGE: ROW, OTHER: MORE}
    assert told(path, "article") == {PAGE: MORE}
    assert groups(path) == {DAY: WHOLE}
    assert groups(path, "article") == {}


def test_what_is_gone_goes_and_what_is_new_takes_its_place(tmp_path: Path) -> None:
    path = kept(tmp_path / "site.sqlite")
    store = CountStore(path)
    store.update("file", {DAY: Group(ROW, {PAGE: MORE})})
    store.close()
    assert told(path) == {PAGE: MORE}
    assert groups(path) == {DAY: ROW}
    assert told(path, "article") == {PAGE: MORE}


def test_of_a_group_without_rows_nothing_is_left(tmp_path: Path) -> None:
    path = kept(tmp_path / "site.sqlite")
    store = CountStore(path)
    store.update("file", {DAY: Group(None, {})})
    store.close()
    assert (told(path), groups(path)) == ({}, {})


def _flip(path: Path) -> None:
    data = path.read_bytes()
    assert data.count(b"a plain value") == 1
    path.write_bytes(data.replace(b"a plain value", b"a plain valve"))


def _write_text(path: Path) -> None:
    path.write_text("not SQLite at all " * 100)


def _cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:5000])


def _change_a_type(path: Path) -> None:
    connection = sqlite3.connect(path)
    connection.execute("UPDATE kept SET data = 17")
    connection.commit()
    connection.close()


def _make_foreign(path: Path) -> None:
    path.unlink()
    connection = sqlite3.connect(path)
    connection.execute("CREATE TABLE kept (kind TEXT)")
    connection.close()


@pytest.mark.parametrize("spoil", [_flip, _write_text, _cut, _change_a_type, _make_foreign, Path.unlink])
def test_what_was_spoilt_is_not_told(tmp_path: Path, spoil: Callable[[Path], None]) -> None:
    path = kept(tmp_path / "site.sqlite")
    spoil(path)
    assert PAGE not in told(path)
    assert kept(path) == path
    assert told(path)[PAGE] == ROW


def test_what_other_code_counted_is_forgotten(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = kept(tmp_path / "site.sqlite")
    monkeypatch.setattr(count_store, "_makers_version", lambda: "later")
    assert told(path) == {}


def test_without_a_place_for_it_nothing_is_kept(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    assert told(None) == {}
    assert told(kept(tmp_path / "file" / "site.sqlite")) == {}
