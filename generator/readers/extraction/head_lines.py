"""An article's paragraphs in, those that do not say again what its title and its byline and date say out."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Final

_FIRST: Final = 6  # paragraphs in which title and byline stand
_LAST: Final = 2  # and where some pages put the byline instead
_LONGEST: Final = 160
_LONGEST_DATE: Final = 70
_MOST_DATES: Final = 2  # when it was published, and when it was changed
_YEAR_OR_TIME: Final = re.compile(r"\b(?:19|20)\d\d\b|\b\d{1,2}[:.]\d\d\b")
_WORDS: Final = re.compile(r"\w+")
_LETTERS: Final = re.compile(r"[^\W\d_]+")
# What stands in a byline beside names: 'By A and B, Monday 17 August 2026, 9:30 am CEST'.
_AROUND_NAMES: Final = re.compile(
    r"by|and|with|written|words|text|reported|story|von|und|mit|par|et|avec|por|y|con|di|da|e|de|door|en|av"
    r"|och|og|af|autor\w*|authors?|auteurs?|published|posted|updated|on|at|am|pm|um|uhr|le|el|il"
    r"|gmt|utc|bst|cet|cest|me[sz]?z|ist|ae[sd]t|[ecmp][sd]?t"
    r"|jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec|okt|dez"
    r"|(?:mon|tues|wednes|thurs|fri|satur|sun)day|january|february|march|april|may|june|july|august"
    r"|september|october|november|december|januar|februar|märz|mai|juni|juli|oktober|dezember|janvier"
    r"|février|avril|juin|juillet|août|septembre|octobre|novembre|décembre"
    r"|montag|dienstag|mittwoch|donnerstag|freitag|samstag|sonntag",
    re.IGNORECASE,
)
_ROLE: Final = re.compile(
    r"\b(?:reporter|correspondent|editor|writer|staff|redaktion|journalist[ae]?)\b", re.IGNORECASE
)


def without_head_lines(
    paragraphs: Sequence[str], titles: Iterable[str], authors: Iterable[str]
) -> tuple[str, ...]:
    """The paragraphs without the title at their beginning, and without lines that are nothing but the byline
    or the date. A text of which nothing would be left stays as it is."""
    dates = _dates_above(paragraphs)
    known = {_key(title) for title in titles} - {()}
    names = [key for author in authors if (key := _key(author))]
    kept = tuple(
        text
        for at, text in enumerate(paragraphs)
        if not (at in dates or (at < _FIRST and _key(text) in known))
        and not ((at < _FIRST or at >= len(paragraphs) - _LAST) and _is_byline(text, names))
    )
    return kept or tuple(paragraphs)


def _key(text: str) -> tuple[str, ...]:
    return tuple(_WORDS.findall(text.casefold()))


def _dates_above(paragraphs: Sequence[str]) -> set[int]:
    """Where the lines stand that date the whole: side by side, and above the text but for a standfirst. A
    chronicle's dates stand between paragraphs, and are its text."""
    found = [at for at, text in enumerate(paragraphs) if _is_date(text)]
    above = {sum(len(text) > _LONGEST_DATE for text in paragraphs[:at]) for at in found[: _MOST_DATES + 1]}
    together = len(found) <= _MOST_DATES and above in ({0}, {1}) and found[-1] < _FIRST
    return set(found) if together else set()


def _is_date(text: str) -> bool:
    """Whether the line says when it was published, and nothing else."""
    return (
        len(text) <= _LONGEST_DATE
        and len(_key(text)) > 1
        and bool(_YEAR_OR_TIME.search(text))
        and all(_AROUND_NAMES.fullmatch(word) for word in _key(text) if not word[0].isdigit())
    )


def _is_byline(text: str, names: Sequence[tuple[str, ...]]) -> bool:
    """Whether the line has an author's name and, beside names, nothing that a byline has not."""
    if len(text) > _LONGEST or not names:
        return False
    words = _key(_ROLE.sub(" ", text))
    left = words
    for name in names:
        left = _without(left, name)
    return len(left) < len(words) and all(
        _AROUND_NAMES.fullmatch(word) for word in left if _LETTERS.search(word) and not word[0].isdigit()
    )


def _without(words: tuple[str, ...], name: tuple[str, ...]) -> tuple[str, ...]:
    size = len(name)
    for at in range(len(words) - size + 1):
        if words[at : at + size] == name:
            return (*words[:at], *words[at + size :])
    return words
