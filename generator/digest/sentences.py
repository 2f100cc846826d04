"""Split text into sentences: a paragraph in, the spans of its sentences out."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

# A full stop after one of these does not end a sentence. English and German; other languages here use few.
_ABBREVIATIONS: Final = frozenset(
    """a.d a.m abb abs adm al apr approx art aug ave bd bzw ca capt cf co col corp d.c d.h dec dept dipl dr
    e.g ed eds esp etc evtl feb fig fr ft gen ggf gov hon hr i.e inc ing jan jr jul jun lt ltd m.a
    maj mar max med mio min mr mrd mrs ms mt no nos nov nr o.ä oct op p.m ph.d pp prof rep rev s.a
    sen sept sep sgt sr st str tel u.a u.k u.n u.s usw v vgl vol vs z.b zzgl""".split()  # noqa: SIM905  a word list reads better as a text
)
_END: Final = re.compile(
    r"""(?: [.!?…؟۔]+ [\"'”’»)\]]* (?=\s) | [。！？]+ [」』”’）]* )""",
    re.VERBOSE,
)
_BEFORE_A_WORD: Final = frozenset("([\"'“‘«")
_ORDINAL: Final = re.compile(r"\d{1,2}\Z")
_OPENING: Final = "\"'“‘«„»([ \u00a0"


def sentence_spans(text: str) -> Iterator[tuple[int, int]]:
    """The (start, end) of each sentence of `text`, in order, without the white space between them.

    A paragraph's end always ends a sentence. Initials, common abbreviations and German ordinals ('am 9.
    August') do not. Rule-based after Kiss & Strunk (2006), 'Unsupervised Multilingual Sentence Boundary
    Detection', with a fixed list of abbreviations in place of a trained one.
    """
    for paragraph in re.finditer(r"[^\n]+(?:\n(?!\s*\n)[^\n]+)*", text):
        yield from _in_paragraph(text, paragraph.start(), paragraph.end())


def _in_paragraph(text: str, start: int, stop: int) -> Iterator[tuple[int, int]]:
    begin = _skip_space(text, start, stop)
    for mark in _END.finditer(text, start, stop):
        if mark.start() < begin or not _ends_sentence(text, begin, mark, stop):
            continue
        yield begin, mark.end()
        begin = _skip_space(text, mark.end(), stop)
    end = stop
    while end > begin and text[end - 1].isspace():
        end -= 1
    if begin < end:
        yield begin, end


def _skip_space(text: str, start: int, stop: int) -> int:
    while start < stop and text[start].isspace():
        start += 1
    return start


def _ends_sentence(text: str, begin: int, mark: re.Match[str], stop: int) -> bool:
    following = _skip_space(text, mark.end(), stop)
    if following >= stop:
        return True
    first = text[following:].lstrip(_OPENING)[:1] if text[following] in _OPENING else text[following]
    if first.islower():
        return False
    if not mark.group().startswith(".") or mark.group().startswith(".."):
        return True
    return not _is_abbreviation(_last_word(text, begin, mark.start()), first)


def _last_word(text: str, begin: int, end: int) -> str:
    """The word that ends at `end`, looked for backwards, which a regular expression cannot."""
    start = end
    while start > begin and not (text[start - 1].isspace() or text[start - 1] in _BEFORE_A_WORD):
        start -= 1
    return text[start:end]


def _is_abbreviation(word: str, following: str) -> bool:
    if len(word) == 1 and word.isalpha() and word.isupper():
        return True  # an initial: 'J. Doe'
    if word.lower() in _ABBREVIATIONS:
        return not (word.lower() in _MAY_END and following.isupper())
    return (
        bool(_ORDINAL.match(word)) and following.isalpha()
    )  # 'am 9. August'; '… in 2019. It' has four digits


_MAY_END: Final = frozenset(
    {"a.m", "p.m", "etc", "inc", "ltd", "co", "corp", "jr", "sr", "usw", "u.s", "u.k", "d.c"}
)
