"""`digest new`: a new site that builds at once."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo, available_timezones

import click

from generator.cli.console import finish, json_option, now_option
from generator.diagnostics import DayfoldError
from generator.project import clock
from generator.site import NewSite, create_site


def _zone(_: click.Context, __: click.Parameter, value: str) -> str:
    if value not in available_timezones():
        raise click.BadParameter(f"{value!r} is no time zone. Write a name such as Europe/Berlin.")
    return ZoneInfo(value).key


@click.command("new")
@json_option
@now_option
@click.argument("target", metavar="DIR", type=click.Path(path_type=Path))
@click.option("--title", default="My digest", show_default=True, help="What the site is called.")
@click.option(
    "--timezone", default="UTC", show_default=True, callback=_zone, help="The zone days are cut in."
)
@click.option("--language", default="en", show_default=True, help="The language of the site's own words.")
@click.option("--url", default="https://digest.example/", show_default=True, help="Where it will stand.")
def new_command(
    target: Path,
    now: datetime | None,
    title: str,
    timezone: str,
    language: str,
    url: str,
    *,
    as_json: bool,
) -> None:
    """Make a new site in DIR, with a first article that says what to do next.

    \b
    Example:
      digest new my-digest --title "My digest" --timezone Europe/Berlin
    """
    answers = NewSite(title=title, timezone=timezone, language=language, url=url, now=clock(now))
    try:
        files = create_site(target, answers)
    except DayfoldError as error:
        finish(error.problems, {}, [], as_json=as_json)
        raise
    paths = [path.relative_to(target).as_posix() for path in files]
    said = [f"A new site is in {target}.", f"Next: cd {target}; digest serve"]
    finish([], {"site": str(target), "files": paths}, said, as_json=as_json)
