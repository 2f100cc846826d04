"""The folder content/boilerplate in, the lines that were learned of each source out; and more of them in."""

from __future__ import annotations

import dataclasses
from collections.abc import Collection, Sequence
from pathlib import Path
from typing import Final

from generator.diagnostics import DayfoldError, Position, Problem, Severity, shown
from generator.model.boilerplate import LearnedLine
from generator.model.ids import SourceId
from generator.output import write_if_changed
from generator.settings.boilerplate import BoilerplateFile
from generator.settings.faults import nearest, quoted
from generator.settings.reading import read_yaml, unreadable
from generator.settings.yaml_writing import flow_mapping

FOLDER: Final = "content/boilerplate"


def learned_path(root: Path, source: SourceId) -> Path:
    """Where the lines of a source lie."""
    return root / FOLDER / f"{source}.yml"


def load_learned_lines(root: Path) -> dict[SourceId, tuple[LearnedLine, ...]]:
    """The learned lines of each source that has any, in the order in which they were learned.

    Raises DayfoldError with every fault of every file.
    """
    learned, problems = _all(root)
    if problems:
        raise DayfoldError(*problems)
    return {source: lines for source, lines in learned.items() if lines}


def check_learned_lines(root: Path, sources: Collection[SourceId]) -> list[Problem]:
    """Every fault of every file, and a warning for each that is named after none of `sources`."""
    learned, problems = _all(root)
    return problems + [_of_nobody(root, name, sources) for name in learned if name not in sources]


def learned_lines_of(root: Path, source: SourceId) -> tuple[LearnedLine, ...]:
    """The learned lines of one source. Raises DayfoldError with the faults of its file."""
    path = learned_path(root, source)
    try:
        lines, problems = _read(path.read_bytes(), shown(path, root))
    except FileNotFoundError:
        return ()
    except OSError as error:
        raise DayfoldError(unreadable(shown(path, root), error)) from error
    if lines is None:
        raise DayfoldError(*problems)
    return lines


def add_learned_lines(root: Path, source: SourceId, lines: Sequence[LearnedLine]) -> None:
    """Append `lines` to those of `source`; what people wrote into the file stays as it is.

    Raises DayfoldError with the file's own errors, or when its form leaves no place to append to; then
    nothing is written.
    """
    path = learned_path(root, source)
    known = learned_lines_of(root, source)
    text = path.read_text(encoding="utf-8") if known else "lines:\n"
    text += "" if text.endswith("\n") else "\n"
    text += "".join(f"  - {flow_mapping(_fields(line))}\n" for line in lines)
    reread, _ = _read(text.encode(), shown(path, root))
    if reread != (*known, *lines):
        raise DayfoldError(
            Problem(
                code="write-failed",
                position=Position(path=shown(path, root)),
                message=f"The line {lines[0].id!r} could not be added to this list.",
                remedy="Write the list as lines that begin with '  - {id:', or delete the file.",
            )
        )
    write_if_changed(path, text.encode())


def _all(root: Path) -> tuple[dict[SourceId, tuple[LearnedLine, ...]], list[Problem]]:
    """The lines of each file, none where it has a fault; and the faults."""
    learned: dict[SourceId, tuple[LearnedLine, ...]] = {}
    problems: list[Problem] = []
    for path in sorted((root / FOLDER).glob("*.yml")):
        try:
            lines, faults = _read(path.read_bytes(), shown(path, root))
        except OSError as error:
            lines, faults = None, [unreadable(shown(path, root), error)]
        problems += faults
        learned[SourceId(path.stem)] = lines or ()
    return learned, problems


def _read(data: bytes, place: str) -> tuple[tuple[LearnedLine, ...] | None, list[Problem]]:
    file, _, problems = read_yaml(BoilerplateFile, data, place)
    return (None, problems) if file is None else (tuple(entry.to_model() for entry in file.lines), problems)


def _fields(line: LearnedLine) -> dict[str, str | int]:
    fields = dataclasses.asdict(line)
    text = fields.pop("text")
    return {**fields, "place": line.place.value, "text": text}


def _of_nobody(root: Path, name: SourceId, sources: Collection[SourceId]) -> Problem:
    near = nearest(name, sources)
    remedy = f"Did you mean {near}.yml?" if near else "Take it away, or add the source."
    return Problem(
        code="unknown-reference",
        position=Position(path=shown(learned_path(root, name), root)),
        message=f"{quoted(name)} is not a source of site_config/sources.yml; nothing is cut by this file.",
        remedy=remedy,
        severity=Severity.WARNING,
    )
