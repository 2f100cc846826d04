"""Names of publishers as texts give them in, ids of sources out; a name nobody knows becomes a new source."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final

from generator.cleaning.text import clean_line
from generator.model.ids import UNKNOWN_SOURCE, SourceId, slugify
from generator.model.source import Source, SourceKind

_THE: Final = re.compile(r"the\s+(?=\S)", re.IGNORECASE)
_LONGEST_NAME: Final = 120
_DOMAIN_LIKE: Final = re.compile(r"(?:[\w-]+\.)+[A-Za-z]{2,}")
# Second-level registries: in `news.example.co.uk` the publisher's own label is the third from the end.
_SECOND_LEVEL: Final = frozenset({"ac", "co", "com", "edu", "gov", "net", "org"})
# Names by which texts credit agencies (their own style books). A site's sources.yml goes first.
_AGENCIES: Final[Mapping[str, str]] = {
    "aa": "Anadolu Agency",
    "aap": "Australian Associated Press",
    "afp": "Agence France-Presse",
    "ani": "ANI",
    "anp": "ANP",
    "ansa": "ANSA",
    "ap": "Associated Press",
    "apa": "Austria Presse Agentur",
    "ats": "Keystone-ATS",
    "cp": "The Canadian Press",
    "dpa": "Deutsche Presse-Agentur",
    "efe": "EFE",
    "epd": "Evangelischer Pressedienst",
    "ians": "IANS",
    "kna": "Katholische Nachrichten-Agentur",
    "kuna": "Kuwait News Agency",
    "mti": "MTI",
    "ntb": "NTB",
    "pa": "PA Media",
    "pap": "PAP",
    "pti": "Press Trust of India",
    "sid": "Sport-Informations-Dienst",
    "spa": "Saudi Press Agency",
    "upi": "United Press International",
    "wafa": "WAFA",
    "wam": "Emirates News Agency",
}
NO_WIRES: Final[Mapping[str, str]] = {}
# Agencies that sign in small letters.
_SMALL: Final = frozenset({"dpa", "epd", "kna", "afp", "efe", "ansa", "sid"})
# Other ways to write an agency's name; as `name_key` leaves them.
_SPELLINGS: Final[Mapping[str, str]] = {
    "agencefrancepresse": "Agence France-Presse",
    "agenciaefe": "EFE",
    "apnews": "Associated Press",
    "deutschepresseagentur": "Deutsche Presse-Agentur",
    "pressassociation": "PA Media",
    "thomsonreuters": "Reuters",
    "xinhuanewsagency": "Xinhua",
    "bloombergnews": "Bloomberg",
    "رويترز": "Reuters",
    "فرانسبرس": "Agence France-Presse",
    "وكالةفرانسبرس": "Agence France-Presse",
    "أفب": "Agence France-Presse",
    "أسوشيتدبرس": "Associated Press",
    "دبأ": "Deutsche Presse-Agentur",
    "الأناضول": "Anadolu Agency",
}
_AGENCY_NAMES: Final = frozenset(
    {
        *_AGENCIES.values(),
        "Reuters",
        "Bloomberg",
        "Xinhua",
        "Yonhap",
        "Kyodo",
        "Kyodo News",
        "TASS",
        "Interfax",
        "Interfax-Ukraine",
        "Ukrinform",
        "Europa Press",
        "Belga",
        "Ritzau",
        "Lusa",
        "Bernama",
    }
)


def name_key(name: str) -> str:
    """What two spellings of one name share: letters and digits alone, without case and a leading 'The'."""
    folded = unicodedata.normalize("NFKC", name).casefold().strip()
    key = "".join(character for character in _THE.sub("", folded, count=1) if character.isalnum())
    return key or folded


def full_name(name: str) -> str:
    """An agency's full name for the letters it signs with ('AP') or another spelling; any other as it is."""
    bare = name.strip("() .")
    if bare.isupper() or bare in _SMALL:
        known = _AGENCIES.get(bare.replace(".", "").lower())
        if known:
            return known
    key = name_key(bare)
    return _SPELLINGS.get(key) or _NAMES.get(key, name)


