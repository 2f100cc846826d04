"""The programs that make a site's pages."""

from __future__ import annotations

from enum import Enum


class Builder(Enum):
    """Which program turns Markdown into pages; the value is also the module that is run."""

    MKDOCS = "mkdocs"
    ZENSICAL = "zensical"
