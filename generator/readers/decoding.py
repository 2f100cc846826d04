"""Bytes in, text out: whatever the bytes are, and without an exception."""

from __future__ import annotations

import codecs
import re
from typing import Final

from charset_normalizer import from_bytes

# UTF-32 before UTF-16: its little-endian mark begins with the other's.
_MARKS: Final = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_WESTERN: Final = "cp1252"
# What the web is still written in beside UTF-8 (WHATWG's list, without encodings that nobody has met).
_LEGACY: Final = (
    "cp1250", "cp1251", "cp1253", "cp1254", "cp1255", "cp1256", "koi8_r", "koi8_u",
    "shift_jis", "euc_jp", "iso2022_jp", "euc_kr", "gb18030", "big5",
)  # fmt: skip
_LATIN: Final = frozenset({"cp1250", _WESTERN, "cp1254"})
_SIGN_IN_WORD: Final = re.compile(r"(?<=[a-z])[¹³¿¾¼¥£¯ª](?=[a-z]{2})|(?<=[a-z]{2})[¹³¿¾¼]\b")
_FEWEST_SIGNS: Final = 2
_TURKISH: Final = re.compile(r"\b(?:ve|bir|bu|için|ile|olarak)\b")
_ICELANDIC: Final = re.compile(r"\b(?:og|að|sem|var|við)\b")
_HIGH: Final = bytes(range(0x80, 0x100))
_SAMPLE: Final = 32_768
_FEWEST_HIGH: Final = 6  # bytes that are not ASCII: two words of Cyrillic, three characters of Japanese
_REPLACEMENT: Final = "\ufffd"


def decode(data: bytes) -> str:
    """`data` as text: by its byte order mark, else UTF-8, else UTF-16 by its zero bytes, else UTF-8 with
    a few damaged places, else in the legacy encoding that makes a language of it."""
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return data[len(mark) :].decode(encoding, errors="replace")
    wide = _wide_encoding(data)
    if wide:
        return data.decode(wide, errors="replace")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        text = data.decode("utf-8", errors="replace")
        return text if _mostly_sound(text) else data.decode(legacy_encoding(data), errors="replace")


def legacy_encoding(data: bytes) -> str:
    """What bytes that are not UTF-8 are written in: Windows-1252, which unlabelled Western text is in
    practice (WHATWG), unless there is enough to tell by, and another encoding makes a language of it."""
    sample = data[:_SAMPLE]
    if len(data) > _SAMPLE:  # not in the middle of a character
        sample = sample[: max(sample.rfind(b" "), sample.rfind(b"\n")) + 1] or sample
    if len(sample) - len(sample.translate(None, _HIGH)) < _FEWEST_HIGH:
        return _WESTERN
    for match in from_bytes(sample, cp_isolation=[_WESTERN, *_LEGACY]):
        if match.encoding in _LATIN:  # charset-normalizer tells scripts apart, and guesses within one
            return _latin_encoding(sample)
        if not _is_shouted(str(match)):
            return match.encoding
    return _WESTERN


def _latin_encoding(sample: bytes) -> str:
    """Polish as Windows-1252 has digits and signs within its words, Turkish the letters of Icelandic."""
    text = sample.decode(_WESTERN, errors="replace").lower()
    if len(_SIGN_IN_WORD.findall(text)) >= _FEWEST_SIGNS:
        return "cp1250"
    if len(_TURKISH.findall(text)) > len(_ICELANDIC.findall(text)):
        return "cp1254"
    return _WESTERN


def _is_shouted(text: str) -> bool:
    """Whether most letters are capitals: the pages of one script differ in which half they keep them in."""
    return sum(map(str.isupper, text)) > sum(map(str.islower, text))


def _wide_encoding(data: bytes) -> str | None:
    """UTF-16 without a mark: nearly every second byte of Western text is zero."""
    sample = data[:4096]
    if len(sample) < 8 or b"\0" not in sample:
        return None
    even, odd = sample[::2].count(0), sample[1::2].count(0)
    half = len(sample) // 2
    if odd > half * 0.7 and even < half * 0.1:
        return "utf-16-le"
    if even > half * 0.7 and odd < half * 0.1:
        return "utf-16-be"
    return None


def _mostly_sound(text: str) -> bool:
    """Whether the text is UTF-8 that was damaged in places: more good multi-byte characters than bad."""
    bad = text.count(_REPLACEMENT)
    good = sum(1 for character in text if character > "\x7f") - bad
    return good >= 4 * bad
