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
from generator.readers.extraction.linked_data import (
    Node,
    described_article,
    kinds_of,
    linked_nodes,
    paragraphs_of,
    text_of,
    types_of,
)
from generator.readers.extraction.rights import copyright_of, licence_of
from generator.readers.image_fields import images_of

_TITLES: Final = (
    "dc:title", "dcterm:title", "dcterms:title", "og:title", "weibo:article:title",
    "weibo:webpage:title", "title", "twitter:title", "parsely-title", "sailthru.title",
    "citation_title", "headline",
)  # fmt: skip
_AUTHORS: Final = (
    "dc:creator", "dcterm:creator", "dcterms:creator", "author", "parsely-author", "article:author",
    "sailthru.author", "og:article:author", "article:author_name", "byl", "citation_author",
    "dc:author", "byline", "cxenseparse:author",
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
_SECTIONS: Final = (
    "article:section", "og:article:section", "section", "parsely-section", "genre",
    "news_keywords_section",
)  # fmt: skip
_DATE: Final = re.compile(r"(?<!\d)(?:1[89]|20)\d\d(?!\d{5})|\b\d{9,13}\b|\b\d{1,2}[./]\d{1,2}[./]\d{2,4}\b")
_URL_DATE: Final = re.compile(r"/((?:19|20)\d\d)[/-]?(0[1-9]|1[0-2])[/-]?(0[1-9]|[12]\d|3[01])(?=[/._-])")
_BYLINE_CLASS: Final = re.compile(r"byline|author|dateline|writtenby|p-author")
_LONGEST_BYLINE: Final = 100
_NOT_A_NAME: Final = re.compile(
    r"https?:|^www\.|^@|^\W*$|[{}<>]|\.(?:com|org|net)\b|\b(?:sign (?:in|up|out)|log ?in|subscribe)\b"
    r"|^(?:admin|null|none|n/a|undefined)$",
    re.IGNORECASE,
)
_ADDRESS: Final = re.compile(r"\s*[(<]?\b[\w.+-]+@[\w-]+\.[\w.]+[)>]?")
_PUBLICATION: Final = re.compile(r"publi|posted|entry-date")
_BLANKS: Final = re.compile(r"\s+")
_SEPARATED: Final = re.compile(r" [|\-–—\\/>»] ")
_TO_SEPARATOR: Final = re.compile(r"^[^|\-–—\\/>»]*[|\-–—\\/>»]")
_NEVER_FREE: Final = frozenset({"false", "no", "0"})
_LABELS: Final = (
    (
        Label.SPONSORED,
        re.compile(
            r"\b(?:sponsored|advertorial|advertisercontent|paid[ -]?(?:post|content)|partner[ -]content"
            r"|brand(?:ed)?[ -]?(?:studio|content|voice))\b"
        ),
    ),
    (
        Label.PRESS_RELEASE,
        re.compile(
            r"\b(?:press[ -]?releases?|news[ -]?releases?|pressemitteilung(?:en)?|comunicados?(?: de prensa)?"
            r"|communiqués?)\b"
        ),
    ),
    (Label.LIVE, re.compile(r"\blive[ -]?blog|\bliveticker\b")),
    (Label.ANALYSIS, re.compile(r"\b(?:news[ -])?(?:analysis|analyse|análisis|analisi)\b")),
    (
        Label.OPINION,
        re.compile(
            r"\b(?:opinions?|op-?eds?|editorials?|columnists?|commentary|comment ?is ?free|meinung"
            r"|kommentare?|leitartikel|opinión|tribunas?|tribunes?|opinioni|opinião"
            r"|letters[ -]to[ -]the[ -]editor)\b"
        ),
    ),
)
_TYPES: Final = {
    "OpinionNewsArticle": Label.OPINION,
    "ReviewNewsArticle": Label.OPINION,
    "AnalysisNewsArticle": Label.ANALYSIS,
    "BackgroundNewsArticle": Label.ANALYSIS,
    "LiveBlogPosting": Label.LIVE,
    "AdvertiserContentArticle": Label.SPONSORED,
}
# A byline's date, and what follows it: 'Jane Doe May 20, 2019 at 6:01 am'.
_BYLINE_TAIL: Final = re.compile(
    r"(?<=\w)[\s,|·•–—-]*(?:\b(?:on|published|updated|posted|last)\b:?\s*)*(?:(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?,?\s+)?"
    r"(?:(?:jan|feb|mar|apr|may|jun|jul|aug|sept?|oct|nov|dec)[a-z]*\.?\s+\d|\b\d{1,4}[./ :-]).*$",
    re.IGNORECASE,
)


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
    meta = _meta(root)
    document_title = _line(" ".join(next((t.itertext() for t in root.iter("title")), iter(()))))
    nodes = linked_nodes(root)
    node, by_id = described_article(nodes, _first(meta, _TITLES) or document_title)
    headings = [text for h1 in root.iter("h1") if (text := _text(h1))][:10]
    fallback = _from_document(document_title, headings, [_text(h2) for h2 in root.iter("h2")])
    own = _headline(node, fallback) or _first(meta, _TITLES)
    title = own or _microdata(root, "headline") or fallback
    url = _address(root, meta, node, address)
    return OwnData(
        title=title or (headings[0] if headings else ""),
        titles=tuple(
            dict.fromkeys(filter(None, [title, document_title, *headings, *_parts(document_title)]))
        ),
        description=_first(meta, _DESCRIPTIONS) or _line(text_of(node.get("description"))),
        authors=tuple(_authors(root, meta, node, by_id)),
        published=_date(
            [text_of(node.get("datePublished")), *_every(meta, _PUBLISHED), *_times(root, "datePublished")]
        ),
        updated=_date(
            [text_of(node.get("dateModified")), *_every(meta, _UPDATED), *_times(root, "dateModified")]
        ),
        day_in_url="-".join(match.groups())
        if url and (match := _URL_DATE.search(urlsplit(url).path))
        else None,
        language=_language(root, meta, node),
        url=url,
        site=_site(meta, node, by_id),
        label=_label(node, meta, url),
        body=paragraphs_of(text_of(node.get("articleBody"))),
        free=_is_free(root, meta, node),
        licence=licence_of(root, meta, node),
        copyright_notice=copyright_of(meta, node, by_id),
        kinds=(*kinds_of(nodes), *meta.get("og:type", ())),
        images=_images(meta, node, by_id, url or address),
    )


def _meta(root: etree._Element) -> dict[str, list[str]]:
    """Contents by name, in lower case, with `.` of Dublin Core as `:`."""
    found: dict[str, dict[str, list[str]]] = {}
    for attribute in ("property", "name", "itemprop", "http-equiv"):
        for element in root.iter("meta"):
            content = _line(element.get("content") or "")
            for name in (element.get(attribute) or "").lower().split():
                key = name.replace(".", ":") if name.startswith(("dc", "date", "weibo", "cxense")) else name
                if content:
                    found.setdefault(attribute, {}).setdefault(key, []).append(content)
    # A name that stands as `property` somewhere is not looked up as `name`: RDFa is the better kept.
    return {key: texts for attribute in reversed(found) for key, texts in found[attribute].items()}


def _first(meta: Mapping[str, Sequence[str]], names: Iterable[str]) -> str:
    return next(iter(_every(meta, names)), "")


def _every(meta: Mapping[str, Sequence[str]], names: Iterable[str]) -> Iterator[str]:
    return (content for name in names for content in meta.get(name, ()))


def _headline(node: Node, document_title: str) -> str:
    """The article's headline; where its name is another, the one that the document's title is like."""
    headline, name = _line(text_of(node.get("headline"))), _line(text_of(node.get("name")))
    if set(types_of(node)) <= {"WebPage", "VideoObject", "PodcastEpisode"}:
        return ""
    if not headline or not name or headline == name:
        return headline or name
    name_fits, headline_fits = (
        _similar(name, document_title) > 0.75,
        _similar(headline, document_title) > 0.75,
    )
    return name if name_fits and not headline_fits else headline


def _similar(first: str, second: str) -> float:
    """How much of the second text's words the first has, by length (Readability.js's measure)."""
    mine, theirs = re.findall(r"\w+", first.lower()), re.findall(r"\w+", second.lower())
    if not mine or not theirs:
        return 0.0
    known = set(mine)
    return 1 - len(" ".join(word for word in theirs if word not in known)) / len(" ".join(theirs))


def _from_document(title: str, headings: Sequence[str], subheads: Sequence[str]) -> str:
    """The document's title without the site's name (Readability.js's rules)."""
    found = title
    matches = list(_SEPARATED.finditer(title))
    hierarchical = any(match[0].strip() in "\\/>»" for match in matches)
    if matches:
        found = title[: matches[-1].start()]
        if len(found.split()) < 3:
            found = _TO_SEPARATOR.sub("", title)
    elif ": " in title:
        if title not in headings and title not in subheads:
            found = title.rpartition(":")[2]
            if len(found.split()) < 3:
                found = title.partition(":")[2]
            elif len(title.partition(":")[0].split()) > 5:
                found = title
    elif (len(title) > 150 or len(title) < 15) and len(headings) == 1:
        found = headings[0]
    found = _line(found)
    count = len(found.split())
    bare = len(re.sub(r"[|\-–—\\/>»: ]+", "", title).split()) - 1
    return title if count <= 4 and (not hierarchical or count != bare) else found


def _parts(title: str) -> list[str]:
    return [part for part in _SEPARATED.split(title) if len(part.split()) > 2]


def _authors(
    root: etree._Element, meta: Mapping[str, Sequence[str]], node: Node, by_id: Mapping[str, Node]
) -> Iterable[str]:
    """Names from the first source that has any."""
    linked = _linked_names(node.get("author") or node.get("creator"), by_id)
    named = next((names for key in _AUTHORS if (names := _names(meta.get(key, ())))), [])
    return linked or named or _byline(root)


def _linked_names(value: object, by_id: Mapping[str, Node], depth: int = 0) -> list[str]:
    if depth > 3:
        return []
    if isinstance(value, list):
        return list(dict.fromkeys(name for item in value for name in _linked_names(item, by_id, depth + 1)))
    if isinstance(value, dict):
        known = by_id.get(str(value.get("@id", "")), value) if "name" not in value else value
        name = known.get("name")
        return _linked_names(name, by_id, depth + 1) if isinstance(name, list) else _names([text_of(name)])
    return _names([text_of(value)])


def _without_date(text: str) -> str:
    return _BYLINE_TAIL.sub("", text)


def _names(texts: Iterable[str]) -> list[str]:
    lines = (_ADDRESS.sub("", _line(text)).strip(" ,;|") for text in texts)
    return list(
        dict.fromkeys(line for line in lines if line and len(line) <= 300 and not _NOT_A_NAME.search(line))
    )


def _byline(root: etree._Element) -> list[str]:
    """What the page's own template calls the author: the first such element with text of a line."""
    for element in root.iter(etree.Element):
        if element.tag in {
            "meta",
            "link",
            "script",
            "style",
            "body",
            "html",
            "head",
            "title",
            "input",
            "svg",
            "img",
        }:
            continue
        prop = element.get("itemprop") or ""
        marked = element.get("rel") == "author" or "author" in prop
        names = f"{element.get('class') or ''} {element.get('id') or ''}".lower()
        if not marked and not (names.strip() and _BYLINE_CLASS.search(names)):
            continue
        inner = next((part for part in element.iter(etree.Element) if part.get("itemprop") == "name"), None)
        text = _text(element if inner is None else inner)
        if 0 < len(text) < _LONGEST_BYLINE and (found := _names([_without_date(text)])):
            return found
    return []


def _date(candidates: Iterable[str]) -> str | None:
    return next((text for text in candidates if text and len(text) <= 80 and _DATE.search(text)), None)


def _times(root: etree._Element, prop: str) -> Iterator[str]:
    """What microdata and `<time>` say."""
    for element in root.iter(etree.Element):
        if prop.lower() in (element.get("itemprop") or "").lower():
            yield element.get("datetime") or element.get("content") or _text(element)
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
            text := _line(element.get("content") or "") or _text(element)
        ):
            return text if len(text) <= 300 else ""
    return ""


