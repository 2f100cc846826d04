"""Check that no more is published of an article than its source allows: what is quoted in, problems out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from generator.checks.quotations import Quotations
from generator.diagnostics import Position, Problem, Severity
from generator.model.article import Article
from generator.model.edition import Citation
from generator.model.ids import ArticleId, SourceId
from generator.model.source import Source


def check_rights(
    quoted: Mapping[ArticleId, Quotations],
    articles: Mapping[ArticleId, Article],
    sources: Mapping[SourceId, Source],
) -> dict[ArticleId, Problem]:
    """The articles of which all pages together would publish more than their source's rights allow, each with
    its error. `quoted` is what is published by construction."""
    found = {
        id_: _over(articles[id_], sources[articles[id_].source], quotations.characters)
        for id_, quotations in quoted.items()
    }
    return {id_: problem for id_, problem in found.items() if problem is not None}


def check_closed(
    quoted: Mapping[ArticleId, Quotations],
    articles: Mapping[ArticleId, Article],
    sources: Mapping[SourceId, Source],
) -> dict[ArticleId, Problem]:
    """The articles of which closed editions quote more than their sources allow by now, each with its
    warning: the editions are to be shortened. `quoted` is what they quote."""
    found = {}
    for id_, quotations in quoted.items():
        source = sources[articles[id_].source]
        allowed, published = source.rights.quotable, quotations.characters
        if allowed is not None and published > allowed:
            found[id_] = Problem(
                code="quotation-withdrawn",
                position=Position(path=f"content/articles/{id_}.md", line=1, col=1),
                message=f"Closed editions quote {published} characters of it; {source.name} allows {allowed} "
                "by now. They are shortened, with a notice, and are a revision later.",
                remedy="Nothing, if that is what the source allows. Else mend sources.yml, and restore "
                "content/editions if you have built.",
                severity=Severity.WARNING,
            )
    return found


def room_left(
    quoted: Mapping[ArticleId, Quotations],
    excerpts: Mapping[ArticleId, tuple[Citation, ...]],
    articles: Mapping[ArticleId, Article],
    sources: Mapping[SourceId, Source],
) -> dict[ArticleId, int]:
    """How many characters an article's excerpt may have where the one in `excerpts` is too much, beside what
    closed editions have `quoted` of the article."""
    room = {}
    for id_, said in quoted.items():
        allowed = sources[articles[id_].source].rights.quotable
        spans = {(c.start, c.end) for c in excerpts.get(id_, ())}
        if allowed is not None and replace(said, spans=said.spans | spans).characters > allowed:
            room[id_] = max(0, allowed - said.characters)
    return room


def _over(article: Article, source: Source, published: int) -> Problem | None:
    allowed = source.rights.quotable
    if allowed is None or published <= allowed:
        return None
    return Problem(
        code="excerpt-too-long",
        position=Position(path=f"content/articles/{article.id}.md", line=1, col=1),
        message=f"{published} characters of it would be published; {source.name} allows {allowed}. "
        "So it is not quoted.",
        remedy="Raise rights.excerpt_chars of the source in sources.yml if it agrees, or quote less of it "
        "in content/editorial.",
    )
