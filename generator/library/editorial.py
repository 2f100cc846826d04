"""The folder content/editorial in, what people decided out; and one more decision in."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Final

from generator.diagnostics import DayfoldError, Position, Problem, shown
from generator.model.editorial import Decision, Verb
from generator.output import write_if_changed
from generator.settings.editorial import EditorialFile, check_decisions, decisions_of
from generator.settings.reading import read_yaml, unreadable
from generator.settings.yaml_writing import Writable, flow_mapping

FOLDER: Final = "content/editorial"


def load_decisions(root: Path) -> tuple[Decision, ...]:
    """What people decided, file by file in order of their names.

    Raises DayfoldError with every fault of every file: while one cannot be read, nobody knows what must not
    be published.
    """
    found: list[Decision] = []
    problems: list[Problem] = []
    for path in sorted((root / FOLDER).glob("*.y*ml")):
        place = shown(path, root)
        if path.suffix != ".yml":
            problems.append(_misnamed(place))
            continue
        try:
            decisions, faults = _read(path.read_bytes(), place)
        except OSError as error:
            decisions, faults = (), [unreadable(place, error)]
        found += decisions
        problems += faults
    if problems:
        raise DayfoldError(*problems)
    return tuple(found)


def decision_path(root: Path, verb: Verb) -> Path:
    """Where `digest edit` writes decisions: one file a verb."""
    return root / FOLDER / f"{verb.value}.yml"


def add_decision(root: Path, verb: Verb, fields: Mapping[str, Writable]) -> None:
    """Append a decision, as its `fields`, to the file of its verb; what people wrote there stays as it is.

    Raises DayfoldError with the file's own errors, with those of the decision, or when the file's form leaves
    no place to append to; then nothing is written.
    """
    path = decision_path(root, verb)
    place = shown(path, root)
    known: tuple[Decision, ...] = ()
    text = "decisions:\n"
    if path.exists():
        known, problems = _read(path.read_bytes(), place)
        if problems:
            raise DayfoldError(*problems)
        text = path.read_text(encoding="utf-8") if known else text
    text += "" if text.endswith("\n") else "\n"
    text += f"  - {flow_mapping(fields)}\n"
    reread, problems = _read(text.encode(), place)
    if problems or len(reread) != len(known) + 1 or reread[:-1] != known:
        raise DayfoldError(*(problems or [_no_place(place)]))
    write_if_changed(path, text.encode())


def _read(data: bytes, place: str) -> tuple[tuple[Decision, ...], list[Problem]]:
    file, document, problems = read_yaml(EditorialFile, data, place)
    if file is None or document is None:
        return (), problems
    problems = list(check_decisions(file.decisions, document))
    return ((), problems) if problems else (decisions_of(file, document), [])


def _misnamed(place: str) -> Problem:
    return Problem(
        code="missing-file",
        position=Position(path=place),
        message="Files of decisions end in .yml; this one is not read.",
        remedy="Rename it.",
    )


def _no_place(place: str) -> Problem:
    return Problem(
        code="write-failed",
        position=Position(path=place),
        message="The decision could not be added to this list.",
        remedy="Write the list as lines that begin with '  - {verb:', or move the file to another name.",
    )
