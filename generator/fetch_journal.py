"""What a run of `digest fetch` has had so far, for the next one where it is killed.

Each visit to a feed is noted when it is over, and after each page that was fetched for it, as a file beside
what came: its body until that has been read, and its records. What has no note was in flight, and is asked
for again. It is a cache: without it everything is.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from typing import Final

from pydantic import TypeAdapter

from generator.fetch_report import Subscription, Visit
from generator.library import plain_state
from generator.model.fetched import FeedState
from generator.output import write_if_changed

_STATE: Final = TypeAdapter(FeedState)


class Journal:
    """The visits of a run, in `folder`."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def begin(self, one: Subscription, state: FeedState) -> Visit:
        """A visit of which nothing is there yet."""
        self._folder.mkdir(parents=True, exist_ok=True)
        visit = self._visit(one, state)
        for file in (_note(visit), visit.body, visit.records):
            file.unlink(missing_ok=True)
        return visit

    def _visit(self, one: Subscription, state: FeedState) -> Visit:
        name = hashlib.sha256(one.url.encode()).hexdigest()[:24]
        return Visit(
            of=one,
            state=state,
            body=self._folder / f"{name}.body",
            records=self._folder / f"{name}.warc.gz",
        )

    def note(self, visit: Visit) -> None:
        """What came of a visit so far. Raises DayfoldError."""
        told = {
            "state": plain_state(visit.state),
            "new": visit.new,
            "is_read": visit.is_read,
            "moved_to": visit.moved_to,
            "pages": visit.pages,
            "length": visit.records.stat().st_size if visit.records.exists() else 0,
        }
        write_if_changed(_note(visit), json.dumps(told).encode())

    def forget(self, visit: Visit) -> None:
        """A visit came to nothing after all."""
        for file in (_note(visit), visit.body):
            file.unlink()

    def recall(self, subscribed: Iterable[Subscription]) -> list[Visit]:
        """The visits that a run which was cut short had noted, in the order of `subscribed`."""
        if not self._folder.is_dir():
            return []
        visits = (self._visit(one, one.state) for one in subscribed)
        return [visit for visit in visits if _recalled(visit)]

    def settle(self, visits: Iterable[Visit]) -> None:
        """What came is where it belongs: a run that is cut short from here on need not keep it again."""
        for visit in visits:
            visit.records.unlink(missing_ok=True)
            if _note(visit).exists():
                self.note(visit)

    def clear(self) -> None:
        """What is known of the feeds is written."""
        with suppress(FileNotFoundError):
            shutil.rmtree(self._folder)


def _note(visit: Visit) -> Path:
    return visit.records.with_name(visit.body.stem + ".json")


def _recalled(visit: Visit) -> bool:
    """Put into `visit` what its note says, if there is one."""
    try:
        told = json.loads(_note(visit).read_bytes())
        visit.state = _STATE.validate_python(told["state"])
        visit.new, visit.is_read = told["new"], told["is_read"]
        visit.moved_to, visit.pages = told["moved_to"], tuple(told["pages"])
        if visit.records.exists():
            os.truncate(visit.records, told["length"])  # what follows was in flight
    except (OSError, ValueError, KeyError, TypeError):
        return False
    return visit.is_read or not visit.new or visit.body.exists()
