"""Paths in, the documents that lie there out, in order and one at a time: files, and parts of large ones."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from generator.diagnostics import Position, Problem, shown
from generator.ingest.limits import Limits, OutOfTime, timed, too_slow
from generator.readers import Raw, choose, splitting, warc

# What lies in an inbox and is no article.
_NOT_INPUT: Final = frozenset({"readme", "readme.md", "readme.txt"})
_LARGE: Final = 256 << 10  # bytes: a file that may be worth splitting


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """Where documents come from and how they are to be taken: `root` is what messages show paths against."""

    root: Path
    limit: int
    limits: Limits
    reader: str | None = None
    captured: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """What is read, cleaned and given up as one: a file, a part of one (`part`), or the `problem` that stands
    in its place. `reader` is the name of the one that must read it; `number` is that of the part."""

    path: Path
    name: str
    size: int = 0
    mtime_ns: int = 0
    captured: datetime | None = None
    limit: int = 0
    reader: str | None = None
    part: Raw | None = None
    number: int = 0
    problem: Problem | None = None

    @property
    def key(self) -> str:
        """What tells it from all others, and from itself when its file has changed."""
        return f"{self.name}|{self.size}|{self.mtime_ns}|{self.number}"

    @property
    def weight(self) -> int:
        """How many bytes it brings along when it is handed on."""
        return len(self.part.data) if self.part else 0

    @property
    def modified(self) -> datetime:
        """The file's own time, to the second."""
        return datetime.fromtimestamp(self.mtime_ns // 1_000_000_000, tz=UTC)

    def raw(self) -> Raw | Problem:
        """Its bytes."""
        if self.part is not None:
            return self.part
        try:
            data = self.path.read_bytes()
        except OSError as error:
            return _unreadable(self.name, f"{error.strerror or error}.", _MEND)
        return Raw(
            path=self.name, data=data, modified=self.modified, captured=self.captured, limit=self.limit
        )

    def position(self) -> Position:
        """What a problem of the whole document names."""
        return (
            self.part.position(1 if self.reader in splitting.LINES else 0)
            if self.part
            else Position(path=self.name)
        )

    def pieces(self) -> list[Document]:
        """The documents it is made of, where it is of several; else none."""
        if self.part is None or self.reader not in splitting.LINES or b"\n" not in self.part.data.strip():
            return []
        return [replace(self, part=line) for line in splitting.line_by_line(self.part)]


_END: Final = Document(path=Path(), name="")  # after the last


def documents(paths: Sequence[Path], origin: Origin) -> Iterator[Document]:
    """What lies at `paths`, a folder's files in order of name; hidden files and notes to people left out."""
    for path in paths:
        if path.is_dir():
            yield from _in_folder(path, origin)
        elif path.exists():
            yield from _of_file(path, _name(path, origin.root), origin)
        else:
            name = path.as_posix()
            yield _faulty(
                path, _unreadable(name, "There is no such file.", "Name a file or a folder that is there.")
            )


def count(paths: Sequence[Path]) -> int:
    """How many files `documents` will find: their names are counted and none is kept."""
    files = 0
    folders = [path for path in paths if path.is_dir()]
    while folders:
        with suppress(OSError), os.scandir(folders.pop()) as entries:
            for entry in entries:
                if entry.name.startswith("."):
                    continue
                if not entry.is_dir():
                    files += entry.name.lower() not in _NOT_INPUT
                elif not entry.is_symlink():
                    folders.append(Path(entry.path))
    return files + sum(not path.is_dir() for path in paths)


def _in_folder(path: Path, origin: Origin) -> Iterator[Document]:
    for folder, folders, names in os.walk(path):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        place = _name(Path(folder), origin.root)
        for name in sorted(names):
            if not name.startswith(".") and name.lower() not in _NOT_INPUT:
                yield from _of_file(Path(folder, name), f"{place}/{_printable(name)}", origin)


def _of_file(path: Path, name: str, origin: Origin) -> Iterator[Document]:
    try:
        status = path.stat()
    except OSError as error:
        yield _faulty(path, _unreadable(name, f"{error.strerror or error}.", _MEND))
        return
    if not stat.S_ISREG(status.st_mode):
        yield _faulty(path, _unreadable(name, "This is not a regular file.", "Name a file or a folder."))
        return
    packed = name.lower().endswith(warc.SUFFIXES)
    if status.st_size > origin.limit and not packed:
        yield _faulty(path, _too_large(name, status.st_size, origin.limit))
        return
    document = Document(
        path=path,
        name=name,
        size=status.st_size,
        mtime_ns=status.st_mtime_ns,
        captured=origin.captured,
        limit=origin.limit,
        reader=origin.reader,
    )
    if packed:
        yield from _in_time(_pages(document), document, origin.limits)
    elif status.st_size > _LARGE:
        yield from _in_time(_split(document), document, origin.limits)
    else:
        yield document


def _in_time(found: Iterator[Document | None], document: Document, limits: Limits) -> Iterator[Document]:
    """What a file is taken apart into, which no other process bounds: each step has a document's time."""
    count = 0
    while True:
        try:
            with timed(limits.seconds):
                part = next(found, _END)
        except OutOfTime:
            yield replace(document, problem=too_slow(document.position(), limits), number=count + 1)
            return
        if part is _END:
            return
        if part is not None:
            count = part.number
            yield part


def _split(document: Document) -> Iterator[Document]:
    """The parts of a file that has many documents; the file as it is when it has not."""
    raw = document.raw()
    if isinstance(raw, Problem):
        yield replace(document, problem=raw)
        return
    reader = choose(raw, document.reader)
    if (
        isinstance(reader, Problem)
        or reader.name not in splitting.LINES
        or not splitting.has_records_for_lines(raw)
    ):
        yield document
        return
    for number, part in enumerate(splitting.by_lines(raw), 1):
        if isinstance(part, Problem):
            yield replace(document, problem=part, number=number)
        else:
            yield replace(document, part=part, reader=reader.name, number=number)


def _pages(document: Document) -> Iterator[Document | None]:
    """The pages of a WARC file, which may be larger than memory; None for what is passed over."""
    file = Raw(
        path=document.name,
        data=b"",
        modified=document.modified,
        captured=document.captured,
        limit=document.limit,
    )
    try:
        with document.path.open("rb") as stream:
            number = 0
            for page in warc.walk(stream, file):
                number += page is not None
                if isinstance(page, Problem):
                    yield replace(document, problem=page, number=number)
                elif page is not None:
                    yield replace(document, part=page, captured=page.captured, number=number)
                else:
                    yield None
    except OSError as error:
        yield replace(document, problem=_unreadable(document.name, f"{error.strerror or error}.", _MEND))


def _name(path: Path, root: Path) -> str:
    name = shown(path.absolute(), root.absolute())
    return _printable(path.as_posix() if Path(name).is_absolute() else name)


def _printable(name: str) -> str:
    """A name as messages may have it: file names can be bytes that are no text."""
    return name.encode("utf-8", "replace").decode()


_MEND: Final = "Mend its permissions, or take it away."


def _faulty(path: Path, problem: Problem) -> Document:
    return Document(path=path, name=problem.position.path, problem=problem)


def _unreadable(name: str, message: str, remedy: str) -> Problem:
    return Problem(code="unreadable", position=Position(path=name), message=message, remedy=remedy)


def _too_large(name: str, size: int, limit: int) -> Problem:
    return Problem(
        code="too-large",
        position=Position(path=name),
        message=f"The file has {size:,} bytes; the limit is {limit:,}.",
        remedy="Split it, or raise ingest.max_file_bytes in site_config/digest.yml.",
    )
