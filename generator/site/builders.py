"""Run a site builder: build/docs in, HTML out, and its complaints as problems."""

from __future__ import annotations

import importlib.util
import json
import os
import subprocess
import sys
from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, Final

import yaml

from generator.diagnostics import Position, Problem
from generator.model.builder import Builder
from generator.site.complaints import (
    CONFIG,
    Complaint,
    as_problem,
    mkdocs_complaints,
    unexplained,
    zensical_complaints,
)


def run_builder(root: Path, output: Path, builder: Builder, epoch: int) -> list[Problem]:
    """Build all of `root`'s site into `output` (an empty folder inside `root`), strictly; each complaint is a
    problem."""
    if builder is Builder.ZENSICAL:
        return _run_zensical(root, output, epoch)
    with MkDocs(root, output, epoch) as mkdocs:
        mkdocs.order()
        return mkdocs.result()[1]


class MkDocs:
    """MkDocs in a process of its own, for `root`'s site; close it. It builds into `output`, which is to be
    empty when it is told what to build, and reads the settings until then."""

    def __init__(self, root: Path, output: Path, epoch: int) -> None:
        self._root = root
        self._epoch = epoch
        self._output = output
        self._plan, self._report = output.with_suffix(".plan.json"), output.with_suffix(".report.json")
        self._said = output.with_suffix(".said.txt")
        self._process: subprocess.Popen[str] | None = None
        output.parent.mkdir(parents=True, exist_ok=True)
        self._begin()

    def __enter__(self) -> MkDocs:
        return self

    def __exit__(self, *_: object) -> None:
        if self._process is not None:
            self._process.kill()
            self._process.communicate()
        for file in (self._plan, self._report, self._said):
            file.unlink(missing_ok=True)

    def order(
        self,
        *,
        key: str | None = "",
        unchanged: Collection[str] = (),
        changed: Collection[str] = (),
        others: Collection[str] = (),
        jobs: int = 1,
    ) -> None:
        """Have the site built without what is `unchanged` since the build that gave `key` (or, where that is
        None, what somebody else builds now); all else of build/docs is `changed`, where anything is
        unchanged. `others` are files of the site that build/docs does not have. With several `jobs` two
        processes share what is much."""
        plan = {
            "key": key,
            "unchanged": list(unchanged),
            "changed": sorted(changed),
            "others": sorted(others),
            "jobs": jobs,
        }
        self._plan.write_text(json.dumps(plan), encoding="utf-8")
        if self._process is None:
            self._begin()
        if self._process is not None and self._process.stdin is not None:
            with suppress(BrokenPipeError):  # it has given up on the settings, and will be heard
                self._process.stdin.write("\n")
                self._process.stdin.flush()

    def result(self) -> tuple[Mapping[str, Any] | None, list[Problem]]:
        """What came of the order: the report (mkdocs_build.py says what is in it), which is None when MkDocs
        gave up on the way; each complaint is a problem."""
        if self._process is None:
            return None, [_missing(Builder.MKDOCS)]
        self._process.communicate()
        status, self._process = self._process.returncode, None
        said = self._said.read_text(encoding="utf-8", errors="replace")
        complaints = _complaints(status, said, list(mkdocs_complaints(said)))
        problems = _problems(self._root, Builder.MKDOCS, complaints)
        try:
            return json.loads(self._report.read_bytes()), problems
        except FileNotFoundError:
            return None, problems

    def _begin(self) -> None:
        if importlib.util.find_spec(Builder.MKDOCS.value) is None:
            return
        self._report.unlink(missing_ok=True)
        names = [_MKDOCS_BUILD, self._plan, CONFIG, self._output, self._report]
        with self._said.open("wb") as said:
            self._process = subprocess.Popen(  # noqa: S603 -- our own interpreter and file, no shell
                [sys.executable, "-P", *map(str, names)],
                cwd=self._root,
                env=builder_environment(self._epoch, os.environ),
                stdin=subprocess.PIPE,
                stdout=said,
                stderr=subprocess.STDOUT,
                text=True,
            )


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


_MKDOCS_BUILD: Final = Path(__file__).with_name("mkdocs_build.py")
_NAMES: Final = {Builder.MKDOCS: "MkDocs", Builder.ZENSICAL: "Zensical"}

# MkDocs wraps its messages to COLUMNS.
_UNWANTED: Final = frozenset({"COLUMNS", "FORCE_COLOR"})


def _run_zensical(root: Path, output: Path, epoch: int) -> list[Problem]:
    if importlib.util.find_spec(Builder.ZENSICAL.value) is None:
        return [_missing(Builder.ZENSICAL)]
    with _redirected_config(root, output) as config:
        # --clean, because its cache knows what it wrote and not where to.
        command = ["-m", "zensical", "build", "--strict", "--clean", "--config-file", config.name]
        status, said = _run(command, root, epoch)
    # Written even with its search switched off, with the text of every page: nothing of ours reads it.
    (output / "search.json").unlink(missing_ok=True)
    return _problems(root, Builder.ZENSICAL, _complaints(status, said, list(zensical_complaints(said))))


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
    done = subprocess.run(  # noqa: S603 -- our own interpreter and fixed modules, no shell
        [sys.executable, "-P", *command],
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


def _problems(root: Path, builder: Builder, complaints: Iterable[Complaint]) -> list[Problem]:
    return [as_problem(root, _NAMES[builder], complaint) for complaint in complaints]


def _missing(builder: Builder) -> Problem:
    return Problem(
        code="site-builder-missing",
        position=Position(path=CONFIG),
        message=f"The site builder {_NAMES[builder]} is not installed.",
        remedy=f"Run `pip install {builder.value}`, or choose the other one (--builder, or in digest.yml).",
    )
