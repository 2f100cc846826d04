"""Figures of a text: what is counted surely, and what is left alone."""

from __future__ import annotations

import pytest

from generator.digest.figures import figures_in


def told(text: str, language: str = "en") -> list[tuple[str, str, int]]:
    return [(f.kind.value, f.of, int(f.range.number)) for f in figures_in(text, language, 2026)]


@pytest.mark.parametrize(
    ("text", "figure"),
    [
        ("At least 14 people were killed in the flood.", ("dead", "", 14)),
        ("The blast killed 14 people in the harbour.", ("dead", "", 14)),
        ("The blast left 14 dead.", ("dead", "", 14)),
        ("The death toll has risen to 1,912.", ("dead", "", 1912)),
        ("The number of deaths in the fires, the state said, rises to 16.", ("dead", "", 16)),
        ("The death toll of the flood, the worst here, has climbed to 17.", ("dead", "", 17)),
        ("Some 51 people, including 15 children, are killed in a flood.", ("dead", "", 51)),
        ("The number of people injured in the crash has risen to 17.", ("injured", "", 17)),
        ("The fire claimed 14 lives.", ("dead", "", 14)),
        ("Twenty-one people were injured.", ("injured", "", 21)),
        ("The crash injured 30 others.", ("injured", "", 30)),
        ("Five soldiers were killed near the border.", ("dead", "soldiers", 5)),
        ("Police arrested 12 people.", ("arrested", "", 12)),
        ("A magnitude 6.1 earthquake struck the coast.", ("magnitude", "", 6)),
        ("A 6.1-magnitude earthquake struck the coast.", ("magnitude", "", 6)),
        ("Dynaco will buy Merrow for $3 billion.", ("price", "$", 3_000_000_000)),
        ("Merrow will cut 400 jobs in March.", ("jobs", "", 400)),
        ("The bridge is 12 km south of Port Aldous.", ("distance", "port aldous", 12)),
        ("Turnout was 61.5 per cent.", ("turnout", "", 61)),
        ("A raid hit them, killing 31 people and wounding 101 more.", ("injured", "", 101)),
        ("The death toll rose to 53, with 98 injured.", ("injured", "", 98)),
        ("A magnitude 4. 6 earthquake struck 26 km north of Aske.", ("distance", "aske", 26)),
        ("The house voted 217 to 203.", ("votes", "", 217)),
    ],
)
def test_a_figure_is_known_by_the_words_around_it(text: str, figure: tuple[str, str, int]) -> None:
    assert figure in told(text)


def test_a_long_aside_is_not_quoted_with_its_number() -> None:
    text = "At least 124 people, including the member for Ulswick and two singers of its choir, are killed."
    (found,) = figures_in(text, "en", 2026)
    assert (found.kind.value, text[found.start : found.end]) == ("dead", "At least 124 people")


@pytest.mark.parametrize(
    ("language", "text", "figure"),
    [
        ("de", "Bei dem Unglück wurden 14 Menschen getötet.", ("dead", "", 14)),
        ("de", "Es gab mindestens 1.200 Verletzte.", ("injured", "", 1200)),
        ("fr", "Au moins 14 personnes ont été tuées.", ("dead", "", 14)),
        ("es", "Al menos 14 personas murieron en el incendio.", ("dead", "", 14)),
        ("it", "Almeno 14 persone sono morte.", ("dead", "", 14)),
        ("nl", "Er zijn twaalf gewonden.", ("injured", "", 12)),
    ],
)
def test_other_languages_have_their_own_words(language: str, text: str, figure: tuple[str, str, int]) -> None:
    assert told(text, language) == [figure]


@pytest.mark.parametrize(
    "text",
    [
        "Three of them were killed.",
        "The dead, including three children killed in their beds, were named.",
        "A flood in 2019 killed 30 people.",
        "Last year 30 people were killed there.",
        "Up to 30 people could be killed.",
        "Another five people were injured.",
        "The Coast Guard had counted 11 injured on the quay.",
        "Earlier, 11 people were injured.",
        "Police initially said that 11 people were killed.",
        "The death toll could rise to 30.",
        "The death toll this year rises to 30.",
        "It is feared that 30 people were killed.",
        "About 300 people are killed on the roads every month.",
        "Were 30 people killed?",
        "The magnitude was 5. 9 people were hurt.",
        "Shares fell to $30 a share in the deal.",
        "The gunman killed his wife and three others.",
    ],
)
def test_what_is_a_part_or_of_another_time_is_left_alone(text: str) -> None:
    assert told(text) == []


def test_the_year_of_the_report_itself_does_no_harm() -> None:
    assert told("On 5 August 2026 the flood killed 30 people.") == [("dead", "", 30)]


def test_a_phrase_begins_with_what_the_figure_says_of_itself() -> None:
    text = "Officials said at least 14 people were killed in the valley."
    (figure,) = figures_in(text, "en")
    assert text[figure.start : figure.end] == "at least 14 people were killed"
    assert (figure.range.low, figure.range.high) == (14, None)
