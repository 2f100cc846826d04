"""Any text in, text without tricks out: no control, invisible or direction-forcing characters."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final

from generator.cleaning.mojibake import mended
from generator.model.text import normal_body, normal_line

# Unicode's Bidi_Control but for the marks LRM, RLM and ALM: an embedding, override or isolate that is left
# open reorders what stands after it ('Trojan Source', CVE-2021-42574).
_BIDI_CONTROLS: Final = "\u202a-\u202e\u2066-\u2069"
_BIDI_MARKS: Final = "\u200e\u200f\u061c"
# Invisible: soft hyphen, grapheme joiner, Hangul fillers, zero-width space, word joiner and its like,
# byte order mark, interlinear annotation, noncharacters, language tags.
_INVISIBLE: Final = (
    "\u00ad\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180e\u200b\u2060-\u2065\u206a-\u206f\u3164\ufeff\uffa0"
    "\ufff9-\ufffb\ufdd0-\ufdef\ufffe\uffff\U000e0000-\U000e007f"
)
_REMOVED: Final = re.compile(f"[{_BIDI_CONTROLS}{_INVISIBLE}]")
_MARKS: Final = re.compile(f"[{_BIDI_MARKS}]")
_RIGHT_TO_LEFT: Final = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]")
# A joiner means something between letters of the scripts that use it and between emoji; elsewhere it hides.
_JOINERS: Final = re.compile(
    "(?<![\u0600-\u07ff\u0900-\u0dff\u1000-\u109f\u1780-\u17ff\u200d\ufe0f\u2190-\u2bff\U0001f000-\U0001faff])"
    "[\u200c\u200d]+|[\u200c\u200d]+$"
)
_SURROGATES: Final = re.compile("[\ud800-\udfff]")
_ODD_BLANKS: Final = re.compile("[\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]")
_SUSPECT: Final = re.compile(
    f"[{_BIDI_CONTROLS}{_BIDI_MARKS}{_INVISIBLE}\u200c\u200d\ud800-\udfff\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]"
)
_TRICKS: Final = re.compile(f"[{_BIDI_CONTROLS}{_BIDI_MARKS}{_INVISIBLE}\u200c\u200d\ud800-\udfff]")
_BLANK_LINE: Final = re.compile(r"\n[ \t]*\n[\s]*")
_LIST_ITEM: Final = re.compile(r"(?:[-*+•–]|\d{1,3}[.)])\s")
_SHORTEST_WRAPPED: Final = 45  # characters: people wrap at 60 to 100, verses and lists are shorter
_LONGEST_WRAPPED: Final = 120
_MOST_ROUNDS: Final = 8


def clean_line(text: str) -> str:
    """`text` as one clean line."""
    return _settled(text, normal_line)


def clean_paragraphs(text: str) -> tuple[str, ...]:
    """The paragraphs of `text`: what blank lines separate, or its lines when it has none; a paragraph whose
    lines were wrapped is joined, other line breaks within one stay."""
    body = _settled(text, normal_body)
    if not body:
        return ()
    if "\n\n" not in body:
        lines = body.split("\n")
        return (_joined(lines),) if _wrapped(lines) else tuple(" ".join(line.split()) for line in lines)
    return tuple(_block(block) for block in body.split("\n\n"))


def _settled(text: str, normal: Callable[[str], str]) -> str:
    """`text` without tricks and in normal form, until both leave it alone: a control character that goes can
    bring together what is mojibake then."""
    for _ in range(_MOST_ROUNDS):
        better = normal(_without_tricks(text))
        if better == text or better.isascii():
            return better
        text = better
    return text


def _without_tricks(text: str) -> str:
    if text.isascii():
        return text
    text = mended(text)
    if not _SUSPECT.search(text):
        return text
    text = _ODD_BLANKS.sub(" ", text)
    if not _TRICKS.search(text):
        return text
    text = _REMOVED.sub("", _SURROGATES.sub("\ufffd", text))
    if not _RIGHT_TO_LEFT.search(text):
        text = _MARKS.sub("", text)
    return mended(_JOINERS.sub("", text))  # what was taken out may have stood within


def _block(block: str) -> str:
    lines = block.split("\n")
    return _joined(lines) if _wrapped(lines) else "\n".join(" ".join(line.split()) for line in lines)


def _joined(lines: list[str]) -> str:
    return " ".join(" ".join(lines).split())


def _wrapped(lines: list[str]) -> bool:
    """Whether the line breaks are an editor's: all but the last of a wrapped line's length, none a list's."""
    return len(lines) > 1 and (
        all(_SHORTEST_WRAPPED <= len(line) <= _LONGEST_WRAPPED for line in lines[:-1])
        and len(lines[-1]) <= _LONGEST_WRAPPED
        and not any(_LIST_ITEM.match(line) for line in lines)
    )
