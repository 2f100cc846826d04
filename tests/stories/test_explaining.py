"""Explanations: why an article is where it is."""

from __future__ import annotations

from dataclasses import replace

from test_following import DAM, DAM_LATER, EVERYTHING, FERRY, Window

from generator.model.ids import ArticleId, SourceId
from generator.stories import Rulings, explain_membership, follow_stories, trace_lineage


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
