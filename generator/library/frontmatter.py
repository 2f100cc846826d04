"""An article's file in, an Article out, and back."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from generator.diagnostics import Position, Problem
from generator.model.article import Article
from generator.model.ids import ArticleId
from generator.model.text import normal_article, normal_body
from generator.settings.faults import validate
from generator.settings.front_matter import FrontMatter, image_fields
from generator.settings.yaml_reading import Document, parse_yaml
from generator.settings.yaml_writing import Writable, write_mapping

_FENCE: Final = re.compile(r"^---[ \t]*$", re.MULTILINE)
_KEYS: Final = tuple(FrontMatter.model_fields)
_ALWAYS: Final = frozenset({"label", "language"})  # written even when they say the default


def read_article(text: str, path: str, article_id: ArticleId) -> tuple[Article | None, list[Problem]]:
    """The article that the file `path` holds, and every fault of it; None when one is an error.

    Its texts come in normal form (generator.model.text), however the file has them.
    """
    document, body, problems = split_article(text, path)
    return (None, problems) if document is None else _assemble(document, normal_body(body), article_id)


def split_article(text: str, path: str) -> tuple[Document | None, str, list[Problem]]:
    """The front matter of the file `path` with its places, and the text below it as it stands."""
    text = text.removeprefix("\ufeff")
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    opening = _FENCE.match(text)
    if opening is None:
        return None, text, [_no_front_matter(path, "The file does not begin with a line of ---.")]
    closing = _FENCE.search(text, opening.end())
    if closing is None:
        return None, text, [_no_front_matter(path, "The front matter has no line of --- at its end.")]
    document, problems = parse_yaml(text[opening.end() + 1 : closing.start()], path, first_line=2)
    return document, text[closing.end() :], problems


def write_article(article: Article) -> str:
    """The file of `article`, in the one form there is: keys in the order of FrontMatter, LF, a final newline.

    `read_article` gives the same article back, its texts in normal form.
    """
    article = normal_article(article)
    head = write_mapping({key: value for key in _KEYS if _stands(key, value := _field(article, key))})
    return f"---\n{head}---\n{article.body}\n" if article.body else f"---\n{head}---\n"


def _assemble(document: Document, body: str, article_id: ArticleId) -> tuple[Article | None, list[Problem]]:
    front, problems = validate(FrontMatter, document)
    written = document.value if isinstance(document.value, Mapping) else {}
    if written.get("published") is None and written.get("retrieved") is None:
        problems.append(_no_date(document))
    if not body and written.get("excerpt_only") is not True:
        problems.append(_empty_body(document))
    if front is None or problems:
        return None, problems
    return Article(id=article_id, body=body, **front.article_fields()), []


def _field(article: Article, key: str) -> Writable:
    if key == "images":
        return [image_fields(image) for image in article.images]
    value: Writable = getattr(article, key)
    return value


def _stands(key: str, value: Writable) -> bool:
    return key in _ALWAYS or (value is not None and value is not False and value not in ((), []))


def _no_front_matter(path: str, message: str) -> Problem:
    return Problem(
        code="no-front-matter",
        position=Position(path=path, line=1, col=1),
        message=message,
        remedy="Write ---, lines of `key: value` (title, source, published), --- again, then the text.",
    )


def _no_date(document: Document) -> Problem:
    return Problem(
        code="no-date",
        position=document.position(()),
        message="There is neither `published` nor `retrieved`.",
        remedy="Write `published: 2026-08-23T07:00:00+02:00`, or when you got it as `retrieved:`.",
    )


def _empty_body(document: Document) -> Problem:
    return Problem(
        code="empty-body",
        position=document.position(()),
        message="There is no text below the front matter.",
        remedy="Write the article's text there, or `excerpt_only: true` above.",
    )
