"""What a fetch holds in memory has a bound, whatever servers send."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks.fetching import Source, fetch, lost, make_site, publishers

SIZE, AT_ONCE = 8 << 20, 4
SLACK = 20 << 20  # bytes: threads, buffers, what has been read
KINDS = (
    *("as it should be", "announces pages", "too large", "a header without an end"),
    *("without an end", "unpacks to a GiB") * 4,
)


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="the system does not tell a peak")
def test_no_more_is_held_than_is_fetched_at_once_and_what_is_good_is_had(tmp_path: Path) -> None:
    sources = [Source(number=number, kind=kind) for number, kind in enumerate(KINDS)]
    make_site(tmp_path, [], 0)
    idle = fetch(tmp_path)
    with publishers(sources, SIZE) as server:
        make_site(tmp_path, sources, server.port, at_once=AT_ONCE, max_bytes=SIZE)
        busy = fetch(tmp_path)
    assert busy.peak - idle.peak < AT_ONCE * SIZE + SLACK
    assert len(busy.told["pages"]) == 4
    assert lost(tmp_path, sources) == []
