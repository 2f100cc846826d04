"""Show a site while it is worked on: site/ in, pages on a loopback port that reload when it is rebuilt."""

from __future__ import annotations

import mimetypes
import threading
from collections.abc import Callable, Collection
from dataclasses import dataclass
from html import escape
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Final, Protocol
from urllib.parse import quote, unquote, urlsplit

from generator.diagnostics import DayfoldError, Position, Problem
from generator.site.page_builder import NoSuchPageError, PageFaultError
from generator.site.staging import SITE
from generator.site.watching import changes

_EVENTS: Final = "/-/reload"
_SCRIPT: Final = "/-/reload.js"
_SCRIPT_TAG: Final = f'<script src="{_SCRIPT}" defer></script>'.encode()
_SCRIPT_BODY: Final = f'new EventSource("{_EVENTS}").onmessage = () => location.reload();\n'.encode()
_HEARTBEAT_SECONDS: Final = 10.0
_HEAD_START_SECONDS: Final = 1.0  # for the pages that somebody waits for, before all are built

# Beside what the standard library knows; the same on every machine.
_TYPES: Final = {
    ".atom": "application/atom+xml",
    ".css": "text/css; charset=utf-8",
    ".html": "text/html; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".json": "application/json",
    ".md": "text/markdown; charset=utf-8",
    ".opml": "text/x-opml; charset=utf-8",
    ".rss": "application/rss+xml",
    ".svg": "image/svg+xml",
    ".txt": "text/plain; charset=utf-8",
    ".wasm": "application/wasm",
    ".woff2": "font/woff2",
    ".xml": "application/xml",
}


class Ahead(Protocol):
    """Pages of a site as its sources say they are by now, while site/ is still to be built."""

    def learn(self) -> None:
        """Hold what the build has found that site/ is of."""

    def show(self, changed: Collection[Path]) -> bool:
        """See what is another now that the files at `changed` are; whether pages of that can be had."""

    def get(self, path: str) -> bytes | None:
        """The file at a URL path without its first slash; None where site/ has it. Raises NoSuchPageError
        and PageFaultError."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ServeOptions:
    """Where to serve, and what to call: `rebuild` tells whether there is a new site, `announce` gets the
    address once it answers. `ahead` has the pages until there is. `stop`, when set, ends the serving."""

    rebuild: Callable[[], bool]
    announce: Callable[[str], None]
    ahead: Ahead
    stop: threading.Event
    port: int = 8000


def serve(root: Path, options: ServeOptions) -> None:
    """Serve `root`'s site on 127.0.0.1 until `stop` is set. Whenever its sources change, pages are shown as
    they are by now, each made when it is asked for, and the site is rebuilt meanwhile.

    Port 0 takes any free one. Raises DayfoldError (`port-taken`) when the port is in use.
    """
    with PreviewServer(root / SITE, options.port) as server:
        options.announce(server.address)
        building = _Building(server, options)
        building.start()
        for changed in changes(root, options.stop):
            building.changed(changed)
        building.stop()


class _Building(threading.Thread):
    """Builds the site again after each change, while the server shows what is ahead of it."""

    def __init__(self, server: PreviewServer, options: ServeOptions) -> None:
        super().__init__(daemon=True)
        self._server = server
        self._options = options
        self._changes = 0
        self._built = 0  # changes that the site has
        self._ended = False
        self._turn = threading.Condition()

    def changed(self, files: Collection[Path]) -> None:
        """Show what is another, and have it built."""
        shown = self._options.ahead.show(files)
        with self._turn:
            self._changes += 1
            self._server.ahead = self._options.ahead if shown else None
            if shown:
                self._server.reload()
            self._turn.notify()

    def stop(self) -> None:
        """Begin no other build; one that has begun is not waited for."""
        with self._turn:
            self._ended = True
            self._turn.notify()

    def run(self) -> None:
        self._options.ahead.learn()
        while True:
            with self._turn:
                self._turn.wait_for(lambda: self._ended or self._built < self._changes)
                if self._turn.wait_for(lambda: self._ended, _HEAD_START_SECONDS):
                    return
                begun = self._changes
            self._build(begun)

    def _build(self, begun: int) -> None:
        done = self._options.rebuild()
        with self._turn:
            self._built = begun
            if not done or self._changes > begun:
                return
            self._server.ahead = None
            self._server.reload()
        self._options.ahead.learn()


class PreviewServer:
    """A context in which `folder` answers at `address`, from threads of its own."""

    def __init__(self, folder: Path, port: int = 0) -> None:
        try:
            self._server = _Server(("127.0.0.1", port), _Handler)
        except OSError as error:
            raise _refused(port, error) from error
        self._server.folder = folder
        self._thread = threading.Thread(
            target=self._server.serve_forever, kwargs={"poll_interval": 0.1}, daemon=True
        )

    @property
    def address(self) -> str:
        """The URL of the home page."""
        return f"http://127.0.0.1:{self._server.server_address[1]}/"

    @property
    def ahead(self) -> Ahead | None:
        """What is asked before `folder` is."""
        return self._server.ahead

    @ahead.setter
    def ahead(self, ahead: Ahead | None) -> None:
        self._server.ahead = ahead

    def reload(self) -> None:
        """Tell every open page to load itself anew."""
        self._server.builds.advance()

    def __enter__(self) -> PreviewServer:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.builds.close()
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()


class _Builds:
    """How often the site was rebuilt; open pages wait here for the next time."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._number = 0
        self.closed = False

    @property
    def number(self) -> int:
        return self._number

    def advance(self) -> None:
        with self._changed:
            self._number += 1
            self._changed.notify_all()

    def close(self) -> None:
        with self._changed:
            self.closed = True
            self._changed.notify_all()

    def wait_past(self, number: int, seconds: float) -> int:
        """The number of builds once it is past `number`, or after `seconds`."""
        with self._changed:
            self._changed.wait_for(lambda: self.closed or self._number > number, seconds)
            return self._number


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False  # a page that waits for a reload must not hold up the end
    folder: Path
    ahead: Ahead | None = None

    def __init__(self, address: tuple[str, int], handler: type[BaseHTTPRequestHandler]) -> None:
        super().__init__(address, handler)
        self.builds = _Builds()


