"""Make archives of a wanted size: articles of a corpus, or our own sample told again, as JSON Lines."""

from __future__ import annotations

import gzip
import json
import random
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import islice
from pathlib import Path
from typing import Any, Final

ROOT: Final = Path(__file__).resolve().parent.parent
CORPUS: Final = ROOT.parent / "shared" / "corpora" / "press_releases" / "articles.jsonl.gz"
A_DAY: Final = 50  # articles a day in an archive of our own


def write_archive(target: Path, size: int, source: Path | None) -> int:
    """Write `size` articles as JSON Lines to `target` and return how many there were.

    From `source`, else from the corpus of press releases beside the checkout, else of the sample's sentences
    in a random order that is the same each time.
    """
    origin = source or (CORPUS if CORPUS.exists() else None)
    lines = _lines(origin) if origin else (json.dumps(article) for article in _invented())
    count = 0
    with target.open("w", encoding="utf-8") as file:
        for line in islice(lines, size):
            file.write(line.rstrip("\n") + "\n")
            count += 1
    return count


def _lines(path: Path) -> Iterator[str]:
    opener = gzip.open if path.suffix == ".gz" else open
    with opener(path, "rt", encoding="utf-8") as file:
        yield from file


def _invented() -> Iterator[dict[str, Any]]:
    sentences = sample_sentences()
    chance = random.Random(20260817)  # noqa: S311 -- repeatable on purpose
    start = datetime(2016, 1, 1, tzinfo=UTC)
    number = 0
    while True:
        published = start + timedelta(days=number // A_DAY, minutes=number % A_DAY * 20)
        chosen = chance.sample(sentences, 25)
        yield {
            "id": f"invented-{number}",
            "url": f"https://bench-{number % 40}.example/{number}",
            "title": f"{chosen[0][:70].rstrip()} ({number})",
            "text": "\n\n".join(" ".join(chosen[i : i + 5]) for i in range(0, 25, 5)),
            "published": published.isoformat(),
            "source": f"Bench Source {number % 40}",
        }
        number += 1


def sample_sentences() -> list[str]:
    """The sentences of the sample's articles."""
    texts = [path.read_text(encoding="utf-8") for path in sorted((ROOT / "content/articles").rglob("*.md"))]
    bodies = [text.split("\n---\n", 1)[-1] for text in texts]
    return [sentence.strip() for body in bodies for sentence in body.split(". ") if len(sentence) > 30]
