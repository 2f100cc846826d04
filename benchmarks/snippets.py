"""Markdown pages in, their snippets out; and a shell that runs them.

A snippet is a fenced block. What a page says just before it decides what is made of it:

- `<!-- not run: WHY -->`: commands that need what a test cannot have (a network, a host, a terminal);
- `` `path`: `` at the end of a line: the block is that file; with "Add to" before it, the end of the file.

A block of `text` that follows commands is what they print; a line of it that is `…` stands for any lines.
"""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).resolve().parent.parent
NOW: Final = 1787040000  # 2026-08-18T08:00:00Z, the morning after the sample's last day
_FENCE: Final = re.compile(r"^( *)(```+)(\S*)[^\n]*\n(.*?)^\1\2 *$", re.MULTILINE | re.DOTALL)
_NOT_RUN: Final = re.compile(r"<!-- not run: (.+?) -->\s*\Z")
_PATH: Final = re.compile(r"(?:\A|\n)(.*)`([\w./-]+)`:\s*\Z")


@dataclass(frozen=True, slots=True, kw_only=True)
class Snippet:
    """A fenced block of a page: where its text begins, and what the page says of it."""

    page: str  # below the repository
    line: int
    language: str
    text: str
    not_run: str | None = None  # why
    file: str | None = None  # the path that the page gives it
    appended: bool = False  # to that file

    @property
    def place(self) -> str:
        return f"{self.page}:{self.line}"


def pages(root: Path = ROOT) -> list[Path]:
    """What people read: README and the rest at the top, and all of docs/."""
    return [*sorted(root.glob("*.md")), *sorted((root / "docs").rglob("*.md"))]


def snippets(page: Path, root: Path = ROOT) -> list[Snippet]:
    """The fenced blocks of `page`, in order."""
    text = page.read_text(encoding="utf-8")
    found = []
    for fence in _FENCE.finditer(text):
        before = text[: fence.start()]
        marked, named = _NOT_RUN.search(before), _PATH.search(before)
        found.append(
            Snippet(
                page=page.relative_to(root).as_posix(),
                line=before.count("\n") + 2,
                language=fence[3],
                text=re.sub(rf"^{fence[1]}", "", fence[4], flags=re.MULTILINE),
                not_run=marked[1] if marked else None,
                file=named[2] if named else None,
                appended=bool(named and "Add to" in named[1]),
            )
        )
    return found


@dataclass(frozen=True, slots=True, kw_only=True)
class Printed:
    """What the commands of a snippet wrote, both streams together, as a terminal shows them."""

    status: int
    text: str

    def has(self, expected: str) -> bool:
        """Whether `expected` stands here, lines in order; a line of `…` stands for any lines."""
        parts = re.split(r"^…\n", expected, flags=re.MULTILINE)
        pattern = r"(?:.*\n)*?".join(re.escape(part) for part in parts)
        return re.search(rf"^{pattern}", self.text, re.MULTILINE) is not None


# Starting Python and importing Dayfold costs more than most commands. So one process imports it, and a copy
# of it (fork) runs each command, in the folder, with the environment and the three streams of who asks.
_SERVER: Final = """
import os, signal, socket, sys
import click, generator.cli.main, generator.site.mkdocs_build
digest = generator.cli.main.digest
for name in digest.list_commands(click.Context(digest)):
    digest.get_command(click.Context(digest), name)
server = socket.socket(socket.AF_UNIX)
server.bind(sys.argv[1])
server.listen()
signal.signal(signal.SIGCHLD, lambda *_: os.waitpid(-1, os.WNOHANG))
print("ready", flush=True)
while True:
    asked, _ = server.accept()
    if os.fork():
        asked.close()
        continue
    server.close()
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    told, streams, _, _ = socket.recv_fds(asked, 1 << 20, 3)
    folder, count, *rest = told.decode().split("\\0")
    arguments, environment = rest[:int(count)], rest[int(count):]
    for own, given in enumerate(streams):
        os.dup2(given, own)
    os.chdir(folder)
    os.environ.clear()
    os.environ.update(pair.split("=", 1) for pair in environment)
    status = generator.cli.main.run(arguments)
    sys.stdout.flush()
    sys.stderr.flush()
    asked.send(bytes([status]))
    os._exit(0)
"""
_CLIENT: Final = """#!{python} -IS
import os, socket, sys
asked = socket.socket(socket.AF_UNIX)
asked.connect({address!r})
told = [os.getcwd(), str(len(sys.argv) - 1), *sys.argv[1:], *(f"{{k}}={{v}}" for k, v in os.environ.items())]
socket.send_fds(asked, ["\\0".join(told).encode()], [0, 1, 2])
sys.exit((asked.recv(1) or b"\\x46")[0])
"""


@contextmanager
def digest_command() -> Iterator[Path]:
    """A folder for PATH: `digest`, which is the Dayfold of this checkout, and `python`. Needs fork."""
    with tempfile.TemporaryDirectory(prefix="snippets-") as folder:
        address = os.fspath(Path(folder, "asked"))
        programs = Path(folder, "bin")
        programs.mkdir()
        _program(programs / "python", f'#!/bin/sh\nexec {sys.executable} "$@"\n')
        _program(programs / "digest", _CLIENT.format(python=sys.executable, address=address))
        command = [sys.executable, "-c", _SERVER, address]
        with subprocess.Popen(
            command,
            env=_environment(programs, Path(folder)),
            stdout=subprocess.PIPE,
            cwd=ROOT,
            start_new_session=True,
        ) as server:
            if server.stdout:
                server.stdout.readline()  # until it is ready
            try:
                yield programs
            finally:
                os.killpg(server.pid, signal.SIGKILL)  # with what it still runs


def _program(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8")
    path.chmod(0o755)


class Shell:
    """A bash that goes on from snippet to snippet: the folder it is in stays, as for a person."""

    def __init__(self, home: Path, programs: Path) -> None:
        self.folder = home
        self._home = home
        self._environment = _environment(programs, home)

    def run(self, commands: str, seconds: float = 120) -> Printed:
        """Run `commands`, to the first that fails."""
        with tempfile.TemporaryFile() as where:
            where_to = where.fileno()
            script = f"set -euo pipefail\ntrap 'pwd >&{where_to}' EXIT\n{commands}"
            done = subprocess.run(
                ["bash", "-c", script],
                cwd=self.folder,
                env=self._environment,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                pass_fds=[where_to],
                text=True,
                timeout=seconds,
                check=False,
            )
            where.seek(0)
            self.folder = Path(where.read().decode().strip() or self.folder)
        return Printed(status=done.returncode, text=done.stdout.replace(os.fspath(self._home), "/home/me"))

    def write(self, snippet: Snippet) -> None:
        """Write the file that the page names, as its reader does."""
        path = self.folder / (snippet.file or "")
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("a" if snippet.appended else "w", encoding="utf-8") as file:
            file.write(snippet.text)


def _environment(programs: Path, home: Path) -> Mapping[str, str]:
    return {
        "PATH": f"{programs}:/usr/local/bin:/usr/bin:/bin",
        "HOME": os.fspath(home),
        "PYTHONPATH": os.fspath(ROOT),
        "SOURCE_DATE_EPOCH": str(NOW),
        "LANG": "C.UTF-8",
        "NO_MKDOCS_2_WARNING": "1",
        "GIT_AUTHOR_NAME": "A. Reader",
        "GIT_AUTHOR_EMAIL": "reader@digest.example",
        "GIT_COMMITTER_NAME": "A. Reader",
        "GIT_COMMITTER_EMAIL": "reader@digest.example",
    }
