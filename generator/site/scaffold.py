"""Make a new site: a person's answers in, a folder that builds at once out."""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Final

import generator
from generator.diagnostics import DayfoldError, Position, Problem
from generator.model.ids import SourceId, article_id
from generator.output import write_if_changed
from generator.settings.yaml_writing import Writable, mapping_lines, write_mapping, write_time

_OWN_SOURCE: Final = SourceId("this-site")


@dataclass(frozen=True, slots=True, kw_only=True)
class NewSite:
    """What a person says of a site to be; `now` (aware) dates its first article."""

    title: str
    timezone: str
    language: str
    url: str
    now: datetime


def create_site(target: Path, answers: NewSite) -> list[Path]:
    """Make a site in `target` (which may exist, empty) and return the files, sorted.

    Raises DayfoldError: `folder-not-empty` when anything is there, `write-failed` when it cannot be written.
    """
    if target.exists() and (not target.is_dir() or any(target.iterdir())):
        raise DayfoldError(_not_empty(target))
    for path, text in _files(answers):
        write_if_changed(target / path, text.encode())
    (target / "content/inbox").mkdir(parents=True)
    shared = _shared_files()
    for name in ("mkdocs.base.yml", "schemas", "theme"):
        _copy(shared / name, target / "site_config" / name)
    return sorted(path for path in target.rglob("*") if path.is_file())


def _files(answers: NewSite) -> Iterator[tuple[str, str]]:
    yield "mkdocs.yml", _MKDOCS_HEAD + write_mapping(_mkdocs(answers))
    yield (
        "site_config/digest.yml",
        _DIGEST_HEAD + write_mapping({"timezone": answers.timezone, "language": answers.language}),
    )
    yield "site_config/sources.yml", _SOURCES_HEAD + _listing("sources", [_own_source(answers)])
    yield "site_config/topics.yml", _TOPICS_HEAD + _listing("topics", [_FIRST_TOPIC])
    yield "content/pages/about.md", _ABOUT
    yield _first_article(answers)
    yield ".gitignore", _GITIGNORE


def _mkdocs(answers: NewSite) -> dict[str, Writable]:
    return {
        "INHERIT": "site_config/mkdocs.base.yml",
        "site_name": answers.title,
        "site_url": answers.url,
        "site_description": f"{answers.title}: the day's news, each line with its source.",
        # Inherited mappings are merged, so this says the language alone.
        "theme": {"language": answers.language},
    }


def _own_source(answers: NewSite) -> dict[str, Writable]:
    return {
        "id": _OWN_SOURCE,
        "name": answers.title,
        "homepage": answers.url,
        "language": answers.language,
        "kind": "organisation",
        "rights": {"full_text": True},
    }


def _first_article(answers: NewSite) -> tuple[str, str]:
    """Its path and text. Plain text, as every article is: what looks like Markdown would be shown as it is."""
    now = answers.now.replace(microsecond=0)
    front_matter = {
        "title": _FIRST_TITLE,
        "source": _OWN_SOURCE,
        "published": write_time(now),
        "topics": [_FIRST_TOPIC["id"]],
        "language": "en",
    }
    path = f"content/articles/{article_id(now, _OWN_SOURCE, _FIRST_TITLE)}.md"
    return path, f"---\n{write_mapping(front_matter)}---\n{_FIRST_BODY}"


def _listing(key: str, entries: Iterable[Mapping[str, Writable]]) -> str:
    """`key` with a list of mappings under it, as a person would write it: a dash, then a key a line."""
    lines = [f"{key}:"]
    for entry in entries:
        first, *rest = mapping_lines(entry)
        lines += [f"  - {first}", *(f"    {line}" for line in rest)]
    return "\n".join(lines) + "\n"


def _shared_files() -> Path:
    """The site_config that every site starts from: in the installed package, or in the checkout."""
    package = Path(generator.__file__).parent
    installed = package / "scaffold" / "site_config"
    return installed if installed.is_dir() else package.parent / "site_config"


def _copy(source: Path, target: Path) -> None:
    if source.is_dir():
        shutil.copytree(source, target, copy_function=_copy_bytes)
    else:
        _copy_bytes(str(source), str(target))


def _copy_bytes(source: str, target: str) -> str:
    """Bytes alone: a read-only installation must not make read-only files of a person's site."""
    return shutil.copyfile(source, target)


def _not_empty(target: Path) -> Problem:
    what = "The folder is not empty" if target.is_dir() else "A file has this name"
    return Problem(
        code="folder-not-empty",
        position=Position(path=target.as_posix()),
        message=f"{what}.",
        remedy="Choose a folder that is not there yet, or empty this one; nothing was written.",
    )


_MKDOCS_HEAD: Final = """\
# This site's name and address; what every site shares is in the inherited file. Paths count from this folder.
"""

_DIGEST_HEAD: Final = """\
# yaml-language-server: $schema=schemas/digest.json
# Editions, sections, excerpts: every other setting has a default, named in the schema.
"""

_SOURCES_HEAD: Final = """\
# yaml-language-server: $schema=schemas/sources.json
# The publishers. `digest ingest` appends those it does not know; complete them, and say what their rights allow.
"""

_TOPICS_HEAD: Final = """\
# yaml-language-server: $schema=schemas/topics.json
# What articles are about: topics, people, places, organisations. An article has a topic whose name or alias it uses.
"""

_FIRST_TOPIC: Final[dict[str, Writable]] = {"id": "this-digest", "name": "This digest"}

_FIRST_TITLE: Final = "This digest is ready for its first articles"

_FIRST_BODY: Final = """\
The site builds. This article is its first, and its only source is the site itself.

To add news, put files into content/inbox and run digest ingest. It reads aggregator pages saved as text, JSON Lines with one article a line, and Markdown with front matter. For a page that says '28 minutes ago', name the time it was fetched: digest ingest page.txt --captured 2026-08-17T12:00:00Z.

Then run digest build, or leave digest serve running: it builds again whenever a file changes. The pages are in the folder site, ready for any web server.

Publishers that were not known are at the end of site_config/sources.yml. Say there what each of them allows: until then 200 characters of an article are quoted at most, and the reader is sent to the publisher for the rest.

Sections, time zone and editions are in site_config/digest.yml, the vocabulary in site_config/topics.yml. When the first real articles are in, delete this one: content/articles has a file for each.
"""

_ABOUT: Final = """\
---
title: How this is made
---

# How this is made

This digest is put together from articles that others published. Every line names its source and leads to it;
headlines are the publishers' own, and the lines under them are quoted word for word.

Articles about the same event stand together as one story. Copies of a wire's text are counted as copies.

## Rights

What is quoted, and how much, follows what each publisher allows. To have something taken down or corrected,
write to the editors.
"""

_GITIGNORE: Final = """\
/build/
/site/
/.cache/
"""
