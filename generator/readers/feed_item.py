"""An item of any kind of feed in; its body, a title where it has none, and whether that is all of it out."""

from __future__ import annotations

import re
from typing import Final

from generator.readers.feed_text import looks_like_html, paragraphs_of

# What WordPress and its like put below each item of their feeds.
_FOOT: Final = re.compile(
    r"(?:the post .{1,300} (?:appeared first|first appeared) on .{1,200}"
    r"|(?:continue reading|read more|read the (?:full|whole) (?:story|article|post)|keep reading"
    r"|weiterlesen|lire la suite|leer más|seguir leyendo|leia mais|continua a leggere|lees verder|läs mer)"
    r"\b.{0,200})",
    re.IGNORECASE | re.DOTALL,
)
_CUT: Final = re.compile(r"(?:\[?\s*(?:…|\.\.\.)\s*\]?|\[?&hellip;\]?)\s*(?:[→»›>]+)?\s*$")
_MORE: Final = re.compile(
    r"\s*\(?(?:continue reading|read more|read on)\)?\s*(?:…|\.\.\.)?\s*[→»›>]*\s*$", re.IGNORECASE
)
_BRACKETED: Final = re.compile(r"\s*\[\s*(?:…|\.\.\.)\s*\]\s*$")
# A full stop behind a single letter ('U.S.', 'J. Doe') or a title of persons ends no sentence.
_SENTENCE: Final = re.compile(
    r".{12,}?(?:(?<![\s.(][A-Z])(?<!\b[DMS]r)(?<!\bMrs)(?<!\bSt)\.|[!?…。！？])(?=\s|$)|.+", re.DOTALL
)
_LONGEST_TITLE: Final = 110
_LANGUAGE: Final = re.compile(r"[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{2,8})*")
# A description that is longer than any teaser is the article itself.
_WHOLE: Final = 1500  # characters
_WHOLE_IN_PARAGRAPHS: Final = 600


def body_of(value: str, *, html: bool) -> str:
    """An item's text as paragraphs; text that says it is plain and is not is taken for what it is."""
    if html or looks_like_html(value):
        return paragraphs_of(value)
    blocks = re.split(r"\n[ \t]*\n", value.replace("\r\n", "\n").replace("\r", "\n"))
    return "\n\n".join(block.strip() for block in blocks if block.strip())


def is_cut(body: str) -> bool:
    """Whether the text says that it goes on elsewhere."""
    last = body.rpartition("\n\n")[2]
    if _CUT.search(last) or _MORE.search(last):
        return True
    return bool(_FOOT.fullmatch(last.strip())) and not last.strip().lower().startswith("the post ")


def is_whole(description: str) -> bool:
    """Whether a description is the whole article, which no format says."""
    if is_cut(finished(description)) or is_cut(description):
        return False
    several = description.count("\n\n") >= 2
    return len(description) >= (_WHOLE_IN_PARAGRAPHS if several else _WHOLE)


def finished(body: str) -> str:
    """The body without the links that a feed puts below it; its '[…]' is an ellipsis."""
    blocks = body.split("\n\n")
    while len(blocks) > 1 and _FOOT.fullmatch(blocks[-1].strip()):
        blocks.pop()
    if len(blocks) > 1 or not _FOOT.fullmatch(blocks[0]):
        blocks[-1] = _MORE.sub("", blocks[-1]) or blocks[-1]
    blocks[-1] = _BRACKETED.sub("…", blocks[-1]) or blocks[-1]
    return "\n\n".join(blocks)


def title_of(body: str) -> str:
    """A title for an item that has none, as posts of microblogs do: its own first words."""
    first = " ".join(body.split("\n", 1)[0].split())
    match = _SENTENCE.match(first)
    sentence = match.group().strip() if match else ""
    if len(sentence) <= _LONGEST_TITLE:
        return sentence
    cut = sentence.rfind(" ", 0, _LONGEST_TITLE)
    return sentence[: cut if cut > _LONGEST_TITLE // 2 else _LONGEST_TITLE].rstrip(" ,;:–—-") + "…"


def language_tag(text: str) -> str | None:
    """A feed's language in the usual case: `EN_us` is `en-US`."""
    text = text.strip()
    if not _LANGUAGE.fullmatch(text):
        return None
    first, *rest = re.split("[-_]", text)
    tags = [tag.upper() if len(tag) == 2 else tag.title() if len(tag) == 4 else tag for tag in rest]
    return "-".join([first.lower(), *tags])
