"""What is counted again of what has changed is what a count of everything gives."""

from __future__ import annotations

import re
from array import array
from collections.abc import Callable, Iterable, Iterator, Mapping, Set
from dataclasses import dataclass, field
from datetime import UTC, datetime

from hypothesis import given, settings
from hypothesis import strategies as st

from generator.checks import Count, Quotations, Said, Seen, Titles, recount
from generator.model.article import Article
from generator.model.ids import ArticleId, SourceId
from generator.model.source import Rights, Source

# Few words, so that articles and files have many in common, in any place.
WORDS = [
    "harbour",
    "ferry",
    "struck",
    "captain",
    "evening",
    "current",
    "province",
    "letter",
    "spring",
    "dock",
]
PASSAGES = [" ".join(WORDS[(start + step * number) % 10] for number in range(9)) for start in range(10)
            for step in (1, 3, 7)]  # fmt: skip
FILES = ["a1.md", "a2.md", "a3.txt", "b1.html", "b2.md", "b3.md", "c1.md"]
RIGHTS = [Rights(), Rights(link_only=True), Rights(excerpt_chars=80), Rights(full_text=True)]

passages = st.sampled_from(PASSAGES)
bodies = st.lists(passages, min_size=1, max_size=5).map(". ".join)
pages = st.lists(st.one_of(passages, st.just("of our own")), min_size=1, max_size=3).map("\n\n".join)


@dataclass
class Site:
    """A small site, and what a cache keeps of it."""

    articles: dict[ArticleId, Article] = field(default_factory=dict)
    sources: dict[SourceId, Source] = field(default_factory=dict)
    meant: dict[ArticleId, Quotations] = field(default_factory=dict)
    titles: list[str] = field(default_factory=list)
    files: dict[str, str] = field(default_factory=dict)
    counts: dict[str, tuple[str, Count]] = field(default_factory=dict)
    seen: dict[ArticleId, Seen] = field(default_factory=dict)

    whole: dict[str, tuple[dict[str, str], Count]] = field(default_factory=dict)

    def said(self) -> Said:
        return Said(
            articles=self.articles, sources=self.sources, meant=self.meant, titles=Titles(self.titles)
        )

    def anew(self) -> list[str]:
        nothing_known = Site(files=self.files)
        return list(map(str, recount(self.said(), Known(nothing_known), Past({})).problems))

    def again(self) -> list[str]:
        before = {id_: seen for id_, seen in self.seen.items() if id_ in self.articles}
        known = Known(self)
        found = recount(self.said(), known, Past(before))
        stood = {path: one for group in found.whole for path, one in self.counts.items() if path[0] == group}
        self.counts = stood | {path: (self.files[path], count) for path, count in found.standing.items()}
        self.counts |= {path: (self.files[path], count) for path, count in found.counts}
        self.counts = {path: one for path, one in self.counts.items() if path in self.files}
        self.whole = {}
        for group in known.by_group:
            texts = known.texts(group)
            counts = [self.counts[path][1] for path in texts if path in self.counts]
            if len(counts) == len(texts):
                self.whole[group] = (texts, together(counts))
        self.seen = {id_: self.seen[id_] for id_ in before.keys() - found.seen.keys()} | dict(found.seen)
        return list(map(str, found.problems))


def together(counts: Iterable[Count]) -> Count:
    marks = {mark for count in counts for mark in count.marks}
    return Count(
        charges=frozenset(charge for count in counts for charge in count.charges),
        titles=frozenset(title for count in counts for title in count.titles),
        marks=array("q", marks),
    )


class Known:
    """The files of a site, in groups of the same letter."""

    def __init__(self, site: Site) -> None:
        self._site = site
        self.by_group = sorted({path[0] for path in site.files})

    def __len__(self) -> int:
        return len(self._site.files)

    def texts(self, group: str) -> dict[str, str]:
        return {path: text for path, text in sorted(self._site.files.items()) if path[0] == group}

    def groups(self) -> Iterator[tuple[str, Count | None]]:
        for group in self.by_group:
            texts, count = self._site.whole.get(group, ({}, None))
            yield group, count if texts == self.texts(group) else None

    def within(self, group: str) -> Iterator[tuple[str, Count | None]]:
        for path, text in self.texts(group).items():
            then, count = self._site.counts.get(path, ("", None))
            yield path, count if then == text else None

    def read(self, path: str) -> bytes:
        return self._site.files[path].encode()


