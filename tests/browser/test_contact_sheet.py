"""The contact sheet: each page in each look, and one page that shows them all."""

from __future__ import annotations

import struct
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from benchmarks.contact_sheet import sheet_of, take

pytestmark = pytest.mark.browser


def test_a_page_is_shown_in_three_widths_and_both_schemes_and_in_print(
    chromium: Browser, sample: str, tmp_path: Path
) -> None:
    pages = {"not found": "404.html"}
    pictures = list(take(chromium, sample, pages, tmp_path))
    assert [(picture.width, picture.look) for picture in pictures] == [
        *((360, "light"), (360, "dark"), (768, "light"), (768, "dark"), (1440, "light"), (1440, "dark")),
        (700, "print"),
    ]
    for picture in pictures:
        png = (tmp_path / picture.file).read_bytes()
        assert png.startswith(b"\x89PNG")
        assert struct.unpack(">I", png[16:20]) == (picture.width,)
    sheet = sheet_of(pages, pictures)
    assert all(f'<img src="{picture.file}"' in sheet for picture in pictures)
    assert "not found: /404.html" in sheet
