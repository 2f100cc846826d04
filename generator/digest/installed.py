"""Summarizers that other packages bring, found by their entry points of the group `dayfold.summarizers`."""

from __future__ import annotations

from importlib.metadata import EntryPoint, entry_points
from typing import Final

from generator.diagnostics import DayfoldError, Position, Problem
from generator.digest.summarizing import Summarizer
from generator.settings.digest import EXTRACTIVE

GROUP: Final = "dayfold.summarizers"


def summarizer_named(name: str) -> Summarizer | None:
    """The summarizer of another package that is installed as `name`; None for `extractive`, which quotes.

    Raises DayfoldError (`bad-summarizer`) when there is none, or two, or it cannot be loaded or is none.
    """
    if name == EXTRACTIVE:
        return None
    points = sorted(entry_points(group=GROUP, name=name), key=lambda point: point.value)
    if len(points) != 1:
        known = ", ".join(sorted({EXTRACTIVE, *(point.name for point in entry_points(group=GROUP))}))
        which = "two of them are installed" if points else f"there are: {known}"
        raise _bad(name, f"cannot be told: {which}")
    return _load(points[0])


def _load(point: EntryPoint) -> Summarizer:
    try:
        found = point.load()
        summarizer = found() if isinstance(found, type) else found
    except Exception as error:
        raise _bad(point.name, f"cannot be loaded: {type(error).__name__}: {error}") from error
    if not callable(getattr(summarizer, "summarize", None)):
        raise _bad(point.name, f"is none: {point.value!r} has no `summarize`")
    if getattr(summarizer, "name", None) != point.name:
        raise _bad(point.name, f"calls itself {getattr(summarizer, 'name', None)!r}")
    return summarizer  # type: ignore[no-any-return]  # looked at above


def _bad(name: str, what: str) -> DayfoldError:
    problem = Problem(
        code="bad-summarizer",
        position=Position(path="site_config/digest.yml"),
        message=f"The summarizer {name!r} {what}.",
        remedy="Install or mend its package, or write `summarizer: extractive`.",
    )
    return DayfoldError(problem)
