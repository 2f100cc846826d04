"""Trace where an article's words come from: articles in, originals, copies and rewrites out.

Which articles hold each other's words is found by `tracing`; here they are put in order. What is copied is
the text of a credited source where it is here, else the earliest. A copy must hold, or be held by, the text
it is said to be a copy of: likeness is not handed on from one to the next, so a round-up that quotes several
articles does not make them copies of each other.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from generator.model.article import Article
from generator.model.ids import ArticleId, SourceId
from generator.model.story import Lineage, Role, Taken
from generator.stories.citing import resolve_citations
from generator.stories.overlap import Overlap, compare, title_words
from generator.stories.relation import Relation, names_source_of
from generator.stories.tracing import Match

_UNRELATED: Final = 0.1
_LEAST_PART: Final = 0.1
_SAME_TITLE: Final = 0.8  # of the words of both
_WHOLE: Final = 0.8
_PARTLY: Final = 0.6  # a round-up has less than this of any one of its sources,
_TOGETHER: Final = 0.5  # and at least this of all
_COPIED: Final = (Relation.COPY, Relation.UPDATE)
_GROUPED: Final = (*_COPIED, Relation.KIN)


def resolve(articles: Sequence[Article], matches: Sequence[Match]) -> dict[ArticleId, Lineage]:
    """The role of every article, given which of them hold each other's words.

    An article that credits one other source and none besides, whose text is not here, is a copy with `of`
    None.
    """
    ordered = sorted(articles, key=lambda article: (article.when, article.id))
    known = {article.id: article for article in ordered}
    between = _Matches(match for match in matches if match.later in known and match.earlier in known)
    round_ups = _round_ups(ordered, between)
    roots = _roots(ordered, between, round_ups)
    found: dict[ArticleId, Lineage] = {}
    for article in ordered:
        root = roots[article.id]
        if article.id in round_ups:
            found[article.id] = _round_up_of(article, round_ups[article.id], known)
        elif root != article.id:
            found[article.id] = _copy_of(article, known[root], between.pair(article.id, root))
        elif source := _rewritten_from(article, known, between, roots, round_ups):
            found[article.id] = _rewrite_of(article, *source)
        elif _is_wire_copy(article):
            found[article.id] = _copy_of_wire(article)
        else:
            found[article.id] = Lineage(article=article.id)
    return resolve_citations(ordered, found)


class _Matches:
    """The matches by pair, in either order of the two."""

    def __init__(self, matches: Iterator[Match]) -> None:
        self._by_article: dict[ArticleId, dict[ArticleId, Match]] = {}
        for match in matches:
            self._by_article.setdefault(match.later, {})[match.earlier] = match
            self._by_article.setdefault(match.earlier, {})[match.later] = match

    def of(self, article: ArticleId, *relations: Relation) -> list[Match]:
        """The article's matches of these relations, ordered by the other article's id."""
        found = self._by_article.get(article, {})
        return [match for _, match in sorted(found.items()) if match.relation in relations]

    def pair(self, one: ArticleId, other: ArticleId) -> Match:
        return self._by_article[one][other]

    def get(self, one: ArticleId, other: ArticleId) -> Match | None:
        return self._by_article.get(one, {}).get(other)


def _other(match: Match, article: ArticleId) -> ArticleId:
    return match.earlier if match.later == article else match.later


def _share(match: Match, article: ArticleId) -> float:
    """The share of the article's own passages that stand in the other."""
    return match.overlap.taken if match.later == article else match.overlap.held


def _round_ups(ordered: Sequence[Article], between: _Matches) -> dict[ArticleId, tuple[Match, ...]]:
    """The articles most of whose words are those of several others that have nothing to do with each other,
    each with its matches with those, the one it has most of first."""
    known = {article.id: article for article in ordered}
    found = {article.id: _parts(article, known, between) for article in ordered}
    return {article: parts for article, parts in found.items() if parts}


def _parts(article: Article, known: Mapping[ArticleId, Article], between: _Matches) -> tuple[Match, ...]:
    matches = between.of(article.id, Relation.COPY, Relation.PART, Relation.REWRITE)
    parts: list[Match] = []
    for match in sorted(matches, key=lambda one: (-_share(one, article.id), _other(one, article.id))):
        other = known[_other(match, article.id)]
        if not _LEAST_PART <= _share(match, article.id) < _PARTLY or _is_version(article, other, match):
            continue
        if all(_are_unrelated(other, known[_other(part, article.id)], between) for part in parts):
            parts.append(match)
    together = sum(_share(part, article.id) for part in parts)
    return tuple(parts) if len(parts) > 1 and together >= _TOGETHER else ()


def _are_unrelated(one: Article, other: Article, between: _Matches) -> bool:
    return between.get(one.id, other.id) is None and compare(one, other).words < _UNRELATED


def _is_version(article: Article, other: Article, match: Match) -> bool:
    """Whether the other is the same report, shorter or longer, or retells the article itself."""
    one_title, other_title = title_words(article.title), title_words(other.title)
    alike = len(one_title & other_title) >= _SAME_TITLE * len(one_title | other_title)
    retold = match.later == other.id and match.overlap.taken < _WHOLE
    return alike or retold or names_source_of(other, article)


