"""IPTC ninjs 1.x, 2.x and 3.x in; a draft, or why the item may not be published, out.

Names are those of the schemas 1.0 to 3.1 (https://iptc.org/std/ninjs/). Version 1 has `headline`,
`body_html`, `infosource` and `genre`, version 2 lists: `headlines`, `bodies`, `infosources`, `genres`.
Version 3 writes names in camel case, so that names count without case here, and has `embargoedUntil` for
`embargoed`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Final

from generator.diagnostics import Position, Problem, Severity
from generator.model.article import Cancellation, DatedBy, Draft, Label
from generator.model.image import MOST_IMAGES
from generator.readers.feed_item import body_of, language_tag
from generator.readers.image_fields import rendered
from generator.readers.json_value import JsonObject, items_of, object_of, text_of
from generator.readers.raw import Raw

_MARKS: Final = frozenset(
    {
        "pubstatus", "versioncreated", "representationtype", "usageterms", "embargoed", "embargoeduntil",
        "headlines", "bodies", "infosources", "urgency",
    }
)  # fmt: skip
# Of the genres of IPTC's NewsCodes and in newsrooms' own words.
_LABELS: Final = {
    "opinion": Label.OPINION, "editorial": Label.OPINION, "column": Label.OPINION, "review": Label.OPINION,
    "commentary": Label.OPINION, "analysis": Label.ANALYSIS, "background": Label.ANALYSIS,
    "press release": Label.PRESS_RELEASE, "advertorial": Label.SPONSORED, "live": Label.LIVE,
}  # fmt: skip
_TEXTS: Final = frozenset({"", "text", "composite", "component"})
_PICTURES: Final = frozenset({"picture", "graphic"})
_NOWHERE: Final = Position(path="")
_HTML: Final = re.compile(r"html|richtext")
_MARKUP: Final = re.compile(r"xml|nitf")  # what an agency sets its pages from, with more than the text in it
_DEEPEST: Final = 3  # associations within associations
_LONGEST_TERMS: Final = 200


def accepts(record: JsonObject) -> bool:
    """Whether the record is a ninjs item: it says so, or has an identifier and fields of ninjs alone."""
    item = _folded(record)
    if text_of(object_of(item.get("standard") or item.get("$standard")), "name").lower() == "ninjs":
        return True
    bodies = any(key.startswith("body_") for key in item)
    return "uri" in item and (bodies or bool(_MARKS & item.keys()))


def read(record: JsonObject, position: Position, raw: Raw) -> Iterator[Draft | Cancellation | Problem]:
    """The item's draft, and those of the articles that it brings along in full. One that is withheld gives
    none, one that is canceled a cancellation; one under embargo is dated by its end, so that no edition has
    it before."""
    yield from _items(_folded(record), position, raw, 0)


def _items(
    item: JsonObject, position: Position, raw: Raw, depth: int
) -> Iterator[Draft | Cancellation | Problem]:
    title = _headline(item)
    kind = text_of(item, "type").lower()
    held = _not_to_be_published(title, item, position)
    if held is not None:
        yield held
        return
    if kind in _TEXTS:
        yield from _article(title, item, position, raw)
    else:  # since version 3 also an event, or what is planned to be told of it
        yield _no_article(title, kind, position)
    if depth < _DEEPEST:
        for other in _associated(item):
            yield from _items(other, position, raw, depth + 1)


def _not_to_be_published(title: str, item: JsonObject, position: Position) -> Cancellation | Problem | None:
    status = text_of(item, "pubstatus").lower() or "usable"
    if status in {"canceled", "cancelled"}:
        return Cancellation(
            origin=position,
            title=" ".join(title.split())[:_LONGEST_TERMS],
            external_id=text_of(item, "uri") or None,
            url=text_of(item, "url", "canonicalurl") or None,
            source_name=_source(item),
        )
    if status != "usable":
        return _withheld(title, f"Its status is '{status}'", position)
    embargo = _embargo(item)
    if embargo and _moment(embargo) is None:
        return _withheld(
            title, f"It is under an embargo until {embargo[:60]!r}, which is not a time", position
        )
    return None


def _article(title: str, item: JsonObject, position: Position, raw: Raw) -> Iterator[Draft | Problem]:
    if terms := text_of(item, "usageterms"):
        yield _terms(title, terms, position)
    embargo = _embargo(item)
    until = _moment(embargo)
    published = text_of(item, "firstcreated", "contentcreated", "versioncreated")
    first = _moment(published)
    held = until is not None and (first is None or until > first)
    if held:
        yield _held(title, embargo, position)
    updated = text_of(item, "versioncreated")
    body = _body(item)
    yield Draft(
        origin=position,
        title=title,
        body=body or _described(item),
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
        categories=_subjects(item),
        external_id=text_of(item, "uri") or None,
        # 'partial' since version 2, 'incomplete' before
        excerpt_only=not body or text_of(item, "representationtype").lower() in {"partial", "incomplete"},
        images=tuple(image for one in _pictures(item) for image in rendered(one)),
    )


def _embargo(item: JsonObject) -> str:
    return text_of(item, "embargoeduntil", "embargoed")


def _associated(item: JsonObject) -> Iterator[JsonObject]:
    """The articles that the item brings along in full: by name in version 1, listed since. They are under its
    embargo. Pictures belong to the item itself, and what is only pointed to comes by itself."""
    found = item.get("associations")
    embargo = _embargo(item)
    for value in found.values() if isinstance(found, dict) else items_of(found):
        other = _folded(object_of(value))
        if text_of(other, "type").lower() in _TEXTS and (_body(other) or "associations" in other):
            yield other if _embargo(other) or not embargo else {**other, "embargoed": embargo}


def _pictures(item: JsonObject) -> Iterator[JsonObject]:
    """The item's pictures: those among its associations that may be published."""
    found = item.get("associations")
    for value in list(found.values() if isinstance(found, dict) else items_of(found))[: 5 * MOST_IMAGES]:
        other = _folded(object_of(value))
        if text_of(other, "type").lower() in _PICTURES and _not_to_be_published("", other, _NOWHERE) is None:
            yield other


