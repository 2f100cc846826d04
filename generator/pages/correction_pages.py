"""Lay out the corrections: what was put right in editions in, one page of all of it out."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from generator.model.edition import Correction, Edition, Entry
from generator.model.ids import ArticleId
from generator.pages import paths
from generator.pages.edition_pages import edition_name
from generator.pages.parts import Facts, Link, Notice
from generator.pages.site_index import SiteIndex


@dataclass(frozen=True, slots=True, kw_only=True)
class Corrected:
    """A correction, the headline it stands under, and the edition."""

    headline: Link
    edition: Link
    notice: Notice


@dataclass(frozen=True, slots=True, kw_only=True)
class CorrectionsView:
    """The page of all corrections, newest first."""

    facts: Facts
    items: tuple[Corrected, ...]


def corrections_view(index: SiteIndex) -> CorrectionsView:
    """What the page of corrections says."""
    items = [_corrected(index, *found) for found in index.whole.corrected]
    feed = paths.CORRECTIONS_FEED if index.view.about.url else ""
    facts = Facts(
        kind="text", area="About", title=index.words.gettext("Corrections"), feed=feed, indexed=False
    )
    return CorrectionsView(facts=facts, items=tuple(items))


def corrections_of(index: SiteIndex, articles: Iterable[ArticleId]) -> tuple[Corrected, ...]:
    """What daily editions said of `articles` that their own publishers have changed, the newest first."""
    found = [
        (appearance, correction)
        for article in articles
        for appearance in index.appearances.get(index.view.story_of[article], ())
        for correction in appearance.entry.corrections
        if correction.article == article
    ]
    found.sort(key=lambda pair: (pair[1].on, pair[0].edition.id, pair[1].article or ""), reverse=True)
    return tuple(_corrected(index, known.edition, known.entry, correction) for known, correction in found)


def _corrected(index: SiteIndex, edition: Edition, entry: Entry, correction: Correction) -> Corrected:
    language = index.article(entry.headline_article).language
    anchor = paths.story_anchor(entry.story)
    return Corrected(
        headline=Link(
            words=index.passage(entry.headline, language),
            path=paths.at(paths.edition_page(edition.id), anchor),
        ),
        edition=index.edition_link(edition.id, edition_name(index.words, edition)),
        notice=index.notice(correction),
    )
