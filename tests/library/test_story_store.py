"""What is kept of stories: whatever happens to the file, no row is told that was not kept."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest

from generator.library import story_store
from generator.library.story_store import StoryStore

KEY, OTHER = b"k" * 16, b"o" * 16


def kept(path: Path) -> Path:
    store = StoryStore(path)
    store.put("book", 3, KEY, b"a plain value")
    store.put("book", 4, KEY, b"another")
    store.close()
    return path


def test_what_was_kept_is_there_under_its_key_alone(tmp_path: Path) -> None:
    store = StoryStore(kept(tmp_path / "cache" / "stories.sqlite"))
    assert store.get("book", 3, KEY) == b"a plain value"
    assert store.get("book", 3, OTHER) is None
    assert store.get("state", 3, KEY) is None
    assert store.days("book") == [3, 4]
    store.close()


def test_a_row_takes_the_place_of_that_of_its_day(tmp_path: Path) -> None:
    store = StoryStore(kept(tmp_path / "stories.sqlite"))
    store.put("book", 3, OTHER, b"newer")
    store.drop("book", [4])
    assert store.get("book", 3, KEY) is None
    assert store.get("book", 3, OTHER) == b"newer"
    assert store.days("book") == [3]
    store.close()


def _flip(path: Path) -> None:
    data = path.read_bytes()
    assert data.count(b"a plain value") == 1
    path.write_bytes(data.replace(b"a plain value", b"a plain valve"))


def _write_text(path: Path) -> None:
    path.write_text("not SQLite at all " * 100)


def _cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:5000])


def _empty(path: Path) -> None:
    path.write_bytes(b"")


def _change_a_type(path: Path) -> None:
    connection = sqlite3.connect(path)
    connection.execute("UPDATE kept SET data = 17 WHERE day = 3")
    connection.commit()
    connection.close()


def _make_foreign(path: Path) -> None:
    path.unlink()
    connection = sqlite3.connect(path)
    connection.execute("CREATE TABLE kept (kind TEXT)")
    connection.close()


def _make_a_folder(path: Path) -> None:
    path.unlink()
    path.mkdir()


@pytest.mark.parametrize(
    "spoil", [_flip, _write_text, _cut, _empty, _change_a_type, _make_foreign, _make_a_folder]
)
def test_what_was_spoilt_is_not_told(tmp_path: Path, spoil: Callable[[Path], None]) -> None:
    path = kept(tmp_path / "stories.sqlite")
    spoil(path)
    store = StoryStore(path)
    assert store.get("book", 3, KEY) is None
    assert store.get("book", 4, KEY) in (None, b"another")
    store.put("book", 5, KEY, b"new")
    store.close()


def test_what_other_code_kept_is_forgotten(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = kept(tmp_path / "stories.sqlite")
    monkeypatch.setattr(story_store, "_makers_version", lambda: "later")
    store = StoryStore(path)
    assert store.days("book") == []
    store.close()


def test_a_run_that_is_killed_leaves_what_it_had_written(tmp_path: Path) -> None:
    path = kept(tmp_path / "stories.sqlite")
    killed = StoryStore(path)
    killed.put("book", 3, OTHER, b"half a run")
    killed._connection.close()  # type: ignore[union-attr]  # as a kill does: nothing is committed
    store = StoryStore(path)
    assert store.get("book", 3, KEY) == b"a plain value"
    store.close()


def test_without_a_place_for_it_nothing_is_kept(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    for path in (None, tmp_path / "file" / "stories.sqlite"):
        store = StoryStore(path)
        store.put("book", 3, KEY, b"a plain value")
        assert store.get("book", 3, KEY) is None
        store.close()
