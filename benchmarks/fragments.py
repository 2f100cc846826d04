"""Open citations in a browser: `python -m benchmarks.fragments ../shared/corpora`.

The readability corpus' pages are ingested as they come, 300 passages are cited of them (each article's
excerpt, then sentences spread over it), the pages are served on loopback, and headless Chromium opens each
address. Nothing but the page itself is loaded, and none of its scripts run. A passage is reached when the
browser has scrolled to it and its words, and no others in sight, are painted in the colour that
`::target-text` was given. Where the words stand on the page is found without the directive, by comparing text
without white space.
"""

from __future__ import annotations

import argparse
import base64
import http.server
import shutil
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from itertools import zip_longest
from pathlib import Path
from typing import Any, Final

from playwright.sync_api import Browser, Page, Route, sync_playwright

from benchmarks.extraction_corpora import GoldPage, gold_pages
from benchmarks.loopback import answering
from generator.digest.excerpts import excerpt
from generator.digest.sentences import sentence_spans
from generator.ingest import ingest
from generator.library import load_articles
from generator.model.article import Article
from generator.model.source import Rights
from generator.pages.text_fragments import leading_to, page_text
from generator.project import load_project

NOW: Final = datetime(2026, 11, 1, tzinfo=UTC)
SHORTEST, LONGEST = 30, 200  # characters of a passage
SPREAD = 12  # passages tried of an article, besides its excerpt
COLOUR: Final = (1, 2, 3)
COVERED: Final = 0.97  # of the words' width
PAINT: Final = (
    b"<style>::target-text{background:rgb(1,2,3)!important;color:rgb(1,2,3)!important;"
    b"text-shadow:none!important;text-decoration:none!important}"
    b"body{visibility:visible!important}</style>"  # some pages hide themselves until their scripts have run
)
FLAGS: Final = [
    *("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"),
    *("--disable-background-networking", "--disable-component-update", "--disable-sync"),
]

# Every place where the words stand on the page: the boxes of their letters, in the viewport.
FIND: Final = """(wanted) => {
  const plain = (text) => text.normalize('NFKC').replace(/[\\s\\u00ad\\u200b-\\u200f\\ufeff]/g, '')
    .replace(/[“”„«»]/g, '"').replace(/[‘’‚]/g, "'").toLowerCase();
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  let text = '';
  const places = [];
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const parent = node.parentElement;
    if (!parent || parent.closest('script,style,noscript,template,textarea,select')) continue;
    if (!parent.checkVisibility({visibilityProperty: true})) continue;
    [...node.data].reduce((at, letter) => {
      const letters = plain(letter);
      for (let i = 0; i < letters.length; i++) places.push([node, at, at + letter.length]);
      text += letters;
      return at + letter.length;
    }, 0);
  }
  const query = plain(wanted), found = [];
  if (!query) return found;
  for (let at = text.indexOf(query); at >= 0; at = text.indexOf(query, at + 1)) {
    const boxes = [];
    for (let i = at; i < at + query.length;) {
      const [node, start] = places[i];
      let stop = i;
      while (stop + 1 < at + query.length && places[stop + 1][0] === node) stop++;
      const range = document.createRange();
      range.setStart(node, start);
      range.setEnd(node, places[stop][2]);
      for (const box of range.getClientRects())
        if (box.width > 0 && box.height > 0) boxes.push([box.left, box.top, box.right, box.bottom]);
      i = stop + 1;
    }
    found.push(boxes);
  }
  return found;
}"""

# How much of the boxes' width is painted somewhere in their height (letters hide some of the colour), and how
# many painted points lie outside them.
MEASURE: Final = """async ([png, boxes, colour]) => {
  const image = new Image();
  image.src = 'data:image/png;base64,' + png;
  await image.decode();
  const canvas = new OffscreenCanvas(image.width, image.height), context = canvas.getContext('2d');
  context.drawImage(image, 0, 0);
  const {data, width, height} = context.getImageData(0, 0, image.width, image.height);
  const painted = new Uint8Array(width * height);
  for (let i = 0; i < painted.length; i++)
    painted[i] = data[4 * i] === colour[0] && data[4 * i + 1] === colour[1] && data[4 * i + 2] === colour[2];
  let wide = 0, covered = 0;
  const [left, right] = [(x) => Math.max(0, Math.floor(x)), (x) => Math.min(width, Math.ceil(x))];
  const [top, bottom] = [(y) => Math.max(0, Math.floor(y)), (y) => Math.min(height, Math.ceil(y))];
  for (const box of boxes)
    for (let x = left(box[0] + 1); x < right(box[2] - 1); x++) {
      wide++;
      for (let y = top(box[1]); y < bottom(box[3]); y++)
        if (painted[y * width + x]) { covered++; break; }
    }
  for (const box of boxes)
    for (let y = top(box[1] - 14); y < bottom(box[3] + 14); y++)
      painted.fill(0, y * width + left(box[0] - 6), y * width + right(box[2] + 6));
  return [wide ? covered / wide : 0, painted.reduce((sum, is) => sum + is, 0)];
}"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """Words of an article that are cited; `fragment` ends the address, and is empty where none is unique."""

    page: str
    words: str
    fragment: str


def main() -> None:
    """Measure, and print what became of the passages."""
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.fragments", description=__doc__.splitlines()[0]
    )
    parser.add_argument("corpora", type=Path)
    parser.add_argument("--lines", type=int, default=300)
    parser.add_argument("--failures", action="store_true", help="print each passage that was not reached")
    options = parser.parse_args()
    pages = {page.name: page for page in gold_pages(options.corpora, "readability")}
    passages, plain = cited(pages, options.lines)
    with serving(pages) as home, browser() as chromium:
        context = chromium.new_context(viewport={"width": 1280, "height": 1600}, service_workers="block")
        page, paper = context.new_page(), context.new_page()
        page.route("**/*", partial(_only_from, home))
        ends = [
            (passage, reached(page, paper, f"{home}{passage.page}?{number}{passage.fragment}", passage))
            for number, passage in enumerate(passages)
        ]
    counted = Counter(end for _, end in ends)
    print(f"{len(passages)} passages of {len({p.page for p in passages})} pages")
    for end, count in counted.most_common():
        print(f"  {end}: {count} ({100 * count / len(ends):.1f} %)")
    print(
        f"besides, {len(plain)} that stand in their article twice, and so do the words around them, lead to"
    )
    print(
        f"the page alone; they are of {', '.join(sorted({passage.page for passage in plain})) or 'no page'}"
    )
    if options.failures:
        for passage, end in ends:
            if end != REACHED:
                print(f"\n{passage.page}: {end}\n  {passage.words!r}\n  {passage.fragment}")


def cited(pages: Mapping[str, GoldPage], lines: int) -> tuple[list[Passage], list[Passage]]:
    """So many passages that an address leads to, the articles' excerpts first and then a passage of each in
    turn; and those met on the way that can only be led to by the page's own address."""
    by_article = []
    with tempfile.TemporaryDirectory(prefix="dayfold-bench-") as name:
        site = Path(name) / "site"
        command = [sys.executable, "-m", "generator", "new", str(site), "--now", "2000-01-01T00:00:00Z"]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
        shutil.rmtree(site / "content" / "articles")
        by_article.extend(list(_of_page(page, site, Path(name))) for page in pages.values())
    turns = [passage for turn in zip_longest(*by_article) for passage in turn if passage is not None]
    named: list[Passage] = []
    plain: list[Passage] = []
    for passage in turns:
        if len(named) == lines:
            break
        (named if passage.fragment else plain).append(passage)
    return named, plain


