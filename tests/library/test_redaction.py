"""Names that are taken down: found in every form they are written in, and nowhere else."""

from __future__ import annotations

import unicodedata
from datetime import UTC, datetime

import pytest

from generator.model.article import Article
from generator.model.ids import ArticleId, SourceId
from generator.model.image import Image
from generator.model.redaction import BLACK, MARK, Redaction, is_name

AT = datetime(2026, 8, 20, tzinfo=UTC)


def names(*texts: str) -> Redaction:
    return Redaction((text, AT, f"name {number}") for number, text in enumerate(texts, 1))


@pytest.mark.parametrize(
    ("name", "text", "left"),
    [
        ("Jane Roe", "Jane Roe was here.", f"{MARK} was here."),
        ("Jane Roe", "JANE ROE was here.", f"{MARK} was here."),
        ("Jane Roe", "It is Jane  Roe’s.", f"It is {MARK}’s."),
        ("Jane Roe", "It is Jane\u00a0Roe's.", f"It is {MARK}'s."),
        ("Jane Roe", "Jane Roes Haus", f"{MARK}s Haus"),
        ("Jane Roe", "Jane-Roe, janeroe, jane_roe", f"{MARK}, {MARK}, {MARK}"),
        ("Jane Roe", "Roe, Jane: a life", f"{MARK}: a life"),
        ("Jane Roe", "Ja\u00adne Roe", MARK),
        ("Jane Roe", "Jane Roebuck, Mary Jane Roentgen", "Jane Roebuck, Mary Jane Roentgen"),
        ("Jane Roe", "Roe said that Jane was out", "Roe said that Jane was out"),
        ("Zoë Müller", "Zoe Muller", MARK),
        ("Zoe Muller", "Zoë Müller", MARK),
        ("Zoë Müller", unicodedata.normalize("NFD", "die Zoë Müller da"), f"die {MARK} da"),
        ("Søren Łasica", "Soren Lasica", MARK),
        ("Conan O'Brien", "Conan O’Brien and Conan OBrien", f"{MARK} and {MARK}"),
        ("王小明", "警方说王小明在家", f"警方说{MARK}在家"),
        ("Иван Петров", "Сказал Иван Петров.", f"Сказал {MARK}."),
    ],
)
def test_a_name_is_found_in_every_form_and_nothing_else_is(name: str, text: str, left: str) -> None:
    assert names(name).text(text) == left
    assert names(name).is_in(text) == (left != text)


def test_a_body_keeps_its_length_and_lines() -> None:
    body = "It was Jane\nRoe, they said.\n\nJane Roe’s house burned."
    black = names("Jane Roe").blackened(body)
    assert black == f"It was {BLACK * 4}\n{BLACK * 3}, they said.\n\n{BLACK * 8}’s house burned."
    assert len(black) == len(body)


def test_names_that_overlap_are_blackened_together() -> None:
    assert names("Jane Roe", "Roe Smith").blackened("Jane Roe Smith") == BLACK * 14


def test_an_id_says_a_name_no_more_and_two_names_do_not_become_one() -> None:
    old = "2026/08/10/courier-jane-roe-convicted"
    first = names("Jane Roe").id(old)
    assert first.startswith("2026/08/10/courier-name-removed-")
    assert first.endswith("-convicted")
    other = Redaction([("Jane Roe", AT.replace(second=1), "")]).id(old)
    assert other != first
    assert names("Jane Roe").text(f"/articles/{old}/") == f"/articles/{first}/"
    assert names("Иван Петров").id("2026/08/10/courier-ivan-petrov") != "2026/08/10/courier-ivan-petrov"


def test_an_article_loses_a_name_in_every_field() -> None:
    article = Article(
        id=ArticleId("2026/08/10/courier-jane-roe-convicted"),
        title="Jane Roe convicted",
        body="Jane Roe was convicted. She paid.",
        source=SourceId("courier"),
        published=AT,
        url="https://courier.example/jane-roe",
        external_id="jane_roe_1",
        authors=("A. Writer", "Jane Roe"),
        dateline="Jane Roe’s house",
        see_also=("More on Jane Roe",),
        cut=("Follow Jane Roe",),
        licence="by Jane Roe",
        copyright_notice="© Jane Roe",
        images=(
            Image(url="https://courier.example/jane-roe.jpg"),
            Image(url="https://courier.example/1.jpg", caption="Jane Roe", credit="Jane Roe"),
        ),
    )
    redacted = names("Jane Roe").article(article)
    assert not names("Jane Roe").names_article(redacted)
    assert redacted.title == f"{MARK} convicted"
    assert redacted.body == f"{BLACK * 8} was convicted. She paid."
    assert (redacted.url, redacted.authors) == (None, ("A. Writer",))
    assert [image.caption for image in redacted.images] == [MARK]


def test_an_article_without_the_name_is_left_as_it_is() -> None:
    article = Article(
        id=ArticleId("2026/08/10/courier-x"), title="Jane", body="Roe", source=SourceId("c"), published=AT
    )
    assert names("Jane Roe").article(article) is article
    assert Redaction().article(article) is article
    assert not Redaction().is_in("Jane Roe")


@pytest.mark.parametrize(("text", "can"), [("Jane Roe", True), ("Ax", False), ("…", False), ("王明", True)])
def test_what_can_be_taken_down_as_a_name(text: str, can: bool) -> None:
    assert is_name(text) == can
