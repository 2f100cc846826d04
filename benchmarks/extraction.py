"""Score and time the extraction of pages' text: `python -m benchmarks.extraction`.

Our reader beside plain trafilatura, in one run over the three corpora of pages: each corpus's own F1, and
pages a second from bytes to text.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

import trafilatura

from benchmarks.extraction_corpora import SETS, f1, gold_pages
from generator.model.article import Draft
from generator.readers.html import HtmlReader
from generator.readers.raw import Raw

CORPORA: Final = Path(__file__).resolve().parent.parent.parent / "shared" / "corpora"
MODIFIED: Final = datetime(2026, 1, 1, tzinfo=UTC)


def main() -> None:
    """Measure, and print one table."""
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.extraction", description=__doc__.splitlines()[0]
    )
    parser.add_argument("--corpora", type=Path, default=CORPORA)
    options = parser.parse_args()
    print("| extractor | " + " | ".join(SETS) + " | pages/s |")
    print("|---|" + "---|" * (len(SETS) + 1))
    pages = {corpus: list(gold_pages(options.corpora, corpus)) for corpus in SETS}
    for name, extract in (("trafilatura", plain), ("ours", ours)):
        scores, seconds = [], 0.0
        extract(pages[SETS[0]][0].data)  # imports and compiled patterns are not the page's cost
        for corpus in SETS:
            start = time.perf_counter()
            texts = {page.name: extract(page.data) for page in pages[corpus]}
            seconds += time.perf_counter() - start
            scores.append(f1(options.corpora, corpus, pages[corpus], texts))
        speed = sum(map(len, pages.values())) / seconds
        print(f"| {name} | " + " | ".join(f"{score:.4f}" for score in scores) + f" | {speed:.1f} |")


def ours(data: bytes) -> str:
    """The text by the project's reader."""
    raw = Raw(path="page.html", data=data, modified=MODIFIED)
    return next((item.body for item in HtmlReader().read(raw) if isinstance(item, Draft)), "")


def plain(data: bytes) -> str:
    """The text by trafilatura as it comes."""
    extract: Callable[..., str | None] = trafilatura.extract
    return extract(data, include_comments=False) or ""


if __name__ == "__main__":
    main()
