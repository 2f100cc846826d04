"""Feeds of every kind become drafts: what an item says of itself, in plain paragraphs, and nothing acts."""

from __future__ import annotations

import json
import time
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.diagnostics import Problem
from generator.model.article import DatedBy, Draft
from generator.readers import Raw, choose
from generator.readers.decoding import decode
from generator.readers.feed import FeedReader
from generator.readers.feed_text import paragraphs_of

SEEN = datetime(2026, 8, 17, 12, tzinfo=UTC)


def read(data: str | bytes, captured: datetime | None = None) -> list[Draft | Problem]:
    data = data.encode() if isinstance(data, str) else data
    raw = Raw(path="feed.xml", data=data, modified=SEEN, captured=captured, limit=8 << 20)
    return list(FeedReader().read(raw))


def drafts(data: str | bytes) -> list[Draft]:
    found = read(data)
    assert all(isinstance(item, Draft) for item in found), found
    return [item for item in found if isinstance(item, Draft)]


def rss(item: str, channel: str = "") -> str:
    return (
        '<?xml version="1.0"?><rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/"'
        ' xmlns:content="http://purl.org/rss/1.0/modules/content/"'
        ' xmlns:media="http://search.yahoo.com/mrss/"><channel>'
        "<title>Harbour Gazette</title><link>https://harbour-gazette.example/</link>"
        f"{channel}<item>{item}</item></channel></rss>"
    )


def atom(entry: str, feed: str = "") -> str:
    return (
        '<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="de"><title>Hafenblatt</title>'
        f'<link href="https://hafenblatt.example/"/>{feed}<entry>{entry}</entry></feed>'
    )


def one(data: str | bytes) -> Draft:
    (found,) = drafts(data)
    return found


ITEM = "<title>Bridge reopens</title><link>https://harbour-gazette.example/1</link>"


def test_item_of_rss_is_taken_over_whole() -> None:
    found = one(
        rss(
            f"{ITEM}<guid isPermaLink='false'>a-1</guid><dc:creator>A. Writer</dc:creator>"
            "<pubDate>Mon, 17 Aug 2026 09:30:00 +0200</pubDate>"
            "<content:encoded><![CDATA[<p>One.</p><p>Two &amp; three.</p>]]></content:encoded>",
            "<language>en-gb</language>",
        )
    )
    assert (found.title, found.url) == ("Bridge reopens", "https://harbour-gazette.example/1")
    assert (found.external_id, found.authors, found.language) == ("a-1", ("A. Writer",), "en-GB")
    assert found.published == datetime(2026, 8, 17, 9, 30, tzinfo=timezone(timedelta(hours=2)))
    assert found.published.utcoffset() == timedelta(hours=2)
    assert found.dated_by is DatedBy.FEED
    assert (found.body, found.excerpt_only) == ("One.\n\nTwo & three.", False)
    assert found.source_name == "Harbour Gazette"
    assert found.source_homepage == "https://harbour-gazette.example/"


def test_entry_of_atom_is_taken_over_whole() -> None:
    found = one(
        atom(
            "<title type='html'>Br&amp;uuml;cke &lt;b&gt;offen&lt;/b&gt;</title><id>tag:1</id>"
            "<link rel='alternate' href='/1'/><link rel='edit' href='/edit/1'/>"
            "<author><name>A. Schreiber</name><email>a@hafenblatt.example</email></author>"
            "<published>2026-08-17T09:30:00Z</published><updated>2026-08-17T11:00:00Z</updated>"
            "<content type='xhtml'><div xmlns='http://www.w3.org/1999/xhtml'><p>Eins.</p></div></content>",
        )
    )
    assert (found.title, found.url) == ("Brücke offen", "https://hafenblatt.example/1")
    assert (found.authors, found.language, found.external_id) == (("A. Schreiber",), "de", "tag:1")
    assert found.published == datetime(2026, 8, 17, 9, 30, tzinfo=UTC)
    assert found.updated == datetime(2026, 8, 17, 11, tzinfo=UTC)
    assert found.body == "Eins."


