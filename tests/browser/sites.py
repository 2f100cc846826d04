"""Sites for a browser to look at, and a watch over what it does there."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urlsplit

from playwright.sync_api import ConsoleMessage, Dialog, Page, Request

from generator.build import build
from generator.diagnostics import has_errors
from generator.project import load_project
from generator.site import Builder

Serve = Callable[..., str]  # of a folder and, if its own is not to be sent, a Content-Security-Policy

NOW = datetime(2026, 8, 17, 21, 0, tzinfo=UTC)


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


def sent_headers(site: Path) -> dict[str, str]:
    """The headers that the `_headers` of a built site tells a host to send with every page."""
    first, *lines = (site / "_headers").read_text(encoding="utf-8").splitlines()
    assert first == "/*"
    return {name.strip(): value.strip() for name, _, value in (line.partition(":") for line in lines)}


def copy_site(repository: Path, root: Path, *, content: bool) -> Path:
    """The repository's own site as a site at `root`, with or without its articles and settings."""
    shutil.copytree(repository / "site_config", root / "site_config")
    shutil.copyfile(repository / "mkdocs.yml", root / "mkdocs.yml")
    if content:
        for name in ("articles", "pages"):
            shutil.copytree(repository / "content" / name, root / "content" / name)
    return root


def keep_one_day(root: Path) -> None:
    """Leave a copy of the sample the articles of its last day."""
    for day in (root / "content/articles").glob("*/*/*"):
        if day.name != f"{NOW:%d}":
            shutil.rmtree(day)


def build_whole(root: Path, now: datetime = NOW, builder: Builder = Builder.MKDOCS) -> Path:
    """Build the site at `root` as of `now` (the sample's last evening); the folder with its pages."""
    project, warnings = load_project(root, now)
    report = build(project, builder=builder)
    problems = [*warnings, *report.problems]
    assert not has_errors(problems), "\n".join(map(str, problems))
    return project.site
