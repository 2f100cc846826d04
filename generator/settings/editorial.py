"""The files of content/editorial as a schema, and what of a decision does not go together."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import Annotated, Final

from pydantic import AfterValidator, Field, WithJsonSchema

from generator.diagnostics import Problem
from generator.model.article import Label
from generator.model.editorial import ARTICLE_ID, Decision, Settle, Verb, aim_of
from generator.model.ids import PERMALINK, ArticleId, StoryId
from generator.settings.faults import quoted
from generator.settings.references import unknown_reference
from generator.settings.schema import Day, Flag, Schema, SourceSlug, Text, Time, fault
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
        description="What is done. `pin` puts a story at the top of a day's edition; `hide` keeps a story "
        "or an article out of editions; `headline`, `summary` and `note` are words of yours "
        "for a story in a day's edition; `correction` tells what was wrong in a "
        "closed edition, or settles what a source has changed; `label` says what kind of text an article is; "
        "`section` and `topic` file a story; `merge` makes a story part of another; `split` "
        "takes articles out of a story; `takedown` removes an article, a source, an address or a name "
        "from all that is published; `redirect` sends the readers of a page that is gone to another.",
        examples=["merge"],
    )
    target: Text = Field(
        description="What it is done to: the id of a story; of an article for `label`, of either for "
        "`hide`. For `takedown` the id of an article or of a source, an address (with * at "
        "its end: all that begin so), `id:` and the id that an item has where it came "
        "from, the permalink of a topic or a hand-written page, or `name:` and the name of a person, "
        "which then stands nowhere any more. For `redirect` a permalink.",
        examples=["2026/08/17/harbour-gazette-bridge-reopens"],
    )
    value: Text | None = Field(
        default=None,
        description="`headline`, `summary`, `note`: the words. `label`: one of the labels of articles. "
        "`section`: the id of one. `topic`: the id of one, with a minus before it to take it "
        "away. `redirect`: the permalink that takes its place.",
        examples=["Harbour bridge opens two days early"],
    )
    on: Day | None = Field(
        default=None,
        description="`pin`, `headline`, `summary`, `note`: the day of the edition they are for. Without "
        "it, the day of the decision. A closed edition is then a revision later.",
        examples=["2026-08-17"],
    )
    everywhere: Flag = Field(
        default=False,
        description="`hide`: in the editions of before too, not only from now on.",
        examples=[True],
    )
    before: Text | None = Field(
        default=None,
        description="`correction`: the words that stood.",
        examples=["Twelve people were hurt."],
    )
    after: Text | None = Field(
        default=None,
        description="`correction`: the words that stand now.",
        examples=["Eleven people were hurt."],
    )
    settle: Settle | None = Field(
        default=None,
        description="`correction` of an article whose source has changed what we quoted: `keep` our line "
        "as it was published, or `follow` the source.",
        examples=["follow"],
    )
    reviewed: Text | None = Field(
        default=None,
        description="`headline`, `summary`: why words may stand that the story's articles do not have. "
        "Without it, a name, number, day or quotation that they do not have is an error.",
        examples=["The spelling is that of the register of ships."],
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
    return tuple(_decision(entry, number, document) for number, entry in enumerate(file.decisions))


def _decision(entry: DecisionEntry, number: int, document: Document) -> Decision:
    fields = {name: getattr(entry, name) for name in type(entry).model_fields}
    texts = {name: fields[name] or "" for name in ("value", "before", "after", "reviewed")}
    return Decision(
        **{**fields, **texts},
        position=document.position(("decisions", number)),
        value_position=document.position(("decisions", number, "value")),
    )


_OWN_KEYS: Final[Mapping[Verb, frozenset[str]]] = {
    Verb.PIN: frozenset({"on"}),
    Verb.HIDE: frozenset({"everywhere"}),
    Verb.HEADLINE: frozenset({"value", "on", "reviewed"}),
    Verb.SUMMARY: frozenset({"value", "on", "reviewed"}),
    Verb.NOTE: frozenset({"value", "on"}),
    Verb.CORRECTION: frozenset({"value", "on", "before", "after", "settle"}),
    Verb.LABEL: frozenset({"value"}),
    Verb.SECTION: frozenset({"value"}),
    Verb.TOPIC: frozenset({"value"}),
    Verb.MERGE: frozenset({"into"}),
    Verb.SPLIT: frozenset({"articles"}),
    Verb.TAKEDOWN: frozenset({"source"}),
    Verb.REDIRECT: frozenset({"value"}),
}
_ALL_KEYS: Final = sorted(frozenset().union(*_OWN_KEYS.values()))
_NEEDED: Final = ("value", "into", "articles")  # by each verb that has them
_MEANING: Final[Mapping[str, str]] = {
    "value": "Add `value: ` and what it shall be.",
    "on": "Add `on: ` and the day of the edition that was wrong.",
    "into": "Add `into: ` and the id of the story that it becomes a part of.",
    "articles": "Add `articles: ` and a list of the ids that leave the story.",
}
_LABELS: Final = tuple(label.value for label in Label)


def check_decisions(decisions: Sequence[DecisionEntry], document: Document) -> Iterator[Problem]:
    """What a verb needs and does not have, has and does not know, and targets that it cannot have."""
    for number, decision in enumerate(decisions):
        path: KeyPath = ("decisions", number)
        yield from _check_keys(decision, path, document)
        yield from _check_value(decision, path, document)
        if _can_be_target(decision):
            continue
        yield Problem(
            code="invalid-value",
            position=document.position((*path, "target")),
            message=f"target: {quoted(decision.target)} is nothing that a {decision.verb.value} can be of.",
            remedy=f"Write {_TARGETS.get(decision.verb, _STORY)}.",
        )


def check_filing(
    decisions: Iterable[Decision], sections: Collection[str], topics: Collection[str]
) -> Iterator[Problem]:
    """Sections and topics that a decision names and the settings do not have."""
    for decision in decisions:
        if decision.verb is Verb.SECTION and decision.value not in sections:
            yield unknown_reference(
                decision.value_position, "value", decision.value, "the sections of digest.yml", sections
            )
        topic = decision.value.removeprefix("-")
        if decision.verb is Verb.TOPIC and topic not in topics:
            yield unknown_reference(decision.value_position, "value", topic, "topics.yml", topics)


_STORY: Final = "the id of a story: 2026/08/17/harbour-gazette-bridge-reopens"
_TARGETS: Final[Mapping[Verb, str]] = {
    Verb.TAKEDOWN: "the id of an article or a source, an http address, id: and an item's own id, the "
    "permalink of a topic or of a page of yours, or name: and a person's name",
    Verb.REDIRECT: "a permalink without the site's address: /topics/harbour/",
}


def _check_value(decision: DecisionEntry, path: KeyPath, document: Document) -> Iterator[Problem]:
    if decision.verb is Verb.LABEL and decision.value and decision.value not in _LABELS:
        yield Problem(
            code="invalid-value",
            position=document.position((*path, "value")),
            message=f"value: {quoted(decision.value)} is no label.",
            remedy=f"Write one of {', '.join(_LABELS)}.",
        )
    if decision.verb is Verb.REDIRECT and decision.value and not PERMALINK.fullmatch(decision.value):
        yield Problem(
            code="invalid-value",
            position=document.position((*path, "value")),
            message=f"value: {quoted(decision.value)} is no permalink.",
            remedy=f"Write {_TARGETS[Verb.REDIRECT]}.",
        )
    if decision.settle is Settle.ASK or (decision.settle and (decision.value or decision.on)):
        yield Problem(
            code="invalid-value",
            position=document.position((*path, "settle")),
            message="settle: A correction settles what a source has changed, or says what we had wrong.",
            remedy="Write `settle: keep` or `settle: follow` alone, or remove it.",
        )
    if decision.verb is Verb.MERGE and decision.into == decision.target:
        yield Problem(
            code="invalid-value",
            position=document.position((*path, "into")),
            message=f"into: {quoted(decision.into)} is the story that is to be merged.",
            remedy="Write the id of the other one.",
        )


def _check_keys(decision: DecisionEntry, path: KeyPath, document: Document) -> Iterator[Problem]:
    own = _OWN_KEYS[decision.verb]
    needed: tuple[str, ...] = _NEEDED
    if decision.verb is Verb.CORRECTION:
        needed = () if decision.settle else ("value", "on")
    for key in needed:
        if key in own and not getattr(decision, key):
            yield Problem(
                code="missing-key",
                position=document.position(path),
                message=f"A {decision.verb.value} needs the key '{key}'.",
                remedy=_MEANING[key],
            )
    for key in _ALL_KEYS:
        if key not in own and getattr(decision, key):
            yield Problem(
                code="unknown-key",
                position=document.key_position((*path, key)),
                message=f"'{key}' is no key of a {decision.verb.value}.",
                remedy="Remove it, or mend the verb.",
            )


def _can_be_target(decision: DecisionEntry) -> bool:
    if decision.verb is Verb.TAKEDOWN:
        return aim_of(decision.target) is not None
    if decision.verb is Verb.REDIRECT:
        return PERMALINK.fullmatch(decision.target) is not None
    return ARTICLE_ID.fullmatch(decision.target) is not None
