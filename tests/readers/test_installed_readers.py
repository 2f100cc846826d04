"""A package of another's brings a reader: it is found, goes first, and costs only its own files."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from generator.diagnostics import DayfoldError
from generator.readers import READERS, readers

TRANSCRIPT = """TRANSCRIPT 2026-08-17 09:30
Harbour bridge reopens
HOST: The bridge was opened again this morning.
ANN LEE: I was the first to cross it.
"""
MISBEHAVED = """
import os, time

class Reader:
    name = "strange"

    def accepts(self, raw):
        return raw.data.startswith(b"STRANGE")

    def read(self, raw):
        if b"raise" in raw.data:
            raise KeyError("x")
        if b"exit" in raw.data:
            os._exit(3)
        if b"hang" in raw.data:
            time.sleep(600)
        if b"swallow" in raw.data:
            while True:
                try:
                    sum(range(1000))
                except Exception:
                    pass
        yield from ()
"""


def install(folder: Path, name: str, module: str, entry: str) -> None:
    """What pip leaves in site-packages: a module, and beside it what says that it brings a reader."""
    info = folder / f"{name}-1.0.dist-info"
    info.mkdir(parents=True)
    (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {name}\nVersion: 1.0\n")
    (info / "entry_points.txt").write_text(f"[dayfold.readers]\n{entry}\n")
    (folder / f"{name}.py").write_text(module)


def site_at(folder: Path, digest: str = "") -> Path:
    (folder / "site_config").mkdir(parents=True)
    (folder / "content" / "inbox").mkdir(parents=True)
    (folder / "mkdocs.yml").touch()
    (folder / "site_config" / "digest.yml").write_text(digest)
    (folder / "site_config" / "topics.yml").touch()
    (folder / "site_config" / "sources.yml").write_text("sources: []\n")
    return folder


def digest(site: Path, path: Path, *options: str) -> dict[str, object]:
    command = [sys.executable, "-m", "generator", "ingest", "--site", str(site), "--json", *options]
    environment = {**os.environ, "PYTHONPATH": str(path)}
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False, timeout=120)
    report: dict[str, object] = json.loads(done.stdout)
    return report


def test_the_documented_package_is_installed_and_reads(repository: Path, tmp_path: Path) -> None:
    page = (repository / "docs" / "readers.md").read_text(encoding="utf-8")
    files = dict(re.findall(r"^`([\w.]+)`:\n\n```\w+\n(.*?)^```", page, re.MULTILINE | re.DOTALL))
    project = tomllib.loads(files["pyproject.toml"])["project"]
    (entry,) = project["entry-points"]["dayfold.readers"].items()
    target = tmp_path / "installed"
    install(target, "dayfold_transcripts", files["dayfold_transcripts.py"], " = ".join(entry))
    site = site_at(tmp_path / "site")
    (site / "content" / "inbox" / "bridge.txt").write_text(TRANSCRIPT)
    for options in ([], ["--reader", "transcript"]):
        assert digest(site, target, *options)["ok"] is True
    (path,) = (site / "content" / "articles").rglob("*.md")
    assert path.name == "radio-tarn-harbour-bridge-reopens.md"
    assert "I was the first to cross it." in path.read_text()


def test_without_the_package_its_name_is_no_reader(tmp_path: Path) -> None:
    site = site_at(tmp_path / "site")
    command = [sys.executable, "-m", "generator", "ingest", "--site", str(site), "--reader", "transcript"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert "'transcript' is not one of" in done.stderr


def test_readers_of_others_go_before_ours(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    install(tmp_path / "a", "strange_readers", MISBEHAVED, "strange = strange_readers:Reader")
    monkeypatch.syspath_prepend(tmp_path / "a")
    assert [reader.name for reader in readers()] == ["strange", *(reader.name for reader in READERS)]


@pytest.mark.parametrize(
    ("module", "entry", "said"),
    [
        ("raise OSError('no')", "x = bad_one:Reader", "cannot be loaded: OSError: no"),
        ("Reader = 3", "x = bad_one:Reader", "is no reader"),
        (MISBEHAVED, "other = bad_one:Reader", "calls itself 'strange'"),
        (MISBEHAVED.replace("strange", "text"), "text = bad_one:Reader", "has the name of another"),
    ],
)
def test_reader_that_cannot_be_used_is_told(
    module: str, entry: str, said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    install(tmp_path, "bad_one", module, entry)
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.delitem(sys.modules, "bad_one", raising=False)
    with pytest.raises(DayfoldError) as caught:
        readers()
    monkeypatch.delitem(sys.modules, "bad_one", raising=False)
    assert said in str(caught.value)


@pytest.mark.parametrize("many", [True, False])
def test_reader_that_fails_costs_only_its_file(many: bool, tmp_path: Path) -> None:
    install(tmp_path / "a", "strange_readers", MISBEHAVED, "strange = strange_readers:Reader")
    site = site_at(tmp_path / "site", "ingest: {max_seconds: 0.3}")
    inbox = site / "content" / "inbox"
    for number in range(80 if many else 3):
        (inbox / f"note-{number:02}.txt").write_text(f"Note {number}\n\nIt rained.")
    # in this process one that exits or sleeps cannot be helped: that is what other processes are for
    for what in ("raise", "swallow", *(("exit", "hang") if many else ())):
        (inbox / f"note-01-{what}.txt").write_text(f"STRANGE {what}")
    report = digest(site, tmp_path / "a", "--jobs", "2")
    problems = report["problems"]
    assert isinstance(problems, list)
    told = {
        Path(problem["path"]).stem: problem["message"]
        for problem in problems
        if problem["code"] == "given-up"
    }
    expected = {
        "note-01-raise": "Its reader failed: KeyError: 'x' (strange_readers.py:12).",
        "note-01-swallow": "It took more than 0.3 s of processor time.",
    }
    if many:
        expected["note-01-exit"] = "The process that read it came to an end."
        expected["note-01-hang"] = "It took more than 0.3 s of processor time."
    assert told == expected
    added = report["added"]
    assert isinstance(added, list)
    assert len(added) == (80 if many else 3)
