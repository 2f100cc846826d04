"""Check that every published line says what its articles say, and that these are what the editions were made
from: editions and articles in, problems out."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Set
from dataclasses import dataclass

from generator.diagnostics import Position, Problem, Severity
from generator.model.article import Article
from generator.model.edition import Edition, Entry, Line, Period
from generator.model.ids import ArticleId, digest_of

Place = Callable[[Edition, str], Position]


@dataclass(slots=True, kw_only=True)
class Proof:
    """How many published lines were held against their articles, with how many citations; how many of the
    lines say what these say, and of how many others a correction tells why they do not."""

    lines: int = 0
    citations: int = 0
    verified: int = 0
    settled: int = 0


def check_articles(
    editions: Iterable[Edition],
    articles: Mapping[ArticleId, Article],
    unread: Set[ArticleId],
    place: Place,
) -> Iterator[Problem]:
    """An error for each article that an edition names and the library does not have.

    Those `unread` are there and have errors of their own, which are told already.
    """
    for edition in editions:
        named = {member.article for entry in edition.entries for member in entry.members}
        named = named.union(*(entry.cited for entry in edition.entries))
        for article in sorted(id_ for id_ in named if id_ not in articles and id_ not in unread):
            yield Problem(
                code="missing-article",
                position=place(edition, article),
                message=f"The edition rests on content/articles/{article}.md, which is not there.",
                remedy="Restore the file from version control.",
            )


def check_citations(
    editions: Iterable[Edition],
    articles: Mapping[ArticleId, Article],
    place: Place,
    bears_out: Callable[[Line], bool],
    proof: Proof,
) -> Iterator[Problem]:
    """A problem for each line whose words are not, or no longer, those of the articles that it cites, and for
    each headline that was never its article's; `proof` counts the lines.

    What a correction has settled is none. Where an article has changed, a week or month, which repeat days,
    has a warning: the error is told of the day.
    `bears_out` says of a line that is not word for word whether the cited words have what it claims.
    """
    for edition in editions:
        for entry in edition.entries:
            if not _is_headed(edition, entry, articles):
                yield _misheaded(edition, entry, place)
            for line in (*entry.lines, *entry.phrases):
                proof.lines += 1
                proof.citations += len(line.citations)
                if _is_missing(line, articles):
                    continue
                if _stands(line, articles, bears_out):
                    proof.verified += 1
                elif any(correction.of == digest_of(line.text) for correction in entry.corrections):
                    proof.settled += 1
                else:
                    yield _drifted(edition, entry, line, articles, place)


def check_sources(editions: Iterable[Edition], articles: Mapping[ArticleId, Article]) -> Iterator[Problem]:
    """A note for each article whose title or text is not that of which a closed edition was made."""
    told: set[ArticleId] = set()
    for edition in editions:
        for name in edition.articles.keys() & articles.keys() if edition.closed else ():
            if name not in told and not _is_as_it_was(edition, name, articles):
                told.add(name)
                yield Problem(
                    code="source-changed",
                    position=Position(path=f"content/articles/{name}.md", line=1, col=1),
                    message=f"Its title or text has changed since the edition {edition.id} was made from it.",
                    remedy="Nothing, if the source changed it and no line is told to rest on what changed; "
                    "else restore the file from version control.",
                    severity=Severity.NOTE,
                )


def _is_missing(line: Line, articles: Mapping[ArticleId, Article]) -> bool:
    return any(citation.article not in articles for citation in line.citations)  # told by check_articles


def _stands(line: Line, articles: Mapping[ArticleId, Article], bears_out: Callable[[Line], bool]) -> bool:
    # A slice may end beyond the text, a citation may not.
    spans = [articles[c.article].body[c.start : c.end] for c in line.citations]
    lengths_agree = all(len(s) == c.end - c.start for s, c in zip(spans, line.citations, strict=True))
    hashes_agree = all(digest_of(s) == c.hash for s, c in zip(spans, line.citations, strict=True))
    says_it = _is_unaltered(line) and bears_out(line) if line.by else " ".join(spans) == line.text
    return bool(spans) and lengths_agree and hashes_agree and says_it


def _is_unaltered(line: Line) -> bool:
    """Whether a line of ours is as it was written; records from before lines had a hash do not know."""
    return not line.hash or line.hash == digest_of(line.text)


def _is_headed(edition: Edition, entry: Entry, articles: Mapping[ArticleId, Article]) -> bool:
    """Whether a headline is that of its article, or can have been: one that has changed since had another."""
    article = articles.get(entry.headline_article)
    if article is None or entry.edited_headline or entry.headline == article.title:
        return True
    return not _is_as_it_was(edition, article.id, articles)


def _is_as_it_was(edition: Edition, article: ArticleId, articles: Mapping[ArticleId, Article]) -> bool:
    return edition.articles.get(article) == articles[article].content_hash


def _misheaded(edition: Edition, entry: Entry, place: Place) -> Problem:
    return Problem(
        code="citation-drift",
        position=place(edition, entry.headline),
        message=f"The headline “{entry.headline[:60]}…” is not that of {entry.headline_article}.",
        remedy="Restore the record from version control; digest edit headline writes another one.",
    )


def _drifted(
    edition: Edition, entry: Entry, line: Line, articles: Mapping[ArticleId, Article], place: Place
) -> Problem:
    source = line.citations[0].article if line.citations else entry.headline_article
    # The record must have changed where the article has not.
    is_ours = all(_is_as_it_was(edition, citation.article, articles) for citation in line.citations)
    return Problem(
        code="citation-drift",
        position=place(edition, line.citations[0].hash if line.citations else entry.story),
        message=f"The line “{line.text[:60]}…” rests on words that {source} does not have.",
        remedy=f"If the source changed it: digest edit correction {source} --settle keep (or follow) "
        "--why TEXT; else restore the article or the record from version control.",
        severity=Severity.ERROR if is_ours or edition.period is Period.DAY else Severity.WARNING,
    )
