"""A large file comes apart into its lines, and none of them is more than can be held."""

from __future__ import annotations

import gzip
import tracemalloc
from datetime import UTC, datetime

from generator.diagnostics import Problem
from generator.readers import Raw
from generator.readers.splitting import by_lines, has_records_for_lines, line_by_line

LINE = b'{"title": "T", "text": "Text."}\n'
ENDLESS = 40_000_000


def raw(data: bytes, limit: int = 64 << 20) -> Raw:
    return Raw(path="in.jsonl", data=data, modified=datetime(2026, 8, 17, tzinfo=UTC), limit=limit)


def parts(data: bytes, limit: int = 64 << 20) -> list[Raw | Problem]:
    return list(by_lines(raw(data, limit)))


def test_parts_are_the_lines_in_order_with_their_numbers() -> None:
    data = LINE * 3000 + b"\n\n" + LINE
    found = [part for part in parts(data) if isinstance(part, Raw)]
    assert len(found) > 1
    assert b"".join(part.data for part in found) == data
    lines = [line for part in found for line in line_by_line(part)]
    assert [line.first_line for line in lines] == [*range(1, 3001), 3003]


def test_line_without_an_end_is_told_and_not_held() -> None:
    data = gzip.compress(LINE + b'{"title": "' + b"x" * ENDLESS + b"\n" + LINE)
    tracemalloc.start()
    before, problem, after = parts(data)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert isinstance(problem, Problem)
    assert (problem.code, problem.position.line) == ("too-large", 2)
    assert isinstance(before, Raw)
    assert isinstance(after, Raw)
    assert (before.data, after.data, after.first_line) == (LINE, LINE, 3)
    assert peak < 2.5 * ENDLESS


def test_file_that_unpacks_beyond_the_limit_ends_there() -> None:
    *some, problem = parts(gzip.compress(LINE * 100_000), limit=100_000)
    assert isinstance(problem, Problem)
    assert problem.code == "too-large"
    assert sum(len(part.data) for part in some if isinstance(part, Raw)) <= 100_000


def test_file_whose_first_line_has_no_end_is_no_file_of_lines() -> None:
    assert has_records_for_lines(raw(LINE * 2))
    assert not has_records_for_lines(raw(gzip.compress(b'{"title": "' + b"x" * ENDLESS)))
