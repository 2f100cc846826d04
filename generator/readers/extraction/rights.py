"""A page's markup in, the licence and the copyright that it names out."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Final

from lxml import etree

from generator.readers.extraction.linked_data import Node, text_of
from generator.readers.extraction.meta import one_line

_LICENCES: Final = (
    "dc:rights:license",
    "dcterms:license",
    "dc:license",
    "license",
    "cc:license",
    "rights-license",
)
_NOTICES: Final = (
    "dc:rights",
    "dcterms:rights",
    "copyright",
    "rights",
    "dcterms:rightsholder",
    "rightsholder",
)
_LINK: Final = frozenset({"a", "link", "area"})
_OWN: Final = re.compile(r"^(?:https?:)?//", re.IGNORECASE)
_LONGEST: Final = 300


def licence_of(root: etree._Element, meta: Mapping[str, Sequence[str]], node: Node) -> str | None:
    """The address (or the name) of the licence that the page is under, as JSON-LD, a `rel=license` link or
    `meta` has it. Where links to several licences stand, they are of its pictures: none is the page's."""
    said = one_line(_address_of(node.get("license"))) or next(
        (text for name in _LICENCES for text in meta.get(name, ())), ""
    )
    return said[:_LONGEST] if said else _linked(root)


def copyright_of(meta: Mapping[str, Sequence[str]], node: Node, by_id: Mapping[str, Node]) -> str | None:
    """The notice, or who holds the copyright, as the page's data say it."""
    notice = one_line(text_of(node.get("copyrightNotice")))
    holder = one_line(_name_of(node.get("copyrightHolder"), by_id))
    year = one_line(text_of(node.get("copyrightYear")))
    said = notice or (f"© {year} {holder}" if holder and year else holder)
    said = said or next((text for name in _NOTICES for text in meta.get(name, ())), "")
    return said[:_LONGEST] or None


def _linked(root: etree._Element) -> str | None:
    found = {
        href
        for element in root.iter(*_LINK)
        if "license" in (element.get("rel") or "").lower().split()
        and next(element.iterancestors("figure"), None) is None
        and _OWN.match(href := (element.get("href") or "").strip())
    }
    return next(iter(found))[:_LONGEST] if len(found) == 1 else None


def _address_of(value: object) -> str:
    """A licence's address before its name: the address says which one it is."""
    if isinstance(value, dict):
        return text_of(value.get("url")) or text_of(value.get("@id")) or text_of(value.get("name"))
    if isinstance(value, list):
        return next((found for item in value if (found := _address_of(item))), "")
    return text_of(value)


def _name_of(value: object, by_id: Mapping[str, Node]) -> str:
    if isinstance(value, dict) and "name" not in value:
        return text_of(by_id.get(str(value.get("@id", "")), {}).get("name"))
    return text_of(value)
