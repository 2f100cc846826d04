"""A package of another's tells stories: it is found, held to its citations, and costs only itself."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import tomllib
from collections.abc import Callable, Iterable
from dataclasses import replace
from pathlib import Path

import pytest
from newsroom import at, coverage, report, settings

from generator.diagnostics import DayfoldError, Problem
from generator.digest import compose, editing_of, summarizer_named
from generator.digest.excerpts import cite
from generator.digest.summarizing import Reports
from generator.model.edition import Edition, Line

FERRY = report(10, "courier", "Ferry strikes the wall")
QUOTED = "Ferry strikes the wall is what courier found out on day 10 at the harbour."


class Says:
    """A summarizer that does what it is told to."""

    name = "says"

    def __init__(self, summary: Callable[[Reports], Iterable[Line]]) -> None:
        self.summarize = summary


def told(summary: Callable[[Reports], Iterable[Line]]) -> tuple[tuple[Line, ...], list[Problem]]:
    """What the ferry's entry says when a summarizer does `summary`, and the problems."""
    known = coverage([FERRY])
    editing = editing_of(known, settings())
    editions = compose(known, settings(), {}, at(10, 23), editing=editing, summarizer=Says(summary))
    return editions[0].entries[0].lines, editing.problems


def whole(reports: Reports) -> Line:
    """What is quoted, as a line."""
    return reports.lines[0]


def test_what_the_citations_bear_out_is_published_with_the_name() -> None:
    lines, problems = told(lambda r: [replace(whole(r), text="By day 10 a ferry had struck a wall.")])
    assert problems == []
    assert [(line.text, line.by) for line in lines] == [("By day 10 a ferry had struck a wall.", "says")]
    assert lines[0].citations[0].article == FERRY.id


def test_a_line_in_the_sources_words_is_a_quotation() -> None:
    def first_sentence(reports: Reports) -> list[Line]:
        return [Line(text=QUOTED, citations=(cite(reports.articles[0], 0, len(QUOTED)),), by="me")]

    lines, problems = told(first_sentence)
    assert problems == []
    assert [(line.text, line.by) for line in lines] == [(QUOTED, "")]


def test_a_summarizer_that_says_nothing_leaves_the_story_quoted() -> None:
    lines, problems = told(lambda _: [])
    assert problems == []
    assert lines[0].text.startswith(QUOTED)


@pytest.mark.parametrize(
    "claim", ["On day 12 a ferry struck.", "Tarnhaven’s ferry struck.", "It “sank at once”."]
)
def test_a_claim_that_is_not_borne_out_is_an_error_and_the_story_is_quoted(claim: str) -> None:
    lines, problems = told(lambda r: [replace(whole(r), text=claim)])
    assert [problem.code for problem in problems] == ["unsupported-claim"]
    assert "FERRY".casefold() in problems[0].message
    assert [line.by for line in lines] == [""]


def _raises(_: Reports) -> list[Line]:
    raise RuntimeError("no")


def _exits(_: Reports) -> list[Line]:
    raise SystemExit(3)


def _goes_on(reports: Reports) -> Iterable[Line]:
    while True:
        yield whole(reports)


@pytest.mark.parametrize(
    ("summary", "said"),
    [
        (_raises, "failed: RuntimeError: no"),
        (_exits, "failed: SystemExit: 3"),
        (_goes_on, "more than 5 lines"),
        (lambda _: 3, "failed: TypeError"),
        (lambda _: ["words"], "no line"),
        (lambda r: [replace(whole(r), text=" ")], "without words"),
        (lambda r: [replace(whole(r), text="A ferry. " * 100)], "too long"),
        (lambda r: [replace(whole(r), text="A ferry.", citations=())], "cites nothing"),
        (
            lambda r: [Line(text="x", citations=(replace(whole(r).citations[0], article="2026/08/10/no"),))],
            "no report of the story",
        ),
        (
            lambda r: [Line(text="x", citations=(replace(whole(r).citations[0], end=9_999),))],
            "a span that",
        ),
    ],
)
def test_one_that_fails_costs_only_itself(summary: Callable[[Reports], Iterable[Line]], said: str) -> None:
    lines, problems = told(summary)
    assert [problem.code for problem in problems] == ["bad-summary"]
    assert said in problems[0].message
    assert lines[0].text.startswith(QUOTED)


def _more(reports: Reports, end: str) -> list[Line]:
    article = reports.articles[0]
    return [Line(text=article.body + end, citations=(cite(article, 0, len(article.body)),))]


