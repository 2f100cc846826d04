"""A site as a whole: what it is called and where it is."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteInfo:
    """What mkdocs.yml says of the site. `url` ends with a slash; None where the file gives none."""

    name: str = ""
    url: str | None = None
    description: str = ""
