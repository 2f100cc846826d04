"""Find magnitudes, distances, votes, jobs, prices and shares: a sentence in, figures out. English only."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import Final

from generator.digest import figure_words as said
from generator.digest.figure_ranges import Found, measured, range_of, value_of
from generator.digest.number_words import SCALES
from generator.model.edition import FigureKind

_MILE: Final = Decimal("1.609344")
_ACRE: Final = Decimal("0.4046856")
_QUALIFIER: Final = "|".join(sorted(said.AT_LEAST | said.AT_MOST | said.ABOUT, key=lambda w: (-len(w), w)))
_N: Final = r"(?P<number>\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)"
_SCALED: Final = r"(?:[\s-]?(?P<scale>thousand|million|billion|trillion|bn|mn|m|b|tn)\b)?"
_MONEY: Final = rf"(?P<sign>US\$|[$€£¥]){_N}{_SCALED}"
_LENGTH: Final = r"(?P<unit>km|kilomet(?:re|er)s?|miles?)"
_TOWARDS: Final = r"(?:north|south|east|west|north-?east|north-?west|south-?east|south-?west|away)"
_NAME: Final = r"(?-i:(?P<place>[A-Z][\w'’-]+(?:\s[A-Z][\w'’-]+)*))"
_CUT: Final = (
    "cut|cuts|cutting|axe|axes|axed|axing|shed|slash|slashes|slashing|eliminat(?:e|ing)|lay(?:s|ing)? off"
)
_STAFF: Final = "jobs|positions|posts|employees|workers|staff"
_HOMES: Final = "homes|houses|buildings|structures"
_START: Final = r"(?<![\w.,])"
_SHARE: Final = r"\s?(?:%|per\s?cent\b)"
_PATTERNS: Final = (
    (FigureKind.MAGNITUDE, rf"\b{_N}[\s-]magnitude\b"),
    (FigureKind.MAGNITUDE, rf"\bmagnitude[\s-](?:of\s)?{_N}"),
    (FigureKind.MAGNITUDE, rf"{_START}{_N}\son\sthe\sRichter"),
    (FigureKind.DEPTH, rf"\bdepth\sof\s(?:about\s)?{_N}\s{_LENGTH}\b"),
    (FigureKind.DEPTH, rf"{_START}{_N}\s{_LENGTH}\s(?:deep|beneath|below)\b"),
    (
        FigureKind.DISTANCE,
        rf"{_START}{_N}[\s-]?{_LENGTH}\s(?:\([^)]*\)\s)?(?:{_TOWARDS}\s)?(?:of|from|off)\s{_NAME}",
    ),
    (
        FigureKind.BURNED,
        rf"\b(?:burned|scorched|consumed|charred)\s(?:\w+\s){{0,2}}?{_N}\s(?P<unit>acres|hectares)\b",
    ),
    (
        FigureKind.VOTES,
        rf"\b(?:voted|vote\sof|vote\swas|votes?\s(?:by|passed))\s{_N}(?:\sto\s|[-–])(?P<against>\d+)\b",
    ),
    (FigureKind.JOBS, rf"\b(?:{_CUT})\s(?:(?P<late>{_QUALIFIER})\s)?{_N}\s(?:\w+\s)?(?:{_STAFF})\b"),
    (
        FigureKind.DESTROYED,
        rf"{_START}{_N}\s(?:\w+\s)?(?P<what>{_HOMES})\s(?:(?:were|have\sbeen|had\sbeen)\s)?destroyed\b",
    ),
    (FigureKind.TURNOUT, rf"\bturnout\s(?:was|of|at|reached|stood\sat)\s{_N}{_SHARE}"),
    (FigureKind.STAKE, rf"{_START}{_N}{_SHARE}\s(?:stake|shareholding)\b"),
)
# What a sentence has to have before it is worth a search.
_CUES: Final = {
    FigureKind.MAGNITUDE: ("magnitude", "richter"),
    FigureKind.DEPTH: ("depth", " deep", "beneath", "below"),
    FigureKind.DISTANCE: ("km", "kilomet", "mile"),
    FigureKind.BURNED: ("acres", "hectares"),
    FigureKind.VOTES: ("vote",),
    FigureKind.JOBS: tuple(_STAFF.split("|")),
    FigureKind.DESTROYED: ("destroyed",),
    FigureKind.TURNOUT: ("turnout",),
    FigureKind.STAKE: ("stake", "shareholding"),
}
_MEASURES: Final = tuple(
    (kind, _CUES[kind], re.compile(pattern, re.IGNORECASE)) for kind, pattern in _PATTERNS
)
_MARK: Final = re.compile(rf"(?<!\w)({_QUALIFIER})\s\Z", re.IGNORECASE)
_DIGIT: Final = re.compile(r"\d")
_BACK: Final = 24  # characters that a qualifier takes
_DEAL: Final = re.compile(_MONEY, re.IGNORECASE)
_SIGNS: Final = frozenset("$€£¥")
_NEAR: Final = 40  # characters around a sum within which the word that says what it is stands


def measures_in(sentence: str) -> Iterator[Found]:
    """The figures of an English sentence that measure, price or vote."""
    if _DIGIT.search(sentence) is None:
        return
    lower = sentence.casefold()
    for kind, cues, pattern in _MEASURES:
        if not any(cue in lower for cue in cues):
            continue
        for match in pattern.finditer(sentence):
            groups = match.groupdict()
            value = value_of(match["number"], "en")
            if value is None:
                continue
            unit = (groups.get("unit") or "").casefold()
            if unit.startswith("mile"):
                value *= _MILE
            elif unit == "acres":
                value *= _ACRE
            of = (groups.get("place") or groups.get("what") or "").casefold()
            start, mark = _marked(sentence, match.start())
            mark = mark or (groups.get("late") or "").casefold()
            span = range_of(value, mark)
            if unit and span.exact:
                span = measured(value)
            yield start, match.end(), kind, of, span
            if against := groups.get("against"):
                yield match.start(), match.end(), kind, "against", range_of(Decimal(against), "")
    if not _SIGNS.isdisjoint(sentence):
        yield from _sums(sentence)


def _marked(sentence: str, at: int) -> tuple[int, str]:
    """Where the phrase of a figure begins, and its qualifier."""
    found = _MARK.search(sentence, max(0, at - _BACK), at)
    return (found.start(), found[1].casefold()) if found else (at, "")


def _sums(sentence: str) -> Iterator[Found]:
    """What somebody pays: of a sentence that tells one sum, and says what for."""
    matches = list(_DEAL.finditer(sentence))
    if len(matches) != 1:
        return
    match = matches[0]
    around = sentence[max(0, match.start() - _NEAR) : match.end() + _NEAR]
    words = {word.casefold() for word in re.findall(r"[^\W\d_]+", around)}
    if re.match(r"\s?(?:a|per|each|an)\s?(?:share|year|month|day)?\b", sentence[match.end() :]):
        return
    kinds = [
        kind
        for kind, told in (
            (FigureKind.PRICE, said.DEALS),
            (FigureKind.FINE, said.FINES),
            (FigureKind.BAIL, said.BAILS),
        )
        if words & told
    ]
    value = value_of(match["number"], "en")
    if len(kinds) != 1 or value is None:
        return
    value *= SCALES.get((match["scale"] or "").casefold(), 1)
    sign = match["sign"].upper().replace("US$", "$")
    start, mark = _marked(sentence, match.start())
    yield start, match.end(), kinds[0], sign, range_of(value, mark)
