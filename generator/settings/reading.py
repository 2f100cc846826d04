"""A YAML file's bytes in, what its schema makes of them out, or every fault with its place."""

from __future__ import annotations

from typing import TypeVar

from generator.diagnostics import Position, Problem
from generator.settings.faults import validate
from generator.settings.schema import Schema
from generator.settings.yaml_reading import Document, decode, parse_yaml

S = TypeVar("S", bound=Schema)


def read_yaml(schema: type[S], data: bytes, place: str) -> tuple[S | None, Document | None, list[Problem]]:
    """The value of a file, the document with the place of everything in it, and all faults; both None as far
    as the faults leave nothing of them. Never raises, whatever the bytes."""
    text, problems = decode(data, place)
    if text is None:
        return None, None, problems
    document, problems = parse_yaml(text, place)
    if document is None:
        return None, None, problems
    value, problems = validate(schema, document)
    return value, document, problems


def unreadable(place: str, error: OSError, way_out: str = "take it away") -> Problem:
    """That the system does not let the file be read."""
    return Problem(
        code="unreadable",
        position=Position(path=place),
        message=f"The file cannot be read: {error.strerror or error}.",
        remedy=f"Mend its permissions, or {way_out}.",
    )
