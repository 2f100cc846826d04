"""A small site made by hand, with one of everything that a page can show; and how pages are read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime
from html.parser import HTMLParser
from pathlib import Path

import yaml
from markdown import Markdown

from generator.model.article import Article, DatedBy, Label
from generator.model.edition import Citation, Edition, Entry, LeftOut, Line, Member, Period
from generator.model.ids import ArticleId, EditionId, SectionId, SourceId, StoryId, TopicId, digest_of
from generator.model.site import SiteInfo
from generator.model.source import Rights, Source, SourceKind
from generator.model.story import Lineage, Related, Role, Story
from generator.model.topic import Topic, TopicKind
from generator.pages import SiteView
from generator.settings import DigestSettings, SectionSettings, Settings

ROOT = Path(__file__).resolve().parents[2]
BASE = yaml.safe_load((ROOT / "site_config" / "mkdocs.base.yml").read_text(encoding="utf-8"))

HERALD = SourceId("herald")
WIRE = SourceId("wire")
COURIER = SourceId("courier")
MARSA = SourceId("marsa")
BOTE = SourceId("bote")
WATER_BOARD = SourceId("water-board")
UNKNOWN = SourceId("unknown")
DAILY = SourceId("daily")

DAM = StoryId("2026/08/16/herald-cloudy-water")
OFFICE = StoryId("2026/08/17/marsa-maktab")
FERRY = StoryId("2026/08/17/unknown-ferry")
TITLES = StoryId("2026/08/17/bote-faehre")


def markdown() -> Markdown:
    """The dialect that mkdocs.base.yml switches on."""
    names, settings = [], {}
    for extension in BASE["markdown_extensions"]:
        name, options = next(iter(extension.items())) if isinstance(extension, dict) else (extension, None)
        names.append(name)
        if options:
            settings[name] = options
    return Markdown(extensions=names, extension_configs=settings)


class Seen(HTMLParser):
    """What a browser would see of some HTML: its text, and its elements with their attributes, in order."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.texts: list[str] = []
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.feed(html)
        self.close()

    @property
    def text(self) -> str:
        """All text, each run of white space one space."""
        return " ".join("".join(self.texts).split())

    @property
    def tags(self) -> list[str]:
        """The elements' names, in order."""
        return [tag for tag, _ in self.elements]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.texts.append(data)

    def handle_comment(self, data: str) -> None:
        self.elements.append(("a comment", {"text": data}))

    def handle_decl(self, decl: str) -> None:
        self.elements.append(("a declaration", {"text": decl}))

    def handle_pi(self, data: str) -> None:
        self.elements.append(("an instruction", {"text": data}))


def body_of(page: str) -> str:
    """A page without its front matter."""
    return page.split("\n---\n", 1)[1]


def sample_settings() -> Settings:
    """Two sections, eight sources of several kinds, five topics."""
    sources = [
        Source(
            id=HERALD,
            name="Aske Valley Herald",
            homepage="https://aske-herald.example/",
            country="NO",
            language="en",
            kind=SourceKind.NEWSPAPER,
            owner="The Moss family",
        ),
        Source(id=WIRE, name="Merrow Wire", kind=SourceKind.WIRE, language="en"),
        Source(id=COURIER, name="Tarnhaven Courier", kind=SourceKind.NEWSPAPER, paywall=True),
        Source(id=MARSA, name="صوت المرسى", kind=SourceKind.NEWSPAPER, language="ar"),
        Source(id=BOTE, name="Küstenbote", kind=SourceKind.NEWSPAPER, language="de"),
        Source(
            id=WATER_BOARD,
            name="Aske Water Board",
            kind=SourceKind.GOVERNMENT,
            state_media=True,
            rights=Rights(full_text=True, licence="CC BY 4.0", terms="https://water.example/terms"),
        ),
        Source(id=DAILY, name="The Daily Gatherer", kind=SourceKind.AGGREGATOR),
        Source(id=UNKNOWN, name="Unknown source"),
    ]
    topics = [
        Topic(id=TopicId("environment"), name="Environment"),
        Topic(
            id=TopicId("water"),
            name="Water",
            parent=TopicId("environment"),
            description="Dams, taps and drains.",
        ),
        Topic(id=TopicId("oberdale"), name="Oberdale", kind=TopicKind.PLACE),
        Topic(id=TopicId("edda-maars"), name="Edda Maars", kind=TopicKind.PERSON),
        Topic(id=TopicId("shipping"), name="Shipping"),
    ]
    sections = (
        SectionSettings(
            id=SectionId("environment"), name="Environment & science", topics=(TopicId("environment"),)
        ),
        SectionSettings(id=SectionId("coast"), name="On the coast"),
    )
    return Settings(
        digest=DigestSettings(sections=sections, default_section=SectionId("coast")),
        sources={source.id: source for source in sources},
        topics={topic.id: topic for topic in topics},
        hash="0" * 16,
    )


