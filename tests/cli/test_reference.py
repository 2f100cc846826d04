"""docs/commands.md says every command and option that there is, and no other."""

from __future__ import annotations

import re
from pathlib import Path

import click

from generator.cli.main import digest


def test_every_command_and_option_is_in_the_reference(repository: Path) -> None:
    text = (repository / "docs" / "commands.md").read_text(encoding="utf-8")
    sections = dict(re.findall(r"^## digest (\w+)(.*?)(?=^## |\Z)", text, re.MULTILINE | re.DOTALL))
    assert sections.keys() == digest.commands.keys()
    shared = {"--site", "--json", "--now", "--help"}
    for name, command in digest.commands.items():
        options = {
            opt for p in command.params if isinstance(p, click.Option) for opt in p.opts if opt[:2] == "--"
        }
        named = set(re.findall(r"`(--[a-z-]+)", sections[name]))
        assert options - shared == named - shared, name
