"""Stories by day: whatever was kept, and whatever of it is lost, they are those of following all anew."""

from __future__ import annotations

from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from datetime import timedelta
from multiprocessing import get_context
from unittest.mock import patch

from histories import START, Kept, histories, report
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.model.article import Article
from generator.model.ids import ArticleId, StoryId, TopicId
from generator.model.story import Story
from generator.model.topic import Topic, TopicKind
from generator.stories import (
    Merge,
    Rulings,
    Split,
    analysing,
    follow_stories,
    following_by_day,
    trace_lineage,
)
from generator.stories.days import days_of
from generator.stories.following_by_day import Followed, Guide, follow_by_day, kept_days
from generator.stories.lineage_by_day import trace_by_day

VOCABULARY = {
    TopicId(name): Topic(id=TopicId(name), name=name.capitalize(), kind=kind)
    for name, kind in (
        *(("ferry", TopicKind.TOPIC), ("harbour", TopicKind.TOPIC)),
        *(("gannet", TopicKind.ORGANISATION), ("oberdale", TopicKind.PLACE)),
    )
}


@dataclass(frozen=True)
class Window:
    window_days: int = 14
    join: float = 0.30


def by_day(archive: list[Article], store: Kept, rulings: Rulings) -> Followed:
    days = days_of(archive)
    guide = Guide(rulings=rulings, vocabulary=VOCABULARY, settings=Window())
    return follow_by_day(days, trace_by_day(days, store), guide, store)


def at_once(archive: list[Article], rulings: Rulings) -> tuple[Story, ...]:
    return follow_stories(archive, trace_lineage(archive), rulings, VOCABULARY, Window())


@st.composite
def rulings_on(draw: st.DrawFn, archive: list[Article]) -> Rulings:
    """Rulings that an archive might have: of its articles, and of some that it never had."""
    names = st.sampled_from([*sorted(article.id for article in archive), ArticleId("2026/07/01/gone")])
    day = st.integers(0, 50).map(lambda days: START.date() + timedelta(days=days))
    merges = st.builds(Merge, day=day, gone=names, kept=names)
    splits = st.builds(
        Split, day=day, story=names, articles=st.lists(names, min_size=1, max_size=3).map(tuple)
    )
    return Rulings(
        fixed=draw(st.dictionaries(names, names.map(StoryId), max_size=4)),
        published=frozenset(draw(st.lists(names.map(StoryId), max_size=4))),
        merges=tuple(draw(st.lists(merges, max_size=2))),
        splits=tuple(draw(st.lists(splits, max_size=2))),
    )


@given(data=st.data(), history=histories(), lost=st.integers(1, 9))
@settings(max_examples=80, deadline=None)
def test_stories_are_the_same_with_what_was_kept_of_another_history(
    data: st.DataObject, history: list[list[Article]], lost: int
) -> None:
    store = Kept()
    for archive in history:
        rulings = data.draw(st.one_of(st.just(Rulings()), rulings_on(archive)))
        assert tuple(by_day(archive, store, rulings).values()) == at_once(archive, rulings)
        if lost > 1:
            store.lose(lost)


@given(history=histories())
@settings(max_examples=30, deadline=None)
def test_day_by_day_is_all_at_once(history: list[list[Article]]) -> None:
    archive, store = history[-1], Kept()
    days = sorted({article.when.date() for article in archive})
    for day in days:
        found = by_day([article for article in archive if article.when.date() <= day], store, Rulings())
    assert not days or tuple(found.values()) == at_once(archive, Rulings())


@given(history=histories(), data=st.data())
@settings(max_examples=40, deadline=None)
def test_a_late_article_renames_no_story_that_was_published(
    history: list[list[Article]], data: st.DataObject
) -> None:
    archive, store = history[-1], Kept()
    if not archive:
        return
    late = data.draw(st.sampled_from(archive))
    before = by_day([article for article in archive if article is not late], store, Rulings())
    published = Rulings(fixed=before.story_of, published=frozenset(before))
    after = by_day(archive, store, published)
    # Two that were published may turn out to be one; then the one's address leads to the other.
    became = {story: {after.story_of[article] for article in before[story].articles} for story in before}
    assert all(len(now) == 1 and now <= set(before) for now in became.values())
    assert all(now == {story} for story, now in became.items() if story in after)


