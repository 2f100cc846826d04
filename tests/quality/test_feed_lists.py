"""A list of thousands of feeds, as its makers keep it, becomes a sources.yml that its schema takes.

The lists in OPML are test_feeds.py's.
"""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

import jsonschema
import pytest
import yaml

from generator.diagnostics import Severity
from generator.ingest import ingest
from generator.project import load_project
from generator.site import NewSite, create_site

pytestmark = pytest.mark.corpus
ANSWERS = NewSite(
    title="Lists",
    timezone="UTC",
    language="en",
    url="https://lists.example/",
    now=datetime(2026, 8, 17, 12, tzinfo=UTC),
)


def test_a_list_by_category_becomes_sources_that_validate(corpora: Path, tmp_path: Path) -> None:
    listed = corpora / "feeds" / "kite_feeds.json"
    addresses = {url for category in json.loads(listed.read_bytes()).values() for url in category["feeds"]}
    create_site(tmp_path, ANSWERS)

    report = ingest(load_project(tmp_path, ANSWERS.now)[0], [listed])

    told = [problem for problem in report.problems if problem.severity is Severity.WARNING]
    assert not [problem for problem in report.problems if problem.severity is Severity.ERROR]
    assert {problem.code for problem in told} <= {"bad-url"}
    written = yaml.load((tmp_path / "site_config/sources.yml").read_bytes(), yaml.CSafeLoader)
    jsonschema.validate(written, json.loads((tmp_path / "site_config/schemas/sources.json").read_bytes()))
    project, problems = load_project(tmp_path, ANSWERS.now)
    feeds = [feed.url for source in project.settings.sources.values() for feed in source.feeds]
    assert problems == []
    assert len(feeds) == len(set(feeds)) == len(addresses) - len(told)
    assert set(feeds) <= {url.strip().replace(" ", "%20") for url in addresses}
    print(f"\n{len(feeds)} feeds: {len(report.new_sources)} sources; {len(told)} are no addresses")
