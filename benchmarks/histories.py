"""Random histories of a site, and what must hold after every step: `python -m benchmarks.histories`.

A step is a night of articles, a late one, a change by a source, a copy, or what a person decides: a merge,
a split, a takedown (of a name, too), a correction, a headline, a hiding, a file renamed, a page of one's own
written or removed, other settings, a cache thrown away. After each the
site is built (its Markdown and records), and

- no page that was ever there is missing, but for one whose address said a name that is taken down;
- no record of a closed edition has changed without being a revision later;
- no source is quoted beyond its rights, counted from the files: rights rise, sink, begin and end;
- no words of what was taken down stand in a page or a record, and no name that was in anything that is made.

At the end a build without any cache gives the same bytes as one with what was kept. A history is told by its
seed: what went wrong can be had again.
"""

from __future__ import annotations

import argparse
import json
import random
import shutil
import tempfile
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Final

from generator.build import build, clean
from generator.checks import Sought, leaks, words_of
from generator.decisions import redaction_of, taken_down
from generator.diagnostics import Problem
from generator.library import add_decision, article_path, load_articles, load_decisions, store_article
from generator.library.records import load_records
from generator.model.article import Article
from generator.model.editorial import Verb
from generator.model.ids import ArticleId, SourceId, article_id
from generator.project import load_project

_SOURCES: Final = ("gazette", "courier", "radio", "wire", "herald")
_START: Final = datetime(2026, 8, 10, 20, tzinfo=UTC)
_MATTERS: Final = (
    ("Oberdale dam leaks", "The dam at Oberdale leaks {n} litres a second, the Aske Water Board said"),
    ("Ferry Solvind strikes wall", "The ferry Solvind struck the wall at Port Aldous; {n} people were hurt"),
    ("Steelworks close furnace", "Merrow Steel shuts its furnace in March and {n} jobs go, the council said"),
    ("Choir sings for roof", "The choir of Ulswick sang for {n} hours to pay for a roof of its hall"),
    ("Hostel treasurer in court", "The treasurer of the hostel took {n} crowns, Tarnhaven's court was told"),
    ("Ilse Várady in court", "Ilse Várady, the hostel's treasurer, took {n} crowns, the court was told"),
    ("Mill burns in Ulswick", "A fire took the mill of Jon Brandt at Ulswick and {n} people fled it"),
    ("Heat closes schools", "Heat of {n} degrees closes the schools of the Skerrins, the province said"),
)
_MORE: Final = (
    "Nobody would say on what day the work is to begin, and who will pay for it all.",
    "A meeting of those who live there was called for the evening in the town hall.",
    "The weather office expects that it will be dry until the week is over.",
    "It is the third time in two years that such a thing has been heard of there.",
)


_NAMES: Final = ("Ilse Varady", "Jon Brandt", "Hostel treasurer")


class BrokenError(AssertionError):
    """Something that must hold does not."""


