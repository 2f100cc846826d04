"""What `digest serve` takes to show a change: `python -m benchmarks.serving --articles 10000`.

An invented archive is built and served. Then, one after the other, an article is corrected, one of the middle
of the archive is, a template of the theme changes, as does a setting; each time from an idle server. Seconds
are from the write to the first answer with the change in it, as a browser that reloads would get it; CPU
seconds are those of the server and its children until then, and until the whole site was built again.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final

import psutil

from benchmarks.growth import NOW, write_site
from benchmarks.invented import YEARS_DAYS, Inventor

_MARK: Final = f"Changed for run {time.time_ns()}"  # a run that was killed may have left its own
_IDLE_SECONDS: Final = 2.0
_LONGEST_SECONDS: Final = 1200.0


def main() -> None:
    """Measure, and print a table."""
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.serving", description=(__doc__ or "").splitlines()[0]
    )
    parser.add_argument("--articles", type=int, default=10_000, help="how many")
    parser.add_argument("--site", type=Path, help="a site of `benchmarks.growth --keep`, to take instead")
    parser.add_argument("--rounds", type=int, default=3, help="changes of each kind")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="dayfold-serving-") as temporary:
        root = options.site or Path(temporary) / "site"
        if options.site is None:
            days = max(1, YEARS_DAYS * options.articles // 100_000)
            inventor = Inventor()
            write_site(root, (article for day in inventor.days(days, options.articles) for article in day))
        print("| change | shown after, s | CPU s | built after, s | CPU s |")
        print("|---|---|---|---|---|", flush=True)
        with _Served(root) as served:
            for _ in range(options.rounds):
                for name, path, change, undo in _changes(root):
                    print(f"| {name} | {served.measured(path, change)} |", flush=True)
                    undo()
                    served.settle()


def _changes(root: Path) -> Iterator[tuple[str, str, Callable[[], None], Callable[[], None]]]:
    """What is changed: its name, the page that shows it, how it is done and undone."""
    articles = sorted((root / "content/articles").rglob("*.md"))
    for name, article in (("newest article", articles[-1]), ("an old article", articles[len(articles) // 2])):
        page = f"{article.relative_to(root / 'content').with_suffix('').as_posix()}/"
        yield name, page, *_edit(article, "title: ", f"title: {_MARK} ")
    page = f"{articles[0].relative_to(root / 'content').with_suffix('').as_posix()}/"
    theme = root / "site_config/theme/partials/colophon.html"
    yield "a template", page, *_edit(theme, "", f"<!-- {_MARK} -->")
    yield "a setting", "", *_edit(root / "mkdocs.yml", "site_name: ", f"site_name: {_MARK} ")


def _edit(file: Path, old: str, new: str) -> tuple[Callable[[], None], Callable[[], None]]:
    before = file.read_text(encoding="utf-8")
    after = before.replace(old, new, 1)
    return (
        lambda: file.write_text(after, encoding="utf-8") and None,
        lambda: file.write_text(before, encoding="utf-8") and None,
    )


class _Served:
    """A context with a `digest serve` of the site at `root`, which has begun to answer."""

    def __init__(self, root: Path) -> None:
        self._root = root
        command = [sys.executable, "-m", "generator", "serve", "--port", "0"]
        self._process = subprocess.Popen(
            [*command, "--site", str(root), "--now", NOW],
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        )
        self._watched = psutil.Process(self._process.pid)
        self._address = ""

    def __enter__(self) -> _Served:
        assert self._process.stdout is not None  # noqa: S101 -- it is a pipe
        self._address = self._process.stdout.readline().split()[-1]
        self.settle()
        return self

    def __exit__(self, *_: object) -> None:
        self._process.terminate()
        self._process.communicate()

    def measured(self, path: str, change: Callable[[], None]) -> str:
        """Two pairs of seconds and CPU seconds, as cells of a table."""
        used, began = self._cpu(), time.monotonic()
        change()
        self._wait(lambda: _MARK in self._page(path), began)
        shown, cpu = time.monotonic() - began, self._cpu() - used
        self._wait(lambda: _MARK in self._file(path), began)
        built = time.monotonic() - began
        self.settle()
        return f"{shown:.2f} | {cpu:.2f} | {built:.1f} | {self._cpu() - used:.1f}"

    def settle(self) -> None:
        """Wait until it has nothing to do."""
        began, before = time.monotonic(), -1.0
        while (now := self._cpu()) - before > 0.2 * _IDLE_SECONDS:
            if time.monotonic() - began > _LONGEST_SECONDS:
                sys.exit("The server does not come to rest.")
            before = now
            time.sleep(_IDLE_SECONDS)

    def _wait(self, until: Callable[[], bool], began: float) -> None:
        while not until():
            if time.monotonic() - began > _LONGEST_SECONDS:
                sys.exit("The change is not shown.")
            time.sleep(0.02)

    def _page(self, path: str) -> str:
        with urllib.request.urlopen(f"{self._address}{path}", timeout=_LONGEST_SECONDS) as answer:  # noqa: S310 -- http, on this machine
            return str(answer.read().decode())

    def _file(self, path: str) -> str:
        return (self._root / "site" / path / "index.html").read_text(encoding="utf-8")

    def _cpu(self) -> float:
        """CPU seconds of the server and of all children that it has or had."""
        total = 0.0
        for process in [self._watched, *self._watched.children(recursive=True)]:
            try:
                times = process.cpu_times()
            except psutil.NoSuchProcess:
                continue
            total += times.user + times.system + times.children_user + times.children_system
        return total


if __name__ == "__main__":
    main()
