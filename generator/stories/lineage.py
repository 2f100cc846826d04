"""Trace where an article's words come from: articles in, originals, copies and rewrites out.

Candidates come from an inverted index over a sample of each article's 3-word shingles (Broder's
containment; the sample is the shingles whose hash is 0 modulo a number, so any two articles sample alike).
What the index proposes is measured on all shingles and must then agree in title, numbers and names:
templated texts share four fifths of their words and tell of different things.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from math import sqrt
from typing import Final
from zlib import crc32

from generator.model.article import Article
from generator.model.ids import ArticleId, SourceId
from generator.model.story import Lineage, Role
from generator.stories.words import BREAKS, fold, tokenize, words_of

_DAY: Final = 86400.0
_WINDOW: Final = 14 * _DAY  # a text is picked up within days; later likenesses are formulas
_SAMPLE: Final = 8
_SHORT: Final = 160  # words; a shorter text is sampled whole
_LEAST_WORDS: Final = 12
# A sample errs: half the containment that would count is reason to look, and of a small sample less.
_INDEXED: Final = 2500  # characters: texts that have words in common have them in their first half as well
_MARGIN: Final = 0.5
_DEVIATIONS: Final = 2.5
_POSTINGS: Final = 60  # a shingle in more texts than this is a formula; the earliest are kept
_CANDIDATES: Final = 12
_HELD: Final = 512  # texts kept at hand for comparison
_LEAD_WORDS: Final = 80
_MEMO_CHUNKS: Final = 60_000  # about 10 MB
_MEMO_LENGTH: Final = 40  # characters; longer chunks seldom come again

_COPY: Final = 0.5  # containment; on edited copies F1 0.998, where Jaccard 0.8 of 5-word shingles has 0.41
_COPY_FACTS: Final = 0.45  # names and numbers of the shorter text that the longer has
_COPY_NUMBERS: Final = 0.5
_COPY_TITLE: Final = 0.6
_RETITLED: Final = 0.8  # under another title more of the words must be shared, the opening among them
_RETITLED_FACTS: Final = 0.85
_RETITLED_LEAD: Final = 0.6
_CREDITED_FACTS: Final = 0.7  # a declared source's text may stand under any title
_REWRITE: Final = 0.2
_REWRITE_LEAD: Final = 0.3
_REWRITE_FACTS: Final = 0.55
_REWRITE_TITLE: Final = 0.3
_RETITLED_REWRITE: Final = 0.4


def trace_lineage(articles: Sequence[Article]) -> dict[ArticleId, Lineage]:
    """The role of every article.

    What is copied is the text of a credited source where it is here, else the earliest. An article that
    credits one other source and none besides, whose text is not here, is a copy with `of` None.
    """
    ordered = sorted(articles, key=lambda article: (article.when, article.id))
    return _resolve(ordered, list(_matches(ordered)))


@dataclass(frozen=True, slots=True, kw_only=True)
class Overlap:
    """How two texts agree, 0 to 1: `words` is the containment of the shorter's shingles, `lead` that of its
    opening, `facts` and `numbers` the share of its names and numbers that the longer has, `title` the
    overlap of the titles. `conflict`: each title names something that the other article does not know."""

    words: float
    lead: float
    facts: float
    numbers: float
    title: float
    conflict: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class _Match:
    later: int
    earlier: int
    role: Role
    overlap: Overlap


class _Text:
    """What two articles are compared by; names and numbers are looked for once the words agree."""

    def __init__(self, article: Article) -> None:
        codes = _codes_of(article.body)
        self._body = article.body
        self.shingles = _shingles(codes)
        self.lead = _shingles(codes[:_LEAD_WORDS])
        self.title = _title_words(article)

    @cached_property
    def words(self) -> frozenset[str]:
        return frozenset([fold(word) for word in set(words_of(self._body))])

    @cached_property
    def facts(self) -> frozenset[str]:
        return _facts(self._body)

    @cached_property
    def numbers(self) -> frozenset[str]:
        return frozenset([fact for fact in self.facts if fact[0].isdigit()])


def compare(one: Article, other: Article) -> Overlap:
    """How two articles' words agree."""
    return _overlap(_Text(one), _Text(other))


def role_of(overlap: Overlap, later: Article, earlier: Article) -> Role:
    """What `later` is to `earlier`, given how they overlap."""
    credited = _credits(later, earlier) or _credits(earlier, later)
    if _is_copy(overlap, credited=credited):
        return Role.COPY
    if _is_rewrite(overlap, credited=credited, same_source=later.source == earlier.source):
        return Role.REWRITE
    return Role.ORIGINAL


