"""Count again what has changed since a count: files and articles in, the same result as from nothing out.

A file's count stands while its bytes do, unless an article of which it has words is another one by now (its
text, or what is meant to be quoted of it), words of an article that was not there then may stand in it, or a
title is gone that frees words of it. Files with words that nobody meant to quote are read each time: whose
those are rests on everything else.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterable, Iterator, Mapping, Set
from dataclasses import dataclass
from hashlib import blake2b
from typing import Final

from generator.checks.charging import Charge, Said
from generator.checks.counting import Count, Counter
from generator.checks.texts import TextReader
from generator.checks.wording import Numbers, shingles_of
from generator.diagnostics import Problem
from generator.model.ids import ArticleId

_AT_A_TIME: Final = 2_000  # new articles, whose words are in memory together


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """An article as it was when files were counted: a hash of all that counting rests on, and hashes of every
    fourth five words in a row of its texts."""

    state: bytes
    marks: array[int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Recount:
    """What is over its rights; the files whose counts stand; the counts of others (made as they are taken),
    and the articles, that are to be known the next time."""

    problems: list[Problem]
    standing: Set[str]
    counts: Iterable[tuple[str, Count]]
    seen: Mapping[ArticleId, Seen]


def recount(
    said: Said,
    files: Mapping[str, Count | None],
    before: Mapping[ArticleId, Seen],
    read: Callable[[str], bytes],
) -> Recount:
    """Count what `files` have, each with the count that its bytes had, if they are known. `before` are the
    articles of that time; `read` gives a file's bytes."""
    states = {id_: _state(said, id_) for id_ in said.articles}
    fresh = [id_ for id_, state in states.items() if id_ not in before or before[id_].state != state]
    known = said.articles.keys() - set(fresh)
    standing = {
        path: count
        for path, count in files.items()
        if count is not None
        and count.titles <= said.titles.marks
        and all(charge.article in known for charge in count.charges)
    }
    for start in range(0, len(fresh) if standing else 0, _AT_A_TIME):
        new = fresh[start : start + _AT_A_TIME]
        shingles = _shingles(text for id_ in new for text in said.texts(id_))
        standing = {path: one for path, one in standing.items() if shingles.isdisjoint(one.marks)}
    changed = [path for path in files if path not in standing]
    if len(standing) * 2 > len(files):
        reader = TextReader(str)
        texts = {path: list(dict.fromkeys(reader.read(path, read(path)))) for path in changed}
        shingles = _shingles(dict.fromkeys(text for those in texts.values() for text in those))
        counter = Counter(
            said, {*fresh, *(id_ for id_ in known if not shingles.isdisjoint(before[id_].marks))}
        )
        for path, those in texts.items():
            counter.take(path, those)
    else:  # it would take as long to tell which articles may matter
        counter = Counter(said)
        for path in changed:
            counter.read(path, read(path))
    problems = counter.over(_charged(standing.values()))
    seen = {id_: Seen(state=states[id_], marks=counter.marks.get(id_, array("q"))) for id_ in fresh}
    return Recount(problems=problems, standing=standing.keys(), counts=counter.counts(), seen=seen)


def _shingles(texts: Iterable[str]) -> set[int]:
    """A hash of every five words in a row of `texts`."""
    numbers = Numbers()
    return {shingle for text in texts for shingle in shingles_of(numbers.of(text))}


def _charged(counts: Iterable[Count]) -> Iterator[Charge]:
    for count in counts:
        yield from count.charges


def _state(said: Said, id_: ArticleId) -> bytes:
    state = blake2b(repr(sorted(said.spans(id_))).encode(), digest_size=16)
    for text in said.texts(id_):
        data = text.encode("utf-8", "surrogatepass")
        state.update(len(data).to_bytes(8, "big") + data)
    return state.digest()
