"""Choose what to quote beside the lead: reports and what may be quoted of them in, one quotation out."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from typing import Final

from generator.digest.names import words_in
from generator.digest.openings import is_loose
from generator.model.article import Article
from generator.model.edition import Line

_REPEATS: Final = 0.5  # share of a quotation's words that another has; above it, it tells nothing new
_READ: Final = 4_000  # characters of a report, from the top


def adding_most(first: Line, candidates: Sequence[Line], reports: Sequence[Article]) -> Line | None:
    """Of `candidates`, in order of preference, the one that tells most of what the reports share and `first`
    has not; None when each repeats it.

    Each word of at least two reports counts the logarithm of how many have it: the centroid of the reports,
    less what is told (maximal marginal relevance; Carbonell & Goldstein, 1998), by the root of the length. A
    quotation that begins with a pronoun or a connective comes after all that do not.
    """
    fresh = [line for line in candidates if repeats(line.text, first.text) < _REPEATS]
    if len(fresh) < 2:
        return fresh[0] if fresh else None
    counted = Counter(
        word for report in reports for word in words_in(f"{report.title} {report.body[:_READ]}")
    )
    told = words_in(first.text)
    worth = {word: math.log(n) for word, n in counted.items() if n > 1 and word not in told}

    def rank(place: int) -> tuple[bool, float, int]:
        text = fresh[place].text
        total = math.fsum(worth.get(word, 0.0) for word in words_in(text))
        return not is_loose(text), round(total / math.sqrt(len(text)), 9), -place

    return fresh[max(range(len(fresh)), key=rank)]


def repeats(text: str, known: str) -> float:
    """The share of a text's words that another has."""
    words = words_in(text)
    return len(words & words_in(known)) / len(words) if words else 1.0