def sample_articles() -> dict[ArticleId, Article]:
    """Nine articles over two days: a story with copies, a German and an Arabic one, one of unknown source."""
    articles = [
        _article(
            "2026/08/16/herald-cloudy-water",
            HERALD,
            "Cloudy water below Oberdale dam",
            "It was the colour of milky tea. It had not been there on Friday.\n\nIt is nothing, they say.",
            "2026-08-16T16:20",
            authors=("Tom Brandt",),
            topics=(TopicId("water"), TopicId("oberdale")),
            dated_by=DatedBy.PAGE,
            see_also=("Valley farms count their loss", "Ferry aground at Port Aldous"),
        ),
        _article(
            "2026/08/16/wire-cloudy-water",
            WIRE,
            "Water clouded below Oberdale dam, paper reports",
            "The water below Oberdale dam is cloudy, the Aske Valley Herald reports.",
            "2026-08-16T18:05",
            cites=(HERALD,),
        ),
        _article(
            "2026/08/16/courier-cloudy-water",
            COURIER,
            "Water clouded below Oberdale dam",
            "The water below Oberdale dam is cloudy, the Aske Valley Herald reports. (Merrow Wire)",
            "2026-08-16T18:40",
            credit=(WIRE,),
        ),
        _article(
            "2026/08/17/herald-farms",
            HERALD,
            "Valley farms count their loss",
            "Eleven hundred hectares are without water. The farmers want the board to pay.",
            "2026-08-17T05:50",
            updated=datetime(2026, 8, 17, 7, 5, tzinfo=UTC),
        ),
        _article(
            "2026/08/17/water-board-notice",
            WATER_BOARD,
            "Notice 88: [partial] return",
            "The order is lifted for Saltby.\n\nIt stays in force:\n- for Lower Oberdale\n1. until drained",
            "2026-08-17T06:00",
            label=Label.PRESS_RELEASE,
        ),
        _article(
            "2026/08/17/bote-faehre",
            BOTE,
            "Fähre „Solvind“ rammt die Kaimauer",
            "Die Fähre stieß am Sonntagabend gegen die Innenmauer. Verletzt wurde niemand.",
            "2026-08-17T07:30",
            language="de",
            topics=(TopicId("shipping"),),
        ),
        _article(
            "2026/08/17/marsa-maktab",
            MARSA,
            "مكتب ثانٍ للبحّارة الموسميين",
            "يعمل المكتب الجديد من السابعة صباحاً حتى الثانية ظهراً.",
            "2026-08-17T05:15",
            language="ar",
            authors=("ليلى منصور",),
        ),
        _article(
            "2026/08/17/unknown-ferry",
            UNKNOWN,
            "Ferry aground at Port Aldous",
            "The ferry struck the inner wall at 21:14 while going astern, the harbour master said.",
            "2026-08-16T21:40",
            via=DAILY,
            dated_by=DatedBy.AGE,
            url=None,
        ),
        _article(
            "2026/08/17/courier-left",
            COURIER,
            "Bins stay full",
            "Nobody came.",
            "2026-08-17T08:00",
            label=Label.OPINION,
        ),
    ]
    return {article.id: article for article in articles}


