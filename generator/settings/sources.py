"""sources.yml as a schema: the publishers, and what each lets us do with its words."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from generator.model.source import Feed, Rights, Source, SourceKind
from generator.settings.schema import (
    Count,
    Country,
    Day,
    Domain,
    Flag,
    Language,
    Schema,
    SourceSlug,
    Text,
    Url,
    Zone,
)

_DEFAULT: Rights = Rights()


class RightsEntry(Schema):
    """What may be published of a source's articles; when left out, 200 characters and a link."""

    excerpt_chars: Annotated[Count, Field(le=100_000)] = Field(
        default=_DEFAULT.excerpt_chars,
        description="The most characters of one article that may be published, over all pages together.",
    )
    full_text: Flag = Field(default=_DEFAULT.full_text, description="The whole article may be published.")
    images: Flag = Field(
        default=_DEFAULT.images,
        description="An article's page may lead to its pictures, with caption and credit. None is shown.",
    )
    link_only: Flag = Field(
        default=_DEFAULT.link_only, description="Nothing but the title and a link may be published."
    )
    licence: Text | None = Field(
        default=None,
        description="The licence its texts are under, as it is to be shown.",
        examples=["CC BY 4.0"],
    )
    terms: Url | None = Field(
        default=None,
        description="The address of its terms of use.",
        examples=["https://harbour-gazette.example/terms"],
    )
    attribution_text: Text | None = Field(
        default=None, description="The words it asks to be credited with.", examples=["© Harbour Gazette"]
    )
    mining_reserved: Flag = Field(
        default=_DEFAULT.mining_reserved,
        description="Text and data mining is reserved: `/.well-known/tdmrep.json` says so of its articles.",
    )
    fetch_articles: Flag = Field(
        default=_DEFAULT.fetch_articles,
        description="`digest fetch` may fetch the whole article that a feed only announces, unless the "
        "site's robots.txt or TDMRep says no. It is read, and quoted as far as these rights allow.",
    )
    valid_from: Day | None = Field(
        default=None, description="The first day on which these rights hold.", examples=["2026-01-01"]
    )
    valid_until: Day | None = Field(
        default=None, description="The last day on which these rights hold.", examples=["2026-12-31"]
    )


class FeedEntry(Schema):
    """A feed of a source."""

    url: Url = Field(
        description="The address of the feed.", examples=["https://harbour-gazette.example/feed.xml"]
    )
    title: Text | None = Field(
        default=None, description="Its own title, where that is not the source's name.", examples=["Sport"]
    )
    folders: tuple[Text, ...] = Field(
        default=(),
        description="The folders it had in the list that it was taken from.",
        examples=[["News/Europe"]],
    )
    moved_to: Url | None = Field(
        default=None,
        description="Where its server says that it has moved for good; `digest fetch` writes it. Put it in "
        "the place of `url`, or leave it.",
        examples=["https://harbour-gazette.example/rss"],
    )

    def to_model(self) -> Feed:
        """The feed as the stages know it."""
        return Feed(url=self.url, title=self.title, folders=self.folders, moved_to=self.moved_to)


class SourceEntry(Schema):
    """One publisher."""

    id: SourceSlug = Field(
        description="Its name in articles and addresses: small letters, digits, hyphens. Keep it for ever.",
        examples=["harbour-gazette"],
    )
    name: Text = Field(description="Its name as readers see it.", examples=["Harbour Gazette"])
    homepage: Url | None = Field(
        default=None,
        description="The address of its front page.",
        examples=["https://harbour-gazette.example/"],
    )
    domains: tuple[Domain, ...] = Field(
        default=(),
        description="The host names of its articles; subdomains are included.",
        examples=[["harbour-gazette.example"]],
    )
    country: Country | None = Field(
        default=None, description="Where it is based: two letters of ISO 3166.", examples=["NO"]
    )
    language: Language | None = Field(
        default=None, description="The language it writes in: a BCP 47 tag.", examples=["en"]
    )
    timezone: Zone | None = Field(
        default=None,
        description="The time zone of its dates that have no offset: a name of the IANA database.",
        examples=["Europe/Oslo"],
    )
    kind: SourceKind = Field(default=SourceKind.UNKNOWN, description="What it is.", examples=["newspaper"])
    aliases: tuple[Text, ...] = Field(
        default=(), description="Other names it goes by.", examples=[["Gazette", "The Harbour Gazette"]]
    )
    credits: tuple[Text, ...] = Field(
        default=(),
        description="How other papers name it when they run its reports.",
        examples=[["(HG)", "Gazette staff"]],
    )
    owner: Text | None = Field(
        default=None, description="Who owns it, as readers see it.", examples=["Merrow Press Ltd"]
    )
    paywall: Flag = Field(
        default=False, description="Its articles cannot be read without paying; readers are told."
    )
    state_media: Flag = Field(default=False, description="A state runs it; readers are told.")
    keep_lines: tuple[Text, ...] = Field(
        default=(),
        description="Lines that recur in its articles and are to stay, as content/boilerplate has them: "
        "they are never learned, and no longer cut.",
        examples=[["The writer is a member of the council."]],
    )
    feeds: tuple[FeedEntry, ...] = Field(
        default=(),
        description="Its feeds, which `digest fetch` reads.",
        examples=[[{"url": "https://harbour-gazette.example/feed.xml"}]],
    )
    rights: RightsEntry = Field(default=RightsEntry(), description=RightsEntry.__doc__)

    def to_model(self) -> Source:
        """The source as the stages know it."""
        own = type(self).model_fields.keys() - {"feeds", "rights"}
        fields = {name: getattr(self, name) for name in own}
        rights = {name: getattr(self.rights, name) for name in RightsEntry.model_fields}
        feeds = tuple(feed.to_model() for feed in self.feeds)
        return Source(**fields, feeds=feeds, rights=Rights(**rights))


class SourcesFile(Schema):
    """The publishers of a Dayfold site. `digest ingest` appends those it meets and does not know."""

    sources: tuple[SourceEntry, ...] = Field(
        default=(),
        description="The publishers, in any order.",
        examples=[[{"id": "harbour-gazette", "name": "Harbour Gazette"}]],
    )
