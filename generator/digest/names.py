"""Find whom a report names: a text in, the full names with their places out."""

from __future__ import annotations

import re
from collections.abc import Iterator, Set
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from anyascii import anyascii

from generator.digest.number_words import BEFORE_A_COUNT, DAYS, MONTHS, STOPS, TIME_UNITS
from generator.digest.sentences import sentence_spans

_WORD: Final = re.compile(r"[^\W\d_](?:[\w'’-]*\w)?")
_GOES_ON: Final = re.compile(r" (?:of|for)(?: the)? (?=\w)(?![a-zß-ÿ])")
_BEGAN: Final = re.compile(
    r"[A-ZÄ-Þ][\w’'-]+ (?:for|of)(?: the)? (?:[A-ZÄ-Þ][\w’'-]+,? (?:[A-ZÄ-Þ][\w’'-]+ )*and )?\Z"
)
_AND_MORE: Final = re.compile(r",? and (?=\w)(?![a-zß-ÿ])")
_GAP: Final = re.compile(r"[ \u00a0]|\.[ \u00a0]")
_HEADLINE: Final = 0.6  # share of a sentence's long words with a capital above which it is a headline
_SHORT: Final = 3  # letters up to which a capital is an abbreviation or a small word of a headline
_LONGEST: Final = 4  # words of a name; what is longer is a title or a list without commas
_JOINTS: Final = frozenset("of de la del der den van von bin al ibn da dos di du le &".split())  # noqa: SIM905  a word list reads better as a text
TITLES: Final = frozenset(
    """gov gen sen rep lt sgt col capt mr mrs ms miss dr prof professor sir dame lord lady herr frau monsieur
    madame señor señora don doña president minister prime vice deputy former chancellor senator governor
    mayor alderman councillor commissioner secretary chair chairman chairwoman chairperson director judge
    justice attorney prosecutor captain lieutenant sergeant colonel general major admiral inspector chief
    officer ceo cfo cto coo head leader speaker spokesman spokeswoman spokesperson pope king queen prince
    princess bishop archbishop father sister brother coach manager detective constable
    superintendent harbourmaster harbormaster premier ambassador envoy foreign finance interior defence
    defense executive founder managing senior junior acting first second third präsident präsidentin
    minister ministerin kanzler kanzlerin bürgermeister bürgermeisterin senator doktor richter richterin
    sprecher sprecherin polizei direktor direktorin vorsitzende vorsitzender chef chefin président
    présidente ministre directeur maire presidente ministro alcalde director""".split()  # noqa: SIM905
)
"""What stands before a name and is no part of it."""
_NO_NAMES: Final = (
    MONTHS
    | DAYS
    | TIME_UNITS
    | frozenset(
        """million millions billion millionen milliarden prozent euro euros dollar dollars pounds franken
        uhr gmt utc
        getty images photo photograph picture image video read more click here sign up subscribe newsletter
        copyright rights reserved press release breaking news update live blog ende anfang mitte i""".split()  # noqa: SIM905
    )
)
_ADJECTIVE: Final = re.compile(r"-[a-zß-ÿ]+(?:ed|led|run|based|born)\Z")  # 'Ethiopian-flagged'
_REGIONS: Final = frozenset(("north", "south", "east", "west", "central", "latin"))
_PEOPLES: Final = ("ean", "ican", "rian", "ese", "ish")
_SMALL_WORDS: Final = (STOPS | BEFORE_A_COUNT) - {"de", "van", "von", "la", "le", "di", "al"}


@dataclass(frozen=True, slots=True, kw_only=True)
class FullName:
    """A name of two words or more, by its place in a text and its words, folded."""

    start: int
    end: int
    words: tuple[str, ...]


@lru_cache(maxsize=50_000)
def folded(word: str) -> str:
    """`word` as names are compared: lower case, without accents, in Latin letters, without a genitive."""
    plain = word.replace("’", "'")
    return (plain if plain.isascii() else anyascii(plain)).lower().removesuffix("'s")


def words_in(text: str) -> set[str]:
    """Every word of `text`, folded."""
    return set(map(folded, set(_WORD.findall(text))))


def small_words_in(text: str) -> set[str]:
    """The words of `text` that stand in it without a capital, folded."""
    return {folded(word) for word in set(_WORD.findall(text)) if word.islower()}


def capitals_in(text: str) -> tuple[list[str], list[str]]:
    """The words that stand in mid-sentence with a capital, and those that stand without, folded; a headline's
    tell nothing."""
    capitals: list[str] = []
    smalls: list[str] = []
    for span in sentence_spans(text):
        words = _words_of(text, *span)
        if words and not _is_headline(text, words):
            inner = [text[start:end] for start, end in words[1:]]
            capitals += [folded(word) for word in inner if word[0].isupper()]
            smalls += [folded(word) for word in inner if word.islower()]
    return capitals, smalls


