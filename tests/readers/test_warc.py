"""A crawl's pages come out one by one, with their own address, time and encoding."""

from __future__ import annotations

import gzip
import io
import time
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.diagnostics import Problem
from generator.readers import Raw
from generator.readers.warc import pages

FILE = Raw(path="crawl.warc.gz", data=b"", modified=datetime(2026, 8, 18, tzinfo=UTC), limit=1000)
PAGE = b"<html><p>Caf\xe9</p></html>"


def crawl(*records: tuple[str, str, str, bytes], packed: bool = True) -> bytes:
    """A WARC file of responses: address, status, content type, body."""
    written = [_record("warcinfo", "", b"software: a crawler\r\n")]
    for url, status, kind, body in records:
        response = f"HTTP/1.1 {status}\r\nContent-Type: {kind}\r\n\r\n".encode() + body
        written.append(_record("response", f"WARC-Target-URI: {url}\r\n", response))
    return b"".join(gzip.compress(record) if packed else record for record in written)


def _record(kind: str, more: str, content: bytes) -> bytes:
    head = (
        f"WARC/1.0\r\nWARC-Type: {kind}\r\n{more}WARC-Date: 2026-08-17T12:00:00Z\r\n"
        f"Content-Type: application/http; msgtype=response\r\nContent-Length: {len(content)}\r\n\r\n"
    )
    return head.encode() + content + b"\r\n\r\n"


def read(data: bytes) -> list[Raw | Problem]:
    return list(pages(io.BytesIO(data), FILE))


@pytest.mark.parametrize("packed", [True, False])
def test_pages_of_a_crawl_have_their_own_address_time_and_encoding(packed: bool) -> None:
    (page,) = read(
        crawl(("https://a.example/1", "200 OK", "text/html; charset=latin-1", PAGE), packed=packed)
    )
    assert isinstance(page, Raw)
    assert (page.path, page.url) == ("crawl.warc.gz#https://a.example/1", "https://a.example/1")
    assert page.captured == datetime(2026, 8, 17, 12, tzinfo=UTC)
    assert page.data.decode("utf-8-sig") == "<html><p>Café</p></html>"


def test_encoding_that_the_page_is_not_in_is_not_believed() -> None:
    for charset in ("utf-8", "no-such-thing", "ascii"):
        (page,) = read(crawl(("https://a.example/1", "200 OK", f"text/html; charset={charset}", PAGE)))
        assert isinstance(page, Raw)
        assert page.data == PAGE


def test_what_is_no_page_is_passed_over() -> None:
    found = read(
        crawl(
            ("https://a.example/gone", "404 Not Found", "text/html", PAGE),
            ("https://a.example/x.png", "200 OK", "image/png", b"x"),
            ("https://a.example/2", "200 OK", "application/xhtml+xml", PAGE),
        )
    )
    assert [page.url for page in found if isinstance(page, Raw)] == ["https://a.example/2"]


def test_page_beyond_the_limit_is_told_and_the_next_is_read() -> None:
    large, small = read(
        crawl(
            ("https://a.example/1", "200 OK", "text/html", b"x" * 1001),
            ("https://a.example/2", "200 OK", "text/html", PAGE),
        )
    )
    assert isinstance(large, Problem)
    assert (large.code, large.position.path) == ("too-large", "crawl.warc.gz#https://a.example/1")
    assert isinstance(small, Raw)


def test_file_without_a_page_or_broken_in_the_middle_is_told() -> None:
    (empty,) = read(crawl())
    assert isinstance(empty, Problem)
    assert empty.code == "nothing-found"
    whole = crawl(*((f"https://a.example/{n}", "200 OK", "text/html", PAGE) for n in range(3)))
    (noise,) = read(b"WARC no" + whole[:200])
    assert isinstance(noise, Problem)
    assert noise.code == "unreadable"


def test_bomb_is_told_before_it_is_unpacked() -> None:
    bomb = gzip.compress(_record("response", "", b"\0" * 50_000_000))
    start = time.process_time()
    page, problem = read(crawl(("https://a.example/1", "200 OK", "text/html", PAGE)) + bomb * 20)
    assert isinstance(page, Raw)
    assert isinstance(problem, Problem)
    assert (problem.code, "100 times" in problem.message) == ("too-large", True)
    assert time.process_time() - start < 2


@pytest.mark.parametrize("line", [b"WARC/1.0\r\nX: ", b"WARC/1.0\r\n" + b"X: y\r\n" * 300_000, b""])
def test_head_without_an_end_is_told(line: bytes) -> None:
    (problem,) = read(line + b"x" * 3_000_000)
    assert isinstance(problem, Problem)
    assert problem.code == "unreadable"


def test_damage_amid_a_packed_page_does_not_make_a_shorter_page() -> None:
    noise = "".join(chr(32 + n * n * 7 % 90) for n in range(60_000)).encode()
    packed = crawl(("https://a.example/1", "200 OK", "text/html", noise))
    data = packed[:-2000] + bytes(1000) + packed[-1000:]
    found = list(pages(io.BytesIO(data), replace(FILE, limit=1 << 20)))
    assert [getattr(item, "code", "page") for item in found] == ["unreadable"]


def test_record_that_is_longer_than_it_says_is_told_without_a_word_of_the_library(
    capsys: pytest.CaptureFixture[str],
) -> None:
    whole = crawl(("https://a.example/1", "200 OK", "text/html", PAGE), packed=False)
    short = whole.replace(PAGE, PAGE + b"and more of it")
    first, second, problem = read(short + whole[whole.index(b"WARC/1.0", 1) :])
    assert isinstance(first, Raw)
    assert isinstance(second, Raw)
    assert isinstance(problem, Problem)
    assert (problem.code, problem.severity.value) == ("bad-record", "warning")
    assert capsys.readouterr().err == ""


_WHOLE = crawl(*((f"https://a.example/{n}", "200 OK", "text/html", PAGE) for n in range(3)), packed=False)


@settings(max_examples=150, deadline=None)
@given(st.integers(0, len(_WHOLE)), st.binary(max_size=20), st.integers(0, 40), st.booleans())
def test_no_bytes_make_it_raise(at: int, noise: bytes, cut: int, packed: bool) -> None:
    data = _WHOLE[:at] + noise + _WHOLE[at + cut :]
    read(gzip.compress(data) if packed else data)
    read(noise)
