"""Builds after the first: what is built anew, what stands, and that a clean build would give the same."""

from __future__ import annotations

import ctypes
import errno
import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from generator.diagnostics import Position, Problem
from generator.site import Builder, build_site

EPOCH = 1_787_000_000

Contents = Callable[[Path], dict[str, bytes]]

# What the generator says of its pages; others get Material's look.
GENERATED = "---\ndayfold: text\ntitle: Page\n---\n\n"
ARTICLE = "articles/2026/08/17/gazette-bridge.md"
ARTICLE_PAGE = "articles/2026/08/17/gazette-bridge/index.html"


@pytest.fixture
def site(small_site: Path, repository: Path) -> Path:
    """The small site with Dayfold's own look, built once."""
    shutil.rmtree(small_site / "site_config/theme")
    shutil.copytree(repository / "site_config/theme", small_site / "site_config/theme")
    for page in sorted((small_site / "build/docs").rglob("*.md")):
        page.write_text(GENERATED + page.read_text())
    article = small_site / "build/docs" / ARTICLE
    article.write_text(f"{article.read_text()}\n## Here {{ #here }}\n")
    note = small_site / "build/docs/note.md"  # in no navigation, as the article: MkDocs sees neither again
    note.write_text(f"{GENERATED}# Note\n\n[The bridge]({ARTICLE}#here)\n")
    assert build_site(small_site, Builder.MKDOCS, EPOCH) == []
    return small_site


@pytest.fixture
def clean(tmp_path: Path, contents: Contents) -> Callable[[Path], tuple[dict[str, bytes], list[Problem]]]:
    """A function that builds a copy of a site from nothing: its files but the search index, its problems."""

    def build(root: Path) -> tuple[dict[str, bytes], list[Problem]]:
        copy = tmp_path / "clean"
        shutil.rmtree(copy, ignore_errors=True)
        copy.mkdir()
        for part in ("mkdocs.yml", "site_config", "build/docs", "build/language.yml"):
            how = shutil.copytree if (root / part).is_dir() else shutil.copy
            (copy / part).parent.mkdir(exist_ok=True)
            how(root / part, copy / part)
        problems = build_site(copy, Builder.MKDOCS, EPOCH)
        return without_index(contents(copy / "site")), problems

    return build


def without_index(files: dict[str, bytes]) -> dict[str, bytes]:
    """The files but those of a shard, which Pagefind does not write alike twice."""
    return {
        path: data for path, data in files.items() if not path.startswith("search/") or path.count("/") < 2
    }


def inodes(site: Path) -> dict[str, int]:
    """Which file stands at each path, but those of the search index."""
    files = {p.relative_to(site).as_posix(): p.stat().st_ino for p in site.rglob("*") if p.is_file()}
    return {
        path: inode
        for path, inode in files.items()
        if not path.startswith("search/") or path == "search/index.html"
    }


def replaced(root: Path, before: dict[str, int]) -> list[str]:
    """The files of the site that are others than before."""
    after = inodes(root / "site")
    return sorted(path for path in after.keys() | before.keys() if after.get(path) != before.get(path))


def test_nothing_changed_and_nothing_is_written(site: Path) -> None:
    before = inodes(site / "site")
    for _ in range(2):
        assert build_site(site, Builder.MKDOCS, EPOCH) == []
        assert replaced(site, before) == []


def test_only_the_page_that_changed_is_written(site: Path, clean, contents) -> None:
    before = inodes(site / "site")
    (site / "build/docs" / ARTICLE).write_text(
        GENERATED + "# Harbour bridge stays shut\n\n## Here { #here }\n"
    )
    assert build_site(site, Builder.MKDOCS, EPOCH) == []
    assert replaced(site, before) == [ARTICLE_PAGE]
    assert without_index(contents(site / "site")) == clean(site)[0]


