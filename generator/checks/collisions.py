"""Check that no two pages want the same place: page paths in, problems out."""

from __future__ import annotations

from generator.diagnostics import Position, Problem


class Paths:
    """The paths taken so far, compared as the least careful file system does: without regard to case."""

    def __init__(self) -> None:
        self._taken: dict[str, str] = {}

    def take(self, path: str) -> Problem | None:
        """Claim `path`; a problem when another page has it."""
        key = path.casefold()
        other = self._taken.get(key)
        if other is None:
            self._taken[path if key == path else key] = path  # one text, not two: there are very many
            return None
        return Problem(
            code="path-collision",
            position=Position(path=f"build/docs/{path}"),
            message=f"Two pages would be written here; the other is {other!r}.",
            remedy="Rename the hand-written page in content/pages, or the article's file.",
        )
