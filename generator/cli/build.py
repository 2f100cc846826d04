"""`digest build`: articles to records to Markdown to site."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import click

from generator.build import build, clean
from generator.build import verify as verify_build
from generator.cli.console import finish, now_option, open_site, site_options, steps, writing_in
from generator.knowledge import BuildReport
from generator.site import Builder


@click.command("build")
@site_options
@now_option
@click.option("--locked", is_flag=True, help="Refuse to change a record of an edition.")
@click.option("--no-site", is_flag=True, help="Stop at the Markdown in build/docs.")
@click.option(
    "--builder",
    type=click.Choice([builder.value for builder in Builder]),
    default=Builder.MKDOCS.value,
    show_default=True,
    help="What makes pages of the Markdown.",
)
@click.option(
    "--jobs",
    type=click.IntRange(min=1),
    default=1,
    show_default=True,
    metavar="N",
    help="How many processes compare and read the articles of a large archive. What comes out is the same.",
)
@click.option(
    "--verify", is_flag=True, help="Build everything again from nothing, beside it, and compare every file."
)
@click.option("--clean", "from_nothing", is_flag=True, help="Forget what earlier builds left in build/.")
def build_command(
    site: Path,
    now: datetime | None,
    builder: str,
    jobs: int,
    *,
    as_json: bool,
    locked: bool,
    no_site: bool,
    from_nothing: bool,
    verify: bool,
) -> None:
    """Build the site: articles to records to Markdown to HTML.

    \b
    Example:
      digest build --now 2026-08-17T21:00:00+02:00
    """
    project, warnings = open_site(site, now, as_json=as_json)
    with writing_in(project.root), steps() as progress:
        if from_nothing:
            clean(project)
        report = build(
            project,
            builder=None if no_site else Builder(builder),
            locked=locked,
            jobs=jobs,
            progress=progress,
        )
        if verify and report.site_built:
            report.problems += verify_build(project, builder=Builder(builder), progress=progress)
    report.problems += warnings
    finish(report.problems, _result(report), _said(report, project.site), as_json=as_json)


def _result(report: BuildReport) -> dict[str, object]:
    return {
        "articles": report.articles,
        "stories": report.stories,
        "editions": report.editions,
        "records_written": report.records_written,
        "pages": report.pages,
        "pages_written": report.pages_written,
        "pages_removed": report.pages_removed,
        "site_built": report.site_built,
        "unchanged": report.unchanged,
        "seconds": report.seconds,
    }


def _said(report: BuildReport, site: Path) -> list[str]:
    lines = [
        f"{report.articles} articles, {report.stories} stories, {report.editions} editions.",
        f"Changed: {len(report.records_written)} records, {report.pages_written} of {report.pages} pages.",
    ]
    if report.unchanged:
        lines[1] = "Nothing has changed since the last build."
    if report.site_built:
        lines.append(f"The site is at {site / 'index.html'}")
    return lines
