"""Compare two articles' words: articles in, how they agree out.

Words alone do not tell a copy from two fillings of one form: those share four fifths of their words. A form
shows in its slots: places where both texts go on alike before and after, and between stands a name or number
that the other does not know.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import Final

from generator.model.article import Article
from generator.stories.passages import Run, align
from generator.stories.shingles import codes_of, places_of, shingles_of
from generator.stories.words import BREAKS, fold, tokenize, words_of

_LEAD_WORDS: Final = 80
LEAST_LEAD: Final = 0.3  # of the opening's shingles
_FEW: Final = 3  # names or numbers; fewer prove nothing either way
_FORMED: Final = 0.4  # containment; below it nothing is taken for a copy, form or not
_SLOT: Final = 12  # words; a longer difference is a passage of its own
_ADDRESS: Final = re.compile(r"\S*(?:://|www\.|@)\S*")  # their parts look like names and numbers


@dataclass(frozen=True, slots=True, kw_only=True)
class Overlap:
    """How an article agrees with another, the earlier; shares are 0 to 1.

    `taken` is the share of its shingles that the earlier has, `held` that of the earlier's that it has;
    `opening` is the share of its opening's shingles that the earlier has, `lead` that of the earlier's
    opening that it has; `facts` and `numbers` the share of the shorter text's names and numbers that the
    longer has, `title` the overlap of the titles. `strange` is the share of names and numbers that the other
    does not know, of the text that has fewer of them; `slots` counts names and numbers exchanged in place,
    where the texts are alike enough for that. `conflict`: each title names something that the other article
    does not know. `length` is the words of the shorter text.
    """

    taken: float
    held: float
    opening: float
    lead: float
    facts: float
    numbers: float
    title: float
    strange: float
    slots: int
    conflict: bool
    length: int

    @property
    def words(self) -> float:
        """The containment of the shorter text's shingles in the longer."""
        return max(self.taken, self.held)


class Text:
    """What two articles are compared by; names and numbers are looked for once the words agree."""

    def __init__(self, article: Article) -> None:
        self.codes = codes_of(article.body)
        self.shingles = shingles_of(self.codes)
        self.title = title_words(article.title)
        self._body = article.body

    @cached_property
    def opening(self) -> frozenset[int]:
        return shingles_of(self.codes[:_LEAD_WORDS])

    @cached_property
    def sequence(self) -> list[str]:
        """The words in order, as many as `codes`."""
        return [fold(self._body[start:end]) for start, end in places_of(self._body)]

    @cached_property
    def words(self) -> frozenset[str]:
        return frozenset([fold(word) for word in words_of(self._body)]).union(self.sequence, self.title)

    @cached_property
    def facts(self) -> frozenset[str]:
        return facts_of(_ADDRESS.sub(" ", self._body))

    @cached_property
    def numbers(self) -> frozenset[str]:
        return frozenset([fact for fact in self.facts if fact[0].isdigit()])


def compare(later: Article, earlier: Article) -> Overlap:
    """How two articles' words agree."""
    return overlap_of(Text(later), Text(earlier))


def containment(one: Text, other: Text) -> float:
    """The share of the shorter text's shingles that the longer has."""
    short, long = (one, other) if len(one.shingles) <= len(other.shingles) else (other, one)
    return _share(short.shingles, long.shingles)


def shared_opening(one: Text, other: Text) -> float:
    """The share of the one's or the other's opening that both have. What outlets print under everything is in
    the tails, so this sorts out most of what is templated before the dearer comparisons."""
    return max(_share(one.opening, other.shingles), _share(other.opening, one.shingles))


def overlap_of(later: Text, earlier: Text) -> Overlap:
    """How two texts agree."""
    short, long = (later, earlier) if len(later.shingles) <= len(earlier.shingles) else (earlier, later)
    taken, held = _share(later.shingles, earlier.shingles), _share(earlier.shingles, later.shingles)
    return Overlap(
        taken=taken,
        held=held,
        opening=_share(later.opening, earlier.shingles),
        lead=_share(earlier.opening, later.shingles),
        facts=_share(short.facts, long.facts | long.words, few=_FEW),
        numbers=_share(short.numbers, long.numbers | long.words, few=_FEW),
        title=title_overlap(later.title, earlier.title),
        strange=min(_strange(later, earlier), _strange(earlier, later)),
        slots=_slots(later, earlier) if max(taken, held) >= _FORMED else 0,
        conflict=bool(_unknown(later, earlier) and _unknown(earlier, later)),
        length=len(short.codes),
    )


def title_words(title: str) -> frozenset[str]:
    """A title's words, for comparing them."""
    return frozenset([fold(word) for word in words_of(title)])


def title_overlap(one: frozenset[str], other: frozenset[str]) -> float:
    """The share of the shorter title's words that the longer has."""
    shorter = min(len(one), len(other))
    return len(one & other) / shorter if shorter else 0.0


def facts_of(text: str) -> frozenset[str]:
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


def _share(
    part: frozenset[int] | frozenset[str], whole: frozenset[int] | frozenset[str], few: int = 1
) -> float:
    """The share of `part` in `whole`; fewer than `few` prove nothing either way and count as all."""
    return len(part & whole) / len(part) if len(part) >= few else 1.0


def _strange(one: Text, other: Text) -> float:
    """The share of the one's names and numbers that the other does not know."""
    strange = one.facts - other.facts - other.words
    return len(strange) / len(one.facts) if len(strange) >= _FEW else 0.0


def _unknown(one: Text, other: Text) -> bool:
    """Whether a name or number of the one's title, used in its body, is nowhere in the other."""
    return any(word not in other.words for word in one.title & one.facts)


def _slots(one: Text, other: Text) -> int:
    """How many times a short stretch between shared passages names something else in each text."""
    return sum(
        _names_anew(one, other, first.one + first.length, second.one)
        and _names_anew(other, one, first.other + first.length, second.other)
        for first, second in pairwise(align(one.codes, other.codes))
        if _is_slot(first, second)
    )


def _is_slot(first: Run, second: Run) -> bool:
    width = second.one - first.one - first.length
    other_width = second.other - first.other - first.length
    return 0 < width <= _SLOT and 0 < other_width <= _SLOT


def _names_anew(one: Text, other: Text, start: int, end: int) -> bool:
    return any(
        (word[:1].isdigit() or word in one.facts) and word not in other.words
        for word in one.sequence[start:end]
    )
