"""Make a new site: a person's answers in, a folder that builds at once out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from generator.diagnostics import DayfoldError, Position, Problem
from generator.languages import primary
from generator.model.ids import SourceId, article_id
from generator.output import write_if_changed
from generator.settings.yaml_writing import Writable, mapping_lines, write_mapping
from generator.site.hosting import Host
from generator.site.shipped import PACKAGE, sample_files, shipped_files
from generator.site.upgrading import RECORD, shipped_record

_OWN_SOURCE: Final = SourceId("this-site")
_FIRST_TOPIC: Final = "this-digest"
_SPOKEN: Final = "en"  # to those whose language nobody has written the first texts in
_TEXTS: Final = PACKAGE / "scaffold" / "texts"


@dataclass(frozen=True, slots=True, kw_only=True)
class NewSite:
    """What a person says of a site to be; `now` (aware) dates its first article."""

    title: str
    timezone: str
    language: str
    url: str
    now: datetime
    host: Host = Host.FOLDER


def create_site(target: Path, answers: NewSite) -> list[Path]:
    """Make a site in `target` (which may exist, empty) and return the files, sorted.

    Raises DayfoldError: `folder-not-empty` when anything is there, `write-failed` when it cannot be written.
    """
    own = {path: text.encode() for path, text in _files(answers)}
    return _create(target, own, answers.host)


def create_sample(target: Path, host: Host) -> list[Path]:
    """Make the sample site, as `create_site` makes an empty one."""
    return _create(target, sample_files(), host)


def _create(target: Path, own: Mapping[str, bytes], host: Host) -> list[Path]:
    if target.exists() and (not target.is_dir() or any(target.iterdir())):
        raise DayfoldError(_not_empty(target))
    ships = shipped_files(host)
    files = {**ships, **own, RECORD: shipped_record(ships, host)}
    files["content/inbox/.gitkeep"] = b""  # git keeps no empty folder
    for path, data in files.items():
        write_if_changed(target / path, data)
    return sorted(target / path for path in files)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Words:
    """What a new site says at first, in a language: its first article, and a page on how it is made."""

    language: str
    title: str
    topic: str
    description: str
    body: str
    about: str


def _words(language: str) -> _Words:
    folder = _TEXTS / primary(language)
    folder = folder if folder.is_dir() else _TEXTS / _SPOKEN
    head, _, body = (folder / "first_article.txt").read_text(encoding="utf-8").partition("\n\n")
    said = dict(line.split(": ", 1) for line in head.splitlines())
    about = (folder / "about.md").read_text(encoding="utf-8")
    return _Words(
        language=folder.name,
        title=said["title"],
        topic=said["topic"],
        description=said["description"],
        body=body,
        about=about,
    )


def _files(answers: NewSite) -> Iterator[tuple[str, str]]:
    words = _words(answers.language)
    yield "mkdocs.yml", _MKDOCS_HEAD + write_mapping(_mkdocs(answers, words))
    yield (
        "site_config/digest.yml",
        _DIGEST_HEAD + write_mapping({"timezone": answers.timezone, "language": answers.language}),
    )
    yield "site_config/sources.yml", _SOURCES_HEAD + _listing("sources", [_own_source(answers)])
    yield "site_config/topics.yml", _TOPICS_HEAD + _listing("topics", [_topic(words)])
    yield "content/pages/about.md", words.about
    yield _first_article(answers, words)


def _topic(words: _Words) -> dict[str, Writable]:
    return {"id": _FIRST_TOPIC, "name": words.topic}


def _mkdocs(answers: NewSite, words: _Words) -> dict[str, Writable]:
    return {
        "INHERIT": "site_config/mkdocs.base.yml",
        "site_name": answers.title,
        "site_url": answers.url,
        "site_description": words.description,
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


def _first_article(answers: NewSite, words: _Words) -> tuple[str, str]:
    """Its path and text: plain text, as in every article, where Markdown would be shown as it is typed."""
    now = answers.now.astimezone(UTC).replace(microsecond=0)
    front_matter: dict[str, Writable] = {
        "title": words.title,
        "source": _OWN_SOURCE,
        "published": now,
        "topics": [_FIRST_TOPIC],
        "language": words.language,
    }
    path = f"content/articles/{article_id(now, _OWN_SOURCE, words.title)}.md"
    return path, f"---\n{write_mapping(front_matter)}---\n{words.body}"


def _listing(key: str, entries: Iterable[Mapping[str, Writable]]) -> str:
    """`key` with a list of mappings under it, as a person would write it: a dash, then a key a line."""
    lines = [f"{key}:"]
    for entry in entries:
        first, *rest = mapping_lines(entry)
        lines += [f"  - {first}", *(f"    {line}" for line in rest)]
    return "\n".join(lines) + "\n"


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
# The publishers. `digest ingest` appends those it does not know; complete them, and say what each allows.
"""

_TOPICS_HEAD: Final = """\
# yaml-language-server: $schema=schemas/topics.json
# What articles are about: topics, people, places, organisations, found by their names and aliases.
"""
