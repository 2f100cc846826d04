"""A draft becomes an article with ids for names, moments for ages, and nothing of its page."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from generator.cleaning import Cleaned, CleaningContext, SourceBook, clean
from generator.cleaning.labels import label_of
from generator.cleaning.language import language_of
from generator.diagnostics import Position
from generator.model.article import Article, DatedBy, Draft, Label
from generator.model.ids import UNKNOWN_SOURCE, SourceId
from generator.model.source import Source, SourceKind

SEEN = datetime(2026, 8, 17, 12, tzinfo=UTC)
BOOK = SourceBook.of(
    [
        Source(id=UNKNOWN_SOURCE, name="Unknown source"),
        Source(
            id=SourceId("harbour-gazette"),
            name="The Harbour Gazette",
            aliases=("Gazette",),
            credits=("(HG)",),
            domains=("harbour-gazette.example",),
            timezone="Europe/Oslo",
        ),
    ]
)
CONTEXT = CleaningContext(book=BOOK, reference=SEEN, captured=True, zone=ZoneInfo("UTC"))
DRAFT = Draft(
    origin=Position(path="a.jsonl", line=3, col=1),
    title="Bridge reopens",
    body="It was opened on Monday.\n\nTraffic is back.",
    reader="jsonl",
    source_name="Harbour Gazette",
    published_text="2026-08-17T09:30:00Z",
)


def cleaned(**changes: object) -> Cleaned:
    return clean(replace(DRAFT, **changes), CONTEXT)  # type: ignore[arg-type]  # a draft's fields


def article(**changes: object) -> Article:
    found = cleaned(**changes).article
    assert found is not None
    return found


@pytest.mark.parametrize(
    "name", ["harbour gazette", "The Harbour-Gazette", "GAZETTE", "hg", "harbour-gazette"]
)
def test_source_is_found_by_any_of_its_names(name: str) -> None:
    assert article(source_name=name).source == "harbour-gazette"


@pytest.mark.parametrize(
    "host", ["harbour-gazette.example", "www.harbour-gazette.example", "m.harbour-gazette.example"]
)
def test_source_is_found_by_its_domain(host: str) -> None:
    assert article(source_name=None, url=f"https://{host}/a").source == "harbour-gazette"


def test_unknown_name_becomes_a_new_source() -> None:
    found = cleaned(source_name="Vale Post", url="https://www.vale-post.example/a")
    assert found.article is not None
    assert found.article.source == "vale-post"
    (new,) = found.new_sources
    assert (new.id, new.name, new.domains) == ("vale-post", "Vale Post", ("vale-post.example",))


def test_names_with_one_slug_are_two_sources() -> None:
    first = cleaned(source_name="Val d’Or + Sons").new_sources[0]
    book = BOOK.with_sources([first])
    second = clean(
        replace(DRAFT, source_name="Val dOr Sons & Daughters"), replace(CONTEXT, book=book)
    ).new_sources[0]
    third = clean(
        replace(DRAFT, source_name="Välde"), replace(CONTEXT, book=book.with_sources([second]))
    ).new_sources[0]
    assert len({first.id, second.id, third.id}) == 3


def test_aggregator_is_via_and_an_unnamed_publisher_is_unknown() -> None:
    found = cleaned(source_name=None, via_name="Newsy")
    assert found.article is not None
    assert (found.article.source, found.article.via) == (UNKNOWN_SOURCE, "newsy")
    assert found.new_sources[0].kind is SourceKind.AGGREGATOR


def test_age_is_reckoned_from_the_capture_and_says_so() -> None:
    found = article(published_text="28 minutes ago")
    assert found.published == datetime(2026, 8, 17, 11, 32, tzinfo=UTC)
    assert (found.dated_by, found.retrieved) == (DatedBy.AGE, SEEN)


def test_age_without_a_capture_is_reckoned_from_the_file_and_says_so() -> None:
    found = clean(replace(DRAFT, published_text="28 minutes ago"), replace(CONTEXT, captured=False)).article
    assert found is not None
    assert (found.dated_by, found.retrieved) == (DatedBy.CAPTURE, SEEN)


def test_time_without_an_offset_is_in_its_sources_zone() -> None:
    assert article(published_text="2026-08-17 09:30").published == datetime(2026, 8, 17, 7, 30, tzinfo=UTC)


def test_date_that_is_none_is_told_and_the_article_kept() -> None:
    found = cleaned(published_text="the other day")
    assert [problem.code for problem in found.problems] == ["bad-date"]
    assert found.article is not None
    assert (found.article.published, found.article.dated_by) == (None, DatedBy.CAPTURE)


def test_address_that_is_none_is_told_and_the_article_kept() -> None:
    found = cleaned(url="javascript:alert(1)")
    assert [(problem.code, problem.position.line) for problem in found.problems] == [("bad-url", 3)]
    assert found.article is not None
    assert found.article.url is None


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"title": " \u200b "}, "no-title"),
        ({"body": ""}, "no-text"),
        ({"body": "Related Articles\n\nNo comments yet..."}, "no-text"),
        ({"title": "x" * 30_000}, "no-title"),
    ],
)
def test_item_that_is_no_article_is_told(changes: dict[str, object], code: str) -> None:
    found = cleaned(**changes)
    assert found.article is None
    assert [(problem.code, problem.position.line) for problem in found.problems] == [(code, 3)]


def test_headline_without_text_is_an_excerpt() -> None:
    assert article(body="", excerpt_only=True).excerpt_only


def test_body_of_markup_alone_is_the_text_that_there_is() -> None:
    assert article(body="![x](https://a.example/b.gif)").body == "![x](https://a.example/b.gif)"


def test_outlet_whose_sources_are_cited_is_cited() -> None:
    found = cleaned(body="It will open, the Vale Post reported, citing its sources. Apple reported profits.")
    assert found.article is not None
    assert found.article.cites == ("vale-post",)


def test_known_source_that_is_quoted_is_cited_and_its_own_never() -> None:
    text = "She told the Gazette that it was closed."
    assert article(source_name="Vale Post", body=text).cites == ("harbour-gazette",)
    assert article(body=text).cites == ()


@pytest.mark.parametrize("language", ["de", "pt-BR", "zh-Hant"])
def test_language_given_is_kept(language: str) -> None:
    assert article(language=language).language == language


@pytest.mark.parametrize("language", ["English", "??", "", "x" * 40])
def test_language_that_is_no_tag_is_not(language: str) -> None:
    assert article(language=language).language == "en"


@pytest.mark.parametrize(
    ("text", "language"),
    [
        (
            "Die Brücke ist wieder offen und der Verkehr rollt, doch die Arbeiten werden nicht enden.",
            "de",
        ),
        (
            "Le pont est ouvert et les voitures sont dans la ville, avec des retards pour une semaine.",
            "fr",
        ),
        (
            "The bridge is open and the cars are back in town, but the works will go on for a week.",
            "en",
        ),
        ("تم افتتاح الجسر من جديد بعد إصلاحات استمرت طوال الصيف", "ar"),
        ("הגשר נפתח מחדש לאחר תיקונים שנמשכו כל הקיץ", "he"),
        ("Міст знову відкрито після ремонту, який тривав усе літо", "uk"),
        ("Short text", None),
    ],
)
def test_language_is_told_by_its_commonest_words(text: str, language: str | None) -> None:
    assert language_of(text) == language


ARGUED = (
    "The council should act now. It must not wait for another winter, and it need not ask for permission. "
    "The truth is that the bridge has to be rebuilt, and that repairs cannot last. We should say so. "
) * 6
REPORTED = (
    "The council met on Monday and voted for the bridge. The mayor said that it would open in May. " * 12
)


@pytest.mark.parametrize(
    ("title", "body", "label"),
    [
        ("The Bridge Must Be Rebuilt", ARGUED, Label.OPINION),
        ("The Bridge Must Be Rebuilt", REPORTED, Label.NEWS),
        ("Bridge to be rebuilt", REPORTED, Label.NEWS),
        ("Bridge must close, court rules", f'"{ARGUED}" {REPORTED}', Label.NEWS),
        ("What Every Rider Should Know", ARGUED.replace("We", "One"), Label.NEWS),
        ("Opinion: Rebuild it", REPORTED, Label.OPINION),
        ("Live updates: storm reaches the coast", REPORTED, Label.LIVE),
        ("Analysis: who pays for the bridge", REPORTED, Label.ANALYSIS),
    ],
)
def test_label_is_what_title_and_text_give_away(title: str, body: str, label: Label) -> None:
    assert label_of(title, [body], release=False) is label


_PIECES = st.sampled_from(
    [
        "It rained.",
        "The bridge reopened on Monday.",
        "Read also: Ferry ends",
        "Read more: Why The Ferry Failed The rest",
        "Consider supporting the Harbour Gazette.",
        "We've been working hard to bring you news.",
        "Related Articles",
        "Comments",
        "[embed x='1']",
        "![a](https://a.example/b.png)",
        "OSLO (AP) — It rained.",
        "--News Direct--",
        "AP writers contributed to this report.",
        "Reporting by Ann Lee; Editing by B",
        "Ann Lee via Getty Images Two.",
        "\n",
        "\n\n",
        " ",
        "* item",
        "“Quoted.”",
        "KYIV, Ukraine —",
        "View source version on a.example: x",
        "\u202e",
    ]
)


@example("It rained. \n\n Consider supporting us. ![a](https://a.example/b.png) " + "0" * 90 + "\r0", False)
@example("Read also: Ferry ends \n\n 0\x1e0", False)
@settings(max_examples=200)
@given(st.lists(st.one_of(_PIECES, st.text(max_size=20)), max_size=12).map(" ".join), st.booleans())
def test_cleaning_its_own_output_changes_nothing(body: str, one_line: bool) -> None:
    first = cleaned(body=body, one_line=one_line).article
    if first is not None:
        second = cleaned(body=first.body, one_line=one_line).article
        assert second is not None
        assert second.body == first.body


_NAMES = st.sampled_from(
    ["Välde", "Valde", "valde", "The Post", "post.example", "Post", "post", "Val-de", "A.B", "ab", "AP"]
)


@settings(max_examples=100)
@given(st.lists(st.tuples(_NAMES, _NAMES, _NAMES), max_size=6), st.integers(0, 6))
def test_book_that_grew_is_the_book_of_all(entries: list[tuple[str, str, str]], cut: int) -> None:
    sources = [
        Source(id=SourceId(name), name=alias, aliases=(other,), domains=(f"{other}.example",))
        for name, alias, other in entries
    ]
    assert SourceBook.of(sources[:cut]).with_sources(sources[cut:]) == SourceBook.of(sources)


def test_update_beside_the_publication_is_kept() -> None:
    found = article(published_text="Aug 17, 2026, 9:00 am (Updated Aug 17, 2026, 11:30 am)")
    assert found.published == datetime(2026, 8, 17, 7, tzinfo=UTC)
    assert found.updated == datetime(2026, 8, 17, 9, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("changes", "day", "dated_by"),
    [
        ({"url": "https://harbour-gazette.example/2026/08/15/a"}, 15, DatedBy.URL),
        ({"body": "OSLO, Aug 14 (Reuters) - It was opened on Monday."}, 14, DatedBy.TEXT),
        ({"url": "https://a.example/2026/08/15/a", "published_text": "2026-08-16"}, 16, DatedBy.PAGE),
    ],
)
def test_date_that_no_field_has_is_that_of_the_address_or_the_dateline(
    changes: dict[str, object], day: int, dated_by: DatedBy
) -> None:
    found = article(**{"published_text": None, **changes})
    assert found.published is not None
    assert (found.published.date().day, found.dated_by) == (day, dated_by)


@pytest.mark.parametrize("text", ["1970-01-01T00:00:00Z", "1066-10-14", "2999-01-01"])
def test_date_that_no_article_has_is_told_and_left_out(text: str) -> None:
    found = cleaned(published_text=text)
    assert [problem.code for problem in found.problems] == ["odd-date"]
    assert found.article is not None
    assert found.article.published is None


def test_date_in_the_future_is_told_and_kept() -> None:
    now = replace(CONTEXT, now=SEEN)
    for text, codes in (("2026-08-20", ["odd-date"]), ("2026-08-18", [])):
        found = clean(replace(DRAFT, published_text=text), now)
        assert [problem.code for problem in found.problems] == codes
        assert found.article is not None
        assert found.article.published is not None


@pytest.mark.parametrize(
    ("changes", "credit", "cites"),
    [
        ({"authors": ("Ann Lee, Associated Press",)}, ("associated-press",), ()),
        ({"authors": ("Ann Lee and Reuters",)}, (), ("reuters",)),
        ({"body": "It was opened.\n\nReuters contributed to this report."}, (), ("reuters",)),
        ({"body": "OSLO (AP) — It was opened.\n\nReuters contributed to this report."},
         ("associated-press",), ("reuters",)),
    ],
)  # fmt: skip
def test_only_whose_text_it_is_is_credited(
    changes: dict[str, object], credit: tuple[str, ...], cites: tuple[str, ...]
) -> None:
    found = article(**changes)
    assert (found.credit, found.cites) == (credit, cites)
