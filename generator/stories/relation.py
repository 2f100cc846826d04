"""Decide what one article is to an earlier one: two articles and how they agree in, a relation out.

In order: what it declares, the passages they share, their titles, names and numbers. Templated texts share
four fifths of their words and tell of different things; a correction may share a fifth and be the same item.
"""

from __future__ import annotations

import re
from enum import Enum
from typing import Final

from generator.model.article import Article
from generator.stories.overlap import LEAST_LEAD, Overlap, title_overlap, title_words

_COPY: Final = 0.5  # containment; on edited copies F1 0.998, where Jaccard 0.8 of 5-word shingles has 0.41
_OWN_LEAD: Final = 0.6  # of one source: what it prints under everything is in the tails
_OWN_LEADS: Final = 0.4
_ALL: Final = 0.7  # of either's words
_BRIEF: Final = 50  # words; less is a notice of where to ask, and the title says what it is about
_COPY_FACTS: Final = 0.45  # names and numbers of the shorter text that the longer has
_COPY_NUMBERS: Final = 0.5
_OWN_NUMBERS: Final = 0.7  # what an outlet prints under one title day by day differs in numbers
_SLOT_EVERY: Final = 60  # words; a short notice has but one or two
_COPY_TITLE: Final = 0.6
_SAME_TITLE: Final = 0.9
_STRANGE: Final = 0.15  # names and numbers of its own that each may have
_SPOILT: Final = 0.4  # under the very title of another outlet: what bad encodings make of names
_SLOTS: Final = 3  # edited copies have at most 2, forms 5 and more
_RETITLED: Final = 0.8  # under another title more of the words must be shared, the opening among them
_RETITLED_FACTS: Final = 0.85
_RETITLED_LEAD: Final = 0.8
_CREDITED_FACTS: Final = 0.7  # a declared source's text may stand under any title
_PART: Final = 0.6
_PART_LEAD: Final = 0.7
_PART_FACTS: Final = 0.8
_REWRITE: Final = 0.2
_REWRITE_FACTS: Final = 0.55
_REWRITE_TITLE: Final = 0.3
_RETITLED_REWRITE: Final = 0.4
_UPDATE: Final = 0.15
_KIN: Final = 0.25
_ENDS: Final = 300  # characters at either end, where a notice of a correction stands
_NOTE: Final = 120  # words; a notice of a mistake need not repeat what it corrects

_MARKED: Final = re.compile(
    r"\W*(?:"
    r"(?P<corrected>correcting and replacing|(?:correct(?:ed|ion|s)?|clarification|clarified|refile[ds]?|"
    r"korrektur|korrigiert|berichtigung|rectificatif|correctif|corrigé|correcci[oó]n|rettelse|rättelse)"
    r"\s*\d*\s*[-–—:|.)\]])|"
    r"(?:updated?|aktualisiert|mise à jour|actualizaci[oó]n)\s*\d*\s*[-–—:|)\]])[\W_]*",
    re.IGNORECASE,
)
_MARKED_BEHIND: Final = re.compile(
    r"[\s–—|:-]*[(\[](?:(?P<corrected>corrected|korrigiert|corrigé|corregid[ao])|updated?|aktualisiert)[)\]]$",
    re.IGNORECASE,
)
_CLOSING: Final = (")", "]")
_NOTICE: Final = re.compile(
    r"\b(?:an earlier version of this|this (?:story|article|report|release) (?:has been|was) corrected"
    r"|\(corrects |in einer früheren (?:version|fassung)|une version précédente)",
    re.IGNORECASE,
)

_NOTICED: Final = (
    "version",
    "correct",
    "Fassung",
)  # one of these is in every notice; looked for first, as cheaper


class Relation(Enum):
    """What an article is to an earlier one. A part is a text held whole within a longer one of other words;
    kin are two copies of one text that alone would not be taken for copies of each other."""

    NONE = "none"
    COPY = "copy"
    UPDATE = "update"
    PART = "part"
    REWRITE = "rewrite"
    KIN = "kin"


def relation_of(overlap: Overlap, later: Article, earlier: Article) -> Relation:
    """What `later` is to `earlier`, given how they agree."""
    same_source = later.source == earlier.source
    credited = credits_either(later, earlier)
    if same_source and _is_update(overlap, later, earlier):
        return Relation.UPDATE
    if _is_copy(overlap, credited=credited, same_source=same_source):
        return Relation.COPY
    if _is_part(overlap):
        return Relation.PART
    if _is_rewrite(overlap, credited=credited, same_source=same_source):
        return Relation.REWRITE
    return Relation.NONE


def is_kin(overlap: Overlap) -> bool:
    """Whether two texts may be copies of one third, which each is known to be."""
    return overlap.words >= _KIN and overlap.slots < _SLOTS and not overlap.conflict


