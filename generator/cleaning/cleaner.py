"""Clean a draft: what a reader found in, an Article, the sources it needed and the problems it had out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta, tzinfo
from typing import Final
from zoneinfo import ZoneInfo

from generator.cleaning.cutting import Cuts, cut
from generator.cleaning.dates import Resolved, from_url, in_zone, resolve, split_update
from generator.cleaning.labels import label_of
from generator.cleaning.naming import SourceBook, is_agency, new_source
from generator.cleaning.pictures import clean_images
from generator.cleaning.preparing import Body, Prepared, prepare, trimmed_at_its_edges, with_own_wires
from generator.cleaning.text import clean_line
from generator.cleaning.urls import clean_url, domain_of
from generator.diagnostics import Problem, Severity
from generator.model.article import Article, DatedBy, Draft, Label
from generator.model.boilerplate import host_of
from generator.model.ids import UNKNOWN_SOURCE, SourceId, TopicId, article_id, slugify
from generator.model.source import Source, SourceKind

_MOST_CUTS: Final = 4
_LONGEST_NAME: Final = 120
_FIRST_YEAR: Final = 1800
_LAST_YEAR: Final = 2200
_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)  # what a program writes that has no date
_AHEAD: Final = timedelta(days=1)  # zones that a page does not tell are up to 26 hours apart
_UNDATED: Final = "The article is dated without it; give it its date if you know it."
_HELD_BACK: Final = "The article is held back until then; mend its date if it is wrong."


@dataclass(frozen=True, slots=True, kw_only=True)
class CleaningContext:
    """What a draft is cleaned against. `reference` is when the file was captured (`captured` true), or else
    the file's own time; `now` is what a date is in the future of; `zone` and `language` are the site's."""

    book: SourceBook
    reference: datetime
    captured: bool = False
    now: datetime | None = None
    zone: tzinfo = UTC
    language: str = "en"


@dataclass(frozen=True, slots=True, kw_only=True)
class Cleaned:
    """What became of a draft: the article unless something forbids it, sources to add, problems to tell."""

    article: Article | None
    new_sources: tuple[Source, ...] = ()
    problems: tuple[Problem, ...] = ()


def clean(draft: Draft, context: CleaningContext) -> Cleaned:
    """The article that `draft` is. Its id is the one it has if nothing else has it."""
    prepared = prepare(draft)
    if isinstance(prepared, Problem):
        return Cleaned(article=None, problems=(prepared,))
    return settle(prepared, context)


def settle(prepared: Prepared, context: CleaningContext) -> Cleaned:
    """The article of a prepared draft: its names become sources, its dates moments."""
    if prepared.draft.article is not None:
        return _kept(prepared.draft.article, context.book)
    prepared = with_own_wires(prepared, context.book.wires)
    draft, body = prepared.draft, prepared.body
    problems: list[Problem] = []
    url = _url(draft, problems)
    naming = _Naming(context.book)
    source = _source(prepared, url, naming)
    known = context.book.sources.get(source)
    dates = _dates(prepared, url, context, _zone(known, context.zone), problems)
    credit, cites = _attributions(prepared, source, naming)
    article = Article(
        id=article_id(
            (dates.published or dates.retrieved or context.reference).astimezone(UTC), source, prepared.title
        ),
        title=prepared.title,
        body=prepared.text,
        source=source,
        published=dates.published,
        retrieved=dates.retrieved,
        updated=dates.updated,
        dated_by=dates.dated_by,
        url=url,
        authors=prepared.byline.authors or body.authors,
        credit=credit,
        via=_via(draft, source, naming),
        cites=cites,
        dateline=_line(draft.dateline or body.dateline),
        label=_label(prepared, source, naming),
        language=prepared.language or (known.language if known else None) or context.language,
        topics=tuple(dict.fromkeys(TopicId(slugify(topic)) for topic in draft.topics if clean_line(topic))),
        see_also=_lines((*draft.see_also, *body.see_also)),
        external_id=_line(draft.external_id),
        excerpt_only=draft.excerpt_only,
        licence=_line(draft.licence),
        copyright_notice=_line(draft.copyright_notice),
        paywalled=draft.paywalled,
        images=clean_images(draft.images),
    )
    return Cleaned(article=article, new_sources=tuple(naming.new), problems=tuple(problems))


def without_learned(article: Article, cuts: Cuts, book: SourceBook) -> Cleaned:
    """The article without what was learned of its source, named under `cut`. What that bares is cleaned like
    any text: the credit above a newsletter box stands at the end once the box is gone."""
    paragraphs = before = tuple(article.body.split("\n\n"))
    lines: list[str] = []
    bared = Body(paragraphs=())
    for _ in range(_MOST_CUTS):
        found = cut(paragraphs, cuts, host_of(article.url))
        if found.paragraphs == paragraphs:
            break
        lines += found.lines
        bared = _joined(bared, trimmed_at_its_edges(found.paragraphs))
        paragraphs = bared.paragraphs or found.paragraphs
    if paragraphs == before:
        return Cleaned(article=article)
    naming = _Naming(book)
    credit, cites = _bared_attributions(article, bared, naming)
    changed = replace(
        article,
        body="\n\n".join(paragraphs),
        authors=article.authors or bared.authors,
        credit=credit,
        cites=cites,
        dateline=article.dateline or _line(bared.dateline),
        see_also=_lines((*article.see_also, *bared.see_also)),
        cut=tuple(dict.fromkeys((*article.cut, *lines))),
    )
    return Cleaned(article=changed, new_sources=tuple(naming.new))


def _joined(before: Body, after: Body) -> Body:
    return replace(
        after,
        authors=before.authors or after.authors,
        wires=(*before.wires, *after.wires),
        helpers=(*before.helpers, *after.helpers),
        dateline=before.dateline or after.dateline,
        see_also=(*before.see_also, *after.see_also),
    )


def _bared_attributions(
    article: Article, bared: Body, naming: _Naming
) -> tuple[tuple[SourceId, ...], tuple[SourceId, ...]]:
    """The article's credits and citations with those that a cut has bared."""
    wires = [naming.find_or_add(name, SourceKind.WIRE) for name in bared.wires]
    helpers = [naming.find_or_add(name, SourceKind.WIRE) for name in bared.helpers]
    nobody = {article.source, UNKNOWN_SOURCE}
    credit = tuple(dict.fromkeys((*article.credit, *(name for name in wires if name not in nobody))))
    cites = (*article.cites, *(name for name in helpers if name not in nobody))
    return credit, tuple(dict.fromkeys(name for name in cites if name not in credit))


