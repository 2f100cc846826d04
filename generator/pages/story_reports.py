"""Lay out who reported and who copied: the reports of a story in, a picture and the list beside it out."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from generator.languages import message
from generator.model.ids import ArticleId, SourceId
from generator.model.story import Role, Story
from generator.pages.lineage_picture import Drawn, LineagePicture, lineage_picture
from generator.pages.parts import Link, Moment, Passage
from generator.pages.site_index import SiteIndex

_SIGNS: Final = {Role.ORIGINAL: "■", Role.REWRITE: "●", Role.COPY: "○"}
_SHORT: Final = 15  # reports that are listed one by one; a longer list is folded
_FOLDED: Final = 4  # copies of one report that have a line each in a short list; more share a line
_THREADS: Final = 12  # reports of a long list that are shown with what was taken from them


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """One report, or the copies of one, in the list of who reported and who copied; `sign` is its mark."""

    outlets: tuple[Link, ...]
    role: str
    sign: str
    when: Moment
    taken: tuple[Report, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Alone:
    """An outlet, and the days of those own reports of a long story that none here took from."""

    outlet: Link
    days: tuple[Link, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Lineage:
    """Who reported, and who took from whom. `alone` are the own reports of a long story that none here took
    from, outlet by outlet; `unlisted` says how many others are not in the list."""

    picture: LineagePicture | None
    rows: tuple[Link, ...]
    others: str
    reports: tuple[Report, ...]
    alone: tuple[Alone, ...]
    unlisted: str


def lineage_of(index: SiteIndex, story: Story) -> Lineage:
    """The picture and the list of a story's reports.

    The list of a long story has the reports that most was taken from, in order of time; own reports that
    stand alone share a line. Each report is also under its day on the same page.
    """
    within = set(story.articles)
    parents = {article: _taken_from(index, article, within) for article in story.articles}
    taken: dict[ArticleId | None, list[ArticleId]] = defaultdict(list)
    for article, parent in parents.items():
        taken[parent].append(article)
    outlets = {index.article(article).source for article in story.articles}
    picture = lineage_picture(
        index.words, [_drawn(index, article, parents[article], outlets) for article in story.articles]
    )
    year = index.reach(story.id).last.year
    is_long = len(story.articles) > _SHORT
    is_alone = {a: is_long and a not in taken and role_of(index, a) is Role.ORIGINAL for a in taken[None]}
    alone = [article for article in taken[None] if is_alone[article]]
    threads = [article for article in taken[None] if not is_alone[article]]
    ranked = sorted(threads, key=lambda article: (-_below(article, taken), article))
    listed = set(ranked[:_THREADS] if is_long else ranked)
    left = len(threads) - len(listed)
    words = index.words
    return Lineage(
        picture=picture,
        rows=tuple(map(index.source_link, picture.outlets)) if picture else (),
        others=words.ngettext("%(num)s other outlet", "%(num)s other outlets", picture.others)
        if picture and picture.others
        else "",
        reports=tuple(
            _report(index, article, taken, year, 1 if is_long else _FOLDED)
            for article in threads
            if article in listed
        ),
        alone=_by_outlet(index, alone, year),
        unlisted=words.ngettext(
            "%(num)s other report that less was taken from; the days below name them",
            "%(num)s other reports that less was taken from; the days below name them",
            left,
        )
        if left
        else "",
    )


def _by_outlet(index: SiteIndex, articles: Sequence[ArticleId], year: int) -> tuple[Alone, ...]:
    """The outlets in the order of their first report here."""
    reports: dict[SourceId, list[Link]] = defaultdict(list)
    for article in articles:
        day = Passage(text=index.words.brief_day(index.day(article), year).replace(" ", "\N{NO-BREAK SPACE}"))
        reports[index.article(article).source].append(Link(words=day, path=index.report_link(article).path))
    return tuple(
        Alone(outlet=index.source_link(source), days=tuple(days)) for source, days in reports.items()
    )


def _below(article: ArticleId, taken: Mapping[ArticleId | None, Sequence[ArticleId]]) -> int:
    """How many reports were taken from `article`, or from one that was."""
    return sum(1 + _below(other, taken) for other in taken.get(article, ()))


def _drawn(
    index: SiteIndex, article: ArticleId, parent: ArticleId | None, outlets: Collection[SourceId]
) -> Drawn:
    known = index.article(article)
    return Drawn(
        outlet=known.source,
        day=index.day(article),
        role=role_of(index, article),
        taken=index.article(parent).source if parent else None,
        cited=tuple(source for source in known.cites if source in outlets),
    )


def _taken_from(index: SiteIndex, article: ArticleId, within: set[ArticleId]) -> ArticleId | None:
    """The report of the same story that `article` was taken from; None also where that goes in a circle."""
    parent = _parent(index, article, within)
    seen = {article}
    above = parent
    while above is not None:
        if above in seen:
            return None
        seen.add(above)
        above = _parent(index, above, within)
    return parent


def _parent(index: SiteIndex, article: ArticleId, within: set[ArticleId]) -> ArticleId | None:
    lineage = index.view.lineage.get(article)
    if lineage is None or lineage.role is Role.ORIGINAL:
        return None
    return lineage.of if lineage.of in within else None


def _report(
    index: SiteIndex,
    article: ArticleId,
    taken: Mapping[ArticleId | None, Sequence[ArticleId]],
    year: int,
    apart: int,
) -> Report:
    """A report and those taken from it; more copies than `apart` share a line."""
    below = taken.get(article, ())
    leaves = [a for a in below if a not in taken and role_of(index, a) is Role.COPY]
    folded = leaves if len(leaves) > apart else []
    reports = [_report(index, a, taken, year, apart) for a in below if a not in folded]
    if folded:
        reports.append(
            Report(
                outlets=tuple(index.report_link(a) for a in folded),
                role=index.words.gettext("copies, word for word"),
                sign=_SIGNS[Role.COPY],
                when=index.moment_in(year, index.article(folded[0]).when),
            )
        )
    return Report(
        outlets=(index.report_link(article),),
        role=role_in_words(index, article),
        sign=_SIGNS[role_of(index, article)],
        when=index.moment_in(year, index.article(article).when),
        taken=tuple(reports),
    )


def role_of(index: SiteIndex, article: ArticleId) -> Role:
    """The role of a report; its own where nothing is known."""
    lineage = index.view.lineage.get(article)
    return lineage.role if lineage else Role.ORIGINAL


def role_in_words(index: SiteIndex, article: ArticleId) -> str:
    """`own report`, `own report, citing Radio Tarn`, `copy of Merrow Wire`, `rewritten from Radio Tarn`."""
    role, sources = _role_and_sources(index, article)
    alone, with_sources = _ROLES[role]
    words = index.words
    return words.gettext(with_sources, sources=words.listed(sources)) if sources else words.gettext(alone)


def _role_and_sources(index: SiteIndex, article: ArticleId) -> tuple[str, list[str]]:
    """What a report is, and whom it cites or has its text from, as far as that is known."""
    lineage = index.view.lineage.get(article)
    if lineage is None or lineage.role is Role.ORIGINAL:
        return "own", [index.source(source).name for source in index.article(article).cites]
    if lineage.is_round_up:
        known = (one.of for one in lineage.sources if one.of in index.view.articles)
        return "round-up", list(dict.fromkeys(index.source_of(of).name for of in known))
    if lineage.is_update:
        return "update", []
    if lineage.of is not None and lineage.of in index.view.articles:
        return lineage.role.value, [index.source_of(lineage.of).name]
    return lineage.role.value, [index.source(lineage.credit).name] if lineage.credit else []


_UPDATE: Final = message("correction or update of its own report")
_ROLES: Final = {
    "own": (message("own report"), message("own report, citing %(sources)s")),
    "round-up": (message("round-up"), message("round-up of %(sources)s")),
    "update": (_UPDATE, _UPDATE),
    "copy": (message("copy of a text that is not here"), message("copy of %(sources)s")),
    "rewrite": (message("rewritten from a text that is not here"), message("rewritten from %(sources)s")),
}
