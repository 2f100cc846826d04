"""A cleaned article with front matter is read; its faults are told with their places."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from generator.diagnostics import Problem
from generator.model.article import DatedBy, Draft, Label
from generator.readers import Raw
from generator.readers.markdown import MarkdownReader

SEEN = datetime(2026, 8, 17, 12, tzinfo=UTC)
ARTICLE = """---
title: Harbour bridge reopens after repairs
url: https://harbour-gazette.example/2026/08/17/bridge
source: Harbour Gazette
published: 2026-08-17T09:30:00+02:00
dated_by: page
authors: [A. Writer]
label: analysis
see_also: ["Ferry service ends on Sunday"]
---
First paragraph.

Second paragraph.
"""


def read(text: str) -> list[Draft | Problem]:
    return list(MarkdownReader().read(Raw(path="a.md", data=text.encode(), modified=SEEN)))


def test_article_is_read() -> None:
    (draft,) = read(ARTICLE)
    assert isinstance(draft, Draft)
    assert draft.title == "Harbour bridge reopens after repairs"
    assert (draft.source_name, draft.published_text) == ("Harbour Gazette", "2026-08-17T09:30:00+02:00")
    assert (draft.dated_by, draft.label, draft.authors) == (DatedBy.PAGE, Label.ANALYSIS, ("A. Writer",))
    assert draft.body.strip() == "First paragraph.\n\nSecond paragraph."


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("titel: x", "unknown-key"),
        ("label: rumour", "invalid-value"),
        ("authors: A. Writer", "invalid-value"),
        ("dateline: [a]", "invalid-value"),
        ("excerpt_only: maybe", "invalid-value"),
        ("via: *a", "yaml-limit"),
        ("title: again", "yaml-duplicate-key"),
        ("\tx: y", "yaml-syntax"),
    ],
)
def test_fault_is_told_with_its_line(line: str, code: str) -> None:
    others = ("authors: [A. Writer]\n", "label: analysis\n")
    text = ARTICLE.replace(others[0], "").replace(others[1], "")
    found = read(text.replace("dated_by: page", line))
    assert [(item.code, item.position.line) for item in found if isinstance(item, Problem)] == [(code, 6)]
    assert not [item for item in found if isinstance(item, Draft)]


def test_misspelt_key_suggests_the_right_one() -> None:
    (problem,) = read(ARTICLE.replace("see_also", "see_allso"))
    assert isinstance(problem, Problem)
    assert "'see_also'" in problem.remedy


def test_article_without_a_title_is_told() -> None:
    (problem,) = read("---\nsource: x\n---\nText.\n")
    assert isinstance(problem, Problem)
    assert problem.code == "no-title"


@pytest.mark.parametrize(
    "text", ["---\ntitle: a\nno end\n", "---\n- a\n- b\n---\nText.\n", "no fence\n", "---\n---\n"]
)
def test_front_matter_that_is_none_is_told(text: str) -> None:
    (problem,) = read(text)
    assert isinstance(problem, Problem)
    assert problem.code == "no-front-matter"


@pytest.mark.parametrize("value", ["[news]", "{news: yes}", "[[]]"])
def test_choice_that_is_a_list_is_told(value: str) -> None:
    (problem,) = read(f"---\ntitle: a\nlabel: {value}\n---\nText.\n")
    assert isinstance(problem, Problem)
    assert problem.code == "invalid-value"
