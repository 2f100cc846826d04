"""Hostile strings as titles and bodies: a real browser shows each as the text that it is, and runs none.

One site holds them all, each as the title and the body of two articles: one whose publisher grants the full
text, one of which an excerpt may be quoted.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import yaml
from playwright.sync_api import Browser
from sites import Serve, Watch, build_whole, copy_site, sent_headers

from generator.library import store_article
from generator.model.article import Article, Label
from generator.model.ids import ArticleId, SourceId
from generator.model.text import normal_article

pytestmark = [pytest.mark.browser, pytest.mark.corpus, pytest.mark.slow]

FILES = ("naughty_strings", "own_titles_frontmatter", "xss_bleach", "xss_dompurify")
A_DAY = 60  # articles
PLAIN = ("plain-full", "plain-excerpt")  # the sources whose articles show what elements a page has

SOURCES = [
    {"id": "full", "name": "Full Text", "kind": "newspaper", "rights": {"full_text": True}},
    {"id": "excerpt", "name": "Excerpt", "kind": "newspaper"},
    {"id": PLAIN[0], "name": "Plain Full", "kind": "newspaper", "rights": {"full_text": True}},
    {"id": PLAIN[1], "name": "Plain Excerpt", "kind": "newspaper"},
]

# Opens addresses in frames beside each other, each a document of its own that runs its scripts, and tells
# what is on them: a page by itself takes three times as long.
LOOK = """async addresses => {
  const look = document => {
    const shape = new Set();
    for (const e of document.querySelectorAll("html, html *"))
      shape.add(e.localName + " " + [...e.attributes].map(a => a.name).sort().join(" "));
    return {
      path: document.location.pathname,
      heading: document.querySelector("#df-main h1").textContent,
      text: document.getElementById("df-main").textContent,
      title: document.title,
      quotes: [...document.querySelectorAll("blockquote p")].map(e => e.textContent),
      shape: [...shape],
      links: [...document.querySelectorAll("[href], [src], [action], [formaction]")]
        .flatMap(e => ["href", "src", "action", "formaction"].map(n => e.getAttribute(n)))
        .filter(value => value !== null),
    };
  };
  const frames = addresses.map(src => Object.assign(document.createElement("iframe"), { src }));
  const loaded = frames.map(frame => new Promise(done => frame.addEventListener("load", done)));
  document.body.replaceChildren(...frames);
  await Promise.all(loaded);
  return frames.map(frame => look(frame.contentDocument));
}"""
AT_ONCE = 24  # frames

# What they stand in: a page of the site would let none stand in it.
FRAMES = "<!doctype html><link rel=icon href=data:,><title>Frames</title>"


# Of the pages that list articles: as many of each kind as are enough to meet every template's every place.
LISTS = {"editions": 60, "stories": 40, "sources": 4, "archive": 2, "topics": 1}

FORBIDDEN = {
    "img",
    "iframe",
    "frame",
    "object",
    "embed",
    "base",
    "math",
    "style",
    "video",
    "audio",
    "textarea",
}


@dataclass(frozen=True)
class Seen:
    """What the browser has of a page."""

    path: str
    heading: str
    text: str
    title: str
    quotes: list[str]
    shape: list[str]
    links: list[str]


@dataclass(frozen=True)
class Site:
    """All that was seen of the site."""

    articles: list[tuple[Article, Seen]]
    lists: list[Seen]


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
    for source in PLAIN:
        yield Article(
            id=ArticleId(f"{start:%Y/%m/%d}/{source}-a-plain-title"),
            title="A plain title",
            body="A plain sentence.\n\nAnother, with\na line break.",
            source=SourceId(source),
            published=start,
            label=Label.OPINION,  # shown as a word beside the time
        )


@pytest.fixture(scope="module")
def site(
    chromium: Browser,
    corpora: Path,
    repository: Path,
    tmp_path_factory: pytest.TempPathFactory,
    serving: Serve,
) -> Site:
    """Every article's page, and lists of them, once; a dialog, an error, a request abroad fails them all."""
    root = copy_site(repository, tmp_path_factory.mktemp("hostile"), content=False)
    (root / "site_config/sources.yml").write_text(yaml.safe_dump({"sources": SOURCES}))
    (root / "site_config/digest.yml").write_text("timezone: UTC\n")
    (root / "site_config/topics.yml").write_text("topics: []\n")
    articles = list(hostile_articles(corpora))
    assert len(articles) > 800
    for article in articles:
        store_article(root, article)
    built = build_whole(root)
    lists = [path for kind, number in LISTS.items() for path in pages_below(built, kind)[:number]]
    (built / "frames.html").write_text(FRAMES, encoding="utf-8")
    policy = sent_headers(built)["Content-Security-Policy"]
    home = serving(built, policy.replace("frame-ancestors 'none'", "frame-src 'self'"))
    watch = Watch(home)
    context = chromium.new_context()
    page = watch.on(context.new_page())
    page.goto(f"{home}frames.html")
    seen = [
        Seen(**look)
        for batch in batches([*(f"articles/{article.id}/" for article in articles), *lists])
        for look in page.evaluate(LOOK, [home + path for path in batch])
    ]
    context.close()
    assert watch.wrong == []
    return Site(articles=list(zip(articles, seen, strict=False)), lists=seen[len(articles) :])


