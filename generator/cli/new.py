"""`digest new`: a new site that builds at once."""

from __future__ import annotations

import re
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo, available_timezones

import click

from generator.cli.console import finish, json_option, now_option, the_clock
from generator.diagnostics import DayfoldError
from generator.site import NewSite, create_site


def _zone(_: click.Context, __: click.Parameter, value: str) -> str:
    if value not in available_timezones():
        raise click.BadParameter(f"{value!r} is no time zone. Write a name such as Europe/Berlin.")
    return ZoneInfo(value).key


def _title(_: click.Context, __: click.Parameter, value: str) -> str:
    if not value.strip():
        raise click.BadParameter("The title is empty. Write what the site is called.")
    return value.strip()


def _language(_: click.Context, __: click.Parameter, value: str) -> str:
    if not re.fullmatch(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*", value):
        raise click.BadParameter(f"{value!r} is no language tag. Write one such as en or pt-BR.")
    return value


def _address(_: click.Context, __: click.Parameter, value: str) -> str:
    if not re.fullmatch(r"https?://[^\s/]+(?:/\S*)?", value):
        raise click.BadParameter(f"{value!r} is no address. Write one such as https://digest.example/.")
    return value


@click.command("new")
@json_option
@now_option
@click.argument("target", metavar="DIR", type=click.Path(path_type=Path))
@click.option(
    "--title", default="My digest", show_default=True, callback=_title, help="What the site is called."
)
@click.option(
    "--timezone", default="UTC", show_default=True, callback=_zone, help="The zone days are cut in."
)
@click.option(
    "--language", default="en", show_default=True, callback=_language, help="The language of its own words."
)
@click.option(
    "--url",
    default="https://digest.example/",
    show_default=True,
    callback=_address,
    help="Where it will stand.",
)
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
    answers = NewSite(title=title, timezone=timezone, language=language, url=url, now=the_clock(now))
    try:
        files = create_site(target, answers)
    except DayfoldError as error:
        finish(error.problems, {}, [], as_json=as_json)
        raise
    paths = [path.relative_to(target).as_posix() for path in files]
    said = [f"A new site is in {target}.", f"Next: cd {target}; digest serve"]
    finish([], {"site": str(target), "files": paths}, said, as_json=as_json)
