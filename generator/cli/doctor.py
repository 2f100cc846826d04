"""`digest doctor`: what a report of a fault needs to say."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import click

from generator.cli.console import finish, now_option, site_options, the_clock
from generator.doctor import Diagnosis, examine


@click.command("doctor")
@site_options
@now_option
def doctor_command(site: Path, now: datetime | None, *, as_json: bool) -> None:
    """Say what a build rests on, to be pasted into a report.

    Versions, settings, caches, file system, git: counts and states. No text, name or address of the site is
    in it, and no folder of this machine. It exits with 1 when something stands in a build's way.

    \b
    Example:
      digest doctor > report.txt
    """
    found = examine(site, the_clock(now))
    result = {"machine": found.machine, "site": found.site}
    finish(found.problems, result, _lines(found), as_json=as_json)


def _lines(found: Diagnosis) -> Iterator[str]:
    facts = {**found.machine, **found.site}
    width = max(map(len, facts)) + 2
    yield "```text"
    for name, value in facts.items():
        yield f"{name:<{width}}{value}"
    for problem in found.problems:
        yield f"{problem.severity.value:<{width}}{problem.code} at {problem.position}"
    yield "```"
