"""Count what a site publishes of its articles, and hide some to be found: `python -m benchmarks.rights SITE`.

First the time and memory of counting in build/docs and in site/ (where it is there), by which `digest build`
and `check` are slower: from nothing, where the articles of the newest day are new, and where nothing has
changed. Then passages of articles, from anywhere in them and of various lengths, are put into pages, and are
to be found.
"""

from __future__ import annotations

import argparse
import random
import resource
import tempfile
import time
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from html import escape
from itertools import islice
from operator import itemgetter
from pathlib import Path
from typing import Final

from generator.build_report import BuildReport
from generator.checks import Counter, Said, Titles
from generator.checks.wording import RUN, is_a_run, places_of_words, words_in
from generator.knowledge import Digest, digest
from generator.model.article import Article
from generator.model.ids import SourceId
from generator.model.source import Rights, Source
from generator.project import load_project
from generator.published import over_quoted

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
            _count(known, folder)
    _hide(known, options.tries)


def _count(known: Digest, folder: Path) -> None:
    with tempfile.TemporaryDirectory(prefix="dayfold-rights-") as temporary:
        kept = Path(temporary) / "kept.sqlite"
        newest = max(article.when.date() for article in known.articles.values())
        day = {id_ for id_, article in known.articles.items() if article.when.date() == newest}
        before = replace(
            known,
            articles={id_: article for id_, article in known.articles.items() if id_ not in day},
            quoted={id_: quoted for id_, quoted in known.quoted.items() if id_ not in day},
        )
        _time(known, folder, None, "with no cache")
        _time(before, folder, kept, f"from nothing, without the {len(day)} articles of {newest}")
        _time(known, folder, kept, "with those as well")
        _time(known, folder, kept, "nothing changed")
        print(f"  the cache: {kept.stat().st_size >> 20} MB")


def _time(known: Digest, folder: Path, kept: Path | None, what: str) -> None:
    begun = time.process_time()
    over = over_quoted(known, folder, folder.name, kept)
    taken = time.process_time() - begun
    print(
        f"{folder.name}, {what}: {taken:.1f} CPU s, up to {_megabytes()} MB; {len(over)} articles over their "
        "rights"
    )
    for problem in over[:10]:
        print(f"  {problem}")


def _hide(known: Digest, tries: int) -> None:
    """Put a passage of each of many articles into a text, as if nothing of any article might be quoted."""
    chance = random.Random(20260817)  # noqa: S311 - passages, not secrets
    sources = {
        name: replace(source, rights=Rights(link_only=True))
        for name, source in known.settings.sources.items()
    }
    articles = [known.articles[name] for name in sorted(known.articles)]
    for length in _LENGTHS:
        chance.shuffle(articles)
        passages = ((article, _passage(chance, article, length)) for article in articles)
        hidden = list(islice(filter(itemgetter(1), passages), tries))
        found = sum(_is_found(article, passage, sources) for article, passage in hidden)
        print(f"{length} words: found {found} of {len(hidden)}")


def _is_found(article: Article, passage: str, sources: Mapping[SourceId, Source]) -> bool:
    said = Said(articles={article.id: article}, sources=sources, meant={}, titles=Titles(()))
    counter = Counter(said)
    page = f"<html><body><p>On that page they wrote: “<b>{escape(passage)}</b>”, and more.</p></body></html>"
    counter.read("a.html", page.encode())
    return bool(counter.over())


def _passage(chance: random.Random, article: Article, length: int) -> str:
    """So many words of an article in a row; none where it has not so many, or only numbers."""
    places = places_of_words(article.body, 2_000)
    if len(places) <= length:
        return ""
    at = chance.randrange(len(places) - length)
    passage = article.body[places[at][0] : places[at + length - 1][1]]
    return passage if length < RUN or is_a_run(words_in(passage)) else ""


def _megabytes() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


if __name__ == "__main__":
    main()
