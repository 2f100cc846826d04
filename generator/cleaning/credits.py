"""Who reported an article and from where: datelines, agency marks and closing credits in, names out."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from generator.cleaning.bylines import Byline, agencies_in, read_bylines
from generator.cleaning.naming import NO_WIRES, full_name, is_agency

_PERSON: Final = (
    r"(?:[A-Z][\w.'’-]+(?: (?:de|da|di|van|von|der|den|al|bin|el|la|le))?(?: [A-Z][\w.'’-]*){0,3})"
)
_PEOPLE: Final = rf"{_PERSON}(?:, {_PERSON})*(?:,? and {_PERSON})?"
_OUTLET: Final = r"(?:[Tt]he )?[A-Z][\w.&'’-]*(?: (?:of |and |& )?[A-Z][\w.&'’-]*){0,5}?"
_PLACES: Final = r"[A-Z][\w.,'’ -]{1,120}?"

# 'Kullab and Morton write for the Associated Press and reported from Kyiv and London, respectively.'
_WRITES_FOR: Final = re.compile(
    rf"(?P<people>{_PEOPLE}) (?:writes?|reports?|reported) for (?P<outlet>{_OUTLET})"
    rf"(?:,? (?:and )?(?:reported|reports|reporting) from {_PLACES})?(?:, respectively)?\."
)
# 'AP writers Geir Moulson in Berlin and Emma Burrows in London contributed to this report.'
_CONTRIBUTED: Final = re.compile(
    rf"(?:(?P<outlet>{_OUTLET})['’]?s? )?(?:(?:staff |national |foreign |political |business |sports "
    rf"|senior )*"
    r"(?:writers?|journalists?|reporters?|correspondents?|editors?|researchers?|video journalists?),? )?"
    r"[A-Z][^.!?]{2,300}? (?:also )?contributed (?:reporting )?(?:to this (?:report|story|article)"
    r"|reporting)\."
)
# As Reuters closes: (Reporting by A B in Paris; Editing by C D)
_REPORTING_BY: Final = re.compile(
    rf"\(?(?:Additional )?[Rr]eporting by (?P<people>{_PEOPLE})[^()]{{0,200}}?(?:[;.,] ?(?:[Ww]riting"
    rf"|[Ee]diting) by [^()]{{2,160}}?)?\.?\)?"
)
_BORROWED: Final = re.compile(
    rf"(?:This (?:article|story|report) (?:was )?(?:originally|first) (?:published|appeared) (?:by|in"
    rf"|on|at)|The post .{{3,200}} appeared first on) (?P<outlet>{_OUTLET})\."
)
# As in: (With inputs from AFP); Additional reporting by Reuters; Con información de EFE
_HELPED: Final = re.compile(
    r"\(?(?:[Ww]ith (?:(?:additional )?(?:inputs?|reporting|information|material|files?) )?(?:from|by)"
    r"|[Aa]dditional reporting (?:by|from)|[Cc]on información de|[Aa]vec"
    r"|[Mm]it (?:Material|Informationen) (?:von|der)|[Ww]ith)(?: the)? (?P<names>[\w.,/& -]{2,80}?)\.?\)?"
)
_HAS_HELPED: Final = re.compile(
    r"(?P<names>[A-Z][\w.,/& -]{1,80}?) contributed to this (?:report|story|article)\.?"
)
# '© 2026 The Associated Press. All rights reserved. …', 'Copyright Agence France-Presse'
_COPYRIGHT: Final = re.compile(
    r"(?:Copyright|\([Cc]\)|©)(?: ?(?:Copyright|\([Cc]\)|©))*[ ,]*(?:\d{4}(?:[-–]\d{2,4})?[ ,]+)?"
    r"(?:by )?(?P<owner>[A-Z][\w.&'’ -]{1,60}?)(?:,? (?:LLC|Inc\.?|Ltd\.?))?"
    r"(?:[.,;|]? (?:All rights reserved|Visit (?:at )?\S+|Distributed by [\w ,]+|This material may not be)\b"
    r".{0,300})?\.?",
    re.IGNORECASE,
)
_SOURCE_LINE: Final = re.compile(
    r"\(?(?:Source|Sources|Quelle|Quellen|Fuente|Fonte|Credit|المصدر)\s?[:：]\s?(?P<names>[^.:()]{2,80})\.?\)?"
)
_BODY_BYLINE: Final = re.compile(r"(?:By|Von|Par|Por|Di) [A-ZÀ-Þ][^.!?:\n]{3,110}")
_FULL_NAME: Final = re.compile(r"[^\W\d_][\w.'’-]*(?: [^\W\d_][\w.'’-]*){1,4}")
_LAST_SENTENCE: Final = re.compile(
    r"(?:^|(?<=[.!?…][\"'’”)])\s+|(?<=[.!?…])\s+)(?=[\[(\"'“‘©—–A-Z]|(?:dpa|epd|kna|sid|afp)\b)"
)
_LONGEST_CREDIT: Final = 420
_LONGEST_SIGNATURE: Final = 60

# Datelines: KYIV, Ukraine (AP) —; KYIV, Ukraine —; LONDON, Aug 17 (Reuters) -; BOSTON —;
# of releases: MIAMI, FL, April 12, 2024 /24-7PressRelease/ --; TORONTO - (NewMediaWire) - October 4, 2024 -
_CITY: Final = r"[A-ZÀ-ÖØ-Þ][A-ZÀ-ÖØ-Þ.'’-]+(?: [A-ZÀ-ÖØ-Þ][A-ZÀ-ÖØ-Þ.'’-]*){0,4}"
_REGION: Final = r"(?:, [A-Z][\w.'’-]*(?: [A-Z][\w.'’-]*){0,3}){0,2}?"
_MONTH: Final = (
    r"(?:(?:Jan|Feb|Mar|Apr|May|June?|July?|Aug|Sept?|Oct|Nov|Dec|Okt|Dez|janv|févr?|mars|avr|mai|juin|juil|août"
    r"|sept|oct|nov|déc|ene|feb|mar|abr|may|jun|jul|ago|dic)[a-zé]*\.?)"
)
_WEEKDAY: Final = r"(?:(?:Mon|Tues?|Wed|Thu|Fri|Sat|Sun)[a-z]*,? )?"
_DATE: Final = (
    rf"(?P<date>{_WEEKDAY}(?:{_MONTH} \d{{1,2}}(?:st|nd|rd|th)?|\d{{1,2}} {_MONTH})(?:,? \d{{4}})?"
    r"(?:,? (?:@ )?\d{1,2}:\d{2}(?: [AP]M)?(?: [A-Z][\w/]+)?)?)"
)
_WIRE: Final = r"(?:\((?P<wire>[^\W\d_][\w./ -]{1,40})\)|/ ?(?P<slashed>[A-Z0-9][\w. -]{2,40}?) ?/)"
_DASH: Final = r"\.?\s*(?:—|–|--|-(?= |\())\s*(?=[\"'“‘(\[]?[A-Z0-9À-Þ])"
_TAIL: Final = rf"(?:\s*[,;]?(?:\s*(?:—|–|--|-))?\s*(?:{_DATE}|{_WIRE}))"
_DATELINE: Final = (
    re.compile(
        rf"(?P<place>{_CITY}(?P<region>{_REGION}))(?:{_TAIL.replace('?P<', '?P<x')}){{0,1}}{_TAIL}?{_DASH}"
    ),
    re.compile(
        rf"(?P<place>[A-Z][\w.'’-]+(?: [A-Z][\w.'’-]+){{0,3}}(?P<region>, [A-Z][\w. ]{{1,30}})?)"
        rf"(?:, {_DATE.replace('?P<', '?P<x')})? ?{_WIRE} ?{_DATE}?{_DASH}"
    ),
    re.compile(rf"{_WIRE}{_DASH}"),
)
# Cities whose datelines stand alone (AP Stylebook): any other word in capitals with nothing but a dash
# behind it may be a company ('ENEOS – Japan's largest oil company').
_CITIES: Final = """
    ATLANTA, BALTIMORE, BOSTON, CHICAGO, CINCINNATI, CLEVELAND, DALLAS, DENVER, DETROIT, HONOLULU,
    HOUSTON, INDIANAPOLIS, LAS VEGAS, LOS ANGELES, MIAMI, MILWAUKEE, MINNEAPOLIS, NEW ORLEANS, NEW YORK,
    OKLAHOMA CITY, PHILADELPHIA, PHOENIX, PITTSBURGH, ST. LOUIS, SALT LAKE CITY, SAN ANTONIO, SAN DIEGO,
    SAN FRANCISCO, SEATTLE, WASHINGTON, UNITED NATIONS, AMSTERDAM, ANKARA, ATHENS, BAGHDAD, BANGKOK,
    BEIJING, BEIRUT, BERLIN, BRUSSELS, BUDAPEST, BUENOS AIRES, CAIRO, COPENHAGEN, DAMASCUS, DJIBOUTI,
    DUBAI, DUBLIN, GENEVA, GIBRALTAR, GUATEMALA CITY, HAVANA, HELSINKI, HONG KONG, ISLAMABAD, ISTANBUL,
    JERUSALEM, JOHANNESBURG, KABUL, KUWAIT CITY, KYIV, LONDON, LUXEMBOURG, MACAO, MADRID, MANILA, MEXICO
    CITY, MILAN, MONACO, MONTREAL, MOSCOW, MUNICH, NAIROBI, NEW DELHI, OSLO, OTTAWA, PANAMA CITY, PARIS,
    PRAGUE, QUEBEC CITY, RIO DE JANEIRO, RIYADH, ROME, SAN MARINO, SAO PAULO, SEOUL, SHANGHAI, SINGAPORE,
    STOCKHOLM, SYDNEY, TAIPEI, TEHRAN, TEL AVIV, TOKYO, TORONTO, VATICAN CITY, VIENNA, WARSAW, ZURICH
