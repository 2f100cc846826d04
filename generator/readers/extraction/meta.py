"""A page's `meta` elements in, what they say by name out; and the text of elements on one line."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final

from lxml import etree

_BLANKS: Final = re.compile(r"\s+")


def meta_of(root: etree._Element) -> dict[str, list[str]]:
    """Contents by name, in lower case, with `.` of Dublin Core as `:`."""
    found: dict[str, dict[str, list[str]]] = {}
    for attribute in ("property", "name", "itemprop", "http-equiv"):
        for element in root.iter("meta"):
            content = one_line(element.get("content") or "")
            for name in (element.get(attribute) or "").lower().split():
                key = name.replace(".", ":") if name.startswith(("dc", "date", "weibo", "cxense")) else name
                if content:
                    found.setdefault(attribute, {}).setdefault(key, []).append(content)
    # A name that stands as `property` somewhere is not looked up as `name`: RDFa is the better kept.
    return {key: texts for attribute in reversed(found) for key, texts in found[attribute].items()}


def first_of(meta: Mapping[str, Sequence[str]], names: Iterable[str]) -> str:
    """What the first of `names` that says anything says; else nothing."""
    return next(iter(every_of(meta, names)), "")


def every_of(meta: Mapping[str, Sequence[str]], names: Iterable[str]) -> Iterator[str]:
    """All that `names` say, in their order."""
    return (content for name in names for content in meta.get(name, ()))


def element_text(element: etree._Element) -> str:
    """The element's text on one line; nothing for one of many parts, which is no line."""
    return one_line(" ".join(element.itertext())) if len(element) < 50 else ""


def one_line(text: str) -> str:
    """`text` with each run of blanks as one."""
    return _BLANKS.sub(" ", text).strip()
