"""Watch a site's sources: folders in, "something changed" out."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from threading import Event
from typing import Final

# content/editions is left out: the build itself writes the records there.
WATCHED: Final = ("content/articles", "content/editorial", "content/pages", "site_config", "mkdocs.yml")

_LEAST_SECONDS: Final = 0.5
_SCAN_SHARE: Final = 10  # looking takes at most a tenth of a core, however many files there are

Snapshot = Mapping[str, tuple[int, int]]


def snapshot(root: Path, watched: Sequence[str] = WATCHED) -> Snapshot:
    """The time of change (ns) and size (bytes) of every file under `watched`; editors' files left out."""
    return {path: stamp for name in watched for path, stamp in _stamps(root / name)}


def changes(root: Path, stop: Event) -> Iterator[None]:
    """Yield after each change of the sources, until `stop` is set.

    It polls: no dependency, and it works on network and container mounts, which send no events. What
    changes while the caller works on one change is seen when it comes back.
    """
    before = snapshot(root)
    pause = _LEAST_SECONDS
    while not stop.wait(pause):
        began = time.monotonic()
        now = snapshot(root)
        pause = max(_LEAST_SECONDS, _SCAN_SHARE * (time.monotonic() - began))
        if now != before:
            before = now
            yield


def _stamps(path: Path) -> Iterator[tuple[str, tuple[int, int]]]:
    try:
        if path.is_dir():
            with os.scandir(path) as entries:
                inside = [Path(entry.path) for entry in entries if not _is_scratch(entry.name)]
            for entry in inside:
                yield from _stamps(entry)
        else:
            stat = path.stat()
            yield str(path), (stat.st_mtime_ns, stat.st_size)
    except FileNotFoundError:
        return  # deleted between listing and looking: its absence is the change


def _is_scratch(name: str) -> bool:
    """Whether an editor or a half-done write owns the file."""
    return name.startswith((".", "#")) or name.endswith(("~", ".tmp", ".swp"))
