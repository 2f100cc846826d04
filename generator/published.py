"""What is published of articles, counted in the files of a folder: those that have changed, and no others.

Files and articles are known by groups, mostly those of a day, so that of a group in which nothing has changed
one row is looked at, whatever the size of the site.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator, Mapping, Set
from contextlib import closing
from functools import cache
from hashlib import blake2b
from pathlib import Path
from typing import Final

from generator.checks import Charge, Count, Recount, Said, Seen, Titles, recount
from generator.diagnostics import Problem
from generator.knowledge import Digest, undisturbed
from generator.library.article_index import content_hash
from generator.library.count_store import CountRow, CountStore, Group, name_of
from generator.library.entries import Entries, entries_of, group_names, group_of
from generator.model.ids import ArticleId
from generator.site import SEARCH, Step, copied_files

_FILE: Final = "file"
_ARTICLE: Final = "article"
_CHARGE: Final = 4  # numbers: the article, its part, start and end
_YOUNG: Final = "young"  # the stamp of a group whose entries say nothing of the bytes yet
_NO_STEP: Final = Step()


def over_quoted(
    known: Digest, folder: Path, called: str, kept: Path | None, step: Step = _NO_STEP
) -> list[Problem]:
    """An error for each article of which the files of `folder` have more than its source's rights allow.

    Messages call the folder `called`. What was found in files that are the same is taken from the cache at
    `kept`, which is to be one of its own for each folder; with None everything is read. Where that was made
    before `step`, only what is another since then is looked at.
    """
    said = said_by(known)
    with undisturbed(), closing(CountStore(kept)) as store:
        files = _Files(folder, called, store, known.articles, step)
        articles = _Articles(store)
        found = recount(said, files, articles)
        store.update(_FILE, files.groups_after(found))
        store.update(_ARTICLE, articles.groups_after(found.seen))
        store.call(step.after)
    return found.problems


def said_by(known: Digest) -> Said:
    """What may be found in the files of a site."""
    return Said(
        articles=known.articles,
        sources=known.settings.sources,
        meant=known.quoted,
        titles=Titles(known.free_words),
    )


class _Files:
    """The files of a folder, by the paths that messages have, and what is known of them."""

    def __init__(
        self, folder: Path, called: str, store: CountStore, articles: Iterable[ArticleId], step: Step
    ) -> None:
        self._folder, self._called, self._store = folder, called, store
        self._articles = {_number_of(id_): id_ for id_ in articles}
        self._known = store.groups(_FILE)
        self._touched: Set[str] | None = None  # groups of which anything may be another; None for all
        if step.delta is not None and step.follows(store.state()):
            self._touched = {group_of(path) for part in (step.delta.put, step.delta.drop) for path in part}
        self._names = sorted(group_names(folder))
        self._entries: dict[str, Entries] = {}  # of the groups whose files were looked at
        self._rows: dict[str, dict[bytes, CountRow]] = {}  # of the groups that were looked into
        self._hashes: dict[str, bytes] = {}

    def __len__(self) -> int:
        looked_at = sum(len(entries.paths) for entries in self._entries.values())
        others = (self._known[name_of(group)] for group in self._names if group not in self._entries)
        return looked_at + sum(int(row.hash) for row in others)

    def groups(self) -> Iterator[tuple[str, Count | None]]:
        """Every group, with what its files had together if they look as they did."""
        for group in self._names:
            row = self._known.get(name_of(group))
            is_same = row is not None and row.stamp and (self._stands(group) or self._looks_like(group, row))
            yield group, self._count(row) if row is not None and is_same else None

    def _stands(self, group: str) -> bool:
        """Whether nobody has touched the group."""
        if self._touched is None or group.startswith(f"{SEARCH}/"):
            return False
        return group not in self._touched

    def _looks_like(self, group: str, row: CountRow) -> bool:
        return row.stamp == self._of(group).stamp

    def _of(self, group: str) -> Entries:
        if group not in self._entries:
            told = entries_of(self._folder, group, follow=True)
            self._entries[group] = Entries([(f"{self._called}/{path}", status) for path, status in told])
        return self._entries[group]

    def within(self, group: str) -> Iterator[tuple[str, Count | None]]:
        """The files of a group, each with the count that its bytes had, if that is known."""
        rows = self._rows[group] = self._store.rows(_FILE, name_of(group))
        stands = self._stands(group)
        for path, stamp in self._of(group).stamps():
            name = name_of(path)
            row = rows.get(name)
            is_same = stands or (stamp.settled and row is not None and row.stamp == str(stamp))
            if row is not None and not is_same:
                self.read(path)
                row = CountRow(str(stamp), row.hash, row.data) if self._hashes[path] == row.hash else None
                rows |= {name: row} if row is not None else {}
            yield path, self._count(row) if row is not None else None

    def read(self, path: str) -> bytes:
        """The bytes of a file; none of one that we ship, whose words are ours."""
        with open(f"{self._folder}{path[len(self._called) :]}", "rb") as file:  # noqa: PTH123 - there are tens of thousands
            data = file.read()
        hash_ = self._hashes[path] = content_hash(data)
        return b"" if hash_ in _copied() else data

    def groups_after(self, found: Recount) -> dict[bytes, Group]:
        """What is to be known of the groups that are not as they were."""
        counts = {**found.standing, **dict(found.counts)}
        here = set(map(name_of, self._names))
        after = {name: Group(None, {}) for name in self._known.keys() - here}
        for group, before in self._rows.items():
            rows, those = {}, []
            entries = self._of(group)
            for path, stamp in entries.stamps():
                count, name = counts.get(path), name_of(path)
                if count is None:
                    continue
                is_same = path in found.standing
                rows[name] = (
                    before[name] if is_same else CountRow(str(stamp), self._hashes[path], _packed(count))
                )
                those.append(count)
            # Words that nobody meant to quote are not in it: each file is to be looked at the next time.
            told = (entries.stamp or _YOUNG) if len(those) == len(entries.paths) else ""
            size = b"%d" % len(entries.paths)
            after[name_of(group)] = Group(CountRow(told, size, _packed(_together(those))), rows)
        return after

    def _count(self, row: CountRow) -> Count | None:
        """What a row says; None where it is of an article that is not here any more."""
        numbers = array("q", row.data)
        charges = 2 + _CHARGE * numbers[0]
        quoted = [numbers[at : at + _CHARGE] for at in range(2, charges, _CHARGE)]
        if any(name not in self._articles for name, *_ in quoted):
            return None
        return Count(
            charges=frozenset(Charge(self._articles[name], *span) for name, *span in quoted),
            titles=frozenset(numbers[charges : charges + numbers[1]]),
            marks=numbers[charges + numbers[1] :],
        )


class _Articles:
    """The articles as they were when files were counted, by day."""

    def __init__(self, store: CountStore) -> None:
        self._store = store
        self._known = store.groups(_ARTICLE)
        self._days: dict[str, list[tuple[ArticleId, bytes]]] = {}  # with their states
        self._rows: dict[str, dict[bytes, CountRow]] = {}  # of the days that are not as they were

    def unlike(self, states: Mapping[ArticleId, bytes]) -> list[ArticleId]:
        """Those that were not there, or had another state."""
        for id_ in sorted(states):
            self._days.setdefault(id_.rpartition("/")[0], []).append((id_, states[id_]))
        found = []
        for day, articles in self._days.items():
            row = self._known.get(name_of(day))
            if row is None or row.hash != _digest_of(articles):
                rows = self._rows[day] = self._store.rows(_ARTICLE, name_of(day))
                known = {name: one.hash for name, one in rows.items()}
                found += [id_ for id_, state in articles if known.get(name_of(id_)) != state]
        return found

    def having(self, shingles: Set[int]) -> Iterator[ArticleId]:
        """Articles that were there and had any of these words in a row."""
        for day, articles in self._days.items():
            row, rows = self._known.get(name_of(day)), self._rows.get(day)
            if rows is None:
                if row is not None and shingles.isdisjoint(array("q", row.data)):
                    continue
                rows = self._store.rows(_ARTICLE, name_of(day))
            for id_, _ in articles:
                one = rows.get(name_of(id_))
                if one is None or not shingles.isdisjoint(array("q", one.data)):
                    yield id_

    def groups_after(self, seen: Mapping[ArticleId, Seen]) -> dict[bytes, Group]:
        """What is to be known of the days that are not as they were."""
        here = set(map(name_of, self._days))
        after = {name: Group(None, {}) for name in self._known.keys() - here}
        for day, before in self._rows.items():
            rows = {}
            for id_, _ in self._days[day]:
                new = seen.get(id_)
                rows[name_of(id_)] = (
                    CountRow("", new.state, new.marks.tobytes()) if new else before[name_of(id_)]
                )
            marks = {mark for row in rows.values() for mark in array("q", row.data)}
            whole = CountRow("", _digest_of(self._days[day]), array("q", sorted(marks)).tobytes())
            after[name_of(day)] = Group(whole, rows)
        return after


def _together(counts: Iterable[Count]) -> Count:
    """What several files have."""
    charges: set[Charge] = set()
    titles: set[int] = set()
    marks: set[int] = set()
    for count in counts:
        charges |= count.charges
        titles |= count.titles
        marks.update(count.marks)
    return Count(charges=frozenset(charges), titles=frozenset(titles), marks=array("q", marks))


@cache
def _copied() -> frozenset[bytes]:
    return frozenset(map(content_hash, copied_files()))


def _packed(count: Count) -> bytes:
    numbers = array("q", [len(count.charges), len(count.titles)])
    for charge in count.charges:
        numbers.extend((_number_of(charge.article), charge.part, charge.start, charge.end))
    numbers.extend(count.titles)
    numbers.extend(count.marks)
    return numbers.tobytes()


def _number_of(id_: ArticleId) -> int:
    return int.from_bytes(name_of(id_), signed=True)


def _digest_of(articles: Iterable[tuple[ArticleId, bytes]]) -> bytes:
    told = b"".join(name_of(id_) + state for id_, state in articles)
    return blake2b(told, digest_size=16).digest()