def sample_site(pages: Mapping[str, str] | None = None) -> SiteView:
    """The whole small site."""
    articles = sample_articles()
    ids = {id_.rpartition("/")[2]: id_ for id_ in articles}
    stories = [
        Story(
            id=DAM,
            articles=tuple(
                ids[name]
                for name in (
                    "herald-cloudy-water",
                    "wire-cloudy-water",
                    "courier-cloudy-water",
                    "herald-farms",
                    "water-board-notice",
                )
            ),
            topics=(TopicId("water"), TopicId("oberdale")),
            related=(Related(story=FERRY, reason="both name Port Aldous"),),
        ),
        Story(id=FERRY, articles=(ids["unknown-ferry"],), topics=(TopicId("shipping"),)),
        Story(id=OFFICE, articles=(ids["marsa-maktab"],)),
        Story(id=TITLES, articles=(ids["bote-faehre"],), topics=(TopicId("shipping"),)),
        Story(id=StoryId(ids["courier-left"]), articles=(ids["courier-left"],)),
    ]
    lineage = {id_: Lineage(article=id_) for id_ in articles}
    for name, role, of in (
        ("wire-cloudy-water", Role.REWRITE, "herald-cloudy-water"),
        ("courier-cloudy-water", Role.COPY, "wire-cloudy-water"),
    ):
        lineage[ids[name]] = Lineage(
            article=ids[name], role=role, of=ids[of], evidence="It shares its words."
        )
    excerpts = {
        id_: (cite(article, article.body.partition(". ")[0]),)
        for id_, article in articles.items()
        if article.source != DAILY
    }
    return SiteView(
        settings=sample_settings(),
        articles=articles,
        lineage=lineage,
        stories={story.id: story for story in stories},
        story_of={article: story.id for story in stories for article in story.articles},
        excerpts=excerpts,
        editions=_editions(articles, ids, lineage, excerpts),
        see_also={
            ids["herald-cloudy-water"]: (
                ("Valley farms count their loss", ids["herald-farms"]),
                ("A *story* we do not have", None),
            )
        },
        pages=pages or {},
    )


def published_site(pages: Mapping[str, str] | None = None) -> SiteView:
    """The small site with a name and an address, so that it has feeds."""
    about = SiteInfo(name="The Coast", url="https://coast.example/", description="Read once a day.")
    return replace(sample_site(pages), about=about)


def with_strings(site: SiteView, text: str) -> SiteView:
    """`site` with `text` wherever a stranger's words can stand; in a body as one line."""
    one_line = " ".join(text.split())
    sources = {
        id_: replace(source, name=text, owner=text, rights=replace(source.rights, licence=text))
        for id_, source in site.settings.sources.items()
    }
    topics = {id_: replace(topic, name=text, description=text) for id_, topic in site.settings.topics.items()}
    articles = {
        id_: replace(article, title=text, body=one_line, authors=(text,), dateline=text)
        for id_, article in site.articles.items()
    }
    whole = {id_: (cite(article, one_line),) for id_, article in articles.items()}
    stories = {
        id_: replace(story, related=tuple(replace(r, reason=text) for r in story.related))
        for id_, story in site.stories.items()
    }
    return replace(
        site,
        settings=replace(site.settings, sources=sources, topics=topics),
        articles=articles,
        stories=stories,
        lineage={id_: replace(lineage, evidence=text) for id_, lineage in site.lineage.items()},
        excerpts=whole,
        see_also={id_: tuple((text, found) for _, found in named) for id_, named in site.see_also.items()},
        editions=[_with_strings(edition, whole, text) for edition in site.editions],
    )


def cite(article: Article, words: str) -> Citation:
    """The citation of the first place where `article` says `words`."""
    start = article.body.index(words)
    return Citation(article=article.id, start=start, end=start + len(words), hash=digest_of(words))


def _with_strings(edition: Edition, whole: Mapping[ArticleId, tuple[Citation, ...]], text: str) -> Edition:
    return replace(
        edition,
        entries=tuple(
            replace(
                entry,
                headline=text,
                lines=(Line(text=text, citations=whole[entry.headline_article]),),
                related=tuple(replace(related, reason=text) for related in entry.related),
            )
            for entry in edition.entries
        ),
        left_out=tuple(replace(item, reason=text) for item in edition.left_out),
    )


