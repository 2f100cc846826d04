"""Measure tracing and following the stories of a large archive: `python -m benchmarks.following`.

The archive is invented on the spot: ten years, names, events that go on for days, wires and who prints them.
Each size has a process of its own: both stages from nothing with an empty store, then one more day of 50
articles with what was kept, then nothing new. CPU seconds are those of the process and of children that have
ended; megabytes are the largest resident set, with the articles alone and with all. `--jobs 2` has a pool of
processes compare the articles, `--dask 2` a Dask `LocalCluster` (from the extra `bench`). What is found is
told by a hash, which must be the same for any of them.
"""

from __future__ import annotations

import argparse
import gc
import hashlib
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import Executor, ProcessPoolExecutor
from contextlib import closing, contextmanager
from math import log
from multiprocessing import get_context
from pathlib import Path
from typing import Any

from benchmarks.invented import YEARS_DAYS, Inventor
from generator.library.story_store import StoryStore
from generator.model.article import Article
from generator.settings import DigestSettings
from generator.stories import Guide, Rulings, days_of, follow_by_day, trace_by_day
from generator.stories.following_by_day import Followed
from generator.stories.lineage_by_day import Traced

A_DAY = 50
WHOLE = 100_000


def main() -> None:
    """Measure each size and print a table."""
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.following", description=(__doc__ or "").splitlines()[0]
    )
    parser.add_argument(
        "--articles", type=int, default=WHOLE, help="the largest size; also its 8th, 4th, half"
    )
    parser.add_argument("--jobs", type=int, default=1, help="processes that compare")
    parser.add_argument("--dask", type=int, default=0, help="workers of a Dask cluster that compare")
    parser.add_argument("--only", action="store_true", help="the largest size alone")
    parser.add_argument("--one", type=int, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.one:
        print("\t".join(map(str, measured(options.one, options.jobs, options.dask))))
        return
    sizes = [options.articles // part for part in ((1,) if options.only else (8, 4, 2, 1))]
    print("| articles | MiB of them | from nothing, s | CPU s | MiB in all | a day more, CPU s | again |")
    print("|---|---|---|---|---|---|---|", flush=True)
    seconds = []
    for size in sizes:
        shown = subprocess.run(
            [
                *(sys.executable, "-m", "benchmarks.following", "--one", str(size)),
                *("--jobs", str(options.jobs), "--dask", str(options.dask)),
            ],
            capture_output=True,
            check=True,
            text=True,
        ).stdout.split("\t")
        seconds.append(float(shown[2]))
        print(f"| {size:,} | {' | '.join(one.strip() for one in shown[:-1])} |", flush=True)
        print(f"  stories: {shown[-1].strip()}", file=sys.stderr, flush=True)
    if len(sizes) > 1:
        exponent = log(seconds[-1] / seconds[0]) / log(sizes[-1] / sizes[0])
        print(f"\nCPU seconds grow with the articles to the power {exponent:.2f}.")


def measured(size: int, jobs: int, dask: int) -> list[Any]:
    """What one size takes, and a hash of what was found."""
    days = YEARS_DAYS * size // WHOLE
    inventor = Inventor()
    archive = [article for day in inventor.days(days, size) for article in day]
    more = inventor.day(days, A_DAY)
    held = _megabytes()
    gc.freeze()  # as a build does with what it has read
    with tempfile.TemporaryDirectory(prefix="dayfold-bench-") as folder, _workers(jobs, dask) as executor:
        path = Path(folder) / "stories.sqlite"
        start, cpu = time.perf_counter(), _cpu()
        found = stages(archive, path, executor)
        first = [time.perf_counter() - start]
        largest = _megabytes()
        hashed = hash_of(*found)
        del found  # a build of the next day does not have it
        if executor is not None:
            executor.shutdown()
        first.append(_cpu() - cpu)
        day, again = (_cpu_of([*archive, *more], path) for _ in range(2))
        kept = path.stat().st_size / 2**20
    print(f"{size}: {kept:.0f} MiB kept", file=sys.stderr)
    return [
        *(f"{held:.0f}", f"{first[0]:.1f}", f"{first[1]:.1f}", f"{largest:.0f}", f"{day:.2f}"),
        *(f"{again:.2f}", hashed),
    ]


def _cpu_of(archive: Sequence[Article], path: Path) -> float:
    cpu = _cpu()
    stages(archive, path, None)
    return _cpu() - cpu


def stages(archive: Sequence[Article], path: Path, executor: Executor | None) -> tuple[Traced, Followed]:
    """Both stages, as a build has them."""
    guide = Guide(rulings=Rulings(), vocabulary={}, settings=DigestSettings().stories)
    with closing(StoryStore(path)) as store:
        days = days_of(archive)
        lineage = trace_by_day(days, store, executor)
        return lineage, follow_by_day(days, lineage, guide, store, executor)


def hash_of(lineage: Traced, stories: Followed) -> str:
    """A hash of what was found: the story of each article, and what it is to the others."""
    whole = hashlib.sha256(repr(sorted(stories.story_of.items())).encode())
    whole.update(repr(sorted((id_, one) for id_, one in lineage.items() if one.sources)).encode())
    return whole.hexdigest()[:16]


@contextmanager
def _workers(jobs: int, dask: int) -> Iterator[Executor | None]:
    if dask:
        from distributed import Client, LocalCluster  # noqa: PLC0415 - of the extra `bench`

        with (
            LocalCluster(n_workers=dask, threads_per_worker=1, dashboard_address=None) as cluster,
            Client(cluster) as client,
        ):
            yield client.get_executor()
    elif jobs > 1:
        with ProcessPoolExecutor(jobs, get_context("spawn")) as executor:
            yield executor
    else:
        yield None


def _cpu() -> float:
    return sum(os.times()[:4])


def _megabytes() -> float:
    """The largest resident set that this process has had."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    main()
