"""What a command says: problems and progress to standard error, its result to standard output."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

import click

from generator.diagnostics import DayfoldError, Problem, Severity, has_errors
from generator.library.lock import writing
from generator.project import Project, clock, find_root, load_project

Command = Callable[..., None]


_YEARS = (1000, 9998)  # those that an article may have; at the very ends of the calendar zones do not exist


class Moment(click.ParamType[datetime]):
    """ISO 8601 with an offset."""

    name = "time"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> datetime:
        """`value` as an aware datetime; anything else is a fault of the command line."""
        if isinstance(value, datetime):
            return value
        try:
            moment = datetime.fromisoformat(value)
        except ValueError:
            self.fail(f"{value!r} is not a time. Write 2026-08-17T07:00:00Z.", param, ctx)
        if moment.tzinfo is None:
            self.fail(f"{value!r} has no offset. Write it as {moment:%Y-%m-%dT%H:%M:%S}Z.", param, ctx)
        if not _YEARS[0] <= moment.year <= _YEARS[1]:
            self.fail(f"{value!r} is not a year that a newspaper has.", param, ctx)
        return moment


def site_options(command: Command) -> Command:
    """--site and --json, which every command of a site has."""
    site = click.option(
        "--site",
        "site",
        type=click.Path(exists=True, file_okay=False, path_type=Path),
        default=Path(),
        metavar="DIR",
        help="The site's folder: the one that holds mkdocs.yml, looked for upwards. [default: here]",
    )
    return site(json_option(command))


def json_option(command: Command) -> Command:
    """--json: a report for programs."""
    return click.option("--json", "as_json", is_flag=True, help="Print a report in JSON.")(command)


def now_option(command: Command) -> Command:
    """--now: the clock as an argument."""
    return click.option(
        "--now",
        type=Moment(),
        metavar="TIME",
        help="Work as if it were TIME, ISO 8601 with an offset. [default: SOURCE_DATE_EPOCH, else the clock]",
    )(command)


def open_site(site: Path, now: datetime | None, *, as_json: bool) -> tuple[Project, list[Problem]]:
    """The site in or above `site`. A site that cannot be opened ends the command."""
    try:
        return load_project(find_root(site), the_clock(now))
    except DayfoldError as error:
        finish(error.problems, {}, [], as_json=as_json)
        raise


def the_clock(now: datetime | None) -> datetime:
    """The time to work by; an environment that says something impossible is a fault of the command line."""
    try:
        return clock(now)
    except ValueError as error:
        raise click.UsageError(str(error)) from error


def writing_in(project_root: Path) -> AbstractContextManager[None]:
    """Hold the site against other commands that write in it; wait for one that does."""
    return writing(
        project_root,
        lambda holder: click.echo(f"Waiting for another digest, process {holder}, to finish …", err=True),
    )


def finish(
    problems: Sequence[Problem], result: dict[str, Any], said: Iterable[str], *, as_json: bool
) -> None:
    """Print what came of a command and exit with 1 when there were errors in the data."""
    print_problems(problems)
    if as_json:
        report = {"ok": not has_errors(list(problems)), **result, "problems": [_plain(p) for p in problems]}
        click.echo(json.dumps(report, ensure_ascii=False, indent=2, default=str))
    else:
        for line in said:
            click.echo(line)
    if has_errors(list(problems)):
        raise click.exceptions.Exit(1)


def counted(number: int, one: str, more: str) -> str:
    """'1 story', '2 stories'."""
    return f"{number} {one if number == 1 else more}"


def report_failure(problems: Sequence[Problem], arguments: Sequence[str]) -> None:
    """What to say when a command could not go on: as JSON too, when `arguments` ask for it."""
    print_problems(problems)
    if "--json" in arguments:
        click.echo(
            json.dumps({"ok": False, "problems": [_plain(p) for p in problems]}, ensure_ascii=False, indent=2)
        )


def print_problems(problems: Iterable[Problem]) -> None:
    """Every problem as a line on standard error, sorted by place."""
    colours = {Severity.ERROR: "red", Severity.WARNING: "yellow", Severity.NOTE: "cyan"}
    for problem in sorted(problems, key=lambda p: p.sort_key):
        head = click.style(f"{problem.severity.value}[{problem.code}]", fg=colours[problem.severity])
        click.echo(f"{problem.position}: {head}: {problem.message} {problem.remedy}".rstrip(), err=True)


@contextmanager
def steps() -> Iterator[Callable[[str], None]]:
    """A function that tells which step has begun: a moving line on a terminal, plain lines elsewhere."""
    if not sys.stderr.isatty():
        yield lambda step: click.echo(f"{step} …", err=True)
        return
    from rich.console import Console  # noqa: PLC0415 -- 0.05 s, for terminals alone

    console = Console(stderr=True)
    with console.status("") as status:
        yield lambda step: status.update(f"{step} …")


@contextmanager
def counter(what: str) -> Iterator[Callable[[int, int], None]]:
    """A function that takes (done, of): a bar on a terminal, a plain line every thousand elsewhere."""
    if not sys.stderr.isatty():
        yield lambda done, of: _tell(what, done, of)
        return
    from rich.console import Console  # noqa: PLC0415 -- as above
    from rich.progress import (  # noqa: PLC0415
        BarColumn,
        MofNCompleteColumn,
        Progress,
        TextColumn,
        TimeElapsedColumn,
    )

    columns = (TextColumn(what), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(what, total=None)
        yield lambda done, of: bar.update(task, completed=done, total=of or None)


def _tell(what: str, done: int, of: int) -> None:
    if done and (done % 1000 == 0 or done == of):
        click.echo(f"{what}: {done} of {of}" if of else f"{what}: {done}", err=True)


def _plain(problem: Problem) -> dict[str, Any]:
    return {
        "code": problem.code,
        "severity": problem.severity.value,
        "path": problem.position.path,
        "line": problem.position.line,
        "col": problem.position.col,
        "message": problem.message,
        "remedy": problem.remedy,
    }
