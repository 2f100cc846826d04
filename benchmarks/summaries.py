"""Measure what a story's lines tell: `python -m benchmarks.summaries ../shared/corpora`.

On the stories of ECB+ that at least three articles report. What a story has to tell are the names and numbers
that two of its articles have; a summary's coverage is the share of them that it has, too. Each way to choose
is held to the rights that a source has by default: one passage of up to 200 characters of an article, of up
to two articles. 'Chosen passages' picks each by centrality to the story's articles less what is told already
(maximal marginal relevance, Carbonell & Goldstein, 1998); it is no part of the product. The line below holds
what is published against the way before it, story by story. The last table tells how often what is quoted of
an article cannot stand alone: it begins with a pronoun, a connective or 'the company', or names a day ('on
Monday') without a date, and how often a date can be set beside it. `--texts 20` prints some of each.
"""

from __future__ import annotations

import argparse
import gzip
import json
import math
import random
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence, Sized
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path
from typing import Final

from benchmarks.archives import ROOT
from generator.digest.choosing import adding_most, repeats
from generator.digest.claims import ClaimKind, claims_in
from generator.digest.excerpts import excerpt
from generator.digest.names import folded, small_words_in, words_in
from generator.digest.openings import is_loose
from generator.digest.sentences import sentence_spans
from generator.library import load_articles
from generator.model.article import Article
from generator.model.edition import Line
from generator.model.ids import SourceId, article_id
from generator.model.source import Rights, Source
from generator.pages.relative_days import dates_beside, has_bare_day
from generator.pages.words import Words

LEAST: Final = 3  # articles of a story
LINES: Final = 2
REPEATS: Final = 0.5
_RELEASES: Final = 3_000
_SHORT: Final = 30
_SOURCE: Final = Source(id=SourceId("any"), name="Any")
RIGHTS: Final = Rights()
TOLD: Final = 0.7  # how much being central weighs against being new
EARLY: Final = 0.15  # what a passage loses for each sentence before it, up to three
OPENERS: Final = re.compile(
    r"[\"“'‘]?(?:he|she|it|they|this|that|these|those|his|her|their|its|but|and|however|also|meanwhile)\b",
    re.IGNORECASE,
)
Way = Callable[[Sequence[Article]], list[str]]


def main() -> None:
    """Measure, and print one table."""
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.summaries", description=__doc__.splitlines()[0]
    )
    parser.add_argument("corpora", type=Path)
    parser.add_argument("--texts", type=int, default=0, help="passages to print of each kind")
    options = parser.parse_args()
    stories = [story for story in stories_of(options.corpora) if to_tell(story)]
    print(f"{len(stories)} stories of ECB+, {sum(map(len, stories))} articles\n")
    print("| way | coverage | characters | coverage per 100 | second line repeats |")
    print("|---|---|---|---|---|")
    ways: Mapping[str, Way] = {
        "first sentence of the lead": first_sentence,
        "lead’s beginning": lambda story: by_time(story)[:1],
        "chosen passage of the lead": lambda story: chosen(story)[:1],
        "lead, and the first that says something else": by_time,
        "lead, and the excerpt that adds most": adding,
        "chosen passages": chosen,
    }
    for name, way in ways.items():
        told = [(story, way(story)) for story in stories]
        coverage = sum(covered(story, lines) for story, lines in told) / len(told)
        length = sum(len(" ".join(lines)) for _, lines in told) / len(told)
        shares = [repeats(lines[1], lines[0]) for _, lines in told if len(lines) > 1]
        repeated = f"{sum(shares) / len(shares):.2f} of {len(shares)}" if shares else ""
        print(f"| {name} | {coverage:.3f} | {length:.0f} | {100 * coverage / length:.3f} | {repeated} |")
    pairs = [(covered(story, adding(story)), covered(story, by_time(story))) for story in stories]
    more, less = sum(one > other for one, other in pairs), sum(one < other for one, other in pairs)
    print(f"\nmore than before in {more} stories, less in {less}, the same in {len(pairs) - more - less}")

    print("\n| passages | quoted | begin loosely: openings | as quoted | name a day | dated beside |")
    print("|---|---|---|---|---|---|")
    releases = list(islice(releases_of(options.corpora), _RELEASES))
    sample, _ = load_articles(ROOT, None)
    sets = {"ECB+": [a for s in stories for a in s], "press releases": releases, "sample": sample}
    for name, articles in sets.items():
        alone(name, articles, options.texts)


