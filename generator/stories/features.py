"""Turn an article into what can be compared: tokens in, weighted terms, names and numbers out."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from math import fsum, log, sqrt
from typing import Any, Final

from generator.model.article import Article
from generator.model.ids import TopicId
from generator.model.topic import Topic, TopicKind
from generator.stories.background import Background, background_of
from generator.stories.days import packed_counts, unpacked_counts
from generator.stories.senses import Reading
from generator.stories.topics import TopicMatcher, with_declared
from generator.stories.words import BREAKS, Stems, fold, primary_language, skeletons, tokenize

_TITLE: Final = 3.0
_OPENING: Final = 2.0
_OPENING_TOKENS: Final = 70  # about 60 words and their marks
_SATURATION: Final = 1.2  # BM25's k1
_TERMS: Final = 150  # 100 loses 0.003 on ECB+, 200 gains nothing
_NAMES: Final = 40
_NAMES_BEFORE: Final = (
    100.0  # documents a name was not in before we read any: in a region's news its towns tell little
)
_ANCHORS: Final = 60
_ANCHORS_BEFORE: Final = 20.0
# What a report is about stands before this: ECB+ has 0.897 with 1200 and 0.900 with 300, which cost a third.
_READ_TOKENS: Final = 300
_TOKEN_LENGTH: Final = 8  # characters, more than the mean with its space in any language
_COMMON: Final = 0.3  # a term in more of the documents than this tells nothing apart and costs time
_ORDINAL: Final = re.compile(r"\d{1,3}(?:st|nd|rd|th)?")
_NUMBERED: Final = frozenset(("no", "number", "nr", "part", "episode", "round", "phase", "volume"))
# Stems of what one event has many of: the strike's third day and its fourth, the fifth victim and the sixth.
_COUNTED: Final = frozenset(
    (
        *("arrest", "bodi", "case", "day", "death", "hour", "month", "night"),
        *("person", "suspect", "time", "victim", "week", "year"),
    )
)
_SEPARATORS: Final = re.compile(r"\D")  # '1,900' and '1.900' are one number
_NAMED: Final = frozenset((TopicKind.PERSON, TopicKind.PLACE, TopicKind.ORGANISATION, TopicKind.EVENT))

Vector = dict[str, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class Analysis:
    """An article's words, counted; nothing in it depends on other articles."""

    language: str
    title: Sequence[str]
    title_stems: Sequence[str]
    body: Sequence[str]
    body_stems: Sequence[str]
    counts: Mapping[str, float]
    capitals: Sequence[str]
    smalls: Sequence[str]
    serials: Mapping[str, frozenset[str]]
    topics: Mapping[TopicId, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class Features:
    """What stories are told apart by.

    Unit vectors of terms, of the names' character 4-grams, and of anchors (what is the same in every
    language: names by their consonants, numbers, the vocabulary's entries); the numbered things of the title
    ('12th package'); the words that are names, and those of the title. Vectors stand in order of weight.
    """

    language: str
    terms: Vector
    grams: Vector
    anchors: Vector
    topics: Vector
    names: frozenset[str]
    title_names: frozenset[str]
    serials: Mapping[str, frozenset[str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Names:
    """The words that are names: how often, how telling, and the longest run of names each stood in."""

    weights: Mapping[str, float]
    shown: Mapping[str, str]
    in_title: frozenset[str]


class Analyst:
    """Reads articles with one stemmer and one topic matcher a language."""

    def __init__(self, vocabulary: Mapping[TopicId, Topic]) -> None:
        self._vocabulary = vocabulary
        self._stems: dict[str, Stems] = {}
        self._matchers: dict[str, TopicMatcher] = {}

    def analyse(self, article: Article, body: str) -> Analysis:
        """Count the words of `article` with `body` as its text; the title and the opening weigh more."""
        language = primary_language(article.language)
        stems, matcher = self._tools(language)
        title = tokenize(article.title)
        tokens = tokenize(body[: _READ_TOKENS * _TOKEN_LENGTH])[:_READ_TOKENS]
        capitals, smalls = _cases(title, tokens)
        title_stems = [stems[token] for token in title]
        body_stems = [stems[token] for token in tokens]
        return Analysis(
            language=language,
            title=title,
            title_stems=title_stems,
            body=tokens,
            body_stems=body_stems,
            counts=_count(title_stems, body_stems),
            capitals=capitals,
            smalls=smalls,
            serials=_serials(title, title_stems),
            topics=with_declared(matcher.weigh(title, title_stems, tokens, body_stems), article.topics),
        )

    def readings(self, article: Article, body: str) -> list[Reading]:
        """How each name with several meanings was taken in `article`."""
        stems, matcher = self._tools(primary_language(article.language))
        title = tokenize(article.title)
        tokens = tokenize(body[: _READ_TOKENS * _TOKEN_LENGTH])[:_READ_TOKENS]
        return matcher.explain(title, [stems[t] for t in title], tokens, [stems[t] for t in tokens])

    def _tools(self, language: str) -> tuple[Stems, TopicMatcher]:
        if language not in self._stems:
            self._stems[language] = Stems(language)
            self._matchers[language] = TopicMatcher(self._vocabulary, self._stems[language])
        return self._stems[language], self._matchers[language]


@dataclass(slots=True)
class _Counts:
    """What one language's articles have shown so far."""

    background: Background
    read: int = 0  # stories
    frequencies: Counter[str] = field(default_factory=Counter)
    names: Counter[str] = field(default_factory=Counter)
    # for each word how often it stood with a capital and how often without
    capitals: Counter[str] = field(default_factory=Counter)
    smalls: Counter[str] = field(default_factory=Counter)


class Frequencies:
    """Document frequencies that run along with the articles, on top of the shipped background.

    `anchored` says that articles of several languages will be compared.
    """

    def __init__(self, vocabulary: Mapping[TopicId, Topic], *, anchored: bool) -> None:
        self._languages: dict[str, _Counts] = {}
        self._vocabulary = vocabulary
        self._anchored = anchored
        self._anchors: Counter[str] = Counter()
        self._topics: Counter[str] = Counter()

    @property
    def plain(self) -> dict[str, Any]:
        """All that was counted, for `restore`."""
        languages = {
            language: [
                counts.read,
                *map(packed_counts, (counts.frequencies, counts.names, counts.capitals, counts.smalls)),
            ]
            for language, counts in self._languages.items()
        }
        return {
            "languages": languages,
            "anchors": packed_counts(self._anchors),
            "topics": packed_counts(self._topics),
        }

    def restore(self, plain: Mapping[str, Any]) -> None:
        """Go on from where another was when it gave `plain`."""
        for language, (read, *tables) in plain["languages"].items():
            counts = self._of(language)
            counts.read = read
            known = (_as_counter(unpacked_counts(table)) for table in tables)
            counts.frequencies, counts.names, counts.capitals, counts.smalls = known
        self._anchors = _as_counter(unpacked_counts(plain["anchors"]))
        self._topics = _as_counter(unpacked_counts(plain["topics"]))

    def read(self, analysis: Analysis) -> None:
        """Note how an article capitalises its words."""
        counts = self._of(analysis.language)
        counts.capitals.update(analysis.capitals)
        counts.smalls.update(analysis.smalls)

    def learn(self, analysis: Analysis, names: Names, features: Features, story: set[str]) -> None:
        """Count what an article brings to its story; `story` holds what the story has had counted before.

        Counting stories, not articles, is what keeps the words of a large story telling: a name in thirty
        reports of one flood is as rare as that of a lost dog, a town's in thirty stories is not.
        """
        counts = self._of(analysis.language)
        first = f"in {analysis.language}"
        if first not in story:
            story.add(first)
            counts.read += 1
        for table, found in (
            (counts.frequencies, analysis.counts.keys()),
            (counts.names, {f"name {word}" for word in names.weights}),
            (self._anchors, features.anchors.keys()),
            (self._topics, features.topics.keys()),
        ):
            new = found - story
            table.update(new)
            story |= new

    def weigh(self, analysis: Analysis) -> tuple[Features, Names]:
        """The vectors of an article just learned, with the weights that hold at this point of time."""
        counts = self._of(analysis.language)
        terms = _term_vector(analysis, counts)
        names = _names(analysis, counts)
        features = Features(
            language=analysis.language,
            terms=terms,
            grams=_gram_vector(names.weights),
            anchors=self._anchor_vector(analysis, terms, names) if self._anchored else {},
            topics=self._topic_vector(analysis),
            names=frozenset(names.shown),
            title_names=names.in_title,
            serials=analysis.serials,
        )
        return features, names

    def _of(self, language: str) -> _Counts:
        if language not in self._languages:
            self._languages[language] = _Counts(background=background_of(language))
        return self._languages[language]

    def _topic_vector(self, analysis: Analysis) -> Vector:
        """The vocabulary's entries by how few stories have them. One is held against what a full vector would
        weigh, not against itself: two reports with a common topic and no other are not alike for that."""
        total = sum([counts.read for counts in self._languages.values()]) + _ANCHORS_BEFORE
        weighted = [
            (
                weight
                / (weight + _SATURATION)
                * log(total / (self._topics.get(f"about {topic}", 0.0) + 1.0)),
                topic,
            )
            for topic, weight in analysis.topics.items()
        ]
        length = max(sqrt(sum([weight * weight for weight, _ in weighted])), log(total))
        return {f"about {topic}": weight / length for weight, topic in sorted(weighted, key=_by_weight)}

    def _anchor_vector(self, analysis: Analysis, terms: Vector, names: Names) -> Vector:
        counted: dict[str, float] = {}
        for topic, weight in analysis.topics.items():
            entry = self._vocabulary.get(topic)
            named = entry is not None and entry.kind in _NAMED
            counted[f"topic {topic}"] = weight if named else weight / 2
        for stem in terms:
            number = _SEPARATORS.sub("", fold(stem)) if stem[0].isdigit() else ""
            if len(number) > 1:
                counted[f"number {number}"] = analysis.counts[stem]
        for word in names.weights or _unnamed(analysis, terms):
            for skeleton in skeletons(word):
                counted[f"name {skeleton}"] = 2.0
        total = sum([counts.read for counts in self._languages.values()]) + _ANCHORS_BEFORE
        weighted = [
            (count / (count + _SATURATION) * log((self._anchors.get(anchor, 0.0) + 1.0) / total), anchor)
            for anchor, count in counted.items()
        ]
        return _heaviest(weighted, _ANCHORS)


def cosine(one: Vector, other: Vector) -> float:
    """The cosine of two unit vectors."""
    return fsum([one[term] * other[term] for term in one.keys() & other.keys()])  # a sum in any order


def surface_of(analysis: Analysis, stems: Iterable[str]) -> dict[str, str]:
    """How each of `stems` is first written in the article."""
    wanted = set(stems)
    shown: dict[str, str] = {}
    for tokens, written in ((analysis.body, analysis.body_stems), (analysis.title, analysis.title_stems)):
        for token, stem in zip(tokens, written, strict=True):
            if stem in wanted and stem not in shown:
                shown[stem] = token
    return shown


def _count(title: Sequence[str], body: Sequence[str]) -> dict[str, float]:
    counts: dict[str, float] = dict(Counter(body))
    for stem in body[:_OPENING_TOKENS]:
        counts[stem] += _OPENING - 1
    for stem in title:
        counts[stem] = counts.get(stem, 0.0) + _TITLE
    return {stem: count for stem, count in counts.items() if len(stem) > 1 or stem.isdigit()}


def _as_counter(table: dict[str, int]) -> Counter[str]:
    counter: Counter[str] = Counter()
    dict.update(counter, table)  # Counter's own adds one by one
    return counter


def _term_vector(analysis: Analysis, counts: _Counts) -> Vector:
    documents = counts.background.documents + counts.read
    before, frequencies = counts.background.frequencies, counts.frequencies
    common = documents * _COMMON if documents >= 50 else documents
    total = documents + 1.0
    weighted = []
    for stem, count in analysis.counts.items():
        frequency = before.get(stem, 0.0) + frequencies.get(stem, 0)
        if frequency <= common:
            weighted.append((count / (count + _SATURATION) * log((frequency + 0.5) / total), stem))
    return _heaviest(weighted, _TERMS)


def _heaviest(weighted: list[tuple[float, str]], limit: int) -> Vector:
    """The unit vector of the heaviest entries, in order of weight, then name; the weights come in negative,
    so that they sort without a key."""
    weighted.sort()
    kept = weighted[:limit]
    length = -sqrt(sum([weight * weight for weight, _ in kept]))
    return {term: weight / length for weight, term in kept} if length else {}


def _by_weight(entry: tuple[float, str]) -> tuple[float, str]:
    return (-entry[0], entry[1])


def _cases(title: Sequence[str], body: Sequence[str]) -> tuple[list[str], list[str]]:
    """The words in mid-sentence that stood with a capital, in lower case, and those that stood without.

    A title in sentence case counts too; one that capitalises most words tells nothing.
    """
    parts = (title, body) if _is_sentence_case(title) else (body,)
    inner = [token for tokens in parts for before, token in pairwise(tokens) if before not in BREAKS]
    smalls = [token for token in inner if token.islower()]
    capitals = [token.lower() for token in inner if token[0].isalpha() and not token.islower()]
    return capitals, smalls


def _is_sentence_case(title: Sequence[str]) -> bool:
    long = [token for token in title[1:] if len(token) > 3 and token[0].isalpha()]
    return sum(token[0].isupper() for token in long) < 0.6 * len(long)


def _names(analysis: Analysis, counts: _Counts) -> Names:
    """The words of capitalised runs that are names, weighted by how rare they are, and the runs as written.

    A word is a name when what was read so far, this article included, mostly has it with a capital where
    no sentence begins.
    """
    found: dict[str, float] = {}
    shown: dict[str, str] = {}
    title_runs = _capital_runs(analysis.title)
    in_title: frozenset[str] = frozenset()
    for number, run in enumerate((*title_runs, *_capital_runs(analysis.body))):
        if number == len(title_runs):
            in_title = frozenset(found)
        named = [token for token in run if _is_name(token.lower(), counts)]
        for token in named:
            word = fold(token).replace("’", "'").removesuffix("'s")
            if len(word) > 1:
                found[word] = found.get(word, 0.0) + 1.0
                if word not in shown or len(named) > shown[word].count(" ") + 1:
                    shown[word] = " ".join(named).removesuffix("'s").removesuffix("’s")
    documents = counts.read + _NAMES_BEFORE
    weighted = [
        (
            count / (count + _SATURATION) * log(documents / (counts.names.get(f"name {word}", 0.0) + 1.0)),
            word,
        )
        for word, count in found.items()
    ]
    weighted.sort(key=_by_weight)
    return Names(
        weights={word: weight for weight, word in weighted[:_NAMES] if weight > 0},
        shown=shown,
        in_title=in_title,
    )


def _capital_runs(tokens: Sequence[str]) -> list[list[str]]:
    runs: list[list[str]] = []
    end = -1
    for at, token in [(at, token) for at, token in enumerate(tokens) if token[0].isupper()]:
        if len(token) == 1:
            continue
        if at != end:
            runs.append([])
        runs[-1].append(token)
        end = at + 1
    return runs


def _is_name(word: str, counts: _Counts) -> bool:
    return counts.capitals.get(word, 0) > counts.smalls.get(word, 0)


def _unnamed(analysis: Analysis, terms: Vector) -> list[str]:
    """In a script without capitals any telling word may be a name."""
    telling = list(terms)[:_ANCHORS]
    shown = surface_of(analysis, telling)
    return [shown[stem] for stem in telling if stem in shown and not stem.isascii()]


def _gram_vector(names: Mapping[str, float]) -> Vector:
    grams: Vector = {}
    for name, weight in names.items():
        marked = f"^{name}$"
        for at in range(max(1, len(marked) - 3)):
            gram = marked[at : at + 4]
            grams[gram] = grams.get(gram, 0.0) + weight
    length = sqrt(sum([weight * weight for weight in grams.values()]))
    return {gram: weight / length for gram, weight in grams.items()}


def _serials(tokens: Sequence[str], stems: Sequence[str]) -> dict[str, frozenset[str]]:
    """The numbered things of a title: what is counted, with its numbers ('12th package': packag → 12)."""
    found: dict[str, set[str]] = {}
    for at, token in enumerate(tokens):
        if not _ORDINAL.fullmatch(token):
            continue
        number = re.sub(r"\D", "", token)
        if token != number and at + 1 < len(tokens) and stems[at + 1] not in _COUNTED:
            found.setdefault(stems[at + 1], set()).add(number)
        elif at and stems[at - 1] in _NUMBERED:
            found.setdefault(stems[at - 1], set()).add(number)
    return {thing: frozenset(numbers) for thing, numbers in found.items()}
