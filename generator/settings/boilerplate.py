"""The learned lines of a source as a schema: content/boilerplate/SOURCE.yml."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from generator.model.boilerplate import LearnedLine, Place
from generator.settings.schema import Count, LineSlug, Schema, Text


class LineEntry(Schema):
    """One line that recurs."""

    id: LineSlug = Field(
        description="What articles name it by under `cut`.", examples=["sign-up-for-our-letter"]
    )
    place: Place = Field(description="Where in an article it is cut.", examples=["end"])
    seen: Annotated[Count, Field(ge=1)] = Field(
        description="How many articles had it when it was learned.", examples=[14]
    )
    of: Annotated[Count, Field(ge=1)] = Field(description="How many articles were looked at.", examples=[20])
    text: Text = Field(
        description="The line. '…' ends an address that leads elsewhere in each article.",
        examples=["Sign up for our letter."],
    )

    def to_model(self) -> LearnedLine:
        """The line as the stages know it."""
        return LearnedLine(id=self.id, text=self.text, place=self.place, seen=self.seen, of=self.of)


class BoilerplateFile(Schema):
    """What recurs over the articles of one source and is cut from those that come in. `digest ingest` appends
    to it what it learns."""

    lines: tuple[LineEntry, ...] = Field(
        default=(),
        description="The lines, in the order in which they were learned.",
        examples=[
            [
                {
                    "id": "sign-up-for-our-letter",
                    "place": "end",
                    "seen": 14,
                    "of": 20,
                    "text": "Sign up for our letter.",
                }
            ]
        ],
    )
