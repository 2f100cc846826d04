"""What one document may cost: time and memory as bounds that a process puts on itself."""

from __future__ import annotations

import signal
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import FrameType
from typing import Final

from generator.diagnostics import Position, Problem

try:
    import resource
except ImportError:  # not a POSIX system
    resource = None  # type: ignore[assignment]  # looked at before each use

_MIB: Final = 1 << 20
_AGAIN: Final = 0.2  # seconds after which a swallowed OutOfTime is raised anew


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """`seconds` of processor time a document may take, and `memory` in bytes beyond what the process has."""

    seconds: float
    memory: int


class OutOfTime(BaseException):
    """The document has had its time."""


@contextmanager
def timed(seconds: float) -> Iterator[None]:
    """Raise OutOfTime within when it takes more than `seconds` of processor time. Where that cannot be (not
    the main thread, no such timer) it takes as long as it takes."""
    if not hasattr(signal, "setitimer") or threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGPROF, _out_of_time)
    signal.setitimer(signal.ITIMER_PROF, seconds, _AGAIN)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)


@contextmanager
def bounded(memory: int) -> Iterator[None]:
    """Refuse this process more than `memory` bytes beyond what it has: asking for more is a MemoryError.
    Where the system cannot, there is no bound."""
    held = _held()
    if resource is None or held is None:
        yield
        return
    soft, hard = resource.getrlimit(resource.RLIMIT_AS)
    bound = held + memory
    if hard != resource.RLIM_INFINITY:
        bound = min(bound, hard)
    if soft != resource.RLIM_INFINITY:
        bound = min(bound, soft)
    resource.setrlimit(resource.RLIMIT_AS, (bound, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_AS, (soft, hard))


def too_slow(position: Position, limits: Limits) -> Problem:
    """What to tell of a document that has had its time."""
    return Problem(
        code="given-up",
        position=position,
        message=f"It took more than {limits.seconds:g} s of processor time.",
        remedy="Take it away, or raise ingest.max_seconds in site_config/digest.yml.",
    )


def _held() -> int | None:
    """The size of this process' address space, in bytes; None where the system does not tell."""
    if sys.platform != "linux":
        return None
    pages = int(Path("/proc/self/statm").read_bytes().split()[0])
    return pages * resource.getpagesize()


def _out_of_time(_signal: int, _frame: FrameType | None) -> None:
    raise OutOfTime
