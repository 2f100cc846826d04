"""The folder content/pages in, the site's hand-written pages out."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final

from generator.diagnostics import Problem, shown
from generator.settings import decode, parse_yaml
from generator.settings.reading import unreadable

FOLDER: Final = "content/pages"
_FRONT_MATTER: Final = re.compile(r"\A---[ \t]*\n(.*?)^---[ \t]*$", re.DOTALL | re.MULTILINE)


def load_pages(root: Path) -> tuple[dict[str, str], list[Problem]]:
    """The text of each Markdown file of content/pages by its path in there, in order of path, and a problem
    for each that is unfit: unreadable, not UTF-8, or with front matter that is not YAML.

    Front matter is read here as well, since MkDocs swallows a fault in it and prints it as text.
    """
    folder = root / FOLDER
    pages: dict[str, str] = {}
    problems: list[Problem] = []
    for path in sorted(folder.rglob("*.md")):
        text, faults = _read(path, shown(path, root))
        problems += faults
        if text is not None:
            pages[path.relative_to(folder).as_posix()] = text
    return pages, problems


def _read(path: Path, place: str) -> tuple[str | None, list[Problem]]:
    try:
        text, problems = decode(path.read_bytes(), place)
    except OSError as error:
        return None, [unreadable(place, error, "put a file in its place")]
    front_matter = _FRONT_MATTER.match(text) if text is not None else None
    if front_matter is not None:
        problems = [*problems, *parse_yaml(front_matter[1], place, first_line=2)[1]]
    return text, problems
