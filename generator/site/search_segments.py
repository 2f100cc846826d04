"""Cut scripts without spaces into words that an index of words can hold: text in, text with spaces out."""

from __future__ import annotations

import re
import unicodedata
from itertools import pairwise
from typing import Final

# Han, kana, Thai, Lao, Burmese and Khmer letters; assets/search_index.js has the same ranges.
_LETTER: Final = (
    "\u3005\u3007\u3041-\u3096\u30a1-\u30fa\u30fc\uff66-\uff9d\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
    "\U00020000-\U0003fffd\u0e01-\u0e5b\u0e81-\u0edf\u1000-\u109f\u1780-\u17dd"
)
_RUN: Final = re.compile(f"[{_LETTER}]+")

OVERLAPS: Final = "\u2060"  # ends a word of which only the first letter is to be shown
JOINS: Final = "\u2063"  # ends a word that is to be shown whole, without the space after it


def segmented(text: str) -> str:
    """`text` with each run of such letters as overlapping pairs and its last letter: 東京都 as 東京 京都 都.

    Pairs need no dictionary, and are the same on every machine and in the reader's browser: a query cut in
    pairs, all of which have to be there, is found wherever it stands as it is written. Lucene's CJKAnalyzer
    does likewise. The last letter is there for a query of one letter, which is looked for as the beginning
    of a word. Marks (OVERLAPS, JOINS) allow the text to be shown as it was.
    """
    pieces: list[str] = []
    end = 0
    for run in _RUN.finditer(text):
        before = text[end : run.start()]
        pieces.append(before)
        if before and not before[-1].isspace():
            pieces.append(f"{JOINS} ")
        letters = _letters(run.group())
        pieces += [f"{first}{second}{OVERLAPS} " for first, second in pairwise(letters)]
        pieces.append(letters[-1])
        end = run.end()
        if end < len(text) and text[end].isalnum():
            pieces.append(f"{JOINS} ")
    return "".join([*pieces, text[end:]])


def _letters(run: str) -> list[str]:
    """Letters with the vowel signs and tones that stand on them."""
    letters: list[str] = []
    for sign in run:
        if letters and unicodedata.category(sign).startswith("M"):
            letters[-1] += sign
        else:
            letters.append(sign)
    return letters
