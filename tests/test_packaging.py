"""What is shipped is complete, pinned, and each part of it has its reason."""

from __future__ import annotations

import re
import tomllib
from importlib import metadata
from pathlib import Path
from typing import Any

import pytest
from packaging.specifiers import SpecifierSet

NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")


def names(requirements: list[str]) -> set[str]:
    return {normal(match[0]) for match in map(NAME.match, requirements) if match}


def normal(name: str) -> str:
    """As PEP 503 compares names of distributions."""
    return re.sub(r"[-_.]+", "-", name).lower()


@pytest.fixture(scope="module")
def project(repository: Path) -> dict[str, Any]:
    told: dict[str, Any] = tomllib.loads((repository / "pyproject.toml").read_text())["project"]
    return told


def test_every_dependency_of_a_user_has_its_reason(repository: Path, project: dict[str, Any]) -> None:
    table = (repository / "docs/decisions/0002-dependencies.md").read_text()
    rows = [line.split("|") for line in table.splitlines() if line.startswith("| ")][1:]
    justified = {
        normal(name.strip())
        for row in rows
        if all(cell.strip() for cell in row[1:5])
        for name in re.sub(r"\(.*?\)", "", row[1]).split(",")
    }
    extras = project["optional-dependencies"]
    offered = [name for extra in ("cards", "dask", "zensical") for name in extras[extra]]
    wanted = names([*project["dependencies"], *offered])
    assert wanted <= justified, wanted - justified


def test_every_dependency_is_pinned(repository: Path, project: dict[str, Any]) -> None:
    pinned = names((repository / "constraints.txt").read_text().splitlines())
    extras = [name for extra in project["optional-dependencies"].values() for name in extra]
    wanted = names([*project["dependencies"], *extras])
    assert wanted <= pinned, wanted - pinned


def test_what_is_pinned_installs_on_the_oldest_python(repository: Path, project: dict[str, Any]) -> None:
    oldest = project["requires-python"].removeprefix(">=") + ".0"
    pinned = names((repository / "constraints.txt").read_text().splitlines())
    installed = [one for one in metadata.distributions() if normal(one.metadata["Name"]) in pinned]
    assert len(installed) > len(project["dependencies"])
    wanting = {one.metadata["Name"]: one.metadata.get("Requires-Python") or "" for one in installed}
    assert [name for name, wanted in wanting.items() if not SpecifierSet(wanted).contains(oldest)] == []


def test_the_container_is_made_of_what_is_there_and_runs_as_nobody(repository: Path) -> None:
    lines = (repository / "docs/Containerfile").read_text().replace("\\\n", " ").splitlines()
    steps = [line.split() for line in lines if line and not line.startswith("#")]
    copied = [
        name for step in steps if step[0] == "COPY" and "--from=made" not in step for name in step[1:-1]
    ]
    assert copied
    assert [name for name in copied if not (repository / name).exists()] == []
    included = tomllib.loads((repository / "pyproject.toml").read_text())["tool"]["hatch"]["build"]["targets"]
    for path in included["wheel"]["force-include"]:
        assert any(path == name or path.startswith(f"{name}/") for name in copied), path
    last = max(number for number, step in enumerate(steps) if step[0] == "FROM")
    users = [step[1] for step in steps[last:] if step[0] == "USER"]
    assert users
    assert users[-1] not in ("root", "0")
    assert any("--constraint" in step for step in steps)
