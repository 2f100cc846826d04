"""A page's tree in, what its own markup says of the article out: title, authors, dates, address and more.

Sources in order of trust: JSON-LD, then Dublin Core, OpenGraph and the other names in `meta`, then microdata
and the classes that templates use.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final
from urllib.parse import urljoin, urlsplit

from lxml import etree

from generator.model.article import Label
from generator.model.image import Image
from generator.readers.extraction.authors import authors_of
from generator.readers.extraction.labels import label_of
from generator.readers.extraction.linked_data import (
    Node,
    described_article,
    kinds_of,
    linked_nodes,
    paragraphs_of,
    text_of,
)
from generator.readers.extraction.meta import element_text, every_of, first_of, meta_of, one_line
from generator.readers.extraction.rights import copyright_of, licence_of
from generator.readers.extraction.titles import headline_of, parts_of, title_of_document
from generator.readers.image_fields import images_of

_TITLES: Final = (
    "dc:title", "dcterm:title", "dcterms:title", "og:title", "weibo:article:title",
    "weibo:webpage:title", "title", "twitter:title", "parsely-title", "sailthru.title",
    "citation_title", "headline",
)  # fmt: skip
_PUBLISHED: Final = (
    "article:published_time", "og:article:published_time", "parsely-pub-date", "sailthru.date",
    "datepublished", "dc:date:issued", "dcterms:issued", "dcterms:created", "dc:date:created",
    "dc:date", "dcterms:date", "pubdate", "publishdate", "publish-date", "publish_date",
    "date:published", "article.published", "published_time", "cxenseparse:recs:publishtime",
    "citation_publication_date", "citation_date", "og:published_time", "article:created",
    "originalpublicationdate", "displaydate", "ptime", "pdate", "rnews:datepublished", "og:pubdate",
    "release_date", "date", "shareaholic:article_published_time", "article_date_original", "bt:pubdate",
    "created",
)  # fmt: skip
_UPDATED: Final = (
    "article:modified_time", "og:article:modified_time", "og:updated_time", "datemodified",
    "dcterms:modified", "dc:date:modified", "last-modified", "lastmod", "lastmodified",
    "article.updated", "utime", "modified", "shareaholic:article_modified_time", "rnews:datemodified",
)  # fmt: skip
_PICTURES: Final = ("og:image:secure_url", "og:image", "og:image:url", "twitter:image", "twitter:image:src")
_SITES: Final = (
    "og:site_name", "dc:publisher", "dcterms:publisher", "application-name", "cre",
    "citation_journal_title", "article:publisher_name", "apple-mobile-web-app-title",
    "shareaholic:site_name",
)  # fmt: skip
_LANGUAGES: Final = (
    "og:locale", "dc:language", "dcterms:language", "content-language", "language", "inlanguage",
)  # fmt: skip
_DESCRIPTIONS: Final = (
    "og:description", "description", "twitter:description", "dc:description",
)  # fmt: skip
_DATE: Final = re.compile(r"(?<!\d)(?:1[89]|20)\d\d(?!\d{5})|\b\d{9,13}\b|\b\d{1,2}[./]\d{1,2}[./]\d{2,4}\b")
_URL_DATE: Final = re.compile(r"/((?:19|20)\d\d)[/-]?(0[1-9]|1[0-2])[/-]?(0[1-9]|[12]\d|3[01])(?=[/._-])")
_PUBLICATION: Final = re.compile(r"publi|posted|entry-date")
_NEVER_FREE: Final = frozenset({"false", "no", "0"})


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnData:
    """What a page says of itself. Dates are as written; `free` is None where the page does not say; `kinds`
    are the types of what its JSON-LD and OpenGraph describe."""

    title: str = ""
    titles: tuple[str, ...] = ()
    description: str = ""
    authors: tuple[str, ...] = ()
    published: str | None = None
    updated: str | None = None
    day_in_url: str | None = None
    language: str | None = None
    url: str | None = None
    site: str | None = None
    label: Label | None = None
    body: str = ""
    free: bool | None = None
    licence: str | None = None
    copyright_notice: str | None = None
    kinds: tuple[str, ...] = ()
    images: tuple[Image, ...] = ()


def own_data(root: etree._Element, address: str | None = None) -> OwnData:
    """What the page says of itself; `address` is where it was fetched from, when somebody knows."""
    meta = meta_of(root)
    document_title = one_line(" ".join(next((t.itertext() for t in root.iter("title")), iter(()))))
    nodes = linked_nodes(root)
    node, by_id = described_article(nodes, first_of(meta, _TITLES) or document_title)
    headings = [text for h1 in root.iter("h1") if (text := element_text(h1))][:10]
    fallback = title_of_document(document_title, headings, [element_text(h2) for h2 in root.iter("h2")])
    own = headline_of(node, fallback) or first_of(meta, _TITLES)
    title = own or _microdata(root, "headline") or fallback
    url = _address(root, meta, node, address)
    return OwnData(
        title=title or (headings[0] if headings else ""),
        titles=tuple(
            dict.fromkeys(filter(None, [title, document_title, *headings, *parts_of(document_title)]))
        ),
        description=first_of(meta, _DESCRIPTIONS) or one_line(text_of(node.get("description"))),
        authors=tuple(authors_of(root, meta, node, by_id)),
        published=_date(
            [text_of(node.get("datePublished")), *every_of(meta, _PUBLISHED), *_times(root, "datePublished")]
        ),
        updated=_date(
            [text_of(node.get("dateModified")), *every_of(meta, _UPDATED), *_times(root, "dateModified")]
        ),
        day_in_url="-".join(match.groups())
        if url and (match := _URL_DATE.search(urlsplit(url).path))
        else None,
        language=_language(root, meta, node),
        url=url,
        site=_site(meta, node, by_id),
        label=label_of(node, meta, url),
        body=paragraphs_of(text_of(node.get("articleBody"))),
        free=_is_free(root, meta, node),
        licence=licence_of(root, meta, node),
        copyright_notice=copyright_of(meta, node, by_id),
        kinds=(*kinds_of(nodes), *meta.get("og:type", ())),
        images=_images(meta, node, by_id, url or address),
    )


def _date(candidates: Iterable[str]) -> str | None:
    return next((text for text in candidates if text and len(text) <= 80 and _DATE.search(text)), None)


def _times(root: etree._Element, prop: str) -> Iterator[str]:
    """What microdata and `<time>` say."""
    for element in root.iter(etree.Element):
        if prop.lower() in (element.get("itemprop") or "").lower():
            yield element.get("datetime") or element.get("content") or element_text(element)
    if prop != "datePublished":
        return
    times = [(element, text) for element in root.iter("time") if (text := element.get("datetime") or "")]
    yield from (text for element, text in times if _is_publication(element))
    for element in root.iter("abbr"):
        if "published" in (element.get("class") or ""):
            yield element.get("title") or ""
    distinct = list(dict.fromkeys(text for _, text in times))
    if len(distinct) == 1:
        yield distinct[0]


def _is_publication(time: etree._Element) -> bool:
    return "pubdate" in time.attrib or bool(_PUBLICATION.search(time.get("class") or ""))


def _microdata(root: etree._Element, prop: str) -> str:
    for element in root.iter(etree.Element):
        if (element.get("itemprop") or "").lower() == prop and (
            text := one_line(element.get("content") or "") or element_text(element)
        ):
            return text if len(text) <= 300 else ""
    return ""


def _language(root: etree._Element, meta: Mapping[str, Sequence[str]], node: Node) -> str | None:
    top = next(root.iter("html"), root)
    written = (
        top.get("lang") or top.get("{http://www.w3.org/XML/1998/namespace}lang") or top.get("xml:lang") or ""
    ).strip()
    return written or text_of(node.get("inLanguage")) or first_of(meta, _LANGUAGES).partition(",")[0] or None


def _address(
    root: etree._Element, meta: Mapping[str, Sequence[str]], node: Node, fetched: str | None
) -> str | None:
    """The article's own address: the first that is one, and not the site's front page."""
    canonical = [
        link.get("href") or ""
        for link in root.iter("link")
        if "canonical" in (link.get("rel") or "").lower().split()
    ]
    base = fetched or next((element.get("href") or "" for element in root.iter("base")), "") or ""
    said = [
        *canonical,
        *meta.get("og:url", ()),
        text_of(node.get("url")),
        text_of(node.get("mainEntityOfPage")),
        *every_of(meta, ("parsely-link", "twitter:url", "dc:identifier")),
    ]
    addresses = [found for text in said if (found := _joined(base, text))]
    deep = [found for found in addresses if urlsplit(found).path.strip("/") or urlsplit(found).query]
    return next(iter(deep), None) or fetched or next(iter(addresses), None)


def _joined(base: str, text: str) -> str | None:
    try:
        joined = urljoin(base, text.strip()) if text.strip() else ""
        parts = urlsplit(joined)
    except ValueError:  # an unclosed [ in the host
        return None
    return (
        joined
        if parts.scheme in {"http", "https"} and parts.netloc and not re.search(r"\s", joined)
        else None
    )


def _site(meta: Mapping[str, Sequence[str]], node: Node, by_id: Mapping[str, Node]) -> str | None:
    publisher = node.get("publisher")
    known = by_id.get(str(publisher.get("@id", "")), publisher) if isinstance(publisher, dict) else publisher
    named = one_line(text_of(known.get("name")) if isinstance(known, dict) else text_of(known))
    candidates = (*meta.get("og:site_name", ()), named, *every_of(meta, _SITES))
    return next((name for name in candidates if name and len(name) <= 120 and "//" not in name), None)


def _images(
    meta: Mapping[str, Sequence[str]], node: Node, by_id: Mapping[str, Node], base: str | None
) -> tuple[Image, ...]:
    """The pictures that the markup says are the article's; of those that tell no more, OpenGraph's first."""
    linked = images_of(node.get("image"), by_id)
    found = linked or images_of(next((meta[name] for name in _PICTURES if name in meta), None))
    return tuple(replace(image, url=_joined(base or "", image.url) or "") for image in found)


def _is_free(root: etree._Element, meta: Mapping[str, Sequence[str]], node: Node) -> bool | None:
    said = node.get("isAccessibleForFree")
    text = (
        str(said).lower() if isinstance(said, bool | str) else _microdata(root, "isaccessibleforfree").lower()
    )
    if text:
        return text not in _NEVER_FREE
    tier = first_of(meta, ("article:content_tier",)).lower()
    return tier == "free" if tier in {"free", "metered", "locked"} else None
