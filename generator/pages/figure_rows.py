"""Lay out figures on which reports differ: compared lines in, rows with who and when out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from generator.languages import message
from generator.model.edition import Compared, FigureKind, Line
from generator.model.ids import StoryId
from generator.pages.parts import Evidence, Moment, Passage, Quote
from generator.pages.site_index import Say, SiteIndex
from generator.pages.words import Words

_NAMES: Final = {
    FigureKind.DEAD: message("Dead"),
    FigureKind.INJURED: message("Injured"),
    FigureKind.MISSING: message("Missing"),
    FigureKind.ARRESTED: message("Arrested"),
    FigureKind.EVACUATED: message("Evacuated"),
    FigureKind.DISPLACED: message("Displaced"),
    FigureKind.RESCUED: message("Rescued"),
    FigureKind.ABOARD: message("Aboard"),
    FigureKind.PRICE: message("Price"),
    FigureKind.FINE: message("Fine"),
    FigureKind.BAIL: message("Sum"),
    FigureKind.MAGNITUDE: message("Magnitude"),
    FigureKind.DEPTH: message("Depth"),
    FigureKind.DISTANCE: message("Distance"),
    FigureKind.BURNED: message("Burned"),
    FigureKind.VOTES: message("Votes"),
    FigureKind.JOBS: message("Jobs"),
    FigureKind.DESTROYED: message("Destroyed"),
    FigureKind.TURNOUT: message("Turnout"),
    FigureKind.STAKE: message("Stake"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class FigureValue:
    """A figure as a report words it, with who says so and when."""

    words: Quote
    outlet: Passage
    when: Moment


@dataclass(frozen=True, slots=True, kw_only=True)
class FigureRow:
    """The figures of one thing: those of `before` and of `now`, which are disputed when they are several."""

    name: str
    disputed: bool
    before: tuple[FigureValue, ...]
    now: tuple[FigureValue, ...]


def figure_rows(
    index: SiteIndex, figures: Sequence[Compared], phrases: Sequence[Quote], say: Say
) -> tuple[FigureRow, ...]:
    """A row for each of `figures`; the last of `phrases` are their lines, in order."""
    told = iter(phrases[len(phrases) - sum(len(compared.lines) for compared in figures) :])
    rows = []
    for compared in figures:
        values = tuple(_value(index, line, next(told), say) for line in compared.lines)
        rows.append(
            FigureRow(
                name=_name(index.words, compared),
                disputed=len(compared.now) > 1,
                before=values[: len(compared.before)],
                now=values[len(compared.before) :],
            )
        )
    return tuple(rows)


def figures_of_story(index: SiteIndex, story: StoryId, say: Say) -> tuple[tuple[FigureRow, ...], Evidence]:
    """What each thing's figures were over the days of a story, and what they rest on."""
    figures = index.view.figures.get(story, ())
    evidence = index.evidence((), say, [line for compared in figures for line in compared.lines])
    return figure_rows(index, figures, evidence.phrases, say), evidence


def _value(index: SiteIndex, line: Line, quote: Quote, say: Say) -> FigureValue:
    article = index.article(line.citations[0].article)
    return FigureValue(words=quote, outlet=index.outlet(article.source), when=say(article.when))


def _name(words: Words, compared: Compared) -> str:
    """`Injured`, `Dead (soldiers)`; the unit of a sum or a share stands in its words."""
    name = words.gettext(_NAMES[compared.kind])
    return f"{name} ({compared.of})" if compared.of[:1].isalpha() else name
