"""digest.yml as a schema: which editions there are, what stands in them, and how much is quoted."""

from __future__ import annotations

from typing import Annotated, Any, Final

from pydantic import Field, StrictFloat

from generator.model.article import Label
from generator.model.builder import Builder
from generator.model.editorial import Settle
from generator.model.ids import SectionId
from generator.settings.schema import (
    Count,
    Domain,
    Flag,
    Language,
    Schema,
    SectionSlug,
    Text,
    TopicSlug,
    Url,
    Zone,
)

EXTRACTIVE: Final = "extractive"  # the summarizer that needs no package: it quotes
_MIB: Final = 2**20


class EditionSettings(Schema):
    """Which editions are made beside the daily ones, and when one is closed."""

    weekly: Flag = Field(
        default=True, description="Make an edition for each week (ISO 8601: Monday to Sunday)."
    )
    monthly: Flag = Field(default=True, description="Make an edition for each month.")
    brief: Annotated[Count, Field(le=20)] = Field(
        default=6,
        description="How many headlines stand under 'In brief' above the sections; 0 leaves it out.",
    )
    late_days: Annotated[Count, Field(le=366)] = Field(
        default=7,
        description="For how many days after its publication an article that arrives late is still taken "
        "into an edition. A later one stands on its story's page alone.",
    )
    closes_after_hours: Annotated[Count, Field(le=24 * 31)] = Field(
        default=0,
        description="Hours after the end of its day, week or month at which an edition is closed. A closed "
        "edition is replayed from its record and never changes by itself.",
    )


class SectionSettings(Schema):
    """One section of an edition: a story comes here by its label, else by its topics."""

    id: SectionSlug = Field(description="Its name in addresses: a–z, digits, hyphens.", examples=["economy"])
    name: Text = Field(description="Its heading.", examples=["Economy"])
    topics: tuple[TopicSlug, ...] = Field(
        default=(),
        description="Ids of topics.yml: stories with one of these topics, or one below it.",
        examples=[["economy"]],
    )
    labels: tuple[Label, ...] = Field(
        default=(),
        description="Stories whose lead article has one of these labels.",
        examples=[["opinion", "analysis"]],
    )
    stories: Annotated[Count, Field(ge=1, le=100)] = Field(
        default=8, description="The most stories it shows."
    )


class ExcerptSettings(Schema):
    """How much of an article is quoted. A source's rights may allow less, never more."""

    sentences: Annotated[Count, Field(ge=1, le=10)] = Field(
        default=2, description="The most sentences quoted under a headline."
    )


class StorySettings(Schema):
    """When articles are about one event."""

    window_days: Annotated[Count, Field(ge=1, le=366)] = Field(
        default=14, description="Days without a report after which a story takes no more articles."
    )
    join: Annotated[StrictFloat, Field(ge=0, le=1)] = Field(
        default=0.3,
        description="How sure it must be that an article belongs to a story, from 0 to 1. Lower makes fewer "
        "and larger stories.",
    )


class CorrectionSettings(Schema):
    """What is done about what was published and is wrong, or has been changed by its source."""

    source_changes: Settle = Field(
        default=Settle.ASK,
        description="When a source changes words that a closed edition quotes: `ask` fails the build until "
        "a `correction` in content/editorial settles it, `keep` leaves our line as it was published, "
        "`follow` puts the source's new words in its place. Either is told on the page.",
    )


class FeedSettings(Schema):
    """The feeds of the site, of its sections, topics, sources and stories (docs/feeds.md)."""

    entries: Annotated[Count, Field(ge=1, le=500)] = Field(
        default=40, description="The most entries of a feed: the newest."
    )
    authority: Domain | None = Field(
        default=None,
        description="The domain that the ids of entries begin with. Left out, it is that of `site_url`. "
        "Write the old one here when a site moves, so that readers' programs do not take all for new.",
        examples=["harbour-digest.example"],
    )
    hub: Url | None = Field(
        default=None,
        description="The address of a WebSub hub that is told of new entries, which feeds then name.",
        examples=["https://hub.example/"],
    )


class IngestSettings(Schema):
    """Limits for what `digest ingest` takes in."""

    max_file_bytes: Annotated[Count, Field(ge=1)] = Field(
        default=64 * _MIB, description="The largest file, in bytes (67108864 is 64 MiB), packed or unpacked."
    )
    max_seconds: Annotated[StrictFloat, Field(gt=0)] = Field(
        default=20.0,
        description="How much processor time one document may take, in seconds. One that takes more is given "
        "up, and the others are read.",
    )
    max_memory_mib: Annotated[Count, Field(ge=16)] = Field(
        default=1024,
        description="How much memory reading one document may take, in MiB, where the system can tell "
        "(Linux). One that takes more is given up.",
    )
    learn_boilerplate: Flag = Field(
        default=True,
        description="Learn the lines that recur over a source's articles, write them to content/boilerplate, "
        "and cut them from what comes in. `keep_lines` in sources.yml keeps single lines.",
    )


