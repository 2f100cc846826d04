"""Bylines as pages have them in, people and agencies out: 'By A, B and C', 'A in Kyiv', 'A, Reuters'."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from generator.cleaning.naming import NO_WIRES, full_name, is_agency, name_key
from generator.cleaning.text import clean_line

_BY: Final = re.compile(
    r"^(?:(?:written|reported|story|text|posted|published|article)\s+by|by|von|par|por|di|door|av|af|bởi|автор|بقلم|كتب)"
    r"\s*[:：]?\s+",
    re.IGNORECASE,
)
_CONTACT: Final = re.compile(r"\S+@\S+\.\w+|(?<!\w)@\w+|https?://\S+|www\.\S+")
_PLACE: Final = re.compile(r"(\S+ .*?) (?:in|à|en|aus|reporting from|reports from) [A-ZÀ-Þ][\w'’. -]*")
_AFFILIATED: Final = re.compile(
    r"^(?P<who>.+?)(?:\s+(?:for|of|–|—|-)\s+|\s*\|\s*|\s*/\s*|\s*\(\s*)(?P<agency>[^()]+?)\)?$"
)
_JOINT: Final = re.compile(r"\s+(?:and|with|und|mit|et|avec|y|con|e|en|&|\+)\s+", re.IGNORECASE)
_ROLE: Final = re.compile(
    r"(?:(?:senior|chief|staff|special|foreign|political|business|sports?|science|health|local|deputy|managing|news"
    r"|data|national|international|diplomatic|economics?|our)\s+)*"
    r"(?:reporter|writer|correspondent|editor|journalist|columnist|contributor|producer|photographer|author)s?"
    r"(?:\s+(?:in|at|for)\s+.*)?|ph\.?d\.?|m\.?d\.?|jr\.?|sr\.?|redakteur(?:in)?|korrespondent(?:in)?",
    re.IGNORECASE,
)
_NOBODY: Final = re.compile(
    r"(?:by )?(?:admin(?:istrator)?|webmaster|staff|editors?|editorial(?: (?:team|board|staff))?|newsroom"
    r"|(?:web|news|online|digital) (?:desk|team|staff|editor)|(?:news )?agenc(?:y|ies)|redaktion|agenturen"
    r"|(?:our )?(?:staff|own) (?:writers?|reporters?|correspondents?)|unknown|anonymous|n/?a|none|null"
    r"|agences|agencias|rédaction|redacción|guest(?: author)?|user|author)",
    re.IGNORECASE,
)
_BETWEEN_AGENCIES: Final = re.compile(r"\s*[/,;،|]\s*|\s+(?:–|—|-|and|und|et|y|&|with)\s+")
_LONGEST: Final = 300
_LONGEST_NAME: Final = 120


@dataclass(frozen=True, slots=True, kw_only=True)
class Byline:
    """Who wrote it. `wires` are agencies whose text it is, `helpers` those that only had a part in it."""

    authors: tuple[str, ...] = ()
    wires: tuple[str, ...] = ()
    helpers: tuple[str, ...] = ()


def read_bylines(texts: Iterable[str]) -> Byline:
    """The people and agencies that `texts` name, in order; roles, places and addresses of people left out.

    'A, Reuters' is a writer of Reuters. 'A and Reuters' is a writer of the article's own outlet, with
    something of Reuters in the text: that is no copy of Reuters, so Reuters is a helper.
    """
    authors: list[str] = []
    wires: list[str] = []
    helpers: list[str] = []
    for text in texts:
        people, agencies, joint = _read(clean_line(text))
        authors += people
        (helpers if joint else wires).extend(agencies)
    return Byline(
        authors=tuple(dict.fromkeys(authors)),
        wires=tuple(dict.fromkeys(wires)),
        helpers=tuple(dict.fromkeys(name for name in helpers if name not in wires)),
    )


def _read(text: str) -> tuple[list[str], list[str], bool]:
    """People and agencies of one byline, and whether the agencies stand beside the people as equals."""
    text = " ".join(_CONTACT.sub("", _BY.sub("", text)).split()).strip(" ,;|·•–—-")
    if len(text) > _LONGEST:
        return [], [], False
    if agencies := agencies_in(text):
        return [], agencies, False
    people: list[str] = []
    affiliations: list[str] = []
    equals: list[str] = []
    for part in _parts(text):
        halves = [half.strip() for half in _JOINT.split(f" {part}")]
        for half in filter(None, halves):
            who, agency = _affiliation(half)
            people += [name for name in [_person(who)] if name]
            if agency:
                (equals if not who and len(halves) > 1 else affiliations).append(agency)
    joint = bool(equals) and not affiliations and (bool(people) or _has_staff(text))
    return people, [*affiliations, *equals], joint


def agencies_in(text: str, own: Mapping[str, str] = NO_WIRES) -> list[str]:
    """The agencies of a text that names agencies and nothing else: 'AFP', 'dpa/AFP', 'Reuters and AP'. `own`
    are those that the site knows besides, by key."""
    names = [part.strip() for part in _BETWEEN_AGENCIES.split(text.strip(" ()[]–—-."))]
    found = [own.get(name_key(name)) or (full_name(name) if is_agency(name) else None) for name in names]
    return list(dict.fromkeys(name for name in found if name)) if all(found) else []


def _parts(text: str) -> Sequence[str]:
    """What commas separate, unless 'Doe, Jane' is one name."""
    parts = [
        part.strip() for part in re.split(r"\s*[,;،|]\s*(?:(?:and|und|et|y|e)\s+)?", text) if part.strip()
    ]
    if len(parts) == 2 and all(" " not in part and not is_agency(part) for part in parts):
        return [text]
    return parts


def _affiliation(text: str) -> tuple[str, str | None]:
    """A name and the agency that it is of."""
    if is_agency(text):
        return "", full_name(text)
    match = _AFFILIATED.match(text)
    if match and is_agency(match["agency"]):
        return match["who"], full_name(match["agency"])
    if match and is_agency(match["who"]):  # 'REUTERS/Jane Doe', 'AFP - Agence France Presse'
        return ("" if is_agency(match["agency"]) else match["agency"]), full_name(match["who"])
    for agency in _ends(text):
        if is_agency(agency):
            return text[: -len(agency)].strip(), full_name(agency)
    return text, None


def _ends(text: str) -> Iterable[str]:
    """The last one to three words: 'Jane Doe Associated Press'."""
    words = text.split(" ")
    return (" ".join(words[-count:]) for count in (1, 2, 3) if len(words) >= count + 2)


def _person(text: str) -> str | None:
    text = text.strip(" ,;|/()–—-")
    match = _PLACE.fullmatch(text)
    if match:
        text = text[: match.end(1)]
    if not text or len(text) > _LONGEST_NAME or _ROLE.fullmatch(text) or _NOBODY.fullmatch(text):
        return None
    return text


def _has_staff(text: str) -> bool:
    return any(_NOBODY.fullmatch(half.strip()) for half in re.split(r",|\band\b|\bwith\b", text))
