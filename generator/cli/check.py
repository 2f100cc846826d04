"""`digest check`: everything that can be wrong, without writing anything."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import click

from generator.build import check
from generator.cli.console import finish, now_option, open_site, site_options, steps


@click.command("check")
@site_options
@now_option
def check_command(site: Path, now: datetime | None, *, as_json: bool) -> None:
    """Find everything that is wrong with a site, and write nothing.

    Settings, articles, learned lines, records, citations, rights, and every link between pages.

    \b
    Example:
      digest check --site my-digest
    """
    project, warnings = open_site(site, now, as_json=as_json)
    with steps() as progress:
        report = check(project, progress=progress)
    problems = [*warnings, *report.problems]
    result = {"articles": report.articles, "editions": report.editions, "pages": report.pages}
    said = [f"{report.articles} articles, {report.editions} editions, {report.pages} pages checked."]
    if not problems:
        said.append("Nothing is wrong.")
    finish(problems, result, said, as_json=as_json)
