"""The words for times in the languages that our sources use: months, weekdays, ages, labels of dates.

Forms are as `fold` leaves them: lower case, no accents, no full stops behind words. An Arabic dual ('two
hours') is a word of its own, so ages are a table of words to lengths, not a grammar.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from datetime import timedelta
from typing import Final

_SECOND, _MINUTE, _HOUR, _DAY, _WEEK = (
    timedelta(seconds=1),
    timedelta(minutes=1),
    timedelta(hours=1),
    timedelta(days=1),
    timedelta(weeks=1),
)
_MONTH, _YEAR = timedelta(days=30), timedelta(days=365)

_MARKS: Final = re.compile("[\u0300-\u036f\u0610-\u061a\u064b-\u065f\u0670\u0640]")
_ARABIC: Final = str.maketrans("أإآٱىة", "ااااي" + "ه")


def fold(text: str) -> str:
    """`text` as the tables have it: one spelling for case, accents, Arabic letters with and without hamza."""
    plain = unicodedata.normalize("NFKD", text.casefold().replace("’", "'"))
    return " ".join(unicodedata.normalize("NFC", _MARKS.sub("", plain)).translate(_ARABIC).split())


def _table(rows: Iterable[tuple[str, timedelta]]) -> dict[str, timedelta]:
    return {fold(word): length for words, length in rows for word in words.split("|")}


UNITS: Final = _table(
    [
        ("second|seconds|sec|secs|s|sekunde|sekunden|sek|seconde|secondes|segundo|segundos", _SECOND),
        ("secondo|secondi|seconden|ثانية|ثوان|ثواني", _SECOND),
        ("minute|minutes|min|mins|m|minuten|minuto|minutos|minuti|minuut|دقيقة|دقائق", _MINUTE),
        ("hour|hours|hr|hrs|h|stunde|stunden|std|heure|heures|hora|horas|ora|ore|uur|uren", _HOUR),
        ("ساعة|ساعات", _HOUR),
        ("day|days|d|tag|tage|tagen|jour|jours|dia|dias|giorno|giorni|dag|dagen|يوم|أيام|يوما", _DAY),
        ("week|weeks|wk|wks|w|woche|wochen|semaine|semaines|semana|semanas|settimana|settimane|weken", _WEEK),
        ("أسبوع|أسابيع", _WEEK),
        ("month|months|mo|mos|monat|monate|monaten|mois|mes|meses|mese|mesi|maand|maanden", _MONTH),
        ("شهر|أشهر|شهور", _MONTH),
        ("year|years|yr|yrs|y|jahr|jahre|jahren|an|ans|annee|annees|ano|anos|anno|anni|jaar", _YEAR),
        ("سنة|سنوات|عام|أعوام", _YEAR),
    ]
)  # fmt: skip
DUALS: Final = _table(
    [
        ("ثانيتين", 2 * _SECOND), ("دقيقتين", 2 * _MINUTE), ("ساعتين", 2 * _HOUR), ("يومين", 2 * _DAY),
        ("أسبوعين", 2 * _WEEK), ("شهرين", 2 * _MONTH), ("سنتين|عامين", 2 * _YEAR),
    ]
)  # fmt: skip
NUMBERS: Final = {
    fold(word): number
    for number, words in enumerate(
        (
            "a|an|one|einer|einem|einen|ein|une|un|una|uno|um|uma|een",
            "two|zwei|deux|dos|due|duas|dois|twee",
            "three|drei|trois|tres|tre|drie|ثلاث|ثلاثة",
            "four|vier|quatre|cuatro|quattro|quatro|أربع|أربعة",
            "five|funf|cinq|cinco|cinque|vijf|خمس|خمسة",
            "six|sechs|seis|sei|zes|ست|ستة",
            "seven|sieben|sept|siete|sette|sete|zeven|سبع|سبعة",
        ),
        1,
    )
    for word in words.split("|")
}
# What stands before an age ('vor', 'il y a'), or behind it ('ago').
BEFORE_AGE: Final = ("vor", "il y a", "hace", "ha", "منذ", "قبل")
BEHIND_AGE: Final = ("ago", "fa", "atras", "geleden")
AROUND_AGE: Final = ("about", "almost", "over", "around", "etwa", "rund", "environ", "unos", "unas", "حوالي")

NOW: Final = frozenset(
    map(
        fold,
        ("now", "just now", "moments ago", "a moment ago", "seconds ago", "a few seconds ago", "gerade eben",
         "soeben", "jetzt", "à l'instant", "maintenant", "ahora", "ahora mismo", "hace un momento", "adesso",
         "agora", "zojuist", "الآن", "منذ لحظات", "قبل لحظات", "قبل قليل"),
    )
)  # fmt: skip
# Days by name, and how long ago they were.
DAYS: Final = _table(
    [
        ("today|heute|aujourd'hui|hoy|oggi|hoje|vandaag|اليوم", 0 * _DAY),
        ("yesterday|gestern|hier|ayer|ieri|ontem|gisteren|أمس|البارحة|يوم أمس", _DAY),
        ("vorgestern|avant-hier|anteayer|l'altro ieri|anteontem|eergisteren|أول أمس|أول من أمس", 2 * _DAY),
        ("last week|letzte woche|la semaine derniere|la semana pasada", _WEEK),
    ]
)

MONTHS: Final = {
    fold(word): number
    for number, words in enumerate(
        (
            "january|jan|januar|jänner|janvier|janv|enero|ene|gennaio|gen|janeiro|januari|يناير|كانون الثاني",
            "february|feb|februar|février|févr|fevr|febrero|febbraio|fevereiro|fev|februari|فبراير|شباط|فيفري",
            "march|mar|märz|maerz|mrz|mars|marzo|março|maart|mrt|مارس|آذار",
            "april|apr|avril|avr|abril|abr|aprile|أبريل|إبريل|نيسان|أفريل",
            "may|mai|mayo|maggio|mag|maio|mei|مايو|أيار|ماي",
            "june|jun|juni|juin|junio|giugno|giu|junho|يونيو|يونيه|حزيران|جوان",
            "july|jul|juli|juillet|juil|julio|luglio|lug|julho|يوليو|يوليه|تموز|جويلية",
            "august|aug|août|aout|agosto|ago|augustus|أغسطس|آب|أوت",
            "september|sep|sept|septembre|septiembre|setiembre|settembre|set|setembro|سبتمبر|أيلول",
            "october|oct|oktober|okt|octobre|octubre|ottobre|ott|outubro|out|أكتوبر|تشرين الأول",
            "november|nov|novembre|noviembre|novembro|نوفمبر|تشرين الثاني",
            "december|dec|dezember|dez|décembre|déc|diciembre|dic|dicembre|dezembro|ديسمبر|كانون الأول",
        ),
        1,
    )
    for word in words.split("|")
}
_WEEKDAYS: Final = (
    "monday|mon|tuesday|tue|tues|wednesday|wed|thursday|thu|thur|thurs|friday|fri|saturday|sat|sunday|sun"
    "|montag|mo|dienstag|di|mittwoch|mi|donnerstag|do|freitag|fr|samstag|sa|sonnabend|sonntag|so"
    "|lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche"
    "|lunes|martes|miércoles|jueves|viernes|sábado|domingo"
    "|lunedì|martedì|mercoledì|giovedì|venerdì|sabato|domenica"
    "|maandag|dinsdag|woensdag|donderdag|vrijdag|zaterdag|zondag"
    "|segunda-feira|terça-feira|quarta-feira|quinta-feira|sexta-feira"
    "|الاثنين|الإثنين|الثلاثاء|الأربعاء|الخميس|الجمعة|السبت|الأحد"
)
# Labels before a date, and words that tell when a page was changed.
_LABELS: Final = (
    "published|posted|first published|originally published|publication date|date|on|veröffentlicht|erstellt"
    "|stand|am|publié|publiée|le|publicado|publicada|el|pubblicato|il|gepubliceerd|op|em"
    "|نشر|نشرت|تاريخ النشر|في|بتاريخ"
)
_UPDATES: Final = (
    "last updated|updated|last modified|modified|edited|zuletzt aktualisiert|aktualisiert|aktualisierung"
    "|update|geändert|mis à jour|mise à jour|modifié|última actualización|actualizado|actualizada|modificado"
    "|aggiornato|ultimo aggiornamento|atualizado|bijgewerkt|آخر تحديث|تم التحديث|تحديث"
)


def either(words: Iterable[str]) -> str:
    """A pattern of any of the words, the longest first."""
    return "|".join(re.escape(word) for word in sorted(set(words), key=lambda word: (-len(word), word)))


def _folded(words: str) -> str:
    return either(map(fold, words.split("|")))


WEEKDAY: Final = re.compile(rf"(?:{_folded(_WEEKDAYS)})(?![^\W\d_])[.,،]*\s*")
LABEL: Final = re.compile(rf"(?:(?:{_folded(_LABELS)})(?![^\W\d_])\s*[:：]?\s*)+")
UPDATE: Final = re.compile(
    rf"(?:^|(?<=[\s(\[|,;·•–—-]))(?:{_folded(_UPDATES)})(?![^\W\d_])\s*(?:{_folded('on|at|am|um|le|el|il|op|em|في')})?"
    r"(?![^\W\d_])\s*[:：]?\s*"
)

# Offsets that pages write as letters. Left out where the letters mean several (IST, CST of China).
_FIXED: Final = {
    "utc": 0, "gmt": 0, "z": 0, "wet": 0, "west": 60, "bst": 60, "cet": 60, "mez": 60, "cest": 120,
    "mesz": 120, "eet": 120, "eest": 180, "msk": 180, "est": -300, "edt": -240, "cdt": -300, "mst": -420,
    "mdt": -360, "pst": -480, "pdt": -420, "jst": 540, "kst": 540, "aest": 600, "aedt": 660, "nzst": 720,
    "nzdt": 780,
}  # fmt: skip
OFFSETS: Final = {name: timedelta(minutes=minutes) for name, minutes in _FIXED.items()}
ZONES: Final = {"et": "America/New_York", "pt": "America/Los_Angeles"}
