"""A byline names people and agencies, and tells whose text it is."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.cleaning.bylines import read_bylines


@pytest.mark.parametrize(
    ("text", "authors"),
    [
        ("By Jane Doe", ("Jane Doe",)),
        ("By Jane Doe, John Roe and Ann Lee", ("Jane Doe", "John Roe", "Ann Lee")),
        ("Jane Doe in Kyiv and John Roe in London", ("Jane Doe", "John Roe")),
        ("Jane Doe, Senior Correspondent", ("Jane Doe",)),
        ("Jane Doe jane@gazette.example", ("Jane Doe",)),
        ("Written by: Jane Doe", ("Jane Doe",)),
        ("Doe, Jane", ("Doe, Jane",)),
        ("Von Anna Müller", ("Anna Müller",)),
        ("María José y Pedro Díaz", ("María José", "Pedro Díaz")),
        ("بقلم أحمد علي", ("أحمد علي",)),
        ("Jean-Luc van den Berg", ("Jean-Luc van den Berg",)),
        ("admin", ()),
        ("News Desk", ()),
        ("", ()),
    ],
)
def test_people_are_named_without_role_place_and_address(text: str, authors: tuple[str, ...]) -> None:
    assert read_bylines([text]).authors == authors


@pytest.mark.parametrize(
    ("text", "authors", "wires"),
    [
        ("AP", (), ("Associated Press",)),
        ("By The Associated Press", (), ("Associated Press",)),
        ("dpa", (), ("Deutsche Presse-Agentur",)),
        ("REUTERS", (), ("Reuters",)),
        ("رويترز", (), ("Reuters",)),
        ("AFP - Agence France Presse", (), ("Agence France-Presse",)),
        ("dpa/AFP", (), ("Deutsche Presse-Agentur", "Agence France-Presse")),
        ("Jane Doe, Associated Press", ("Jane Doe",), ("Associated Press",)),
        ("By JANE DOE Associated Press", ("JANE DOE",), ("Associated Press",)),
        ("Jane Doe (Reuters)", ("Jane Doe",), ("Reuters",)),
        ("Jane Doe for Reuters", ("Jane Doe",), ("Reuters",)),
        ("REUTERS/Jane Doe", ("Jane Doe",), ("Reuters",)),
        ("Jane Doe, AP and John Roe, AP", ("Jane Doe", "John Roe"), ("Associated Press",)),
    ],
)
def test_agency_that_signs_or_employs_has_written_it(
    text: str, authors: tuple[str, ...], wires: tuple[str, ...]
) -> None:
    found = read_bylines([text])
    assert (found.authors, found.wires, found.helpers) == (authors, wires, ())


@pytest.mark.parametrize(
    "text", ["Jane Doe and AFP", "Jane Doe with AFP", "Par Jane Doe avec AFP", "Staff, with AFP"]
)
def test_agency_beside_a_writer_only_helped(text: str) -> None:
    found = read_bylines([text])
    assert (found.wires, found.helpers) == ((), ("Agence France-Presse",))


def test_address_amid_a_name_leaves_one_blank() -> None:
    assert read_bylines(["Jane jane@gazette.example Doe"]).authors == ("Jane Doe",)


@given(st.lists(st.text(max_size=60), max_size=3))
def test_no_text_makes_it_raise(texts: list[str]) -> None:
    read_bylines(texts)
