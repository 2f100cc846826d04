"""`digest build` and `digest assemble`: articles to records to Markdown to site, on one machine or more."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

import click

from generator.build_report import BuildReport, Progress
from generator.cli.console import counted, finish, now_option, open_site, site_options, steps, writing_in
from generator.diagnostics import Problem
from generator.project import Project
from generator.side_by_side import cores
from generator.site import Builder
from generator.unchanged import Unchanged
from generator.workers import DASK, workers


def cluster_of(context: click.Context, option: click.Parameter, value: str | None) -> str | None:
    """The address of a cluster, of a kind that is known."""
    if value is not None and not value.startswith(DASK):
        raise click.BadParameter(f"{value!r} is no cluster. Write {DASK}HOST:PORT.", context, option)
    return value


def year_of(context: click.Context, option: click.Parameter, value: str | None) -> str | None:
    """A year, in four digits."""
    if value is not None and not re.fullmatch("[0-9]{4}", value):
        raise click.BadParameter(f"{value!r} is no year. Write 2019.", context, option)
    return value


jobs_option = click.option(
    "--jobs",
    type=click.IntRange(min=1),
    default=cores,
    metavar="N",
    help="How many processes share the work; what comes out is the same. [default: one a core]",
)
executor_option = click.option(
    "--executor",
    metavar="dask://HOST:PORT",
    callback=cluster_of,
    help="Share the work with the workers of a Dask cluster. What comes out is the same.",
)


@click.command("build")
@site_options
@now_option
@click.option("--locked", is_flag=True, help="Refuse to change a record of an edition.")
@click.option("--no-site", is_flag=True, help="Stop at the Markdown in build/docs.")
@click.option(
    "--builder",
    type=click.Choice([builder.value for builder in Builder]),
    help="What makes pages of the Markdown. [default: `builder` of digest.yml, else mkdocs]",
)
@jobs_option
@executor_option
@click.option(
    "--verify", is_flag=True, help="Build everything again from nothing, beside it, and compare every file."
)
@click.option(
    "--period",
    metavar="YEAR",
    callback=year_of,
    help="Make the pages of this year alone, as a part for `digest assemble`; publish nothing.",
)
@click.option("--clean", "from_nothing", is_flag=True, help="Forget what earlier builds left in build/.")
def build_command(
    site: Path,
    now: datetime | None,
    builder: str | None,
    jobs: int,
    executor: str | None,
    period: str | None,
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
    if period is not None and (locked or no_site or verify or builder is not None):
        raise click.UsageError(
            "--period goes with --now, --jobs, --executor and --clean alone: a part has no records to lock."
        )
    project, warnings = open_site(site, now, as_json=as_json)
    chosen = Builder(builder) if builder else project.settings.digest.builder
    if period is not None and chosen is not Builder.MKDOCS:
        raise click.UsageError("--period has MkDocs make pages, and digest.yml says `builder: zensical`.")
    if period is not None:
        _build_part(project, period, (jobs, executor), warnings, from_nothing=from_nothing, as_json=as_json)
        return
    with writing_in(project.root), steps() as progress:
        if from_nothing:
            _forget(project)
        made_by = None if no_site else chosen
        last = Unchanged(project, made_by)
        report = last.report() or _build(project, made_by, last, (jobs, executor), progress, locked=locked)
        if verify and report.site_built:
            report.problems += _verify(project, chosen, progress)
    report.problems += warnings
    finish(report.problems, _result(report), _said(report, project.site), as_json=as_json)


# The pipeline takes half a second to load, which a build that has nothing to do need not spend.
def _build(
    project: Project,
    builder: Builder | None,
    last: Unchanged,
    who: tuple[int, str | None],
    progress: Progress,
    *,
    locked: bool,
) -> BuildReport:
    from generator.build import build  # noqa: PLC0415 -- see above

    jobs, cluster = who
    with workers(cluster) as working:
        return build(
            project,
            builder=builder,
            locked=locked,
            executor=working,
            jobs=jobs,
            last=last,
            progress=progress,
        )


def _verify(project: Project, builder: Builder, progress: Progress) -> list[Problem]:
    from generator.build import verify  # noqa: PLC0415 -- as above

    return verify(project, builder=builder, progress=progress)


def _forget(project: Project) -> None:
    from generator.build import clean  # noqa: PLC0415 -- as above

    clean(project)


def _build_part(
    project: Project,
    period: str,
    who: tuple[int, str | None],
    warnings: Sequence[Problem],
    *,
    from_nothing: bool,
    as_json: bool,
) -> None:
    from generator.dividing import build_part  # noqa: PLC0415 -- as above
    from generator.parts import PARTS, save_part  # noqa: PLC0415 -- as above

    report = BuildReport()
    path = project.root / PARTS / f"{period}.zip"
    with writing_in(project.root), steps() as progress:
        if from_nothing:
            _forget(project)
        jobs, cluster = who
        with workers(cluster) as working:
            part = build_part(project, period, report, executor=working, jobs=jobs, progress=progress)
        save_part(path, part)
    report.problems += warnings
    left = "" if report.site_built else " Some are left to be built, and complained of, by `digest assemble`."
    said = [f"{report.pages} pages and files of {period} are in {path}.{left}"]
    finish(report.problems, {**_result(report), "part": str(path)}, said, as_json=as_json)


@click.command("assemble")
@site_options
@now_option
@click.argument("parts", nargs=-1, required=True, type=click.Path(dir_okay=False, path_type=Path))
@click.option("--locked", is_flag=True, help="Refuse to change a record of an edition.")
@click.option("--no-site", is_flag=True, help="Stop at the Markdown in build/docs.")
@jobs_option
@executor_option
def assemble_command(
    site: Path,
    now: datetime | None,
    parts: tuple[Path, ...],
    jobs: int,
    executor: str | None,
    *,
    as_json: bool,
    locked: bool,
    no_site: bool,
) -> None:
    """Build the site of PARTS that other machines have made, and make what they do not have.

    \b
    Example:
      digest assemble build/parts/*.zip
    """
    from generator.build import build  # noqa: PLC0415 -- as above

    project, warnings = open_site(site, now, as_json=as_json)
    with writing_in(project.root), steps() as progress, workers(executor) as working:
        report = build(
            project,
            builder=None if no_site else project.settings.digest.builder,
            locked=locked,
            executor=working,
            jobs=jobs,
            parts=parts,
            progress=progress,
        )
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
    found = (
        counted(report.articles, "article", "articles"),
        counted(report.stories, "story", "stories"),
        counted(report.editions, "edition", "editions"),
    )
    lines = [
        f"{', '.join(found)}.",
        f"Changed: {len(report.records_written)} records, {report.pages_written} of {report.pages} pages.",
    ]
    if report.unchanged:
        lines[1] = "Nothing has changed since the last build."
    if report.site_built:
        lines.append(f"The site is at {site / 'index.html'}")
    return lines
