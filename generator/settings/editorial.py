"""The files of content/editorial as a schema, and what of a decision does not go together."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Annotated, Final

from pydantic import AfterValidator, Field, WithJsonSchema

from generator.diagnostics import Problem
from generator.model.editorial import ARTICLE_ID, Decision, Verb, aim_of
from generator.model.ids import ArticleId, StoryId
from generator.settings.faults import quoted
from generator.settings.schema import Schema, SourceSlug, Text, Time, fault
from generator.settings.yaml_reading import Document, KeyPath


def _article_id(text: str) -> str:
    if not ARTICLE_ID.fullmatch(text):
        raise fault(
            "is not the id of an article or story",
            "Write its path: 2026/08/17/harbour-gazette-bridge-reopens.",
        )
    return text


_ID_SCHEMA: Final = WithJsonSchema({"type": "string", "pattern": f"^{ARTICLE_ID.pattern}$"})
ArticleName = Annotated[ArticleId, AfterValidator(_article_id), _ID_SCHEMA]
StoryName = Annotated[StoryId, AfterValidator(_article_id), _ID_SCHEMA]


class DecisionEntry(Schema):
    """One decision."""

    verb: Verb = Field(
        description="What is done: `merge` makes a story part of another; `split` takes articles out of a "
        "story; `takedown` removes an article, a source or an address from all that is published.",
        examples=["merge"],
    )
    target: Text = Field(
        description="What it is done to. For `merge` and `split` the id of a story. For `takedown` the id of "
        "an article or of a source, an address (with * at its end: all that begin so), or `id:` and the id "
        "that an item has where it came from.",
        examples=["2026/08/17/harbour-gazette-bridge-reopens"],
    )
    into: StoryName | None = Field(
        default=None,
        description="`merge`: the story that it becomes a part of.",
        examples=["2026/08/16/merrow-wire-bridge-closed"],
    )
    articles: tuple[ArticleName, ...] = Field(
        default=(),
        description="`split`: the articles that leave the story and are one by themselves.",
        examples=[["2026/08/17/radio-tarn-ferry-late"]],
    )
    source: SourceSlug | None = Field(
        default=None,
        description="`takedown` of an `id:`: the source whose id it is; without it, of any.",
        examples=["merrow-wire"],
    )
    by: Text = Field(description="Who decided it.", examples=["A. Editor"])
    at: Time = Field(description="When, with the offset from UTC.", examples=["2026-08-17T14:00:00+02:00"])
    why: Text = Field(description="Why: for those who come after.", examples=["One closure of one bridge."])


class EditorialFile(Schema):
    """Decisions of people. The files of content/editorial are read together, in order of their names;
    `digest edit` appends to the one that is named after the verb."""

    decisions: tuple[DecisionEntry, ...] = Field(
        default=(),
        description="The decisions, in the order in which they were made.",
        examples=[
            [
                {
                    "verb": "takedown",
                    "target": "2026/08/17/harbour-gazette-bridge-reopens",
                    "by": "A. Editor",
                    "at": "2026-08-17T14:00:00+02:00",
                    "why": "The publisher asked for it.",
                }
            ]
        ],
    )


def decisions_of(file: EditorialFile, document: Document) -> tuple[Decision, ...]:
    """The decisions of a file, each with the place where it is written."""
    return tuple(
        Decision(
            **{name: getattr(entry, name) for name in type(entry).model_fields},
            position=document.position(("decisions", number)),
        )
        for number, entry in enumerate(file.decisions)
    )


_OWN_KEYS: Final[Mapping[Verb, frozenset[str]]] = {
    Verb.MERGE: frozenset({"into"}),
    Verb.SPLIT: frozenset({"articles"}),
    Verb.TAKEDOWN: frozenset({"source"}),
}
_NEEDED: Final[Mapping[Verb, str]] = {Verb.MERGE: "into", Verb.SPLIT: "articles"}
_MEANING: Final[Mapping[str, str]] = {
    "into": "Add `into: ` and the id of the story that it becomes a part of.",
    "articles": "Add `articles: ` and a list of the ids that leave the story.",
}


def check_decisions(decisions: Sequence[DecisionEntry], document: Document) -> Iterator[Problem]:
    """What a verb needs and does not have, has and does not know, and targets that it cannot have."""
    for number, decision in enumerate(decisions):
        path: KeyPath = ("decisions", number)
        yield from _check_keys(decision, path, document)
        if _can_be_target(decision):
            continue
        form = (
            "the id of an article or a source, an http address, or id: and an item's own id"
            if decision.verb is Verb.TAKEDOWN
            else "the id of a story: 2026/08/17/harbour-gazette-bridge-reopens"
        )
        yield Problem(
            code="invalid-value",
            position=document.position((*path, "target")),
            message=f"target: {quoted(decision.target)} is nothing that a {decision.verb.value} can be of.",
            remedy=f"Write {form}.",
        )


def _check_keys(decision: DecisionEntry, path: KeyPath, document: Document) -> Iterator[Problem]:
    needed = _NEEDED.get(decision.verb)
    if needed is not None and not getattr(decision, needed):
        yield Problem(
            code="missing-key",
            position=document.position(path),
            message=f"A {decision.verb.value} needs the key '{needed}'.",
            remedy=_MEANING[needed],
        )
    for keys in _OWN_KEYS.values():
        for key in sorted(keys - _OWN_KEYS[decision.verb]):
            if getattr(decision, key):
                yield Problem(
                    code="unknown-key",
                    position=document.key_position((*path, key)),
                    message=f"'{key}' is no key of a {decision.verb.value}.",
                    remedy="Remove it, or mend the verb.",
                )
    if decision.verb is Verb.MERGE and decision.into == decision.target:
        yield Problem(
            code="invalid-value",
            position=document.position((*path, "into")),
            message=f"into: {quoted(decision.into)} is the story that is to be merged.",
            remedy="Write the id of the other one.",
        )


def _can_be_target(decision: DecisionEntry) -> bool:
    if decision.verb is Verb.TAKEDOWN:
        return aim_of(decision.target) is not None
    return ARTICLE_ID.fullmatch(decision.target) is not None