def least_words(
    one: Article, other: Article, one_title: frozenset[str], other_title: frozenset[str]
) -> float:
    """The containment below which two articles have nothing of each other, given what a glance shows."""
    title = title_overlap(one_title, other_title)
    credited = credits_either(one, other)
    if one.source != other.source:
        return FAINTEST if credited or title >= _REWRITE_TITLE else _RETITLED_REWRITE
    return _COPY if credited or title >= _COPY_TITLE else _RETITLED


FAINTEST: Final = _REWRITE


def least_lead(one: Article, other: Article) -> float:
    """How much of the one's or the other's opening must be shared for any relation but an update."""
    return _OWN_LEAD if one.source == other.source else LEAST_LEAD


def names_source_of(article: Article, other: Article) -> bool:
    """Whether `article` names the source of `other` as one of its own."""
    return other.source in article.credit or other.source in article.cites


def credits_either(one: Article, other: Article) -> bool:
    """Whether one of two articles names the source of the other."""
    return names_source_of(one, other) or names_source_of(other, one)


def plain_title(title: str) -> str:
    """A title without the mark that it is a correction or an update."""
    return _MARKED_BEHIND.sub("", _MARKED.sub("", title)) if _mark_of(title) else title


def is_marked(article: Article) -> bool:
    """Whether an article says that it is a correction or an update: in its title, at its beginning or end."""
    title, body = article.title, article.body
    if _mark_of(title):
        return True
    ends = f"{body[:_ENDS]}\n{body[-_ENDS:]}"
    return any(word in ends for word in _NOTICED) and bool(_NOTICE.search(ends))


def _is_update(overlap: Overlap, later: Article, earlier: Article) -> bool:
    """Whether two articles of one source are an item and its correction, in whichever order they came."""
    titles = title_overlap(title_words(plain_title(later.title)), title_words(plain_title(earlier.title)))
    if titles < _COPY_TITLE:
        return False
    if overlap.words >= _UPDATE:
        return is_marked(later) or is_marked(earlier)
    note = _is_correction(later.title) and len(later.body.split()) <= _NOTE
    return note and titles >= _SAME_TITLE


def _is_correction(title: str) -> bool:
    found = _mark_of(title)
    return bool(found and found["corrected"])


def _mark_of(title: str) -> re.Match[str] | None:
    behind = title[-1:] in _CLOSING  # the search is dear, and only brackets end so
    return _MARKED.match(title) or (_MARKED_BEHIND.search(title) if behind else None)


def _is_copy(overlap: Overlap, *, credited: bool, same_source: bool) -> bool:
    if _is_form(overlap, same_source=same_source):
        return False
    if credited and overlap.words >= _COPY and overlap.facts >= _CREDITED_FACTS:
        return True
    if overlap.length < _BRIEF and overlap.title < _SAME_TITLE:
        return False
    lead = max(overlap.lead, overlap.opening)
    if overlap.title >= _COPY_TITLE:
        return overlap.words >= _COPY and (_is_own_again(overlap) if same_source else lead >= LEAST_LEAD)
    return (
        overlap.words >= _RETITLED
        and overlap.facts >= _RETITLED_FACTS
        and overlap.numbers >= _RETITLED_FACTS
        and lead >= _RETITLED_LEAD
        and min(overlap.lead, overlap.opening) >= LEAST_LEAD
    )


def _is_own_again(overlap: Overlap) -> bool:
    """Whether an outlet printed its own text again, not the next one about the same company or programme."""
    leads = sorted((overlap.lead, overlap.opening))
    if leads[1] < _OWN_LEAD:
        return False
    return overlap.title >= _SAME_TITLE or leads[0] >= _OWN_LEADS or min(overlap.taken, overlap.held) >= _ALL


def _is_form(overlap: Overlap, *, same_source: bool) -> bool:
    """Whether two texts tell of different things in the same words."""
    strange = _SPOILT if overlap.title >= _SAME_TITLE and not same_source else _STRANGE
    return (
        overlap.conflict
        or overlap.facts < _COPY_FACTS
        or overlap.numbers < (_OWN_NUMBERS if same_source else _COPY_NUMBERS)
        or (same_source and overlap.slots * _SLOT_EVERY >= max(overlap.length, 1))
        or overlap.strange > strange
        or overlap.slots >= _SLOTS
    )


def _is_part(overlap: Overlap) -> bool:
    """Whether the later article holds the earlier within more words of its own."""
    return (
        not overlap.conflict
        and overlap.held >= _PART
        and overlap.taken < _PART
        and overlap.lead >= _PART_LEAD
        and overlap.facts >= _PART_FACTS
        and overlap.slots < _SLOTS
    )


def _is_rewrite(overlap: Overlap, *, credited: bool, same_source: bool) -> bool:
    if same_source or overlap.conflict:
        return False
    lead = max(overlap.lead, overlap.opening)
    if overlap.words < _REWRITE or lead < LEAST_LEAD or overlap.facts < _REWRITE_FACTS:
        return False
    return credited or overlap.title >= _REWRITE_TITLE or overlap.words >= _RETITLED_REWRITE
