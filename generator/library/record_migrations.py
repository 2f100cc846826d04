"""Formats of records: the fields of a file as some release wrote them in, those of today's format out."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

Fields = dict[str, Any]
Migration = Callable[[Fields], Fields]

RESTORE: Final = "Restore the file from version control; a record is never edited by hand."
FORMAT: Final = 1  # raised when a field changes its meaning; a field that is new and may be absent needs none

# By the format that they lead away from, each to the next. Pure functions of a file's fields: what a release
# has written can be read for ever, and what was published then is not composed anew.
MIGRATIONS: Final[Mapping[int, Migration]] = {}


class FormatError(ValueError):
    """A format that cannot be read, and what to do about it."""

    def __init__(self, message: str, remedy: str) -> None:
        super().__init__(message)
        self.remedy = remedy


def migrated(fields: Fields, migrations: Mapping[int, Migration] = MIGRATIONS, to: int = FORMAT) -> Fields:
    """The fields of a record in format `to`, which are those given when they are of it.

    Raises FormatError when they are of a newer format, or of none that leads there.
    """
    found = fields.get("format")
    if type(found) is not int:  # True is an int, too
        raise FormatError("It does not say its format.", RESTORE)
    if found > to:
        raise FormatError(
            f"It is of format {found}, and this version knows those up to {to}.",
            "Build with the version of dayfold that wrote it, or a later one.",
        )
    for step in range(found, to):
        if step not in migrations:
            raise FormatError(f"It is of format {found}, which no version has written.", RESTORE)
        fields = {**migrations[step](fields), "format": step + 1}
    return fields
