"""'Read also: …' in, the titles it points to and the text without it out.

On a page that lost its line breaks the promotion runs into the sentence behind it. A title in title case and
a sentence in sentence case can be told apart; where they cannot, everything stays: losing prose is worse
than keeping a promotion.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

_LABELS: Final = (
    r"(?:you (?:may|might) also (?:like|be interested in)|(?:also|further) read(?:ing)?"
    r"|(?:also )?read (?:also|more|next|this|too)"
    r"|see also|watch(?: also| more)?|also see|more on this(?: story| topic)?|related(?: story"
    r"| article| stories| articles| coverage)?"
    r"|don['’]t miss|recommended(?: reading)?|(?:à )?lire aussi|voir aussi|lesen sie auch"
    r"|auch interessant|mehr zum thema"
    r"|lea también|lee también|te puede interesar|leggi anche|leia também|leia mais|lees ook|läs också"
    r"|les også|læs også|lue myös"
    r"|czytaj (?:też|także|również)|přečtěte si také|citește și|okuyun|ayrıca okuyun|baca juga"
    r"|читайте (?:также|также|також)|читать также|اقرأ (?:أيض[اًا]+|المزيد)|إقرأ أيضا|קראו (?:גם|עוד)|ראו גם)"
)
_WHOLE: Final = re.compile(
    rf"[\[(>»→▶•*\s]*{_LABELS}\s*[:：|>»—–]\s*(?P<title>\S.*?)[\])\s]*", re.IGNORECASE | re.DOTALL
)
_IN_LINE: Final = re.compile(
    r"(?:^|(?<=[.!?…\"'’”)])\s+)(?P<label>(?:Read (?:more|also|next)|READ (?:MORE|ALSO|NEXT)|See also"
    r"|Also read|Related):)\s+(?=\S)"
)
_IN_BRACKETS: Final = re.compile(
    r"\s*[\[(](?:read (?:more|also|next)|see also|also read|related):\s*(?P<title>[^\[\]()]{8,200})[\])]",
    re.IGNORECASE,
)
_LINK_ALONE: Final = re.compile(r"(?:https?://|www\.)\S+|here\.?|»|>+", re.IGNORECASE)
_LONGEST_TITLE: Final = 220
_LONGEST_RUN: Final = 30  # words; the longest title of the press corpus has 28
_SHORTEST_TITLE: Final = 3

# Words that title case leaves small.
_SMALL: Final = frozenset(
    re.split(
        " ",
        "a an the and but or nor for so yet as at by in of off on per to up via from with into onto"
        " over than vs vs. is it its",
    )
)
# Words that begin a sentence and that no title ends before by accident: determiners, pronouns, conjunctions,
# prepositions. A name does not tell where it begins: 'Adapting President Joe Biden said'.
_OPENERS: Final = frozenset(
    re.split(
        " ",
        "a an the this that these those it its he she they we you i his her their our my there here"
        " in on at for from with without by as after before since until during despite although"
        " though while when where if because but and yet so however moreover meanwhile still now"
        " today yesterday last earlier later once over under among between through throughout"
        " according to what why how who which some many most all both each no not one two several"
        " such even only just",
    )
)
# Words that no title ends with.
_NEVER_LAST: Final = _SMALL | frozenset(
    re.split(
        " ",
        "this that these those his her their our my your during despite although though while"
        " because if until since before after through throughout among between under without"
        " according whose which who when where",
    )
)
_QUOTES: Final = "\"'“”‘’()[]"


@dataclass(frozen=True, slots=True, kw_only=True)
class Unpromoted:
    """Paragraphs without promotions, and the titles that those pointed to."""

    paragraphs: tuple[str, ...]
    see_also: tuple[str, ...] = ()


def take_promotions(paragraphs: Sequence[str], *, one_line: bool) -> Unpromoted:
    """Cut each paragraph that is a promotion, and on a page without line breaks those within a paragraph."""
    kept: list[str] = []
    titles: list[str] = []
    for paragraph in paragraphs:
        if ":" in paragraph or "：" in paragraph or len(paragraph) <= _LONGEST_TITLE + 40:
            whole = None if one_line and len(paragraph) > _LONGEST_TITLE else _whole_promotion(paragraph)
            if whole is not None:
                titles.extend(whole)
                continue
        text, found = _within(paragraph) if one_line else (paragraph, [])
        titles.extend(found)
        if text:
            kept.append(text)
    return Unpromoted(paragraphs=tuple(kept), see_also=tuple(dict.fromkeys(titles)))


def _whole_promotion(paragraph: str) -> list[str] | None:
    """The titles of a paragraph that is a promotion and nothing else; None when it is not one."""
    match = _WHOLE.fullmatch(paragraph)
    if not match:
        return None
    titles = [title.strip(" -–•*>»") for title in match["title"].split("\n")]
    if any(len(title) > _LONGEST_TITLE or _has_sentences(title) for title in titles):
        return None
    return [title for title in titles if title and not _LINK_ALONE.fullmatch(title)]


def _has_sentences(text: str) -> bool:
    """Whether the text is prose: a full stop and another sentence, or many words and a full stop."""
    return bool(re.search(r"[a-z]{2}[.!] [A-Z]", text)) or (text.endswith(".") and len(text.split()) > 12)


def _within(paragraph: str) -> tuple[str, list[str]]:
    titles: list[str] = []
    start = 0
    while match := _IN_LINE.search(paragraph, start):
        length = _title_length(paragraph[match.end() :])
        if length is None:
            start = match.end()
            continue
        titles.append(paragraph[match.end() : match.end() + length].strip())
        rest = paragraph[match.end() + length :].lstrip()
        paragraph = f"{paragraph[: match.start()]} {rest}".strip()
        start = max(match.start(), 0)
    titles.extend(bracket["title"].strip() for bracket in _IN_BRACKETS.finditer(paragraph))
    return _IN_BRACKETS.sub("", paragraph), titles


def _title_length(text: str) -> int | None:
    """How many characters of `text` are a title in title case; None when that cannot be told.

    The title ends where its own question or exclamation mark does, at the end of the text, or before the last
    capitalised opener ahead of the first word in lower case that title case would not leave small.
    """
    words = list(re.finditer(r"\S+", text))
    openers: list[int] = []
    for index, word in enumerate(words[: _LONGEST_RUN + 1]):
        bare = word.group().strip(_QUOTES)
        if _is_sentence_word(bare):
            return _before_last_opener(words, openers)
        if bare[:1].isupper() and bare.rstrip(".,:;").lower() in _OPENERS:
            openers.append(index)
        if (
            index + 1 >= _SHORTEST_TITLE
            and re.search(r"[.?!][\"'’”]?$", word.group())
            and not _abbreviated(bare)
        ):
            return word.end()
    return len(text.rstrip()) if len(words) in range(_SHORTEST_TITLE, _LONGEST_RUN + 1) else None


def _is_sentence_word(bare: str) -> bool:
    """A word that title case would have capitalised."""
    first = bare[:1]
    return (
        first.islower() and bare.rstrip(".,:;?!").lower() not in _SMALL and not re.match(r"[a-z][A-Z]", bare)
    )


def _before_last_opener(words: Sequence[re.Match[str]], openers: Sequence[int]) -> int | None:
    for index in reversed(openers):
        before = words[index - 1].group().strip(_QUOTES) if index else ""
        if index >= _SHORTEST_TITLE and before.rstrip(".,:;").lower() not in _NEVER_LAST:
            return words[index - 1].end()
    return None


def _abbreviated(bare: str) -> bool:
    return bool(
        re.fullmatch(
            r"(?:[A-Z]\.)+|Mr\.|Mrs\.|Ms\.|Dr\.|St\.|vs\.|Jr\.|Sr\.|Inc\.|Co\.|Corp\.|Ltd\.|No\.|Sen\."
            r"|Rep\.|Gov\.|Gen\.",
            bare,
        )
    )