def alone(name: str, articles: Sequence[Article], texts: int) -> None:
    """Print how often what is quoted of `articles` leans on what is not."""
    openings = {article.id: opening(article) for article in articles}
    passages_of = {article.id: quoted(article, 2) for article in articles}
    known = {article.id: article for article in articles if passages_of[article.id]}
    loose = [id_ for id_ in known if is_loose(passages_of[id_])]
    bare = [id_ for id_, article in known.items() if has_bare_day(passages_of[id_], article.language)]
    dated = {id_: dates_beside(passages_of[id_], known[id_], _SOURCE, Words()) for id_ in bare}
    before = sum(is_loose(openings[id_]) for id_ in known)
    print(
        f"| {name} | {len(known)} | {_share(before, known)} | {_share(len(loose), known)} "
        f"| {_share(len(bare), known)} | {sum(map(bool, dated.values()))} |"
    )
    chance = random.Random(1)  # noqa: S311 - repeatable on purpose
    moved = [id_ for id_ in known if is_loose(openings[id_]) and id_ not in loose]
    for kind, ids in (("loose", loose), ("moved", moved), ("day", bare)):
        for id_ in chance.sample(ids, min(texts, len(ids))):
            was = f" <- {openings[id_][:120]}" if kind == "moved" else ""
            told = f"{known[id_].when:%a %d %b}; " + "; ".join(dated.get(id_, ()))
            print(f"  {kind}: [{told}] {' '.join(passages_of[id_].split())}{was}")


def opening(article: Article) -> str:
    """The first sentence of some length."""
    spans = (article.body[start:end] for start, end in sentence_spans(article.body))
    return next((text for text in spans if len(text) >= _SHORT), article.body[:_SHORT])


def _share(count: int, known: Sized) -> str:
    return f"{count} ({100 * count / len(known):.1f} %)"


def releases_of(corpora: Path) -> Iterator[Article]:
    """The press releases, as they are ingested without cleaning."""
    with gzip.open(corpora / "press_releases" / "articles.jsonl.gz", "rt", encoding="utf-8") as rows:
        for row in map(json.loads, rows):
            when = datetime.fromisoformat(row["published"])
            when = when if when.tzinfo else when.replace(tzinfo=UTC)
            name = article_id(when, SourceId("wire"), row["id"])
            title = row["title"] or row["text"][:80]
            yield Article(id=name, title=title, body=row["text"], source=SourceId("wire"), published=when)


def stories_of(corpora: Path) -> Iterator[list[Article]]:
    """The articles of each story by time, in order of the story's name."""
    by_story: dict[str, list[Article]] = defaultdict(list)
    with gzip.open(corpora / "ecbplus" / "articles.jsonl.gz", "rt", encoding="utf-8") as rows:
        for row in map(json.loads, rows):
            body = row["text"].removeprefix(row["title"]).strip() or row["text"]
            when = datetime.fromisoformat(row.get("published") or "2000-01-01").replace(tzinfo=UTC)
            name = article_id(when, SourceId("ecb"), row["id"])
            article = Article(
                id=name,
                title=row["title"],
                body=body,
                source=SourceId("ecb"),
                published=when if row.get("published") else None,
                retrieved=when,
            )
            by_story[str(row["cluster"])].append(article)
    for _, articles in sorted(by_story.items()):
        if len(articles) >= LEAST:
            yield sorted(articles, key=lambda a: (a.when, a.id))


