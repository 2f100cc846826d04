"""Text that was decoded as Windows-1252 though it was UTF-8 in, the text that was written out.

Only where it is certain. 'â€™' is no text in any language; 'Ã”' may be one (a Portuguese word in capitals and
a closing quotation mark), so a pair alone proves nothing when its second half is punctuation.
"""

from __future__ import annotations

import re
from typing import Final

# What the bytes 0x80 to 0xBF become in Windows-1252; the five it does not define stay control characters.
_FROM_BYTE: Final = {
    byte: bytes([byte]).decode("cp1252", errors="ignore") or chr(byte) for byte in range(0x80, 0x100)
}
_TO_BYTE: Final = {character: byte for byte, character in _FROM_BYTE.items()}
_TAIL: Final = "[" + "".join(map(re.escape, (_FROM_BYTE[byte] for byte in range(0x80, 0xC0)))) + "]"
_BROKEN: Final = re.compile(rf"[\xc2-\xdf]{_TAIL}|[\xe0-\xef]{_TAIL}{{2}}|[\xf0-\xf4]{_TAIL}{{3}}")
_ANY_BYTE: Final = "[" + "".join(map(re.escape, _FROM_BYTE.values())) + "]"
# What may stand behind a letter in a text that nothing has happened to.
_BEHIND_LETTERS: Final = "‘’“”‚„–—…•‹›«»™\xa0\xad"
_CERTAIN: Final = re.compile(
    rf"[ÂÃ](?![{_BEHIND_LETTERS}]){_TAIL}|â[€‚„†‡ˆ‰Š‹Œ™š›œž–—˜]{_TAIL}|ð[Ÿ\x9d]{_TAIL}{{2}}|ï»¿|ï¼{_TAIL}"
)
_LEADS: Final = "ÂÃâðï"  # of what Western text has: letters to é, signs, emoji
_FEWEST: Final = 4  # sequences that leave nothing over, in a text of another script
_DEEPEST: Final = 4  # times that a text has been through a program that does it


def mended(text: str) -> str:
    """`text` with what is certainly mojibake as it was written."""
    for _ in range(_DEEPEST):
        if text.isascii() or not _BROKEN.search(text):
            return text
        better = _once(text)
        if better == text:
            return text
        text = better
    return text


def _once(text: str) -> str:
    if _is_nothing_else(text):
        return _BROKEN.sub(_written, text)
    if _CERTAIN.search(text):
        return _BROKEN.sub(lambda match: _written(match) if match[0][0] in _LEADS else match[0], text)
    return text


def _is_nothing_else(text: str) -> bool:
    """Whether all that is not ASCII is mojibake: Cyrillic, Polish, Greek."""
    rest, count = _BROKEN.subn("", text)
    return count >= _FEWEST and rest.isascii()


def _written(match: re.Match[str]) -> str:
    broken = match[0]
    try:
        return bytes(_TO_BYTE[character] for character in broken).decode()
    except UnicodeDecodeError:  # a surrogate, or longer than it need be
        return broken
