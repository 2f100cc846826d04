"""Lay out the corrections: what was put right in editions in, one page of all of it out."""

from __future__ import annotations

from dataclasses import dataclass

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
    items = []
    for edition, entry, correction in index.whole.corrected:
        anchor = paths.story_anchor(entry.story)
        language = index.article(entry.headline_article).language
        items.append(
            Corrected(
                headline=Link(
                    words=index.passage(entry.headline, language),
                    path=paths.at(paths.edition_page(edition.id), anchor),
                ),
                edition=index.edition_link(edition.id, edition_name(edition)),
                notice=index.notice(correction),
            )
        )
    feed = paths.CORRECTIONS_FEED if index.view.about.url else ""
    facts = Facts(kind="text", area="About", title="Corrections", feed=feed, indexed=False)
    return CorrectionsView(facts=facts, items=tuple(items))
