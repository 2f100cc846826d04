"""A cleaned article as people write it: YAML front matter and paragraphs in, one draft out."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator, Mapping
from enum import Enum
from typing import Final, TypeVar

from generator.diagnostics import Position, Problem, has_errors
from generator.model.article import DatedBy, Draft, Label
from generator.model.ids import TopicId
from generator.readers.image_fields import images_of
from generator.readers.raw import Raw, Unpacked, opening, unpacking_problem, whole_text
from generator.settings import Document, parse_yaml
from generator.settings.front_matter import FrontMatter, ImageEntry

_FENCE: Final = re.compile(r"---[ \t]*$")
_END: Final = re.compile(r"(?:---|\.\.\.)[ \t]*$")
_KEYS: Final = frozenset(FrontMatter.model_fields)
_LISTS: Final = ("authors", "credit", "cites", "topics", "see_also", "cut")
_FLAGS: Final = ("excerpt_only", "paywalled")
_CHOICES: Final[dict[str, type[Enum]]] = {"dated_by": DatedBy, "label": Label}
_E = TypeVar("_E", bound=Enum)


class MarkdownReader:
    """Reads one article with front matter. Sources may be named by id or by name."""

    name = "markdown"

    def accepts(self, raw: Raw) -> bool:
        """A file that begins with a front matter fence."""
        first, newline, _ = opening(raw).lstrip("\ufeff").partition("\n")
        return bool(newline) and bool(_FENCE.match(first.rstrip("\r")))

    def read(self, raw: Raw) -> Iterator[Draft | Problem]:
        """The article, or every fault of its front matter."""
        try:
            lines = whole_text(raw).replace("\r\n", "\n").replace("\r", "\n").split("\n")
        except Unpacked as error:
            yield unpacking_problem(raw, error)
            return
        if not _FENCE.match(lines[0]):
            yield _no_front_matter(raw, 1, "The file does not begin with front matter.")
            return
        end = next((number for number, line in enumerate(lines[1:], 1) if _END.match(line)), None)
        if end is None:
            yield _no_front_matter(raw, 1, "The front matter that begins here has no end.")
            return
        document, problems = parse_yaml("\n".join(lines[1:end]) + "\n", raw.path, first_line=2)
        yield from problems
        if document is None or has_errors(problems):
            return
        yield from _article(raw, document, "\n".join(lines[end + 1 :]))


def _article(raw: Raw, document: Document, body: str) -> Iterator[Draft | Problem]:
    if not isinstance(document.value, dict):
        yield _no_front_matter(raw, 2, "The front matter is not a list of `key: value` lines.")
        return
    problems = list(_faults(document, document.value))
    yield from problems
    if has_errors(problems):
        return
    fields = document.value
    yield Draft(
        origin=raw.position(1, 1),
        title=_word(fields.get("title")),
        body=body,
        reader=MarkdownReader.name,
        url=_option(fields.get("url")),
        source_name=_option(fields.get("source")),
        published_text=_option(fields.get("published")),
        updated_text=_option(fields.get("updated")),
        retrieved_text=_option(fields.get("retrieved")),
        retrieved=raw.captured,
        dated_by=_choice(DatedBy, fields.get("dated_by")),
        authors=_words(fields.get("authors")),
        credit_names=_words(fields.get("credit")),
        via_name=_option(fields.get("via")),
        cites_names=_words(fields.get("cites")),
        dateline=_option(fields.get("dateline")),
        label=_choice(Label, fields.get("label")),
        language=_option(fields.get("language")),
        topics=tuple(TopicId(word) for word in _words(fields.get("topics"))),
        see_also=_words(fields.get("see_also")),
        external_id=_option(fields.get("external_id")),
        excerpt_only=fields.get("excerpt_only") is True,
        licence=_option(fields.get("licence")),
        copyright_notice=_option(fields.get("copyright_notice")),
        paywalled=fields.get("paywalled") is True,
        images=images_of(fields.get("images")),
    )


def _faults(document: Document, fields: Mapping[str, object]) -> Iterator[Problem]:
    for key, value in fields.items():
        if key not in _KEYS:
            yield _unknown_key(document.key_position((key,)), key)
        elif not _fits(key, value):
            yield _invalid(document.position((key,)), key, value)
    if not _word(fields.get("title")).strip() and _fits("title", fields.get("title")):
        yield Problem(
            code="no-title",
            position=document.position(("title",)),
            message="The article has no title.",
            remedy="Write `title: …` in its front matter.",
        )


def _fits(key: str, value: object) -> bool:
    if value is None:
        return True
    if key in _FLAGS:
        return isinstance(value, bool)
    if key in _LISTS:
        return isinstance(value, list) and all(isinstance(item, str) for item in value)
    if key == "images":
        return isinstance(value, list) and all(_is_image(item) for item in value)
    if key in _CHOICES:
        return value in [choice.value for choice in _CHOICES[key]]  # it may be a list or a mapping itself
    return isinstance(value, str)


def _is_image(value: object) -> bool:
    return (
        isinstance(value, dict)
        and value.keys() <= set(ImageEntry.model_fields)
        and isinstance(value.get("url"), str)
        and all(isinstance(text, str | None) for text in value.values())
    )


def _unknown_key(position: Position, key: str) -> Problem:
    near = difflib.get_close_matches(key, sorted(_KEYS), n=1)
    return Problem(
        code="unknown-key",
        position=position,
        message=f"{_short(key)!r} is not a key of an article's front matter.",
        remedy=f"Did you mean {near[0]!r}?" if near else f"It has: {', '.join(FrontMatter.model_fields)}.",
    )


def _invalid(position: Position, key: str, value: object) -> Problem:
    if key in _CHOICES:
        what = f"one of {', '.join(choice.value for choice in _CHOICES[key])}"
    elif key in _FLAGS:
        what = "true or false"
    elif key in _LISTS:
        what = "a list of texts: [one, two]"
    elif key == "images":
        what = "a list of pictures: [{url: https://…, caption: …, credit: …}]"
    else:
        what = "a text; put it in quotes"
    return Problem(
        code="invalid-value",
        position=position,
        message=f"{key}: {_short(str(value))!r} is not what belongs here.",
        remedy=f"Write {what}.",
    )


def _no_front_matter(raw: Raw, line: int, message: str) -> Problem:
    return Problem(
        code="no-front-matter",
        position=raw.position(line, 1),
        message=message,
        remedy="Write it between two lines of `---` at the top of the file.",
    )


def _choice(choices: type[_E], value: object) -> _E | None:
    return None if value is None else choices(value)


def _word(value: object) -> str:
    return value if isinstance(value, str) else ""


def _option(value: object) -> str | None:
    return _word(value).strip() or None


def _words(value: object) -> tuple[str, ...]:
    return tuple(item for item in value if isinstance(item, str)) if isinstance(value, list) else ()


def _short(text: str) -> str:
    return text if len(text) <= 60 else f"{text[:59]}…"
