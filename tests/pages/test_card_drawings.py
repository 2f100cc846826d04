"""The cards by which other sites show a link to an edition or a story."""

from __future__ import annotations

from dataclasses import replace

import pytest
from lxml import etree
from pages_sample import DAM, FERRY, OFFICE, published_site, with_strings

from generator.pages import SiteView, render
from generator.settings.digest import CardSettings

SVG = "{http://www.w3.org/2000/svg}"


def with_cards(site: SiteView, **settings: object) -> SiteView:
    digest = site.settings.digest.model_copy(update={"cards": CardSettings(make=True, **settings)})
    return replace(site, settings=replace(site.settings, digest=digest))


def cards(site: SiteView) -> dict[str, list[etree._Element]]:
    """The lines of text of each card."""
    found = {page.path: page.text for page in render(site) if page.path.endswith("/card.svg")}
    return {path: list(etree.fromstring(text.encode()).iter(f"{SVG}text")) for path, text in found.items()}


def test_a_site_has_cards_only_where_it_wants_them() -> None:
    plain = {page.path for page in render(published_site())}
    site = with_cards(published_site())
    made = {page.path: page.text for page in render(site)}
    assert made.keys() - plain == {
        *(f"editions/{edition.id}/card.svg" for edition in site.editions),
        *(f"stories/{story}/card.svg" for story in site.stories),
    }
    assert f'card: "stories/{DAM}/card.png"' in made[f"stories/{DAM}.md"]
    assert 'card: "editions/2026/08/17/card.png"' in made["index.md"]
    assert not any("\ncard: " in text for path, text in made.items() if path.startswith("articles/"))


def test_a_card_says_what_it_is_of() -> None:
    found = cards(with_cards(published_site()))
    said = [line.text for line in found["editions/2026/08/17/card.svg"]]
    assert said[1] == "Monday 17 August 2026"
    assert said[-1] == "The Coast"
    assert len(said) > 3
    story = [line.text for line in found[f"stories/{FERRY}/card.svg"]]
    assert "independent report" in str(story[-2])


def test_what_the_fonts_do_not_have_is_left_out_or_set_from_the_right() -> None:
    path = f"stories/{OFFICE}/card.svg"
    without, with_font = (
        cards(with_cards(published_site())),
        cards(with_cards(published_site(), fonts=("a.ttf",))),
    )
    assert len(with_font[path]) == len(without[path]) + 1
    assert all(line.get("text-anchor") is None for line in without[path])
    assert all((line.get("text-anchor"), line.get("x")) == ("end", "1128") for line in with_font[path])


@pytest.mark.parametrize(
    "text", ['<script>alert(1)</script> & "more"', "]]> <!-- \x00\x1b\u202e", "A" * 5000]
)
def test_nothing_that_is_said_breaks_a_card(text: str) -> None:
    for path, lines in cards(with_cards(with_strings(published_site(), text), fonts=("a.ttf",))).items():
        assert {element.tag for element in lines} == {f"{SVG}text"}, path
        assert all(len(str(line.text)) <= 80 for line in lines), path
        assert all(0 < int(str(line.get("y"))) < 630 for line in lines), path
