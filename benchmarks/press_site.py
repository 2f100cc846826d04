"""A site of press releases, as a reader would have it: `make_press_site(folder, 600)`."""

from __future__ import annotations

import gzip
import json
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Final

from benchmarks.archives import CORPUS

NOW: Final = "2025-01-01T12:00:00Z"  # the corpus ends the day before
BEFORE: Final = "2000-01-01T00:00:00Z"


def make_press_site(folder: Path, size: int) -> Path:
    """Build a site of the newest `size` releases of the corpus at `folder` anew; where its pages are.

    Raises FileNotFoundError without the corpus, and CalledProcessError where a step fails.
    """
    with gzip.open(CORPUS, "rt", encoding="utf-8") as lines:
        releases = sorted(lines, key=lambda line: (json.loads(line)["published"], line))[-size:]
    shutil.rmtree(folder, ignore_errors=True)
    told = ("--title", "Releases", "--url", "https://releases.example/", "--now", BEFORE)
    _digest("new", str(folder), *told)
    shutil.rmtree(folder / "content/articles")
    inbox = folder / "releases.jsonl"
    inbox.write_text("".join(releases), encoding="utf-8")
    _digest("ingest", str(inbox), "--site", str(folder), "--captured", NOW)
    _digest("build", "--site", str(folder), "--now", NOW)
    return folder / "site"


def _digest(*arguments: str) -> None:
    command = [sys.executable, "-m", "generator", *arguments]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
