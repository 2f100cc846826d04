"""Time each step of a site from nothing, at several sizes: `python -m benchmarks --sizes 1000,3000,9630`.

Each step is a process of its own; seconds are wall and CPU (user and system, with its children), megabytes
the largest resident set of any process in it, as the operating system accounts for them at its end. The
exponent is the slope of a straight line through log(seconds) over log(articles): 1 is linear growth.
"""

from __future__ import annotations

import argparse
import math
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from benchmarks.archives import write_archive

NOW: Final = "2027-01-01T00:00:00Z"
GENERATOR_STEPS: Final = ("ingest", "build --no-site")


@dataclass(frozen=True, slots=True, kw_only=True)
class Cost:
    """What a step took."""

    step: str
    articles: int
    wall: float
    cpu: float
    megabytes: float


def main() -> None:
    """Measure, and print one table."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__.splitlines()[0])
    parser.add_argument("--sizes", default="1000,3000,9630", help="articles, comma-separated")
    parser.add_argument(
        "--articles", type=Path, help="JSON Lines to take them from (default: the corpus, else our own)"
    )
    parser.add_argument("--no-site", action="store_true", help="leave out MkDocs and search")
    options = parser.parse_args()
    costs: list[Cost] = []
    for size in (int(part) for part in options.sizes.split(",")):
        with tempfile.TemporaryDirectory(prefix="dayfold-bench-") as folder:
            costs += _measure(Path(folder), size, options.articles, with_site=not options.no_site)
    print("\n".join(_table(costs)))


def _measure(folder: Path, size: int, source: Path | None, *, with_site: bool) -> Iterable[Cost]:
    archive = folder / "articles.jsonl"
    count = write_archive(archive, size, source)
    site = folder / "site"
    digest = [sys.executable, "-m", "generator"]
    subprocess.run(
        [*digest, "new", str(site), "--now", "2000-01-01T00:00:00Z"], check=True, stdout=subprocess.DEVNULL
    )
    shutil.rmtree(site / "content" / "articles")
    steps = [
        ("ingest", [*digest, "ingest", str(archive), "--site", str(site), "--captured", NOW]),
        ("build --no-site", [*digest, "build", "--no-site", "--site", str(site), "--now", NOW]),
    ]
    if with_site:
        mkdocs = ["mkdocs", "build", "--strict", "--quiet", "--config-file", str(site / "mkdocs.yml")]
        search = ["benchmarks.search", "--build", str(site / "site"), str(site / "build/cache/search")]
        steps += [
            ("MkDocs", [sys.executable, "-m", *mkdocs]),
            ("search", [sys.executable, "-m", *search]),
        ]
    for name, command in steps:
        yield _run(name, command, count)


def _run(step: str, command: Sequence[str], articles: int) -> Cost:
    environment = {**os.environ, "NO_MKDOCS_2_WARNING": "1", "PYTHONHASHSEED": "0"}
    start = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, env=environment)
    stderr = process.stderr.read() if process.stderr else b""
    _, status, usage = os.wait4(process.pid, 0)
    wall = time.perf_counter() - start
    # 1: errors in the data, which a corpus may have, but not what an ingest made of it
    if os.waitstatus_to_exitcode(status) not in ((0, 1) if step == "ingest" else (0,)):
        sys.exit(f"{step} ended badly:\n{stderr.decode(errors='replace')[-2000:]}")
    per_megabyte = 2**20 if sys.platform == "darwin" else 2**10
    return Cost(
        step=step,
        articles=articles,
        wall=wall,
        cpu=usage.ru_utime + usage.ru_stime,
        megabytes=usage.ru_maxrss / per_megabyte,
    )


def _table(costs: Sequence[Cost]) -> Iterable[str]:
    sizes = sorted({cost.articles for cost in costs})
    yield "| step | " + " | ".join(f"{size:,} articles" for size in sizes) + " | exponent |"
    yield "|---|" + "---|" * (len(sizes) + 1)
    for step in dict.fromkeys(cost.step for cost in costs):
        yield _row(step, [cost for cost in costs if cost.step == step])
    totals = [
        _total([c for c in costs if c.articles == size and c.step in GENERATOR_STEPS]) for size in sizes
    ]
    yield _row("**the generator**", totals)


def _row(name: str, costs: Sequence[Cost]) -> str:
    cells = [f"{cost.wall:.1f} s, {cost.cpu:.1f} CPU s, {cost.megabytes:.0f} MB" for cost in costs]
    return f"| {name} | " + " | ".join(cells) + f" | {_exponent(costs)} |"


def _total(costs: Sequence[Cost]) -> Cost:
    return Cost(
        step="",
        articles=costs[0].articles,
        wall=sum(cost.wall for cost in costs),
        cpu=sum(cost.cpu for cost in costs),
        megabytes=max(cost.megabytes for cost in costs),
    )


def _exponent(costs: Sequence[Cost]) -> str:
    points = [(math.log(cost.articles), math.log(cost.wall)) for cost in costs]
    if len({x for x, _ in points}) < 2:
        return ""
    mean_x = sum(x for x, _ in points) / len(points)
    mean_y = sum(y for _, y in points) / len(points)
    slope = sum((x - mean_x) * (y - mean_y) for x, y in points) / sum((x - mean_x) ** 2 for x, _ in points)
    return f"{slope:.2f}"


if __name__ == "__main__":
    main()
