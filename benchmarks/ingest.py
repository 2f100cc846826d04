"""Ingest a folder of small files, whole, again, and after a kill: `python -m benchmarks.ingest`.

CPU seconds are those of all its processes that came to their own end, so a killed run tells fewer. Megabytes
are resident sets, sampled while it runs (psutil, from the extra `bench`): of the largest process, and of all
together, in which what they share is counted once for each. The run that is killed gets a site of its own,
and must end with the same bytes as the one that was not.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import psutil

from benchmarks.archives import sample_sentences

NOW: Final = "2027-01-01T00:00:00Z"
MODIFIED: Final = 1_786_968_000  # 2026-08-17: a file's own time is part of what it says
_SAMPLE: Final = 0.1  # seconds
_SOURCES: Final = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """What an ingest took; `code` is negative when it was killed."""

    code: int
    seconds: float
    cpu: float
    largest: float
    together: float


def main() -> None:
    """Measure, and print one table."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.ingest", description=__doc__.splitlines()[0])
    parser.add_argument("--files", type=int, default=100_000)
    parser.add_argument("--jobs", type=int, help="processes that read (default: one for each core)")
    options = parser.parse_args()
    jobs = [] if options.jobs is None else ["--jobs", str(options.jobs)]
    with tempfile.TemporaryDirectory(prefix="dayfold-bench-") as name:
        folder = Path(name)
        _write_files(folder / "in", options.files)
        whole, killed = _new_site(folder / "whole"), _new_site(folder / "killed")
        runs = {"new": _ingest(whole, folder / "in", jobs), "again": _ingest(whole, folder / "in", jobs)}
        until = runs["new"].seconds / 2
        runs["killed"] = _ingest(killed, folder / "in", jobs, lambda seconds: seconds > until)
        left = options.files - sum(1 for _ in _articles(killed))
        runs["resumed"] = _ingest(killed, folder / "in", jobs)
        same = _digest(whole) == _digest(killed)
    print("\n".join(_table(runs, options.files)))
    print(
        f"\n{left:,} articles were left after the kill; then the bytes are {'' if same else 'NOT '}the same."
    )
    sys.exit(0 if same and not any(run.code for name, run in runs.items() if name != "killed") else 1)


def _write_files(folder: Path, count: int) -> None:
    folder.mkdir()
    sentences = sample_sentences()
    for number in range(count):
        chosen = [sentences[(number * step + step) % len(sentences)] for step in (1, 7, 31)]
        path = folder / f"{number:06}.json"
        record = {
            "title": f"{chosen[0][:60].rstrip()} ({number})",
            "text": "\n\n".join(chosen),
            "url": f"https://bench-{number % _SOURCES}.example/{number}",
            "source": f"Bench Source {number % _SOURCES}",
        }
        path.write_text(json.dumps(record) + "\n", encoding="utf-8")
        os.utime(path, (MODIFIED, MODIFIED))


def _new_site(site: Path) -> Path:
    command = [sys.executable, "-m", "generator", "new", str(site), "--now", "2000-01-01T00:00:00Z"]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    shutil.rmtree(site / "content" / "articles")
    return site


def _ingest(
    site: Path, inbox: Path, jobs: list[str], enough: Callable[[float], bool] = lambda _seconds: False
) -> Run:
    command = [sys.executable, "-m", "generator", "ingest", str(inbox), "--site", str(site), "--now", NOW]
    start, before = time.perf_counter(), os.times()
    process = psutil.Popen(
        [*command, *jobs], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True
    )
    largest = together = 0
    while process.poll() is None:
        sizes = _sizes(process)
        largest, together = max(largest, *sizes), max(together, sum(sizes))
        if enough(time.perf_counter() - start):
            os.killpg(process.pid, signal.SIGKILL)
        time.sleep(_SAMPLE)
    return Run(
        code=process.returncode,
        seconds=time.perf_counter() - start,
        cpu=sum(os.times()[2:4]) - sum(before[2:4]),
        largest=largest / 2**20,
        together=together / 2**20,
    )


def _sizes(process: psutil.Popen) -> list[int]:
    try:
        return [one.memory_info().rss for one in (process, *process.children(recursive=True))]
    except psutil.NoSuchProcess:  # one has ended meanwhile
        return [0]


def _articles(site: Path) -> Iterable[Path]:
    return (site / "content" / "articles").rglob("*.md")


def _digest(site: Path) -> str:
    """A hash of all that an ingest writes and means to keep."""
    whole = hashlib.sha256()
    for path in [site / "site_config" / "sources.yml", *sorted(_articles(site))]:
        whole.update(path.relative_to(site).as_posix().encode() + b"\0" + path.read_bytes())
    return whole.hexdigest()


def _table(runs: dict[str, Run], files: int) -> Iterable[str]:
    yield f"| {files:,} files | seconds | CPU seconds | largest process, MiB | all processes, MiB |"
    yield "|---|---|---|---|---|"
    for name, run in runs.items():
        sizes = f"{run.largest:.0f} | {run.together:.0f}"
        yield f"| {name} | {run.seconds:.1f} | {run.cpu:.1f} | {sizes} |"


if __name__ == "__main__":
    main()
