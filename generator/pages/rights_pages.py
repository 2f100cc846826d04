"""Say what each source lets the site publish: the sources in, a page of all their rights out."""

from __future__ import annotations

from dataclasses import dataclass

from generator.model.source import Source
from generator.pages.escaping import safe_url
from generator.pages.listing_pages import shown_sources
from generator.pages.parts import Facts, Link
from generator.pages.site_index import SiteIndex


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy:
    """What one source allows, in words; what it does not say is empty."""

    source: Link
    rights: str
    licence: str
    attribution: str
    terms: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class RightsView:
    """The page of all sources' rights, by name."""

    facts: Facts
    policies: tuple[Policy, ...]


def rights_view(index: SiteIndex) -> RightsView:
    """What the page of rights says."""
    sources = sorted(map(index.source, shown_sources(index)), key=lambda s: (s.name.casefold(), s.id))
    facts = Facts(
        kind="text", area="Sources", title=index.words.gettext("Rights of the sources"), indexed=False
    )
    return RightsView(facts=facts, policies=tuple(_policy(index, source) for source in sources))


def _policy(index: SiteIndex, source: Source) -> Policy:
    return Policy(
        source=index.source_link(source.id),
        rights=index.words.rights(source.rights),
        licence=source.rights.licence or "",
        attribution=source.rights.attribution_text or "",
        terms=safe_url(source.rights.terms),
    )
