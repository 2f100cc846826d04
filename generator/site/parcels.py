"""Parts of a site that somebody else builds: Markdown of some pages in, their HTML out."""

from __future__ import annotations

import tempfile
import zlib
from collections import deque
from collections.abc import Collection, Iterator, Mapping, Sequence
from concurrent.futures import CancelledError, Executor, Future, ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path
from typing import Any, Final

from generator.site.builders import MkDocs
from generator.site.complaints import CONFIG, DOCS
from generator.site.language import LANGUAGE
from generator.site.staging import files_of

_SETTINGS: Final = "site_config"
_THEME: Final = "site_config/theme"
_PAGES: Final = 2000  # of a parcel: some 10 MB of Markdown; MkDocs takes a second to begin, and 5 ms for each
_IN_FLIGHT: Final = 16  # parcels that are out at a time, so that few are held in memory


@dataclass(frozen=True, slots=True, kw_only=True)
class Parcel:
    """Pages to be built: `sources` of build/docs by path, with the `settings` (files by path) and the paths
    of all `others` (one a line, compressed). `epoch` as of `build_site`."""

    epoch: int
    settings: Mapping[str, bytes]
    sources: Mapping[str, bytes]
    others: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Shard:
    """Pages that were built: under which `key`, what is `told` of each source (as mkdocs_build.py reports
    it), and the bytes of each output by path."""

    key: str
    told: Mapping[str, Mapping[str, Any]]
    outputs: Mapping[str, bytes]


def parcels(
    root: Path, paths: Sequence[str], sources: Mapping[str, bytes], known: Collection[str], epoch: int
) -> Iterator[Parcel]:
    """The pages at `paths`, a part at a time, with the settings of the site at `root`. `sources` has the
    Markdown of each, `known` are the paths of all files of build/docs."""
    settings = {path: (root / path).read_bytes() for path in (CONFIG, LANGUAGE) if (root / path).is_file()}
    for path, entry in files_of(root / _SETTINGS):
        settings[f"{_SETTINGS}/{path}"] = Path(entry.path).read_bytes()
    for part in _parts(paths):
        others = "\n".join(sorted(set(known).difference(part)))
        yield Parcel(
            epoch=epoch,
            settings=settings,
            sources={path: sources[path] for path in part},
            others=zlib.compress(others.encode("utf-8", "surrogateescape")),
        )


def build_parcel(parcel: Parcel) -> Shard | None:
    """Build the pages of a parcel in a folder of its own; None where MkDocs complains, or where a page may
    come of more than its own text: then it must be built where all the others are."""
    with tempfile.TemporaryDirectory(prefix="dayfold-") as folder:
        root, output = Path(folder) / "root", Path(folder) / "root" / "build" / "out"
        (root / _THEME).mkdir(parents=True)  # MkDocs wants the folder, though a theme of no files has none
        for path, data in parcel.settings.items():
            _write(root / path, data)
        for path, data in parcel.sources.items():
            _write(root / DOCS / path, data)
        others = zlib.decompress(parcel.others).decode("utf-8", "surrogateescape").split("\n")
        with MkDocs(root, output, parcel.epoch) as mkdocs:
            mkdocs.order(others=others)
            report, problems = mkdocs.result()
        if report is None or problems or not report["knowable"]:
            return None
        told = {path: one for path, one in report["files"].items() if not one["reads"]}
        outputs = {one["output"]: output / one["output"] for one in told.values()}
        return Shard(
            key=report["key"],
            told=told,
            outputs={path: file.read_bytes() for path, file in outputs.items() if file.is_file()},
        )


def built_by(orders: Iterator[Parcel], executor: Executor | None, jobs: int) -> Iterator[Shard]:
    """What the workers of an `executor` make of each of `orders`, or `jobs` processes of this machine, in
    their order. What one could not do, since it was killed or has no room, is left to whoever asks."""
    if executor is not None:
        yield from _built_by(executor, orders)
    elif jobs > 1:
        with ProcessPoolExecutor(jobs, get_context("spawn")) as processes:
            yield from _built_by(processes, orders)
    else:
        yield from filter(None, map(build_parcel, orders))


def _built_by(executor: Executor, orders: Iterator[Parcel]) -> Iterator[Shard]:
    out: deque[Future[Shard | None]] = deque()
    for order in orders:
        out.append(executor.submit(build_parcel, order))
        if len(out) == _IN_FLIGHT and (shard := _result(out.popleft())):
            yield shard
    while out:
        if shard := _result(out.popleft()):
            yield shard


def _result(done: Future[Shard | None]) -> Shard | None:
    try:
        return done.result() if done.exception() is None else None
    except CancelledError:
        return None


def _parts(paths: Sequence[str]) -> Iterator[Sequence[str]]:
    """Parts of much the same size."""
    count = max(1, -(-len(paths) // _PAGES))
    for at in range(count):
        yield paths[at * len(paths) // count : (at + 1) * len(paths) // count]


def _write(file: Path, data: bytes) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(data)
