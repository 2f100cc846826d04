"""Run a site builder: build/docs in, HTML out, and its warnings as problems with a place."""

from __future__ import annotations

import importlib.util
import os
import re
import subprocess
import sys
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from enum import Enum
from pathlib import Path
from typing import Final

import yaml

from generator.diagnostics import Position, Problem

DOCS: Final = "build/docs"


class Builder(Enum):
    """Which program turns Markdown into pages; the value is also the module that is run."""

    MKDOCS = "mkdocs"
    ZENSICAL = "zensical"


def run_builder(root: Path, output: Path, builder: Builder, epoch: int) -> list[Problem]:
    """Build `root`'s site into `output` (inside `root`), strictly; every complaint becomes a problem."""
    if importlib.util.find_spec(builder.value) is None:
        return [_missing(builder)]
    if builder is Builder.MKDOCS:
        return _run_mkdocs(root, output, epoch)
    return _run_zensical(root, output, epoch)


def builder_environment(epoch: int, inherited: Mapping[str, str]) -> dict[str, str]:
    """`inherited` with everything fixed that could change a page's bytes or wrap a message."""
    fixed = {
        "LC_ALL": "C.UTF-8",
        "NO_MKDOCS_2_WARNING": "1",  # Material's banner about MkDocs 2 is for those who choose a builder
        "NO_COLOR": "1",
        "PYTHONHASHSEED": "0",
        "PYTHONUTF8": "1",
        "SOURCE_DATE_EPOCH": str(epoch),  # MkDocs dates sitemap.xml and sitemap.xml.gz by it
        "TZ": "UTC",
    }
    # MkDocs wraps its messages to COLUMNS.
    return {name: value for name, value in inherited.items() if name != "COLUMNS"} | fixed


def _run_mkdocs(root: Path, output: Path, epoch: int) -> list[Problem]:
    command = ["mkdocs", "build", "--strict", "--config-file", "mkdocs.yml", "--site-dir", str(output)]
    status, said = _run(command, root, epoch)
    return _problems(root, Builder.MKDOCS, status, _mkdocs_complaints(said), said)


def _run_zensical(root: Path, output: Path, epoch: int) -> list[Problem]:
    with _redirected_config(root, output) as config:
        status, said = _run(["zensical", "build", "--strict", "--config-file", config.name], root, epoch)
    return _problems(root, Builder.ZENSICAL, status, _zensical_complaints(said), said)


@contextmanager
def _redirected_config(root: Path, output: Path) -> Iterator[Path]:
    """A config that INHERITs mkdocs.yml and builds into `output`.

    Zensical has no option for the folder, and wants both folders inside the config's own.
    """
    config = root / ".zensical.yml"
    settings = {"INHERIT": "mkdocs.yml", "site_dir": output.relative_to(root).as_posix()}
    config.write_text(yaml.safe_dump(settings), encoding="utf-8")
    try:
        yield config
    finally:
        config.unlink(missing_ok=True)


def _run(command: list[str], root: Path, epoch: int) -> tuple[int, str]:
    # -P: a yaml.py beside mkdocs.yml must not be imported in place of the library.
    done = subprocess.run(  # noqa: S603 -- our own interpreter, a fixed module, no shell
        [sys.executable, "-P", "-m", *command],
        cwd=root,
        env=builder_environment(epoch, os.environ),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        encoding="utf-8",
        errors="replace",
        check=False,
    )
    return done.returncode, done.stdout


_MKDOCS_LEVEL: Final = re.compile(r"^(DEBUG|INFO|WARNING|ERROR|CRITICAL) *-  (.*)$")


def _mkdocs_complaints(said: str) -> Iterator[str]:
    """The messages at WARNING and above; a message goes on over the lines that bear no level."""
    message: list[str] = []
    for line in said.splitlines():
        if match := _MKDOCS_LEVEL.match(line):
            if message:
                yield " ".join(message)
            message = [match[2].strip()] if match[1] in {"WARNING", "ERROR", "CRITICAL"} else []
        elif message and line.strip() and not line.startswith("Aborted with"):
            message.append(line.strip())
    if message:
        yield " ".join(message)


def _zensical_complaints(said: str) -> Iterator[str]:
    for line in said.splitlines():
        if line.lower().startswith(("warning", "error")):
            yield line


def _problems(
    root: Path, builder: Builder, status: int, complaints: Iterable[str], said: str
) -> list[Problem]:
    found = [_problem(root, builder, complaint) for complaint in complaints]
    if status and not found:
        found = [_problem(root, builder, " ".join(said.split())[-2000:] or f"It ended with status {status}")]
    return found


_NAMED_FILE: Final = re.compile(r"['\"]([^'\"]+\.(?:md|html|yml))['\"]")
_NAMED_LINK: Final = re.compile(r"link '([^']*)'")


def _problem(root: Path, builder: Builder, complaint: str) -> Problem:
    return Problem(
        code="site-build-failed",
        position=_position(root, complaint),
        message=f"{builder.name.title()} says: {complaint.rstrip('.')}.",
        remedy=_remedy(complaint),
    )


def _position(root: Path, complaint: str) -> Position:
    """The first file that the complaint names, and the line and column of the link it quotes."""
    for name in _NAMED_FILE.findall(complaint):
        for path in (f"{DOCS}/{name}", name):
            if (root / path).is_file():
                return _link_position(root / path, path, _NAMED_LINK.search(complaint))
    return Position(path="mkdocs.yml")


def _link_position(file: Path, path: str, link: re.Match[str] | None) -> Position:
    if link:
        for number, line in enumerate(file.read_text(encoding="utf-8", errors="replace").splitlines(), 1):
            if (column := line.find(f"]({link[1]}")) >= 0:
                return Position(path=path, line=number, col=column + 3)
    return Position(path=path)


def _remedy(complaint: str) -> str:
    if "link" in complaint or "nav" in complaint:
        return (
            "Mend the link where it is written: content/pages if a person wrote the page, else the template."
        )
    return "Run `digest build --no-site`, then `mkdocs build --strict --verbose`, to see it whole."


def _missing(builder: Builder) -> Problem:
    return Problem(
        code="site-builder-missing",
        position=Position(path="mkdocs.yml"),
        message=f"The site builder {builder.value!r} is not installed.",
        remedy=f"Run `pip install {builder.value}`, or leave out --builder to build with MkDocs.",
    )
