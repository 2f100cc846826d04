"""What other programs export is known by its fields, and each field is taken for what it is there."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.diagnostics import Problem
from generator.model.article import Cancellation, DatedBy, Draft, Label
from generator.readers import Raw, choose
from generator.readers.json_value import item_places
from generator.readers.jsonl import JsonLinesReader

SEEN = datetime(2026, 8, 17, 12, tzinfo=UTC)


def read(*values: object, indent: int | None = None) -> list[Draft | Cancellation | Problem]:
    data = "\n".join(json.dumps(value, indent=indent) for value in values).encode()
    raw = Raw(path="in.json", data=data, modified=SEEN)
    assert getattr(choose(raw), "name", None) == "jsonl"
    return list(JsonLinesReader().read(raw))


def draft(value: object) -> Draft:
    (found,) = read(value)
    assert isinstance(found, Draft), found
    return found


TRAFILATURA = {
    "title": "Bridge reopens",
    "author": "A. Writer; B. Editor",
    "hostname": "gazette.example",
    "date": "2026-08-17",
    "fingerprint": "a1b2",
    "id": None,
    "license": "CC BY 4.0",
    "comments": "First!",
    "raw_text": "One. Two.",
    "text": "One.\nTwo.",
    "language": "en",
    "image": None,
    "pagetype": "article",
    "filedate": "2026-08-18",
    "source": "https://gazette.example/1",
    "source-hostname": "Harbour Gazette",
    "excerpt": "One.",
    "categories": "",
    "tags": "bridges",
}


def test_trafilaturas_json_is_known() -> None:
    found = draft(TRAFILATURA)
    assert (found.title, found.body, found.excerpt_only) == ("Bridge reopens", "One.\nTwo.", False)
    assert (found.url, found.source_name) == ("https://gazette.example/1", "Harbour Gazette")
    assert (found.authors, found.language) == (("A. Writer", "B. Editor"), "en")
    assert (found.published_text, found.dated_by, found.external_id) == ("2026-08-17", DatedBy.PAGE, None)


def test_trafilaturas_document_is_known() -> None:
    document = {key: value for key, value in TRAFILATURA.items() if not key.startswith("source")}
    found = draft({**document, "url": "https://gazette.example/1", "sitename": "Harbour Gazette", "text": ""})
    assert (found.url, found.source_name) == ("https://gazette.example/1", "Harbour Gazette")
    assert (found.body, found.excerpt_only) == ("One.", True)


def test_newspaper4ks_json_is_known() -> None:
    found = draft(
        {
            "url": "https://gazette.example/1?x",
            "canonical_link": "https://gazette.example/1",
            "source_url": "https://gazette.example",
            "title": "Bridge reopens",
            "top_image": "https://gazette.example/1.jpg",
            "keywords": ["bridge"],
            "authors": ["A. Writer"],
            "publish_date": "2026-08-17T09:30:00+02:00",
            "summary": "",
            "meta_description": "d",
            "meta_lang": "en",
            "meta_site_name": "Harbour Gazette",
            "text": "One.\n\nTwo.",
        }
    )
    assert (found.body, found.excerpt_only, found.language) == ("One.\n\nTwo.", False, "en")
    assert (found.url, found.source_name) == ("https://gazette.example/1", "Harbour Gazette")
    assert (found.source_homepage, found.published_text) == (
        "https://gazette.example",
        "2026-08-17T09:30:00+02:00",
    )


def test_news_pleases_json_is_known() -> None:
    found = draft(
        {
            "authors": ["A. Writer"],
            "date_download": "2026-08-18 10:00:00",
            "date_modify": None,
            "date_publish": "2026-08-17 09:30:00",
            "description": "d",
            "filename": "https%3A%2F%2Fgazette.example.json",
            "language": "en",
            "maintext": "One.\nTwo.",
            "source_domain": "www.gazette.example",
            "title": "Bridge reopens",
            "title_page": None,
            "url": "https://www.gazette.example/1",
        }
    )
    assert (found.body, found.authors) == ("One.\nTwo.", ("A. Writer",))
    assert (found.published_text, found.retrieved_text) == ("2026-08-17 09:30:00", "2026-08-18 10:00:00")
    assert (found.source_name, found.source_homepage) == (
        "www.gazette.example",
        "https://www.gazette.example/",
    )


NEWS_ARTICLE = {
    "@context": "https://schema.org",
    "@type": "NewsArticle",
    "headline": "Bridge reopens",
    "articleBody": "One.\n\nTwo.",
    "url": "https://gazette.example/1",
    "datePublished": "2026-08-17T09:30:00+02:00",
    "dateModified": "2026-08-17T11:00:00+02:00",
    "author": [{"@type": "Person", "name": "A. Writer"}, "B. Editor"],
    "publisher": {"@type": "Organization", "name": "Harbour Gazette", "url": "https://gazette.example/"},
    "dateline": "Harbour City",
    "inLanguage": "en-gb",
    "identifier": {"@type": "PropertyValue", "value": "a-1"},
}


def test_news_article_of_schema_org_is_known() -> None:
    found = draft(NEWS_ARTICLE)
    assert (found.title, found.body, found.url) == (
        "Bridge reopens",
        "One.\n\nTwo.",
        "https://gazette.example/1",
    )
    assert (found.authors, found.source_name) == (("A. Writer", "B. Editor"), "Harbour Gazette")
    assert (found.published_text, found.updated_text) == (
        "2026-08-17T09:30:00+02:00",
        "2026-08-17T11:00:00+02:00",
    )
    assert (found.dateline, found.language, found.external_id) == ("Harbour City", "en-GB", "a-1")


def test_graph_gives_each_of_its_articles_with_what_they_point_to() -> None:
    graph = [
        {"@type": "Organization", "@id": "#p", "name": "Harbour Gazette"},
        {"@type": ["Person"], "@id": "#a", "name": "A. Writer"},
        {
            "@type": ["schema:OpinionNewsArticle"],
            "headline": "On bridges",
            "articleBody": "One.",
            "publisher": {"@id": "#p"},
            "author": {"@id": "#a"},
            "mainEntityOfPage": {"@type": "WebPage", "@id": "https://gazette.example/2"},
        },
        {
            "@type": "http://schema.org/NewsArticle",
            "name": "Ferry",
            "description": "Stops.",
            "publisher": "P",
        },
    ]
    found = read({"@context": "https://schema.org", "@graph": graph}, indent=1)
    assert all(isinstance(item, Draft) for item in found)
    opinion, ferry = (item for item in found if isinstance(item, Draft))
    assert (opinion.source_name, opinion.authors, opinion.label) == (
        "Harbour Gazette",
        ("A. Writer",),
        Label.OPINION,
    )
    assert opinion.url == "https://gazette.example/2"
    assert (ferry.title, ferry.body, ferry.excerpt_only, ferry.source_name) == ("Ferry", "Stops.", True, "P")


def test_linked_data_without_an_article_is_told() -> None:
    (found,) = read({"@type": "BreadcrumbList", "itemListElement": []})
    assert isinstance(found, Problem)
    assert found.code == "bad-record"


NINJS_1 = {
    "uri": "urn:wire:1",
    "type": "text",
    "version": "1",
    "versioncreated": "2026-08-17T09:30:00Z",
    "pubstatus": "usable",
    "headline": "Bridge reopens",
    "byline": "A. Writer",
    "located": "Harbour City",
    "language": "en",
    "body_text": "One.",
    "body_html": "<p>One.</p><p>Two.</p>",
    "description_text": "Summary.",
    "infosource": [{"name": "Merrow Wire"}],
}
NINJS_2 = {
    "standard": {"name": "ninjs", "version": "2.1"},
    "uri": "urn:wire:1",
    "versioncreated": "2026-08-17T09:30:00Z",
    "headlines": [
        {"role": "kicker", "value": "Traffic, traffic, traffic"},
        {"role": "main", "value": "Bridge reopens"},
    ],
    "by": "A. Writer",
    "located": "Harbour City",
    "language": "en",
    "bodies": [{"role": "main", "contenttype": "text/html", "value": "<p>One.</p><p>Two.</p>"}],
    "infosources": [{"name": "Merrow Wire", "role": "cpr:wire"}],
}
NINJS_3 = {
    "standard": {"name": "ninjs", "version": "3.0"},
    "uri": "urn:wire:1",
    "versionCreated": "2026-08-17T09:30:00Z",
    "pubStatus": "usable",
    "headlines": [{"value": "Bridge reopens"}],
    "by": "A. Writer",
    "located": "Harbour City",
    "language": "en",
    "bodies": [{"contentType": "text/html", "value": "<p>One.</p><p>Two.</p>"}],
    "infoSources": [{"name": "Merrow Wire"}],
}


@pytest.mark.parametrize("item", [NINJS_1, NINJS_2, NINJS_3], ids=["1", "2", "3"])
def test_ninjs_of_every_version_says_the_same(item: dict[str, object]) -> None:
    found = draft(item)
    assert (found.title, found.body, found.excerpt_only) == ("Bridge reopens", "One.\n\nTwo.", False)
    assert (found.authors, found.source_name, found.dateline) == (
        ("A. Writer",),
        "Merrow Wire",
        "Harbour City",
    )
    assert (found.external_id, found.published_text) == ("urn:wire:1", "2026-08-17T09:30:00Z")
    assert found.dated_by is DatedBy.FEED


def test_body_with_paragraphs_goes_before_the_same_without_and_before_what_pages_are_set_from() -> None:
    told = "One two three four five. Six seven eight nine ten."
    bodies = [
        {"role": "main", "contenttype": "text/plain", "value": told},
        {"role": "richtext", "contenttype": "application/xhtml+xml", "value": f"<p>{told}</p><p>Two.</p>"},
        {
            "role": "nitf",
            "contenttype": "text/vnd.IPTC.NITF",
            "value": f"<nitf><body>{told * 2}</body></nitf>",
        },
        {"role": "short", "contenttype": "text/html", "value": "<p>One.</p>"},
    ]
    assert draft({**NINJS_2, "bodies": bodies}).body == f"{told}\n\nTwo."
    assert draft({**NINJS_2, "bodies": bodies[:1] + bodies[2:]}).body == told


@pytest.mark.parametrize(
    ("genre", "label"),
    [
        (
            {"genres": [{"name": "Kommentar", "uri": "http://cv.iptc.org/newscodes/genre/Opinion"}]},
            Label.OPINION,
        ),
        (
            {"genre": [{"name": "Pressemelding", "scheme": "genre", "code": "Press_Release"}]},
            Label.PRESS_RELEASE,
        ),
        ({"genres": [{"literal": "genre:Analysis"}]}, Label.ANALYSIS),
        ({"genres": [{"name": "Current"}]}, None),
    ],
)
def test_genre_is_known_by_its_code_or_its_name(genre: dict[str, object], label: Label | None) -> None:
    assert draft({**NINJS_2, **genre}).label is label


@pytest.mark.parametrize("name", ["subject", "subjects"])
def test_subjects_are_categories(name: str) -> None:
    subjects = [{"name": "Transport", "code": "medtop:1"}, {"code": "medtop:2"}]
    assert draft({**NINJS_3, name: subjects}).categories == ("Transport",)
    assert draft({"title": "A", "text": "a", "category": "Transport", "tags": ["Tarn"]}).categories == (
        "Transport",
        "Tarn",
    )


@pytest.mark.parametrize("kind", ["picture", "video", "event", "planning"])
def test_what_is_no_text_is_no_article(kind: str) -> None:
    (found,) = read({**NINJS_3, "type": kind})
    assert isinstance(found, Problem)
    assert (found.code, found.severity.value) == ("nothing-found", "note")


@pytest.mark.parametrize(
    ("name", "value"), [("representationtype", "incomplete"), ("representationType", "partial")]
)
def test_part_of_an_item_is_an_excerpt(name: str, value: str) -> None:
    assert draft({**NINJS_1, name: value}).excerpt_only
    assert not draft({**NINJS_1, name: "complete"}).excerpt_only


def test_articles_that_an_item_brings_along_are_taken_under_its_embargo() -> None:
    others = {
        "sidebar": {"uri": "urn:wire:2", "type": "text", "headline": "Ferry", "body_text": "It stops."},
        "mainpic": {"uri": "urn:wire:3", "type": "picture", "headline": "A bridge", "body_text": "Seen."},
        "seealso": {"uri": "urn:wire:4", "type": "text", "headline": "Tarn"},
    }
    found = read({**NINJS_1, "embargoed": "2026-08-20T06:00:00Z", "associations": others})
    drafts = [item for item in found if isinstance(item, Draft)]
    assert [item.external_id for item in drafts] == ["urn:wire:1", "urn:wire:2"]
    assert {item.published for item in drafts} == {datetime.fromisoformat("2026-08-20T06:00:00Z")}
    listed = read({**NINJS_3, "associations": [{**NINJS_3, "uri": "urn:wire:5", "name": "sidebar"}]})
    assert [item.external_id for item in listed if isinstance(item, Draft)] == ["urn:wire:1", "urn:wire:5"]


@pytest.mark.parametrize("name", ["pubstatus", "pubStatus"])
@pytest.mark.parametrize(("status", "severity"), [("withheld", "warning"), ("x", "warning")])
def test_item_that_may_not_be_published_is_told_and_not_taken(name: str, status: str, severity: str) -> None:
    (found,) = read({**{k: v for k, v in NINJS_1.items() if k != "pubstatus"}, name: status})
    assert isinstance(found, Problem)
    assert (found.code, found.severity.value) == ("restricted", severity)


@pytest.mark.parametrize("status", ["canceled", "Cancelled"])
def test_item_that_is_canceled_is_known_by_its_id_and_says_nothing(status: str) -> None:
    (found,) = read({**NINJS_1, "pubstatus": status})
    assert isinstance(found, Cancellation)
    assert (found.external_id, found.source_name) == ("urn:wire:1", "Merrow Wire")


@pytest.mark.parametrize("name", ["embargoed", "embargoedUntil"])
def test_embargo_is_the_earliest_date(name: str) -> None:
    note, found = read({**NINJS_1, name: "2026-08-20T06:00:00+02:00"})
    assert isinstance(note, Problem)
    assert isinstance(found, Draft)
    assert note.severity.value == "note"
    assert found.published == datetime.fromisoformat("2026-08-20T06:00:00+02:00")
    assert found.published_text is None


def test_embargo_that_is_over_changes_nothing() -> None:
    assert draft({**NINJS_1, "embargoed": "2026-08-17T06:00:00Z"}).published_text == "2026-08-17T09:30:00Z"


def test_embargo_without_a_time_holds_the_item() -> None:
    (found,) = read({**NINJS_1, "embargoed": "until the speech is given"})
    assert isinstance(found, Problem)
    assert "until the speech is given" in found.message


def test_terms_of_use_are_told() -> None:
    note, found = read({**NINJS_1, "usageterms": "Not for use in Tarn."})
    assert isinstance(note, Problem)
    assert "Not for use in Tarn." in note.message
    assert isinstance(found, Draft)


def test_records_within_an_answer_are_read() -> None:
    articles = [{"title": "A", "content": "a"}, {"title": "B", "content": "b"}, 7]
    found = read({"status": "ok", "totalResults": 2, "articles": articles})
    assert [item.title for item in found if isinstance(item, Draft)] == ["A", "B"]


@pytest.mark.parametrize("first", ['{"@type": "NewsArticle",', '{"title": "Bridge reopens", "tags": ['])
def test_value_over_many_lines_is_one(first: str) -> None:
    rest = '\n"headline": "Bridge reopens"}' if first.endswith(",") else '\n"a"], "text": "One."}'
    raw = Raw(path="x.json", data=(first + rest).encode(), modified=SEEN)
    (found,) = JsonLinesReader().read(raw)
    assert isinstance(found, Draft)
    assert found.title == "Bridge reopens"


_KEYS = st.sampled_from(
    [
        "@type", "@graph", "@id", "@context", "headline", "headlines", "author", "publisher", "uri",
        "pubstatus", "embargoed", "bodies", "body_html", "standard", "usageterms", "fingerprint",
        "source-hostname", "source", "maintext", "publish_date", "top_image", "date_publish",
        "source_domain", "title", "items", "id", "body", "story", "role", "label", "published", "value",
        "name", "inLanguage", "mainEntityOfPage", "authors",
    ]
)  # fmt: skip
_WORDS = ["NewsArticle", "usable", "canceled", "2026-08-17", "ninjs", "https://[", "9" * 30, "\x00"]
_VALUES = st.one_of(
    st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=8), st.sampled_from(_WORDS)
)
_RECORDS = st.recursive(
    st.one_of(_VALUES, st.dictionaries(_KEYS, _VALUES, max_size=8)),
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(_KEYS, inner, max_size=6)),
    max_leaves=12,
)


@settings(max_examples=300, deadline=None)
@given(st.dictionaries(_KEYS, _RECORDS, max_size=10))
def test_no_record_makes_the_reader_raise(record: dict[str, object]) -> None:
    data = json.dumps(record).encode()
    found = list(JsonLinesReader().read(Raw(path="x", data=data, modified=SEEN)))
    assert all(isinstance(item, Draft | Cancellation | Problem) for item in found)


def test_records_of_an_array_are_placed_where_they_begin() -> None:
    records = [{"title": "A", "text": "T"}, {"title": ["]", "}"], "text": 'a "quoted" [word]'}, 3]
    found = read(records, indent=2)
    assert [item.origin.line if isinstance(item, Draft) else item.position.line for item in found] == [
        2,
        6,
        13,
    ]
    assert [item.origin.col for item in found if isinstance(item, Draft)] == [3, 3]


JSON_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=20,
)


@given(JSON_VALUES, st.lists(JSON_VALUES), st.sampled_from([None, 1, "\t"]))
def test_places_of_items_are_where_they_stand(
    value: object, items: list[object], indent: int | str | None
) -> None:
    # the member of that name which counts is the last, as in the value
    first, last = (json.dumps(one, indent=indent) for one in (value, items))
    feed = f'{{"a":{first} ,\n"items" : {first}, "items":\n{last}, "b": {first}\n}}'
    lines = feed.split("\n")
    places = item_places(feed, "items")
    assert len(places) == len(items)
    for item, (line, col) in zip(items, places, strict=True):
        rest = "\n".join([lines[line - 1][col - 1 :], *lines[line:]])
        assert repr(json.JSONDecoder().raw_decode(rest)[0]) == repr(item)
