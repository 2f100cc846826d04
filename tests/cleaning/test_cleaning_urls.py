"""An address is the same for every reader, and safe to publish."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter

from generator.cleaning.urls import clean_url, domain_of
from generator.settings.schema import Url


@pytest.mark.parametrize(
    ("url", "clean"),
    [
        ("https://Gazette.example/a?utm_source=x&id=7&fbclid=y#top", "https://gazette.example/a?id=7"),
        ("HTTPS://gazette.example/A?gclid=1", "https://gazette.example/A"),
        (" https://gazette.example/a?q=a%20b&q= ", "https://gazette.example/a?q=a%20b&q="),
        ("http://gazette.example:8080/", "http://gazette.example:8080/"),
    ],
)
def test_tracking_and_fragment_are_cut(url: str, clean: str) -> None:
    assert clean_url(url) == clean


@pytest.mark.parametrize(
    "url",
    [
        "javascript:alert(1)",
        "JaVaScRiPt:alert(1)",
        "data:text/html,x",
        "//gazette.example/",
        "/a",
        "gazette.example",
        "ftp://gazette.example/",
        "https://",
        "https://a b/",
        "https://user:pass@gazette.example/",
        "https://[::1",
        "https://a\u202e.example/",
        'https://a.example/"onload=',
        "https://a.example/\nx",
        "https://a.example/" + "a" * 3000,
    ],
)
def test_what_is_no_web_address_is_refused(url: str) -> None:
    assert clean_url(url) is None


@pytest.mark.parametrize(
    ("url", "domain"),
    [
        ("https://www.gazette.example/a", "gazette.example"),
        ("https://127.0.0.1/", None),
        ("https://localhost/", None),
    ],
)
def test_domain_is_the_host(url: str, domain: str | None) -> None:
    assert domain_of(url) == domain


@given(st.text(max_size=80))
def test_cleaning_twice_is_cleaning_once(text: str) -> None:
    for url in (text, f"https://{text}", f"https://a.example/{text}"):
        clean = clean_url(url)
        assert clean is None or clean_url(clean) == clean


def test_an_address_in_another_normal_form_is_the_same_page_and_can_be_read_again() -> None:
    url = clean_url("https://a.example/cafe\u0301?q=e\u0301&x=100%25")
    assert url == "https://a.example/cafe%CC%81?q=e%CC%81&x=100%25"
    assert clean_url(url) == url
    assert clean_url("https://a.example/caf\u00e9") == "https://a.example/caf\u00e9"


@given(st.text(max_size=40))
def test_a_clean_address_is_one_that_articles_may_have(path: str) -> None:
    url = clean_url(f"https://a.example/{path}")
    assert url is None or TypeAdapter(Url).validate_python(url) == url
