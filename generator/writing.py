"""Write a site's pages to build/docs: those that changed, and none that a build before has made already."""

from __future__ import annotations

import hashlib
import sys
import time
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from functools import cache
from importlib import metadata, resources
from importlib.resources.abc import Traversable
from itertools import chain, groupby
from pathlib import Path
from typing import Final, NamedTuple

from generator.checks import Paths
from generator.diagnostics import Problem
from generator.library.article_index import Stamp, content_hash
from generator.library.entries import Entries, entries_of, group_of, grouped
from generator.library.page_store import FolderRow, PageRow, PageStore, RunId
from generator.output import write_if_changed
from generator.pages import (
    CARD,
    CARD_PICTURE,
    WHOLE,
    Again,
    Fact,
    FilePlan,
    Made,
    Plan,
    Rendered,
    SiteView,
    by_of,
)
from generator.parts import Part, PartRow

# What makes pages, besides what is known of a site.
_MAKERS: Final = ("generator.languages", "generator.model", "generator.pages")
_LIBRARIES: Final = ("babel", "jinja2", "markupsafe")
_SOME_UNKNOWN: Final = b""  # no hash: of some pages of a run nothing is known, so they are made each time


_Item = Plan | FilePlan | Rendered


class Shelf:
    """The folder of the pages, and what is kept of how they were made.

    `count` are the pages of the site, `written` those whose bytes changed, `removed` the files that were no
    page of it any more; `problems` are of pages that want one place.
    """

    def __init__(self, docs: Path, kept: Path) -> None:
        self.count = self.written = self.removed = 0
        self.problems: list[Problem] = []
        self._docs = docs
        self._kept = kept

    def write(self, site: SiteView, parts: Iterable[Part] = (), jobs: int = 1) -> None:
        """Bring the folder up to date, by so many processes; pages that `parts` have as they would be made
        here are taken from there. Raises DayfoldError (`write-failed`)."""
        with closing(PageStore(self._kept, made_by(site))) as store:
            again = Again(site)
            brought = _brought(parts, again)
            folders = _Folders(self._docs, store, again)
            for run, items in _runs(self._placed(_items(again, store, brought, jobs))):
                if folders.stands(run, items) and not any(item.path in brought for item in items):
                    continue
                known = folders.as_made(run)
                made = [self._made(item, again, known, brought) for item in items]
                folders.put(run, items, [row for row in made if row is not None])
            self.removed = folders.end()

    def _placed(self, items: Iterable[_Item]) -> Iterator[_Item]:
        """The pages that no other has taken the place of."""
        paths = Paths()
        for item in items:
            if problem := paths.take(item.path):
                self.problems.append(problem)
                continue
            self.count += 1
            yield item

    def _made(
        self,
        item: _Item,
        again: Again,
        known: Mapping[str, PageRow],
        brought: Mapping[str, tuple[PartRow, bytes]],
    ) -> _Row | PageRow | None:
        """Have a page in its place, and what is to be known of it, if it is to be known the next time."""
        path = item.path
        before = known.get(path)
        was_by = before.by if before is not None else ""
        rendered = item if isinstance(item, Rendered) else again.page(item, was_by)
        if rendered.page is None and rendered.made is None:
            return before
        if rendered.page is None:
            part, data = brought[path]
            self.written += write_if_changed(self._docs / path, data)
            return _Row(path, part.by, part.hash, part.facts)
        data = rendered.page.text.encode()
        self.written += write_if_changed(self._docs / path, data)
        if rendered.made is None or WHOLE in rendered.made.rests_on:
            return None
        return _Row(path, rendered.made.by, content_hash(data), rendered.made.rests_on)


class _Row(NamedTuple):
    """A page that was made now."""

    path: str
    by: str
    hash: bytes
    rests_on: tuple[Fact, ...]


