"""Names that are taken down: a text, an id or an article in, the same without them out."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from generator.model.article import Article
from generator.model.ids import ArticleId, SourceId, TopicId, slugify
from generator.model.image import Image

MARK: Final = "[name removed]"
BLACK: Final = "█"  # a body keeps its length, so that what is quoted of the rest of it stays where it is

_IGNORED: Final = re.compile("[\u0300-\u036f\u0483-\u0489\u064b-\u065f\u00ad\u200b-\u200f\u2060\ufeff]+")
_LETTERS: Final = str.maketrans(
    {"ø": "o", "Ø": "o", "ł": "l", "Ł": "l", "đ": "d", "Đ": "d", "ð": "d", "Ð": "d", "ħ": "h", "ı": "i"}
    | {"æ": "ae", "Æ": "ae", "œ": "oe", "Œ": "oe", "þ": "th", "Þ": "th"}
)
# Between the words of a name: a space, a line's end, hyphens, what an address has for a blank; or nothing.
_JOINT: Final = r"(?:%20|[\W_]){0,3}"
_BEFORE: Final = r"(?<![^\W_])"
_AFTER: Final = r"(?=(?:['’]?s)?(?![^\W_]))"  # the possessive, and the genitive of German and its kin
_UNSPACED: Final = ("CJK", "HIRAGANA", "KATAKANA", "HANGUL", "THAI", "LAO", "KHMER", "MYANMAR")
_IS_ID: Final = re.compile(r"/?(?:[A-Za-z0-9_.-]+/)*[a-z0-9_.-]+/?")
_LEAST_LETTERS: Final = 3
_APART: Final = "\n\n\n\n"  # no name goes over so many


@dataclass(frozen=True, slots=True)
class _Name:
    """A name as it is looked for: a word that any text with it must have, its pattern, and what stands for it
    in ids."""

    keys: tuple[str, ...]
    pattern: re.Pattern[str]
    in_ids: str
    label: str


class Redaction:
    """Names that are taken down, ready to be looked for in many texts.

    A name is found whatever its case, accents, blanks and hyphens, in the possessive, in an id, and with the
    last word before the others and a comma between ('Roe, Jane'). It is not found in parts: who wants 'Roe'
    removed as well takes it down as well.
    """

    def __init__(self, names: Iterable[tuple[str, datetime, str]] = ()) -> None:
        """`names` are the names, each with the time of its decision and how messages call it."""
        self._names = [_name(*one) for one in names]

    def __len__(self) -> int:
        return len(self._names)

    def labels_in(self, text: str) -> list[str]:
        """The names that stand in `text`, as messages call them."""
        folded = _quickly_folded(text) if self._names else ""
        return [name.label for name in self._names if _stands_in(name, folded)]

    def is_in(self, text: str) -> bool:
        """Whether any of the names stands in `text`."""
        return bool(self._names) and bool(self.labels_in(text))

    def text(self, text: str) -> str:
        """`text` with a mark in the place of each name; what is an id or an address of ours stays one."""
        if not self.is_in(text):
            return text
        if _IS_ID.fullmatch(text):
            return self.id(text)
        return _replaced(text, self._spans(text), lambda _: MARK)

    def blackened(self, text: str) -> str:
        """`text` with each name blackened: as long as it was, in as many lines."""
        if not self.is_in(text):
            return text
        return _replaced(text, self._spans(text), lambda found: re.sub(r"[^\n]", BLACK, found))

    def id(self, text: str) -> str:
        """An id, a path or a permalink without the names: each has words of its own in their place, made from
        the time of the decision and not from the name, which could be guessed from a hash."""
        for name in self._names:
            text = name.pattern.sub(name.in_ids, text)
        return text

    def labels_in_article(self, article: Article) -> list[str]:
        """The names that stand in any field of `article`, as messages call them."""
        return self.labels_in(_APART.join(_texts_of(article))) if self._names else []

    def names_article(self, article: Article) -> bool:
        """Whether any of the names stands in any field of `article`."""
        return bool(self.labels_in_article(article))

    def article(self, article: Article) -> Article:
        """The article without the names: marked in lines, blackened in the body; addresses that have one and
        bylines that are one are left out."""
        if not self.names_article(article):
            return article
        return replace(
            article,
            id=ArticleId(self.id(article.id)),
            title=self.text(article.title),
            body=self.blackened(article.body),
            source=SourceId(self.id(article.source)),
            url=self._unless_named(article.url),
            external_id=self._unless_named(article.external_id),
            authors=tuple(author for author in article.authors if not self.is_in(author)),
            credit=tuple(SourceId(self.id(one)) for one in article.credit),
            via=SourceId(self.id(article.via)) if article.via else None,
            cites=tuple(SourceId(self.id(one)) for one in article.cites),
            topics=tuple(TopicId(self.id(one)) for one in article.topics),
            dateline=self.text(article.dateline) if article.dateline else None,
            see_also=tuple(map(self.text, article.see_also)),
            cut=tuple(map(self.text, article.cut)),
            licence=self.text(article.licence) if article.licence else None,
            copyright_notice=self.text(article.copyright_notice) if article.copyright_notice else None,
            images=tuple(self._image(image) for image in article.images if not self.is_in(image.url)),
        )

    def _image(self, image: Image) -> Image:
        caption = self.text(image.caption) if image.caption else None
        return replace(image, caption=caption, credit=self._unless_named(image.credit))

    def _unless_named(self, text: str | None) -> str | None:
        return None if text is None or self.is_in(text) else text

    def _spans(self, text: str) -> list[tuple[int, int]]:
        """Where names stand in `text`, in order; what overlaps is one."""
        folded, places = _folded(text)
        found = sorted(match.span() for name in self._names for match in name.pattern.finditer(folded))
        spans: list[tuple[int, int]] = []
        for first, last in found:
            start, end = places[first], places[last - 1] + 1
            while end < len(text) and _IGNORED.match(text[end]):
                end += 1
            if spans and start < spans[-1][1]:
                start, end = spans[-1][0], max(end, spans.pop()[1])
            spans.append((start, end))
        return spans


def is_name(text: str) -> bool:
    """Whether `text` can be taken down as a name: a few letters at the least, or two signs of a script that
    writes words."""
    letters = [char for char in text if char.isalpha()]
    return len(letters) >= (2 if letters and _is_unspaced(letters[0]) else _LEAST_LETTERS)


def _name(text: str, at: datetime, label: str) -> _Name:
    words = re.findall(r"[^\W_]+", _quickly_folded(text))
    forms = [_JOINT.join(words)]
    if len(words) > 1:
        forms.append(rf"{words[-1]}\s*,\s*{_JOINT.join(words[:-1])}")
    before = "" if _is_unspaced(words[0][0]) else _BEFORE
    after = "" if _is_unspaced(words[-1][-1]) else _AFTER
    in_id = slugify(text).split("-")
    whole = rf"{before}(?:{'|'.join(forms)}){after}|{_BEFORE}(?:{_JOINT.join(in_id)}){_AFTER}"
    told_apart = hashlib.sha256(at.isoformat().encode()).hexdigest()[:4]
    keys = (max(words, key=len), max(in_id, key=len))
    return _Name(keys, re.compile(whole), f"name-removed-{told_apart}", label)


def _stands_in(name: _Name, folded: str) -> bool:
    return any(key in folded for key in name.keys) and name.pattern.search(folded) is not None


def _quickly_folded(text: str) -> str:
    """`text` as names are compared; where its characters stood is lost."""
    if text.isascii():
        return text.lower()
    return _IGNORED.sub("", unicodedata.normalize("NFKD", text).translate(_LETTERS).casefold())


def _folded(text: str) -> tuple[str, list[int]]:
    """`text` as names are compared, and where each of its characters stood."""
    folded: list[str] = []
    places: list[int] = []
    for place, char in enumerate(text):
        for one in _quickly_folded(char):
            folded.append(one)
            places.append(place)
    return "".join(folded), places


def _replaced(text: str, spans: Iterable[tuple[int, int]], put: Callable[[str], str]) -> str:
    parts: list[str] = []
    done = 0
    for start, end in spans:
        parts += [text[done:start], put(text[start:end])]
        done = end
    return "".join([*parts, text[done:]])


def _is_unspaced(char: str) -> bool:
    return unicodedata.name(char, "").startswith(_UNSPACED)


def _texts_of(article: Article) -> Iterable[str]:
    yield from (article.id, article.title, article.body, article.source, *article.authors)
    optional = (article.url, article.external_id, article.via, article.dateline, article.licence)
    yield from filter(None, (*optional, article.copyright_notice))
    yield from (*article.credit, *article.cites, *article.topics, *article.see_also, *article.cut)
    for image in article.images:
        yield from filter(None, (image.url, image.caption, image.credit))
