"""Choose what to quote of an article: a body and its source's rights in, spans out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Set
from itertools import pairwise, takewhile
from typing import Final, Protocol

from generator.digest.names import words_in
from generator.digest.number_words import STOPS
from generator.digest.openings import is_loose
from generator.digest.sentences import sentence_spans
from generator.model.article import Article
from generator.model.edition import Citation, Edition, Line
from generator.model.ids import ArticleId, digest_of
from generator.model.redaction import BLACK
from generator.model.source import Rights
from generator.settings import Settings

_TOO_SHORT: Final = 30  # characters; 'Yes.' or 'By noon it was over.' tells a reader nothing by itself
_BELOW: Final = 4  # sentences that are passed over at most
_SEARCHED: Final = 4_000  # characters from the top: a lead stands there or nowhere


class Excerpting(Protocol):
    """As `excerpt` does it."""

    def __call__(self, article: Article, rights: Rights, *, sentences: int) -> tuple[Citation, ...]:
        """The passage that is quoted of `article`."""


def choose_excerpts(
    articles: Mapping[ArticleId, Article],
    records: Iterable[Edition],
    settings: Settings,
    choosing: Excerpting,
    anew: Set[ArticleId] = frozenset(),
) -> dict[ArticleId, tuple[Citation, ...]]:
    """The passage to quote of each article: what a closed edition quoted while it stands, else (and of those
    in `anew`) another."""
    chosen = _recorded({id_: article for id_, article in articles.items() if id_ not in anew}, records)
    sentences = settings.digest.excerpts.sentences
    for article in articles.values():
        if article.id not in chosen:
            rights = settings.sources[article.source].rights
            chosen[article.id] = choosing(article, rights, sentences=sentences)
    return chosen


def shortened(
    excerpts: Mapping[ArticleId, tuple[Citation, ...]],
    room: Mapping[ArticleId, int],
    articles: Mapping[ArticleId, Article],
    settings: Settings,
) -> dict[ArticleId, tuple[Citation, ...]]:
    """`excerpts`, those of the articles in `room` with no more than so many characters."""
    sentences = settings.digest.excerpts.sentences
    fitting = {
        id_: excerpt(articles[id_], Rights(excerpt_chars=characters), sentences=sentences)
        for id_, characters in room.items()
    }
    return {**excerpts, **fitting}


def _recorded(
    articles: Mapping[ArticleId, Article], records: Iterable[Edition]
) -> dict[ArticleId, tuple[Citation, ...]]:
    recorded: dict[ArticleId, tuple[Citation, ...]] = {}
    lines = (line for record in records if record.closed for entry in record.entries for line in entry.lines)
    for line in lines:
        article = articles.get(line.citations[0].article) if line.citations else None
        if article and all(c == cite(article, c.start, c.end) for c in line.citations):
            recorded.setdefault(article.id, line.citations)
    return recorded


def excerpt(article: Article, rights: Rights, *, sentences: int) -> tuple[Citation, ...]:
    """The one passage that is quoted of `article` wherever it appears.

    Up to `sentences` whole sentences that follow each other and together stay within `rights.quotable`
    characters; when even the first is longer, its beginning, cut at a word. They stand at the top, or a few
    sentences below it where what stands there says nothing by itself. Empty when the rights allow nothing or
    the article has no text.
    """
    limit = rights.quotable
    if limit == 0 or not article.body:
        return ()
    spans = _leading_sentences(article, sentences)
    if not spans:
        return ()
    start, end = spans[0]
    for (_, before), (following, stop) in pairwise(spans):
        if "\n\n" in article.body[before:following] or (limit is not None and stop - start > limit):
            break
        end = stop
    if limit is not None and end - start > limit:
        end = _cut_at_word(article.body, start, limit)
    return (cite(article, start, end),) if end > start else ()


def cite(article: Article, start: int, end: int) -> Citation:
    """The citation of `article.body[start:end]`."""
    return Citation(article=article.id, start=start, end=end, hash=digest_of(article.body[start:end]))


def quoted(article: Article, citations: tuple[Citation, ...]) -> Line:
    """The line that says what `citations` of `article` say, word for word."""
    return Line(text=" ".join(article.body[c.start : c.end] for c in citations), citations=citations)


def written(text: str, citations: tuple[Citation, ...], by: str) -> Line:
    """The line that somebody wrote, with the hash that tells whether it is still what they wrote."""
    return Line(text=text, citations=citations, by=by, hash=digest_of(text))


def _leading_sentences(article: Article, sentences: int) -> list[tuple[int, int]]:
    """The first sentences worth quoting, from the first that is neither very short nor begins with what only
    the words before it explain; that one is looked for near the top, and tells of what the title does. None
    has a name that is taken down, and they follow each other."""
    body = article.body
    spans = list(_near_the_top(body, sentences))
    whole = [(start, end) for start, end in spans if BLACK not in body[start:end]]
    long = [at for at, (start, end) in enumerate(whole) if end - start >= _TOO_SHORT]
    if not long:
        return whole[:1]
    title = words_in(article.title) - STOPS
    near = [at for at in long if at <= long[0] + _BELOW]
    told = (at for at in near if _stands_alone(body[slice(*whole[at])], title, first=at == long[0]))
    begin = next(told, long[0])
    first = spans.index(whole[begin])
    return list(takewhile(lambda span: BLACK not in body[slice(*span)], spans[first : first + sentences]))


def _near_the_top(body: str, sentences: int) -> Iterator[tuple[int, int]]:
    """As many sentences as can matter: to the first that is long enough, and those that are looked at and may
    be quoted after it."""
    left = None
    for start, end in sentence_spans(body[:_SEARCHED]):
        yield start, end
        if BLACK in body[start:end]:
            continue
        if left is not None:
            left -= 1
        elif end - start >= _TOO_SHORT:
            left = _BELOW + sentences
        if left == 0:
            return


def _stands_alone(text: str, title: frozenset[str] | set[str], *, first: bool) -> bool:
    return not is_loose(text) and (first or bool(title & words_in(text)))


def _cut_at_word(body: str, start: int, limit: int) -> int:
    end = start + limit
    if end < len(body) and not body[end].isspace():
        space = max(body.rfind(" ", start, end), body.rfind("\n", start, end))
        end = space if space > start else end
    return start + len(body[start:end].rstrip(" \n,;:–—-"))
