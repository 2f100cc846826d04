"""Make a built site searchable: HTML pages in, an index a period and a manifest of them out."""

from __future__ import annotations

import importlib.util
import json
import shutil
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from typing import Final

from generator.diagnostics import Position, Problem
from generator.output import write_if_changed
from generator.side_by_side import cores
from generator.site.search_cache import Day, PageCache, open_page_cache
from generator.site.search_pages import SearchPage
from generator.site.search_periods import UNDATED, periods
from generator.site.search_shards import (
    FACTS,
    SCRIPTS,
    WASM,
    PagefindError,
    Room,
    Shard,
    index_shard,
    pagefind_version,
    shard_key,
)
from generator.site.staging import SEARCH, Step, files_of, link

MANIFEST: Final = "manifest.json"

_FORMAT: Final = 1  # of the manifest; assets/search_index.js reads it
_MEGABYTES: Final = 900  # what all runs may take together
_NO_STEP: Final = Step()


def build_search(site: Path, cache: Path, step: Step = _NO_STEP) -> list[Problem]:
    """Index the pages of `site` into `site`/search, in shards by period.

    Of each page that is marked for it, its headline and what it shows of its text are indexed, never a list
    of links. A shard whose pages say what they said before is taken from `cache`, where it was kept: deleting
    that folder costs time and nothing else. Where that was made of the site before the last `step`, only what
    changed is looked at. Folders in `site`/search that are not of this index are removed.
    """
    if importlib.util.find_spec("pagefind") is None:
        return [_problem("Pagefind is not installed", "Run `pip install 'pagefind[bin]'`.")]
    site = site.resolve()
    kept = cache.resolve() / "shards"
    with open_page_cache(cache / "pages.sqlite") as pages:
        pages.read(site, SEARCH, step)
        shards = _shards(pages)
        try:
            _index(kept, shards, pages)
        except PagefindError as error:
            return [_problem(str(error), "The last good site stands.")]
    _publish(site / SEARCH, kept, shards)
    _forget(kept, {shard.key for shard in shards})
    return []


def same_shards(one: Path, other: Path) -> set[str]:
    """The shards that are the same in two folders of an index, which nobody has touched since."""
    first, second = _untouched(one), _untouched(other)
    return {period for period, key in first.items() if second.get(period) == key}


def _shards(pages: PageCache) -> list[Shard]:
    """The periods of all pages: the newest first, and last what has no day."""
    gathered: dict[str, list[Day]] = {}
    for period, day in _by_period(pages):
        gathered.setdefault(period, []).append(day)
    order = sorted(gathered, key=lambda period: (period != UNDATED, period), reverse=True)
    return [
        Shard(
            period=period,
            key=shard_key(period, [(day.name, day.content) for day in gathered[period]]),
            pages=sum(day.pages for day in gathered[period]),
            words=sum(day.words for day in gathered[period]),
        )
        for period in order
    ]


def _by_period(pages: PageCache) -> Iterator[tuple[str, Day]]:
    days = pages.days()
    by_day = periods({day.name: day.words for day in days})
    return ((by_day[day.name], day) for day in days)


def _index(kept: Path, shards: Sequence[Shard], pages: PageCache) -> None:
    """Make what is not kept, the largest first, a process each."""
    missing = [shard for shard in shards if not (kept / shard.key / FACTS).is_file()]
    days: dict[str, list[str]] = {}
    for period, day in _by_period(pages):
        days.setdefault(period, []).append(day.name)
    kept.mkdir(parents=True, exist_ok=True)
    room = Room(runs=cores(), megabytes=_MEGABYTES)

    def run(shard: Shard, found: Sequence[SearchPage]) -> None:
        try:
            index_shard(kept / shard.key, shard, found)
        finally:
            room.give(shard.megabytes)

    runs: list[Future[None]] = []
    with ThreadPoolExecutor(cores()) as executor:
        for shard in sorted(missing, key=lambda shard: (-shard.words, shard.period)):
            room.take(shard.megabytes)
            runs.append(executor.submit(run, shard, pages.of_days(days[shard.period])))
    for done in runs:
        done.result()


