"""Measure following stories through the commands that a user has.

    python -m benchmarks.stories ../shared/corpora --shuffles 3 --ablation

Each set is ingested into a new site, built without its pages and exported; the export is scored with B-cubed
(Bagga and Baldwin, 1998) by the scorer beside the corpora. WCEP is scored a second time on the stories of two
or more entries that span up to 14 days. The sample site is scored by the pairs that its author meant to be in
one story. `--shuffles N` follows the articles of each day in N random orders too, and `--ablation` changes
one part of the model at a time.
"""

from __future__ import annotations

import argparse
import gzip
import json
import random
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date
from itertools import combinations
from pathlib import Path
from types import ModuleType
from typing import Any

import yaml

from benchmarks.scorers import scorer
from generator.library import load_articles
from generator.model.article import Article
from generator.model.ids import ArticleId
from generator.model.story import Lineage
from generator.settings import DigestSettings, Settings, load_settings
from generator.stories import Rulings, follow_stories, following, likeness, trace_lineage
from generator.stories.following import Follower

ROOT = Path(__file__).parent.parent
SETS = {
    "ecbplus": ("ecbplus/articles.jsonl.gz", "cluster"),
    "uci": ("uci_aggregator/headlines.jsonl.gz", "cluster"),
    "wcep": ("wcep_daily/entries.jsonl.gz", "story"),
}
SPAN = 14  # days
CAPTURED, NOW = "2026-01-01T00:00:00Z", "2026-11-01T00:00:00Z"
SETTINGS = DigestSettings().stories
Gold = Mapping[str, str | None]
Change = tuple[ModuleType, str, object]

# What is changed of the model.
ABLATION: Mapping[str, tuple[Change, ...]] = {
    "without names' 4-grams": ((likeness, "_NAMES", 0.0),),
    "without topics": ((likeness, "_TOPICS", 0.0),),
    "without time": ((likeness, "_DAYS", 0.0),),
    "without 'Read also'": ((likeness, "_SEE_ALSO", 0.0),),
    "without numbered things": ((likeness, "_OTHER_SERIAL", 0.0),),
    "without one source's other names": ((likeness, "_OTHER_NAMES", 0.0),),
    "without looseness": ((likeness, "_LOOSENESS", 0.0),),
    "the same, with the bias then best": ((likeness, "_LOOSENESS", 0.0), (likeness, "_BIAS", -2.7)),
    "the closest time between stories": ((following, "oneness", likeness.belonging),),
    "each pair's time for a report": ((following, "belonging", likeness.oneness),),
    "ten last reports": ((following, "LAST", 10),),
    "merging at the bound for joining": ((following, "_SURER", 0.0),),
    "without merging": ((following, "_SURER", 1.0),),
}