def test_item_of_rdf_is_read() -> None:
    found = one(
        '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"'
        ' xmlns:dc="http://purl.org/dc/elements/1.1/"><channel rdf:about="x"><title>G</title></channel>'
        '<item rdf:about="https://g.example/1"><title>T</title><link>https://g.example/1</link>'
        "<description>One.</description><dc:date>2026-08-17</dc:date><dc:creator>A</dc:creator></item></rdf:RDF>"
    )
    assert (found.title, found.body, found.authors) == ("T", "One.", ("A",))
    assert found.published == datetime(2026, 8, 17)  # noqa: DTZ001 - no offset: the source's zone decides


def test_json_feed_is_read() -> None:
    feed = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": "Harbour Gazette",
        "home_page_url": "https://harbour-gazette.example/",
        "language": "en",
        "items": [
            {
                "id": 7,
                "url": "/1",
                "title": "T",
                "content_html": "<p>One.</p><script>x()</script>",
                "date_published": "2026-08-17T09:30:00+02:00",
                "authors": [{"name": "A"}, {"name": "B"}],
            },
            "no item",
        ],
    }
    raw = Raw(path="feed.json", data=json.dumps(feed).encode(), modified=SEEN)
    reader = choose(raw)
    assert isinstance(reader, FeedReader)
    (found,) = reader.read(raw)
    assert isinstance(found, Draft)
    assert (found.title, found.body, found.authors) == ("T", "One.", ("A", "B"))
    assert (found.url, found.external_id) == ("https://harbour-gazette.example/1", "7")
    assert (found.published_text, found.dated_by) == ("2026-08-17T09:30:00+02:00", DatedBy.FEED)
    assert (found.source_name, found.language) == ("Harbour Gazette", "en")


@pytest.mark.parametrize(
    ("fields", "excerpt"),
    [
        ("<description>A teaser.</description>", True),
        ("<content:encoded>The text.</content:encoded>", False),
        ("<content:encoded>The text goes on […]</content:encoded>", True),
        ("<content:encoded>&lt;p&gt;The text.&lt;/p&gt;&lt;p&gt;Read more&lt;/p&gt;</content:encoded>", True),
        (f"<description>{'A long report. ' * 120}</description>", False),
        (f"<description>{'A long report. ' * 120} [...]</description>", True),
        ("", True),
    ],
)
def test_summary_is_not_taken_for_the_article(fields: str, excerpt: bool) -> None:
    assert one(rss(ITEM + fields)).excerpt_only is excerpt


def test_links_below_an_item_are_cut() -> None:
    found = one(
        rss(
            f"{ITEM}<content:encoded>&lt;p&gt;The text.&lt;/p&gt;&lt;p&gt;The post &lt;a&gt;Bridge&lt;/a&gt; "
            "appeared first on &lt;a&gt;Gazette&lt;/a&gt;.&lt;/p&gt;</content:encoded>"
        )
    )
    assert (found.body, found.excerpt_only) == ("The text.", False)


def test_source_of_an_aggregators_item_is_its_publisher() -> None:
    found = one(
        rss(
            "<title>Bridge reopens - Tarn Times</title><link>https://news.example/x</link>"
            "<source url='https://tarn-times.example'>Tarn Times</source>"
        )
    )
    assert (found.title, found.source_name, found.via_name) == (
        "Bridge reopens",
        "Tarn Times",
        "Harbour Gazette",
    )
    assert found.source_homepage == "https://tarn-times.example"


def test_atom_source_is_the_publisher() -> None:
    found = one(
        atom(
            "<title>T</title><source><title>Tarn Times</title><link href='https://tarn-times.example/'/>"
            "</source><content>One.</content>"
        )
    )
    assert (found.source_name, found.source_homepage, found.via_name) == (
        "Tarn Times",
        "https://tarn-times.example/",
        "Hafenblatt",
    )


def test_list_of_links_is_not_the_publisher_of_what_it_links() -> None:
    items = "</item><item>".join(
        f"<title>T{n}</title><link>https://paper-{n}.example/</link>" for n in range(4)
    )
    assert {(found.source_name, found.via_name) for found in drafts(rss(items))} == {
        (None, "Harbour Gazette")
    }


