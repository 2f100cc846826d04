"""docs/settings.md is what the schemas say."""

from __future__ import annotations

from pathlib import Path

from generator.settings.reference import reference_text


def test_the_reference_is_current(repository: Path) -> None:
    written = (repository / "docs" / "settings.md").read_text(encoding="utf-8")
    assert written == reference_text(), "run `make schemas`"


def test_it_has_nested_keys_their_kinds_and_defaults() -> None:
    text = reference_text()
    assert "| `editions.brief` | whole number | `6` |" in text
    assert "| `sources[].rights.excerpt_chars` | whole number | `200` |" in text
    assert "| `title` | text | required |" in text