class Past:
    """The articles of the last time."""

    def __init__(self, seen: Mapping[ArticleId, Seen]) -> None:
        self._seen = seen

    def unlike(self, states: Mapping[ArticleId, bytes]) -> list[ArticleId]:
        return [id_ for id_ in states if id_ not in self._seen or self._seen[id_].state != states[id_]]

    def having(self, shingles: Set[int]) -> Iterator[ArticleId]:
        return (id_ for id_, seen in self._seen.items() if not shingles.isdisjoint(seen.marks))


def _put_article(site: Site, data: st.DataObject) -> None:
    id_ = ArticleId(f"2026/08/17/{data.draw(st.sampled_from('abcd'))}")
    source = data.draw(st.sampled_from(sorted(site.sources)))
    when = datetime(2026, 8, 17, tzinfo=UTC)
    site.articles[id_] = Article(id=id_, title="t", body=data.draw(bodies), source=source, published=when)


def _drop_article(site: Site, data: st.DataObject) -> None:
    id_ = ArticleId(f"2026/08/17/{data.draw(st.sampled_from('abcd'))}")
    site.articles.pop(id_, None)
    site.meant.pop(id_, None)


def _mean(site: Site, data: st.DataObject) -> None:
    if site.articles:
        id_ = data.draw(st.sampled_from(sorted(site.articles)))
        body = site.articles[id_].body
        starts = [0, *(found.end() for found in re.finditer(r"\. ", body))]
        spans = [(start, body.find(".", start) % (len(body) + 1)) for start in starts]
        wanted = data.draw(st.frozensets(st.sampled_from(spans)))
        site.meant[id_] = Quotations(spans=wanted, past=data.draw(st.frozensets(passages, max_size=1)))


def _grant(site: Site, data: st.DataObject) -> None:
    name = data.draw(st.sampled_from(sorted(site.sources)))
    site.sources[name] = Source(id=name, name=name, rights=data.draw(st.sampled_from(RIGHTS)))


def _put_file(site: Site, data: st.DataObject) -> None:
    site.files[data.draw(st.sampled_from(FILES))] = data.draw(pages)


def _drop_file(site: Site, data: st.DataObject) -> None:
    site.files.pop(data.draw(st.sampled_from(FILES)), None)


def _name(site: Site, data: st.DataObject) -> None:
    site.titles = data.draw(st.lists(passages, max_size=2))


def _lose_a_row(site: Site, data: st.DataObject) -> None:
    for rows in (site.counts, site.seen, site.whole):
        if rows:
            del rows[data.draw(st.sampled_from(sorted(rows)))]  # type: ignore[attr-defined]  # one of three dicts


CHANGES: list[Callable[[Site, st.DataObject], None]] = [
    _put_article, _put_article, _drop_article, _mean, _grant, _put_file, _put_file, _drop_file, _name,
    _lose_a_row,
]  # fmt: skip


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_what_is_counted_again_is_what_a_count_of_everything_gives(data: st.DataObject) -> None:
    site = Site(sources={SourceId(name): Source(id=SourceId(name), name=name) for name in ("x", "y")})
    for change in (*[_put_article] * 3, *[_mean] * 3, *[_put_file] * 8, _name):
        change(site, data)
    site.again()
    for change in data.draw(st.lists(st.sampled_from(CHANGES), min_size=1, max_size=6)):
        change(site, data)
        assert site.again() == site.anew()


def test_a_title_that_is_gone_no_longer_frees_its_words() -> None:
    id_, source = ArticleId("2026/08/17/a"), SourceId("x")
    when = datetime(2026, 8, 17, tzinfo=UTC)
    site = Site(sources={source: Source(id=source, name="X", rights=Rights(link_only=True))})
    site.articles[id_] = Article(id=id_, title="t", body=PASSAGES[0], source=source, published=when)
    site.titles = [PASSAGES[0]]
    site.files = {"a1.md": f"They wrote: {PASSAGES[0]}"}
    assert site.again() == []
    assert list(site.counts) == ["a1.md"]
    site.titles = []
    assert len(site.again()) == 1