def _of_page(page: GoldPage, site: Path, folder: Path) -> Iterator[Passage]:
    project, _ = load_project(site, NOW)
    path = folder / f"{page.name}.html"
    path.write_bytes(page.data)
    report = ingest(project, [path])
    known = {article.id: article for article in load_articles(site, None)[0]}
    for article in (known[id_] for id_ in (*report.added, *report.updated, *report.unchanged)):
        text = page_text(article)
        for start, end in _spans(article, project.settings.digest.excerpts.sentences):
            fragment = leading_to("", text.directive(start, end))
            yield Passage(page=page.name, words=article.body[start:end], fragment=fragment)


def _spans(article: Article, sentences: int) -> list[tuple[int, int]]:
    spans = [(c.start, c.end) for c in excerpt(article, Rights(), sentences=sentences)]
    others = [s for s in sentence_spans(article.body) if SHORTEST <= s[1] - s[0] <= LONGEST]
    step = max(1, len(others) // SPREAD)
    return list(dict.fromkeys([*spans, *others[step // 2 :: step][:SPREAD]]))


# ---- the browser

REACHED: Final = "reached"


def reached(page: Page, paper: Page, address: str, passage: Passage) -> str:
    """What becomes of a reader who follows the address: `page` opens it, `paper` looks at the picture."""
    page.goto(address, wait_until="load")
    page.wait_for_timeout(100)  # it scrolls once it has been laid out
    return _seen(page, paper, passage)


def _only_from(home: str, route: Route) -> None:
    if route.request.url.startswith(home) and route.request.is_navigation_request():
        route.continue_()
    else:
        route.abort()


def _seen(page: Page, paper: Page, passage: Passage) -> str:
    found: list[list[list[float]]] = page.evaluate(FIND, passage.words)
    shot = base64.b64encode(page.screenshot()).decode()
    size = page.viewport_size or {"width": 0, "height": 0}
    in_sight = [boxes for boxes in found if boxes and all(_is_in(box, size) for box in boxes)]
    measures = [paper.evaluate(MEASURE, [shot, boxes, COLOUR]) for boxes in in_sight]
    if any(share >= COVERED and outside == 0 for share, outside in measures):
        return REACHED
    painted = paper.evaluate(MEASURE, [shot, [], COLOUR])[1]
    if not found:
        return f"the words are not on the page as we have them ({'other' if painted else 'no'} words marked)"
    if not painted:
        return "nothing in sight is marked"
    if not in_sight:
        return "led elsewhere"
    share, outside = max(measures)
    return "marked more than the words" if outside and share >= COVERED else "marked only a part of the words"


def _is_in(box: Sequence[float], size: Mapping[str, int]) -> bool:
    return box[1] >= 0 and box[3] <= size["height"]


@contextmanager
def browser() -> Iterator[Browser]:
    """The system's Chromium, without a window."""
    names = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
    path = next(filter(None, map(shutil.which, names)), None)
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=path, args=FLAGS)
        try:
            yield chromium
        finally:
            chromium.close()


@contextmanager
def serving(pages: Mapping[str, GoldPage]) -> Iterator[str]:
    """The pages on a loopback port, each at its name, with the colour of what is marked."""

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            page = pages.get(self.path.strip("/").partition("?")[0])
            self.send_response(200 if page else 404)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.send_header("Content-Security-Policy", "script-src 'none'")
            self.end_headers()
            self.wfile.write(page.data + PAINT if page else b"")

        def log_message(self, *_: Any) -> None:
            """Say nothing."""

    with answering(Handler) as home:
        yield home


if __name__ == "__main__":
    main()
