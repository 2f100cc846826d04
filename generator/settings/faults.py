"""Pydantic's errors in, problems in people's words with line and column out."""

from __future__ import annotations

import difflib
import types
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final, TypeVar, Union, get_args, get_origin

from pydantic import ValidationError
from pydantic.fields import FieldInfo
from pydantic_core import ErrorDetails

from generator.diagnostics import Problem
from generator.settings.schema import FAULT, Schema
from generator.settings.yaml_reading import Document, KeyPath, YamlValue
from generator.settings.yaml_writing import flow_value

S = TypeVar("S", bound=Schema)

_QUOTE_LIMIT: Final = 60


def validate(schema: type[S], document: Document) -> tuple[S | None, list[Problem]]:
    """`document` as a `schema`, or every fault of it; an empty document is an empty mapping."""
    value: YamlValue = {} if document.value is None else document.value
    try:
        return schema.model_validate(value), []
    except ValidationError as error:
        return None, [
            _problem(details, schema, document)
            for details in error.errors(include_url=False)
            if not _follows_from_another(details)
        ]


def quoted(value: object) -> str:
    """`value` as a message shows it: text in single quotes and cut, anything else by its YAML or its kind."""
    if isinstance(value, str):
        text = "".join(character if character.isprintable() else "�" for character in value)
        return f"'{text}'" if len(text) <= _QUOTE_LIMIT else f"'{text[: _QUOTE_LIMIT - 1]}…'"
    if isinstance(value, Mapping):
        return "a mapping"
    if isinstance(value, list | tuple):
        return "a list"
    return flow_value(value) if value is None or isinstance(value, bool | int | float) else repr(value)


def nearest(word: str, words: Iterable[str]) -> str | None:
    """The one of `words` that `word` is probably a misspelling of."""
    found = difflib.get_close_matches(word, sorted(words), n=1)
    return found[0] if found else None


# An error in a list's item empties the list; a default that is reckoned from a broken value is not a fault.
def _follows_from_another(details: ErrorDetails) -> bool:
    if details["type"] == "too_short":
        return bool(len(details["input"]) >= details["ctx"]["min_length"])
    return details["type"] == "default_factory_not_called"


def _problem(details: ErrorDetails, schema: type[Schema], document: Document) -> Problem:
    place = _Place(details["loc"], schema)
    if details["type"] == "missing":
        return _missing(place, document)
    if details["type"] == "extra_forbidden":
        return _unknown_key(place, document)
    what, way_out = _PHRASES.get(details["type"], _any_other)(details, place)
    return Problem(
        code="invalid-value",
        position=document.position(place.path),
        message=f"{place.name}: {quoted(details['input'])} {what}."
        if place.name
        else f"{quoted(details['input']).capitalize()} {what}.",
        remedy=way_out,
    )


def _missing(place: _Place, document: Document) -> Problem:
    empty = place.path in document.keys
    return Problem(
        code="missing-key",
        position=document.key_position(place.path) if empty else document.position(place.path[:-1]),
        message=f"`{place.name}` has no value." if empty else f"`{place.name}` is missing.",
        remedy=f"Write `{place.key}: {place.example}`." if place.example else f"Write `{place.key}:`.",
    )


def _unknown_key(place: _Place, document: Document) -> Problem:
    return Problem(
        code="unknown-key",
        position=document.key_position(place.path),
        message=f"`{_cut(place.key)}` is not a key here.",
        remedy=_right_key(place),
    )


def _right_key(place: _Place) -> str:
    known = place.parent.model_fields
    for outer, inner in _nested_keys(place.parent):
        if inner == place.key:
            return f"It belongs under `{outer}:`."
    if near := nearest(place.key, list(known)):
        return f"Did you mean `{near}`?"
    return f"The keys here are {', '.join(known)}."


def _nested_keys(schema: type[Schema]) -> Iterator[tuple[str, str]]:
    for name, info in schema.model_fields.items():
        nested = _schema_within(info.annotation)
        if nested is not None and get_origin(info.annotation) is not tuple:
            yield from ((name, key) for key in nested.model_fields)