def _kept(article: Article, book: SourceBook) -> Cleaned:
    """An article that was cleaned before it was exported; sources that this site lacks come with it."""
    named = (article.source, article.via, *article.credit, *article.cites)
    missing = dict.fromkeys(name for name in named if name is not None and name not in book.sources)
    return Cleaned(article=article, new_sources=tuple(Source(id=name, name=name) for name in missing))


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


def _source(prepared: Prepared, url: str | None, naming: _Naming) -> SourceId:
    """Who published it: as the draft names it, its address says or its text gives away; or unknown."""
    draft, body = prepared.draft, prepared.body
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
    return _by_pictures(prepared.hosts, naming.book)


def _by_pictures(hosts: Sequence[str], book: SourceBook) -> SourceId:
    """The known source whose own host serves the pictures; agencies' pictures are everywhere."""
    for host in hosts:
        found = book.at(host)
        if found and found != UNKNOWN_SOURCE and not is_agency(book.sources[found].name):
            return found
    return UNKNOWN_SOURCE


def _release_kind(body: Body) -> SourceKind:
    return SourceKind.PRESS_RELEASE_WIRE if body.release else SourceKind.UNKNOWN


def _label(prepared: Prepared, source: SourceId, naming: _Naming) -> Label:
    """What the draft or its text says, unless the source sends out releases and nothing else."""
    if prepared.draft.label or naming.kind(source) is not SourceKind.PRESS_RELEASE_WIRE:
        return prepared.label
    return label_of(prepared.title, (), release=True)


def _via(draft: Draft, source: SourceId, naming: _Naming) -> SourceId | None:
    if not draft.via_name or not clean_line(draft.via_name):
        return None
    via = naming.find_or_add(draft.via_name, SourceKind.AGGREGATOR)
    return None if via in {source, UNKNOWN_SOURCE} else via


