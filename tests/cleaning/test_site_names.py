"""A title loses its site's name, and nothing else."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.cleaning.site_names import without_site

ADDRESS = "https://www.aske-herald.example/1"


@pytest.mark.parametrize(
    "title",
    [
        "Bridge reopens at last | Aske Valley Herald",
        "Bridge reopens at last - The Aske Valley Herald",
        "Bridge reopens at last — aske valley herald",
        "Aske Valley Herald: Bridge reopens at last",
        "Bridge reopens at last | Aske-Herald.example",
        "Bridge reopens at last | News | Aske Valley Herald",
    ],
)
def test_name_of_the_site_goes(title: str) -> None:
    assert without_site(title, "Aske Valley Herald", ADDRESS).startswith("Bridge reopens at last")
    assert "erald" not in without_site(title, "Aske Valley Herald", ADDRESS)


@pytest.mark.parametrize(
    "title",
    [
        "Bridge reopens at last | Vale Post",
        "Contact | Aske Valley Herald",
        "What the Aske Valley Herald got wrong",
        "Aske Valley Herald",
        "Bridge-reopens-at-last-Aske-Herald",
    ],
)
def test_what_is_not_the_name_behind_a_title_stays(title: str) -> None:
    assert without_site(title, "Aske Valley Herald", ADDRESS) == title


@given(st.text(max_size=80), st.none() | st.text(max_size=20))
def test_no_title_is_emptied(title: str, name: str | None) -> None:
    assert bool(without_site(title, name, ADDRESS)) == bool(title)


@pytest.mark.parametrize("url", ["https://[", "https://[0]/1", "//[::"])
def test_address_that_is_none_changes_nothing(url: str) -> None:
    assert without_site("The bridge reopens | Herald", None, url) == "The bridge reopens | Herald"
