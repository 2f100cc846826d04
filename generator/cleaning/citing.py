"""Reports on others' reports: a title and paragraphs in, the names of the outlets they rest on out."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

_NAME: Final = r"(?P<name>(?:[Tt]he )?[A-Z][\w.&'’-]*(?: (?:of |and |& )?[A-Z][\w.&'’-]*){0,4})"
# An outlet is what reports and cites unnamed sources; a company reports too, but cites no 'people familiar'.
_CITING: Final = re.compile(
    rf"{_NAME} (?:(?:has |had |first |also )*reported|reports|wrote|writes)(?: (?:on|late|early"
    rf"|this) [A-Z]?\w+)?,? citing "
    r"(?:its |their |unnamed |anonymous |several |multiple |two |three |four |U\.?S\.? |senior |government )*"
    r"(?:own )?(?:sources?|officials?|people (?:familiar|with knowledge)|documents?|diplomats?"
    r"|insiders?|court (?:papers|filings))\b"
)
_TITLE: Final = re.compile(rf"(?:, |; | – | — ){_NAME} reports?$")
_ATTRIBUTED: Final = (
    re.compile(rf"{_NAME} (?:(?:has |had |first |also )*reported|reports)\b"),
    re.compile(rf"(?:[Aa]ccording to|reported by|citing|told|report (?:by|in|from)|interview with) {_NAME}"),
)
_ATTRIBUTES: Final = ("report", "ccording to", "citing", "told", "interview with")


def cited_outlets(title: str, paragraphs: Sequence[str]) -> tuple[str, ...]:
    """Names that the text shows to be outlets it reports from, in order; precise rather than complete."""
    names = [match["name"] for match in _TITLE.finditer(title)]
    names.extend(match["name"] for text in paragraphs if "citing" in text for match in _CITING.finditer(text))
    return tuple(dict.fromkeys(_bare(name) for name in names))


def attributed(paragraphs: Sequence[str]) -> tuple[str, ...]:
    """Every name that the text attributes a statement to: people, companies, and the outlets among them."""
    found = (
        match["name"]
        for text in paragraphs
        if any(word in text for word in _ATTRIBUTES)
        for pattern in _ATTRIBUTED
        for match in pattern.finditer(text)
    )
    return tuple(dict.fromkeys(_bare(name) for name in found))


def _bare(name: str) -> str:
    return re.sub(r"['’]s?$", "", re.sub(r"^[Tt]he (?=\S)", "", name)).strip(" .,")
