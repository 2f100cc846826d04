"""Say which days a quotation means: its words and when they were published in, dates to set beside them out.

'On Monday' loses its meaning where it is quoted. The words stay as they are; the date stands outside the
quotation marks. English, German, French, Spanish, Italian and Dutch.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from generator.model.article import Article, DatedBy
from generator.model.source import Source
from generator.pages.words import Words

_WEEKDAYS: Final = {
    "en": "monday tuesday wednesday thursday friday saturday sunday",
    "de": "montag dienstag mittwoch donnerstag freitag samstag sonntag",
    "fr": "lundi mardi mercredi jeudi vendredi samedi dimanche",
    "es": "lunes martes miércoles jueves viernes sábado domingo",
    "it": "lunedì martedì mercoledì giovedì venerdì sabato domenica",
    "nl": "maandag dinsdag woensdag donderdag vrijdag zaterdag zondag",
}
# Days by their distance. 'Today' and its like may mean 'nowadays' and are left as they are where they begin a
# sentence or own something ('today's youth'); 'morgen' and 'mañana' are mornings as often.
_DAYS: Final = {
    "en": {"yesterday": -1, "last night": -1, "today": 0, "tonight": 0, "this morning": 0, "tomorrow": 1},
    "de": {"gestern": -1, "vorgestern": -2, "heute": 0, "übermorgen": 2},
    "fr": {"hier": -1, "avant-hier": -2, "aujourd’hui": 0, "aujourd'hui": 0, "demain": 1},
    "es": {"ayer": -1, "anteayer": -2, "hoy": 0},
    "it": {"ieri": -1, "oggi": 0, "domani": 1},
    "nl": {"gisteren": -1, "eergisteren": -2, "vandaag": 0},
}
_WEEKS: Final = {
    "en": {"last week": -1, "this week": 0, "next week": 1},
    "de": {
        **dict.fromkeys(("vergangene woche", "letzte woche", "vergangenen woche", "letzten woche"), -1),
        **dict.fromkeys(("diese woche", "dieser woche"), 0),
        **dict.fromkeys(("nächste woche", "kommende woche", "nächsten woche", "kommenden woche"), 1),
    },
    "fr": {"la semaine dernière": -1, "cette semaine": 0, "la semaine prochaine": 1},
    "es": {"la semana pasada": -1, "esta semana": 0, "la próxima semana": 1},
    "it": {"la settimana scorsa": -1, "questa settimana": 0, "la prossima settimana": 1},
    "nl": {"vorige week": -1, "deze week": 0, "volgende week": 1},
}
_MONTH: Final = (
    r"(?:jan|feb|fév|fev|mar|mär|apr|avr|abr|may|mai|maj|jun|juin|jul|juil|aug|août|ago|sep|oct|okt|out|ott"
    r"|nov|dec|dez|déc|dic|ene|gen|mei|mag|giu|lug|set)[^\W\d_]*\.?"
)
_DATED: Final = re.compile(
    rf"[’']?s?[\s,(]{{1,3}}(?:the |der |den |dem )?"
    rf"(?:\d{{1,2}}(?![\d:.]|\s*[ap]\.?m)|{_MONTH}\s*\d|\d{{1,2}}\.\s)",
    re.IGNORECASE,
)
_DATED_BEFORE: Final = re.compile(
    rf"(?:{_MONTH}\s*\d{{1,2}}|\d{{1,2}}\.?\s*{_MONTH})(?:st|nd|rd|th)?[,\s(]{{1,3}}(?:a |ein )?\Z",
    re.IGNORECASE,
)
_HABIT: Final = re.compile(
    r"(?:\b(?:every|each|any|a|one|most|jeden|jedem|jeder|chaque|le|tous les|cada|los|ogni|elke|black|good"
    r"|easter|super|ash|palm|cyber|bloody|holy|maundy|sheffield|casual|the)\s|[-–])\Z",
    re.IGNORECASE,
)
_THE_LAST: Final = re.compile(r"\b(?:last|past|letzten|vergangenen|vorigen)\s\Z", re.IGNORECASE)
_TO_COME: Final = re.compile(
    r"\b(?:next|coming|nächsten|kommenden|prochain|próximo|prossimo|volgende)\s\Z", re.IGNORECASE
)
_UNTIL: Final = re.compile(
    r"\b(?:until|till|bis(?: zum)?|jusqu[’'][àa]u?|hasta el|fino a|tot)\s\Z", re.IGNORECASE
)
_FUTURE: Final = re.compile(
    r"(?:\b(?:will|won[’']t|shall|would|due|scheduled|planned|planning|plans|expected|expects|set to"
    r"|ahead of|is to|are to"
    r"|warning|forecast|upcoming|wird|werden|soll|sollen|sollte|voraussichtlich|geplant|würde"
    r"|sera|seront|aura|auront|doit|prévue?s?|será|serán|habrá|sarà|saranno|zal|zullen)\b|[’']ll\b)",
    re.IGNORECASE,
)
_PAST: Final = re.compile(
    r"\b(?:said|says|told|was|were|had|announced|reported|died|killed|sagte|teilte|hat|haben|war|waren|wurde|wurden)\b",
    re.IGNORECASE,
)
_CLAUSE: Final = re.compile(r"[,;:–—]\s|\s[-–—]\s")
_BARE_AHEAD: Final = re.compile(r"\b(?:warning|forecast|ahead)\b[^.]*\b(?:for|of)\s\Z", re.IGNORECASE)
_SENTENCE: Final = re.compile(r"[.!?…][\"”’»)]*\s+|\n+")
_NAME_AFTER: Final = re.compile(r" [A-Z][a-z]+")
_AHEAD: Final = 80  # characters behind a day in which a verb may say that it is to come
_WEEK: Final = 7


@dataclass(frozen=True, slots=True, kw_only=True)
class RelativeDay:
    """Words of a quotation and the days that they mean; `first` is `last` but for a week."""

    words: str
    first: date
    last: date


def dates_beside(text: str, article: Article, source: Source, words: Words) -> tuple[str, ...]:
    """What to set beside `text`, a quotation of `article`: `Monday: 17 Aug`, in the time zone of its source.
    Nothing where nobody knows when it was published."""
    if article.published is None or article.dated_by is DatedBy.CAPTURE:
        return ()
    zone = ZoneInfo(source.timezone) if source.timezone else article.published.tzinfo
    day = article.published.astimezone(zone).date()
    found = relative_days(text, article.language, day)
    return tuple(f"{one.words}: {words.brief_days(one.first, one.last, day.year)}" for one in found)


def relative_days(text: str, language: str, published: date) -> tuple[RelativeDay, ...]:
    """The days that `text`, published on that day, names without a date, once each, in order.

    A weekday is the last one up to `published`, in a clause that looks ahead the next one after it; what
    could be either is left out, and so are days that recur, parts of names, and those with a date beside
    them.
    """
    found: dict[tuple[str, date, date], RelativeDay] = {}
    for day in sorted(
        _days_in(text, language.partition("-")[0].lower(), published), key=lambda item: item[0]
    ):
        found.setdefault((day[1].words.casefold(), day[1].first, day[1].last), day[1])
    return tuple(found.values())


def has_bare_day(text: str, language: str) -> bool:
    """Whether `text` names a day by what it is from the day of its publication, with no date beside it."""
    tongue = language.partition("-")[0].lower()
    return any(True for _ in _mentions(text, tongue))


def _days_in(text: str, tongue: str, published: date) -> Iterator[tuple[int, RelativeDay]]:
    mentions = list(_mentions(text, tongue))
    for match in mentions:
        word = match[0].casefold()
        if word in _DAYS[tongue]:
            first = last = published + timedelta(days=_DAYS[tongue][word])
        elif word in _WEEKS[tongue]:
            first = published + timedelta(days=_WEEK * _WEEKS[tongue][word] - published.weekday())
            last = first + timedelta(days=_WEEK - 1)
        else:
            weekday = next(at for at, name in enumerate(_WEEKDAYS[tongue].split()) if word.startswith(name))
            found = _weekday(text, match, weekday, published)
            if found is None:
                continue
            first = last = found
        yield match.start(), RelativeDay(words=match[0], first=first, last=last)


def _mentions(text: str, tongue: str) -> Iterator[re.Match[str]]:
    if tongue not in _WEEKDAYS:
        return
    for match in _PATTERNS[tongue].finditer(text):
        word = match[0].casefold()
        if _DATED.match(text, match.end()) or _DATED_BEFORE.search(
            text, max(0, match.start() - 24), match.start()
        ):
            continue
        if word in _DAYS[tongue]:
            nowadays = match[0][0].isupper() or text[match.end() : match.end() + 2] in {"'s", "’s"}
            if _DAYS[tongue][word] == 0 and nowadays:
                continue
        elif word not in _WEEKS[tongue]:
            if _HABIT.search(text, max(0, match.start() - 12), match.start()):
                continue
            if tongue == "en" and (not match[0][0].isupper() or _is_part_of_name(text, match)):
                continue
        yield match


def _is_part_of_name(text: str, match: re.Match[str]) -> bool:
    """'Sunday Times', 'Ruby Tuesday': a capital beside it that begins no sentence."""
    if after := _NAME_AFTER.match(text, match.end()):
        return after[0].strip() not in {"Night", "Morning", "Afternoon", "Evening"}
    before = re.search(r"([A-Z][\w’'-]*) \Z", text[: match.start()])
    if before is None or before[1].casefold() in _LEADING:
        return False
    return before[1].casefold() not in _WEEKDAYS["en"].split()


def _weekday(text: str, match: re.Match[str], weekday: int, published: date) -> date | None:
    back = (published.weekday() - weekday) % _WEEK
    before = text[: match.start()]
    if _THE_LAST.search(before):
        return published - timedelta(days=back or _WEEK)
    ahead = _looks_ahead(text, match)
    if _UNTIL.search(before) and not ahead:
        return None  # 'was closed until Monday'
    if not (ahead or _TO_COME.search(before)):
        return published - timedelta(days=back)
    return published + timedelta(days=_WEEK - back) if back else None  # today, or in a week


def _looks_ahead(text: str, match: re.Match[str]) -> bool:
    """Whether the clause of a day says that it is to come: the nearest verb before it does, or, where it
    begins the clause, one behind it."""
    starts = [0, *(mark.end() for mark in _SENTENCE.finditer(text, 0, match.start()))]
    before = text[starts[-1] : match.start()]
    clause = _CLAUSE.split(before)[-1]
    if len(clause.split()) > 2:  # more than 'on Monday', 'Am kommenden Montag'
        return _last(_FUTURE, clause) > _last(_PAST, clause) or bool(_BARE_AHEAD.search(clause))
    if _last(_FUTURE, before) > _last(_PAST, before):
        return True
    stop = _SENTENCE.search(text, match.end())
    behind = text[match.end() : min(stop.start() if stop else len(text), match.end() + _AHEAD)]
    return _first(_FUTURE, behind) < _first(_PAST, behind)


def _first(pattern: re.Pattern[str], text: str) -> int:
    found = pattern.search(text)
    return found.start() if found else len(text)


def _last(pattern: re.Pattern[str], text: str) -> int:
    return max((found.start() for found in pattern.finditer(text)), default=-1)


_LEADING: Final = frozenset(
    (
        *(
            "on",
            "in",
            "at",
            "by",
            "since",
            "until",
            "from",
            "late",
            "early",
            "last",
            "next",
            "this",
            "before",
        ),
        *("after", "for", "of", "and", "the", "over"),
    )
)
_TIMES: Final = {"de": "(?:abend|morgen|mittag|vormittag|nachmittag|nacht)?"}
_PATTERNS: Final = {
    tongue: re.compile(
        rf"(?<![\w-])(?:{'|'.join((*_WEEKS[tongue], *_DAYS[tongue]))}"
        rf"|(?:{'|'.join(days.split())})(?:{_TIMES.get(tongue, '')}))(?:(?=[’']s\b)|(?![\w’'-]))",
        re.IGNORECASE,
    )
    for tongue, days in _WEEKDAYS.items()
}