@dataclass(slots=True)
class History:
    """A site and what has happened to it, by chance."""

    root: Path
    seed: int
    now: datetime = _START
    chance: random.Random = field(init=False)
    told: list[str] = field(default_factory=list)
    pages: set[str] = field(default_factory=set)
    closed: dict[str, dict[str, Any]] = field(default_factory=dict)
    versions: set[tuple[ArticleId, str]] = field(default_factory=set)
    count: int = 0

    def __post_init__(self) -> None:
        self.chance = random.Random(self.seed)  # noqa: S311 - a history, not a secret
        (self.root / "site_config").mkdir(parents=True)
        (self.root / "mkdocs.yml").write_text("site_name: Histories\n")
        (self.root / "site_config" / "topics.yml").write_text(
            "topics:\n  - {id: water, name: Water}\n  - {id: courts, name: Courts}\n"
        )
        self._settings()

    def run(self, steps: int) -> None:
        """Take so many steps; raises BrokenError with what does not hold after one of them."""
        for _ in range(steps):
            step = self.chance.choice(_STEPS)
            self.told.append(f"{self.now:%d %H:%M} {step.__name__.strip('_')}")
            step(self)
            self._build()
            self._hold()
        self._build_from_nothing()

    # ---- what can happen

    def night(self) -> None:
        """A day goes by, with some articles."""
        self.now += timedelta(days=1)
        for _ in range(self.chance.randint(0, 4)):
            self._write(self.now - timedelta(hours=self.chance.randint(1, 14)))

    def late(self) -> None:
        """An article of some days ago comes in."""
        self._write(self.now - timedelta(days=self.chance.randint(1, 6), hours=self.chance.randint(1, 9)))

    def copied(self) -> None:
        """Another source prints an article word for word."""
        if articles := self._articles():
            other = self.chance.choice(articles)
            source = SourceId(self.chance.choice(_SOURCES))
            self._store(other.title, other.body, source, self.now - timedelta(minutes=self.count))

    def changed(self) -> None:
        """A source changes its text."""
        if articles := self._articles():
            article = self.chance.choice(articles)
            body = article.body.replace("said", "told us").replace("hurt", "injured") + f" {self.count}."
            self._replace(article, body)

    def merged(self) -> None:
        """A person makes two stories one."""
        if len(stories := self._stories()) > 1:
            gone, kept = self.chance.sample(stories, 2)
            self._decide(Verb.MERGE, target=gone, into=kept)

    def split(self) -> None:
        """A person takes an article out of its story."""
        if articles := self._articles():
            story = self.chance.choice(self._stories() or [articles[0].id])
            self._decide(Verb.SPLIT, target=story, articles=[self.chance.choice(articles).id])

    def taken_down(self) -> None:
        """An article, a source or an address is taken down; its file may go."""
        if articles := self._articles():
            article = self.chance.choice(articles)
            target = self.chance.choice((article.id, article.id, article.url or "", f"{article.url}*"))
            self._decide(Verb.TAKEDOWN, target=target)

    def name_taken_down(self) -> None:
        """A name is taken down, or the words of one."""
        self._decide(Verb.TAKEDOWN, target=f"name:{self.chance.choice(_NAMES)}")

    def renamed(self) -> None:
        """An article's file gets another name, and a redirect leads to it."""
        if articles := self._articles():
            article = self.chance.choice(articles)
            self.count += 1
            new = f"{article.id}-{self.count}"
            old = article_path(self.root, article.id)
            old.rename(article_path(self.root, ArticleId(new)))
            self._decide(Verb.REDIRECT, target=f"/articles/{article.id}/", value=f"/articles/{new}/")

    def page(self) -> None:
        """A page of one's own is written, or makes place for a redirect."""
        path = self.root / "content" / "pages" / "guide.md"
        if path.exists():
            path.unlink()
            self._decide(Verb.REDIRECT, target="/guide/", value="/about/")
        else:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text("# Guide\n\nJon Brandt writes it.\n")

    def corrected(self) -> None:
        """A person says what was wrong of a story in an edition, or settles what a source has changed."""
        if articles := self._articles():
            article = self.chance.choice(articles)
            if self.chance.random() < 0.5:
                settle = self.chance.choice(("keep", "follow"))
                self._decide(Verb.CORRECTION, target=article.id, settle=settle)
            else:
                day = article.when.date().isoformat()
                self._decide(Verb.CORRECTION, target=article.id, value="We had it wrong.", on=day)

    def headed(self) -> None:
        """A person writes a headline or a note for a past edition."""
        if articles := self._articles():
            article = self.chance.choice(articles)
            verb = self.chance.choice((Verb.HEADLINE, Verb.NOTE))
            day = article.when.date().isoformat()
            self._decide(verb, target=article.id, value=article.title[:14].rsplit(" ", 1)[0], on=day)

    def hidden(self) -> None:
        """A person hides a story, from now on or everywhere."""
        if articles := self._articles():
            everywhere = self.chance.random() < 0.5
            target = self.chance.choice(articles).id
            self._decide(Verb.HIDE, target=target, **({"everywhere": True} if everywhere else {}))

    def settings(self) -> None:
        """Rights, sections and policies are changed."""
        self._settings()

    def forgotten(self) -> None:
        """The caches are thrown away."""
        shutil.rmtree(self.root / "build" / "cache", ignore_errors=True)

    # ---- how

    def _write(self, when: datetime) -> None:
        title, lead = self.chance.choice(_MATTERS)
        self.count += 1
        body = f"{lead.format(n=self.count + 3)}. {' '.join(self.chance.sample(_MORE, 2))}"
        self._store(f"{title} again: {self.count}", body, SourceId(self.chance.choice(_SOURCES)), when)

    def _store(self, title: str, body: str, source: SourceId, when: datetime) -> None:
        self.count += 1
        when = when.replace(microsecond=0)
        article = Article(
            id=article_id(when, source, f"{title} {self.count}"),
            title=title,
            body=body,
            source=source,
            published=when,
            url=f"https://{source}.example/{self.count}",
            language="en",
        )
        store_article(self.root, article)

    def _replace(self, article: Article, body: str) -> None:
        fields = {name: getattr(article, name) for name in Article.__dataclass_fields__}
        store_article(self.root, Article(**{**fields, "body": body, "updated": self.now}))

    def _articles(self) -> list[Article]:
        return load_articles(self.root, None)[0]

    def _stories(self) -> list[str]:
        folder = self.root / "build" / "docs" / "stories"
        pages = sorted(folder.rglob("*.md"))
        return [
            page.relative_to(folder).with_suffix("").as_posix()
            for page in pages
            if 'dayfold: "story"' in page.read_text(encoding="utf-8")
        ]

    def _decide(self, verb: Verb, **fields: Any) -> None:
        at = self.now.replace(microsecond=0)
        add_decision(self.root, verb, {"verb": verb.value, **fields, "by": "A", "at": at, "why": "Chance."})

    def _settings(self) -> None:
        policy = self.chance.choice(("ask", "keep", "follow"))
        stories, join = self.chance.choice((1, 3, 8)), self.chance.choice((0.25, 0.3, 0.4))
        (self.root / "site_config" / "digest.yml").write_text(
            f"sections:\n  - {{id: news, name: News, stories: {stories}}}\n"
            f"stories: {{join: {join}}}\ncorrections: {{source_changes: {policy}}}\n"
        )
        (self.root / "site_config" / "sources.yml").write_text(
            "sources:\n"
            + "".join(
                f"  - {{id: {source}, name: {source.title()}, rights: {{{self._rights()}}}}}\n"
                for source in _SOURCES
            )
        )

    def _rights(self) -> str:
        """What a source allows: more or less than before, all, nothing, or something until some day."""
        end = (self.now + timedelta(days=self.chance.randint(-3, 9))).date().isoformat()
        more = self.chance.choice(("", "", ", link_only: true", ", full_text: true"))
        dated = self.chance.choice(("", "", f", valid_until: {end}", f", valid_from: {end}"))
        return f"excerpt_chars: {self.chance.choice((0, 60, 120, 200, 300))}{more}{dated}"

    def _build(self) -> None:
        project, _ = load_project(self.root, self.now)
        report = build(project, builder=None)
        bad = [
            p for p in report.problems if p.code in {"path-collision", "bad-edition-record", "lost-permalink"}
        ]
        if bad:
            raise BrokenError(f"the build says: {bad[0].message}")
        self._hold_rights(report.problems)

    # ---- what must hold

    def _hold(self) -> None:
        docs = self.root / "build" / "docs"
        there = {path.relative_to(docs).as_posix(): path for path in docs.rglob("*.md")}
        decisions = load_decisions(self.root)
        names = redaction_of(decisions)
        self.pages = set(map(names.id, self.pages))
        if lost := sorted(self.pages - there.keys()):
            raise BrokenError(f"permalinks that answer no more: {', '.join(lost[:5])}")
        self.pages |= there.keys()
        self._hold_records()
        texts = {name: path.read_text(encoding="utf-8") for name, path in there.items()}
        library = self._articles()
        records = load_records(self.root)[0]
        taken = taken_down(decisions, library, records.values())
        self.versions |= {(article.id, f"{article.title}\n{article.body}") for article in library}
        others = [text for name, text in self.versions if name not in taken]
        said = words_of([article for article in library if article.id in taken], others)
        files = [(name, text.encode()) for name, text in texts.items()]
        files += [(p.name, p.read_bytes()) for p in (self.root / "content" / "editions").rglob("*.json")]
        if leak := next(leaks(Sought(words=said), files), None):
            raise BrokenError(f"{leak.position}: {leak.message}")
        made = (self.root / "build", self.root / "content" / "permalinks") if names else ()
        files += [(str(p), p.read_bytes()) for folder in made for p in folder.rglob("*") if p.is_file()]
        if leak := next(leaks(Sought(words={}, names=names), files), None):
            raise BrokenError(f"{leak.position}: {leak.message}")

    def _hold_records(self) -> None:
        for path in sorted((self.root / "content" / "editions").rglob("*.json")):
            record = json.loads(path.read_bytes())
            before = self.closed.get(record["id"])
            if before is not None and before != record and record["revision"] <= before["revision"]:
                raise BrokenError(f"the closed edition {record['id']} has changed and is no revision later")
            if before is not None and not record["closed"]:
                raise BrokenError(f"the closed edition {record['id']} is open again")
            if record["closed"]:
                self.closed[record["id"]] = record

    def _hold_rights(self, problems: Iterable[Problem]) -> None:
        """No more of an article stands in the files than its source allows, counted from the files."""
        if over := next((p for p in problems if p.code in {"over-quoted", "excerpt-too-long"}), None):
            raise BrokenError(f"{over.position}: {over.message}")

    def _build_from_nothing(self) -> None:
        self._build()  # the records that the last step wrote are read, too
        before = _bytes_of(self.root)
        project, _ = load_project(self.root, self.now)
        clean(project)
        build(project, builder=None)
        after = _bytes_of(self.root)
        if before != after:
            differ = sorted(
                name for name in before.keys() | after.keys() if before.get(name) != after.get(name)
            )
            raise BrokenError(f"a build without caches differs: {', '.join(differ[:5])}")


