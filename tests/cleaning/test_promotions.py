"""Promotions go and become see_also; prose stays."""

from __future__ import annotations

import pytest

from generator.cleaning.promotions import take_promotions


@pytest.mark.parametrize(
    "line",
    [
        "Read also: Ferry service ends on Sunday",
        "READ MORE: Ferry service ends on Sunday",
        "See also: Ferry service ends on Sunday",
        "[Read more: Ferry service ends on Sunday]",
        "Lesen Sie auch: Ferry service ends on Sunday",
        "À lire aussi : Ferry service ends on Sunday",
        "Читайте також: Ferry service ends on Sunday",
        "اقرأ أيضًا: Ferry service ends on Sunday",
    ],
)
def test_paragraph_that_promotes_becomes_see_also(line: str) -> None:
    found = take_promotions(["Text.", line, "More."], one_line=False)
    assert found.paragraphs == ("Text.", "More.")
    assert found.see_also == ("Ferry service ends on Sunday",)


@pytest.mark.parametrize("line", ["Read more: https://gazette.example/a", "Read More>>", "Read more: here."])
def test_promotion_without_a_title_is_cut(line: str) -> None:
    found = take_promotions(["Text.", line], one_line=False)
    assert (found.paragraphs, found.see_also) == (("Text.",), ())


@pytest.mark.parametrize(
    "line",
    [
        "Read more about the bridge on page seven.",
        "Related: the council said that it would cost more. It did not say who would pay for it, or when.",
        "She would like to read more: novels, above all.",
        "Related costs rose.",
    ],
)
def test_paragraph_of_prose_stays(line: str) -> None:
    assert take_promotions([line], one_line=False).paragraphs == (line,)


@pytest.mark.parametrize(
    ("title", "prose"),
    [
        ("Why the Bridge in Port Aske Cannot Last", "Despite Port's hopes, the steel is tired."),
        ("Why The Last Six Ferry Talks Failed", "The time has come to build."),
        ("Is This the End of the Ferry?", "Mayor Ann Lee said no."),
        ("Five Things to Know About Bridges", "In the harbour, nobody moved."),
    ],
)
def test_promotion_that_ran_into_a_sentence_is_told_apart(title: str, prose: str) -> None:
    found = take_promotions([f"It rained. Read more: {title} {prose} And more."], one_line=True)
    assert found.paragraphs == (f"It rained. {prose} And more.",)
    assert found.see_also == (title,)


@pytest.mark.parametrize(
    "text",
    [
        "It rained. Read more: How Cities Adapt President Joe Biden said on Monday.",
        "It rained. Read more: why the bridge cannot last Despite hopes it fell.",
        "It rained. Read more: The Bridge The mayor said so.",
    ],
)
def test_where_the_title_ends_nobody_can_tell_everything_stays(text: str) -> None:
    found = take_promotions([text], one_line=True)
    assert (found.paragraphs, found.see_also) == ((text,), ())


def test_promotion_at_the_end_is_cut() -> None:
    found = take_promotions(["It rained. Read more: What Comes Next for the Ferry"], one_line=True)
    assert (found.paragraphs, found.see_also) == (("It rained.",), ("What Comes Next for the Ferry",))


def test_prose_of_a_page_with_line_breaks_is_not_searched() -> None:
    text = "It rained. Read more: Why The Last Six Ferry Talks Failed The time has come."
    assert take_promotions([text], one_line=False).paragraphs == (text,)