def _language(root: etree._Element, meta: Mapping[str, Sequence[str]], node: Node) -> str | None:
    top = next(root.iter("html"), root)
    written = (
        top.get("lang") or top.get("{http://www.w3.org/XML/1998/namespace}lang") or top.get("xml:lang") or ""
    ).strip()
    return written or text_of(node.get("inLanguage")) or _first(meta, _LANGUAGES).partition(",")[0] or None


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
        *_every(meta, ("parsely-link", "twitter:url", "dc:identifier")),
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
    named = _line(text_of(known.get("name")) if isinstance(known, dict) else text_of(known))
    candidates = (*meta.get("og:site_name", ()), named, *_every(meta, _SITES))
    return next((name for name in candidates if name and len(name) <= 120 and "//" not in name), None)


def _images(
    meta: Mapping[str, Sequence[str]], node: Node, by_id: Mapping[str, Node], base: str | None
) -> tuple[Image, ...]:
    """The pictures that the markup says are the article's; of those that tell no more, OpenGraph's first."""
    linked = images_of(node.get("image"), by_id)
    found = linked or images_of(next((meta[name] for name in _PICTURES if name in meta), None))
    return tuple(replace(image, url=_joined(base or "", image.url) or "") for image in found)


def _label(node: Node, meta: Mapping[str, Sequence[str]], url: str | None) -> Label | None:
    """What kind of text the markup calls it: by its type, its section, or the section in its address."""
    for kind in types_of(node):
        if kind in _TYPES:
            return _TYPES[kind]
    folders = urlsplit(url).path.rpartition("/")[0].replace("/", " / ") if url else ""
    sections = [
        text_of(node.get("articleSection")),
        text_of(node.get("genre")),
        *_every(meta, _SECTIONS),
        folders,
    ]
    said = " | ".join(text for text in sections if len(text) < 200).lower()
    return next((label for label, pattern in _LABELS if pattern.search(said)), None)


def _is_free(root: etree._Element, meta: Mapping[str, Sequence[str]], node: Node) -> bool | None:
    said = node.get("isAccessibleForFree")
    text = (
        str(said).lower() if isinstance(said, bool | str) else _microdata(root, "isaccessibleforfree").lower()
    )
    if text:
        return text not in _NEVER_FREE
    tier = _first(meta, ("article:content_tier",)).lower()
    return tier == "free" if tier in {"free", "metered", "locked"} else None


def _text(element: etree._Element) -> str:
    return _line(" ".join(element.itertext())) if len(element) < 50 else ""


def _line(text: str) -> str:
    return _BLANKS.sub(" ", text).strip()
