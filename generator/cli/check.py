"""`digest check`: everything that can be wrong, without writing anything."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import click

from generator.build import check, check_takedowns
from generator.cli.console import counted, finish, now_option, open_site, site_options, steps
from generator.diagnostics import Problem
from generator.project import Project


@click.command("check")
@site_options
@now_option
@click.option("--takedowns", is_flag=True, help="Look for what was taken down in all that is published.")
def check_command(site: Path, now: datetime | None, *, as_json: bool, takedowns: bool) -> None:
    """Find everything that is wrong with a site, and write nothing.

    Settings, articles, learned lines, records, citations, rights, and every link between pages; also
    articles that have changed since an edition was made from them, and what the next build would change. With
    --takedowns instead: whether any file of the built site, its Markdown, the caches, the records and the
    register of permalinks has anything of what was taken down.

    \b
    Example:
      digest check --site my-digest
    """
    project, warnings = open_site(site, now, as_json=as_json)
    if takedowns:
        _check_takedowns(project, warnings, as_json=as_json)
        return
    with steps() as progress:
        report = check(project, progress=progress)
    problems = [*warnings, *report.problems]
    proof = report.proof
    result = {
        "articles": report.articles,
        "editions": report.editions,
        "pages": report.pages,
        "lines": proof.lines,
        "citations": proof.citations,
        "verified": proof.verified,
        "settled": proof.settled,
    }
    stand = (
        f"{proof.verified:,} of {proof.lines:,} published lines stand, with {proof.citations:,} citations."
    )
    settled = f" Corrections tell why {proof.settled:,} do not." if proof.settled else ""
    said = [
        (
            f"{counted(report.articles, 'article', 'articles')}, "
            f"{counted(report.editions, 'edition', 'editions')}, {report.pages} pages checked."
        ),
        stand + settled,
    ]
    if not problems:
        said.append("Nothing is wrong.")
    finish(problems, result, said, as_json=as_json)


def _check_takedowns(project: Project, warnings: list[Problem], *, as_json: bool) -> None:
    with steps() as progress:
        found = check_takedowns(project, progress)
    result = {
        "takedowns": found.takedowns,
        "compared": found.compared,
        "names": found.names,
        "files": found.files,
    }
    said = [
        f"Articles that are taken down: {found.takedowns}; still in content/articles: {found.compared}.",
        f"Their words and {found.names} names were looked for in {found.files} files.",
    ]
    if not found.problems:
        said.append("Nothing of what is taken down is published.")
    finish([*warnings, *found.problems], result, said, as_json=as_json)
