"""docs/commands.md says every command and option that there is, and no other."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import click

from generator.cli.main import digest


def test_every_command_and_option_is_in_the_reference(repository: Path) -> None:
    text = (repository / "docs" / "commands.md").read_text(encoding="utf-8")
    sections = dict(re.findall(r"^## digest (\w+)(.*?)(?=^## |\Z)", text, re.MULTILINE | re.DOTALL))
    commands = _commands()
    assert sections.keys() == commands.keys()
    shared = {"--site", "--json", "--now", "--help"}
    for name, command in commands.items():
        options = {
            opt for p in command.params if isinstance(p, click.Option) for opt in p.opts if opt[:2] == "--"
        }
        named = set(re.findall(r"`(--[a-z-]+)", sections[name]))
        assert options - shared == named - shared, name


def test_what_help_says_of_a_command_is_how_its_own_begins() -> None:
    listed = digest.get_help(_context()).partition("Commands:")[2]
    said = dict(re.findall(r"^  ([a-z]+) +(\S.*)\.$", listed, re.MULTILINE))
    own = {name: command.get_short_help_str(limit=200) for name, command in _commands().items()}
    assert said == {name: text[: len(said.get(name, ""))] for name, text in own.items()}


def test_help_loads_neither_the_pipeline_nor_the_settings() -> None:
    code = "import sys; from generator.cli.main import run; run(['--help']); print(*sys.modules, sep=',')"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert "Build the site" in done.stdout
    loaded = done.stdout.splitlines()[-1].split(",")
    assert not {"generator.build", "generator.settings", "pydantic", "rich"}.intersection(loaded)


def test_what_tells_that_there_is_nothing_to_build_loads_no_pipeline() -> None:
    code = "import sys, generator.cli.build; print(*sys.modules, sep=',')"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    loaded = done.stdout.strip().split(",")
    assert "generator.unchanged" in loaded
    assert not {"generator.digest", "generator.knowledge", "generator.pages", "jinja2"}.intersection(loaded)


def _context() -> click.Context:
    return click.Context(digest, info_name="digest")


def _commands() -> dict[str, click.Command]:
    found = {name: digest.get_command(_context(), name) for name in digest.list_commands(_context())}
    return {name: command for name, command in found.items() if command is not None}
