"""Index the pages of a period with Pagefind: pages in, a folder out that holds nothing else."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import threading
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import blake2b
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Final

from generator.site.search_pages import SearchPage, page_html

# One language for all pages: Pagefind makes an index for each `lang` and a reader's page sees only its own,
# so an Arabic article would not be found from the English search page.
LANGUAGE: Final = "en"
WASM: Final = f"wasm.{LANGUAGE}.pagefind"
SCRIPTS: Final = ("pagefind.js", "pagefind-worker.js", WASM)  # the same for every shard of a version
ENTRY: Final = "pagefind-entry.json"
FACTS: Final = "facts.json"  # of the shard, for the manifest; not published

# Every shard names the one WASM beside the shards: Pagefind joins this to "wasm." and ".pagefind", and a
# browser fetches what is left once, instead of 72 KB for each shard.
_SHARED_WASM: Final = f"/../../wasm.{LANGUAGE}"

# What a run takes at most (measured with 80 and 400 words a page): the program, and every page's word map.
_MEGABYTES: Final = 60
_BYTES_A_WORD: Final = 750
_BYTES_A_PAGE: Final = 12_000


class PagefindError(Exception):
    """Pagefind ended with an error, or left out a file; the text says what."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Shard:
    """A period whose pages are indexed together; `key` stands for all that its index depends on."""

    period: str
    key: str
    pages: int
    words: int

    @property
    def megabytes(self) -> int:
        """About how much memory its run takes."""
        return _MEGABYTES + (self.words * _BYTES_A_WORD + self.pages * _BYTES_A_PAGE) // 2**20


def shard_key(period: str, days: Sequence[tuple[str, bytes]]) -> str:
    """A name for the index of a period by this version of everything. Of each of its `days`, in order, there
    is the name, and what stands for its pages."""
    digest = blake2b(f"{_made_by()}\0{period}".encode(), digest_size=12)
    for day, content in days:
        digest.update(f"\0{day}\0".encode() + content)
    return digest.hexdigest()


def index_shard(folder: Path, shard: Shard, pages: Sequence[SearchPage]) -> None:
    """Make the index of `pages`, sorted by address, at `folder`, which is whole or not there.

    Pagefind 1.5 does not delete what it does not need any more, so it begins in an empty folder. It does not
    give the same bytes twice, either: the order within its filter, meta and entry files, and so the hashes in
    their names, follows its hash maps. What a search answers is the same.

    Raises PagefindError, and OSError when the disk does not let it.
    """
    work = folder.with_name(f".{folder.name}.{os.getpid()}")
    try:
        shutil.rmtree(work, ignore_errors=True)
        for page in pages:
            file = work / "pages" / _file(page.url)
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(page_html(page), encoding="utf-8")
        made = work / "index"
        _run_pagefind(work / "pages", made)
        _check(made, shard)
        for unwanted in set(made.glob("*pagefind*")) - {made / name for name in (*SCRIPTS, ENTRY)}:
            if unwanted.suffix != ".pf_meta":  # Pagefind's own interface, and the WASM of other languages
                unwanted.unlink()
        _share_wasm(made / ENTRY)
        (made / FACTS).write_text(json.dumps(_facts(pages)), encoding="utf-8")
        shutil.rmtree(folder, ignore_errors=True)
        made.rename(folder)
    finally:
        shutil.rmtree(work, ignore_errors=True)


def pagefind_version() -> str:
    """The version of Pagefind that is installed."""
    return version("pagefind")


class Room:
    """What runs may take together: so many at a time, and so much memory."""

    def __init__(self, *, runs: int, megabytes: int) -> None:
        self._runs = runs
        self._all = self._free = megabytes
        self._changed = threading.Condition()

    def take(self, megabytes: int) -> None:
        """Wait until there is room for a run; one that takes more than all there is runs alone."""
        wanted = min(megabytes, self._all)
        with self._changed:
            self._changed.wait_for(lambda: self._runs and self._free >= wanted)
            self._runs -= 1
            self._free -= wanted

    def give(self, megabytes: int) -> None:
        """Give back what was taken."""
        with self._changed:
            self._runs += 1
            self._free += min(megabytes, self._all)
            self._changed.notify_all()


def _made_by() -> str:
    """Versions and settings; the number counts changes of what this module does with them."""
    names = ("pagefind", "pagefind-bin", "pagefind-bin-extended")
    return " ".join(["1", LANGUAGE, *filter(None, map(_version_of, names))])


def _version_of(name: str) -> str:
    try:
        return f"{name}={version(name)}"
    except PackageNotFoundError:
        return ""


def _file(url: str) -> str:
    return f"{url}index.html" if url.endswith("/") or not url else url


def _run_pagefind(pages: Path, output: Path) -> None:
    options = ["--site", str(pages), "--output-path", str(output), "--force-language", LANGUAGE, "--quiet"]
    done = subprocess.run(  # noqa: S603 -- our own interpreter, a fixed module, no shell
        [sys.executable, "-P", "-m", "pagefind", *options],
        cwd=pages,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        encoding="utf-8",
        errors="replace",
        check=False,
    )
    if done.returncode:
        said = " ".join(done.stdout.replace(str(pages), "the pages").split())[-1000:]
        raise PagefindError(f"Pagefind says: {said or done.returncode}")


def _check(made: Path, shard: Shard) -> None:
    """Pagefind 1.5 may end before its files are written: what a search loads must be there, and all of it."""
    entry = made / ENTRY
    if not entry.is_file() or not entry.stat().st_size:
        raise PagefindError(f"Pagefind left out {ENTRY}")
    index = json.loads(entry.read_text(encoding="utf-8"))["languages"].get(LANGUAGE, {})
    needed = [*SCRIPTS, f"pagefind.{index.get('hash')}.pf_meta"]
    missing = [name for name in needed if not (made / name).is_file() or not (made / name).stat().st_size]
    if missing:
        raise PagefindError(f"Pagefind left out {', '.join(missing)}")
    parts = {name: list(made.glob(f"{name}/*")) for name in ("fragment", "index")}
    if any(not file.stat().st_size for files in parts.values() for file in files) or not parts["index"]:
        raise PagefindError("Pagefind left a file empty")
    if not len(parts["fragment"]) == index.get("page_count") == shard.pages:
        raise PagefindError(f"Pagefind indexed {len(parts['fragment'])} of {shard.pages} pages")


def _share_wasm(entry: Path) -> None:
    told = json.loads(entry.read_text(encoding="utf-8"))
    told["languages"][LANGUAGE]["wasm"] = _SHARED_WASM
    entry.write_text(json.dumps(told, ensure_ascii=False, separators=(",", ":")), encoding="utf-8")


def _facts(pages: Sequence[SearchPage]) -> dict[str, object]:
    """What the manifest says of a shard: pages, first and last day, and how many pages each facet has."""
    facets: dict[str, Counter[str]] = {}
    for page in pages:
        for name, value in page.facets:
            facets.setdefault(name, Counter())[value] += 1
    days = sorted(page.day for page in pages)
    return {"pages": len(pages), "first": days[0], "last": days[-1], "facets": facets}
