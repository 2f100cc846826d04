"""What a report of a fault needs to say of a site and of the machine that it is built on: a folder in, facts
and problems out.

The facts are pasted into public places, so they have no names, addresses or texts of the site, no folder of
the machine, and of a problem its code and place alone.
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Final

from generator.diagnostics import DayfoldError, Position, Problem, Severity
from generator.library.article_index import count_indexed
from generator.machine import folder_facts, machine_facts, machine_problems, said_by
from generator.model.ids import UNKNOWN_SOURCE
from generator.project import Project, find_root, load_project
from generator.site.upgrading import plan_upgrade

_CONTENT: Final = {
    "articles": "*.md",
    "editions": "*.json",
    "editorial": "*.yml",
    "pages": "*.md",
    "inbox": "*",
}
_TOLD: Final = 10  # problems in a line of the facts; --json has all
_IGNORED: Final = ("build", "site")


@dataclass(frozen=True, slots=True, kw_only=True)
class Diagnosis:
    """What is there, by name, in the order in which it is told; `site` is empty where there is none."""

    machine: Mapping[str, str]
    site: Mapping[str, str]
    problems: tuple[Problem, ...]


def examine(folder: Path, now: datetime) -> Diagnosis:
    """The machine, and the site in or above `folder`; that there is none is a warning, for a machine can be
    asked about before there is a site. `now` is aware."""
    problems = machine_problems()
    facts: dict[str, str] = {}
    root = folder.resolve()
    try:
        root = find_root(folder)
        facts, found = _site(root, now)
        problems += found
    except DayfoldError as error:
        problems += [replace(each, severity=Severity.WARNING) for each in error.problems]
    discreet = tuple(_discreet(problem, root) for problem in problems)
    return Diagnosis(machine=machine_facts(), site=facts, problems=discreet)


def _site(root: Path, now: datetime) -> tuple[dict[str, str], list[Problem]]:
    project, found = _loaded(root, now)
    problems = [_discreet(problem, root) for problem in found]
    disk, unfit = folder_facts(root / "build")
    facts = {
        "settings": _problems_in_short(problems) or "right",
        "site files": _files(root),
        "content": _counted(root),
        **(_settings(project) if project else {}),
        "index": _index(root),
        "caches": _sizes(root / "build" / "cache"),
        "built site": _built(root),
        "file system": disk,
        "git": ", ".join(_git(root)),
    }
    return facts, [*problems, *unfit]


def _files(root: Path) -> str:
    """Whether what Dayfold ships into a site is as the installed version has it."""
    try:
        upgrade = plan_upgrade(root, None)
    except DayfoldError as error:
        return _problems_in_short([*error.problems])
    version = f"as {upgrade.before.version} shipped them" if upgrade.before else "without a record"
    own = len(upgrade.steps) - len(upgrade.changes)
    return f"{version}, {own} the site's own, {len(upgrade.changes)} to upgrade"


def _loaded(root: Path, now: datetime) -> tuple[Project | None, list[Problem]]:
    try:
        return load_project(root, now)
    except DayfoldError as error:
        return None, [*error.problems]


def _problems_in_short(problems: list[Problem]) -> str:
    shown = [f"{each.severity.value}[{each.code}] at {each.position}" for each in problems]
    more = [f"and {len(shown) - _TOLD} more"] if len(shown) > _TOLD else []
    return ", ".join([*shown[:_TOLD], *more])


def _settings(project: Project) -> dict[str, str]:
    settings = project.settings
    feeds = sum(len(source.feeds) for source in settings.sources.values())
    sources = settings.sources.keys() - {UNKNOWN_SOURCE}
    return {
        "set up": (
            f"{settings.digest.timezone}, {settings.digest.language}, {len(sources)} sources,"
            f" {feeds} feeds, {len(settings.topics)} topics"
        )
    }


def _counted(root: Path) -> str:
    return ", ".join(
        f"{sum(1 for path in (root / 'content' / name).rglob(kind) if path.is_file())} {name}"
        for name, kind in _CONTENT.items()
    )


def _index(root: Path) -> str:
    path = root / "build/cache/index.sqlite"
    if not path.is_file():
        return "none yet"
    known = count_indexed(path)
    return f"{known} articles" if known is not None else "of another version; the next build makes it anew"


def _sizes(folder: Path) -> str:
    sizes: Counter[str] = Counter()
    for path in folder.rglob("*"):
        if path.is_file():
            sizes[path.relative_to(folder).parts[0]] += path.stat().st_size
    return ", ".join(f"{name} {size / 1e6:.1f} MB" for name, size in sorted(sizes.items())) or "none"


def _built(root: Path) -> str:
    files = [path for path in (root / "site").rglob("*") if path.is_file()]
    if not files:
        return "none"
    return f"{len(files)} files, {sum(path.stat().st_size for path in files) / 1e6:.1f} MB"


def _git(root: Path) -> Iterator[str]:
    version = said_by(["git", "--version"])
    if version is None:
        yield "not installed"
        return
    yield version.removeprefix("git version ")
    changed = said_by(["git", "status", "--porcelain", "--untracked-files=all", "--", "."], root)
    if changed is None:
        yield "no repository"
        return
    kinds = Counter("new" if line.startswith("??") else "changed" for line in changed.splitlines())
    yield ", ".join(f"{count} files {kind}" for kind, count in sorted(kinds.items())) or "all committed"
    for name in _IGNORED:
        if said_by(["git", "check-ignore", "--quiet", f"{name}/"], root) is None:
            yield f"{name}/ is not ignored"


def _discreet(problem: Problem, root: Path) -> Problem:
    """`problem` with no folder of the machine in it."""
    home = os.path.expanduser("~")  # noqa: PTH111 -- Path.home() raises where a container's user has none
    hidden = {str(root): "SITE", **({home: "~"} if home != "/" else {})}

    def without(text: str) -> str:
        for place, shown in hidden.items():
            text = text.replace(place, shown)
        return text

    position = Position(
        path=without(problem.position.path), line=problem.position.line, col=problem.position.col
    )
    return replace(
        problem, position=position, message=without(problem.message), remedy=without(problem.remedy)
    )
