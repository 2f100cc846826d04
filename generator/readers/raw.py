"""A raw file and what a reader makes of it: bytes in, drafts and problems out."""

from __future__ import annotations

import gzip
import io
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import PurePosixPath
from typing import Final, Protocol

from generator.diagnostics import Position, Problem
from generator.model.article import Cancellation, Draft
from generator.model.source import SourceDraft
from generator.readers.decoding import decode

OPENING_BYTES: Final = 65_536  # enough to know a file by; a page's lead is rarely half of it
_GZIP: Final = b"\x1f\x8b"
_CHUNK: Final = 1 << 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Raw:
    """A file as it was found. `path` is as messages show it; `modified` is the file's own time;
    `captured` is when the page was fetched, where somebody knows; `limit` is in bytes, unpacked;
    `first_line` is the number of its first line, where the raw is a part of a file; `url` is where it was
    fetched, where somebody knows."""

    path: str
    data: bytes
    modified: datetime
    captured: datetime | None = None
    limit: int = 64 << 20
    first_line: int = 1
    url: str | None = None

    @property
    def suffix(self) -> str:
        """The file name's last suffix before `.gz`, in lower case."""
        name = PurePosixPath(self.path.lower())
        return PurePosixPath(name.stem).suffix if name.suffix == ".gz" else name.suffix

    @property
    def stem(self) -> str:
        """The file's name without folder and suffix."""
        return PurePosixPath(self.path).stem

    def position(self, line: int = 0, col: int = 0) -> Position:
        """A place in this file."""
        return Position(path=self.path, line=line + self.first_line - 1 if line else 0, col=col)


class Unpacked(Exception):  # noqa: N818 - it names a finding, and a reader's caller turns it into a problem
    """A packed file that cannot be unpacked, or not within the limit; `code` is the problem's."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code


class Reader(Protocol):
    """One kind of raw file. A reader never raises on bytes: what it cannot read it tells as a Problem."""

    @property
    def name(self) -> str:
        """What `--reader` calls it."""

    def accepts(self, raw: Raw) -> bool:
        """Whether the file's content is of this kind."""

    def read(self, raw: Raw) -> Iterator[Draft | SourceDraft | Cancellation | Problem]:
        """The file's items in order, one at a time, so that a large file is never held as drafts."""


def open_bytes(raw: Raw) -> gzip.GzipFile | io.BytesIO:
    """The file's bytes as a stream, unpacked when they are gzip."""
    stream = io.BytesIO(raw.data)
    return gzip.GzipFile(fileobj=stream) if raw.data.startswith(_GZIP) else stream


def opening(raw: Raw) -> str:
    """The first part of the file as text; empty when it cannot be unpacked."""
    try:
        with open_bytes(raw) as stream:
            return decode(stream.read(OPENING_BYTES))
    except (OSError, EOFError, zlib.error):
        return ""


def whole_bytes(raw: Raw) -> bytes:
    """The file's bytes, unpacked. Raises Unpacked when it is damaged or unpacks to more than the limit."""
    try:
        with open_bytes(raw) as stream:
            data = stream.read(raw.limit + 1)
    except (OSError, EOFError, zlib.error) as error:
        raise Unpacked("unreadable", f"The gzip file is damaged: {error}.") from error
    if len(data) > raw.limit:
        raise Unpacked("too-large", f"The file unpacks to more than {raw.limit:,} bytes.")
    return data


def whole_text(raw: Raw) -> str:
    """The file as text. Raises Unpacked when it is damaged or unpacks to more than the limit."""
    return decode(whole_bytes(raw))


def unpacking_problem(raw: Raw, error: Unpacked) -> Problem:
    """What to tell of a file that would not unpack."""
    remedy = {
        "too-large": "Split it, or raise ingest.max_file_bytes in site_config/digest.yml.",
        "unreadable": "Fetch or pack the file again.",
    }[error.code]
    return Problem(code=error.code, position=raw.position(), message=str(error), remedy=remedy)