def full_names_in(text: str, small: Set[str], *, least: int = 2) -> Iterator[FullName]:
    """The names of `least` to four words in `text`, in order; `small` are words that are seen without a
    capital.

    A name is a run of capitalised words with nothing but spaces (or a joint: 'Bank of Tarn') between. What
    only begins a sentence counts when it stands in mid-sentence elsewhere. Titles are cut off, and a run is
    no name when a day or month is in it or each of its words is a common one. None is found in headlines and
    in scripts without capitals.
    """
    sentences = [_words_of(text, *span) for span in sentence_spans(text)]
    inner = {folded(text[a:b]) for words in sentences for a, b in words[1:] if text[a].isupper()}
    for words in sentences:
        if not words or _is_headline(text, words):
            continue
        for run in _runs(text, words):
            if run[0] == words[0] and (first := folded(text[slice(*run[0])])) not in inner:
                if first not in small and first not in _SMALL_WORDS and first not in TITLES:
                    continue  # it may be a part of the name, or not
                run = run[1:]  # noqa: PLW2901  what is left is the run that counts
            if name := _as_name(text, run, small, least):
                yield name


def _words_of(text: str, start: int, end: int) -> list[tuple[int, int]]:
    return [match.span() for match in _WORD.finditer(text, start, end)]


def _is_headline(text: str, words: list[tuple[int, int]]) -> bool:
    """Whether most words have a capital and no mark ends them."""
    long = [start for start, end in words[1:] if end - start > _SHORT]
    ended = text[words[-1][1] :].lstrip("\"'”’)»").startswith((".", "!", "?", "…"))
    return not ended and len(long) >= _LONGEST - 1 and _share_of_capitals(text, long) > _HEADLINE


def _share_of_capitals(text: str, starts: list[int]) -> float:
    return sum(text[start].isupper() for start in starts) / len(starts)


def _runs(text: str, words: list[tuple[int, int]]) -> Iterator[list[tuple[int, int]]]:
    run: list[tuple[int, int]] = []
    for start, end in words:
        if run and not _may_join(text, run[-1], start):
            yield run
            run = []
        if text[start].isupper() or (run and _is_joint(text[start:end], text[slice(*run[-1])])):
            run.append((start, end))
        elif run:
            yield run
            run = []
    if run:
        yield run


def _is_joint(word: str, before: str) -> bool:
    """`Bank of Tarn`, `Republic of the Congo`."""
    return word in _JOINTS or (word == "the" and before == "of")


def _may_join(text: str, last: tuple[int, int], start: int) -> bool:
    gap = text[last[1] : start]
    initial = last[1] - last[0] == 1 or text[slice(*last)] in ("St", "Mt", "Ft")
    return bool(_GAP.fullmatch(gap)) and (gap != ". " or initial)


def _is_part(text: str, start: int, end: int, words: tuple[str, ...]) -> bool:
    """Whether a name goes on beyond its run ('Observatory for …'), began before it ('Centre for …', 'Ministry
    of Health and …') or only describes ('North Korean')."""
    if _GOES_ON.match(text, end) or _BEGAN.search(text, max(0, start - 60), start):
        return True
    if "of" in words and _AND_MORE.match(text, end):
        return True
    return words[0] in _REGIONS and words[-1].endswith(_PEOPLES)


def _without_titles(text: str, run: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """`Malawian President Lazarus Chakwera` is named by what follows the last title; a title that ends a run
    has the name before it."""
    titles = [at for at, span in enumerate(run) if folded(text[slice(*span)]) in TITLES]
    while titles and titles[-1] == len(run) - 1:
        run = run[: titles.pop()]
    run = run[titles[-1] + 1 :] if titles else run
    if run and text[slice(*run[0])].islower():
        return []  # 'President of Austria Alexander Moss': where the name begins is anybody's guess
    while run and text[slice(*run[-1])].islower():
        run = run[:-1]
    return run


def _as_name(text: str, run: list[tuple[int, int]], small: Set[str], least: int) -> FullName | None:
    run = _without_titles(text, run)
    written = [text[start:end] for start, end in run]
    capitals = [word for word in written if word[0].isupper()]
    words = tuple(folded(word) for word in written)
    if not least <= len(capitals) <= _LONGEST or len(written) > _LONGEST + 1:
        return None
    if any(word in _NO_NAMES for word in words) or all(word in small or len(word) == 1 for word in words):
        return None
    if _is_part(text, run[0][0], run[-1][1], words):
        return None
    if any(word.casefold() in _SMALL_WORDS or _ADJECTIVE.search(word) for word in capitals):
        return None  # 'Die Drainagen', at the start of a quotation
    if any(len(word) > _LONGEST and word.isupper() for word in written):
        return None  # set in capitals: a heading, or a notice of its own
    end = run[-1][1]
    if text[:end].endswith(("'s", "’s")):
        end -= 2
    return FullName(start=run[0][0], end=end, words=words)
