"""Turn an article into what can be compared: tokens in, weighted terms, names and numbers out."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from math import log, sqrt
from typing import Final

from generator.model.article import Article
from generator.model.ids import TopicId
from generator.model.topic import Topic
from generator.stories.background import background_of
from generator.stories.topics import TopicMatcher
from generator.stories.words import BREAKS, Stems, fold, primary_language, tokenize

_TITLE: Final = 3.0
_OPENING: Final = 2.0
_OPENING_TOKENS: Final = 70  # about 60 words and their marks
_SATURATION: Final = 1.2  # BM25's k1
_TERMS: Final = 200  # cutting lower costs accuracy on long articles
_READ_TOKENS: Final = 1200  # what a report is about stands before this; a book-length body costs no more
_COMMON: Final = 0.3  # a term in more of the documents than this tells nothing apart and costs time
_ORDINAL: Final = re.compile(r"\d{1,3}(?:st|nd|rd|th)?")
_NUMBERED: Final = frozenset(("no", "number", "nr", "part", "episode", "round", "phase", "volume", "week"))

Vector = dict[str, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class Analysis:
    """An article's words, counted; nothing in it depends on other articles."""

    language: str
    counts: Mapping[str, float]
    capitals: Mapping[str, tuple[int, int]]
    runs: tuple[tuple[str, ...], ...]
    numbers: frozenset[str]
    serials: Mapping[str, frozenset[str]]
    topics: Mapping[TopicId, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class Features:
    """What stories are told apart by: unit vectors of terms and of the names' character 4-grams, the names
    themselves by weight, numbers, and the numbered things of the title ('12th package')."""

    language: str
    terms: Vector
    grams: Vector
    names: Mapping[str, float]
    shown: Mapping[str, str]
    numbers: frozenset[str]
    serials: Mapping[str, frozenset[str]]
    topics: Mapping[TopicId, float]


class Analyst:
    """Reads articles with one stemmer and one topic matcher a language."""

    def __init__(self, vocabulary: Mapping[TopicId, Topic]) -> None:
        self._vocabulary = vocabulary
        self._stems: dict[str, Stems] = {}
        self._matchers: dict[str, TopicMatcher] = {}

    def analyse(self, article: Article) -> Analysis:
        """Count the words of `article`; the title and the opening weigh more."""
        language = primary_language(article.language)
        stems, matcher = self._tools(language)
        title = tokenize(article.title)
        body = tokenize(article.body)[:_READ_TOKENS]
        title_stems = [stems[token] for token in title]
        body_stems = [stems[token] for token in body]
        return Analysis(
            language=language,
            counts=_count(title_stems, body_stems),
            capitals=_capitals(title, body),
            runs=(*_capital_runs(title), *_capital_runs(body)),
            numbers=frozenset(token for token in (*title, *body) if token[0].isdigit() and len(token) > 1),
            serials=_serials(title, title_stems),
            topics=matcher.weigh(title, title_stems, body, body_stems),
        )

    def _tools(self, language: str) -> tuple[Stems, TopicMatcher]:
        if language not in self._stems:
            self._stems[language] = Stems(language)
            self._matchers[language] = TopicMatcher(self._vocabulary, self._stems[language])
        return self._stems[language], self._matchers[language]


@dataclass(slots=True)
class _Counts:
    """What one language's articles have shown so far."""

    documents: float
    frequencies: dict[str, float]
    capitals: dict[str, list[int]] = field(default_factory=dict)


class Frequencies:
    """Document frequencies that run along with the articles, on top of the shipped background."""

    def __init__(self) -> None:
        self._languages: dict[str, _Counts] = {}

    def learn(self, analysis: Analysis) -> None:
        """Count one more document."""
        counts = self._of(analysis.language)
        counts.documents += 1
        frequencies = counts.frequencies
        for stem in analysis.counts:
            frequencies[stem] = frequencies.get(stem, 0.0) + 1
        for word, (upper, lower) in analysis.capitals.items():
            seen = counts.capitals.get(word)
            if seen is None:
                counts.capitals[word] = [upper, lower]
            else:
                seen[0] += upper
                seen[1] += lower

    def weigh(self, analysis: Analysis) -> Features:
        """The vectors of an article, with the weights that hold at this point of time."""
        counts = self._of(analysis.language)
        names, shown = _names(analysis, counts)
        return Features(
            language=analysis.language,
            terms=_term_vector(analysis, counts),
            grams=_gram_vector(names),
            names=names,
            shown=shown,
            numbers=analysis.numbers,
            serials=analysis.serials,
            topics=analysis.topics,
        )

    def _of(self, language: str) -> _Counts:
        if language not in self._languages:
            background = background_of(language)
            self._languages[language] = _Counts(
                documents=background.documents, frequencies=dict(background.frequencies)
            )
        return self._languages[language]


def cosine(one: Vector, other: Vector) -> float:
    """The cosine of two unit vectors."""
    if len(one) > len(other):
        one, other = other, one
    get = other.get
    return sum([weight * get(term, 0.0) for term, weight in one.items()])


def _count(title: Sequence[str], body: Sequence[str]) -> dict[str, float]:
    counts: dict[str, float] = {}
    for weight, stems in (
        (_TITLE, title),
        (_OPENING, body[:_OPENING_TOKENS]),
        (1.0, body[_OPENING_TOKENS:]),
    ):
        for stem in stems:
            counts[stem] = counts.get(stem, 0.0) + weight
    return {stem: count for stem, count in counts.items() if len(stem) > 1 or stem.isdigit()}


def _term_vector(analysis: Analysis, counts: _Counts) -> Vector:
    documents, frequencies = counts.documents, counts.frequencies
    common = documents * _COMMON
    weighted = []
    for stem, count in analysis.counts.items():
        frequency = frequencies.get(stem, 0.0)
        if frequency <= common or documents < 50:
            weight = count / (count + _SATURATION) * log((documents + 1.0) / (frequency + 0.5))
            if weight > 0:
                weighted.append((weight, stem))
    weighted.sort(key=lambda entry: (-entry[0], entry[1]))
    return _unit({stem: weight for weight, stem in weighted[:_TERMS]})


def _unit(vector: Vector) -> Vector:
    length = sqrt(sum([weight * weight for weight in vector.values()]))
    return {term: weight / length for term, weight in vector.items()} if length else {}


def _capitals(title: Sequence[str], body: Sequence[str]) -> dict[str, tuple[int, int]]:
    """For each word of the body's mid-sentences, how often it stood with a capital and how often without.

    A title in sentence case counts too; one that capitalises most words tells nothing.
    """
    seen: dict[str, tuple[int, int]] = {}
    parts = (title, body) if _is_sentence_case(title) else (body,)
    for tokens in parts:
        initial = True
        for token in tokens:
            if token in BREAKS:
                initial = True
                continue
            if not initial and token[0].isalpha():
                word = token.lower()
                upper, lower = seen.get(word, (0, 0))
                seen[word] = (upper + 1, lower) if token[0].isupper() else (upper, lower + 1)
            initial = False
    return seen


def _is_sentence_case(title: Sequence[str]) -> bool:
    long = [token for token in title[1:] if len(token) > 3 and token[0].isalpha()]
    return sum(token[0].isupper() for token in long) < 0.6 * len(long)


def _capital_runs(tokens: Sequence[str]) -> list[tuple[str, ...]]:
    runs: list[tuple[str, ...]] = []
    run: list[str] = []
    for token in tokens:
        if token[0].isupper() and len(token) > 1:
            run.append(token)
        elif run:
            runs.append(tuple(run))
            run = []
    if run:
        runs.append(tuple(run))
    return runs


def _names(analysis: Analysis, counts: _Counts) -> tuple[dict[str, float], dict[str, str]]:
    """The words of capitalised runs that are names, weighted by how rare they are, and the runs as written.

    A word is a name when what was read so far, this article included, mostly has it with a capital where
    no sentence begins.
    """
    found: dict[str, float] = {}
    shown: dict[str, str] = {}
    for run in analysis.runs:
        named = [token for token in run if _is_name(token.lower(), analysis, counts)]
        for token in named:
            word = fold(token).replace("’", "'").removesuffix("'s")
            if len(word) > 1:
                found[word] = found.get(word, 0.0) + 1.0
                if word not in shown or len(named) > shown[word].count(" ") + 1:
                    shown[word] = " ".join(named)
    documents = counts.documents + 1.0
    weights = {
        word: count / (count + _SATURATION) * log(documents / (counts.frequencies.get(word, 0.0) + 0.5))
        for word, count in found.items()
    }
    return {word: weight for word, weight in weights.items() if weight > 0}, shown


def _is_name(word: str, analysis: Analysis, counts: _Counts) -> bool:
    upper, lower = analysis.capitals.get(word, (0, 0))
    before = counts.capitals.get(word)
    if before is not None:
        upper += before[0]
        lower += before[1]
    return upper > lower


def _gram_vector(names: Mapping[str, float]) -> Vector:
    grams: Vector = {}
    for name, weight in names.items():
        marked = f"^{name}$"
        for at in range(max(1, len(marked) - 3)):
            gram = marked[at : at + 4]
            grams[gram] = grams.get(gram, 0.0) + weight
    return _unit(grams)


def _serials(tokens: Sequence[str], stems: Sequence[str]) -> dict[str, frozenset[str]]:
    """The numbered things of a title: what is counted, with its numbers ('12th package': packag → 12)."""
    found: dict[str, set[str]] = {}
    for at, token in enumerate(tokens):
        if not _ORDINAL.fullmatch(token):
            continue
        number = re.sub(r"\D", "", token)
        if token != number and at + 1 < len(tokens):
            found.setdefault(stems[at + 1], set()).add(number)
        elif at and stems[at - 1] in _NUMBERED:
            found.setdefault(stems[at - 1], set()).add(number)
    return {thing: frozenset(numbers) for thing, numbers in found.items()}
