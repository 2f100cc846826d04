"""Which pages are indexed together: days in, periods out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Final

UNDATED: Final = "undated"  # hand-written pages and whatever else has no day

# A year of more words is kept by months: Pagefind holds every page's words in memory while it writes.
YEAR_WORDS: Final = 1_200_000
_JANUARY: Final = "01"


def periods(words: Mapping[str, int]) -> dict[str, str]:
    """The period of each day, of which `words` says how many words its pages have; a day without a name ("")
    is UNDATED.

    The newest day's year is open and goes by months, and in January the year before does, too, since stories
    go on for a while; years before are closed and go whole. So a new day changes its month alone, or the one
    before as well, and a reader opens few files for the years before. Which years are open follows from the
    pages and not from the clock.
    """
    newest = max(words, default="")
    opened = {newest[:4]}
    if newest[5:7] == _JANUARY:
        opened.add(f"{int(newest[:4]) - 1:04}")
    by_year: Counter[str] = Counter()
    for day, count in words.items():
        by_year[day[:4]] += count
    whole = {year for year, count in by_year.items() if year not in opened and count <= YEAR_WORDS}
    return {day: (day[:4] if day[:4] in whole else day[:7]) if day else UNDATED for day in words}
