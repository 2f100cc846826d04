"""Web pages: the article that a page of HTML is about, as one draft."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from generator.diagnostics import Problem
from generator.model.article import DatedBy, Draft
from generator.readers.html_decoding import decode_html
from generator.readers.raw import Raw, Unpacked, opening, unpacking_problem, whole_bytes

if TYPE_CHECKING:
    from generator.readers.extraction.features import Hints
    from generator.readers.extraction.own_data import OwnData

_BEFORE: Final = re.compile(r"(?:\s+|<!--.{0,5000}?-->|<\?xml[^>]{0,200}>)+", re.DOTALL)
_HTML: Final = re.compile(
    r"<!doctype\s+html|<(?:html|head|body|meta|title|link|base|script|style|noscript|main|article|section|header"
    r"|footer|nav|aside|div|span|p|h[1-6]|table|ul|ol|blockquote|center|font|figure|iframe|img|form|br|hr|a)\b(?!:)",
    re.IGNORECASE,
)
_EXCERPT: Final = 1500  # characters; pages behind a wall show less, metered pages hold all


class HtmlReader:
    """Reads a saved page: its text, and what its markup says of it."""

    name = "html"

    def accepts(self, raw: Raw) -> bool:
        """A file that begins as HTML does, after comments and an XML declaration."""
        start = opening(raw).lstrip("\ufeff")
        before = _BEFORE.match(start)
        return bool(_HTML.match(start, before.end() if before else 0))

    def read(self, raw: Raw) -> Iterator[Draft | Problem]:
        """One draft, or the reason there is none."""
        try:
            data = whole_bytes(raw)
        except Unpacked as error:
            yield unpacking_problem(raw, error)
            return
        yield read_page_of(raw, decode_html(data))


def read_page_of(raw: Raw, text: str, address: str | None = None) -> Draft | Problem:
    """The draft of a page whose text is known; `address` is where it was fetched from, if somebody knows."""
    # lxml and trafilatura take half a second to load: only who reads a page pays.
    from generator.readers.extraction.fronts import is_front  # noqa: PLC0415
    from generator.readers.extraction.head_lines import without_head_lines  # noqa: PLC0415
    from generator.readers.extraction.main_text import main_text  # noqa: PLC0415
    from generator.readers.extraction.own_data import own_data  # noqa: PLC0415
    from generator.readers.extraction.tree import parse  # noqa: PLC0415

    root = parse(text)
    if root is None:
        return _nothing(raw, "The page is empty")
    own = own_data(root, address)
    hints = hints_of(own)
    text_of_page = main_text(root, hints)
    if is_front(text_of_page.page, own, text_of_page.chosen):
        return _front(raw)
    paragraphs = without_head_lines(text_of_page.paragraphs(hints), own.titles, own.authors)
    if not paragraphs:
        return _nothing(raw, "The page has no text that reads like an article")
    if not own.title:
        return Problem(
            code="no-title",
            position=raw.position(1, 1),
            message="The page has no title.",
            remedy="Give it one between <title> and </title>.",
        )
    body = "\n\n".join(paragraphs)
    return Draft(
        origin=raw.position(1, 1),
        title=own.title,
        body=body,
        reader=HtmlReader.name,
        url=own.url,
        source_name=own.site,
        published_text=own.published or own.day_in_url,
        updated_text=own.updated,
        dated_by=DatedBy.PAGE if own.published else DatedBy.URL if own.day_in_url else None,
        retrieved=raw.captured,
        authors=own.authors,
        label=own.label,
        language=own.language,
        licence=own.licence,
        copyright_notice=own.copyright_notice,
        images=own.images,
        paywalled=own.free is False,
        excerpt_only=own.free is False and len(body) < _EXCERPT,
    )


def hints_of(own: OwnData) -> Hints:
    """What of a page's own data helps to tell its text."""
    from generator.readers.extraction.features import Hints  # noqa: PLC0415 - as above

    return Hints(titles=own.titles, description=own.description, article_body=own.body)


def _front(raw: Raw) -> Problem:
    return Problem(
        code="list-page",
        position=raw.position(1, 1),
        message="The page is a list of other pages, such as a front or a section: it is no article.",
        remedy="Save the pages that it links to, or take its feed; then take this file away.",
    )


def _nothing(raw: Raw, what: str) -> Problem:
    return Problem(
        code="nothing-found",
        position=raw.position(1, 1),
        message=f"{what}.",
        remedy="Save the page with its text (what scripts load is not in it), or take the file away.",
    )
