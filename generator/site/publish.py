"""Publish a docs folder: build/docs in, site/ out, the whole of it or none."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Final

from generator.diagnostics import DayfoldError, Position, Problem, has_errors
from generator.model.builder import Builder
from generator.site.builders import run_builder
from generator.site.elsewhere import Help
from generator.site.incremental import build_changed, record
from generator.site.manifest import Manifest
from generator.site.search_index import build_search, same_shards
from generator.site.staging import (
    FRESH,
    SEARCH,
    SITE,
    Step,
    empty_folder,
    link_spare,
    recover,
    swap,
    update_spare,
)

_MANIFEST: Final = "build/cache/site.sqlite"
_SEARCH_CACHE: Final = "build/cache/search"
_ALONE: Final = Help()

Inspect = Callable[[Path, Step], list[Problem]]


def build_site(
    root: Path,
    builder: Builder,
    epoch: int,
    inspect: Inspect = lambda _, __: [],
    helping: Help = _ALONE,
) -> list[Problem]:
    """Build the pages of `root`'s build/docs with `builder`, index them for search, and put them at site/.

    `epoch` (seconds since 1970) is the time the site says it was built at: the same docs and the same epoch
    give the same bytes. MkDocs builds the pages that changed since the last build. Pages and index are made
    in a folder of their own that takes the place of site/ when both are done, so a build that fails or is
    killed leaves the last good site as it was. Returns what the builder and the indexer complained about, and
    what `inspect` finds wrong with the folder of the finished site, which it is given last, with what the
    build did, before that takes its place; after an error the old site stands. Whoever is `helping` MkDocs
    changes nothing of the result.
    """
    root = root.resolve()  # the builders run in it, where a relative path would mean another place
    try:
        recover(root)
        with Manifest(root / _MANIFEST) as manifest:
            problems = _build(root, builder, epoch, manifest, inspect, helping)
        shutil.rmtree(root / FRESH, ignore_errors=True)
    except OSError as error:
        raise _refused(error, root) from error
    return sorted(problems, key=lambda problem: problem.sort_key)


def _build(  # noqa: PLR0913, PLR0917 -- all that a build of the site has to do with
    root: Path,
    builder: Builder,
    epoch: int,
    manifest: Manifest,
    inspect: Inspect,
    helping: Help,
) -> list[Problem]:
    fresh = empty_folder(root)
    if builder is Builder.ZENSICAL:
        built = None
        problems = run_builder(root, fresh, builder, epoch)
    else:
        built, problems = build_changed(root, fresh, epoch, manifest, helping)
    if has_errors(problems):
        return problems
    if built and built.delta:
        fresh = update_spare(root, fresh, built.delta)
    step = built.step if built else Step()
    problems += build_search(fresh, root / _SEARCH_CACHE, step)
    if not has_errors(problems):
        problems += inspect(fresh, step)
    if not has_errors(problems):
        same = same_shards(root / SITE / SEARCH, fresh / SEARCH)
        swap(root, fresh, built.delta if built else None, same)
        if built:
            record(manifest, built, root / SITE)
            if built.delta is None:
                link_spare(root)
        else:
            manifest.forget()
    return problems


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
