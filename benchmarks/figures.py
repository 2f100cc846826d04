"""Measure the figures that are shown as disputed or moved, against a set labelled by hand.

    python -m benchmarks.figures ../shared/corpora --half A --wrong

docs/quality/figures.tsv has story-days of ECB+, UCI and WCEP, each with what its reports differ on
(docs/quality/figures.md says how it was made). Each pair of figures that is shown side by side counts: it is
right when both are values of one thing there. Recall is that of things: one is found when a pair of it is
shown. Every article counts as an outlet's own report, but in UCI, which names its outlets.
"""

from __future__ import annotations

import argparse
import gzip
import hashlib
import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import combinations
from pathlib import Path
from typing import Any, Final

from generator.digest.comparing import Difference, Telling, differences, telling
from generator.digest.figures import Figure
from generator.model.article import Article
from generator.model.ids import ArticleId, SourceId

LABELS: Final = Path(__file__).parent.parent / "docs" / "quality" / "figures.tsv"
_UNDATED: Final = datetime(1990, 1, 1, tzinfo=UTC)
_SETS: Final = {
    "ecb": ("ecbplus/articles.jsonl.gz", "cluster"),
    "uci": ("uci_aggregator/headlines.jsonl.gz", "cluster"),
    "wcep": ("wcep_daily/entries.jsonl.gz", "story"),
}
# The corpora write sums in many ways; a label says only that it is one.
_MONEY: Final = frozenset(("price", "fine", "bail"))
_CLOSE: Final = 0.05  # a label keeps the unit that the article has, or the other one of the set

