"""Find the reports that an article cites: articles that name their sources in, the articles meant out.

'As Radio Tarn reported' names a source, not a report. What is meant is that source's report of the days
before with which the article shares most of what its other reports have not: names, numbers, words of the
title. Where two would do about as well, none is named.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import timedelta
from math import log, sqrt
from typing import Final

from generator.model.article import Article
from generator.model.ids import ArticleId, SourceId
from generator.model.story import Cited, Lineage
from generator.stories.overlap import title_words
from generator.stories.words import BREAKS, fold, tokenize

CITED_DAYS: Final = 7  # a citation is of news
_HEAD: Final = 1200  # characters of the cited report: what others repeat of it stands there
_LEAD: Final = 400  # characters of the citing report, in which what it cites weighs double
_LEAST: Final = 6.0  # the weight of what must be shared; three names that one report in eight has
_MARGIN: Final = 1.3  # how much better than the next
_NEXT_DAY: Final = 0.93  # a report counts for a little less with each day
_SHOWN: Final = 5
_READ: Final = 200  # of a source's reports, the latest, are looked at


def resolve_citations(
    ordered: Sequence[Article], lineage: Mapping[ArticleId, Lineage]
) -> dict[ArticleId, Lineage]:
    """The lineage with the reports that articles cite; `ordered` is in order of time."""
    found = dict(lineage)
    citing = [article for article in ordered if article.cites]
    shelf = _Shelf(ordered, {source for article in citing for source in article.cites})
    for article in citing:
        cited = [one for source in article.cites if (one := _cited(article, source, shelf, lineage))]
        if cited:
            found[article.id] = replace(found[article.id], cited=tuple(cited))
    return found


class _Shelf:
    """The reports of the sources that somebody cites, in order of time, and what each tells of."""

    def __init__(self, ordered: Sequence[Article], sources: set[SourceId]) -> None:
        self._reports: dict[SourceId, list[Article]] = {}
        self._marks: dict[ArticleId, dict[str, str]] = {}
        for article in ordered:
            if article.source in sources:
                self._reports.setdefault(article.source, []).append(article)

    def before(self, article: Article, source: SourceId) -> list[Article]:
        """The source's reports of the days before `article`."""
        reports = self._reports.get(source, [])
        first = bisect_left(reports, article.when - timedelta(days=CITED_DAYS), key=lambda one: one.when)
        last = bisect_right(reports, article.when, key=lambda one: one.when)
        return [one for one in reports[max(first, last - _READ) : last] if one.id != article.id]

    def marks(self, article: Article) -> dict[str, str]:
        if article.id not in self._marks:
            self._marks[article.id] = _marks(article)
        return self._marks[article.id]


def _cited(
    article: Article, source: SourceId, shelf: _Shelf, lineage: Mapping[ArticleId, Lineage]
) -> Cited | None:
    reports = shelf.before(article, source)
    frequency = Counter(mark for report in reports for mark in shelf.marks(report))
    own = _words(f"{article.title}\n{article.body}")
    lead = _words(f"{article.title}\n{article.body[:_LEAD]}")
    scored = []
    for report in reports:
        marks = shelf.marks(report)
        shared = {
            mark: (2 if mark in lead else 1) * log(1 + len(reports) / frequency[mark])
            for mark in marks
            if mark in own
        }
        if sum(shared.values()) >= _LEAST:
            # A long report shares more with anything.
            age = (article.when - report.when) / timedelta(days=1)
            scored.append((sum(shared.values()) / sqrt(len(marks)) * _NEXT_DAY**age, report, shared))
    scored.sort(key=lambda one: (-one[0], one[1].id))
    if not scored or _is_doubtful(scored[0], scored[1:], lineage):
        return None
    _, best, shared = scored[0]
    shown = sorted(shared, key=lambda mark: (-shared[mark], mark))[:_SHOWN]
    root = lineage[best.id].of
    first = root if root is not None and any(report.id == root for report in reports) else best.id
    return Cited(article=first, shared=tuple(shelf.marks(best)[mark] for mark in shown))


def _is_doubtful(
    best: tuple[float, Article, dict[str, float]],
    others: Sequence[tuple[float, Article, dict[str, float]]],
    lineage: Mapping[ArticleId, Lineage],
) -> bool:
    """Whether another report that is not the same one again would do about as well."""
    same = lineage[best[1].id].of or best[1].id
    return any(
        score * _MARGIN > best[0]
        for score, report, _ in others
        if (lineage[report.id].of or report.id) != same
    )


def _marks(article: Article) -> dict[str, str]:
    """What a report is known by, as compared and as written: the names and numbers of its title and its
    beginning, and the words of its title."""
    found: dict[str, str] = {}
    initial = True
    for token in tokenize(f"{article.title}\n{article.body[:_HEAD]}"):
        if token in BREAKS:
            initial = True
            continue
        if token[0].isdigit() or (token[0].isupper() and not initial and len(token) > 1):
            found.setdefault(fold(token), token)
        initial = False
    for word in title_words(article.title):
        if len(word) > 3:
            found.setdefault(word, word)
    return found


def _words(text: str) -> frozenset[str]:
    return frozenset([fold(token) for token in tokenize(text) if token not in BREAKS])