def _folded(record: JsonObject) -> JsonObject:
    return {key.lower(): value for key, value in record.items()}


def _headline(item: JsonObject) -> str:
    """The main one, else the longest, for others are kickers and short forms."""
    found = _texts(item, "headline", "headlines")
    main = [text for role, _, text in found if role.rpartition(":")[2] == "main"]
    return max(main or (text for _, _, text in found), key=len, default="") or text_of(item, "title")


def _body(item: JsonObject) -> str:
    """Of an item's bodies, which are all of one text, the one that has its paragraphs and nothing else."""
    found = _texts(item, "body", "bodies")
    half = max((len(text) for _, _, text in found), default=0) / 2
    whole = [one for one in found if len(one[2]) >= half]
    ranked = [
        (_rank(role, kind), role.rpartition(":")[2] == "main", len(text), text) for role, kind, text in whole
    ]
    return max(ranked, default=(0, False, 0, ""))[3]


def _rank(role: str, kind: str) -> int:
    if _HTML.search(kind) or (not kind and _HTML.search(role)):
        return 2
    return 0 if _MARKUP.search(kind or role) else 1


def _described(item: JsonObject) -> str:
    return max((text for _, _, text in _texts(item, "description", "descriptions")), key=len, default="")


def _texts(item: JsonObject, one: str, many: str) -> list[tuple[str, str, str]]:
    """Role, content type and text of version 1's fields (`body_html`: its name tells both), or of the list of
    later versions."""
    named = [name for name in item if name == one or name.startswith(f"{one}_")]
    found = [(name.removeprefix(one).lstrip("_"), "", text_of(item, name)) for name in named]
    for value in items_of(item.get(many)):
        entry = _folded(object_of(value))
        found.append(
            (text_of(entry, "role").lower(), text_of(entry, "contenttype").lower(), text_of(entry, "value"))
        )
    return [(role, kind, body_of(text, html=False)) for role, kind, text in found if text]


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


def _subjects(item: JsonObject) -> tuple[str, ...]:
    subjects = [object_of(one) for one in items_of(item.get("subjects") or item.get("subject"))]
    return tuple(name for one in subjects if (name := text_of(one, "name")))


def _label(item: JsonObject) -> Label | None:
    names = [
        _word(name) for value in items_of(item.get("genres") or item.get("genre")) for name in _names(value)
    ]
    return next((_LABELS[name] for name in names if name in _LABELS), None)


def _names(genre: object) -> Iterator[str]:
    """A genre by its code, which is the same in every language, and by its name."""
    about = object_of(genre)
    for key in ("uri", "literal", "code", "name"):
        yield text_of(about, key).rpartition("/")[2].rpartition(":")[2]
    if isinstance(genre, str):
        yield genre


def _word(name: str) -> str:
    return " ".join(name.lower().replace("_", " ").replace("-", " ").split())


def _moment(text: str) -> datetime | None:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return moment if 1000 < moment.year < 9998 else None


def _no_article(title: str, kind: str, position: Position) -> Problem:
    return Problem(
        code="nothing-found",
        position=position,
        message=f"{_short(title)} is of type '{kind[:40]}', which is no article; it was not taken in.",
        remedy="Nothing need be done.",
        severity=Severity.NOTE,
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
