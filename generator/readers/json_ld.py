"""JSON-LD of schema.org in: an article, or a graph that has some; their drafts out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from generator.diagnostics import Position, Problem
from generator.model.article import DatedBy, Draft, Label
from generator.readers.feed_item import body_of, language_tag
from generator.readers.image_fields import images_of
from generator.readers.json_value import JsonObject, bad_record, items_of, object_of, text_of, texts_of
from generator.readers.raw import Raw

# The types of schema.org below Article that a newsroom uses, and what they say of the text.
_TYPES: Final[Mapping[str, Label | None]] = {
    "article": None,
    "newsarticle": None,
    "reportagenewsarticle": Label.NEWS,
    "backgroundnewsarticle": Label.ANALYSIS,
    "analysisnewsarticle": Label.ANALYSIS,
    "opinionnewsarticle": Label.OPINION,
    "reviewnewsarticle": Label.OPINION,
    "askpublicnewsarticle": None,
    "advertisercontentarticle": Label.SPONSORED,
    "satiricalarticle": Label.OPINION,
    "liveblogposting": Label.LIVE,
    "blogposting": None,
    "socialmediaposting": None,
    "techarticle": None,
    "scholarlyarticle": None,
    "report": None,
}
_DEEPEST: Final = 4


def accepts(record: JsonObject) -> bool:
    """Whether the record is linked data: it has a type, a graph or a context of schema.org."""
    return "@graph" in record or "@type" in record or "schema.org" in text_of(record, "@context")


def read(record: JsonObject, position: Position, raw: Raw) -> Iterator[Draft | Problem]:
    """A draft for each article of the record, in order."""
    nodes = list(_nodes(record, 0))
    by_id = {name: node for node in nodes if (name := text_of(node, "@id")) and len(node) > 1}
    found = False
    for node in nodes:
        label = _label(node)
        if label is not None:
            found = True
            yield _draft(node, by_id, label[0], position, raw)
    if not found:
        yield bad_record(position, "This is linked data, and nothing in it is an article.")


def _nodes(value: object, depth: int) -> Iterator[JsonObject]:
    """The objects of a record, of its graph, and of what pages say they are about."""
    if depth > _DEEPEST:
        return
    for item in items_of(value):
        if isinstance(item, dict):
            yield item
            for key in ("@graph", "mainEntity", "itemListElement", "item"):
                yield from _nodes(item.get(key), depth + 1)


def _label(node: JsonObject) -> tuple[Label | None] | None:
    """What the node's type says of the text, if it is an article at all."""
    names = [name.rpartition("/")[2].rpartition(":")[2].lower() for name in texts_of(node, "@type")]
    known = [_TYPES[name] for name in names if name in _TYPES]
    return (next((label for label in known if label), None),) if known else None


def _draft(
    node: JsonObject, by_id: Mapping[str, JsonObject], label: Label | None, position: Position, raw: Raw
) -> Draft:
    body = body_of(text_of(node, "articleBody", "text"), html=False)
    publisher = _resolved(node, by_id, "publisher", "sourceOrganization", "provider")
    published = text_of(node, "datePublished", "dateCreated")
    updated = text_of(node, "dateModified")
    return Draft(
        origin=position,
        title=text_of(node, "headline", "name"),
        body=body or body_of(text_of(node, "description", "abstract"), html=False),
        reader="jsonl",
        url=_url(node),
        source_name=text_of(publisher, "name", "legalName") or None,
        source_homepage=text_of(publisher, "url") or None,
        published_text=published or None,
        updated_text=(updated or None) if updated != published else None,
        retrieved=raw.captured,
        dated_by=DatedBy.PAGE if published else None,
        authors=_authors(node, by_id),
        dateline=text_of(node, "dateline") or None,
        label=label,
        language=language_tag(_language(node)),
        external_id=_identifier(node),
        excerpt_only=not body,
        licence=text_of(node, "license") or None,
        copyright_notice=text_of(node, "copyrightNotice") or None,
        paywalled=node.get("isAccessibleForFree") in (False, "False", "false"),
        images=images_of(node.get("image"), by_id),
    )


def _resolved(node: JsonObject, by_id: Mapping[str, JsonObject], *names: str) -> JsonObject:
    """The first of the fields as an object: its own, or the one of the graph that it points to."""
    for name in names:
        for value in items_of(node.get(name)):
            found = _pointed_to(value, by_id)
            if found:
                return found
    return {}


def _pointed_to(value: object, by_id: Mapping[str, JsonObject]) -> JsonObject:
    if isinstance(value, str) and value.strip():
        return by_id.get(value) or {"name": value}
    node = object_of(value)
    return node if text_of(node, "name") else by_id.get(text_of(node, "@id"), node)


def _authors(node: JsonObject, by_id: Mapping[str, JsonObject]) -> tuple[str, ...]:
    people = [_pointed_to(value, by_id) for value in items_of(node.get("author") or node.get("creator"))]
    return tuple(name for person in people if (name := text_of(person, "name")))


def _url(node: JsonObject) -> str | None:
    page = node.get("mainEntityOfPage")
    places = (
        text_of(node, "url"),
        page if isinstance(page, str) else "",
        text_of(object_of(page), "@id", "url"),
        text_of(node, "@id"),
    )
    return next((place for place in places if place.startswith(("http://", "https://"))), None)


def _language(node: JsonObject) -> str:
    value = object_of(node.get("inLanguage"))
    return text_of(value, "alternateName", "name") if value else text_of(node, "inLanguage")


def _identifier(node: JsonObject) -> str | None:
    value = object_of(node.get("identifier"))
    return (text_of(value, "value") if value else text_of(node, "identifier")) or None
