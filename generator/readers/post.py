"""A post of another generator of sites in, a draft out: Jekyll, Hugo, Pelican, Material's blog, their kin.

What they call metadata stands in YAML between `---`, in TOML between `+++`, or in lines of `Key: value` at
the top; the text is Markdown, with marks of the generator's own, which are left out.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from pathlib import PurePosixPath
from typing import Final

from markdown import Markdown

from generator.diagnostics import Position, Problem, Severity, has_errors
from generator.model.article import DatedBy, Draft
from generator.readers.feed_item import language_tag
from generator.readers.feed_text import paragraphs_of
from generator.readers.raw import Raw, Unpacked, opening, unpacking_problem, whole_text
from generator.settings import parse_yaml

# Keys by which an article of ours is told from a post.
_OURS: Final = frozenset({"source", "published", "retrieved", "dated_by"})
_KEY: Final = re.compile(r"^[\"']?([A-Za-z][\w -]{0,40})[\"']?[ \t]*:", re.MULTILINE)
_LINE: Final = re.compile(r"([A-Za-z][\w -]{0,40}):[ \t]*(.*)")
_YAML_END: Final = re.compile(r"^(?:---|\.\.\.)[ \t]*$", re.MULTILINE)
_TOML_END: Final = re.compile(r"^\+\+\+[ \t]*$", re.MULTILINE)
_TOML_PLACE: Final = re.compile(r"\(at line (\d+), column (\d+)\)")
_DATED_NAME: Final = re.compile(r"(\d{4}-\d{2}-\d{2})-(.+)")
_DATE: Final = re.compile(
    r"(\d{4})[-/](\d{1,2})[-/](\d{1,2})"
    r"(?:[T ]+(\d{1,2}):(\d{2})(?::(\d{2}))?(?:\.\d+)?[ ]*(Z|[+-]\d{2}:?\d{2})?)?"
)
# Liquid's tags (Jekyll), Hugo's shortcodes, and where an excerpt ends.
_MARKS: Final = re.compile(
    r"\{%-?\s*comment[^%]*%\}.*?\{%-?\s*endcomment[^%]*%\}"
    r"|\{%.*?%\}|\{\{[<%].*?[%>]\}\}|\{\{.*?\}\}|\{:[^}\n]*\}|<!--.*?-->",
    re.DOTALL,
)
_EXTENSIONS: Final = ("extra", "sane_lists", "admonition")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Post:
    """Metadata by key in lower case, and the text below."""

    fields: Mapping[str, object]
    body: str


class PostReader:
    """Reads one post. A draft is left out, and told."""

    name = "post"

    def accepts(self, raw: Raw) -> bool:
        """A file with metadata that are a post's, and no article's of ours."""
        start = opening(raw).lstrip("\ufeff").replace("\r\n", "\n")
        if start.startswith("+++\n"):
            return True
        if start.startswith("---\n"):
            end = _YAML_END.search(start, 4)
            keys = {key.lower() for key in _KEY.findall(start[4 : end.start() if end else len(start)])}
            named = "title" in keys and _DATED_NAME.fullmatch(raw.stem)
            return not keys & _OURS and bool("date" in keys or named)
        return {"title", "date"} <= _head(start)[0].keys()

    def read(self, raw: Raw) -> Iterator[Draft | Problem]:
        """The post, or what is wrong with its metadata."""
        try:
            text = whole_text(raw).lstrip("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
        except Unpacked as error:
            yield unpacking_problem(raw, error)
            return
        found = _post(text, raw)
        if isinstance(found, _Post):
            yield from _drafts(found, raw)
        else:
            yield from found


def _drafts(post: _Post, raw: Raw) -> Iterator[Draft | Problem]:
    fields = post.fields
    if fields.get("draft") is True or str(fields.get("status", "")).lower() in {"draft", "hidden"}:
        yield Problem(
            code="restricted",
            position=raw.position(1, 1),
            message="The post is a draft, and is not taken in.",
            remedy="Nothing, if that is meant; else take the mark away.",
            severity=Severity.NOTE,
        )
        return
    published, updated = _dates(fields, raw)
    yield Draft(
        origin=raw.position(1, 1),
        title=_line(fields.get("title")),
        body=_plain(post.body),
        reader=PostReader.name,
        url=_address(fields),
        published_text=published,
        updated_text=updated,
        retrieved=raw.captured,
        dated_by=DatedBy.PAGE if published else None,
        authors=_names(fields, "authors", "author"),
        language=language_tag(_line(fields.get("lang") or fields.get("language"))),
        categories=_names(fields, "categories", "category", "tags", "keywords"),
        external_id=_line(fields.get("slug")) or _slug(raw),
    )


def _post(text: str, raw: Raw) -> _Post | list[Problem]:
    for fence, ending, parse in (("---\n", _YAML_END, _yaml), ("+++\n", _TOML_END, _toml)):
        if not text.startswith(fence):
            continue
        end = ending.search(text, len(fence))
        if end is None:
            return [_faulty(raw.position(1, 1), "The metadata that begin here have no end.")]
        told = parse(text[len(fence) : end.start()], raw)
        if isinstance(told, list):
            return told
        return _Post(fields={key.lower(): value for key, value in told.items()}, body=text[end.end() :])
    fields, body = _head(text)
    return _Post(fields=fields, body=body)


def _yaml(text: str, raw: Raw) -> dict[str, object] | list[Problem]:
    document, problems = parse_yaml(text, raw.path, first_line=2)
    if document is None or has_errors(problems):
        return problems
    if not isinstance(document.value, dict):
        return [_faulty(raw.position(2, 1), "The metadata are not a list of `key: value` lines.")]
    return dict(document.value)


def _toml(text: str, raw: Raw) -> dict[str, object] | list[Problem]:
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        place = _TOML_PLACE.search(str(error))
        line, column = (int(place[1]), int(place[2])) if place else (1, 1)
        said = _TOML_PLACE.sub("", str(error)).strip()
        return [_faulty(raw.position(line + 1, column), f"The metadata are no TOML: {said}.")]
    except RecursionError:
        return [_faulty(raw.position(2, 1), "The metadata are nested too deeply.")]


def _head(text: str) -> tuple[dict[str, object], str]:
    """Lines of `Key: value` at the top, as Pelican and MultiMarkdown have them, and what comes below."""
    fields: dict[str, object] = {}
    lines = text.split("\n")
    for number, line in enumerate(lines):
        match = _LINE.fullmatch(line.strip())
        if match is None:
            return fields, "\n".join(lines[number:])
        fields[match[1].lower()] = match[2].strip()
    return fields, ""


def _dates(fields: Mapping[str, object], raw: Raw) -> tuple[str | None, str | None]:
    """When it was published and updated, as ISO 8601 as far as it is said. Material's blog has a mapping."""
    told = fields.get("date")
    both = told if isinstance(told, dict) else {"created": told}
    named = _DATED_NAME.fullmatch(raw.stem)
    published = _moment(both.get("created")) or (named[1] if named else None)
    later = (fields.get(key) for key in ("lastmod", "last_modified_at", "modified", "updated"))
    return published, next(filter(None, map(_moment, (both.get("updated"), *later))), None)


