"""Pages that are made again: exactly those that another render would make otherwise, whatever changed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from typing import Final

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pages_sample import DAM, FERRY, HERALD, TITLES, WIRE, cite, published_site

from generator.model.article import Article, Label
from generator.model.edition import Compared, Correction, Edition, Entry, FigureKind, Line
from generator.model.ids import ArticleId, SourceId, StoryId, TopicId
from generator.model.source import Rights
from generator.model.story import Lineage, Related, Role, Story
from generator.pages import WHOLE, Again, Fact, Made, SiteView, render

HERALDS: Final = ArticleId("2026/08/16/herald-cloudy-water")
COPY: Final = ArticleId("2026/08/16/courier-cloudy-water")
LEFT: Final = ArticleId("2026/08/17/courier-left")
Change = Callable[[SiteView], SiteView]


@dataclass(slots=True)
class Folder:
    """The pages as they were last made, and what is known of how."""

    pages: dict[str, str] = field(default_factory=dict)
    made: dict[str, Made] = field(default_factory=dict)
    digests: dict[Fact, bytes] = field(default_factory=dict)

    def update(self, site: SiteView) -> set[str]:
        """Make the pages again; the paths of those that were laid out."""
        again = Again(site)
        pages, made, laid_out = {}, {}, set()
        for plan in again.plans():
            known = self.made.get(plan.path)
            stands = known is not None and all(self.digests[f] == again.digest(f) for f in known.rests_on)
            one = again.page(plan, known.by if known is not None and stands else "")
            if one.page is None:
                pages[one.path] = self.pages[one.path]
                made[one.path] = self.made[one.path]
            else:
                laid_out.add(one.path)
                pages[one.path] = one.page.text
                if one.made is not None and WHOLE not in one.made.rests_on:
                    made[one.path] = one.made
        pages |= {one.path: one.page.text for one in again.by_hand() if one.page is not None}
        self.pages, self.made = pages, made
        self.digests = {fact: again.digest(fact) for of in made.values() for fact in of.rests_on}
        return laid_out


def rendered(site: SiteView) -> dict[str, str]:
    return {page.path: page.text for page in render(site)}


def test_processes_that_share_the_work_make_the_same_pages_of_the_same_facts() -> None:
    site = published_site()
    assert list(Again(site).pages(jobs=3)) == list(Again(site).pages())


def with_article(site: SiteView, article: ArticleId, **changed: object) -> SiteView:
    if article not in site.articles:
        return site
    known: Article = replace(site.articles[article], **changed)  # type: ignore[arg-type] # fields by name
    return replace(site, articles={**site.articles, article: known})


def with_story(site: SiteView, story: StoryId, **changed: object) -> SiteView:
    known: Story = replace(site.stories[story], **changed)  # type: ignore[arg-type] # fields by name
    return replace(site, stories={**site.stories, story: known})


def with_source(site: SiteView, source: SourceId, **changed: object) -> SiteView:
    known = replace(site.settings.sources[source], **changed)  # type: ignore[arg-type] # fields by name
    return replace(site, settings=replace(site.settings, sources={**site.settings.sources, source: known}))


def lines_of(site: SiteView) -> tuple[Line, ...]:
    return next(entry.lines for e in site.editions for entry in e.entries if entry.story == DAM)


def with_entries(site: SiteView, change: Callable[[Entry], Entry]) -> SiteView:
    def told(edition: Edition) -> Edition:
        entries = [change(entry) if entry.story == DAM else entry for entry in edition.entries]
        return replace(edition, entries=tuple(entries))

    return replace(site, editions=[told(edition) for edition in site.editions])


def with_a_new_story(site: SiteView) -> SiteView:
    article = Article(
        id=ArticleId("2026/08/17/wire-new"),
        title="A pier is built",
        body="A pier is built at Tarnhaven. It is long.",
        source=WIRE,
        published=datetime(2026, 8, 17, 9, tzinfo=UTC),
        topics=(TopicId("shipping"),),
    )
    story = Story(id=StoryId(article.id), articles=(article.id,), topics=(TopicId("shipping"),))
    return replace(
        site,
        articles={**site.articles, article.id: article},
        lineage={**site.lineage, article.id: Lineage(article=article.id)},
        stories={**site.stories, story.id: story},
        story_of={**site.story_of, article.id: story.id},
        excerpts={**site.excerpts, article.id: (cite(article, "A pier is built at Tarnhaven."),)},
    )


def with_a_joined_report(site: SiteView) -> SiteView:
    """The one-article story of the bins becomes a part of the ferry's."""
    ferry = site.stories[FERRY]
    if LEFT in ferry.articles or LEFT not in site.articles:
        return site
    stories = {id_: story for id_, story in site.stories.items() if id_ != LEFT}
    stories[FERRY] = replace(ferry, articles=(*ferry.articles, LEFT))
    return replace(
        site,
        stories=stories,
        story_of={**site.story_of, LEFT: FERRY},
        moved={**site.moved, StoryId(LEFT): FERRY},
    )


