"""`digest edit`: one decision of a person, written where the build reads it."""

from __future__ import annotations

import getpass
import re
from datetime import datetime
from pathlib import Path
from typing import Final

import click

from generator.cli.addresses import permalink
from generator.cli.console import finish, now_option, open_site, site_options, writing_in
from generator.diagnostics import shown
from generator.library import add_decision, decision_path
from generator.model.editorial import Verb
from generator.project import site_info
from generator.settings.yaml_writing import Writable

_OF_THING: Final = re.compile(r"/(?:articles|stories|sources)/(.+)/")


@click.command("edit")
@site_options
@now_option
@click.argument("verb", type=click.Choice([verb.value for verb in Verb]))
@click.argument("target")
@click.argument("value", nargs=-1)
@click.option("--why", required=True, help="Why, for those who come after.")
@click.option("--by", help="Who decided it. [default: the name you are logged in by]")
@click.option(
    "--on",
    metavar="DAY",
    help="pin, headline, summary, note, correction: the edition's day. [default: today]",
)
@click.option("--everywhere", is_flag=True, help="hide: in the editions of before too.")
@click.option("--before", metavar="TEXT", help="correction: the words that stood.")
@click.option("--after", metavar="TEXT", help="correction: the words that stand now.")
@click.option(
    "--settle",
    type=click.Choice(["keep", "follow"]),
    help="correction of an article that its source has changed: keep our line, or follow the source.",
)
@click.option("--reviewed", metavar="TEXT", help="Why words may stand that the articles do not have.")
@click.option("--source", metavar="ID", help="takedown of an id: the source whose id it is.")
def edit_command(
    site: Path,
    now: datetime | None,
    verb: str,
    target: str,
    value: tuple[str, ...],
    *,
    why: str,
    by: str | None,
    on: str | None,
    everywhere: bool,
    before: str | None,
    after: str | None,
    settle: str | None,
    reviewed: str | None,
    source: str | None,
    as_json: bool,
) -> None:
    """Write a decision into content/editorial; the next build carries it out.

    TARGET is the id of a story, an article or a source, or a permalink with the site's address or without.
    VALUE is the words of a headline, summary or note; a label, section or topic (with a minus before it to
    take it away); the story that a merged one becomes a part of; the articles that a split takes out of the
    story; the permalink that takes the place of a redirect's TARGET.
    What a takedown is of may also be an address (with * at its end: all that begin so), id: and the id that
    an item has where it came from, the permalink of a topic or a page of yours, or name: and
    the name of a person.

    \b
    Examples:
      digest edit headline /stories/2026/08/16/herald-b/ "Bridge opens early" --why "Clearer."
      digest edit merge /stories/2026/08/17/wire-a/ /stories/2026/08/16/herald-b/ --why "One closure."
      digest edit redirect /topics/docks/ /topics/harbour/ --why "One topic."
      digest edit takedown "name:Jane Roe" --why "Court order 4 C 12/26."
      digest edit takedown https://gazette.example/bridge --why "The publisher asked for it."
    """
    chosen = Verb(verb)
    _check_values(chosen, value, settles=settle is not None)
    project, warnings = open_site(site, now, as_json=as_json)
    address = site_info(project.root).url
    fields = {
        "verb": verb,
        "target": _target(chosen, target, address),
        **_values(chosen, value, address),
        "on": on,
        "everywhere": everywhere,
        "before": before,
        "after": after,
        "settle": settle,
        "reviewed": reviewed,
        "source": source,
        "by": by or getpass.getuser(),
        "at": project.now.replace(microsecond=0),
        "why": why,
    }
    with writing_in(project.root):
        add_decision(project.root, chosen, {key: given for key, given in fields.items() if given})
    place = shown(decision_path(project.root, chosen), project.root)
    result = {"file": place, "verb": verb, "target": fields["target"]}
    finish(warnings, result, [f"Written to {place}. The next build carries it out."], as_json=as_json)


_IDS: Final = frozenset({Verb.MERGE, Verb.SPLIT})  # whose values are ids
_BARE: Final = frozenset({Verb.PIN, Verb.HIDE, Verb.TAKEDOWN})


def _check_values(verb: Verb, value: tuple[str, ...], *, settles: bool) -> None:
    if settles:
        if value:
            raise click.UsageError("A correction that settles what a source has changed takes no VALUE.")
        return
    if verb is Verb.MERGE and len(value) != 1:
        raise click.UsageError("A merge takes one VALUE: the story that the first becomes a part of.")
    if verb is Verb.SPLIT and not value:
        raise click.UsageError("A split takes as VALUE the articles that leave the story.")
    if verb in _BARE and value:
        raise click.UsageError(f"A {verb.value} takes no VALUE.")
    if verb not in _IDS | _BARE and len(value) != 1:
        raise click.UsageError(f"A {verb.value} takes one VALUE; put words in quotation marks.")


def _values(verb: Verb, value: tuple[str, ...], address: str | None) -> dict[str, Writable]:
    if verb is Verb.MERGE:
        return {"into": _named(value[0], address)}
    if verb is Verb.REDIRECT:
        return {"value": permalink(value[0], address) or value[0]}
    if verb is Verb.SPLIT:
        return {"articles": [_named(item, address) for item in value]}
    return {"value": value[0]} if value else {}


def _target(verb: Verb, text: str, address: str | None) -> str:
    named = text if verb is Verb.REDIRECT else _named(text, address)
    if named != text or verb not in {Verb.REDIRECT, Verb.TAKEDOWN}:
        return named
    return permalink(text, address) or text


def _named(text: str, address: str | None) -> str:
    """The id that a permalink leads to; anything else as it is."""
    path = permalink(text, address)
    found = _OF_THING.fullmatch(path) if path is not None else None
    return found[1] if found else text
