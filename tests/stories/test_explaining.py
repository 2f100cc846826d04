"""Explanations: why an article is where it is."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

from test_following import DAM, DAM_LATER, EVERYTHING, FERRY, Window

from generator.model.article import Article
from generator.model.ids import ArticleId, SourceId, StoryId, TopicId
from generator.model.story import Story
from generator.model.topic import Topic
from generator.stories import (
    Rulings,
    explain_membership,
    explain_topics,
    follow_stories,
    trace_lineage,
)


def explain(article_id: ArticleId) -> str:
    articles = {article.id: article for article in EVERYTHING}
    lineage = trace_lineage(EVERYTHING)
    stories = {story.id: story for story in follow_stories(EVERYTHING, lineage, Rulings(), {}, Window())}
    story_of = {member: story.id for story in stories.values() for member in story.articles}
    return " ".join(explain_membership(article_id, articles, stories, story_of, lineage))


def test_a_member_is_explained_by_what_it_shares_and_how_much() -> None:
    said = explain(DAM_LATER.id)
    assert f"closest of them is {DAM.id}" in said
    assert "Oberdale" in said
    assert "from 0.30 on" in said


def test_a_founder_is_told_to_be_one() -> None:
    assert explain(DAM.id).startswith(f"It founded the story {DAM.id}, which one article joined.")


def test_a_story_of_one_article_is_told_to_be_one() -> None:
    assert explain(FERRY.id).startswith("It is a story of its own so far")


def test_a_copy_is_explained_by_its_original() -> None:
    copy = replace(DAM, id=ArticleId("2026/08/11/news-dam"), source=SourceId("news"))
    articles = {DAM.id: DAM, copy.id: copy}
    lineage = trace_lineage([DAM, copy])
    stories = {story.id: story for story in follow_stories([DAM, copy], lineage, Rulings(), {}, Window())}
    story_of = {member: story.id for story in stories.values() for member in story.articles}
    said = explain_membership(copy.id, articles, stories, story_of, lineage)
    assert said == [f"It is in the story {DAM.id} because it is a copy of {DAM.id}, which is."]


def told(number: int, day: int, title: str, body: str) -> Article:
    when = datetime(2026, 8, day, 9, tzinfo=UTC)
    source = SourceId(f"paper-{number}")
    return Article(
        id=ArticleId(f"2026/08/{day:02}/paper-{number}"),
        title=title,
        body=body,
        source=source,
        published=when,
        language="en",
    )


def explain_among(target: Article, *articles: Article, stories: dict[str, list[Article]]) -> str:
    known = {article.id: article for article in articles}
    made = {
        StoryId(id_): Story(id=StoryId(id_), articles=tuple(a.id for a in members))
        for id_, members in stories.items()
    }
    story_of = {member: story.id for story in made.values() for member in story.articles}
    return " ".join(explain_membership(target.id, known, made, story_of, {}))


FLOOD = (
    "The river Aske flooded the lower town of Oberdale and 1,640 households lost their power on Monday, "
    "the harbour master of Oberdale said, while boats carried people from the roofs."
)


def test_shared_numbers_and_the_longest_shared_passage_are_told() -> None:
    one = told(1, 10, "Aske floods Oberdale", FLOOD)
    two = told(2, 11, "Flood in Oberdale", f"Rain fell. {FLOOD[:70]} Nobody slept; 1,640 households wait.")
    said = explain_among(two, one, two, stories={one.id: [one, two]})
    assert "both have 1,640" in said
    assert "The longest passage that they share has" in said
    assert "The river Aske flooded the lower town" in said


def test_years_and_single_digits_are_no_shared_numbers() -> None:
    one = told(1, 10, "Aske floods Oberdale", f"{FLOOD[:50]} It was as in 2019, on 3 days.")
    two = told(2, 11, "Aske floods Oberdale", f"{FLOOD[:50]} In 2019 there were 3 days of it.")
    assert "both have" not in explain_among(two, one, two, stories={one.id: [one, two]})


def test_what_kept_it_from_the_nearest_story_is_told() -> None:
    old = told(1, 9, "12th package of sanctions agreed", "The union agreed a 12th package of sanctions.")
    new = told(2, 10, "13th package of sanctions agreed", "The union agreed a 13th package of sanctions.")
    said = explain_among(new, old, new, stories={old.id: [old], new.id: [new]})
    assert "as like 2026/08/09/paper-1 as reports of one event are" in said
    assert "but their titles number things of one kind differently (12 and 13)" in said


def test_days_between_are_told_where_they_keep_reports_apart() -> None:
    old = told(1, 1, "Aske floods Oberdale", FLOOD)
    other = [told(n, 1, f"Boat {n} sinks", f"A boat named {n} sank off Skerrin.") for n in range(5, 9)]
    new = told(
        2,
        20,
        "Aske floods lower town",
        "The Aske flooded the lower town; it rained, snow fell on the hills, and nobody slept there.",
    )
    stories = {a.id: [a] for a in (old, new, *other)}
    said = explain_among(new, old, new, *other, stories=stories)
    assert "19 days lie between them" in said


def test_a_story_that_began_later_is_said_to_have() -> None:
    first = told(1, 10, "Aske floods Oberdale", FLOOD)
    later = told(2, 11, "Aske floods Oberdale", FLOOD.replace("Monday", "Tuesday"))
    said = explain_among(first, first, later, stories={first.id: [first], later.id: [later]})
    assert "it began only after this article had come" in said


GEORGIA = Topic(id=TopicId("georgia"), name="Georgia", context=("Tbilisi",))
STATE = Topic(id=TopicId("georgia-us"), name="Georgia", context=("Atlanta",))
BOTH = {GEORGIA.id: GEORGIA, STATE.id: STATE}


def test_a_decided_name_is_told_with_what_decided_it() -> None:
    article = told(1, 10, "Georgia votes", "Polls closed in Tbilisi.")
    said = " ".join(explain_topics(article, BOTH))
    assert "“Georgia” is taken for Georgia (georgia), since it has “Tbilisi”." in said
    assert "By itself it is about Georgia (georgia)." in said


def test_an_undecided_name_is_told_with_what_was_missing() -> None:
    nothing = " ".join(explain_topics(told(1, 10, "Georgia votes", "Polls closed."), BOTH))
    assert "is not taken for Georgia (georgia) or Georgia (georgia-us): nothing in it speaks" in nothing
    both = " ".join(explain_topics(told(1, 10, "Georgia", "From Tbilisi to Atlanta."), BOTH))
    assert "too little: “Tbilisi” for Georgia (georgia); “Atlanta” for Georgia (georgia-us)" in both
