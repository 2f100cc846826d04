"""A record of `digest export` in, the very article that it was made from out, so that nothing is lost."""

from __future__ import annotations

import re
from datetime import date
from typing import Final

from pydantic import ValidationError

from generator.model.article import Article
from generator.model.ids import ArticleId
from generator.model.text import normal_body
from generator.readers.json_value import JsonObject
from generator.settings.front_matter import FrontMatter

_ID: Final = re.compile(r"([0-9]{4})/([0-9]{2})/([0-9]{2})/[a-z0-9]+(?:-[a-z0-9]+)*")
_LONGEST_ID: Final = 200  # a file's name may have 255 bytes
_OURS: Final = frozenset({"id", "source", "title", "body", "story", "role", "label"})


def article_of(record: JsonObject) -> Article | None:
    """The article, if the record is of our own export and all of it is as an article's file may have it."""
    name, body = record.get("id"), record.get("body")
    if not record.keys() >= _OURS or not isinstance(name, str) or not isinstance(body, str):
        return None
    fields = {key: value for key in FrontMatter.model_fields if (value := record.get(key)) is not None}
    try:
        front = FrontMatter.model_validate(fields)
    except ValidationError:
        return None
    body = normal_body(body)
    if not _is_place(name) or not (front.published or front.retrieved) or not (body or front.excerpt_only):
        return None
    return Article(id=ArticleId(name), body=body, **front.article_fields())


def _is_place(name: str) -> bool:
    match = _ID.fullmatch(name)
    if match is None or len(name) > _LONGEST_ID:
        return False
    try:
        date(int(match[1]), int(match[2]), int(match[3]))
    except ValueError:
        return False
    return True
