"""What a day costs, beside other programs: `python -m benchmarks.peers --articles 1000,10000,30000`.

An invented archive (`benchmarks.growth`) is built five times: from nothing, with nothing changed, with one
more day of 50 articles, with one article corrected, with one template changed. Dayfold is measured whole
(`digest build`) and, in a copy, apart: the generator, MkDocs, search. The others build the same generated
Markdown, or its nearest equal (`benchmarks.peer_sites`): none of them follows stories, validates anchors or
indexes for search here. Plain MkDocs has the site's own settings, its search switched off.

Seconds are wall time and CPU (user and system, with children); megabytes the largest peak (VmHWM) of any
process; written are files of the output that are not those of the build before. `--bin` is the folder of
a virtual environment that has hugo, pelican and zensical; `--chart` writes a picture of the CPU seconds of
the largest size.
"""

from __future__ import annotations

import argparse
import os
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from math import log
from pathlib import Path
from statistics import linear_regression
from typing import Final

from benchmarks.bars import chart
from benchmarks.growth import A_DAY, NOW, write_site
from benchmarks.invented import YEARS_DAYS, Inventor
from benchmarks.peer_sites import Peer, markdown_of, peers, program, sync
from benchmarks.rebuilds import BUILD, EPOCH, Peak, stamps
from generator.library.articles import store_article
from generator.site.builders import builder_environment

_GENERATOR: Final = "– the generator"
_STEPS: Final = (
    "from nothing",
    "nothing changed",
    "one more day",
    "one article corrected",
    "one template changed",
)
Stamps = dict[Path, tuple[int, int]]
_COLOPHON: Final = "site_config/theme/partials/colophon.html"
_DIGEST: Final = (sys.executable, "-m", "generator")
_ZENSICAL: Final = "INHERIT: mkdocs.yml\nsite_dir: build/zensical\nstrict: false\n"


@dataclass(frozen=True, slots=True, kw_only=True)
class Cost:
    """What a command took, and what it wrote."""

    wall: float
    cpu: float
    megabytes: float
    files: int
    written: float

    def __str__(self) -> str:
        return (
            f"{self.wall:.1f} | {self.cpu:.1f} | {self.megabytes:.0f} | {self.files:,} | {self.written:.1f}"
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Contender:
    """Something that is measured: a command, the folder that it is run in, where it writes, and the folder
    there that is another's."""

    name: str
    command: Sequence[str]
    folder: Path
    output: Path
    besides: str = ""


def main() -> None:
    """Measure each size and print tables."""
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.peers", description=(__doc__ or "").splitlines()[0]
    )
    parser.add_argument("--articles", default="1000,10000,30000", help="sizes, comma-separated")
    parser.add_argument("--large", action="store_true", help="100000 as well")
    parser.add_argument(
        "--bin", type=Path, default=Path(sys.executable).parent, help="where peers are installed"
    )
    parser.add_argument("--only", default="", help="names of contenders, comma-separated")
    parser.add_argument("--chart", type=Path, help="the SVG to write")
    options = parser.parse_args()
    sizes = [int(part) for part in options.articles.split(",")] + [100_000] * options.large
    print("| articles | build | with | wall s | CPU s | MB | files written | MB written |")
    print("|---|---|---|---|---|---|---|---|", flush=True)
    found: dict[tuple[str, str], list[tuple[int, Cost]]] = {}
    for size in sizes:
        with tempfile.TemporaryDirectory(prefix="dayfold-peers-") as folder:
            for step, name, cost in _measured(Path(folder), size, options.bin, options.only.split(",")):
                found.setdefault((step, name), []).append((size, cost))
                print(f"| {size:,} | {step} | {name} | {cost} |", flush=True)
    print("\n".join(_exponents(found)))
    if options.chart:
        largest = {key: costs[-1][1].cpu for key, costs in found.items() if costs[-1][0] == sizes[-1]}
        options.chart.write_text(
            chart(largest, sizes[-1], ("from nothing", "one more day")), encoding="utf-8"
        )