def _article(id_: str, source: SourceId, title: str, body: str, published: str, **known: object) -> Article:
    fields: dict[str, object] = {
        "id": ArticleId(id_),
        "source": source,
        "title": title,
        "body": body,
        "published": datetime.fromisoformat(f"{published}:00+00:00"),
        "url": f"https://{source}.example/{id_.rpartition('/')[2]}",
        **known,
    }
    return Article(**fields)  # type: ignore[arg-type] # a test's shorthand for the fields that matter


def _editions(
    articles: Mapping[ArticleId, Article],
    ids: Mapping[str, ArticleId],
    lineage: Mapping[ArticleId, Lineage],
    excerpts: Mapping[ArticleId, tuple[Citation, ...]],
) -> list[Edition]:
    def entry(story: StoryId, section: str, *names: str, **known: object) -> Entry:
        members = [ids[name] for name in names]
        lead = articles[members[0]]
        fields: dict[str, object] = {
            "story": story,
            "headline": lead.title,
            "headline_article": lead.id,
            "section": SectionId(section),
            "members": tuple(
                Member(article=id_, role=lineage[id_].role, of=lineage[id_].of) for id_ in members
            ),
            "lines": tuple(
                Line(
                    text=" ".join(articles[id_].body[c.start : c.end] for c in excerpts[id_]),
                    citations=excerpts[id_],
                )
                for id_ in members[:2]
                if lineage[id_].role is Role.ORIGINAL
            ),
            "outlets": len({articles[id_].source for id_ in members}),
            "independent": 1,
            "since": lead.when.date(),
            **known,
        }
        return Entry(**fields)  # type: ignore[arg-type] # as above

    def edition(
        id_: str, period: Period, first: date, last: date, *entries: Entry, **known: object
    ) -> Edition:
        used = [member.article for e in entries for member in e.members]
        fields: dict[str, object] = {
            "id": EditionId(id_),
            "period": period,
            "first_day": first,
            "last_day": last,
            "revision": 1,
            "closed": False,
            "updated": max(articles[a].when for a in used),
            "settings_hash": "0" * 16,
            "articles": {a: articles[a].content_hash for a in sorted(used)},
            "entries": entries,
            **known,
        }
        return Edition(**fields)  # type: ignore[arg-type] # as above

    sunday, monday = date(2026, 8, 16), date(2026, 8, 17)
    first = entry(
        DAM,
        "environment",
        "herald-cloudy-water",
        "wire-cloudy-water",
        "courier-cloudy-water",
        outlets=3,
        independent=1,
        topics=(TopicId("water"), TopicId("oberdale")),
        related=(Related(story=FERRY, reason="both name Port Aldous"),),
    )
    again = entry(
        DAM,
        "environment",
        "herald-farms",
        "water-board-notice",
        outlets=4,
        independent=2,
        since=sunday,
        earlier=(EditionId("2026/08/16"),),
        topics=(TopicId("water"),),
        continuing=True,
    )
    ferry = entry(FERRY, "coast", "unknown-ferry", topics=(TopicId("shipping"),))
    office = entry(OFFICE, "coast", "marsa-maktab")
    faehre = entry(TITLES, "coast", "bote-faehre", topics=(TopicId("shipping"),))
    left = LeftOut(
        article=ids["courier-left"],
        story=StoryId(ids["courier-left"]),
        reason="Its story came 4th of 4 in On the coast, which carries 3.",
    )
    return [
        edition("2026/08/16", Period.DAY, sunday, sunday, first, closed=True),
        edition(
            "2026/08/17",
            Period.DAY,
            monday,
            monday,
            ferry,
            office,
            faehre,
            again,
            revision=2,
            left_out=(left,),
            brief=(DAM, OFFICE),
            silent_sources=(DAILY,),
        ),
        edition("2026/W33", Period.WEEK, date(2026, 8, 10), sunday, first, brief=(DAM,)),
        edition("2026/W34", Period.WEEK, monday, date(2026, 8, 23), ferry, office, brief=(FERRY,)),
        edition("2026/08", Period.MONTH, date(2026, 8, 1), date(2026, 8, 31), first, ferry, brief=(DAM,)),
    ]