def _roots(
    ordered: Sequence[Article], between: _Matches, round_ups: Mapping[ArticleId, tuple[Match, ...]]
) -> dict[ArticleId, ArticleId]:
    """For each article the one that its text comes from; itself where it is nobody's copy."""
    roots = {article.id: article.id for article in ordered}
    left = [article for article in ordered if article.id not in round_ups]
    while left:
        rest: list[Article] = []
        for group in _connected(left, between):
            root = _root(group)
            for article in group:
                if article is not root and _is_held(article.id, root.id, between):
                    roots[article.id] = root.id
                elif article is not root:
                    rest.append(article)
        left = rest
    return roots


def _connected(articles: Sequence[Article], between: _Matches) -> Iterator[list[Article]]:
    """The articles that copies tie together, each group of two or more in order of time."""
    left = {article.id: article for article in articles}
    place = {article.id: number for number, article in enumerate(articles)}
    for article in articles:
        if left.pop(article.id, None) is None:
            continue
        group, reached = [article], [article.id]
        while reached:
            here = reached.pop()
            for match in between.of(here, *_COPIED):
                if other := left.pop(_other(match, here), None):
                    group.append(other)
                    reached.append(other.id)
        if len(group) > 1:
            yield sorted(group, key=lambda one: place[one.id])


def _is_held(article: ArticleId, root: ArticleId, between: _Matches) -> bool:
    match = between.get(article, root)
    return match is not None and match.relation in _GROUPED


def _root(group: Sequence[Article]) -> Article:
    """Where a group's text comes from: the source that the others credit, else the earliest."""
    credited = {source for article in group for source in article.credit}
    return next((article for article in group if article.source in credited), group[0])


def _rewritten_from(
    article: Article,
    known: Mapping[ArticleId, Article],
    between: _Matches,
    roots: Mapping[ArticleId, ArticleId],
    round_ups: Mapping[ArticleId, tuple[Match, ...]],
) -> tuple[Article, Overlap] | None:
    """What an article is a rewrite of: what it credits, else what came before it."""
    matches = between.of(article.id, Relation.REWRITE, Relation.PART)
    for match in sorted(matches, key=lambda one: (-one.overlap.words, _other(one, article.id))):
        other = known[_other(match, article.id)]
        source = known[roots[other.id]]
        if other.source == article.source or source is article or other.id in round_ups:
            continue
        if not _may_come_from(article, other, match):
            continue
        # Its own likeness with the text that the other was copied from, since that is what is named.
        return source, match.overlap if source is other else compare(article, source)
    return None


def _may_come_from(article: Article, other: Article, match: Match) -> bool:
    if names_source_of(article, other):
        return True
    return match.later == article.id and not names_source_of(other, article)


def _is_wire_copy(article: Article) -> bool:
    """Whether the article declares one other source as the sole reporter."""
    return len(article.credit) == 1 and article.credit[0] != article.source


def _sole_credit(article: Article) -> SourceId | None:
    return article.credit[0] if _is_wire_copy(article) else None


def _copy_of(article: Article, root: Article, match: Match) -> Lineage:
    taken = _taken(article, root, match.overlap, is_later=match.later == article.id)
    credit = root.source if root.source in article.credit else _sole_credit(article) or _sole_credit(root)
    is_update = match.relation is Relation.UPDATE
    return Lineage(
        article=article.id,
        role=Role.COPY,
        of=root.id,
        credit=credit,
        evidence=_update_in_words(taken) if is_update else _copy_in_words(article, root, taken),
        sources=(taken,),
        is_update=is_update,
    )


def _copy_of_wire(article: Article) -> Lineage:
    return Lineage(
        article=article.id,
        role=Role.COPY,
        credit=article.credit[0],
        evidence="It names that wire as its only reporter; the wire's text is not here.",
    )


def _rewrite_of(article: Article, source: Article, overlap: Overlap) -> Lineage:
    taken = _taken(article, source, overlap, is_later=True)
    declared = "It credits that source and " if taken.declared else "It came later and "
    return Lineage(
        article=article.id,
        role=Role.REWRITE,
        of=source.id,
        credit=source.source if source.source in article.credit else None,
        evidence=f"{declared}shares {overlap.words:.0%} of its three-word passages with it; "
        "the rest is its own.",
        sources=(taken,),
    )


def _round_up_of(article: Article, parts: Sequence[Match], known: Mapping[ArticleId, Article]) -> Lineage:
    sources = tuple(
        _taken(article, known[_other(part, article.id)], part.overlap, is_later=part.later == article.id)
        for part in parts
    )
    together = sum(source.taken for source in sources)
    return Lineage(
        article=article.id,
        role=Role.REWRITE,
        of=sources[0].of,
        evidence=f"It is a round-up: {together:.0%} of its three-word passages stand in {len(sources)} "
        "reports of different things.",
        sources=sources,
    )


def _taken(article: Article, other: Article, overlap: Overlap, *, is_later: bool) -> Taken:
    return Taken(
        of=other.id,
        declared=names_source_of(article, other),
        taken=overlap.taken if is_later else overlap.held,
        held=overlap.held if is_later else overlap.taken,
        lead=max(overlap.lead, overlap.opening),
        title=overlap.title,
        facts=overlap.facts,
        numbers=overlap.numbers,
    )


def _copy_in_words(article: Article, root: Article, taken: Taken) -> str:
    declared = "It credits that source and " if root.source in article.credit else "It "
    return (
        f"{declared}shares {max(taken.taken, taken.held):.0%} of its three-word passages with the same text, "
        f"and {taken.facts:.0%} of its names and numbers."
    )


def _update_in_words(taken: Taken) -> str:
    return (
        "It is its own source's correction or update of it: the titles say so, and "
        f"{max(taken.taken, taken.held):.0%} of the three-word passages are the same."
    )