def _measured(folder: Path, size: int, bin_: Path, only: Sequence[str]) -> Iterator[tuple[str, str, Cost]]:
    inventor = Inventor()
    days = max(1, YEARS_DAYS * size // 100_000)
    root, parts = folder / "site", folder / "parts"
    write_site(root, (article for day in inventor.days(days, size) for article in day))
    shutil.copytree(root, parts)
    more = inventor.day(days, A_DAY)
    changes: tuple[Callable[[Path], object], ...] = (
        lambda _: None,
        lambda _: None,
        lambda site: [store_article(site, article) for article in more],
        lambda site: store_article(site, replace(more[0], title=f"Corrected: {more[0].title}")),
        _change_the_template,
    )
    others = peers(bin_)
    last: dict[str, Stamps] = {}
    for number, (step, change) in enumerate(zip(_STEPS, changes, strict=True)):
        change(root)
        change(parts)
        for contender in (*_ours(root, parts), *_plain(parts, bin_), *_theirs(folder, others)):
            is_asked_for = only == [""] or contender.name in only
            if not is_asked_for and contender.name != _GENERATOR:  # which makes what the others build
                continue
            _prepare(contender, others, parts, changed=number == len(_STEPS) - 1)
            if number == 1 and contender.command[:3] == _DIGEST:
                _cost(contender, {})  # once, since stories that have just been published are followed again
            cost, last[contender.name] = _cost(contender, last.get(contender.name, {}))
            if is_asked_for:
                yield step, contender.name, cost


def _ours(root: Path, parts: Path) -> Iterator[Contender]:
    here = Path.cwd()
    digest = (*_DIGEST, "build", "--now", NOW, "--site")
    yield Contender(name="Dayfold", command=(*digest, str(root)), folder=here, output=root / "site")
    yield Contender(
        name=_GENERATOR,
        command=(*digest, str(parts), "--no-site"),
        folder=here,
        output=parts / "build/docs",
    )
    mkdocs = (sys.executable, "-c", BUILD, str(parts), str(EPOCH))
    yield Contender(name="– MkDocs", command=mkdocs, folder=here, output=parts / "site", besides="search")
    search = (
        sys.executable,
        "-m",
        "benchmarks.search",
        "--build",
        str(parts / "site"),
        str(parts / "build/cache/search"),
    )
    yield Contender(name="– search", command=search, folder=here, output=parts / "site/search")


def _plain(parts: Path, bin_: Path) -> Iterator[Contender]:
    """Who builds the site's own settings and docs."""
    out = parts / "build/plain"
    command = (sys.executable, "-m", "mkdocs", "build", "--strict", "--quiet", "--site-dir", str(out))
    yield Contender(name="MkDocs and Material", command=command, folder=parts, output=out)
    if zensical := program(bin_, "zensical"):
        (parts / "zensical.yml").write_text(_ZENSICAL, encoding="utf-8")
        command = (zensical, "build", "--config-file", "zensical.yml")
        yield Contender(name="Zensical", command=command, folder=parts, output=parts / "build/zensical")


def _theirs(folder: Path, others: Sequence[Peer]) -> Iterator[Contender]:
    for peer in others:
        home = folder / peer.name.replace(" ", "-").replace("'", "")
        yield Contender(name=peer.name, command=peer.command, folder=home, output=home / peer.output)


def _prepare(contender: Contender, others: Sequence[Peer], parts: Path, *, changed: bool) -> None:
    """Bring a peer's folder up to what the generator has made."""
    for peer in others:
        if peer.name == contender.name:
            files = dict(peer.files(markdown_of(parts / "build/docs")))
            sync(contender.folder, {**files, peer.template: peer.after if changed else peer.before})


def _change_the_template(site: Path) -> None:
    with (site / _COLOPHON).open("a", encoding="utf-8") as template:
        template.write("<!-- changed -->\n")


def _cost(contender: Contender, before: Stamps) -> tuple[Cost, Stamps]:
    """What it takes, and what it leaves; `before` is what it left the last time."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    began = time.monotonic()
    process = subprocess.Popen(
        contender.command,
        cwd=contender.folder,
        env=builder_environment(EPOCH, os.environ),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        start_new_session=True,
    )
    peak = Peak(process.pid)
    _, said = process.communicate()
    wall, megabytes = time.monotonic() - began, peak.end()
    if process.returncode:
        sys.exit(f"{contender.name} ended badly:\n{said.decode(errors='replace')[-2000:]}")
    then, after = resource.getrusage(resource.RUSAGE_CHILDREN), stamps(contender.output)
    others = contender.output / contender.besides if contender.besides else None
    written = [
        size
        for path, (inode, size) in after.items()
        if before.get(path) != (inode, size) and not (others and path.is_relative_to(others))
    ]
    cost = Cost(
        wall=wall,
        cpu=then.ru_utime + then.ru_stime - used.ru_utime - used.ru_stime,
        megabytes=megabytes,
        files=len(written),
        written=sum(written) / 1e6,
    )
    return cost, after


def _exponents(found: dict[tuple[str, str], list[tuple[int, Cost]]]) -> Iterator[str]:
    """The slopes of straight lines through log(CPU seconds) over log(articles): 1 is linear growth."""
    if all(len(costs) < 2 for costs in found.values()):
        return
    yield "\n| build | with | CPU seconds grow to the power | wall |\n|---|---|---|---|"
    for (step, name), costs in found.items():
        if len(costs) > 1:
            sizes = [log(size) for size, _ in costs]
            cpu = linear_regression(sizes, [log(max(cost.cpu, 0.01)) for _, cost in costs]).slope
            wall = linear_regression(sizes, [log(max(cost.wall, 0.01)) for _, cost in costs]).slope
            yield f"| {step} | {name} | {cpu:.2f} | {wall:.2f} |"


if __name__ == "__main__":
    main()
