"""The sample's pages, built strictly by MkDocs and by Zensical with the theme: what a browser is sent."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import urljoin

import pytest
from linked_data import faults
from pages_sample import ROOT, Seen, published_site, with_strings

from generator.languages import ENGLISH
from generator.pages import render
from generator.site import write_language
from generator.site.builders import Builder, run_builder

JSON_LD = '<script type="application/ld+json">'
CONFIG = '<script id="__config" type="application/json">'
HOSTILE = """</title><script>alert("1")</script>'"&amp; --> ]]> {{ 7 }}"""


@pytest.fixture(scope="module")
def built_by(tmp_path_factory: pytest.TempPathFactory) -> Callable[[Builder], Path]:
    """The site that a builder makes of the sample with a hostile string wherever a stranger's words stand."""

    @cache
    def build(builder: Builder) -> Path:
        root = tmp_path_factory.mktemp("site")
        shutil.copy(ROOT / "mkdocs.yml", root)
        shutil.copytree(ROOT / "site_config", root / "site_config")
        for page in render(with_strings(published_site({"by-hand.md": "# By hand\n\nText.\n"}), HOSTILE)):
            path = root / "build" / "docs" / page.path
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(page.text, encoding="utf-8")
        write_language(root, ENGLISH)
        assert run_builder(root, root / "build" / "site", builder, epoch=0) == []
        return root / "build" / "site"

    return build


@pytest.fixture(scope="module", params=list(Builder), ids=lambda builder: builder.value)
def built(request: pytest.FixtureRequest, built_by: Callable[[Builder], Path]) -> Path:
    """The site of each builder."""
    return built_by(request.param)


def seen(path: Path) -> Seen:
    return Seen(path.read_text(encoding="utf-8"))


def test_every_page_is_there_with_the_hostile_string_as_text(built: Path) -> None:
    pages = sorted(built.glob("**/index.html"))
    assert len(pages) > 40
    for page in pages:
        html = page.read_text(encoding="utf-8")
        assert "<script>alert" not in html, page
        ours = [script for script in re.findall(r"<script[^>]*>", html) if "src=" not in script]
        assert set(ours) <= {"<script>", JSON_LD, CONFIG}, page
        assert ours.count("<script>") <= 3, page  # Material's: two for the colours, one on hand-written pages
    article = seen(built / "articles/2026/08/17/herald-farms/index.html")
    assert HOSTILE in article.text


def test_a_generated_page_fetches_nothing_of_materials(built: Path) -> None:
    for name in ("index.html", "stories/2026/08/16/herald-cloudy-water/index.html", "archive/index.html"):
        page = seen(built / name)
        fetched = [a.get("src") or a.get("href") for tag, a in page.elements if tag in {"script", "link"}]
        paths = [path for path in fetched if path and "canonical" not in path]
        assert not [path for path in paths if "bundle" in path or "main." in path or "palette." in path]
        assert not [path for path in paths if path.startswith("http") and "dayfold.example" not in path]


def test_a_hand_written_page_keeps_materials_own(built: Path) -> None:
    html = (built / "by-hand/index.html").read_text(encoding="utf-8")
    assert "bundle" in html
    assert 'class="md-typeset df-prose"' in html


def test_a_page_tells_search_and_machines_what_it_is(built: Path) -> None:
    page = seen(built / "articles/2026/08/17/bote-faehre/index.html")
    told = {
        a["data-pagefind-filter"]: a["content"] for tag, a in page.elements if a.get("data-pagefind-filter")
    }
    assert told["kind[content]"] == "article"
    assert told["date[content]"] == "2026-08-17"
    assert told["language[content]"] == "de"
    assert any("data-pagefind-body" in a for _, a in page.elements)
    html = (built / "articles/2026/08/17/bote-faehre/index.html").read_text(encoding="utf-8")
    assert '"@type": "NewsArticle"' in html or '"@type":"NewsArticle"' in html


def test_a_page_of_lists_is_not_searched(built: Path) -> None:
    for name in ("sources/wire/index.html", "archive/index.html", "editions/2026/08/17/left-out/index.html"):
        assert not any("data-pagefind-body" in a for _, a in seen(built / name).elements)


def test_there_is_a_page_for_what_is_not_there(built: Path) -> None:
    page = seen(built / "404.html")
    assert "There is no page here" in page.text
    assert ("form", "search") in [(tag, a.get("role")) for tag, a in page.elements]


def test_a_page_leads_to_its_own_feeds_and_the_sites(built: Path) -> None:
    page = built / "stories/2026/08/16/herald-cloudy-water/index.html"
    feeds = [a for tag, a in seen(page).elements if tag == "link" and a.get("rel") == "alternate"]
    assert [a["type"] for a in feeds[:3]] == [
        "application/atom+xml",
        "application/rss+xml",
        "application/feed+json",
    ]
    paths = [(page.parent / str(a["href"])).resolve() for a in feeds]
    assert paths[0] == (page.parent / "feed.atom").resolve()
    assert paths[3] == (built / "feed.atom").resolve()
    assert all(path.is_file() for path in paths)


