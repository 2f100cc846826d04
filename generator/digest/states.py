"""Say how a story goes on: its reports up to a day in, its state out."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from typing import Final

from generator.digest.coverage import Coverage, reach
from generator.model.edition import State
from generator.model.ids import ArticleId

_SILENCE: Final = timedelta(days=5)  # without a report, after which a story returns
_COMPARED: Final = 3  # days that today is held against, at most
_MORE: Final = 2  # independent reports that make a difference; one more or fewer is chance
_TIMES: Final = 1.5  # and by which factor


def state_of(
    coverage: Coverage, before: Sequence[ArticleId], today: Sequence[ArticleId], day: date, newest: datetime
) -> State:
    """The state of a story on `day`, of its articles `before` and those of this edition, `today`.

    Days are compared by their independent reports, each up to the time of day of `newest`, the edition's
    newest article: what a morning brought is not held against whole days.
    """
    if not before:
        return State.NEW
    by_day: dict[date, list[ArticleId]] = defaultdict(list)
    for article in before:
        by_day[coverage.day(article)].append(article)
    if day - max(by_day) > _SILENCE:
        return State.RETURNED
    until = newest.astimezone(coverage.zone).time()
    first = max(min(by_day), day - timedelta(days=_COMPARED))
    earlier = [first + timedelta(days=step) for step in range((day - first).days)]
    counts = [_independent(coverage, by_day.get(one, ()), until) for one in earlier]
    mean = sum(counts) / len(counts) if counts else 0.0
    now = reach(coverage, today).independent
    if counts and now >= mean + _MORE and now >= mean * _TIMES:
        return State.GROWING
    if counts and now <= mean - _MORE and now * _TIMES <= mean:
        return State.FADING
    return State.STEADY


def _independent(coverage: Coverage, articles: Sequence[ArticleId], until: time) -> int:
    in_time = [a for a in articles if coverage.articles[a].when.astimezone(coverage.zone).time() <= until]
    return reach(coverage, in_time).independent
