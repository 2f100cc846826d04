"""What `digest export` prints, `digest ingest` takes back without loss."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from generator.cli.main import run
from generator.library import load_articles, write_article
from generator.stories.shingles import codes_of

NOW = "2026-11-01T00:00:00Z"


@pytest.fixture
def other(repository: Path, tmp_path: Path) -> Path:
    """A new site with the same sources, and no article."""
    site = tmp_path / "other"
    shutil.copytree(repository / "site_config", site / "site_config")
    shutil.copy(repository / "mkdocs.yml", site / "mkdocs.yml")
    (site / "content" / "inbox").mkdir(parents=True)
    return site


def exported(site: Path, capsys: pytest.CaptureFixture[str], *options: str) -> str:
    capsys.readouterr()
    assert run(["export", "--site", str(site), "--now", NOW, *options]) == 0
    return capsys.readouterr().out


def files(site: Path) -> dict[str, bytes]:
    folder = site / "content" / "articles"
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*.md")}


def test_sample_comes_back_byte_for_byte(
    repository: Path, other: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (other / "content" / "inbox" / "all.jsonl").write_text(exported(repository, capsys), encoding="utf-8")
    sources = (other / "site_config" / "sources.yml").read_bytes()

    assert run(["ingest", "--site", str(other), "--now", NOW]) == 0

    # Files that people wrote may leave out what goes without saying (`label: news`): so as they are written.
    originals, _ = load_articles(repository, None)
    assert files(other) == {f"{article.id}.md": write_article(article).encode() for article in originals}
    assert (other / "site_config" / "sources.yml").read_bytes() == sources


def test_export_of_the_copy_is_the_export(
    repository: Path, other: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    first = exported(repository, capsys)
    (other / "content" / "inbox" / "all.jsonl").write_text(first, encoding="utf-8")
    run(["ingest", "--site", str(other), "--now", NOW])
    assert exported(other, capsys) == first
    before = files(other)
    run(["ingest", "--site", str(other), "--now", NOW])
    assert files(other) == before


def test_report_in_json_comes_back_too(
    repository: Path, other: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    report = exported(repository, capsys, "--json")
    (other / "content" / "inbox" / "all.json").write_text(report, encoding="utf-8")
    run(["ingest", "--site", str(other), "--now", NOW])
    assert files(other).keys() == {f"{item['id']}.md" for item in json.loads(report)["items"]}


@pytest.mark.parametrize(
    "change",
    [
        {"id": "../../../etc/passwd"},
        {"id": "2026/13/45/gazette-x"},
        {"title": "\u202egnp.exe"},
        {"source": "No Id"},
        {"url": "javascript:alert(1)"},
        {"published": "soon", "retrieved": None},
        {"body": "x\u202ey"},
    ],
)
def test_record_that_is_not_as_we_export_is_cleaned_like_any_other(
    change: dict[str, object], repository: Path, other: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    record = json.loads(exported(repository, capsys).splitlines()[0])
    (other / "content" / "inbox" / "one.jsonl").write_text(json.dumps({**record, **change}), encoding="utf-8")
    run(["ingest", "--site", str(other), "--now", NOW])
    written = files(other)
    assert len(written) == 1
    assert all("..." not in name and "\u202e" not in text.decode() for name, text in written.items())
    assert load_articles(other, None)[1] == []


def test_article_under_embargo_is_in_no_page_before_its_time(
    other: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    item = {
        "uri": "urn:wire:1",
        "headline": "Prize goes to nobody",
        "body_text": "Nobody got the prize.",
        "versioncreated": "2026-08-17T09:00:00Z",
        "embargoed": "2026-08-20T09:00:00Z",
        "source": "Merrow Wire",
    }
    (other / "content" / "inbox" / "wire.json").write_text(json.dumps(item), encoding="utf-8")
    assert run(["ingest", "--site", str(other), "--now", NOW]) == 0
    assert not pages_with("Prize goes to nobody", other, now="2026-08-20T08:00:00Z")
    assert pages_with("Prize goes to nobody", other, now="2026-08-21T08:00:00Z")


def pages_with(words: str, site: Path, now: str) -> list[Path]:
    assert run(["build", "--no-site", "--site", str(site), "--now", now]) == 0
    pages = (site / "build" / "docs").rglob("*.md")
    return [page for page in pages if words in page.read_text(encoding="utf-8")]


def test_export_has_what_a_role_rests_on(repository: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rows = {row["id"]: row for row in map(json.loads, exported(repository, capsys).splitlines())}
    copies = [row for row in rows.values() if row["copy_of"] is not None]
    assert copies
    for row in copies:
        (evidence,) = row["evidence"]
        other = rows[evidence["of"]]
        start, end, of_start, of_end = evidence["passages"][0]
        assert evidence["of"] == row["copy_of"]
        assert codes_of(row["body"][start:end]) == codes_of(other["body"][of_start:of_end])
        assert row["reporter"] == other["reporter"]
    cited = [one["article"] for row in rows.values() for one in row["cited_articles"]]
    assert len(cited) >= 12


def test_export_counts_reports_as_the_pages_do(repository: Path, capsys: pytest.CaptureFixture[str]) -> None:
    articles = [json.loads(line) for line in exported(repository, capsys).splitlines()]
    for line in exported(repository, capsys, "--what", "stories").splitlines():
        story = json.loads(line)
        members = [row for row in articles if row["story"] == story["id"]]
        assert story["outlets"] == len({row["source"] for row in members})
        assert story["independent"] == len({row["reporter"] for row in members})


def test_explain_shows_the_passages_of_a_copy(repository: Path, capsys: pytest.CaptureFixture[str]) -> None:
    copy = "2026/08/14/north-quay-news-dam-report-of-2023-lay-in-a-drawer"
    assert run(["explain", copy, "--site", str(repository), "--now", NOW]) == 0
    said = capsys.readouterr().out
    assert (
        "100% of its three-word passages stand in 2026/08/14/merrow-wire-2023-report-urged-dam-repairs"
        in said
    )
    assert "words in a row, at 0 here and at 0 there: “An inspection in 2023" in said


def test_licence_copyright_wall_and_pictures_come_back_and_no_page_shows_a_picture(
    repository: Path, other: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    records = [json.loads(line) for line in exported(repository, capsys).splitlines()[:1]]
    rights = {
        "licence": "https://licences.example/by/4.0/",
        "copyright_notice": "© 2026 Aske Valley Herald",
        "paywalled": True,
        "images": [
            {"url": "https://herald.example/dam.jpg", "caption": "The dam: before", "credit": "A. Lens"},
            {"url": "https://herald.example/pier.jpg"},
        ],
    }
    inbox = other / "content" / "inbox" / "one.jsonl"
    inbox.write_text(json.dumps({**records[0], **rights}), encoding="utf-8")
    run(["ingest", "--site", str(other), "--now", NOW])
    first = exported(other, capsys)
    assert rights.items() <= json.loads(first).items()
    before = files(other)
    shutil.rmtree(other / "content" / "articles")
    inbox.write_text(first, encoding="utf-8")
    run(["ingest", "--site", str(other), "--now", NOW])
    assert files(other) == before
    assert not pages_with("dam.jpg", other, now=NOW)
    assert not pages_with("The dam: before", other, now=NOW)
