"""Run a site builder: build/docs in, HTML out, and its complaints as problems."""

from __future__ import annotations

import importlib.util
import os
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from enum import Enum
from pathlib import Path
from typing import Final

import yaml

from generator.diagnostics import Position, Problem
from generator.site.complaints import (
    CONFIG,
    Complaint,
    as_problem,
    mkdocs_complaints,
    unexplained,
    zensical_complaints,
)


class Builder(Enum):
    """Which program turns Markdown into pages; the value is also the module that is run."""

    MKDOCS = "mkdocs"
    ZENSICAL = "zensical"


def run_builder(root: Path, output: Path, builder: Builder, epoch: int) -> list[Problem]:
    """Build `root`'s site into `output` (a folder inside `root`), strictly; each complaint is a problem."""
    if importlib.util.find_spec(builder.value) is None:
        return [_missing(builder)]
    run = {Builder.MKDOCS: _run_mkdocs, Builder.ZENSICAL: _run_zensical}[builder]
    return [as_problem(root, _NAMES[builder], complaint) for complaint in run(root, output, epoch)]


def builder_environment(epoch: int, inherited: Mapping[str, str]) -> dict[str, str]:
    """`inherited`, with everything fixed that could change a page's bytes or a message's line breaks."""
    fixed = {
        "LC_ALL": "C.UTF-8",
        "NO_MKDOCS_2_WARNING": "1",  # Material's banner speaks to those who choose a builder
        "NO_COLOR": "1",
        "PYTHONHASHSEED": "0",
        "PYTHONUTF8": "1",
        "SOURCE_DATE_EPOCH": str(epoch),  # MkDocs dates sitemap.xml and sitemap.xml.gz by it
        "TZ": "UTC",
    }
    return {name: value for name, value in inherited.items() if name not in _UNWANTED} | fixed


_NAMES: Final = {Builder.MKDOCS: "MkDocs", Builder.ZENSICAL: "Zensical"}

# MkDocs wraps its messages to COLUMNS.
_UNWANTED: Final = frozenset({"COLUMNS", "FORCE_COLOR"})


def _run_mkdocs(root: Path, output: Path, epoch: int) -> list[Complaint]:
    status, said = _run(
        ["mkdocs", "build", "--strict", "--config-file", CONFIG, "--site-dir", str(output)], root, epoch
    )
    return _complaints(status, said, list(mkdocs_complaints(said)))


def _run_zensical(root: Path, output: Path, epoch: int) -> list[Complaint]:
    """--clean, because its cache knows what it wrote and not where to."""
    with _redirected_config(root, output) as config:
        status, said = _run(
            ["zensical", "build", "--strict", "--clean", "--config-file", config.name], root, epoch
        )
    # Written even with its search switched off, with the text of every page: nothing of ours reads it.
    (output / "search.json").unlink(missing_ok=True)
    return _complaints(status, said, list(zensical_complaints(said)))


@contextmanager
def _redirected_config(root: Path, output: Path) -> Iterator[Path]:
    """A config that INHERITs mkdocs.yml and builds into `output`.

    Zensical has no option for the output folder, and wants it and the docs inside the config's own folder.
    """
    config = root / f".zensical.{os.getpid()}.yml"
    settings = {"INHERIT": CONFIG, "site_dir": output.relative_to(root).as_posix()}
    config.write_text(yaml.safe_dump(settings), encoding="utf-8")
    try:
        yield config
    finally:
        config.unlink(missing_ok=True)


def _run(command: list[str], root: Path, epoch: int) -> tuple[int, str]:
    # -P: a yaml.py that lies beside mkdocs.yml must not be imported in place of the library.
    done = subprocess.run(  # noqa: S603 -- our own interpreter and a fixed module, no shell
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


def _complaints(status: int, said: str, complaints: list[Complaint]) -> list[Complaint]:
    return complaints or ([unexplained(said, status)] if status else [])


def _missing(builder: Builder) -> Problem:
    return Problem(
        code="site-builder-missing",
        position=Position(path=CONFIG),
        message=f"The site builder {_NAMES[builder]} is not installed.",
        remedy=f"Run `pip install {builder.value}`, or leave out --builder to build with MkDocs.",
    )