class _Folders:
    """The files of the folder of the pages, by groups of them, held against what is known of them."""

    def __init__(self, docs: Path, store: PageStore, again: Again) -> None:
        self._docs, self._store, self._again = docs, store, again
        self._entries = {group: Entries(told) for group, told in grouped(docs)}
        self._stamps = {group: entries.stamp for group, entries in self._entries.items()}
        # Facts that are as they were. A page that rests on any other is made again.
        self._same = {number for number, fact, digest in store.facts() if again.digest(fact) == digest}
        self._digested: set[int] = set()
        self._runs: Counter[str] = Counter()
        self._standing: dict[str, list[str]] = {}  # paths
        self._paths: dict[str, list[str]] = {}  # those of runs that do not stand

    def stands(self, run: RunId, items: Sequence[_Item]) -> bool:
        """Whether the pages of a run are what they were, and what would be made, by what is known of all of
        them together."""
        group, _ = run
        self._runs[group] += 1
        row, folder, stamp = (
            self._store.runs.get(run),
            self._store.folders.get(group),
            self._stamps.get(group),
        )
        if row is None or folder is None or not stamp or folder.stamp != stamp:
            return False
        if row.plans != _digest_of(items) or not self._same.issuperset(row.facts):
            return False
        self._standing.setdefault(group, []).extend(_places(items))
        return True

    def as_made(self, run: RunId) -> dict[str, PageRow]:
        """The pages of a run that have the bytes that were written, and rest on what they rested on."""
        entries, known = self._entries.get(run[0]), self._store.pages(run)
        stamps = dict(entries.stamps()) if entries is not None and known else {}
        found = {}
        for path, row in known.items():
            stamp = stamps.get(path)
            if stamp is None or not self._same.issuperset(row.facts):
                continue
            if stamp.settled and row.stamp == str(stamp):
                found[path] = row
            elif content_hash((self._docs / path).read_bytes()) == row.hash:
                found[path] = row._replace(stamp="")
        return found

    def put(self, run: RunId, items: Sequence[_Item], rows: Sequence[_Row | PageRow]) -> None:
        """Keep what is known of a run's pages, which are in their places."""
        self._paths.setdefault(run[0], []).extend(_places(items))
        now = time.time_ns()
        pages = [self._stamped(row, now) for row in rows]
        plans = _digest_of(items) if len(pages) == len(items) else _SOME_UNKNOWN
        before = self._store.runs.get(run)
        if before is None or before.plans != plans or [*self._store.pages(run).values()] != pages:
            self._store.put_run(run, plans, pages)

    def end(self) -> int:
        """Delete the files that are no pages, and the folders that they leave empty; keep what is known of
        the groups. How many files that were."""
        removed, store = 0, self._store
        for group in sorted({*self._entries, *self._runs, *store.folders}):
            folder, runs = store.folders.get(group), self._runs[group]
            if group not in self._paths and folder is not None and folder.runs == runs > 0:
                continue
            paths = {*self._paths.get(group, ()), *self._standing.get(group, ())}
            entries = self._entries.get(group)
            for path in entries.paths if entries is not None else ():
                if path not in paths:
                    self._remove(path)
                    removed += 1
            if runs:
                store.put_folder(group, FolderRow(Entries(entries_of(self._docs, group)).stamp, runs))
            elif folder is not None:
                store.forget_folder(group)
        store.forget_unused_facts()
        return removed

    def _stamped(self, row: _Row | PageRow, now: int) -> PageRow:
        if isinstance(row, _Row):
            row = PageRow(row.path, row.by, "", row.hash, [self._number(fact) for fact in row.rests_on])
        if row.stamp:
            return row
        return row._replace(stamp=str(Stamp.of((self._docs / row.path).stat(), now)))

    def _number(self, fact: Fact) -> int:
        """The number of a fact, whose digest is kept."""
        number = self._store.number_of(fact)
        if number not in self._same and number not in self._digested:
            self._digested.add(number)
            self._store.put_fact(fact, self._again.digest(fact))
        return number

    def _remove(self, path: str) -> None:
        (self._docs / path).unlink()
        for folder in (self._docs / path).parents:
            if folder == self._docs or any(folder.iterdir()):
                break
            folder.rmdir()


def _items(
    again: Again, store: PageStore, brought: Mapping[str, tuple[PartRow, bytes]], jobs: int
) -> Iterator[_Item]:
    """The pages of the site: planned where some need not be made, else made, by several processes."""
    if store.runs or brought:
        return chain(again.plans(), again.by_hand())
    return again.pages(jobs=jobs)


def _runs(items: Iterable[_Item]) -> Iterator[tuple[RunId, list[_Item]]]:
    """The pages that follow one another and are of one group of files."""
    counts: Counter[str] = Counter()
    for group, those in groupby(items, lambda item: group_of(item.path)):
        yield (group, counts[group]), list(those)
        counts[group] += 1


def _digest_of(items: Iterable[_Item]) -> bytes:
    """A hash of what is planned."""
    whole = hashlib.blake2b(digest_size=16)
    for item in items:
        by = by_of(item) if not isinstance(item, Rendered) else item.made.by if item.made else ""
        whole.update(f"{item.path}\0{by}\n".encode("utf-8", "surrogatepass"))
    return whole.digest()


def _places(items: Iterable[_Item]) -> Iterator[str]:
    """The files of pages, and the pictures that are drawn from those that are cards."""
    for item in items:
        yield item.path
        if item.path.endswith(f"/{CARD}"):
            yield f"{item.path.removesuffix(CARD)}{CARD_PICTURE}"


def _brought(parts: Iterable[Part], again: Again) -> dict[str, tuple[PartRow, bytes]]:
    """The pages of `parts` that are what would be made here, each with its row."""
    found = {}
    for part in parts:
        for path, row in part.rows.items():
            data = part.markdown.get(path)
            if data is None or path in found or content_hash(data) != row.hash:
                continue
            if again.believe(path, Made(row.by, row.facts), part.digests):
                found[path] = (row, data)
    return found


def made_by(site: SiteView) -> str:
    """A hash of all that pages are made by besides their facts: the code, its templates, the settings,
    the texts."""
    known = repr((site.settings.digest, site.about, site.catalogue.hash))
    whole = hashlib.blake2b(known.encode(), digest_size=16)
    whole.update(_makers_version())
    return whole.hexdigest()


@cache
def _makers_version() -> bytes:
    whole = hashlib.blake2b(digest_size=16)
    for package in _MAKERS:
        for name, file in sorted(_sources(resources.files(package))):
            whole.update(f"{package} {name}\0".encode() + file.read_bytes())
    for version in (sys.version, unicodedata.unidata_version, *map(metadata.version, _LIBRARIES)):
        whole.update(version.encode())
    return whole.digest()


def _sources(folder: Traversable, within: str = "") -> Iterator[tuple[str, Traversable]]:
    for entry in folder.iterdir():
        if entry.is_dir():
            yield from _sources(entry, f"{within}{entry.name}/")
        elif not entry.name.endswith(".pyc"):
            yield f"{within}{entry.name}", entry
