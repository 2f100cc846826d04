"""`digest fetch`: what is new in the feeds of sources.yml."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from generator.cli.console import counter, finish, now_option, open_site, site_options, writing_in
from generator.diagnostics import Problem, Severity
from generator.ingest import IngestReport, ingest
from generator.model.ids import SourceId
from generator.project import Project

if TYPE_CHECKING:
    from generator.fetch_report import FetchReport


@click.command("fetch")
@site_options
@now_option
@click.argument("sources", nargs=-1, metavar="[SOURCE]…")
@click.option("--ingest", "and_ingest", is_flag=True, help="Take in what is new at once.")
def fetch_command(
    site: Path,
    now: datetime | None,
    sources: tuple[str, ...],
    *,
    and_ingest: bool,
    as_json: bool,
) -> None:
    """Fetch what is new in the feeds of sources.yml, or of each SOURCE alone, into content/inbox.

    \b
    Example:
      digest fetch --ingest
    """
    from generator.fetch import FetchOptions, fetch, remember  # noqa: PLC0415 - 0.1 s for this command alone

    project, warnings = open_site(site, now, as_json=as_json)
    for source in sources:
        if source not in project.settings.sources:
            raise click.BadParameter(f"{source!r} is no id of site_config/sources.yml.", param_hint="SOURCE")
    options = FetchOptions(sources=frozenset(map(SourceId, sources)))
    taken = None
    with writing_in(project.root):
        into = _waiting_room(project) if and_ingest else project.content / "inbox"
        with counter("Fetching") as progress:
            report = fetch(project, into, options, progress)
        if and_ingest:
            taken = _take_in(project, into)
        remember(project, report)
    problems = [*warnings, *report.problems, *map(_of_a_stranger, taken.problems if taken else ())]
    finish(problems, _result(report, taken), _said(report, taken), as_json=as_json)


def _waiting_room(project: Project) -> Path:
    return project.index.parent / "fetched"


def _take_in(project: Project, folder: Path) -> IngestReport | None:
    """Ingest what waits in `folder`, also from a run that was cut short, and let go of it."""
    files = sorted(folder.glob("*.warc.gz"))
    if not files:
        return None
    with counter("Ingesting") as progress:
        report = ingest(project, files, progress=progress)
    for file in files:
        file.unlink()
    return report


def _of_a_stranger(problem: Problem) -> Problem:
    """What is wrong with a page or feed that was fetched, at its address: no error of the site, whose next
    edition does without."""
    file, _, url = problem.position.path.partition("#")
    if not url or not file.endswith(".warc.gz"):
        return problem
    here = replace(problem.position, path=url)
    if problem.severity is not Severity.ERROR:
        return replace(problem, position=here)
    remedy = "Nothing of it is taken in; what else came is."
    return replace(problem, position=here, severity=Severity.WARNING, remedy=remedy)


def _result(report: FetchReport, taken: IngestReport | None) -> dict[str, object]:
    return {
        "changed": report.changed,
        "unchanged": report.unchanged,
        "failed": report.failed,
        "waiting": report.waiting,
        "moved": report.moved,
        "pages": report.pages,
        "file": report.file if taken is None else None,
        "added": taken.added if taken else (),
        "updated": taken.updated if taken else (),
    }


def _said(report: FetchReport, taken: IngestReport | None) -> list[str]:
    counts = (len(report.changed), len(report.unchanged), len(report.failed))
    said = ["Feeds: {} with something new, {} without, {} failed.".format(*counts)]
    if report.waiting:
        said.append(f"Not asked, as their servers want to be left alone for a while: {len(report.waiting)}.")
    if report.pages:
        said.append(f"Whole articles: {len(report.pages)}.")
    if taken is not None:
        said.append(f"Articles: {len(taken.added)} added, {len(taken.updated)} updated.")
    elif report.file is not None:
        said.append(f"It is in {report.file}. Next: digest ingest")
    return said
