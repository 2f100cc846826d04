"""Write a site's pages to build/docs: those that changed, and none that a build before has made already."""

from __future__ import annotations

import hashlib
import os
import sys
import time
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing
from functools import cache
from importlib import metadata, resources
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Final

from generator.checks import Paths
from generator.diagnostics import Problem
from generator.library.article_index import Stamp, content_hash
from generator.library.page_store import PageRow, PageStore
from generator.output import write_if_changed
from generator.pages import CARD, CARD_PICTURE, WHOLE, Again, Fact, Made, Rendered, SiteView
from generator.parts import Part

# What makes pages, besides what is known of a site.
_MAKERS: Final = ("generator.languages", "generator.model", "generator.pages")
_LIBRARIES: Final = ("babel", "jinja2", "markupsafe")


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
        self._restamped: set[str] = set()  # have the bytes that were written, and another stamp

    def write(self, site: SiteView, parts: Iterable[Part] = (), jobs: int = 1) -> None:
        """Bring the folder up to date, by so many processes; pages that `parts` have as they would be made
        here are taken from there. Raises DayfoldError (`write-failed`)."""
        with closing(PageStore(self._kept, made_by(site))) as store:
            found = dict(_files(self._docs))
            known = {row.path: row for row in self._as_made(store, found)}
            again = Again(site, {row.path: Made(row.by, row.facts) for row in known.values()}, store.digests)
            brought = _brought(parts, again)
            rows = {}
            for rendered in self._placed(again.pages(jobs=jobs)):
                found.pop(rendered.path, None)
                found.pop(_drawn_from(rendered.path), None)
                if rendered.page is None and rendered.path in brought:
                    rows[rendered.path], data = brought[rendered.path]
                    self.written += write_if_changed(self._docs / rendered.path, data)
                    continue
                if rendered.page is None:
                    rows[rendered.path] = known[rendered.path]
                    continue
                data = rendered.page.text.encode()
                self.written += write_if_changed(self._docs / rendered.path, data)
                if rendered.made is not None and WHOLE not in rendered.made.rests_on:
                    rows[rendered.path] = _row(rendered.path, rendered.made, data)
            self._remove(found)
            self._keep(store, rows, again)

    def _placed(self, pages: Iterable[Rendered]) -> Iterator[Rendered]:
        """The pages that no other has taken the place of."""
        paths = Paths()
        for rendered in pages:
            if problem := paths.take(rendered.path):
                self.problems.append(problem)
                continue
            self.count += 1
            yield rendered

    def _as_made(self, store: PageStore, found: Mapping[str, os.stat_result]) -> Iterator[PageRow]:
        """What is known of the pages that have the bytes that were written."""
        now = time.time_ns()
        for path, row in store.pages.items():
            if path not in found:
                continue
            stamp = Stamp.of(found[path], now)
            if not (stamp.settled and row.stamp == str(stamp)):
                data = (self._docs / path).read_bytes()
                if content_hash(data) != row.hash:
                    continue
                self._restamped.add(path)
            yield row

    def _remove(self, gone: Iterable[str]) -> None:
        """Delete the files that are no pages, and the folders that they leave empty."""
        for path in gone:
            (self._docs / path).unlink()
            self.removed += 1
            for folder in (self._docs / path).parents:
                if folder == self._docs or any(folder.iterdir()):
                    break
                folder.rmdir()

    def _keep(self, store: PageStore, rows: Mapping[str, PageRow], again: Again) -> None:
        facts: set[Fact] = {fact for row in rows.values() for fact in row.facts}
        digests = {fact: again.digest(fact) for fact in sorted(facts)}
        now = time.time_ns()
        fresh = []
        for path, row in rows.items():
            if row is not store.pages.get(path) or path in self._restamped:
                stamp = str(Stamp.of((self._docs / path).stat(), now))
                fresh.append(PageRow(path, row.by, stamp, row.hash, row.facts))
        store.update(fresh, store.pages.keys() - rows.keys(), digests)


def _drawn_from(path: str) -> str:
    """The picture that is drawn from a card; of another file, itself."""
    return f"{path.removesuffix(CARD)}{CARD_PICTURE}" if path.endswith(f"/{CARD}") else path


def _brought(parts: Iterable[Part], again: Again) -> dict[str, tuple[PageRow, bytes]]:
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


def _row(path: str, made: Made, data: bytes) -> PageRow:
    return PageRow(path, made.by, "", content_hash(data), made.rests_on)


def _files(folder: Path, within: str = "") -> Iterator[tuple[str, os.stat_result]]:
    """Every file below `folder` by its path there; links to folders are files, too."""
    try:
        entries = list(os.scandir(folder / within))
    except FileNotFoundError:
        return
    for entry in entries:
        path = f"{within}/{entry.name}" if within else entry.name
        if entry.is_dir(follow_symlinks=False):
            yield from _files(folder, path)
        else:
            yield path, entry.stat(follow_symlinks=False)


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
