"""Lists of feeds name sources: every feed of them, however ill the list is written."""

from __future__ import annotations

import json
from datetime import UTC, datetime

from hypothesis import given, settings
from hypothesis import strategies as st

from generator.diagnostics import Problem
from generator.model.source import Feed, SourceDraft
from generator.readers import Raw, choose
from generator.readers.feed_list import FeedListReader

SEEN = datetime(2026, 8, 17, 12, tzinfo=UTC)


def read(data: str | bytes) -> list[SourceDraft | Problem]:
    data = data.encode() if isinstance(data, str) else data
    return list(FeedListReader().read(Raw(path="list.opml", data=data, modified=SEEN)))


def opml(body: str) -> str:
    head = '<?xml version="1.0"?>\n<opml version="2.0"><head><title>Mine</title></head><body>'
    return f"{head}\n{body}\n</body></opml>"


def drafts(body: str) -> list[SourceDraft]:
    return [item for item in read(opml(body)) if isinstance(item, SourceDraft)]


def test_outline_says_name_feed_homepage_and_language() -> None:
    (found,) = drafts(
        '<outline type="rss" text="Gazette" title="Harbour &amp; Gazette" xmlUrl="https://g.example/feed"'
        ' htmlUrl="https://g.example/" language="en"/>'
    )
    assert (found.name, found.feed) == ("Harbour & Gazette", Feed(url="https://g.example/feed"))
    assert (found.homepage, found.language) == ("https://g.example/", "en")
    assert (found.origin.line, found.origin.col) == (3, 1)


def test_folders_are_kept() -> None:
    found = drafts(
        '<outline text="News"><outline text="Europe">\n<outline text="A" xmlUrl="https://a.example/"/>'
        '</outline><outline text="B" xmlUrl="https://b.example/" category="/Weekly,/News/Long"></outline>'
        '</outline><outline text="C" xmlUrl="https://c.example/"/>'
    )
    assert {draft.name: draft.feed.folders for draft in found} == {
        "A": ("News/Europe",),
        "B": ("News", "Weekly", "News/Long"),
        "C": (),
    }


def test_ill_formed_list_loses_nothing() -> None:
    found = drafts(
        '<outline text="A & B" description="says "hello" > all" xmlUrl="https://a.example/?x=1&y=2" />'
        "<outline text='C' xmlUrl='https://c.example/'>"
        '<!-- <outline text="no" xmlUrl="https://no.example/"/> -->'
    )
    assert [(draft.name, draft.feed.url) for draft in found] == [
        ("A & B", "https://a.example/?x=1&y=2"),
        ("C", "https://c.example/"),
    ]


def test_categories_in_json_are_read() -> None:
    lists = {
        "Europe": {"source_language": "de", "feeds": ["https://a.example/feed", 7]},
        "Asia": {"feeds": []},
    }
    raw = Raw(path="feeds.json", data=json.dumps(lists, indent=2).encode(), modified=SEEN)
    reader = choose(raw)
    assert isinstance(reader, FeedListReader)
    (found,) = reader.read(raw)
    assert isinstance(found, SourceDraft)
    assert (found.feed, found.language) == (Feed(url="https://a.example/feed", folders=("Europe",)), "de")


def test_each_feed_in_json_has_its_place() -> None:
    text = (
        '\n\n{"Europe": {"feeds": [\n  "https://a.example/feed", 7,\n   "https://b.example/feed"]},\n'
        ' "World": {"feeds": "https://c.example/feed"},\n'
        ' "Asia": {"about": {"feeds": []}, "feeds": ["no", "https://d.example/feed"]}}'
    )
    found = list(FeedListReader().read(Raw(path="feeds.json", data=text.encode(), modified=SEEN)))
    assert [
        (one.feed.url, one.origin.line, one.origin.col) for one in found if isinstance(one, SourceDraft)
    ] == [
        ("https://a.example/feed", 4, 3),
        ("https://b.example/feed", 5, 4),
        ("https://c.example/feed", 1, 1),
        ("no", 7, 45),
        ("https://d.example/feed", 7, 51),
    ]


def test_list_without_feeds_is_told() -> None:
    (found,) = read(opml('<outline text="A"/>'))
    assert isinstance(found, Problem)
    assert found.code == "nothing-found"


def test_entities_do_nothing() -> None:
    bomb = '<!DOCTYPE opml [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;"><!ENTITY x SYSTEM "file:///etc/hostname">]>'
    (found,) = read(f'{bomb}<opml><outline text="&b;&x;" xmlUrl="https://a.example/"/></opml>')
    assert isinstance(found, SourceDraft)
    assert found.name == "&b;&x;"


_PIECES = st.sampled_from(
    [
        b"<opml>", b"<outline ", b"</outline>", b'xmlUrl="', b"text='", b'"', b"'", b"/>", b">", b"<!--",
        b"-->", b"&amp;", b"&", b"\xff\xfe", b"\0", b"https://[", b'{"a": {"feeds": ["https:', b"]}}",
    ]
)  # fmt: skip


@settings(max_examples=200, deadline=None)
@given(st.one_of(st.binary(max_size=200), st.lists(_PIECES, max_size=20).map(b"".join)))
def test_no_bytes_make_the_reader_raise(data: bytes) -> None:
    FeedListReader().accepts(Raw(path="x", data=data, modified=SEEN))
    assert all(isinstance(item, SourceDraft | Problem) for item in read(data))
