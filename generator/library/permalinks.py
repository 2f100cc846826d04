"""Every permalink that was ever published: content/permalinks/**.txt in, a set of them out, and back.

Committed beside the records. A line is a permalink, the lines are sorted, and a file has those of a month of
articles, stories and editions (2026/08.txt), or all that bear no month (pages.txt): what is new changes the
file of its month.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Final

from generator.diagnostics import Position, Problem, shown
from generator.model.ids import PERMALINK, Permalink
from generator.output import write_if_changed
from generator.settings.reading import unreadable

FOLDER: Final = "content/permalinks"
_OTHERS: Final = "pages.txt"
_MONTH: Final = re.compile(r"/(?:articles|stories|editions)/(\d{4}/\d{2})/")


def load_permalinks(root: Path) -> tuple[frozenset[Permalink], list[Problem]]:
    """What was published by now, and a problem for each file that cannot be read or has another line.

    The register is the only memory of some of what was published: whoever gets a problem from here must
    write none.
    """
    found: set[Permalink] = set()
    problems: list[Problem] = []
    for path in sorted((root / FOLDER).rglob("*.txt")):
        place = shown(path, root)
        try:
            lines = path.read_text(encoding="utf-8").splitlines()
        except OSError as error:
            problems.append(unreadable(place, error))
            continue
        except UnicodeDecodeError:
            problems.append(_bad(Position(path=place, line=1, col=1), "The file is not UTF-8 text."))
            continue
        found.update(map(Permalink, lines))
        problems += [
            _bad(Position(path=place, line=number, col=1), f"{line[:80]!r} is no permalink.")
            for number, line in enumerate(lines, start=1)
            if not PERMALINK.fullmatch(line)
        ]
    return frozenset(found), problems


def changed_registers(root: Path, permalinks: Iterable[Permalink]) -> dict[Path, bytes]:
    """The files that would have other bytes, with those, if `permalinks` were all that was published."""
    months: dict[str, list[Permalink]] = defaultdict(list)
    for permalink in permalinks:
        months[_file_of(permalink)].append(permalink)
    files = {root / FOLDER / name: _serialised(lines) for name, lines in sorted(months.items())}
    stale = {path: b"" for path in sorted((root / FOLDER).rglob("*.txt")) if path not in files}
    return {path: data for path, data in {**files, **stale}.items() if _bytes(path) != data}


def save_registers(files: Mapping[Path, bytes]) -> None:
    """Write files of the register, each whole or not at all; one without lines goes."""
    for path, data in files.items():
        if data:
            write_if_changed(path, data)
        else:
            path.unlink(missing_ok=True)


def place_in_register(root: Path, permalink: Permalink) -> Position:
    """Where `permalink` stands, for messages."""
    path = root / FOLDER / _file_of(permalink)
    lines = path.read_text(encoding="utf-8").splitlines() if path.is_file() else []
    place = shown(path, root)
    return (
        Position(path=place, line=lines.index(permalink) + 1, col=1)
        if permalink in lines
        else Position(path=place)
    )


def _file_of(permalink: Permalink) -> str:
    month = _MONTH.match(permalink)
    return f"{month[1]}.txt" if month else _OTHERS


def _serialised(permalinks: list[Permalink]) -> bytes:
    return "".join(f"{permalink}\n" for permalink in sorted(permalinks)).encode()


def _bytes(path: Path) -> bytes | None:
    return path.read_bytes() if path.is_file() else None


def _bad(position: Position, message: str) -> Problem:
    return Problem(
        code="bad-permalinks",
        position=position,
        message=f"The register of permalinks cannot be read. {message}",
        remedy="Restore the file from version control; after a merge conflict keep the lines of both sides.",
    )
