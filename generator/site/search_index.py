"""Index a built site for search: HTML pages in, site/pagefind/ out."""

from __future__ import annotations

import importlib.util
import subprocess
import sys
from pathlib import Path
from typing import Final

from generator.diagnostics import Position, Problem

# One language for all pages: Pagefind makes an index for each `lang` and a reader's page sees only its own,
# so an Arabic article would not be found from the English search page.
_LANGUAGE: Final = "en"

# What stands on a page about its texts and is not one: looking for a word finds headlines and quotations, not
# every page that lists an outlet or a topic (facets do that). The class names are the theme's.
_APPARATUS: Final = (
    ".df-page > p:first-child",  # where the page belongs
    ".df-page > h2",  # "About this report", "Day by day"
    ".df-page--article .df-entry > p:first-child",  # outlet, author, time: the result says them by itself
    ".df-story > p:first-of-type",  # likewise in an edition
    "a[rel=external]",  # "Read it at the source"
    ".df-turn",
    ".df-account",
    ".df-facts",
    ".df-tree",
    ".df-page--edition > ul",  # in brief: the headlines that follow
    ".df-entry > ul",  # more, earlier, related, references
    ".df-entry > ol",
    "article > ul",
    "article > ol",
    ".df-dots",
    "blockquote sup",  # the numbers of references
    "small",
)

# What Pagefind writes for pages that use its own interface (460 KB).
_UNUSED: Final = (
    "pagefind-component-ui.*",
    "pagefind-highlight.js",
    "pagefind-modular-ui.*",
    "pagefind-ui.*",
)


def build_search(site: Path) -> list[Problem]:
    """Index the pages of `site` into `site`/pagefind.

    Only pages with an element marked `data-pagefind-body` are indexed: the theme marks articles, stories and
    editions, and not the lists of them. Pagefind 1.5.2 does not give the same bytes twice: the order within
    its filter, meta and entry files (and so the hashes in their names) follows its hash maps. What a search
    answers is the same; the rest of the site is the same byte for byte.
    """
    if importlib.util.find_spec("pagefind") is None:
        return [_problem("Pagefind is not installed", "Run `pip install 'pagefind[bin]'`.")]
    options = ["--site", str(site.resolve()), "--force-language", _LANGUAGE, "--quiet"]
    for selector in _APPARATUS:
        options += ["--exclude-selectors", selector]
    done = subprocess.run(  # noqa: S603 -- our own interpreter, a fixed module, no shell
        [sys.executable, "-P", "-m", "pagefind", *options],
        cwd=site,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        encoding="utf-8",
        errors="replace",
        check=False,
    )
    if done.returncode:
        said = " ".join(done.stdout.split())[-1000:]
        return [_problem(f"Pagefind says: {said or done.returncode}", "The last good site stands.")]
    for pattern in _UNUSED:
        for file in sorted((site / "pagefind").glob(pattern)):
            file.unlink()
    return _unfinished(site)


def _unfinished(site: Path) -> list[Problem]:
    """Pagefind 1.5.2 may end before its files are written: what a search loads first must be there."""
    folder = site / "pagefind"
    needed = ("pagefind.js", "pagefind-worker.js", "pagefind-entry.json", f"wasm.{_LANGUAGE}.pagefind")
    missing = [name for name in needed if not (folder / name).is_file() or not (folder / name).stat().st_size]
    if not missing:
        return []
    return [_problem(f"Pagefind left out {', '.join(missing)}", "Build again.")]


def _problem(message: str, remedy: str) -> Problem:
    return Problem(
        code="search-build-failed", position=Position(path="site"), message=f"{message}.", remedy=remedy
    )