_STEPS: Final[tuple[Callable[[History], None], ...]] = (
    *(History.night, History.night, History.night, History.night, History.late, History.late),
    *(History.copied, History.changed, History.changed, History.merged, History.split),
    *(History.taken_down, History.corrected, History.corrected, History.headed, History.hidden),
    *(History.settings, History.forgotten, History.name_taken_down, History.renamed, History.page),
)


def run_history(seed: int, steps: int) -> None:
    """The history of `seed`. Raises BrokenError with all that happened until something did not hold."""
    with tempfile.TemporaryDirectory(prefix="dayfold-history-") as name:
        history = History(Path(name) / "site", seed)
        try:
            history.run(steps)
        except BrokenError as broken:
            raise BrokenError(f"seed {seed}: {broken}\n  " + "\n  ".join(history.told)) from None


def main() -> None:
    """Run histories, and say how many held."""
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.histories", description=__doc__.splitlines()[0]
    )
    parser.add_argument("--histories", type=int, default=500)
    parser.add_argument("--steps", type=int, default=30)
    parser.add_argument("--first", type=int, default=0, help="the first seed")
    options = parser.parse_args()
    begun, broken = time.perf_counter(), 0
    for seed in range(options.first, options.first + options.histories):
        try:
            run_history(seed, options.steps)
        except BrokenError as found:
            broken += 1
            print(found)
    seconds = time.perf_counter() - begun
    print(f"{options.histories} histories of {options.steps} steps, {broken} broken, {seconds:.0f} s")


def _bytes_of(root: Path) -> dict[str, bytes]:
    folders = (root / "build" / "docs", root / "content" / "editions", root / "content" / "permalinks")
    return {
        path.relative_to(root).as_posix(): path.read_bytes()
        for folder in folders
        for path in folder.rglob("*")
        if path.is_file()
    }


if __name__ == "__main__":
    main()