class _Handler(BaseHTTPRequestHandler):
    server: _Server
    timeout = 30

    def do_GET(self) -> None:
        path = unquote(urlsplit(self.path).path)
        if path == _EVENTS:
            self._send_events()
        elif path == _SCRIPT:
            self._send(HTTPStatus.OK, _SCRIPT_BODY, _TYPES[".js"])
        elif not self._send_ahead(path):
            self._send_file(path)

    do_HEAD = do_GET  # noqa: N815 -- likewise; _send leaves the body out

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 -- the standard library's name
        """Say nothing: a line for each file of each page hides what matters."""

    def _send_ahead(self, path: str) -> bool:
        """Answer with what is ahead of the site, where there is such a thing."""
        ahead = self.server.ahead
        if ahead is None:
            return False
        try:
            data = ahead.get(path.lstrip("/"))
        except NoSuchPageError:
            self._send_nothing()
            return True
        except PageFaultError as error:
            words = f"<body><h1>MkDocs cannot build this page</h1><pre>{escape(str(error))}</pre></body>"
            self._send(HTTPStatus.INTERNAL_SERVER_ERROR, _with_reload(words.encode()), _TYPES[".html"])
            return True
        if data is None:
            return False
        if path.endswith(("/", ".html")):
            self._send(HTTPStatus.OK, _with_reload(data), _TYPES[".html"])
        else:
            self._send(HTTPStatus.OK, data, _type_of(path))
        return True

    def _send_nothing(self) -> None:
        page = _read(self.server.folder / "404.html") or b"Not found.\n"
        self._send(HTTPStatus.NOT_FOUND, _with_reload(page), _TYPES[".html"])

    def _send_file(self, path: str) -> None:
        file = _inside(self.server.folder, path)
        if file and _is_folder(file) and not path.endswith("/"):
            self._redirect(f"/{path.strip('/')}/")
            return
        data = _read(file / "index.html" if file and path.endswith("/") else file)
        if data is None:
            self._send_nothing()
        elif file and (path.endswith("/") or file.suffix == ".html"):
            self._send(HTTPStatus.OK, _with_reload(data), _TYPES[".html"])
        else:
            self._send(HTTPStatus.OK, data, _type_of(path))

    def _send(self, status: HTTPStatus, body: bytes, content_type: str) -> None:
        self.send_response(status)
        self.send_header("Content-Type", content_type)
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Cache-Control", "no-store")
        self.send_header("X-Content-Type-Options", "nosniff")
        self.end_headers()
        if self.command != "HEAD":
            self._write(body)

    def _redirect(self, path: str) -> None:
        self.send_response(HTTPStatus.MOVED_PERMANENTLY)
        self.send_header("Location", quote(path))
        self.send_header("Content-Length", "0")
        self.end_headers()

    def _send_events(self) -> None:
        """Server-sent events: one message after each rebuild, a comment now and then to notice who left."""
        self.send_response(HTTPStatus.OK)
        self.send_header("Content-Type", "text/event-stream")
        self.send_header("Cache-Control", "no-store")
        self.end_headers()
        if self.command == "HEAD":
            return
        builds = self.server.builds
        seen = builds.number
        while not builds.closed and self._write(b": here\n\n"):
            if (number := builds.wait_past(seen, _HEARTBEAT_SECONDS)) > seen:
                seen = number
                self._write(b"data: rebuilt\n\n")

    def _write(self, data: bytes) -> bool:
        """Whether the reader is still there to be written to."""
        try:
            self.wfile.write(data)
            self.wfile.flush()
        except (BrokenPipeError, ConnectionResetError, TimeoutError):
            return False
        return True


def _inside(folder: Path, path: str) -> Path | None:
    """The file that the URL path names, or None when it leads out of the folder (.., links, a NUL)."""
    if "\0" in path:
        return None
    home = folder.resolve()
    file = (home / path.lstrip("/")).resolve()
    return file if file.is_relative_to(home) else None


def _is_folder(file: Path) -> bool:
    try:
        return file.is_dir()
    except OSError:  # a name that is too long
        return False


def _read(file: Path | None) -> bytes | None:
    try:
        return file.read_bytes() if file else None
    except OSError:  # not there, a folder, a name that is too long: all are a 404
        return None


def _with_reload(page: bytes) -> bytes:
    """`page` with the script that waits for a rebuild; only what is served has it, never the files."""
    head, end, tail = page.rpartition(b"</body>")
    return head + _SCRIPT_TAG + end + tail if end else page + _SCRIPT_TAG


def _type_of(path: str) -> str:
    suffix = Path(path).suffix.lower()
    return _TYPES.get(suffix) or mimetypes.types_map.get(suffix, "application/octet-stream")


def _refused(port: int, error: OSError) -> DayfoldError:
    return DayfoldError(
        Problem(
            code="port-taken",
            position=Position(path=f"127.0.0.1:{port}"),
            message=f"The site cannot be served on port {port}: {error.strerror or error}.",
            remedy="Stop what uses the port, or choose another with --port (0 takes any free one).",
        )
    )
