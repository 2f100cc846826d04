"""What several rooms' tests need: the corpora beside the checkout, when they are there."""

from __future__ import annotations

from pathlib import Path

import pytest

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
