"""Say values in words: days, times, numbers, languages and kinds in, words of the site's language out.

Days, numbers and names are as Unicode CLDR has them, texts as the site's catalogue has them. Digits are
Western everywhere, as in the numbers of citations and lists.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, datetime
from functools import cache, lru_cache
from typing import Final

from babel import Locale, UnknownLocaleError
from babel.dates import format_date
from babel.lists import format_list
from babel.numbers import format_decimal, format_percent

from generator.languages import ENGLISH, Catalogue, message, primary
from generator.model.article import DatedBy, Label
from generator.model.source import Rights, SourceKind
from generator.model.topic import TopicKind

LABELS: Final = {
    Label.NEWS: message("news"),
    Label.OPINION: message("opinion"),
    Label.ANALYSIS: message("analysis"),
    Label.LIVE: message("live"),
    Label.PRESS_RELEASE: message("press release"),
    Label.SPONSORED: message("sponsored"),
}
KINDS: Final = {
    SourceKind.NEWSPAPER: (message("newspaper"), message("Newspapers")),
    SourceKind.WIRE: (message("news agency"), message("News agencies")),
    SourceKind.BROADCASTER: (message("broadcaster"), message("Broadcasters")),
    SourceKind.MAGAZINE: (message("magazine"), message("Magazines")),
    SourceKind.JOURNAL: (message("journal"), message("Journals")),
    SourceKind.GOVERNMENT: (message("public body"), message("Public bodies")),
    SourceKind.COMPANY: (message("company"), message("Companies")),
    SourceKind.ORGANISATION: (message("organisation"), message("Organisations")),
    SourceKind.BLOG: (message("blog"), message("Blogs")),
    SourceKind.AGGREGATOR: (message("aggregator"), message("Aggregators")),
    SourceKind.PRESS_RELEASE_WIRE: (message("press-release wire"), message("Press-release wires")),
    SourceKind.UNKNOWN: (message("not known"), message("Kind not known")),
}
TOPIC_KINDS: Final = {
    TopicKind.TOPIC: message("Themes"),
    TopicKind.PERSON: message("People"),
    TopicKind.PLACE: message("Places"),
    TopicKind.ORGANISATION: message("Organisations"),
    TopicKind.EVENT: message("Events"),
}
DATED_BY: Final = {
    DatedBy.PAGE: message("as the publisher’s page gives it"),
    DatedBy.FEED: message("as the publisher’s feed gives it"),
    DatedBy.AGE: message("reckoned from an age such as ‘28 minutes ago’"),
    DatedBy.URL: message("taken from the page’s address"),
    DatedBy.TEXT: message("taken from the text"),
    DatedBy.CAPTURE: message("the time it was fetched, for the page gives none"),
}

_DAYS_KEPT: Final = 8192
_DAY_FIRST: Final = re.compile(r"(?P<day>d+\.?)(?P<month>.*?[ML]+)(?P<year>.*)", re.DOTALL)
_WEEKDAY_FIRST: Final = re.compile(r"(?P<weekday>E+[^dMLy']*?)\s+(?P<rest>[dMLy].*)", re.DOTALL)


class Words:
    """The words of one site. Its language is the catalogue's; where that has no texts, all is English."""

    def __init__(self, catalogue: Catalogue = ENGLISH) -> None:
        self._catalogue = catalogue
        self._locale = _locale_of(catalogue.written)
        # English without a country: days before months, as most of its readers write them.
        patterns = Locale("en", "GB") if str(self._locale) == "en" else self._locale
        self._patterns = _Patterns(patterns)
        self._months = {width: _standing(self._locale, "months", width) for width in ("wide", "abbreviated")}
        self._days = {width: _standing(self._locale, "days", width) for width in _WIDTHS}
        self._formatted = lru_cache(maxsize=_DAYS_KEPT)(self._format)
        self.number = lru_cache(maxsize=_DAYS_KEPT)(self._number)
        self.translates = bool(catalogue.messages)

    # ---- texts

    def gettext(self, text: str, /, **values: object) -> str:
        """`text` in the site's language, with `values` in the place of its %(name)s."""
        said = self._catalogue.gettext(text)
        return said % values if values else said

    def ngettext(self, singular: str, plural: str, number: int, /, **values: object) -> str:
        """The one of both that fits `number`, which stands where they have %(num)s: `9,318 articles`."""
        said = self._catalogue.ngettext(singular, plural, number)
        return said % {"num": self.number(number), **values}

    def listed(self, items: Sequence[str]) -> str:
        """`a`, `a and b`, `a, b and c`."""
        return format_list(list(items), locale=self._patterns.locale) if len(items) > 1 else "".join(items)

    def title(self, text: str) -> str:
        """`text` as it begins a heading: `Août 2026`."""
        return text[:1].upper() + text[1:]

    # ---- numbers

    def _number(self, number: int) -> str:
        return format_decimal(number, locale=self._locale)

    def percent(self, number: int) -> str:
        """`34%`."""
        return format_percent(number / 100, locale=self._locale)

    def share(self, number: int, total: int) -> str:
        """`12 (34%)`, of a part of `total`."""
        return f"{self.number(number)} ({self.percent(round(100 * number / total))})"

    # ---- days and times

    def weekday(self, day: date) -> str:
        """`Monday`."""
        return self._days["wide"][day.weekday()]

    def weekday_short(self, day: date) -> str:
        """`Mon`."""
        return self._days["abbreviated"][day.weekday()]

    def weekdays(self) -> list[str]:
        """`Mo`, `Tu` and so on, as narrow as they stand in a calendar, from Monday."""
        short, narrow = ([self._days[width][day].rstrip(".") for day in range(7)] for width in _WIDTHS[2:])
        return short if max(map(len, short)) <= _NARROW else narrow

    def month(self, year: int, month: int) -> str:
        """`August 2026`."""
        return self._formatted(date(year, month, 1), self._patterns.month)

    def month_name(self, month: int) -> str:
        """`August`."""
        return self._months["wide"][month]

    def month_short(self, month: int) -> str:
        """`Aug`."""
        return self._months["abbreviated"][month]

    def full_day(self, day: date) -> str:
        """`17 August 2026`."""
        return self._formatted(day, self._patterns.full)

    def long_day(self, day: date) -> str:
        """`Monday 17 August 2026`."""
        return self._formatted(day, self._patterns.long)

    def parted_day(self, day: date) -> tuple[str, str]:
        """`Monday`, `17 August 2026`: the long day in two, the first empty where the weekday stands last."""
        first, rest = self._patterns.parted
        return (self._formatted(day, first) if first else ""), self._formatted(day, rest)

    def short_day(self, day: date) -> str:
        """`Mon 17 Aug`."""
        return self._formatted(day, self._patterns.short)

    def brief_day(self, day: date, beside: int | None = None) -> str:
        """`17 Aug`, with the year when it is not the year it stands `beside`."""
        with_year = beside is not None and day.year != beside
        return self._formatted(day, self._patterns.brief_of_year if with_year else self._patterns.brief)

    def brief_days(self, first: date, last: date, beside: int) -> str:
        """`17 Aug`, or `17 Aug – 23 Aug`, with the year where it is not the year that they stand `beside`."""
        if first == last:
            return self.brief_day(first, beside)
        return f"{self.brief_day(first, beside)} – {self.brief_day(last, beside)}"

    def brief_span(self, first: date, last: date) -> str:
        """`17 Aug`, `17–23 Aug`, `27 Jul – 2 Aug`; the year of the first where it is another."""
        day_first = _DAY_FIRST.fullmatch(self._patterns.brief)
        if day_first and first != last and (first.year, first.month) == (last.year, last.month):
            return f"{self._formatted(first, day_first['day'])}–{self.brief_day(last)}"
        return (
            self.brief_day(last)
            if first == last
            else f"{self.brief_day(first, last.year)} – {self.brief_day(last)}"
        )

    def span(self, first: date, last: date) -> str:
        """`17–23 August 2026`, `27 July – 2 August 2026`, `28 December 2026 – 3 January 2027`."""
        if first == last:
            return self.full_day(first)
        begins = self.full_day(first)
        day_first = _DAY_FIRST.fullmatch(self._patterns.full)
        if day_first and first.year == last.year:
            if first.month == last.month:
                return f"{self._formatted(first, day_first['day'])}–{self.full_day(last)}"
            begins = self._formatted(first, day_first["day"] + day_first["month"])
        return f"{begins} – {self.full_day(last)}"

    def clock(self, when: datetime) -> str:
        """`05:50 UTC`, of a time in the site's zone; a zone that has no name of its own as `05:50 +03:00`."""
        zone = when.tzname() or ""
        if not zone.isalpha():
            zone = when.strftime("%z")
            zone = f"{zone[:3]}:{zone[3:]}"
        return f"{when.hour:02}:{when.minute:02} {zone}"

    def day_and_clock(self, when: datetime) -> str:
        """`Sunday 9 August 2026, 16:20 UTC`."""
        return self.gettext("%(day)s, %(time)s", day=self.long_day(when.date()), time=self.clock(when))

    # ---- names

    def language_name(self, tag: str) -> str:
        """`Arabic` for `ar` and `ar-EG`; a tag without a name as it is."""
        return str(self._locale.languages.get(tag.partition("-")[0].lower(), tag))

    def country_name(self, code: str) -> str:
        """`Norway` for `NO`; empty for a code that ISO 3166 leaves to its users."""
        return str(self._locale.territories.get(code.upper(), ""))

    def rights(self, policy: Rights) -> str:
        """What a source lets us publish, as a sentence without its full stop."""
        if policy.link_only:
            quoted = self.gettext("headline and link only")
        elif policy.full_text:
            quoted = self.gettext("full text, with a link")
        else:
            quoted = self.ngettext(
                "headline, link and up to %(num)s character of an article",
                "headline, link and up to %(num)s characters of an article",
                policy.excerpt_chars,
            )
        since, until = policy.valid_from, policy.valid_until
        dates = [
            self.gettext("since %(day)s", day=self.full_day(since)) if since else "",
            self.gettext("until %(day)s", day=self.full_day(until)) if until else "",
        ]
        pictures = self.gettext("links to its pictures") if policy.images else self.gettext("no pictures")
        return self.gettext("; ").join(filter(None, [quoted, pictures, " ".join(filter(None, dates))]))

    def _format(self, day: date, pattern: str) -> str:
        return format_date(day, pattern, locale=self._locale)


