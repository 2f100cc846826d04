"""Hostile strings as titles and bodies: a real browser shows each as the text that it is, and runs none.

One site holds them all, each as the title and the body of two articles: one whose publisher grants the full
text, one of which an excerpt may be quoted.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import yaml
from conftest import Watch, build_whole, copy_site
from playwright.sync_api import Browser

from generator.library import store_article
from generator.model.article import Article
from generator.model.ids import ArticleId, SourceId
from generator.model.text import normal_article

pytestmark = [pytest.mark.browser, pytest.mark.corpus, pytest.mark.slow]

FILES = ("naughty_strings", "own_titles_frontmatter", "xss_bleach", "xss_dompurify")
A_DAY = 60  # articles
PLAIN = "plain"  # the source whose article shows what elements a page has

SOURCES = [
    {"id": "full", "name": "Full Text", "kind": "newspaper", "rights": {"full_text": True}},
    {"id": "excerpt", "name": "Excerpt", "kind": "newspaper"},
    {"id": PLAIN, "name": "Plain", "kind": "newspaper", "rights": {"full_text": True}},
]

# Everything of one page that the tests look at, in one trip to the browser.
LOOK = """() => {
  const main = document.getElementById("df-main");
  const shape = new Set();
  for (const e of document.querySelectorAll("html, html *"))
    shape.add(e.localName + " " + [...e.attributes].map(a => a.name).sort().join(" "));
  return {
    title: document.title,
    heading: main.querySelector("h1").textContent,
    text: main.textContent,
    shape: [...shape],
    links: [...document.querySelectorAll("[href], [src], [action], [formaction]")]
      .flatMap(e => ["href", "src", "action", "formaction"].map(n => e.getAttribute(n)))
      .filter(value => value !== null),
  };
}"""


@dataclass(frozen=True)
class Hostile:
    """The served site and the articles in it."""

    home: str
    articles: tuple[Article, ...]


def payloads(corpora: Path) -> Iterator[tuple[str, str]]:
    for name in FILES:
        for line in (corpora / f"hostile/{name}.jsonl").read_text(encoding="utf-8").rstrip("\n").split("\n"):
            row = json.loads(line)
            yield f"{name}-{row['id']}".lower().replace("_", "-"), row["payload"]


def hostile_articles(corpora: Path) -> Iterator[Article]:
    start = datetime(2026, 8, 1, 6, 0, tzinfo=UTC)
    for number, (name, payload) in enumerate(payloads(corpora)):
        when = start + timedelta(days=number // (A_DAY // 2), minutes=number % A_DAY)
        for source in ("full", "excerpt"):
            article = normal_article(
                Article(
                    id=ArticleId(f"{when:%Y/%m/%d}/{source}-{name}"),
                    title=payload,
                    body=payload,
                    source=SourceId(source),
                    published=when,
                )
            )
            if article.title and article.body:
                yield article
    yield Article(
        id=ArticleId(f"{start:%Y/%m/%d}/{PLAIN}-a-plain-title"),
        title="A plain title",
        body="A plain sentence.\n\nAnother, with\na line break.",
        source=SourceId(PLAIN),
        published=start,
        url="https://plain.example/a",
    )


@pytest.fixture(scope="module")
def hostile(
    corpora: Path, repository: Path, tmp_path_factory: pytest.TempPathFactory, serving: Callable[[Path], str]
) -> Hostile:
    root = copy_site(repository, tmp_path_factory.mktemp("hostile"), content=False)
    (root / "site_config/sources.yml").write_text(yaml.safe_dump({"sources": SOURCES}))
    (root / "site_config/digest.yml").write_text("timezone: UTC\n")
    (root / "site_config/topics.yml").write_text("topics: []\n")
    (root / "content/pages").mkdir(parents=True)
    (root / "content/pages/about.md").write_text("# About\n")
    articles = tuple(hostile_articles(corpora))
    assert len(articles) > 800
    for article in articles:
        store_article(root, article)
    return Hostile(home=serving(build_whole(root)), articles=articles)


@pytest.fixture
def look(chromium: Browser, hostile: Hostile) -> Iterator[Callable[[str], dict[str, object]]]:
    """A function that opens an address in the one page there is and tells what is on it."""
    watch = Watch(hostile.home)
    context = chromium.new_context()
    page = watch.on(context.new_page())

    def open_page(path: str) -> dict[str, object]:
        page.goto(hostile.home + path, wait_until="domcontentloaded")
        return dict(page.evaluate(LOOK))

    yield open_page
    context.close()
    assert watch.wrong == []


def squeezed(text: object) -> str:
    """`text` with each run of white space one space, as a browser shows it."""
    return re.sub(r"\s+", " ", str(text)).strip()


def test_every_article_shows_its_words_and_nothing_of_them_runs(
    hostile: Hostile, look: Callable[[str], dict[str, object]]
) -> None:
    pages = {article: look(f"articles/{article.id}/") for article in hostile.articles}
    wrong: list[str] = []
    for article, seen in pages.items():
        if squeezed(article.title) != squeezed(seen["heading"]):
            wrong.append(f"{article.id}: the heading is {seen['heading']!r}, not {article.title!r}")
        if article.source == "full" and squeezed(article.body) not in squeezed(seen["text"]):
            wrong.append(f"{article.id}: the text lacks {article.body!r}")
        wrong += [f"{article.id}: a link to {link!r}" for link in seen["links"] if not is_safe(link)]
    assert wrong == []


def test_no_page_has_an_element_or_attribute_of_a_strangers(
    hostile: Hostile, look: Callable[[str], dict[str, object]]
) -> None:
    """An element and its attributes' names are its shape: the pages have the theme's few, and no other."""
    shapes: dict[str, str] = {}
    for article in hostile.articles:
        for shape in look(f"articles/{article.id}/")["shape"]:
            shapes.setdefault(shape, article.id)
    names = {shape.split()[0] for shape in shapes}
    assert not names & {"img", "iframe", "object", "embed", "base", "marquee", "math", "template", "style"}
    attributes = {name for shape in shapes for name in shape.split()[1:]}
    assert not {name for name in attributes if name.startswith("on")}, attributes
    assert len(shapes) < 120, shapes


def is_safe(link: object) -> bool:
    scheme = re.match(r"[\s\x00-\x20]*([a-zA-Z][a-zA-Z0-9+.-]*):", str(link))
    return scheme is None or scheme[1].lower() in {"http", "https", "mailto"}
