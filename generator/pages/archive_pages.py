"""Lay out the archive: all editions in, its years and their calendars out."""

from __future__ import annotations

from calendar import Calendar
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from generator.model.edition import Edition, Period
from generator.model.ids import EditionId
from generator.pages import paths
from generator.pages.charts import STORIES, Bars, bars
from generator.pages.parts import Facts, Link, Passage
from generator.pages.site_index import SiteIndex
from generator.pages.words import Words

_ANCHORS: Final = (
    *("january", "february", "march", "april", "may", "june"),
    *("july", "august", "september", "october", "november", "december"),
)
_RECENT: Final = 3  # months in a row that the list of all years begins with
_LENGTHS: Final = 5  # how many lengths of editions a calendar tells apart


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """A day of a calendar: its number, and its edition when there is one; empty beside the month.

    `look` is its classes, how long the edition is among those of its year (1 to 5) and whether it was
    corrected; `told` says both in words.
    """

    number: str = ""
    path: str = ""
    look: str = ""
    told: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Week:
    """A row of a calendar."""

    number: str
    path: str
    days: tuple[Cell, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Month:
    """A month's calendar."""

    name: str
    anchor: str
    path: str
    told: str
    weeks: tuple[Week, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class YearView:
    """The calendar of a year, its months newest first as far as there are editions."""

    facts: Facts
    title: str
    earlier: Link | None
    later: Link | None
    account: str
    chart: Bars | None
    weekdays: tuple[str, ...]
    months: tuple[Month, ...]
    search_path: str


@dataclass(frozen=True, slots=True, kw_only=True)
class YearLine:
    """A year in the list of all; `told` is empty where it is what is said of all of them."""

    link: Link
    told: str
    months: tuple[Link, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ArchiveView:
    """The calendars of the newest months, and the list of all years."""

    facts: Facts
    account: str
    weekdays: tuple[str, ...]
    months: tuple[Month, ...]
    years: tuple[YearLine, ...]
    search_path: str


def years_of(index: SiteIndex) -> list[int]:
    """The years that have an edition, oldest first."""
    return sorted({edition.first_day.year for edition in index.whole.edition.values()})


def archive_view(index: SiteIndex) -> ArchiveView:
    """The newest months, and all years, newest first."""
    years = years_of(index)
    account = _account(index.words, list(index.whole.edition.values()))
    lines = [_year_line(index, year) for year in reversed(years)]
    return ArchiveView(
        facts=Facts(kind="archive", area="Archive", title=index.words.gettext("Archive")),
        account=account,
        weekdays=tuple(index.words.weekdays()),
        months=tuple(_newest_months(index, years)),
        years=tuple(replace(line, told="") if line.told == account else line for line in lines),
        search_path=paths.SEARCH,
    )


def _newest_months(index: SiteIndex, years: list[int]) -> Iterator[Month]:
    """Up to the newest edition's month, those that have an edition; each beside its own year."""
    found = [(year, month) for year in years[-2:] for month in _months(_of_year(index, year), year)]
    for year, month in found:
        if (found[-1][0] - year) * 12 + found[-1][1] - month < _RECENT:
            yield _month(index, year, month, _longest(_of_year(index, year)))


def year_view(index: SiteIndex, year: int) -> YearView:
    """The calendars of `year`."""
    title = index.words.gettext("Archive, %(year)s", year=year)
    years = years_of(index)
    place = years.index(year)
    editions = _of_year(index, year)
    days = [edition for edition in editions if edition.period is Period.DAY]
    most = _longest(editions)
    return YearView(
        facts=Facts(kind="calendar", area="Archive", title=title, rail=index.words.gettext("Months")),
        title=title,
        earlier=_year_link(years[place - 1]) if place else None,
        later=_year_link(years[place + 1]) if place + 1 < len(years) else None,
        account=_account(index.words, editions),
        chart=bars(index.words, [day.first_day for day in days for _ in day.entries], STORIES),
        weekdays=tuple(index.words.weekdays()),
        months=tuple(_month(index, year, month, most) for month in _months(editions, year)),
        search_path=paths.SEARCH,
    )


def _longest(editions: list[Edition]) -> int:
    """How many stories the longest day has."""
    return max((len(edition.entries) for edition in editions if edition.period is Period.DAY), default=0)


def _year_line(index: SiteIndex, year: int) -> YearLine:
    editions = _of_year(index, year)
    page = paths.year_page(year)
    return YearLine(
        link=_year_link(year),
        told=_account(index.words, editions),
        months=tuple(
            Link(words=Passage(text=index.words.month_name(month)), path=paths.at(page, _anchor(month)))
            for month in reversed(_months(editions, year))
        ),
    )


def _year_link(year: int) -> Link:
    return Link(words=Passage(text=str(year)), path=paths.year_page(year))


def _of_year(index: SiteIndex, year: int) -> list[Edition]:
    return [edition for edition in index.whole.edition.values() if edition.first_day.year == year]


def _months(editions: list[Edition], year: int) -> list[int]:
    """The months of `year` that have an edition, oldest first; weeks count where there is nothing else."""
    known = [e for e in editions if e.first_day.year == year]
    days = [e for e in known if e.period is not Period.WEEK] or known
    return sorted({edition.first_day.month for edition in days})


def _account(words: Words, editions: list[Edition]) -> str:
    days = [edition for edition in editions if edition.period is Period.DAY]
    if not editions:
        return words.gettext("No edition yet")
    if not days:
        return words.ngettext("%(num)s edition", "%(num)s editions", len(editions))
    stories = sum(len(edition.entries) for edition in days)
    first = min(edition.first_day for edition in days)
    return words.gettext(
        "%(editions)s since %(day)s, %(stories)s",
        editions=words.ngettext("%(num)s daily edition", "%(num)s daily editions", len(days)),
        day=words.full_day(first),
        stories=words.ngettext("%(num)s story", "%(num)s stories", stories),
    )


def _anchor(month: int) -> str:
    """The same in every language, as every anchor."""
    return _ANCHORS[month - 1]


def _month(index: SiteIndex, year: int, month: int, most: int) -> Month:
    known = index.whole.edition
    whole = f"{year:04}/{month:02}"
    days = {
        edition.first_day: edition
        for edition in index.whole.editions[Period.DAY]
        if (edition.first_day.year, edition.first_day.month) == (year, month)
    }
    stories = sum(len(edition.entries) for edition in days.values())
    words = index.words
    cells = {day: _cell(words, edition, most) for day, edition in days.items()}
    return Month(
        name=words.title(words.month_name(month)),
        anchor=_anchor(month),
        path=paths.edition_page(_id(whole)) if whole in known else "",
        told=words.ngettext("%(num)s story", "%(num)s stories", stories),
        weeks=tuple(_week(index, week, month, cells) for week in Calendar().monthdatescalendar(year, month)),
    )


def _cell(words: Words, edition: Edition, most: int) -> Cell:
    """A day that has an edition, beside the longest of its year."""
    stories, corrections = len(edition.entries), sum(len(entry.corrections) for entry in edition.entries)
    told = [words.ngettext("%(num)s story", "%(num)s stories", stories)]
    looks = [f".df-n{-(-_LENGTHS * stories // most)}"] if stories else [".df-n0"]
    if corrections:
        told.append(words.ngettext("%(num)s correction", "%(num)s corrections", corrections))
        looks.append(".df-mended")
    return Cell(
        number=str(edition.first_day.day),
        path=paths.edition_page(edition.id),
        look=" ".join(looks),
        told=words.gettext(
            "%(day)s: %(stories)s",
            day=words.title(words.long_day(edition.first_day)),
            stories=words.listed(told),
        ),
    )


def _week(index: SiteIndex, week: list[date], month: int, days: dict[date, Cell]) -> Week:
    iso = week[0].isocalendar()
    whole = f"{iso.year:04}/W{iso.week:02}"
    return Week(
        number=str(iso.week),
        path=paths.edition_page(_id(whole)) if whole in index.whole.edition else "",
        days=tuple(
            days.get(day, Cell(number=str(day.day))) if day.month == month else Cell() for day in week
        ),
    )


def _id(text: str) -> EditionId:
    return EditionId(text)