_WIDTHS: Final = ("wide", "abbreviated", "short", "narrow")
_NARROW: Final = 3  # letters of a day's name that a phone has room for, eight columns side by side


class _Patterns:
    """How a locale writes days, in the letters of CLDR."""

    def __init__(self, locale: Locale) -> None:
        self.locale = locale
        self.full = _plain(locale.date_formats["long"].pattern)
        self.long = _plain(locale.date_formats["full"].pattern)
        if locale.language == "en" and locale.territory == "GB":
            self.long = self.long.replace(
                ",", ""
            )  # as Britain's newspapers write it, and CLDR did until 2023
        self.month = self._skeleton("yMMMM", "MMMM y")
        self.brief = self._skeleton("MMMd", "d MMM")
        self.brief_of_year = self._skeleton("yMMMd", "d MMM y")
        self.short = self._skeleton("MMMEd", "E d MMM")
        parted = _WEEKDAY_FIRST.fullmatch(self.long)
        self.parted = (parted["weekday"], parted["rest"]) if parted else ("", self.long)

    def _skeleton(self, name: str, otherwise: str) -> str:
        known = self.locale.datetime_skeletons
        return _plain(known[name].pattern) if name in known else otherwise


def _standing(locale: Locale, kind: str, width: str) -> dict[int, str]:
    """The names of months (from 1) or days (from 0) as they stand by themselves: where CLDR has them in the
    language as within a date, those of its country as within a date."""
    language, names = getattr(_read(locale.language), kind), getattr(locale, kind)
    alone = "format" if language["stand-alone"][width] == language["format"][width] else "stand-alone"
    return dict(names[alone][width])


@cache
def _read(language: str) -> Locale:
    """A language of which all names have been looked up. Babel 2.18 follows CLDR's references between them
    once for a language and the countries that are loaded later, so the language has to come first, always."""
    locale = Locale(language)
    for names in (locale.months, locale.days):
        for form in ("format", "stand-alone"):
            for width in names[form]:
                dict(names[form][width])
    return locale


def _plain(pattern: str) -> str:
    """A pattern without the marks of direction and the thin spaces that some have."""
    return re.sub("[\u200e\u200f]", "", pattern).replace("\u2009", " ")


def _locale_of(language: str) -> Locale:
    """What CLDR knows of a language, else of it in another country, else of English."""
    for name in (language, primary(language)):
        try:
            locale = Locale.parse(name, sep="-")
        except (UnknownLocaleError, ValueError):
            continue
        _read(locale.language)
        return locale
    return _read("en")
