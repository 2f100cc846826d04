"""Sketch a report: what it names, as a reader would say it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from generator.model.article import Article
from generator.stories.features import Analysis, Features, Names, surface_of
from generator.stories.words import fold, primary_language

_NAMES: Final = 12
_TERMS: Final = 12
# Written with a capital in English, and no name that two stories could share.
CALENDAR: Final = frozenset(
    (
        *("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"),
        *("january", "february", "march", "april", "may", "june", "july"),
        *("august", "september", "october", "november", "december"),
        *("mondays", "tuesdays", "wednesdays", "thursdays", "fridays", "saturdays", "sundays"),
    )
)
# What stands before a name and is none.
_TITLES: Final = frozenset(
    (
        *(
            "mr",
            "mrs",
            "ms",
            "miss",
            "dr",
            "prof",
            "professor",
            "sir",
            "dame",
            "lord",
            "lady",
            "herr",
            "frau",
        ),
        *("president", "minister", "chancellor", "senator", "governor", "mayor", "alderman", "councillor"),
        *("commissioner", "secretary", "chair", "chairman", "chairwoman", "director", "judge", "justice"),
        *("captain", "lieutenant", "sergeant", "colonel", "general", "major", "admiral", "inspector"),
        *("ceo", "pope", "king", "queen", "prince", "princess", "monsieur", "madame", "señor", "señora"),
    )
)
_NOUNS_CAPITALISED: Final = frozenset(("de", "lb"))  # a noun alone is no name there
_MARKS: Final = " .,;:!?…()[]\"“”„«»‘’'\n–—-"
_ENDS: Final = ".:!?…\n"
_JOINTS: Final = frozenset(("&", "of"))
_READ: Final = 2000  # characters; who matters is named in them


@dataclass(frozen=True, slots=True, kw_only=True)
class Sketch:
    """What one report names, as a reader would say it: key to words."""

    names: Mapping[str, str]
    terms: Mapping[str, str]


def sketch_of(article: Article, analysis: Analysis, features: Features, names: Names) -> Sketch:
    """The most telling names and terms of one report."""
    phrases = _phrases(article, names)
    named = {part for word in names.weights for part in word.split("'")}
    stems = [stem for stem in list(features.terms)[: 2 * _TERMS] if stem.isalpha() and len(stem) > 3]
    shown = surface_of(analysis, stems)
    terms = {stem: shown[stem] for stem in stems if stem in shown and shown[stem].lower() not in named}
    return Sketch(
        names={fold(phrase): phrase for phrase in phrases[:_NAMES]},
        terms={stem: word for stem, word in list(terms.items())[:_TERMS] if word.islower()},
    )


def _phrases(article: Article, names: Names) -> list[str]:
    """The names of an article as it writes them, whole, the most telling first; none that is part of another,
    and none of the outlets that speak."""
    weights = {word: weight for word, weight in names.weights.items() if word not in CALENDAR}
    alone = primary_language(article.language) not in _NOUNS_CAPITALISED
    worth: dict[tuple[str, ...], float] = {}
    for run in _runs(f"{article.title}\n{article.body[:_READ]}", names.shown):
        if run not in worth and (alone or len(run) > 1):
            worth[run] = sum([weights.get(_key(word), 0.0) for word in run])
    telling = sorted([run for run in worth if worth[run] > 0], key=lambda run: (-worth[run], run))
    words = {run: frozenset([_key(word) for word in run]) for run in telling[: 2 * _NAMES]}
    outlets = [
        frozenset(source.split("-"))
        for source in (article.source, article.via or "", *article.credit, *article.cites)
    ]
    return [
        " ".join(run)
        for run in words
        if not any(words[run] < other for other in words.values())
        and not any(words[run] <= outlet for outlet in outlets)
    ]


def _runs(text: str, named: Mapping[str, str]) -> Iterator[tuple[str, ...]]:
    """Words with a capital that stand side by side with nothing but a space, '&' or 'of' between.

    A title is left out before a full name and kept before a surname. So is a word left out that only begins
    a sentence.
    """
    run: list[str] = []
    title, begins = "", True
    for chunk in text.replace("\n", " \n ").split(" "):
        if not run and chunk[:1].islower():  # most of a text
            title, begins = "", chunk[-1] in _ENDS
            continue
        word = chunk.strip(_MARKS)
        opened = begins or not chunk.startswith(word[:1])
        begins = not word or chunk[-1] in _ENDS
        if run and (chunk in _JOINTS or (opened and word)):
            if chunk in _JOINTS:
                run.append(chunk)
                continue
            yield _tidy(run, title)
            run, title = [], ""
        if word[:1].isupper() and _is_part(_key(word), named, begins=opened):
            run.append(word)
            if chunk.endswith(word):
                continue
        if run:
            yield _tidy(run, title)
        run, title = [], word if _key(word) in _TITLES else ""


def _is_part(key: str, named: Mapping[str, str], *, begins: bool) -> bool:
    return key not in _TITLES and key not in CALENDAR and (key in named or not begins)


def _tidy(run: Sequence[str], title: str) -> tuple[str, ...]:
    end = len(run)
    while run[end - 1] in _JOINTS:
        end -= 1
    whole = [*run[: end - 1], run[end - 1].removesuffix("'s").removesuffix("’s")]
    return (title, *whole) if title and len(whole) == 1 else tuple(whole)


@lru_cache(maxsize=20_000)
def _key(word: str) -> str:
    return fold(word).replace("’", "'").removesuffix("'s")
