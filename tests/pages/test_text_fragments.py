"""Text directives: that each leads to the passage it was made for, and to no other."""

from __future__ import annotations

import re
import unicodedata
from urllib.parse import unquote

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.pages.text_fragments import PageText, TextDirective, leading_to

BODY = (
    "The bridge reopened at noon. The mayor said it was late.\n\n"
    "“It cost 1,800,000 crowns,” the council’s engineer Ada Voss told the Herald on Monday, and "
    "half-price tickets for A&B ferries are sold until the end of the month.\n\n"
    "The mayor said it was late. He left at once."
)


def directive(said: str, body: str = BODY, around: tuple[str, ...] = (), place: int = 0) -> str:
    """What leads to the words `said` of a body; `place` counts where they stand."""
    starts = [match.start() for match in re.finditer(re.escape(said), body)]
    found = PageText(body=body, around=around).directive(starts[place], starts[place] + len(said))
    return str(found) if found else ""


def test_a_short_passage_is_named_whole() -> None:
    assert directive("The bridge reopened at noon.") == "The%20bridge%20reopened%20at%20noon."


def test_a_long_passage_is_named_by_its_ends() -> None:
    said = "“It cost 1,800,000 crowns,” the council’s engineer Ada Voss told the Herald on Monday"
    start, end = directive(said).split(",")
    assert unquote(start) == "“It cost 1,800,000 crowns,” the council’s"
    assert unquote(end) == "the Herald on Monday"


def test_what_the_syntax_uses_itself_is_encoded() -> None:
    assert directive("half-price tickets for A&B") == "half%2Dprice%20tickets%20for%20A%26B"


def test_words_that_stand_twice_are_told_apart_by_what_is_around_them() -> None:
    first = directive("The mayor said it was late.", place=0)
    second = directive("The mayor said it was late.", place=1)
    assert first == "noon.-,The%20mayor%20said%20it%20was%20late."
    assert second == "The%20mayor%20said%20it%20was%20late.,-He"


def test_a_last_line_of_next_to_nothing_is_left_out() -> None:
    assert directive("drain the lower tank (see\n1.", "They drain the lower tank (see\n1. later)") == (
        "drain%20the%20lower%20tank%20%28see"
    )


def test_words_that_the_title_has_too_are_told_apart() -> None:
    assert directive("The bridge reopened", around=("The bridge reopened",)) == (
        "The%20bridge%20reopened,-at"
    )


def test_words_that_cannot_be_told_apart_have_no_directive() -> None:
    assert directive("Same words.", "\n\n".join(["Same words."] * 3), place=1) == ""


def test_no_part_crosses_a_paragraph() -> None:
    said = BODY[BODY.index("The mayor") : BODY.index(" crowns")]
    start, end = (unquote(part) for part in directive(said).split(","))
    assert "\n" not in start + end
    assert said.startswith(start)
    assert said.endswith(end)


def test_a_part_of_a_word_is_widened_to_the_word() -> None:
    assert directive("800,000") == "1%2C800%2C000"
    assert directive("council") == "council%E2%80%99s"


def test_a_passage_in_a_script_without_spaces_ends_at_its_punctuation() -> None:
    first = "そこでイヌは、川の中のイヌに向かって思いっきり吠えました。"
    second = "そのとたん、くわえていた肉は川の中に落ちてしまいました。"
    body = f"{first} {second}"
    start, end = (unquote(part) for part in directive(body, body).split(","))
    assert start == first
    assert end == second


def test_a_passage_from_right_to_left_is_named_in_the_order_it_is_written() -> None:
    body = "يعمل المكتب الجديد من السابعة صباحاً حتى الثانية ظهراً في كل أيام الأسبوع ما عدا يوم الجمعة والعطل."
    start, end = (unquote(part) for part in directive(body, body).split(","))
    assert body.startswith(start)
    assert body.endswith(end)


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://example.org/a", "https://example.org/a#:~:text=one"),
        ("https://example.org/a#top", "https://example.org/a#top:~:text=one"),
        ("https://example.org/a#top:~:text=old", "https://example.org/a#top:~:text=one"),
        ("https://example.org/a#:~:text=old", "https://example.org/a#:~:text=one"),
        ("mailto:desk@example.org", "mailto:desk@example.org"),
    ],
)
def test_a_directive_joins_the_fragment_that_is_there(url: str, expected: str) -> None:
    assert leading_to(url, TextDirective(start="one")) == expected


def test_without_a_directive_the_address_is_plain() -> None:
    assert leading_to("https://example.org/a", None) == "https://example.org/a"


# ---- against the algorithm of the specification, written down a second time

WORDS = st.sampled_from(["the", "The", "mayor", "café", "cafe", "it’s", "it's", "1,800", "18", "late.", "–"])
BLOCK = st.lists(WORDS, min_size=1, max_size=8).map(" ".join)


def plain(text: str) -> str:
    """As a browser compares: without case and accents."""
    letters = unicodedata.normalize("NFKD", text.replace("’", "'"))
    return "".join(c for c in letters if not unicodedata.combining(c)).casefold()


def places(blocks: list[str], named: str) -> list[tuple[int, int]]:
    """Every span of the joined blocks that a directive names ('find a range from a text directive')."""
    prefix = start = end = suffix = ""
    parts = named.split(",")
    if parts[0].endswith("-"):
        prefix = plain(unquote(parts.pop(0)[:-1]))
    if parts[-1].startswith("-"):
        suffix = plain(unquote(parts.pop()[1:]))
    start, end = plain(unquote(parts[0])), plain(unquote(parts[1])) if len(parts) > 1 else ""
    text, found = "\n".join(map(plain, blocks)), []
    for match in re.finditer(f"(?={re.escape(start)})", text):
        if not text[: match.start()].rstrip().endswith(prefix):
            continue
        stop = match.start() + len(start)
        while True:
            if end:
                if (at := text.find(end, stop)) < 0:
                    break
                stop = at + len(end)
            if text[stop:].lstrip().startswith(suffix):
                found.append((match.start(), stop))
                break
            if not end:
                break
    return found


@settings(max_examples=300)
@given(st.lists(BLOCK, min_size=1, max_size=5), st.data())
def test_a_directive_names_its_passage_and_no_other(blocks: list[str], data: st.DataObject) -> None:
    body = "\n\n".join(blocks)
    limits = [match.start() for match in re.finditer(r"(?<!\S)\S", body)]
    ends = [match.end() for match in re.finditer(r"\S(?!\S)", body)]
    first = data.draw(st.integers(0, len(limits) - 1))
    last = data.draw(st.integers(first, len(ends) - 1))
    found = PageText(body=body).directive(limits[first], ends[last])
    while (
        "\n" in body[limits[first] : ends[last]]
        and sum(map(str.isalpha, body[: ends[last]].rpartition("\n")[2])) < 3
    ):
        last -= len(body[: ends[last]].rpartition("\n")[2].split())
    if found is not None:
        flat = body.replace("\n\n", "\n")
        start = len(plain(body[: limits[first]].replace("\n\n", "\n")))
        stop = len(plain(body[: ends[last]].replace("\n\n", "\n")))
        assert places(flat.split("\n"), str(found)) == [(start, stop)]


@settings(max_examples=200)
@given(st.text(max_size=60), st.data())
def test_any_text_gives_a_directive_that_can_stand_in_an_address(body: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(body)))
    end = data.draw(st.integers(start, len(body)))
    try:
        body.encode()
    except UnicodeEncodeError:
        return
    found = PageText(body=body).directive(start, end)
    if found is not None:
        assert re.fullmatch(r"[A-Za-z0-9_.~%,-]+", str(found))
