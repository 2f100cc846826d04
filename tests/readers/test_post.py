"""Posts of other generators of sites."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.cli.main import run
from generator.diagnostics import Problem
from generator.model.article import Draft
from generator.readers import Raw, choose
from generator.readers.post import PostReader

JEKYLL = (
    "_posts/2026-08-17-bridge-reopens.md",
    """---
layout: post
title: "Bridge reopens"
date: 2026-08-17 09:30:00 +0200
author: Ann Lee
categories: [news, ferries]
tags: bridge
permalink: /2026/bridge/
---
The bridge is **open** again, [the council](https://council.example/) said.{: .lead }
{% comment %} not yet {% endcomment %}
{% include figure.html src="bridge.jpg" %}

* one
* two
""",
)
HUGO = (
    "content/posts/bridge-reopens/index.md",
    """+++
title = 'Bridge reopens'
date = 2026-08-17T09:30:00+02:00
lastmod = 2026-08-18
authors = ["Ann Lee"]
categories = ["news", "ferries"]
tags = ["bridge"]
+++
The bridge is **open** again, [the council](https://council.example/) said.

{{< figure src="bridge.jpg" >}}

* one
* two
""",
)
PELICAN = (
    "content/bridge-reopens.md",
    """Title: Bridge reopens
Date: 2026-08-17 09:30
Modified: 2026-08-18 10:00
Category: news
Tags: ferries, bridge
Authors: Ann Lee
Slug: bridge-reopens

The bridge is **open** again, [the council](https://council.example/) said.

* one
* two
""",
)
MATERIAL = (
    "docs/blog/posts/bridge-reopens.md",
    """---
date:
  created: 2026-08-17
  updated: 2026-08-18
authors: [Ann Lee]
categories: [news, ferries]
tags: [bridge]
title: Bridge reopens
---

The bridge is **open** again, [the council](https://council.example/) said.

<!-- more -->

* one
* two
""",
)


def raw(name: str, text: str) -> Raw:
    return Raw(path=name, data=text.encode(), modified=datetime(2026, 9, 1, tzinfo=UTC))


def read(name: str, text: str) -> list[Draft | Problem]:
    return list(PostReader().read(raw(name, text)))


@pytest.mark.parametrize(
    ("post", "published", "updated"),
    [
        (JEKYLL, "2026-08-17T09:30:00+02:00", None),
        (HUGO, "2026-08-17T09:30:00+02:00", "2026-08-18"),
        (PELICAN, "2026-08-17T09:30:00", "2026-08-18T10:00:00"),
        (MATERIAL, "2026-08-17", "2026-08-18"),
    ],
    ids=["Jekyll", "Hugo", "Pelican", "Material"],
)
def test_a_post_is_known_and_says_the_same_in_every_form(
    post: tuple[str, str], published: str, updated: str | None
) -> None:
    reader = choose(raw(*post))
    assert isinstance(reader, PostReader)
    (draft,) = reader.read(raw(*post))
    assert isinstance(draft, Draft)
    assert draft.title == "Bridge reopens"
    assert draft.body == "The bridge is open again, the council said.\n\n- one\n- two"
    assert (draft.published_text, draft.updated_text) == (published, updated)
    assert draft.authors == ("Ann Lee",)
    assert draft.categories == ("news", "ferries", "bridge")
    assert (draft.external_id, draft.url) == ("bridge-reopens", None)


def test_an_article_of_ours_and_a_page_without_a_date_are_no_posts() -> None:
    for head in (
        "title: A\nsource: b\ndate: 2026-08-17\n",
        "title: A\n",
        "title: A\npublished: 2026-08-17\n",
    ):
        assert not PostReader().accepts(raw("a.md", f"---\n{head}---\nText.\n"))
    assert not PostReader().accepts(raw("a.txt", "Title: A\n\nDate: B\n"))
    assert PostReader().accepts(raw("2026-08-17-a.md", "---\ntitle: A\n---\nText.\n"))


def test_the_day_in_a_name_counts_where_nothing_else_says_one() -> None:
    (draft,) = read("_posts/2026-08-17-a.md", "---\ntitle: A\n---\nText.\n")
    assert isinstance(draft, Draft)
    assert (draft.published_text, draft.external_id) == ("2026-08-17", "a")


def test_an_address_counts_when_it_is_whole() -> None:
    (draft,) = read(
        "a.md", "---\ntitle: A\ndate: 2026-08-17\nlink: https://paper.example/a\nurl: /a/\n---\nB.\n"
    )
    assert isinstance(draft, Draft)
    assert draft.url == "https://paper.example/a"


@pytest.mark.parametrize("mark", ["draft: true", "status: draft"])
def test_a_draft_is_left_out_and_told(mark: str) -> None:
    (problem,) = read("a.md", f"---\ntitle: A\ndate: 2026-08-17\n{mark}\n---\nB.\n")
    assert isinstance(problem, Problem)
    assert (problem.code, problem.severity.value) == ("restricted", "note")


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("---\ntitle: A\ndate: [\n---\nB\n", (4, 1)),
        ("---\n- a\n---\nB\n", (2, 1)),
        ("---\ntitle: A\ndate: 2026\n", (1, 1)),
        ("+++\ntitle = 'A'\ndate = \n+++\nB\n", (3, 8)),
    ],
)
def test_metadata_that_cannot_be_read_are_told_with_their_place(text: str, place: tuple[int, int]) -> None:
    (problem,) = read("a.md", text)
    assert isinstance(problem, Problem)
    assert (problem.position.line, problem.position.col) == place


@given(head=st.text(max_size=80), body=st.text(max_size=80), fence=st.sampled_from(["---", "+++", ""]))
def test_no_text_at_all_makes_it_fail(head: str, body: str, fence: str) -> None:
    for item in read("2026-08-17-a.md", f"{fence}\ntitle: A\n{head}\n{fence}\n{body}"):
        assert isinstance(item, Draft | Problem)


def test_a_folder_of_posts_becomes_articles_of_its_publisher(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    site = tmp_path / "site"
    now = ("--now", "2026-09-01T00:00:00Z")
    assert run(["new", str(site), *now]) == 0
    folder = tmp_path / "blog"
    for number, (name, text) in enumerate((JEKYLL, HUGO, PELICAN, MATERIAL)):
        path = folder / name.replace("bridge", f"bridge-{number}")
        path.parent.mkdir(parents=True, exist_ok=True)
        numbered = text.replace("Bridge reopens", f"Bridge {number} reopens")
        path.write_text(numbered.replace("Slug: bridge", f"Slug: bridge-{number}"))
    assert run(["ingest", str(folder), "--source", "The Quay", "--site", str(site), *now]) == 0, capsys
    articles = sorted(path.stem for path in (site / "content/articles/2026/08/17").iterdir())
    assert articles == [f"the-quay-bridge-{number}-reopens" for number in range(4)]
    assert "name: The Quay" in (site / "site_config/sources.yml").read_text()
