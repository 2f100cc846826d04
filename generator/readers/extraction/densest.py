"""A page's blocks in, those within its densest part out: Mozilla's Readability, by sums instead of surgery.

The method (scores that paragraphs give their ancestors, link density, names that promise or warn, siblings of
the winner, a conditional clearing of its parts) is Readability.js's, Apache-2.0; it works on blocks, changes
no tree and takes one pass for its sums.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from generator.readers.extraction.page import Page

_UNLIKELY: Final = re.compile(
    r"-ad-|ai2html|banner|breadcrumbs|combx|comment|community|cover-wrap|disqus|extra|footer|gdpr|header|legends"
    r"|menu|related|remark|replies|rss|shoutbox|sidebar|skyscraper|social|sponsor|supplemental|ad-break"
    r"|agegate|pagination|pager|popup|yom-remote"
)
_PERHAPS: Final = re.compile(r"and|article|body|column|content|main|mathjax|shadow")
_POSITIVE: Final = re.compile(
    r"article|body|content|entry|hentry|h-entry|main|page|pagination|post|text|blog|story"
)
_NEGATIVE: Final = re.compile(
    r"-ad-|hidden|^hid$| hid$| hid |^hid |banner|combx|comment|com-|contact|footer|gdpr|masthead|media|meta"
    r"|outbrain|promo|related|scroll|share|shoutbox|sidebar|skyscraper|sponsor|shopping|tags|widget"
)
_SHARING: Final = re.compile(r"(?:\b|_)(?:share|sharedaddy)(?:\b|_)")
_ROLES: Final = re.compile(r"\b(?:menu|menubar|complementary|navigation|alert|alertdialog|dialog)\b")
_COMMAS: Final = re.compile("[,،﹐︐︑⹁⸴⸲，、]")
_BASE: Final = {
    "div": 5, "pre": 3, "td": 3, "blockquote": 3,
    "address": -3, "ol": -3, "ul": -3, "dl": -3, "dd": -3, "dt": -3, "li": -3, "form": -3,
    "h1": -5, "h2": -5, "h3": -5, "h4": -5, "h5": -5, "h6": -5, "th": -5,
}  # fmt: skip
_UNSCORED: Final = frozenset({"li", "dd", "dt", "ul", "ol", "dl", "h1", "figcaption", "caption", "address"})
_CLEARED: Final = frozenset({"fieldset", "footer", "aside", "nav", "form"})
_DOUBTED: Final = frozenset({"table", "ul", "ol", "div", "section"})
_SHORTEST: Final = 25  # characters that a paragraph must have to count
_ENOUGH: Final = 500  # characters of text that end the search


@dataclass(slots=True)
class _Sums:
    """What is below an element."""

    text: int = 0
    linked: int = 0
    commas: int = 0
    paragraphs: int = 0
    items: int = 0
    in_lists: int = 0

    @property
    def link_density(self) -> float:
        return self.linked / self.text if self.text else 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Densest:
    """The verdict on each block: in the densest part, and still there when its doubtful parts are cleared;
    `share` is how much of the best score its container has."""

    inside: list[bool]
    kept: list[bool]
    share: list[float]


def densest_part(page: Page) -> Densest:
    """The blocks of the densest part, with the strict reading of names first."""
    for strict in (True, False):
        found = _Search(page, strict=strict).run()
        kept = sum(len(block.text) for block, keep in zip(page.blocks, found.kept, strict=True) if keep)
        if kept >= _ENOUGH or not strict:
            return found
    raise AssertionError("the second search always ends it")


class _Search:
    def __init__(self, page: Page, *, strict: bool) -> None:
        self.page = page
        self.strict = strict
        self.dropped = self._unlikely()
        self.sums = [_Sums() for _ in page.elements]
        self.weights = [_weight(element.names) if strict else 0 for element in page.elements]
        self.scores: dict[int, float] = {}

    def run(self) -> Densest:
        self._sum()
        self._score()
        count = len(self.page.blocks)
        if not self.scores:
            return Densest(inside=[False] * count, kept=[False] * count, share=[0.0] * count)
        top = self._top()
        chosen = self._with_siblings(top)
        removed = self._removed(chosen)
        best = max(self.scores[top], 1.0)
        inside, kept, share = [], [], []
        for block in self.page.blocks:
            line = self.page.lineage(block.element)
            is_in = any(element in chosen for element in line) and not self.dropped[block.element]
            inside.append(is_in)
            kept.append(is_in and not any(element in removed for element in line))
            share.append(
                min(1.0, max((self.scores.get(element, 0.0) for element in line), default=0.0) / best)
            )
        return Densest(inside=inside, kept=kept, share=share)

    def _unlikely(self) -> list[bool]:
        dropped: list[bool] = []
        for element in self.page.elements:
            drop = element.hidden or (element.parent >= 0 and dropped[element.parent])
            if not drop and self.strict and element.tag not in {"body", "html"} and element.names:
                names = element.names
                drop = bool(_ROLES.search(names)) or (
                    bool(_UNLIKELY.search(names))
                    and not _PERHAPS.search(names)
                    and not self._in_table(element.parent)
                )
            dropped.append(drop)
        return dropped

    def _in_table(self, at: int) -> bool:
        return any(self.page.elements[element].tag == "table" for element in self.page.lineage(at))

    def _sum(self) -> None:
        for block in self.page.blocks:
            if block.element < 0 or self.dropped[block.element]:
                continue
            sums = self.sums[block.element]
            sums.text += len(block.text)
            sums.linked += block.linked
            sums.commas += len(_COMMAS.findall(block.text))
        elements = self.page.elements
        for at in range(len(elements) - 1, -1, -1):
            parent, sums = elements[at].parent, self.sums[at]
            if elements[at].tag in {"ul", "ol"}:
                sums.in_lists = sums.text
            if parent >= 0 and not self.dropped[at]:
                above = self.sums[parent]
                above.text += sums.text
                above.linked += sums.linked
                above.commas += sums.commas
                above.paragraphs += sums.paragraphs + (elements[at].tag == "p")
                above.items += sums.items + (elements[at].tag == "li")
                above.in_lists += sums.in_lists

    def _score(self) -> None:
        for block in self.page.blocks:
            if block.element < 0 or self.dropped[block.element] or len(block.text) < _SHORTEST:
                continue
            element = self.page.elements[block.element]
            if element.tag in _UNSCORED:
                continue
            score = 1 + len(_COMMAS.findall(block.text)) + 1 + min(len(block.text) // 100, 3)
            line = self.page.lineage(block.element)
            line = (
                line if element.children else line[1:]
            )  # text beside other elements is a paragraph in itself
            for level, ancestor in enumerate(line[:5]):
                if self.page.elements[ancestor].tag == "html":
                    break
                if ancestor not in self.scores:
                    self.scores[ancestor] = self._base(ancestor)
                self.scores[ancestor] += score / (1 if level == 0 else 2 if level == 1 else level * 3)
        for at in self.scores:
            self.scores[at] *= 1 - self.sums[at].link_density

    def _base(self, at: int) -> float:
        return _BASE.get(self.page.elements[at].tag, 0) + self.weights[at]

    def _top(self) -> int:
        ranked = sorted(self.scores, key=lambda at: (-self.scores[at], at))[:5]
        top = ranked[0]
        rivals = [at for at in ranked[1:] if self.scores[at] >= 0.75 * self.scores[top]]
        if len(rivals) >= 3:
            lines = [set(self.page.lineage(at)[1:]) for at in rivals]
            shared = next(
                (at for at in self.page.lineage(top)[1:] if sum(at in line for line in lines) >= 3), None
            )
            if shared is not None and self.page.elements[shared].tag not in {"body", "html"}:
                top = shared
                self.scores.setdefault(top, self._base(top))
        last, at = self.scores[top], self.page.elements[top].parent
        third = last / 3
        while at >= 0 and self.page.elements[at].tag not in {"body", "html"}:
            score = self.scores.get(at)
            if score is not None:
                if score < third:
                    break
                if score > last:
                    top = at
                    break
                last = score
            at = self.page.elements[at].parent
        parent = self.page.elements[top].parent
        while (
            parent >= 0
            and self.page.elements[parent].children == 1
            and self.page.elements[parent].tag not in {"body", "html"}
        ):
            top, parent = parent, self.page.elements[parent].parent
        self.scores.setdefault(top, self._base(top))
        return top

    def _with_siblings(self, top: int) -> set[int]:
        """The winner, and those beside it that score well or read like paragraphs."""
        chosen = {top}
        parent = self.page.elements[top].parent
        if parent < 0:
            return chosen
        least = max(10.0, self.scores[top] * 0.2)
        names = self.page.elements[top].names
        for at, element in enumerate(self.page.elements):
            if element.parent != parent or at == top or self.dropped[at]:
                continue
            bonus = self.scores[top] * 0.2 if names and element.names == names else 0.0
            sums = self.sums[at]
            reads_on = element.tag == "p" and (
                (sums.text > 80 and sums.link_density < 0.25)
                or (0 < sums.text < 80 and sums.linked == 0 and self._ends_a_sentence(at))
            )
            if (at in self.scores and self.scores[at] + bonus >= least) or reads_on:
                chosen.add(at)
        return chosen

    def _ends_a_sentence(self, at: int) -> bool:
        return any(
            block.element == at and re.search(r"\.( |$)", block.text) is not None
            for block in self.page.blocks
        )

    def _removed(self, chosen: Iterable[int]) -> set[int]:
        """What a second look at the chosen part clears away."""
        chosen = set(chosen)
        removed: set[int] = set()
        for at, element in enumerate(self.page.elements):
            if at in chosen or self.dropped[at]:
                continue
            if (
                (element.tag in _CLEARED and (element.tag != "form" or self.sums[at].text < _ENOUGH))
                or (_SHARING.search(element.names) and self.sums[at].text < _ENOUGH)
                or (element.tag in {"h1", "h2"} and self.weights[at] < 0)
                or (element.tag in _DOUBTED and self._is_clutter(at))
            ):
                removed.add(at)
        return removed

    def _is_clutter(self, at: int) -> bool:
        sums, weight = self.sums[at], self.weights[at]
        element = self.page.elements[at]
        if weight < 0:
            return True
        if sums.commas >= 10:
            return False
        is_list = element.tag in {"ul", "ol"} or (sums.text > 0 and sums.in_lists / sums.text > 0.9)
        density = sums.link_density
        if not is_list and sums.items - 100 > sums.paragraphs:
            return True
        if not is_list and weight < 25 and density > 0.2:
            return True
        return weight >= 25 and density > 0.5


def _weight(names: str) -> int:
    if not names:
        return 0
    return (25 if _POSITIVE.search(names) else 0) - (25 if _NEGATIVE.search(names) else 0)
