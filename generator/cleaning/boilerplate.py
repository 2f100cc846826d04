"""Paragraphs of a page in, the article's own out: furniture, appeals, embeds and photo credits are cut."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

# What aggregators and publishers put around an article, as whole paragraphs. Cut only at the article's end:
# within it, 'Comments' may be a heading.
_FURNITURE: Final = re.compile(
    r"hashtags|try our ai features|explore what .{1,60} ai can do for you:?|(?:\d+ )?comments?"
    r"|no comments yet\W*"
    r"|related (?:articles|stories|news|topics)|advertisement|share this(?: article| story)?|leave a comment"
    r"|(?:read|see|show|load) more\s*(?:>+|»|→|\.{3}|…)?|sign in to comment|most (?:read|popular)"
    r"|trending(?: now)?",
    re.IGNORECASE,
)
_SHORTEST_FURNITURE_LINE: Final = 60

_IMAGE: Final = re.compile(
    r"!\[[^\]\n]{0,300}\]\(\s*<?(?:https?://|/|\.{0,2}/|[\w-]+\.\w)[^\s)]*>?(?:\s+\"[^\"\n]*\")?\s*\)"
)
_EMPTY_LINK: Final = re.compile(r"(?<!!)\[\s*\]\(https?://[^\s)]+\)")
_LINK: Final = re.compile(
    r"(?<![!\\])\[([^\[\]\n]{1,300})\]\((https?://[^\s()]+(?:\([^\s()]*\)[^\s()]*)*)(?:\s+\"[^\"\n]*\")?\)"
)
# WordPress' shortcodes: known by an attribute, a closing slash, or a name that no prose puts in brackets.
_ATTRIBUTE: Final = r"""\s+[\w-]+=(?:'[^']*'|"[^"]*"|‘[^’]*’|“[^”]*”|[^\s\]'"]+)"""
_SHORTCODE: Final = re.compile(
    rf"\[/?[a-z][\w-]{{1,40}}(?:{_ATTRIBUTE})+\s*/?\]"
    r"|\[/[a-z][\w-]{1,40}\]"
    r"|\[(?:gallery|embed|caption|playlist|video|audio|youtube|brightcove|newsletter"
    r"|[a-z]+-brightcove)\b[^\]\n]{0,200}\]"
)

_SENTENCE_END: Final = r"(?:^|(?<=[^\W\d][.!?…]\s)|(?<=[^\W\d][.!?…][\"'’”)]\s))"
_AGENCY: Final = (
    r"(?:Getty Images|Shutterstock|stock\.adobe\.com|Adobe Stock|iStock(?:photo)?|Alamy(?: Stock Photo)?"
    r"|ZUMA Press|Imagn(?: Images)?)"
)
_NAME: Final = r"[A-Z][\w.'’-]*(?: [A-Z][\w.'’-]*){0,4}"
# Only after a sentence's end and before another's beginning: a credit stands between sentences, never in one.
_PHOTO_CREDITS: Final = (
    re.compile(
        rf"{_SENTENCE_END}(?:Photo(?:graph)?(?: by)?:? |Image(?: credit)?: |Credit: )?{_NAME}(?: via "
        rf"|/| / | – | - | \| ){_AGENCY}(?=\s+[\"'‘“]?[A-Z0-9]|\s*$)"
    ),
    re.compile(
        rf"{_SENTENCE_END}(?:{_AGENCY}(?=\s+[\"'‘“]?[A-Z])|\((?:{_NAME}/)?{_AGENCY}\)|\((?:AP Photo"
        rf"|AFP|REUTERS|Reuters)/{_NAME}(?:, [Ff]ile)?\)|(?:AP Photo|REUTERS)/{_NAME}(?=\s*$"
        rf"|\s+[\"'‘“]?[A-Z]))"
    ),
    # A photographer's handle whose agency was a link and is gone: one word with a capital in it, a dash.
    re.compile(rf"{_SENTENCE_END}(?=\w*[a-zA-Z][A-Z])[A-Z]\w*[a-z]\w* – (?=[\"'‘“]?[A-Z])"),
)