def test_post_without_a_title_is_called_by_its_first_words() -> None:
    assert one(rss("<description>Bridge is open again. Ferry stops.</description>")).title == (
        "Bridge is open again."
    )
    assert one(rss(f"<description>{'word ' * 60}</description>")).title.endswith("word…")


def test_undated_item_has_no_date() -> None:
    found = one(rss(ITEM))
    assert (found.published, found.published_text, found.dated_by) == (None, None, None)


def test_date_that_is_none_is_handed_on_to_be_told() -> None:
    found = one(rss(f"{ITEM}<pubDate>the day after</pubDate>"))
    assert (found.published, found.published_text) == (None, "the day after")


@pytest.mark.parametrize("year", ["0001", "9999"])
def test_date_at_the_calendars_end_is_handed_on_to_be_told(year: str) -> None:
    assert one(atom(f"<title>T</title><published>{year}-01-01T00:00:00Z</published>")).published is None


def test_address_of_an_author_is_no_name() -> None:
    assert one(rss(f"{ITEM}<author>desk@gazette.example (A. Writer)</author>")).authors == ("A. Writer",)
    assert one(rss(f"{ITEM}<author>desk@gazette.example</author>")).authors == ()


def test_media_speak_where_nothing_else_does() -> None:
    found = one(
        rss(
            "<media:group><media:title>Bridge</media:title><media:description>Filmed.</media:description>"
            "<media:content url='https://g.example/1.mp4'/></media:group>"
        )
    )
    assert (found.title, found.body) == ("Bridge", "Filmed.")


@pytest.mark.parametrize(
    "data",
    [
        rss(ITEM).replace("</channel></rss>", ""),
        rss(f"{ITEM}<description>a & b <b>c</description>"),
        rss(ITEM).replace("<rss", "\n\n<!-- &nbsp; --><rss").replace('<?xml version="1.0"?>', ""),
        rss(f"{ITEM}\0"),
        "\ufeff" + rss(ITEM),
    ],
)
def test_ill_formed_feed_is_read(data: str) -> None:
    assert isinstance(choose(Raw(path="x", data=data.encode(), modified=SEEN)), FeedReader)
    assert one(data).title == "Bridge reopens"


def test_declared_encoding_holds() -> None:
    text = rss("<title>Brücke</title>").replace('version="1.0"', 'version="1.0" encoding="iso-8859-1"')
    assert one(text.encode("latin-1")).title == "Brücke"


@pytest.mark.parametrize("name", [b"\xe6\xff", b"hex", b"no-such", b"undefined", b"punycode", b"utf-16"])
def test_encoding_that_is_none_is_passed_over(name: bytes) -> None:
    text = rss("<title>Bridge reopens</title>").encode()
    data = text.replace(b'version="1.0"', b'version="1.0" encoding="' + name + b'"', 1)
    assert one(data).title == "Bridge reopens"


def test_feed_without_items_is_told() -> None:
    (found,) = read("<rss><channel><title>x</title></channel></rss>")
    assert isinstance(found, Problem)
    assert found.code == "nothing-found"


@pytest.mark.parametrize(
    "root", ["<html>", "<svg>", "<opml>", "<urlset>", "{}", "text", "", "<!--", "<!DOCTYPE x ["]
)
def test_other_files_are_no_feeds(root: str) -> None:
    assert not FeedReader().accepts(Raw(path="x", data=root.encode(), modified=SEEN))


ENTITIES = {
    "nested": "".join(f'<!ENTITY e{n + 1} "{f"&e{n};" * 10}">' for n in range(10)),
    "long": f'<!ENTITY e10 "{"x" * 50_000}">',
    "external": '<!ENTITY e10 SYSTEM "file:///etc/hostname">',
    "parameter": '<!ENTITY % p SYSTEM "http://127.0.0.1:9/x"> %p;',
}


