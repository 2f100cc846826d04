"""Readers that other packages bring, found by their entry points of the group `dayfold.readers`."""

from __future__ import annotations

import sys
from functools import lru_cache
from importlib.metadata import EntryPoint, entry_points
from typing import Final

from generator.diagnostics import DayfoldError, Position, Problem
from generator.readers.raw import Reader

GROUP: Final = "dayfold.readers"


def installed_readers(taken: frozenset[str]) -> tuple[Reader, ...]:
    """The readers of other packages, in order of name. Raises DayfoldError (`bad-reader`) when one cannot be
    loaded, is no reader, or has a name that is `taken`: its files would be read by one that is not theirs."""
    return _installed(tuple(sys.path), taken)


@lru_cache(maxsize=4)
def _installed(_path: tuple[str, ...], taken: frozenset[str]) -> tuple[Reader, ...]:
    points = sorted(entry_points(group=GROUP), key=lambda point: (point.name, point.value))
    readers: list[Reader] = []
    problems: list[Problem] = []
    for point in points:
        found = _load(point, taken | {reader.name for reader in readers})
        (problems if isinstance(found, Problem) else readers).append(found)  # type: ignore[arg-type]  # of its kind
    if problems:
        raise DayfoldError(*problems)
    return tuple(readers)


def _load(point: EntryPoint, taken: frozenset[str]) -> Reader | Problem:
    try:
        found = point.load()
        reader = found() if isinstance(found, type) else found
    except Exception as error:  # noqa: BLE001 - another's module may do anything when it is imported
        return _bad(point, f"cannot be loaded: {type(error).__name__}: {error}")
    if not all(callable(getattr(reader, method, None)) for method in ("accepts", "read")):
        return _bad(point, f"is no reader: {point.value!r} has no `accepts` and `read`")
    if getattr(reader, "name", None) != point.name:
        return _bad(point, f"calls itself {getattr(reader, 'name', None)!r}")
    if point.name in taken:
        return _bad(point, "has the name of another")
    return reader  # type: ignore[no-any-return]  # looked at above


def _bad(point: EntryPoint, what: str) -> Problem:
    package = point.dist.name if point.dist else "an installed package"
    return Problem(
        code="bad-reader",
        position=Position(path=package),
        message=f"Its reader {point.name!r} {what}.",
        remedy=f"Mend or uninstall {package}.",
    )
