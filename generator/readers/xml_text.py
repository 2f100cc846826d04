"""XML in, its root's name, or XML that cannot grow, out: what must be known before a parser sees it."""

from __future__ import annotations

import re
from typing import Final

_BEFORE_ROOT: Final = (("<?", "?>"), ("<!--", "-->"), ("<!", ">"))
_ROOT: Final = re.compile(r"<(?:[A-Za-z_][\w.-]{0,40}:)?([A-Za-z]+)(?=[\s>/])")
_DECLARATION: Final = re.compile(rb"<!ENTITY")
_SMALL: Final = re.compile(rb'<!ENTITY\s{1,20}\w{1,40}\s{1,20}"(?:&#\w{1,8};|[^&"<>]{0,64})"\s{0,20}>')


def root_of(start: str) -> str:
    """The name of the first element, without its prefix, in lower case; empty when there is none."""
    at = 0
    while True:
        while at < len(start) and start[at].isspace():
            at += 1
        ends = next((end for begin, end in _BEFORE_ROOT if start.startswith(begin, at)), None)
        if ends is None:
            match = _ROOT.match(start, at)
            return match[1].lower() if match else ""
        if start.startswith("<!", at) and ends == ">" and 0 <= start.find("[", at) < start.find(">", at):
            at = start.find("]", at)
            if at < 0:
                return ""
        found = start.find(ends, at)
        if found < 0:
            return ""
        at = found + len(ends)


def without_large_entities(data: bytes) -> bytes:
    """`data`, in UTF-8, without the declarations that make bombs and read files: what is left of them is no
    XML, so a document that had any is ill-formed; one that needs none is as it was."""
    return _DECLARATION.sub(
        lambda found: found.group() if _SMALL.match(data, found.start()) else b"<!DROPPED", data
    )
