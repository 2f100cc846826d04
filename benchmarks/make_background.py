"""Count in how many documents a word stands: corpora in, generator/stories/background.tsv out.

    python benchmarks/make_background.py ../shared/corpora

English is the mean of two genres, since neither alone is news: journalism (the bodies of `scrapinghub` and
`readability`, 107 documents) and dated releases (`press_releases`, 9,630 documents). The sets that stories
are scored on are left out. The other languages are counted over the paragraphs of the web pages in
`trafilatura`: those are few, so only words in at least one of eight pages are kept, which is to say the
function words. What is kept is a stem and a count; no text is.
"""

from __future__ import annotations

import gzip
import json
import re
import sys
import tarfile
from collections import Counter
from collections.abc import Iterable, Iterator
from html.parser import HTMLParser
from pathlib import Path

from generator.stories.words import BREAKS, Stems, primary_language, tokenize

TABLE = Path(__file__).parent.parent / "generator" / "stories" / "background.tsv"
ENGLISH_STEMS = 4500
JOURNALISM_FLOOR = 2.5 / 107
OTHER_SHARE = 1 / 8
OTHER_PAGES = 12  # fewer pages of a language say nothing about it
SCALE = 10_000  # counts are written as documents in so many


def main(corpora: Path) -> None:
    """Write the table and say how large it is."""
    lines = [_line("en", _english(corpora), ENGLISH_STEMS)]
    pages = _pages_by_language(corpora)
    for language in sorted(pages):
        if language != "en" and len(pages[language]) >= OTHER_PAGES:
            shares = _shares(language, pages[language])
            kept = {stem: share for stem, share in shares.items() if share >= OTHER_SHARE}
            lines.append(_line(language, kept, len(kept)))
    header = "# Document frequencies of common words; made by benchmarks/make_background.py.\n"
    TABLE.write_text(header + "".join(lines), encoding="utf-8")
    print(f"{TABLE.name}: {TABLE.stat().st_size} bytes, {len(lines)} languages")


def _english(corpora: Path) -> dict[str, float]:
    releases = _shares("en", (f"{row['title']}\n{row['text']}" for row in _rows(corpora / "press_releases")))
    journalism = _shares("en", _journalism(corpora))
    mean = {}
    for stem in sorted(releases.keys() | journalism.keys()):
        rate = releases.get(stem, 0.0)
        # A word in one or two of 107 texts may be in one of 100 or in one of 10,000: no evidence.
        seen = journalism.get(stem, 0.0)
        mean[stem] = (rate + seen) / 2 if seen > JOURNALISM_FLOOR else rate
    return mean


def _rows(folder: Path) -> Iterator[dict[str, str]]:
    with gzip.open(folder / "articles.jsonl.gz", "rt", encoding="utf-8") as lines:
        for line in lines:
            yield json.loads(line)


def _journalism(corpora: Path) -> Iterator[str]:
    for name in ("scrapinghub", "readability"):
        with tarfile.open(corpora / name / "pages.tar.xz") as archive:
            for line in _content(archive, "./items.jsonl").decode().splitlines():
                row = json.loads(line)
                if (row.get("lang") or "en").lower().startswith("en") and " the " in row["text"]:
                    yield row["text"]


def _pages_by_language(corpora: Path) -> dict[str, list[str]]:
    pages: dict[str, list[str]] = {}
    with tarfile.open(corpora / "trafilatura" / "pages.tar.xz") as archive:
        for member in archive:
            if not member.name.endswith((".html", ".html.gz")):
                continue
            data = _content(archive, member.name)
            markup = (gzip.decompress(data) if member.name.endswith(".gz") else data).decode(errors="replace")
            tag = re.search(r"<html[^>]*\blang=[\"']?([a-zA-Z]{2})", markup)
            paragraphs = _Paragraphs()
            paragraphs.feed(markup)
            text = "\n".join(paragraphs.found)
            if tag and len(text) > 500:
                pages.setdefault(primary_language(tag.group(1)), []).append(text)
    return pages


def _content(archive: tarfile.TarFile, name: str) -> bytes:
    file = archive.extractfile(name)
    if file is None:
        raise FileNotFoundError(f"{name} is not a file of the archive")
    return file.read()


class _Paragraphs(HTMLParser):
    """The text of a page's paragraphs."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self._inside = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002 - the parser's signature
        self._inside = tag == "p" or (self._inside and tag in {"a", "b", "i", "em", "strong", "span"})

    def handle_endtag(self, tag: str) -> None:
        if tag == "p":
            self._inside = False

    def handle_data(self, data: str) -> None:
        if self._inside:
            self.found.append(data)


def _shares(language: str, texts: Iterable[str]) -> dict[str, float]:
    stems = Stems(language)
    counts: Counter[str] = Counter()
    documents = 0
    for text in texts:
        documents += 1
        counts.update({stems[token] for token in tokenize(text) if token not in BREAKS})
    return {stem: count / documents for stem, count in counts.items()}


def _line(language: str, shares: dict[str, float], limit: int) -> str:
    words = [stem for stem in shares if re.fullmatch(r"[^\W\d_]{2,}(?:'[^\W\d_]+)?", stem)]
    words = sorted(words, key=lambda stem: (-shares[stem], stem))[:limit]
    runs: dict[int, list[str]] = {}
    for stem in words:
        runs.setdefault(max(1, _rounded(shares[stem])), []).append(stem)
    counts = " ".join(f"{count}:{','.join(sorted(stems))}" for count, stems in runs.items())
    return f"{language}\t{SCALE}\t{counts}\n"


def _rounded(share: float) -> int:
    """`share` in SCALE parts, to two or three digits: more would cost bytes and say nothing."""
    count = round(share * SCALE)
    return count // 10 * 10 if count > 100 else count


if __name__ == "__main__":
    main(Path(sys.argv[1]))
