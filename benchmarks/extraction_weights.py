"""Learn the weights by which blocks are judged: `python -m benchmarks.extraction_weights`.

Reads the three corpora of pages, marks each block as text or not by its corpus's gold, and fits a logistic
regression with a ridge (Newton's method). With `--folds 5` it tells what weights score on pages that they
were not learned from, and writes nothing. NumPy is needed here and nowhere else.
"""

from __future__ import annotations

import argparse
import pickle
import random
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np

from benchmarks.extraction_corpora import SETS, GoldPage, f1, gold_pages
from generator.readers.extraction.main_text import LEAST, block_numbers, captions_of
from generator.readers.extraction.own_data import own_data
from generator.readers.extraction.page import read_page
from generator.readers.extraction.tree import parse
from generator.readers.html import hints_of
from generator.readers.html_decoding import decode_html

ROOT: Final = Path(__file__).resolve().parent.parent
CORPORA: Final = ROOT.parent / "shared" / "corpora"
TARGET: Final = ROOT / "generator" / "readers" / "extraction" / "weights.py"
# What a marked segment counts beside a whole page's text: swept 0.05–0.3, flat.
SEGMENT: Final = 0.1
_WHAT: Final = "What each number says for a block being text"
_WORD: Final = re.compile(r"\w+")
_BLANKS: Final = re.compile(r"\s+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """A page's blocks: their texts, their numbers and their marks (label and weight; None: unknown)."""

    page: GoldPage
    texts: list[str]
    rows: list[dict[str, float]]
    marks: list[tuple[float, float] | None]
    captions: list[bool]


def main() -> None:
    """Learn, and write or tell."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.extraction_weights")
    parser.add_argument("--folds", type=int, default=0, help="cross-validate instead of writing")
    parser.add_argument("--ridge", type=float, default=500.0, help="weight of the penalty, in mean blocks")
    parser.add_argument("--cache", type=Path, help="keep the pages' numbers here between runs")
    options = parser.parse_args()
    samples = _samples(options.cache)
    if options.folds:
        for least in (0.4, 0.5, 0.6):
            print(least, _cross_validated(samples, options.folds, options.ridge, least))
    else:
        names, weights, bias = _fit(samples, options.ridge)
        print(LEAST, _scores(samples, [_judge(sample, names, weights, bias) for sample in samples], LEAST))
        TARGET.write_text(_module(names, weights, bias), encoding="utf-8")


def _samples(cache: Path | None) -> list[Sample]:
    if cache is not None and cache.exists():
        with cache.open("rb") as file:
            return list(pickle.load(file))  # noqa: S301 - our own cache, named by the person who runs this
    samples = [sample for corpus in SETS for page in gold_pages(CORPORA, corpus) if (sample := _sample(page))]
    if cache is not None:
        cache.write_bytes(pickle.dumps(samples))
    return samples


def _sample(page: GoldPage) -> Sample | None:
    root = parse(decode_html(page.data))
    if root is None:
        return None
    read = read_page(root)
    texts = [block.text for block in read.blocks]
    rows = block_numbers(read, root, hints_of(own_data(root)))
    marks = _segment_marks(page, texts) if page.corpus == "trafilatura" else _text_marks(page, texts)
    return Sample(page=page, texts=texts, rows=rows, marks=marks, captions=captions_of(read))


def _segment_marks(page: GoldPage, texts: Sequence[str]) -> list[tuple[float, float] | None]:
    marks: list[tuple[float, float] | None] = [None] * len(texts)
    flat = [_BLANKS.sub(" ", text) for text in texts]
    for segment in page.gold["must_not_contain"]:
        found = [at for at, text in enumerate(flat) if _BLANKS.sub(" ", segment).strip() in text]
        for at in found:
            marks[at] = (0.0, SEGMENT / len(found))
    for segment in page.gold["must_contain"]:
        found = [at for at, text in enumerate(flat) if _BLANKS.sub(" ", segment).strip() in text]
        if found:
            marks[max(found, key=lambda at: (len(flat[at]), -at))] = (1.0, SEGMENT)
    return marks


def _text_marks(page: GoldPage, texts: Sequence[str]) -> list[tuple[float, float] | None]:
    """A block is text when most of its words lie in runs of four that the gold has; it weighs its share."""
    gold = _WORD.findall(page.gold["text"].lower())
    runs = set(zip(gold, gold[1:], gold[2:], gold[3:], strict=False))
    joined = f" {' '.join(gold)} "
    words = [_WORD.findall(text.lower()) for text in texts]
    flat = [word for row in words for word in row]
    covered = [False] * len(flat)
    for at, run in enumerate(zip(flat, flat[1:], flat[2:], flat[3:], strict=False)):
        if run in runs:
            covered[at : at + 4] = [True] * 4
    marks: list[tuple[float, float] | None] = []
    at = 0
    for row in words:
        share = sum(covered[at : at + len(row)]) / max(1, len(row))
        at += len(row)
        text = share == 1 and f" {' '.join(row)} " in joined if len(row) < 4 else share > 0.5
        marks.append((float(text), min(1.0, len(row) / max(len(gold), 50))))
    return marks


def _fit(samples: Iterable[Sample], ridge: float) -> tuple[list[str], Any, float]:
    """Names, weights and bias for the numbers as they are; the penalty is on standardised ones."""
    pairs = [
        (row, mark)
        for sample in samples
        for row, mark in zip(sample.rows, sample.marks, strict=True)
        if mark is not None
    ]
    names = list(pairs[0][0])
    x = np.array([[row[name] for name in names] for row, _ in pairs])
    y = np.array([label for _, (label, _) in pairs])
    w = np.array([weight for _, (_, weight) in pairs])
    w /= w.mean()
    mean, spread = x.mean(axis=0), x.std(axis=0) + 1e-9
    z = np.hstack([(x - mean) / spread, np.ones((len(x), 1))])
    penalty = np.full(z.shape[1], ridge)
    penalty[-1] = 0.0
    found = np.zeros(z.shape[1])
    for _ in range(25):
        p = 1 / (1 + np.exp(-np.clip(z @ found, -30, 30)))
        gradient = z.T @ (w * (p - y)) + penalty * found
        curvature = (z * (w * p * (1 - p))[:, None]).T @ z + np.diag(penalty + 1e-6)
        step = np.linalg.solve(curvature, gradient)
        found -= step
        if np.abs(step).max() < 1e-6:
            break
    weights = found[:-1] / spread
    return names, weights, float(found[-1] - weights @ mean)


def _judge(sample: Sample, names: Sequence[str], weights: Any, bias: float) -> list[float]:
    if not sample.rows:
        return []
    x = np.array([[row[name] for name in names] for row in sample.rows])
    return list(1 / (1 + np.exp(-np.clip(x @ weights + bias, -50, 50))))


def _cross_validated(samples: Sequence[Sample], folds: int, ridge: float, least: float) -> dict[str, float]:
    order = list(range(len(samples)))
    random.Random(1).shuffle(order)  # noqa: S311 - a fair deal of pages, nothing secret
    judged: list[list[float]] = [[] for _ in samples]
    for fold in range(folds):
        held = set(order[fold::folds])
        names, weights, bias = _fit((s for at, s in enumerate(samples) if at not in held), ridge)
        for at in held:
            judged[at] = _judge(samples[at], names, weights, bias)
    return _scores(samples, judged, least)


def _scores(samples: Sequence[Sample], judged: Sequence[Sequence[float]], least: float) -> dict[str, float]:
    scores = {}
    for corpus in SETS:
        pairs = [(s, p) for s, p in zip(samples, judged, strict=True) if s.page.corpus == corpus]
        texts = {
            sample.page.name: "\n\n".join(
                text
                for text, p, caption in zip(sample.texts, probabilities, sample.captions, strict=True)
                if p >= least and not caption
            )
            for sample, probabilities in pairs
        }
        scores[corpus] = round(f1(CORPORA, corpus, [sample.page for sample, _ in pairs], texts), 4)
    return scores


def _module(names: Sequence[str], weights: Any, bias: float) -> str:
    lines = [f'    "{name}": {weight:.4f},' for name, weight in zip(names, weights, strict=True)]
    return "\n".join(
        [
            f'"""{_WHAT}: `python -m benchmarks.extraction_weights` makes it."""',
            "",
            "from __future__ import annotations",
            "",
            "from typing import Final",
            "",
            f"BIAS: Final = {bias:.4f}",
            "WEIGHTS: Final[dict[str, float]] = {",
            *lines,
            "}",
            "",
        ]
    )


if __name__ == "__main__":
    main()