def is_agency(name: str) -> bool:
    """Whether the name is that of a news agency."""
    return name_key(full_name(name)) in _AGENCY_KEYS


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceBook:
    """The sources that are known, and how to find one by what a text calls it."""

    sources: Mapping[SourceId, Source]
    by_name: Mapping[str, SourceId] = field(default_factory=dict)
    by_domain: Mapping[str, SourceId] = field(default_factory=dict)
    wires: Mapping[str, str] = field(
        default_factory=dict
    )  # the site's own, by the key of each of their names

    @classmethod
    def of(cls, sources: Iterable[Source]) -> SourceBook:
        """A book of these; of two that share a name or domain, the first has it."""
        by_name: dict[str, SourceId] = {}
        by_domain: dict[str, SourceId] = {}
        known = {source.id: source for source in sources}
        for source in known.values():
            by_name.setdefault(name_key(source.id), source.id)
        for source in known.values():
            _enter(source, by_name, by_domain)
        return cls(sources=known, by_name=by_name, by_domain=by_domain, wires=_wires(known.values()))

    def with_sources(self, new: Iterable[Source]) -> SourceBook:
        """This book and `new` ones behind its own: what `of` makes of them all, without a pass over all."""
        added = {source.id: source for source in new}
        if any(name in self.sources for name in added):
            return SourceBook.of([*self.sources.values(), *added.values()])
        by_name, by_domain = dict(self.by_name), dict(self.by_domain)
        for name in added:
            owner = by_name.get(key := name_key(name))
            if owner is None or name_key(owner) != key:  # an id goes before a name
                by_name[key] = name
        for source in added.values():
            _enter(source, by_name, by_domain)
        wires = {**_wires(added.values()), **self.wires}
        return SourceBook(
            sources={**self.sources, **added}, by_name=by_name, by_domain=by_domain, wires=wires
        )

    def named(self, name: str) -> SourceId | None:
        """The source that answers to `name`."""
        found = self.by_name.get(name_key(name)) or self.by_name.get(name_key(full_name(name)))
        return found or (self.at(name) if _DOMAIN_LIKE.fullmatch(name) else None)

    def at(self, domain: str) -> SourceId | None:
        """The source whose domain `domain` is or lies below; else the one named like its own label."""
        labels = domain.lower().split(".")
        for start in range(len(labels) - 1):
            found = self.by_domain.get(".".join(labels[start:]))
            if found:
                return found
        return self.by_name.get(name_key(domain)) or self.by_name.get(name_key(_own_label(labels)))


def new_source(book: SourceBook, name: str, kind: SourceKind, domain: str | None) -> Source:
    """A source of this name, with an id that no other of the book has, whatever the order names come in."""
    name = clean_line(full_name(name))[:_LONGEST_NAME].strip()
    source_id = SourceId(slugify(name))
    if source_id in book.sources or source_id == UNKNOWN_SOURCE:
        source_id = SourceId(f"{source_id}-{hashlib.sha256(name_key(name).encode()).hexdigest()[:6]}")
    domains = (domain,) if domain and book.by_domain.get(domain) is None else ()
    if kind is SourceKind.UNKNOWN and is_agency(name):
        kind = SourceKind.WIRE
    return Source(id=source_id, name=name, domains=domains, kind=kind)


def _wires(sources: Iterable[Source]) -> dict[str, str]:
    """The names of wires that are none of the agencies that all know, with the name of each wire."""
    return {
        name_key(name): source.name
        for source in sources
        if source.kind is SourceKind.WIRE
        for name in reversed(source.names)
        if not is_agency(name)
    }


def _enter(source: Source, by_name: dict[str, SourceId], by_domain: dict[str, SourceId]) -> None:
    for name in source.names:
        by_name.setdefault(name_key(name), source.id)
        if _DOMAIN_LIKE.fullmatch(name):
            by_name.setdefault(name_key(_own_label(name.lower().split("."))), source.id)
    for domain in source.domains:
        by_domain.setdefault(domain.lower().removeprefix("www."), source.id)


def _own_label(labels: list[str]) -> str:
    if len(labels) > 2 and labels[-2] in _SECOND_LEVEL:
        return labels[-3]
    return labels[-2] if len(labels) > 1 else labels[0]


_NAMES: Final = {name_key(name): name for name in sorted(_AGENCY_NAMES)}
_AGENCY_KEYS: Final = frozenset(_NAMES)
