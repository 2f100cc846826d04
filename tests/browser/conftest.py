"""What the browser tests need: the system's Chromium, sites served on a loopback port, and a strict watch."""

from __future__ import annotations

import functools
import http.server
import shutil
import threading
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urljoin

import pytest
from playwright.sync_api import Browser, Page, sync_playwright
from sites import Serve, Watch, build_whole, copy_site, sent_headers

from benchmarks.contact_sheet import one_of_each_kind

_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
_FLAGS = [
    "--no-sandbox",  # Chromium refuses to run as root with one
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """A headless Chromium; the tests are skipped where there is none."""
    path = next(filter(None, map(shutil.which, _NAMES)), None)
    if path is None:
        pytest.skip("no Chromium here: install the package 'chromium'")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=_FLAGS)
        yield browser
        browser.close()


class _Host(http.server.SimpleHTTPRequestHandler):
    """A host that sends what the site's `_headers` says for all of its pages."""

    policy = ""

    def log_message(self, *_: object) -> None:
        """Say nothing."""

    def end_headers(self) -> None:
        for name, value in sent_headers(Path(self.directory)).items():
            own = self.policy and name == "Content-Security-Policy"
            self.send_header(name, self.policy if own else value)
        self.send_header("Cache-Control", "max-age=3600")  # a site does not change while it is tested
        super().end_headers()


class _Server(http.server.ThreadingHTTPServer):
    def handle_error(self, *_: object) -> None:
        """Say nothing of a browser that left before it had all."""


@pytest.fixture(scope="session")
def serving() -> Iterator[Serve]:
    """A function that serves a folder and returns its address, with the final slash."""
    servers = []

    def serve(folder: Path, policy: str = "") -> str:
        handler = functools.partial(type("_Held", (_Host,), {"policy": policy}), directory=str(folder))
        server = _Server(("127.0.0.1", 0), handler)
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
        thread.start()
        servers.append((server, thread))
        return f"http://127.0.0.1:{server.server_port}/"

    yield serve
    for server, thread in servers:
        server.shutdown()
        thread.join()
        server.server_close()


@pytest.fixture(scope="session")
def sample_folder(repository: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder with the pages of the sample site."""
    return build_whole(copy_site(repository, tmp_path_factory.mktemp("sample"), content=True))


@pytest.fixture(scope="session")
def sample(sample_folder: Path, serving: Serve) -> str:
    """The address of the sample site."""
    return serving(sample_folder)


@pytest.fixture(scope="session")
def addresses(sample: str, sample_folder: Path) -> dict[str, str]:
    """One page of each kind: the one with the most on it, for what overflows does so there."""
    return {kind: urljoin(sample, place) for kind, place in one_of_each_kind(sample_folder).items()}


@pytest.fixture
def watch(sample: str) -> Iterator[Watch]:
    """A watch over the sample site; what it saw fails the test at its end."""
    watch = Watch(sample)
    yield watch
    assert watch.wrong == []


@pytest.fixture
def page(chromium: Browser, watch: Watch) -> Iterator[Page]:
    """A page 1440 px wide, watched."""
    context = chromium.new_context(viewport={"width": 1440, "height": 1000})
    context.set_default_timeout(5_000)
    yield watch.on(context.new_page())
    context.close()
