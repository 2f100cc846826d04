"""Clean a draft: what a reader found in, an Article, the sources it needed and the problems it had out."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, tzinfo
from typing import Final
from zoneinfo import ZoneInfo

from generator.cleaning.boilerplate import trim, without_markup
from generator.cleaning.citing import attributed, cited_outlets
from generator.cleaning.credits import take_credits
from generator.cleaning.dates import Resolved, in_zone, resolve
from generator.cleaning.labels import label_of
from generator.cleaning.language import language_of
from generator.cleaning.naming import SourceBook, is_agency, new_source
from generator.cleaning.promotions import take_promotions
from generator.cleaning.text import clean_line, clean_paragraphs
from generator.cleaning.urls import clean_url, domain_of
from generator.diagnostics import Problem, Severity
from generator.model.article import Article, DatedBy, Draft
from generator.model.ids import UNKNOWN_SOURCE, SourceId, TopicId, article_id, slugify
from generator.model.source import Source, SourceKind

_LONGEST_TITLE: Final = 20_000
_LONGEST_NAME: Final = 120
_LANGUAGE: Final = re.compile(
    r"[A-Za-z]{2,3}(?:-[A-Za-z]{4})?(?:-(?:[A-Za-z]{2}|[0-9]{3}))?(?:-(?:[A-Za-z0-9]{5,8}"
    r"|[0-9][A-Za-z0-9]{3}))*"
)
_BYLINE: Final = re.compile(r"^by\s+", re.IGNORECASE)
_PICTURE_HOST: Final = re.compile(r"!\[[^\]\n]{0,300}\]\(https?://([\w.-]+\.\w+)/")
_MOST_PASSES: Final = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class CleaningContext:
    """What a draft is cleaned against. `reference` is when the file was captured (`captured` true), or else
    the file's own time; `zone` and `language` are the site's."""

    book: SourceBook
    reference: datetime
    captured: bool = False
    zone: tzinfo = UTC
    language: str = "en"


@dataclass(frozen=True, slots=True, kw_only=True)
class Cleaned:
    """What became of a draft: the article unless something forbids it, sources to add, problems to tell."""

    article: Article | None
    new_sources: tuple[Source, ...] = ()
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class _Body:
    """A draft's text without what is not text, and what that said."""

    paragraphs: tuple[str, ...]
    see_also: tuple[str, ...] = ()
    authors: tuple[str, ...] = ()
    wires: tuple[str, ...] = ()
    dateline: str | None = None
    publisher: str | None = None
    publisher_domain: str | None = None
    release: bool = False


def clean(draft: Draft, context: CleaningContext) -> Cleaned:
    """The article that `draft` is. Its id is the one it has if nothing else has it."""
    title = clean_line(draft.title)
    if not title or len(title) > _LONGEST_TITLE:
        return Cleaned(article=None, problems=(_title_problem(draft, title),))
    body = clean_body(draft)
    if not body.paragraphs and not draft.excerpt_only:
        return Cleaned(article=None, problems=(_no_text(draft),))
    problems: list[Problem] = []
    url = _url(draft, problems)
    naming = _Naming(context.book)
    source = _source(draft, body, url, naming)
    zone = _zone(context.book.sources.get(source), context.zone)
    dates = _dates(draft, context, zone, problems)
    text = "\n\n".join(body.paragraphs)
    label = draft.label or label_of(title, body.paragraphs, release=_is_release(body, source, naming))
    credit, cites = _attributions(draft, body, title, source, naming)
    article = Article(
        id=article_id(
            (dates.published or dates.retrieved or context.reference).astimezone(UTC), source, title
        ),
        title=title,
        body=text,
        source=source,
        published=dates.published,
        retrieved=dates.retrieved,
        updated=dates.updated,
        dated_by=dates.dated_by,
        url=url,
        authors=_authors(draft, body),
        credit=credit,
        via=_via(draft, source, naming),
        cites=cites,
        dateline=_line(draft.dateline or body.dateline),
        label=label,
        language=_language(draft, text, context.book.sources.get(source), context),
        topics=tuple(dict.fromkeys(TopicId(slugify(topic)) for topic in draft.topics if clean_line(topic))),
        see_also=_lines((*draft.see_also, *body.see_also)),
        external_id=_line(draft.external_id),
        excerpt_only=draft.excerpt_only,
    )
    return Cleaned(article=article, new_sources=tuple(naming.new), problems=tuple(problems))


