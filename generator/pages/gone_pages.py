"""Answer at permalinks of what is elsewhere or gone: a story that became part of another, and what was taken
down."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from generator.model.ids import ArticleId, Permalink, SourceId, StoryId, TopicId
from generator.pages import paths
from generator.pages.parts import Facts, Link, Passage
from generator.pages.site_index import SiteIndex


@dataclass(frozen=True, slots=True, kw_only=True)
class MovedView:
    """A page that sends its readers on."""

    facts: Facts
    target: Link


@dataclass(frozen=True, slots=True, kw_only=True)
class TakenDownView:
    """A page that stands where something was taken down; `when` is empty where the day is not known."""

    facts: Facts
    when: str


def moved_view(index: SiteIndex, story: StoryId) -> MovedView:
    """What the page of a story says that has become a part of another."""
    target = index.story_link(story)
    address = target.path.removesuffix(".md") + "/"
    facts = Facts(
        kind="gone",
        area="",
        title=index.words.gettext("This story has moved"),
        moved_to=address,
        indexed=False,
    )
    return MovedView(facts=facts, target=target)


def redirect_view(index: SiteIndex, at: Permalink) -> MovedView:
    """What the page at `at` says, whose readers are sent on."""
    address = index.view.redirects[at]
    title = index.words.gettext("This page has moved")
    facts = Facts(kind="gone", area="", title=title, moved_to=address.lstrip("/"), indexed=False)
    return MovedView(facts=facts, target=_link_to(index, address))


def _link_to(index: SiteIndex, address: Permalink) -> Link:
    """The page at `address`, by what it is about, else by its address."""
    kind, _, name = address.strip("/").partition("/")
    topic, source, article, story = TopicId(name), SourceId(name), ArticleId(name), StoryId(name)
    if kind == "topics" and topic in index.topics:
        return index.topic_link(topic)
    if kind == "sources" and source in index.view.settings.sources:
        return index.source_link(source)
    if kind == "articles" and article in index.view.articles:
        return index.article_link(article)
    if kind == "stories" and index.now(story) in index.view.stories:
        return index.story_link(story)
    written = (page for page in index.view.pages if paths.permalink(page) == address)
    page = next(written, None) or paths.FIXED.get(address) or paths.page_at(address)
    return Link(words=Passage(text=address), path=page)


def removed_view(index: SiteIndex, at: Permalink) -> TakenDownView:
    """What the page at `at` says, which stands where another one was taken down."""
    title = index.words.gettext("This page was taken down")
    return _taken_down(index, title, index.view.removed[at])


def taken_down_view(index: SiteIndex, article: ArticleId, what: Literal["article", "story"]) -> TakenDownView:
    """What the page of something says that was taken down: that, and when, and nothing of what it said."""
    if what == "article":
        title = index.words.gettext("This article was taken down")
    else:
        title = index.words.gettext("This story was taken down")
    return _taken_down(index, title, index.view.taken_down[article])


def _taken_down(index: SiteIndex, title: str, day: date | None) -> TakenDownView:
    return TakenDownView(
        facts=Facts(kind="gone", area="", title=title, indexed=False),
        when=index.words.long_day(day) if day is not None else "",
    )