@pytest.mark.parametrize(
    ("end", "said"), [("", "quotes more than the excerpt has"), (" So it is.", "repeats words")]
)
def test_no_more_is_published_than_may_be_quoted(end: str, said: str) -> None:
    long = replace(
        FERRY, body=f"{FERRY.body} " + "The quay was closed for the whole of that day and the next. " * 3
    )
    known = coverage([replace(long, body=long.body.strip())])
    editing = editing_of(known, settings())
    summarizer = Says(lambda reports: _more(reports, end))
    (edition, *_) = compose(known, settings(), {}, at(10, 23), editing=editing, summarizer=summarizer)
    assert said in editing.problems[0].message
    assert edition.entries[0].lines[0].by == ""


def test_a_closed_edition_keeps_what_it_said() -> None:
    known = coverage([FERRY])
    records: dict[str, Edition] = {e.id: e for e in compose(known, settings(), {}, at(20))}
    again = compose(known, settings(), records, at(21), summarizer=Says(_raises))
    assert again[0].entries[0].lines == records[again[0].id].entries[0].lines


def test_a_name_that_no_package_has_is_told() -> None:
    assert summarizer_named("extractive") is None
    with pytest.raises(DayfoldError, match="there are: extractive"):
        summarizer_named("nobody")


@pytest.mark.parametrize(
    ("module", "said"),
    [
        ("raise OSError('no')", "cannot be loaded: OSError: no"),
        ("Brief = 3", "has no `summarize`"),
        ("class Brief:\n    name = 'other'\n    def summarize(self, reports): ...", "calls itself 'other'"),
    ],
)
def test_a_summarizer_that_cannot_be_used_is_told(
    module: str, said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    install(tmp_path, "bad_summarizer", module, "brief = bad_summarizer:Brief")
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.delitem(sys.modules, "bad_summarizer", raising=False)
    with pytest.raises(DayfoldError, match=re.escape(said)):
        summarizer_named("brief")
    monkeypatch.delitem(sys.modules, "bad_summarizer", raising=False)


def install(folder: Path, name: str, module: str, entry: str) -> None:
    """What pip leaves in site-packages: a module, and beside it what says that it brings a summarizer."""
    info = folder / f"{name}-1.0.dist-info"
    info.mkdir(parents=True)
    (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {name}\nVersion: 1.0\n")
    (info / "entry_points.txt").write_text(f"[dayfold.summarizers]\n{entry}\n")
    (folder / f"{name}.py").write_text(module)


def test_the_documented_package_is_installed_and_tells_a_story(repository: Path, tmp_path: Path) -> None:
    page = (repository / "docs" / "summarizers.md").read_text(encoding="utf-8")
    files = dict(re.findall(r"^`([\w.]+)`:\n\n```\w+\n(.*?)^```", page, re.MULTILINE | re.DOTALL))
    project = tomllib.loads(files["pyproject.toml"])["project"]
    (entry,) = project["entry-points"]["dayfold.summarizers"].items()
    install(tmp_path / "installed", "dayfold_brief", files["dayfold_brief.py"], " = ".join(entry))
    site = tmp_path / "site"
    command = [sys.executable, "-m", "generator", "new", str(site), "--now", "2026-08-18T12:00:00Z"]
    subprocess.run(command, check=True, capture_output=True)
    (site / "site_config" / "digest.yml").write_text("summarizer: brief\n")
    article = next((site / "content" / "articles").rglob("*.md"))
    head, _, _ = article.read_text(encoding="utf-8").rpartition("---\n")
    body = "The ferry Solvind (built in 1998) struck the inner wall of the harbour on her way out.\n"
    article.write_text(f"{head}---\n\n{body}", encoding="utf-8")
    command = [sys.executable, "-m", "generator", "build", "--no-site", "--site", str(site), "--json"]
    environment = {
        **os.environ,
        "PYTHONPATH": os.pathsep.join([str(tmp_path / "installed"), str(repository)]),
    }
    done = subprocess.run(
        [*command, "--now", "2026-08-18T12:00:00Z"],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert json.loads(done.stdout)["ok"] is True, done.stdout
    pages = [path.read_text(encoding="utf-8") for path in (site / "build" / "docs").rglob("*.md")]
    told_on = [page for page in pages if "The ferry Solvind struck the inner wall" in page]
    assert told_on
    assert "In the words of a program, brief, not of the sources." in told_on[0]