def _is_copy(overlap: Overlap, *, credited: bool) -> bool:
    if overlap.conflict or overlap.facts < _COPY_FACTS or overlap.numbers < _COPY_NUMBERS:
        return False
    if credited and overlap.words >= _COPY and overlap.facts >= _CREDITED_FACTS:
        return True
    if overlap.title >= _COPY_TITLE:
        return overlap.words >= _COPY
    return (
        overlap.words >= _RETITLED
        and overlap.facts >= _RETITLED_FACTS
        and overlap.numbers >= _RETITLED_FACTS
        and overlap.lead >= _RETITLED_LEAD
    )


def _is_rewrite(overlap: Overlap, *, credited: bool, same_source: bool) -> bool:
    if same_source or overlap.conflict:
        return False
    if overlap.words < _REWRITE or overlap.lead < _REWRITE_LEAD or overlap.facts < _REWRITE_FACTS:
        return False
    return credited or overlap.title >= _REWRITE_TITLE or overlap.words >= _RETITLED_REWRITE


def _credits(article: Article, other: Article) -> bool:
    return other.source in article.credit or other.source in article.cites


def _matches(ordered: Sequence[Article]) -> Iterator[_Match]:
    """Every pair of articles of which one may hold the other's words."""
    index = _ShingleIndex()
    texts: OrderedDict[int, _Text] = OrderedDict()
    for number, article in enumerate(ordered):
        for candidate in index.add(number, article, _codes_of(article.body[:_INDEXED])):
            one, other = _held(texts, ordered, number), _held(texts, ordered, candidate)
            if _containment(one, other) < _least_words(one.title, other.title, article, ordered[candidate]):
                continue
            overlap = _overlap(one, other)
            role = role_of(overlap, article, ordered[candidate])
            if role is not Role.ORIGINAL:
                yield _Match(later=number, earlier=candidate, role=role, overlap=overlap)


def _least_words(
    one_title: frozenset[str], other_title: frozenset[str], one: Article, other: Article
) -> float:
    """The containment below which two articles have nothing of each other, given what a glance shows."""
    title = _title_overlap(one_title, other_title)
    credited = _credits(one, other) or _credits(other, one)
    if one.source != other.source:
        return _REWRITE if credited or title >= _REWRITE_TITLE else _RETITLED_REWRITE
    return _COPY if credited or title >= _COPY_TITLE else _RETITLED


def _held(texts: OrderedDict[int, _Text], ordered: Sequence[Article], number: int) -> _Text:
    if number not in texts:
        texts[number] = _Text(ordered[number])
        if len(texts) > _HELD:
            texts.popitem(last=False)
    texts.move_to_end(number)
    return texts[number]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Entry:
    """A text in the index. `coarse` is how many of its shingles any text would have in its sample."""

    number: int
    when: float
    article: Article
    title: frozenset[str]
    sample: Sequence[int]
    whole: bool
    coarse: int


class _ShingleIndex:
    """Which recent texts have a sampled shingle."""

    def __init__(self) -> None:
        self._postings: dict[int, list[int]] = {}
        self._entries: OrderedDict[int, _Entry] = OrderedDict()

    def add(self, number: int, article: Article, codes: Sequence[int]) -> list[int]:
        """Put a text in; the texts before it that may have enough of its words, the likeliest first."""
        entry = _entry(number, article, codes)
        self._expire(entry.when)
        shared: dict[int, int] = {}
        for shingle in entry.sample:
            postings = self._postings.setdefault(shingle, [])
            for other in postings:
                shared[other] = shared.get(other, 0) + 1
            if len(postings) < _POSTINGS:
                postings.append(number)
        near = [(_promise(entry, self._entries[other], count), other) for other, count in shared.items()]
        self._entries[number] = entry
        best = sorted((-promise, other) for promise, other in near if promise)
        return [other for _, other in best[:_CANDIDATES]]

    def _expire(self, now: float) -> None:
        while self._entries:
            number, entry = next(iter(self._entries.items()))
            if now - entry.when <= _WINDOW:
                return
            del self._entries[number]
            for shingle in entry.sample:
                postings = self._postings.get(shingle)
                if postings and postings[0] == number:  # numbers ascend: the oldest is in front
                    del postings[0]
                if postings is not None and not postings:
                    del self._postings[shingle]


def _promise(entry: _Entry, other: _Entry, shared: int) -> float:
    """How the part of the samples that two texts share compares with the least that would count; 0 where it
    falls too short."""
    size = _common_size(entry, other)
    if shared < _least_shared(_REWRITE, size):
        return 0.0
    least = _least_words(entry.title, other.title, entry.article, other.article)
    return shared / (least * size) if shared >= _least_shared(least, size) else 0.0


