"""Topics: the vocabulary found in texts."""

from __future__ import annotations

import pytest

from generator.model.ids import TopicId
from generator.model.topic import Topic
from generator.stories import ancestors
from generator.stories.topics import TopicMatcher, topics_of_story, with_declared
from generator.stories.words import Stems, is_arabic_form, skeletons, tokenize

STEMS = Stems("en")


def topic(name: str, *aliases: str, parent: str | None = None) -> Topic:
    above = TopicId(parent) if parent else None
    return Topic(id=TopicId(name.lower().replace(" ", "-")), name=name, aliases=aliases, parent=above)


def found_in(title: str, body: str, *topics: Topic) -> dict[TopicId, float]:
    matcher = TopicMatcher({entry.id: entry for entry in topics}, STEMS)
    tokens, words = tokenize(title), tokenize(body)
    return matcher.weigh(tokens, [STEMS[t] for t in tokens], words, [STEMS[w] for w in words])


def test_inflected_names_are_found() -> None:
    assert set(found_in("Two ferries collide", "", topic("Ferry"))) == {"ferry"}


def test_a_part_of_a_word_is_not_a_name() -> None:
    assert found_in("The ferryman's tale", "", topic("Ferry")) == {}


def test_an_alias_of_several_words_is_found_as_a_whole() -> None:
    board = topic("Aske Water Board", "water board")
    assert set(found_in("", "The water boards met.", board)) == {board.id}
    assert found_in("", "Water on the board.", board) == {}


def test_a_short_acronym_is_matched_as_written() -> None:
    assert found_in("It is what it is", "", topic("IT")) == {}
    assert set(found_in("", "The IT department is down.", topic("IT"))) == {"it"}


def test_a_mention_in_the_title_weighs_more_than_one_below() -> None:
    found = found_in("Dam seeps", "A ferry passed.", topic("Dam"), topic("Ferry"))
    assert found[TopicId("dam")] > found[TopicId("ferry")]


def test_a_declared_topic_counts_though_no_word_names_it() -> None:
    assert topics_of_story([with_declared({}, [TopicId("transport")])]) == ("transport",)


def test_a_story_has_six_topics_at_most() -> None:
    assert len(topics_of_story([{TopicId(f"t{number}"): 9.0 - number for number in range(9)}])) == 6


def test_a_story_is_not_about_what_one_report_mentions_in_passing() -> None:
    far_below = "word " * 100 + "The library opens at nine."
    weights = found_in("Heat stops work", far_below, topic("Library"))
    assert topics_of_story([weights]) == ()
    assert topics_of_story([found_in("Library opens", far_below, topic("Library"))]) == ("library",)


def test_an_arabic_word_of_the_same_root_is_another_word() -> None:
    assert is_arabic_form("والمكتبة", "مكتبة")
    assert is_arabic_form("مكتبات", "مكتبة")
    assert not is_arabic_form("مكتباً", "مكتبة")
    assert not is_arabic_form("كتب", "كتاب")


def test_arabic_points_do_not_cut_a_word_in_two() -> None:
    assert tokenize("سدّ كُتب") == ["سد", "كتب"]


@pytest.mark.parametrize(
    ("language", "word", "stem"),
    [
        ("en", "Ferries'", "ferri"),
        ("en", "evening", "evening"),
        ("en", "harbour", "harbour"),
        ("en", "evenly", "even"),
        ("de-AT", "Fähren", "fahr"),
        ("fr", "traversées", "travers"),
        ("es", "transbordadores", "transbord"),
        ("ar", "العبارات", "عبار"),
        ("ru", "паромы", "паром"),
        ("ta", "படகுகள்", "படகு"),
        ("ja", "Ferries", "ferries"),
    ],
)
def test_stems_are_those_that_words_were_counted_by(language: str, word: str, stem: str) -> None:
    assert Stems(language)[word] == stem


def test_ancestors_are_told_nearest_first_and_a_circle_once() -> None:
    entries = [topic("Ferry", parent="shipping"), topic("Shipping", parent="economy"), topic("Economy")]
    vocabulary = {entry.id: entry for entry in entries}
    assert ancestors(TopicId("ferry"), vocabulary) == ("shipping", "economy")
    circle = {TopicId("a"): topic("A", parent="b"), TopicId("b"): topic("B", parent="a")}
    assert ancestors(TopicId("a"), circle) == ("b",)


