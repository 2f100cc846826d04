"""`digest serve`: the site on a loopback port, shown again and rebuilt on change."""

from __future__ import annotations

import multiprocessing
import os
import signal
import sys
import threading
from collections.abc import Collection
from datetime import datetime
from pathlib import Path
from typing import Final

import click

from generator.build import build
from generator.cli.console import now_option, open_site, print_problems, site_options, the_clock, writing_in
from generator.diagnostics import DayfoldError
from generator.preview import Preview
from generator.project import find_root, load_project
from generator.site import ServeOptions, serve

_NICE: Final = 5  # pages that are waited for go before the build of all


@click.command("serve")
@site_options
@now_option
@click.option(
    "--port",
    type=click.IntRange(0, 65535),
    default=8000,
    show_default=True,
    metavar="N",
    help="Where to listen; 0: any free port.",
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
    with Preview(root) as preview:
        options = ServeOptions(
            rebuild=lambda: _rebuild_beside(root, now),
            announce=lambda address: click.echo(f"The site is at {address}"),
            ahead=_Ahead(preview, root, now),
            stop=stop,
            port=port,
        )
        serve(root, options)


class _Ahead:
    """A preview by whatever the settings and the clock say now. Faults of the settings are told by the build
    that follows."""

    def __init__(self, preview: Preview, root: Path, now: datetime | None) -> None:
        self._preview = preview
        self._root = root
        self._now = now

    def learn(self) -> None:
        try:
            self._preview.learn(load_project(self._root, the_clock(self._now))[0])
        except DayfoldError:
            self._preview.forget()

    def show(self, changed: Collection[Path]) -> bool:
        try:
            return self._preview.show(load_project(self._root, the_clock(self._now))[0], changed)
        except DayfoldError:
            self._preview.forget()
            return False

    def get(self, path: str) -> bytes | None:
        return self._preview.get(path)


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


def _rebuild_beside(root: Path, now: datetime | None) -> bool:
    """The same in another process, so that this one has time for who asks for pages."""
    process = multiprocessing.get_context("spawn").Process(
        target=_rebuild_there, args=(root, now), daemon=True
    )
    process.start()
    process.join()
    return process.exitcode == 0


def _rebuild_there(root: Path, now: datetime | None) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the one that serves
    os.nice(_NICE)
    sys.exit(0 if _rebuild(root, now) else 1)
