"""Publish a docs folder: build/docs in, site/ out, the whole of it or none."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Final

from generator.diagnostics import DayfoldError, Position, Problem, has_errors
from generator.site.builders import Builder, run_builder
from generator.site.search_index import build_search

SITE: Final = "site"
_FRESH: Final = "build/site-new"
_OLD: Final = "build/site-old"
_SEARCH_CACHE: Final = "build/cache/search"


def build_site(
    root: Path, builder: Builder, epoch: int, inspect: Callable[[Path], list[Problem]] = lambda _: []
) -> list[Problem]:
    """Build the pages of `root`'s build/docs with `builder`, index them for search, and put them at site/.

    `epoch` (seconds since 1970) is the time the site says it was built at: the same docs and the same epoch
    give the same bytes. Pages and index are made in a folder of their own and renamed into place when both
    are done, so a build that fails or is killed leaves the last good site as it was. Returns what the
    builder and the indexer complained about, and what `inspect` finds wrong with the folder of the finished
    site; after an error the old site stands.
    """
    root = root.resolve()  # the builders run in it, where a relative path would mean another place
    try:
        _recover(root)
        fresh = _empty_folder(root / _FRESH)
        problems = run_builder(root, fresh, builder, epoch)
        if not has_errors(problems):
            problems += build_search(fresh, root / _SEARCH_CACHE)
        if not has_errors(problems):
            problems += inspect(fresh)
        if not has_errors(problems):
            _swap(fresh, root / SITE, root / _OLD)
        shutil.rmtree(root / _FRESH, ignore_errors=True)
    except OSError as error:
        raise _refused(error, root) from error
    return sorted(problems, key=lambda problem: problem.sort_key)


def _recover(root: Path) -> None:
    """Undo a swap that was killed between its two renames: the old site goes back to its place."""
    old, site = root / _OLD, root / SITE
    if old.exists() and not site.exists():
        old.rename(site)


def _empty_folder(parent: Path) -> Path:
    """A folder of this process' own: a builder that outlived a killed build may still write in that one's."""
    shutil.rmtree(parent, ignore_errors=True)
    folder = parent / str(os.getpid())
    if folder.exists():
        shutil.rmtree(folder)
    folder.mkdir(parents=True)
    return folder


def _swap(fresh: Path, site: Path, old: Path) -> None:
    """Put `fresh` in the place of `site`: two renames, microseconds apart, then the old one is deleted."""
    if old.exists():
        shutil.rmtree(old)
    if site.exists():
        site.rename(old)
    fresh.rename(site)
    shutil.rmtree(old, ignore_errors=True)


def _refused(error: OSError, root: Path) -> DayfoldError:
    path = Path(error.filename) if error.filename else root / SITE
    shown = path.relative_to(root) if path.is_relative_to(root) else path
    return DayfoldError(
        Problem(
            code="write-failed",
            position=Position(path=shown.as_posix()),
            message=f"The site could not be put in place: {error.strerror or error}.",
            remedy="Free space or mend the folder's permissions, then build again; the old site stands.",
        )
    )
