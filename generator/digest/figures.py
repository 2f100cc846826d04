"""Find the figures of a report that another report's can be held against: a text in, figures out.

A figure is found only where the words around it say surely what it is of. Parts ('three of them'), additions
('another five'), what is of another day or only feared, are passed over with their whole sentence.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from generator.digest import figure_words as said
from generator.digest.figure_ranges import Range
from generator.digest.figures_of_measure import measures_in
from generator.digest.figures_of_people import people_in
from generator.digest.number_words import MONTHS, STOPS, WORDS_OF
from generator.digest.sentences import sentence_spans
from generator.model.edition import FigureKind

_LONGEST: Final = 80  # characters of a phrase that is shown


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """A figure of a text: the phrase `start` to `end` says it, the sentence of `sentence` holds it.

    `of` says of whom or in what unit, where the kind does not; `names`, `words` and `days` are those of the
    sentence, `places` those where it says that it happened, and `around` those, or those of the last
    sentence before it that names any. `is_toll` says that its sentence tells a total that goes on.
    """

    start: int
    end: int
    kind: FigureKind
    of: str
    range: Range
    sentence: tuple[int, int]
    names: frozenset[str]
    places: tuple[str, ...]
    around: tuple[str, ...]
    words: frozenset[str]
    days: frozenset[str]
    is_toll: bool


def figures_in(text: str, language: str, year: int | None = None) -> Iterator[Figure]:
    """The figures of `text`, told in `year`, in order of place; none of a language we have no words of."""
    code = language.partition("-")[0].lower()
    if code not in WORDS_OF:
        return
    spans = list(sentence_spans(text))
    for place, (start, end) in enumerate(spans):
        sentence = text[start:end]
        found = [*people_in(sentence, code), *(measures_in(sentence) if code == "en" else ())]
        found = [item for item in found if not _is_cut(text, start + item[0], start + item[1])]
        if not found or _is_elsewhere(sentence, year):
            continue
        places = _places(sentence)
        here = places or next(
            (near for first, last in reversed(spans[:place]) if (near := _places(text[first:last]))), ()
        )
        names, words, days = _context(sentence)
        toll = said.TOLL.search(sentence) is not None
        for first, last, kind, of, value in sorted(found, key=lambda item: item[:2]):
            if last - first <= _LONGEST:
                yield Figure(
                    start=start + first,
                    end=start + last,
                    kind=kind,
                    of=of,
                    range=value,
                    sentence=(start, end),
                    names=names,
                    places=places,
                    around=here,
                    words=words,
                    days=days,
                    is_toll=toll,
                )


def _is_elsewhere(sentence: str, year: int | None) -> bool:
    """Whether a sentence may tell of another time or event, or of what has not happened."""
    elsewhere = said.OTHER_TOLL if said.RISEN.search(sentence) else said.ELSEWHERE
    if "?" in sentence[-2:] or elsewhere.search(sentence):
        return True
    return any(int(told) != year for told in said.YEAR.findall(sentence))


def _is_cut(text: str, start: int, end: int) -> bool:
    """Whether a figure has, or is next to, a number that is written with a blank: '5. 9'."""
    return _BLANK.search(text, max(0, start - 3), end + 3) is not None


_BLANK: Final = re.compile(r"\d[.,]\s\d")
_PLACE: Final = re.compile(
    r"\b(?:in|at|near|outside|off|across|(?:strikes?|attacks?|raids?|assault|shelling)\s(?:on|of)|en|à|près\sde|bei|nahe|cerca\sde|a)"
    r"\s(?:(?:the|central|northern|southern|eastern|western|south|north|east|west|north\w+ern|south\w+ern|downtown"
    r"|remote|nearby|town|city|village|island|state|province|region|suburb|port|capital|district|coast|county|city’s|city's|of)\s)*"
    r"((?-i:[A-ZÀ-Þ])[\w'’-]*(?:\s(?-i:[A-ZÀ-Þ])[\w'’-]*)*)",
    re.IGNORECASE,
)


def _places(sentence: str) -> tuple[str, ...]:
    """The places that a sentence says something happened at, the nearest first, as it names them."""
    found = dict.fromkeys(match[1].casefold().removesuffix("'s") for match in _PLACE.finditer(sentence))
    return tuple(place for place in found if place.split()[0] not in _WEEKDAYS | MONTHS)


_WORD: Final = re.compile(r"[^\W\d_](?:[\w'’-]*\w)?")


def _context(sentence: str) -> tuple[frozenset[str], frozenset[str], frozenset[str]]:
    """The names, the other words that say something, and the weekdays of a sentence."""
    names, words, days = set(), set(), set()
    for match in _WORD.finditer(sentence):
        word = match[0].casefold().removesuffix("'s").removesuffix("’s")
        if word in _WEEKDAYS:
            days.add(word)
        elif match[0][0].isupper() and match.start() and len(word) > 1 and word not in STOPS:
            names.add(word)
        elif word not in STOPS and len(word) > 3:
            words.add(word.removesuffix("s"))
    return frozenset(names), frozenset(words), frozenset(days)


_WEEKDAYS: Final = frozenset(
    """monday tuesday wednesday thursday friday saturday sunday montag dienstag mittwoch donnerstag freitag
    samstag sonntag lundi mardi mercredi jeudi vendredi samedi dimanche lunes martes miércoles jueves
    viernes sábado domingo""".split()  # noqa: SIM905  a word list reads better as a text
)
