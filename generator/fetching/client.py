"""Ask for one address: bounded in time and bytes, whatever the server does."""

from __future__ import annotations

import ssl
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from http.cookiejar import CookieJar, DefaultCookiePolicy
from types import TracebackType
from typing import Final

import httpcore
import httpx

from generator.fetching.addresses import Guard
from generator.fetching.answers import Answer, Fault, FetchError, Redirect
from generator.fetching.transport import Deadline, GuardedTransport

_FOR_GOOD: Final = frozenset({301, 308})
_REDIRECTS: Final = frozenset({301, 302, 303, 307, 308})
_STEP: Final = 65_536  # bytes that are unpacked at a time
_GZIP_OR_ZLIB: Final = 32 + zlib.MAX_WBITS
_LONGEST_VERSION: Final = 1_000  # characters; it is kept, and sent back
_LONGEST_WAIT: Final = 604_800.0  # seconds
_PLAIN: Final = frozenset({"", "identity", "none"})
_PACKED: Final = frozenset({"gzip", "x-gzip", "deflate"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """What one request may take: `seconds` in all, `silence` seconds without a byte, `size` in bytes,
    unpacked."""

    seconds: float = 60.0
    silence: float = 20.0
    size: int = 16 << 20


class Client:
    """Asks one question at a time as `agent`; for one thread."""

    def __init__(
        self, agent: str, guard: Guard, limits: Limits, context: ssl.SSLContext | None = None
    ) -> None:
        self._limits = limits
        self._deadline = Deadline()
        self._client = httpx.Client(
            transport=GuardedTransport(guard, self._deadline, context or httpx.create_ssl_context()),
            headers={"User-Agent": agent, "Accept-Encoding": "gzip"},
            cookies=CookieJar(DefaultCookiePolicy(allowed_domains=[])),  # none is kept
            timeout=limits.silence,
            trust_env=False,  # a proxy would connect to what the guard has not looked at
        )

    def __enter__(self) -> Client:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._client.close()

    def ask(self, url: str, headers: Mapping[str, str]) -> Answer | Redirect:
        """What the server says of `url`: what stands there (200), that it is what `headers` have conditions
        for (304), or where else it is. Raises FetchError for all else."""
        address = web_address(url)
        self._deadline.begin(self._limits.seconds)
        try:
            with self._client.stream("GET", address, headers=dict(headers)) as response:
                return self._read(response)
        except FetchError:
            raise
        except (httpcore.TimeoutException, httpx.TimeoutException) as error:
            raise FetchError(Fault.TIMEOUT, "The server said nothing for too long.") from error
        except (httpcore.RemoteProtocolError, httpx.RemoteProtocolError) as error:
            raise _broken(error) from error
        except (httpcore.NetworkError, httpx.NetworkError) as error:
            raise _unconnected(error) from error
        except (
            httpcore.LocalProtocolError,
            httpcore.UnsupportedProtocol,
            httpx.HTTPError,
            httpx.InvalidURL,
            ValueError,  # of what reads a header: a redirect's international name, a length of 5,000 digits
        ) as error:
            raise FetchError(Fault.PROTOCOL, f"It cannot be asked for: {_said(error)}.") from error

    def _read(self, response: httpx.Response) -> Answer | Redirect:
        status, headers = response.status_code, response.headers
        location = headers.get("location")
        if status in _REDIRECTS and location:
            return Redirect(to=_joined(response.url, location), for_good=status in _FOR_GOOD)
        if status not in {200, 304}:
            raise _refusal(status, headers.get("retry-after"))
        reservation = headers.get("tdm-reservation")
        return Answer(
            url=str(response.url),
            status=status,
            body=b"" if status == 304 else self._body(response),
            content_type=headers.get("content-type", ""),
            etag=_version(headers.get("etag")),
            last_modified=_version(headers.get("last-modified")),
            reserved=None if reservation is None else reservation.strip() == "1",
        )

    def _body(self, response: httpx.Response) -> bytes:
        declared = response.headers.get("content-length", "")
        if declared.isdecimal() and int(declared) > self._limits.size:
            raise self._too_large()
        chunks, size = [], 0  # a buffer that grows is copied as it grows, in each thread
        for chunk in _unpacked(response):
            chunks.append(chunk)
            size += len(chunk)
            if size > self._limits.size:
                raise self._too_large()
        return b"".join(chunks)

    def _too_large(self) -> FetchError:
        return FetchError(Fault.TOO_LARGE, f"It has more than {self._limits.size:,} bytes.")


def web_address(text: str) -> httpx.URL:
    """An address without its fragment. Raises FetchError where it is none, or none of the web."""
    try:
        url = httpx.URL(text)
        host = url.host  # read here: it may begin as an international name, and be none
    except (httpx.InvalidURL, ValueError) as error:
        raise FetchError(Fault.REFUSED, f"'{text[:100]}' is no address.") from error
    if url.scheme not in {"http", "https"} or not host:
        raise FetchError(Fault.REFUSED, f"'{text[:100]}' is no address on the web.")
    return url.copy_with(fragment=None)


def _version(told: str | None) -> str | None:
    return told if told and len(told) <= _LONGEST_VERSION else None


def _joined(url: httpx.URL, location: str) -> str:
    try:
        return str(url.join(location))
    except (httpx.InvalidURL, ValueError) as error:
        raise FetchError(
            Fault.REDIRECTS, f"It redirects to '{location[:100]}', which is no address."
        ) from error


def _unpacked(response: httpx.Response) -> Iterator[bytes]:
    """The body a little at a time: a few packed bytes may be a thousand times as many."""
    encoding = response.headers.get("content-encoding", "").strip().lower()
    if encoding in _PLAIN:
        yield from response.iter_raw(_STEP)
        return
    if encoding not in _PACKED:
        raise FetchError(Fault.ENCODING, f"It is packed as '{encoding[:40]}', which was not asked for.")
    unpacker = zlib.decompressobj(_GZIP_OR_ZLIB)
    came = False
    try:
        for packed in response.iter_raw(_STEP):
            rest, came = packed, True
            while rest:
                if unpacker.eof:  # another member (RFC 1952, 2.2)
                    unpacker = zlib.decompressobj(_GZIP_OR_ZLIB)
                yield unpacker.decompress(rest, _STEP)
                rest = unpacker.unconsumed_tail or unpacker.unused_data
        while came and not unpacker.eof:
            more = unpacker.decompress(unpacker.unconsumed_tail, _STEP)
            if not more:
                raise FetchError(Fault.INCOMPLETE, "It ends before its end.")
            yield more
    except zlib.error as error:
        raise FetchError(Fault.ENCODING, f"It cannot be unpacked: {_said(error)}.") from error


def _refusal(status: int, retry_after: str | None) -> FetchError:
    wait = seconds_of(retry_after)
    if status == 410:
        return FetchError(Fault.GONE, "The server says that it is gone for good (410).", status=status)
    if status in {429, 503}:
        return FetchError(
            Fault.BUSY, f"The server asks to come back later ({status}).", status=status, retry_after=wait
        )
    return FetchError(Fault.STATUS, f"The server answers {status}.", status=status, retry_after=wait)


def seconds_of(retry_after: str | None) -> float | None:
    """How long the header `Retry-After` asks to wait (RFC 9110, 10.2.3): seconds, or until a date. Nobody is
    left alone for longer than a week: who asks for more has more likely mistaken the unit."""
    text = (retry_after or "").strip()
    if text.isdecimal() and len(text) < 10:
        return min(float(text), _LONGEST_WAIT)
    try:
        until = parsedate_to_datetime(text)
    except (ValueError, TypeError, IndexError):
        return None
    until = until if until.tzinfo else until.replace(tzinfo=UTC)
    return min(max(0.0, (until - datetime.now(UTC)).total_seconds()), _LONGEST_WAIT)


def _broken(error: Exception) -> FetchError:
    if "without sending complete" in str(error) or "peer closed connection" in str(error):
        return FetchError(Fault.INCOMPLETE, "It ends before its end.")
    if "Server disconnected" in str(error):
        return FetchError(Fault.CONNECTION, "The server hung up without a word.")
    return FetchError(Fault.PROTOCOL, f"What came is no HTTP: {_said(error)}.")


def _unconnected(error: Exception) -> FetchError:
    cause: BaseException | None = error
    while cause is not None:
        if isinstance(cause, ssl.SSLError):
            return FetchError(Fault.TLS, f"Its certificate cannot be trusted: {_said(cause)}.")
        cause = cause.__cause__ or cause.__context__
    return FetchError(Fault.CONNECTION, f"It cannot be reached: {_said(error)}.")


def _said(error: BaseException) -> str:
    text = getattr(error, "verify_message", "") or str(error)
    return " ".join(text.split())[:160].rstrip(".") or type(error).__name__
