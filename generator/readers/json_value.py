"""JSON text in, its value or the problem with it out; and fields of objects as text, whatever is in them."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Final, TypeAlias

from generator.diagnostics import Position, Problem

JsonObject: TypeAlias = Mapping[str, object]

_NAMES_IN_OBJECTS: Final = ("name", "title", "id", "domain", "url")
_DEEPEST: Final = 3
_BLANKS: Final = re.compile("[\ufeff \t\r\n]*")
_DECODER: Final = json.JSONDecoder()


def parsed(text: str, position: Position) -> object:
    """The JSON value of `text`, or the problem with it; `position` is where `text` begins."""
    try:
        value: object = json.loads(text.lstrip("\ufeff"))
    except json.JSONDecodeError as error:
        col = position.col + error.colno - 1 if error.lineno == 1 else error.colno
        place = Position(path=position.path, line=position.line + error.lineno - 1, col=col)
        return bad_record(place, f"This is not JSON: {error.msg}.")
    except RecursionError:
        return bad_record(position, "The JSON is nested too deeply.")
    except ValueError as error:  # an integer of more digits than Python converts
        return bad_record(position, f"This JSON cannot be read: {error}.")
    return value


def item_places(text: str, name: str | None = None) -> list[tuple[int, int]]:
    """Line and column of each item of the array that `text` is, or that its member `name` is. `text` is known
    to be JSON; where there is no such array, there is no item."""
    start = _after_blanks(text, 0)
    return _places(text, _items(text, start)[0] if name is None else _member_items(text, start, name))


def inner_item_places(text: str, name: str) -> Mapping[str, Sequence[tuple[int, int]]]:
    """The same of the members `name` of each object that is a member of `text`, by that member's name."""
    members = _members(text, _after_blanks(text, 0))
    return {key: _places(text, _member_items(text, at, name)) for key, at in members.items()}


def _places(text: str, offsets: Iterable[int]) -> list[tuple[int, int]]:
    """`offsets` rise."""
    places: list[tuple[int, int]] = []
    line, counted = 1, 0
    for at in offsets:
        line, counted = line + text.count("\n", counted, at), at
        places.append((line, at - text.rfind("\n", 0, at)))
    return places


def _member_items(text: str, at: int, name: str) -> list[int]:
    member = _members(text, at).get(name)
    return [] if member is None else _items(text, member)[0]


def _members(text: str, at: int) -> dict[str, int]:
    """Where the value of each member of the object at `at` begins; of several that share a name the last
    counts, as in the value."""
    found: dict[str, int] = {}
    if not text.startswith("{", at):
        return found
    at = _after_blanks(text, at + 1)
    while not text.startswith("}", at):
        key, at = _DECODER.raw_decode(text, at)
        found[key] = at = _after_blanks(text, _after_blanks(text, at) + 1)
        _, at = _DECODER.raw_decode(text, at)
        at = _after_comma(text, at)
    return found


def _items(text: str, at: int) -> tuple[list[int], int]:
    """Where the items of the array at `at` begin, and where it ends; of anything else, its end alone."""
    if not text.startswith("[", at):
        return [], _DECODER.raw_decode(text, at)[1]
    found: list[int] = []
    at = _after_blanks(text, at + 1)
    while not text.startswith("]", at):
        found.append(at)
        _, at = _DECODER.raw_decode(text, at)
        at = _after_comma(text, at)
    return found, at + 1


def _after_comma(text: str, at: int) -> int:
    at = _after_blanks(text, at)
    return _after_blanks(text, at + 1) if text.startswith(",", at) else at


def _after_blanks(text: str, at: int) -> int:
    match = _BLANKS.match(text, at)
    return match.end() if match else at


def text_of(record: JsonObject, *names: str) -> str:
    """The first of the fields that says anything, as text."""
    for name in names:
        found = as_text(record.get(name)).strip()
        if found:
            return found
    return ""


def texts_of(record: JsonObject, *names: str) -> tuple[str, ...]:
    """The texts of the first of the fields that has any: a list's, or the one that it is."""
    for name in names:
        found = tuple(text for item in items_of(record.get(name)) if (text := as_text(item).strip()))
        if found:
            return found
    return ()


def items_of(value: object) -> Sequence[object]:
    """A list's items; of anything else, the thing itself; of null, nothing."""
    if isinstance(value, list):
        return value
    return () if value is None else (value,)


def object_of(value: object) -> JsonObject:
    """The object that `value` is, or is the first of; else an empty one."""
    return next((item for item in items_of(value) if isinstance(item, dict)), {})


def as_text(value: object, depth: int = 0) -> str:
    """A value as text: of an object its name, of a list its items as paragraphs."""
    if isinstance(value, str):
        return value
    if isinstance(value, bool) or value is None or depth > _DEEPEST:
        return ""
    if isinstance(value, int | float):
        return str(value)
    if isinstance(value, dict):
        return next((text for key in _NAMES_IN_OBJECTS if (text := as_text(value.get(key), depth + 1))), "")
    if isinstance(value, list):
        return "\n\n".join(text for item in value if (text := as_text(item, depth + 1)))
    return ""


def bad_record(position: Position, message: str) -> Problem:
    """The problem with one record among others."""
    return Problem(
        code="bad-record",
        position=position,
        message=message,
        remedy="The other lines were read. Mend this one and ingest the file again.",
    )