def clean_body(draft: Draft) -> _Body:
    """The draft's paragraphs, cut until nothing more is found: one cut may bare the next."""
    paragraphs = clean_paragraphs(draft.body)
    found = _Body(paragraphs=paragraphs)
    for _ in range(_MOST_PASSES):
        passed = _pass(found, one_line=draft.one_line)
        if len(passed.paragraphs) == 1 and "\n" in passed.paragraphs[0]:  # alone, its lines are paragraphs
            passed = replace(passed, paragraphs=clean_paragraphs(passed.paragraphs[0]))
        if passed.paragraphs == found.paragraphs:
            found = passed
            break
        found = passed
    if not found.paragraphs and paragraphs and all(not without_markup(text) for text in paragraphs):
        return replace(
            found, paragraphs=paragraphs
        )  # a body of nothing but markup: it is the text that there is
    return found


def _pass(body: _Body, *, one_line: bool) -> _Body:
    trimmed = trim(body.paragraphs, one_line=one_line)
    unpromoted = take_promotions(trimmed.paragraphs, one_line=one_line)
    credited = take_credits(unpromoted.paragraphs)
    return _Body(
        paragraphs=tuple(text for paragraph in credited.paragraphs if (text := paragraph.strip())),
        see_also=(*body.see_also, *unpromoted.see_also),
        authors=body.authors or credited.authors,
        wires=tuple(dict.fromkeys((*body.wires, *credited.wires))),
        dateline=body.dateline or credited.dateline,
        publisher=body.publisher or trimmed.publisher or credited.publisher,
        publisher_domain=body.publisher_domain or credited.publisher_domain,
        release=body.release or credited.release,
    )


class _Naming:
    """Finds sources by name; those it has to make up are in `new`."""

    def __init__(self, book: SourceBook) -> None:
        self.book = book
        self.new: list[Source] = []

    def find_or_add(
        self, name: str, kind: SourceKind = SourceKind.UNKNOWN, domain: str | None = None
    ) -> SourceId:
        name = clean_line(name)[:_LONGEST_NAME].strip()
        if not name:
            return UNKNOWN_SOURCE
        known = self.book.named(name)
        if known is not None:
            return known
        source = new_source(self.book, name, kind, domain)
        self.new.append(source)
        self.book = self.book.with_sources([source])
        return source.id

    def kind(self, source: SourceId) -> SourceKind:
        found = self.book.sources.get(source)
        return found.kind if found else SourceKind.UNKNOWN


def _source(draft: Draft, body: _Body, url: str | None, naming: _Naming) -> SourceId:
    """Who published it: as the draft names it, its address says or its text gives away; or unknown."""
    domain = domain_of(url) if url else None
    home = clean_url(draft.source_homepage or "")
    if home:
        domain = domain_of(home) or domain
        known = naming.book.named(clean_line(draft.source_name or "")) or naming.book.at(domain or "")
        if known and known != UNKNOWN_SOURCE:
            return known
    if draft.source_name and clean_line(draft.source_name):
        return naming.find_or_add(draft.source_name, _release_kind(body), domain)
    if domain:
        return naming.book.at(domain) or naming.find_or_add(domain, _release_kind(body), domain)
    if body.publisher:
        return naming.find_or_add(body.publisher, _release_kind(body), body.publisher_domain)
    if body.publisher_domain:
        found = naming.book.at(body.publisher_domain)
        return found or naming.find_or_add(body.publisher_domain, _release_kind(body), body.publisher_domain)
    return _by_pictures(draft, naming.book)


def _by_pictures(draft: Draft, book: SourceBook) -> SourceId:
    """The known source whose own host serves the pictures; agencies' pictures are everywhere."""
    for host in dict.fromkeys(_PICTURE_HOST.findall(draft.body)):
        found = book.at(host.lower())
        if found and found != UNKNOWN_SOURCE and not is_agency(book.sources[found].name):
            return found
    return UNKNOWN_SOURCE


def _release_kind(body: _Body) -> SourceKind:
    return SourceKind.PRESS_RELEASE_WIRE if body.release else SourceKind.UNKNOWN


def _is_release(body: _Body, source: SourceId, naming: _Naming) -> bool:
    return body.release or naming.kind(source) is SourceKind.PRESS_RELEASE_WIRE


def _via(draft: Draft, source: SourceId, naming: _Naming) -> SourceId | None:
    if not draft.via_name or not clean_line(draft.via_name):
        return None
    via = naming.find_or_add(draft.via_name, SourceKind.AGGREGATOR)
    return None if via in {source, UNKNOWN_SOURCE} else via