@dataclass(frozen=True, slots=True)
class _Place:
    """Where an error is, as a path in the document and in the schema."""

    path: KeyPath
    schema: type[Schema]

    @property
    def key(self) -> str:
        """The last key of the path."""
        return next((str(step) for step in reversed(self.path) if isinstance(step, str)), "")

    @property
    def name(self) -> str:
        """The keys since the last item of a list of mappings, joined by points."""
        keys: list[str] = []
        for number, step in enumerate(self.path, start=1):
            if isinstance(step, str):
                keys.append(step)
            elif number < len(self.path):
                keys.clear()
        return ".".join(keys)

    @property
    def parent(self) -> type[Schema]:
        """The schema that has (or lacks) the last key."""
        schema = self.schema
        for step in [step for step in self.path if isinstance(step, str)][:-1]:
            if step in schema.model_fields:
                schema = _schema_within(schema.model_fields[step].annotation) or schema
        return schema

    @property
    def field(self) -> FieldInfo | None:
        """The field that the last key names."""
        return self.parent.model_fields.get(self.key)

    @property
    def in_list(self) -> bool:
        """Whether the error is about one item of a list."""
        return bool(self.path) and isinstance(self.path[-1], int)

    @property
    def example(self) -> str:
        """A value that would be right, as YAML; empty where the schema has none."""
        if self.field is None:
            return ""
        example: Any = self.field.examples[0] if self.field.examples else self.field.get_default()
        if self.in_list and isinstance(example, list):
            example = example[0]
        return flow_value(example) if _is_plain(example) else ""


def _is_plain(value: object) -> bool:
    if isinstance(value, list):
        return all(_is_plain(item) for item in value)
    if isinstance(value, dict):
        return all(_is_plain(item) for item in value.values())
    return isinstance(value, str | int | float)


def _schema_within(annotation: object) -> type[Schema] | None:
    if isinstance(annotation, type) and issubclass(annotation, Schema):
        return annotation
    if get_origin(annotation) in {tuple, Union, types.UnionType}:
        return next((found for part in get_args(annotation) if (found := _schema_within(part))), None)
    return None


Phrase = Callable[[ErrorDetails, _Place], tuple[str, str]]


def _own(details: ErrorDetails, _place: _Place) -> tuple[str, str]:
    return details["ctx"]["what"], details["ctx"]["write"]


def _not_text(details: ErrorDetails, place: _Place) -> tuple[str, str]:
    value = details["input"]
    if isinstance(value, bool | int | float):
        return "is not text", f'Put it in quotes: "{flow_value(value)}".'
    return "is not text", _write(place)


def _not_flag(_details: ErrorDetails, _place: _Place) -> tuple[str, str]:
    return "is not true or false", "Write true or false."


def _not_whole(_details: ErrorDetails, place: _Place) -> tuple[str, str]:
    return "is not a whole number", _write(place)


def _not_number(_details: ErrorDetails, place: _Place) -> tuple[str, str]:
    return "is not a number", _write(place)


def _not_list(_details: ErrorDetails, place: _Place) -> tuple[str, str]:
    return "is not a list", _write(place)


def _not_mapping(_details: ErrorDetails, place: _Place) -> tuple[str, str]:
    keys = ", ".join((_schema_at(place) or place.schema).model_fields)
    return "is not a mapping", f"Write lines of `key: value`; the keys are {keys}."


def _not_one_of(details: ErrorDetails, _place: _Place) -> tuple[str, str]:
    expected = details["ctx"]["expected"].replace("'", "")
    near = nearest(str(details["input"]), expected.replace(" or ", ", ").split(", "))
    return "is none of its values", f"Did you mean {near}?" if near else f"Write {expected}."


def _too_small(details: ErrorDetails, _place: _Place) -> tuple[str, str]:
    least = flow_value(details["ctx"]["ge"])
    return f"is less than {least}", f"Write a number from {least} up."


def _too_great(details: ErrorDetails, _place: _Place) -> tuple[str, str]:
    most = flow_value(details["ctx"]["le"])
    return f"is more than {most}", f"Write a number up to {most}."


def _too_short(_details: ErrorDetails, place: _Place) -> tuple[str, str]:
    return "is empty", _write(place)


def _any_other(details: ErrorDetails, place: _Place) -> tuple[str, str]:
    return f"is not right: {details['msg'].lower()}", _write(place)


_PHRASES: Final[Mapping[str, Phrase]] = {
    FAULT: _own,
    "string_type": _not_text,
    "bool_type": _not_flag,
    "int_type": _not_whole,
    "float_type": _not_number,
    "finite_number": _not_number,
    "tuple_type": _not_list,
    "model_type": _not_mapping,
    "model_attributes_type": _not_mapping,
    "dict_type": _not_mapping,
    "enum": _not_one_of,
    "greater_than_equal": _too_small,
    "less_than_equal": _too_great,
    "too_short": _too_short,
    "string_too_short": _too_short,
}


def _schema_at(place: _Place) -> type[Schema] | None:
    return _schema_within(place.field.annotation) if place.field is not None else None


def _write(place: _Place) -> str:
    return f"Write {place.example}." if place.example else "Write a value of the right kind."


def _cut(text: str) -> str:
    return quoted(text)[1:-1]