def pages_below(built: Path, folder: str) -> list[str]:
    return sorted(p.parent.relative_to(built).as_posix() + "/" for p in (built / folder).rglob("index.html"))


def batches(paths: list[str]) -> Iterator[list[str]]:
    for start in range(0, len(paths), AT_ONCE):
        yield paths[start : start + AT_ONCE]


def squeezed(text: str) -> str:
    """`text` with each run of white space one space, as a browser shows it."""
    return re.sub(r"\s+", " ", text).strip()


def test_titles_are_shown_as_the_text_that_they_are(site: Site) -> None:
    wrong = {
        article.id: (page.heading, page.title)
        for article, page in site.articles
        if squeezed(page.heading) != squeezed(article.title)
        or not squeezed(page.title).startswith(squeezed(article.title))
    }
    assert wrong == {}


def test_bodies_are_shown_as_the_text_that_they_are(site: Site) -> None:
    wrong = {
        article.id: page.text
        for article, page in site.articles
        if article.source == "full" and squeezed(article.body) not in squeezed(page.text)
    }
    assert wrong == {}


def test_quotations_are_words_of_the_body_to_the_letter(site: Site) -> None:
    quoted = [(a, squeezed(q)) for a, page in site.articles if a.source == "excerpt" for q in page.quotes]
    assert len(quoted) > 200
    wrong = {
        article.id: quote
        for article, quote in quoted
        if quote[1:-1].removesuffix("…") not in squeezed(article.body)
    }
    assert wrong == {}


def test_titles_stand_whole_in_the_lists_too(site: Site) -> None:
    listed = squeezed(" ".join(page.text for page in site.lists))
    missing = {article.id for article, _ in site.articles if squeezed(article.title) not in listed}
    assert len(missing) < len(site.articles) / 10, "the lists visited are a part of all"


def test_no_link_leads_anywhere_but_to_pages_and_mail(site: Site) -> None:
    pages = [*(page for _, page in site.articles), *site.lists]
    wrong = {(page.path, link) for page in pages for link in page.links if not is_safe(link)}
    assert wrong == set()


def test_no_element_and_no_attribute_is_a_strangers(site: Site) -> None:
    """An element and the names of its attributes are its shape: all pages have the plain articles' few."""
    plain = {shape for article, page in site.articles if article.source in PLAIN for shape in page.shape}
    wrong = {article.id: found for article, page in site.articles if (found := set(page.shape) - plain)}
    assert wrong == {}


def test_lists_have_no_element_or_attribute_that_the_theme_never_uses(site: Site) -> None:
    shapes = {(shape, page.path) for page in site.lists for shape in page.shape}
    assert not {(shape, path) for shape, path in shapes if shape.split()[0] in FORBIDDEN}
    assert not {(shape, path) for shape, path in shapes if any(a.startswith("on") for a in shape.split()[1:])}


def is_safe(link: str) -> bool:
    scheme = re.match(r"[\s\x00-\x20]*([a-zA-Z][a-zA-Z0-9+.-]*):", link)
    return scheme is None or scheme[1].lower() in {"http", "https", "mailto"}
