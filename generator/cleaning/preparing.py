"""What can be said of a draft by itself: a draft in, its text without what is not text and its finds out.

This is nearly all of the work of cleaning, and it needs nothing but the draft: it can be done anywhere, in
any order, and is then settled against the sources that are known.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from generator.cleaning.boilerplate import trim, without_markup
from generator.cleaning.bylines import Byline, agencies_in, read_bylines
from generator.cleaning.citing import attributed, cited_outlets
from generator.cleaning.credits import take_credits
from generator.cleaning.labels import label_of
from generator.cleaning.language import language_of
from generator.cleaning.naming import name_key
from generator.cleaning.promotions import take_promotions
from generator.cleaning.site_names import without_site
from generator.cleaning.text import clean_line, clean_paragraphs
from generator.diagnostics import Problem
from generator.model.article import Article, Draft, Label
from generator.model.text import normal_line

_LONGEST_TITLE: Final = 20_000
_LANGUAGE: Final = re.compile(
    r"[A-Za-z]{2,3}(?:-[A-Za-z]{4})?(?:-(?:[A-Za-z]{2}|[0-9]{3}))?(?:-(?:[A-Za-z0-9]{5,8}"
    r"|[0-9][A-Za-z0-9]{3}))*"
)
_PICTURE_HOST: Final = re.compile(r"!\[[^\]\n]{0,300}\]\(https?://([\w.-]+\.\w+)/")
_EDGE: Final = 200  # characters
_MOST_PASSES: Final = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class Body:
    """A draft's text without what is not text, and what that said."""

    paragraphs: tuple[str, ...]
    see_also: tuple[str, ...] = ()
    authors: tuple[str, ...] = ()
    wires: tuple[str, ...] = ()
    helpers: tuple[str, ...] = ()
    dateline: str | None = None
    dated: str | None = None  # the date beside the dateline, as it is written
    publisher: str | None = None
    publisher_domain: str | None = None
    release: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Prepared:
    """A draft and all that it says by itself. `draft` has no body any more; `label` is the one it has unless
    its source tells better; `language` is None where nothing tells; `cited` are outlets whose reports it
    rests on, `attributed` whoever it attributes a statement to; `hosts` serve its pictures."""

    draft: Draft
    title: str
    body: Body
    label: Label
    byline: Byline = field(default_factory=Byline)
    language: str | None = None
    cited: tuple[str, ...] = ()
    attributed: tuple[str, ...] = ()
    hosts: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        """The article's body."""
        return "\n\n".join(self.body.paragraphs)


def prepare(draft: Draft) -> Prepared | Problem:
    """All of cleaning that rests on the draft alone; or why it is no article."""
    if draft.article is not None and _is_clean(draft.article):
        return Prepared(
            draft=draft, title=draft.article.title, body=Body(paragraphs=()), label=draft.article.label
        )
    title = without_site(clean_line(draft.title), draft.source_name, draft.url)
    if not title or len(title) > _LONGEST_TITLE:
        return _title_problem(draft, title)
    body = clean_body(draft)
    if not body.paragraphs and not draft.excerpt_only:
        return _no_text(draft)
    return Prepared(
        draft=replace(draft, body="", article=None),
        title=title,
        body=body,
        label=draft.label or label_of(title, body.paragraphs, release=body.release),
        byline=read_bylines(draft.authors),
        language=_language(draft, body),
        cited=cited_outlets(title, body.paragraphs),
        attributed=attributed(body.paragraphs),
        hosts=tuple(dict.fromkeys(host.lower() for host in _PICTURE_HOST.findall(draft.body))),
    )


def _is_clean(article: Article) -> bool:
    """Whether an exported article has no character that cleaning takes out: a file can say anything."""
    lines = (*article.authors, *article.see_also, article.dateline or "", article.external_id or "")
    lines = (*lines, article.licence or "", article.copyright_notice or "")
    lines = (*lines, *(text for one in article.images for text in (one.caption or "", one.credit or "")))
    return all(clean_line(text) == normal_line(text) for text in (article.title, article.body, *lines))


def clean_body(draft: Draft) -> Body:
    """The draft's paragraphs, cut until nothing more is found: one cut may bare the next."""
    paragraphs = clean_paragraphs(draft.body)
    found = trimmed(paragraphs, one_line=draft.one_line)
    if not found.paragraphs and paragraphs and all(not without_markup(text) for text in paragraphs):
        return replace(
            found, paragraphs=paragraphs
        )  # a body of nothing but markup: it is the text that there is
    return found


