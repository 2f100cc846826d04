"""Hold a site against one that is built from nothing: site/ and build/docs in, differences out."""

from __future__ import annotations

import shutil
from pathlib import Path

from generator.diagnostics import Position, Problem
from generator.model.builder import Builder
from generator.site.builders import run_builder
from generator.site.search_index import build_search
from generator.site.staging import FRESH, SEARCH, SITE, empty_folder, files_of


def verify_site(root: Path, builder: Builder, epoch: int) -> list[Problem]:
    """Build all of `root`'s build/docs anew beside site/: a `build-differs` for each file that is not the
    same.

    The files of the search index's shards are not compared, since Pagefind does not write them alike twice;
    its manifest, which names each shard by what it was made from, is. `epoch` is the one that site/ was built
    with.
    """
    root = root.resolve()
    clean = empty_folder(root)
    problems = (
        run_builder(root, clean, builder, epoch)
        or build_search(clean, clean.with_suffix(".search"))
        or _differences(_comparable(root / SITE), _comparable(clean))
    )
    shutil.rmtree(root / FRESH, ignore_errors=True)
    return problems


def differs(path: str, what: str) -> Problem:
    """A `build-differs` for the file at `path`."""
    return Problem(
        code="build-differs",
        position=Position(path=path),
        message=f"The file {what}.",
        remedy="Run `digest build --clean` and report it: a build should have known.",
    )


def _differences(built: dict[str, Path], clean: dict[str, Path]) -> list[Problem]:
    found = []
    for path in sorted(built.keys() | clean.keys()):
        if path not in built:
            found.append(differs(f"{SITE}/{path}", "is missing, and a clean build has it"))
        elif path not in clean:
            found.append(differs(f"{SITE}/{path}", "is there, and a clean build does not have it"))
        elif built[path].read_bytes() != clean[path].read_bytes():
            found.append(differs(f"{SITE}/{path}", "is not what a clean build gives"))
    return found


def _comparable(site: Path) -> dict[str, Path]:
    return {path: site / path for path, _ in files_of(site) if not _is_of_a_shard(path)}


def _is_of_a_shard(path: str) -> bool:
    return path.startswith(f"{SEARCH}/") and path.count("/") > 1
