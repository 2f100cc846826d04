"""Where the system refuses to write, a command says so, nothing is lost, and the next one is right."""

from __future__ import annotations

import json
import os
import resource
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from benchmarks.edits import START, SmallSite
from generator.build import build, verify
from generator.project import load_project


def digest(site: SmallSite, command: str, largest: int) -> subprocess.CompletedProcess[str]:
    """Run a command to which the system refuses all bytes of a file past the first `largest`."""

    def limit() -> None:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (largest, largest))

    return subprocess.run(
        [sys.executable, "-m", "generator", command, "--site", site.root, "--now", START.isoformat()],
        capture_output=True,
        text=True,
        check=False,
        preexec_fn=limit,
        env={**os.environ, "PYTHONDONTWRITEBYTECODE": "1"},
    )


def files(folder: Path) -> dict[Path, bytes]:
    return {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.mark.parametrize("largest", [0, 900, 200_000])
def test_a_build_that_cannot_write_leaves_the_site_and_says_so(tmp_path: Path, largest: int) -> None:
    site = SmallSite.new(tmp_path / "site")
    project, _ = load_project(site.root, site.now)
    assert build(project).site_built
    before = files(site.root / "site")
    site.write("content/pages/more.md", "# More\n\n" + "Words and words. " * 200)
    done = digest(site, "build", largest)
    assert done.returncode == 1
    assert "error[write-failed]" in done.stderr
    assert "Traceback" not in done.stderr
    assert files(site.root / "site") == before
    assert build(project).site_built
    assert verify(project) == []
    assert (site.root / "site/more/index.html").is_file()


def test_an_ingest_that_cannot_write_keeps_what_there_was_and_is_done_again(tmp_path: Path) -> None:
    site = SmallSite.new(tmp_path / "site")
    lines = [
        {"id": "short", "title": "A short one", "text": "It rained.", "published": "2026-08-18T09:00:00Z"},
        {
            "id": "long",
            "title": "A long one",
            "text": "It rained. " * 400,
            "published": "2026-08-18T10:00:00Z",
        },
    ]
    wanted = "".join(json.dumps({**line, "source": "Gazette"}) + "\n" for line in lines)
    site.write("content/inbox/day.jsonl", wanted)
    before = files(site.root / "content")
    done = digest(site, "ingest", 2000)
    assert done.returncode == 1
    assert "error[write-failed]" in done.stderr
    assert "Traceback" not in done.stderr
    assert files(site.root / "content").items() >= before.items()
    assert digest(site, "ingest", resource.RLIM_INFINITY).returncode == 0
    assert len(site.files("content/articles/**/*-one.md")) == 2
