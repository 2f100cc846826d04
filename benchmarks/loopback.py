"""Files on a loopback port, as a host sends them: what the measurements in a browser share."""

from __future__ import annotations

import gzip
import http.server
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Final

COMPRESSED: Final = frozenset({".css", ".html", ".js", ".json", ".svg", ".txt", ".xml"})


class Files(http.server.SimpleHTTPRequestHandler):
    """The files of a folder: text with gzip, a day in the cache, and its 404.html for what is not there."""

    protocol_version = "HTTP/1.1"
    latency = 0.0  # seconds before each answer; Chromium's own throttling does not reach workers

    def log_message(self, *_: object) -> None:
        """Say nothing."""

    def do_GET(self) -> None:
        time.sleep(self.latency)
        path = Path(self.translate_path(self.path))
        path = path / "index.html" if path.is_dir() else path
        found = path.is_file()
        if not found:
            path = Path(self.directory) / "404.html"
        data = path.read_bytes() if path.is_file() else b""
        self.send_response(200 if found else 404)
        self.send_header("Content-Type", self.guess_type(str(path)))
        self.send_header("Cache-Control", "max-age=86400")
        if path.suffix in COMPRESSED:
            self.send_header("Content-Encoding", "gzip")
            data = gzip.compress(data, 6)
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)
        self.sent(path, len(data))

    def sent(self, path: Path, size: int) -> None:
        """A file has travelled, in `size` bytes."""


class _Server(http.server.ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, *_: object) -> None:
        """Say nothing of a browser that left before it had all."""


@contextmanager
def answering(handler: Callable[..., http.server.BaseHTTPRequestHandler]) -> Iterator[str]:
    """Let `handler` answer on a port that is free; its address, with the final slash."""
    server = _Server(("127.0.0.1", 0), handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@contextmanager
def served(folder: Path, files: type[Files] = Files) -> Iterator[str]:
    """The address of a folder's files, with the final slash."""
    with answering(partial(files, directory=str(folder.resolve()))) as home:
        yield home
