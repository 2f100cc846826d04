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

Serve = Callable[..., str]  # of a folder and, if it is to be another than _POLICY, a Content-Security-Policy

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
