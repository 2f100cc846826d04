"""The bytes of a web page in, its text out: by its mark, by what it declares, or by what it evidently is."""

from __future__ import annotations

import codecs
import re
from typing import Final

from generator.readers.decoding import decode

_PRESCAN: Final = 8_192  # WHATWG looks at 1,024 bytes; pages put scripts and styles before their `meta`
_DECLARED: Final = re.compile(
    rb"<meta[^>]{0,400}?charset\s*=\s*[\"']?\s*([A-Za-z0-9_:.-]{2,40})"
    rb"|<\?xml[^>]{0,200}?encoding\s*=\s*[\"']([A-Za-z0-9_:.-]{2,40})",
    re.IGNORECASE,
)
# What browsers decode a label as where it is not what the label says (the Encoding Standard).
_READ_AS: Final = {
    "ascii": "cp1252", "us-ascii": "cp1252", "iso-8859-1": "cp1252", "iso8859-1": "cp1252",
    "latin1": "cp1252", "latin-1": "cp1252", "l1": "cp1252", "windows-1252": "cp1252",
    "x-cp1252": "cp1252", "iso-8859-9": "cp1254", "latin5": "cp1254", "iso-8859-11": "cp874",
    "tis-620": "cp874", "gb2312": "gb18030", "gb_2312-80": "gb18030", "gbk": "gb18030",
    "x-gbk": "gb18030", "chinese": "gb18030", "big5": "big5hkscs", "x-x-big5": "big5hkscs",
    "shift_jis": "cp932", "shift-jis": "cp932", "sjis": "cp932", "x-sjis": "cp932", "ms_kanji": "cp932",
    "windows-31j": "cp932", "euc-kr": "cp949", "ks_c_5601-1987": "cp949", "ksc5601": "cp949",
    "korean": "cp949", "unicode": "utf-8", "utf-16": "utf-8", "utf-16le": "utf-8", "utf-16be": "utf-8",
    "unicode-1-1-utf-8": "utf-8", "x-mac-roman": "mac-roman", "macintosh": "mac-roman",
    "x-user-defined": "cp1252",
}  # fmt: skip
_MULTIBYTE: Final = frozenset({"gb18030", "big5hkscs", "cp932", "cp949", "euc_jp", "iso2022_jp"})
# The codecs of the Encoding Standard: others ('idna', 'utf-7') are tricks where a page declares them.
_OF_THE_WEB: Final = frozenset(
    {
        "utf-8", "cp866", "koi8-r", "koi8-u", "mac-roman", "mac-cyrillic", "cp874", *_MULTIBYTE,
        *(f"cp{number}" for number in range(1250, 1259)), *(f"iso8859-{number}" for number in range(2, 17)),
    }
)  # fmt: skip
_DAMAGE: Final = 0.005  # replaced characters in a page that is what it declares, but for some damage


def decode_html(data: bytes, charset: str | None = None) -> str:
    """`data` as text. `charset` is what HTTP said, when somebody knows.

    A byte order mark decides; else, bytes that are UTF-8 are read so whatever is declared (a page in another
    encoding that happens to be UTF-8 is not met); else the declared encoding as the WHATWG Encoding Standard
    reads its label, unless the bytes are not that; else what the bytes evidently are.
    """
    if data.startswith((codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) or b"\0" in data[:64]:
        return decode(data)
    declared = _codec(charset) or _declared(data)
    if declared != "iso2022_jp":
        try:
            return data.decode("utf-8")
        except UnicodeDecodeError:
            pass
    if declared is not None and declared != "utf-8":
        text = data.decode(declared, errors="replace")
        if declared not in _MULTIBYTE or _damage(text) <= _DAMAGE:
            return text
    return decode(data)


def _declared(data: bytes) -> str | None:
    match = _DECLARED.search(data[:_PRESCAN])
    return _codec((match[1] or match[2]).decode("ascii")) if match else None


def _codec(label: str | None) -> str | None:
    """The codec that a label means; None for one that no browser knows."""
    if not label:
        return None
    name = label.strip().lower()
    try:
        found = codecs.lookup(_READ_AS.get(name, name))
    except (LookupError, ValueError):
        return None
    return found.name if found.name in _OF_THE_WEB else None


def _damage(text: str) -> float:
    return text.count("\ufffd") / max(1, len(text))
