"""Render a site: what is known of it in, its Markdown pages out, one at a time."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache, partial
from itertools import chain, pairwise
from typing import Final, TypeAlias

from jinja2 import Environment, PackageLoader, StrictUndefined, Template
from markupsafe import Markup

from generator.languages import ENGLISH, Catalogue, is_right_to_left
from generator.model.ids import StoryId
from generator.model.page import Page
from generator.pages import paths
from generator.pages.api import api_plans
from generator.pages.archive_pages import archive_view, year_view, years_of
from generator.pages.article_pages import article_view
from generator.pages.cards import card_plans
from generator.pages.correction_pages import corrections_view
from generator.pages.crawlers import crawler_plans
from generator.pages.edition_pages import edition_view
from generator.pages.escaping import attribute_value, markdown_text, yaml_value
from generator.pages.feed_health import feed_health_view
from generator.pages.feeds import feed_plans
from generator.pages.feeds_page import feeds_view
from generator.pages.file_plan import FilePlan
from generator.pages.gone_pages import moved_view, redirect_view, removed_view, taken_down_view
from generator.pages.left_out_pages import left_out_view
from generator.pages.listing_pages import (
    shown_sources,
    source_index,
    source_view,
    source_years,
    topic_index,
    topic_view,
    topic_years,
)
from generator.pages.lookups import Lookups
from generator.pages.outlines import outline_plans
from generator.pages.parts import Facts, Link, Mark, Moment, Part, Passage, Quote, Reference
from generator.pages.reading import Notes
from generator.pages.rights_pages import rights_view
from generator.pages.script_words import script_plans
from generator.pages.site_index import SiteIndex
from generator.pages.site_view import SiteView
from generator.pages.sitemaps import sitemap_plans
from generator.pages.story_pages import story_view

Templates: TypeAlias = Mapping[str, Template]


@dataclass(frozen=True, slots=True, kw_only=True)
class TextView:
    """A page that is mostly its template."""

    facts: Facts
    zone: str = ""


@dataclass(frozen=True, slots=True)
class Plan:
    """A page to be made: what it is of, besides its template, and how it is laid out."""

    templates: Templates
    path: str
    template: str
    of: str
    lay_out: Callable[[], object]

    def make(self) -> Page:
        """Lay it out and print it."""
        text = self.templates[self.template].render(page=self.lay_out(), here=self.path)
        return Page(path=self.path, text=_BLANK_LINES.sub("\n\n", text))


def render(site: SiteView) -> Iterator[Page]:
    """Every page of `site`, one at a time, in an order that depends on nothing but the site.

    A hand-written page takes the place of a generated one of the same path.
    """
    for plan in all_plans(site):
        if plan.path not in site.pages:
            yield plan.make()
    yield from written_by_hand(site)


def all_plans(site: SiteView) -> Iterator[Plan | FilePlan]:
    """The pages and files of `site` that are generated, none of which is laid out yet."""
    return plans(SiteIndex(site, Lookups(site), Notes()))


def written_by_hand(site: SiteView) -> Iterator[Page]:
    """The pages that people wrote."""
    for path in sorted(site.pages):
        yield Page(path=path, text=site.pages[path])


def plans(index: SiteIndex) -> Iterator[Plan | FilePlan]:
    """The pages and files that are generated, none of which is laid out yet."""
    removed = index.view.removed
    for plan in _all_plans(index):
        if paths.permalink(plan.path) not in removed:
            yield plan
    yield from _gone(index)


def _all_plans(index: SiteIndex) -> Iterator[Plan | FilePlan]:
    templates = templates_in(index.view.catalogue)
    yield from _editions(index)
    yield from _stories_and_articles(index)
    yield from _listings(index)
    yield Plan(templates, paths.ARCHIVE, "archive", "", partial(archive_view, index))
    for year in years_of(index):
        yield Plan(templates, paths.year_page(year), "calendar", str(year), partial(year_view, index, year))
    yield from _fixed(index)
    for plans_of in _FILES:
        yield from plans_of(index)


def _editions(index: SiteIndex) -> Iterator[Plan]:
    templates = templates_in(index.view.catalogue)
    home = index.whole.newest_day
    for edition in chain.from_iterable(index.whole.editions.values()):
        lay_out = partial(edition_view, index, edition.id)
        yield Plan(templates, paths.edition_page(edition.id), "edition", edition.id, lay_out)
        left_out = partial(left_out_view, index, edition.id)
        yield Plan(templates, paths.left_out_page(edition.id), "left_out", edition.id, left_out)
        if edition is home:
            yield Plan(templates, paths.HOME, "edition", edition.id, lay_out)
    if home is None:
        empty = TextView(facts=Facts(kind="text", area="Today", title=index.words.gettext("No edition yet")))
        yield Plan(templates, paths.HOME, "empty", "", lambda: empty)


def _stories_and_articles(index: SiteIndex) -> Iterator[Plan]:
    templates = templates_in(index.view.catalogue)
    view = index.view
    for story in sorted(view.stories):
        yield Plan(templates, paths.story_page(story), "story", story, partial(story_view, index, story))
    for story in sorted(view.moved):
        yield Plan(templates, paths.story_page(story), "moved", story, partial(moved_view, index, story))
    for article in sorted(view.taken_down):
        gone = partial(taken_down_view, index, article, "article")
        yield Plan(templates, paths.article_page(article), "taken_down", f"article {article}", gone)
        if (story := StoryId(article)) not in view.stories and story not in view.moved:
            gone = partial(taken_down_view, index, article, "story")
            yield Plan(templates, paths.story_page(story), "taken_down", f"story {story}", gone)
    for article in sorted(view.articles):
        yield Plan(
            templates, paths.article_page(article), "article", article, partial(article_view, index, article)
        )


def _listings(index: SiteIndex) -> Iterator[Plan]:
    templates = templates_in(index.view.catalogue)
    yield Plan(templates, paths.TOPICS, "index", "topics", partial(topic_index, index))
    for topic in sorted(index.topics):
        for year in topic_years(index, topic):
            lay_out = partial(topic_view, index, topic, year)
            yield Plan(templates, paths.topic_page(topic, year), "topic", f"{topic} {year}", lay_out)
    yield Plan(templates, paths.SOURCES, "index", "sources", partial(source_index, index))
    for source in shown_sources(index):
        for year in source_years(index, source):
            of_source = partial(source_view, index, source, year)
            yield Plan(templates, paths.source_page(source, year), "source", f"{source} {year}", of_source)


def _fixed(index: SiteIndex) -> Iterator[Plan]:
    templates = templates_in(index.view.catalogue)
    search = TextView(facts=Facts(kind="search", area="Search", title=index.words.gettext("Search")))
    yield Plan(templates, paths.SEARCH, "search", "", lambda: search)
    yield Plan(templates, paths.CORRECTIONS, "corrections", "", partial(corrections_view, index))
    yield Plan(templates, paths.RIGHTS, "rights", "", partial(rights_view, index))
    yield Plan(templates, paths.FEEDS, "feeds", "", partial(feeds_view, index))
    yield Plan(templates, paths.FEED_HEALTH, "feed_health", "", partial(feed_health_view, index))
    title = index.words.gettext("How this is made")
    how = Facts(kind="text", area="About", title=title, indexed=False)
    made = TextView(facts=how, zone=index.view.settings.digest.timezone)
    yield Plan(templates, paths.HOW, "how", "", lambda: made)
    about = TextView(facts=Facts(kind="text", area="About", title=index.words.gettext("About")))
    yield Plan(templates, paths.ABOUT, "about", "", lambda: about)


def _gone(index: SiteIndex) -> Iterator[Plan]:
    templates = templates_in(index.view.catalogue)
    view = index.view
    for at in sorted(view.removed):
        gone = partial(removed_view, index, at)
        yield Plan(templates, paths.page_at(at), "taken_down", f"page {at} {view.removed[at]}", gone)
    for at in sorted(view.redirects):
        to = partial(redirect_view, index, at)
        yield Plan(templates, paths.page_at(at), "redirect", f"{at} {view.redirects[at]}", to)


_LANGUAGES: Final = 8  # whose templates are kept at a time
_FILES: Final = (
    feed_plans,
    outline_plans,
    sitemap_plans,
    crawler_plans,
    api_plans,
    card_plans,
    script_plans,
)
_BLANK_LINES: Final = re.compile(r"\n{3,}")


# ---- filters: the only ways for a value to reach a page


class UnescapedError(TypeError):
    """A template printed a string that passed no filter: a fault of the template."""


def _finalize(value: object) -> object:
    """Let through what a filter made and whole numbers; a bare string is a hole in the escaping."""
    if isinstance(value, Markup | int):
        return value
    raise UnescapedError(f"{value!r} reached a page without a filter; write {{{{ … | text }}}}")


def _safe(text: str) -> Markup:
    return Markup(text)  # noqa: S704 -- made of parts that are escaped, or of our own ids and numbers


def _passage(passage: Passage, before: str = "", after: str = "") -> Markup:
    text = f"{before}{_with_anchors(passage) if passage.anchors else markdown_text(passage.text)}{after}"
    if passage.language is None and not passage.direction:
        return _safe(text)
    language = f' lang="{attribute_value(passage.language)}"' if passage.language else ""
    direction = f' dir="{passage.direction}"' if passage.direction else ""
    return _safe(f"<span{language}{direction}>{text}</span>")


def _with_anchors(passage: Passage) -> str:
    """The words with a named element around each place that links lead to; what follows one ends within what
    is around it."""
    limits = {0, len(passage.text), *(limit for a in passage.anchors for limit in (a.start, a.end))}
    parts: list[str] = []
    for start, end in pairwise(sorted(limits)):
        parts += ["</span>" for anchor in passage.anchors if anchor.end == start]
        parts += [f'<span id="{anchor.id}">' for anchor in passage.anchors if anchor.start == start]
        parts.append(_part(passage.text[start:end]))
    parts += ["</span>" for anchor in passage.anchors if anchor.end == len(passage.text)]
    return "".join(parts)


def _part(text: str) -> str:
    """A part of a line, with the spaces at its ends."""
    before = " " if text[:1].isspace() else ""
    after = " " if text[-1:].isspace() and text.strip() else ""
    return f"{before}{markdown_text(text)}{after}"


def _quotation(quoted: Quote | Reference, field: str = "words") -> Markup:
    passage: Passage = getattr(quoted, field)
    return _passage(passage, quoted.opening, quoted.closing)


def _link(link: Link, here: str) -> Markup:
    return _safe(f"[{_passage(link.words)}]({paths.relative(link.path, here)})")


def _links(links: Iterable[Link], here: str, joint: str = " · ") -> Markup:
    return _safe(joint.join(_link(link, here) for link in links))


def _to(path: str, here: str) -> Markup:
    return _safe(paths.relative(path, here))


def _time(moment: Moment, direction: str) -> Markup:
    return _safe(f'<time datetime="{moment.iso}" dir="{direction}">{moment.words}</time>')


def _marks(marks: Iterable[Mark], here: str) -> Markup:
    """The numbers of citations: each leads to the publisher's page at the words, and says whose it is."""
    return _safe("".join(_mark(mark, here) for mark in marks))


