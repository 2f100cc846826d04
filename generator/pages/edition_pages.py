"""Lay out editions: a day's, week's or month's record in, what its page says out."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, time

from generator.model.edition import Edition, Entry, Period
from generator.model.ids import EditionId
from generator.pages import paths
from generator.pages.edition_entries import BriefLine, Desk, Section, StoryEntry
from generator.pages.parts import Facts, Link, Moment, Part, Passage
from generator.pages.site_index import SiteIndex
from generator.pages.words import Words


@dataclass(frozen=True, slots=True, kw_only=True)
class Turner:
    """The way to other editions: before, around (week and month, or the days within) and after."""

    previous: Link | None
    around: tuple[Link, ...]
    next: Link | None


@dataclass(frozen=True, slots=True, kw_only=True)
class EditionView:
    """An edition's page. `light` and `strong` are its title's two parts: 'Monday', '17 August 2026'."""

    facts: Facts
    light: str
    strong: str
    turner: Turner
    days: tuple[Link, ...]
    account: str
    left_out_path: str
    updated: Moment
    revision: int
    corrections: str
    brief: tuple[BriefLine, ...]
    sections: tuple[Section, ...]
    outlets: tuple[Link, ...]
    silent: tuple[Link, ...]
    how_path: str
    end: str


def edition_view(index: SiteIndex, edition_id: EditionId) -> EditionView:
    """What the page of an edition says."""
    edition = index.edition(edition_id)
    light, strong = title_of(index.words, edition)
    desk = Desk(index, edition)
    sections = tuple(desk.sections())
    notices = [index.notice(c).text for entry in edition.entries for c in entry.corrections]
    return EditionView(
        facts=Facts(
            kind="edition",
            area="Today",
            title=f"{light} {strong}".strip(),
            rail=index.words.gettext("In this edition"),
            description=_description(index, edition),
            language=index.language,
            day=edition.first_day.isoformat(),
            card=index.card(paths.edition_page(edition.id)),
            published=edition.first_day.isoformat(),
            modified=changed(index, edition).isoformat(timespec="minutes"),
            counts=tuple((section.anchor, len(section.entries)) for section in sections),
            corrections=tuple(notices),
            parts=tuple(_part(index, story) for section in sections for story in section.entries),
            indexed=True,
        ),
        light=light,
        strong=strong,
        turner=_turner(index, edition),
        days=_days(index, edition),
        account=account(index, edition),
        left_out_path=paths.left_out_page(edition.id),
        updated=desk.say(edition.updated),
        revision=edition.revision,
        corrections=index.words.ngettext("%(num)s correction", "%(num)s corrections", len(notices))
        if notices
        else "",
        brief=tuple(desk.brief_line(entry) for entry in _brief(edition)),
        sections=sections,
        outlets=desk.outlets(),
        silent=tuple(index.source_link(source) for source in edition.silent_sources),
        how_path=paths.at(paths.HOW, "rights"),
        end=_end(index.words, edition),
    )


def changed(index: SiteIndex, edition: Edition) -> datetime:
    """When an edition had its newest report, or the day of its newest correction, in the site's zone."""
    days = (correction.on for entry in edition.entries for correction in entry.corrections)
    return index.local(max([edition.updated, *(datetime.combine(day, time(), index.zone) for day in days)]))


def _part(index: SiteIndex, story: StoryEntry) -> Part:
    headline = story.headline.words
    return Part(
        headline=headline.text,
        anchor=story.anchor,
        language=headline.language or index.language,
        based_on=story.evidence.based_on,
    )


def edition_name(words: Words, edition: Edition) -> str:
    """`Mon 17 Aug`, `Week 34`, `August 2026`."""
    if edition.period is Period.DAY:
        return words.short_day(edition.first_day)
    if edition.period is Period.WEEK:
        return words.gettext("Week %(number)s", number=edition.first_day.isocalendar().week)
    return words.title(words.month(edition.first_day.year, edition.first_day.month))


def title_of(words: Words, edition: Edition) -> tuple[str, str]:
    """An edition's title in its two parts: `Monday`, `17 August 2026`."""
    first = edition.first_day
    if edition.period is Period.DAY:
        light, strong = words.parted_day(first)
        return words.title(light), strong
    if edition.period is Period.WEEK:
        week = words.gettext("Week %(number)s,", number=first.isocalendar().week)
        return week, words.span(first, edition.last_day)
    return "", words.title(words.month(first.year, first.month))


def _turner(index: SiteIndex, edition: Edition) -> Turner:
    around = index.around(edition.id)
    return Turner(
        previous=_named(index, around.before),
        around=tuple(_longer(index, edition, around.longer)),
        next=_named(index, around.after),
    )


def _named(index: SiteIndex, edition: Edition | None) -> Link | None:
    return index.edition_link(edition.id, edition_name(index.words, edition)) if edition else None


def _longer(index: SiteIndex, edition: Edition, longer: Iterable[Edition]) -> Iterable[Link]:
    """The longer editions that hold this one; those of a month are in its year."""
    for other in longer:
        yield index.edition_link(other.id, edition_name(index.words, other))
    if edition.period is Period.MONTH:
        year = edition.first_day.year
        yield Link(words=Passage(text=str(year)), path=paths.year_page(year))


def _days(index: SiteIndex, edition: Edition) -> tuple[Link, ...]:
    """The daily editions within a longer one."""
    name = index.words.short_day if edition.period is Period.WEEK else index.words.brief_day
    days = index.around(edition.id).days
    return tuple(index.edition_link(day.id, name(day.first_day)) for day in days)


def account(index: SiteIndex, edition: Edition) -> str:
    """What an edition was made from, in a line: `412 articles from 38 sources, 17 stories`."""
    articles = {*edition.articles, *(item.article for item in edition.left_out)}
    sources = {index.article(article).source for article in articles if article in index.view.articles}
    words, silent = index.words, len(edition.silent_sources)
    told = words.gettext(
        "%(articles)s %(from_sources)s, %(stories)s",
        articles=words.ngettext("%(num)s article", "%(num)s articles", len(articles)),
        from_sources=words.ngettext("from %(num)s source", "from %(num)s sources", len(sources)),
        stories=words.ngettext("%(num)s story", "%(num)s stories", len(edition.entries)),
    )
    if not silent:
        return told
    return words.gettext("; ").join(
        (told, words.ngettext("%(num)s source silent", "%(num)s sources silent", silent))
    )


def _brief(edition: Edition) -> list[Entry]:
    entries = {entry.story: entry for entry in edition.entries}
    return [entries[story] for story in edition.brief if story in entries]


def _description(index: SiteIndex, edition: Edition) -> str:
    headlines = index.words.gettext("; ").join(entry.headline for entry in _brief(edition)[:3])
    return headlines or account(index, edition)


def _end(words: Words, edition: Edition) -> str:
    if edition.period is Period.DAY:
        return words.gettext("That was %(day)s.", day=words.long_day(edition.first_day))
    if edition.period is Period.WEEK:
        return words.gettext("That was week %(number)s.", number=edition.first_day.isocalendar().week)
    month = words.month(edition.first_day.year, edition.first_day.month)
    return words.gettext("That was %(month)s.", month=month)
