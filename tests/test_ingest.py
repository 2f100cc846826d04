"""Files become articles once: what is there stays, what changed is updated, what is new is added."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from generator.diagnostics import Severity
from generator.ingest import IngestOptions, IngestReport, ingest
from generator.library import article_path, load_articles
from generator.model.article import Article, DatedBy
from generator.model.image import Image
from generator.project import Project
from generator.settings import DigestSettings, IngestSettings, load_settings, make_settings

NOW = datetime(2026, 8, 18, tzinfo=UTC)
EARLY = datetime(2026, 8, 17, 12, tzinfo=UTC)
LATE = datetime(2026, 8, 17, 15, tzinfo=UTC)
RECORD = {
    "id": "a-1",
    "title": "Bridge reopens",
    "text": "It was opened on Monday.",
    "url": "https://harbour-gazette.example/bridge",
    "source": "Harbour Gazette",
    "published": "2026-08-17T09:30:00Z",
}
PAGE = """Lead title
Text of the lead.
Try Our AI Features
Explore what Newsy AI can do for you:
Comments
No comments yet...
Related Articles

Vale Post
2 hours ago
- Vale Post
Ferry stops
The last boat left.
"""


@pytest.fixture
def site(tmp_path: Path) -> Path:
    folder = tmp_path / "site"
    (folder / "site_config").mkdir(parents=True)
    (folder / "site_config" / "digest.yml").touch()
    (folder / "site_config" / "topics.yml").touch()
    (folder / "site_config" / "sources.yml").write_text("# Ours.\nsources: []\n")
    return folder


def run(site: Path, *paths: Path, captured: datetime | None = None, dry_run: bool = False) -> IngestReport:
    settings, problems = load_settings(site)
    assert settings is not None, problems
    project = Project(root=site, settings=settings, now=NOW)
    return ingest(project, paths, IngestOptions(captured=captured, dry_run=dry_run))


def articles(site: Path) -> list[Article]:
    found, problems = load_articles(site, None)
    assert problems == []
    return found


@pytest.fixture
def file(tmp_path: Path) -> Callable[..., Path]:
    def write(*records: dict[str, object], name: str = "in.jsonl", at: datetime = EARLY) -> Path:
        path = tmp_path / name
        path.write_text("\n".join(json.dumps(record) for record in records))
        os.utime(path, (at.timestamp(), at.timestamp()))
        return path

    return write


def snapshot(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and "build" not in path.parts
    }


def test_article_goes_where_its_day_source_and_title_say(site: Path, file: Callable[..., Path]) -> None:
    report = run(site, file(RECORD))
    assert report.added == ("2026/08/17/harbour-gazette-bridge-reopens",)
    assert (site / "content/articles/2026/08/17/harbour-gazette-bridge-reopens.md").is_file()


def test_same_input_twice_changes_nothing(site: Path, tmp_path: Path, file: Callable[..., Path]) -> None:
    page = tmp_path / "page.txt"
    page.write_text(PAGE)
    inputs = [file(RECORD, {**RECORD, "id": "a-2", "url": None, "title": "Ferry"}), page]
    run(site, *inputs)
    before = snapshot(site)
    report = run(site, *inputs)
    assert snapshot(site) == before
    assert (report.added, report.updated, report.new_sources) == ((), (), ())
    assert len(report.unchanged) == 4


def test_page_captured_again_later_gives_no_twins(site: Path, tmp_path: Path) -> None:
    page = tmp_path / "page.txt"
    page.write_text(PAGE)
    run(site, page, captured=EARLY)
    before = snapshot(site)
    report = run(site, page, captured=datetime(2026, 9, 1, tzinfo=UTC))
    assert (report.added, report.updated) == ((), ())
    assert snapshot(site) == before


def test_changed_article_is_updated_in_its_place(site: Path, file: Callable[..., Path]) -> None:
    run(site, file(RECORD))
    report = run(site, file({**RECORD, "title": "Bridge reopens late", "text": "On Tuesday."}, at=LATE))
    assert (report.added, report.updated) == ((), ("2026/08/17/harbour-gazette-bridge-reopens",))
    (article,) = articles(site)
    assert (article.title, article.body, article.updated) == ("Bridge reopens late", "On Tuesday.", LATE)
    assert article.published == datetime(2026, 8, 17, 9, 30, tzinfo=UTC)


@pytest.mark.parametrize("key", ["url", "id"])
def test_either_address_or_id_tells_that_it_is_the_same(
    key: str, site: Path, file: Callable[..., Path]
) -> None:
    run(site, file({**RECORD, "url": None, "id": None, key: RECORD[key]}))
    changed = {**RECORD, "url": None, "id": None, key: RECORD[key], "title": "New title", "text": "New."}
    assert len(run(site, file({**changed, "published": "2026-08-19"}, at=LATE)).updated) == 1
    assert len(articles(site)) == 1


def test_source_title_and_day_tell_that_it_is_the_same(site: Path, file: Callable[..., Path]) -> None:
    bare = {**RECORD, "url": None, "id": None}
    run(site, file(bare))
    assert len(run(site, file({**bare, "title": "BRIDGE reopens!", "text": "New."}, at=LATE)).updated) == 1


def test_changed_article_says_when_it_was_updated_if_it_says_so_itself(
    site: Path, file: Callable[..., Path]
) -> None:
    run(site, file(RECORD))
    run(site, file({**RECORD, "text": "New.", "updated": "2026-08-17T13:00:00Z"}, at=LATE))
    assert articles(site)[0].updated == datetime(2026, 8, 17, 13, tzinfo=UTC)


def test_older_version_does_not_replace_a_newer_one(site: Path, file: Callable[..., Path]) -> None:
    run(site, file({**RECORD, "updated": "2026-08-17T13:00:00Z"}))
    report = run(site, file({**RECORD, "text": "Old.", "updated": "2026-08-17T10:00:00Z"}))
    assert (report.updated, len(report.skipped)) == ((), 1)
    assert articles(site)[0].body == RECORD["text"]


def test_two_versions_in_one_input_settle_at_once(site: Path, file: Callable[..., Path]) -> None:
    inputs = [
        file(RECORD, {**RECORD, "text": "Second."}, name="a.jsonl"),
        file({**RECORD, "text": "Third."}, name="b.jsonl", at=LATE),
        file({**RECORD, "text": "Fourth.", "updated": "2026-08-17T11:00:00Z"}, name="c.jsonl"),
    ]
    run(site, *inputs)
    before = snapshot(site)
    assert articles(site)[0].body == "Third."
    assert run(site, *inputs).updated == ()
    assert snapshot(site) == before


def test_two_articles_with_one_title_get_ids_of_their_own(site: Path, file: Callable[..., Path]) -> None:
    other = {**RECORD, "id": "a-2", "url": "https://harbour-gazette.example/other", "text": "Another bridge."}
    report = run(site, file(RECORD, other))
    plain, suffixed = report.added
    assert suffixed.startswith(f"{plain}-")
    assert run(site, file(RECORD, other)).added == ()


def test_suffix_does_not_depend_on_how_many_came_before(site: Path, file: Callable[..., Path]) -> None:
    others = [
        {**RECORD, "id": f"b-{n}", "url": f"https://a.example/{n}", "text": f"Bridge {n}."} for n in range(3)
    ]
    first = set(run(site, file(RECORD, *others)).added)
    for path in sorted((site / "content").rglob("*.md")):
        path.unlink()
    assert set(run(site, file(RECORD, *reversed(others))).added) == first


def test_copy_of_an_article_under_another_address_is_not_added(site: Path, file: Callable[..., Path]) -> None:
    report = run(site, file(RECORD, {**RECORD, "id": "x", "url": "https://harbour-gazette.example/again"}))
    assert len(report.added) == 1


def test_metadata_that_people_changed_stay(site: Path, file: Callable[..., Path]) -> None:
    path = file(RECORD)
    run(site, path)
    stored = site / "content/articles/2026/08/17/harbour-gazette-bridge-reopens.md"
    stored.write_text(stored.read_text().replace("label: news", "label: analysis"))
    before = snapshot(site)
    run(site, path)
    assert snapshot(site) == before


def test_new_source_is_appended_once_and_told(site: Path, file: Callable[..., Path]) -> None:
    report = run(
        site, file(RECORD, {**RECORD, "id": "2", "url": None, "title": "Ferry", "source": "harbour-gazette"})
    )
    text = (site / "site_config" / "sources.yml").read_text()
    assert text.startswith("# Ours.\n")
    assert text.count("Harbour Gazette") == 1
    assert report.new_sources == ("harbour-gazette",)
    assert [(p.code, p.severity) for p in report.problems] == [("new-source", Severity.NOTE)]


def test_dry_run_writes_nothing_and_says_the_same(site: Path, file: Callable[..., Path]) -> None:
    before = snapshot(site)
    report = run(site, file(RECORD, RECORD), dry_run=True)
    assert snapshot(site) == before
    assert report.added == run(site, file(RECORD, RECORD)).added


def test_age_without_a_capture_is_dated_by_the_file(site: Path, tmp_path: Path) -> None:
    page = tmp_path / "page.txt"
    page.write_text(PAGE)
    os.utime(page, (EARLY.timestamp(), EARLY.timestamp()))
    run(site, page)
    ferry = next(article for article in articles(site) if article.title == "Ferry stops")
    assert (ferry.published, ferry.dated_by) == (datetime(2026, 8, 17, 10, tzinfo=UTC), DatedBy.CAPTURE)
    assert ferry.retrieved == EARLY


def test_folder_is_walked_in_order_without_hidden_files_and_notes(site: Path) -> None:
    inbox = site / "content" / "inbox"
    (inbox / "b" / ".git").mkdir(parents=True)
    (inbox / "README.md").write_text("Put files here\n\nAnd run ingest.")
    (inbox / ".hidden.txt").write_text("Hidden\n\nText.")
    (inbox / "b" / ".git" / "x.txt").write_text("Hidden\n\nText.")
    (inbox / "b" / "note.txt").write_text("A title\n\nText.")
    (inbox / "a.txt").write_text("Another title\n\nText.")
    run(site)
    assert {article.title for article in articles(site)} == {"A title", "Another title"}


def test_what_cannot_be_read_is_told_and_the_rest_goes_on(
    site: Path, tmp_path: Path, file: Callable[..., Path]
) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    page = tmp_path / "page.png"
    page.write_bytes(b"\x89PNG\r\n\x1a\n\0\0")
    report = run(site, pipe, page, tmp_path / "absent.txt", file(RECORD))
    errors = {Path(p.position.path).name: p.code for p in report.problems if p.severity is Severity.ERROR}
    assert errors == {"pipe": "unreadable", "page.png": "no-reader", "absent.txt": "unreadable"}
    assert len(report.added) == 1


def test_file_over_the_limit_is_told(site: Path, file: Callable[..., Path]) -> None:
    digest = DigestSettings(ingest=IngestSettings(max_file_bytes=10))
    project = Project(root=site, settings=make_settings(digest), now=NOW)
    report = ingest(project, [file(RECORD)])
    assert [problem.code for problem in report.problems] == ["too-large"]


def test_input_is_never_changed(site: Path, file: Callable[..., Path]) -> None:
    path = file(RECORD)
    before = (path.read_bytes(), path.stat().st_mtime_ns)
    run(site, path)
    assert (path.read_bytes(), path.stat().st_mtime_ns) == before


def test_progress_counts_the_items_of_as_many_as_the_files_before_lead_to_expect(
    site: Path, file: Callable[..., Path]
) -> None:
    counts: list[tuple[int, int]] = []
    project = Project(root=site, settings=make_settings(DigestSettings()), now=NOW)
    one = file(RECORD, {"title": ""})
    ingest(project, [one], IngestOptions(), lambda *done: counts.append(done))
    assert counts == [(1, 0), (2, 0)]

    counts.clear()
    folder = one.parent / "in" / "deeper"
    folder.mkdir(parents=True)
    for name, records in (("../a", 2), ("../b", 1), ("c", 1), (".hidden", 5), ("README.md", 1)):
        (folder / name).write_text("\n".join([json.dumps(RECORD)] * records))
    ingest(project, [folder.parent], IngestOptions(), lambda *done: counts.append(done))
    assert counts == [(1, 0), (2, 0), (3, 6), (4, 4)]


def test_category_that_the_vocabulary_has_is_a_topic_until_somebody_says_otherwise(
    site: Path, file: Callable[..., Path]
) -> None:
    topics = "topics:\n- {id: transport, name: Transport}\n- {id: tarn, name: Tarn}\n"
    (site / "site_config" / "topics.yml").write_text(topics)
    record = {**RECORD, "tags": ["transport", "Gossip"]}
    (name,) = run(site, file(record)).added
    path = article_path(site, name)
    assert "topics: [transport]" in path.read_text()

    path.write_text(path.read_text().replace("topics: [transport]", "topics: [tarn]"))
    run(site, file({**record, "text": "It reopened.\n\nThen it closed.", "updated": "2026-08-17T12:00:00Z"}))
    assert "topics: [tarn]" in path.read_text()
    assert "Then it closed." in path.read_text()


def test_pictures_are_kept_and_one_that_changes_alone_changes_nothing(
    site: Path, file: Callable[..., Path]
) -> None:
    picture = {"url": "https://harbour-gazette.example/a.jpg?utm_source=x", "credit": "A.\u202e Lens"}
    run(site, file({**RECORD, "image": picture}))
    (article,) = articles(site)
    assert article.images == (Image(url="https://harbour-gazette.example/a.jpg", credit="A. Lens"),)
    before = snapshot(site)
    report = run(site, file({**RECORD, "image": "https://harbour-gazette.example/b.jpg"}, at=LATE))
    assert report.unchanged == (article.id,)
    assert snapshot(site) == before
