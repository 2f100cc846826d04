"""Random histories of a site, step by step: what was published answers, nothing is forgotten or leaked."""

from __future__ import annotations

import pytest

from benchmarks.histories import run_history


@pytest.mark.parametrize("seed", range(8))
def test_what_must_hold_holds_after_every_step_of_a_history(seed: int) -> None:
    run_history(seed, 25)
