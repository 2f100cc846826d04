"""Find how many people were killed, hurt, held or moved: a sentence in, figures out."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from generator.digest import figure_words as said
from generator.digest.figure_ranges import Found, range_of, value_of
from generator.digest.number_words import SCALES, STOPS, WORDS_OF
from generator.model.edition import FigureKind

_ASIDE: Final = 60  # characters of a phrase that has one
_NOUN_WORDS: Final = 4  # words that may stand between a number and what becomes of those it counts


@dataclass(frozen=True, slots=True, kw_only=True)
class _Token:
    start: int
    end: int
    word: str  # lower case; a mark stands for itself
    is_name: bool
    value: Decimal | None = None


_TOKEN: Final = re.compile(
    r"\d{1,3}(?:[.,\u00a0\u202f]\d{3})+(?!\d)|\d+(?:[.,]\d+)?(?!\w)|[^\W_](?:[\w'’-]*\w)?|[^\w\s]"
)
_LETTERS: Final = re.compile(r"[^\W\d_]+")
_CUES: Final = {
    language: frozenset(states) | frozenset(said.ACTS.get(language, ())) | {"toll", "claimed"}
    for language, states in said.STATES.items()
}
_MARKS: Final = frozenset(",;:()–—")


def people_in(sentence: str, language: str) -> Iterator[Found]:
    """The figures of people in a sentence of a language of number_words."""
    said_of = {word.casefold() for word in _LETTERS.findall(sentence)}
    if said_of.isdisjoint(_CUES[language]):
        return
    tokens = _tokens(sentence, language)
    for at, token in enumerate(tokens):
        if token.value is None or token.value == 0:
            continue
        low, mark = _mark(tokens, at)
        before = tokens[low - 1].word if low else ""
        after = tokens[at + 1].word if at + 1 < len(tokens) else ""
        if before in said.INCLUDING and not (before == "of" and _is_toll(tokens, low)):
            continue
        beside = after == "more" and _is_beside_the_dead(tokens, low, language)
        if (after in said.PART_AFTER and not beside) or (
            before in {"and", "or", "to", "-", "–"} and _is_number(tokens, low - 2)
        ):
            continue
        found = _state(tokens, at, language, before) or _act(tokens, at, low, language)
        if found:
            first, last, kind, of = found
            yield min(first, tokens[low].start), last, kind, of, range_of(token.value, mark)


def _tokens(sentence: str, language: str) -> list[_Token]:
    tokens: list[_Token] = []
    words = WORDS_OF[language]
    for match in _TOKEN.finditer(sentence):
        raw = match[0]
        word = raw.casefold()
        value = value_of(raw, language) if raw[0].isdigit() else _worded(word, words)
        last = tokens[-1] if tokens else None
        scale = SCALES.get(word) if last is not None and last.value is not None else None
        if (
            last is not None
            and last.value is not None
            and scale
            and sentence[last.end : match.start()] == " "
        ):
            tokens[-1] = _Token(
                start=last.start, end=match.end(), word=last.word, is_name=False, value=last.value * scale
            )
            continue
        begins = not tokens or tokens[-1].word in {":", '"', "“", "„", "«"}
        tokens.append(
            _Token(
                start=match.start(),
                end=match.end(),
                word=word,
                is_name=raw[0].isupper() and not begins and language != "de",
                value=value,
            )
        )
    return tokens


def _worded(word: str, words: dict[str, int]) -> Decimal | None:
    parts = [words.get(part) for part in word.split("-")]
    known = [part for part in parts if part is not None]
    if not known or len(known) != len(parts) or sum(known) < 2:
        return None
    return Decimal(sum(known))


def _mark(tokens: list[_Token], at: int) -> tuple[int, str]:
    """Where the phrase of a number begins, and its qualifier."""
    for length in (3, 2, 1):
        if at >= length:
            words = " ".join(token.word for token in tokens[at - length : at])
            if words in said.AT_LEAST | said.AT_MOST | said.ABOUT:
                return at - length, words
    return at, ""


def _is_beside_the_dead(tokens: list[_Token], low: int, language: str) -> bool:
    """'killing 31 people and wounding 101 more': all that were hurt, not more of them."""
    acts = said.ACTS.get(language, {})
    if low < 2 or tokens[low - 2].word != "and" or acts.get(tokens[low - 1].word) is not FigureKind.INJURED:
        return False
    return any(acts.get(token.word) is FigureKind.DEAD for token in tokens[: low - 2])


def _is_number(tokens: list[_Token], at: int) -> bool:
    return at >= 0 and tokens[at].value is not None


def _is_toll(tokens: list[_Token], low: int) -> bool:
    """'a death toll of 14', 'the deaths of 14'."""
    return low >= 2 and tokens[low - 2].word in {"toll", "deaths"}


def _state(
    tokens: list[_Token], at: int, language: str, before: str
) -> tuple[int, int, FigureKind, str] | None:
    """'14 people were killed', '14 dead': who, and what became of them."""
    states, general = said.STATES[language], said.GENERAL[language]
    nouns: list[str] = []
    others = False
    aside = 0
    end, skipped = at + 1, 0
    while end < len(tokens) and end - at - skipped <= _NOUN_WORDS + 3:
        token = tokens[end]
        if token.word in states:
            break
        if token.word == "," and (after := _after_aside(tokens, end)):
            skipped += after - end
            aside = aside or end
            end = after
            continue
        if token.value is not None or token.word in _MARKS or token.word in STOPS - {"on"}:
            return None
        if token.word in said.BETWEEN[language]:
            end += 1
            continue
        others = others or token.word == "others"
        if token.word not in general:
            nouns.append(token.word)
        end += 1
    else:
        return None
    if end >= len(tokens) or len(nouns) > _NOUN_WORDS - 1:
        return None
    kind = states[tokens[end].word]
    if tokens[end].word == "death" or (
        others and (kind is FigureKind.DEAD or before not in {"", ",", "and", "while"})
    ):
        return None
    if (
        before in _NOT_BEFORE
        and kind is not FigureKind.ABOARD
        and not (before == "to" and _rises(tokens[:at]))
        and not (before == "with" and end == at + 1)  # 'the toll rose to 53, with 98 injured'
    ):
        return None
    # What stands in a long aside is not quoted with the number.
    long = aside and tokens[end].end - tokens[at].start > _ASIDE
    return tokens[at].start, tokens[aside - 1 if long else end].end, kind, " ".join(nouns)


def _after_aside(tokens: list[_Token], comma: int) -> int:
    """Where the phrase goes on after ', including 15 children,'; 0 when there is no such aside."""
    if comma + 1 < len(tokens) and tokens[comma + 1].word in {"including", "among"}:
        for place in range(comma + 2, min(len(tokens) - 1, comma + _FAR)):
            if tokens[place].word == "," and tokens[place + 1].word in {"are", "were", "have", "died", "die"}:
                return place + 1
    return 0


_NOT_BEFORE: Final = frozenset(("for", "to", "with", "in", "as", "than", "by"))
_RISES: Final = frozenset(
    ["rises", "rose", "risen", "climbs", "climbed", "increases", "increased", "raised", "revised"]
)


def _rises(before: list[_Token]) -> bool:
    """'the toll increases to at least 1,100 people killed'."""
    return any(token.word in _RISES for token in before[-5:])


def _act(tokens: list[_Token], at: int, low: int, language: str) -> tuple[int, int, FigureKind, str] | None:
    """'killed 14 people', 'the death toll rose to 14': from the verb to whom it struck."""
    acts, general = said.ACTS.get(language, {}), said.GENERAL[language]
    end, nouns = at + 1, []
    while (
        end < len(tokens) and end - at <= 3 and tokens[end].word.isalpha() and tokens[end].word not in STOPS
    ):
        if tokens[end].word in said.STATES[language] or tokens[end].word in said.BETWEEN[language]:
            break
        if tokens[end].word not in general | {"more"}:
            nouns.append(tokens[end].word)
        end += 1
    verb = tokens[low - 1].word if low else ""
    others = any(token.word == "others" for token in tokens[at + 1 : end])
    if verb in acts:
        if others and acts[verb] is FigureKind.DEAD:
            return None
        if low >= 2 and tokens[low - 2].word in {"were", "was", "been", "are"}:
            return None  # 'were killed 14 kilometres from'
        if nouns and (nouns[0] in _UNITS_OF_TIME or tokens[at].value is None):
            return None
        return tokens[low - 1].start, tokens[end - 1].end, acts[verb], " ".join(nouns)
    if verb == "claimed" and end > at + 1 and tokens[at + 1].word == "lives":
        return tokens[low - 1].start, tokens[at + 1].end, FigureKind.DEAD, ""
    return _toll(tokens, at, low)


_UNITS_OF_TIME: Final = frozenset(
    [
        "days",
        "hours",
        "minutes",
        "years",
        "months",
        "weeks",
        "km",
        "kilometres",
        "miles",
        "kilometers",
        "times",
    ]
)
_NEAR, _FAR = (
    12,
    40,
)  # words between a toll and its number: with any verb, and with one that says that it rose
_TO: Final = frozenset(
    ["to", "at", "of", "is", "reached", "reaches", "stands", "passes", "hits", "hit", "auf", "bei", "à", "a"]
)


def _toll(tokens: list[_Token], at: int, low: int) -> tuple[int, int, FigureKind, str] | None:
    """'death toll … rises to 14', 'the number of deaths … increases to at least 14'."""
    if low < 3 or tokens[low - 1].word not in _TO:
        return None
    words = [token.word for token in tokens[:low]]
    risen = words[-1] == "to" and not _RISES.isdisjoint(words[-4:-1])
    reach = _FAR if risen else _NEAR
    start = tokens[low].start
    if risen:  # 'risen to 17' says more than '17'
        start = next(token.start for token in reversed(tokens[: low - 1]) if token.word in _RISES)
    for place in range(low - 2, max(0, low - reach), -1):
        if words[place] in {";", ":", "while", "but"} or (tokens[place].value is not None and not risen):
            return None
        if not risen and words[place] in _MARKS:
            return None
        if words[place - 1 : place + 1] == ["death", "toll"]:
            return start, tokens[at].end, FigureKind.DEAD, ""
        if words[place - 1] in {"of", "people"} and "number" in words[max(0, place - 3) : place]:
            kind = said.STATES["en"].get(words[place])
            return (start, tokens[at].end, kind, "") if kind else None
    return None
