"""Share work out among processes of this machine that begin with all that this one has in memory.

They are forked: to send articles and stories to others takes as long as the work does. Where that is not safe
(the libraries of macOS do not stand it) this process does all of it.
"""

from __future__ import annotations

import ctypes
import fcntl
import os
import pickle
import select
import signal
import sys
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext, suppress
from dataclasses import dataclass, field
from struct import Struct
from typing import Final, NoReturn, TypeVar

R = TypeVar("R")

_PR_SET_PDEATHSIG: Final = 1  # of <linux/prctl.h>
_NUMBER: Final = Struct("=I")
_HEAD: Final = Struct("=II")  # the number of a piece, and how many bytes its result has
_ROOM: Final = 1 << 20  # bytes of results that may wait to be taken before a process does


def cores() -> int:
    """How many cores this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def side_by_side(jobs: int, count: int, work: Callable[[int], R]) -> Iterator[R]:
    """`work` done of each number below `count`, in order, by `jobs` processes, of which this is one.

    What `work` returns is pickled; what else it does stays in the process that did it, and each is given some
    of the numbers, in order. What a process did not do, since `work` raised in it or it was killed, is done
    here: so errors are those that there would be without it, and `work` may be given a smaller number again.
    """
    if jobs < 2 or count < 2 or sys.platform != "linux":
        yield from map(work, range(count))
        return
    numbers = _numbers(count)
    others: list[_Other] = []
    try:
        others.extend(_fork(numbers, work) for _ in range(min(jobs, count) - 1))
        yield from _in_order(count, numbers, others, work)
    finally:
        os.close(numbers)
        for other in others:
            other.end()


@contextmanager
def beside(jobs: int, work: Callable[[], R]) -> Iterator[Callable[[], R]]:
    """Have `work` done by another process while this one goes on; what is given waits for what it returned.

    With fewer than two `jobs`, or where the other did not do it, it is done here when that is called. Who
    does not ask does not wait: at the end the other is gone.
    """
    if jobs < 2 or sys.platform != "linux":
        yield work
        return
    numbers = _numbers(1)
    try:
        other = _fork(numbers, lambda _: work())
    finally:
        os.close(numbers)
    try:
        yield lambda: _done_by(other, work)
    finally:
        other.end()


def _done_by(other: _Other, work: Callable[[], R]) -> R:
    done: dict[int, R] = {}
    while other.alive:
        done.update(other.take())
    return done[0] if done else work()


def _in_order(count: int, numbers: int, others: list[_Other], work: Callable[[int], R]) -> Iterator[R]:
    done: dict[int, R] = {}
    raised: set[int] = set()
    for wanted in range(count):
        while wanted not in done:
            if _taken(others, done, wait=False):
                continue
            number = wanted if wanted in raised else _next(numbers)
            if number is not None:
                # Raised before its turn it is raised again then: what is wanted first may raise, too.
                with nullcontext() if number == wanted else suppress(Exception):
                    done[number] = work(number)
                if number not in done:
                    raised.add(number)
            elif not _taken(others, done, wait=True):
                done[wanted] = work(wanted)  # whoever began with it is gone
        yield done.pop(wanted)


def _taken(others: list[_Other], done: dict[int, R], *, wait: bool) -> bool:
    """Take the results that there are; whether there was anything, or anybody is left to `wait` for."""
    alive = [other for other in others if other.alive]
    ready, _, _ = select.select(alive, [], [], None if wait else 0) if alive else ([], [], [])
    for other in ready:
        done.update(other.take())
    return bool(ready)


@dataclass(slots=True)
class _Other:
    """Another process, and what is there of a result of which the rest has not come yet."""

    process: int
    results: int
    alive: bool = True
    begun: bytearray = field(default_factory=bytearray)

    def fileno(self) -> int:
        """What there is to wait for, as `select` asks."""
        return self.results

    def take(self) -> Iterator[tuple[int, R]]:
        """The results that have come, each with the number of its piece."""
        data = os.read(self.results, _ROOM)
        self.alive = bool(data)
        self.begun += data
        at = 0
        while len(self.begun) >= at + _HEAD.size:
            number, size = _HEAD.unpack_from(self.begun, at)
            end = at + _HEAD.size + size
            if len(self.begun) < end:
                break
            yield number, pickle.loads(self.begun[at + _HEAD.size : end])  # noqa: S301 -- from a process of our own
            at = end
        del self.begun[:at]

    def end(self) -> None:
        """Have it gone: it is, unless its work is wanted no more."""
        with suppress(ProcessLookupError):
            os.kill(self.process, signal.SIGKILL)
        os.waitpid(self.process, 0)
        os.close(self.results)


def _fork(numbers: int, work: Callable[[int], R]) -> _Other:
    results, end = os.pipe()
    with suppress(OSError):  # there is a limit for each user; with less room it waits more often
        fcntl.fcntl(end, fcntl.F_SETPIPE_SZ, _ROOM)
    with warnings.catch_warnings():
        # There may be a thread that shows progress. What it holds the new process does not touch.
        warnings.simplefilter("ignore", DeprecationWarning)
        parent = os.getpid()
        process = os.fork()
    if process == 0:
        _end_with(parent)
        _work_on(numbers, end, work)
    os.close(end)
    return _Other(process, results)


def _end_with(parent: int) -> None:
    """Have this process killed when its parent is: it would hold the site's lock for as long as it works."""
    with suppress(OSError, AttributeError):  # another C library, perhaps
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != parent:  # it went before that was said
        os._exit(1)


def _work_on(numbers: int, end: int, work: Callable[[int], R]) -> NoReturn:
    """What another process does. It ends without a word, and without what is to be done at an end: the files
    and locks that it has are not its own."""
    status = 1
    try:
        with os.fdopen(end, "wb") as results:
            while (number := _next(numbers)) is not None:
                data = pickle.dumps(work(number), pickle.HIGHEST_PROTOCOL)
                results.write(_HEAD.pack(number, len(data)))
                results.write(data)
                results.flush()
        status = 0
    finally:
        os._exit(status)


def _numbers(count: int) -> int:
    """A file that has all numbers below `count`: processes that share it read each of them once."""
    numbers = os.memfd_create("numbers")
    with open(numbers, "wb", closefd=False) as file:
        file.write(b"".join(map(_NUMBER.pack, range(count))))
    os.lseek(numbers, 0, os.SEEK_SET)
    return numbers


def _next(numbers: int) -> int | None:
    data = os.read(numbers, _NUMBER.size)
    return _NUMBER.unpack(data)[0] if data else None
