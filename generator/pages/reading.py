"""Notice what a page is made from: whatever is looked up while it is laid out is noted as a fact.

A page need not be made again while the facts that it rests on are the same: the verifying traces of Mokhov,
Mitchell and Peyton Jones, 'Build Systems à la Carte' (2018). A fact is everything that is known of one thing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final, Literal, TypeAlias, TypeVar

# Which stories a topic has, and which articles a source, are facts by themselves: all of them (the key is the
# id), those of a year (the id, a blank, the year), and which years there are; 'tellings' are what a feed has.
# 'whole' is of a page that looks through everything, and is made each time.
Kind: TypeAlias = Literal[
    "article",
    "story",
    "edition",
    "source",
    "topic",
    "stories",
    "articles",
    "years",
    "tellings",
    "address",
    "whole",
]
Fact: TypeAlias = tuple[str, str]
WHOLE: Final[tuple[Kind, str]] = ("whole", "")

K = TypeVar("K", bound=str)
V = TypeVar("V")


class Notes:
    """The facts that were looked up since they were last taken, in the order of the first looks."""

    def __init__(self) -> None:
        self._facts: dict[Fact, None] = {}

    def note(self, kind: Kind, key: str) -> None:
        """Add a fact."""
        self._facts[kind, key] = None

    def add(self, facts: Iterable[Fact]) -> None:
        """Add facts that were looked up before."""
        self._facts.update(dict.fromkeys(facts))

    def take(self) -> tuple[Fact, ...]:
        """All of them; the next look is the first."""
        taken = tuple(self._facts)
        self._facts.clear()
        return taken


class Noted(Mapping[K, V]):
    """A mapping of which every look is noted; that a key is not there is a fact, too."""

    __slots__ = ("_kind", "_known", "_notes")

    def __init__(self, kind: Kind, known: Mapping[K, V], notes: Notes) -> None:
        self._kind: Kind = kind
        self._known = known
        self._notes = notes

    def __getitem__(self, key: K) -> V:
        self._notes.note(self._kind, key)
        return self._known[key]

    def __contains__(self, key: object) -> bool:
        if isinstance(key, str):
            self._notes.note(self._kind, key)
        return key in self._known

    def get(self, key: K, default: Any = None) -> Any:
        """As of any mapping."""
        self._notes.note(self._kind, key)
        return self._known.get(key, default)

    def __iter__(self) -> Iterator[K]:
        self._notes.note(*WHOLE)
        return iter(self._known)

    def __len__(self) -> int:
        self._notes.note(*WHOLE)
        return len(self._known)
