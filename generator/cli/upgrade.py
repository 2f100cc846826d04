"""`digest upgrade`: a site's files as the installed version ships them."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from contextlib import nullcontext
from pathlib import Path
from typing import Final

import click

import generator
from generator.cli.console import finish, site_options, writing_in
from generator.project import find_root
from generator.site import Host
from generator.site.shipped import shipped_files
from generator.site.upgrading import BESIDE, Action, Step, Upgrade, carry_out, kept, lies_in, plan_upgrade

_COLOURS: Final = {"+": "green", "-": "red", "@": "cyan"}
_WORDS: Final = {Action.ADD: "new", Action.UPDATE: "changed", Action.REMOVE: "no longer shipped"}


@click.command("upgrade")
@site_options
@click.option("--write", is_flag=True, help="Do it. Without, it is only shown.")
@click.option(
    "--take",
    multiple=True,
    metavar="PATH",
    help="Have this file or folder as it ships, though it was changed. May be given several times.",
)
@click.option(
    "--host",
    type=click.Choice([host.value for host in Host]),
    help="Who publishes the site from now on: brings its files. [default: as before]",
)
def upgrade_command(
    site: Path, *, as_json: bool, write: bool, take: tuple[str, ...], host: str | None
) -> None:
    """Bring a site's files to the installed version: theme, schemas, base configuration, workflows.

    Shows the difference; --write makes it. A file that was changed by hand is never overwritten: it is told,
    and the one that ships now is put into build/upgrade. Articles, records, settings and pages are nobody's
    but the site's, and are not looked at.

    \b
    Example:
      pip install --upgrade dayfold
      digest upgrade
      digest upgrade --write
    """
    root = find_root(site)
    asked = Host(host) if host else None
    with writing_in(root) if write else nullcontext():
        upgrade = plan_upgrade(root, asked, take)
        _check(take, upgrade)
        problems = carry_out(root, upgrade) if write else kept(upgrade)
    finish(problems, _result(upgrade, written=write), _said(upgrade, written=write), as_json=as_json)


def _check(take: Collection[str], upgrade: Upgrade) -> None:
    ships = shipped_files(upgrade.after.host)
    for path in take:
        if not any(lies_in(one, [path]) for one in ships):
            raise click.BadParameter(f"Nothing of the name {path} ships.", param_hint="--take")


def _result(upgrade: Upgrade, *, written: bool) -> dict[str, object]:
    return {
        "from": upgrade.before.version if upgrade.before else None,
        "to": upgrade.after.version,
        "host": upgrade.after.host.value,
        "written": written,
        "files": [
            {"path": step.path, "action": step.action.value, "diff": step.difference()}
            for step in upgrade.steps
        ],
    }


def _said(upgrade: Upgrade, *, written: bool) -> Iterator[str]:
    if not written:
        for step in upgrade.steps:
            if step.action is not Action.LEAVE:
                yield from _shown(step)
    left = [step.path for step in upgrade.steps if step.action is Action.LEAVE]
    if left:
        yield f"The site's own, and left as they are: {', '.join(left)}."
    count = len(upgrade.changes)
    if not count:
        yield f"The site has the files of {generator.__version__}."
    elif written:
        yield f"{count} files are now as {generator.__version__} has them. Build, look at them, and commit."
    else:
        yield f"{count} files would change. Nothing was written; `digest upgrade --write` does it."


def _shown(step: Step) -> Iterator[str]:
    what = _WORDS.get(step.action, f"kept as it is; with --write, what ships lies in {BESIDE}")
    yield click.style(f"{step.path}: {what}", bold=True)
    for line in step.difference().splitlines():
        yield click.style(line, fg=_COLOURS.get(line[:1]))
