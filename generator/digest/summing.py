"""Sum up days: the daily editions of a week or month in, one edition out."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace

from generator.digest.editing import Editing
from generator.digest.entries import ordinal
from generator.digest.losing import leave_out
from generator.model.calendar import span_of
from generator.model.edition import Changed, Edition, Entry, LeftOut, Member
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
        figures=(),
    )


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
