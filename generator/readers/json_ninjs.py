"""IPTC ninjs 1.x, 2.x and 3.x in; a draft, or why the item may not be published, out.

Version 1 has `headline` and `body_html`, version 2 lists `headlines` and `bodies`, version 3 writes names in
camel case: so names count without case here (https://iptc.org/std/ninjs/).
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Final

from generator.diagnostics import Position, Problem, Severity
from generator.model.article import DatedBy, Draft, Label
from generator.readers.feed_item import body_of, language_tag
from generator.readers.json_value import JsonObject, items_of, object_of, text_of, texts_of
from generator.readers.raw import Raw

_MARKS: Final = frozenset(
    {
        "pubstatus", "versioncreated", "representationtype", "usageterms", "embargoed", "headlines",
        "bodies", "infosources", "urgency",
    }
)  # fmt: skip
_LABELS: Final = {
    "opinion": Label.OPINION, "editorial": Label.OPINION, "column": Label.OPINION,
    "commentary": Label.OPINION, "analysis": Label.ANALYSIS, "background": Label.ANALYSIS,
    "press release": Label.PRESS_RELEASE, "advertorial": Label.SPONSORED, "live": Label.LIVE,
}  # fmt: skip
_LONGEST_TERMS: Final = 200


def accepts(record: JsonObject) -> bool:
    """Whether the record is a ninjs item: it says so, or has an identifier and fields of ninjs alone."""
    item = _folded(record)
    if text_of(object_of(item.get("standard") or item.get("$standard")), "name").lower() == "ninjs":
        return True
    bodies = any(key.startswith("body_") for key in item)
    return "uri" in item and (bodies or bool(_MARKS & item.keys()))


def read(record: JsonObject, position: Position, raw: Raw) -> Iterator[Draft | Problem]:
    """The item's draft. One that is withheld or canceled gives none; one under embargo is dated by its end,
    so that no edition has it before."""
    item = _folded(record)
    title = _best(item, "headline", "headlines") or text_of(item, "title")
    status = text_of(item, "pubstatus").lower() or "usable"
    if status in {"canceled", "cancelled"}:
        yield _canceled(title, item, position)
        return
    if status != "usable":
        yield _withheld(title, f"Its status is '{status}'", position)
        return
    published = text_of(item, "firstcreated", "contentcreated", "versioncreated")
    embargo = text_of(item, "embargoed")
    until = _moment(embargo)
    if embargo and until is None:
        yield _withheld(
            title, f"It is under an embargo until {embargo[:60]!r}, which is not a time", position
        )
        return
    if terms := text_of(item, "usageterms"):
        yield _terms(title, terms, position)
    first = _moment(published)
    held = until is not None and (first is None or until > first)
    if held:
        yield _held(title, embargo, position)
    updated = text_of(item, "versioncreated")
    body = _body(item)
    yield Draft(
        origin=position,
        title=title,
        body=body or _best(item, "description", "descriptions"),
        reader="jsonl",
        url=text_of(item, "url", "canonicalurl") or None,
        source_name=_source(item),
        published=until if held else None,
        published_text=None if held else published or None,
        updated_text=(updated or None) if updated != published and not held else None,
        retrieved=raw.captured,
        dated_by=DatedBy.FEED if published or held else None,
        authors=_authors(item),
        dateline=text_of(item, "located") or None,
        label=_label(item),
        language=language_tag(text_of(item, "language")),
        external_id=text_of(item, "uri") or None,
        excerpt_only=not body,
    )


def _folded(record: JsonObject) -> JsonObject:
    return {key.lower(): value for key, value in record.items()}


def _best(item: JsonObject, one: str, many: str) -> str:
    """The text of version 1's field, or of version 2's list: the main one, else the longest."""
    options = [(text_of(item, name), "") for name in item if name == one or name.startswith(f"{one}_")]
    entries = [_folded(object_of(entry)) for entry in items_of(item.get(many))]
    options += [(text_of(entry, "value"), text_of(entry, "role").lower()) for entry in entries]
    texts = [
        (role.rpartition(":")[2] == "main", len(text), body_of(text, html=False)) for text, role in options
    ]
    return max(texts, default=(False, 0, ""))[2]


def _body(item: JsonObject) -> str:
    return _best(item, "body", "bodies")


def _source(item: JsonObject) -> str | None:
    infos = [object_of(info) for info in items_of(item.get("infosources") or item.get("infosource"))]
    names = [text_of(item, "source"), *(text_of(info, "name") for info in infos)]
    return next(filter(None, [*names, text_of(item, "copyrightholder")]), None)


def _authors(item: JsonObject) -> tuple[str, ...]:
    line = text_of(item, "byline", "by")
    if line:
        return (line,)
    listed = [object_of(one) for one in items_of(item.get("bylines") or item.get("authors"))]
    return tuple(name for one in listed if (name := text_of(one, "byline", "name")))


def _label(item: JsonObject) -> Label | None:
    names = [name.lower() for name in texts_of(item, "genres", "genre")]
    return next((_LABELS[name] for name in names if name in _LABELS), None)


def _moment(text: str) -> datetime | None:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return moment if 1000 < moment.year < 9998 else None


def _canceled(title: str, item: JsonObject, position: Position) -> Problem:
    return Problem(
        code="restricted",
        position=position,
        message=f"{_short(title)} ({_short(text_of(item, 'uri'))}) is canceled by its provider.",
        remedy="It was not taken in. If the site has it already, nothing takes it down by itself: delete its "
        "file under content/articles and build again.",
    )


def _withheld(title: str, why: str, position: Position) -> Problem:
    return Problem(
        code="restricted",
        position=position,
        message=f"{_short(title)} may not be published and was not taken in. {why}.",
        remedy="Ingest it again when its provider has released it.",
        severity=Severity.WARNING,
    )


def _held(title: str, until: str, position: Position) -> Problem:
    return Problem(
        code="restricted",
        position=position,
        message=f"{_short(title)} is under an embargo until {until}; it is held back until then.",
        remedy="Do not make its file public before: it is in content/articles.",
        severity=Severity.NOTE,
    )


def _terms(title: str, terms: str, position: Position) -> Problem:
    terms = terms if len(terms) <= _LONGEST_TERMS else f"{terms[: _LONGEST_TERMS - 1]}…"
    return Problem(
        code="restricted",
        position=position,
        message=f"{_short(title)} comes with terms of use: {' '.join(terms.split())!r}.",
        remedy="See that its source's `rights` in site_config/sources.yml are within them.",
        severity=Severity.NOTE,
    )


def _short(text: str) -> str:
    text = " ".join(text.split())
    return repr(text if len(text) <= 80 else f"{text[:79]}…")
