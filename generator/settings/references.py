"""The settings' files together in, every id that is claimed twice or names nothing out, as problems."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from typing import Final

from generator.diagnostics import Position, Problem, Severity
from generator.model.ids import TopicId
from generator.settings.digest import DigestSettings
from generator.settings.faults import nearest
from generator.settings.sources import SourceEntry
from generator.settings.topics import TopicEntry
from generator.settings.yaml_reading import Document, KeyPath

_REMEDY_TWICE: Final = "Give one of them another id, or remove it."


def check_digest(
    digest: DigestSettings, document: Document, topics: AbstractSet[TopicId]
) -> Iterator[Problem]:
    """Sections: ids once each, topics and a default section that exist."""
    yield from duplicates([section.id for section in digest.sections], "sections", document)
    for number, section in enumerate(digest.sections):
        for place, topic in enumerate(section.topics):
            if topic not in topics:
                path = ("sections", number, "topics", place)
                position = document.position(path)
                yield unknown_reference(position, "topics", topic, "topics.yml", list(topics))
    ids = [section.id for section in digest.sections]
    if digest.default_section not in ids:
        position = document.position(("default_section",))
        yield unknown_reference(position, "default_section", digest.default_section, "`sections`", list(ids))


def check_sources(sources: Sequence[SourceEntry], document: Document) -> Iterator[Problem]:
    """Sources: ids once each (an error), domains and names once each (a warning)."""
    yield from duplicates([source.id for source in sources], "sources", document)
    yield from _claimed_twice(
        document,
        [
            (("sources", n, "domains", k), d, s.id)
            for n, s in enumerate(sources)
            for k, d in enumerate(s.domains)
        ],
    )
    names: list[tuple[KeyPath, str, str]] = []
    for number, source in enumerate(sources):
        names.append((("sources", number, "name"), source.name, source.id))
        for key, words in (("aliases", source.aliases), ("credits", source.credits)):
            names.extend((("sources", number, key, k), word, source.id) for k, word in enumerate(words))
    yield from _claimed_twice(document, names)
    for number, source in enumerate(sources):
        rights = source.rights
        if rights.valid_from and rights.valid_until and rights.valid_until < rights.valid_from:
            yield Problem(
                code="invalid-value",
                position=document.position(("sources", number, "rights", "valid_until")),
                message=f"rights.valid_until: {rights.valid_until} is before {rights.valid_from}, its start.",
                remedy="Swap them, or mend one.",
            )


def check_topics(topics: Sequence[TopicEntry], document: Document) -> Iterator[Problem]:
    """Topics: ids once each, parents that exist, no topic above itself."""
    yield from duplicates([topic.id for topic in topics], "topics", document)
    parents = {topic.id: topic.parent for topic in topics}
    for number, topic in enumerate(topics):
        if topic.parent is None:
            continue
        position = document.position(("topics", number, "parent"))
        if topic.parent not in parents:
            yield unknown_reference(position, "parent", topic.parent, "topics.yml", list(parents))
        elif (circle := _circle(topic.id, parents)) and topic.id == min(circle):
            yield Problem(
                code="invalid-value",
                position=position,
                message=f"parent: '{topic.parent}' makes a circle: {' → '.join((*circle, topic.id))}.",
                remedy="Remove one of these parents.",
            )


def duplicates(ids: Sequence[str], top: str, document: Document) -> Iterator[Problem]:
    """A problem for each id that stands in the list `top` of `document` a second time."""
    first: dict[str, int] = {}
    for number, name in enumerate(ids):
        if name in first:
            line = document.position((top, first[name], "id")).line
            yield Problem(
                code="duplicate-id",
                position=document.position((top, number, "id")),
                message=f"id: '{name}' is taken already, on line {line}.",
                remedy=_REMEDY_TWICE,
            )
        first.setdefault(name, number)


def unknown_reference(position: Position, key: str, name: str, where: str, known: Iterable[str]) -> Problem:
    """The problem that `name`, given at `key`, is not among the `known` ids of `where`."""
    near = nearest(name, known)
    return Problem(
        code="unknown-reference",
        position=position,
        message=f"{key}: '{name}' is not defined in {where}.",
        remedy=f"Did you mean {near}?" if near else "Add it there, or mend the id.",
    )


def _claimed_twice(document: Document, claims: Sequence[tuple[KeyPath, str, str]]) -> Iterator[Problem]:
    first: dict[str, str] = {}
    for path, word, owner in claims:
        holder = first.setdefault(word.casefold(), owner)
        if holder != owner:
            yield Problem(
                code="ambiguous-source",
                position=document.position(path),
                message=f"'{word}' stands for two sources, {holder} and {owner}.",
                remedy=f"Remove it from one of them; until then it means {holder}.",
                severity=Severity.WARNING,
            )


def _circle(start: TopicId, parents: Mapping[TopicId, TopicId | None]) -> tuple[TopicId, ...]:
    """The topics from `start` up to where it comes back to `start`; empty when it does not."""
    path = [start]
    parent = parents[start]
    while parent is not None and parent not in path:
        path.append(parent)
        parent = parents.get(parent)
    return tuple(path) if parent == start else ()
