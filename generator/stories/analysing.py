"""Read the articles of many days ahead of following them: texts in, analyses out, by several workers.

What is read of a text depends on no other text, once its boilerplate is out; that goes by the order of time
and is quick, so it is done here.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Mapping, Sequence, Set
from concurrent.futures import Executor, Future
from dataclasses import replace
from typing import Any, Final

from generator.model.article import Article
from generator.model.ids import ArticleId, TopicId
from generator.model.story import Lineage
from generator.model.topic import Topic
from generator.stories.days import Day
from generator.stories.features import Analysis, Analyst
from generator.stories.following import Follower

_TOGETHER: Final = 300  # articles, about, that a process reads in one go
_UNDER_WAY: Final = 6  # such groups

Body = tuple[Article, str] | None
"""An article, without its body, and what is to be read of that; None for one that need not be read."""
Read = list[Analysis | None]
"""What was read of each article of a day, in order."""


def analysed_ahead(
    days: Sequence[Day],
    lineage: Mapping[ArticleId, Lineage],
    follower: Follower,
    wanted: Set[int],
    executor: Executor,
) -> Iterator[tuple[Read, dict[str, Any]]]:
    """For each of `days` what was read of its articles; for days whose number is `wanted`, how the follower's
    boilerplate stood after it, since by now it is ahead."""
    under_way: deque[tuple[Future[list[Read]], list[dict[str, Any]]]] = deque()
    group: list[list[Body]] = []
    marks: list[dict[str, Any]] = []
    for at, day in enumerate(days):
        group.append([_body(article, lineage, follower) for article in day.articles])
        marks.append({"boilerplate": follower.boilerplate} if day.number in wanted else {})
        if sum(map(len, group)) >= _TOGETHER or at + 1 == len(days):
            under_way.append((executor.submit(_analysed, follower.vocabulary, group), marks))
            group, marks = [], []
        if len(under_way) >= _UNDER_WAY:
            yield from _done(*under_way.popleft())
    while under_way:
        yield from _done(*under_way.popleft())


def _body(article: Article, lineage: Mapping[ArticleId, Lineage], follower: Follower) -> Body:
    body = follower.strip(article, lineage.get(article.id))
    return None if body is None else (replace(article, body=""), body)


def _done(task: Future[list[Read]], marks: Sequence[dict[str, Any]]) -> Iterator[tuple[Read, dict[str, Any]]]:
    yield from zip(task.result(), marks, strict=True)


def _analysed(vocabulary: Mapping[TopicId, Topic], days: Sequence[Sequence[Body]]) -> list[Read]:
    """What a process does. It keeps its analyst for the next group, with the stems that it has worked out."""
    if _ANALYSTS and _ANALYSTS[0][0] != vocabulary:
        _ANALYSTS.clear()
    if not _ANALYSTS:
        _ANALYSTS.append((vocabulary, Analyst(vocabulary)))
    analyst = _ANALYSTS[0][1]
    return [[None if body is None else analyst.analyse(*body) for body in day] for day in days]


_ANALYSTS: Final[list[tuple[Mapping[TopicId, Topic], Analyst]]] = []
