"""Show how a site looks, on one sheet: `python -m benchmarks.contact_sheet site --into build/contact-sheet`.

Of each kind of page the largest one is opened in the system's Chromium at 360, 768 and 1440 px, in light and
in dark, and once in print; each picture is a PNG of its own, and `index.html` shows them all.
"""

from __future__ import annotations

import argparse
import html
import re
import shutil
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Literal

from playwright.sync_api import Browser, ViewportSize, sync_playwright

from benchmarks.loopback import served

KINDS: Final[Mapping[str, str]] = {
    "home": r"",
    "day": r"editions/\d{4}/\d{2}/\d{2}/",
    "week": r"editions/\d{4}/W\d{2}/",
    "month": r"editions/\d{4}/\d{2}/",
    "left out": r"editions/\d{4}/\d{2}/\d{2}/left-out/",
    "story": r"stories/.+/",
    "article": r"articles/.+/",
    "topic": r"topics/.+/",
    "topics": r"topics/",
    "source": r"sources/.+/",
    "sources": r"sources/",
    "year": r"archive/.+/",
    "archive": r"archive/",
    "search": r"search/",
    "corrections": r"corrections/",
    "feeds": r"feeds/",
    "feed health": r"feed-health/",
    "rights": r"rights/",
    "how this is made": r"how-this-is-made/",
    "about": r"about/",
    "not found": r"404\.html",
}
CHROMIUM: Final = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
WIDTHS: Final = (360, 768, 1440)
SCHEMES: Final[tuple[Literal["light", "dark"], ...]] = ("light", "dark")
TALLEST: Final = 3000  # px of a page that are shown
_PRINTED: Final = 700  # px: about a sheet of A4 within its margins

_STYLE: Final = """
body { margin: 16px; background: #ddd; color: #111; font: 14px/1.4 system-ui, sans-serif; }
section { margin-bottom: 32px; }
div { display: flex; gap: 8px; align-items: start; }
figure { margin: 0; }
img { display: block; box-shadow: 0 0 2px #888; }
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """A page as it looks in one width and one colour scheme, or in print."""

    kind: str
    look: str
    width: int  # px
    file: str


def main() -> None:
    """Make the pictures and the sheet."""
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.contact_sheet", description=__doc__.splitlines()[0]
    )
    parser.add_argument("site", type=Path, nargs="?", default=Path("site"))
    parser.add_argument("--into", type=Path, default=Path("build/contact-sheet"))
    parser.add_argument("--kinds", nargs="+", choices=KINDS, default=list(KINDS), metavar="KIND")
    chosen = parser.parse_args()
    path = next(filter(None, map(shutil.which, CHROMIUM)), None)
    if path is None:
        sys.exit("no Chromium here: install the package 'chromium'")
    chosen.into.mkdir(parents=True, exist_ok=True)
    pages = {k: p for k, p in one_of_each_kind(chosen.site).items() if k in chosen.kinds}
    with served(chosen.site) as home, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        pictures = list(take(browser, home, pages, chosen.into))
        browser.close()
    sheet = chosen.into / "index.html"
    sheet.write_text(sheet_of(pages, pictures), encoding="utf-8")
    print(f"{len(pictures)} pictures of {len(pages)} kinds of page: {sheet}")


def one_of_each_kind(site: Path) -> dict[str, str]:
    """The largest page of each kind that the built `site` has, by its address below the site's."""
    sizes = {
        page.relative_to(site).as_posix().removesuffix("index.html"): page.stat().st_size
        for page in site.rglob("*.html")
    }
    chosen = {}
    for kind, pattern in KINDS.items():
        if of_kind := [(size, place) for place, size in sizes.items() if re.fullmatch(pattern, place)]:
            chosen[kind] = max(of_kind)[1]
    return chosen


def take(browser: Browser, home: str, pages: Mapping[str, str], into: Path) -> Iterator[Picture]:
    """A picture of each of `pages` in each width and scheme, written below `into`."""
    looks = [(width, scheme, scheme) for width in WIDTHS for scheme in SCHEMES]
    for width, scheme, look in [*looks, (_PRINTED, SCHEMES[0], "print")]:
        context = browser.new_context(viewport=_view(width, 1000), color_scheme=scheme)
        page = context.new_page()
        if look == "print":
            page.emulate_media(media="print")
        for kind, place in pages.items():
            page.set_viewport_size(_view(width, 1000))
            page.goto(home + place, wait_until="networkidle")
            tall = min(int(page.evaluate("document.documentElement.scrollHeight")), TALLEST)
            page.set_viewport_size(_view(width, max(tall, 1000)))
            file = f"{kind.replace(' ', '-')}-{width}-{look}.png"
            page.screenshot(path=into / file)
            yield Picture(kind=kind, look=look, width=width, file=file)
        context.close()


def _view(width: int, height: int) -> ViewportSize:
    return {"width": width, "height": height}


def sheet_of(pages: Mapping[str, str], pictures: Sequence[Picture]) -> str:
    """The page that shows all pictures, a row a kind, each at a third of its size."""
    rows = []
    for kind, place in pages.items():
        figures = "".join(
            f'<figure><img src="{p.file}" width="{p.width // 3}" alt="" loading="lazy">'
            f'<figcaption><a href="{p.file}">{p.width} px, {p.look}</a></figcaption></figure>'
            for p in pictures
            if p.kind == kind
        )
        rows.append(
            f"<section><h2>{html.escape(kind)}: /{html.escape(place)}</h2><div>{figures}</div></section>"
        )
    return (
        '<!doctype html><html lang="en"><meta charset="utf-8"><title>Contact sheet</title>'
        f"<style>{_STYLE}</style><body>{''.join(rows)}</body></html>\n"
    )


if __name__ == "__main__":
    main()
