"""A title in, the title without its site's name out, where the site is known to be called so."""

from __future__ import annotations

import re
from typing import Final

from generator.cleaning.naming import name_key
from generator.model.boilerplate import host_of

_AT_END: Final = re.compile(r"\s+(?:[|•·»«~]|-{1,2}|–|—|::|:|/)\s+(?=\S[^|•·»–—]*$)|\s*\|\s*(?=[^|]+$)")
_AT_START: Final = re.compile(r"^[^|•·»–—:-]*\S(?=\s+(?:[|•·»]|-|–|—|::)\s|:\s)")
_SEPARATOR: Final = re.compile(r"^\s*(?:[|•·»:]+|-|–|—)\s*")
_SECOND_LEVEL: Final = frozenset({"co", "com", "org", "net", "gov", "ac", "edu", "or", "ne", "go"})
_LONGEST: Final = 400  # characters of what may be a title and a name
_FEWEST: Final = 2  # words that a title must have left: 'Contact | Herald' stays as it is


def without_site(title: str, name: str | None, url: str | None) -> str:
    """`title` without a first or last part that is the site's `name`, or its domain's."""
    if len(title) > _LONGEST:
        return title
    known = _of_domain(url) | ({name_key(name)} if name else set())
    for match in reversed(list(_AT_END.finditer(title))):
        rest = title[: match.start()].strip()
        key = name_key(title[match.end() :])
        if key and key in known and len(rest.split()) >= _FEWEST:
            return rest
    start = _AT_START.match(title)
    if start is not None and (key := name_key(start[0])) and key in known:
        rest = _SEPARATOR.sub("", title[start.end() :]).strip()
        if len(rest.split()) >= _FEWEST:
            return rest
    return title


def _of_domain(url: str | None) -> set[str]:
    """The names that a domain gives: 'aske-herald' and 'aske-herald.example' of www.aske-herald.example."""
    host = (host_of(url) or "").partition(":")[0]
    labels = host.split(".")[:-1]
    if len(labels) > 1 and labels[-1] in _SECOND_LEVEL:
        labels = labels[:-1]
    own = labels[-1] if labels else ""
    return {key for name in (host, own) if len(key := name_key(name)) > 2}
