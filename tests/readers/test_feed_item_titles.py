"""The title that an item without one is given."""

from __future__ import annotations

import pytest

from generator.readers.feed_item import title_of


@pytest.mark.parametrize(
    ("body", "title"),
    [
        (
            "The harbour board says that U.S. pilots will come. More ships wait.",
            "The harbour board says that U.S. pilots will come.",
        ),
        (
            "The talks with Dr. Vane began at noon. Nobody else came.",
            "The talks with Dr. Vane began at noon.",
        ),
        ("At the hall J. Doe spoke to the crowd. It rained.", "At the hall J. Doe spoke to the crowd."),
        ("Will the board go for plan B? It will not say.", "Will the board go for plan B?"),
    ],
)
def test_a_title_of_first_words_is_not_cut_at_an_abbreviation(body: str, title: str) -> None:
    assert title_of(body) == title
