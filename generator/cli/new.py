"""`digest new`: a new site that builds at once."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any, Final
from zoneinfo import ZoneInfo, available_timezones

import click
from click.core import ParameterSource

from generator.cleaning import SourceBook, enlist
from generator.cli.console import finish, json_option, now_option, the_clock
from generator.diagnostics import DayfoldError, Position, Problem
from generator.ingest import ingest
from generator.library import add_feeds, add_sources
from generator.model.source import Feed, SourceDraft
from generator.project import load_project
from generator.site import Host, NewSite, create_sample, create_site


def _zone(value: str) -> str:
    if value not in available_timezones():
        raise click.BadParameter(f"{value!r} is no time zone. Write a name such as Europe/Berlin.")
    return ZoneInfo(value).key


def _title(value: str) -> str:
    if not value.strip():
        raise click.BadParameter("The title is empty. Write what the site is called.")
    return value.strip()


def _language(value: str) -> str:
    if not re.fullmatch(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*", value):
        raise click.BadParameter(f"{value!r} is no language tag. Write one such as en or pt-BR.")
    return value


def _address(value: str) -> str:
    if not re.fullmatch(r"https?://[^\s/]+(?:/\S*)?", value):
        raise click.BadParameter(f"{value!r} is no address. Write one such as https://digest.example/.")
    return value


def _asked(question: str) -> Callable[..., Any]:
    """Ask a person at a terminal for what no option says, and take it as if it were one."""

    def callback(context: click.Context, parameter: click.Parameter, value: Any) -> Any:
        untold = context.get_parameter_source(parameter.name or "") is ParameterSource.DEFAULT
        if untold and _is_a_person() and not context.params.get("sample"):
            taken_for = _checked(context, parameter)
            value = click.prompt(question, default=value, type=parameter.type, value_proc=taken_for, err=True)
        check = _CHECKS.get(parameter.name or "")
        return check(value) if check else value

    return callback


def _is_a_person() -> bool:
    """Whether somebody can answer. Scripts and CI are not asked."""
    return sys.stdin.isatty() and sys.stderr.isatty()


def _checked(context: click.Context, parameter: click.Parameter) -> Callable[[str], Any]:
    """What an answer is taken for; one that will not do is asked for again."""

    def value_of(answer: str) -> Any:
        value = parameter.type.convert(answer, parameter, context)
        check = _CHECKS.get(parameter.name or "")
        return check(value) if check else value

    return value_of


_WHICH_FEED: Final = "Which feed is to be read? An address, or a file with a list; Enter alone to go on"
_CHECKS: Final[dict[str, Callable[[str], str]]] = {
    "title": _title,
    "timezone": _zone,
    "language": _language,
    "url": _address,
}


@click.command("new")
@json_option
@now_option
@click.argument("target", metavar="DIR", type=click.Path(path_type=Path))
@click.option(
    "--sample",
    is_flag=True,
    is_eager=True,  # before the others, which then are not asked for
    help="Make the sample site, to look at: 135 articles about a region that does not exist.",
)
@click.option(
    "--title",
    default="My digest",
    show_default=True,
    callback=_asked("What is the site called?"),
    help="What the site is called.",
)
@click.option(
    "--timezone",
    default="UTC",
    show_default=True,
    callback=_asked("In which time zone are its days?"),
    help="The zone days are cut in.",
)
@click.option(
    "--language",
    default="en",
    show_default=True,
    callback=_asked("In which language are its own words?"),
    help="The language of its own words.",
)
@click.option(
    "--url",
    default="https://digest.example/",
    show_default=True,
    callback=_asked("At which address will it stand?"),
    help="Where it will stand.",
)
@click.option(
    "--host",
    type=click.Choice([host.value for host in Host]),
    default=Host.FOLDER.value,
    show_default=True,
    callback=_asked("Who will publish it?"),
    help="Who publishes it: brings the files that make it do so.",
)
@click.option(
    "--feed",
    "feeds",
    multiple=True,
    metavar="URL-OR-FILE",
    help="A feed to subscribe to, or a file with a list (OPML, a planet's). May be given several times.",
)
def new_command(
    target: Path,
    now: datetime | None,
    title: str,
    timezone: str,
    language: str,
    url: str,
    host: str,
    feeds: tuple[str, ...],
    *,
    as_json: bool,
    sample: bool,
) -> None:
    """Make a new site in DIR, with a first article that says what to do next.

    At a terminal it asks for what no option says.

    \b
    Example:
      digest new my-digest --title "My digest" --timezone Europe/Berlin --host github
    """
    if sample:
        _make_sample(target, Host(host), as_json=as_json)
        return
    addresses, lists = _feeds(feeds or (_asked_for_feeds() if _is_a_person() else ()))
    answers = NewSite(
        title=title, timezone=timezone, language=language, url=url, now=the_clock(now), host=Host(host)
    )
    try:
        create_site(target, answers)
        problems = _subscribe(target, answers.now, addresses, lists)
    except DayfoldError as error:
        finish(error.problems, {}, [], as_json=as_json)
        raise
    first = "digest fetch --ingest; " if addresses or lists else ""
    _tell(target, problems, "A new site", answers.host, first, as_json=as_json)


_WHOLE_TEXTS: Final = "Mind: content/articles has articles whole, and a public repository publishes them."
_OF_ITS_OWN: Final = ("title", "timezone", "language", "url", "feeds")  # the sample has its own


def _make_sample(target: Path, host: Host, *, as_json: bool) -> None:
    context = click.get_current_context()
    for name in _OF_ITS_OWN:
        if context.get_parameter_source(name) is ParameterSource.COMMANDLINE:
            option = "--feed" if name == "feeds" else f"--{name}"
            raise click.UsageError(f"The sample site has its own {name}. Leave out --sample or {option}.")
    try:
        create_sample(target, host)
    except DayfoldError as error:
        finish(error.problems, {}, [], as_json=as_json)
        raise
    _tell(target, [], "The sample site", Host.FOLDER, "", as_json=as_json)  # its texts are its own


def _tell(
    target: Path, problems: Sequence[Problem], what: str, host: Host, first: str, *, as_json: bool
) -> None:
    files = sorted(path.relative_to(target).as_posix() for path in target.rglob("*") if path.is_file())
    here = target.resolve() == Path.cwd()
    said = [f"{what} is {'here' if here else f'in {target}'}."]
    said.append(f"Next: {'' if here else f'cd {target}; '}{first}digest serve")
    if host is not Host.FOLDER:
        said.append(_WHOLE_TEXTS)
    finish(problems, {"site": str(target), "files": files}, said, as_json=as_json)


def _asked_for_feeds() -> list[str]:
    found: list[str] = []
    while feed := click.prompt(_WHICH_FEED, default="", show_default=False, value_proc=_feed, err=True):
        found.append(feed)
    return found


def _feed(answer: str) -> str:
    if answer:
        _feeds([answer])
    return answer


def _feeds(given: Sequence[str]) -> tuple[list[str], list[Path]]:
    """Addresses, and lists that are there."""
    addresses = [feed for feed in given if feed.startswith(("http://", "https://"))]
    lists = [Path(feed) for feed in given if feed not in addresses]
    for path in lists:
        if not path.is_file():
            raise click.BadParameter(
                f"{path} is neither a file nor an address. Write one such as https://paper.example/feed.xml.",
                param_hint="--feed",
            )
    return addresses, lists


def _subscribe(target: Path, now: datetime, addresses: Sequence[str], lists: Sequence[Path]) -> list[Problem]:
    """Put the feeds into sources.yml, each under its publisher's host or the name that its list has for it.
    Raises DayfoldError."""
    project, problems = load_project(target.resolve(), now)
    drafts = [
        SourceDraft(origin=Position(path="--feed"), name="", feed=Feed(url=address)) for address in addresses
    ]
    listed = enlist(drafts, SourceBook.of(project.settings.sources.values()))
    add_sources(project.root, listed.new)
    add_feeds(project.root, listed.feeds)
    problems += listed.problems
    if lists:
        project, _ = load_project(project.root, now)
        problems += ingest(project, lists).problems
    return problems
