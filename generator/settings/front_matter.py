"""An article's front matter as a schema; its keys stand in the order in which they are written."""

from __future__ import annotations

from typing import Any

from pydantic import Field, ValidationInfo, field_validator

from generator.model.article import DatedBy, Label
from generator.model.image import LONGEST_CAPTION, LONGEST_CREDIT, MOST_IMAGES, Image
from generator.settings.schema import (
    Flag,
    Language,
    LineSlug,
    Schema,
    SourceSlug,
    Text,
    Time,
    TopicSlug,
    Url,
    fault,
)

_TIME = "2026-08-23T07:00:00+02:00"


class ImageEntry(Schema):
    """A picture that its publisher showed with the article. No page shows it."""

    url: Url = Field(
        description="The picture's address.", examples=["https://harbour-gazette.example/bridge.jpg"]
    )
    caption: Text | None = Field(
        default=None, description="What its publisher wrote below it.", examples=["The bridge on Monday"]
    )
    credit: Text | None = Field(
        default=None, description="Whose picture it is, in its publisher's words.", examples=["A. Lens"]
    )

    @field_validator("caption", "credit")
    @classmethod
    def _not_too_long(cls, text: str | None, info: ValidationInfo) -> str | None:
        most = LONGEST_CAPTION if info.field_name == "caption" else LONGEST_CREDIT
        if text is not None and len(text) > most:
            raise fault(f"has {len(text)} characters", f"Write no more than {most}.")
        return text


class FrontMatter(Schema):
    """The front matter of a cleaned article. It needs `title`, `source`, and `published` or `retrieved`."""

    title: Text = Field(
        description="The publisher's own title.", examples=["Harbour bridge reopens after repairs"]
    )
    url: Url | None = Field(
        default=None,
        description="The article's address at its publisher.",
        examples=["https://harbour-gazette.example/2026/08/17/bridge"],
    )
    source: SourceSlug = Field(
        description="Who published it: an id of sources.yml.", examples=["harbour-gazette"]
    )
    published: Time | None = Field(
        default=None, description="When it was published: ISO 8601 with an offset.", examples=[_TIME]
    )
    dated_by: DatedBy | None = Field(
        default=None, description="Where `published` came from.", examples=["page"]
    )
    updated: Time | None = Field(
        default=None, description="When its publisher last changed it.", examples=[_TIME]
    )
    retrieved: Time | None = Field(default=None, description="When we got it.", examples=[_TIME])
    authors: tuple[Text, ...] = Field(default=(), description="Who wrote it.", examples=[["A. Writer"]])
    credit: tuple[SourceSlug, ...] = Field(
        default=(),
        description="Who reported it, when not the source itself: ids of sources.yml.",
        examples=[["example-wire"]],
    )
    via: SourceSlug | None = Field(
        default=None, description="Where we got it from: an id of sources.yml.", examples=["daily-aggregator"]
    )
    cites: tuple[SourceSlug, ...] = Field(
        default=(), description="Whose reports it cites: ids of sources.yml.", examples=[["other-paper"]]
    )
    dateline: Text | None = Field(
        default=None, description="The place it was reported from.", examples=["Harbour City"]
    )
    label: Label = Field(default=Label.NEWS, description="What kind of text it is.", examples=["news"])
    language: Language = Field(
        default="en", description="The language it is in: a BCP 47 tag.", examples=["en"]
    )
    topics: tuple[TopicSlug, ...] = Field(
        default=(), description="What it is about: ids of topics.yml.", examples=[["transport"]]
    )
    see_also: tuple[Text, ...] = Field(
        default=(),
        description="Titles it pointed to ('Read also').",
        examples=[["Ferry service ends on Sunday"]],
    )
    cut: tuple[LineSlug, ...] = Field(
        default=(),
        description="The recurring lines of its source that were cut from it: ids of "
        "content/boilerplate/SOURCE.yml.",
        examples=[["sign-up-for-our-letter"]],
    )
    external_id: Text | None = Field(
        default=None, description="The id it had where it came from.", examples=["a-4711"]
    )
    excerpt_only: Flag = Field(
        default=False,
        description="The text below is only an excerpt, or there is none.",
    )
    licence: Text | None = Field(
        default=None,
        description="The licence that its page names: an address, or a name.",
        examples=["https://creativecommons.org/licenses/by/4.0/"],
    )
    copyright_notice: Text | None = Field(
        default=None,
        description="The copyright notice of its page, or who holds the copyright.",
        examples=["© 2026 Harbour Gazette"],
    )
    paywalled: Flag = Field(
        default=False,
        description="Its page says that it is not free to read.",
    )
    images: tuple[ImageEntry, ...] = Field(
        default=(),
        description=f"The pictures that its publisher showed with it, {MOST_IMAGES} at most.",
        examples=[[{"url": "https://harbour-gazette.example/bridge.jpg", "credit": "A. Lens"}]],
    )

    @field_validator("images")
    @classmethod
    def _not_too_many(cls, images: tuple[ImageEntry, ...]) -> tuple[ImageEntry, ...]:
        if len(images) > MOST_IMAGES:
            raise fault(f"has {len(images)} pictures", f"Keep {MOST_IMAGES} at most.")
        return images

    def article_fields(self) -> dict[str, Any]:
        """The values by the names that an article has for them."""
        images = tuple(Image(url=one.url, caption=one.caption, credit=one.credit) for one in self.images)
        return {**self.__dict__, "images": images}


def image_fields(image: Image) -> dict[str, str]:
    """A picture as the front matter has it: what it does not say is left out."""
    said = {"url": image.url, "caption": image.caption, "credit": image.credit}
    return {key: text for key, text in said.items() if text is not None}
