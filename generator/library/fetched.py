"""What `digest fetch` knows of each feed: `content/fetched.json`, committed like the editions' records."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import fields
from datetime import datetime
from pathlib import Path
from typing import Final

from pydantic import TypeAdapter, ValidationError

from generator.diagnostics import Position, Problem, Severity
from generator.model.fetched import FeedState
from generator.output import write_if_changed
from generator.settings.yaml_writing import write_time

FILE: Final = "content/fetched.json"
_VERSION: Final = 1
_ADAPTER: Final = TypeAdapter(dict[str, FeedState])
_NOTHING: Final = FeedState()


def load_fetched(root: Path) -> tuple[dict[str, FeedState], list[Problem]]:
    """What is known of each feed, by its address. A file that cannot be read is told, and counts as none:
    it costs a fetch of what we have."""
    path = root / FILE
    try:
        told = json.loads(path.read_bytes())
        if not isinstance(told, dict) or told.get("version") != _VERSION:
            return {}, [_unreadable("it has no version that is known", None)]
        return _ADAPTER.validate_python(told.get("feeds", {})), []
    except FileNotFoundError:
        return {}, []
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(map(str, first["loc"]))
        return {}, [_unreadable(f"{place}: {first['msg']}", None)]
    except (OSError, ValueError, RecursionError) as error:
        return {}, [_unreadable(str(error), error)]


def save_fetched(root: Path, states: Mapping[str, FeedState]) -> bool:
    """Write what is known of each feed, and tell whether that is something else than before."""
    feeds = {url: plain_state(state) for url, state in states.items()}
    text = json.dumps({"version": _VERSION, "feeds": feeds}, ensure_ascii=False, indent=1, sort_keys=True)
    return write_if_changed(root / FILE, f"{text}\n".encode())


def plain_state(state: FeedState) -> dict[str, object]:
    """All that differs from knowing nothing, as JSON has it."""
    values = {field.name: getattr(state, field.name) for field in fields(state)}
    return {
        name: write_time(value) if isinstance(value, datetime) else value
        for name, value in values.items()
        if value != getattr(_NOTHING, name)
    }


def _unreadable(what: str, error: Exception | None) -> Problem:
    at = (error.lineno, error.colno) if isinstance(error, json.JSONDecodeError) else (0, 0)
    return Problem(
        code="bad-fetch-record",
        position=Position(path=FILE, line=at[0], col=at[1]),
        message=f"What was fetched before cannot be read: {what}.",
        remedy="All feeds are asked for whole, and it is written anew; nothing is taken in twice.",
        severity=Severity.WARNING,
    )
