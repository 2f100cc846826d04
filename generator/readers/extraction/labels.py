"""A page's markup and address in, what kind of text it says that it is out."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Final
from urllib.parse import urlsplit

from generator.model.article import Label
from generator.readers.extraction.linked_data import (
    Node,
    text_of,
    types_of,
)
from generator.readers.extraction.meta import every_of

_SECTIONS: Final = (
    "article:section", "og:article:section", "section", "parsely-section", "genre",
    "news_keywords_section",
)  # fmt: skip
_LABELS: Final = (
    (
        Label.SPONSORED,
        re.compile(
            r"\b(?:sponsored|advertorial|advertisercontent|paid[ -]?(?:post|content)|partner[ -]content"
            r"|brand(?:ed)?[ -]?(?:studio|content|voice))\b"
        ),
    ),
    (
        Label.PRESS_RELEASE,
        re.compile(
            r"\b(?:press[ -]?releases?|news[ -]?releases?|pressemitteilung(?:en)?|comunicados?(?: de prensa)?"
            r"|communiqués?)\b"
        ),
    ),
    (Label.LIVE, re.compile(r"\blive[ -]?blog|\bliveticker\b")),
    (Label.ANALYSIS, re.compile(r"\b(?:news[ -])?(?:analysis|analyse|análisis|analisi)\b")),
    (
        Label.OPINION,
        re.compile(
            r"\b(?:opinions?|op-?eds?|editorials?|columnists?|commentary|comment ?is ?free|meinung"
            r"|kommentare?|leitartikel|opinión|tribunas?|tribunes?|opinioni|opinião"
            r"|letters[ -]to[ -]the[ -]editor)\b"
        ),
    ),
)
_TYPES: Final = {
    "OpinionNewsArticle": Label.OPINION,
    "ReviewNewsArticle": Label.OPINION,
    "AnalysisNewsArticle": Label.ANALYSIS,
    "BackgroundNewsArticle": Label.ANALYSIS,
    "LiveBlogPosting": Label.LIVE,
    "AdvertiserContentArticle": Label.SPONSORED,
}


def label_of(node: Node, meta: Mapping[str, Sequence[str]], url: str | None) -> Label | None:
    """What kind of text the markup calls it: by its type, its section, or the section in its address."""
    for kind in types_of(node):
        if kind in _TYPES:
            return _TYPES[kind]
    folders = urlsplit(url).path.rpartition("/")[0].replace("/", " / ") if url else ""
    sections = [
        text_of(node.get("articleSection")),
        text_of(node.get("genre")),
        *every_of(meta, _SECTIONS),
        folders,
    ]
    said = " | ".join(text for text in sections if len(text) < 200).lower()
    return next((label for label, pattern in _LABELS if pattern.search(said)), None)
