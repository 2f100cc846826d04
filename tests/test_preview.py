"""What `digest serve` shows of a change before the site is built again."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from benchmarks.growth import write_site
from benchmarks.invented import Inventor
from generator.build import build
from generator.library import article_path, store_article
from generator.preview import Preview
from generator.project import Project, load_project
from generator.site import NoSuchPageError, PageFaultError

DAYS = 40


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("preview") / "site"
    inventor = Inventor()
    write_site(folder, (article for day in inventor.days(DAYS, DAYS) for article in day))
    build(project(folder), builder=None)
    return folder


@pytest.fixture
def preview(root: Path) -> Iterator[Preview]:
    with Preview(root) as made:
        made.learn(project(root))
        yield made


def project(root: Path) -> Project:
    return load_project(root, datetime(2026, 6, 1, tzinfo=UTC))[0]


def edit(file: Path, old: str, new: str) -> Path:
    file.write_text(file.read_text(encoding="utf-8").replace(old, new, 1), encoding="utf-8")
    return file


def articles(root: Path) -> list[Path]:
    return sorted((root / "content/articles").rglob("*.md"))


def page_of(article: Path, root: Path) -> str:
    return f"{article.relative_to(root / 'content').with_suffix('').as_posix()}/"


def tree(folder: Path) -> dict[Path, int]:
    return {path: path.stat().st_mtime_ns for path in folder.rglob("*")}


def test_what_is_shown_is_what_the_next_build_gives(root: Path, preview: Preview) -> None:
    corrected = edit(articles(root)[DAYS // 2], "title: ", "title: Corrected ")
    new = Inventor(seed=2).day(DAYS - 1, 1)[0]
    store_article(root, new)
    template = edit(root / "site_config/theme/partials/colophon.html", "", "<!-- another -->")
    named = edit(root / "mkdocs.yml", "site_name: ", "site_name: Another ")
    before = tree(root)
    assert preview.show(project(root), {corrected, article_path(root, new.id), template, named})
    urls = ["", page_of(corrected, root), f"articles/{new.id}/", "archive/", "about/", "sources/", "search/"]
    urls += ["feed.json", "assets/search.js"]
    shown = {url: preview.get(url) for url in urls}
    assert tree(root) == before, "a preview writes nothing below the site"
    assert build(project(root)).site_built
    for url in urls:
        file = root / "site" / url
        assert shown[url] == (file / "index.html" if file.is_dir() else file).read_bytes(), url


def test_an_article_that_was_deleted_is_no_page_any_more(root: Path, preview: Preview) -> None:
    gone = articles(root)[-1]
    text = gone.read_text(encoding="utf-8")
    assert preview.get(page_of(gone, root)) is not None
    gone.unlink()
    assert preview.show(project(root), {gone})
    with pytest.raises(NoSuchPageError):
        preview.get(page_of(gone, root))
    gone.write_text(text, encoding="utf-8")  # it has been published


def test_what_only_a_build_has_is_left_to_it(root: Path, preview: Preview) -> None:
    assert preview.get("search/manifest.json") is None
    for path in ("../theme/../sources.yml", "../../mkdocs.yml", "a\0b", "x" * 300):
        assert preview.get(path) is None, path


def test_a_fault_of_a_template_is_told_in_words_and_mended_by_the_next_change(
    root: Path, preview: Preview
) -> None:
    file = root / "site_config/theme/partials/colophon.html"
    before = file.read_text(encoding="utf-8")
    file.write_text("{% if %}", encoding="utf-8")
    assert preview.show(project(root), {file})
    with pytest.raises(PageFaultError, match="Expected an expression"):
        preview.get("about/")
    file.write_text(before, encoding="utf-8")
    assert preview.show(project(root), {file})
    assert preview.get("about/")


def test_a_change_that_makes_all_stories_be_followed_again_is_left_to_the_build(
    root: Path, preview: Preview
) -> None:
    old = replace(Inventor(seed=3).day(0, 1)[0], title="Of long ago")
    store_article(root, old)
    assert not preview.show(project(root), {article_path(root, old.id)})
    article_path(root, old.id).unlink()


def test_a_site_with_a_plugin_is_left_to_the_build(root: Path, preview: Preview) -> None:
    config = root / "mkdocs.yml"
    before = config.read_text(encoding="utf-8")
    config.write_text(f"{before}\nplugins: [search]\n", encoding="utf-8")
    assert not preview.show(project(root), {config})
    config.write_text(before, encoding="utf-8")
