"""Passages: what two texts share, and where it stands in both."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from generator.stories.passages import align, shared_passages
from generator.stories.shingles import codes_of, places_of

FIRST = "The ferry Gannet ran aground in fog off Tarnhaven on Monday."
SECOND = "Boats of the Coast Guard took everybody off within three hours."
WORDS = st.lists(
    st.sampled_from(("a", "bb", "ccc", "dd", "The", "the,", "(x)", "3.5", "—", "東京の港", "المرفأ")),
    max_size=40,
)


def test_a_paragraph_that_moved_is_found_where_it_went() -> None:
    one, other = f"{FIRST}\n\n{SECOND}", f"{SECOND} Nobody was hurt. {FIRST}"
    shared = shared_passages(one, other)
    assert [one[p.start : p.end] for p in shared] == [FIRST.rstrip("."), SECOND.rstrip(".")]
    assert [other[p.of_start : p.of_end] for p in shared] == [FIRST.rstrip("."), SECOND.rstrip(".")]


def test_a_changed_word_parts_two_passages() -> None:
    changed = FIRST.replace("fog", "mist")
    assert [p.words for p in shared_passages(FIRST, changed)] == [6]


def test_scripts_without_spaces_have_passages_too() -> None:
    one, other = "昨日、東京の港で船が座礁した。", "東京の港で船が座礁したと発表。"
    (passage,) = shared_passages(one, other)
    assert (
        one[passage.start : passage.end]
        == other[passage.of_start : passage.of_end]
        == "東京の港で船が座礁した"
    )


@given(one=WORDS, other=WORDS)
def test_what_is_said_to_be_shared_stands_in_both(one: list[str], other: list[str]) -> None:
    mine, theirs = codes_of(" ".join(one)), codes_of(" ".join(other))
    runs = align(mine, theirs)
    for run in runs:
        assert mine[run.one : run.one + run.length] == theirs[run.other : run.other + run.length]
    assert all(first.one + first.length <= second.one for first, second in pairwise(runs))


@given(words=WORDS)
def test_every_word_has_a_place(words: list[str]) -> None:
    text = "  ".join(words)
    places = places_of(text)
    assert len(places) == len(codes_of(text))
    assert all(0 <= start <= end <= len(text) for start, end in places)


def test_a_text_that_repeats_itself_costs_no_more_than_its_length() -> None:
    refrain = codes_of("row row row " * 6000)
    assert sum(run.length for run in align(refrain, refrain)) == len(refrain)
