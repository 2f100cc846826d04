"""What is shown as disputed or moved compares like with like, on a set labelled by hand."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks.figures import load, score


@pytest.mark.parametrize(("half", "recall"), [("A", 0.42), ("B", 0.22)])
def test_what_is_shown_is_right_and_a_part_of_what_differs_is_found(
    corpora: Path, half: str, recall: float
) -> None:
    days, articles = load(corpora)
    result = score([day for day in days if day.half == half], articles)
    assert result.days > 90
    assert result.precision >= 0.95, [pair.words for pair in result.wrong]
    assert result.recall >= recall