"""
_STAND_ALONE: Final = frozenset(" ".join(city.split()) for city in _CITIES.split(","))
# Press-release wires sign at the head or the foot: --News Direct--; MIAMI, FL /24-7PressRelease/ --;
# Moscow, Idaho (Newsworthy.ai) Thursday; TAMPA, FL, July 2 (GLOBE NEWSWIRE) --; View source version on …
_RELEASE_HEAD: Final = re.compile(r"--(?P<name>[A-Z][\w .&-]{2,40}?)--\s*")
_RELEASE_MARK: Final = re.compile(
    r"[^/()\n]{3,80}? ?(?:/ ?(?P<slashed>[A-Z0-9][\w .-]{2,40}?) ?/"
    r"|\((?P<bracketed>[A-Z][\w.]*(?: [A-Z]\w*)*)\))(?= ?(?:--|—|–|-|/| [A-Z]))"
)
_RELEASE_FOOT: Final = re.compile(r"View source version on (?P<domain>(?:[a-z0-9-]+\.)+[a-z]{2,})\b")
_RELEASE_NAME: Final = re.compile(
    r"wire\b|newswire|press ?release|newsworthy|prnews|ein ?presswire|pr ?karma|news direct", re.IGNORECASE
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Credited:
    """Paragraphs without credits, and what those said. `wires` are whose text it is, `helpers` had a part in
    it. `publisher` and `publisher_domain` are who sent the
    article out, where the text says it; `dated` is the dateline's date as it is written; `release`
    tells that it is a press release."""

    paragraphs: tuple[str, ...]
    authors: tuple[str, ...] = ()
    wires: tuple[str, ...] = ()
    helpers: tuple[str, ...] = ()
    dateline: str | None = None
    dated: str | None = None
    publisher: str | None = None
    publisher_domain: str | None = None
    release: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class _Closing:
    paragraphs: tuple[str, ...]
    authors: tuple[str, ...] = ()
    wires: tuple[str, ...] = ()
    helpers: tuple[str, ...] = ()
    publisher: str | None = None


def take_credits(paragraphs: Sequence[str], own: Mapping[str, str] = NO_WIRES) -> Credited:
    """Cut the dateline and the closing credits; find who is credited. `own` are the wires that the site knows
    besides the agencies that all know, by key."""
    closing = _closing(paragraphs, own)
    name, domain = _release(closing.paragraphs)
    byline, left = _byline(closing.paragraphs)
    kept, dateline, found, dated = _opening(left, own)
    wires = tuple(dict.fromkeys(full_name(wire) for wire in (*closing.wires, *byline.wires, *found)))
    return Credited(
        paragraphs=kept,
        authors=byline.authors or closing.authors,
        wires=wires,
        helpers=tuple(dict.fromkeys((*closing.helpers, *byline.helpers))),
        dateline=dateline,
        dated=dated,
        publisher=closing.publisher or name,
        publisher_domain=domain,
        release=name is not None or domain is not None,
    )


def _byline(paragraphs: Sequence[str]) -> tuple[Byline, Sequence[str]]:
    """Who the first paragraph names when it is a byline and nothing else; and what is left."""
    first = paragraphs[0] if len(paragraphs) > 1 else ""
    if not _BODY_BYLINE.fullmatch(first):
        return Byline(), paragraphs
    byline = read_bylines([first])
    named = [*byline.authors, *byline.wires]
    if not named or not all(_FULL_NAME.fullmatch(name) for name in byline.authors):
        return Byline(), paragraphs
    return byline, paragraphs[1:]


def _closing(paragraphs: Sequence[str], own: Mapping[str, str]) -> _Closing:
    """Cut credits sentence by sentence from the end, as long as there are any."""
    kept = list(paragraphs)
    authors: list[str] = []
    wires: list[str] = []
    helpers: list[str] = []
    publisher: str | None = None
    while kept:
        text, sentence = _split_last(kept[-1], own)
        found = _credit(sentence, own)
        if found is None or (not text and len(kept) == 1):
            break
        authors = [*found.authors, *authors]
        wires = [*found.wires, *wires]
        helpers = [*found.helpers, *helpers]
        publisher = found.publisher or publisher
        kept[-1:] = [text] if text else []
    return _Closing(
        paragraphs=tuple(kept),
        authors=tuple(dict.fromkeys(authors)),
        wires=tuple(wires),
        helpers=tuple(helpers),
        publisher=publisher,
    )


def _split_last(paragraph: str, own: Mapping[str, str]) -> tuple[str, str]:
    """A paragraph's text before its last credit, and that credit; abbreviations have stops too."""
    tail_start = max(0, len(paragraph) - _LONGEST_CREDIT)
    breaks = [
        match for match in _LAST_SENTENCE.finditer(paragraph, tail_start) if match.end() < len(paragraph)
    ]
    for match in reversed(breaks):
        sentence = paragraph[match.end() :]
        if _credit(sentence, own) is not None:
            return paragraph[: match.start()].rstrip(), sentence
    return ("", paragraph) if len(paragraph) <= _LONGEST_CREDIT else (paragraph, "")


