"""Write what was fetched as records of a WARC file (ISO 28500), which `digest ingest` reads."""

from __future__ import annotations

import hashlib
import io
import uuid
from datetime import UTC, datetime
from typing import IO, Final

from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from generator.fetching.answers import Answer

_NAMESPACE: Final = uuid.UUID(
    "0b0f3b1e-6f0a-5c7e-9d53-2d2c55f6a4a1"
)  # of our records' names (RFC 9562, version 5)
_TIME: Final = "%Y-%m-%dT%H:%M:%SZ"


def append_record(stream: IO[bytes], answer: Answer, at: datetime, kind: str | None = None) -> None:
    """Append `answer`, fetched at `at`, to the packed WARC file in `stream`; `kind` is the media type that
    it was found to have, where the server's need not be right. The same answer gives the same bytes."""
    digest = hashlib.sha1(answer.body, usedforsecurity=False).hexdigest()
    name = uuid.uuid5(_NAMESPACE, f"{answer.url} {at.astimezone(UTC):{_TIME}} {digest}")
    headers = {
        "WARC-Record-ID": f"<{name.urn}>",
        "WARC-Date": f"{at.astimezone(UTC):{_TIME}}",
        **({"WARC-Identified-Payload-Type": kind} if kind else {}),
    }
    content_type = answer.content_type or "application/octet-stream"
    said = StatusAndHeaders("200 OK", [("Content-Type", content_type)], protocol="HTTP/1.1")
    writer = WARCWriter(stream, gzip=True)
    writer.write_record(
        writer.create_warc_record(
            answer.url,
            "response",
            payload=io.BytesIO(answer.body),
            length=len(answer.body),
            http_headers=said,
            warc_headers_dict=headers,
        )
    )
