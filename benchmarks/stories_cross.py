"""Judge weights on a set that they were not fitted on.

    python -m benchmarks.stories_cross ../shared/corpora

The five weights of the likeness (bias, terms, names, days) and the bound for joining are drawn at random from
wide boxes, the same draws each time; every draw is scored on every set. For each set the draw that is best on
the mean of the others is taken, and its score here set beside that of the weights as they are shipped, and
that of the draw which is best here (what fitting on the set itself would reach: an upper bound). WCEP's two
scores are one set's, and are left out together. The score is B³ F1, on the sample too.
"""

from __future__ import annotations

import argparse
import random
import tempfile
from collections.abc import Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from statistics import fmean
from typing import Final

from benchmarks.scorers import scorer
from benchmarks.stories import SETS, Gold, Sample, changed, exported, golds
from generator.library import load_articles
from generator.model.article import Article
from generator.model.ids import ArticleId, TopicId
from generator.model.story import Lineage
from generator.model.topic import Topic
from generator.settings import DigestSettings
from generator.stories import Rulings, follow_stories, likeness, trace_lineage

# From where each weight is drawn: about half to twice what findings of others and a plain fit suggest.
BOXES: Final[Mapping[str, tuple[float, float]]] = {
    "_BIAS": (-4.2, -2.2),
    "_TERMS": (8.0, 18.0),
    "_NAMES": (0.0, 4.0),
    "_DAYS": (-2.0, -0.4),
    "join": (0.2, 0.45),
}
Draw = Mapping[str, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class Labelled:
    """A set: its articles and what they should come to. `golds` by what is scored."""

    name: str
    articles: Sequence[Article]
    lineage: Mapping[ArticleId, Lineage]
    vocabulary: Mapping[TopicId, Topic]
    golds: Mapping[str, Gold]


def main() -> None:
    """Ingest, draw, score, and print the table."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.stories_cross", description=__doc__)
    parser.add_argument("corpora", type=Path)
    parser.add_argument("--draws", type=int, default=80)
    parser.add_argument("--workers", type=int, default=2)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        sets = labelled(options.corpora, Path(folder))
    tried = draws(options.draws)
    jobs = [(one, draw, options.corpora) for draw in (SHIPPED, *tried) for one in sets]
    with ProcessPoolExecutor(options.workers) as workers:
        scores = list(workers.map(_score, jobs))
    rows = [scores[at : at + len(sets)] for at in range(0, len(scores), len(sets))]
    print("\n".join(table([one.name for one in sets], tried, rows[0], rows[1:])))


SHIPPED: Final[Draw] = {
    **{name: getattr(likeness, name) for name in BOXES if name != "join"},
    "join": DigestSettings().stories.join,
}


def labelled(corpora: Path, folder: Path) -> list[Labelled]:
    """The sets beside the scorers, each ingested by the commands, and the sample."""
    sets = []
    for name in SETS:
        exported(corpora, name, folder / name)
        articles, _ = load_articles(folder / name, None)
        sets.append(
            Labelled(
                name=name,
                articles=articles,
                lineage=trace_lineage(articles),
                vocabulary={},
                golds={
                    what: {
                        article.id: gold[article.external_id]
                        for article in articles
                        if article.external_id in gold
                    }
                    for what, gold in golds(corpora, name).items()
                },
            )
        )
    sample = Sample()
    gold = {article: story for story, members in sample.meant.items() for article in members}
    sets.append(
        Labelled(
            name="sample",
            articles=sample.articles,
            lineage=sample.lineage,
            vocabulary=sample.settings.topics,
            golds={"sample": gold},
        )
    )
    return sets


def draws(number: int) -> list[Draw]:
    """The same draws each time."""
    source = random.Random(1998)  # noqa: S311 - repeatable, nothing secret
    return [{name: round(source.uniform(*box), 2) for name, box in BOXES.items()} for _ in range(number)]


def table(
    names: Sequence[str],
    tried: Sequence[Draw],
    shipped: Sequence[Mapping[str, float]],
    rows: Sequence[Sequence[Mapping[str, float]]],
) -> list[str]:
    """Lines of Markdown: for each score the held-out draw's, the shipped weights' and the best draw's."""
    lines = [
        "| left out | fitted on the others | as shipped | best of all draws here | the fitted draw |",
        "|---|---|---|---|---|",
    ]
    for out in range(len(names)):
        others = [at for at in range(len(names)) if at != out]
        fits = [fmean(fmean(row[at].values()) for at in others) for row in rows]
        fitted = max(range(len(rows)), key=lambda at: (fits[at], -at))
        for what, score in rows[fitted][out].items():
            best = max(row[out][what] for row in rows)
            told = ", ".join(f"{name.strip('_').lower()} {value}" for name, value in tried[fitted].items())
            lines.append(f"| {what} | {score:.3f} | {shipped[out][what]:.3f} | {best:.3f} | {told} |")
    return lines


@dataclass(frozen=True, slots=True, kw_only=True)
class _Bound:
    join: float
    window_days: int


def _score(job: tuple[Labelled, Draw, Path]) -> dict[str, float]:
    one, draw, corpora = job
    changes = [(likeness, name, value) for name, value in draw.items() if name != "join"]
    bound = _Bound(join=draw["join"], window_days=DigestSettings().stories.window_days)
    with changed(changes):
        stories = follow_stories(one.articles, one.lineage, Rulings(), one.vocabulary, bound)
    found = {article: story.id for story in stories for article in story.articles}
    score = scorer(corpora, "cluster_score")
    return {what: score.bcubed(gold, found)["f1"] for what, gold in one.golds.items()}


if __name__ == "__main__":
    main()
