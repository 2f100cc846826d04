"""What stands in site/ after a build that worked, and after one that did not."""

from __future__ import annotations

import os
import shutil
import stat
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from generator.diagnostics import DayfoldError, Problem
from generator.site import Builder, Step, build_site

EPOCH = 1_787_000_000

Contents = Callable[[Path], dict[str, bytes]]


@pytest.mark.parametrize("builder", Builder)
def test_each_builder_makes_the_same_pages_and_their_index(small_site: Path, builder: Builder) -> None:
    assert build_site(small_site, builder, EPOCH) == []
    site = small_site / "site"
    pages = {page.parent.relative_to(site).as_posix() for page in site.rglob("index.html")}
    assert pages == {
        ".", "archive", "topics", "sources", "search", "about", "articles/2026/08/17/gazette-bridge"
    }  # fmt: skip
    assert (site / "404.html").is_file()
    assert (site / "sitemap.xml").is_file()
    assert (site / "search/pagefind.js").is_file()
    assert (
        len(list((site / "search/undated/fragment").iterdir())) == 1
    )  # the article alone is marked for search
    assert not (site / "search.json").exists()
    kept = {"site-spare"} if builder is Builder.MKDOCS else set()
    assert {p.name for p in (small_site / "build").iterdir()} == {"cache", "docs", "language.yml"} | kept


@pytest.mark.parametrize("builder", Builder)
def test_a_failed_build_leaves_the_old_site_as_it_was(
    small_site: Path, contents: Contents, builder: Builder
) -> None:
    build_site(small_site, Builder.MKDOCS, EPOCH)
    before = contents(small_site / "site")
    other = small_site / "build/docs/other.md"
    other.write_text("# About\n\nSee [the rest](rest.md).\n")
    [problem] = build_site(small_site, builder, EPOCH)
    assert problem.code == "site-build-failed"
    assert str(problem.position) == "build/docs/other.md:3:16"
    assert contents(small_site / "site") == before
    assert {p.name for p in (small_site / "build").iterdir()} == {
        *("cache", "docs", "language.yml", "site-spare")
    }


def test_what_inspects_the_finished_site_sees_it_while_the_old_one_stands(small_site: Path) -> None:
    build_site(small_site, Builder.MKDOCS, EPOCH)
    (small_site / "build/docs/extra.md").write_text("# Extra\n")
    seen = []

    def inspect(fresh: Path, _: Step) -> list[Problem]:
        seen.extend((folder / "extra/index.html").is_file() for folder in (fresh, small_site / "site"))
        return []

    assert build_site(small_site, Builder.MKDOCS, EPOCH, inspect) == []
    assert seen == [True, False]
    assert (small_site / "site/extra/index.html").is_file()


def test_every_kind_of_dangling_link_stops_the_build(small_site: Path) -> None:
    (small_site / "build/docs/other.md").write_text(
        "[a](gone.md)\n\n[b](archive/index.md#gone)\n\n[c](/archive/)\n\n[d](archive/)\n\n[e](#gone)\n"
    )
    problems = build_site(small_site, Builder.MKDOCS, EPOCH)
    assert [problem.position.line for problem in problems] == [1, 3, 5, 7, 9]


def test_a_page_that_is_gone_leaves_nothing_behind(small_site: Path) -> None:
    extra = small_site / "build/docs/extra.md"
    extra.write_text("# Extra\n")
    build_site(small_site, Builder.MKDOCS, EPOCH)
    assert (small_site / "site/extra").is_dir()
    extra.unlink()
    build_site(small_site, Builder.MKDOCS, EPOCH)
    assert not (small_site / "site/extra").exists()


def test_a_swap_killed_between_its_renames_is_undone_by_the_next_build(small_site: Path) -> None:
    build_site(small_site, Builder.MKDOCS, EPOCH)
    (small_site / "site").rename(small_site / "build/site-old")
    (small_site / "build/site-new").mkdir()
    (small_site / "build/docs/search.md").unlink()  # the next build fails, so only the old site can stand
    assert build_site(small_site, Builder.MKDOCS, EPOCH) != []
    assert (small_site / "site/search/index.html").is_file()
    assert not (small_site / "build/site-new").exists()


@pytest.mark.parametrize("builder", Builder)
def test_two_builds_in_other_folders_zones_and_locales_are_the_same_bytes(
    small_site: Path, tmp_path: Path, contents: Contents, monkeypatch: pytest.MonkeyPatch, builder: Builder
) -> None:
    other = tmp_path / "elsewhere"
    shutil.copytree(small_site, other)
    build_site(small_site, builder, EPOCH)
    surroundings = {"TZ": "Asia/Tokyo", "LC_ALL": "POSIX", "PYTHONHASHSEED": "7", "COLUMNS": "40"}
    for name, value in surroundings.items():
        monkeypatch.setenv(name, value)
    build_site(other, builder, EPOCH)
    first, second = (
        {
            path: data
            for path, data in contents(root / "site").items()
            if path.count("/") < 2 or not path.startswith("search/")
        }
        for root in (small_site, other)
    )
    assert first == second
    assert b"2026-08-" in first["sitemap.xml"] or builder is Builder.ZENSICAL


def test_the_root_may_be_named_from_here(small_site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(small_site.parent)
    assert build_site(Path(small_site.name), Builder.MKDOCS, EPOCH) == []
    assert (small_site / "site/search/pagefind.js").is_file()


def test_a_python_file_beside_mkdocs_yml_is_not_run(small_site: Path) -> None:
    (small_site / "yaml.py").write_text("raise SystemExit('run')\n")
    (small_site / "mkdocs.py").write_text("raise SystemExit('run')\n")
    assert build_site(small_site, Builder.MKDOCS, EPOCH) == []


def test_a_broken_mkdocs_yml_is_named_with_its_line(small_site: Path) -> None:
    with (small_site / "mkdocs.yml").open("a") as file:
        file.write("extra: [\n")
    [problem] = build_site(small_site, Builder.MKDOCS, EPOCH)
    assert problem.position.path == "mkdocs.yml"
    assert problem.position.line > 1
    assert str(small_site) not in problem.message


def test_an_unknown_key_of_mkdocs_yml_is_named(small_site: Path) -> None:
    with (small_site / "mkdocs.yml").open("a") as file:
        file.write("dosc_dir: here\n")
    [problem] = build_site(small_site, Builder.MKDOCS, EPOCH)
    assert "dosc_dir" in problem.message


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_folder_that_cannot_be_written_says_so(small_site: Path) -> None:
    build = small_site / "build"
    build.chmod(stat.S_IRUSR | stat.S_IXUSR)
    try:
        with pytest.raises(DayfoldError) as caught:
            build_site(small_site, Builder.MKDOCS, EPOCH)
        assert caught.value.problems[0].code == "write-failed"
    finally:
        build.chmod(stat.S_IRWXU)


def test_mkdocs_alone_builds_what_the_generator_left(small_site: Path) -> None:
    command = [sys.executable, "-m", "mkdocs", "build"]
    done = subprocess.run(command, cwd=small_site, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert (small_site / "site/index.html").is_file()
