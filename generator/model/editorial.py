"""What people decided about a site, over and above what its articles say."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from enum import Enum
from typing import Final

from generator.diagnostics import Position
from generator.model.article import Article
from generator.model.ids import PERMALINK, ArticleId, SourceId, StoryId
from generator.model.redaction import is_name

ARTICLE_ID: Final = re.compile(r"\d{4}/\d{2}/\d{2}/[a-z0-9]+(?:-[a-z0-9]+)*")
_SLUG: Final = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_ADDRESS: Final = re.compile(r"https?://[^\s/]+\S*")
_EXTERNAL: Final = "id:"
_NAME: Final = "name:"
# An article, story or source is taken down by its id; an edition is what is left of the rest.
_NAMED_OTHERWISE: Final = ("/articles/", "/stories/", "/sources/", "/editions/")


class Verb(Enum):
    """What a decision does."""

    PIN = "pin"
    HIDE = "hide"
    HEADLINE = "headline"
    SUMMARY = "summary"
    NOTE = "note"
    LABEL = "label"
    SECTION = "section"
    TOPIC = "topic"
    CORRECTION = "correction"
    MERGE = "merge"
    SPLIT = "split"
    TAKEDOWN = "takedown"
    REDIRECT = "redirect"


class Settle(Enum):
    """What is done with a closed edition's line when its source has changed the words that it quotes."""

    ASK = "ask"  # the build fails until somebody has decided
    KEEP = "keep"  # the line stays as it was published, and says so
    FOLLOW = "follow"  # the source's new words take its place, and the old ones are told


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """One decision: what is done to what, who decided it, when (aware) and why.

    `value` is the headline, summary, note, label, section or topic, or where a redirect leads to; `on` the
    day of the edition that a headline, summary, note or pin is for (None: the day of the decision),
    `everywhere` whether something is hidden in past editions too; `before` and `after` are the words that a
    correction is of; `settle` says what is done where a source has changed what we quoted; `reviewed` says
    why words may stand that the story's articles do not say. `into` is the story that a merged one becomes a
    part of; `articles` are those that a split takes out of the story; `source` is whose external id a
    takedown means.
    `position` is where it is written, and `value_position` where its value is.
    """

    verb: Verb
    target: str
    by: str
    at: datetime
    why: str
    value: str = ""
    on: date | None = None
    everywhere: bool = False
    before: str = ""
    after: str = ""
    settle: Settle | None = None
    reviewed: str = ""
    into: StoryId | None = None
    articles: tuple[ArticleId, ...] = ()
    source: SourceId | None = None
    position: Position = field(default_factory=lambda: Position(path=""), compare=False)
    value_position: Position = field(default_factory=lambda: Position(path=""), compare=False)


class Kind(Enum):
    """What a takedown is of."""

    ARTICLE = "article"
    SOURCE = "source"
    ADDRESS = "address"  # a trailing * stands for whatever follows
    EXTERNAL_ID = "external id"
    NAME = "name"  # a person's, in all that is published
    PAGE = "page"  # a topic's or a hand-written one, by its permalink


@dataclass(frozen=True, slots=True, kw_only=True)
class Aim:
    """What a takedown removes. `source` narrows an external id to those of one source."""

    kind: Kind
    value: str
    source: SourceId | None = None


class Aims:
    """Takedowns, ready to be asked about many articles."""

    def __init__(self, aims: Iterable[Aim] = ()) -> None:
        self._known: dict[Aim, Aim] = {}
        self._prefixes: dict[str, Aim] = {}
        for aim in aims:
            self.add(aim)

    def __contains__(self, aim: object) -> bool:
        return isinstance(aim, Aim) and _plain(aim) in self._known

    def add(self, aim: Aim) -> None:
        """Have one more."""
        self._known.setdefault(_plain(aim), aim)
        if aim.kind is Kind.ADDRESS and aim.value.endswith("*"):
            self._prefixes[aim.value[:-1]] = aim

    def on(self, article: Article) -> list[Aim]:
        """Those that `article` is taken down by."""
        if not self._known:
            return []
        sources = dict.fromkeys(filter(None, (article.source, article.via, *article.credit)))
        asked = [
            Aim(kind=Kind.ARTICLE, value=article.id),
            *(Aim(kind=Kind.SOURCE, value=source) for source in sources),
        ]
        if article.external_id is not None:
            asked.append(Aim(kind=Kind.EXTERNAL_ID, value=article.external_id))
            asked.append(Aim(kind=Kind.EXTERNAL_ID, value=article.external_id, source=article.source))
        found = [self._known[aim] for aim in asked if aim in self._known]
        return [*found, *(self.at(article.url) if article.url is not None else ())]

    def at(self, address: str) -> list[Aim]:
        """Those that `address` is taken down by."""
        aim = self._known.get(_plain(Aim(kind=Kind.ADDRESS, value=address)))
        under = (aim for prefix, aim in self._prefixes.items() if address.startswith(prefix))
        return [*([aim] if aim else []), *under]


def _plain(aim: Aim) -> Aim:
    """An address with or without a slash at its end is one."""
    return replace(aim, value=aim.value.rstrip("/")) if aim.kind is Kind.ADDRESS else aim


def aim_of(target: str, source: SourceId | None = None) -> Aim | None:
    """What the words of a takedown's target mean: an article's id, a source's, an address (a `*` at its end
    for all below it), `id:` and the id that an item has where it came from, or the permalink of a topic or of
    a hand-written page, or `name:` and a person's name. None when none of them."""
    external_id, name = target.removeprefix(_EXTERNAL), target.removeprefix(_NAME)
    if external_id and external_id != target:
        return Aim(kind=Kind.EXTERNAL_ID, value=external_id, source=source)
    if name != target:
        return Aim(kind=Kind.NAME, value=name.strip()) if is_name(name) else None
    forms = {
        Kind.ARTICLE: ARTICLE_ID.fullmatch(target),
        Kind.ADDRESS: _ADDRESS.fullmatch(target) and "*" not in target[:-1],
        Kind.SOURCE: _SLUG.fullmatch(target),
        Kind.PAGE: PERMALINK.fullmatch(target) and not target.startswith(_NAMED_OTHERWISE),
    }
    kind = next((kind for kind, fits in forms.items() if fits), None)
    return Aim(kind=kind, value=target) if kind is not None else None


def external_target(external_id: str) -> str:
    """How a takedown names the id that an item has where it came from."""
    return f"{_EXTERNAL}{external_id}"
