"""Say where a story's reports differ on a figure: its reports of before and of today in, what to show out."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

from generator.digest.comparing import Telling, differences, telling
from generator.digest.coverage import Coverage
from generator.digest.figures import Figure
from generator.digest.room import Room
from generator.model.article import Label
from generator.model.edition import Compared, Line
from generator.model.ids import ArticleId, SourceId
from generator.model.reporting import reporter_of
from generator.model.story import Role

_REPORTS: Final = frozenset({Label.NEWS, Label.LIVE, Label.PRESS_RELEASE})
_LOOKED_BACK: Final = 200  # articles of before; what is older says nothing of what stands now


class Disputes:
    """Finds the figures on which reports differ; made once for a site's coverage."""

    def __init__(self, coverage: Coverage) -> None:
        self._coverage = coverage
        self._tellings: dict[ArticleId, Telling] = {}

    def of(self, before: Sequence[ArticleId], today: Iterable[ArticleId], room: Room) -> tuple[Compared, ...]:
        """Where independent reports of `today` differ, and what has moved since `before`.

        Copies and round-ups tell nothing of their own; a rewrite counts for whom it follows, and where that
        one's own report is among them, not at all. What may not be quoted is left out.
        """
        reports = list(today)
        if not before and len(reports) < 2:  # as of most stories: there is nothing to differ from
            return ()
        now = self._told(reports)
        if not any(told.figures for told in now):
            return ()
        found = []
        for difference in differences(self._told(before[-_LOOKED_BACK:]), now):
            compared = Compared(
                kind=difference.thing[0],
                of=difference.thing[1],
                now=_lines(difference.now, room),
                before=_lines(difference.before, room),
            )
            if compared.differs:
                found.append(compared)
        return tuple(found)

    def _told(self, articles: Iterable[ArticleId]) -> list[Telling]:
        reports = [article for article in articles if self._is_report(article)]
        own = {self._reporter(a) for a in reports if self._coverage.lineage[a].role is Role.ORIGINAL}
        kept = [
            article
            for article in reports
            if self._coverage.lineage[article].role is Role.ORIGINAL or self._reporter(article) not in own
        ]
        kept.sort(key=lambda article: (self._coverage.articles[article].when, article))
        return [self._telling(article) for article in kept]

    def _is_report(self, article: ArticleId) -> bool:
        lineage = self._coverage.lineage[article]
        is_own = lineage.role is not Role.COPY or lineage.of is None
        return is_own and not lineage.is_round_up and self._coverage.articles[article].label in _REPORTS

    def _telling(self, article: ArticleId) -> Telling:
        if article not in self._tellings:
            self._tellings[article] = telling(self._coverage.articles[article], self._reporter(article))
        return self._tellings[article]

    def _reporter(self, article: ArticleId) -> SourceId:
        return reporter_of(article, self._coverage.articles, self._coverage.lineage)


def _lines(told: Iterable[tuple[Telling, Figure]], room: Room) -> tuple[Line, ...]:
    lines = (room.take(one.article, figure.start, figure.end) for one, figure in told)
    return tuple(line for line in lines if line is not None)
