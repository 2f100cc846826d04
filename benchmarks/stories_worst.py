"""List the stories of each set that cost most, and how often an item's story changed its id.

    python -m benchmarks.stories_worst ../shared/corpora --worst 20 --titles

A gold story's loss is the B-cubed precision and recall that its items lack, summed over them, as a share of
what the whole set lacks. Beside it stand the stories it was divided into and those of the gold that it was
mixed with, by their shares of items. Labels and titles are the corpora's own, so stories are named by a hash;
`--titles` shows the titles too, for reading alone. Then days are added one by one, each build closing its
records, and it is counted for how many items the story's id ever changed; `--step 7` adds weeks at a time.
"""

from __future__ import annotations

import argparse
import tempfile
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC
from itertools import groupby
from pathlib import Path

from benchmarks.copies import mark_of
from benchmarks.stories import SETS, SETTINGS, Gold, exported, golds
from generator.library import load_articles
from generator.model.article import Article
from generator.model.ids import ArticleId, StoryId
from generator.model.story import Lineage
from generator.stories import Rulings, follow_stories, trace_lineage
from generator.stories.rulings import Merge


@dataclass(frozen=True, slots=True, kw_only=True)
class Loss:
    """What a gold story lacks, in items: `precision` for what is mixed in, `recall` for what is apart.

    `parts` are the stories found that have its items, the largest first; `mixed` the gold stories that these
    hold besides, with how many items.
    """

    label: str
    items: Sequence[str]
    precision: float
    recall: float
    parts: Sequence[tuple[str, int]]
    mixed: Sequence[tuple[str, int]]


def main() -> None:
    """Ingest, build, export, compare and print."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.stories_worst", description=__doc__)
    parser.add_argument("corpora", type=Path)
    parser.add_argument("--worst", type=int, default=20)
    parser.add_argument("--titles", action="store_true", help="the corpora's own words: for reading alone")
    parser.add_argument("--step", type=int, default=1, help="so many days are added at a time")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        for name in SETS:
            site = Path(folder) / name
            found = exported(options.corpora, name, site)
            articles, _ = load_articles(site, None)
            titles = {article.external_id: article.title for article in articles}
            gold = golds(options.corpora, name)[name]
            worst = losses(gold, found)
            whole = sum(loss.precision + loss.recall for loss in worst)
            print(f"## {name}")
            for loss in worst[: options.worst]:
                print(told(loss, whole))
                if options.titles:
                    print("\n".join(_titles(loss, gold, found, titles)))
            builds, renamed, merged = moved(articles, trace_lineage(articles), options.step)
            print(
                f"{name}: over {builds} builds the story's id changed for {renamed} of {len(articles)} items "
                f"({renamed / len(articles):.1%}); {merged} stories were merged into others",
                flush=True,
            )


def losses(gold: Gold, found: Mapping[str, str]) -> list[Loss]:
    """What each gold story lacks, the worst first."""
    scored = {item: label for item, label in gold.items() if label is not None}
    of_label: dict[str, list[str]] = {}
    of_story: dict[str, list[str]] = {}
    for item, label in scored.items():
        of_label.setdefault(label, []).append(item)
        of_story.setdefault(found[item], []).append(item)
    made = [_loss(label, items, scored, found, of_story) for label, items in of_label.items()]
    return sorted(made, key=lambda loss: (-loss.precision - loss.recall, loss.label))


def told(loss: Loss, whole: float) -> str:
    """One line on a loss."""
    share = (loss.precision + loss.recall) / whole
    parts = "+".join(str(count) for _, count in loss.parts[:6])
    mixed = " ".join(f"{mark_of(label)[:8]}:{count}" for label, count in loss.mixed[:4])
    return (
        f"{mark_of(loss.label)[:8]} {share:6.1%} of the loss, {len(loss.items):4} items: precision lacks "
        f"{loss.precision:6.1f}, recall {loss.recall:6.1f}; "
        f"in {len(loss.parts)} stories ({parts}), with {mixed or '-'}"
    )


def moved(
    articles: Sequence[Article], lineage: Mapping[ArticleId, Lineage], step: int
) -> tuple[int, int, int]:
    """How many builds there were, how many articles were in a story whose id changed from one build to
    another, and how many stories were merged into others. `step` days are added at a time; what a build says
    of them is on record, and its stories are published."""
    fixed: dict[ArticleId, StoryId] = {}
    known: dict[ArticleId, StoryId] = {}
    published: set[StoryId] = set()
    changed: set[ArticleId] = set()
    merges: list[Merge] = []
    builds = 0
    for so_far in _growing(articles, step):
        rulings = Rulings(fixed=fixed, published=frozenset(published), merges=tuple(merges))
        stories = follow_stories(so_far, lineage, rulings, {}, SETTINGS)
        story_of = {article: story.id for story in stories for article in story.articles}
        changed.update(article for article, story in known.items() if story_of[article] != story)
        fixed = story_of | fixed
        last = so_far[-1].when.astimezone(UTC).date()
        gone = sorted(set(known.values()) - set(story_of.values()))
        merges += [Merge(day=last, gone=one, kept=story_of[ArticleId(one)]) for one in gone]
        published.update(story_of.values())
        known = story_of
        builds += 1
    return builds, len(changed), len(published) - len(set(known.values()))


def _growing(articles: Sequence[Article], step: int) -> Iterator[list[Article]]:
    """The articles up to the end of each `step` days that have any."""
    order = sorted(articles, key=lambda article: (article.when, article.id))
    so_far: list[Article] = []
    for _, added in groupby(order, key=lambda article: article.when.astimezone(UTC).toordinal() // step):
        so_far += added
        yield so_far


def _loss(
    label: str,
    items: Sequence[str],
    scored: Mapping[str, str],
    found: Mapping[str, str],
    of_story: Mapping[str, Sequence[str]],
) -> Loss:
    parts = Counter(found[item] for item in items)
    mixed: Counter[str] = Counter()
    for story in parts:
        mixed.update(scored[item] for item in of_story[story])
    del mixed[label]
    return Loss(
        label=label,
        items=items,
        precision=sum(count * (1 - count / len(of_story[story])) for story, count in parts.items()),
        recall=sum(count * (1 - count / len(items)) for count in parts.values()),
        parts=sorted(parts.items(), key=lambda part: (-part[1], part[0])),
        mixed=sorted(mixed.items(), key=lambda part: (-part[1], part[0])),
    )


def _titles(
    loss: Loss, gold: Gold, found: Mapping[str, str], titles: Mapping[str | None, str]
) -> Iterator[str]:
    for story, _ in loss.parts[:3]:
        for item in sorted(item for item in loss.items if found[item] == story)[:3]:
            yield f"      {mark_of(story)[:6]} {titles[item]}"
        for item in [
            one for one in sorted(gold) if found[one] == story and gold[one] not in (None, loss.label)
        ][:4]:
            yield f"      {mark_of(story)[:6]} X {titles[item]}"


if __name__ == "__main__":
    main()