def _common_size(entry: _Entry, other: _Entry) -> int:
    """How many sampled shingles two texts could share at most, of those sampled in both."""
    if entry.whole and other.whole:
        return min(len(entry.sample), len(other.sample))
    return max(1, min(entry.coarse, other.coarse))


def _least_shared(least: float, size: int) -> float:
    """How many of a sample of `size` must be shared where the share of the whole may be `least`."""
    expected = least * size
    return min(_MARGIN * expected, expected - _DEVIATIONS * sqrt(expected * (1.0 - least)))


def _entry(number: int, article: Article, codes: Sequence[int]) -> _Entry:
    """A short text is sampled whole, of a longer one the same in _SAMPLE shingles as of any text."""
    coarse = _sample(codes)
    whole = len(codes) < _SHORT
    return _Entry(
        number=number,
        when=article.when.timestamp(),
        article=article,
        title=_title_words(article),
        sample=sorted(_shingles(codes)) if whole else coarse,
        whole=whole,
        coarse=len(coarse),
    )


def _resolve(ordered: Sequence[Article], matches: Sequence[_Match]) -> dict[ArticleId, Lineage]:
    groups = _groups(ordered, [match for match in matches if match.role is Role.COPY])
    copied = {
        number: max(matches_of, key=_strength) for number, matches_of in _by_article(matches, Role.COPY)
    }
    rewritten = {
        number: max(matches_of, key=_strength) for number, matches_of in _by_article(matches, Role.REWRITE)
    }
    found: dict[ArticleId, Lineage] = {}
    for number, article in enumerate(ordered):
        root = ordered[groups[number]]
        if root is not article:
            found[article.id] = _copy_of(article, root, copied[number].overlap)
        elif number in rewritten and (source := _rewritten_from(number, rewritten[number], ordered, groups)):
            found[article.id] = _rewrite_of(article, source, rewritten[number].overlap)
        elif _is_wire_copy(article):
            found[article.id] = _copy_of_wire(article)
        else:
            found[article.id] = Lineage(article=article.id)
    return found


def _strength(match: _Match) -> tuple[float, int, int]:
    return (match.overlap.words, -match.earlier, -match.later)


def _by_article(matches: Sequence[_Match], role: Role) -> Iterator[tuple[int, list[_Match]]]:
    by_article: dict[int, list[_Match]] = {}
    for match in matches:
        if match.role is role:
            by_article.setdefault(match.later, []).append(match)
            by_article.setdefault(match.earlier, []).append(match)
    yield from by_article.items()


def _groups(ordered: Sequence[Article], copies: Sequence[_Match]) -> list[int]:
    """For each article the one that its group's text comes from (itself when it is alone)."""
    parents = list(range(len(ordered)))

    def top(number: int) -> int:
        while parents[number] != number:
            parents[number] = parents[parents[number]]
            number = parents[number]
        return number

    for match in copies:
        one, other = sorted((top(match.later), top(match.earlier)))
        parents[other] = one
    members: dict[int, list[int]] = {}
    for number in range(len(ordered)):
        members.setdefault(top(number), []).append(number)
    roots = {first: _root(group, ordered) for first, group in members.items()}
    return [roots[top(number)] for number in range(len(ordered))]


def _root(group: Sequence[int], ordered: Sequence[Article]) -> int:
    """Where a group's text comes from: the source that the others credit, else the earliest."""
    credited = {source for number in group for source in ordered[number].credit}
    wires = [number for number in group if ordered[number].source in credited]
    return wires[0] if wires else group[0]


def _rewritten_from(
    number: int, match: _Match, ordered: Sequence[Article], groups: Sequence[int]
) -> Article | None:
    """What article `number` is a rewrite of: what it credits, else what came before it."""
    other = match.earlier if match.later == number else match.later
    credits_other = _credits(ordered[number], ordered[other])
    credited_by_other = _credits(ordered[other], ordered[number])
    if credited_by_other and not credits_other:
        return None
    if match.earlier == number and not credits_other:
        return None
    root = groups[other]
    return ordered[root] if root != number else None


def _is_wire_copy(article: Article) -> bool:
    """Whether the article declares one other source as the sole reporter."""
    return len(article.credit) == 1 and article.credit[0] != article.source


def _copy_of(article: Article, root: Article, overlap: Overlap) -> Lineage:
    credit = root.source if root.source in article.credit else _sole_credit(article) or _sole_credit(root)
    declared = f"It credits {root.source} and " if root.source in article.credit else "It "
    return Lineage(
        article=article.id,
        role=Role.COPY,
        of=root.id,
        credit=credit,
        evidence=f"{declared}shares {overlap.words:.0%} of its three-word passages with the same text, "
        f"and {overlap.facts:.0%} of its names and numbers.",
    )