def test_a_page_comes_goes_moves_and_comes_back(site: Path, clean, contents) -> None:
    docs = site / "build/docs"
    note = docs / "memos/one.md"
    note.parent.mkdir()
    note.write_text("# A note\n")
    steps = (
        lambda: None,
        lambda: note.rename(docs / "memos/two.md"),
        (docs / "memos/two.md").unlink,
        lambda: note.write_text("# A note\n"),
        (docs / "memos/one").mkdir,
        lambda: note.rename(docs / "memos/one/index.md"),  # the same address from another file
    )
    for step in steps:
        step()
        assert build_site(site, Builder.MKDOCS, EPOCH) == []
        assert without_index(contents(site / "site")) == clean(site)[0]
    assert (site / "site/memos/one/index.html").is_file()
    assert not (site / "site/memos/two").exists()


@pytest.mark.parametrize(
    "broken",
    [
        # an anchor that another page leads to, and a page that two lead to
        ("archive/index.md", "# Archive\n", [f"build/docs/{ARTICLE}:12:10"]),
        (ARTICLE, "# Harbour bridge reopens\n", ["build/docs/note.md:8:14"]),
        (ARTICLE, None, ["build/docs/index.md:8:40", "build/docs/note.md:8:14"]),
        # a new link to an anchor, and to a page, that there never was
        ("about.md", f"[x]({ARTICLE}#there)\n", ["build/docs/about.md:1:5"]),
        ("about.md", "[x](archive/august.md)\n", ["build/docs/about.md:1:5"]),
    ],
)
def test_a_link_that_breaks_is_told_as_in_a_clean_build(
    site: Path, clean, contents, broken: tuple[str, str | None, list[str]]
) -> None:
    path, text, places = broken
    before = contents(site / "site")
    page = site / "build/docs" / path
    good = page.read_text()
    if text is None:
        page.unlink()
    else:
        page.write_text(text)
    for _ in range(2):
        problems = build_site(site, Builder.MKDOCS, EPOCH)
        assert [str(problem.position) for problem in problems] == places
        assert problems == clean(site)[1]
        assert contents(site / "site") == before
    page.write_text(good)
    assert build_site(site, Builder.MKDOCS, EPOCH) == []
    assert without_index(contents(site / "site")) == without_index(before)


def test_a_site_that_was_edited_by_hand_is_mended(site: Path, contents) -> None:
    before = without_index(contents(site / "site"))
    (site / "site" / ARTICLE_PAGE).write_text("<p>Mine now.</p>")
    (site / "site/about/index.html").unlink()
    (site / "site/extra/deep").mkdir(parents=True)
    (site / "site/extra/deep/file.html").write_text("left here")
    assert build_site(site, Builder.MKDOCS, EPOCH) == []
    assert without_index(contents(site / "site")) == before
    assert not (site / "site/extra").exists()


def test_a_site_that_was_deleted_is_built_again(site: Path, contents) -> None:
    before = without_index(contents(site / "site"))
    shutil.rmtree(site / "site")
    assert build_site(site, Builder.MKDOCS, EPOCH) == []
    assert without_index(contents(site / "site")) == before


def test_where_build_alone_was_kept_what_changed_is_built(
    site: Path, clean, contents, tmp_path: Path
) -> None:
    kept = tmp_path / "kept"
    shutil.copytree(site, kept, ignore=shutil.ignore_patterns("site"))
    before = (kept / "build/site-spare" / ARTICLE_PAGE).stat().st_ino
    (kept / "build/docs/about.md").write_text("# About them\n")
    assert build_site(kept, Builder.MKDOCS, EPOCH) == []
    assert without_index(contents(kept / "site")) == clean(kept)[0]
    assert (kept / "site" / ARTICLE_PAGE).stat().st_ino == before
    assert "About them" in (kept / "site/about/index.html").read_text()


@pytest.mark.parametrize("lost", ["build/cache/site.sqlite", "build/cache/spare", "build/site-spare"])
def test_what_is_kept_between_builds_may_be_lost_or_broken(site: Path, clean, contents, lost: str) -> None:
    about = site / "build/docs/about.md"
    about.write_text("# About us\n")
    build_site(site, Builder.MKDOCS, EPOCH)
    if (site / lost).is_dir():
        shutil.rmtree(site / lost)
    else:
        (site / lost).write_bytes(b"\0 no such thing")
    about.write_text("# About you\n")
    for _ in range(2):
        assert build_site(site, Builder.MKDOCS, EPOCH) == []
        assert without_index(contents(site / "site")) == clean(site)[0]


