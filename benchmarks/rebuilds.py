"""What MkDocs costs after a change, without the generator and without search:
`python -m benchmarks.rebuilds --sizes 1000,9630`.

Press releases (or the archive of our own) are ingested and laid out; then their site is built from nothing,
again with nothing changed, with 50 more articles, with one corrected and with one template changed. Seconds
are wall time and CPU (user and system, with children); megabytes the largest peak (VmHWM) of any process;
written are the files of site/ that were replaced. The first row of a size is plain `mkdocs build`.
"""

from __future__ import annotations

import argparse
import os
import resource
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final

from benchmarks.archives import write_archive

NOW: Final = "2027-01-01T00:00:00Z"
EPOCH: Final = 1_787_000_000
A_DAY: Final = 50

BUILD: Final = """
import sys
from pathlib import Path
from generator.site.incremental import build_changed, record
from generator.site.manifest import Manifest
from generator.site.staging import SITE, empty_folder, swap, update_spare

root = Path(sys.argv[1])
with Manifest(root / "build/cache/site.sqlite") as manifest:
    built, problems = build_changed(root, empty_folder(root), int(sys.argv[2]), manifest)
    if built is None:
        sys.exit(str(problems[:3]))
    swap(root, update_spare(root, built.folder, built.delta) if built.delta else built.folder, built.delta)
    record(manifest, built, root / SITE)
"""


def main() -> None:
    """Measure each size and print a table."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.rebuilds")
    parser.add_argument("--sizes", default="1000,9630", help="articles, comma-separated")
    options = parser.parse_args()
    print("| articles | pages | build | wall s | CPU s | MB | files written | MB written |")
    print("|---|---|---|---|---|---|---|---|", flush=True)
    for size in (int(part) for part in options.sizes.split(",")):
        with tempfile.TemporaryDirectory(prefix="dayfold-rebuilds-") as folder:
            for name, root, cost in _measured(Path(folder), size):
                pages = sum(1 for _ in (root / "build/docs").rglob("*.md"))
                print(f"| {size} | {pages} | {name} | {cost} |", flush=True)


def _measured(folder: Path, size: int) -> Iterator[tuple[str, Path, str]]:
    write_archive(folder / "articles.jsonl", size, None)
    root = folder / "site"
    _digest("new", str(root), "--now", "2000-01-01T00:00:00Z")
    shutil.rmtree(root / "content/articles")
    _digest("ingest", str(folder / "articles.jsonl"), "--site", str(root), "--captured", NOW)
    articles = sorted((root / "content/articles").rglob("*.md"))
    day, rest = articles[-A_DAY:], articles[:-A_DAY]
    for path in day:
        path.rename(folder / path.name)
    plain = [sys.executable, "-m", "mkdocs", "build", "--strict", "--config-file", str(root / "mkdocs.yml")]
    ours = [sys.executable, "-c", BUILD, str(root), str(EPOCH)]

    def lay_out() -> None:
        _digest("build", "--no-site", "--site", str(root), "--now", NOW)

    def add_a_day() -> None:
        for path in day:
            (folder / path.name).rename(path)
        lay_out()

    def correct() -> None:
        article = rest[len(rest) // 2]
        text = article.read_text(encoding="utf-8")
        article.write_text(text.replace("\n---\n", "\n---\n\nCorrected: ", 1), encoding="utf-8")
        lay_out()

    def change_a_template() -> None:
        with (root / "site_config/theme/partials/colophon.html").open("a", encoding="utf-8") as template:
            template.write("<!-- changed -->\n")

    lay_out()
    yield "plain mkdocs build", root, _cost(plain, root)
    shutil.rmtree(root / "site")
    steps: tuple[tuple[str, Callable[[], None]], ...] = (
        ("from nothing", lambda: None),
        ("no change", lambda: None),
        (f"{A_DAY} more articles", add_a_day),
        ("no change again", lambda: None),
        ("one article corrected", correct),
        ("one template changed", change_a_template),
    )
    for name, prepare in steps:
        prepare()
        yield name, root, _cost(ours, root)


def _digest(*arguments: str) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "generator", *arguments], capture_output=True, text=True, check=False
    )
    if done.returncode not in (0, 1):  # 1: errors in the data, which a corpus may have
        sys.exit(f"{arguments[0]} ended badly:\n{done.stderr[-2000:]}")


def _cost(command: list[str], root: Path) -> str:
    before, used = stamps(root / "site"), resource.getrusage(resource.RUSAGE_CHILDREN)
    environment = {**os.environ, "NO_MKDOCS_2_WARNING": "1", "SOURCE_DATE_EPOCH": str(EPOCH)}
    began = time.monotonic()
    process = subprocess.Popen(
        command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, start_new_session=True
    )
    peak = Peak(process.pid)
    _, said = process.communicate()
    wall = time.monotonic() - began
    megabytes = peak.end()
    if process.returncode:
        sys.exit(f"The build ended badly:\n{said.decode(errors='replace')[-2000:]}")
    after, then = stamps(root / "site"), resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = then.ru_utime + then.ru_stime - used.ru_utime - used.ru_stime
    written = [size for path, (inode, size) in after.items() if before.get(path, (0, 0))[0] != inode]
    return f"{wall:.1f} | {cpu:.1f} | {megabytes:.0f} | {len(written)} | {sum(written) / 1e6:.1f}"


def stamps(site: Path) -> dict[Path, tuple[int, int]]:
    """Inode and size of each file; a file is never written into, only replaced."""
    stats = {path: path.stat() for path in site.rglob("*") if path.is_file()}
    return {path: (stat.st_ino, stat.st_size) for path, stat in stats.items()}


class Peak:
    """The largest VmHWM of the processes of a session, looked at until it ends."""

    def __init__(self, session: int) -> None:
        self._session = session
        self._kilobytes = 0
        self._done = threading.Event()
        self._thread = threading.Thread(target=self._look)
        self._thread.start()

    def end(self) -> float:
        """Megabytes."""
        self._done.set()
        self._thread.join()
        return self._kilobytes / 1e3

    def _look(self) -> None:
        while not self._done.wait(0.05):
            for process in Path("/proc").glob("[0-9]*"):
                try:
                    if os.getsid(int(process.name)) == self._session:
                        status = (process / "status").read_text()
                        found = [line.split()[1] for line in status.splitlines() if line.startswith("VmHWM")]
                        self._kilobytes = max([self._kilobytes, *map(int, found)])
                except OSError:  # it has ended
                    continue


if __name__ == "__main__":
    main()
