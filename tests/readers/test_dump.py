"""An aggregator's page gives its lead and its related articles, whatever stands in them."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from generator.diagnostics import Problem
from generator.model.article import Draft
from generator.readers import Raw
from generator.readers.dump import DumpReader

SEEN = datetime(2026, 8, 17, 12, tzinfo=UTC)
CHROME = """Hashtags

Try Our AI Features
Explore what Newsy AI can do for you:
Comments
No comments yet...
Related Articles
"""
RELATED = """
Harbour Gazette
28 minutes ago
- Harbour Gazette
Bridge reopens
Traffic is back.


Vale Post
3 hours ago
- Vale Post
Ferry stops
The last boat left.

It was full.
"""


def read(text: str) -> list[Draft | Problem]:
    raw = Raw(path="page.txt", data=text.encode(), modified=SEEN)
    return list(DumpReader().read(raw))


def drafts(text: str) -> dict[str, Draft]:
    found = read(text)
    assert all(isinstance(item, Draft) for item in found), found
    return {item.title: item for item in found if isinstance(item, Draft)}


def test_lead_and_related_articles_are_found() -> None:
    found = drafts(f"Lead title\nFirst.\nSecond.\n{CHROME}{RELATED}")
    assert set(found) == {"Lead title", "Bridge reopens", "Ferry stops"}
    assert found["Lead title"].body == "First.\n\nSecond."
    assert found["Bridge reopens"].source_name == "Harbour Gazette"
    assert found["Bridge reopens"].published_text == "28 minutes ago"
    assert found["Ferry stops"].body == "The last boat left.\n\nIt was full."
    assert {draft.via_name for draft in found.values()} == {"Newsy"}


def test_sources_printed_by_the_page_come_before_the_lead() -> None:
    titles = [item.title for item in read(f"Lead\nText.\n{CHROME}{RELATED}") if isinstance(item, Draft)]
    assert titles[-1] == "Lead"


def test_items_say_on_which_line_they_begin() -> None:
    found = drafts(f"Lead\nText.\n{CHROME}{RELATED}")
    assert found["Lead"].origin.line == 1
    assert found["Bridge reopens"].origin.line == 11


@pytest.mark.parametrize("heading", ["Comments", "Related Articles", "Hashtags", "No comments yet..."])
def test_lead_may_have_a_line_that_reads_like_furniture(heading: str) -> None:
    found = drafts(f"Lead\nText.\n{heading}\nMore text.\n{CHROME}{RELATED}")
    assert found["Lead"].body == f"Text.\n\n{heading}\n\nMore text."


@pytest.mark.parametrize("heading", ["Comments", "Related Articles", "Hashtags", "Try Our AI Features"])
def test_related_article_may_have_a_line_that_reads_like_furniture(heading: str) -> None:
    found = drafts(
        f"Lead\nText.\n{CHROME}\nPost\n1 hour ago\n- Post\nTitle\nOne.\n{heading}\nTwo.\n{RELATED}"
    )
    assert found["Title"].body == f"One.\n\n{heading}\n\nTwo."
    assert len(found) == 4


def test_hashtags_are_cut_and_may_be_missing() -> None:
    tagged = CHROME.replace("Hashtags\n\n", "Hashtags\n#Harbour\n#Bridges #Ferries\n\n")
    bare = CHROME.replace("Hashtags\n\n", "")
    for chrome in (tagged, bare):
        assert drafts(f"Lead\nText.\n{chrome}{RELATED}")["Lead"].body == "Text."


def test_readers_comments_are_cut() -> None:
    chrome = CHROME.replace("No comments yet...", "2 comments\nWell said!\nNo.")
    assert drafts(f"Lead\nText.\n{chrome}{RELATED}")["Lead"].body == "Text."


@pytest.mark.parametrize("age", ["a day ago", "17 Aug", "Aug 17, 2026", "yesterday", "just now", "", "2w"])
def test_age_may_be_anything_between_the_two_names(age: str) -> None:
    found = drafts(f"Lead\nText.\n{CHROME}\nPost\n{age}\n- Post\nTitle\nBody.\n")
    assert found["Title"].published_text == (age or None)


def test_age_may_be_missing() -> None:
    found = drafts(f"Lead\nText.\n{CHROME}\nPost\n- Post\nTitle\nBody.\n")
    assert (found["Title"].source_name, found["Title"].published_text) == ("Post", None)


@pytest.mark.parametrize(
    "name", ["24-7 Post", "- Dash -", "l'Écho du Val", "¡Hola!", "8", "A: B | C", "時事"]
)
def test_source_may_have_an_odd_name(name: str) -> None:
    found = drafts(f"Lead\nText.\n{CHROME}\n{name}\n1 hour ago\n- {name}\nTitle\nBody.\n")
    assert found["Title"].source_name == name


@pytest.mark.parametrize(
    "title", ["- dashed", "28 minutes ago", "#1: “Quoted” – title…", "Related Articles", "$10"]
)
def test_related_title_may_be_odd(title: str) -> None:
    found = drafts(f"Lead\nText.\n{CHROME}\nPost\n1 hour ago\n- Post\n{title}\nBody.\n{RELATED}")
    assert found[title].body == "Body."


def test_related_article_without_text_is_a_headline() -> None:
    found = drafts(f"Lead\nText.\n{CHROME}\nPost\n1 hour ago\n- Post\nTitle\n{RELATED}")
    assert found["Title"].excerpt_only
    assert found["Bridge reopens"].body == "Traffic is back."


def test_header_without_a_title_is_told_with_its_line() -> None:
    found = read(f"Lead\nText.\n{CHROME}\nPost\n1 hour ago\n- Post\n")
    problem = next(item for item in found if isinstance(item, Problem))
    assert (problem.code, problem.position.line) == ("no-title", 11)


def test_page_of_furniture_alone_says_that_nothing_was_found() -> None:
    (problem,) = read(CHROME)
    assert isinstance(problem, Problem)
    assert problem.code == "nothing-found"


@pytest.mark.parametrize("end", ["\r\n", "\r"])
def test_line_ends_do_not_matter(end: str) -> None:
    page = f"Lead\nText.\n{CHROME}{RELATED}"
    assert drafts(page.replace("\n", end)) == drafts(page)


def test_page_without_related_articles_gives_its_lead() -> None:
    assert drafts(f"Lead\nText.\n{CHROME}")["Lead"].body == "Text."


def test_only_such_a_page_is_accepted() -> None:
    def accepted(text: str) -> bool:
        return DumpReader().accepts(Raw(path="x.txt", data=text.encode(), modified=SEEN))

    assert accepted(f"Lead\nText.\n{CHROME}{RELATED}")
    assert accepted(f"Lead\nText.\nRelated Articles\n{RELATED}")
    assert not accepted("Title\n\nA text on related articles and comments.\n")
    assert not accepted("Title\nText.\nRelated Articles\n- one\n- two\n")
