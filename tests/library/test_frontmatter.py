"""An article's file: what is written reads back, whatever its title and body; faults have their place."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.library.frontmatter import read_article, write_article
from generator.model.article import Article, DatedBy, Label
from generator.model.ids import ArticleId, SourceId, TopicId
from generator.model.image import MOST_IMAGES, Image
from generator.model.text import normal_article, normal_body, normal_line

ID = ArticleId("2026/08/17/harbour-gazette-bridge")
FULL = Article(
    id=ID,
    title="Harbour bridge reopens after repairs",
    body="The bridge reopened.\n\nTraffic is slow.",
    url="https://harbour-gazette.example/2026/08/17/bridge",
    source=SourceId("harbour-gazette"),
    published=datetime(2026, 8, 17, 9, 30, tzinfo=timezone(timedelta(hours=2))),
    dated_by=DatedBy.PAGE,
    updated=datetime(2026, 8, 17, 11, 0, tzinfo=timezone(timedelta(hours=2))),
    retrieved=datetime(2026, 8, 17, 12, 0, tzinfo=UTC),
    authors=("A. Writer",),
    credit=(SourceId("example-wire"),),
    via=SourceId("daily-aggregator"),
    cites=(SourceId("other-paper"),),
    dateline="Harbour City",
    label=Label.NEWS,
    language="en",
    topics=(TopicId("transport"),),
    see_also=("Ferry service ends on Sunday",),
    external_id="…",
    licence="https://creativecommons.org/licenses/by/4.0/",
    copyright_notice="© 2026 Harbour Gazette",
    paywalled=True,
    images=(
        Image(
            url="https://harbour-gazette.example/bridge.jpg?w=1,2",
            caption="The bridge: old",
            credit="A. Lens",
        ),
        Image(url="https://harbour-gazette.example/pier.jpg"),
    ),
)
FULL_TEXT = """\
---
title: Harbour bridge reopens after repairs
url: https://harbour-gazette.example/2026/08/17/bridge
source: harbour-gazette
published: 2026-08-17T09:30:00+02:00
dated_by: page
updated: 2026-08-17T11:00:00+02:00
retrieved: 2026-08-17T12:00:00Z
authors: [A. Writer]
credit: [example-wire]
via: daily-aggregator
cites: [other-paper]
dateline: Harbour City
label: news
language: en
topics: [transport]
see_also: [Ferry service ends on Sunday]
external_id: "…"
licence: https://creativecommons.org/licenses/by/4.0/
copyright_notice: "© 2026 Harbour Gazette"
paywalled: true
images:
  - {url: "https://harbour-gazette.example/bridge.jpg?w=1,2", caption: "The bridge: old", credit: A. Lens}
  - {url: "https://harbour-gazette.example/pier.jpg"}
---
The bridge reopened.

