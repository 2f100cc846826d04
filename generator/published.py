"""What is published of articles, counted in the files of a folder: those that have changed, and no others."""

from __future__ import annotations

import time
from array import array
from collections.abc import Iterator, Mapping
from contextlib import closing
from operator import itemgetter
from pathlib import Path
from typing import Final

from generator.checks import Charge, Count, Recount, Said, Seen, Titles, recount
from generator.diagnostics import Problem
from generator.knowledge import Digest, undisturbed
from generator.library.article_index import Stamp, content_hash
from generator.library.count_store import CountRow, CountStore, name_of
from generator.model.ids import ArticleId
from generator.site import files_of

_FILE: Final = "file"
_ARTICLE: Final = "article"
_CHARGE: Final = 4  # numbers: the article, its part, start and end


def over_quoted(known: Digest, folder: Path, called: str, kept: Path | None) -> list[Problem]:
    """An error for each article of which the files of `folder` have more than its source's rights allow.

    Messages call the folder `called`. What was found in files that are the same is taken from the cache at
    `kept`, which is to be one of its own for each folder; with None everything is read.
    """
    said = said_by(known)
    names = {name_of(id_): id_ for id_ in known.articles}
    with undisturbed(), closing(CountStore(kept)) as store:
        articles, files = store.rows(_ARTICLE), _Files(folder, called, store.rows(_FILE))
        before = {names[name]: _seen(row) for name, row in articles.items() if name in names}
        found = recount(said, files.as_counted(names), before, files.read)
        gone = [(_ARTICLE, name) for name in articles.keys() - names.keys()]
        gone += [(_FILE, name) for name in files.rows.keys() - set(map(name_of, found.standing))]
        store.update(_rows(found, files), gone)
    return found.problems


def _rows(found: Recount, files: _Files) -> Iterator[tuple[str, bytes, CountRow]]:
    for path, count in found.counts:
        yield _FILE, name_of(path), files.row(path, count)
    for path in found.standing & files.touched:
        yield _FILE, name_of(path), files.restamped(path)
    for id_, seen in found.seen.items():
        yield _ARTICLE, name_of(id_), _article_row(seen)


def said_by(known: Digest) -> Said:
    """What may be found in the files of a site."""
    return Said(
        articles=known.articles,
        sources=known.settings.sources,
        meant=known.quoted,
        titles=Titles(known.free_words),
    )


class _Files:
    """The files of a folder, by the paths that messages have, and the rows that are known of them."""

    def __init__(self, folder: Path, called: str, rows: Mapping[bytes, CountRow]) -> None:
        self.rows = rows
        self.touched: set[str] = set()  # have other stamps than their rows, and the same bytes
        self._hashes: dict[str, bytes] = {}
        now = time.time_ns()
        self._folder, self._called = folder, called
        found = sorted(files_of(folder), key=itemgetter(0)) if folder.is_dir() else []
        self._stamps = {
            f"{called}/{path}": Stamp.of(entry.stat(), now) for path, entry in found if entry.is_file()
        }

    def as_counted(self, names: Mapping[bytes, ArticleId]) -> dict[str, Count | None]:
        """Every file, with the count that its bytes had where that is known; `names` are of the articles."""
        by_number = {int.from_bytes(name, signed=True): id_ for name, id_ in names.items()}
        return {path: self._as_counted(path, by_number) for path in self._stamps}

    def read(self, path: str) -> bytes:
        """The bytes of a file."""
        with open(f"{self._folder}{path[len(self._called) :]}", "rb") as file:  # noqa: PTH123 - there are tens of thousands
            data = file.read()
        self._hashes[path] = content_hash(data)
        return data

    def row(self, path: str, count: Count) -> CountRow:
        """What is to be known of a file that was read."""
        numbers = array("q", [len(count.charges), len(count.titles)])
        for charge in count.charges:
            name = int.from_bytes(name_of(charge.article), signed=True)
            numbers.extend((name, charge.part, charge.start, charge.end))
        numbers.extend(count.titles)
        numbers.extend(count.marks)
        return CountRow(str(self._stamps[path]), self._hashes[path], numbers.tobytes())

    def restamped(self, path: str) -> CountRow:
        """The row of a file that has the same bytes."""
        row = self.rows[name_of(path)]
        return CountRow(str(self._stamps[path]), row.hash, row.data)

    def _as_counted(self, path: str, articles: Mapping[int, ArticleId]) -> Count | None:
        row, stamp = self.rows.get(name_of(path)), self._stamps[path]
        if row is None:
            return None
        if not (stamp.settled and row.stamp == str(stamp)):
            self.read(path)
            if self._hashes[path] != row.hash:
                return None
            self.touched.add(path)
        numbers = array("q", row.data)
        charges = 2 + _CHARGE * numbers[0]
        quoted = [numbers[at : at + _CHARGE] for at in range(2, charges, _CHARGE)]
        if any(name not in articles for name, *_ in quoted):
            return None
        return Count(
            charges=frozenset(Charge(articles[name], *span) for name, *span in quoted),
            titles=frozenset(numbers[charges : charges + numbers[1]]),
            marks=numbers[charges + numbers[1] :],
        )


def _seen(row: CountRow) -> Seen:
    return Seen(state=row.hash, marks=array("q", row.data))


def _article_row(seen: Seen) -> CountRow:
    return CountRow("", seen.state, seen.marks.tobytes())
