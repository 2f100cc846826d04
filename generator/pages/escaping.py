"""Escape untrusted strings: a stranger's text in, Markdown that shows it as the text it is out.

Everything that an article, a source or a person wrote reaches a page through one of these functions. They
know the dialect that site_config/mkdocs.base.yml switches on (Python-Markdown with attr_list, md_in_html,
tables and toc; Zensical runs the same) and what CommonMark and GitHub add to it, since a digest is also read
there. A character is escaped only where it would otherwise mean something, so that a title reads as a title
in a text editor.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from functools import lru_cache
from typing import Final
from urllib.parse import quote, urlsplit

from markupsafe import Markup

# STX and ETX are how Python-Markdown marks what it has put aside, so no control character may pass; a lone
# surrogate cannot be written, and U+FFFE and U+FFFF are no characters in XML (feeds, the sitemap).
_NOT_TEXT: Final = re.compile("[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")
# A no-break space is a choice of the writer's and stays.
_BLANKS: Final = re.compile(r"[^\S\xa0\u202f\u2007]+")
_PLAIN: Final = re.compile(r"[\w ,;.?'\"()/%“”‘’„«»–—…\xa0\u202f-]*")


def one_line(text: str) -> str:
    """`text` without control characters, each run of white space and line ends one space."""
    if text.isprintable() and "  " not in text:  # as most are: a space is the only blank that is printable
        return text.strip()
    return _BLANKS.sub(" ", _NOT_TEXT.sub("", text)).strip()


@lru_cache(maxsize=8192)
def markdown_text(text: str) -> Markup:
    """`text` as inline Markdown that may stand anywhere: at a line's start, in a heading, a link, a list."""
    text = one_line(text)
    if "_" in text or not _PLAIN.fullmatch(text):
        text = _INLINE.sub(_escaped, text)
    return Markup(_AT_START.sub(_escaped, text, count=1))  # noqa: S704 -- this is the escaping


def attribute_value(text: str) -> Markup:
    """`text` for a double-quoted HTML attribute or a link's title, in Markdown (so braces too)."""
    return Markup(_IN_ATTRIBUTE.sub(_as_entity, one_line(text)))  # noqa: S704 -- this is the escaping


def yaml_value(text: str) -> Markup:
    """`text` as a double-quoted YAML scalar: never a number, a date or a tag, whatever it looks like."""
    scalar = json.dumps(one_line(text), ensure_ascii=False)
    return Markup(_NOT_IN_YAML.sub(_as_yaml_escape, scalar))  # noqa: S704 -- this is the escaping


@lru_cache(maxsize=8192)
def safe_url(url: str | None) -> str | None:
    """`url` as it may stand in a Markdown link, or None when it is not http, https or mailto.

    What Markdown or HTML would take for its own (brackets, quotes, spaces, an entity's semicolon) is
    percent-encoded, as RFC 3986 (2.1) has it; what is encoded already stays.
    """
    if url is None or _NO_ADDRESS.search(url := url.strip()):
        return None
    try:
        parts = urlsplit(url)
        host = parts.hostname or ""
    except ValueError:  # an unclosed [ in the host
        return None
    scheme = parts.scheme.lower()
    if scheme == "mailto":
        return f"mailto:{_encoded(parts.path)}" if _ADDRESS.fullmatch(parts.path) else None
    if scheme not in {"http", "https"} or not _HOST.fullmatch(host):
        return None
    rest = url.partition("://")[2]
    authority, slash, path = _AUTHORITY_END.sub(r"\1\n\2", rest, count=1).partition("\n")
    return f"{scheme}://{_encoded(authority)}{_encoded(path)}" if slash or authority else None


_Escape = Callable[[re.Match[str]], str]

# What means something inside a line. The groups say how it is written instead: as an entity where no
# backslash would do in both dialects, with a backslash everywhere else.
_INLINE: Final = re.compile(
    r"(?P<entity><(?! |[\d=](?![^<> ]*@))"  # a tag, comment, instruction or autolink; '<5' stays
    r"|&(?=#|[\w.-]*(?:;|$))"  # an entity, or half of one at the end
    r"|(?<=\S)~|~(?=~)"  # GitHub strikes through
    r"|:(?=[a-z0-9_+-]*[a-z_][a-z0-9_+-]*:)"  # :emoji: of GitHub, and of Material if a site wants them
    r")"
    r"|(?P<slash>[`*\[\]{}]"
    r"|(?<![^\W_])_|_(?![^\W_])"  # within a word an underscore means nothing
    r"|!(?=\[|$)|#(?=#*$)"  # an image with the link that may follow; a heading's closing marks
    r"|\\(?=[!-/:-@\[-`{-~]|$))"
)
# What means something at the start of a line: headings, quotes, lists, rules, underlines of headings,
# snippets, admonitions, definitions, tables.
_AT_START: Final = re.compile(
    r"^(?:(?P<slash>#|>|[+-](?=[ -]|$)|!(?=!!)|\d+[.)](?= |$))|(?P<entity>=(?==*(?: |$))|:(?= )|[|~]))"
)
_IN_ATTRIBUTE: Final = re.compile(r"[&<>\"'`{}\[\]*_\\|]")
_NOT_IN_YAML: Final = re.compile("[\u2028\u2029\ufeff\x85]")
_NO_ADDRESS: Final = re.compile(
    r"[\x00-\x20\x7f-\xa0\\\u2000-\u200f\u2028-\u202f\u2066-\u2069\ud800-\udfff\ufeff]"
)
_ADDRESS: Final = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_HOST: Final = re.compile(r"[\w-]+(?:\.[\w-]+)*\.?")
_AUTHORITY_END: Final = re.compile(r"^([^/?#]*)(.*)$")
_KEPT: Final = "/:?#@!$&+,;=%~.-"
_BAD_PERCENT: Final = re.compile(r"%(?![0-9A-Fa-f]{2})")
_URL_ENTITY: Final = re.compile(r"(&#?\w+);")


def _escaped(match: re.Match[str]) -> str:
    if match.lastgroup == "entity":
        return _as_entity(match)
    text = match.group()
    return f"{text[:-1]}\\{text[-1]}"


def _as_entity(match: re.Match[str]) -> str:
    return _ENTITIES.get(match.group()) or f"&#{ord(match.group())};"


_ENTITIES: Final = {"<": "&lt;", ">": "&gt;", "&": "&amp;", '"': "&quot;"}


def _as_yaml_escape(match: re.Match[str]) -> str:
    return f"\\u{ord(match.group()):04x}"


def _encoded(part: str) -> str:
    part = quote(_BAD_PERCENT.sub("%25", part), safe=_KEPT)
    return _URL_ENTITY.sub(r"\1%3B", part)