def _credit(sentence: str, own: Mapping[str, str]) -> _Closing | None:
    if match := _WRITES_FOR.fullmatch(sentence):
        return _Closing(paragraphs=(), authors=_people(match["people"]), wires=(_outlet(match["outlet"]),))
    if found := _helpers(sentence):
        return found
    if match := _REPORTING_BY.fullmatch(sentence):
        return _Closing(paragraphs=(), authors=_people(match["people"]))
    if match := _BORROWED.fullmatch(sentence):
        return _Closing(paragraphs=(), publisher=_outlet(match["outlet"]))
    return _signature(sentence, own)


def _helpers(sentence: str) -> _Closing | None:
    """Who had a part in it. That is no credit for the whole: the article is not theirs."""
    match = _HELPED.fullmatch(sentence) or _HAS_HELPED.fullmatch(sentence)
    if match and (agencies := agencies_in(_outlet(match["names"]))):
        return _Closing(paragraphs=(), helpers=tuple(agencies))
    if _CONTRIBUTED.fullmatch(sentence):
        outlet = _contributing_agency(sentence)
        return _Closing(paragraphs=(), helpers=(outlet,) if outlet else ())
    return None


def _signature(sentence: str, own: Mapping[str, str]) -> _Closing | None:
    """The agency that signs with its name alone, in a copyright line or as the source."""
    if len(sentence) <= _LONGEST_SIGNATURE and (agencies := agencies_in(sentence, own)):
        return _Closing(paragraphs=(), wires=tuple(agencies))
    if match := _SOURCE_LINE.fullmatch(sentence):
        agencies = agencies_in(_outlet(match["names"]), own)
        return _Closing(paragraphs=(), wires=tuple(agencies)) if agencies else None
    match = _COPYRIGHT.fullmatch(sentence)
    agencies = agencies_in(_outlet(match["owner"]), own) if match else []
    return _Closing(paragraphs=(), wires=tuple(agencies)) if len(agencies) == 1 else None


