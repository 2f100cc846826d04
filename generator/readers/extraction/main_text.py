"""A page's tree in, the article's paragraphs out: three opinions, and a judge of each block.

trafilatura, once leaning to completeness and once to precision, and our own search for the densest part each
say what the text is. The page is cut into blocks, and a logistic regression over those votes, the block's
wording, its markup and its neighbours decides block by block, so that no one opinion is followed whole. Its
weights are in weights.py, made by `python -m benchmarks.extraction_weights`.
"""

from __future__ import annotations

import copy
import logging
import math
from collections.abc import Mapping, Sequence
from typing import Final

import trafilatura
from lxml import etree

from generator.readers.extraction.densest import densest_part
from generator.readers.extraction.features import Cover, Hints, numbers
from generator.readers.extraction.page import Page, read_page
from generator.readers.extraction.weights import BIAS, WEIGHTS

# trafilatura tells the log what it tries; our callers are told by problems.
logging.getLogger("trafilatura").setLevel(logging.CRITICAL)

LEAST: Final = 0.5  # the probability from which a block is text
# Elements above which trafilatura is not asked: it takes 40 µs for each, and real pages have up to 15,000.
_MOST: Final = 60_000
_FEWEST: Final = 250  # characters of a page below which an articleBody is believed more


def main_text(root: etree._Element, hints: Hints) -> tuple[str, ...]:
    """The paragraphs, list items, quotations and subheads of the article, in order; empty: none found."""
    page = read_page(root)
    rows = block_numbers(page, root, hints)
    chosen = [
        block.text
        for block, row in zip(page.blocks, rows, strict=True)
        if probability(row) >= LEAST and not _is_caption(page, block.element)
    ]
    return _or_said(chosen, hints)


def block_numbers(page: Page, root: etree._Element, hints: Hints) -> list[dict[str, float]]:
    """What the judge is given for each block."""
    if not page.blocks:
        return []
    densest = densest_part(page)
    if sum(1 for _ in root.iter()) > _MOST:
        kept = "\n".join(block.text for block, keep in zip(page.blocks, densest.kept, strict=True) if keep)
        return numbers(page, densest, (kept, kept), hints)
    return numbers(page, densest, _extracted(root), hints)


def probability(
    row: Mapping[str, float], weights: Mapping[str, float] = WEIGHTS, bias: float = BIAS
) -> float:
    """How likely a block is to be text."""
    score = bias + math.fsum(weights[name] * value for name, value in row.items())
    return 1 / (1 + math.exp(-max(-50.0, min(50.0, score))))


def _extracted(root: etree._Element) -> tuple[str, str]:
    """What trafilatura takes for the text, complete and precise. It changes trees: each call has its own."""
    return tuple(  # type: ignore[return-value]  # two calls, two texts
        trafilatura.extract(copy.deepcopy(root), include_comments=False, favor_precision=precise) or ""
        for precise in (False, True)
    )


def _is_caption(page: Page, element: int) -> bool:
    return any(page.elements[at].tag == "figcaption" for at in page.lineage(element)[:6])


def _or_said(chosen: Sequence[str], hints: Hints) -> tuple[str, ...]:
    """The chosen blocks; or the articleBody where the page's own elements hold next to nothing of it."""
    said = hints.article_body
    if len(said) > _FEWEST and sum(len(text) for text in chosen) < len(said) / 3:
        words = said.lower().split()
        if Cover("\n".join(chosen)).share(words) < 0.3:
            return tuple(line for line in (part.strip() for part in said.split("\n")) if line)
    return tuple(chosen)
