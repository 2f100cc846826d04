"""Check that every published line says what its articles say: editions and articles in, problems out."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Set

from generator.diagnostics import Position, Problem, Severity
from generator.model.article import Article
from generator.model.edition import Edition, Entry, Line, Period
from generator.model.ids import ArticleId, digest_of

Place = Callable[[Edition, str], Position]


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
        for article in sorted(named - articles.keys() - unread):
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
) -> Iterator[Problem]:
    """A problem for each line whose words are not, or no longer, those of the articles that it cites.

    What a correction has settled is none. In a week or month, which repeat days, it is a warning: the error
    is told of the day.
    `bears_out` says of a line that is not word for word whether the cited words have what it claims.
    """
    for edition in editions:
        for entry in edition.entries:
            for line in (*entry.lines, *entry.phrases):
                if _is_missing(line, articles) or _stands(line, articles, bears_out):
                    continue
                if any(correction.of == digest_of(line.text) for correction in entry.corrections):
                    continue
                yield _drifted(edition, entry, line, place)


def _is_missing(line: Line, articles: Mapping[ArticleId, Article]) -> bool:
    return any(citation.article not in articles for citation in line.citations)  # told by check_articles


def _stands(line: Line, articles: Mapping[ArticleId, Article], bears_out: Callable[[Line], bool]) -> bool:
    spans = [articles[c.article].body[c.start : c.end] for c in line.citations]
    hashes_agree = all(digest_of(s) == c.hash for s, c in zip(spans, line.citations, strict=True))
    says_it = bears_out(line) if line.by else " ".join(spans) == line.text
    return bool(spans) and hashes_agree and says_it


def _drifted(edition: Edition, entry: Entry, line: Line, place: Place) -> Problem:
    source = line.citations[0].article if line.citations else entry.headline_article
    return Problem(
        code="citation-drift",
        position=place(edition, line.citations[0].hash if line.citations else entry.story),
        message=f"The line “{line.text[:60]}…” rests on words that {source} does not have.",
        remedy=f"If the source changed it: digest edit correction {source} --settle keep (or follow) "
        "--why TEXT; else restore the article or the record from version control.",
        severity=Severity.ERROR if edition.period is Period.DAY else Severity.WARNING,
    )