def test_a_name_has_the_same_skeleton_in_both_scripts() -> None:
    assert set(skeletons("Oberdale")) & set(skeletons("أوبرديل"))
    assert set(skeletons("Tarnhaven")) & set(skeletons("تارنهافن"))


def test_text_without_spaces_is_cut_into_pairs() -> None:
    assert tokenize("東京都知事") == ["東京", "京都", "都知", "知事"]


GEORGIA = Topic(
    id=TopicId("georgia"),
    name="Georgia",
    aliases=("Republic of Georgia",),
    context=("Tbilisi", "Caucasus"),
)
STATE = Topic(id=TopicId("georgia-us"), name="Georgia", context=("Atlanta", "Savannah"), parent=TopicId("us"))
US = Topic(id=TopicId("us"), name="United States")
MERCURY = Topic(id=TopicId("mercury"), name="Mercury", context=("planet", "orbit"))


def test_a_name_of_two_entries_means_the_one_whose_context_stands_beside_it() -> None:
    assert set(found_in("Georgia votes", "Polls closed in Tbilisi.", GEORGIA, STATE)) == {"georgia"}
    assert set(found_in("Georgia votes", "Polls closed in Atlanta.", GEORGIA, STATE)) == {"georgia-us"}


def test_a_name_of_two_entries_means_neither_when_nothing_or_both_speak() -> None:
    assert found_in("Georgia votes", "Polls closed at eight.", GEORGIA, STATE) == {}
    assert found_in("Georgia votes", "A flight from Tbilisi to Atlanta.", GEORGIA, STATE) == {}


def test_a_longer_name_of_one_entry_decides_for_the_short_one() -> None:
    body = "The Republic of Georgia voted. Georgia is small. Atlanta is far."
    assert set(found_in("", body, GEORGIA, STATE)) == {"georgia"}


def test_an_entry_near_a_meaning_decides_for_it() -> None:
    assert set(found_in("", "In the United States, Georgia votes.", GEORGIA, STATE, US)) == {
        "georgia-us",
        "us",
    }


def test_what_a_description_names_decides_when_it_is_rare_enough() -> None:
    plain = Topic(id=TopicId("mercury-metal"), name="Mercury", description="A toxic metal in thermometers.")
    planet = Topic(id=TopicId("mercury-planet"), name="Mercury", description="The innermost planet.")
    body = "Mercury leaked from the thermometers; it is toxic."
    assert set(found_in("", body, plain, planet)) == {"mercury-metal"}
    assert found_in("", "Mercury rose over the people of the city.", plain, planet) == {}


def test_a_name_with_a_context_needs_it_though_nobody_shares_it() -> None:
    assert set(found_in("", "A probe reached the orbit of Mercury.", MERCURY)) == {"mercury"}
    assert found_in("", "The mercury rose to 36 degrees.", MERCURY) == {}


def test_a_part_of_another_name_is_not_the_entry() -> None:
    assert found_in("", "A planet was named after Freddie Mercury by a fan.", MERCURY) == {}
    prize = Topic(id=TopicId("prize"), name="Mercury Prize")
    assert set(found_in("", "A planet of a record won the Mercury Prize.", MERCURY, prize)) == {"prize"}


def test_what_decides_may_stand_right_beside_the_name() -> None:
    assert set(found_in("", "They met in Atlanta, Georgia, and left.", GEORGIA, STATE)) == {"georgia-us"}


def test_a_name_without_a_context_that_nobody_shares_is_found_as_ever() -> None:
    assert set(found_in("", "Captain Dam spoke.", topic("Dam"))) == {"dam"}


@pytest.mark.parametrize(
    ("language", "name", "text"),
    [
        ("en", "Ferry", "The ferries were late."),
        ("de", "Fähre", "Die Fähren kamen zu spät."),
        ("fr", "grève", "Les grèves continuent."),
        ("es", "huelga", "Las huelgas siguen."),
        ("it", "sciopero", "Gli scioperi continuano."),
        ("nl", "staking", "De stakingen gaan door."),
        ("sv", "strejk", "Strejker pågår."),
        ("ru", "забастовка", "О забастовке говорят."),
        ("ar", "مكتبة", "فتحت المكتبة أبوابها."),
    ],
)
def test_inflected_names_are_found_in_each_language(language: str, name: str, text: str) -> None:
    stems = Stems(language)
    matcher = TopicMatcher({TopicId("x"): Topic(id=TopicId("x"), name=name)}, stems)
    words = tokenize(text)
    assert set(matcher.weigh([], [], words, [stems[word] for word in words])) == {"x"}