def no_exchange(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(ctypes, "CDLL", lambda *_, **__: object())


def no_links(patch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise OSError(errno.EPERM, "Operation not permitted")

    patch.setattr(os, "link", refuse)


@pytest.mark.parametrize("lacking", [no_exchange, no_links])
def test_a_system_without_exchange_or_links_gives_the_same(
    site: Path,
    clean,
    contents,
    monkeypatch: pytest.MonkeyPatch,
    lacking: Callable[[pytest.MonkeyPatch], None],
) -> None:
    lacking(monkeypatch)
    for title in ("us", "you"):
        (site / "build/docs" / ARTICLE).write_text(f"{GENERATED}# About {title}\n\n## Here {{ #here }}\n")
        assert build_site(site, Builder.MKDOCS, EPOCH) == []
        assert without_index(contents(site / "site")) == clean(site)[0]
    assert not (site / "build/site-old").exists()


def test_a_swap_killed_before_its_last_rename_leaves_nothing_behind(site: Path, contents) -> None:
    before = without_index(contents(site / "site"))
    shutil.copytree(site / "site", site / "build/site-old")
    assert build_site(site, Builder.MKDOCS, EPOCH) == []
    assert without_index(contents(site / "site")) == before
    assert not (site / "build/site-old").exists()


def test_a_page_that_comes_out_empty_has_no_file(site: Path, clean, contents) -> None:
    (site / "site_config/theme/nothing.html").write_text("")
    (site / "build/docs/empty.md").write_text("---\ntemplate: nothing.html\n---\n\n# Nothing\n")
    build_site(site, Builder.MKDOCS, EPOCH)
    for path in (site / "site", site / "build/docs/about.md"):
        shutil.rmtree(path) if path.is_dir() else path.write_text("# About\n")
        assert build_site(site, Builder.MKDOCS, EPOCH) == []
        assert without_index(contents(site / "site")) == clean(site)[0]


def test_another_builder_in_between_changes_nothing(site: Path, contents) -> None:
    before = without_index(contents(site / "site"))
    assert build_site(site, Builder.ZENSICAL, EPOCH) == []
    assert build_site(site, Builder.MKDOCS, EPOCH) == []
    assert without_index(contents(site / "site")) == before


def change_theme(root: Path) -> None:
    colophon = root / "site_config/theme/partials/colophon.html"
    colophon.write_text(colophon.read_text().replace("About", "About us"))


def change_settings(root: Path) -> None:
    with (root / "mkdocs.yml").open("a") as file:
        file.write("copyright: us\nsite_name: Other\n")


def change_inherited_settings(root: Path) -> None:
    base = root / "site_config/mkdocs.base.yml"
    base.write_text(base.read_text().replace("permalink: false", "permalink: true"))


@pytest.mark.parametrize("change", [change_theme, change_settings, change_inherited_settings])
def test_what_all_pages_share_has_all_pages_built(
    site: Path, clean, contents, change: Callable[[Path], None]
) -> None:
    (site / "build/docs/about.md").write_text("# About\n\n## Us\n\n### Them\n\n## You\n")
    build_site(site, Builder.MKDOCS, EPOCH)
    before = contents(site / "site")
    change(site)
    assert build_site(site, Builder.MKDOCS, EPOCH) == []
    assert contents(site / "site")["about/index.html"] != before["about/index.html"]
    assert without_index(contents(site / "site")) == clean(site)[0]


@pytest.mark.parametrize(
    "template",
    [
        "{% for item in nav %}{{ item.title }}{% endfor %}",
        "{% for file in pages %}{{ file.page.title }}, {% endfor %}",
        "{{ pages | length }}",
    ],
)
def test_a_template_that_looks_at_other_pages_sees_them(site: Path, clean, contents, template: str) -> None:
    colophon = site / "site_config/theme/partials/colophon.html"
    colophon.write_text(template)
    build_site(site, Builder.MKDOCS, EPOCH)
    (site / "build/docs/about.md").write_text("# Who we are\n")
    (site / "build/docs/more.md").write_text("# More\n")
    assert build_site(site, Builder.MKDOCS, EPOCH) == []
    assert without_index(contents(site / "site")) == clean(site)[0]


def test_a_hook_may_do_anything_so_all_pages_are_built(site: Path, clean, contents) -> None:
    (site / "hook.py").write_text(
        "from pathlib import Path\n\n"
        "def on_post_page(output, page, config):\n"
        "    return output + Path('motto.txt').read_text()\n"
    )
    with (site / "mkdocs.yml").open("a") as file:
        file.write("hooks: [hook.py]\n")
    for motto in ("one", "two"):
        (site / "motto.txt").write_text(motto)
        assert build_site(site, Builder.MKDOCS, EPOCH) == []
        assert contents(site / "site")["about/index.html"].endswith(motto.encode())


def test_files_that_are_no_pages_come_and_go_too(site: Path, clean, contents) -> None:
    docs = site / "build/docs"
    (docs / "feed.xml").write_text("<feed/>")
    (docs / "about.md").write_text("# About\n\n[Feed](feed.xml)\n")
    build_site(site, Builder.MKDOCS, EPOCH)
    before = inodes(site / "site")
    (docs / "more.md").write_text("# More\n\n[Feed](feed.xml)\n")
    assert build_site(site, Builder.MKDOCS, EPOCH) == []
    assert "feed.xml" not in replaced(site, before)
    (docs / "feed.xml").write_text("<feed>new</feed>")
    assert build_site(site, Builder.MKDOCS, EPOCH) == []
    assert without_index(contents(site / "site")) == clean(site)[0]
    (docs / "feed.xml").unlink()
    problems = build_site(site, Builder.MKDOCS, EPOCH)
    assert [problem.position.path for problem in problems] == ["build/docs/about.md", "build/docs/more.md"]


def test_a_file_of_an_address_that_another_page_has_is_told_or_takes_its_place(
    site: Path, clean, contents
) -> None:
    docs = site / "build/docs"
    (docs / "note").mkdir()
    for path in ("note/index.md", "note/index.html"):  # note.md has that address: the later one is seen
        (docs / path).write_text(f"{GENERATED}# Another {path}\n")
        problems = build_site(site, Builder.MKDOCS, EPOCH)
        assert problems == clean(site)[1]
    assert [problem.code for problem in problems] == ["site-build-failed"]
    (docs / "note/index.html").unlink()
    for _ in range(2):
        assert build_site(site, Builder.MKDOCS, EPOCH) == []
        assert without_index(contents(site / "site")) == clean(site)[0]
        (docs / "note/index.md").unlink(missing_ok=True)


def test_mkdocs_own_sitemap_has_every_page_whatever_it_is_called(site: Path, clean, contents) -> None:
    (site / "site_config/theme/sitemap.xml").unlink()
    docs = site / "build/docs"
    for path in ("ä b/c+d.md", "a/README.md", "a/b/x.md", "a-b/index.md", "Z.md"):
        (docs / path).parent.mkdir(parents=True, exist_ok=True)
        (docs / path).write_text(f"{GENERATED}# {path}\n")
    for title in ("One", "Two"):
        (docs / "about.md").write_text(f"{GENERATED}# {title}\n")
        assert build_site(site, Builder.MKDOCS, EPOCH) == []
    assert without_index(contents(site / "site")) == clean(site)[0]


def test_the_search_has_what_the_site_has_whatever_became_of_builds_before(
    site: Path, clean, contents
) -> None:
    about = site / "build/docs/about.md"
    refused = Problem(code="write-failed", position=Position(path="site"), message="No.", remedy="Wait.")
    searched = '<div data-pagefind-body markdown="1">\n{}\n</div>\n'
    for step in range(4):
        about.write_text(f"{GENERATED}# About {step % 3}\n\n{searched.format(step)}")
        if step == 1:  # it is read, and never comes to the site
            assert build_site(site, Builder.MKDOCS, EPOCH, lambda _, __: [refused]) == [refused]
            continue
        if step == 2:
            shutil.rmtree(site / "build/cache/search")
        assert build_site(site, Builder.MKDOCS, EPOCH) == []
        assert contents(site / "site")["search/manifest.json"] == clean(site)[0]["search/manifest.json"]
