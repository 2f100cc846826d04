"""What kind of text an article is: its title and paragraphs in, a label out. Precise rather than complete."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from generator.model.article import Label

_PREFIXES: Final = (
    (
        Label.OPINION,
        re.compile(
            r"(?:opinion|op-ed|editorial|column|commentary|viewpoint|guest essay|letters?)\s*[:|–—-]\s",
            re.IGNORECASE,
        ),
    ),
    (Label.ANALYSIS, re.compile(r"(?:analysis|explainer|news analysis)\s*[:|–—-]\s", re.IGNORECASE)),
    (Label.LIVE, re.compile(r"(?:live(?: updates?| blog)?)\s*[:|–—-]\s|.*\blive updates\b", re.IGNORECASE)),
    (
        Label.SPONSORED,
        re.compile(
            r"(?:sponsored|advertorial|paid content|partner content|promoted)\s*[:|–—-]\s", re.IGNORECASE
        ),
    ),
)
_DISCLAIMERS: Final = ("expressed", "commentary", "columnist", "opinion", "editorial")
_DISCLAIMED: Final = re.compile(
    r"(?:views?|opinions?) expressed (?:in|by) (?:this|the) (?:article|commentary|column|op-ed|piece"
    r"|essay|author|writer)s?\b"
    r"|commentary pieces? (?:is|are) solely|is an? (?:opinion|editorial) (?:columnist|writer|contributor)"
    r"|is a (?:guest |contributing )?columnist (?:for|at)\b",
    re.IGNORECASE,
)
# A title that takes a side.
_STANCE: Final = re.compile(
    r"\bNeed(?:s)? Not\b|\bMust(?:n['’]t| Not)?\b|\bShould(?:n['’]t| Not)?\b|\bOught\b"
    r"|^It['’]?s Time (?:to|for)\b|^(?:The|A) Case (?:for|Against)\b"
    r"|^Why (?:I|We|You|It['’]?s Time)\b|\bI Was Wrong\b|^(?:Let['’]s|Don['’]t|Stop|Enough)\b"
    r"|\bDeserves? (?:Better|More)\b",
    re.IGNORECASE,
)
_ASKS: Final = re.compile(r"\?|\b(?:What|How|Which|Who|Things|Ways|Reasons|Tips)\b", re.IGNORECASE)
# What a writer says who argues rather than reports; counted outside quotation marks.
_ARGUMENT: Final = re.compile(
    r"\b(?:should|must|ought to|need not|needs? to|has to|have to|cannot|time has come"
    r"|it['’]s time (?:to|for)|it is time (?:to|for)"
    r"|the truth is|the reality is|the fact (?:is|that)|in truth|tragic mistake|would be a (?:grave "
    r"|terrible |tragic )?mistake"
    r"|let us|let['’]s be|shameful|disgrace(?:ful)?|blunder|propaganda|misguided|deserv(?:es?|ing)"
    r"|call (?:his|her|their|\w+['’]s) bluff"
    r"|clearly,|simply put|make no mistake|best way to|far more)\b",
    re.IGNORECASE,
)
_PLAINEST: Final = ("should ", "must ", "need", "have to ", "has to ", "cannot ")
_FIRST_PERSON: Final = re.compile(r"\b(?:I|we|our|my|us)\b(?!['’]?\w)")
_QUOTED: Final = re.compile(r"[\"“][^\"“”]{1,2000}[\"”]|(?<!\w)['‘][^'‘’\n]{1,600}?['’](?!\w)")
# Per 1,000 words outside quotations; read off ECB+, the seed page and press releases: reports stay below 6,
# the pieces that argue lie above 12.
_ARGUES: Final = 8.0
_FEWEST_ARGUMENTS: Final = 5
_ARGUES_WITHOUT_STANCE: Final = 22.0
_FEWEST_WORDS: Final = 150


def label_of(title: str, paragraphs: Sequence[str], *, release: bool) -> Label:
    """The label that the text gives away: by what its title says, by a disclaimer, by being a release, or as
    opinion by a title that takes a side over a body that argues."""
    for label, pattern in _PREFIXES:
        if pattern.match(title):
            return label
    if release:
        return Label.PRESS_RELEASE
    if _disclaimed("\n".join(paragraphs[-3:])) or argues(title, paragraphs):
        return Label.OPINION
    return Label.NEWS


def _disclaimed(text: str) -> bool:
    folded = text.lower()
    return any(word in folded for word in _DISCLAIMERS) and bool(_DISCLAIMED.search(text))


def argues(title: str, paragraphs: Sequence[str]) -> bool:
    """Whether an article argues a case in its writer's own voice."""
    whole = " ".join(paragraphs)
    stance = bool(_STANCE.search(title)) and not _ASKS.search(title)
    if not stance and sum(whole.count(word) for word in _PLAINEST) * 1000 < _ARGUES * len(whole.split()):
        return False  # far from it: spared the searches below
    text = _QUOTED.sub(" ", whole)
    words = len(text.split())
    if words < _FEWEST_WORDS:
        return False
    arguments = len(_ARGUMENT.findall(text))
    density = arguments * 1000 / words
    if stance:
        return density >= _ARGUES and arguments >= _FEWEST_ARGUMENTS
    return density >= _ARGUES_WITHOUT_STANCE and bool(_FIRST_PERSON.search(text))
