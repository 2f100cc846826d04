"""Bytes in, text out: whatever the bytes are, and without an exception."""

from __future__ import annotations

import codecs
from typing import Final

# UTF-32 before UTF-16: its little-endian mark begins with the other's.
_MARKS: Final = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_REPLACEMENT: Final = "\ufffd"


def decode(data: bytes) -> str:
    """`data` as text: by its byte order mark, else UTF-8, else UTF-16 by its zero bytes, else UTF-8 with
    a few damaged places, else Windows-1252, which is what unlabelled Western text is in practice (WHATWG)."""
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
        return text if _mostly_sound(text) else data.decode("cp1252", errors="replace")


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