_CREDITED: Final = re.compile(r"[/|–]|Ge|Sh|[Ss]to|Al|ZU| - |Im|iS")  # one of these is in every photo credit
_JOURNALISM: Final = r"(?:journalis[mt]s?|newsroom|news (?:site|outlet)|reporting|work|mission)"
_NAMED: Final = r"(?:the )?(?-i:[A-Z])"  # an outlet by its name
_APPEAL: Final = re.compile(
    r"we['’]ve been working hard to bring you"
    r"|consider (?:supporting|subscribing to|becoming a (?:member|patron|supporter) of) "
    rf"(?:us\b|our {_JOURNALISM}|{_NAMED})"
    rf"|(?:support|help us) (?:our|independent|quality|local) (?:independent )?{_JOURNALISM}"
    r"|if you (?:like|enjoy|value|appreciate)\w* (?:this|our) (?:article|story|journalism|reporting)"
    r"|your (?:support|contribution|donation) (?:helps|keeps|allows|makes|enables) (?:us|our|this)"
    r"|become a (?:member|patron|supporter|subscriber)(?: today| now)?[.!]?$"
    r"|(?:sign up|subscribe) (?:here )?(?:for|to) (?:our|the) [\w ]{0,40}newsletters?\b"
    r"|^(?:follow|join|like) us on (?:facebook|twitter|x|instagram|telegram|whatsapp|youtube|linkedin)\b",
    re.IGNORECASE,
)
_STRONG_APPEAL: Final = re.compile(
    r"we['’]ve been working hard to bring you .{0,80}news"
    rf"|consider supporting (?:us\b|our {_JOURNALISM}|{_NAMED})",
    re.IGNORECASE,
)
_APPEALED_FOR: Final = re.compile(
    r"[Cc]onsider (?:supporting|subscribing to|becoming a (?:member|patron|supporter) of) "
    r"((?:[Tt]he )?[A-Z][\w'’&-]*(?: (?:of |and |& )?[A-Z][\w'’&-]*){0,5})"
)
_SENTENCES: Final = re.compile(r"(?<=[.!?])\s+(?=[\"'“‘]?[A-Z])")
_LONGEST_APPEAL: Final = 500
_LONGEST_CREDIT: Final = 160
_APPEAL_WORDS: Final = (
    "support",
    "subscri",
    "newsletter",
    "working hard",
    " us on ",
    "become a",
    "if you ",
    "your ",
    "becoming",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Trimmed:
    """Paragraphs without boilerplate. `publisher` is whom an appeal asked support for."""

    paragraphs: tuple[str, ...]
    publisher: str | None = None


def trim(paragraphs: Sequence[str], *, one_line: bool) -> Trimmed:
    """Cut what is not the article's. Within a long paragraph photo credits are cut only where the page lost
    its line breaks (`one_line`); elsewhere they are paragraphs of their own."""
    publisher: str | None = None
    kept: list[str] = []
    for paragraph in paragraphs:
        text, asked_for = _trimmed(paragraph, one_line)
        publisher = publisher or asked_for
        if text:
            kept.append(text)
    while kept and _is_furniture(kept[-1]):
        kept.pop()
    return Trimmed(paragraphs=tuple(kept), publisher=publisher)


# A body is trimmed until nothing more is found, and publishers say much of this below each article.
@lru_cache(maxsize=2048)
def _trimmed(paragraph: str, one_line: bool) -> tuple[str, str | None]:  # noqa: FBT001 - lru_cache's key
    """A paragraph without what is not its article's, and whom it asked support for."""
    text, asked_for = _without_appeal(without_markup(paragraph))
    if one_line or len(text) < _LONGEST_CREDIT:
        text = _without_photo_credits(text)
    return text, asked_for


def without_markup(text: str) -> str:
    """`text` without image markup and shortcodes, its links as their words."""
    if "[" not in text:  # each of the patterns has one
        return text
    cut = _EMPTY_LINK.sub(" ", _SHORTCODE.sub(" ", _IMAGE.sub(" ", text)))
    cut = _LINK.sub(r"\1", cut)
    return text if cut == text else "\n".join(" ".join(line.split()) for line in cut.split("\n")).strip()


def _is_furniture(paragraph: str) -> bool:
    return len(paragraph) <= _SHORTEST_FURNITURE_LINE and bool(_FURNITURE.fullmatch(paragraph))


def _without_appeal(paragraph: str) -> tuple[str, str | None]:
    """The paragraph without the sentences at its end that ask for support, and for whom they ask.

    A paragraph that asks from beginning to end is cut whole; of one that also says something, only a strong
    appeal at its end is.
    """
    tail = paragraph[-_LONGEST_APPEAL:]
    if "\n" in tail or not _may_appeal(tail) or not _APPEAL.search(tail):
        return paragraph, None
    sentences = _SENTENCES.split(paragraph)
    end = len(sentences)
    while end and _APPEAL.search(sentences[end - 1]):
        end -= 1
    asking = " ".join(sentences[end:])
    if end and not _STRONG_APPEAL.search(asking):
        return paragraph, None
    if not asking or len(asking) > _LONGEST_APPEAL:
        return paragraph, None
    return paragraph[: paragraph.rindex(sentences[end])].rstrip(), _asked_for(asking)


def _may_appeal(paragraph: str) -> bool:
    """Whether one of the words of an appeal is there: most paragraphs are spared the search."""
    folded = paragraph.lower()
    for word in _APPEAL_WORDS:  # noqa: SIM110 - any() over a generator takes twice the time
        if word in folded:
            return True
    return False


def _asked_for(paragraph: str) -> str | None:
    match = _APPEALED_FOR.search(paragraph)
    if not match:
        return None
    name = match.group(1).strip()
    return f"The {name[4:]}" if name.lower().startswith("the ") else name


def _without_photo_credits(text: str) -> str:
    if not _CREDITED.search(text):
        return text
    for pattern in _PHOTO_CREDITS:
        cut = pattern.sub("", text)
        if cut != text:
            text = " ".join(cut.split())
    return text
