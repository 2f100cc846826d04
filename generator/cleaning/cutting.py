"""Paragraphs and what was learned of their source in, the paragraphs without it out."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from generator.model.boilerplate import LearnedLine, Place, line_key

# A space behind a sentence's end, before another's beginning. It begins with the space, for which the engine
# can skip ahead.
_SENTENCE: Final = re.compile(r" (?:(?<=[^\W\d][.!?…] )|(?<=[.!?…][\"'’”»)] ))(?=[\"'“‘«(]?[^\W_])")
_WORD: Final = re.compile(r"[^\W_]")
_LONGEST_ORNAMENT: Final = 40
_FEWEST_WORDS: Final = 3
_SHORTEST: Final = 20  # characters, for what says much in few words, or in a script without spaces


@dataclass(frozen=True, slots=True, kw_only=True)
class Cuts:
    """The learned lines of one source by key, ready to be looked for. `keys` maps to their ids."""

    start: Mapping[str, str] = field(default_factory=dict)
    end: Mapping[str, str] = field(default_factory=dict)
    anywhere: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, lines: Iterable[LearnedLine], kept: Iterable[str] = ()) -> Cuts:
        """The cuts that `lines` ask for, those left out that a setting keeps."""
        keep = {line_key(text) for text in kept}
        found: dict[Place, dict[str, str]] = {place: {} for place in Place}
        for line in lines:
            if (key := line_key(line.text)) not in keep:
                found[line.place][key] = line.id
        anywhere = found[Place.ANYWHERE]
        return cls(
            start={**found[Place.START], **anywhere},
            end={**found[Place.END], **anywhere},
            anywhere=anywhere,
        )

    def __bool__(self) -> bool:
        return bool(self.start or self.end)


@dataclass(frozen=True, slots=True, kw_only=True)
class Cut:
    """What is left of paragraphs, and the ids of the lines that were cut, in order of the text."""

    paragraphs: tuple[str, ...]
    lines: tuple[str, ...] = ()


def cut(paragraphs: Sequence[str], cuts: Cuts, host: str | None) -> Cut:
    """Cut `cuts` from the text of an article at `host`. Something is always left: an article that is nothing
    else is left with one paragraph.

    Cutting twice, with more paragraphs the second time, leaves what cutting once with all of them does.
    """
    text = _Text(list(paragraphs), cuts, host)
    text.cut_anywhere()
    while text.cut_end() or text.cut_last_sentence():
        pass
    while text.cut_start() or text.cut_first_sentence():
        pass
    return Cut(paragraphs=tuple(text.left), lines=text.ids())


def says_something(text: str) -> bool:
    """Whether a line has enough to it to be told from a name or a number: 'Canada' may end any article."""
    return len(text) >= _SHORTEST or text.count(" ") >= _FEWEST_WORDS - 1


def has_words(text: str) -> bool:
    """Whether there is a letter or digit in it: a line of bullets belongs to the line beside it."""
    return len(text) > _LONGEST_ORNAMENT or _WORD.search(text) is not None


def sentences(paragraph: str) -> list[str]:
    """The sentences of a paragraph, where they can be told for certain."""
    return _SENTENCE.split(paragraph)


@dataclass(slots=True)
class _Text:
    """What is left of a text, and the ids of what was cut from it."""

    left: list[str]
    cuts: Cuts
    host: str | None
    head: list[str] = field(default_factory=list)
    middle: list[str] = field(default_factory=list)
    tail: list[str] = field(default_factory=list)

    def ids(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys([*self.head, *self.middle, *reversed(self.tail)]))

    def cut_anywhere(self) -> None:
        if not self.cuts.anywhere:
            return
        names = [self.cuts.anywhere.get(line_key(text, self.host)) for text in self.left]
        if not all(names):
            self.middle = [name for name in names if name]
            self.left = [text for text, name in zip(self.left, names, strict=True) if name is None]

    def cut_end(self) -> bool:
        names = self._run(reversed(self.left[1:]), self.cuts.end)
        if names:
            self.tail += [name for name in names if name]
            del self.left[-len(names) :]
        return bool(names)

    def cut_start(self) -> bool:
        names = self._run(self.left[:-1], self.cuts.start)
        if names:
            self.head += [name for name in names if name]
            del self.left[: len(names)]
        return bool(names)

    def cut_last_sentence(self) -> bool:
        *others, last = sentences(self.left[-1]) if self.cuts.end else [""]
        name = self.cuts.end.get(line_key(last, self.host)) if others else None
        if name is None:
            return False
        self.left[-1] = self.left[-1][: -len(last)].rstrip()
        self.tail.append(name)
        return True

    def cut_first_sentence(self) -> bool:
        first, *others = sentences(self.left[0]) if self.cuts.start else [""]
        name = self.cuts.start.get(line_key(first, self.host)) if others else None
        if name is None:
            return False
        self.left[0] = self.left[0][len(first) :].lstrip()
        self.head.append(name)
        return True

    def _run(self, lines: Iterable[str], learned: Mapping[str, str]) -> list[str | None]:
        """The ids of the lines, from the edge inwards, that are learned, None for those without words beside
        them; the innermost that has words says something."""
        names: list[str | None] = []
        run = 0
        for text in lines if learned else ():
            name = learned.get(line_key(text, self.host))
            if name is None and has_words(text):
                break
            names.append(name)
            if says_something(text) if name else run == len(names) - 1 > 0:
                run = len(names)
        return names[:run]