Traffic is slow.
"""

TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=60)
LINES = st.lists(
    st.sampled_from(
        ["---", "...", "title: x", "", " ", "\t", "# h", "- a", "\r", "\x00", "\u2028", "e\u0301"]
    )
    | TEXT
).map("\n".join)
SLUGS = st.from_regex(r"[a-z0-9]+(-[a-z0-9]+){0,2}", fullmatch=True)
OFFSETS = st.integers(-14 * 60, 14 * 60).map(lambda minutes: timezone(timedelta(minutes=minutes)))
TIMES = st.builds(
    lambda seconds, zone: (datetime(2000, 1, 1, tzinfo=UTC) + timedelta(seconds=seconds)).astimezone(zone),
    st.integers(-(10**10), 10**10) | st.floats(-1e9, 1e9),
    OFFSETS,
)
ARTICLES = st.builds(
    Article,
    id=st.just(ID),
    title=(TEXT | LINES).filter(normal_line),
    body=LINES.filter(normal_body),
    source=SLUGS,
    published=TIMES,
    retrieved=st.none() | TIMES,
    updated=st.none() | TIMES,
    dated_by=st.none() | st.sampled_from(DatedBy),
    url=st.none() | st.just("https://a.example/x?y=%20#z"),
    authors=st.lists(TEXT, max_size=3).map(tuple),
    credit=st.lists(SLUGS, max_size=2).map(tuple),
    via=st.none() | SLUGS,
    cites=st.lists(SLUGS, max_size=2).map(tuple),
    dateline=st.none() | TEXT,
    label=st.sampled_from(Label),
    language=st.sampled_from(["en", "no", "ar", "zh-Hant"]),
    topics=st.lists(SLUGS, max_size=2).map(tuple),
    see_also=st.lists(TEXT, max_size=3).map(tuple),
    external_id=st.none() | TEXT,
    excerpt_only=st.booleans(),
    licence=st.none() | TEXT,
    copyright_notice=st.none() | TEXT,
    paywalled=st.booleans(),
    images=st.lists(
        st.builds(
            Image,
            url=st.sampled_from(["https://a.example/x?y=%20,{}#z", "http://a.example/é:'x'.jpg"]),
            caption=st.none() | TEXT,
            credit=st.none() | TEXT,
        ),
        max_size=3,
    ).map(tuple),
)


def read(text: str) -> Article:
    article, problems = read_article(text, "a.md", ID)
    assert problems == []
    assert article is not None
    return article


def told(text: str) -> list[str]:
    article, problems = read_article(text, "a.md", ID)
    assert article is None
    return [str(problem) for problem in problems]


def test_the_keys_stand_in_the_order_of_the_format() -> None:
    assert write_article(FULL) == FULL_TEXT


def test_a_file_reads_as_the_article_it_was_written_from() -> None:
    assert read(FULL_TEXT) == FULL


@given(ARTICLES)
def test_any_article_reads_back(article: Article) -> None:
    assert read(write_article(article)) == normal_article(article)


@given(ARTICLES)
def test_a_file_that_was_written_is_written_the_same_again(article: Article) -> None:
    text = write_article(article)
    assert write_article(read(text)) == text


@pytest.mark.corpus
@pytest.mark.parametrize(
    "name", ["naughty_strings", "own_titles_frontmatter", "xss_bleach", "xss_dompurify", "yaml_test_suite"]
)
def test_hostile_strings_read_back_as_title_and_as_body(name: str, corpora: Path) -> None:
    for line in (corpora / "hostile" / f"{name}.jsonl").read_text(encoding="utf-8").strip().split("\n"):
        case = json.loads(line)
        payload = case.get("payload") or case.get("yaml")
        title = normal_line(payload) or "untitled"
        article = replace(
            FULL, title=title, body=payload, excerpt_only=True, authors=(payload,), see_also=(payload,)
        )
        article = replace(article, images=(Image(url=FULL.images[1].url, caption=payload[:1000]),))
        assert read(write_article(article)) == normal_article(article)


@pytest.mark.parametrize(
    "body",
    ["---", "---\ntitle: x\n---\nbody", "...\n---\nevil: 1", "---\n---\n---", "title: x", "\n---"],
)
def test_a_body_may_look_like_front_matter(body: str) -> None:
    article = replace(FULL, body=normal_body(body))
    assert read(write_article(article)) == article


def test_a_file_from_any_editor_gives_the_same_article() -> None:
    mangled = "\ufeff" + FULL_TEXT.replace("\n\n", "\n\n\n \n").replace("\n", "\r\n").replace(
        "---\r", "---  \r"
    )
    assert read(mangled) == FULL


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "a.md:1:1: error[no-front-matter]: The file does not begin with a line of ---. "),
        ("Just text.\n", "a.md:1:1: error[no-front-matter]: The file does not begin with a line of ---. "),
        (
            "---\ntitle: a\n",
            "a.md:1:1: error[no-front-matter]: The front matter has no line of --- at its end. ",
        ),
        ("----\n", "a.md:1:1: error[no-front-matter]: The file does not begin with a line of ---. "),
        ("---\na: [\n---\nb\n", "a.md:3:1: error[yaml-syntax]: "),
        ("---\na: &b c\n---\nb\n", "a.md:2:4: error[yaml-limit]: The anchor '&b' is refused. Remove it."),
    ],
)
def test_a_file_without_readable_front_matter_is_told(text: str, message: str) -> None:
    assert told(text)[0].startswith(message)


def test_every_fault_of_an_article_is_told_at_once() -> None:
    problems = told("---\ntilte: A\nsource: The Gazette\nlabel: nws\n---\n \n")
    assert [problem.partition(":")[2].partition(":  ")[0].split("]")[0] for problem in problems] == [
        "2:1: error[missing-key",
        "3:9: error[invalid-value",
        "4:8: error[invalid-value",
        "2:1: error[unknown-key",
        "2:1: error[no-date",
        "2:1: error[empty-body",
    ]


def test_an_excerpt_needs_no_text() -> None:
    text = "---\ntitle: A\nsource: a\nretrieved: 2026-08-17T12:00:00Z\nexcerpt_only: true\n---\n"
    assert read(text).excerpt_only
    assert read(text).body == ""


def test_a_title_that_yaml_would_take_for_something_else_stays_text() -> None:
    for title in (
        "1984",
        "no",
        "null",
        "12:30",
        "~",
        "[a]",
        "a: b # c",
        "'",
        '"',
        "\\",
        "#1",
        "- x",
        "@x",
        "%x",
    ):
        article = replace(FULL, title=title)
        assert read(write_article(article)).title == title


@pytest.mark.corpus
def test_every_hostile_file_is_an_article_or_told(corpora: Path) -> None:
    for path in sorted((corpora / "hostile" / "files").iterdir()):
        text = path.read_bytes().decode("utf-8", "replace")
        article, problems = read_article(text, path.name, ID)
        assert (article is None) == bool(problems)


@pytest.mark.parametrize(
    ("images", "message"),
    [
        ("x", "a.md:5:9: error[invalid-value]: images: 'x' is not a list. "),
        ("[x]", "a.md:5:10: error[invalid-value]: images: 'x' is not a mapping. "),
        ("[{caption: x}]", "a.md:5:10: error[missing-key]: `url` is missing. "),
        ("[{url: 'javascript:x'}]", "is not an http or https address. "),
        (
            "[{url: 'https://a.example/', width: 3}]",
            "a.md:5:38: error[unknown-key]: `width` is not a key here. ",
        ),
        (
            f"[{{url: 'https://a.example/', credit: {'x' * 201}}}]",
            "has 201 characters. Write no more than 200.",
        ),
        (
            f"[{', '.join(['{url: https://a.example/}'] * (MOST_IMAGES + 1))}]",
            "a list has 11 pictures. Keep 10",
        ),
    ],
)
def test_faults_of_pictures_have_their_place(images: str, message: str) -> None:
    text = f"---\ntitle: x\nsource: a\npublished: 2026-08-17T09:00:00Z\nimages: {images}\n---\nb\n"
    (said,) = told(text)
    assert message in said
    assert said.startswith("a.md:5:")
