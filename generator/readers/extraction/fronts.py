"""A page's blocks and what it says of itself in, whether it is a list of other pages out.

Precision first: a page is a list only where nothing says that it is an article, and where what it shows is
links to others with at most a sentence or two beside each. What is in doubt stays an article.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import Final
from urllib.parse import urlsplit

from generator.readers.extraction.own_data import OwnData
from generator.readers.extraction.page import Block, Page

_ARTICLE: Final = re.compile(r"(?:.*Article|.*Posting|Report|Review|Recipe|HowTo|FAQPage|QAPage|article)$")
_LIST: Final = frozenset(
    {"CollectionPage", "SearchResultsPage", "ItemList", "NewsMediaOrganization", "WebSite", "website"}
)
_HEADLINE: Final = re.compile(r"(?:\w+\W+){3,}\w+")  # four words and more
_MORE: Final = re.compile(r"(?:learn|read|find out|see|show|view)\b.{0,12}\bmore\b|more\b", re.IGNORECASE)
_FEWEST: Final = 8  # headlines that link elsewhere
_SHARE: Final = 0.75  # of the paragraphs, which stand beside such a headline
_CERTAIN: Final = 0.9  # of at least so many as headlines, where the markup does not say that it is a list
_FURNITURE: Final = frozenset({"footer", "aside", "nav", "form", "dialog"})
_PROSE: Final = 80  # characters that a paragraph of an article has
_LONG: Final = 400  # characters that no teaser has
_LEVELS: Final = 3  # boxes around a paragraph in which its headline may stand


def is_front(page: Page, own: OwnData, chosen: Sequence[int]) -> bool:
    """Whether the page is a front or a section: `chosen` are the blocks that were taken for its text."""
    if own.published or own.body or any(_ARTICLE.match(kind) for kind in own.kinds):
        return False
    headlines = {block.text for block in page.blocks if _is_headline(block)}
    prose = [at for at in chosen if _is_prose(page.blocks[at])]
    if not prose and sum(len(page.blocks[at].text) for at in chosen if not page.blocks[at].linked) > _LONG:
        return False  # an article in short lines: a poem, a table of results
    if len(headlines) < _FEWEST or any(len(page.blocks[at].text) > _LONG for at in prose):
        return False
    beside = sum(_is_teaser(page, at) for at in prose)
    if beside < _SHARE * len(prose) or _reads_on(page):
        return False
    return (
        not _LIST.isdisjoint(own.kinds) or _is_top(own.url) or beside >= max(_FEWEST, _CERTAIN * len(prose))
    )


def _is_top(url: str | None) -> bool:
    return url is not None and not urlsplit(url).path.strip("/") and not urlsplit(url).query


def _is_headline(block: Block) -> bool:
    return (
        block.linked > 0.8 * len(block.text)
        and bool(_HEADLINE.match(block.text))
        and not _MORE.match(block.text)
    )


def _is_prose(block: Block) -> bool:
    return len(block.text) >= _PROSE and not _is_headline(block)


def _is_teaser(page: Page, at: int) -> bool:
    """Whether a headline that links elsewhere stands right beside the paragraph, in its box."""
    boxes = set(page.lineage(page.blocks[at].element)[:_LEVELS])
    return any(
        _is_headline(page.blocks[other]) and boxes & set(page.lineage(page.blocks[other].element)[:_LEVELS])
        for other in (at - 2, at - 1, at + 1)
        if 0 <= other < len(page.blocks)
    )


def _reads_on(page: Page) -> bool:
    """Whether two paragraphs follow one another as those of an article do, taken for its text or not."""
    boxes = {
        at: page.elements[block.element].parent
        for at, block in enumerate(page.blocks)
        if _is_prose(block) and not _is_furniture(page, block)
    }
    return any(second == first + 1 and boxes[first] == boxes[second] for first, second in pairwise(boxes))


def _is_furniture(page: Page, block: Block) -> bool:
    return page.elements[block.element].hidden or any(
        page.elements[at].tag in _FURNITURE for at in page.lineage(block.element)
    )
