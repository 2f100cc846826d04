"""Say values in words: days, times, numbers, languages and kinds in, English out, in any locale."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from datetime import date, datetime
from functools import cache
from importlib.resources import files
from typing import Final

from generator.model.article import DatedBy, Label
from generator.model.source import Rights, SourceKind
from generator.model.topic import TopicKind

_DAYS: Final = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_MONTHS: Final = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
_RIGHT_TO_LEFT: Final = frozenset(
    {"ar", "arc", "ckb", "dv", "fa", "he", "ks", "nqo", "ps", "sd", "syr", "ug", "ur", "yi"}
)
_QUOTES: Final = {
    "„“": ("bg", "cs", "de", "sk", "sl"),
    "«»": ("ar", "el", "es", "fa", "fr", "it", "nb", "nn", "no", "pt", "ru", "uk"),
    "„”": ("hu", "pl", "ro"),
    "””": ("fi", "he", "sv"),
    "»«": ("da",),
    "「」": ("ja",),
}
_SENTENCE_ENDS: Final = (*".!?…:;。！？؟۔", *"\"'”’»“›)]}」』）")
_QUOTES_OF: Final = {language: marks for marks, languages in _QUOTES.items() for language in languages}

LABELS: Final = {
    Label.NEWS: "news",
    Label.OPINION: "opinion",
    Label.ANALYSIS: "analysis",
    Label.LIVE: "live",
    Label.PRESS_RELEASE: "press release",
    Label.SPONSORED: "sponsored",
}
KINDS: Final = {
    SourceKind.NEWSPAPER: ("newspaper", "Newspapers"),
    SourceKind.WIRE: ("news agency", "News agencies"),
    SourceKind.BROADCASTER: ("broadcaster", "Broadcasters"),
    SourceKind.MAGAZINE: ("magazine", "Magazines"),
    SourceKind.JOURNAL: ("journal", "Journals"),
    SourceKind.GOVERNMENT: ("public body", "Public bodies"),
    SourceKind.COMPANY: ("company", "Companies"),
    SourceKind.ORGANISATION: ("organisation", "Organisations"),
    SourceKind.BLOG: ("blog", "Blogs"),
    SourceKind.AGGREGATOR: ("aggregator", "Aggregators"),
    SourceKind.PRESS_RELEASE_WIRE: ("press-release wire", "Press-release wires"),
    SourceKind.UNKNOWN: ("not known", "Kind not known"),
}
TOPIC_KINDS: Final = {
    TopicKind.TOPIC: "Themes",
    TopicKind.PERSON: "People",
    TopicKind.PLACE: "Places",
    TopicKind.ORGANISATION: "Organisations",
    TopicKind.EVENT: "Events",
}
DATED_BY: Final = {
    DatedBy.PAGE: "as the publisher’s page gives it",
    DatedBy.FEED: "as the publisher’s feed gives it",
    DatedBy.AGE: "reckoned from an age such as ‘28 minutes ago’",
    DatedBy.URL: "taken from the page’s address",
    DatedBy.TEXT: "taken from the text",
    DatedBy.CAPTURE: "the time it was fetched, for the page gives none",
}


def weekday(day: date) -> str:
    """`Monday`."""
    return _DAYS[day.weekday()]


def month(number: int) -> str:
    """`August`."""
    return _MONTHS[number - 1]


def month_short(number: int) -> str:
    """`Aug`."""
    return _MONTHS[number - 1][:3]


def full_day(day: date) -> str:
    """`17 August 2026`."""
    return f"{day.day} {month(day.month)} {day.year}"


def long_day(day: date) -> str:
    """`Monday 17 August 2026`."""
    return f"{weekday(day)} {full_day(day)}"


def short_day(day: date) -> str:
    """`Mon 17 Aug`."""
    return f"{weekday(day)[:3]} {brief_day(day)}"


def brief_day(day: date, beside: int | None = None) -> str:
    """`17 Aug`, with the year when it is not the year it stands `beside`."""
    year = f" {day.year}" if beside is not None and day.year != beside else ""
    return f"{day.day} {month_short(day.month)}{year}"


def brief_days(first: date, last: date, beside: int) -> str:
    """`17 Aug`, or `17 Aug – 23 Aug`, with the year where it is not the year that they stand `beside`."""
    if first == last:
        return brief_day(first, beside)
    return f"{brief_day(first, beside)} – {brief_day(last, beside)}"


def span(first: date, last: date) -> str:
    """`17–23 August 2026`, `27 July – 2 August 2026`, `28 December 2026 – 3 January 2027`."""
    if first == last:
        return full_day(first)
    if first.year != last.year:
        return f"{full_day(first)} – {full_day(last)}"
    if first.month != last.month:
        return f"{first.day} {month(first.month)} – {full_day(last)}"
    return f"{first.day}–{full_day(last)}"


def clock(when: datetime) -> str:
    """`05:50 UTC`, of a time in the site's zone; a zone that has no name of its own as `05:50 +03:00`."""
    zone = when.tzname() or ""
    if not zone.isalpha():
        zone = when.strftime("%z")
        zone = f"{zone[:3]}:{zone[3:]}"
    return f"{when.hour:02}:{when.minute:02} {zone}"


