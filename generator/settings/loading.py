"""The files of site_config/ in, one frozen value of settings out, or every fault of all of them."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, Generic, TypeVar

from generator.diagnostics import Position, Problem, has_errors, shown
from generator.model.ids import UNKNOWN_SOURCE, SourceId, TopicId, digest_of
from generator.model.source import Source
from generator.model.topic import Topic
from generator.settings.digest import EXTRACTIVE, DigestSettings
from generator.settings.reading import read_yaml, unreadable
from generator.settings.references import check_digest, check_sources, check_topics
from generator.settings.schema import Schema
from generator.settings.sources import SourceEntry, SourcesFile
from generator.settings.topics import TopicEntry, TopicsFile
from generator.settings.yaml_reading import Document

FOLDER: Final = "site_config"
S = TypeVar("S", bound=Schema)


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """Everything site_config/ says. `sources` and `topics` are in the order of their files; `sources` always
    has 'unknown'. `hash` changes when anything changes that shapes an edition."""

    digest: DigestSettings
    sources: Mapping[SourceId, Source]
    topics: Mapping[TopicId, Topic]
    hash: str


def load_settings(root: Path) -> tuple[Settings | None, list[Problem]]:
    """The settings of the site at `root`, and every fault of digest.yml, sources.yml and topics.yml, sorted.

    None when one of the faults is an error. digest.yml must be there, empty at the least; without the other
    two there are no sources and no topics yet.
    """
    digest = _load(root, "digest.yml", DigestSettings)
    sources = _load(root, "sources.yml", SourcesFile)
    topics = _load(root, "topics.yml", TopicsFile)
    problems = [*digest.problems, *sources.problems, *topics.problems, *_check(digest, sources, topics)]
    problems.sort(key=lambda problem: problem.sort_key)
    if has_errors(problems) or digest.value is None or sources.value is None or topics.value is None:
        return None, problems
    return make_settings(digest.value, sources.value.sources, topics.value.topics), problems


def make_settings(
    digest: DigestSettings, sources: Sequence[SourceEntry] = (), topics: Sequence[TopicEntry] = ()
) -> Settings:
    """Settings of values that are known to be right, for tests and new sites."""
    by_source = {entry.id: entry.to_model() for entry in sources}
    by_source.setdefault(UNKNOWN_SOURCE, Source(id=UNKNOWN_SOURCE, name="Unknown source"))
    return Settings(
        digest=digest,
        sources=by_source,
        topics={entry.id: entry.to_model() for entry in topics},
        hash=_hash(digest, sources, topics),
    )


@dataclass(frozen=True, slots=True)
class _Loaded(Generic[S]):
    """A file as far as it could be read."""

    document: Document | None
    value: S | None
    problems: list[Problem]


def _load(root: Path, name: str, schema: type[S]) -> _Loaded[S]:
    path = root / FOLDER / name
    place = shown(path, root)
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        return _without_file(path, place, schema)
    except OSError as error:
        return _Loaded(None, None, [unreadable(place, error, "put a file in its place")])
    value, document, problems = read_yaml(schema, data, place)
    return _Loaded(document, value, problems)


# digest.yml must be there, so that a folder that is no site, or half of one, is not built by default values.
def _without_file(path: Path, place: str, schema: type[S]) -> _Loaded[S]:
    misnamed = path.with_suffix(".yaml")
    if misnamed.exists():
        remedy = f"Rename {misnamed.name} to {path.name}."
    elif schema is DigestSettings:
        remedy = "Make it; it may be empty, since every key has a default."
    else:
        return _Loaded(Document(path=place, value=None, keys={}, values={}, ends={}), schema(), [])
    missing = Problem(
        code="missing-file", position=Position(path=place), message="This file is not there.", remedy=remedy
    )
    return _Loaded(None, None, [missing])


def _check(
    digest: _Loaded[DigestSettings], sources: _Loaded[SourcesFile], topics: _Loaded[TopicsFile]
) -> Iterator[Problem]:
    if sources.value is not None and sources.document is not None:
        yield from check_sources(sources.value.sources, sources.document)
    if topics.value is None or topics.document is None:
        return
    yield from check_topics(topics.value.topics, topics.document)
    if digest.value is not None and digest.document is not None:
        known = {topic.id for topic in topics.value.topics}
        yield from check_digest(digest.value, digest.document, known)


def _unhashed(digest: DigestSettings) -> set[str]:
    """Keys that shape no edition; editions from before there were summarizers were all quoted."""
    return {
        "api",
        "builder",
        "cards",
        "feeds",
        "fetch",
        "ingest",
        *(["summarizer"] if digest.summarizer == EXTRACTIVE else []),
    }


# They decide what comes in, or what is said of an edition, not what an edition is.
_UNHASHED: Final[Any] = {
    "feeds": True,
    "keep_lines": True,
    "rights": {"fetch_articles": True, "mining_reserved": True},
}


def _hash(digest: DigestSettings, sources: Sequence[SourceEntry], topics: Sequence[TopicEntry]) -> str:
    shaping = {
        "digest": digest.model_dump(mode="json", exclude=_unhashed(digest)),
        "sources": sorted(
            (entry.model_dump(mode="json", exclude=_UNHASHED) for entry in sources),
            key=lambda entry: str(entry["id"]),
        ),
        "topics": sorted(
            (entry.model_dump(mode="json") for entry in topics), key=lambda entry: str(entry["id"])
        ),
    }
    return digest_of(json.dumps(shaping, sort_keys=True, ensure_ascii=False))
