"""What is published is counted in the files that a build says it has touched."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from benchmarks.growth import write_site
from benchmarks.invented import Inventor
from generator.build import build
from generator.build_report import BuildReport
from generator.diagnostics import Problem
from generator.knowledge import Digest, digest
from generator.model.article import Article
from generator.project import load_project
from generator.published import over_quoted
from generator.site import Delta, Step

NOW = datetime(2026, 6, 1, 12, tzinfo=UTC)
FIRST = Step(after="first")


class Counted:
    """A site's pages, counted once; `pages` are of different days."""

    def __init__(self, root: Path) -> None:
        write_site(root, (article for day in Inventor().days(3, 30) for article in day))
        project, _ = load_project(root, NOW)
        build(project, builder=None)
        self.docs, self.kept = project.docs, root / "kept.sqlite"
        self.known: Digest = digest(project, BuildReport(), lambda _: None)
        days = sorted(path for path in self.docs.glob("articles/2*/*/*") if path.is_dir())
        self.pages = [min(day.glob("*.md")).relative_to(self.docs).as_posix() for day in days]
        assert self.over(FIRST) == []

    def over(self, step: Step, known: Digest | None = None) -> list[Problem]:
        return over_quoted(known or self.known, self.docs, "docs", self.kept, step)

    def from_nothing(self) -> list[Problem]:
        return over_quoted(self.known, self.docs, "docs", None)

    def say_all_of(self, article: Article, page: str) -> None:
        """Have a page say more of an article than may be published."""
        with (self.docs / page).open("a") as file:
            file.write(f"\n{article.body}\n")

    @property
    def longest(self) -> Article:
        return max(self.known.articles.values(), key=lambda article: (len(article.body), article.id))


@pytest.fixture
def counted(tmp_path: Path) -> Counted:
    return Counted(tmp_path / "site")


def after(state: str, *, put: str = "", drop: str = "") -> Step:
    delta = Delta(put=[put] if put else [], drop=[drop] if drop else [])
    return Step(before=state, after="second", delta=delta)


def test_a_file_that_a_build_has_put_there_is_read(counted: Counted) -> None:
    counted.say_all_of(counted.longest, counted.pages[0])
    assert counted.over(after("first", put=counted.pages[0])) == counted.from_nothing() != []


def test_a_file_that_no_build_has_touched_is_not_looked_at(counted: Counted) -> None:
    counted.say_all_of(counted.longest, counted.pages[0])
    assert counted.over(after("first", put=counted.pages[-1])) == []


@pytest.mark.parametrize("step", [Step(), FIRST, after("another", put="index.md"), after("", put="index.md")])
def test_every_file_is_looked_at_where_the_build_began_with_another_state(
    counted: Counted, step: Step
) -> None:
    counted.say_all_of(counted.longest, counted.pages[0])
    assert counted.over(step) == counted.from_nothing() != []


def test_what_was_counted_since_has_another_name(counted: Counted) -> None:
    assert counted.over(after("first", put=counted.pages[0])) == []
    counted.say_all_of(counted.longest, counted.pages[0])
    assert counted.over(after("first", put=counted.pages[-1])) == counted.from_nothing() != []
    assert counted.over(after("second", put=counted.pages[-1])) == counted.from_nothing() != []


def test_a_file_that_a_build_has_removed_counts_no_more(counted: Counted) -> None:
    counted.say_all_of(counted.longest, counted.pages[0])
    assert counted.over(FIRST) == counted.from_nothing() != []
    (counted.docs / counted.pages[0]).unlink()
    assert counted.over(after("first", drop=counted.pages[0])) == []


def test_words_of_an_article_that_came_later_are_found_in_a_page_that_stands(
    counted: Counted,
) -> None:
    late = replace(counted.longest, body=" ".join(f"word{number}" for number in range(60)))
    articles = {id_: article for id_, article in counted.known.articles.items() if id_ != late.id}
    quoted = {id_: spans for id_, spans in counted.known.quoted.items() if id_ != late.id}
    before = replace(counted.known, articles=articles, quoted=quoted)
    counted.known = replace(before, articles={**articles, late.id: late})
    counted.say_all_of(late, counted.pages[0])
    assert counted.over(FIRST, before) == []
    assert counted.over(after("first", put=counted.pages[-1])) == counted.from_nothing() != []
