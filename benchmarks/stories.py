"""Measure following stories through the commands that a user has.

    python -m benchmarks.stories ../shared/corpora --shuffles 3 --ablation

Each set is ingested into a new site, built without its pages and exported; the export is scored with B-cubed
(Bagga and Baldwin, 1998) by the scorer beside the corpora. WCEP is scored a second time on the stories of two
or more entries that span up to 14 days. `--shuffles N` follows the articles of each day in N random orders
too, and `--ablation` leaves out one part of the model at a time.
"""

from __future__ import annotations

import argparse
import gzip
import importlib.util
import json
import random
import subprocess
import sys
import tempfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from types import ModuleType
from typing import Any

from generator.library import load_articles
from generator.model.article import Article
from generator.model.ids import ArticleId
from generator.model.story import Lineage
from generator.stories import follow_stories, following, likeness, trace_lineage
from generator.stories.following import Follower

SETS = {
    "ecbplus": ("ecbplus/articles.jsonl.gz", "cluster"),
    "uci": ("uci_aggregator/headlines.jsonl.gz", "cluster"),
    "wcep": ("wcep_daily/entries.jsonl.gz", "story"),
}
SPAN = 14  # days
CAPTURED, NOW = "2026-01-01T00:00:00Z", "2026-11-01T00:00:00Z"
Gold = Mapping[str, str | None]

# What is left out, and the module and value that leave it out.
ABLATION: tuple[tuple[str, ModuleType, str, float], ...] = (
    ("names' 4-grams", likeness, "_NAMES", 0.0),
    ("time", likeness, "_DAYS", 0.0),
    ("numbered things ('12th package')", likeness, "_OTHER_SERIAL", 0.0),
    ("one source's other names", likeness, "_OTHER_NAMES", 0.0),
    ("a story's looseness", likeness, "_LOOSENESS", 0.0),
    ("the surer bound for merging", following, "_SURER", 0.0),
    ("merging", following, "_SURER", 1.0),
)


@dataclass(frozen=True, slots=True)
class Settings:
    """What digest.yml says of stories by default."""

    window_days: int = 14
    join: float = 0.30


def main() -> None:
    """Ingest, build, export and print the scores."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.stories", description=__doc__.splitlines()[0])
    parser.add_argument("corpora", type=Path)
    parser.add_argument("--shuffles", type=int, default=0)
    parser.add_argument("--ablation", action="store_true")
    options = parser.parse_args()
    score = scorer(options.corpora)
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
            for what, module, constant, value in ABLATION if options.ablation else ():
                found = without(module, constant, value, lambda: followed(articles, lineage))  # noqa: B023 -- called at once
                _print(f"without {what}", gold, [found], score)


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
    stories = follow_stories(articles, lineage, {}, {}, Settings())
    return {names[member]: story.id for story in stories for member in story.articles}


def shuffled(articles: Sequence[Article], lineage: Mapping[ArticleId, Lineage], seed: int) -> dict[str, str]:
    """The same with each day's articles in a random order."""
    order = random.Random(seed)  # noqa: S311 -- repeatable
    keyed = [
        (article.when.date(), order.random(), article) for article in sorted(articles, key=lambda a: a.id)
    ]
    follower = Follower({}, Settings(), anchored=False, kept=4000)
    for _, _, article in sorted(keyed, key=lambda entry: entry[:2]):
        follower.follow(article, lineage.get(article.id), None)
    names = {article.id: article.external_id or "" for article in articles}
    stories = follower.stories({article.id: article.when for article in articles})
    return {names[member]: story.id for story in stories for member in story.articles}


def without(
    module: ModuleType, constant: str, value: float, act: Callable[[], dict[str, str]]
) -> dict[str, str]:
    """What `act` gives with a constant of the model set to `value`."""
    kept = getattr(module, constant)
    setattr(module, constant, value)
    try:
        return act()
    finally:
        setattr(module, constant, kept)


def scorer(corpora: Path) -> ModuleType:
    """The cluster scorer beside the corpora."""
    path = corpora.parent / "score" / "cluster_score.py"
    spec = importlib.util.spec_from_file_location("cluster_score", path)
    if spec is None or spec.loader is None:
        raise FileNotFoundError(path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


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
        mean = {key: sum(one[key] for one in scores) / len(scores) for key in ("f1", "p", "r")}
        spread = max(one["f1"] for one in scores) - min(one["f1"] for one in scores)
        apart = f"  spread {spread:.3f}" if len(scores) > 1 else ""
        print(
            f"{name:20} {what:44} F1 {mean['f1']:.3f}  P {mean['p']:.3f}  R {mean['r']:.3f}{apart}",
            flush=True,
        )


if __name__ == "__main__":
    main()