def facts(text: str) -> set[str]:
    """The names and numbers of a text."""
    small = small_words_in(text)
    return {
        f"{claim.kind.value} {folded(claim.text)}"
        for claim in claims_in(text, "en", small)
        if claim.kind in {ClaimKind.NAME, ClaimKind.NUMBER}
    }


def to_tell(story: Sequence[Article]) -> set[str]:
    """What two articles have."""
    counted = Counter(fact for article in story for fact in facts(f"{article.title}\n\n{article.body}"))
    return {fact for fact, articles in counted.items() if articles > 1}


def covered(story: Sequence[Article], lines: Sequence[str]) -> float:
    """The share of what is to tell that the lines have."""
    wanted = to_tell(story)
    return len(wanted & facts("\n\n".join(lines))) / len(wanted)


# ---- ways to choose


def first_sentence(story: Sequence[Article]) -> list[str]:
    """The first sentence of the lead."""
    return [quoted(story[0], 1)]


def quoted(article: Article, sentences: int) -> str:
    """What the product quotes of an article."""
    return " ".join(article.body[c.start : c.end] for c in excerpt(article, RIGHTS, sentences=sentences))


def by_time(story: Sequence[Article]) -> list[str]:
    """The lead's beginning, and the first other's that says something else."""
    lines = [quoted(story[0], 2)]
    for article in story[1:]:
        line = quoted(article, 2)
        if line and repeats(line, lines[0]) < REPEATS:
            return [*lines, line]
    return lines


def adding(story: Sequence[Article]) -> list[str]:
    """What the product publishes: the lead's beginning, and the excerpt of another that adds most to it."""
    first, *others = [Line(text=quoted(article, 2), citations=()) for article in story]
    second = adding_most(first, [line for line in others if line.text], story)
    return [first.text, *([second.text] if second else [])]


def chosen(story: Sequence[Article]) -> list[str]:
    """The lead's passage that is nearest to all articles, then the other's that adds most."""
    weights = centroid(story)
    lines: list[str] = []
    pools = [list(passages(story[0]))], [list(passages(article)) for article in story[1:]]
    for pool in pools[:LINES]:
        ranked = [
            (TOLD * score(text, weights) * (1 - EARLY * min(place, 3)) - (1 - TOLD) * said(text, lines), text)
            for group in pool
            for place, text in group
            if not lines or repeats(text, lines[0]) < REPEATS
        ]
        if ranked:
            lines.append(max(ranked)[1])
    return lines


def passages(article: Article) -> Iterator[tuple[int, str]]:
    """Runs of one or two sentences within the rights, and how many stand before; else the cut one."""
    spans = list(sentence_spans(article.body))
    found = False
    for place, (start, end) in enumerate(spans):
        for stop in (end, *(spans[place + 1][1:] if place + 1 < len(spans) else ())):
            text = article.body[start:stop]
            if len(text) <= (RIGHTS.quotable or math.inf) and not OPENERS.match(text):
                found = True
                yield place, text
    if not found:
        yield 0, quoted(article, 2)


def centroid(story: Sequence[Article]) -> dict[str, float]:
    """How many of the articles have a word, for words of several, by the logarithm."""
    counted = Counter(word for article in story for word in words_in(f"{article.title} {article.body}"))
    facts_of = to_tell(story)
    names = {part for fact in facts_of for part in words_in(fact.partition(" ")[2])}
    return {
        word: math.log(count) * (3 if word in names else 1) for word, count in counted.items() if count > 1
    }


def score(text: str, weights: Mapping[str, float]) -> float:
    """The share of the story's weight that a passage has."""
    return sum(weights.get(word, 0.0) for word in words_in(text)) / (sum(weights.values()) or 1.0)


def said(text: str, lines: Sequence[str]) -> float:
    """How much of a passage is told already."""
    return max((repeats(text, line) for line in lines), default=0.0) / 10


if __name__ == "__main__":
    main()
