"""A saved web page becomes a draft: its text without its furniture, and what its markup says of it."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import time
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.diagnostics import Problem
from generator.model.article import DatedBy, Draft, Label
from generator.readers import Raw, choose
from generator.readers.extraction.head_lines import without_head_lines
from generator.readers.html import HtmlReader
from generator.readers.html_decoding import decode_html

SEEN = datetime(2026, 8, 17, 12, tzinfo=UTC)
PROSE = (
    "The bridge over the Aske reopened on Monday after eleven weeks of repairs, the county council said.",
    "Lorries of more than seven tonnes stay banned until engineers have looked at the eastern pier again.",
    "About nine thousand vehicles crossed it each day before it was closed, according to a count in May.",
)
BODY = "".join(f"<p>{text}</p>" for text in PROSE)


def page(head: str = "", body: str = BODY, html: str = "<html lang=en>") -> bytes:
    return (
        f"<!doctype html>{html}<head>{head}</head><body><h1>Bridge reopens</h1>{body}</body></html>".encode()
    )


def read(data: bytes, captured: datetime | None = None) -> Draft | Problem:
    (found,) = HtmlReader().read(Raw(path="page.html", data=data, modified=SEEN, captured=captured))
    return found


def draft(data: bytes) -> Draft:
    found = read(data)
    assert isinstance(found, Draft), found
    return found


def linked(**node: object) -> str:
    return f'<script type="application/ld+json">{json.dumps(node)}</script>'


def article(**fields: object) -> str:
    return linked(**{"@context": "https://schema.org", "@type": "NewsArticle", **fields})


@pytest.mark.parametrize(
    "start",
    [
        b"<!DOCTYPE html>",
        b"\xef\xbb\xbf\n<html>",
        b"<!-- saved -->\n<!doctype html>",
        b'<?xml version="1.0"?><!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0//EN"><html>',
        b"<meta charset=gb2312><title>x</title>",
        b"<p>a",
        b"<div><div>",
    ],
)
def test_html_is_known_by_how_it_begins(start: bytes) -> None:
    assert getattr(choose(Raw(path="x", data=start + b"text", modified=SEEN)), "name", "") == "html"


@pytest.mark.parametrize(
    "start", [b'<?xml version="1.0"?><rss>', b"<svg>", b"<feed>", b"a <p>", b"<html:x>", b""]
)
def test_what_begins_otherwise_is_not_html(start: bytes) -> None:
    assert not HtmlReader().accepts(Raw(path="x", data=start, modified=SEEN))


def test_paragraphs_lists_quotations_and_subheads_survive_as_plain_paragraphs() -> None:
    found = draft(
        page(
            body=f"<article>{BODY}<h2>What comes next for the bridge</h2>"
            "<blockquote><p>“We are glad that it is over, and so is everybody in the valley,” she said.</p>"
            "</blockquote><ul><li>Lorries stay banned until the spring of next year.</li>"
            f"<li>Buses run again from Tuesday, on the old timetable.</li></ul>{BODY}</article>"
        )
    )
    paragraphs = found.body.split("\n\n")
    assert paragraphs[:3] == list(PROSE)
    assert "What comes next for the bridge" in paragraphs
    assert "“We are glad that it is over, and so is everybody in the valley,” she said." in paragraphs
    assert "Buses run again from Tuesday, on the old timetable." in paragraphs


@pytest.mark.parametrize("tag", ["article", "main", "section"])
def test_a_page_may_leave_out_its_body(tag: str) -> None:
    text = "Herring came back to the inner bay on Monday, as many as in all of last year, said the council."
    page = (
        f"<!doctype html><html lang=en><title>Herring</title><meta charset=utf-8><{tag}><p>{text}</p></{tag}>"
    )
    (found,) = HtmlReader().read(Raw(path="x.html", data=page.encode(), modified=SEEN))
    assert isinstance(found, Draft)
    assert (found.title, found.body) == ("Herring", text)


def test_captions_related_links_newsletters_and_cookies_do_not_survive() -> None:
    found = draft(
        page(
            body="<div class='cookie-banner'>We use cookies to improve your visit. Accept all</div>"
            "<nav><a href='/'>Home</a> <a href='/news'>News</a></nav><article>"
            "<figure><img src=a.jpg><figcaption>The bridge in June. Photo: A. Nother</figcaption></figure>"
            f"{BODY}<div class='newsletter-signup'><p>Sign up for our newsletter.</p></div>{BODY}"
            "</article><aside class='related'><h3>Related articles</h3><ul>"
            "<li><a href='/1'>Ferry stays until autumn</a></li><li><a href='/2'>Dam is sound</a></li></ul>"
            "</aside>"
            "<footer>© 2026 Aske Valley Herald. All rights reserved.</footer>"
        )
    )
    for word in ("cookies", "Home", "Nother", "newsletter", "Related", "Ferry", "rights"):
        assert word not in found.body
    assert found.body.startswith(PROSE[0])


def test_markup_of_json_ld_is_read_first() -> None:
    found = draft(
        page(
            article(
                headline="Bridge over the Aske reopens",
                author=[{"@type": "Person", "name": "Ann Other"}, {"name": "B. Writer"}],
                datePublished="2026-08-17T06:00:00+02:00",
                dateModified="2026-08-17T08:00:00+02:00",
                publisher={"name": "Aske Valley Herald"},
                mainEntityOfPage={"@id": "https://herald.example/news/bridge"},
            )
            + '<meta property="og:title" content="Another"><meta name="author" content="Nobody">'
        )
    )
    assert found.title == "Bridge over the Aske reopens"
    assert found.authors == ("Ann Other", "B. Writer")
    assert (found.published_text, found.updated_text) == (
        "2026-08-17T06:00:00+02:00",
        "2026-08-17T08:00:00+02:00",
    )
    assert found.dated_by is DatedBy.PAGE
    assert (found.source_name, found.url) == ("Aske Valley Herald", "https://herald.example/news/bridge")
    assert found.language == "en"


@pytest.mark.parametrize("wrap", ["graph", "list"])
def test_article_is_found_in_a_graph_and_in_a_list(wrap: str) -> None:
    nodes = [
        {"@type": "Organization", "@id": "#org", "name": "Herald"},
        {"@type": "Person", "@id": "#ann", "name": "Ann Other"},
        {"@type": "WebPage", "name": "Page"},
        {
            "@type": ["Article"],
            "headline": "Reopened",
            "author": {"@id": "#ann"},
            "publisher": {"@id": "#org"},
        },
    ]
    held = {"@graph": nodes} if wrap == "graph" else nodes
    found = draft(page(f'<script type="application/ld+json">{json.dumps(held)}</script>'))
    assert (found.title, found.authors, found.source_name) == ("Reopened", ("Ann Other",), "Herald")


def test_names_in_meta_are_read_where_there_is_no_json_ld() -> None:
    found = draft(
        page(
            '<meta property="og:title" content="Reopened &amp; safe">'
            '<meta name="parsely-author" content="Ann Other">'
            '<meta property="article:published_time" content="2026-08-17T06:00:00Z">'
            '<meta property="article:modified_time" content="2026-08-17T07:00:00Z">'
            '<meta property="og:site_name" content="Herald"><link rel="canonical" href="https://h.example/a/b">'
        )
    )
    assert (found.title, found.authors, found.source_name) == ("Reopened & safe", ("Ann Other",), "Herald")
    assert (found.published_text, found.updated_text) == ("2026-08-17T06:00:00Z", "2026-08-17T07:00:00Z")
    assert found.url == "https://h.example/a/b"


def test_microdata_and_time_are_read_last() -> None:
    found = draft(
        page(
            "<title>x</title>",
            "<div itemscope itemtype='https://schema.org/NewsArticle'>"
            "<h2 itemprop=headline>Reopened at last</h2>"
            "<span itemprop=author><span itemprop=name>Ann Other</span></span>"
            f"<time itemprop=datePublished datetime=2026-08-17>Monday</time>{BODY}</div>",
        )
    )
    assert (found.title, found.authors, found.published_text) == (
        "Reopened at last",
        ("Ann Other",),
        "2026-08-17",
    )


def test_date_in_the_address_is_taken_and_says_so() -> None:
    found = draft(page('<link rel=canonical href="https://h.example/2026/08/17/bridge">'))
    assert (found.published_text, found.dated_by) == ("2026-08-17", DatedBy.URL)


@pytest.mark.parametrize(
    ("head", "title"),
    [
        ("<title>Bridge over the Aske reopens | Aske Valley Herald</title>", "Bridge over the Aske reopens"),
        ("<title>Herald: Bridge over the Aske reopens</title>", "Bridge over the Aske reopens"),
        ("", "Bridge reopens"),
    ],
)
def test_title_of_the_document_loses_the_name_of_the_site(head: str, title: str) -> None:
    assert draft(page(head)).title == title


@pytest.mark.parametrize(
    ("head", "label"),
    [
        (article(headline="a b c").replace('"NewsArticle"', '"OpinionNewsArticle"'), Label.OPINION),
        (article(headline="a b c").replace('"NewsArticle"', '"LiveBlogPosting"'), Label.LIVE),
        (article(headline="a b c", articleSection="Press Releases"), Label.PRESS_RELEASE),
        ('<meta property="article:section" content="Opinion">', Label.OPINION),
        ('<link rel=canonical href="https://h.example/sponsored/bridge">', Label.SPONSORED),
        ('<link rel=canonical href="https://h.example/news/opinions-differ">', None),
        ("", None),
    ],
)
def test_label_is_what_the_markup_says(head: str, label: Label | None) -> None:
    assert draft(page(head)).label is label


def test_page_behind_a_wall_is_an_excerpt() -> None:
    assert draft(page(article(headline="Reopened at last", isAccessibleForFree=False))).excerpt_only
    assert not draft(page(article(headline="Reopened at last", isAccessibleForFree="True"))).excerpt_only


def test_licence_copyright_and_wall_are_taken_over() -> None:
    found = draft(
        page(
            article(
                headline="Reopened at last",
                license={"@type": "CreativeWork", "url": "https://licences.example/by/4.0/"},
                copyrightHolder={"name": "Aske Valley Herald"},
                copyrightYear=2026,
                isAccessibleForFree=False,
            )
        )
    )
    assert found.licence == "https://licences.example/by/4.0/"
    assert found.copyright_notice == "© 2026 Aske Valley Herald"
    assert found.paywalled
    bare = draft(page())
    assert (bare.licence, bare.copyright_notice, bare.paywalled) == (None, None, False)


def test_licence_of_a_link_is_the_page_s_unless_it_is_a_picture_s() -> None:
    link = '<p><a rel="license" href="https://licences.example/{0}/">Licence {0}</a></p>'
    assert draft(page(body=BODY + link.format("by"))).licence == "https://licences.example/by/"
    assert draft(page(body=f"{BODY}<figure>{link.format('by')}</figure>")).licence is None
    assert draft(page(body=BODY + link.format("by") + link.format("nc"))).licence is None
    meta = '<meta name="dcterms.rights" content="© 2026 Herald">'
    assert draft(page(meta)).copyright_notice == "© 2026 Herald"


def test_title_and_byline_are_not_the_text_of_a_short_page() -> None:
    byline = '<meta name="author" content="Ann Other">'
    found = draft(
        page(
            byline,
            "<article><h1>Bridge reopens</h1><p>By Ann Other, 17 August 2026, 9:30 am CEST</p>"
            f"<p>{PROSE[0]}</p></article>",
        )
    )
    assert found.body == PROSE[0]


def test_head_lines_that_say_more_than_the_byline_stay() -> None:
    titles, authors = ["Bridge reopens"], ["Ann Other"]
    byline = ("BRIDGE REOPENS", "Ann Other and Staff", PROSE[0], "By Ann Other")
    assert without_head_lines(byline, titles, authors) == (PROSE[0],)
    for text in ("Ann Other has died at sea.", "Ann Other ran for the dam", "Bridge reopens on Monday"):
        assert without_head_lines((text, PROSE[0]), titles, authors) == (text, PROSE[0])
    assert without_head_lines(("Bridge reopens",), titles, authors) == ("Bridge reopens",)


def test_text_that_only_json_ld_has_is_taken() -> None:
    said = "".join(f"<p>{text}</p>" for text in PROSE * 2)
    found = draft(page(article(headline="Bridge reopens", articleBody=said), body="<div id=root></div>"))
    assert found.body.split("\n\n")[:3] == list(PROSE)


def test_date_above_a_short_text_is_not_its_text() -> None:
    head = "<p>Published on Monday, 17 May 2026, 9:30 am</p>"
    found = draft(page(body=f"<article>{head}<p>{PROSE[0]}</p></article>"))
    assert found.body == PROSE[0]
    for text in ("The year was 2026", "At 9:30 the bridge fell", "17 lorries"):
        assert without_head_lines((text, PROSE[0]), (), ()) == (text, PROSE[0])


def test_dates_of_a_chronicle_are_its_text() -> None:
    days = (PROSE[0], "17 May 2026", PROSE[1], "18 May 2026", PROSE[2])
    assert without_head_lines(days, (), ()) == days
    assert without_head_lines(days[1:], (), ()) == days[1:]
    assert without_head_lines(("2026", PROSE[0]), (), ()) == ("2026", PROSE[0])


def test_columns_of_a_page_are_no_rows() -> None:
    long = " ".join(PROSE * 2)
    found = draft(page(body=f"<table><tr><td>{long}</td><td>{PROSE[0]}</td></tr></table>"))
    assert " | " not in found.body


def test_captions_are_known_by_their_boxes_and_texts_are_not() -> None:
    caption = (
        "<p>The eastern pier of the bridge, as it stood on the day before it was closed for repairs.</p>"
    )
    found = draft(
        page(body=f"<article class='story no-caption'><div class=wp-caption>{caption}</div>{BODY}</article>")
    )
    assert found.body.split("\n\n") == list(PROSE)
    whole = draft(page(body=f"<article><div class='caption-story'>{BODY * 3}</div></article>"))
    assert whole.body.startswith(PROSE[0])


def test_show_of_pictures_within_an_article_is_not_its_text() -> None:
    slides = "".join(
        f"<li><h2>{number}/8 In pictures</h2><p>The harbour of town {number} was shut for {number} days "
        "after a storm had thrown three boats onto its quay, the port said.</p></li>"
        for number in range(1, 9)
    )
    show = f"<div class='full-gallery'><ul class=slides>{slides}</ul></div>"
    within = draft(page(body=f"<article>{BODY * 3}{show}<p>{PROSE[0]}</p></article>"))
    assert within.body.split("\n\n") == [*PROSE * 3, PROSE[0]]
    alone = draft(page(body=f"<article><p>{PROSE[0]}</p>{show}</article>"))
    assert "The harbour of town 8 was shut" in alone.body


def test_words_that_open_a_note_are_read_and_the_note_is_not() -> None:
    opener = "<span class=tooltip>a count<span class=tooltiptext>by tubes on the road</span></span>"
    titled = "<span class=tooltip title='Vehicles of all kinds'>lorries</span>"
    link = "<a class=has-tooltip href=/b>on Monday</a>"
    found = draft(
        page(body=f"<p>The council said {link} that {opener} of {titled} had been made in May.</p>{BODY}")
    )
    assert found.body.startswith("The council said on Monday that a count of lorries had been made in May.")


def test_rows_of_a_table_are_lines_whose_cells_can_be_told() -> None:
    found = draft(
        page(
            body=f"<article>{BODY}<table><tr><th>Team<th>Played<th>Points<tr><td>Harbour City<td>6<td>14"
            "<tr><td>Oberdale<td><p>6</p><td>9</table>"
            f"<table><tr><th>Founded:<td>1998</table>{BODY}</article>"
        )
    )
    paragraphs = found.body.split("\n\n")
    assert paragraphs[3:7] == [
        "Team | Played | Points",
        "Harbour City | 6 | 14",
        "Oberdale | 6 | 9",
        "Founded: 1998",
    ]


def test_notes_within_a_line_for_pointers_and_screen_readers_are_not_read_out() -> None:
    found = draft(
        page(
            body="<p>The council, led by <a href=/a>Ann Other</a><span class='popover'>Read all on Ann Other"
            "</span>, said on Monday<span class=sr-only> (opens in a new window)</span> that the bridge had "
            f"reopened.</p>{BODY}"
        )
    )
    assert found.body.startswith("The council, led by Ann Other, said on Monday that the bridge had")


TEASERS = "".join(
    f"<div class=teaser><h2><a href=/n/{number}>Council says item {number} of the list is done</a></h2>"
    f"<p>The council said on Monday that it had finished item {number} and would begin with the next one in "
    "the spring of next year.</p></div>"
    for number in range(12)
)


@pytest.mark.parametrize(
    ("head", "body"),
    [
        ('<meta property="og:type" content="website">', TEASERS),
        (linked(**{"@type": "CollectionPage", "name": "News"}), re.sub("<p>.*?</p>", "", TEASERS)),
        ('<link rel=canonical href="https://herald.example/">', TEASERS),
        ("", TEASERS),
    ],
)
def test_front_and_section_pages_are_no_articles(head: str, body: str) -> None:
    found = read(page(head, body))
    assert isinstance(found, Problem)
    assert found.code == "list-page"


@pytest.mark.parametrize(
    ("head", "body"),
    [
        ('<meta property="og:type" content="article">', TEASERS),
        (article(headline="Twelve things that the council did"), TEASERS),
        ('<meta property="og:type" content="website">', BODY + TEASERS),
        ("", f"{BODY}<aside>{TEASERS}</aside>"),
        (
            '<meta property="og:type" content="website">',
            "<article>"
            + "".join(f"<p>Line {line} of the poem of the bridge</p>" for line in range(30))
            + "</article>"
            "<nav>" + re.sub("<p>.*?</p>", "", TEASERS) + "</nav>",
        ),
    ],
)
def test_articles_with_teasers_stay_articles(head: str, body: str) -> None:
    assert isinstance(read(page(head, body)), Draft)


@pytest.mark.parametrize(
    ("declared", "codec", "text"),
    [
        ("gb2312", "gb18030", "正文内容：大桥重新开放。"),
        ("shift_jis", "cp932", "橋が再び開通した。"),
        ("euc-kr", "cp949", "다리가 다시 열렸다."),
        ("windows-1251", "cp1251", "Мост снова открыт."),
        ("iso-8859-1", "cp1252", "“Café” costs 3 €."),
        ("utf-8", "cp1252", "Naïve “quotes” in a café."),
        ("iso-8859-1", "utf-8", "Größer als „vorher“."),
        ("windows-1252", "utf-16", "Das Café hat geöffnet."),
        ("nonsense", "utf-8", "Déjà vu à l’été."),
        ("idna", "cp1252", "Déjà vu à l’été."),
    ],
)
def test_encodings_are_read_as_browsers_read_them(declared: str, codec: str, text: str) -> None:
    assert text in decode_html(f"<meta charset={declared}><title>x</title><p>{text}".encode(codec))


@pytest.mark.parametrize("data", [b"<html>", b"<!doctype html><body><script>x()</script>", b"<p> </p>"])
def test_page_without_an_article_is_told(data: bytes) -> None:
    found = read(data)
    assert isinstance(found, Problem)
    assert found.code == "nothing-found"


HOSTILE = {
    "deep": b"<div>" * 20_000 + b"text" + b"</div>" * 20_000,
    "deep inline": b"<p>" + b"a <b>" * 20_000 + b"text",
    "deep lists": b"<ul><li>" * 20_000 + b"text",
    "deep table": b"<table><tr><td>" * 5_000 + b"text",
    "one line": b"<p>" + b"word " * 400_000,
    "many paragraphs": b"<p>A sentence of some length, which ends here.</p>" * 20_000,
    "brackets": b"<html>" + b"<" * 2_000_000,
    "open tags": b"<html>" + b"<a " * 600_000,
    "open scripts": b"<html>" + b"<script>" * 200_000,
    "open comments": b"<html>" + b"<!--" * 400_000,
    "quotes": b"<html><p a='" + b'"' * 1_000_000,
    "entities": b"<p>" + b"&amp;" * 400_000,
    "attributes": b"<p " + b"a=b " * 400_000 + b">text",
    "json": b'<html><script type="application/ld+json">' + b"[" * 500_000 + b"</script><p>text",
    "links": b"<html><p>" + b"<a href=x>word</a> " * 60_000,
    "breaks": b"<html><p>" + b"word<br>" * 200_000,
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_page_ends_in_time(name: str) -> None:
    start = time.perf_counter()
    assert isinstance(read(HOSTILE[name]), Draft | Problem)
    assert time.perf_counter() - start < 10


def test_text_below_very_deep_elements_is_kept() -> None:
    found = draft(page(body="<div>" * 3000 + BODY + "</div>" * 3000))
    assert PROSE[0] in found.body


_FRAGMENTS = st.sampled_from(
    [
        b"<p>",
        b"</p>",
        b"<div class='article-body'>",
        b"</div>",
        b"<title>T</title>",
        b"<table><tr><td>",
        b"<a href='http://[x'>",
        b"<base href='//[::'>",
        b"<link rel=canonical href='http://[bad'>",
        b"<meta charset=utf-7>",
        b"<meta charset=idna>",
        b"<meta charset=base64>",
        b"<meta property=og:title content='&#0;&#xd800;\xff'>",
        b"<script type=application/ld+json>",
        b'{"@type":"NewsArticle","headline":[{}],"author":{"@id":[]}}</script>',
        b'[[{"@graph":{"@type":[1,null,"Article"],"publisher":[[]]}}]]</script>',
        b"<time datetime=x>",
        b"<noscript>",
        b"<br><br>",
        b"<svg><title>",
        b"&#1114112;",
        b"\0",
        b"\xff\xfe",
        b"\x1b$B",
        b"<!--",
        b"-->",
        b"<![CDATA[",
        b"<?x?>",
        b"<!DOCTYPE x [<!ENTITY y SYSTEM 'file:///etc/passwd'>]>&y;",
        "Ein längerer Satz, der hier endet. ".encode(),
        b"A sentence of some length, which ends here. " * 12,
    ]
)


@settings(max_examples=150, deadline=None)
@given(st.one_of(st.binary(max_size=300), st.lists(_FRAGMENTS, max_size=20).map(b"".join)))
def test_no_bytes_make_it_raise(data: bytes) -> None:
    assert isinstance(read(data), Draft | Problem)
    assert isinstance(read(b"<html>" + data), Draft | Problem)


def test_external_entities_do_nothing() -> None:
    found = read(
        b'<!DOCTYPE html [<!ENTITY x SYSTEM "file:///etc/passwd">]><title>T</title><p>a &x; b' + b" word" * 60
    )
    assert "root:" not in str(found)


def test_command_line_does_not_load_what_only_pages_need() -> None:
    code = "import sys, generator.cli.ingest; print('trafilatura' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"
