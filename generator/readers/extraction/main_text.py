"""A page's tree in, the article's paragraphs out: three opinions, and a judge of each block.

trafilatura, once balanced and once leaning to completeness, and our own search for the densest part each
say what the text is. The page is cut into blocks, and a logistic regression over those votes, the block's
wording, its markup and its neighbours decides block by block, so that no one opinion is followed whole. Its
weights are in weights.py, made by `python -m benchmarks.extraction_weights`.
"""

from __future__ import annotations

import logging
import math
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import trafilatura
from lxml import etree

from generator.readers.extraction.densest import densest_part
from generator.readers.extraction.features import Cover, Hints, numbers
from generator.readers.extraction.page import Block, Page, read_page
from generator.readers.extraction.weights import BIAS, WEIGHTS

# trafilatura tells the log what it tries; our callers are told by problems.
logging.getLogger("trafilatura").setLevel(logging.CRITICAL)

LEAST: Final = 0.5  # the probability from which a block is text
# Elements above which trafilatura is not asked: it takes 40 µs for each, and real pages have up to 15,000.
_MOST: Final = 60_000
_CAPTION: Final = re.compile(
    r"(?<!no-)(?<!without-)\bcaption|caption[-_]?text|bildunterschrift|imagedescription|\bpie-?foto|\blegende\b"
)
_LONGEST_CAPTION: Final = 600  # characters of a box: one that holds more is a text in a box of an odd name
_CAPTION_DEPTH: Final = 3  # boxes from a caption's text to the one that is called so
# A show of pictures within an article, each with a paragraph on other matters. Where the slides are the
# article, as in a list of ten places to see, there is little text besides.
_SLIDES: Final = re.compile(
    r"galler|slide-?show|slider\b|slides?\b|carousel|diaporama|bilderstrecke|bildergalerie|fotostrecke"
)
_MANY: Final = 6  # paragraphs, of the slides as of the text besides
_PARAGRAPH: Final = 80  # characters
_WHOLE: Final = frozenset({"body", "html", "article", "main"})
_FEWEST: Final = 250  # characters of a page below which an articleBody is believed more


@dataclass(frozen=True, slots=True, kw_only=True)
class MainText:
    """The blocks of a page, and which of them are its text."""

    page: Page
    chosen: tuple[int, ...]

    def paragraphs(self, hints: Hints) -> tuple[str, ...]:
        """The paragraphs, list items, quotations and subheads of the article, in order; empty: none found."""
        return _or_said([self.page.blocks[at].text for at in self.chosen], hints)


def main_text(root: etree._Element, hints: Hints) -> MainText:
    """What is the article's text on the page."""
    page = read_page(root)
    rows = block_numbers(page, root, hints)
    captions = captions_of(page)
    chosen = [at for at, row in enumerate(rows) if probability(row) >= LEAST and not captions[at]]
    return MainText(page=page, chosen=tuple(_without_slides(page, chosen)))


def captions_of(page: Page) -> list[bool]:
    """Which blocks are captions by what their elements are called: never text, whoever takes them for it."""
    boxes: Counter[int] = Counter()
    for block in page.blocks:
        for at in page.lineage(block.element)[:_CAPTION_DEPTH]:
            boxes[at] += len(block.text)
    return [_is_caption(page, block, boxes) for block in page.blocks]


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
    """What trafilatura takes for the text, balanced and complete. It copies the tree before it changes it."""
    return tuple(  # type: ignore[return-value]  # two calls, two texts
        trafilatura.extract(root, include_comments=False, favor_recall=complete) or ""
        for complete in (False, True)
    )


def _is_caption(page: Page, block: Block, boxes: Mapping[int, int]) -> bool:
    line = page.lineage(block.element)
    if any(page.elements[at].tag == "figcaption" for at in line[:6]):
        return True
    return any(
        boxes[at] < _LONGEST_CAPTION and _CAPTION.search(page.elements[at].names)
        for at in line[:_CAPTION_DEPTH]
        if page.elements[at].tag not in _WHOLE
    )


def _without_slides(page: Page, chosen: Sequence[int]) -> Sequence[int]:
    slides = {at for at, block in enumerate(page.blocks) if _is_slide(page, block)}
    beside = [at for at in chosen if at not in slides]
    return beside if all(_paragraphs(page, part) >= _MANY for part in (slides, beside)) else chosen


def _paragraphs(page: Page, blocks: Iterable[int]) -> int:
    return sum(len(page.blocks[at].text) >= _PARAGRAPH for at in blocks)


def _is_slide(page: Page, block: Block) -> bool:
    line = (page.elements[at] for at in page.lineage(block.element))
    return any(element.tag not in _WHOLE and _SLIDES.search(element.names) for element in line)


def _or_said(chosen: Sequence[str], hints: Hints) -> tuple[str, ...]:
    """The chosen blocks; or the articleBody where the page's own elements hold next to nothing of it."""
    said = hints.article_body
    if len(said) > _FEWEST and sum(len(text) for text in chosen) < len(said) / 3:
        words = said.lower().split()
        if Cover("\n".join(chosen)).share(words) < 0.3:
            return tuple(line for line in (part.strip() for part in said.split("\n")) if line)
    return tuple(chosen)
