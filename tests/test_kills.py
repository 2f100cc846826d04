"""A command that is killed at any moment leaves a whole site, and the next one is right."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from benchmarks.kills import kill_once, make_site


@pytest.mark.slow
def test_a_site_is_whole_whenever_a_command_is_killed(tmp_path: Path) -> None:
    make_site(tmp_path)
    chance = random.Random()  # noqa: S311 -- other moments at each run
    seconds: dict[str, float] = {}
    for number in range(3):
        assert kill_once(tmp_path, number, chance, seconds)[1] == []
