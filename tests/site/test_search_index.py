"""What a build indexes anew, what it takes from its cache, and what the manifest says of it."""

from __future__ import annotations

import gzip
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from generator.site.search_index import build_search
from generator.site.search_pages import SearchPage
from generator.site.search_shards import PagefindError, Room, Shard, index_shard, shard_key


def page(day: str, text: str, *, title: str = "A headline", about: str = "", section: str = "Sport") -> str:
    """A page as the theme makes it: facts, what is searched, and what stands about it."""
    facts = f'<meta data-pagefind-filter="date[content]" content="{day}">' if day else ""
    return (
        f'<!doctype html><html><head>{facts}<meta data-pagefind-filter="kind[content]" content="article">'
        f'<meta data-pagefind-filter="section[content]" content="{section}"></head><body><nav>{about}</nav>'
        f'<div class="df-page" data-pagefind-body><h1>{title}</h1><blockquote><p>{text}</p></blockquote>'
        f'<div class="df-facts"><ul><li>{about}</li></ul></div></div></body></html>'
    )


def write(site: Path, pages: dict[str, str]) -> None:
    for name, text in pages.items():
        (site / name).mkdir(parents=True, exist_ok=True)
        (site / name / "index.html").write_text(text, encoding="utf-8")


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """Pages of three years, one without a day, and one that is not to be found."""
    site = tmp_path / "site"
    write(
        site,
        {
            "a/old": page("2024-03-01", "The ferry stops."),
            "a/last": page("2025-12-31", "The ferry runs again."),
            "a/july": page("2026-07-30", "The bridge is closed."),
            "a/august": page("2026-08-17", "The bridge opens.", section="Economy"),
            "about": page("", "Who makes this."),
            "archive": "<!doctype html><title>All</title><h1>All that is</h1>",
        },
    )
    return site


@pytest.fixture
def build(site: Path, tmp_path: Path) -> Callable[[], dict[str, str]]:
    """A function that builds the index and returns the key of each shard."""

    def run() -> dict[str, str]:
        assert build_search(site, tmp_path / "cache") == []
        return {shard["period"]: shard["key"] for shard in manifest(site)["shards"]}

    return run


def manifest(site: Path) -> dict[str, Any]:
    told: dict[str, Any] = json.loads((site / "search/manifest.json").read_text(encoding="utf-8"))
    return told


def inodes(site: Path) -> dict[str, int]:
    """Which files these are, by path: one that was made anew is another one."""
    return {
        path.relative_to(site).as_posix(): path.stat().st_ino
        for path in site.rglob("search/*/*")
        if path.is_file()
    }


def texts(folder: Path) -> str:
    """What a reader of the shards below `folder` can be shown."""
    return "".join(
        gzip.decompress(path.read_bytes()).decode() for path in sorted(folder.rglob("*.pf_fragment"))
    )


def test_years_that_are_over_months_of_the_newest_and_standing_pages(
    site: Path, build: Callable[[], dict[str, str]]
) -> None:
    assert list(build()) == ["2026-08", "2026-07", "2025", "2024", "undated"]
    told = manifest(site)
    assert told["pages"] == 5
    assert told["facets"] == {"kind": {"article": 5}, "section": {"Economy": 1, "Sport": 4}}
    assert [(shard.get("first"), shard.get("last"), shard["pages"]) for shard in told["shards"]] == [
        ("2026-08-17", "2026-08-17", 1),
        ("2026-07-30", "2026-07-30", 1),
        ("2025-12-31", "2025-12-31", 1),
        ("2024-03-01", "2024-03-01", 1),
        (None, None, 1),
    ]
    assert sorted(path.name for path in (site / "search").iterdir()) == [
        *("2024", "2025", "2026-07", "2026-08", "manifest.json", "pagefind-worker.js", "pagefind.js"),
        *("undated", "wasm.en.pagefind"),
    ]
    assert "All that is" not in texts(site)


def test_a_new_day_changes_its_month_alone(site: Path, build: Callable[[], dict[str, str]]) -> None:
    before, files = build(), inodes(site)
    write(site, {"a/next": page("2026-08-18", "The bridge is closed again.")})
    after = build()
    assert {period for period in after if after[period] != before[period]} == {"2026-08"}
    stays = {path for path, inode in inodes(site).items() if files.get(path) == inode}
    assert {path.split("/")[1] for path in stays} == {"2024", "2025", "2026-07", "undated"}
    assert "closed again" in texts(site / "search/2026-08")


def test_what_stands_about_a_text_changes_no_index(site: Path, build: Callable[[], dict[str, str]]) -> None:
    before, files = build(), inodes(site)
    write(site, {"a/old": page("2024-03-01", "The ferry stops.", about="Another neighbour")})
    assert build() == before
    assert inodes(site) == files


