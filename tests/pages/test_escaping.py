"""Whatever goes in as a stranger's text is what a browser shows as text, in every place that pages put it."""

from __future__ import annotations

import json
from pathlib import Path
from urllib.parse import urlsplit

import pytest
import yaml
from hypothesis import example, given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from pages_sample import Seen, markdown

from generator.pages.escaping import (
    attribute_value,
    markdown_text,
    one_line,
    safe_url,
    yaml_value,
)

# Every place that a template puts a text in, and the elements that belong there.
PLACES = {
    "paragraph": ("{}", ["p"]),
    "paragraph between others": ("above\n\n{}\n\nbelow", ["p", "p", "p"]),
    "heading": ("## {} {{ #here }}", ["h2"]),
    "linked heading": ("### [{}](page.md) {{ #here }}", ["h3", "a"]),
    "link in a line": ("before [{}](page.md) after", ["p", "a"]),
    "bold link with a mark after": ("**[{}](page.md)**! [1](page.md)", ["p", "strong", "a", "a"]),
    "badge": ("who · *{}*", ["p", "em"]),
    "list item": ("- {}\n- other", ["ul", "li", "li"]),
    "numbered list item": ("1. {}, [“{}”](page.md)\n2. other", ["ol", "li", "a", "li"]),
    "labelled list item": ("- **More:** {}; {}", ["ul", "li", "strong"]),
    "quotation": ("> “{}”<sup>[1](page.md)</sup>", ["blockquote", "p", "sup", "a"]),
    "foreign span": ('x <span lang="ar" dir="rtl">{}</span> y', ["p", "span"]),
    "small print": ("[x](page.md) <small>{}</small>", ["p", "a", "small"]),
    "table": ("| a | b |\n|---|---|\n| [x](page.md) | 1 |\n\n{}", None),
    "wrapper": (
        "<article markdown>\n\n### [{}](page.md) {{ #here }}\n\n> {}\n\n- {}\n\n1. {}\n\n</article>",
        ["article", "h3", "a", "blockquote", "p", "ul", "li", "ol", "li"],
    ),
    "line after a break": ("first  \n{}", ["p", "br"]),
}
# What CommonMark makes of a text that means nothing; GitHub's strikethrough and tables are on.
COMMONMARK = MarkdownIt("commonmark").enable(["strikethrough", "table"])

TEXTS = st.one_of(
    st.text(max_size=60),
    st.text(alphabet="\\`*_{}[]()<>#+-.!|&;:~=^$\"'/?%@ 1aA\n\t", max_size=40),
    st.from_regex(r"[#>*+=:|~!-]{1,4} ?\w{0,3}[*_`\[\]<&]{0,3}\w{0,3};?", fullmatch=True),
)


def shown(place: str, text: str) -> str:
    """What Python-Markdown makes of `text` in `place`, as one line; fails on an element of its own."""
    frame, tags = PLACES[place]
    seen = Seen(markdown().convert(frame.format(*[markdown_text(text)] * frame.count("{}"))))
    if tags is not None:
        assert seen.tags == tags, (place, text)
    return seen.text


def expected(place: str, text: str) -> str:
    """What `place` shows of a text that means nothing."""
    frame, _ = PLACES[place]
    plain = Seen(markdown().convert(frame.format(*["QQQ"] * frame.count("{}")))).text
    return " ".join(plain.replace("QQQ", one_line(text)).split())


@pytest.mark.parametrize("place", PLACES)
@settings(max_examples=60)
@given(text=TEXTS.filter(one_line))
@example("C#")
@example("Stop!")
@example("AT&T &amp &lt; &#60; &copy;")
@example("\x02klzzwxh:0\x03 and STX")
@example("a\\")
@example("*[HTML]: x")
@example("[^1]: x")
@example('=== "tab"')
@example("??? note")
@example("--8<-- 'x'")
@example("<0@0>")
@example("<=0@0> and <5")
def test_text_is_shown_as_it_went_in(place: str, text: str) -> None:
    assert shown(place, text) == expected(place, text)


@settings(max_examples=200)
@given(text=TEXTS.filter(one_line))
def test_text_means_nothing_to_commonmark_either(text: str) -> None:
    for before, after in (("", ""), ("- ", ""), ("### [", "](page.md)"), ("> “", "”")):
        html = COMMONMARK.render(f"{before}{markdown_text(text)}{after}")
        seen = Seen(html)
        plain = Seen(COMMONMARK.render(f"{before}QQQ{after}"))
        assert seen.tags == plain.tags, html
        assert seen.text == " ".join(plain.text.replace("QQQ", one_line(text)).split())


