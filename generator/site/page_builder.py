"""Single pages, built when they are asked for: Markdown in, the bytes that a whole build gives out."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import threading
from pathlib import Path
from typing import Any, Final

from generator.site.builders import builder_environment
from generator.site.complaints import DOCS

_WORKER: Final = Path(__file__).with_name("mkdocs_page.py")


class PageFaultError(Exception):
    """MkDocs could not build the page; the words say why."""


class NoSuchPageError(Exception):
    """Nothing answers at this path of the site."""


class PageBuilder:
    """A process that has MkDocs loaded and builds pages of `root`'s site, one at a time; close it.

    `able` is false where a page of this site may come of more than its own text: then a whole build alone
    tells how it looks. mkdocs_page.py is the other end.
    """

    def __init__(self, root: Path) -> None:
        self.able = False
        self._root = root.resolve()
        self._folder = tempfile.TemporaryDirectory(prefix="dayfold-serve-")
        self._one_at_a_time = threading.Lock()
        self._process: subprocess.Popen[str] | None = None

    def close(self) -> None:
        """End the process and remove what it wrote."""
        with self._one_at_a_time:
            self._stop()
            self._folder.cleanup()

    def begin(self, epoch: int) -> None:
        """Have the site say from now on that it was built at `epoch`, as of `build_site`. Raises
        PageFaultError."""
        with self._one_at_a_time:
            self.able = False
            work = str(Path(self._folder.name) / "page")
            told = self._ask({"docs": str(self._root / DOCS), "work": work, "epoch": epoch})
            self.able = bool(told["able"])

    def page(self, path: str, text: str) -> bytes:
        """The HTML of the page at `path` with this Markdown. Raises PageFaultError."""
        with self._one_at_a_time:
            return Path(self._ask({"path": path, "text": text})["output"]).read_bytes()

    def asset(self, path: str) -> bytes | None:
        """The theme's file at `path`. Raises PageFaultError."""
        with self._one_at_a_time:
            found = self._ask({"asset": path}).get("output")
            return Path(found).read_bytes() if found else None

    def _ask(self, order: dict[str, Any]) -> dict[str, Any]:
        process = self._process = self._process or self._started()
        assert process.stdin is not None and process.stdout is not None  # noqa: S101, PT018 -- they are pipes
        try:
            process.stdin.write(f"{json.dumps(order)}\n")
            process.stdin.flush()
            line = process.stdout.readline()
        except (BrokenPipeError, ValueError):
            line = ""
        if not line:
            self._stop()
            raise PageFaultError("MkDocs has ended.")
        told: dict[str, Any] = json.loads(line)
        if "fault" in told:
            raise PageFaultError(told["fault"])
        return told

    def _started(self) -> subprocess.Popen[str]:
        return subprocess.Popen(  # noqa: S603 -- our own interpreter and module, no shell
            [sys.executable, "-P", str(_WORKER)],
            cwd=self._root,
            env=builder_environment(0, os.environ),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
            encoding="utf-8",
        )

    def _stop(self) -> None:
        process, self._process = self._process, None
        if process is not None:
            process.kill()
            process.communicate()