@pytest.mark.parametrize("kind", ENTITIES)
@pytest.mark.parametrize("root", ["rss", "é"])
def test_entity_does_nothing(kind: str, root: str) -> None:
    body = "&e10;" * 20_000
    began = time.process_time()
    found = read(
        f'<?xml version="1.0"?>\n<!DOCTYPE {root} [\n<!ENTITY e0 "y">\n{ENTITIES[kind]}\n]>\n'
        f"<{root}><rss version='2.0'><channel><item><title>T</title><description>{body}</description></item>"
        f"</channel></rss></{root}>"
    )
    assert time.process_time() - began < 5
    assert all(len(item.body) < 1_000_000 for item in found if isinstance(item, Draft))


def test_small_entity_of_its_own_is_resolved() -> None:
    text = rss("<title>&co; reopens</title>").replace(
        "<rss", '<!DOCTYPE rss [<!ENTITY co "Bridge">]>\n<rss', 1
    )
    assert one(text).title == "Bridge reopens"


@pytest.mark.parametrize(
    "content",
    [
        "<div>" * 20_000,
        "<a " * 300_000,
        "<!" * 300_000,
        "<![CDATA[" * 100_000,
        "&" * 500_000,
        "x" * 2_000_000,
        "<b><i>" * 100_000,
        "<" * 500_000,
        "&lt;ul>&lt;li>" * 20_000,
    ],
)
def test_hostile_content_ends_soon(content: str) -> None:
    began = time.process_time()
    read(rss(f"{ITEM}<description>{content}</description>"))
    read(rss(f"{ITEM}<description>{content.replace('<', '&lt;')}</description>"))
    assert time.process_time() - began < 10


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ("<p>One.</p> <p>Two.</p>", "One.\n\nTwo."),
        ("One.<br>Two.<br/><br/>Three.", "One.\nTwo.\n\nThree."),
        ("<ul><li>a</li><li><p>b</p></li></ul><p>c</p>", "- a\n- b\n\nc"),
        ("<ol><li>a<ul><li>b</li></ul></li><li>c</li></ol>", "1. a\n- b\n2. c"),
        ("<h2>Head</h2>text <b>bold</b>\n more", "Head\n\ntext bold more"),
        ("a<script>alert(1)</script><style>p{}</style>b", "ab"),
        ("<p hidden>x</p><p style='display: none'>y</p>z", "z"),
        ("<figure><img alt='p'><figcaption>Photo</figcaption></figure><p>z</p>", "z"),
        ("<pre>a\n  b</pre>", "a\nb"),
        ("<table><tr><td>a</td><td>b</td></tr><tr><td>c</td></tr></table>", "a | b\n\nc"),
        ("&lt;script&gt; is text", "<script> is text"),
        ("5 < 6 & 7", "5 < 6 & 7"),
        ("<blockquote><p>Said.</p></blockquote>", "Said."),
        ("", ""),
        ("<!-- x -->", ""),
    ],
)
def test_markup_becomes_paragraphs(markup: str, text: str) -> None:
    assert paragraphs_of(markup) == text


_PIECES = st.sampled_from(
    [
        b"<rss>", b"<channel>", b"<item>", b"</item>", b"<title>", b"</title>", b"<link>", b"<pubDate>",
        b"<feed xmlns='http://www.w3.org/2005/Atom'>", b"<entry>", b"<content type='", b"xhtml'>", b"html'>",
        b"base64'>", b"<source url='[", b"'>", b"<![CDATA[", b"]]>", b"&lt;p>", b"&#0;", b"&#x110000;",
        b"<!DOCTYPE x [<!ENTITY e 'x'>]>", b"<?xml version='1.0' encoding='", b"utf-7", b"'?>", b"\xff\xfe",
        b"\0", b"2026-13-45T99:99:99Z", b"Mon, 99 Foo 0000", b"<guid>", b"xml:base='http://[", b"<author>",
        b"&e;", b"a@b (", b"<media:group>", b"<itunes:duration>1:2:3:4", b"<georss:point>1 nan", b"<dc:date>",
        b'{"version": "https://jsonfeed.org/version/1", "items": [', b'{"id": [1], "url": {"a": 1}}', b"]}",
    ]
)  # fmt: skip