def _contributing_agency(sentence: str) -> str | None:
    """The agency whose writers contributed: named before 'writers'; an outlet's own staff is no credit."""
    match = re.match(
        rf"(?P<outlet>{_OUTLET}) (?:[a-z]+ )*?(?:writers?|journalists?|reporters?|correspondents?"
        rf"|videojournalists?)\b",
        sentence,
    )
    name = _outlet(match["outlet"]) if match else ""
    return full_name(name) if name and is_agency(name) else None


def _people(text: str) -> tuple[str, ...]:
    return tuple(name.strip() for name in re.split(r",? and |, ", text) if name.strip())


def _outlet(name: str) -> str:
    return re.sub(r"^[Tt]he (?=\S)", "", name).strip()


def _opening(
    paragraphs: Sequence[str], own: Mapping[str, str]
) -> tuple[tuple[str, ...], str | None, tuple[str, ...], str | None]:
    """Cut the first paragraph's dateline and a wire's own signature; the place, the agencies, the date."""
    signature = _RELEASE_HEAD.match(paragraphs[0]) if paragraphs else None
    if signature:
        paragraphs = [paragraphs[0][signature.end() :], *paragraphs[1:]]
    kept = [text for text in paragraphs if text]
    if not kept:
        return (), None, (), None
    for pattern in _DATELINE:
        match = pattern.match(kept[0])
        if match and match.end() < len(kept[0]) and _plausible(match.groupdict(), own):
            found = match.groupdict()
            agencies = tuple(agencies_in(found.get("wire") or found.get("xwire") or "-", own))
            place = (found.get("place") or "").strip() or None
            dated = found.get("date") or found.get("xdate")
            return (kept[0][match.end() :], *kept[1:]), place, agencies, dated
    return tuple(kept), None, (), None


