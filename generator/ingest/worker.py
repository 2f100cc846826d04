"""A process that reads documents: documents in by a socket, what they hold out by the same."""

from __future__ import annotations

import signal
import sys
from contextlib import suppress
from enum import Enum
from multiprocessing.connection import Connection
from typing import Final

from generator.ingest.documents import Document
from generator.ingest.limits import Limits, bounded
from generator.ingest.reading import Item, items

_MOST_AT_ONCE: Final = 64  # items in one message; a large file is never held as items


class Word(Enum):
    """What a worker says besides items."""

    READY = "ready"
    MORE = "more"  # these items, and there are others of the document
    DONE = "done"  # these items, and the document is at its end


def main(descriptor: int, limits: Limits) -> None:
    """Answer on the socket `descriptor` until its other end is closed."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C goes to all; the one that writes decides
    with suppress(EOFError, BrokenPipeError, ConnectionResetError), Connection(descriptor) as connection:
        connection.send((Word.READY, []))
        with bounded(limits.memory):
            while True:
                document: Document = connection.recv()
                _answer(connection, document, limits)


def _answer(connection: Connection, document: Document, limits: Limits) -> None:
    found: list[Item] = []
    for item in items(document, limits):
        found.append(item)
        if len(found) >= _MOST_AT_ONCE:
            connection.send((Word.MORE, found))
            found = []
    connection.send((Word.DONE, found))


if __name__ == "__main__":
    main(int(sys.argv[1]), Limits(seconds=float(sys.argv[2]), memory=int(sys.argv[3])))
