"""Each file goes to the reader of its kind, and a file of no kind is told; no bytes make a reader raise."""

from __future__ import annotations

import gzip
import io
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.diagnostics import Problem
from generator.model.article import Draft
from generator.model.source import SourceDraft
from generator.readers import READERS, Raw, Reader, choose

SEEN = datetime(2026, 8, 17, 12, tzinfo=UTC)


def raw(data: bytes, path: str = "file") -> Raw:
    return Raw(path=path, data=data, modified=SEEN, limit=100_000)


def chosen(data: bytes) -> str:
    found = choose(raw(data))
    return found.code if isinstance(found, Problem) else found.name


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (b"---\ntitle: a\n---\ntext", "markdown"),
        (b"\xef\xbb\xbf---\r\ntitle: a\r\n---\r\ntext", "markdown"),
        (b'{"title": "a"}', "jsonl"),
        (b'\n\n  [{"title": "a"}]', "jsonl"),
        (b"Lead\nText\nTry Our AI Features\n", "dump"),
        (b"# Title\n\nText", "text"),
        (b"[1] a footnote\nText", "text"),
        ("Title\nText".encode("utf-16"), "text"),
        (gzip.compress(b"Title\nText"), "text"),
        (b'<?xml version="1.0"?><rss>', "feed"),
        (b'<?xml version="1.0"?>\n<!-- a --><!DOCTYPE x [<!ENTITY a "b">]><feed xmlns="x">', "feed"),
        (b'{"version": "https://jsonfeed.org/version/1", "items": []}', "feed"),
    ],
)
def test_content_decides_who_reads(data: bytes, name: str) -> None:
    assert chosen(data) == name


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"   \n",
        b"<svg><title>a</title></svg>",
        b'<?xml version="1.0"?><urlset>',
        b"<html:p>",
        b"\x89PNG\r\n\x1a\n\0\0\0",
        b"%PDF-1.4\n\0\1\2",
        b"a\0b\0c",
        b"\x1f\x8bnot gzip at all",
    ],
)
def test_file_of_no_kind_is_told(data: bytes) -> None:
    found = choose(raw(data))
    assert isinstance(found, Problem)
    assert found.code == "no-reader"
    assert "jsonl" in found.remedy


def test_reader_can_be_forced_and_must_exist() -> None:
    assert getattr(choose(raw(b"Title\nText"), "dump"), "name", None) == "dump"
    found = choose(raw(b"Title\nText"), "dumb")
    assert isinstance(found, Problem)
    assert "dump" in found.remedy


@pytest.mark.parametrize("data", [b"One line", b"x" * 1000 + b"\nText"])
def test_text_that_has_no_title_and_body_is_told(data: bytes) -> None:
    (found,) = _named("text").read(raw(data))
    assert isinstance(found, Problem)
    assert found.code in {"no-title", "no-text"}


_FRAGMENTS = st.sampled_from(
    [
        b"---\n",
        b"title: a\n",
        b"{",
        b'{"title": "a", "text": ',
        b"[",
        b'"',
        b"}\n",
        b"\n",
        b"\r",
        b"- ",
        b"Post\n",
        b"1 hour ago\n",
        b"- Post\n",
        b"Related Articles\n",
        b"Hashtags\n",
        b"Try Our AI Features\n",
        b"\xff\xfe",
        b"\0",
        b"\x1f\x8b",
        b"\xc3",
        b"<p>",
        b"&a *a",
        b"!!x",
        b": ",
        b"9" * 5000,
        b"\\ud800",
        b"null",
        b"true",
    ]
)


@settings(max_examples=150, deadline=None)
@given(st.one_of(st.binary(max_size=300), st.lists(_FRAGMENTS, max_size=14).map(b"".join)), st.booleans())
def test_no_bytes_make_a_reader_raise(data: bytes, packed: bool) -> None:
    file = raw(_gzip(data) if packed else data)
    choose(file)
    for reader in READERS:
        reader.accepts(file)
        assert all(isinstance(item, Draft | SourceDraft | Problem) for item in reader.read(file))


def _gzip(data: bytes) -> bytes:
    buffer = io.BytesIO()
    with gzip.GzipFile(fileobj=buffer, mode="wb", mtime=0) as file:
        file.write(data)
    return buffer.getvalue()


def _named(name: str) -> Reader:
    return next(reader for reader in READERS if reader.name == name)
