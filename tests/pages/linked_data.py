"""schema.org as far as our pages use it: the properties of each type, and what a value of each may be.

From https://schema.org/docs/full.html: a property is listed at the type that we use it at, where schema.org
has it at that type or at one above.
"""

from __future__ import annotations

import re
from datetime import datetime
from typing import Any, Final

_CREATIVE_WORK: Final = {
    "inLanguage": "language",
    "datePublished": "date",
    "dateModified": "date",
    "publisher": "Organization",
    "isPartOf": "WebSite",
    "isBasedOn": "url",
    "citation": "url",
    "correction": "CorrectionComment",
    "url": "url",
}
TYPES: Final[dict[str, dict[str, str]]] = {
    "WebPage": {**_CREATIVE_WORK, "name": "text", "description": "text"},
    "CollectionPage": {**_CREATIVE_WORK, "name": "text", "description": "text", "hasPart": "NewsArticle"},
    "NewsArticle": {
        **_CREATIVE_WORK,
        "headline": "text",
        "author": "Person or Organization",
        "articleSection": "text",
        "mainEntityOfPage": "url",
    },
    "WebSite": {"name": "text", "url": "url", "publisher": "Organization"},
    "Organization": {
        "name": "text",
        "url": "url",
        "correctionsPolicy": "url",  # of NewsMediaOrganization and Organization
        "publishingPrinciples": "url",
    },
    "Person": {"name": "text"},
    "CorrectionComment": {"text": "text"},
}
REQUIRED: Final = {
    "WebPage": {"name", "isPartOf", "publisher"},
    "CollectionPage": {"name", "isPartOf", "publisher"},
    "NewsArticle": {"headline", "publisher"},
    "WebSite": {"name"},
    "Organization": {"name"},
    "Person": {"name"},
    "CorrectionComment": {"text"},
}
_LANGUAGE: Final = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]+)*")


def faults(node: Any, expected: str = "WebPage or CollectionPage or NewsArticle") -> list[str]:
    """What is wrong with a node of JSON-LD: types and properties that are not listed, values that do not
    fit."""
    kind = node.get("@type") if isinstance(node, dict) else None
    if kind not in TYPES or kind not in expected.split(" or "):
        return [f"{kind or node!r} where there should be {expected}"]
    found = [f"{kind} has no {name}" for name in sorted(REQUIRED[kind] - node.keys())]
    for name, value in node.items():
        if name in {"@type", "@context"}:
            continue
        range_ = TYPES[kind].get(name)
        if range_ is None:
            found.append(f"{name} is no property of {kind}")
            continue
        for one in value if isinstance(value, list) else [value]:
            found += [f"{kind}.{name}: {fault}" for fault in _value_faults(one, range_)]
    return found


def _value_faults(value: Any, expected: str) -> list[str]:
    if expected[0].isupper():
        return faults(value, expected)
    fits = isinstance(value, str) and bool(value) and _FITS[expected](value)
    return [] if fits else [f"{value!r} is no {expected}"]


def _is_date(text: str) -> bool:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return False
    return moment.tzinfo is not None or len(text) == len("2026-08-17")


_FITS: Final = {
    "text": lambda _: True,
    "url": lambda text: text.startswith(("https://", "http://")),
    "date": _is_date,
    "language": lambda text: _LANGUAGE.fullmatch(text) is not None,
}
