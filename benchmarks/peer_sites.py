"""The generated Markdown as each peer wants it: build/docs in, a folder that another program builds out."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Final

import yaml

_DAY: Final = re.compile(r"(?:^|/)([0-9]{4})/([0-9]{2})/([0-9]{2})(?:/|\.md)")
_HEAD: Final = "---\n"
_NO_DAY: Final = "2000-01-01"
_MARK: Final = "<!-- changed -->"
_HTML: Final = "<!doctype html><html><head><title>{title}</title></head><body>{body}{mark}</body></html>\n"

_HUGO: Final = """baseURL: https://digest.example/
title: Digest
disableKinds: [taxonomy, term, rss]
markup: {goldmark: {renderer: {unsafe: true}, parser: {attribute: {block: true, title: true}}}}
"""
_PELICAN: Final = """SITENAME = "Digest"
SITEURL = "https://digest.example"
TIMEZONE = "UTC"
DEFAULT_LANG = "en"
THEME = "theme"
DIRECT_TEMPLATES = []
FEED_ALL_ATOM = CATEGORY_FEED_ATOM = TRANSLATION_FEED_ATOM = AUTHOR_FEED_ATOM = AUTHOR_FEED_RSS = None
CATEGORY_SAVE_AS = TAG_SAVE_AS = AUTHOR_SAVE_AS = ""
ARTICLE_SAVE_AS = "{slug}/index.html"
ARTICLE_URL = "{slug}/"
SLUGIFY_SOURCE = "basename"
MARKDOWN = {
    "extensions": ["attr_list", "md_in_html", "sane_lists", "tables", "toc", "meta"],
    "output_format": "html5",
}
"""
_BLOG: Final = """site_name: Digest
site_url: https://digest.example/
theme: {name: material, font: false, custom_dir: overrides}
plugins: [blog]
validation: {nav: {omitted_files: ignore}, links: {not_found: ignore}}
nav: [index.md]
markdown_extensions: [attr_list, md_in_html, sane_lists, tables]
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Peer:
    """A program that builds the same pages: its `files` of ours (Markdown by path), how it is run in its
    folder, where it writes, and the template that is changed (with what it has before and after)."""

    name: str
    files: Callable[[Mapping[str, str]], Iterator[tuple[str, str]]]
    command: tuple[str, ...]
    output: str
    template: str
    before: str
    after: str


def markdown_of(docs: Path) -> dict[str, str]:
    """The pages of build/docs by path, without the files for machines."""
    paths = sorted(docs.rglob("*.md"))
    return {path.relative_to(docs).as_posix(): path.read_text(encoding="utf-8") for path in paths}


def sync(folder: Path, files: Mapping[str, str]) -> None:
    """Have just these files, and touch none that has the same text."""
    for path in [path for path in folder.rglob("*.md") if path.is_file()]:
        if path.relative_to(folder).as_posix() not in files:
            path.unlink()
    for name, text in files.items():
        file = folder / name
        if not file.is_file() or file.read_text(encoding="utf-8") != text:
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text, encoding="utf-8")


def peers(bin_: Path) -> list[Peer]:
    """Those whose programs are in the folder `bin_`, or beside this Python."""
    python = sys.executable
    found = [
        Peer(
            name="Hugo",
            files=_for_hugo,
            command=(program(bin_, "hugo"), "--quiet"),
            output="public",
            template="layouts/_default/single.html",
            before=_HTML.format(title="{{ .Title }}", body="{{ .Content }}", mark=""),
            after=_HTML.format(title="{{ .Title }}", body="{{ .Content }}", mark=_MARK),
        ),
        Peer(
            name="Pelican",
            files=_for_pelican,
            command=(program(bin_, "pelican"), "content", "--settings", "conf.py", "--quiet"),
            output="output",
            template="theme/templates/article.html",
            before=_HTML.format(title="{{ article.title }}", body="{{ article.content }}", mark=""),
            after=_HTML.format(title="{{ article.title }}", body="{{ article.content }}", mark=_MARK),
        ),
        Peer(
            name="Material's blog plugin",
            files=_for_blog,
            command=(python, "-m", "mkdocs", "build", "--quiet"),
            output="site",
            template="overrides/partials/copyright.html",
            before="",
            after=_MARK,
        ),
    ]
    return [peer for peer in found if peer.command[0]]


def program(bin_: Path, name: str) -> str:
    """Where a program is: in `bin_`, else beside this Python; empty when it is not installed."""
    for folder in (bin_, Path(sys.executable).parent):
        if (folder / name).is_file():
            return str(folder / name)
    return ""


def _for_hugo(pages: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """A page that has others below it is a section's, and a link to a file of Markdown leads to its page."""
    yield "hugo.yaml", _HUGO
    link = '<a href="{{ strings.TrimSuffix ".md" .Destination }}/">{{ .Text }}</a>'
    yield "layouts/_default/_markup/render-link.html", link
    yield "layouts/_default/list.html", _HTML.format(title="{{ .Title }}", body="{{ .Content }}", mark="")
    for path, text in pages.items():
        front, body = _split(text)
        kept = {key: front[key] for key in ("title", "description", "day") if key in front}
        target = re.sub(r"(^|/)index\.md$", r"\1_index.md", path)
        yield f"content/{target}", f"{_HEAD}{yaml.safe_dump(kept)}{_HEAD}{body}"


def _for_pelican(pages: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """Every page is an article, at the address that it has with us."""
    yield "conf.py", _PELICAN
    yield "theme/templates/base.html", ""
    for path, text in pages.items():
        front, body = _split(text)
        title = " ".join(str(front.get("title", path)).split())
        head = f"Title: {title}\nDate: {_day(path)}\nSlug: {path.removesuffix('.md')}\nCategory: digest\n"
        yield f"content/{path}", f"{head}\n{body}"


def _for_blog(pages: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """Pages of a day are posts; the others are pages."""
    yield "mkdocs.yml", _BLOG
    yield "docs/blog/index.md", "# Blog\n"
    for path, text in pages.items():
        front, body = _split(text)
        if _DAY.search(path):
            kept = {
                "title": front.get("title", path),
                "date": date.fromisoformat(_day(path)),
                "slug": path.removesuffix(".md"),
            }
            post = f"{_HEAD}{yaml.safe_dump(kept)}{_HEAD}{body}"
            yield f"docs/blog/posts/{path.replace('/', '-')}", post
        else:
            yield f"docs/{path}", text


def _day(path: str) -> str:
    found = _DAY.search(path)
    return "-".join(found.groups()) if found else _NO_DAY


def _split(text: str) -> tuple[dict[str, object], str]:
    if not text.startswith(_HEAD):
        return {}, text
    head, _, body = text.removeprefix(_HEAD).partition(f"\n{_HEAD}")
    return yaml.safe_load(head), body
