"""Sum up days: the daily editions of a week or month in, one edition out."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from generator.digest.editing import Editing
from generator.digest.entries import ordinal
from generator.digest.losing import leave_out
from generator.digest.numbers import readings_in
from generator.model.calendar import span_of
from generator.model.edition import (
    Changed,
    Compared,
    Edition,
    Entry,
    FigureKind,
    LeftOut,
    Line,
    Member,
)
from generator.model.ids import ArticleId, EditionId, StoryId
from generator.settings import Settings


def sum_up(
    edition_id: EditionId,
    days: Sequence[Edition],
    settings: Settings,
    editing: Editing,
) -> Edition:
    """The week or month of `days`, open and as revision 1.

    A story stands once, as the day that had most of it told it, with the articles of every day, in the
    section that people chose on the newest. It counts by its outlets and days. What the daily editions left
    out is listed there, not again here.
    """
    period, first_day, last_day = span_of(edition_id)
    told: dict[StoryId, list[tuple[EditionId, Entry]]] = defaultdict(list)
    for day in days:
        for entry in day.entries:
            told[editing.coverage.now(entry.story)].append((day.id, entry))
    merged = (_merge(story, entries) for story, entries in told.items())
    edited = [
        replace(editing.edited_over(entry), section=editing.section(entry.story, last_day, entry.section))
        for entry in merged
    ]
    entries, left_out = _cut(edited, settings)
    hashes = {article: value for day in days for article, value in day.articles.items()}
    kept = {member.article for entry in entries for member in entry.members}
    named = kept | {item.article for item in left_out}
    return Edition(
        id=edition_id,
        period=period,
        first_day=first_day,
        last_day=last_day,
        revision=1,
        closed=False,
        updated=max(day.updated for day in days),
        settings_hash=settings.hash,
        articles={article: hashes[article] for article in sorted(named)},
        entries=entries,
        left_out=left_out,
        brief=tuple(e.story for e in sorted(entries, key=_rank)[: settings.digest.editions.brief]),
    )


def _merge(story: StoryId, told: Sequence[tuple[EditionId, Entry]]) -> Entry:
    """One entry for a story told on several days, in order."""
    best = max(range(len(told)), key=lambda i: (len(told[i][1].members), i))
    entry, last = told[best][1], told[-1][1]
    members: dict[ArticleId, Member] = {member.article: member for member in entry.members}
    for _, other in told:
        for member in other.members:
            members.setdefault(member.article, member)
    return replace(
        entry,
        story=story,
        members=tuple(members.values()),
        outlets=last.outlets,
        independent=last.independent,
        since=told[0][1].since,
        earlier=tuple(dict.fromkeys(day for day, _ in reversed(told))),
        continuing=False,
        corrections=tuple(dict.fromkeys(one for _, other in told for one in other.corrections)),
        state=None,  # how a story goes from day to day says nothing of a whole week
        changed=Changed(),
        figures=figures_over([other.figures for _, other in told]),
    )


def figures_over(told: Iterable[Sequence[Compared]]) -> tuple[Compared, ...]:
    """What days in order, each with its figures, told of each thing: what the newest day tells, after the
    other values of before in order of time, a value once.

    Figures of one kind are of one thing where a day tells a value that an earlier one did; else, of two
    attacks of one week, each stands by itself.
    """
    found: list[Compared] = []
    for compared in (compared for figures in told for compared in figures):
        values = set(map(_value, compared.lines))
        same = (
            at
            for at in reversed(range(len(found)))
            if (found[at].kind, found[at].of) == (compared.kind, compared.of)
            and not values.isdisjoint(map(_value, found[at].lines))
        )
        place = next(same, None)
        if place is None:
            found.append(compared)
        else:
            found[place] = _then(found[place], compared)
    order = list(FigureKind)
    return tuple(sorted(found, key=lambda compared: (order.index(compared.kind), compared.of)))


def figures_of_stories(
    editions: Iterable[Edition], moved: Mapping[StoryId, StoryId]
) -> dict[StoryId, tuple[Compared, ...]]:
    """What daily editions told of each story on whose figures reports differ; `moved` says what
    a story has become a part of."""
    told: dict[StoryId, list[Sequence[Compared]]] = defaultdict(list)
    for edition in sorted(editions, key=lambda edition: edition.first_day):
        for entry in edition.entries:
            if entry.figures:
                told[moved.get(entry.story, entry.story)].append(entry.figures)
    return {story: figures_over(days) for story, days in told.items()}


def _then(earlier: Compared, newest: Compared) -> Compared:
    """What two days tell of a thing; where they tell no more than one value, the earlier."""
    now = set(map(_value, newest.now))
    before = {
        _value(line): line
        for line in reversed((*earlier.lines, *newest.before))  # the first that told it stays
        if _value(line) not in now
    }
    compared = replace(newest, before=tuple(reversed(before.values())))
    return compared if compared.differs else earlier


def _value(line: Line) -> object:
    """What tells a figure from another: its numbers, in any notation."""
    return readings_in(line.text) or line.text.casefold()


def _rank(entry: Entry) -> tuple[int, int, int, str]:
    return (-entry.independent, -len(entry.earlier), -entry.outlets, entry.story)


def _cut(entries: Sequence[Entry], settings: Settings) -> tuple[tuple[Entry, ...], tuple[LeftOut, ...]]:
    kept: list[Entry] = []
    left_out: list[LeftOut] = []
    for section in settings.digest.sections:
        ranked = sorted((e for e in entries if e.section == section.id), key=_rank)
        kept += ranked[: section.stories]
        for place, entry in enumerate(ranked[section.stories :], start=section.stories + 1):
            reason = (
                f"Its story came {ordinal(place)} of {len(ranked)} in {section.name} over the period; "
                f"the daily editions carry it."
            )
            left_out += leave_out(entry, reason)
    return tuple(kept), tuple(sorted(left_out, key=lambda item: item.article))
