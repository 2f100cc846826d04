"""Suggest entries for the vocabulary: articles in, the names that many stories have out, best first."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field
from datetime import date
from difflib import SequenceMatcher
from math import log
from typing import Final

from generator.digest.coverage import Coverage
from generator.digest.name_words import (
    LEGAL_FORMS,
    NO_ENTRIES,
    ORGANISATIONS,
    PERSONS_TITLES,
    PLACES,
    THEIR_NOUNS_HAVE_CAPITALS,
)
from generator.digest.names import capitals_in, folded, full_names_in
from generator.digest.number_words import AUXILIARIES, STOPS
from generator.model.article import Article
from generator.model.ids import ArticleId, SourceId, StoryId, TopicId
from generator.model.topic import Topic, TopicKind
from generator.settings import Settings

_READ: Final = 1_500  # characters of a body: what comes below them is often about the publisher
_ARTICLES: Final = 3  # that must have a name
_SPREAD: Final = 3  # and its stories and sources together: two of either
_MOSTLY: Final = 0.9  # share of a single word's places in mid-sentence where it has a capital
_COMMON: Final = 0.2  # share above which a word counts as one that also stands without
_ALONE: Final = 0.5  # share of a single word's places that a noun does not follow: 'German officials'
_CUES: Final = 0.3  # share of a name's places that say what it is, to be sure
_HALF_LIFE: Final = 90.0  # days after which a name that is no longer heard is worth half
_ALIKE: Final = 0.85  # of two spellings
_EXAMPLES: Final = 3
_HOUSE: Final = 20  # articles of one source that
_HOUSE_SHARE: Final = 0.0125  # and of all it has, above which a name that nobody else has is the source's own
_NAMESAKES: Final = 3  # full names that end with a word, from which on it names nobody by itself
_BRACKETS: Final = 2  # times that a short form stands behind a name
_LETTERS: Final = 6
_SHORT: Final = re.compile(r" \([“\"]?([A-Z][A-Za-z]{1,6})[”\"]?\)")
_FIRST_HALF: Final = re.compile(r"(?<!\w)((?:[A-Z][\w’'-]+ ){1,2}(?:and|&) )\Z")
_NONE: Final = NO_ENTRIES | {word.removesuffix("s") for word in NO_ENTRIES}

_Words = tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Close:
    """An entry of the vocabulary that a name may be another name of, and why."""

    topic: TopicId
    name: str
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Suggestion:
    """A name that is not in the vocabulary: what it seems to name (None where that is not sure), how widely
    it is used, how it is written (the most frequent first), and the entries that it is close to."""

    name: str
    kind: TopicKind | None
    worth: float
    stories: int
    articles: int
    sources: int
    first_seen: date
    last_seen: date
    examples: tuple[ArticleId, ...]
    forms: tuple[tuple[str, int], ...]
    close: tuple[Close, ...]


@dataclass(slots=True)
class _Uses:
    """Where a name stands, and what stands around it."""

    articles: set[ArticleId] = field(default_factory=set)
    forms: Counter[str] = field(default_factory=Counter)
    places: int = 0
    alone: int = 0
    cues: Counter[TopicKind] = field(default_factory=Counter)
    shorts: Counter[str] = field(default_factory=Counter)

    def add(self, other: _Uses) -> None:
        self.articles |= other.articles
        self.forms.update(other.forms)
        self.places += other.places
        self.alone += other.alone
        self.cues.update(other.cues)
        self.shorts.update(other.shorts)


def suggest_names(coverage: Coverage, settings: Settings) -> list[Suggestion]:
    """The names worth adding to topics.yml, the most useful first.

    A name is what the corpus shows to be one: a run of words with a capital in mid-sentence, not each of
    which also stands without; a single word must nearly always have one, and must not just describe the noun
    after it. It has three articles, in two stories or of two sources, and is no name, alias or outlet that is
    known. Usefulness is stories × (1 + ln sources), halved for every 90 days between the name's last article
    and the newest.
    """
    usage = _Usage(coverage.articles.values())
    uses = _collect(coverage.articles.values(), usage)
    _merge_parts(uses, coverage)
    per_source = Counter(article.source for article in coverage.articles.values())
    known = _known_names(settings, coverage.articles.values())
    newest = max((coverage.day(article) for article in coverage.articles), default=date.min)
    vocabulary = _spellings(settings.topics)
    found = [
        suggestion
        for words, use in uses.items()
        if words not in known and usage.allows(words, use) and not _is_house_name(use, coverage, per_source)
        if (suggestion := _suggestion(words, use, coverage, newest, vocabulary))
    ]
    return sorted(found, key=lambda suggestion: (-suggestion.worth, suggestion.name))


class _Usage:
    """How the corpus writes its words, a language at a time."""

    def __init__(self, articles: Iterable[Article]) -> None:
        self._capitals: defaultdict[str, Counter[str]] = defaultdict(Counter)
        self._smalls: defaultdict[str, Counter[str]] = defaultdict(Counter)
        for article in articles:
            capitals, smalls = capitals_in(article.body[:_READ])
            self._capitals[_language(article)].update(capitals)
            self._smalls[_language(article)].update(smalls)
        self._small = {
            language: frozenset(
                word
                for word, count in smalls.items()
                if count >= _COMMON * (count + self._capitals[language][word])
            )
            for language, smalls in self._smalls.items()
        }

    def small(self, language: str) -> Set[str]:
        """The words of a language that stand without a capital, too."""
        return self._small.get(language, frozenset())

    def allows(self, words: _Words, uses: _Uses) -> bool:
        """Whether a single word is a name by how it is written; longer ones are by being runs."""
        if len(words) > 1:
            return True
        capitals = sum(counts[words[0]] for counts in self._capitals.values())
        smalls = sum(counts[words[0]] for counts in self._smalls.values())
        return capitals >= _MOSTLY * (capitals + smalls) and uses.alone >= _ALONE * uses.places


def _language(article: Article) -> str:
    return article.language.partition("-")[0].lower()


def _collect(articles: Iterable[Article], usage: _Usage) -> dict[_Words, _Uses]:
    uses: defaultdict[_Words, _Uses] = defaultdict(_Uses)
    for article in sorted(articles, key=lambda a: (a.when, a.id)):
        language = _language(article)
        least = 2 if language in THEIR_NOUNS_HAVE_CAPITALS else 1
        text = article.body[:_READ]
        own = {folded(word) for author in article.authors for word in author.split()}
        for name in full_names_in(text, usage.small(language), least=least):
            words = _key(name.words)
            if not words or words[-1] in own or words[-1].removesuffix("s") in _NONE:
                continue
            start = _whole_start(text, name.start, words)
            words = (*(folded(word) for word in text[start : name.start].split()), *words)
            use = uses[words]
            use.articles.add(article.id)
            use.forms[text[start : name.end]] += 1
            if short := _SHORT.match(text, name.end):
                use.shorts[short[1]] += 1
            use.places += 1
            use.alone += not _describes(text, name.end)
            if kind := _cue(text, name.start, words, article):
                use.cues[kind] += 1
    return dict(uses)


def _key(words: _Words) -> _Words:
    """`Energy Fuels Inc` is `Energy Fuels`; a single letter is nobody's name."""
    kept = words
    while len(kept) > 1 and kept[-1] in LEGAL_FORMS:
        kept = kept[:-1]
    return () if len(kept) == 1 and len(kept[0]) < 3 else kept


