"""Records of any exporter become drafts; each bad line is one problem, and the others go on."""

from __future__ import annotations

import gzip
import json
from datetime import UTC, datetime

import pytest

from generator.diagnostics import Problem
from generator.model.article import DatedBy, Draft, Label
from generator.readers import Raw, choose
from generator.readers.jsonl import JsonLinesReader

SEEN = datetime(2026, 8, 17, 12, tzinfo=UTC)


def read(data: str | bytes, limit: int = 1 << 20) -> list[Draft | Problem]:
    data = data.encode() if isinstance(data, str) else data
    return list(JsonLinesReader().read(Raw(path="in.jsonl", data=data, modified=SEEN, limit=limit)))


def draft(**fields: object) -> Draft:
    (found,) = read(json.dumps({"title": "T", "text": "Text.", **fields}))
    assert isinstance(found, Draft), found
    return found


@pytest.mark.parametrize("name", ["title", "headline"])
def test_title_goes_by_several_names(name: str) -> None:
    (found,) = read(json.dumps({name: "Bridge reopens", "text": "Text."}))
    assert isinstance(found, Draft)
    assert found.title == "Bridge reopens"


@pytest.mark.parametrize("name", ["text", "body", "content", "articleBody"])
def test_body_goes_by_several_names(name: str) -> None:
    (found,) = read(json.dumps({"title": "T", name: "One.\n\nTwo."}))
    assert isinstance(found, Draft)
    assert found.body == "One.\n\nTwo."


@pytest.mark.parametrize(
    "name", ["published", "date", "published_at", "pubDate", "datePublished", "publishedAt"]
)
def test_date_goes_by_several_names(name: str) -> None:
    found = draft(**{name: "2026-08-17"})
    assert (found.published_text, found.dated_by) == ("2026-08-17", DatedBy.FEED)


@pytest.mark.parametrize(
    ("source", "name"),
    [
        ("Gazette", "Gazette"),
        ({"id": None, "name": "Gazette"}, "Gazette"),
        (["Gazette"], "Gazette"),
        (7, "7"),
    ],
)
def test_source_may_be_a_name_or_an_object(source: object, name: str) -> None:
    assert draft(source=source).source_name == name


@pytest.mark.parametrize(
    ("authors", "names"),
    [("A. Writer", ("A. Writer",)), (["A", {"name": "B"}], ("A", "B")), (None, ()), ([], ()), ({"x": 1}, ())],
)
def test_authors_may_be_one_or_many(authors: object, names: tuple[str, ...]) -> None:
    assert draft(authors=authors).authors == names


def test_names_of_our_own_front_matter_are_understood() -> None:
    found = draft(
        label="opinion", see_also=["Ferry"], via="Newsy", credit=["Wire"], external_id="a-1", lang="de"
    )
    assert found.label is Label.OPINION
    assert (found.see_also, found.via_name, found.credit_names) == (("Ferry",), "Newsy", ("Wire",))
    assert (found.external_id, found.language) == ("a-1", "de")


def test_bad_line_is_told_with_its_place_and_the_others_go_on() -> None:
    good = json.dumps({"title": "T", "text": "Text."})
    found = read(f'{good}\n\n  {{"title": oops}}\n[1]\n{good}\n')
    assert [type(item) for item in found] == [Draft, Problem, Problem, Draft]
    assert [item.position.line for item in found if isinstance(item, Problem)] == [3, 4]
    assert isinstance(found[1], Problem)
    assert (found[1].code, found[1].position.col) == ("bad-record", 13)


def test_record_without_a_title_is_called_by_its_first_words() -> None:
    (found,) = read('{"text": "The ferry stays in port. It leaves tomorrow."}')
    assert isinstance(found, Draft)
    assert found.title == "The ferry stays in port."
    assert found.body == "The ferry stays in port. It leaves tomorrow."


def test_record_with_neither_title_nor_text_is_told() -> None:
    (found,) = read('{"url": "https://harbour-gazette.example/ferry"}')
    assert isinstance(found, Problem)
    assert found.code == "no-title"


def test_headline_with_an_id_of_its_own_is_an_article_without_text() -> None:
    (found,) = read('{"title": "The ferry stays in port", "id": "7"}')
    assert isinstance(found, Draft)
    assert found.excerpt_only


def test_gzip_is_unpacked() -> None:
    packed = gzip.compress(b'{"title": "T", "text": "Text."}\n')
    assert len(read(packed)) == 1
    assert getattr(choose(Raw(path="in.jsonl.gz", data=packed, modified=SEEN)), "name", None) == "jsonl"


def test_damaged_gzip_is_told_after_what_could_be_read() -> None:
    lines = "".join(f'{{"title": "T{n}", "text": "{hash(str(n))}"}}\n' for n in range(5000))
    found = read(gzip.compress(lines.encode())[:-2000])
    assert isinstance(found[0], Draft)
    assert isinstance(found[-1], Problem)
    assert found[-1].code == "unreadable"


def test_gzip_that_unpacks_beyond_the_limit_is_stopped() -> None:
    found = read(gzip.compress(b" " * 10_000_000), limit=1_000_000)
    assert [item.code for item in found if isinstance(item, Problem)] == ["too-large"]


def test_many_lines_beyond_the_limit_are_stopped() -> None:
    line = b'{"title": "T", "text": "Text."}\n'
    found = read(gzip.compress(line * 10_000), limit=10_000)
    assert isinstance(found[-1], Problem)
    assert found[-1].code == "too-large"
    assert len(found) < 1000


def test_array_and_single_object_are_read_too() -> None:
    records = [{"title": "A", "text": "a"}, {"title": "B", "text": "b"}]
    for data in (json.dumps(records), json.dumps(records, indent=2)):
        assert [item.title for item in read(data) if isinstance(item, Draft)] == ["A", "B"]
    assert [item.title for item in read(json.dumps(records[0], indent=2)) if isinstance(item, Draft)] == ["A"]


def test_line_may_hold_several_records() -> None:
    records = [{"title": "A", "text": "a"}, {"title": "B", "text": "b"}]
    one, both = json.dumps(records[0]), json.dumps(records)
    for lines, titles in (
        ((one, both), "AAB"),
        ((both, one), "ABA"),
        ((both, "", both), "ABAB"),
        ((both,), "AB"),
    ):
        found = read("\n".join(lines) + "\n")
        assert "".join(item.title for item in found if isinstance(item, Draft)) == titles
        assert len(found) == len(titles)


def test_utf_16_is_read() -> None:
    (found,) = read('{"title": "Café", "text": "Text."}'.encode("utf-16"))
    assert isinstance(found, Draft)
    assert found.title == "Café"


@pytest.mark.parametrize(
    "data", ["[" * 100_000, '{"a":' * 100_000, '{"title": ' + "9" * 5000 + "}", "{}", "null"]
)
def test_hostile_json_is_a_problem(data: str) -> None:
    (found,) = read(data)
    assert isinstance(found, Problem)


def test_headline_with_an_address_needs_no_text() -> None:
    assert draft(text="", url="https://harbour-gazette.example/1").excerpt_only
    assert not draft(text="").excerpt_only
