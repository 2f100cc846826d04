"""Tell crawlers what they may do: robots.txt (RFC 9309), and what is reserved of text and data mining."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Final
from urllib.parse import urlsplit

from generator.model.ids import UNKNOWN_SOURCE
from generator.pages import sitemaps
from generator.pages.file_plan import FilePlan
from generator.pages.site_index import SiteIndex

ROBOTS: Final = "robots.txt"
TDMREP: Final = ".well-known/tdmrep.json"


def crawler_plans(index: SiteIndex) -> Iterator[FilePlan]:
    """Both files: they say something of a site without an address, too."""
    yield FilePlan(ROBOTS, "robots", "", lambda: index.view.about.url, robots)
    yield FilePlan(TDMREP, "tdmrep", "", lambda: reservations(index), _json)


def robots(url: str | None) -> str:
    """Everything may be fetched; where the sitemaps are."""
    maps = [f"Sitemap: {url}{path}\n" for path in (sitemaps.INDEX, sitemaps.NEWS)] if url else []
    return "".join(("User-agent: *\nDisallow:\n", *maps))


def reservations(index: SiteIndex) -> list[dict[str, object]]:
    """The rules of the TDM Reservation Protocol (W3C community group, 2024), the most particular first.

    Everything is reserved but the articles of sources that say they are not. An article's address begins with
    its source's id, with which that of a source that reserves may begin as well: that one's rule stands
    before.
    """
    sources = index.view.settings.sources
    root = urlsplit(index.view.about.url or "").path or "/"
    free = {id_ for id_, source in sources.items() if not source.rights.mining_reserved} - {UNKNOWN_SOURCE}
    told = free | {id_ for id_ in sources for other in free if id_.startswith(f"{other}-")}
    rules = [
        _rule(f"{root}articles/*/{id_}-*", reserved=id_ not in free)
        for id_ in sorted(told, key=lambda id_: (-len(id_), id_))
    ]
    return [*rules, _rule(f"{root}*", reserved=True)]


def _rule(location: str, *, reserved: bool) -> dict[str, object]:
    return {"location": location, "tdm-reservation": int(reserved)}


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, indent=1) + "\n"
