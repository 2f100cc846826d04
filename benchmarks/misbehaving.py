"""A server on loopback that does what it is told to, right or wrong."""

from __future__ import annotations

import io
import selectors
import socket
import ssl
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import IO, Final

from typing_extensions import Buffer

HOST: Final = "127.0.0.1"
CERTIFICATE: Final = Path(__file__).with_name("self_signed.pem")  # of HOST; nobody vouches for it


class Asked(BaseHTTPRequestHandler):
    """One request."""

    protocol_version = "HTTP/1.1"
    server: Server

    def setup(self) -> None:
        super().setup()
        self.wfile = _Counted(self.wfile, self.server.told_to)

    def do_GET(self) -> None:
        self.server.told_to.told.append((self.path, dict(self.headers)))
        with suppress(OSError):  # the other side may hang up
            self.server.told_to.routes.get(self.path, absent)(self)

    def log_message(self, *_: object) -> None:
        """Says nothing."""


class _Counted(io.BufferedIOBase):
    """What is written to `stream` counts as sent."""

    def __init__(self, stream: IO[bytes], told_to: Loopback) -> None:
        self._stream = stream
        self._told_to = told_to

    def write(self, data: Buffer, /) -> int:
        with self._told_to.counting:
            self._told_to.sent += memoryview(data).nbytes
        return self._stream.write(data)


class Server(ThreadingHTTPServer):
    """Answers each request in a thread."""

    daemon_threads = True
    request_queue_size = 64

    def __init__(self, told_to: Loopback) -> None:
        super().__init__((HOST, 0), Asked)
        self.told_to = told_to

    def handle_error(self, *_: object) -> None:
        """Says nothing: who hangs up does it on purpose."""


Route = Callable[[Asked], None]


@dataclass
class Loopback:
    """What the server answers by path; what it was asked, paths with their headers; and how many bytes it has
    `sent`, whether they were taken or not."""

    routes: dict[str, Route] = field(default_factory=dict)
    told: list[tuple[str, dict[str, str]]] = field(default_factory=list)
    sent: int = 0
    counting: threading.Lock = field(default_factory=threading.Lock)
    scheme: str = "http"
    port: int = 0

    def url(self, path: str) -> str:
        return f"{self.scheme}://{HOST}:{self.port}{path}"

    @property
    def asked(self) -> list[str]:
        """The paths that were asked for, but for manners."""
        return [path for path, _ in self.told if path not in {"/robots.txt", "/.well-known/tdmrep.json"}]

    def headers(self, path: str) -> dict[str, str]:
        """The headers of the last request for a path."""
        return next(headers for asked, headers in reversed(self.told) if asked == path)


@contextmanager
def serving(*, secure: bool = False, hosts: Sequence[str] = ()) -> Iterator[Loopback]:
    """A server on HOST, and on the same port of other `hosts` of the loopback network, if the system has
    them."""
    loopback = Loopback(scheme="https" if secure else "http")
    server = Server(loopback)
    loopback.port = int(server.server_address[1])
    if secure:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(CERTIFICATE, CERTIFICATE.with_suffix(".key"))
        server.socket = context.wrap_socket(server.socket, server_side=True)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        with _listening(server, hosts):
            yield loopback
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


@contextmanager
def _listening(server: Server, hosts: Sequence[str]) -> Iterator[None]:
    """Let `server` answer who asks its port of `hosts`."""
    over = threading.Event()
    with selectors.DefaultSelector() as selector, ExitStack() as sockets:
        for host in hosts:
            one = sockets.enter_context(socket.create_server((host, server.server_port), backlog=64))
            selector.register(one, selectors.EVENT_READ, one.accept)

        def accept() -> None:
            while not over.is_set():
                for key, _ in selector.select(0.05):
                    server.process_request(*key.data())

        thread = threading.Thread(target=accept, daemon=True)
        thread.start()
        try:
            yield
        finally:
            over.set()
            thread.join()


def says(body: bytes, status: int = 200, **headers: str) -> Route:
    """An answer; `_` in a header's name stands for `-`."""

    def route(asked: Asked) -> None:
        asked.send_response(status)
        for name, value in {"Content_Length": str(len(body)), **headers}.items():
            asked.send_header(name.replace("_", "-"), value)
        asked.end_headers()
        asked.wfile.write(body)

    return route


def absent(asked: Asked) -> None:
    says(b"", 404)(asked)


def leads_to(place: str, status: int = 302) -> Route:
    return says(b"", status, Location=place)


def in_turn(*routes: Route) -> Route:
    """The first of `routes` at the first request, and so on; then the last again and again."""
    left = list(routes)

    def route(asked: Asked) -> None:
        (left.pop(0) if len(left) > 1 else left[0])(asked)

    return route


def unless_known(body: bytes, etag: str) -> Route:
    """304 to who has this version."""

    def route(asked: Asked) -> None:
        known = asked.headers.get("If-None-Match") == etag
        says(b"" if known else body, 304 if known else 200, ETag=etag)(asked)

    return route


def dripping(asked: Asked) -> None:
    """A byte now and then, for as long as somebody listens."""
    asked.send_response(200)
    asked.send_header("Content-Length", "50000")
    asked.end_headers()
    stop = threading.Event()
    while not stop.wait(0.02):
        asked.wfile.write(b"x")
        asked.wfile.flush()


def endless(asked: Asked) -> None:
    """Chunk after chunk (RFC 9112, 7.1)."""
    asked.send_response(200)
    asked.send_header("Transfer-Encoding", "chunked")
    asked.end_headers()
    while True:
        asked.wfile.write(b"10000\r\n" + b"x" * 65_536 + b"\r\n")


def silent(asked: Asked) -> None:
    """Nothing at all."""
    threading.Event().wait(5)
    asked.close_connection = True


def raw(data: bytes) -> Route:
    """These bytes, and then it hangs up."""

    def route(asked: Asked) -> None:
        asked.wfile.write(data)
        asked.wfile.flush()
        asked.close_connection = True
        with suppress(OSError):
            asked.connection.shutdown(socket.SHUT_WR)

    return route
