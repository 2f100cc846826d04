"""What the tests of fetching share."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from benchmarks.misbehaving import Loopback, serving


@pytest.fixture
def loopback() -> Iterator[Loopback]:
    """A server of this test's own."""
    with serving() as server:
        yield server
