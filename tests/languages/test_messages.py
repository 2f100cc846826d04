"""The catalogues: all that readers see is in them, translated whole."""

from __future__ import annotations

from pathlib import Path

from generator.languages import messages_of
from generator.languages.extracting import template_of, written
from generator.languages.upkeep import HEAD


def test_the_template_has_every_message_of_the_code(repository: Path) -> None:
    """Else: `python -m generator.languages`."""
    found = written(template_of(repository / "generator", repository / "site_config" / "theme"), HEAD)
    assert found.decode() == (repository / "generator/languages/messages.pot").read_text(encoding="utf-8")


def test_messages_of_the_code_are_found_wherever_they_stand() -> None:
    assert {"news agency", "own report", "In brief", "%(num)s article", "Dead"} <= messages_of()
