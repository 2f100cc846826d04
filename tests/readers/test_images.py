"""Pictures that an item is shown with are known by address, caption and credit; none becomes its text."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest

from generator.cleaning.pictures import clean_images
from generator.diagnostics import Problem
from generator.model.article import Draft
from generator.model.image import LONGEST_CAPTION, MOST_IMAGES, Image
from generator.readers import Raw, choose

SEEN = datetime(2026, 8, 17, 12, tzinfo=UTC)
PICTURE = "https://gazette.example/bridge.jpg"
OTHER = "https://gazette.example/pier.jpg"


def draft(data: str | dict[str, object]) -> Draft:
    text = data if isinstance(data, str) else json.dumps(data)
    raw = Raw(path="in", data=text.encode(), modified=SEEN)
    reader = choose(raw)
    assert not isinstance(reader, Problem)
    (found,) = reader.read(raw)
    assert isinstance(found, Draft), found
    return found


def rss(item: str) -> Draft:
    return draft(
        '<rss version="2.0" xmlns:media="http://search.yahoo.com/mrss/" xmlns:m="http://search.yahoo.com/mrss/"'
        ' xmlns:itunes="http://www.itunes.com/dtds/podcast-1.0.dtd">'
        "<channel><title>Harbour Gazette</title><link>https://gazette.example/</link><item>"
        f"<title>Bridge reopens</title><link>https://gazette.example/1</link>{item}</item></channel></rss>"
    )


@pytest.mark.parametrize("prefix", ["media", "m"])
def test_caption_and_credit_of_a_feeds_picture_are_the_pictures(prefix: str) -> None:
    found = rss(
        "<description>It is open.</description>"
        f"<{prefix}:content url='{PICTURE}' medium='image'>"
        f"<{prefix}:description>The bridge &amp;lt;b&amp;gt;on Monday&amp;lt;/b&amp;gt;, seen from the pier "
        f"with lorries on it.</{prefix}:description><{prefix}:text>Of the picture too.</{prefix}:text>"
        f"<{prefix}:credit role='author'>A. Lens</{prefix}:credit></{prefix}:content>"
    )
    assert found.body == "It is open."
    assert found.authors == found.credit_names == ()
    assert found.images == (
        Image(
            url=PICTURE,
            caption="The bridge on Monday, seen from the pier with lorries on it.",
            credit="A. Lens",
        ),
    )


def test_caption_is_no_text_where_an_item_has_no_other() -> None:
    found = rss(
        f"<media:content url='{PICTURE}' type='image/jpeg'><media:description>The bridge.</media:description>"
        "</media:content>"
    )
    assert (found.body, found.excerpt_only) == ("", True)


def test_credits_go_with_their_pictures_and_a_lone_caption_with_none_of_several() -> None:
    found = rss(
        f"<media:group><media:content url='{PICTURE}' type='image/jpeg'><media:credit>A</media:credit>"
        f"<media:description>One.</media:description></media:content><media:content url='{OTHER}'>"
        "<media:credit>B</media:credit></media:content>"
        "<media:content url='https://gazette.example/film.mp4' type='video/mp4'/></media:group>"
    )
    assert found.images == (Image(url=PICTURE, credit="A"), Image(url=OTHER, credit="B"))


def test_thumbnails_enclosures_and_podcasts_pictures_are_taken_relative_to_the_feed() -> None:
    found = rss(
        "<media:thumbnail url='/small.jpg'/><enclosure url='/e.png' type='image/png' length='1'/>"
        "<enclosure url='/e.mp3' type='audio/mpeg' length='1'/><itunes:image href='/i.png'/>"
    )
    assert [image.url.rpartition("/")[2] for image in found.images] == ["small.jpg", "e.png", "i.png"]
    assert all(image.url.startswith("https://gazette.example/") for image in found.images)


def test_json_feed_has_them_as_image_and_attachments() -> None:
    found = draft(
        {
            "version": "https://jsonfeed.org/version/1.1",
            "title": "Gazette",
            "items": [
                {
                    "id": "1",
                    "title": "Bridge reopens",
                    "content_text": "It is open.",
                    "image": PICTURE,
                    "attachments": [
                        {"url": OTHER, "mime_type": "image/jpeg"},
                        {"url": "https://gazette.example/a.mp3", "mime_type": "audio/mpeg"},
                    ],
                }
            ],
        }
    )
    assert found.images == (Image(url=PICTURE), Image(url=OTHER))


LARGE = {"href": PICTURE, "mimetype": "image/jpeg", "width": 1200}
SMALL = {"href": OTHER, "mimetype": "image/jpeg", "width": 120}
MAIN = {"type": "picture", "description_text": "The bridge.", "byline": "A. Lens", "headline": "Bridge"}


@pytest.mark.parametrize(
    "associations",
    [
        {"main": {**MAIN, "renditions": {"thumb": SMALL, "large": LARGE}}},
        [{**MAIN, "renditions": [{**SMALL, "contentType": "image/jpeg"}, LARGE]}],
        [
            {
                "type": "picture",
                "byline": "A. Lens",
                "descriptions": [{"value": "The bridge."}],
                "renditions": [LARGE],
            }
        ],
    ],
)
def test_ninjs_has_them_among_what_an_item_is_associated_with(associations: object) -> None:
    found = draft(
        {
            "uri": "urn:1",
            "headline": "Bridge reopens",
            "body_text": "It is open.",
            "associations": associations,
        }
    )
    assert found.body == "It is open."
    assert found.authors == ()
    assert found.images == (Image(url=PICTURE, caption="The bridge.", credit="A. Lens"),)


def test_ninjs_picture_that_may_not_be_published_is_not_taken() -> None:
    canceled = {**MAIN, "pubstatus": "canceled", "renditions": {"large": LARGE}}
    found = draft(
        {"uri": "urn:1", "headline": "B", "body_text": "It is open.", "associations": {"a": canceled}}
    )
    assert found.images == ()


@pytest.mark.parametrize(
    "record",
    [
        {"title": "B", "text": "T", "image": PICTURE},
        {"title": "B", "text": "T", "urlToImage": PICTURE},
        {"title": "B", "text": "T", "fingerprint": "1", "hostname": "g", "sitename": "G", "image": PICTURE},
        {"title": "B", "text": "T", "publish_date": "2026-08-17", "top_image": PICTURE, "images": [OTHER]},
        {"title": "B", "maintext": "T", "image_url": PICTURE},
        {"@type": "NewsArticle", "headline": "B", "articleBody": "T", "image": [PICTURE]},
        {
            "@type": "NewsArticle",
            "headline": "B",
            "articleBody": "T",
            "image": {"@type": "ImageObject", "url": PICTURE},
        },
    ],
)
def test_records_have_them_by_their_shapes_names(record: dict[str, object]) -> None:
    assert draft(record).images == (Image(url=PICTURE),)


def test_linked_data_has_caption_and_credit_also_where_it_points_to_them() -> None:
    picture = {
        "@type": "ImageObject",
        "@id": "#main",
        "contentUrl": PICTURE,
        "caption": "The <b>bridge</b>.",
        "creditText": "A. Lens",
    }
    node = {"@type": "NewsArticle", "headline": "B", "articleBody": "T", "image": {"@id": "#main"}}
    found = draft({"@context": "https://schema.org", "@graph": [picture, node]})
    assert found.images == (Image(url=PICTURE, caption="The bridge.", credit="A. Lens"),)


def linked(url: str) -> str:
    node = {"@type": "NewsArticle", "image": {"url": url}}
    return f'<script type="application/ld+json">{json.dumps(node)}</script>'


PROSE = (
    "<p>The bridge over the Aske reopened on Monday after eleven weeks of repairs, the council said.</p>" * 3
)


@pytest.mark.parametrize(
    "head",
    [
        '<meta property="og:image" content="/bridge.jpg">',
        '<meta name="twitter:image" content="https://gazette.example/bridge.jpg">',
        linked(PICTURE) + '<meta property="og:image" content="/logo.png">',
    ],
)
def test_pages_name_theirs_in_their_heads(head: str) -> None:
    head = f'<link rel="canonical" href="https://gazette.example/n/1">{head}'
    found = draft(f"<!doctype html><html><head>{head}</head><body><h1>Bridge</h1>{PROSE}</body></html>")
    assert found.images == (Image(url=PICTURE),)


@pytest.mark.parametrize(
    "value",
    [
        "javascript:alert(1)",
        "data:image/png;base64,AA",
        "//x",
        "",
        "http://[",
        {"url": {"url": []}},
        [[[]]],
        3,
        True,
        {"url": "https://a.example/" + "x" * 3000},
        {"@id": "#x"},
        "https://a.example/\u202egpj.exe",
    ],
)
def test_what_is_no_address_of_a_picture_is_dropped(value: object) -> None:
    found = draft({"title": "B", "text": "T", "image": value})
    assert clean_images(found.images) == ()


def test_pictures_are_few_each_once_and_their_texts_are_clean_and_bounded() -> None:
    many = [Image(url=f"https://a.example/{number // 2}?utm_source=x") for number in range(100)]
    kept = clean_images(many)
    assert [image.url for image in kept] == [f"https://a.example/{number}" for number in range(MOST_IMAGES)]
    (kept_one,) = clean_images([Image(url=PICTURE, caption="a\u202eb\x00 " + "word " * 400, credit="\u200b")])
    assert kept_one.caption is not None
    assert kept_one.caption.startswith("ab word word")
    assert kept_one.caption.endswith("word…")
    assert len(kept_one.caption) <= LONGEST_CAPTION
    assert kept_one.credit is None
