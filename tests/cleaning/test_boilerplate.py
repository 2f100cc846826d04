"""Furniture, appeals, embeds and photo credits are cut; what only resembles them stays."""

from __future__ import annotations

import pytest

from generator.cleaning.boilerplate import trim, without_markup

APPEAL = (
    "We've been working hard to bring you independent, locally-sourced news from Merrow. "
    "Consider supporting the Harbour Gazette."
)


@pytest.mark.parametrize("one_line", [False, True])
def test_appeal_is_cut_and_names_its_publisher(*, one_line: bool) -> None:
    paragraphs = [f"It rained. It stopped. {APPEAL}"] if one_line else ["It rained. It stopped.", APPEAL]
    found = trim(paragraphs, one_line=one_line)
    assert found.paragraphs == ("It rained. It stopped.",)
    assert found.publisher == "The Harbour Gazette"


@pytest.mark.parametrize(
    "text",
    [
        "They ask all communities to consider supporting their work, since too many people suffer from it.",
        "The company has been working hard to bring its screening to the market this year.",
        "* Visit our website\n* Follow us on X: https://x.example/a\n* Join our community",
        "For a glimpse into her world, follow us on Instagram.",
    ],
)
def test_prose_that_asks_stays(text: str) -> None:
    assert trim([text], one_line=False).paragraphs == (text,)
    assert trim([text], one_line=True).paragraphs == (text,)


def test_furniture_is_cut_at_the_end_only() -> None:
    paragraphs = ["Comments", "People said much.", "Related Articles", "No comments yet..."]
    assert trim(paragraphs, one_line=False).paragraphs == ("Comments", "People said much.")


@pytest.mark.parametrize(
    ("text", "clean"),
    [
        ("One. [time-brightcove not-tgx='true'] Two.", "One. Two."),
        ('One. [caption id="a" width=3]Two.[/caption]', "One. Two."),
        ("One ![alt](https://a.example/b.png) two", "One two"),
        ("[The Gazette](https://gazette.example/a) says", "The Gazette says"),
        ("[](https://a.example/)Two", "Two"),
    ],
)
def test_markup_is_cut_and_links_are_their_words(text: str, clean: str) -> None:
    assert without_markup(text) == clean


@pytest.mark.parametrize(
    "text",
    [
        "He said it [sic] twice.",
        "[Expert Name] agrees",
        "a[0] = 1",
        "[x](javascript:alert(1))",
        "![x](data:,x)",
    ],
)
def test_brackets_in_prose_stay(text: str) -> None:
    assert without_markup(text) == text


@pytest.mark.parametrize(
    "credit", ["Bloomberg via Getty Images", "AMVShutter –", "Ann Lee/Getty Images", "AP Photo/Ann Lee"]
)
def test_photo_credit_between_sentences_is_cut(credit: str) -> None:
    text = f"Trips slowed in July. {credit} Travel is slumping."
    assert trim([text], one_line=True).paragraphs == ("Trips slowed in July. Travel is slumping.",)


@pytest.mark.parametrize(
    "text",
    [
        "The photo was licensed from Getty Images last year.",
        "Getty Images sued the company.",
        "1. BTC – Bitcoin. 2. LstBTC – Liquid Staked Bitcoin.",
        "YouTube said so. It – The Thing – came back.",
    ],
)
def test_sentence_about_photos_stays(text: str) -> None:
    assert trim([text], one_line=True).paragraphs == (text,)
