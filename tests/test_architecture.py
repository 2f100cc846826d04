"""ARCHITECTURE.md says what stands: its tree is held against the code."""

from __future__ import annotations

import re
from pathlib import Path


def test_every_room_and_module_at_the_top_is_in_the_tree(repository: Path) -> None:
    tree = re.search(r"```\ngenerator/\n(.*?)```", (repository / "ARCHITECTURE.md").read_text(), re.DOTALL)
    assert tree is not None
    named = set(re.findall(r"^  ([a-z_]+(?:/|\.py))", tree[1], re.MULTILINE))
    named |= set(re.findall(r"   ([a-z_]+\.py)  ", tree[1]))
    there = {
        f"{path.name}/" if path.is_dir() else path.name
        for path in (repository / "generator").iterdir()
        if not path.name.startswith(("__", ".")) and path.suffix in ("", ".py") and path.name != "scaffold"
    }
    assert named == there