@settings(max_examples=200, deadline=None)
@given(st.one_of(st.binary(max_size=200), st.lists(_PIECES, max_size=20).map(b"".join)))
def test_no_bytes_make_the_reader_raise(data: bytes) -> None:
    FeedReader().accepts(Raw(path="x", data=data, modified=SEEN))
    assert all(isinstance(item, Draft | Problem) for item in read(data))
    assert all(isinstance(item, Draft | Problem) for item in read(b"<rss><channel><item>" + data))


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=200))
def test_any_string_is_markup(text: str) -> None:
    assert isinstance(paragraphs_of(text), str)


@pytest.mark.parametrize(
    "stumbling",
    [
        '<cc:license xmlns:cc="http://creativecommons.org/ns#"/></cc:license>',
        "<media:thumbnail/><image><width/></image>",
        '<georss:polygon xmlns:georss="http://www.georss.org/georss">1</georss:polygon>',
        '<psc:chapter xmlns:psc="http://podlove.org/simple-chapters"/>',
        "<license>",
    ],
)
def test_vocabulary_that_the_parser_stumbles_over_does_not_cost_the_feed(stumbling: str) -> None:
    found = one(rss(f"{ITEM}<description>It is open.</description>", channel=stumbling))
    assert (found.title, found.url, found.body, found.source_name) == (
        "Bridge reopens",
        "https://harbour-gazette.example/1",
        "It is open.",
        "Harbour Gazette",
    )


def test_item_has_its_place_in_the_file() -> None:
    hidden = "<description><![CDATA[Öl <item>\n]]></description>"
    feed = rss(f"<!-- <item>\n</item> é -->{ITEM}{hidden}</item>\n  <item>{ITEM}")
    for data in (feed.encode(), feed.encode("utf-16"), feed.replace("<item>", "<ITEM >").encode("latin-1")):
        assert [place_of(found, data) for found in drafts(data)] == [(1, "item"), (4, "item")]


def place_of(found: Draft, data: bytes) -> tuple[int, str]:
    """The line where an item is said to be, and the tag that is there."""
    lines = decode(data).split("\n")
    return found.origin.line, lines[found.origin.line - 1][found.origin.col :][:4].lower()


def test_item_whose_place_is_not_sure_has_the_file_for_it() -> None:
    assert str(one(rss(f"{ITEM}<description><item></description>")).origin) == "feed.xml"


def test_parts_that_never_end_cost_no_more_than_the_feed() -> None:
    start = time.process_time()
    read(rss(ITEM + "<![CDATA[" * 100_000 + "<!--" * 100_000))
    assert time.process_time() - start < 5


def test_categories_of_an_item_are_kept() -> None:
    terms = (
        "<category>Transport &amp;amp; Sea</category><category>Tarn</category><dc:subject>Tarn</dc:subject>"
    )
    assert one(rss(ITEM + terms)).categories == ("Transport & Sea", "Tarn")
    assert one(atom('<title>a</title><category term="t-1" label="Hafen"/>')).categories == ("Hafen",)
    item = {"id": "1", "content_text": "One.", "tags": ["Transport", "Tarn"]}
    feed = {"version": "https://jsonfeed.org/version/1.1", "title": "G", "items": [item]}
    assert one(json.dumps(feed)).categories == ("Transport", "Tarn")


@pytest.mark.parametrize("zone", ["+99999999999999999999", "-9999", "+2400"])
def test_date_with_a_zone_that_cannot_be_does_not_raise(zone: str) -> None:
    found = one(rss(f"{ITEM}<pubDate>Mon, 17 Aug 2026 09:30:00 {zone}</pubDate>"))
    assert found.published is not None or found.published_text is not None


def test_items_of_a_json_feed_are_placed_where_they_begin() -> None:
    feed = {
        "version": "https://jsonfeed.org/version/1.1",
        "items": [{"id": "1", "content_text": "One."}, {"id": "2", "content_text": "Two."}],
        "title": "Gazette",
    }
    assert [item.origin.line for item in drafts(json.dumps(feed, indent=1))] == [4, 8]
    flat = json.dumps(feed)
    assert [item.origin.col - 1 for item in drafts(flat)] == [
        flat.index('{"id": "1"'),
        flat.index('{"id": "2"'),
    ]
