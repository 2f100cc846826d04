"""A crawl's WARC file (ISO 28500) in, its web pages out, one at a time, as if each were a file.

Only responses of type HTML with status 200 are pages. A record's own time is when the page was captured.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from typing import IO, Final

from warcio.archiveiterator import ArchiveIterator
from warcio.exceptions import ArchiveLoadFailed
from warcio.recordloader import ArcWarcRecord
from warcio.statusandheaders import StatusAndHeadersParserException

from generator.diagnostics import Problem
from generator.readers.raw import Raw

SUFFIXES: Final = (".warc", ".warc.gz")
_HTML: Final = frozenset({"text/html", "application/xhtml+xml"})
_CHARSET: Final = re.compile(r"charset\s*=\s*[\"']?([\w.:-]+)", re.IGNORECASE)
_UNPRINTABLE: Final = re.compile(r"[^!-~]")
_LONGEST_NAME: Final = 200
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
    count = 0
    try:
        for record in ArchiveIterator(stream):
            page = _page(record, file)
            if page is not None:
                count += 1
                yield page
    except _BROKEN as error:
        yield Problem(
            code="unreadable",
            position=file.position(),
            message=f"The WARC file is broken after {count} pages: {_said(error)}.",
            remedy="The pages before were read. Fetch the file again, or cut it off there.",
        )
        return
    if not count:
        yield Problem(
            code="nothing-found",
            position=file.position(),
            message="The WARC file has no page: no response of type HTML with status 200.",
            remedy="Take it away, or crawl the pages again.",
        )


def _page(record: ArcWarcRecord, file: Raw) -> Raw | Problem | None:
    headers = record.http_headers
    if record.rec_type != "response" or headers is None or headers.get_statuscode() != "200":
        return None
    content_type = headers.get_header("Content-Type") or ""
    if content_type.partition(";")[0].strip().lower() not in _HTML:
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
