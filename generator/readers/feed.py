"""Feeds (RSS 0.9x to 2.0, RDF, Atom, CDF, JSON Feed), well-formed or not, in; a draft for each item out."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any, Final
from urllib.parse import urljoin, urlsplit

from generator.diagnostics import Position, Problem
from generator.model.article import DatedBy, Draft
from generator.readers import feed_json
from generator.readers.decoding import decode
from generator.readers.feed_item import body_of, finished, is_cut, is_whole, language_tag, title_of
from generator.readers.feed_media import description_of_film, images_of_entry, without_descriptions_of_media
from generator.readers.feed_text import line_of, unescaped
from generator.readers.raw import Raw, Unpacked, opening, unpacking_problem, whole_bytes
from generator.readers.xml_text import root_of, without_large_entities

_ROOTS: Final = frozenset({"rss", "feed", "rdf", "channel"})
_DECLARATION: Final = re.compile(r"\ufeff?\s*<\?xml[^>]{0,1000}>")
_ADDRESS: Final = re.compile(r"\(?<?[^\s<>()@]+@[^\s<>()@]+>?\)?")
_UTF_8: Final = {"content-type": "application/xml; charset=utf-8"}
_ENDS: Final = {"<![CDATA[": "]]>", "<!--": "-->"}
_UNPARSED: Final = re.compile(r"<!\[CDATA\[|<!--")
_VISIBLE: Final = re.compile(r"[^\n]")
_ITEM: Final = re.compile(r"<(?:[A-Za-z][\w.-]{0,40}:)?(?:item|entry)(?=[\s>/])", re.IGNORECASE)
_FIRST_YEAR, _LAST_YEAR = 1000, 9998


class FeedReader:
    """Reads a feed that was saved to a file."""

    name = "feed"

    def accepts(self, raw: Raw) -> bool:
        """XML whose first element is a feed's, or a JSON Feed."""
        # what is left of UTF-32 without its mark are zeros
        start = opening(raw).replace("\0", "").lstrip("\ufeff \t\r\n")
        return feed_json.accepts(start) or root_of(start) in _ROOTS

    def read(self, raw: Raw) -> Iterator[Draft | Problem]:
        """A draft for each item, in the feed's order."""
        try:
            data = whole_bytes(raw)
        except Unpacked as error:
            yield unpacking_problem(raw, error)
            return
        if data.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{"):
            yield from feed_json.read(raw, self.name)
            return
        # feedparser reads no external entity and keeps the declarations of those that hold no other entity;
        # one that holds much text, named a million times, would make gigabytes.
        text = without_descriptions_of_media(without_large_entities(_in_utf_8(data)))
        feed = _parsed(text, raw.url or "")
        if isinstance(feed, str):
            yield _unreadable(raw, feed)
            return
        for entry, place in zip(feed.entries, _places(decode(data), len(feed.entries)), strict=True):
            yield _draft(entry, feed, raw, raw.position(*place))
        if not feed.entries:
            yield _nothing(raw)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Feed:
    """A parsed feed; `link` is its publisher's page, `base` what its relative links are relative to."""

    title: str
    link: str | None
    base: str
    language: str | None
    authors: tuple[str, ...]
    is_list: bool  # of links to others' articles
    entries: Sequence[Mapping[str, object]]


def _parsed(text: bytes, url: str) -> _Feed | str:
    """The feed, or what is wrong with it; `text` is in UTF-8, and was at `url` if that is known."""
    try:
        parsed = _by_feedparser(text)
    # The parser is written for the feeds there are: of 57,000 randomly damaged ones 124 made it raise
    # KeyError, TypeError or ValueError, and nothing says that it raises nothing else.
    except Exception as error:  # noqa: BLE001 - see above; it is told if the feed cannot be mended
        again = _once_more(text)
        if again is None:
            return f"The feed cannot be read: {error or type(error).__name__}."
        parsed = again
    about = parsed.feed
    link = _plain(about, "link")
    return _Feed(
        title=_text(about, "title"),
        link=link or None,
        base=link or _self_link(about) or url,
        language=language_tag(_plain(about, "language")),
        # An Atom entry without an author has the feed's; what other formats name there is an editor.
        authors=_authors(about) if str(parsed.version).startswith("atom") else (),
        is_list=_is_list(parsed.entries, link),
        entries=parsed.entries,
    )


def _once_more(text: bytes) -> Any | None:
    """What feedparser makes of the feed without what it may have stumbled over."""
    from generator.readers.feed_mending import mended  # noqa: PLC0415 - one feed in hundreds needs it

    less = mended(text)
    try:
        return None if less is None else _by_feedparser(less)
    except Exception:  # noqa: BLE001 - as above
        return None


def _by_feedparser(text: bytes) -> Any:
    import feedparser  # noqa: PLC0415 - 0.1 s that an ingest without feeds need not wait

    # Markup becomes plain text here, so there is no HTML to sanitise and no link in it to resolve.
    return feedparser.parse(
        io.BytesIO(text), response_headers=_UTF_8, sanitize_html=False, resolve_relative_uris=False
    )


def _in_utf_8(data: bytes) -> bytes:
    """The feed in UTF-8, by its declaration if that makes sense."""
    from feedparser.encodings import convert_to_utf8  # noqa: PLC0415 - as above

    try:
        converted: bytes = convert_to_utf8({}, data, {})
    except (ValueError, LookupError):  # a declaration that is no text, or names what is no encoding of text
        return _DECLARATION.sub("", decode(data), count=1).encode("utf-8", "replace")
    return converted


def _is_list(entries: Sequence[Mapping[str, object]], link: str | None) -> bool:
    """Whether most items lie with at least three other publishers, as a link list's do."""
    home = _publisher(link or "")
    hosts = [host for entry in entries if (host := _publisher(_link(entry)))]
    others = [host for host in hosts if host != home]
    return bool(home) and len(set(others)) >= 3 and len(others) * 2 > len(hosts)


def _publisher(url: str) -> str:
    """The host without what a publisher may put before its name; empty for no address."""
    try:
        labels = (urlsplit(url).hostname or "").split(".")
    except ValueError:
        return ""
    return ".".join(labels[-3:] if len(labels) > 2 and len(labels[-2]) <= 3 else labels[-2:])


def _places(text: str, count: int) -> Sequence[tuple[int, int]]:
    """Line and column of each item, which the parser does not tell: where as many tags open items as there
    are items; else nowhere."""
    text = _without_unparsed(text)
    tags = [match.start() for match in _ITEM.finditer(text)]
    if len(tags) != count:
        return [(0, 0)] * count
    places: list[tuple[int, int]] = []
    line, counted = 1, 0
    for tag in tags:
        line, counted = line + text.count("\n", counted, tag), tag
        places.append((line, tag - text.rfind("\n", 0, tag)))
    return places


def _without_unparsed(text: str) -> str:
    """The text with blanks for its comments and CDATA, so that all else stays where it is."""
    parts: list[str] = []
    at = 0
    while match := _UNPARSED.search(text, at):
        end = text.find(_ENDS[match.group()], match.end())
        if end < 0:
            break
        parts += (text[at : match.start()], _VISIBLE.sub(" ", text[match.start() : end]))
        at = end
    return "".join([*parts, text[at:]])


def _draft(entry: Mapping[str, object], feed: _Feed, raw: Raw, origin: Position) -> Draft:
    body, whole = _body(entry)
    published, published_text, updated = _dates(entry)
    title = _text(entry, "title") or _text(entry, "media_title") or title_of(body)
    publisher = _publisher_of(entry, feed)
    url = _url(entry, feed)
    return Draft(
        origin=origin,
        # as aggregators write them: 'Bridge reopens - Harbour Gazette'
        title=title.removesuffix(f" - {publisher.name}").rstrip() or title,
        body=finished(body),
        reader=FeedReader.name,
        url=url,
        source_name=publisher.name,
        source_homepage=publisher.homepage,
        via_name=publisher.via,
        published=published,
        published_text=published_text,
        updated=updated,
        retrieved=raw.captured,
        dated_by=DatedBy.FEED if published else None,
        authors=_authors(entry) or feed.authors,
        language=_language(entry) or feed.language,
        categories=_categories(entry),
        external_id=_plain(entry, "id") or None,
        excerpt_only=not whole and bool(body or url),
        images=images_of_entry(entry, feed.base),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Publisher:
    """Who published an item, and through whom it came."""

    name: str | None = None
    homepage: str | None = None
    via: str | None = None


def _publisher_of(entry: Mapping[str, object], feed: _Feed) -> _Publisher:
    """The item's own source; of a link list, whoever the link leads to; else the feed's publisher."""
    source = _mapping(_get(entry, "source"))
    name = _text(source, "title") or _plain(source, "value")
    if name and name != feed.title:
        home = _plain(source, "link") or _plain(source, "href")
        return _Publisher(name=name, homepage=home or None, via=feed.title or None)
    if feed.is_list and _publisher(_link(entry)):
        return _Publisher(via=feed.title or None)
    return _Publisher(name=feed.title or None, homepage=feed.link)


def _body(entry: Mapping[str, object]) -> tuple[str, bool]:
    """The item's text, and whether it is all of it: a summary is not, unless it is too long for one."""
    contents = _get(entry, "content")
    full = max(
        (_part(part) for part in map(_mapping, contents if isinstance(contents, list) else [])),
        key=len,
        default="",
    )
    summary = body_of(
        _plain(entry, "summary") or description_of_film(entry),
        html=_plain(_mapping(_get(entry, "summary_detail")), "type") != "text/plain",
    )
    if full and len(full) >= len(summary):
        return full, not is_cut(full)
    return summary, is_whole(summary)


def _part(content: Mapping[str, object]) -> str:
    kind = _plain(content, "type")
    if kind and not kind.startswith(("text/", "application/xhtml", "application/xml")):
        return ""
    return body_of(_plain(content, "value"), html=kind != "text/plain")


def _text(node: Mapping[str, object], key: str) -> str:
    """A field that is one line of text, whatever type the feed says it has."""
    value = _plain(node, key)
    if _plain(_mapping(_get(node, f"{key}_detail")), "type") in {"", "text/plain"}:
        return " ".join(unescaped(value).split())
    return line_of(value)


def _dates(entry: Mapping[str, object]) -> tuple[datetime | None, str | None, datetime | None]:
    """When it was published, or what stands there and is no date; and when it was updated."""
    published = _moment(entry, "published") or _moment(entry, "created")
    updated = _moment(entry, "updated")
    if published is not None or updated is not None:
        return published or updated, None, updated if published is not None else None
    return None, _plain(entry, "published") or _plain(entry, "updated") or None, None


def _moment(entry: Mapping[str, object], key: str) -> datetime | None:
    """A date with the offset it was written with; without one when it was written so."""
    text, parsed = _plain(entry, key), _get(entry, f"{key}_parsed")
    written = _as_written(text)
    moment = written
    if isinstance(parsed, tuple):
        year, month, day, hour, minute, second = (int(number) for number in parsed[:6])
        try:
            moment = datetime(year, month, day, hour, minute, min(second, 59), tzinfo=UTC)
        except ValueError:
            return None
        if written is not None and (written if written.tzinfo else written.replace(tzinfo=UTC)) == moment:
            moment = written
    return moment if moment is not None and _FIRST_YEAR <= moment.year <= _LAST_YEAR else None


def _as_written(text: str) -> datetime | None:
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        pass
    try:
        return parsedate_to_datetime(text)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None


def _url(entry: Mapping[str, object], feed: _Feed) -> str | None:
    link = _link(entry)
    try:
        return urljoin(feed.base, link) or None if link else None
    except ValueError:  # an unclosed [ in the host: for the cleaner to tell
        return link


def _link(entry: Mapping[str, object]) -> str:
    """The item's page. Several links may vie for it: then it is one that calls itself so."""
    link = _plain(entry, "feedburner_origlink") or _plain(entry, "link")
    pages = _links(entry, "alternate")
    return link if not pages or link in pages or "feedburner_origlink" in entry else pages[0]


def _self_link(about: Mapping[str, object]) -> str:
    return next(iter(_links(about, "self")), "")


def _links(node: Mapping[str, object], relation: str) -> list[str]:
    links = _get(node, "links")
    found = map(_mapping, links if isinstance(links, list) else [])
    return [href for link in found if _plain(link, "rel") == relation and (href := _plain(link, "href"))]


def _authors(node: Mapping[str, object]) -> tuple[str, ...]:
    """Names alone: an e-mail address is no byline."""
    listed = _get(node, "authors")
    people = listed if isinstance(listed, list) else []
    names = [_plain(_mapping(one), "name") for one in people]
    written = _text(node, "author")
    if len(names) <= 1 and "@" in written:  # feedparser cuts an address whose last part is longer than four
        names = [written]
    found = tuple(dict.fromkeys(person for name in names if (person := _person(name))))
    return found or tuple(person for person in [_person(written)] if person)


def _person(text: str) -> str:
    name = " ".join(_ADDRESS.sub(" ", text).split())
    return name[1:-1].strip() if name.startswith("(") and name.endswith(")") else name


def _categories(entry: Mapping[str, object]) -> tuple[str, ...]:
    """What the item is filed under: a category's label, which Atom has beside its term, else its term."""
    tags = _get(entry, "tags")
    found = map(_mapping, tags if isinstance(tags, list) else [])
    names = (_text(tag, "label") or _text(tag, "term") for tag in found)
    return tuple(dict.fromkeys(name for name in names if name))


def _language(entry: Mapping[str, object]) -> str | None:
    contents = _get(entry, "content")
    details = [*(contents if isinstance(contents, list) else []), _get(entry, "summary_detail")]
    details.append(_get(entry, "title_detail"))
    return next((tag for one in details if (tag := language_tag(_plain(_mapping(one), "language")))), None)


def _get(node: Mapping[str, object], key: str) -> object:
    # not `node.get`: feedparser's own gives one field for another, with a warning
    return dict.get(node, key) if isinstance(node, dict) else None


def _plain(node: Mapping[str, object], key: str) -> str:
    value = _get(node, key)
    return value.strip() if isinstance(value, str) else ""


def _mapping(value: object) -> Mapping[str, object]:
    return value if isinstance(value, dict) else {}


def _unreadable(raw: Raw, message: str) -> Problem:
    return Problem(
        code="unreadable",
        position=raw.position(),
        message=message,
        remedy="Fetch the feed again; if it stays so, tell its publisher.",
    )


def _nothing(raw: Raw) -> Problem:
    return Problem(
        code="nothing-found",
        position=raw.position(),
        message="The feed has no items.",
        remedy="Look into the file: was it saved whole? Else take it away.",
    )
