"""What the browser tests need: the system's Chromium, sites served on a loopback port, and a strict watch."""

from __future__ import annotations

import functools
import http.server
import shutil
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Dialog, Page, Request, sync_playwright

from generator.build import build
from generator.diagnostics import has_errors
from generator.project import load_project

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
# What a careful host sends. Material's palette needs its inline script, Pagefind its WASM; nothing evals.
_POLICY = (
    "default-src 'none'; script-src 'self' 'unsafe-inline' 'wasm-unsafe-eval'; connect-src 'self'; "
    "worker-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self'; "
    "frame-src 'self'; form-action 'self'; base-uri 'none'"
)

Serve = Callable[..., str]  # of a folder and, if it is to be another than _POLICY, a Content-Security-Policy

NOW = datetime(2026, 8, 17, 21, 0, tzinfo=UTC)


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


@dataclass
class Watch:
    """Everything a page did that it should not have."""

    home: str
    wrong: list[str] = field(default_factory=list)

    def on(self, page: Page) -> Page:
        """Set the watch on a page."""
        page.on("dialog", self._dialog)
        page.on("pageerror", lambda error: self.wrong.append(f"{page.url}: {error}"))
        page.on("console", self._console)
        page.on("request", self._request)
        return page

    def _dialog(self, dialog: Dialog) -> None:
        self.wrong.append(f"a dialog said {dialog.message!r}")
        dialog.dismiss()

    def _console(self, message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"}:
            self.wrong.append(f"{message.location.get('url')}: {message.text}")

    def _request(self, request: Request) -> None:
        if urlsplit(request.url).scheme not in {"data", "blob"} and not request.url.startswith(self.home):
            self.wrong.append(f"a request went to {request.url}")


class _Quiet(http.server.SimpleHTTPRequestHandler):
    policy = _POLICY

    def log_message(self, *_: object) -> None:
        """Say nothing."""

    def end_headers(self) -> None:
        self.send_header("Content-Security-Policy", self.policy)
        self.send_header("Cache-Control", "max-age=3600")  # a site does not change while it is tested
        super().end_headers()


class _Server(http.server.ThreadingHTTPServer):
    def handle_error(self, *_: object) -> None:
        """Say nothing of a browser that left before it had all."""


@pytest.fixture(scope="session")
def serving() -> Iterator[Serve]:
    """A function that serves a folder and returns its address, with the final slash."""
    servers = []

    def serve(folder: Path, policy: str = _POLICY) -> str:
        handler = functools.partial(type("_Held", (_Quiet,), {"policy": policy}), directory=str(folder))
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


def copy_site(repository: Path, root: Path, *, content: bool) -> Path:
    """The repository's own site as a site at `root`, with or without its articles and settings."""
    shutil.copytree(repository / "site_config", root / "site_config")
    shutil.copyfile(repository / "mkdocs.yml", root / "mkdocs.yml")
    if content:
        for name in ("articles", "pages"):
            shutil.copytree(repository / "content" / name, root / "content" / name)
    return root


def build_whole(root: Path, now: datetime = NOW) -> Path:
    """Build the site at `root` as of `now` (the sample's last evening); the folder with its pages."""
    project, warnings = load_project(root, now)
    report = build(project)
    problems = [*warnings, *report.problems]
    assert not has_errors(problems), "\n".join(map(str, problems))
    return project.site


@pytest.fixture(scope="session")
def sample(repository: Path, tmp_path_factory: pytest.TempPathFactory, serving: Serve) -> str:
    """The address of the sample site."""
    return serving(build_whole(copy_site(repository, tmp_path_factory.mktemp("sample"), content=True)))


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
