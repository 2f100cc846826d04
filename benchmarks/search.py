"""What search costs a site and its readers: `python -m benchmarks.search --pages 1000,10000`.

Makes pages as the theme does, over ten years, of the vocabulary of press releases where the corpus is beside
the checkout and of invented words elsewhere; `--words` is how many of its text a page shows. Indexes them in
shards; again with nothing changed; and with one new day. Seconds are wall and CPU, megabytes the most that
all processes of a step held at a time (resident, looked at every 50 ms), bytes those of the files in search/
that were not there before. With Chromium, and 40 ms a request, it measures a reader's first visit and
searches, from a server that compresses text. `--one` compares with one index of all, made in the same run.
"""

from __future__ import annotations

import argparse
import gzip
import html
import json
import random
import sys
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final

from benchmarks.archives import CORPUS, sample_sentences
from benchmarks.invented import Inventor
from benchmarks.processes import Cost, measured

ROOT: Final = Path(__file__).resolve().parent.parent
YEARS: Final = 10
LAST_DAY: Final = datetime(2026, 8, 16, tzinfo=UTC)
SOURCES: Final = 60
TOPICS: Final = 200
SECTIONS: Final = (
    "Public affairs",
    "Economy",
    "Environment and science",
    "Life and culture",
    "Sport",
    "Opinion",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """What pages are made of: the words of real or invented texts, in their order."""

    titles: Sequence[str]
    texts: Sequence[Sequence[str]]
    origin: str


def main() -> None:
    """Measure, and print what was found."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.search", description=__doc__.splitlines()[0])
    parser.add_argument("--pages", default="1000,10000", help="sizes, comma-separated")
    parser.add_argument("--words", type=int, default=80, help="words of its text that a page shows")
    parser.add_argument("--one", action="store_true", help="compare with one index of all pages")
    parser.add_argument("--no-browser", action="store_true", help="leave out Chromium")
    parser.add_argument("--build", nargs=2, type=Path, metavar=("SITE", "CACHE"), help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.build:
        _build(*options.build)
        return
    words = _words()
    print(f"{words.origin}; {options.words} words a page, ten years to {LAST_DAY:%Y-%m-%d}")
    for size in (int(part) for part in options.pages.split(",")):
        with tempfile.TemporaryDirectory(prefix="dayfold-search-") as folder:
            _measure(Path(folder), size, words, options)


def _measure(folder: Path, size: int, words: Words, options: argparse.Namespace) -> None:
    site, cache = folder / "site", folder / "cache"
    pages = Pages(site, words, options.words)
    days = YEARS * 365
    for day in range(days):
        at = LAST_DAY - timedelta(days=days - 1 - day)
        pages.write_day(at, size * (day + 1) // days - size * day // days)
    _write_search_page(site)
    print(f"\n{size:,} pages, {_bytes_of(site) / 2**20:.0f} MB of HTML")
    command = [sys.executable, "-m", "benchmarks.search", "--build", str(site), str(cache)]
    before = _files(site / "search")
    for step in ("all", "no change", "one new day"):
        if step == "one new day":
            pages.write_day(LAST_DAY + timedelta(days=1), max(1, size // days))
        cost = measured(command, ROOT)
        after = _files(site / "search")
        new = sum(after[path] for path in after.keys() - before.keys())
        print(f"  {step}: {_told(cost)}; {len(after):,} files, {new / 2**20:.2f} MB new")
        before = after
    manifest = (site / "search/manifest.json").read_bytes()
    shards = json.loads(manifest)["shards"]
    largest = max(shards, key=lambda shard: shard["pages"])
    print(
        f"  {len(shards)} shards, the newest of {shards[0]['pages']:,} pages, the largest of "
        f"{largest['pages']:,} ({largest['period']}); manifest {len(manifest):,} bytes, "
        f"{len(gzip.compress(manifest)):,} compressed; cache {_bytes_of(cache) / 2**20:.0f} MB"
    )
    if options.one:
        one = measured([*command[:3], "--build", str(site), "one"], ROOT)
        print(f"  one index of all pages: {_told(one)}")
    if not options.no_browser:
        from benchmarks.search_reader import read_as_a_reader  # noqa: PLC0415 -- needs Playwright

        read_as_a_reader(site, compare=options.one)


def _build(site: Path, cache: Path) -> None:
    """One step, in a process of its own; with the word "one" for a cache, one index of all pages at one/."""
    from generator.site.search_cache import open_page_cache  # noqa: PLC0415 -- as a build starts
    from generator.site.search_index import build_search  # noqa: PLC0415
    from generator.site.search_shards import FACTS, Shard, index_shard  # noqa: PLC0415

    if str(cache) != "one":
        problems = build_search(site, cache)
        if problems:
            sys.exit("\n".join(map(str, problems)))
        return
    with open_page_cache(site.parent / "cache/pages.sqlite") as pages:
        found = pages.of_days(day.name for day in pages.days())
    index_shard(site / "one", Shard(period="all", key="", pages=len(found), words=0), found)
    (site / "one" / FACTS).unlink()
    (site / "wasm.en.pagefind").write_bytes((site / "one/wasm.en.pagefind").read_bytes())


def _words() -> Words:
    if CORPUS.exists():
        with gzip.open(CORPUS, "rt", encoding="utf-8") as lines:
            articles = [json.loads(line) for line in lines]
        return Words(
            titles=[article["title"] for article in articles],
            texts=[article["text"].split() for article in articles],
            origin=f"{len(articles):,} press releases",
        )
    inventor = Inventor()
    invented = [article for day in inventor.days(400, 4000) for article in day]
    return Words(
        titles=[article.title for article in invented],
        texts=[article.body.split() for article in invented],
        origin=f"4,000 invented articles and {len(sample_sentences())} sentences of the sample",
    )


class Pages:
    """Writes pages into `site`, the same ones each time."""

    def __init__(self, site: Path, words: Words, length: int) -> None:
        self._site = site
        self._words = words
        self._length = length
        self._chance = random.Random(20260816)  # noqa: S311 -- repeatable on purpose

    def write_day(self, day: datetime, count: int) -> None:
        """Write `count` pages of `day`."""
        for number in range(count):
            at = day + timedelta(minutes=5 + number * 1400 // count)
            text = self._chance.choice(self._words.texts)
            start = self._chance.randrange(max(1, len(text) - self._length))
            path = self._site / f"articles/{day:%Y/%m/%d}/page-{number}/index.html"
            path.parent.mkdir(parents=True)
            path.write_text(self._page(" ".join(text[start : start + self._length]), at), encoding="utf-8")

    def _page(self, text: str, at: datetime) -> str:
        """As the theme makes an article's page, with as much about it."""
        chance = self._chance
        title = html.escape(chance.choice(self._words.titles))
        facts = [("kind", "article"), ("date", f"{at:%Y-%m-%d}"), ("language", "en")]
        facts.append(("section", chance.choice(SECTIONS)))
        facts.append(("source", f"Publisher {int(SOURCES * chance.random() ** 2)}"))
        facts += [("topic", f"Topic {int(TOPICS * chance.random() ** 2)}") for _ in range(2)]
        metas = "".join(
            f'<meta data-pagefind-filter="{n}[content]" content="{value}">\n' for n, value in facts
        )
        links = "".join(
            f'<li><a href="../../{n}/">A neighbour of this page, number {n}</a></li>\n' for n in range(20)
        )
        return (
            f'<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{title}</title>\n{metas}'
            f'<meta property="article:published_time" content="{at.isoformat()}"></head>\n'
            f"<body><nav>{links}</nav>\n"
            f'<div class="df-page df-page--article" data-pagefind-body><p>Outlet</p><h1>{title}</h1>\n'
            f'<div class="df-entry"><p>06:42</p><blockquote><p>{html.escape(text)}</p></blockquote></div>\n'
            f'<h2>About it</h2><div class="df-facts"><ul>{links}</ul></div></div></body></html>\n'
        )


def _write_search_page(site: Path) -> None:
    """The search page with the theme's own files, without MkDocs."""
    theme = ROOT / "site_config/theme"
    scripts = ("search", "search_index", "search_parts", "texts", "dayfold")
    names = [f"assets/{name}.js" for name in scripts]
    names += [f"stylesheets/{name}.css" for name in ("tokens", "dayfold", "custom")]
    names.append("assets/fonts/source-serif-4-latin.woff2")
    for name in names:
        (site / name).parent.mkdir(parents=True, exist_ok=True)
        (site / name).write_bytes((theme / name).read_bytes())
    sheets = "".join(f'<link rel="stylesheet" href="/{n}">' for n in names if n.endswith(".css"))
    (site / "search").mkdir()
    (site / "search/index.html").write_text(
        f'<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Search</title>{sheets}</head>'
        '<body><div class="md-content"><div class="df-page df-page--search"><h1>Search</h1>'
        '<div id="df-search"></div></div></div>'
        '<script type="module" src="/assets/search.js"></script></body>',
        encoding="utf-8",
    )


def _told(cost: Cost) -> str:
    return f"{cost.wall:.1f} s, {cost.cpu:.1f} CPU s, {cost.megabytes:.0f} MB"


def _files(folder: Path) -> dict[tuple[str, int], int]:
    """Size by path and inode: a file that was made anew counts as new."""
    found: dict[tuple[str, int], int] = {}
    for path in folder.rglob("*"):
        if path.is_file():
            status = path.stat()
            found[str(path), status.st_ino] = status.st_size
    return found


def _bytes_of(folder: Path) -> int:
    return sum(path.stat().st_size for path in _walk(folder))


def _walk(folder: Path) -> Iterator[Path]:
    return (path for path in folder.rglob("*") if path.is_file())


if __name__ == "__main__":
    main()
