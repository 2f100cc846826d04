"""Random edits of a small site, built after each and held against a clean build, byte for byte:
`python -m benchmarks.incremental --sequences 200`.

Files of the search index's shards are not compared: Pagefind does not write them alike twice.
"""

from __future__ import annotations

import argparse
import shutil
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from benchmarks.edits import EDITS, SmallSite
from generator.build import build
from generator.diagnostics import Problem
from generator.project import load_project

Edits = Sequence[tuple[str, int]]

SEQUENCES: Final = st.lists(
    st.tuples(st.sampled_from(sorted(EDITS)), st.integers(min_value=0, max_value=999)),
    min_size=1,
    max_size=5,
)
SETTINGS: Final = settings(
    deadline=None,
    database=None,
    phases=(Phase.explicit, Phase.generate),
    suppress_health_check=list(HealthCheck),
)


def differences(folder: Path, edits: Edits) -> list[str]:
    """Where a site that is built after each of `edits` is not what a clean build gives then."""
    site = SmallSite.new(folder / "site")
    found: list[str] = []
    built_from(site)
    for name, number in edits:
        EDITS[name](site, number)
        built, told = built_from(site)
        copy = SmallSite(folder / "clean", site.now)
        shutil.copytree(site.root, copy.root, ignore=shutil.ignore_patterns("build", "site"))
        clean_built, clean_told = built_from(copy)
        if (built, told) != (clean_built, clean_told):
            found.append(f"{name} {number}: {told} and not {clean_told}")
        elif built:
            found += [f"{name} {number}: {path}" for path in _unlike(site.root, copy.root)]
        shutil.rmtree(copy.root)
    return found


def built_from(site: SmallSite) -> tuple[bool, list[Problem]]:
    """Build `site`: whether there is a new one, and what was said."""
    project, warnings = load_project(site.root, site.now)
    report = build(project)
    return report.site_built, [*warnings, *report.problems]


def main() -> None:
    """Run them, and print how many edits of each kind there were and what was found."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.incremental")
    parser.add_argument("--sequences", type=int, default=200)
    options = parser.parse_args()
    seen: Counter[str] = Counter()
    sequences: Counter[str] = Counter()
    found: list[str] = []
    began = time.monotonic()

    @settings(SETTINGS, max_examples=options.sequences)
    @given(SEQUENCES)
    def run(edits: Edits) -> None:
        with tempfile.TemporaryDirectory(prefix="dayfold-edits-") as folder:
            told = differences(Path(folder), edits)
        found.extend(f"{edits}: {line}" for line in told)
        seen.update(name for name, _ in edits)
        sequences["wrong" if told else "right"] += 1
        print(f"{sequences.total()} sequences, {sequences['wrong']} went wrong", file=sys.stderr)

    run()
    print("\n".join(f"{count:5} {name}" for name, count in sorted(seen.items())))
    print("\n".join(found[:40]))
    print(f"{sequences.total()} sequences, {seen.total()} edits: {sequences['wrong']} sequences went wrong.")
    print(f"{time.monotonic() - began:.0f} s")
    sys.exit(1 if found else 0)


def _unlike(one: Path, other: Path) -> list[str]:
    first, second = _files(one), _files(other)
    return sorted(path for path in first.keys() | second.keys() if first.get(path) != second.get(path))


def _files(root: Path) -> dict[str, bytes]:
    return {
        path.relative_to(root).as_posix(): path.read_bytes()
        for part in ("build/docs", "site", "content")
        for path in (root / part).rglob("*")
        if path.is_file() and not _is_of_a_shard(path.relative_to(root).parts)
    }


def _is_of_a_shard(parts: tuple[str, ...]) -> bool:
    return parts[:2] == ("site", "search") and len(parts) > 3


if __name__ == "__main__":
    main()