def test_a_new_day_is_followed_alone() -> None:
    archive = [report(number, number // 2, number % 6, number % 3) for number in range(160)]
    store = Kept()
    by_day(archive, store, Rulings())
    store.made.clear()
    new = report(160, 80, 3, 5)
    found = by_day([*archive, new], store, Rulings())
    assert {day for kind, day in store.made if kind in ("stories", "marks", "state", "book")} == {
        days_of([new])[0].number
    }
    assert tuple(found.values()) == at_once([*archive, new], Rulings())


def test_nothing_is_made_again_of_an_archive_that_did_not_change() -> None:
    archive = [report(number, number // 2, number % 6, number % 3) for number in range(60)]
    store = Kept()
    found = by_day(archive, store, Rulings())
    store.made.clear()
    assert dict(by_day(archive[::-1], store, Rulings())) == dict(found)
    assert store.made == []


def test_nothing_stays_of_what_is_not_there_any_more() -> None:
    archive = [report(number, number // 2, number % 6, number % 3) for number in range(160)]
    store, fresh = Kept(), Kept()
    by_day(archive, store, Rulings())
    gone = {days_of([archive[at]])[0].number for at in (20, 21, 88, 89)}
    less = [article for article in archive if days_of([article])[0].number not in gone]
    by_day(less, store, Rulings())
    by_day(less, fresh, Rulings())
    stale, right = (
        {name: key for name, (key, _) in one.held.items() if name[0] != "index"} for one in (store, fresh)
    )
    assert stale == right
    chain = {key for (kind, _), key in right.items() if kind == "stories"}
    assert {key for (kind, _), (key, _) in store.held.items() if kind == "index"} <= chain


def test_a_late_article_has_the_days_behind_it_followed_again() -> None:
    archive = [report(number, number, number % 6, number % 3) for number in range(90)]
    store = Kept()
    by_day(archive, store, Rulings())
    store.made.clear()
    late = replace(archive[84], id=ArticleId("2026/08/01/late"))
    found = by_day([*archive, late], store, Rulings())
    assert min(day for kind, day in store.made if kind == "stories") >= days_of([late])[0].number - 14
    assert tuple(found.values()) == at_once([*archive, late], Rulings())


@given(last=st.integers(0, 5000), later=st.integers(1, 400))
def test_a_state_that_is_kept_was_kept_all_the_while(last: int, later: int) -> None:
    before, after = kept_days(range(last + 1)), kept_days(range(last + later + 1))
    assert {day for day in after if day <= last} <= set(before)
    assert after[-4:] == list(range(last + later - 3, last + later + 1))[-len(after) :]
    assert len(after) <= 30


def test_several_processes_find_and_keep_what_one_does() -> None:
    archive = [report(number, number // 2, number % 6, number % 3) for number in range(160)]
    fixed = {archive[70].id: StoryId(archive[3].id), archive[71].id: StoryId(archive[71].id)}
    guide = Guide(rulings=Rulings(fixed=fixed), vocabulary=VOCABULARY, settings=Window())
    days, alone, together = days_of(archive), Kept(), Kept()
    lineage = trace_by_day(days, Kept())
    found = follow_by_day(days, lineage, guide, alone)
    with (
        ProcessPoolExecutor(2, get_context("spawn")) as executor,
        patch.object(following_by_day, "_WORTH_IT", 0),
        patch.multiple(analysing, _TOGETHER=15, _UNDER_WAY=3),
    ):
        assert dict(follow_by_day(days, lineage, guide, together, executor)) == dict(found)
    assert together.held == alone.held


def test_an_archive_without_articles_has_no_stories() -> None:
    assert len(by_day([], Kept(), Rulings())) == 0