def _moment(value: object) -> str | None:
    if isinstance(value, date | datetime | time):
        return value.isoformat()
    match = _DATE.match(value.strip()) if isinstance(value, str) else None
    if match is None:
        return value.strip() or None if isinstance(value, str) else None
    year, month, day, hour, minute, second, zone = match.groups()
    text = f"{year}-{month:0>2}-{day:0>2}"
    if hour is None:
        return text
    offset = zone if zone in {None, "Z"} or ":" in zone else f"{zone[:3]}:{zone[3:]}"
    return f"{text}T{hour:0>2}:{minute}:{second or '00'}{offset or ''}"


def _address(fields: Mapping[str, object]) -> str | None:
    """Where it stands, where it says so in full."""
    keys = ("canonical_url", "canonicalurl", "canonical", "original_url", "url", "permalink", "link")
    addresses = (_line(fields.get(key)) for key in keys)
    return next((one for one in addresses if one.startswith(("http://", "https://"))), None)


def _slug(raw: Raw) -> str | None:
    """The name it has in addresses: its file's, or its folder's where the file is an index."""
    stem = PurePosixPath(raw.path).parent.name if raw.stem in {"index", "_index"} else raw.stem
    named = _DATED_NAME.fullmatch(stem)
    return (named[2] if named else stem) or None


def _names(fields: Mapping[str, object], *keys: str) -> tuple[str, ...]:
    found: list[str] = []
    for key in keys:
        value = fields.get(key)
        if isinstance(value, str):
            found += re.split(r"[;,]", value)
        elif isinstance(value, list):
            found += [_line(item.get("name") if isinstance(item, dict) else item) for item in value]
        elif isinstance(value, dict):
            found.append(_line(value.get("name")))
    return tuple(dict.fromkeys(name.strip() for name in found if name.strip()))


def _line(value: object) -> str:
    return " ".join(value.split()) if isinstance(value, str) else ""


def _plain(text: str) -> str:
    """Markdown as paragraphs of text."""
    return paragraphs_of(Markdown(extensions=_EXTENSIONS).convert(_MARKS.sub("", text)))


def _faulty(position: Position, message: str) -> Problem:
    return Problem(
        code="no-front-matter",
        position=position,
        message=message,
        remedy="Mend them, or take the file away.",
    )
