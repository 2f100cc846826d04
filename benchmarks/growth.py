"""Measure what a site costs as it grows: `python -m benchmarks.growth --articles 1000,10000,30000`.

An invented archive of ten years is stored as a site's articles. It is built from nothing; with nothing
changed; with one more day of 50 articles; with nothing changed since; with one article corrected; with one
template of the theme changed; and, with another day, as CI builds it that keeps build/ and nothing else
between runs: in a fresh checkout. Each build is a process of its own. Seconds are wall time and CPU (user and
system, with children); megabytes the largest resident set of any process in it; files and kilobytes are those
that were written under build/docs and site/; kept is what build/cache has then, in megabytes. `--site` builds
the site with MkDocs and its search index, too.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass, replace
from math import log
from pathlib import Path
from typing import Final

from benchmarks.invented import SOURCES, YEARS_DAYS, Inventor
from generator.library.articles import store_article
from generator.model.article import Article

NOW: Final = "2026-06-01T00:00:00Z"
A_DAY: Final = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class Cost:
    """What a build took, and what it wrote."""

    wall: float
    cpu: float
    megabytes: float
    files: int
    kilobytes: float
    kept: float


def main() -> None:
    """Measure each size and print a table."""
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.growth", description=(__doc__ or "").splitlines()[0]
    )
    parser.add_argument("--articles", default="1000,10000,30000", help="sizes, comma-separated")
    parser.add_argument("--site", action="store_true", help="MkDocs and search, too")
    parser.add_argument("--keep", type=Path, help="leave the sites in this folder")
    options = parser.parse_args()
    print("| articles | build | wall s | CPU s | MiB | files written | kB written | kept MB |")
    print("|---|---|---|---|---|---|---|---|", flush=True)
    found: dict[str, list[tuple[int, float]]] = {}
    for size in (int(part) for part in options.articles.split(",")):
        with tempfile.TemporaryDirectory(prefix="dayfold-bench-") as temporary:
            folder = (options.keep or Path(temporary)) / f"{size}"
            for name, cost in measured(folder, size, with_site=options.site):
                found.setdefault(name, []).append((size, cost.cpu))
                figures = (f"{cost.wall:.1f}", f"{cost.cpu:.1f}", f"{cost.megabytes:.0f}", f"{cost.files:,}")
                figures = (*figures, f"{cost.kilobytes:,.0f}", f"{cost.kept:.0f}")
                print(f"| {size:,} | {name} | {' | '.join(figures)} |", flush=True)
    for name, costs in found.items():
        if len(costs) > 1:
            (least, first), (most, last) = costs[0], costs[-1]
            print(
                f"\n{name}: CPU seconds grow to the power {log(last / first) / log(most / least):.2f}", end=""
            )
    print()


def measured(folder: Path, size: int, *, with_site: bool) -> Iterator[tuple[str, Cost]]:
    """What each build of a site of `size` articles takes."""
    inventor = Inventor()
    days = YEARS_DAYS * size // 100_000
    write_site(folder, (article for day in inventor.days(days, size) for article in day))
    yield "from nothing", _build(folder, with_site=with_site)
    yield "nothing changed", _build(folder, with_site=with_site)
    more = inventor.day(days, A_DAY)
    for article in more:
        store_article(folder, article)
    yield "one more day", _build(folder, with_site=with_site)
    yield "nothing changed since", _build(folder, with_site=with_site)
    corrected = more[A_DAY // 2]
    store_article(folder, replace(corrected, body=f"{corrected.body}\n\nCorrected."))
    yield "one article corrected", _build(folder, with_site=with_site)
    with (folder / "site_config" / "theme" / "partials" / "colophon.html").open("a") as template:
        template.write("<!-- changed -->\n")
    yield "one template changed", _build(folder, with_site=with_site)
    checkout = _checked_out(folder)
    for article in inventor.day(days + 1, A_DAY):
        store_article(checkout, article)
    yield "a day in a fresh checkout", _build(checkout, with_site=with_site)


def _checked_out(folder: Path) -> Path:
    """The site as CI has it: new files of what is committed, and build/ as an archive brings it back."""
    checkout = folder.with_name(f"{folder.name}-checkout")
    made = shutil.ignore_patterns("build", "site")
    shutil.copytree(folder, checkout, ignore=made, copy_function=shutil.copyfile)
    shutil.copytree(folder / "build", checkout / "build")
    return checkout


def write_site(folder: Path, articles: Iterator[Article]) -> None:
    """A new site at `folder` with these articles, the invented sources and nothing else."""
    subprocess.run(
        [sys.executable, "-m", "generator", "new", str(folder), "--now", NOW],
        check=True,
        stdout=subprocess.DEVNULL,
    )
    shutil.rmtree(folder / "content" / "articles")
    known = [f"  - {{id: source-{number}, name: Source {number}}}\n" for number in range(SOURCES)]
    (folder / "site_config" / "sources.yml").write_text(f"sources:\n{''.join(known)}")
    for article in articles:
        store_article(folder, article)


def _build(folder: Path, *, with_site: bool) -> Cost:
    before = _files(folder)
    command = [sys.executable, "-m", "generator", "build", "--site", str(folder), "--now", NOW]
    start = time.perf_counter()
    process = subprocess.Popen(
        command if with_site else [*command, "--no-site"],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        env={**os.environ, "PYTHONHASHSEED": "0", "NO_MKDOCS_2_WARNING": "1"},
    )
    told = process.stderr.read() if process.stderr else b""
    _, status, usage = os.wait4(process.pid, 0)
    wall = time.perf_counter() - start
    if os.waitstatus_to_exitcode(status) != 0:
        sys.exit(f"The build ended badly:\n{told.decode(errors='replace')[-2000:]}")
    written = {
        path: size for path, (size, when) in _files(folder).items() if before.get(path) != (size, when)
    }
    return Cost(
        wall=wall,
        cpu=usage.ru_utime + usage.ru_stime,
        megabytes=usage.ru_maxrss / (2**20 if sys.platform == "darwin" else 2**10),
        files=len(written),
        kilobytes=sum(written.values()) / 1000,
        kept=sum(path.stat().st_size for path in (folder / "build/cache").rglob("*") if path.is_file()) / 1e6,
    )


def _files(folder: Path) -> dict[str, tuple[int, int]]:
    found = {}
    for below in ("build/docs", "site"):
        for path in (folder / below).rglob("*"):
            if path.is_file():
                status = path.stat()
                found[str(path)] = (status.st_size, status.st_mtime_ns)
    return found


if __name__ == "__main__":
    main()