def count(number: int, singular: str, plural: str | None = None) -> str:
    """`1 article`, `9,318 articles`."""
    return f"{number:,} {singular if number == 1 else plural or singular + 's'}"


def listed(items: Sequence[str]) -> str:
    """`a`, `a and b`, `a, b and c`."""
    return " and ".join([", ".join(items[:-1]), items[-1]]) if len(items) > 1 else "".join(items)


def language_name(tag: str) -> str:
    """`Arabic` for `ar` and `ar-EG`; a tag without a name as it is."""
    return _names().get(("language", tag.partition("-")[0].lower()), tag)


def country_name(code: str) -> str:
    """`Norway` for `NO`; empty for a code that ISO 3166 leaves to its users."""
    return _names().get(("country", code.upper()), "")


def with_ellipsis(quoted: str) -> str:
    """`quoted` with … when it stops before its sentence does."""
    return quoted if quoted.rstrip().endswith(_SENTENCE_ENDS) else quoted.rstrip() + "…"


def quotation_marks(language: str) -> tuple[str, str]:
    """The marks that open and close a quotation in `language`."""
    marks = _QUOTES_OF.get(language.partition("-")[0].lower(), "“”")
    return marks[0], marks[1]


def is_right_to_left(language: str) -> bool:
    """Whether `language` is written from right to left."""
    return language.partition("-")[0].lower() in _RIGHT_TO_LEFT


def runs_right_to_left(text: str) -> bool:
    """Whether the first letter of `text` that has a direction is of a script written from right to left."""
    if text.isascii():
        return False
    directions = (unicodedata.bidirectional(character) for character in text)
    return next((d for d in directions if d in {"L", "R", "AL"}), "L") != "L"


def rights(policy: Rights) -> str:
    """What a source lets us publish, as a sentence without its full stop."""
    if policy.link_only:
        quoted = "headline and link only"
    elif policy.full_text:
        quoted = "full text, with a link"
    else:
        quoted = f"headline, link and up to {count(policy.excerpt_chars, 'character')} of an article"
    dates = [
        f"since {full_day(policy.valid_from)}" if policy.valid_from else "",
        f"until {full_day(policy.valid_until)}" if policy.valid_until else "",
    ]
    pictures = "links to its pictures" if policy.images else "no pictures"
    return "; ".join(filter(None, [quoted, pictures, " ".join(filter(None, dates))]))


@cache
def _names() -> dict[tuple[str, str], str]:
    lines = files("generator.pages").joinpath("names.tsv").read_text(encoding="utf-8").splitlines()
    rows = (line.split("\t") for line in lines if not line.startswith("#"))
    return {(kind, code): name for kind, code, name in rows}
