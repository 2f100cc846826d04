"""Take lost articles out of an edition: what still stands on the rest comes out."""

from __future__ import annotations

from collections.abc import Set
from dataclasses import replace

from generator.model.edition import Changed, Compared, Edition, Entry, LeftOut, Line
from generator.model.ids import ArticleId


def without(edition: Edition, lost: Set[ArticleId]) -> Edition:
    """`edition` without the articles `lost`, the lines that cite them, and the stories that had no other."""
    entries = tuple(kept for entry in edition.entries if (kept := _entry_without(entry, lost)))
    stories = {entry.story for entry in entries}
    return replace(
        edition,
        articles={id_: value for id_, value in edition.articles.items() if id_ not in lost},
        entries=entries,
        left_out=tuple(item for item in edition.left_out if item.article not in lost),
        brief=tuple(story for story in edition.brief if story in stories),
    )


def leave_out(entry: Entry, reason: str) -> list[LeftOut]:
    """Every article of an entry, left out for one reason."""
    return [LeftOut(article=m.article, story=entry.story, reason=reason) for m in entry.members]


def unquoted(edition: Edition, articles: Set[ArticleId]) -> Edition:
    """`edition` without the lines that cite any of `articles`."""
    if articles and any(not articles.isdisjoint(entry.cited) for entry in edition.entries):
        entries = tuple(
            replace(
                entry,
                lines=_lines_without(entry.lines, articles),
                changed=changed_without(entry.changed, articles),
                figures=figures_without(entry.figures, articles),
                corrections=tuple(
                    replace(one, before="", after="") if one.article in articles else one
                    for one in entry.corrections
                ),
            )
            for entry in edition.entries
        )
        return replace(edition, entries=entries)
    return edition


def without_lines(entry: Entry, gone: Set[Line]) -> Entry:
    """`entry` without the lines, phrases and figures that are `gone`, and without what then differs from
    nothing."""

    def left(lines: tuple[Line, ...]) -> tuple[Line, ...]:
        return tuple(line for line in lines if line not in gone)

    changed = entry.changed
    figures = (replace(one, now=left(one.now), before=left(one.before)) for one in entry.figures)
    return replace(
        entry,
        lines=left(entry.lines),
        changed=replace(
            changed,
            numbers=left(changed.numbers),
            names=left(changed.names),
            places=left(changed.places),
        ),
        figures=tuple(compared for compared in figures if compared.differs),
    )


def _lines_without(lines: tuple[Line, ...], lost: Set[ArticleId]) -> tuple[Line, ...]:
    return tuple(line for line in lines if not any(c.article in lost for c in line.citations))


def changed_without(changed: Changed, lost: Set[ArticleId]) -> Changed:
    """`changed` without the phrases of the articles `lost`."""
    return replace(
        changed,
        numbers=_lines_without(changed.numbers, lost),
        names=_lines_without(changed.names, lost),
        places=_lines_without(changed.places, lost),
    )


def figures_without(figures: tuple[Compared, ...], lost: Set[ArticleId]) -> tuple[Compared, ...]:
    """`figures` without those of the articles `lost`, and without what then differs from nothing."""
    left = (
        replace(
            compared,
            now=_lines_without(compared.now, lost),
            before=_lines_without(compared.before, lost),
        )
        for compared in figures
    )
    return tuple(compared for compared in left if compared.differs)


def _entry_without(entry: Entry, lost: Set[ArticleId]) -> Entry | None:
    members = tuple(
        replace(member, of=None) if member.of in lost else member
        for member in entry.members
        if member.article not in lost
    )
    if not members:
        return None
    lines = _lines_without(entry.lines, lost)
    lead = entry.headline_article if entry.headline_article not in lost else members[0].article
    return replace(
        entry,
        members=members,
        lines=lines,
        headline_article=lead,
        changed=changed_without(entry.changed, lost),
        figures=figures_without(entry.figures, lost),
        corrections=tuple(one for one in entry.corrections if one.article not in lost),
    )