class CardSettings(Schema):
    """Pictures by which other sites show a link to an edition or a story."""

    make: Flag = Field(
        default=False,
        description="Make them: some hundredths of a second each where one has changed, with what "
        "`pip install dayfold[cards]` brings.",
    )
    fonts: tuple[Text, ...] = Field(
        default=(),
        description="Fonts (TrueType or OpenType), by their paths in the site, for what is not written in "
        "the Latin letters of western Europe.",
        examples=[["site_config/fonts/NotoNaskhArabic.ttf"]],
    )


class FetchSettings(Schema):
    """How `digest fetch` asks for the feeds of sources.yml."""

    delay_seconds: Annotated[StrictFloat, Field(ge=0, le=60)] = Field(
        default=1.0,
        description="The least pause between two requests to one host; a site's robots.txt may ask for more.",
    )
    max_seconds: Annotated[StrictFloat, Field(gt=0, le=600)] = Field(
        default=60.0, description="How long one request may take."
    )
    max_bytes: Annotated[Count, Field(ge=1)] = Field(
        default=16 * _MIB,
        description="The largest feed or page, in bytes (16777216 is 16 MiB), unpacked.",
    )
    attempts: Annotated[Count, Field(ge=1, le=10)] = Field(
        default=3,
        description="How often a request is made at most, when a server is busy or cannot be reached.",
    )
    at_once: Annotated[Count, Field(ge=1, le=64)] = Field(
        default=8,
        description="How many feeds are fetched at once; one host is asked for one thing at a time.",
    )
    pages: Annotated[Count, Field(le=1000)] = Field(
        default=20,
        description="How many whole articles are fetched in one run for one feed, where its source's rights "
        "have `fetch_articles`.",
    )
    silent_days: Annotated[Count, Field(le=365)] = Field(
        default=7,
        description="After so many days without anything new in any feed `digest fetch` fails, so that a "
        "workflow does not go silent; 0 is never.",
    )
    allow_hosts: tuple[Text, ...] = Field(
        default=(),
        description="Hosts, addresses and networks that are not public and may be asked all the same.",
        examples=[["feeds.newsroom.lan", "10.1.2.0/24"]],
    )


_ONE_SECTION: Final = (SectionSettings(id=SectionId("news"), name="News"),)


def _first_section(values: dict[str, Any]) -> SectionId:
    sections: tuple[SectionSettings, ...] = values.get("sections", _ONE_SECTION)
    return sections[0].id


class DigestSettings(Schema):
    """The settings of a Dayfold site: its editions, sections and limits. Every key may be left out."""

    timezone: Zone = Field(
        default="UTC",
        description="The time zone that days are cut in and times are shown in: a name of the IANA database.",
        examples=["Europe/Oslo"],
    )
    language: Language = Field(
        default="en",
        description="The language of the site's own words, a BCP 47 tag: `ar`, `de`, `en`, `es`, `fr`, or "
        "another that site_config/locales has (docs/languages.md).",
        examples=["en"],
    )
    editions: EditionSettings = Field(default=EditionSettings(), description=EditionSettings.__doc__)
    sections: tuple[SectionSettings, ...] = Field(
        default=_ONE_SECTION,
        min_length=1,
        description="The sections of an edition, in order.",
        examples=[[{"id": "economy", "name": "Economy"}]],
    )
    default_section: SectionSlug = Field(
        default_factory=_first_section,
        description="The id of the section for stories that fit no other. Left out, it is the first.",
        examples=["public-affairs"],
    )
    excerpts: ExcerptSettings = Field(default=ExcerptSettings(), description=ExcerptSettings.__doc__)
    summarizer: Text = Field(
        default=EXTRACTIVE,
        description="Who tells a story in an edition: `extractive` quotes its reports; any other is the name "
        "of a summarizer that an installed package brings.",
        examples=["extractive"],
    )
    stories: StorySettings = Field(default=StorySettings(), description=StorySettings.__doc__)
    corrections: CorrectionSettings = Field(
        default=CorrectionSettings(), description=CorrectionSettings.__doc__
    )
    feeds: FeedSettings = Field(default=FeedSettings(), description=FeedSettings.__doc__)
    api: Flag = Field(
        default=True, description="Publish editions and stories as JSON under `/api/` (docs/api.md)."
    )
    builder: Builder = Field(
        default=Builder.MKDOCS,
        description="What makes pages of the Markdown: `mkdocs`, or `zensical` where it is installed "
        "(docs/zensical.md).",
        examples=["zensical"],
    )
    cards: CardSettings = Field(default=CardSettings(), description=CardSettings.__doc__)
    ingest: IngestSettings = Field(default=IngestSettings(), description=IngestSettings.__doc__)
    fetch: FetchSettings = Field(default=FetchSettings(), description=FetchSettings.__doc__)