def _plausible(found: dict[str, str | None], own: Mapping[str, str]) -> bool:
    """Whether what looks like a dateline is one: an agency or a release's wire signs it, or it has a date, or
    its place is told more precisely, or is known to stand alone."""
    wires = [name for key in ("wire", "xwire", "slashed", "xslashed") if (name := found.get(key))]
    if wires:
        return all(bool(agencies_in(wire, own)) or bool(_RELEASE_NAME.search(wire)) for wire in wires)
    place = found.get("place") or ""
    if found.get("date") or found.get("xdate"):
        return True
    return bool(found.get("region")) or place in _STAND_ALONE


def _release(paragraphs: Sequence[str]) -> tuple[str | None, str | None]:
    """The press-release wire that signs the text: by name, by domain."""
    if not paragraphs:
        return None, None
    foot = next((match for text in reversed(paragraphs) if (match := _RELEASE_FOOT.search(text))), None)
    domain = foot["domain"].lower() if foot else None
    for text in paragraphs[:2]:
        head = _RELEASE_HEAD.match(text)
        if head:
            return head["name"].strip(), domain
        mark = _RELEASE_MARK.match(text)
        name = (mark["slashed"] or mark["bracketed"]).strip() if mark else ""
        if name and _RELEASE_NAME.search(name):
            return name, domain
    return None, domain
