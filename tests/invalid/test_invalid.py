"""Every error code has a tiny site that earns it, and the words that a person then reads.

A case is a folder named after its code (`code` or `code--variant`) with

- `command.txt`: the command line, without `digest`; it is run within the site;
- `site/`: the files to lay over the base site (tests/invalid/base), which is right in all things;
- `expected.txt`: the problems that the command prints on standard error, in order;
- `prepare.txt`, where files alone cannot say it: the name of one of PREPARATIONS below.

`UPDATE_GOLDEN=1 pytest tests/invalid` writes expected.txt anew; read the difference like code.
"""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Final

import pytest

from generator.cli.main import run
from generator.diagnostics import CODES

HERE: Final = Path(__file__).resolve().parent
CASES: Final = sorted(path.parent.name for path in HERE.glob("*/command.txt"))
PROBLEM: Final = re.compile(r".*: (?:error|warning|note)\[[a-z0-9-]+\]: .*")

# Codes whose case is still to be written. Empty when the work is done.
PENDING: Final[tuple[str, ...]] = ()


def _put_a_link_to_nothing(site: Path) -> None:
    (site / "content/articles/2026/08/17/gazette-gone.md").symlink_to("nowhere.md")


def _leave_only_an_empty_folder(site: Path) -> None:
    shutil.rmtree(site)
    site.mkdir()


def _take_digest_yml_away(site: Path) -> None:
    (site / "site_config/digest.yml").unlink()


PREPARATIONS: Final[dict[str, Callable[[Path], None]]] = {
    "a link to nothing": _put_a_link_to_nothing,
    "no digest.yml": _take_digest_yml_away,
    "an empty folder": _leave_only_an_empty_folder,
}


@pytest.mark.parametrize("case", CASES)
def test_the_message_is_what_a_person_needs(
    case: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    site = _lay_out(HERE / case, tmp_path / "site")
    monkeypatch.chdir(site)
    command = (HERE / case / "command.txt").read_text(encoding="utf-8").split()
    status = run([*command, "--now", "2026-08-18T12:00:00Z"] if _knows_the_time(command) else command)
    told = _problems(capsys.readouterr().err, site)
    _hold(HERE / case / "expected.txt", told)
    assert f"[{case.partition('--')[0]}]" in told
    assert status == (1 if ": error[" in told else 0)


def test_every_code_has_a_case() -> None:
    covered = {case.partition("--")[0] for case in CASES}
    assert sorted(CODES.keys() - covered) == sorted(PENDING)
    assert covered <= CODES.keys()


@pytest.mark.parametrize("code", sorted(CODES))
def test_every_code_is_explained(code: str, repository: Path) -> None:
    page = (repository / "docs" / "errors.md").read_text(encoding="utf-8")
    _, heading, entry = page.partition(f"\n### {code}\n")
    assert heading, f"docs/errors.md has no section '### {code}'"
    entry = entry.partition("\n##")[0]
    assert CODES[code] in entry
    assert f"[{code}]: " in entry, "the section shows no message"
    assert "**Way out.**" in entry


def test_no_code_is_explained_that_is_not_there(repository: Path) -> None:
    page = (repository / "docs" / "errors.md").read_text(encoding="utf-8")
    assert set(re.findall(r"^### (.+)$", page, re.MULTILINE)) == CODES.keys()


def test_the_base_site_is_right_in_all_things(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    shutil.copytree(HERE / "base", tmp_path / "site")
    monkeypatch.chdir(tmp_path / "site")
    assert run(["check", "--now", "2026-08-18T12:00:00Z"]) == 0
    assert _problems(capsys.readouterr().err, tmp_path) == ""


def _lay_out(case: Path, site: Path) -> Path:
    shutil.copytree(HERE / "base", site)
    if (case / "site").is_dir():
        shutil.copytree(case / "site", site, dirs_exist_ok=True)
    if (case / "prepare.txt").is_file():
        PREPARATIONS[(case / "prepare.txt").read_text(encoding="utf-8").strip()](site)
    return site


def _knows_the_time(command: list[str]) -> bool:
    return command[0] in {"build", "check", "explain", "ingest"} and "--now" not in command


def _problems(printed: str, site: Path) -> str:
    lines = [line for line in printed.splitlines() if PROBLEM.fullmatch(line)]
    return "".join(line.replace(site.as_posix(), "SITE") + "\n" for line in lines)


def _hold(golden: Path, text: str) -> None:
    if os.environ.get("UPDATE_GOLDEN"):
        golden.write_text(text, encoding="utf-8")
    assert text == golden.read_text(encoding="utf-8")