def test_the_list_of_feeds_leads_to_files_that_are_there(built: Path) -> None:
    page = built / "feeds/index.html"
    hrefs = [str(a["href"]) for tag, a in seen(page).elements if tag == "a" and a.get("href")]
    feeds = [href for href in hrefs if "/feed." in href]
    assert len(feeds) > 30
    assert [href for href in feeds if not (page.parent / href).is_file()] == []


def test_files_for_machines_are_where_machines_look(built: Path) -> None:
    names = [
        "robots.txt",
        ".well-known/tdmrep.json",
        "sitemaps/index.xml",
        "sitemaps/news.xml",
        "sources.opml",
    ]
    assert [name for name in names if not (built / name).is_file()] == []


def linked_data(path: Path) -> dict[str, Any]:
    html = path.read_text(encoding="utf-8")
    [found] = re.findall(f"{re.escape(JSON_LD)}(.*?)</script>", html, re.DOTALL)
    told: dict[str, Any] = json.loads(found)
    return told


def test_every_generated_page_has_linked_data_that_schema_org_knows(built: Path) -> None:
    pages = [page for page in sorted(built.glob("**/index.html")) if page.parent.name != "by-hand"]
    wrong = {page.relative_to(built).as_posix(): faults(linked_data(page)) for page in pages}
    assert {page: told for page, told in wrong.items() if told} == {}
    kinds = {linked_data(page)["@type"] for page in pages}
    assert kinds == {"WebPage", "CollectionPage", "NewsArticle"}


def test_an_edition_names_its_stories_and_what_they_are_based_on(built: Path) -> None:
    told = linked_data(built / "editions/2026/08/17/index.html")
    assert told["isPartOf"]["publisher"]["correctionsPolicy"].endswith("/corrections/")
    assert len(told["hasPart"]) == 4
    based = [part.get("isBasedOn", []) for part in told["hasPart"]]
    assert ["https://bote.example/bote-faehre"] in based
    page = seen(built / "editions/2026/08/17/index.html")
    ids = {a.get("id") for _, a in page.elements}
    assert {part["url"].partition("#")[2] for part in told["hasPart"]} <= ids


def test_an_article_is_its_publishers(built: Path) -> None:
    told = linked_data(built / "articles/2026/08/17/herald-farms/index.html")
    assert told["url"] == "https://herald.example/herald-farms"
    assert told["mainEntityOfPage"].endswith("/articles/2026/08/17/herald-farms/")
    assert (told["datePublished"], told["dateModified"]) == (
        "2026-08-17T05:50+00:00",
        "2026-08-17T07:05+00:00",
    )


def test_what_is_shared_says_what_it_is(built: Path) -> None:
    page = seen(built / "articles/2026/08/17/bote-faehre/index.html")
    told = {a["property"]: a["content"] for tag, a in page.elements if tag == "meta" and a.get("property")}
    assert told["og:type"] == "article"
    assert told["og:locale"] == "de"
    assert told["article:published_time"] == "2026-08-17T07:30+00:00"
    assert str(told["og:url"]).endswith("/articles/2026/08/17/bote-faehre/")
    canonical = [a["href"] for tag, a in page.elements if tag == "link" and a.get("rel") == "canonical"]
    assert canonical == [told["og:url"]]


def files_of(site: Path) -> dict[str, Path]:
    """The files of a site by their paths, without the theme's that are not ours."""
    files = {path.relative_to(site).as_posix(): path for path in site.rglob("*") if path.is_file()}
    return {
        name: path
        for name, path in files.items()
        if not name.startswith(("assets/javascripts/", "assets/stylesheets/", "assets/images/"))
    }


def what_is_sent(path: Path, name: str) -> object:
    """A file's bytes; of a page its text and elements, addresses as they lead, without who made it."""
    if not name.endswith(".html"):
        return path.read_bytes()
    html = path.read_text(encoding="utf-8")
    page = Seen(re.sub(f"{re.escape(JSON_LD)}.*?</script>", "", html, flags=re.DOTALL))
    for tag, attributes in page.elements:
        for key in attributes.keys() & {"href", "src", "action", "data-permalink"}:
            attributes[key] = urljoin(f"https://here.example/{name}", attributes[key])
        if tag == "meta" and attributes.get("name") == "generator":
            attributes["content"] = ""
    return page.text, page.elements, re.findall(JSON_LD, html) and linked_data(path)


def test_zensical_makes_the_same_site_but_for_what_the_documentation_names(
    built_by: Callable[[Builder], Path],
) -> None:
    ours, theirs = files_of(built_by(Builder.MKDOCS)), files_of(built_by(Builder.ZENSICAL))
    assert ours.keys() - theirs.keys() <= {"sitemap.xml.gz"}
    assert theirs.keys() <= ours.keys()
    other = sorted(
        name for name in theirs if what_is_sent(ours[name], name) != what_is_sent(theirs[name], name)
    )
    # Theirs of a sitemap has no dates, and nothing names it; a page written by hand has Material's own.
    assert other == ["by-hand/index.html", "sitemap.xml"]