def trimmed(paragraphs: tuple[str, ...], *, one_line: bool) -> Body:
    """Clean paragraphs without what is not text, and what that said."""
    found = Body(paragraphs=paragraphs)
    for _ in range(_MOST_PASSES):
        passed = _pass(found, one_line=one_line)
        if any("\n" in text for text in passed.paragraphs):  # cut shorter, they may be wrapped
            passed = replace(passed, paragraphs=clean_paragraphs("\n\n".join(passed.paragraphs)))
        if passed.paragraphs == found.paragraphs:
            return passed
        found = passed
    return found


def with_own_wires(prepared: Prepared, wires: Mapping[str, str]) -> Prepared:
    """The draft once the site's own wires are known as well, where those sign: dateline and last line."""
    if not wires:
        return prepared
    if prepared.body.release and (named := agencies_in(prepared.body.publisher or "", wires)):
        prepared = _of_wire(prepared, named)
    body = prepared.body
    if not body.paragraphs or not _is_signed(body.paragraphs, wires):
        return prepared
    credited = take_credits(body.paragraphs, wires)
    if not credited.paragraphs or credited.paragraphs == body.paragraphs:
        return prepared
    return replace(
        prepared,
        body=replace(
            body,
            paragraphs=credited.paragraphs,
            authors=body.authors or credited.authors,
            wires=tuple(dict.fromkeys((*body.wires, *credited.wires))),
            dateline=body.dateline or credited.dateline,
            dated=body.dated or credited.dated,
        ),
    )


def _of_wire(prepared: Prepared, named: Sequence[str]) -> Prepared:
    """What was taken for a release, for the name in its dateline ends in 'Wire'."""
    body = prepared.body
    release = body.publisher_domain is not None
    return replace(
        prepared,
        label=prepared.draft.label or label_of(prepared.title, body.paragraphs, release=release),
        body=replace(
            body, publisher=None, release=release, wires=tuple(dict.fromkeys((*body.wires, *named)))
        ),
    )


def _is_signed(paragraphs: tuple[str, ...], wires: Mapping[str, str]) -> bool:
    """Whether one of `wires` is named where wires sign: most texts are spared the search."""
    edges = name_key(f"{paragraphs[0][:_EDGE]} {paragraphs[-1][-_EDGE:]}")
    return any(key in edges for key in wires)


def trimmed_at_its_edges(paragraphs: tuple[str, ...]) -> Body:
    """What `trimmed` makes of paragraphs that were trimmed before others beside them were cut."""
    edges = tuple(dict.fromkeys((paragraphs[0], paragraphs[-1])))
    if take_credits(edges).paragraphs == edges and trim(edges, one_line=False).paragraphs == edges:
        return Body(paragraphs=paragraphs)
    return trimmed(paragraphs, one_line=False)


def _pass(body: Body, *, one_line: bool) -> Body:
    trimmed = trim(body.paragraphs, one_line=one_line)
    unpromoted = take_promotions(trimmed.paragraphs, one_line=one_line)
    credited = take_credits(unpromoted.paragraphs)
    return Body(
        paragraphs=tuple(text for paragraph in credited.paragraphs if (text := paragraph.strip())),
        see_also=(*body.see_also, *unpromoted.see_also),
        authors=body.authors or credited.authors,
        wires=tuple(dict.fromkeys((*body.wires, *credited.wires))),
        helpers=tuple(dict.fromkeys((*body.helpers, *credited.helpers))),
        dateline=body.dateline or credited.dateline,
        dated=body.dated or credited.dated,
        publisher=body.publisher or trimmed.publisher or credited.publisher,
        publisher_domain=body.publisher_domain or credited.publisher_domain,
        release=body.release or credited.release,
    )


def _language(draft: Draft, body: Body) -> str | None:
    given = (draft.language or "").strip().replace("_", "-")
    return given if _LANGUAGE.fullmatch(given) else language_of("\n\n".join(body.paragraphs))


def _title_problem(draft: Draft, title: str) -> Problem:
    what = f"The title has {len(title):,} characters." if title else "The item has no title."
    return Problem(
        code="no-title",
        position=draft.origin,
        message=what,
        remedy="Give it a title of a line, and ingest it again.",
    )


def _no_text(draft: Draft) -> Problem:
    what = "has no text once the boilerplate is cut" if draft.body.strip() else "has no text"
    return Problem(
        code="no-text",
        position=draft.origin,
        message=f"{_short(clean_line(draft.title))!r} {what}.",
        remedy="Add its text, or its url if a link is all there is.",
    )


def _short(text: str) -> str:
    return text if len(text) <= 80 else f"{text[:79]}…"
