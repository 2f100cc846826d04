"""`digest serve`: the site on a loopback port, rebuilt and reloaded on change."""

from __future__ import annotations

import signal
import threading
from datetime import datetime
from pathlib import Path

import click

from generator.build import build
from generator.cli.console import now_option, open_site, print_problems, site_options, the_clock, writing_in
from generator.diagnostics import DayfoldError
from generator.project import find_root, load_project
from generator.site import ServeOptions, serve


@click.command("serve")
@site_options
@now_option
@click.option(
    "--port", type=click.IntRange(0, 65535), default=8000, show_default=True, help="0: any free one."
)
def serve_command(site: Path, now: datetime | None, port: int, *, as_json: bool) -> None:
    """Show the site on this machine, and again after each change. Stop with Ctrl-C.

    \b
    Example:
      digest serve --port 8000
    """
    open_site(site, now, as_json=as_json)
    root = find_root(site)
    _rebuild(root, now)
    stop = threading.Event()
    signal.signal(signal.SIGTERM, lambda *_: stop.set())
    signal.signal(signal.SIGINT, lambda *_: stop.set())
    options = ServeOptions(
        rebuild=lambda: _rebuild(root, now),
        announce=lambda address: click.echo(f"The site is at {address}"),
        stop=stop,
        port=port,
    )
    serve(root, options)


def _rebuild(root: Path, now: datetime | None) -> bool:
    """Build with whatever the files say now; a fault is told, and the last good site stays."""
    try:
        with writing_in(root):
            project, warnings = load_project(root, the_clock(now))
            report = build(project)
    except DayfoldError as error:
        print_problems(error.problems)
        return False
    print_problems([*warnings, *report.problems])
    return report.site_built
