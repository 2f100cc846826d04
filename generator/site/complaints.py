"""Read what a site builder printed: its output in, complaints with a place and a way out as problems."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from generator.diagnostics import Position, Problem, shown

DOCS: Final = "build/docs"
CONFIG: Final = "mkdocs.yml"

_CODE: Final = "site-build-failed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Complaint:
    """One warning or error of a builder; `path` is as the builder names it, line and column may be 0."""

    text: str
    path: str | None = None
    line: int = 0
    col: int = 0


def mkdocs_complaints(said: str) -> Iterator[Complaint]:
    """The messages of MkDocs' log at WARNING and above, their continuation lines joined."""
    message: list[str] = []
    for line in said.splitlines():
        level = _MKDOCS_LEVEL.match(line)
        if level or line.startswith("Aborted with"):
            if message:
                yield _mkdocs_complaint(" ".join(message))
            message = [level[2].strip()] if level and level[1] not in _GOOD_LEVELS else []
        elif message and line.strip():
            message.append(line.strip())
    if message:
        yield _mkdocs_complaint(" ".join(message))


def zensical_complaints(said: str) -> Iterator[Complaint]:
    """The diagnostics of Zensical: a line with the message, the next with the place, then a picture."""
    lines = _ANSI.sub("", said).splitlines()
    for line, following in zip(lines, [*lines[1:], ""], strict=True):
        if message := _ZENSICAL_MESSAGE.match(line):
            place = _ZENSICAL_PLACE.search(following)
            if place:
                yield Complaint(text=message[1], path=place[1], line=int(place[2]), col=int(place[3]))
            else:
                yield Complaint(text=message[1])


def unexplained(said: str, status: int) -> Complaint:
    """What to tell of a builder that failed without a complaint: the last line it printed."""
    lines = [line.strip() for line in _ANSI.sub("", said).splitlines() if line.strip()]
    return Complaint(text=lines[-1] if lines else f"it ended with status {status} and said nothing")


def as_problem(root: Path, builder: str, complaint: Complaint) -> Problem:
    """`complaint` of `builder` as a problem of the site at `root`, placed at the link it is about."""
    text = complaint.text.strip().replace(f"{root.resolve()}/", "")
    if refused := _REFUSED.search(text):
        return Problem(
            code="write-failed",
            position=Position(path=refused[2]),
            message=f"{builder} could not write the file: {refused[1]}.",
            remedy="Free space or mend the folder's permissions, then build again; the old site stands.",
        )
    return Problem(
        code=_CODE,
        position=_position(root, complaint),
        message=f"{builder} says: {text}{'' if text.endswith(('.', '?', '!')) else '.'}",
        remedy=_remedy(text),
    )


# The second form is click's, for a config that cannot be read.
_MKDOCS_LEVEL: Final = re.compile(r"^(DEBUG|INFO|WARNING|ERROR|CRITICAL|Error)(?: *-  |: )(.*)$")
_GOOD_LEVELS: Final = frozenset({"DEBUG", "INFO"})
_MKDOCS_YAML_PLACE: Final = re.compile(r'in "([^"]+)", line (\d+), column (\d+)')
_MKDOCS_FILE: Final = re.compile(r"['\"]([^'\"]+\.(?:md|html|yml))['\"]")
_MKDOCS_LINK: Final = re.compile(r"link '([^']*)'")
# The last line that Python prints of an error that nobody caught.
_REFUSED: Final = re.compile(r"^(?:OSError|PermissionError): \[Errno \d+\] ([^:]+): .*?'([^']+)'$")
_ANSI: Final = re.compile(r"\x1b\[[0-9;]*m")
_ZENSICAL_MESSAGE: Final = re.compile(r"^(?:Warning|Error): (.+)$")
_ZENSICAL_PLACE: Final = re.compile(r"\[ (.+):(\d+):(\d+) \]")


def _mkdocs_complaint(text: str) -> Complaint:
    if place := _MKDOCS_YAML_PLACE.search(text):
        return Complaint(text=text, path=place[1], line=int(place[2]), col=int(place[3]))
    named = _MKDOCS_FILE.search(text)
    return Complaint(text=text, path=named[1] if named else None)


def _position(root: Path, complaint: Complaint) -> Position:
    for path in (f"{DOCS}/{complaint.path}", complaint.path):
        if complaint.path and path and (root / path).is_file():
            line, col = complaint.line, complaint.col
            if not line:
                line, col = _link_place(root / path, complaint.text)
            return Position(path=shown(root / path, root.resolve()), line=line, col=col)
    return Position(path=CONFIG)


def _link_place(file: Path, text: str) -> tuple[int, int]:
    """Line and column of the link that MkDocs quotes without saying where it stands; (0, 0) if not found."""
    if link := _MKDOCS_LINK.search(text):
        written = re.compile(rf"\]\({re.escape(link[1])}(?=[\s)])")
        for number, line in enumerate(file.read_text(encoding="utf-8", errors="replace").splitlines(), 1):
            if found := written.search(line):
                return number, found.start() + len("](") + 1
    return 0, 0


def _remedy(text: str) -> str:
    if "'nav'" in text:
        return "Take the page out of `nav` in mkdocs.yml, or write it."
    if "link" in text or "page does not exist" in text or "anchor" in text:
        return (
            "Mend the link where it was written: in content/pages for a page of your own, else in a template."
        )
    return "Run `digest build --no-site`, then `mkdocs build --strict --verbose`, to see the whole of it."
