"""How common a word is in a language before anything was read: a table in, document frequencies out.

`background.tsv` holds, for each language, how many of `documents` contained each stem. It is counts, not
text; `benchmarks/make_background.py` makes it and says from what.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Final

from generator.stories.words import primary_language

# How many documents of our own reading the table is worth.
_WORTH: Final = 300.0  # swept 150–2000 on the sets of tests/quality: more drowns what the corpus itself says


@dataclass(frozen=True, slots=True, kw_only=True)
class Background:
    """Document frequencies to begin with, scaled to `documents`."""

    documents: float
    frequencies: Mapping[str, float]


def background_of(language: str) -> Background:
    """The table of `language`; an empty one for a language that has none."""
    return _tables().get(primary_language(language), _NONE)


_NONE: Final = Background(documents=0.0, frequencies={})


@cache
def _tables() -> dict[str, Background]:
    tables: dict[str, Background] = {}
    lines = files("generator.stories").joinpath("background.tsv").read_text(encoding="utf-8").splitlines()
    for line in lines:
        if not line or line.startswith("#"):
            continue
        language, documents, counts = line.split("\t")
        scale = _WORTH / int(documents)
        tables[language] = Background(documents=_WORTH, frequencies=_parse(counts, scale))
    return tables


def _parse(counts: str, scale: float) -> dict[str, float]:
    """Runs of `count:stem,stem,…`: one count for the many stems that share it keeps the table small."""
    frequencies: dict[str, float] = {}
    for run in counts.split(" "):
        count, _, stems = run.partition(":")
        for stem in stems.split(","):
            frequencies[stem] = int(count) * scale
    return frequencies