def _sole_credit(article: Article) -> SourceId | None:
    return article.credit[0] if _is_wire_copy(article) else None


def _copy_of_wire(article: Article) -> Lineage:
    return Lineage(
        article=article.id,
        role=Role.COPY,
        credit=article.credit[0],
        evidence=f"It names {article.credit[0]} as its only reporter; that text is not here.",
    )


def _rewrite_of(article: Article, source: Article, overlap: Overlap) -> Lineage:
    credits_it = _credits(article, source)
    declared = f"It credits {source.source} and " if credits_it else "It came later and "
    return Lineage(
        article=article.id,
        role=Role.REWRITE,
        of=source.id,
        credit=source.source if source.source in article.credit else None,
        evidence=f"{declared}shares {overlap.words:.0%} of its three-word passages with it; "
        "the rest is its own.",
    )


def _containment(one: _Text, other: _Text) -> float:
    """The share of the shorter text's shingles that the longer has."""
    short, long = (one, other) if len(one.shingles) <= len(other.shingles) else (other, one)
    return _share(short.shingles, long.shingles)


def _overlap(one: _Text, other: _Text) -> Overlap:
    short, long = (one, other) if len(one.shingles) <= len(other.shingles) else (other, one)
    return Overlap(
        words=_containment(one, other),
        lead=max(_share(short.lead, long.shingles), _share(long.lead, short.shingles)),
        facts=_share(short.facts, long.facts | long.words, few=3),
        numbers=_share(short.numbers, long.numbers, few=3),
        title=_title_overlap(one.title, other.title),
        conflict=bool(_unknown(one, other) and _unknown(other, one)),
    )


def _share(
    part: frozenset[int] | frozenset[str], whole: frozenset[int] | frozenset[str], few: int = 1
) -> float:
    """The share of `part` in `whole`; fewer than `few` prove nothing either way and count as all."""
    return len(part & whole) / len(part) if len(part) >= few else 1.0


def _title_overlap(one: frozenset[str], other: frozenset[str]) -> float:
    shorter = min(len(one), len(other))
    return len(one & other) / shorter if shorter else 0.0


def _unknown(one: _Text, other: _Text) -> bool:
    """Whether a name or number of the one's title, used in its body, is nowhere in the other."""
    return any(word not in other.words and word not in other.title for word in one.title & one.facts)


def _title_words(article: Article) -> frozenset[str]:
    return frozenset([fold(word) for word in words_of(article.title)])


def _codes_of(text: str) -> list[int]:
    """The checksums of a text's words, in order."""
    return [code for chunk in text.split() for code in _CODES[chunk]]


def _shingles(codes: Sequence[int]) -> frozenset[int]:
    """Hashes of every three words in a row; the same on every machine and in every run."""
    if len(codes) < _LEAST_WORDS:
        return frozenset()
    return frozenset(
        [
            (first * 1_000_003 + second * 10_007 + third) & 0xFFFFFFFFFFFF
            for first, second, third in zip(codes, codes[1:], codes[2:], strict=False)
        ]
    )


def _sample(codes: Sequence[int]) -> list[int]:
    """One in _SAMPLE of the shingles, the same ones in any text."""
    if len(codes) < _LEAST_WORDS:
        return []
    return list(
        dict.fromkeys(
            [
                (first * 1_000_003 + second * 10_007 + third) & 0xFFFFFFFFFFFF
                for first, second, third in zip(codes, codes[1:], codes[2:], strict=False)
                if not (first ^ third) % _SAMPLE
            ]
        )
    )


class _Codes(dict[str, tuple[int, ...]]):
    """From what stands between two spaces to the checksums of its words, in any case."""

    def __missing__(self, chunk: str) -> tuple[int, ...]:
        codes = tuple([crc32(word.lower().encode()) for word in words_of(chunk)])
        if len(chunk) <= _MEMO_LENGTH:
            if len(self) >= _MEMO_CHUNKS:
                self.clear()
            self[chunk] = codes
        return codes


_CODES: Final[Mapping[str, tuple[int, ...]]] = _Codes()


def _facts(text: str) -> frozenset[str]:
    """Numbers, and words with a capital where no sentence begins."""
    found = set()
    initial = True
    for token in tokenize(text):
        if token in BREAKS:
            initial = True
            continue
        if token[0].isdigit() or (token[0].isupper() and not initial and len(token) > 1):
            found.add(fold(token))
        initial = False
    return frozenset(found)