def with_a_takedown(site: SiteView) -> SiteView:
    """The article of the bins goes, with its story."""

    def without(known: Mapping[ArticleId, object]) -> dict[ArticleId, object]:
        return {id_: value for id_, value in known.items() if id_ != LEFT}

    if LEFT not in site.articles or site.story_of[LEFT] == FERRY:
        return site
    return replace(
        site,
        articles=without(site.articles),  # type: ignore[arg-type] # the values are as they were
        lineage=without(site.lineage),  # type: ignore[arg-type] # the same
        excerpts=without(site.excerpts),  # type: ignore[arg-type] # the same
        story_of=without(site.story_of),  # type: ignore[arg-type] # the same
        stories={id_: story for id_, story in site.stories.items() if id_ != LEFT},
        editions=[
            replace(edition, left_out=tuple(one for one in edition.left_out if one.article != LEFT))
            for edition in site.editions
        ],
        taken_down={LEFT: date(2026, 8, 18)},
    )


CHANGES: Final[dict[str, Change]] = {
    "nothing": lambda site: site,
    "a title": lambda site: with_article(site, HERALDS, title="Cloudy still"),
    "a label": lambda site: with_article(site, COPY, label=Label.OPINION),
    "a time": lambda site: with_article(site, HERALDS, published=datetime(2026, 8, 16, 4, tzinfo=UTC)),
    "an author": lambda site: with_article(site, HERALDS, authors=("Nobody",)),
    "an address": lambda site: with_article(site, HERALDS, url="https://elsewhere.example/1"),
    "a year before": lambda site: with_article(site, LEFT, published=datetime(2025, 8, 16, 4, tzinfo=UTC)),
    "words after those cited": lambda site: with_article(
        site, HERALDS, body=f"{published_site().articles[HERALDS].body} So they say."
    ),
    "a lineage": lambda site: replace(
        site, lineage={**site.lineage, COPY: Lineage(article=COPY, role=Role.REWRITE, of=HERALDS)}
    ),
    "an excerpt": lambda site: replace(site, excerpts={**site.excerpts, HERALDS: ()}),
    "read also": lambda site: replace(site, see_also={HERALDS: (("Bins stay full", LEFT),)}),
    "relations": lambda site: with_story(
        site, DAM, related=(Related(story=TITLES, reason="both name a wall"),)
    ),
    "topics": lambda site: with_story(site, FERRY, topics=(TopicId("oberdale"),)),
    "a source's name": lambda site: with_source(site, HERALD, name="The Herald"),
    "a source's rights": lambda site: with_source(site, HERALD, rights=Rights(full_text=True)),
    "a topic's name": lambda site: replace(
        site,
        settings=replace(
            site.settings,
            topics={
                **site.settings.topics,
                TopicId("water"): replace(site.settings.topics[TopicId("water")], name="Waters"),
            },
        ),
    ),
    "the name of a topic without stories": lambda site: replace(
        site,
        settings=replace(
            site.settings,
            topics={
                **site.settings.topics,
                TopicId("edda-maars"): replace(site.settings.topics[TopicId("edda-maars")], name="Edda M."),
            },
        ),
    ),
    "a headline": lambda site: with_entries(site, lambda entry: replace(entry, headline="Headed anew")),
    "a correction": lambda site: with_entries(
        site,
        lambda entry: replace(entry, corrections=(Correction(on=date(2026, 8, 18), text="It was wrong."),)),
    ),
    "figures": lambda site: replace(
        site, figures={DAM: (Compared(kind=FigureKind.DEAD, now=lines_of(site)[:1] * 2),)}
    ),
    "an edition less": lambda site: replace(site, editions=list(site.editions)[1:]),
    "an edition revised": lambda site: replace(
        site, editions=[replace(edition, revision=edition.revision + 1) for edition in site.editions]
    ),
    "a page by hand": lambda site: replace(site, pages={f"stories/{FERRY}.md": "# By hand\n"}),
    "no page by hand": lambda site: replace(site, pages={}),
    "a new story": with_a_new_story,
    "a joined report": with_a_joined_report,
    "a takedown": with_a_takedown,
}


@pytest.mark.parametrize("name", CHANGES)
def test_after_a_change_the_pages_are_those_of_another_render(name: str) -> None:
    folder = Folder()
    folder.update(published_site())
    changed = CHANGES[name](published_site())
    folder.update(changed)
    assert folder.pages == rendered(changed)
    folder.update(published_site())
    assert folder.pages == rendered(published_site())


@given(names=st.lists(st.sampled_from(sorted(CHANGES)), min_size=1, max_size=6))
@settings(max_examples=40)
def test_after_any_changes_the_pages_are_those_of_another_render(names: list[str]) -> None:
    site, folder = published_site(), Folder()
    folder.update(site)
    for name in names:
        site = CHANGES[name](site)
        folder.update(site)
        assert folder.pages == rendered(site)


def test_pages_that_rest_on_nothing_new_are_not_laid_out() -> None:
    folder = Folder()
    every = folder.update(published_site())
    always = folder.update(published_site())
    assert every == set(folder.pages)
    assert not {path for path in always if path.startswith(("articles/", "stories/", "editions/"))}
    assert not {path for path in always if path.startswith(("topics/", "sources/"))} - {
        "topics/index.md",
        "sources/index.md",
    }
    laid_out = folder.update(with_article(published_site(), LEFT, authors=("Nobody",))) - always
    assert f"articles/{LEFT}.md" in laid_out
    assert f"stories/{DAM}.md" not in laid_out
    assert f"articles/{HERALDS}.md" not in laid_out


def test_a_page_of_something_else_at_the_same_place_is_laid_out() -> None:
    folder = Folder()
    folder.update(published_site())
    without_newest = replace(
        published_site(), editions=[e for e in published_site().editions if e.id != "2026/08/17"]
    )
    assert "index.md" in folder.update(without_newest)
    assert folder.pages["index.md"] == rendered(without_newest)["index.md"]
