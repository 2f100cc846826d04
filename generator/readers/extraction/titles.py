"""What a page calls itself in, the article's own title out."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from generator.readers.extraction.linked_data import (
    Node,
    text_of,
    types_of,
)
from generator.readers.extraction.meta import one_line

_SEPARATED: Final = re.compile(r" [|\-–—\\/>»] ")
_TO_SEPARATOR: Final = re.compile(r"^[^|\-–—\\/>»]*[|\-–—\\/>»]")


def headline_of(node: Node, document_title: str) -> str:
    """The article's headline; where its name is another, the one that the document's title is like."""
    headline, name = one_line(text_of(node.get("headline"))), one_line(text_of(node.get("name")))
    if set(types_of(node)) <= {"WebPage", "VideoObject", "PodcastEpisode"}:
        return ""
    if not headline or not name or headline == name:
        return headline or name
    name_fits, headline_fits = (
        _similar(name, document_title) > 0.75,
        _similar(headline, document_title) > 0.75,
    )
    return name if name_fits and not headline_fits else headline


def _similar(first: str, second: str) -> float:
    """How much of the second text's words the first has, by length (Readability.js's measure)."""
    mine, theirs = re.findall(r"\w+", first.lower()), re.findall(r"\w+", second.lower())
    if not mine or not theirs:
        return 0.0
    known = set(mine)
    return 1 - len(" ".join(word for word in theirs if word not in known)) / len(" ".join(theirs))


def title_of_document(title: str, headings: Sequence[str], subheads: Sequence[str]) -> str:
    """The document's title without the site's name (Readability.js's rules)."""
    found = title
    matches = list(_SEPARATED.finditer(title))
    hierarchical = any(match[0].strip() in "\\/>»" for match in matches)
    if matches:
        found = title[: matches[-1].start()]
        if len(found.split()) < 3:
            found = _TO_SEPARATOR.sub("", title)
    elif ": " in title:
        if title not in headings and title not in subheads:
            found = title.rpartition(":")[2]
            if len(found.split()) < 3:
                found = title.partition(":")[2]
            elif len(title.partition(":")[0].split()) > 5:
                found = title
    elif (len(title) > 150 or len(title) < 15) and len(headings) == 1:
        found = headings[0]
    found = one_line(found)
    count = len(found.split())
    bare = len(re.sub(r"[|\-–—\\/>»: ]+", "", title).split()) - 1
    return title if count <= 4 and (not hierarchical or count != bare) else found


def parts_of(title: str) -> list[str]:
    """The parts of a document's title that may be a title by themselves."""
    return [part for part in _SEPARATED.split(title) if len(part.split()) > 2]