def _attributions(
    prepared: Prepared, source: SourceId, naming: _Naming
) -> tuple[tuple[SourceId, ...], tuple[SourceId, ...]]:
    """Who reported it when not the source, and whose reports it cites."""
    draft, body = prepared.draft, prepared.body
    credit = [naming.find_or_add(name) for name in draft.credit_names]
    credit += [
        naming.find_or_add(name, SourceKind.WIRE if is_agency(name) else SourceKind.UNKNOWN)
        for name in dict.fromkeys((*body.wires, *prepared.byline.wires))
    ]
    cites = [naming.find_or_add(name) for name in draft.cites_names]
    cites += [naming.find_or_add(name, SourceKind.WIRE) for name in (*body.helpers, *prepared.byline.helpers)]
    cites += [naming.find_or_add(name) for name in prepared.cited]
    cites += [
        found for name in prepared.attributed if name[:1].isupper() and (found := naming.book.named(name))
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


def _dates(
    prepared: Prepared, url: str | None, context: CleaningContext, zone: tzinfo, problems: list[Problem]
) -> _Dates:
    reference = context.reference.replace(microsecond=0)
    draft = prepared.draft
    read = _Reading(draft, context, zone, problems)
    published, dated_by = read.published(url, prepared.body.dated)
    retrieved = read.moment("retrieved", draft.retrieved, draft.retrieved_text)
    if retrieved is None and (context.captured or dated_by in {None, DatedBy.AGE, DatedBy.CAPTURE}):
        retrieved = reference
    updated = read.moment("updated", draft.updated, draft.updated_text) or read.beside()
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

    def published(self, url: str | None, dated: str | None) -> tuple[datetime | None, DatedBy | None]:
        """As the draft says; else the day in its address; else that of its dateline (`dated`)."""
        moment, dated_by = self._given()
        if moment is None and url and (day := from_url(url, self.context.reference, self.zone)):
            return day, DatedBy.URL
        if moment is None and dated and (found := resolve(dated, self.context.reference, self.zone)):
            return found.moment, DatedBy.TEXT
        return moment, dated_by

    def moment(self, field: str, moment: datetime | None, text: str | None) -> datetime | None:
        resolved = self._resolve(field, text)
        if resolved is not None:
            return resolved.moment
        return None if moment is None else self._sound(field, in_zone(moment, self.zone))

    def beside(self) -> datetime | None:
        """The time of an update that stands beside that of publication: '17 August (updated 18 August)'."""
        _, text = split_update(self.draft.published_text or "")
        found = resolve(text, self.context.reference, self.zone) if text else None
        return found.moment if found else None

    def _given(self) -> tuple[datetime | None, DatedBy | None]:
        draft = self.draft
        if draft.published is not None:
            moment = self._sound("published", in_zone(draft.published, self.zone))
            return moment, (draft.dated_by or DatedBy.PAGE) if moment else None
        text, _ = split_update(draft.published_text or "")
        resolved = self._resolve("published", text, told=draft.published_text)
        if resolved is None:
            return None, None
        if resolved.from_capture:
            # Reckoned from the file's own time, it is as good a guess as that time is, and says so.
            return resolved.moment, DatedBy.AGE if self.context.captured else DatedBy.CAPTURE
        return resolved.moment, draft.dated_by or DatedBy.PAGE

    def _resolve(self, field: str, text: str | None, told: str | None = None) -> Resolved | None:
        if not text:
            return None
        resolved = resolve(text, self.context.reference, self.zone)
        if resolved is None:
            self.problems.append(_bad_date(self.draft, field, told or text))
            return None
        return resolved if self._sound(field, resolved.moment) else None

    def _sound(self, field: str, moment: datetime) -> datetime | None:
        """The moment, unless no article can be from then; one in the future is told, and may be meant."""
        if moment.year < _FIRST_YEAR or moment.year > _LAST_YEAR or moment == _EPOCH:
            self.problems.append(_odd_date(self.draft, field, moment, "is no time of an article", _UNDATED))
            return None
        if self.context.now and moment > self.context.now + _AHEAD:
            self.problems.append(_odd_date(self.draft, field, moment, "is in the future", _HELD_BACK))
        return moment


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


def _line(text: str | None) -> str | None:
    return (clean_line(text) or None) if text else None


def _lines(texts: Sequence[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(line for text in texts if (line := clean_line(text))))


def _bad_date(draft: Draft, field: str, text: str) -> Problem:
    return Problem(
        code="bad-date",
        position=draft.origin,
        message=f"{field}: {_short(text)!r} is not a time; the article is dated without it.",
        remedy="Write 2026-08-23T07:00:00+02:00.",
        severity=Severity.WARNING,
    )


def _odd_date(draft: Draft, field: str, moment: datetime, what: str, remedy: str) -> Problem:
    return Problem(
        code="odd-date",
        position=draft.origin,
        message=f"{field}: {moment.isoformat()} {what}.",
        remedy=remedy,
        severity=Severity.WARNING,
    )


def _short(text: str) -> str:
    return text if len(text) <= 80 else f"{text[:79]}…"