@pytest.mark.corpus
@pytest.mark.parametrize("file", ["naughty_strings", "own_titles_frontmatter", "xss_bleach", "xss_dompurify"])
@pytest.mark.parametrize("place", ["paragraph", "linked heading", "numbered list item", "wrapper"])
def test_every_hostile_string_is_shown_as_text(corpora: Path, file: str, place: str) -> None:
    lines = (corpora / "hostile" / f"{file}.jsonl").read_text(encoding="utf-8").split("\n")
    payloads = [json.loads(line)["payload"] for line in lines if line]
    wrong = [text for text in payloads if one_line(text) and shown(place, text) != expected(place, text)]
    assert len(payloads) > 10
    assert wrong == []


@pytest.mark.corpus
def test_every_example_of_commonmark_is_shown_as_text(corpora: Path) -> None:
    lines = (corpora / "hostile" / "commonmark_examples.jsonl").read_text(encoding="utf-8").split("\n")
    texts = [json.loads(line)["markdown"] for line in lines if line]
    for text in filter(one_line, texts):
        assert shown("paragraph", text) == expected("paragraph", text)


@pytest.mark.parametrize(
    "text",
    [
        "Skerrin ferry strikes the harbour wall at Port Aldous with 214 aboard; no crossings until Wednesday",
        "Council votes 31-24 (again), ‘a mistake’ – says Venn: 5 * 6 is 30",
        "snake_case and https://example.org/a?b=c, AT&T, 5 < 6, 50% off, a/b, C:\\Users, ~5 km, 12:30:45",
        "1.5 million, +5 points, -3 °C, “quoted”, $5 and $6",
    ],
)
def test_ordinary_titles_stay_as_they_are(text: str) -> None:
    assert str(markdown_text(text)).replace("\\*", "*") == text


@given(text=st.text())
def test_yaml_gives_back_the_text(text: str) -> None:
    assert yaml.safe_load(f"title: {yaml_value(text)}\n") == {"title": one_line(text)}
    assert "\n" not in yaml_value(text)


@settings(max_examples=100)
@given(text=TEXTS)
def test_an_attribute_gives_back_the_text(text: str) -> None:
    for frame in ('[1](page.md "{}")', '<span title="{}">x</span>'):
        html = markdown().convert(frame.format(attribute_value(text)))
        (attributes,) = (known for tag, known in Seen(html).elements if tag in {"a", "span"})
        assert " ".join((attributes.get("title") or "").split()) == " ".join(one_line(text).split())


@pytest.mark.parametrize(
    "url",
    [
        "javascript:alert(1)",
        "JaVaScRiPt:alert(1)",
        "java\nscript:alert(1)",
        "data:text/html,x",
        "vbscript:x",
        "file:///etc/passwd",
        "//example.org/x",
        "/x",
        "x",
        "",
        "https://",
        "https:///x",
        "http://[::1",
        "https://exa mple.org/",
        "https://example.org\\@evil.example/",
        "https://example.org/\u202e",
        "mailto:",
        "mailto:a@b.example?body=x%0A",
        "mailto:x",
    ],
)
def test_an_address_of_another_kind_is_no_link(url: str) -> None:
    assert safe_url(url) in (None, "mailto:a@b.example")


@pytest.mark.parametrize(
    ("url", "safe"),
    [
        ("https://example.org/a?b=c&d=e#f", "https://example.org/a?b=c&d=e#f"),
        ("HTTP://Example.org/", "http://Example.org/"),
        ("https://example.org/a_(b)*c*", "https://example.org/a_%28b%29%2Ac%2A"),
        ("https://example.org/مكتب", "https://example.org/%D9%85%D9%83%D8%AA%D8%A8"),
        ("https://example.org/100%/50%25", "https://example.org/100%25/50%25"),
        ('https://example.org/"><script>', "https://example.org/%22%3E%3Cscript%3E"),
        ("https://example.org/?a&lt;b", "https://example.org/?a&lt%3Bb"),
        ("https://user:word@example.org:81/", "https://user:word@example.org:81/"),
        ("mailto:desk@example.org", "mailto:desk@example.org"),
    ],
)
def test_an_address_is_encoded_where_markdown_would_stumble(url: str, safe: str) -> None:
    assert safe_url(url) == safe


@settings(max_examples=150)
@given(rest=st.text(max_size=30))
def test_an_address_comes_through_a_markdown_link_unchanged(rest: str) -> None:
    url = safe_url(f"https://example.org/{rest}")
    if url is not None:
        seen = Seen(markdown().convert(f"[x]({url})"))
        assert [attributes.get("href") for _, attributes in seen.elements] == [None, url]
        assert seen.text == "x"
        assert urlsplit(url).hostname == "example.org"
