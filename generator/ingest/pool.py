"""Documents in, what they hold out: read by several processes, handed out in the order they came in.

Not concurrent.futures: a process that hangs or has died must cost its document and nothing else, so each is
killed and replaced by itself, and what waited for it goes to another.
"""

from __future__ import annotations

import json
import socket
import subprocess
import sys
import time
from collections import deque
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from multiprocessing.connection import Connection, wait
from types import TracebackType
from typing import Final

from generator.ingest.documents import Document
from generator.ingest.limits import Limits, too_slow
from generator.ingest.reading import Item, crashed
from generator.ingest.worker import Word

# What a worker runs: this process' own modules, and nothing of the folder it stands in (-P).
_BOOT: Final = (
    "import json, sys; sys.path[:] = json.loads(sys.argv[4]); "
    "from generator.ingest.limits import Limits; from generator.ingest.worker import main; "
    "main(int(sys.argv[1]), Limits(seconds=float(sys.argv[2]), memory=int(sys.argv[3])))"
)
_WINDOW: Final = 32  # documents under way, a worker
_WINDOW_BYTES: Final = 16 << 20
_HELD_ITEMS: Final = 512  # of one document that is not yet its turn; then its worker waits
_AHEAD_BYTES: Final = 64 << 10  # a document this small fits into the socket while its worker is busy
_PATIENCE: Final = 3.0  # a worker that has not answered for this many times its time is killed
_LEAST_PATIENCE: Final = 2.0  # seconds


@dataclass(slots=True)
class _Slot:
    """A document under way: what of it is still to be read, and what has been found."""

    document: Document
    left: deque[Document]
    found: deque[Item] = field(default_factory=deque)
    done: bool = False


class _Worker:
    """A process and what it has been given, the document it is at in front."""

    def __init__(self, limits: Limits) -> None:
        ours, theirs = socket.socketpair()
        with theirs:
            self.process = subprocess.Popen(  # noqa: S603 - our own interpreter and code
                [
                    sys.executable,
                    "-P",
                    "-c",
                    _BOOT,
                    str(theirs.fileno()),
                    repr(limits.seconds),
                    str(limits.memory),
                    json.dumps(sys.path),
                ],
                pass_fds=[theirs.fileno()],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
            )
        self.connection = Connection(ours.detach())
        self.tasks: deque[_Slot] = deque()
        self.ready = False
        self.since = time.monotonic()

    def give(self, slot: _Slot) -> None:
        if not self.tasks:
            self.since = time.monotonic()
        self.tasks.append(slot)
        self.connection.send(slot.left[0])

    def end(self) -> None:
        self.connection.close()
        self.process.kill()
        self.process.wait()


class Pool:
    """`jobs` processes that read documents. A context manager: at its end they are gone."""

    def __init__(self, jobs: int, limits: Limits) -> None:
        self._jobs = jobs
        self._limits = limits
        self._workers: list[_Worker] = []
        self._slots: deque[_Slot] = deque()
        self._todo: deque[_Slot] = deque()

    def __enter__(self) -> Pool:
        self._workers = [_Worker(self._limits) for _ in range(self._jobs)]
        return self

    def __exit__(
        self, _kind: type[BaseException] | None, _error: BaseException | None, _trace: TracebackType | None
    ) -> None:
        for worker in self._workers:
            worker.end()

    def read(self, documents: Iterable[Document]) -> Iterator[tuple[Document, Item | None]]:
        """Each document with each of its items, then with None; in order."""
        coming = iter(documents)
        more = True
        while more or self._slots:
            more = more and self._fill(coming)
            self._hand_out()
            yield from self._take_off()
            if self._slots and not self._slots[0].done and not self._slots[0].found:
                self._listen()

    def _fill(self, coming: Iterator[Document]) -> bool:
        """Take documents in while there is room; whether there are more."""
        held = sum(slot.document.weight for slot in self._slots)
        while len(self._slots) < self._jobs * _WINDOW and held < _WINDOW_BYTES:
            document = next(coming, None)
            if document is None:
                return False
            slot = _Slot(document, deque([document]))
            held += document.weight
            self._slots.append(slot)
            if document.problem is not None:
                slot.found.append(document.problem)
                slot.done = True
            else:
                self._todo.append(slot)
        return True

    def _hand_out(self) -> None:
        for worker in self._workers:
            if worker.ready and self._todo and not worker.tasks:
                self._give(worker)
        for worker in self._workers:
            if self._todo and len(worker.tasks) == 1 and self._todo[0].left[0].weight < _AHEAD_BYTES:
                self._give(worker)

    def _give(self, worker: _Worker) -> None:
        slot = self._todo.popleft()
        with suppress(BrokenPipeError, ConnectionResetError):  # it has died; listening will find that out
            worker.give(slot)

    def _take_off(self) -> Iterator[tuple[Document, Item | None]]:
        while self._slots and (self._slots[0].found or self._slots[0].done):
            slot = self._slots[0]
            while slot.found:
                yield slot.document, slot.found.popleft()
            if not slot.done:
                return
            self._slots.popleft()
            yield slot.document, None

    def _listen(self) -> None:
        """Wait until a worker says something, dies, or has had its time."""
        listened = [worker for worker in self._workers if not self._must_wait(worker)]
        patience = max(self._limits.seconds * _PATIENCE, _LEAST_PATIENCE)
        now = time.monotonic()
        due = min((worker.since + patience - now for worker in listened if worker.tasks), default=None)
        heard = wait([worker.connection for worker in listened], None if due is None else max(due, 0.0))
        now = time.monotonic()
        for worker in self._workers:
            if worker.connection in heard:
                self._hear(worker)
            elif worker not in listened:
                worker.since = now
            elif worker.tasks and now - worker.since > patience and not worker.connection.poll():
                self._replace(worker, late=True)

    def _must_wait(self, worker: _Worker) -> bool:
        """Whether a worker has run far enough ahead with a document whose turn has not come."""
        slot = worker.tasks[0] if worker.tasks else None
        return slot is not None and slot is not self._slots[0] and len(slot.found) >= _HELD_ITEMS

    def _hear(self, worker: _Worker) -> None:
        try:
            word, found = worker.connection.recv()
        except (EOFError, ConnectionResetError):
            self._replace(worker, late=False)
            return
        worker.since = time.monotonic()
        if word is Word.READY:
            worker.ready = True
            return
        slot = worker.tasks[0]
        slot.found.extend(found)
        if word is Word.DONE:
            worker.tasks.popleft()
            slot.left.popleft()
            self._go_on(slot)

    def _go_on(self, slot: _Slot) -> None:
        if slot.left:
            self._todo.appendleft(slot)
        else:
            slot.done = True

    def _replace(self, worker: _Worker, *, late: bool) -> None:
        """Another process for one that hangs or has died: its document is given up, or read in pieces."""
        worker.end()
        if not worker.ready:
            raise RuntimeError("a process that reads documents could not start")
        self._workers[self._workers.index(worker)] = _Worker(self._limits)
        tasks = list(worker.tasks)
        for slot in reversed(tasks[1:]):
            self._todo.appendleft(slot)
        if tasks:
            self._give_up(tasks[0], late=late)

    def _give_up(self, slot: _Slot, *, late: bool) -> None:
        document = slot.left.popleft()
        if pieces := document.pieces():
            slot.left.extendleft(reversed(pieces))
        else:
            slot.found.append(too_slow(document.position(), self._limits) if late else crashed(document))
        self._go_on(slot)
