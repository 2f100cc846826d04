"""Several processes read what one would, in the same order; one bad page costs only itself."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from datetime import UTC, datetime
from pathlib import Path

import pytest

from generator.diagnostics import Severity
from generator.ingest import IngestOptions, IngestReport, ingest
from generator.project import Project, load_project

NOW = datetime(2026, 8, 18, tzinfo=UTC)
TIME = datetime(2026, 8, 17, 12, tzinfo=UTC).timestamp()
PARAGRAPH = "The bridge over the harbour was opened again on Monday, the council said, after repairs. " * 64


@pytest.fixture
def site(tmp_path: Path) -> Path:
    return make_site(tmp_path / "site")


def make_site(folder: Path, digest: str = "") -> Path:
    (folder / "site_config").mkdir(parents=True)
    (folder / "mkdocs.yml").touch()
    (folder / "site_config" / "digest.yml").write_text(digest)
    (folder / "site_config" / "topics.yml").touch()
    (folder / "site_config" / "sources.yml").write_text("sources: []\n")
    return folder


def run(site: Path, *paths: Path, jobs: int = 2, dry_run: bool = False) -> IngestReport:
    project: Project = load_project(site, NOW)[0]
    return ingest(project, paths, IngestOptions(jobs=jobs, dry_run=dry_run))


def record(number: int, **changes: object) -> str:
    fields = {
        "id": f"r-{number}",
        "title": f"Bridge number {number} reopens",
        "text": f"Bridge {number}.\n\n{PARAGRAPH}\n\nThe Paper {number % 7} reported, citing its sources.",
        "url": f"https://paper-{number % 7}.example/{number}",
        "source": f"Paper {number % 7}",
        "published": "2026-08-17T09:30:00Z",
    }
    return json.dumps(fields | changes)


def large(path: Path, lines: list[str]) -> Path:
    """A file that is worth several processes, whatever is in its `lines`."""
    rest = [record(number) for number in range(2000, 2450)]
    path.write_text("\n".join([*lines, *rest]))
    os.utime(path, (TIME, TIME))
    return path


def snapshot(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and "build" not in path.parts
    }


def test_any_number_of_processes_gives_the_same_bytes_and_report(tmp_path: Path) -> None:
    changed = [record(3, text="Changed.", updated="2026-08-17T10:00:00Z"), record(4, url=None, id="x")]
    lines = [*(record(number) for number in range(40)), "{broken", "[1]", "", *changed, '{"title": ""}']
    folder = tmp_path / "in"
    folder.mkdir()
    large(folder / "many.jsonl", lines)
    for number in range(80):
        (folder / f"note-{number:02}.txt").write_text(f"Note {number}\n\n{PARAGRAPH}")
        os.utime(folder / f"note-{number:02}.txt", (TIME, TIME))
    sites = [make_site(tmp_path / f"site-{jobs}") for jobs in (1, 3)]
    one, three = (run(site, folder, jobs=jobs) for site, jobs in zip(sites, (1, 3), strict=True))
    assert one == three
    assert snapshot(sites[0]) == snapshot(sites[1])
    assert len(one.added) == 40 + 450 + 80
    faults = [p.position.line for p in one.problems if p.severity is Severity.ERROR]
    assert faults == [41, 42, 46]
    assert run(sites[0], folder).added == ()


def test_what_is_split_is_read_as_the_whole_would_be(tmp_path: Path) -> None:
    small, split = make_site(tmp_path / "small"), make_site(tmp_path / "split")
    lines = [record(number) for number in range(400)]
    path = tmp_path / "in.jsonl"
    path.write_text("\n".join(lines))
    os.utime(path, (TIME, TIME))
    run(split, path)
    for start in range(0, 400, 40):
        path.write_text("\n".join(lines[start : start + 40]))
        os.utime(path, (TIME, TIME))
        run(small, path)
    assert snapshot(small) == snapshot(split)


def test_page_that_takes_too_long_costs_only_itself(tmp_path: Path) -> None:
    site = make_site(tmp_path / "site", "ingest: {max_seconds: 0.2}")
    slow = record(1, text=f"{PARAGRAPH}\n\n" * 4_000)
    report = run(site, large(tmp_path / "in.jsonl", [record(0), slow, record(2)]))
    told = [(p.code, p.position.line) for p in report.problems if p.severity is Severity.ERROR]
    assert told == [("given-up", 2)]
    assert len(report.added) == 452


def test_page_that_takes_too_much_memory_costs_only_itself(tmp_path: Path) -> None:
    site = make_site(tmp_path / "site", "ingest: {max_memory_mib: 64}")
    bomb = '{"title": "Bomb", "text": [' + "{}," * 3_000_000 + "{}]}"
    report = run(site, large(tmp_path / "in.jsonl", [record(0), bomb, record(2)]))
    told = [(p.code, p.position.line) for p in report.problems if p.severity is Severity.ERROR]
    assert told == [("given-up", 2)]
    assert "MiB of memory" in next(p.message for p in report.problems if p.code == "given-up")
    assert len(report.added) == 452


def test_killed_ingest_goes_on_and_ends_with_the_same_bytes_and_report(tmp_path: Path) -> None:
    path = large(
        tmp_path / "in.jsonl", [record(n, text=f"Version {n}. {PARAGRAPH}") for n in range(2000, 2400)]
    )
    whole, killed = make_site(tmp_path / "whole"), make_site(tmp_path / "killed")
    report = run(whole, path)
    command = [sys.executable, "-m", "generator", "ingest", "--site", str(killed), str(path), "--jobs", "1"]
    process = subprocess.Popen(command, stderr=subprocess.DEVNULL, stdout=subprocess.DEVNULL)
    journal = killed / "build" / "cache" / "ingest.journal"
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline and (not journal.exists() or journal.read_bytes().count(b"\n") < 20):
        time.sleep(0.01)
    process.send_signal(signal.SIGKILL)
    process.wait()
    noted = journal.read_bytes().count(b"\n")
    assert noted >= 20
    assert run(killed, path) == report
    assert snapshot(killed) == snapshot(whole)
    assert not journal.exists()


def test_dry_run_of_a_large_input_writes_nothing_and_says_the_same(site: Path, tmp_path: Path) -> None:
    path = large(tmp_path / "in.jsonl", [record(1), record(1, url="https://paper-1.example/other", id="y")])
    before = snapshot(site)
    report = run(site, path, dry_run=True)
    assert snapshot(site) == before
    assert not (site / "build").exists()
    assert report == run(site, path)
