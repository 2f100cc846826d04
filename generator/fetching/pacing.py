"""One request at a time to a host, with a pause between them."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Final

Pause = Callable[[float], None]  # seconds
_LONGEST: Final = 30.0  # seconds that a site's robots.txt can ask for between two requests


class Pacer:
    """Gives turns at hosts; for several threads. `delay` is the least pause in seconds."""

    def __init__(self, delay: float, pause: Pause = time.sleep) -> None:
        self._delay = delay
        self._pause = pause
        self._guard = threading.Lock()
        self._hosts: dict[str, threading.Lock] = {}
        self._free: dict[str, float] = {}  # when a host may be asked again

    @contextmanager
    def turn(self, host: str, delay: float | None) -> Iterator[None]:
        """Wait for a turn at `host`, which asks for pauses of `delay` seconds."""
        with self._guard:
            lock = self._hosts.setdefault(host, threading.Lock())
        with lock:
            wait = self._free.get(host, 0.0) - time.monotonic()
            if wait > 0:
                self._pause(wait)
            try:
                yield
            finally:
                self._free[host] = time.monotonic() + max(self._delay, min(delay or 0.0, _LONGEST))

    def rest(self, seconds: float) -> None:
        """Wait before a second attempt."""
        self._pause(seconds)
