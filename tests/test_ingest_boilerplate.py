"""Lines that recur over a source's articles are cut as they come in, and nothing that is there is touched."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from generator.build_report import BuildReport
from generator.diagnostics import DayfoldError
from generator.explain import explain
from generator.ingest import IngestOptions, IngestReport, ingest
from generator.knowledge import digest
from generator.library import load_articles, read_article
from generator.library.learned_lines import add_learned_lines, learned_lines_of
from generator.model.article import Article
from generator.model.boilerplate import LearnedLine, Place
from generator.model.ids import ArticleId, SourceId
from generator.project import load_project

NOW = datetime(2026, 9, 30, tzinfo=UTC)
TIME = datetime(2026, 8, 17, 12, tzinfo=UTC).timestamp()
LETTER = "Sign up for our morning letter, and have the news of the harbour before breakfast."
SUBJECTS = "ferry bridge hospital election budget weather school library museum orchard railway theatre"
LIST = Path("content/boilerplate/harbour-gazette.yml")


@pytest.fixture
def site(tmp_path: Path) -> Path:
    return make_site(tmp_path / "site")


def make_site(folder: Path, digest_yml: str = "", keep: str = "") -> Path:
    (folder / "site_config").mkdir(parents=True)
    (folder / "mkdocs.yml").touch()
    (folder / "site_config" / "digest.yml").write_text(digest_yml)
    (folder / "site_config" / "sources.yml").write_text(
        f"sources:\n  - id: harbour-gazette\n    name: Harbour Gazette\n{keep}"
    )
    return folder


def report(number: int, *, letter: bool = True) -> dict[str, str]:
    subject = SUBJECTS.split()[number % 12]
    own = f"The {subject} is what report {number} is about; nothing else was like it in week {number}."
    return {
        "id": f"r-{number}",
        "title": f"News of the {subject}, part {number}",
        "text": f"{own}\n\nThat is what was said on day {number}." + (f"\n\n{LETTER}" if letter else ""),
        "source": "Harbour Gazette",
        "published": f"2026-08-{number % 28 + 1:02}T09:00:00Z",
    }


def put(path: Path, records: Iterable[dict[str, str]]) -> Path:
    path.write_text("\n".join(json.dumps(record) for record in records))
    os.utime(path, (TIME, TIME))
    return path


def run(site: Path, *paths: Path, jobs: int | None = None) -> IngestReport:
    return ingest(load_project(site, NOW)[0], paths, IngestOptions(jobs=jobs))


def articles(site: Path) -> list[Article]:
    found, problems = load_articles(site, None)
    assert problems == []
    return found


def content(site: Path) -> dict[str, bytes]:
    files = sorted((site / "content").rglob("*.*"))
    return {path.relative_to(site).as_posix(): path.read_bytes() for path in files}


def test_batch_is_cut_from_its_first_article_on(site: Path, tmp_path: Path) -> None:
    told = run(site, put(tmp_path / "in.jsonl", (report(n) for n in range(8))))
    assert all(LETTER not in article.body for article in articles(site))
    assert {article.cut for article in articles(site)} == {("sign-up-for-our-morning-letter",)}
    assert [(source, line.text) for source, line in told.learned] == [("harbour-gazette", LETTER)]
    assert "seen: 8, of: 8" in (site / LIST).read_text()


def test_four_articles_are_left_as_they_are(site: Path, tmp_path: Path) -> None:
    run(site, put(tmp_path / "in.jsonl", (report(n) for n in range(4))))
    assert all(article.body.endswith(LETTER) for article in articles(site))
    assert not (site / LIST).exists()


def test_same_batch_again_changes_nothing(site: Path, tmp_path: Path) -> None:
    batch = put(tmp_path / "in.jsonl", (report(n, letter=n % 3 > 0) for n in range(12)))
    run(site, batch)
    before = content(site)
    told = run(site, batch)
    assert (told.added, told.updated, told.learned) == ((), (), ())
    assert content(site) == before


def test_articles_of_an_earlier_day_count_and_stay(site: Path, tmp_path: Path) -> None:
    first = put(tmp_path / "first.jsonl", (report(n) for n in range(4)))
    run(site, first)
    before = content(site)
    told = run(site, put(tmp_path / "second.jsonl", (report(n) for n in range(4, 7))))
    assert len(told.learned) == 1
    assert {path: content(site)[path] for path in before} == before
    assert sum(LETTER in article.body for article in articles(site)) == 4
    assert run(site, first).unchanged == tuple(article.id for article in articles(site) if not article.cut)
    assert {path: content(site)[path] for path in before} == before


def test_edit_by_hand_survives_what_is_learned_later(site: Path, tmp_path: Path) -> None:
    run(site, put(tmp_path / "first.jsonl", (report(n) for n in range(4))))
    path = site / "content" / "articles" / f"{articles(site)[0].id}.md"
    path.write_text(path.read_text().replace("nothing else", "nothing at all"))
    edited = path.read_bytes()
    run(site, put(tmp_path / "second.jsonl", (report(n) for n in range(4, 9))))
    assert path.read_bytes() == edited


def test_setting_keeps_a_line(tmp_path: Path) -> None:
    batch = put(tmp_path / "in.jsonl", (report(n) for n in range(8)))
    kept = make_site(tmp_path / "kept", keep=f"    keep_lines: [{json.dumps(LETTER)}]\n")
    off = make_site(tmp_path / "off", "ingest: {learn_boilerplate: false}\n")
    for site in (kept, off):
        assert run(site, batch).learned == ()
        assert all(article.body.endswith(LETTER) for article in articles(site))


def test_line_that_is_kept_from_now_on_comes_back_with_its_file(site: Path, tmp_path: Path) -> None:
    batch = put(tmp_path / "in.jsonl", (report(n) for n in range(8)))
    run(site, batch)
    with (site / "site_config" / "sources.yml").open("a") as sources:
        sources.write(f"    keep_lines: [{json.dumps(LETTER)}]\n")
    later = datetime(2026, 9, 1, tzinfo=UTC).timestamp()
    os.utime(batch, (later, later))
    assert len(run(site, batch).updated) == 8
    assert all(article.body.endswith(LETTER) and not article.cut for article in articles(site))


def test_export_is_taken_as_it_is(site: Path, tmp_path: Path) -> None:
    rows = [
        {
            **report(n),
            "id": f"2026/08/{n + 1:02}/harbour-gazette-part-{n}",
            "source": "harbour-gazette",
            "body": report(n)["text"],
            "label": "news",
            "story": "2026/08/01/a",
            "role": "original",
        }
        for n in range(8)
    ]
    run(site, put(tmp_path / "in.jsonl", rows))
    assert all(article.body.endswith(LETTER) for article in articles(site))


def test_article_in_markdown_is_taken_as_it_is(site: Path, tmp_path: Path) -> None:
    run(site, put(tmp_path / "in.jsonl", (report(n) for n in range(8))))
    one = tmp_path / "one.md"
    one.write_text(
        "---\ntitle: A walk\nsource: harbour-gazette\npublished: 2026-08-30T09:00:00Z\n---\n"
        f"We walked along the quay.\n\n{LETTER}\n"
    )
    (added,) = run(site, one).added
    assert next(article for article in articles(site) if article.id == added).body.endswith(LETTER)
    assert run(site, one).unchanged == (added,)


def test_number_of_processes_changes_nothing(tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    for number in range(150):
        put(folder / f"{number:03}.jsonl", [report(number, letter=number > 90)])
    sites = [make_site(tmp_path / f"site-{jobs}") for jobs in (1, 2)]
    for jobs, site in enumerate(sites, 1):
        assert len(run(site, folder, jobs=jobs).learned) == 1
    assert content(sites[0]) == content(sites[1])
    assert not any(LETTER in article.body for article in articles(sites[0]))


def test_run_that_was_killed_ends_as_if_it_had_not_been(tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    for number in range(600):
        put(folder / f"{number:03}.jsonl", [report(number)])
    whole, killed = (make_site(tmp_path / name) for name in ("whole", "killed"))
    run(whole, folder, jobs=1)

    def stop(done: int, _of: int) -> None:
        if done == 550:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        ingest(load_project(killed, NOW)[0], [folder], IngestOptions(jobs=1), stop)
    assert 0 < len(articles(killed)) < 600
    run(killed, folder, jobs=1)
    assert content(killed) == content(whole)


def test_explain_tells_what_was_cut(site: Path, tmp_path: Path) -> None:
    run(site, put(tmp_path / "in.jsonl", (report(n, letter=n > 0) for n in range(8))))
    project = load_project(site, NOW)[0]
    known = digest(project, BuildReport(), lambda _step: None)
    cut, whole = (
        explain(project, known, next(a.id for a in articles(site) if bool(a.cut) is found))
        for found in (True, False)
    )
    assert f"Cut from it: “{LETTER}”, which 7 of 8 articles of Harbour Gazette had." in cut
    assert not any(LETTER in said for said in whole)
    (site / LIST).unlink()
    said = explain(project, known, next(a.id for a in articles(site) if a.cut))
    assert any("does not have any more: sign-up-for-our-morning-letter" in line for line in said)


def test_what_people_write_into_the_list_stays(site: Path) -> None:
    line = LearnedLine(id="a-b", text="A: b, “c” #d", place=Place.END, seen=5, of=6)
    source = SourceId("harbour-gazette")
    add_learned_lines(site, source, [line])
    (site / LIST).write_text(f"# Looked at in May.\n{(site / LIST).read_text()}")
    other = LearnedLine(id="e", text="Zeile – zwei", place=Place.START, seen=9, of=9)
    add_learned_lines(site, source, [other])
    assert learned_lines_of(site, source) == (line, other)
    assert (site / LIST).read_text().startswith("# Looked at in May.\n")


def test_broken_list_stops_the_run_with_its_place(site: Path, tmp_path: Path) -> None:
    (site / LIST).parent.mkdir(parents=True)
    (site / LIST).write_text("lines:\n  - {id: a, place: middle, seen: 5, of: 5, text: A b c.}\n")
    with pytest.raises(DayfoldError) as raised:
        run(site, put(tmp_path / "in.jsonl", [report(1)]))
    assert (raised.value.problems[0].position.line, raised.value.problems[0].code) == (2, "invalid-value")


def test_front_matter_names_what_was_cut() -> None:
    text = "---\ntitle: A\nsource: b\nretrieved: 2026-08-17T00:00:00Z\ncut: [sign-up]\n---\nText.\n"
    article, problems = read_article(text, "a.md", ArticleId("2026/08/17/b-a"))
    assert (problems, article and article.cut) == ([], ("sign-up",))
