"""Watch a site's sources: folders in, the files that changed out."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from threading import Event
from typing import Final

from watchdog.events import FileSystemEvent, FileSystemEventHandler
from watchdog.observers import Observer

# content/editions is left out: the build itself writes the records there.
WATCHED: Final = ("content/articles", "content/editorial", "content/pages", "site_config", "mkdocs.yml")

_LEAST_SECONDS: Final = 0.5
_SCAN_SHARE: Final = 10  # looking takes at most a tenth of a core, however many files there are
_SETTLE_SECONDS: Final = 0.02  # an editor that has begun to write is mostly done by then

Snapshot = Mapping[str, tuple[int, int]]


def snapshot(root: Path, watched: Sequence[str] = WATCHED) -> Snapshot:
    """The time of change (ns) and size (bytes) of every file under `watched`; editors' files left out."""
    return {path: stamp for name in watched for path, stamp in _stamps(str(root / name))}


def changes(root: Path, stop: Event) -> Iterator[frozenset[Path]]:
    """Yield the files that are new, gone or other after each change of the sources, until `stop` is set.

    The system tells when to look, where it can. It does not on network and container mounts: so the sources
    are looked at now and then in any case. What changes while the caller works on one change is seen when it
    comes back.
    """
    before = snapshot(root)
    pause = _LEAST_SECONDS
    with _noticing(root) as noticed:
        while not stop.is_set():
            if noticed.wait(pause):
                stop.wait(_SETTLE_SECONDS)
                noticed.clear()
            began = time.monotonic()
            now = snapshot(root)
            pause = max(_LEAST_SECONDS, _SCAN_SHARE * (time.monotonic() - began))
            if now != before and not stop.is_set():
                changed = {path for path, _ in now.items() ^ before.items()}
                before = now
                yield frozenset(map(Path, changed))


class _Notice(FileSystemEventHandler):
    def __init__(self, noticed: Event) -> None:
        self._noticed = noticed

    def on_any_event(self, event: FileSystemEvent) -> None:
        if event.event_type not in {"opened", "closed_no_write"}:
            self._noticed.set()


@contextmanager
def _noticing(root: Path) -> Iterator[Event]:
    """An event that is set when something below the watched folders may have changed."""
    noticed = Event()
    observer = Observer()
    for name in WATCHED:
        if (root / name).is_dir():
            observer.schedule(_Notice(noticed), str(root / name), recursive=True)
    with suppress(OSError):  # the system has no more watches to give
        observer.start()
    try:
        yield noticed
    finally:
        if observer.is_alive():
            observer.stop()
            observer.join()


def _stamps(path: str) -> Iterator[tuple[str, tuple[int, int]]]:
    try:
        if os.path.isdir(path):  # noqa: PTH112 -- a Path for each file takes longer than looking at it
            with os.scandir(path) as entries:
                inside = [entry for entry in entries if not _is_scratch(entry.name)]
            for entry in inside:
                if entry.is_dir():
                    yield from _stamps(entry.path)
                else:
                    stat = entry.stat()
                    yield entry.path, (stat.st_mtime_ns, stat.st_size)
        else:
            stat = os.stat(path)  # noqa: PTH116 -- likewise
            yield path, (stat.st_mtime_ns, stat.st_size)
    except FileNotFoundError:
        return  # deleted between listing and looking: its absence is the change


def _is_scratch(name: str) -> bool:
    """Whether an editor or a half-done write owns the file."""
    return name.startswith((".", "#")) or name.endswith(("~", ".tmp", ".swp"))
