"""Check that links between pages lead somewhere: Markdown pages in, problems out."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from generator.diagnostics import Position, Problem
from generator.model.page import Page

_LINK: Final = re.compile(r"(?<!\\)\]\(<?([^()<>\s]+)>?\)")
_ID: Final = re.compile(r"""\{[^{}\n]*?#([^\s{}]+)[^{}\n]*\}|\bid=["']?([^\s"'>]+)""")
_ELSEWHERE: Final = re.compile(r"[a-z][a-z0-9+.-]*:|//", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Link:
    page: str
    line: int
    col: int
    path: str
    anchor: str


class Links:
    """The links of the pages seen so far, and the places they may lead to."""

    def __init__(self) -> None:
        self._anchors: dict[str, frozenset[str]] = {}
        self._links: list[_Link] = []

    def add(self, page: Page) -> None:
        """Take note of a page, its anchors and its links to other pages."""
        if not page.path.endswith(".md"):
            return
        self._anchors[page.path] = frozenset(a or b for a, b in _ID.findall(page.text))
        for number, line in enumerate(page.text.splitlines(), start=1):
            for match in _LINK.finditer(line):
                if not _ELSEWHERE.match(match[1]):
                    self._links.append(_link(page.path, number, match))

    def broken(self) -> Iterator[Problem]:
        """A problem for each link that leads nowhere, once all pages are added."""
        for link in self._links:
            if link.path.endswith(".md") and link.path not in self._anchors:
                yield _broken(link, f"The page {link.path} does not exist.")
            elif link.anchor and link.anchor not in self._anchors.get(link.path, frozenset()):
                yield _broken(link, f"The page {link.path} has no place named #{link.anchor}.")


def _link(page: str, line: int, match: re.Match[str]) -> _Link:
    target, _, anchor = match[1].partition("#")
    path = posixpath.normpath(posixpath.join(posixpath.dirname(page), target)) if target else page
    return _Link(page=page, line=line, col=match.start(1) + 1, path=path, anchor=anchor)


def _broken(link: _Link, message: str) -> Problem:
    return Problem(
        code="broken-link",
        position=Position(path=f"build/docs/{link.page}", line=link.line, col=link.col),
        message=message,
        remedy="Mend the link in content/pages or in the template that wrote it.",
    )