def _describes(text: str, end: int) -> bool:
    """Whether a noun seems to follow: a word in small letters that is none of the small words."""
    if text[end : end + 1] not in (" ", "\u00a0"):
        return False
    following = text[end + 1 : end + 40].split()
    word = following[0].strip(".,;:!?()") if following else ""
    return word.isalpha() and word.islower() and word not in STOPS and word not in AUXILIARIES


def _cue(text: str, start: int, words: _Words, article: Article) -> TopicKind | None:
    """What the words around a name, or its last word, say that it names."""
    if words[-1] in ORGANISATIONS:
        return TopicKind.ORGANISATION
    if words[-1] in PLACES:
        return TopicKind.PLACE
    before = folded(text[max(0, start - 24) : start].rstrip(" .").rpartition(" ")[2])
    if before in PERSONS_TITLES:
        return TopicKind.PERSON
    if article.dateline and tuple(folded(article.dateline).split()) == words:
        return TopicKind.PLACE
    return None


def _whole_start(text: str, start: int, words: _Words) -> int:
    """Where 'Securities and Exchange Commission' begins, of which the run is only the second half."""
    before = _FIRST_HALF.search(text, max(0, start - 40), start) if words[-1] in ORGANISATIONS else None
    return before.start(1) if before else start


def _is_house_name(use: _Uses, coverage: Coverage, per_source: Mapping[SourceId, int]) -> bool:
    """Whether one source alone has the name, and has it too often for news: that of a writer, of a series."""
    sources = {coverage.articles[article].source for article in use.articles}
    count = len(use.articles)
    return len(sources) == 1 and count >= _HOUSE and count > _HOUSE_SHARE * per_source[next(iter(sources))]


def _merge_parts(uses: dict[_Words, _Uses], coverage: Coverage) -> None:
    """Put a surname with the full name that its stories have, 'J. Doe' with 'John Doe', and 'ICC' with what
    it stands behind in brackets. A surname of several people is nobody's; letters that stand for nothing
    known are no name."""
    by_last: defaultdict[str, list[_Words]] = defaultdict(list)
    for words in sorted(uses):
        if len(words) > 1 and uses[words].places > 1:
            by_last[words[-1]].append(words)
    shorts = _long_forms(uses)
    stories = {words: {coverage.story_of[article] for article in use.articles} for words, use in uses.items()}
    for words in sorted(uses, key=lambda words: (len(words), words)):
        others = [other for other in by_last.get(words[-1], ()) if other != words and other in uses]
        if len(words) > 1:
            others = [other for other in others if _is_initial(words, other)]
        elif (whole := shorts.get(words[0])) and whole in uses and whole != words:
            uses[whole].add(uses.pop(words))
            continue
        elif _is_acronym(uses[words]):
            del uses[words]
            continue
        if not others:
            continue
        whole = max(others, key=lambda other: (len(stories[other] & stories[words]), other))
        if len(words) > 1 or len(stories[whole] & stories[words]) * 2 >= len(stories[words]):
            uses[whole].add(uses.pop(words))
        elif len(others) >= _NAMESAKES and _is_surname(stories[words], [stories[one] for one in others]):
            del uses[words]