def main() -> None:
    """Ingest, build, export and print the scores."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.stories", description=__doc__.splitlines()[0])
    parser.add_argument("corpora", type=Path)
    parser.add_argument("--shuffles", type=int, default=0)
    parser.add_argument("--ablation", action="store_true")
    options = parser.parse_args()
    ablation = ABLATION if options.ablation else {}
    score = scorer(options.corpora, "cluster_score")
    with tempfile.TemporaryDirectory() as folder:
        for name in SETS:
            gold = golds(options.corpora, name)
            site = Path(folder) / name
            _print("by the commands", gold, [exported(options.corpora, name, site)], score)
            articles, _ = load_articles(site, None)
            lineage = trace_lineage(articles)
            if options.shuffles:
                orders = [shuffled(articles, lineage, seed) for seed in range(options.shuffles)]
                _print(f"{options.shuffles} orders within a day", gold, orders, score)
            for what, changes in ablation.items():
                with changed(changes):
                    _print(what, gold, [followed(articles, lineage)], score)
    print(sample("as it is"))
    for what, changes in ablation.items():
        with changed(changes):
            print(sample(what))


def golds(corpora: Path, name: str) -> dict[str, Gold]:
    """The gold label of each item, by what is scored; None for an item that is not."""
    path, key = SETS[name]
    with gzip.open(corpora / path, "rt", encoding="utf-8") as lines:
        rows: list[dict[str, Any]] = [json.loads(line) for line in lines]
    found: dict[str, Gold] = {name: {row["id"]: row[key] for row in rows}}
    if name == "wcep":
        days: dict[str, list[date]] = {}
        for row in rows:
            days.setdefault(row[key], []).append(date.fromisoformat(row["published"]))
        short = {s for s, on in days.items() if len(on) > 1 and (max(on) - min(on)).days <= SPAN}
        found["wcep, 2+ in 14 days"] = {row["id"]: row[key] if row[key] in short else None for row in rows}
    return found


def exported(corpora: Path, name: str, site: Path) -> dict[str, str]:
    """The story of each item, by its id in the corpus, as the commands find it in a new site."""
    _digest("new", str(site))
    for page in (site / "content" / "articles").rglob("*.md"):
        page.unlink()
    _digest("ingest", str(corpora / SETS[name][0]), "--site", str(site), "--captured", CAPTURED)
    _digest("build", "--no-site", "--site", str(site), "--now", NOW)
    lines = _digest("export", "--what", "articles", "--site", str(site)).splitlines()
    return {row["external_id"]: row["story"] for row in map(json.loads, lines)}


def followed(articles: Sequence[Article], lineage: Mapping[ArticleId, Lineage]) -> dict[str, str]:
    """The story of each item, followed in this process."""
    names = {article.id: article.external_id or "" for article in articles}
    stories = follow_stories(articles, lineage, Rulings(), {}, SETTINGS)
    return {names[member]: story.id for story in stories for member in story.articles}


def shuffled(articles: Sequence[Article], lineage: Mapping[ArticleId, Lineage], seed: int) -> dict[str, str]:
    """The same with each day's articles in a random order."""
    order = random.Random(seed)  # noqa: S311 - the same orders each time, nothing secret
    keyed = [
        (article.when.date(), order.random(), article) for article in sorted(articles, key=lambda a: a.id)
    ]
    ordered = [article for _, _, article in sorted(keyed, key=lambda entry: entry[:2])]
    follower = Follower(ordered, {}, SETTINGS, Rulings())
    for article in ordered:
        follower.follow(article, lineage.get(article.id))
    names = {article.id: article.external_id or "" for article in articles}
    return {names[member]: follower.book.ids[story] for member, story in follower.book.story_of.items()}


class Sample:
    """The sample site, and what its author meant: the articles of each story."""

    def __init__(self) -> None:
        settings, problems = load_settings(ROOT)
        if settings is None:
            raise SystemExit("\n".join(map(str, problems)))
        self.settings: Settings = settings
        self.articles, _ = load_articles(ROOT, None)
        self.lineage = trace_lineage(self.articles)
        told = yaml.safe_load((ROOT / "tests/golden/sample_stories.yml").read_text(encoding="utf-8"))
        self.meant: Mapping[str, Sequence[ArticleId]] = told["stories"]


def sample(what: str) -> str:
    """A line on the sample site's stories: the pairs found that its author meant, and those meant that were
    found."""
    site = Sample()
    stories = follow_stories(
        site.articles, site.lineage, Rulings(), site.settings.topics, site.settings.digest.stories
    )
    gold, found = pairs(site.meant.values()), pairs(story.articles for story in stories)
    both = len(gold & found)
    return f"{'sample, pairs':20} {what:36}           P {both / len(found):.3f}  R {both / len(gold):.3f}"


def pairs(groups: Iterable[Iterable[str]]) -> set[tuple[str, str]]:
    """Every two that are in one group."""
    return {pair for group in groups for pair in combinations(sorted(group), 2)}


@contextmanager
def changed(changes: Iterable[Change]) -> Iterator[None]:
    """The model with names of its modules set to something else."""
    kept = [(module, name, getattr(module, name)) for module, name, _ in changes]
    for module, name, value in changes:
        setattr(module, name, value)
    try:
        yield
    finally:
        for module, name, value in kept:
            setattr(module, name, value)


def _digest(*arguments: str) -> str:
    done = subprocess.run(
        [sys.executable, "-m", "generator", *arguments], capture_output=True, check=True, encoding="utf-8"
    )
    return done.stdout


def _print(
    what: str, gold: Mapping[str, Gold], found: Sequence[Mapping[str, str]], score: ModuleType
) -> None:
    for name, labels in gold.items():
        scores = [score.bcubed(labels, one) for one in found]
        f1, precision, recall = (sum(one[key] for one in scores) / len(scores) for key in ("f1", "p", "r"))
        spread = max(one["f1"] for one in scores) - min(one["f1"] for one in scores)
        apart = f"  spread {spread:.3f}" if len(scores) > 1 else ""
        print(f"{name:20} {what:36} F1 {f1:.3f}  P {precision:.3f}  R {recall:.3f}{apart}", flush=True)


if __name__ == "__main__":
    main()