def _publish(search: Path, kept: Path, shards: Sequence[Shard]) -> None:
    """Put `shards` and the manifest into `search`, and take away what is not of them.

    What stands there already from a build before is left; so that it can be trusted, the manifest is the last
    to be written and the first to go.
    """
    manifest = search / MANIFEST
    standing = _standing(manifest)
    told = _manifest(kept, shards)
    if standing != {shard.period: shard.key for shard in shards}:
        manifest.unlink(missing_ok=True)
    search.mkdir(parents=True, exist_ok=True)
    wanted = {shard.period for shard in shards}
    for folder in [path for path in search.iterdir() if path.is_dir() and path.name not in wanted]:
        shutil.rmtree(folder)
    for shard in shards:
        if standing.get(shard.period) != shard.key or not (search / shard.period).is_dir():
            shutil.rmtree(search / shard.period, ignore_errors=True)
            _link_tree(kept / shard.key, search / shard.period)
    for name in SCRIPTS:
        (search / name).unlink(missing_ok=True)
        if shards:
            link(kept / shards[0].key / name, search / name)
    write_if_changed(manifest, told)


def _manifest(kept: Path, shards: Sequence[Shard]) -> bytes:
    """What the search page reads first: the shards, newest first, and the facets of all pages."""
    listed: list[Mapping[str, object]] = []
    facets: dict[str, Counter[str]] = {}
    for shard in shards:
        facts = json.loads((kept / shard.key / FACTS).read_text(encoding="utf-8"))
        for name, counts in facts["facets"].items():
            facets.setdefault(name, Counter()).update(counts)
        days = {"first": facts["first"], "last": facts["last"]} if facts["last"] else {}
        listed.append({"period": shard.period, "key": shard.key, "pages": facts["pages"], **days})
    told = {
        "format": _FORMAT,
        "pagefind": pagefind_version(),
        "pages": sum(shard.pages for shard in shards),
        "shards": listed,
        "facets": {name: dict(sorted(facets[name].items())) for name in sorted(facets)},
    }
    return (json.dumps(told, ensure_ascii=False, separators=(",", ":")) + "\n").encode()


def _standing(manifest: Path) -> dict[str, str]:
    """The shards of a manifest from a build before, period to key; none where it cannot be read."""
    try:
        told = json.loads(manifest.read_text(encoding="utf-8"))
        return {shard["period"]: shard["key"] for shard in told["shards"]}
    except (OSError, ValueError, KeyError, TypeError):
        return {}


def _untouched(search: Path) -> dict[str, str]:
    """Period to key of the shards none of whose folders is newer than the manifest, which is written last."""
    manifest = search / MANIFEST
    standing = _standing(manifest)
    written = manifest.stat().st_mtime_ns if standing else 0
    return {
        period: key
        for period, key in standing.items()
        if (folder := search / period).is_dir()
        and all(one.stat().st_mtime_ns <= written for one in (folder, *folder.iterdir()) if one.is_dir())
    }


def _link_tree(source: Path, target: Path) -> None:
    for path, entry in files_of(source):
        if entry.name not in {FACTS, WASM, "pagefind.js"}:  # the worker is looked for beside the first shard
            link(Path(entry.path), target / path)


def _forget(kept: Path, keys: Iterable[str]) -> None:
    """Remove shards that are out of use: what was taken down does not stay in a cache."""
    for folder in set(kept.glob("*")) - {kept / key for key in keys}:
        shutil.rmtree(folder, ignore_errors=True)


def _problem(message: str, remedy: str) -> Problem:
    return Problem(
        code="search-build-failed", position=Position(path="site"), message=f"{message}.", remedy=remedy
    )
