"""One at a time: a site's folder in, the right to write in it out."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Final

LOCK: Final = Path("build", "cache", "lock")


@contextmanager
def writing(root: Path, waiting: Callable[[str], None]) -> Iterator[None]:
    """Hold the site at `root` against every other `digest` that writes in it.

    Waits while another has it, after calling `waiting` once with that one's process id. The system lets go of
    the lock when a process ends, however it ends. Without a place to put the lock (a folder that cannot be
    written to) there is nothing to hold, and the first write will say so.
    """
    try:
        (root / LOCK).parent.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(root / LOCK, os.O_RDWR | os.O_CREAT, 0o644)
    except OSError:
        yield
        return
    try:
        _take(descriptor, waiting)
        yield
    finally:
        os.close(descriptor)


def _take(descriptor: int, waiting: Callable[[str], None]) -> None:
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        holder = os.pread(descriptor, 20, 0).decode(errors="replace").strip() or "unknown"
        waiting(holder)
        fcntl.flock(descriptor, fcntl.LOCK_EX)
    with suppress(OSError):  # a full disk: then others do not learn who holds it
        os.ftruncate(descriptor, 0)
        os.pwrite(descriptor, f"{os.getpid()}\n".encode(), 0)
