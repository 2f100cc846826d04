"""A large file of many documents in, its documents a handful at a time out.

A reader yields a file's items one after another, which is one process' work. Where a file's documents can be
told apart without reading them, they can be read side by side, and one that is too much costs only itself.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from generator.diagnostics import Problem
from generator.readers.raw import Raw, Unpacked, open_bytes, unpacking_problem

LINES: Final = frozenset({"jsonl"})  # readers to whom each line is a document
_PART: Final = 32 << 10  # bytes: some ten records, so that handing them on costs little
_LONGEST: Final = 32 << 20  # bytes of one record: as much as a process should hold that hands them on
_OPENING: Final = 64
_WIDE_MARKS: Final = frozenset({b"\xff\xfe", b"\xfe\xff"})


def by_lines(raw: Raw) -> Iterator[Raw | Problem]:
    """The lines of `raw` as raws of a few lines each, unpacked. A line that is too long is told and passed
    over; what is wrong with the packing ends them."""
    first, size = raw.first_line, 0
    lines: list[bytes] = []
    try:
        for number, line in enumerate(_lines(raw), raw.first_line):
            alone = line is None or _stands_alone(line)
            if lines and (alone or size >= _PART):
                yield _part(raw, lines, first)
                lines, size = [], 0
            if line is None:
                yield _too_long(raw, number)
                continue
            first = first if lines else number
            if lines or line.strip():
                lines.append(line)
                size = _PART if alone else size + len(line)
    except Unpacked as error:
        if lines:
            yield _part(raw, lines, first)
        yield unpacking_problem(raw, error)
        return
    if lines:
        yield _part(raw, lines, first)


def line_by_line(part: Raw) -> Iterator[Raw]:
    """Each line of a part by itself."""
    for number, line in enumerate(part.data.split(b"\n"), part.first_line):
        if line.strip():
            yield replace(part, data=line, first_line=number)


def has_records_for_lines(raw: Raw) -> bool:
    """Whether the file's first line is a record by itself, in an encoding whose lines end with one byte."""
    try:
        with open_bytes(raw) as stream:
            line = stream.readline(_LONGEST)
    except (OSError, EOFError, zlib.error):
        return False
    start = line[:_OPENING].removeprefix(b"\xef\xbb\xbf").lstrip()
    return b"\0" not in line[:_OPENING] and start.startswith(b"{") and line.rstrip()[-1:] == b"}"


def _lines(raw: Raw) -> Iterator[bytes | None]:
    """The lines, one at a time; None for one that is too long to hold. Raises Unpacked when gzip is damaged
    or unpacks beyond the limit."""
    left = raw.limit
    try:
        with open_bytes(raw) as stream:
            while line := stream.readline(_LONGEST):
                end, whole = line, line.endswith(b"\n") or len(line) < _LONGEST
                left -= len(line)
                while left >= 0 and end and not end.endswith(b"\n"):
                    end = stream.readline(_LONGEST)
                    left -= len(end)
                if left < 0:
                    raise Unpacked("too-large", f"The file unpacks to more than {raw.limit:,} bytes.")
                yield line if whole else None
    except (OSError, EOFError, zlib.error) as error:
        raise Unpacked("unreadable", f"The gzip file is damaged: {error}.") from error


def _too_long(raw: Raw, number: int) -> Problem:
    return Problem(
        code="too-large",
        position=replace(raw, first_line=number).position(1, 1),
        message=f"The record on this line has more than {_LONGEST:,} bytes.",
        remedy="The other lines were read. Shorten it, or take it away.",
    )


def _stands_alone(line: bytes) -> bool:
    """Whether a line would make those behind it look like something else: one document over many lines, or
    another encoding."""
    text = line.strip()
    return text.startswith(b"[") or text in {b"{", b"{}"} or line[:2] in _WIDE_MARKS or b"\0" in line[:4]


def _part(raw: Raw, lines: list[bytes], first_line: int) -> Raw:
    return replace(raw, data=b"".join(lines), first_line=first_line)