def _mark(mark: Mark, here: str) -> str:
    target = mark.url or paths.relative(mark.path, here)
    return f'<sup>[{mark.number}]({target} "{attribute_value(mark.outlet)}")</sup>'


_Yaml: TypeAlias = str | tuple[str, ...] | tuple[Part, ...] | dict[str, int]


def _yaml(value: _Yaml | Part) -> Markup:
    if isinstance(value, str):
        return yaml_value(value)
    if isinstance(value, Part):
        told = (("headline", value.headline), ("anchor", value.anchor), ("language", value.language))
        words = "".join(f"{key}: {yaml_value(text)}, " for key, text in told)
        return _safe(f"{{{words}based_on: {_yaml(value.based_on)}}}")
    if isinstance(value, dict):
        return _safe(f"{{{', '.join(f'{yaml_value(key)}: {number}' for key, number in value.items())}}}")
    return _safe(f"[{', '.join(_yaml(item) for item in value)}]")


def _set_values(facts: Facts) -> list[tuple[str, _Yaml]]:
    """What is known beyond the title, by the key that the theme reads."""
    known: tuple[tuple[str, _Yaml], ...] = (
        ("area", facts.area),
        ("description", facts.description),
        ("language", facts.language),
        ("day", facts.day),
        ("published", facts.published),
        ("modified", facts.modified),
        ("original", facts.url),
        ("section", facts.section),
        ("moved_to", facts.moved_to),
        ("corrections", facts.corrections),
        ("source", facts.sources),
        ("authors", facts.authors),
        ("topic", facts.topics),
        ("feed", facts.feed),
        ("card", facts.card),
        ("based_on", facts.based_on),
        ("parts", facts.parts),
        ("counts", dict(facts.counts)),
    )
    return [(key, value) for key, value in known if value]


