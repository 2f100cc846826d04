"""Find what a report counts: a text in, its numbers with the words around them out."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Final

from generator.digest.number_words import (
    AFTERWARDS,
    AUXILIARIES,
    BEFORE_A_COUNT,
    LANGUAGES,
    NUMBERING,
    PENALTY,
    QUALIFIER,
    SCALES,
    STOPS,
    TIME_UNITS,
    WORDS,
)

_SCALE: Final = "|".join(sorted(map(re.escape, SCALES), key=lambda word: (-len(word), word)))
_NUMBER: Final = re.compile(
    rf"""
    (?P<money>(?:\b(?:US|CA|AU|NZ|HK|[ACS]))?[$€£¥₹]\s?|\b(?:EUR|USD|GBP|CHF|JPY|CNY|INR)\s)?
    (?<![\w.,:/'’+#@–-])
    (?P<digits>\d{{1,3}}(?:[.,'’\u00a0\u202f\u0020]\d{{3}})+(?:[.,]\d{{1,2}})?(?!\d)|\d+(?:[.,]\d+)?)
    (?P<scale>[\s\u00a0-]?(?:{_SCALE})\b\.?|[kmMKB]\b|(?:bn|tn)\b)?
    (?P<percent>\s?%|\s(?:percent|per\scent|Prozent|pour\scent|por\sciento|per\scento|procent)\b)?
    (?P<after>\s?(?:€|[Ee]uros?|dollars?|Dollar|pounds?|Pfund|Franken|francs?|yen|yuan|rupees)(?!\w))?
    (?![\w/:’'°-]|[.,]\d)
    """,
    re.VERBOSE,
)
_ANY_DIGITS: Final = re.compile(r"\d+(?:[.,'’\u00a0\u202f\u0020]\d{3})*(?:[.,]\d+)?")
_ANY_SCALE: Final = re.compile(rf"[\s\u00a0-]?(?P<word>{_SCALE}|[kmMKB]|bn|tn)\b")
_WORD_BEFORE: Final = re.compile(r"([^\W\d_][\w.’'&-]*|\d[\d.,:]*|[§#])[\s\u00a0]*\(?\Z")
_WORD_AFTER: Final = re.compile(r"[ \u00a0]([^\W_](?:[\w’'-]*\w)?)")
_SHARE_OF: Final = re.compile(
    r" (?:of|der|des|de|du|di|van)(?: (?:the|its|their|all|la|les|los|las|il|gli|het))? [^\W\d_][\w’'-]*"
)
_SUBJECT: Final = re.compile(  # 'tariffs to 125 %', 'a fine of $5,510', 'turnout was 61 per cent'
    r"(?<![\w-])((?:[^\W\d_][\w’'-]*[ \u00a0]){1,2}"
    r"(?:by|to|at|of|from|worth|was|is|were|reached|um|auf|von|bei|de|à|al)[ \u00a0])\Z"
)
_ABBREVIATION: Final = 4  # characters of 'Mio.'; the dot after 'million' ends a sentence
_BACK: Final = 48  # characters
_LETTERS: Final = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_SEPARATOR: Final = re.compile(r"[.,'’\u00a0\u202f\u0020]")
_WORDS_AFTER: Final = 3  # of a phrase: 'at least 14 people killed'
_YEARS: Final = range(1700, 2101)
_CLOSE: Final = Decimal("0.06")  # 'about 2,000' after '1,912' is the same count, told more roughly


@dataclass(frozen=True, slots=True, kw_only=True)
class Count:
    """A number in a text that counts or measures something.

    `start` and `end` bound the phrase, `readings` are the values that its notation can have ('1.900' is 1,900
    or 1.9), `thing` is the word after it in lower case; empty for shares and sums of money.
    """

    start: int
    end: int
    readings: frozenset[Decimal]
    thing: str


def counts_in(text: str, language: str) -> Iterator[Count]:
    """The numbers of `text` that count or measure something, in order; of a `language` that we have no words
    of, only sums of money. A share says of what it is one, or is left out.

    Left out is what else numbers say: dates and years, times and spans of time, ages, the numbers of houses,
    flights and paragraphs, scores, ranges, lists, telephones, and the figures of names.
    """
    worded = language.partition("-")[0].lower() in LANGUAGES
    for match in _NUMBER.finditer(text):
        number = _end_of_number(match)
        measured = bool(match["money"] or match["percent"] or match["after"])
        after = _words_after(text, number) if worded and not (match["money"] or match["percent"]) else []
        if not (worded or measured) or not _may_count(text, match, measured=measured, after=after):
            continue
        start = _with_qualifier(text, match.start())
        penalty = PENALTY.match(text, number + 1)
        end = after[-1][1] if after and not match["after"] else number
        end = penalty.end() if penalty else end
        if worded and match["percent"] and (share := _SHARE_OF.match(text, number)):
            end = share.end()
        elif match["percent"] or match["money"]:
            subject = _SUBJECT.search(text, max(0, start - _BACK), start)
            if subject is None and match["percent"]:
                continue  # a share of nobody knows what
            start = subject.start(1) if subject else start
        thing = text[after[0][0] : after[0][1]].casefold() if after and not measured else ""
        yield Count(start=start, end=end, readings=_readings(match["digits"], match["scale"]), thing=thing)


def readings_in(text: str) -> frozenset[Decimal]:
    """Every value that a number of `text` can have, whatever it says; those written as words included."""
    found: set[Decimal] = set()
    for match in _ANY_DIGITS.finditer(text):
        scale = _ANY_SCALE.match(text, match.end())
        found |= _readings(match[0], None)
        if scale:
            found |= _readings(match[0], scale["word"])
        if " " in match[0]:  # '12 900' is a number, or two that stand side by side
            found.update(*(_readings(part, None) for part in match[0].split(" ")))
    return frozenset(found | _spelled_out(text))


def is_told(readings: frozenset[Decimal], told: frozenset[Decimal] | set[Decimal]) -> bool:
    """Whether one of `readings` is among `told`, as it is or rounded."""
    if readings & told:
        return True
    return any(is_rounded(one, other) for one in readings for other in told if one and other)


def is_rounded(one: Decimal, other: Decimal) -> bool:
    """Whether one of two numbers is the other, told more roughly: 1,900 of 1,912."""
    if min(one, other) < 100 or abs(one - other) > _CLOSE * max(one, other):
        return False
    return _rounded(one, other) or _rounded(other, one)


def _rounded(exact: Decimal, rough: Decimal) -> bool:
    """Whether `rough` is `exact` with fewer digits; a hundred is rough, 1,912 is not."""
    digits = len(rough.normalize().as_tuple().digits)
    if digits > 2 or rough == exact:
        return False
    unit = Decimal(1).scaleb(rough.adjusted() - digits + 1)
    return (exact / unit).quantize(Decimal(1), rounding=ROUND_HALF_UP) * unit == rough


def _readings(digits: str, scale: str | None) -> frozenset[Decimal]:
    """`1.900` is 1,900 and 1.9; `1,900.50` is one number; `1.9 million` is 1,900,000."""
    plain = _SEPARATOR.sub("", digits)
    values = {Decimal(plain)} if not _SEPARATOR.search(digits) else set()
    if not values:
        head, mark, tail = _last_mark(digits)
        values.add(Decimal(f"{_SEPARATOR.sub('', head)}.{tail}") if mark in ".," else Decimal(plain))
        if len(tail) == 3:
            values.add(Decimal(plain))
            if len(_SEPARATOR.findall(digits)) > 1:
                values = {Decimal(plain)}
    factor = SCALES.get((scale or "").strip(" \u00a0\n.-").casefold(), 1)
    return frozenset((value * factor).normalize() for value in values)


def _last_mark(digits: str) -> tuple[str, str, str]:
    at = max(match.start() for match in _SEPARATOR.finditer(digits))
    return digits[:at], digits[at], digits[at + 1 :]


def _spelled_out(text: str) -> set[Decimal]:
    """`twenty-one`, `two hundred`, `zwölf`: enough to know that a number was told, no more."""
    found: set[Decimal] = set()
    current: Decimal | None = None
    for word in _LETTERS.findall(text.casefold()):
        if word not in WORDS and "-" not in word and current is None:  # most of a text
            continue
        parts = [WORDS.get(part) for part in word.split("-")]
        known = [Decimal(part) for part in parts if part is not None]
        if known and len(known) == len(parts):
            current = sum(known, Decimal(0))
            found.add(current.normalize())
        elif current is not None and word in SCALES:
            current = current * SCALES[word]
            found.add(current.normalize())
        else:
            current = None
    return found


def _may_count(text: str, match: re.Match[str], *, measured: bool, after: list[tuple[int, int]]) -> bool:
    digits, scaled = match["digits"], bool(match["scale"])
    before = _WORD_BEFORE.search(text, max(0, match.start() - 40), match.start())
    if before and not match["money"] and not _may_precede(before[1], text, before.start(1), at_all=measured):
        return False
    if not measured and not scaled:
        if not after or (digits.isdigit() and (int(digits) in _YEARS or len(digits) > 6)):
            return False
        if digits in ("0", "1") or digits.startswith("0"):
            return False
    return measured or scaled or _is_thing(text, after)


def _may_precede(word: str, text: str, at: int, *, at_all: bool) -> bool:
    """Whether a count may follow `word`: not a name ('Boeing 737'), a heading of numbers, or a number; a
    measure `at_all` may follow 'at', which else tells a time."""
    plain = word.casefold().rstrip(".’'")
    if not word[0].isalpha() or (plain in NUMBERING and not (at_all and plain in _BEFORE_A_MEASURE)):
        return False
    if plain in ("to", "and", "or", "bis", "und", "oder", "à", "a", "y", "et"):
        last = text[max(0, at - 20) : at].casefold().split()[-1:]  # 'four and 70', '10 to 12 people'
        return not last or not (last[0][-1].isdigit() or last[0] in WORDS)
    return word[0].islower() or plain in BEFORE_A_COUNT


def _is_thing(text: str, after: list[tuple[int, int]]) -> bool:
    words = [text[start:end] for start, end in after]
    first = words[0].casefold().removesuffix(".")
    if first in TIME_UNITS or first.partition("-")[0] in TIME_UNITS:
        return PENALTY.match(text, after[0][0]) is not None
    return first not in AFTERWARDS and first not in AUXILIARIES


def _words_after(text: str, at: int) -> list[tuple[int, int]]:
    """The words that say what is counted, up to a mark or a word that begins something else."""
    found: list[tuple[int, int]] = []
    for _ in range(_WORDS_AFTER):
        match = _WORD_AFTER.match(text, at)
        if match is None or match[1].casefold() in STOPS or match[1][0].isdigit():
            break
        if match[1][0].isupper() and (found or not _is_noun(match[1])):
            break
        found.append(match.span(1))
        at = match.end()
        if match[1][0].isupper():
            break  # a German noun: what follows belongs to something else
    while found and text[slice(*found[-1])].casefold() in AUXILIARIES:
        found.pop()
    return found


def _is_noun(word: str) -> bool:
    """Whether a capital can be that of a noun rather than a name: German endings of what is counted."""
    return word.casefold() in _GERMAN_NOUNS or word.endswith(_GERMAN_ENDINGS)


_BEFORE_A_MEASURE: Final = frozenset(("at", "around", "circa", "ca", "um"))
_GERMAN_ENDINGS: Final = ("menschen", "leute", "innen", "ungen", "heiten", "schaften")
_GERMAN_NOUNS: Final = frozenset(
    """menschen personen tote verletzte vermisste opfer häuser haushalte wohnungen einwohner kinder frauen
    männer
    arbeiter beschäftigte mitarbeiter stellen betriebe kilometer meter hektar tonnen liter stimmen schiffe
    boote fahrzeuge züge passagiere fälle einsatzkräfte soldaten polizisten schüler studenten teilnehmer
    besucher zuschauer gäste tiere bäume patienten jobs arbeitsplätze anträge abgeordnete
    mitglieder""".split()  # noqa: SIM905  a word list reads better as a text
)


def _end_of_number(match: re.Match[str]) -> int:
    ends = [match.end(name) for name in ("after", "percent", "scale", "digits") if match[name]]
    end = max(ends)
    whole_word = match["scale"] and len(match["scale"].strip()) > _ABBREVIATION
    return end - 1 if whole_word and match[0][: end - match.start()].endswith(".") else end


def _with_qualifier(text: str, at: int) -> int:
    """`at least 14`: what a count says of itself belongs to it."""
    found = QUALIFIER.search(text, max(0, at - 24), at)
    return found.start("words") if found else at
