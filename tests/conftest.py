"""What several rooms' tests need: the corpora beside the checkout, when they are there."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import settings

# In CI the examples are the same each time, so that a change is judged by what it changed; everywhere else
# they are new ones at each run, and what they find becomes an @example.
# No test fails for being slow: machines are.
settings.register_profile("anywhere", deadline=None)
settings.register_profile("ci", derandomize=True, deadline=None)
settings.load_profile("ci" if os.environ.get("CI") else "anywhere")

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="session")
def repository() -> Path:
    """The checkout's own folder, which is also the sample site."""
    return ROOT


@pytest.fixture(scope="session")
def corpora() -> Path:
    """The shared corpora; a test that needs them is skipped where they are absent."""
    folder = ROOT.parent / "shared" / "corpora"
    if not folder.is_dir():
        pytest.skip("../shared/corpora is not here")
    return folder
