"""A command as a person runs it: what it exits with and prints."""

from __future__ import annotations

from typing import NamedTuple


class Result(NamedTuple):
    status: int
    out: str
    err: str
