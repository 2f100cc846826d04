"""A crawl in a WARC file is ingested as its pages are, each with its own address and time."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from generator.ingest import IngestOptions, ingest
from generator.library import load_articles
from generator.project import Project, load_project

NOW = datetime(2026, 8, 18, tzinfo=UTC)
TEXT = "The bridge over the harbour was opened again on Monday after repairs that took a whole year. "
PAGE = f"""<!doctype html><html lang="en"><head><title>Bridge NUMBER reopens</title></head><body>
<article><h1>Bridge NUMBER reopens</h1><p>Bridge NUMBER. {TEXT * 3}</p><p>{TEXT * 2}</p></article>
</body></html>"""


def crawl(pages: int) -> bytes:
    records = []
    for number in range(pages):
        page = PAGE.replace("NUMBER", str(number))
        body = f"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n{page}".encode()
        head = (
            f"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: https://gazette.example/{number}\r\n"
            f"WARC-Date: 2026-08-17T12:00:00Z\r\nContent-Length: {len(body)}\r\n"
            "Content-Type: application/http; msgtype=response\r\n\r\n"
        )
        records.append(head.encode() + body + b"\r\n\r\n")
    return b"".join(records)


@pytest.mark.parametrize("pages", [2, 80])  # in this process, and in others
def test_pages_of_a_crawl_become_articles(pages: int, tmp_path: Path) -> None:
    site = tmp_path / "site"
    (site / "site_config").mkdir(parents=True)
    (site / "mkdocs.yml").touch()
    for name in ("digest.yml", "topics.yml"):
        (site / "site_config" / name).touch()
    (site / "site_config" / "sources.yml").write_text("sources: []\n")
    path = tmp_path / "crawl.warc"
    path.write_bytes(crawl(pages))
    project: Project = load_project(site, NOW)[0]
    report = ingest(project, [path], IngestOptions(jobs=2))
    articles, _ = load_articles(site, None)
    assert len(report.added) == pages
    first = next(article for article in articles if article.title == "Bridge 0 reopens")
    assert first.url == "https://gazette.example/0"
    assert first.retrieved == datetime(2026, 8, 17, 12, tzinfo=UTC)
    assert ingest(project, [path], IngestOptions(jobs=2)).added == ()


def test_crawl_that_takes_too_long_to_take_apart_is_given_up(tmp_path: Path) -> None:
    site = tmp_path / "site"
    (site / "site_config").mkdir(parents=True)
    (site / "mkdocs.yml").touch()
    for name in ("digest.yml", "topics.yml"):
        (site / "site_config" / name).touch()
    (site / "site_config" / "digest.yml").write_text("ingest: {max_seconds: 0.05}\n")
    (site / "site_config" / "sources.yml").write_text("sources: []\n")
    path = tmp_path / "crawl.warc"
    video = b"WARC/1.0\r\nWARC-Type: resource\r\nContent-Length: 300000000\r\n\r\n"
    with path.open("wb") as file:
        file.write(video)
        file.truncate(len(video) + 300_000_000)
    report = ingest(load_project(site, NOW)[0], [path])
    assert [(problem.code, problem.position.path) for problem in report.problems] == [
        ("given-up", path.as_posix())
    ]
