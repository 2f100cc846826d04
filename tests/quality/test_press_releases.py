"""A site of real releases builds: what is allowed is published, and nothing is charged that nobody quotes."""

from __future__ import annotations

import gzip
import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from generator.build import build
from generator.checks.wording import words_in
from generator.ingest import ingest
from generator.project import load_project
from generator.site import NewSite, create_site

pytestmark = pytest.mark.corpus
NOW = datetime(2027, 1, 1, tzinfo=UTC)
RELEASES = 200
WORDS = 8  # as many in a row are counted


def says_its_title(release: dict[str, str]) -> bool:
    """Whether words of the title stand in the text in a row: then title, address and text are hard to tell
    apart."""
    title, text = words_in(release["title"]), f" {' '.join(words_in(release['text']))} "
    runs = (title[at : at + WORDS] for at in range(len(title) - WORDS + 1))
    return any(f" {' '.join(run)} " in text for run in runs)


def test_no_release_is_quoted_beyond_its_rights(corpora: Path, tmp_path: Path) -> None:
    with gzip.open(corpora / "press_releases" / "articles.jsonl.gz", "rt", encoding="utf-8") as lines:
        chosen = [line for line in lines if says_its_title(json.loads(line))][-RELEASES:]
    assert len(chosen) == RELEASES
    inbox = tmp_path / "releases.jsonl"
    inbox.write_text("".join(chosen), encoding="utf-8")
    site = tmp_path / "site"
    told = NewSite(title="Releases", timezone="UTC", language="en", url="https://releases.example/", now=NOW)
    create_site(site, told)
    assert len(ingest(load_project(site, NOW)[0], [inbox]).added) > RELEASES // 2
    report = build(load_project(site, NOW)[0], builder=None)
    assert list(map(str, report.problems)) == []
    assert report.records_written
