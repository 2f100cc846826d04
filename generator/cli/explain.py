"""`digest explain`: why something is where it is, in plain words."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import click

from generator.build_report import BuildReport
from generator.cli.console import finish, now_option, open_site, site_options, steps
from generator.explain import explain
from generator.knowledge import digest


@click.command("explain")
@site_options
@now_option
@click.argument("target", metavar="PERMALINK-OR-FILE")
def explain_command(site: Path, now: datetime | None, target: str, *, as_json: bool) -> None:
    """Say why an article, story or edition is as it is: where it stands, what it rests on, what it copies.

    \b
    Examples:
      digest explain /stories/2026/08/09/aske-valley-herald-cloudy-water-below-oberdale-dam/
      digest explain content/articles/2026/08/17/merrow-wire-ferry-damaged-in-port-aldous.md
    """
    project, warnings = open_site(site, now, as_json=as_json)
    with steps() as progress:
        known = digest(project, BuildReport(), progress)
    said = explain(project, known, target)
    finish(warnings, {"target": target, "explanation": said}, said, as_json=as_json)
