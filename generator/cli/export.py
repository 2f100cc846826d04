"""`digest export`: what the digest knows, as JSON Lines."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import fields
from datetime import date, datetime
from enum import Enum
from pathlib import Path
from typing import Any

import click

from generator.build_report import BuildReport
from generator.cli.console import finish, now_option, open_site, site_options, steps
from generator.digest import reach, suggest_names
from generator.knowledge import Digest, digest
from generator.library.records import record_fields
from generator.model.article import Article
from generator.model.edition import Period
from generator.model.ids import EditionId, StoryId
from generator.model.image import Image
from generator.model.reporting import reporter_of
from generator.model.story import Role, Taken
from generator.settings import Settings
from generator.settings.front_matter import FrontMatter, image_fields
from generator.stories import shared_passages


@click.command("export")
@site_options
@now_option
@click.option(
    "--what",
    type=click.Choice(["articles", "stories", "editions", "suggestions"]),
    default="articles",
    show_default=True,
    help="Which things to print, one a line.",
)
def export_command(site: Path, now: datetime | None, what: str, *, as_json: bool) -> None:
    """Print what the digest knows as JSON Lines: one object a line, in a stable order.

    `digest ingest` takes the articles back without loss: every field and the text.

    With --json, the lines are the `items` of one report.

    \b
    Example:
      digest export --what stories > stories.jsonl
    """
    project, warnings = open_site(site, now, as_json=as_json)
    with steps() as progress:
        known = digest(project, BuildReport(), progress)
    if what == "suggestions":
        rows = _suggestions(known, known.settings)
    else:
        rows = {"articles": _articles, "stories": _stories, "editions": _editions}[what](known)
    problems = [*warnings, *known.problems]
    if as_json:
        finish(problems, {"what": what, "items": list(rows)}, [], as_json=True)
    else:
        lines = (json.dumps(row, ensure_ascii=False, sort_keys=True) for row in rows)
        finish(problems, {}, lines, as_json=False)


def _articles(known: Digest) -> Iterator[dict[str, Any]]:
    for article in sorted(known.articles.values(), key=lambda a: (a.when, a.id)):
        lineage = known.lineage[article.id]
        yield {
            "id": article.id,
            **{key: _plain(getattr(article, key)) for key in FrontMatter.model_fields},
            "body": article.body,
            "story": known.story_of[article.id],
            "role": lineage.role.value,
            "copy_of": lineage.of if lineage.role is Role.COPY else None,
            "rewrite_of": lineage.of if lineage.role is Role.REWRITE else None,
            "is_update": lineage.is_update,
            "reporter": reporter_of(article.id, known.articles, known.lineage),
            "evidence": [_evidence(known, article, source) for source in lineage.sources],
            "cited_articles": [{"article": c.article, "shared": list(c.shared)} for c in lineage.cited],
        }


def _evidence(known: Digest, article: Article, source: Taken) -> dict[str, Any]:
    """What one relation rests on; a passage is start and end in this body, then in the other."""
    passages = shared_passages(article.body, known.articles[source.of].body)
    return {
        **{field.name: getattr(source, field.name) for field in fields(source)},
        "passages": [[p.start, p.end, p.of_start, p.of_end] for p in passages],
    }


def _plain(value: object) -> object:
    if isinstance(value, date):  # a datetime is one, too
        return value.isoformat()
    if isinstance(value, tuple):
        return [image_fields(one) if isinstance(one, Image) else one for one in value]
    return value.value if isinstance(value, Enum) else value


def _stories(known: Digest) -> Iterator[dict[str, Any]]:
    told = _told_last(known)
    before: dict[StoryId, list[StoryId]] = {}
    for gone, now in sorted(known.coverage.moved.items()):
        before.setdefault(now, []).append(gone)
    for story in known.stories.values():
        spread = reach(known.coverage, story.articles)
        newest, fields_of_it = told.get(story.id, (None, {}))
        yield {
            "id": story.id,
            "was": before.get(story.id, []),
            "articles": list(story.articles),
            "outlets": spread.outlets,
            "independent": spread.independent,
            "topics": list(story.topics),
            "related": [{"story": r.story, "reason": r.reason} for r in story.related],
            "edition": newest,
            "state": fields_of_it.get("state"),
            "changed": fields_of_it.get("changed", {}),
            "figures": fields_of_it.get("figures", []),
        }


def _told_last(known: Digest) -> dict[StoryId, tuple[EditionId, dict[str, Any]]]:
    """For each story the newest daily edition that has it, and what its record says of the story."""
    told: dict[StoryId, tuple[EditionId, dict[str, Any]]] = {}
    for edition in known.editions:
        if edition.period is Period.DAY:
            for story in record_fields(edition)["stories"]:
                told[known.coverage.now(StoryId(story["id"]))] = (edition.id, story)
    return told


def _editions(known: Digest) -> Iterator[dict[str, Any]]:
    for edition in known.editions:
        yield record_fields(edition)


def _suggestions(known: Digest, settings: Settings) -> Iterator[dict[str, Any]]:
    for suggestion in suggest_names(known.coverage, settings):
        yield {
            **{field.name: _plain(getattr(suggestion, field.name)) for field in fields(suggestion)},
            "forms": dict(suggestion.forms),
            "close": [{"topic": c.topic, "name": c.name, "why": c.why} for c in suggestion.close],
        }
