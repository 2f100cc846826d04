"""The shell's Tab key: what a word may become, asked as shells ask it."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from command_line import Result


@pytest.fixture
def environment(tmp_path: Path, repository: Path) -> dict[str, str]:
    """One in which `digest` is the command of this checkout."""
    command = tmp_path / "bin/digest"
    command.parent.mkdir()
    command.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m generator "$@"\n')
    command.chmod(0o755)
    path = f"{command.parent}{os.pathsep}{os.environ['PATH']}"
    return {**os.environ, "PATH": path, "PYTHONPATH": str(repository)}


@pytest.mark.parametrize(
    ("words", "become"),
    [
        ("digest ex", {"explain", "export"}),
        ("digest build --builder z", {"zensical"}),
        ("digest new --s", {"--sample"}),
    ],
)
def test_bash_completes_commands_options_and_values(
    digest: Callable[..., Result], tmp_path: Path, environment: dict[str, str], words: str, become: set[str]
) -> None:
    (tmp_path / "digest.bash").write_text(digest("completion", "bash").out)
    typed = words.split()
    ask = (
        f"source digest.bash; COMP_WORDS=({words}); COMP_CWORD={len(typed) - 1}; _digest_completion digest;"
        ' printf "%s\\n" "${COMPREPLY[@]}"'
    )
    done = subprocess.run(
        ["bash", "-c", ask], cwd=tmp_path, env=environment, capture_output=True, text=True, check=True
    )
    assert set(done.stdout.split()) == become


@pytest.mark.parametrize("shell", ["fish", "zsh"])
def test_what_other_shells_are_given_is_in_their_language(digest: Callable[..., Result], shell: str) -> None:
    script = digest("completion", shell).out
    assert f"_DIGEST_COMPLETE={shell}_complete" in script
    if shutil.which(shell) is not None:
        subprocess.run([shell, "-n"], input=script, text=True, check=True)
