"""Count again what has changed since a count: files and articles in, the same result as from nothing out.

A file's count stands while its bytes do, unless an article of which it has words is another one by now (its
text, or what is meant to be quoted of it), words of an article that was not there then may stand in it, or a
title is gone that frees words of it. Files with words that nobody meant to quote are read each time: whose
those are rests on everything else.

What files have is known by groups of them: of one in which nothing has changed it is looked at once.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterable, Iterator, Mapping, Set
from dataclasses import dataclass
from functools import partial
from hashlib import blake2b
from typing import Final, Protocol

from generator.checks.charging import Charge, Said
from generator.checks.counting import Count, Counter
from generator.checks.texts import TextReader
from generator.checks.wording import Numbers, shingles_of
from generator.diagnostics import Problem
from generator.model.ids import ArticleId

_AT_A_TIME: Final = 2_000  # new articles, whose words are in memory together


class Files(Protocol):
    """The files that are there, and what is known of them."""

    def __len__(self) -> int:
        """How many files there are."""

    def groups(self) -> Iterable[tuple[str, Count | None]]:
        """Every group of files, with what they had together if they have the bytes that they had then."""

    def within(self, group: str) -> Iterable[tuple[str, Count | None]]:
        """The files of a group, each with the count that its bytes had, if that is known."""

    def read(self, path: str) -> bytes:
        """The bytes of a file."""


class Before(Protocol):
    """The articles as they were when files were counted."""

    def unlike(self, states: Mapping[ArticleId, bytes]) -> list[ArticleId]:
        """Those of the articles that were not there, or had another state, in their order."""

    def having(self, shingles: Set[int]) -> Iterable[ArticleId]:
        """Articles that were there and had any of these words in a row (see `Seen`)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """An article as it was when files were counted: a hash of all that counting rests on, and hashes of every
    fourth five words in a row of its texts."""

    state: bytes
    marks: array[int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Recount:
    """What is over its rights; the counts that stand, of `whole` groups and of single files of other groups;
    the counts of files that were read (made as they are taken), and the articles, that are to be known the
    next time."""

    problems: list[Problem]
    whole: Set[str]
    standing: Mapping[str, Count]
    counts: Iterable[tuple[str, Count]]
    seen: Mapping[ArticleId, Seen]


def recount(said: Said, files: Files, before: Before) -> Recount:
    """Count what `files` have. `before` are the articles of the time when they were last counted."""
    states = {id_: _state(said, id_) for id_ in said.articles}
    fresh = before.unlike(states)
    known = said.articles.keys() - set(fresh)
    standing = _Standing(files)
    standing.keep(
        lambda count: (
            count.titles <= said.titles.marks and all(charge.article in known for charge in count.charges)
        )
    )
    for start in range(0, len(fresh), _AT_A_TIME):
        if standing:
            new = fresh[start : start + _AT_A_TIME]
            shingles = _shingles(text for id_ in new for text in said.texts(id_))
            standing.keep(partial(_has_none_of, shingles))
    changed = sorted(standing.changed)
    if len(changed) * 2 < len(files):
        reader = TextReader(str)
        texts = {path: list(dict.fromkeys(reader.read(path, files.read(path)))) for path in changed}
        shingles = _shingles(dict.fromkeys(text for those in texts.values() for text in those))
        counter = Counter(said, {*fresh, *known.intersection(before.having(shingles))})
        for path, those in texts.items():
            counter.take(path, those)
    else:  # it would take as long to tell which articles may matter
        counter = Counter(said)
        for path in changed:
            counter.read(path, files.read(path))
    problems = counter.over(standing.charges())
    return Recount(
        problems=problems,
        whole=standing.whole.keys(),
        standing=standing.single,
        counts=counter.counts(),
        seen={id_: Seen(state=states[id_], marks=counter.marks.get(id_, array("q"))) for id_ in fresh},
    )


class _Standing:
    """The counts that stand, of whole groups and of single files; the paths of the files that `changed`."""

    def __init__(self, files: Files) -> None:
        self._files = files
        self.whole: dict[str, Count] = {}
        self.single: dict[str, Count] = {}
        self.changed: list[str] = []
        for group, count in files.groups():
            if count is None:
                self._divide(group)
            else:
                self.whole[group] = count

    def __bool__(self) -> bool:
        return bool(self.whole or self.single)

    def keep(self, stands: Callable[[Count], bool]) -> None:
        """Keep the counts of which that is true."""
        for group in [group for group, count in self.whole.items() if not stands(count)]:
            del self.whole[group]
            self._divide(group)
        for path in [path for path, count in self.single.items() if not stands(count)]:
            del self.single[path]
            self.changed.append(path)

    def charges(self) -> Iterator[Charge]:
        """What is charged where."""
        for counts in (self.whole, self.single):
            for count in counts.values():
                yield from count.charges

    def _divide(self, group: str) -> None:
        for path, count in self._files.within(group):
            if count is None:
                self.changed.append(path)
            else:
                self.single[path] = count


def _has_none_of(shingles: Set[int], count: Count) -> bool:
    return shingles.isdisjoint(count.marks)


def _shingles(texts: Iterable[str]) -> set[int]:
    """A hash of every five words in a row of `texts`."""
    numbers = Numbers()
    return {shingle for text in texts for shingle in shingles_of(numbers.of(text))}


def _state(said: Said, id_: ArticleId) -> bytes:
    state = blake2b(repr(sorted(said.spans(id_))).encode(), digest_size=16)
    for text in said.texts(id_):
        data = text.encode("utf-8", "surrogatepass")
        state.update(len(data).to_bytes(8, "big") + data)
    return state.digest()
