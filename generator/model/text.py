"""Any text in, text in the one form that the library keeps out.

Offsets of citations count characters of a body, so a body must be the same wherever it comes from. This is
where that is held: the library brings each article into this form when it reads and when it writes.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import replace
from typing import Final

from generator.model.article import Article
from generator.model.image import Image

_LINE_ENDS: Final = re.compile("\r\n|[\r\v\f\x1c-\x1e\x85\u2028]")
# Control characters, lone surrogates, and what Unicode and XML call no characters: pages cannot hold them.
_UNWANTED: Final = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")
_BLANKS_IN_LINE: Final = re.compile("[ \t\n]+")
_PARAGRAPH_END: Final = re.compile(r"\n{2,}")
# What a body in normal form cannot hold; one search spares most bodies the work.
_ABNORMAL: Final = re.compile(
    "[\x00-\t\v-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]|^\\s|\\s$|\\s\n|\n\n\n|\n[^\\S\n]"
)


def normal_line(text: str) -> str:
    """`text` as one line: NFC, no control character, a run of blanks or line ends one space, none outside."""
    text = _UNWANTED.sub("", _unify_line_ends(text))
    return _BLANKS_IN_LINE.sub(" ", unicodedata.normalize("NFC", text)).strip()


def normal_body(text: str) -> str:
    """`text` as paragraphs with one blank line between them: NFC, LF, no control character, lines stripped.

    A single line break within a paragraph stays: lists and verses have them.
    """
    if _ABNORMAL.search(text) is None and unicodedata.is_normalized("NFC", text):
        return text
    text = _UNWANTED.sub("", _unify_line_ends(text).replace("\t", " "))
    lines = [line.strip() for line in unicodedata.normalize("NFC", text).split("\n")]
    return _PARAGRAPH_END.sub("\n\n", "\n".join(lines)).strip()


def normal_article(article: Article) -> Article:
    """`article` with each of its texts in normal form; a text that is then empty counts as absent."""
    return replace(
        article,
        title=normal_line(article.title),
        body=normal_body(article.body),
        authors=_normal_lines(article.authors),
        see_also=_normal_lines(article.see_also),
        dateline=_normal_option(article.dateline),
        external_id=_normal_option(article.external_id),
        licence=_normal_option(article.licence),
        copyright_notice=_normal_option(article.copyright_notice),
        images=tuple(_normal_image(image) for image in article.images),
    )


def _normal_image(image: Image) -> Image:
    return Image(url=image.url, caption=_normal_option(image.caption), credit=_normal_option(image.credit))


def _unify_line_ends(text: str) -> str:
    return _LINE_ENDS.sub("\n", text).replace("\u2029", "\n\n")


def _normal_lines(texts: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(line for text in texts if (line := normal_line(text)))


def _normal_option(text: str | None) -> str | None:
    return (normal_line(text) or None) if text is not None else None
