"""Show pairs of articles called copies, for reading: `python -m benchmarks.copies --site DIR --sample 200`.

Pairs are those of each copy with the others of its group, the original among them; the sample is the same for
the same seed and library. Each pair is shown with both titles, sources and days, what the decision rested on,
and the words in which the two differ. `--ids` prints a mark of each alone, one pair a line, for a table of
verdicts such as docs/quality/copies.tsv: a hash of the id it came with, which may hold words of its title.
"""

from __future__ import annotations

import argparse
import hashlib
import random
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path

from generator.library import load_articles
from generator.model.article import Article
from generator.model.ids import ArticleId
from generator.model.story import Lineage, Role
from generator.stories.lineage_by_day import trace_lineage
from generator.stories.overlap import compare
from generator.stories.passages import shared_passages

SHOWN = 60  # characters of each differing stretch


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """Two articles said to be copies of one text."""

    one: Article
    other: Article


def main() -> None:
    """Trace the lineage of a site's articles, sample, and print."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.copies", description=__doc__.splitlines()[0])
    parser.add_argument("--site", type=Path, default=Path(), help="the site whose articles are compared")
    parser.add_argument("--sample", type=int, default=200, help="how many pairs")
    parser.add_argument("--seed", type=int, default=20260817)
    parser.add_argument("--ids", action="store_true", help="print their marks alone")
    options = parser.parse_args()
    articles, _ = load_articles(options.site, None)
    found = list(pairs(articles, trace_lineage(articles)))
    chosen = random.Random(options.seed).sample(found, min(options.sample, len(found)))  # noqa: S311 -- repeatable
    for pair in sorted(chosen, key=lambda one: (one.one.id, one.other.id)):
        print("\t".join(map(_name, (pair.one, pair.other))) if options.ids else "\n".join(told(pair)))
    print(f"{len(chosen)} of {len(found)} pairs", file=sys.stderr)


def mark_of(name: str) -> str:
    """What stands for an article's id in a table of verdicts."""
    return hashlib.sha256(name.encode()).hexdigest()[:16]


def _name(article: Article) -> str:
    return mark_of(article.external_id or article.id)


def pairs(articles: Sequence[Article], lineage: Mapping[ArticleId, Lineage]) -> Iterator[Pair]:
    """Every two articles of a group of copies, each group with its original."""
    groups: dict[ArticleId, list[Article]] = {}
    for article in sorted(articles, key=lambda one: (one.when, one.id)):
        record = lineage[article.id]
        if record.role is Role.COPY and record.of is not None:
            groups.setdefault(record.of, []).append(article)
    known = {article.id: article for article in articles}
    for root, members in sorted(groups.items()):
        for one, other in combinations([known[root], *members], 2):
            yield Pair(one=one, other=other)


def told(pair: Pair) -> Iterator[str]:
    """What a reader needs for a verdict."""
    overlap = compare(pair.other, pair.one)
    for article in (pair.one, pair.other):
        yield f"{article.when.date()} {article.source} {article.id}\n  {article.title}"
    yield (
        f"  taken {overlap.taken:.2f} held {overlap.held:.2f} openings {overlap.opening:.2f} "
        f"{overlap.lead:.2f} titles {overlap.title:.2f} facts {overlap.facts:.2f} "
        f"numbers {overlap.numbers:.2f} strange {overlap.strange:.2f} slots {overlap.slots}"
    )
    for own, theirs in _differences(pair):
        yield f"  [{own}] → [{theirs}]"
    yield ""


def _differences(pair: Pair) -> Iterator[tuple[str, str]]:
    one, other = pair.one.body, pair.other.body
    shared = shared_passages(one, other)
    ends = [(0, 0), *[(passage.end, passage.of_end) for passage in shared]]
    starts = [*[(passage.start, passage.of_start) for passage in shared], (len(one), len(other))]
    for (end, of_end), (start, of_start) in zip(ends, starts, strict=True):
        own, theirs = one[end:start].strip(), other[of_end : max(of_end, of_start)].strip()
        if len(own) > 2 or len(theirs) > 2:
            yield _shortened(own), _shortened(theirs)


def _shortened(text: str) -> str:
    plain = " ".join(text.split())
    return plain if len(plain) <= SHOWN else f"{plain[:SHOWN]}… {len(plain)} characters"


if __name__ == "__main__":
    main()
