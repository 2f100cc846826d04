"""Kill `digest ingest` and `digest build` at random moments while a reader reads the site all along:
`python -m benchmarks.kills --kills 100`.

After each kill the site must be the one from before or the one that the command was making, every file of
content/ must be whole, and the same command again must give what it gives where nothing was killed. All that
the reader saw must be files of one of the two sites, and no page that it read may have led nowhere.
"""

from __future__ import annotations

import argparse
import json
import os
import posixpath
import random
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final
from urllib.parse import unquote

from benchmarks.edits import SmallSite, add_article, edit_article, move_an_anchor, write_page

_EDITS: Final = (add_article, edit_article, write_page, move_an_anchor)
_LINK: Final = re.compile(rb'<a [^>]*href="([^"#?:]+)["#?]')

Files = Mapping[str, bytes]


class Reader:
    """Somebody who goes from page to page of `site` without a pause."""

    def __init__(self, site: Path, chance: random.Random) -> None:
        self._site = site
        self._chance = chance
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._read_on)
        self.seen: set[tuple[str, bytes]] = set()
        self.lost: list[str] = []
        self.pages = 0

    def __enter__(self) -> Reader:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stop.set()
        self._thread.join()

    def _read_on(self) -> None:
        page = "index.html"
        while not self._stop.is_set():
            data = self._read(page)
            if data is None:
                if page == "index.html":
                    self.lost.append("there is no site")
                page = "index.html"
                continue
            links = sorted(set(_pages_linked(page, data)))
            gone = [link for link in links if self._read(link) is None]
            if gone and self._read(page) == data:  # else it is of a site that is not there any more
                self.lost += [f"{page} leads to {link}" for link in gone if self._read(link) is None]
            page = self._chance.choice(links) if links else "index.html"

    def _read(self, page: str) -> bytes | None:
        try:
            data = (self._site / page).read_bytes()
        except OSError:
            return None
        self.pages += 1
        self.seen.add((page, data))
        return data


def kill_once(
    folder: Path, number: int, chance: random.Random, seconds: dict[str, float]
) -> tuple[str, list[str]]:
    """Change the site at `folder`/site, run a command and kill it; what it was, and what went wrong.

    `seconds` is how long each command took when it was last let alone.
    """
    root, wrong = folder / "site", []
    site = SmallSite(root)
    kind = "ingest" if number % 2 else "build"
    for _ in range(3):
        chance.choice(_EDITS)(site, chance.randrange(1000))
    if kind == "ingest":
        _fill_inbox(site, number)
    copy = folder / "copy"
    shutil.copytree(root, copy, ignore=shutil.ignore_patterns("build", "site"))
    before, old = _files(root / "content"), _files(root / "site")
    with Reader(root / "site", random.Random(number)) as reader:  # noqa: S311 -- repeatable on purpose
        _run(kind, root, kill_after=chance.uniform(0.2, 1.1) * seconds.get(kind, 2.0))
        left, at_kill = _files(root / "content"), _files(root / "site")
        seconds[kind] = _run_to_the_end(kind, root)
    _run_to_the_end(kind, copy)
    new, content = _files(root / "site"), _files(root / "content")
    if at_kill not in (old, new):
        wrong.append(f"the site is neither of two: {_unlike(at_kill, old)[:5]}, {_unlike(at_kill, new)[:5]}")
    clean = _files(copy / "site") or old  # a page that leads nowhere is an edit, too: then the old site stays
    if new != clean:
        wrong.append(f"the next build is not a clean one: {_unlike(new, clean)[:5]}")
    if content != _files(copy / "content"):
        wrong.append(f"the content is not the same: {_unlike(content, _files(copy / 'content'))[:5]}")
    wrong += [f"lost: {path}" for path in before if path not in left]
    wrong += [
        f"half-written: {path}"
        for path, data in left.items()
        if data not in (before.get(path), content.get(path))
    ]
    wrong += [
        f"not whole: {path}" for path, data in reader.seen if data not in (old.get(path), new.get(path))
    ]
    wrong += reader.lost
    shutil.rmtree(copy)
    site_then = "the new site" if at_kill == new != old else "the old site"
    return f"{kind} killed, {site_then} stood", wrong


