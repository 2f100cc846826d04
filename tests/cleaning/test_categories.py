"""What an article was filed under becomes topics where the vocabulary has the very word."""

from __future__ import annotations

from generator.cleaning.categories import topics_by_name, topics_of
from generator.model.ids import TopicId
from generator.model.topic import Topic

TOPICS = (
    Topic(id=TopicId("transport"), name="Transport", aliases=("Verkehr", "Traffic")),
    Topic(id=TopicId("harbour-city"), name="Harbour City"),
    Topic(id=TopicId("markets"), name="Markets", aliases=("Economy",)),
    Topic(id=TopicId("business"), name="Business", aliases=("Economy",)),
)
KNOWN = topics_by_name(TOPICS)


def test_category_is_known_by_name_alias_and_id_in_any_spelling() -> None:
    found = topics_of(["VERKEHR", "harbour-city", "Transport ", "Sport", ""], KNOWN)
    assert found == ("transport", "harbour-city")


def test_word_of_two_topics_is_neithers() -> None:
    assert topics_of(["Economy", "Business"], KNOWN) == ("business",)