Row = Mapping[str, Any]
Value = tuple[str, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class StoryDay:
    """A story's day: what its reports tell, what those before told, and the things on which they differ."""

    half: str
    name: str
    before: tuple[Telling, ...]
    today: tuple[Telling, ...]
    things: tuple[tuple[str, frozenset[Value]], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """Two figures that are shown side by side."""

    day: str
    kind: str
    values: tuple[Value, Value]
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Score:
    """What was shown, what of it was wrong, and the things that were found of those that there are."""

    days: int
    shown: tuple[Pair, ...]
    wrong: tuple[Pair, ...]
    things: int
    found: int

    @property
    def precision(self) -> float:
        return 1 - len(self.wrong) / len(self.shown) if self.shown else 1.0

    @property
    def recall(self) -> float:
        return self.found / self.things if self.things else 1.0


def short(name: str) -> str:
    """What stands for an id in the labels."""
    return hashlib.sha256(name.encode()).hexdigest()[:12]


def load(corpora: Path) -> tuple[list[StoryDay], dict[str, Article]]:
    """The labelled story-days with what their reports tell, and the articles by their short ids."""
    labels: dict[tuple[str, str, str, str], list[tuple[str, frozenset[Value]]]] = {}
    for line in LABELS.read_text("utf-8").splitlines()[1:]:
        half, name, story, day, thing, values = line.split("\t")
        things = labels.setdefault((half, name, story, day), [])
        if thing:
            pairs = (value.split("=") for value in values.split())
            things.append((thing, frozenset((article, float(number)) for article, number in pairs)))
    articles: dict[str, Article] = {}
    stories: dict[tuple[str, str], dict[str, list[Article]]] = defaultdict(lambda: defaultdict(list))
    for name, (path, key) in _SETS.items():
        for row in _rows(corpora / path):
            article = _article(row)
            articles[article.id] = article
            day = row["published"][:10] if row["published"] and name != "ecb" else "0"
            stories[name, short(row[key] or "")][day].append(article)
    days = [
        _day(half, f"{name} {story} {day}", day, stories[name, story], tuple(things))
        for (half, name, story, day), things in labels.items()
    ]
    return days, articles


def score(days: Iterable[StoryDay], articles: Mapping[str, Article]) -> Score:
    """How right and how complete what would be shown of `days` is."""
    shown: list[Pair] = []
    wrong: list[Pair] = []
    count = things = found = 0
    for day in days:
        count += 1
        things += len(day.things)
        pairs = [
            pair
            for difference in differences(day.before, day.today)
            for pair in _pairs(day, difference, articles)
        ]
        shown += pairs
        wrong += [pair for pair in pairs if not any(_is_of(pair, thing) for thing in day.things)]
        found += sum(any(_is_of(pair, thing) for pair in pairs) for thing in day.things)
    return Score(days=count, shown=tuple(shown), wrong=tuple(wrong), things=things, found=found)


def _rows(path: Path) -> Iterator[Row]:
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        yield from map(json.loads, lines)


def _article(row: Row) -> Article:
    """A row as an article; a headline is all there is of one."""
    published = datetime.fromisoformat(row["published"]) if row["published"] else _UNDATED
    text = row.get("text") or row["title"]
    source = row.get("source") or row["id"]
    return Article(
        id=ArticleId(short(row["id"])),
        title=row.get("title") or "",
        body=text,
        source=SourceId(source),
        published=published if published.tzinfo else published.replace(tzinfo=UTC),
        language="en",
    )


def _day(
    half: str,
    name: str,
    day: str,
    story: Mapping[str, Sequence[Article]],
    things: tuple[tuple[str, frozenset[Value]], ...],
) -> StoryDay:
    def told(articles: Iterable[Article]) -> tuple[Telling, ...]:
        ordered = sorted(articles, key=lambda article: (article.when, article.id))
        return tuple(telling(article, article.source) for article in ordered)

    before = [article for other in sorted(story) if other < day for article in story[other]]
    return StoryDay(half=half, name=name, before=told(before), today=told(story[day]), things=things)


def _pairs(day: StoryDay, difference: Difference, articles: Mapping[str, Article]) -> Iterator[Pair]:
    told = [(one, other) for one, other in combinations(difference.now, 2)]
    told += [(one, other) for one in difference.before for other in difference.now]
    for one, other in told:
        yield Pair(
            day=day.name,
            kind=difference.thing[0].value,
            values=(_value(*one), _value(*other)),
            words=" | ".join(_words(*item, articles) for item in (one, other)),
        )


def _value(told: Telling, figure: Figure) -> Value:
    return told.article, float(figure.range.number)


def _words(told: Telling, figure: Figure, articles: Mapping[str, Article]) -> str:
    sentence = articles[told.article].body[slice(*figure.sentence)]
    return f"{figure.range.number:f}: {' '.join(sentence.split())[:200]}"


def _is_of(pair: Pair, thing: tuple[str, frozenset[Value]]) -> bool:
    kind = "money" if pair.kind in _MONEY else pair.kind
    if thing[0] != kind:
        return False
    values = [_labelled(value, thing[1]) for value in pair.values]
    return None not in values and values[0] != values[1]


def _labelled(value: Value, values: frozenset[Value]) -> float | None:
    """The label that a value has: as it is, or in miles or feet."""
    for article, number in values:
        for factor in (1.0, 1.609344, 0.0003048, 0.001):
            if article == value[0] and abs(number * factor - value[1]) <= _CLOSE * value[1]:
                return number
    return None


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("corpora", type=Path)
    parser.add_argument("--half", choices=("A", "B"), help="one half of the set; else each, then both")
    parser.add_argument("--wrong", action="store_true", help="tell what is shown and is wrong")
    parser.add_argument("--missed", action="store_true", help="tell the things that are not shown")
    options = parser.parse_args()
    days, articles = load(options.corpora)
    for half in [options.half] if options.half else ["A", "B", "AB"]:
        chosen = [day for day in days if day.half in half]
        result = score(chosen, articles)
        print(
            f"{half:2}  {result.days} story-days, {len(result.shown)} pairs shown, "
            f"{len(result.wrong)} wrong, "
            f"precision {result.precision:.3f}; {result.found} of {result.things} things found: "
            f"recall {result.recall:.3f}"
        )
        if options.wrong and half != "AB":
            for pair in result.wrong:
                print(f"    {pair.day}  {pair.kind}  {pair.words}")
        if options.missed and half != "AB":
            for day in chosen:
                pairs = [p for d in differences(day.before, day.today) for p in _pairs(day, d, articles)]
                for thing in day.things:
                    if not any(_is_of(pair, thing) for pair in pairs):
                        print(f"    {day.name}  {thing[0]}  {sorted(thing[1])}")


if __name__ == "__main__":
    main()
