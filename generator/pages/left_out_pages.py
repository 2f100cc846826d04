"""Lay out what an edition left out: its record in, the page of the reasons out."""

from __future__ import annotations

from dataclasses import dataclass

from generator.model.edition import Edition, LeftOut
from generator.model.ids import EditionId
from generator.pages.edition_entries import say_of
from generator.pages.edition_pages import account, title_of
from generator.pages.parts import Facts, Link, Moment
from generator.pages.recorded import recorded
from generator.pages.site_index import SiteIndex
from generator.pages.words import Words


@dataclass(frozen=True, slots=True, kw_only=True)
class LeftOutItem:
    """An article that an edition does not carry."""

    article: Link
    outlet: Link
    when: Moment


@dataclass(frozen=True, slots=True, kw_only=True)
class LeftOutGroup:
    """The articles that were left out for one reason."""

    reason: str
    items: tuple[LeftOutItem, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class LeftOutView:
    """The page of what an edition left out, and why."""

    facts: Facts
    edition: Link
    account: str
    groups: tuple[LeftOutGroup, ...]
    silent: tuple[Link, ...]


def left_out_view(index: SiteIndex, edition_id: EditionId) -> LeftOutView:
    """What the page of the articles that an edition does not carry says."""
    edition = index.edition(edition_id)
    light, strong = title_of(index.words, edition)
    name = f"{light} {strong}".strip()
    say = say_of(index, edition)
    groups: dict[str, list[LeftOut]] = {}
    for item in edition.left_out:
        groups.setdefault(item.reason, []).append(item)
    return LeftOutView(
        facts=Facts(
            kind="left-out",
            area="Today",
            title=index.words.gettext("Left out of %(edition)s", edition=name),
            description=account(index, edition),
        ),
        edition=index.edition_link(edition.id, name),
        account=_left_out_account(index.words, edition),
        groups=tuple(
            LeftOutGroup(
                reason=recorded(index.words, reason),
                items=tuple(
                    LeftOutItem(
                        article=index.article_link(item.article),
                        outlet=index.source_link(index.article(item.article).source),
                        when=say(index.article(item.article).when),
                    )
                    for item in items
                ),
            )
            for reason, items in groups.items()
        ),
        silent=tuple(index.source_link(source) for source in edition.silent_sources),
    )


def _left_out_account(words: Words, edition: Edition) -> str:
    articles = {*edition.articles, *(item.article for item in edition.left_out)}
    return words.gettext(
        "%(number)s %(of_articles)s",
        number=words.number(len(edition.left_out)),
        of_articles=words.ngettext("of %(num)s article", "of %(num)s articles", len(articles)),
    )
