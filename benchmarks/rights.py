"""Count what a site publishes of its articles, and hide some to be found: `python -m benchmarks.rights SITE`.

First the time and memory of counting in build/docs and in site/ (where it is there), by which `digest build`
and `check` are slower. Then passages of articles, from anywhere in them and of various lengths, are put into
pages, and are to be found.
"""

from __future__ import annotations

import argparse
import random
import resource
import time
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import datetime
from html import escape
from itertools import islice
from operator import itemgetter
from pathlib import Path
from typing import Final

from generator.checks import Counter, TextReader
from generator.checks.wording import RUN, is_a_run, places_of_words, words_in
from generator.knowledge import BuildReport, Digest, digest
from generator.model.article import Article
from generator.model.ids import SourceId
from generator.model.source import Rights, Source
from generator.project import Project, load_project

_LENGTHS: Final = (7, 8, 10, 15, 25)  # words


def main() -> None:
    """Measure, and print."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.rights", description=__doc__.splitlines()[0])
    parser.add_argument("site", type=Path, help="a site, with its pages written (`digest build`)")
    parser.add_argument("--now", default="2027-01-01T00:00:00Z", help="as it was built")
    parser.add_argument("--tries", type=int, default=1000)
    options = parser.parse_args()
    project, _ = load_project(options.site.resolve(), datetime.fromisoformat(options.now))
    known = digest(project, BuildReport(), lambda _: None)
    print(f"{len(known.articles)} articles; with what is known of them {_megabytes()} MB")
    for folder in (project.docs, project.site):
        if folder.is_dir():
            _count(project, known, folder)
    _hide(project, known, options.tries)


def _count(project: Project, known: Digest, folder: Path) -> None:
    begun, files, size = time.process_time(), 0, 0
    counter, reader = Counter(known.free_words), TextReader()
    for path, data in _files(folder):
        counter.read(path, reader.texts_of(path, data))
        files, size = files + 1, size + len(data)
    read = time.process_time()
    over = counter.over(known.articles, project.settings.sources, known.quoted)
    done = time.process_time()
    print(
        f"{folder.name}: {files} files, {size >> 20} MB, read in {read - begun:.1f} CPU s, counted in "
        f"{done - read:.1f} CPU s, up to {_megabytes()} MB; {len(over)} articles over their rights"
    )
    for problem in over[:10]:
        print(f"  {problem}")


def _hide(project: Project, known: Digest, tries: int) -> None:
    """Put a passage of each of many articles into a text, as if nothing of any article might be quoted."""
    chance = random.Random(20260817)  # noqa: S311 - passages, not secrets
    sources = {
        name: replace(source, rights=Rights(link_only=True))
        for name, source in project.settings.sources.items()
    }
    articles = [known.articles[name] for name in sorted(known.articles)]
    for length in _LENGTHS:
        chance.shuffle(articles)
        passages = ((article, _passage(chance, article, length)) for article in articles)
        hidden = list(islice(filter(itemgetter(1), passages), tries))
        found = sum(_is_found(article, passage, sources) for article, passage in hidden)
        print(f"{length} words: found {found} of {len(hidden)}")


def _is_found(article: Article, passage: str, sources: Mapping[SourceId, Source]) -> bool:
    counter, reader = Counter(()), TextReader()
    page = f"<html><body><p>On that page they wrote: “<b>{escape(passage)}</b>”, and more.</p></body></html>"
    counter.read("a.html", reader.texts_of("a.html", page.encode()))
    return bool(counter.over({article.id: article}, sources, {}))


def _passage(chance: random.Random, article: Article, length: int) -> str:
    """So many words of an article in a row; none where it has not so many, or only numbers."""
    places = places_of_words(article.body, 2_000)
    if len(places) <= length:
        return ""
    at = chance.randrange(len(places) - length)
    passage = article.body[places[at][0] : places[at + length - 1][1]]
    return passage if length < RUN or is_a_run(words_in(passage)) else ""


def _files(folder: Path) -> Iterator[tuple[str, bytes]]:
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            yield path.as_posix(), path.read_bytes()


def _megabytes() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


if __name__ == "__main__":
    main()
