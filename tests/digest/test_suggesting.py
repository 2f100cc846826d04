"""Suggestions: which names of a corpus are worth an entry of the vocabulary."""

from __future__ import annotations

from dataclasses import replace

from newsroom import OUTLETS, coverage, report, settings

from generator.digest import Suggestion, suggest_names
from generator.model.article import Article
from generator.model.topic import TopicKind
from generator.settings import SourceEntry, TopicEntry, make_settings


def told(day: int, outlet: str, body: str, **fields: object) -> Article:
    return replace(report(day, outlet, f"Day {day} at {outlet}"), body=body, **fields)


def suggested(*articles: Article, topics: tuple[TopicEntry, ...] = ()) -> dict[str, Suggestion]:
    outlets = [SourceEntry(id=one, name=f"The Daily {one.title()}") for one in OUTLETS]
    site = make_settings(settings().digest, sources=outlets, topics=topics)
    return {one.name: one for one in suggest_names(coverage(articles), site)}


def three(body: str, day: int = 10) -> list[Article]:
    """Three articles of two outlets, each a story."""
    return [told(day + n, ("radio", "wire")[n % 2], body) for n in range(3)]


def test_a_name_of_three_articles_is_suggested_with_where_it_stands() -> None:
    articles = three("The council heard Anna Muster about the dam.")
    found = suggested(*articles)["Anna Muster"]
    assert (found.stories, found.articles, found.sources) == (3, 3, 2)
    assert (found.first_seen.day, found.last_seen.day) == (10, 12)
    assert found.examples == tuple(article.id for article in reversed(articles))


def test_what_one_article_or_one_story_of_one_outlet_names_is_not() -> None:
    assert suggested(*three("The council heard Anna Muster about the dam.")[:2]) == {}


def test_common_words_with_a_capital_are_no_names() -> None:
    body = "The members of the City Council met. A city has a council, and the council of a city is one."
    assert suggested(*three(body)) == {}


def test_a_word_that_describes_what_follows_is_no_name() -> None:
    assert suggested(*three("They met Ruritanian officials and a Ruritanian envoy.")) == {}
    assert set(suggested(*three("They went to Ruritania, and from Ruritania they came."))) == {"Ruritania"}


def test_days_languages_and_titles_are_no_names() -> None:
    assert suggested(*three("They said on Monday in English that the President of it was ill.")) == {}


def test_what_is_known_is_not_suggested_by_any_of_its_names() -> None:
    body = "They asked Anna Muster and the Aske Water Board, the Daily Radio said."
    topics = (
        TopicEntry(id="muster", name="A. Muster", aliases=("Anna Muster",), kind=TopicKind.PERSON),
        TopicEntry(id="board", name="Aske Water Board", kind=TopicKind.ORGANISATION),
    )
    assert suggested(*three(body), topics=topics) == {}


def test_a_surname_goes_with_its_full_name() -> None:
    articles = [
        *three("They heard Anna Muster of the dam, and later Muster again."),
        told(14, "radio", "They said that Muster left."),
    ]
    (found,) = suggested(*articles).values()
    assert dict(found.forms) == {"Anna Muster": 3, "Muster": 4}


def test_short_forms_go_with_what_stands_before_their_brackets() -> None:
    body = "They asked the Aske Valley Trust (AVT) about it, and then the AVT again. The ROI was low."
    found = suggested(*three(body))
    assert set(found) == {"Aske Valley Trust"}
    assert dict(found["Aske Valley Trust"].forms)["AVT"] == 6


def test_a_kind_is_told_only_when_the_words_say_so() -> None:
    body = "They met Professor Anna Muster at Tarn University, and saw Solvind there."
    found = suggested(*three(body))
    assert {name: one.kind for name, one in found.items()} == {
        "Anna Muster": TopicKind.PERSON,
        "Tarn University": TopicKind.ORGANISATION,
        "Solvind": None,
    }


def test_an_entry_that_it_may_be_another_name_of_is_named() -> None:
    topics = (TopicEntry(id="muster", name="Anna Musters", kind=TopicKind.PERSON),)
    (found,) = suggested(*three("They heard Anna Muster of the dam."), topics=topics).values()
    assert [(one.topic, one.why) for one in found.close] == [("muster", "spelled alike")]


def test_a_name_of_more_stories_and_sources_comes_first_and_a_fresh_one_before_a_stale() -> None:
    articles = [
        *three("They heard Anna Muster of the dam."),
        *(told(20 + n, OUTLETS[n], "They heard Ben Doyle of the dam.") for n in range(4)),
    ]
    assert list(suggested(*articles)) == ["Ben Doyle", "Anna Muster"]


def test_a_writer_of_the_house_is_no_news() -> None:
    house = [told(1 + n, "radio", "It was seen by reporter Ada Scribe for you.") for n in range(25)]
    assert suggested(*house) == {}
    assert suggested(*house, told(28, "wire", "They heard Ada Scribe of the dam.")) != {}


def test_the_order_of_the_articles_does_not_matter() -> None:
    articles = [*three("They heard Anna Muster in Tarn."), *three("They heard Ben Doyle.", day=20)]
    assert list(suggested(*articles).values()) == list(suggested(*reversed(articles)).values())
