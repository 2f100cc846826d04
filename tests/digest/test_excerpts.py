"""An excerpt is whole sentences from the top, within rights."""

from __future__ import annotations

from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from generator.digest.excerpts import excerpt, quoted
from generator.model.article import Article
from generator.model.ids import ArticleId, SourceId, digest_of
from generator.model.source import Rights

BODY = (
    "The ferry struck the inner wall at 21:14 while going astern. Divers found no breach below the water. "
    "The ship stays where it is.\n\nThe company said nothing."
)


def article(body: str) -> Article:
    return Article(
        id=ArticleId("2026/08/17/gazette-a"),
        title="A",
        body=body,
        source=SourceId("gazette"),
        published=datetime(2026, 8, 17, tzinfo=UTC),
    )


def text_of(body: str, rights: Rights, sentences: int = 2) -> str:
    this = article(body)
    citations = excerpt(this, rights, sentences=sentences)
    return quoted(this, citations).text if citations else ""


def test_it_is_the_first_sentences_whole() -> None:
    assert text_of(BODY, Rights()) == BODY[: BODY.index(" The ship")]


def test_a_sentence_that_no_longer_fits_is_left_out_whole() -> None:
    assert text_of(BODY, Rights(excerpt_chars=90)) == BODY[: BODY.index(" Divers")]


def test_a_first_sentence_that_is_too_long_is_cut_at_a_word() -> None:
    assert text_of(BODY, Rights(excerpt_chars=40)) == "The ferry struck the inner wall at 21:14"


def test_a_source_that_allows_only_links_is_not_quoted() -> None:
    assert text_of(BODY, Rights(link_only=True)) == ""


def test_full_text_rights_still_quote_only_the_asked_number_of_sentences() -> None:
    assert text_of(BODY, Rights(full_text=True), sentences=1) == BODY[: BODY.index(" Divers")]


def test_it_does_not_run_over_the_end_of_a_paragraph() -> None:
    body = "The council met on Friday evening in the old hall.\n\nIt voted for the plan by 31 to 24."
    assert text_of(body, Rights()) == "The council met on Friday evening in the old hall."


def test_a_cry_at_the_top_is_passed_over() -> None:
    body = "At last. The bridge over the Aske is open again after four years."
    assert text_of(body, Rights()) == "The bridge over the Aske is open again after four years."


@given(st.text(), st.integers(min_value=0, max_value=300), st.integers(min_value=1, max_value=4))
def test_it_never_exceeds_the_rights_and_always_verifies(body: str, limit: int, sentences: int) -> None:
    this = article(body)
    for citation in excerpt(this, Rights(excerpt_chars=limit), sentences=sentences):
        words = body[citation.start : citation.end]
        assert 0 < len(words) <= limit
        assert digest_of(words) == citation.hash