def _is_surname(stories: Set[StoryId], of_full_names: Iterable[Set[StoryId]]) -> bool:
    """Whether most stories that have a word alone have it in one of the full names, too."""
    return len(stories & set().union(*of_full_names)) * 2 >= len(stories)


def _long_forms(uses: Mapping[_Words, _Uses]) -> dict[str, _Words]:
    """For each short form in brackets the name that it most often stands behind."""
    found: defaultdict[str, Counter[_Words]] = defaultdict(Counter)
    for words in sorted(uses):
        for short, count in uses[words].shorts.items():
            found[folded(short)][words] += count
    return {
        short: max(longs, key=lambda words: (longs[words], words))
        for short, longs in found.items()
        if max(longs.values()) >= _BRACKETS
    }


def _is_acronym(use: _Uses) -> bool:
    form = max(use.forms, key=lambda form: (use.forms[form], form))
    capitals = sum(letter.isupper() for letter in form)
    return len(form) <= _LETTERS and (form.rstrip("s").isupper() or len(form) <= capitals + 1 < _LETTERS - 1)


def _is_initial(words: _Words, other: _Words) -> bool:
    return len(words[0]) == 1 and len(other[0]) > 1 and other[0].startswith(words[0])


def _known_names(settings: Settings, articles: Iterable[Article]) -> set[_Words]:
    names = [name for topic in settings.topics.values() for name in (topic.name, *topic.aliases)]
    names += [name for source in settings.sources.values() for name in source.names]
    names += [author for article in articles for author in article.authors]
    known = {tuple(folded(word) for word in name.split()) for name in names}
    return known | {words[1:] for words in known if words[:1] == ("the",)}


def _suggestion(
    words: _Words,
    use: _Uses,
    coverage: Coverage,
    newest: date,
    vocabulary: Sequence[tuple[TopicId, str, _Words]],
) -> Suggestion | None:
    stories: set[StoryId] = {coverage.story_of[article] for article in use.articles}
    sources: set[SourceId] = {coverage.articles[article].source for article in use.articles}
    if len(use.articles) < _ARTICLES or len(stories) + len(sources) < _SPREAD:
        return None
    days = [coverage.day(article) for article in use.articles]
    worth = len(stories) * (1 + log(len(sources))) * 0.5 ** ((newest - max(days)).days / _HALF_LIFE)
    forms = sorted(use.forms.items(), key=lambda item: (-item[1], item[0]))
    latest = sorted(use.articles, key=lambda article: (coverage.articles[article].when, article))
    return Suggestion(
        name=_best_form(forms, words),
        kind=_kind(use),
        worth=round(worth, 3),
        stories=len(stories),
        articles=len(use.articles),
        sources=len(sources),
        first_seen=min(days),
        last_seen=max(days),
        examples=tuple(reversed(latest[-_EXAMPLES:])),
        forms=tuple(forms),
        close=tuple(_close(words, vocabulary)),
    )


def _best_form(forms: Sequence[tuple[str, int]], words: _Words) -> str:
    """The most frequent form that is the whole name."""
    whole = [form for form, _ in forms if len(form.split()) >= len(words)]
    return (whole or [form for form, _ in forms])[0]


def _kind(use: _Uses) -> TopicKind | None:
    """The kind that enough places speak for and none speaks against."""
    if len(use.cues) != 1:
        return None
    kind, count = use.cues.most_common(1)[0]
    return kind if count >= max(2, _CUES * use.places) else None


def _spellings(vocabulary: Mapping[TopicId, Topic]) -> list[tuple[TopicId, str, _Words]]:
    return [
        (topic, name, tuple(folded(word) for word in name.split()))
        for topic in sorted(vocabulary)
        for name in (vocabulary[topic].name, *vocabulary[topic].aliases)
        if vocabulary[topic].kind is not TopicKind.TOPIC
    ]


def _close(words: _Words, vocabulary: Sequence[tuple[TopicId, str, _Words]]) -> Iterator[Close]:
    """The entries that `words` may be another name of, one reason each."""
    told: set[TopicId] = set()
    for topic, name, other in vocabulary:
        if topic not in told and (why := _why_close(words, other)):
            told.add(topic)
            yield Close(topic=topic, name=name, why=why)


def _why_close(words: _Words, other: _Words) -> str:
    if len(words) > 1 and len(other) == 1 and "".join(word[0] for word in words) == other[0]:
        return "initials"
    if len(other) > 1 and len(words) == 1 and "".join(word[0] for word in other) == words[0]:
        return "initials"
    if set(words) < set(other) or set(other) < set(words):
        return "part of the name"
    if SequenceMatcher(None, " ".join(words), " ".join(other)).ratio() >= _ALIKE:
        return "spelled alike"
    return ""
