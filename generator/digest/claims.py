"""Find what a line claims that its sources do not say: a text and its sources in, what is not borne out out.

A line that is not quoted word for word (an editor's, a program's) is held against the words it cites: names,
numbers, days and quotations must stand there. What is understood is notation ('1.8 million' is '1,800,000'),
measures ('10 km' is '6.2 miles') and rounding that is marked ('nearly 2 million' of 1.8 million); a mark may
not be lost. What is not understood is meaning: that the figures are there does not make the sentence true.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from enum import Enum
from typing import Final

from generator.digest.names import folded, full_names_in, small_words_in, words_in
from generator.digest.number_words import BEFORE_A_COUNT, DAYS, MONTHS, SCALES, STOPS, WORDS, WORDS_OF
from generator.digest.numbers import readings_in
from generator.digest.sentences import sentence_spans


class ClaimKind(Enum):
    """What has to stand in the sources."""

    NAME = "name"
    NUMBER = "number"
    DAY = "day"
    QUOTATION = "quotation"


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """Something that a text says and its sources must say too; `start` and `end` are where it says so."""

    kind: ClaimKind
    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class _Figure:
    """A number with what it measures; `unit` is '', '%', a currency, or a unit of _UNITS."""

    start: int
    end: int
    readings: frozenset[Decimal]
    unit: str
    marked: str  # the qualifier before it


@dataclass(frozen=True, slots=True, kw_only=True)
class Ground:
    """What some texts say, ready to be held against."""

    texts: tuple[str, ...]
    words: frozenset[str]
    small: frozenset[str]
    figures: tuple[_Figure, ...]
    days: frozenset[str]

    @classmethod
    def of(cls, texts: Iterable[str], days: Iterable[date] = ()) -> Ground:
        """Of `texts`, told on `days`: 'on Monday' may be their 'today' or 'yesterday'."""
        read = tuple(texts)
        told = [day - timedelta(days=back) for day in days for back in (0, 1)]
        return cls(
            texts=tuple(_plain(text) for text in read),
            words=frozenset().union(*map(words_in, read)),
            small=frozenset().union(*map(small_words_in, read)),
            figures=tuple(figure for text in read for figure in (*_figures(text), *_spelled(text))),
            days=frozenset(word for day in told for word in _words_for(day)),
        )


def unsupported(text: str, language: str, ground: Ground) -> tuple[Claim, ...]:
    """The claims of `text` that `ground` does not bear out, in order of place."""
    return tuple(claim for claim in claims_in(text, language, ground.small) if not _stands(claim, ground))


def claims_in(text: str, language: str, small: frozenset[str] = frozenset()) -> Iterator[Claim]:
    """What `text` claims, in order of place; `small` are words known without a capital, which may begin a
    sentence and be no name."""
    found = [*_quotations(text), *_days(text), *_numbers(text, language), *_names(text, language, small)]
    yield from sorted(found, key=lambda claim: (claim.start, claim.end, claim.kind.value))


# ---- what is claimed

_QUOTED: Final = re.compile(r"“([^“”]+)”|„([^„“”]+)[“”]|«([^«»]+)»|»([^«»]+)«|\"([^\"]+)\"")
_WORD: Final = re.compile(r"[^\W\d_](?:[\w'’-]*\w)?")
_LETTERS: Final = re.compile(r"[^\W\d_]+")
_DIGITS: Final = re.compile(
    r"(?<![\w.,])\d+(?:[.,'’\u00a0\u202f]\d{3})*(?:[.,]\d+)?(?!\w)|(?<!\w)\d+(?=[A-Za-z%])"
)
_SCALES: Final = "|".join(sorted(SCALES, key=lambda w: (-len(w), w)))
_SCALE: Final = re.compile(rf"[\s\u00a0-]?({_SCALES})\b", re.IGNORECASE)
_NUMERALS: Final = "|".join(sorted(WORDS, key=lambda w: (-len(w), w)))
_SPELLED: Final = re.compile(  # 'twenty-one', 'two hundred and fifty', 'zwölf Millionen'
    rf"(?<![\w-])(?:{_NUMERALS})(?:[\s\u00a0-](?:and\s)?(?:{_NUMERALS}|{_SCALES}))*(?![\w-])", re.IGNORECASE
)
_OF_ANY_LANGUAGE: Final = frozenset(("dozen", "dutzend", "douzaine", "docena", "couple"))
_PERCENT: Final = re.compile(
    r"\s?(?:%|per\s?cent\b|Prozent\b|pour cent\b|por ciento\b|per cento\b|procent\b)"
)
_CURRENCIES: Final = {
    **dict.fromkeys(("$", "dollar", "dollars", "usd"), "$"),
    **dict.fromkeys(("€", "euro", "euros", "eur"), "€"),
    **dict.fromkeys(("£", "pound", "pounds", "pfund", "gbp"), "£"),
    **dict.fromkeys(("¥", "yen", "jpy"), "¥"),
    **dict.fromkeys(("franken", "francs", "chf"), "chf"),
}
_CURRENCY_BEFORE: Final = re.compile(r"([$€£¥]|\b(?:USD|EUR|GBP|JPY|CHF))\s?\Z")
_WORD_AFTER: Final = re.compile(r"[\s\u00a0-]?([$€£¥]|[A-Za-z²]+)")
# Units by what they are in the first of their kind: metres, square metres, kilograms, litres.
_UNITS: Final[dict[str, tuple[str, Decimal]]] = {
    **dict.fromkeys(("m", "metre", "metres", "meter", "meters"), ("length", Decimal(1))),
    **dict.fromkeys(
        ("km", "kilometre", "kilometres", "kilometer", "kilometers", "kilometern"), ("length", Decimal(1000))
    ),
    **dict.fromkeys(("mile", "miles"), ("length", Decimal("1609.344"))),
    **dict.fromkeys(("ft", "foot", "feet"), ("length", Decimal("0.3048"))),
    **dict.fromkeys(("hectare", "hectares", "hektar", "ha"), ("area", Decimal(10000))),
    **dict.fromkeys(("acre", "acres"), ("area", Decimal("4046.856"))),
    **dict.fromkeys(("kg", "kilo", "kilos", "kilogram", "kilograms", "kilogramm"), ("mass", Decimal(1))),
    **dict.fromkeys(("tonne", "tonnes", "tonnen"), ("mass", Decimal(1000))),
    **dict.fromkeys(("lb", "lbs"), ("mass", Decimal("0.45359237"))),
    **dict.fromkeys(("litre", "litres", "liter", "liters", "litern"), ("volume", Decimal(1))),
    **dict.fromkeys(("gallon", "gallons"), ("volume", Decimal("3.785412"))),
}
_BELOW: Final = frozenset(
    ("nearly", "almost", "up to", "less than", "fewer than", "under", "knapp", "fast", "bis zu")
)
_ABOVE: Final = frozenset(("more than", "over", "at least", "mehr als", "über", "mindestens"))
_ABOUT: Final = frozenset(
    ("about", "around", "some", "roughly", "approximately", "circa", "rund", "etwa", "ungefähr")
)
_MARK: Final = re.compile(
    rf"(?<!\w)({'|'.join(sorted(_BELOW | _ABOVE | _ABOUT, key=lambda w: (-len(w), w)))})[\s\u00a0]+[$€£¥]?\Z",
    re.IGNORECASE,
)
_OR_AS_MUCH: Final = frozenset(("up to", "at least", "bis zu", "mindestens"))  # of 11, 'at least 11' is true
# Words that may say something else of a number than that it is rounded: 'over 12 months', 'some 40 of them'.
_SAID_OTHERWISE: Final = frozenset(("under", "over", "around", "some", "fast", "über"))
_BEFORE: Final = 30  # characters that a mark of rounding and a currency take
_NOUNS_CAPITALISED: Final = frozenset(("de", "lb"))
_OPENERS: Final = STOPS | BEFORE_A_COUNT | WORDS.keys()
_CLOSE: Final = Decimal("0.01")  # two measures of one thing, each rounded


def _quotations(text: str) -> Iterator[Claim]:
    for match in _QUOTED.finditer(text):
        group = next(number for number, inner in enumerate(match.groups(), start=1) if inner is not None)
        yield _claim(ClaimKind.QUOTATION, text, *match.span(group))


def _days(text: str) -> Iterator[Claim]:
    for match in _WORD.finditer(text):
        word = match[0].casefold()
        is_name = match[0][0].isupper() and len(word) > 3 and (word in DAYS or word in MONTHS)
        if is_name and not (word in {"march", "mars"} and match.start() == 0):
            yield _claim(ClaimKind.DAY, text, *match.span())


def _numbers(text: str, language: str) -> Iterator[Claim]:
    words = WORDS_OF.get(language.partition("-")[0].lower(), WORDS).keys() | SCALES.keys() | _OF_ANY_LANGUAGE
    for figure in _figures(text):
        yield _claim(ClaimKind.NUMBER, text, _marked_from(text, figure), figure.end)
    for figure in _spelled(text):
        said = {word.casefold() for word in _LETTERS.findall(text, figure.start, figure.end)}
        if figure.readings != {Decimal(1)} and words & said:  # 'one' is as often no number
            yield _claim(ClaimKind.NUMBER, text, _marked_from(text, figure), figure.end)


def _marked_from(text: str, figure: _Figure) -> int:
    """Where a figure begins with its mark of rounding."""
    marked = _MARK.search(text, max(0, figure.start - _BEFORE), figure.start)
    return marked.start() if marked else figure.start


def _names(text: str, language: str, small: frozenset[str]) -> Iterator[Claim]:
    if language.partition("-")[0].lower() in _NOUNS_CAPITALISED:
        for name in full_names_in(text, small):
            yield _claim(ClaimKind.NAME, text, name.start, name.end)
        return
    for start, end in sentence_spans(text):
        for place, match in enumerate(_WORD.finditer(text, start, end)):
            word = match[0]
            if not word[0].isupper() or word.casefold() in DAYS | MONTHS or word == "I":
                continue
            begins = place == 0 or text[: match.start()].rstrip().endswith((":", "“", "„", "«", '"'))
            if begins and (folded(word) in small or word.casefold() in _OPENERS):
                continue
            yield _claim(ClaimKind.NAME, text, *match.span())


def _claim(kind: ClaimKind, text: str, start: int, end: int) -> Claim:
    return Claim(kind=kind, text=text[start:end], start=start, end=end)


def _figures(text: str) -> Iterator[_Figure]:
    for match in _DIGITS.finditer(text):
        end = match.end()
        scale = _SCALE.match(text, end)
        end = scale.end() if scale else end
        readings = readings_in(text[match.start() : end])
        if scale:  # '1.8 million' is no 1.8
            readings = frozenset(value for value in readings if value not in readings_in(match[0]))
        unit, end = _unit(text, match.start(), end)
        yield _Figure(
            start=match.start(),
            end=end,
            readings=readings,
            unit=unit,
            marked=_mark_before(text, match.start()),
        )


def _spelled(text: str) -> Iterator[_Figure]:
    """The numbers that are written as words."""
    for match in _SPELLED.finditer(text):
        unit, end = _unit(text, match.start(), match.end())
        yield _Figure(
            start=match.start(),
            end=end,
            readings=frozenset([_value_of(match[0])]),
            unit=unit,
            marked=_mark_before(text, match.start()),
        )


def _value_of(words: str) -> Decimal:
    """What `two hundred and fifty thousand` comes to."""
    total = part = Decimal(0)
    for word in map(str.casefold, _LETTERS.findall(words)):
        scale = SCALES.get(word)
        if scale is None:
            part += WORDS.get(word, 0)
        elif scale == 100:
            part = (part or Decimal(1)) * scale
        else:
            total, part = total + (part or Decimal(1)) * scale, Decimal(0)
    return (total + part).normalize()


def _mark_before(text: str, at: int) -> str:
    marked = _MARK.search(text, max(0, at - _BEFORE), at)
    return marked[1].casefold() if marked else ""


def _unit(text: str, start: int, end: int) -> tuple[str, int]:
    if percent := _PERCENT.match(text, end):
        return "%", percent.end()
    if before := _CURRENCY_BEFORE.search(text, max(0, start - 5), start):
        return _CURRENCIES[before[1].casefold()], end
    after = _WORD_AFTER.match(text, end)
    word = after[1].casefold() if after else ""
    if after and word in _CURRENCIES:
        return _CURRENCIES[word], after.end()
    if after and word in _UNITS:
        return word, after.end()
    return "", end


# ---- what is borne out


def _stands(claim: Claim, ground: Ground) -> bool:
    if claim.kind is ClaimKind.QUOTATION:
        words = _plain(claim.text).strip(" .,;:!?…")
        return any(words in text for text in ground.texts)
    if claim.kind is ClaimKind.DAY:
        return folded(claim.text) in ground.words or claim.text.casefold() in ground.days
    if claim.kind is ClaimKind.NAME:
        return all(_is_named(word, ground) for word in words_in(claim.text))
    return _is_counted(claim, ground)


def _is_named(word: str, ground: Ground) -> bool:
    """Whether a word of a name stands in the sources, also as a part of one that is joined by a hyphen."""
    return word in ground.words or all(part in ground.words for part in word.split("-"))


def _is_counted(claim: Claim, ground: Ground) -> bool:
    return all(_is_figured(figure, ground) for figure in (*_figures(claim.text), *_spelled(claim.text)))


def _is_figured(figure: _Figure, ground: Ground) -> bool:
    same = [known for known in ground.figures if known.unit == figure.unit]
    # What measures nothing is told by itself or with a unit; a share of twelve in a hundred is no twelve.
    alike = same if figure.unit else [known for known in ground.figures if known.unit in {"", *_UNITS}]
    if any(figure.readings & known.readings and _is_as_exact(figure, known) for known in alike):
        return True
    if figure.unit in _UNITS and any(_is_measured(figure, known) for known in ground.figures):
        return True
    return bool(figure.marked) and any(_is_rounded(figure, known) for known in same)


def _is_as_exact(figure: _Figure, known: _Figure) -> bool:
    """Whether a figure says as much of how exact it is as the one that has its value: 'nearly 2 million' is
    neither 'two million' nor 'over 2 million'."""
    if figure.marked in _ABOUT or any({figure.marked, known.marked} <= side for side in (_BELOW, _ABOVE)):
        return True
    is_exact = not known.marked or known.marked in _SAID_OTHERWISE
    return is_exact and (not figure.marked or figure.marked in _OR_AS_MUCH)


def _is_measured(figure: _Figure, known: _Figure) -> bool:
    """Whether two figures measure one thing in two units."""
    if known.unit not in _UNITS or _UNITS[known.unit][0] != _UNITS[figure.unit][0]:
        return False
    mine, theirs = _UNITS[figure.unit][1], _UNITS[known.unit][1]
    return any(
        abs(one * mine - other * theirs) <= _CLOSE * max(one * mine, other * theirs)
        for one in figure.readings
        for other in known.readings
    )


def _is_rounded(figure: _Figure, known: _Figure) -> bool:
    """Whether the figure, which says that it is rounded, is the other one rounded, to the side it says."""
    for rough in figure.readings:
        unit = Decimal(1).scaleb(rough.adjusted() - len(rough.normalize().as_tuple().digits) + 1)
        for exact in known.readings:
            nearest = (exact / unit).quantize(Decimal(1), rounding=ROUND_HALF_UP) * unit
            below = figure.marked in _BELOW and exact < rough
            above = figure.marked in _ABOVE and exact > rough
            if abs(nearest - rough) <= (0 if figure.marked in _ABOUT or below else unit) and (
                below or above or figure.marked in _ABOUT
            ):
                return True
    return False


def _plain(text: str) -> str:
    """`text` as quotations are compared: one space, one kind of quotation mark and apostrophe, one case."""
    return " ".join(re.sub(r"[“”„«»\"‘’]", "'", text).split()).casefold()


_ENGLISH_DAYS: Final = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_ENGLISH_MONTHS: Final = (
    *("january", "february", "march", "april", "may", "june"),
    *("july", "august", "september", "october", "november", "december"),
)


def _words_for(day: date) -> Sequence[str]:
    return (_ENGLISH_DAYS[day.weekday()], _ENGLISH_MONTHS[day.month - 1])
