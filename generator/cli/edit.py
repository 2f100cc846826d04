"""`digest edit`: one decision of a person, written where the build reads it."""

from __future__ import annotations

import getpass
import re
from datetime import datetime
from pathlib import Path
from typing import Final

import click

from generator.cli.console import finish, now_option, open_site, site_options, writing_in
from generator.diagnostics import shown
from generator.library import add_decision, decision_path
from generator.model.editorial import Decision, Verb
from generator.model.ids import ArticleId, SourceId, StoryId

# Without the site before it: a publisher's own address may well look like one of ours.
_PERMALINK: Final = re.compile(r"/(?:articles|stories|sources)/([^#?]+?)/?(?:#.*)?")


@click.command("edit")
@site_options
@now_option
@click.argument("verb", type=click.Choice([verb.value for verb in Verb]))
@click.argument("target")
@click.argument("value", nargs=-1)
@click.option("--why", required=True, help="Why, for those who come after.")
@click.option("--by", help="Who decided it. [default: the name you are logged in by]")
@click.option("--source", help="takedown of an id: the source whose id it is.")
def edit_command(
    site: Path,
    now: datetime | None,
    verb: str,
    target: str,
    value: tuple[str, ...],
    why: str,
    by: str | None,
    source: str | None,
    *,
    as_json: bool,
) -> None:
    """Write a decision into content/editorial; the next build carries it out.

    TARGET is the id of a story, an article or a source, or a permalink without the site's address. VALUE is
    the story that a merged one becomes a part of, or the articles that a split takes out of the story. What a
    takedown is of may also be an address (with * at its end: all that begin so) or id: and the id that an
    item has where it came from.

    \b
    Examples:
      digest edit merge /stories/2026/08/17/wire-a/ /stories/2026/08/16/herald-b/ --why "One closure."
      digest edit split 2026/08/16/herald-b 2026/08/17/radio-c --why "That is another bridge."
      digest edit takedown https://gazette.example/bridge --why "The publisher asked for it."
    """
    chosen = Verb(verb)
    values = [_named(item) for item in value]
    if chosen is Verb.MERGE and len(values) != 1:
        raise click.UsageError("A merge takes one VALUE: the story that the first becomes a part of.")
    if chosen is Verb.SPLIT and not values:
        raise click.UsageError("A split takes as VALUE the articles that leave the story.")
    if chosen is Verb.TAKEDOWN and values:
        raise click.UsageError("A takedown takes no VALUE.")
    project, warnings = open_site(site, now, as_json=as_json)
    decision = Decision(
        verb=chosen,
        target=_named(target),
        into=StoryId(values[0]) if chosen is Verb.MERGE else None,
        articles=tuple(map(ArticleId, values)) if chosen is Verb.SPLIT else (),
        source=SourceId(source) if source else None,
        by=by or getpass.getuser(),
        at=project.now.replace(microsecond=0),
        why=why,
    )
    with writing_in(project.root):
        add_decision(project.root, decision)
    place = shown(decision_path(project.root, chosen), project.root)
    result = {"file": place, "verb": verb, "target": decision.target}
    finish(warnings, result, [f"Written to {place}. The next build carries it out."], as_json=as_json)


def _named(text: str) -> str:
    """The id that a permalink leads to; anything else as it is."""
    found = _PERMALINK.fullmatch(text)
    return found[1] if found else text
