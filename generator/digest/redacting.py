"""Take what is blackened out of editions: one whose articles lost a name in, what still stands of it out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from generator.digest.losing import without_lines
from generator.model.article import Article
from generator.model.edition import Citation, Edition, Entry, Line
from generator.model.ids import ArticleId, digest_of
from generator.model.redaction import BLACK, MARK


def without_blackened(edition: Edition, articles: Mapping[ArticleId, Article]) -> Edition:
    """`edition` without the lines that quote what is blackened in `articles`; itself when it has none.

    Words of ours keep their place, with the mark in them, and cite what is left of what they rest on.
    """
    entries = tuple(_entry(entry, articles) for entry in edition.entries)
    return edition if entries == edition.entries else replace(edition, entries=entries)


def _entry(entry: Entry, articles: Mapping[ArticleId, Article]) -> Entry:
    gone = {line for line in (*entry.lines, *entry.phrases) if not line.by and _is_black(line, articles)}
    entry = without_lines(entry, gone) if gone else entry
    lines = tuple(_cited_anew(line, articles) if line.by else line for line in entry.lines)
    return entry if lines == entry.lines else replace(entry, lines=lines)


def _is_black(line: Line, articles: Mapping[ArticleId, Article]) -> bool:
    return MARK in line.text or any(BLACK in _words(one, articles) for one in line.citations)


def _cited_anew(line: Line, articles: Mapping[ArticleId, Article]) -> Line:
    """A line of ours, as it is now what was written and what is left of what it rests on."""
    citations = tuple(
        replace(one, hash=digest_of(words)) if BLACK in (words := _words(one, articles)) else one
        for one in line.citations
    )
    written = digest_of(line.text) if line.hash and MARK in line.text else line.hash
    return replace(line, citations=citations, hash=written)


def _words(citation: Citation, articles: Mapping[ArticleId, Article]) -> str:
    article = articles.get(citation.article)
    return article.body[citation.start : citation.end] if article is not None else ""
