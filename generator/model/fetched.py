"""What was found when a feed was fetched, and when."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedState:
    """A feed as it was when it was last asked for; times are aware.

    `etag` and `last_modified` are what its server calls the version that we have, and `hash` is that of its
    bytes. `checked` is when it was last asked for, `succeeded` when that last went well, `changed` when it
    last had something new. `failures` in a row have the `fault` and `message` of the last. Before
    `not_before` its server does not want to be asked. `items` are those of the last document, `undated` and
    `doubles` among them; `newest` is when the newest says it was published. `pages` are the addresses of the
    articles that it only announces, with how often they were asked for in vain: None where never, 0 where
    they were had.
    """

    etag: str | None = None
    last_modified: str | None = None
    hash: str = ""
    checked: datetime | None = None
    succeeded: datetime | None = None
    changed: datetime | None = None
    failures: int = 0
    fault: str = ""
    message: str = ""
    not_before: datetime | None = None
    items: int = 0
    undated: int = 0
    doubles: int = 0
    newest: datetime | None = None
    pages: Mapping[str, int | None] = field(default_factory=dict)
