"""A crawl's WARC file (ISO 28500) in, its web pages and feeds out, one at a time, as if each were a file.

Only responses of type HTML, or of a feed's type, with status 200 are pages. The type that whoever made the
file found (WARC-Identified-Payload-Type) goes before the one that the server says. A record's own time is
when the page was captured.
"""

from __future__ import annotations

import io
import re
import zlib
from collections.abc import Iterator
from contextlib import redirect_stderr
from dataclasses import replace
from datetime import UTC, datetime
from typing import IO, Final

from warcio.archiveiterator import ArchiveIterator
from warcio.bufferedreaders import DecompressingBufferedReader
from warcio.exceptions import ArchiveLoadFailed
from warcio.recordloader import ArcWarcRecord
from warcio.statusandheaders import StatusAndHeadersParserException

from generator.diagnostics import Problem, Severity
from generator.readers.raw import Raw

SUFFIXES: Final = (".warc", ".warc.gz")
_HTML: Final = frozenset({"text/html", "application/xhtml+xml"})
_FEEDS: Final = frozenset({"application/atom+xml", "application/rss+xml", "application/feed+json"})
_CHARSET: Final = re.compile(r"charset\s*=\s*[\"']?([\w.:-]+)", re.IGNORECASE)
_UNPRINTABLE: Final = re.compile(r"[^!-~]")
_LONGEST_NAME: Final = 200
_BLOCK: Final = 16_384  # bytes, packed, at a time: at most a thousand times that in memory
_DENSEST: Final = 100  # times its packed size; pages are some ten times theirs
_LONGEST_HEAD: Final = 1 << 20  # bytes of lines, one after another
# What broken records make warcio raise; it reads headers as bytes come.
_BROKEN: Final = (
    ArchiveLoadFailed,
    StatusAndHeadersParserException,
    OSError,
    EOFError,
    zlib.error,
    ValueError,
    LookupError,
    AttributeError,
    TypeError,
)


def pages(stream: IO[bytes], file: Raw) -> Iterator[Raw | Problem]:
    """The pages of the WARC file in `stream`; `file` says what they share (its `data` is not looked at). A
    page's path is the file's and its address. What is broken ends them with a problem."""
    return (page for page in walk(stream, file) if page is not None)


def walk(stream: IO[bytes], file: Raw) -> Iterator[Raw | Problem | None]:
    """As `pages`, with None for each record that is no page, so that whoever waits can look at the clock."""
    count = 0
    archive = ArchiveIterator(stream)
    archive.reader = reader = _Reader(archive.fh, file.limit)
    try:
        while True:
            with redirect_stderr(io.StringIO()):  # warcio speaks to the terminal; what it says is told below
                record = next(archive, None)
                page = None if record is None else _page(record, file)
            if record is None:
                break
            count += isinstance(page, Raw)
            yield page
    except _BROKEN as error:
        yield _bomb(file, count) if reader.too_much else _broken(file, count, error)
        return
    if archive.err_count:
        yield _out_of_step(file, archive.err_count)
    if not count:
        yield Problem(
            code="nothing-found",
            position=file.position(),
            message="The WARC file has no page: no response of type HTML, or of a feed, with status 200.",
            remedy="Take it away, or crawl the pages again.",
        )


class _Reader(DecompressingBufferedReader):  # type: ignore[misc]  # warcio has no types
    """Unpacks no more than a file may hold, reads no line that has no end, and tells what is damaged, which
    warcio's own takes for the end."""

    def __init__(self, stream: IO[bytes], limit: int) -> None:
        super().__init__(stream, block_size=_BLOCK)
        self.too_much = False
        self._limit = limit
        self._packed = 0
        self._lines = 0

    def _process_read(self, data: bytes) -> None:
        self._packed += len(data)
        super()._process_read(data)
        self.too_much = self.num_read > self._limit + self._packed * _DENSEST
        if self.too_much:
            raise ArchiveLoadFailed("it unpacks to too much")

    def _decompress(self, data: bytes) -> bytes:
        if self.decompressor and data and self.num_block_read:
            unpacked: bytes = self.decompressor.decompress(data)
            return unpacked
        first: bytes = super()._decompress(data)
        return first

    def readline(self, length: int | None = None) -> bytes:
        line: bytes = super().readline(min(length or _LONGEST_HEAD, _LONGEST_HEAD))
        self._lines += len(line)
        if self._lines > _LONGEST_HEAD:
            raise ArchiveLoadFailed("a record's head has no end")
        return line

    def read(self, length: int | None = None) -> bytes:
        self._lines = 0
        data: bytes = super().read(length)
        return data


def _broken(file: Raw, count: int, error: BaseException) -> Problem:
    return Problem(
        code="unreadable",
        position=file.position(),
        message=f"The WARC file is broken after {count} pages: {_said(error)}.",
        remedy="The pages before were read. Fetch the file again, or cut it off there.",
    )


def _bomb(file: Raw, count: int) -> Problem:
    return Problem(
        code="too-large",
        position=file.position(),
        message=f"The WARC file unpacks to more than {_DENSEST} times its size after {count} pages.",
        remedy="The pages before were read. No crawl is as dense: take it away.",
    )


def _out_of_step(file: Raw, count: int) -> Problem:
    return Problem(
        code="bad-record",
        position=file.position(),
        message=f"{count} records of the WARC file do not end where they say.",
        remedy="What lay before the next was passed over. Fetch the file again if pages are missing.",
        severity=Severity.WARNING,
    )


def _page(record: ArcWarcRecord, file: Raw) -> Raw | Problem | None:
    headers = record.http_headers
    if record.rec_type != "response" or headers is None or headers.get_statuscode() != "200":
        return None
    content_type = headers.get_header("Content-Type") or ""
    kind = record.rec_headers.get_header("WARC-Identified-Payload-Type") or content_type
    if kind.partition(";")[0].strip().lower() not in _HTML | _FEEDS:
        return None
    url = record.rec_headers.get_header("WARC-Target-URI") or ""
    path = f"{file.path}#{_UNPRINTABLE.sub('', url)[:_LONGEST_NAME]}"
    data = record.content_stream().read(file.limit + 1)
    if len(data) > file.limit:
        return Problem(
            code="too-large",
            position=replace(file, path=path).position(),
            message=f"The page has more than {file.limit:,} bytes.",
            remedy="Raise ingest.max_file_bytes in site_config/digest.yml.",
        )
    captured = _moment(record.rec_headers.get_header("WARC-Date") or "") or file.captured
    return replace(
        file, path=path, data=_in_unicode(data, content_type), captured=captured, url=url.strip("<> ") or None
    )


def _in_unicode(data: bytes, content_type: str) -> bytes:
    """The page as its server says it is encoded, when it is so: the header goes before what the page says of
    itself (WHATWG), and is not at hand when the page is read."""
    match = _CHARSET.search(content_type)
    if match is None or match[1].lower() in {"utf-8", "utf8"}:
        return data
    try:
        return b"\xef\xbb\xbf" + data.decode(match[1]).encode()
    except (LookupError, ValueError):
        return data


def _moment(text: str) -> datetime | None:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(UTC).replace(microsecond=0)


def _said(error: BaseException) -> str:
    return " ".join(str(error).split())[:100].rstrip(".") or type(error).__name__