def test_a_new_folder_for_the_site_gets_what_was_kept(
    site: Path, tmp_path: Path, build: Callable[[], dict[str, str]]
) -> None:
    before = build()
    kept = {path.name: path.stat().st_ino for path in (site / "search/2024").rglob("*.pf_*")}
    site.rename(tmp_path / "old")
    write(site, {path.parent.name: path.read_text() for path in (tmp_path / "old").glob("about/index.html")})
    for path in (tmp_path / "old/a").glob("*/index.html"):
        write(site, {f"a/{path.parent.name}": path.read_text(encoding="utf-8")})
    assert build() == before
    assert {path.name: path.stat().st_ino for path in (site / "search/2024").rglob("*.pf_*")} == kept


def test_a_page_that_is_taken_down_is_nowhere_any_more(
    site: Path, tmp_path: Path, build: Callable[[], dict[str, str]]
) -> None:
    write(site, {"a/secret": page("2026-08-17", "What must not be told.")})
    build()
    assert "must not be told" in texts(tmp_path)
    (site / "a/secret/index.html").unlink()
    build()
    assert "must not be told" not in texts(tmp_path)
    assert b"must not be told" not in (tmp_path / "cache/pages.sqlite").read_bytes()


def test_a_year_that_is_over_becomes_one(site: Path, build: Callable[[], dict[str, str]]) -> None:
    before = build()
    write(site, {"a/new": page("2027-02-01", "A new year.")})
    after = build()
    assert list(after) == ["2027-02", "2026", "2025", "2024", "undated"]
    assert after["2025"] == before["2025"]
    assert not (site / "search/2026-08").exists()


@pytest.mark.parametrize("harm", ["cache", "folder", "manifest", "shard"])
def test_what_was_broken_meanwhile_is_made_again(
    site: Path, tmp_path: Path, build: Callable[[], dict[str, str]], harm: str
) -> None:
    before = build()
    match harm:
        case "cache":
            (tmp_path / "cache/pages.sqlite").write_text("not a cache")
        case "folder":
            (tmp_path / "cache/pages.sqlite").unlink()
            (tmp_path / "cache/pages.sqlite").mkdir()
        case "manifest":
            (site / "search/manifest.json").write_text("[")
        case "shard":
            (tmp_path / f"cache/shards/{before['2024']}/facts.json").unlink()  # as when it was not done
    assert build() == before
    assert "The ferry stops" in texts(site / "search/2024")


def test_pages_read_in_several_processes_are_the_same(
    site: Path, build: Callable[[], dict[str, str]], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    before = build()
    (tmp_path / "cache/pages.sqlite").unlink()
    monkeypatch.setattr("generator.site.search_cache._WORTH_PROCESSES", 1)  # as in a site of thousands
    monkeypatch.setattr("generator.site.search_cache._BATCH", 2)
    assert build() == before


def test_a_site_without_a_page_has_an_empty_manifest(tmp_path: Path) -> None:
    (tmp_path / "site").mkdir()
    assert build_search(tmp_path / "site", tmp_path / "cache") == []
    assert manifest(tmp_path / "site")["shards"] == []
    assert manifest(tmp_path / "site")["pages"] == 0


def test_the_instances_of_a_reader_share_one_program(site: Path, build: Callable[[], dict[str, str]]) -> None:
    build()
    for entry in (site / "search").glob("*/pagefind-entry.json"):
        told = json.loads(entry.read_text(encoding="utf-8"))
        assert (
            (entry.parent / f"wasm.{told['languages']['en']['wasm']}.pagefind")
            .as_posix()
            .endswith(f"{entry.parent.name}/wasm./../../wasm.en.pagefind")
        )
        assert not (entry.parent / "wasm.en.pagefind").exists()


def test_a_shard_that_pagefind_left_unfinished_is_an_error(tmp_path: Path) -> None:
    page = SearchPage(url="a/", title="T", paragraphs=(), day="", time="", facets=())
    with pytest.raises(PagefindError, match="indexed 1 of 3 pages"):
        index_shard(tmp_path / "shard", Shard(period="2026", key="k", pages=3, words=1), [page])
    assert list(tmp_path.iterdir()) == []


def test_a_key_stands_for_every_page_and_its_period() -> None:
    pages = [("a/", b"1"), ("b/", b"2")]
    others = [("2025", pages), ("2026", pages[:1]), ("2026", [("a/", b"2"), ("b/", b"2")]), ("2026", [])]
    assert len({shard_key("2026", pages), *(shard_key(period, some) for period, some in others)}) == 5


def test_a_run_that_takes_more_than_all_there_is_runs_alone() -> None:
    room = Room(runs=2, megabytes=100)
    room.take(1000)
    room.give(1000)
    room.take(60)
    room.take(40)
    room.give(60)
    room.give(40)
    room.take(100)
