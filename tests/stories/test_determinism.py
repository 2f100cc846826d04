"""The same stories for any hash seed: nothing is summed or chosen in the order of a set."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

PROGRAM = """
from test_following import EVERYTHING, Window
from generator.stories import Rulings, follow_stories, trace_lineage
lineage = trace_lineage(EVERYTHING)
print(follow_stories(EVERYTHING, lineage, Rulings(), {}, Window()), lineage)
"""


def test_the_hash_seed_changes_nothing(repository: Path) -> None:
    printed = {
        subprocess.run(
            [sys.executable, "-c", PROGRAM],
            cwd=Path(__file__).parent,
            env={**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": str(repository)},
            capture_output=True,
            check=True,
            text=True,
        ).stdout
        for seed in ("0", "1", "4242")
    }
    assert len(printed) == 1
