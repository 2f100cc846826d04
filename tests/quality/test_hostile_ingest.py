"""Whatever lies in an inbox becomes an article or a clear problem, quickly and in little memory."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

from generator.diagnostics import Severity
from generator.ingest import IngestReport, ingest
from generator.library import load_articles
from generator.model.text import normal_line
from generator.project import Project
from generator.settings import DigestSettings, make_settings

pytestmark = pytest.mark.corpus
NOW = datetime(2026, 8, 17, 12, tzinfo=UTC)
SECONDS = 10
MEGABYTES = 500

_INGEST_ONE = """
import resource, sys
from datetime import UTC, datetime
from pathlib import Path
from generator.ingest import ingest
from generator.project import Project
from generator.settings import DigestSettings, make_settings
root = Path(sys.argv[1])
now = datetime(2026, 8, 17, 12, tzinfo=UTC)
project = Project(root=root, settings=make_settings(DigestSettings()), now=now)
report = ingest(project, [Path(sys.argv[2])])
for problem in report.problems:
    print(problem)
print(len(report.added), len([p for p in report.problems if p.severity.value == "error"]))
status = Path("/proc/self/status")  # ru_maxrss starts at the peak of the process that forked this one
peaks = [line.split()[1] for line in status.open() if line.startswith("VmHWM:")] if status.exists() else []
print(int(peaks[0] if peaks else resource.getrusage(resource.RUSAGE_SELF).ru_maxrss) // 1024)
"""

FILES = (
    "cp1252.txt",
    "deep_nest.html",
    "empty.txt",
    "entity_bomb.xml",
    "gb18030.html",
    "latin1_declared_utf8.html",
    "long_line.txt",
    "mojibake.txt",
    "nul.txt",
    "only_boilerplate.txt",
    "overlong_utf8.txt",
    "shift_jis.html",
    "truncated_utf8.txt",
    "utf16le.txt",
    "xxe.xml",
    "yaml_bomb.md",
    "yaml_deep.md",
    "yaml_dupkey.md",
    "yaml_python_tag.md",
    "yaml_tabs.md",
    "yaml_unclosed.md",
)
PAYLOADS = (
    "naughty_strings.jsonl",
    "own_titles_frontmatter.jsonl",
    "xss_bleach.jsonl",
    "xss_dompurify.jsonl",
    "commonmark_examples.jsonl",
    "yaml_test_suite.jsonl",
)


def test_every_broken_file_is_tried(corpora: Path) -> None:
    assert {path.name for path in (corpora / "hostile" / "files").iterdir()} == set(FILES)


@pytest.mark.parametrize("name", FILES)
def test_broken_file_becomes_an_article_or_an_error(name: str, corpora: Path, tmp_path: Path) -> None:
    site_of(tmp_path)
    done = subprocess.run(
        [sys.executable, "-c", _INGEST_ONE, str(tmp_path), str(corpora / "hostile" / "files" / name)],
        capture_output=True,
        text=True,
        timeout=SECONDS,
        check=False,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
    )
    assert done.returncode == 0, done.stderr
    *_, counts, peak = done.stdout.splitlines()
    articles, errors = map(int, counts.split())
    assert articles + errors >= 1, done.stdout
    assert int(peak) < MEGABYTES
    assert len(load_articles(tmp_path, None)[0]) == articles


@pytest.mark.parametrize("name", PAYLOADS)
@pytest.mark.parametrize("field", ["title", "body"])
def test_payload_survives_the_reader_and_the_library(
    name: str, field: str, corpora: Path, tmp_path: Path
) -> None:
    rows = [json.loads(line) for line in (corpora / "hostile" / name).read_text().split("\n") if line]
    payloads = [row.get("payload") or row.get("markdown") or row.get("yaml") or "" for row in rows]
    inbox = tmp_path / "inbox.jsonl"
    inbox.write_text(
        "\n".join(json.dumps(record(number, field, payload)) for number, payload in enumerate(payloads))
    )

    report = ingest(site_of(tmp_path), [inbox])
    articles, problems = load_articles(tmp_path, None)

    assert problems == []
    assert {article.id for article in articles} == set(report.added)
    refused = {problem.position.line for problem in report.problems if problem.severity is Severity.ERROR}
    assert {article.external_id for article in articles} == {
        str(number) for number in range(len(payloads)) if number + 1 not in refused
    }
    assert all(problem.position.line for problem in report.problems)
    assert ingest(site_of(tmp_path), [inbox]).added == ()


@pytest.mark.parametrize("name", ["own_titles_frontmatter.jsonl", "xss_bleach.jsonl", "xss_dompurify.jsonl"])
def test_hostile_title_stays_the_text_that_it_is(name: str, corpora: Path, tmp_path: Path) -> None:
    rows = [json.loads(line) for line in (corpora / "hostile" / name).read_text().split("\n") if line]
    inbox = tmp_path / "inbox.jsonl"
    inbox.write_text("\n".join(json.dumps(record(n, "title", row["payload"])) for n, row in enumerate(rows)))

    ingest(site_of(tmp_path), [inbox])

    titles = {article.external_id: article.title for article in load_articles(tmp_path, None)[0]}
    for number, row in enumerate(rows):
        if not normal_line(row["payload"]):  # then the record is called by its first words
            continue
        kept = titles.get(str(number), "")
        assert (
            "".join(filter(str.isascii, kept)).split()
            == "".join(filter(str.isascii, normal_line(row["payload"]))).split()
        )


def record(number: int, field: str, payload: str) -> dict[str, object]:
    """A record whose `field` is the payload; the rest is plain."""
    plain = {"title": f"Item {number}", "body": f"One sentence, number {number}."}
    return {"id": number, "source": "Tester", "published": "2026-08-17T09:00:00Z", **plain, field: payload}


def site_of(root: Path) -> Project:
    """A site with nothing in it."""
    (root / "site_config").mkdir(exist_ok=True)
    return Project(root=root, settings=make_settings(DigestSettings()), now=NOW)


def test_report_of_nothing_is_empty(tmp_path: Path) -> None:
    (tmp_path / "content" / "inbox").mkdir(parents=True)
    assert ingest(site_of(tmp_path), []) == IngestReport()
