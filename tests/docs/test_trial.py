"""What a newcomer is told to do leads from nothing to a built site with fetched articles."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks import trial


def test_a_newcomer_comes_to_a_site_with_articles(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    status = trial.main(["--no-venv", "--no-pauses", "--keep", str(tmp_path)])
    said = capsys.readouterr().out
    assert status == 0, said
    assert "8 questions answered" in said
    assert (tmp_path / "my-digest/.github/workflows/publish.yml").is_file()


def test_a_newcomer_who_is_not_asked_or_not_told_does_not_come_far(tmp_path: Path) -> None:
    terminal = trial.Terminal(tmp_path, tmp_path, show=False)
    with pytest.raises(trial.TrialError, match="did not ask for 'time zone'"):
        terminal.run("digest new", [("time zone", "UTC")])
    with pytest.raises(trial.TrialError, match="tells to run 'digest conjure'"):
        terminal.run("digest conjure")
    (tmp_path / "site").mkdir()
    with pytest.raises(trial.TrialError, match="the site has nothing of"):
        trial.hold(tmp_path)