def _translated(catalogue: Catalogue, text: str, /, **values: Markup | int) -> Markup:
    """`text` in the language of `catalogue`, itself Markdown, with values in it that have passed a filter."""
    said = catalogue.gettext(text)
    for value in values.values():
        _finalize(value)
    return _safe(said % values if values else said)


def environment(catalogue: Catalogue = ENGLISH) -> Environment:
    """How templates are read: undefined names and unescaped strings are errors, blank lines are few. Texts
    without values are translated when a template is compiled, once."""
    made = Environment(
        loader=PackageLoader("generator.pages"),
        undefined=StrictUndefined,
        autoescape=True,  # beneath the filters, so that a mistake cannot become markup
        finalize=_finalize,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    direction = "rtl" if is_right_to_left(catalogue.texts) else "ltr"
    made.filters.update(
        address=_safe,  # what safe_url made
        attr=attribute_value,
        indent_of=lambda depth: _safe("    " * depth),
        link=_link,
        links=_links,
        marks=_marks,
        passage=_passage,
        quotation=_quotation,
        set_values=_set_values,
        text=markdown_text,
        time=partial(_time, direction=direction),
        to=_to,
        trans=partial(_translated, catalogue),
        word=_safe,  # our own ids, numbers and keys
        yaml=_yaml,
    )
    made.globals.update(
        home_path=paths.HOME,
        archive_path=paths.ARCHIVE,
        topics_path=paths.TOPICS,
        sources_path=paths.SOURCES,
        corrections_path=paths.CORRECTIONS,
        feed_health_path=paths.FEED_HEALTH,
        how_path=paths.HOW,
        rights_path=paths.RIGHTS,
    )
    return made


_NAMES: Final = (
    *("edition", "left_out", "story", "article", "topic", "source", "index"),
    *(
        "archive",
        "calendar",
        "search",
        "how",
        "rights",
        "feed_health",
        "about",
        "empty",
        "moved",
        "taken_down",
        "redirect",
        "corrections",
        "feeds",
    ),
)


@lru_cache(maxsize=_LANGUAGES)
def templates_in(catalogue: Catalogue) -> Templates:
    """The templates of pages in the language of `catalogue`."""
    made = environment(catalogue)
    return {name: made.get_template(f"{name}.md.j2") for name in _NAMES}
