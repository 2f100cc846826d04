"""Write files whole or not at all, and only when their bytes change."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path

from generator.diagnostics import DayfoldError, Position, Problem


def write_if_changed(path: Path, data: bytes) -> bool:
    """Put `data` at `path` and tell whether anything changed.

    The file is written beside its place and renamed into it, so a reader (or a crash) sees the old bytes
    or the new ones, never a part. It is not synced to the disk: a killed process loses nothing, and a
    sync for each of 20,000 pages costs more than making them. Raises DayfoldError (`write-failed`) when the
    system refuses.
    """
    try:
        with open(path, "rb") as file:  # noqa: PTH123 - a site has tens of thousands; Path.open takes as long again
            if file.read() == data:
                return False
    except (FileNotFoundError, NotADirectoryError):
        pass
    except OSError as error:
        raise refused(path, error) from error
    _replace(path, data)
    return True


def _replace(path: Path, data: bytes) -> None:
    folder, name = os.path.split(path)
    temporary = os.path.join(folder, f".{name[:80]}.{os.getpid()}.tmp")  # noqa: PTH118 - as above
    try:
        try:
            _write(temporary, data)
        except FileNotFoundError:  # the folder is new; asking first would cost a call for every file
            path.parent.mkdir(parents=True, exist_ok=True)
            _write(temporary, data)
        os.replace(temporary, path)  # noqa: PTH105 - as above
    except OSError as error:
        with suppress(OSError):  # a folder on the way may be a file; the first error is the one to tell
            os.unlink(temporary)  # noqa: PTH108 - as above
        raise refused(path, error) from error


def _write(path: str, data: bytes) -> None:
    with open(path, "wb") as file:  # noqa: PTH123 - as above
        file.write(data)


def refused(path: Path, error: OSError) -> DayfoldError:
    """The `write-failed` that says what the system said of `path`."""
    return DayfoldError(
        Problem(
            code="write-failed",
            position=Position(path=path.as_posix()),
            message=f"The file could not be written: {error.strerror or error}.",
            remedy="Free space or mend the folder's permissions, then run it again; nothing is lost.",
        )
    )
