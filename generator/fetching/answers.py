"""What a server says, or why nothing came of asking it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import Final


class Fault(Enum):
    """Why nothing came."""

    REFUSED = "refused"  # by us: an address that is not public, a scheme that is not the web's
    ROBOTS = "robots"  # by the site's robots.txt
    RESERVED = "reserved"  # by the site's reservation of text and data mining
    UNRESOLVED = "unresolved"
    CONNECTION = "connection"
    TLS = "tls"
    TIMEOUT = "timeout"
    INCOMPLETE = "incomplete"  # it ended before its end
    TOO_LARGE = "too-large"
    ENCODING = "encoding"  # it cannot be unpacked
    NO_FEED = "no-feed"
    PROTOCOL = "protocol"  # what came is no HTTP
    REDIRECTS = "redirects"
    STATUS = "status"
    GONE = "gone"  # for good: 410
    BUSY = "busy"  # 429 or 503: come back later


# What may have passed the next time. A broken certificate or a redirect in circles has not in a second.
_PASSING: Final = frozenset({Fault.CONNECTION, Fault.TIMEOUT, Fault.INCOMPLETE, Fault.BUSY})


class FetchError(Exception):
    """Nothing came of an address; `message` is a sentence, `retry_after` in seconds what its server asks."""

    def __init__(
        self, fault: Fault, message: str, *, status: int | None = None, retry_after: float | None = None
    ) -> None:
        super().__init__(message)
        self.fault = fault
        self.message = message
        self.status = status
        self.retry_after = retry_after

    def to_keep(self) -> FetchError:
        """The same without its traceback, whose frames hold what had come by then."""
        return FetchError(self.fault, self.message, status=self.status, retry_after=self.retry_after)

    @property
    def may_pass(self) -> bool:
        """Whether it is worth to ask again in this run."""
        return self.fault in _PASSING or (self.status is not None and self.status >= 500)


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What stands at an address: `body` is unpacked, and empty where `unchanged` (304). `url` is where it was
    in the end; `moved_to` is where the asked address has moved for good (301, 308), if it has."""

    url: str
    status: int
    body: bytes = b""
    content_type: str = ""
    etag: str | None = None
    last_modified: str | None = None
    reserved: bool | None = None  # by the header `tdm-reservation`
    moved_to: str | None = None

    @property
    def unchanged(self) -> bool:
        """Whether it is what we had."""
        return self.status == 304


@dataclass(frozen=True, slots=True, kw_only=True)
class Redirect:
    """Where else it is; `for_good` where the server says that it has moved (301, 308)."""

    to: str
    for_good: bool
