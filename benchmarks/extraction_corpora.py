"""The corpora of pages in, pages with their gold out; and the scores that their authors count by."""

from __future__ import annotations

import gzip
import json
import tarfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from benchmarks.scorers import scorer

SETS: Final = ("scrapinghub", "trafilatura", "readability")


@dataclass(frozen=True, slots=True, kw_only=True)
class GoldPage:
    """A page and what its corpus says of it (`text`, or `must_contain` and `must_not_contain`)."""

    corpus: str
    name: str
    data: bytes
    gold: Mapping[str, Any]


def gold_pages(corpora: Path, corpus: str) -> Iterator[GoldPage]:
    """The pages of one corpus, in its own order."""
    with tarfile.open(corpora / corpus / "pages.tar.xz") as archive:
        files = {member.name.removeprefix("./"): member for member in archive.getmembers() if member.isfile()}
        held = {name: archive.extractfile(member) for name, member in files.items()}
        contents = {name: stream.read() for name, stream in held.items() if stream is not None}
    for line in contents["items.jsonl"].decode().splitlines():
        gold = json.loads(line)
        data = contents[gold["html"]]
        data = gzip.decompress(data) if data.startswith(b"\x1f\x8b") else data
        yield GoldPage(corpus=corpus, name=gold["id"], data=data, gold=gold)


def f1(corpora: Path, corpus: str, pages: list[GoldPage], texts: Mapping[str, str]) -> float:
    """The corpus's own F1: of segments for trafilatura's, of shingles for the others."""
    score = scorer(corpora, "extract_score")
    if corpus == "trafilatura":
        return float(score.segment_scores([page.gold for page in pages], texts)["f1"])
    return float(score.shingle_scores({page.name: page.gold["text"] for page in pages}, texts)["f1"])
