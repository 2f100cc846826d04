"""Lineage by day: whatever was kept, and whatever of it is lost, the result is that of making all anew."""

from __future__ import annotations

from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from unittest.mock import patch

import pytest
from histories import Kept, histories, report
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.model.article import Article
from generator.stories import tracing_by_day
from generator.stories.days import Forgetful, days_of
from generator.stories.lineage import resolve
from generator.stories.lineage_by_day import trace_by_day, trace_lineage
from generator.stories.tracing import Tracer


@given(history=histories(), lost=st.integers(1, 9))
@settings(max_examples=60, deadline=None)
def test_lineage_is_the_same_with_what_was_kept_of_another_history(
    history: list[list[Article]], lost: int
) -> None:
    store = Kept()
    for archive in history:
        assert dict(trace_by_day(days_of(archive), store)) == resolve(archive, Tracer().add(archive))
        if lost > 1:
            store.lose(lost)


def test_a_new_day_is_compared_with_the_days_before_alone() -> None:
    store = Kept()
    archive = [report(number, number, number % 6, number) for number in range(90)]
    trace_by_day(days_of(archive), store)
    store.made.clear()
    trace_by_day(days_of([*archive, report(90, 90, 0, 7)]), store)
    assert min(day for _, day in store.made) >= days_of(archive)[-15].number


def test_nothing_is_made_again_of_an_archive_that_did_not_change() -> None:
    store = Kept()
    archive = [report(number, number % 9, number % 6, number % 7, cites=True) for number in range(40)]
    found = trace_by_day(days_of(archive), store)
    store.made.clear()
    assert dict(trace_by_day(days_of(archive[::-1]), store)) == dict(found)
    assert store.made == []


def test_several_processes_find_what_one_finds() -> None:
    archive = [report(number, number // 2, number % 6, number % 3) for number in range(160)]
    days = days_of(archive)
    small = {"_WORTH_IT": 0, "_TOGETHER": 20, "_UNDER_WAY": 2}
    with ProcessPoolExecutor(2, get_context("spawn")) as executor, patch.multiple(tracing_by_day, **small):
        found = trace_by_day(days, Forgetful(), executor)
    assert dict(found) == trace_lineage(archive)
    assert any(lineage.of for lineage in found.values())


def test_a_dask_cluster_finds_what_one_process_finds() -> None:
    distributed = pytest.importorskip("distributed", reason="of the extra `bench`")
    archive = [report(number, number // 2, number % 6, number % 3) for number in range(160)]
    small = {"_WORTH_IT": 0, "_TOGETHER": 20, "_UNDER_WAY": 2}
    with (
        distributed.LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=None) as cluster,
        distributed.Client(cluster) as client,
        client.get_executor() as executor,
        patch.multiple(tracing_by_day, **small),
    ):
        found = trace_by_day(days_of(archive), Forgetful(), executor)
    assert dict(found) == trace_lineage(archive)
