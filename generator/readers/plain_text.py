"""Text files that are nothing better: a title line and paragraphs in, one draft out."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from generator.diagnostics import Problem
from generator.model.article import Draft
from generator.readers.raw import Raw, Unpacked, opening, unpacking_problem, whole_text

_LONGEST_TITLE: Final = 300
_HEADING: Final = re.compile(r"#{1,6}\s+|\s+#+$")
_MARKUP: Final = re.compile(
    r"\s*<(?:\?xml|!doctype|!--|(?:html|head|body|meta|rss|feed|rdf|div|p|title|article|section|table"
    r"|svg|script)\b)",
    re.IGNORECASE,
)
_BINARY: Final = re.compile(r"[\x00\x01-\x08\x0e-\x1a\x1c-\x1f]")


class PlainTextReader:
    """Reads a text file whose first line is a title: the last resort."""

    name = "text"

    def accepts(self, raw: Raw) -> bool:
        """Any text that is neither markup nor binary."""
        start = opening(raw)
        return bool(start.strip()) and not looks_like_markup(start) and not looks_binary(start)

    def read(self, raw: Raw) -> Iterator[Draft | Problem]:
        """One draft, or the reason there is none."""
        try:
            text = whole_text(raw)
        except Unpacked as error:
            yield unpacking_problem(raw, error)
            return
        lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
        number, title = next(((n, line) for n, line in enumerate(lines, 1) if line.strip()), (1, ""))
        title = _HEADING.sub("", title.strip())
        body = "\n".join(lines[number:]).strip()
        if not title or len(title) > _LONGEST_TITLE:
            yield _problem(
                raw, "no-title", "The first line is not a title", "Put a title line above the text."
            )
        elif not body:
            yield _problem(
                raw, "no-text", "The file has one line and no text under it", "Add the article's text."
            )
        else:
            yield Draft(origin=raw.position(number, 1), title=title, body=body, reader=self.name)


def looks_like_markup(start: str) -> bool:
    """Whether a file that starts so is HTML or XML."""
    return bool(_MARKUP.match(start.lstrip("\ufeff")))


def looks_binary(start: str) -> bool:
    """Whether a file that starts so is no text: it has control characters that no text has."""
    return bool(_BINARY.search(start))


def _problem(raw: Raw, code: str, what: str, remedy: str) -> Problem:
    return Problem(code=code, position=raw.position(1, 1), message=f"{what}.", remedy=remedy)
