"""`digest ingest`: raw files to cleaned articles."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import nullcontext
from datetime import datetime
from pathlib import Path
from typing import Any, Final

import click

from generator.cli.console import Moment, counter, finish, now_option, open_site, site_options, writing_in
from generator.ingest import IngestOptions, IngestReport, ingest
from generator.readers import readers

_LISTED: Final = 10  # names in a line


class ReaderName(click.ParamType[str]):
    """The name of a reader, ours or another package's. Looked up when it is given, not at each start."""

    name = "reader"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """`value` when a reader has that name; anything else is a fault of the command line."""
        names = [reader.name for reader in readers()]
        if value not in names:
            self.fail(f"{value!r} is not one of {', '.join(names)}.", param, ctx)
        return str(value)


@click.command("ingest")
@site_options
@now_option
@click.argument("paths", nargs=-1, type=click.Path(exists=True, path_type=Path), metavar="[PATH]…")
@click.option(
    "--reader",
    type=ReaderName(),
    metavar="NAME",
    help="Read every file with this reader. [default: chosen by what is in the file]",
)
@click.option(
    "--captured",
    type=Moment(),
    metavar="TIME",
    help="When the pages were fetched: 'N minutes ago' is reckoned from it. [default: the file's time]",
)
@click.option(
    "--source",
    metavar="NAME",
    help="Who published what names no publisher: an id or a name of sources.yml, or a new name.",
)
@click.option(
    "--jobs",
    type=click.IntRange(min=1),
    metavar="N",
    help="How many processes read a large input. What comes out is the same. [default: one for each core]",
)
@click.option("--dry-run", is_flag=True, help="Say what would be done, and write nothing.")
def ingest_command(
    site: Path,
    now: datetime | None,
    paths: tuple[Path, ...],
    reader: str | None,
    captured: datetime | None,
    source: str | None,
    jobs: int | None,
    *,
    as_json: bool,
    dry_run: bool,
) -> None:
    """Clean raw files into articles. Without PATH, read content/inbox.

    \b
    Example:
      digest ingest page.txt --captured 2026-08-17T12:00:00Z
    """
    project, warnings = open_site(site, now, as_json=as_json)
    options = IngestOptions(reader=reader, captured=captured, source=source, dry_run=dry_run, jobs=jobs)
    inbox = project.content / "inbox"
    with nullcontext() if dry_run else writing_in(project.root), counter("Ingesting") as progress:
        report = ingest(project, paths or ((inbox,) if inbox.exists() else ()), options, progress)
    finish([*warnings, *report.problems], _result(report), _said(report, dry_run=dry_run), as_json=as_json)


def _result(report: IngestReport) -> dict[str, object]:
    return {
        "added": report.added,
        "updated": report.updated,
        "unchanged": report.unchanged,
        "skipped": report.skipped,
        "new_sources": report.new_sources,
        "more_feeds": report.more_feeds,
        "learned": [{"source": source, "text": line.text} for source, line in report.learned],
    }


def _said(report: IngestReport, *, dry_run: bool) -> list[str]:
    would = "Would be: " if dry_run else ""
    said = [
        f"{would}{len(report.added)} added, {len(report.updated)} updated, {len(report.unchanged)} unchanged."
    ]
    if report.skipped:
        said.append(f"Passed over as older or double: {len(report.skipped)}.")
    if report.new_sources:
        said.append(f"New in site_config/sources.yml: {_listed(report.new_sources)}.")
    if report.more_feeds:
        said.append(f"More feeds in site_config/sources.yml: {_listed(report.more_feeds)}.")
    for source in sorted({source for source, _ in report.learned}):
        count = sum(source == other for other, _ in report.learned)
        said.append(f"Recurring lines that are cut from now on: {count} of content/boilerplate/{source}.yml.")
    return said


def _listed(names: Sequence[str]) -> str:
    """The first names, and how many more; `--json` has them all."""
    more = f" and {len(names) - _LISTED} more" if len(names) > _LISTED else ""
    return ", ".join(names[:_LISTED]) + more
