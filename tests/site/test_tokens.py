"""The styles: colours and sizes are tokens of one sheet, which the other only uses."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

COLOUR = re.compile(r"#[0-9a-f]{3,8}\b|\brgba?\(|\bhsla?\(", re.IGNORECASE)


@pytest.fixture(scope="module")
def sheets(repository: Path) -> dict[str, str]:
    """The sheets by name, without their comments."""
    folder = repository / "site_config/theme/stylesheets"
    return {
        path.stem: re.sub(r"/\*.*?\*/", "", path.read_text(encoding="utf-8"), flags=re.DOTALL)
        for path in folder.glob("*.css")
    }


def test_rules_have_no_colours_but_those_of_print(sheets: dict[str, str]) -> None:
    declarations = re.findall(r"([\w-]+)\s*:\s*([^;{}]+)", sheets["dayfold"])
    colours = {name for name, value in declarations if COLOUR.search(value)}
    assert all(name.startswith("--df-") for name in colours), "print sets tokens, too"


def test_every_token_that_rules_use_is_in_the_list(sheets: dict[str, str]) -> None:
    used = set(re.findall(r"var\((--df-[\w-]+)", sheets["dayfold"]))
    assert len(used) > 30
    assert used <= set(re.findall(r"(--df-[\w-]+)\s*:", sheets["tokens"]))


def test_no_token_is_in_the_list_for_nothing(sheets: dict[str, str]) -> None:
    listed = set(re.findall(r"(--df-[\w-]+)\s*:", sheets["tokens"]))
    used = set(re.findall(r"var\((--df-[\w-]+)", sheets["dayfold"] + sheets["tokens"]))
    assert listed <= used


def test_light_and_both_kinds_of_dark_name_the_same_colours(sheets: dict[str, str]) -> None:
    blocks = re.findall(r"color-scheme: (light|dark);([^}]*)\}", sheets["tokens"])
    assert [scheme for scheme, _ in blocks] == ["light", "dark", "dark"]
    names = [re.findall(r"(--df-[\w-]+)\s*:", block) for _, block in blocks]
    assert names[0] == names[1] == names[2]
    assert blocks[1][1].split() == blocks[2][1].split(), "dark by choice and dark by the system are one"


def test_what_a_site_may_set_is_documented(repository: Path, sheets: dict[str, str]) -> None:
    text = (repository / "docs/theming.md").read_text(encoding="utf-8")
    named = set(re.findall(r"--df-[\w-]+", text))
    named |= {f"--df-t-{size}" for size in re.findall(r"`-(\w+)`", text)}
    named |= {f"--df-l-{size}" for size in re.findall(r"`-(\w+)`", text)}
    named |= {f"--df-s{step}" for step in range(1, 13)}
    assert set(re.findall(r"(--df-[\w-]+)\s*:", sheets["tokens"])) <= named
