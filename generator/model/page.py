"""A page: a path under build/docs and the text that goes there."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """A file of the docs folder: `path` is relative with forward slashes, `text` is its whole content."""

    path: str
    text: str