def _attributions(
    draft: Draft, body: _Body, title: str, source: SourceId, naming: _Naming
) -> tuple[tuple[SourceId, ...], tuple[SourceId, ...]]:
    """Who reported it when not the source, and whose reports it cites."""
    credit = [naming.find_or_add(name) for name in draft.credit_names]
    credit += [
        naming.find_or_add(name, SourceKind.WIRE if is_agency(name) else SourceKind.UNKNOWN)
        for name in body.wires
    ]
    cites = [naming.find_or_add(name) for name in draft.cites_names]
    cites += [naming.find_or_add(name) for name in cited_outlets(title, body.paragraphs)]
    cites += [
        found
        for name in attributed(body.paragraphs)
        if name[:1].isupper() and (found := naming.book.named(name))
    ]
    credited = tuple(dict.fromkeys(name for name in credit if name not in {source, UNKNOWN_SOURCE}))
    return credited, tuple(
        dict.fromkeys(name for name in cites if name not in {source, UNKNOWN_SOURCE, *credited})
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Dates:
    published: datetime | None
    retrieved: datetime | None
    updated: datetime | None
    dated_by: DatedBy | None


def _dates(draft: Draft, context: CleaningContext, zone: tzinfo, problems: list[Problem]) -> _Dates:
    reference = context.reference.replace(microsecond=0)
    read = _Reading(draft, context, zone, problems)
    published, dated_by = read.published()
    retrieved = read.moment("retrieved", draft.retrieved, draft.retrieved_text)
    if retrieved is None and (context.captured or dated_by in {None, DatedBy.AGE, DatedBy.CAPTURE}):
        retrieved = reference
    updated = read.moment("updated", draft.updated, draft.updated_text)
    return _Dates(
        published=published,
        retrieved=retrieved,
        updated=None if updated == published else updated,
        dated_by=dated_by or DatedBy.CAPTURE,
    )


@dataclass(frozen=True, slots=True)
class _Reading:
    """Reads the moments of one draft; what cannot be read becomes a problem."""

    draft: Draft
    context: CleaningContext
    zone: tzinfo
    problems: list[Problem]

    def published(self) -> tuple[datetime | None, DatedBy | None]:
        draft = self.draft
        if draft.published is not None:
            return in_zone(draft.published, self.zone), draft.dated_by or DatedBy.PAGE
        resolved = self._resolve("published", draft.published_text)
        if resolved is None:
            return None, None
        if resolved.from_capture:
            # Reckoned from the file's own time, it is as good a guess as that time is, and says so.
            return resolved.moment, DatedBy.AGE if self.context.captured else DatedBy.CAPTURE
        return resolved.moment, draft.dated_by or DatedBy.PAGE

    def moment(self, field: str, moment: datetime | None, text: str | None) -> datetime | None:
        resolved = self._resolve(field, text)
        if resolved is not None:
            return resolved.moment
        return None if moment is None else in_zone(moment, self.zone)

    def _resolve(self, field: str, text: str | None) -> Resolved | None:
        if not text:
            return None
        resolved = resolve(text, self.context.reference, self.zone)
        if resolved is None:
            self.problems.append(_bad_date(self.draft, field, text))
        return resolved


def _zone(source: Source | None, site_zone: tzinfo) -> tzinfo:
    return ZoneInfo(source.timezone) if source and source.timezone else site_zone


def _url(draft: Draft, problems: list[Problem]) -> str | None:
    if not draft.url or not draft.url.strip():
        return None
    url = clean_url(draft.url)
    if url is None:
        problems.append(
            Problem(
                code="bad-url",
                position=draft.origin,
                message=f"{_short(draft.url)!r} is not an http or https address; the article goes without.",
                remedy="Write the article's full address: https://…",
                severity=Severity.WARNING,
            )
        )
    return url


def _authors(draft: Draft, body: _Body) -> tuple[str, ...]:
    return tuple(dict.fromkeys(_BYLINE.sub("", name) for name in _lines(draft.authors or body.authors)))


def _language(draft: Draft, text: str, source: Source | None, context: CleaningContext) -> str:
    given = (draft.language or "").strip().replace("_", "-")
    if _LANGUAGE.fullmatch(given):
        return given
    return language_of(text) or (source.language if source else None) or context.language


def _line(text: str | None) -> str | None:
    return (clean_line(text) or None) if text else None


def _lines(texts: Sequence[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(line for text in texts if (line := clean_line(text))))


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


def _bad_date(draft: Draft, field: str, text: str) -> Problem:
    return Problem(
        code="bad-date",
        position=draft.origin,
        message=f"{field}: {_short(text)!r} is not a time; the article is dated without it.",
        remedy="Write 2026-08-23T07:00:00+02:00.",
        severity=Severity.WARNING,
    )


def _short(text: str) -> str:
    return text if len(text) <= 80 else f"{text[:79]}…"