def make_site(folder: Path) -> None:
    """A small site at `folder`/site, built."""
    SmallSite.new(folder / "site")
    _run("build", folder / "site")


def main() -> None:
    """Kill, and print what came of it."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.kills")
    parser.add_argument("--kills", type=int, default=100)
    options = parser.parse_args()
    chance = random.Random(20260817)  # noqa: S311 -- repeatable on purpose
    seen: Counter[str] = Counter()
    wrong: list[str] = []
    seconds: dict[str, float] = {}
    with tempfile.TemporaryDirectory(prefix="dayfold-kills-") as folder:
        make_site(Path(folder))
        for number in range(options.kills):
            what, told = kill_once(Path(folder), number, chance, seconds)
            seen[what] += 1
            wrong += [f"{number}: {line}" for line in told]
            print(f"{number + 1} kills, {len(wrong)} things wrong", file=sys.stderr)
    print("\n".join(f"{count:5} {what}" for what, count in sorted(seen.items())))
    print("\n".join(wrong[:40]))
    print(f"{options.kills} kills: {len(wrong)} things went wrong.")
    sys.exit(1 if wrong else 0)


def _run_to_the_end(kind: str, root: Path) -> float:
    """The command, and a build after it; how long the command took."""
    seconds = _run(kind, root)
    if kind != "build":
        _run("build", root)
    return seconds


def _run(kind: str, root: Path, kill_after: float | None = None) -> float:
    command = [sys.executable, "-m", "generator", kind, "--site", str(root), "--now", "2026-08-20T06:00:00Z"]
    began = time.monotonic()
    process = subprocess.Popen(
        command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, start_new_session=True
    )
    try:
        _, said = process.communicate(timeout=kill_after)
    except subprocess.TimeoutExpired:
        # The command alone, or all that it started, too: both happen.
        if int(began * 1000) % 2:
            os.kill(process.pid, signal.SIGKILL)
        else:
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        if process.stderr:
            process.stderr.close()
        return 0.0
    if process.returncode not in (0, 1):
        sys.exit(f"{kind} ended badly:\n{said.decode(errors='replace')[-2000:]}")
    return time.monotonic() - began


def _fill_inbox(site: SmallSite, number: int) -> None:
    articles = [
        {
            "id": f"{number}-{one}",
            "url": f"https://wire-{one % 3}.example/{number}/{one}",
            "title": f"Report {one} of day {number} from the harbour",
            "text": f"Ship {one} came in at noon on day {number}. Its crew of {one + 3} went ashore at once.",
            "published": f"2026-08-{10 + one % 9}T0{one % 10}:00:00Z",
            "source": f"Wire {one % 3}",
        }
        for one in range(20)
    ]
    site.write(
        f"content/inbox/day-{number}.jsonl", "".join(json.dumps(article) + "\n" for article in articles)
    )


def _pages_linked(page: str, data: bytes) -> Iterator[str]:
    for link in _LINK.findall(data):
        path = posixpath.normpath(posixpath.join(posixpath.dirname(page), unquote(link.decode())))
        yield path if posixpath.splitext(path)[1] else posixpath.normpath(f"{path}/index.html")


def _files(folder: Path) -> Files:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and not _is_of_a_shard(path.relative_to(folder).parts)
    }


def _is_of_a_shard(parts: tuple[str, ...]) -> bool:
    return parts[0] == "search" and len(parts) > 2


def _unlike(one: Files, other: Files) -> list[str]:
    return sorted(path for path in one.keys() | other.keys() if one.get(path) != other.get(path))


if __name__ == "__main__":
    main()
