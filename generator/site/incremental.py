"""Build with MkDocs the pages that changed: build/docs and the site that stands in, changed files out.

A page of the last build stands when its Markdown and its output are what they were, as is what all pages
share (settings, theme, versions), and the pages that it links to are there. MkDocs builds the others. What it
cannot see when it builds only some, this module sees by the manifest: an anchor that is gone though a page
that stands links to it, and a link to an anchor that a page that stands does not have. Where there is one,
that page is built too, and MkDocs complains as it does in a clean build.
"""

from __future__ import annotations

import hashlib
import os
import shutil
from collections.abc import Iterator, Mapping, Set
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final

from generator.diagnostics import Problem, has_errors
from generator.site.builders import run_mkdocs
from generator.site.complaints import DOCS
from generator.site.elsewhere import Elsewhere, Help
from generator.site.manifest import Changes, Manifest, ManifestLostError, Output, Source
from generator.site.search_index import SEARCH
from generator.site.staging import SITE, Delta, files_of


@dataclass(frozen=True, slots=True, kw_only=True)
class PagesBuilt:
    """What MkDocs made in `folder`, and what came of it: without `delta` all of the site is in `folder`."""

    folder: Path
    delta: Delta | None
    changes: Changes


@dataclass(frozen=True, slots=True, kw_only=True)
class _Known:
    """The last build, by what was `recorded` of its outputs and `before` of its sources; what is there now:
    `sources`, `outputs` of the last build that are in the site, and the paths of all that is `in_site`; and
    the sources whose pages stand."""

    key: str
    before: Mapping[str, Source]
    sources: Mapping[str, Source]
    standing: frozenset[str]
    recorded: Mapping[str, Output]
    outputs: Mapping[str, Output]
    in_site: frozenset[str]


_ALONE: Final = Help()


def build_changed(
    root: Path, folder: Path, epoch: int, manifest: Manifest, helping: Help = _ALONE
) -> tuple[PagesBuilt | None, list[Problem]]:
    """Build what changed in `root`'s build/docs into the empty `folder`; None when MkDocs complained, of what
    the problems tell. `epoch` is the time (seconds since 1970) that the site says it was built at.
    """
    try:
        return _build_changed(root, folder, epoch, manifest, helping)
    except ManifestLostError:
        manifest.forget()
        return _build_changed(root, folder, epoch, manifest, helping)


def record(manifest: Manifest, built: PagesBuilt, site: Path) -> None:
    """Write down what stands now that `built` is in `site`."""
    stamped = {
        path: replace(output, stamp=_output_stamp((site / path).stat()))
        for path, output in built.changes.outputs.items()
    }
    manifest.write(replace(built.changes, outputs=stamped))


_HASH_BYTES: Final = 16
_SEARCH_PAGE: Final = f"{SEARCH}/index.html"  # MkDocs' own, beside the index


def _build_changed(
    root: Path, folder: Path, epoch: int, manifest: Manifest, helping: Help
) -> tuple[PagesBuilt | None, list[Problem]]:
    known = _look(root, manifest)
    standing = known.standing
    elsewhere = Elsewhere(
        folder=folder.with_suffix(".elsewhere"),
        key=known.key if standing else "",
        wanted={path: source.hash for path, source in known.sources.items() if path not in standing},
        known=frozenset(known.sources),
    )
    elsewhere.gather(root, epoch, helping)
    while True:
        _empty(folder)
        unchanged = standing | elsewhere.told.keys()
        key = elsewhere.key or known.key
        report, problems = run_mkdocs(root, folder, epoch, key=key, unchanged=unchanged)
        if report is None:
            return None, problems
        elsewhere.without(report["files"])
        built = {**elsewhere.told, **report["files"]}
        unseen = unchanged if report["incomplete"] else _unseen(built, manifest, standing, elsewhere)
        if not unseen:
            break
        standing -= unseen
        elsewhere.without(unseen)
    if has_errors(problems):
        return None, problems
    elsewhere.place(folder)
    whole = {**report, "files": built}
    return _made(folder, whole, known, standing.difference(built)), problems


def _look(root: Path, manifest: Manifest) -> _Known:
    """What of the last build still stands."""
    before = manifest.sources()
    sources = _sources(root / DOCS, before)
    recorded = manifest.outputs()
    in_site = dict(_site_files(root / SITE))
    outputs = {
        path: output for path, entry in in_site.items() if (output := _same(entry, recorded.get(path)))
    }
    standing = {
        path
        for path, source in before.items()
        if path in sources
        and sources[path].hash == source.hash
        and not source.reads
        and (not source.output or source.output in outputs)
    }
    standing.difference_update(source for source, _, _ in manifest.linking_to(before.keys() - sources.keys()))
    return _Known(
        key=manifest.key(),
        before=before,
        sources=sources,
        standing=frozenset(standing),
        recorded=recorded,
        outputs=outputs,
        in_site=frozenset(in_site),
    )


def _sources(docs: Path, before: Mapping[str, Source]) -> dict[str, Source]:
    """Every file of build/docs; only those are read that do not look as they did."""
    found: dict[str, Source] = {}
    for path, entry in files_of(docs):
        stamp = _source_stamp(entry.stat())
        last = before.get(path)
        if last and last.stamp == stamp:
            found[path] = last
        else:
            hash_ = _hash(Path(entry.path).read_bytes())
            kept = (
                last if last and last.hash == hash_ else Source(path=path, stamp=stamp, hash=hash_, output="")
            )
            found[path] = replace(kept, stamp=stamp)
    return found


def _site_files(site: Path) -> Iterator[tuple[str, os.DirEntry[str]]]:
    """The files of the site but those of the search index."""
    if site.is_dir():
        for path, entry in files_of(site):
            if not path.startswith(f"{SEARCH}/") or path == _SEARCH_PAGE:
                yield path, entry


def _same(entry: os.DirEntry[str], recorded: Output | None) -> Output | None:
    """The file of the site if it has the bytes that were recorded, with the stamp that it has now."""
    if recorded is None or entry.is_symlink():
        return None
    stamp = _output_stamp(entry.stat())
    if stamp != recorded.stamp and _hash(Path(entry.path).read_bytes()) != recorded.hash:
        return None
    return replace(recorded, stamp=stamp)


def _unseen(
    built: Mapping[str, Mapping[str, Any]], manifest: Manifest, standing: frozenset[str], elsewhere: Elsewhere
) -> frozenset[str]:
    """Those that stand, or were built elsewhere, at one end of a link whose anchor is not there."""
    still = standing.difference(built)
    wanted = [
        (target, anchor) for told in built.values() for target, anchor in told["places"] if target in still
    ]
    there = manifest.anchors(target for target, _ in wanted)
    unseen = {target for target, anchor in wanted if anchor not in there.get(target, ())}
    if elsewhere.told:
        unseen.update(_unseen_elsewhere(built, elsewhere, unseen))
    if still:
        old = manifest.anchors(built)
        lost = {path: anchors.difference(built[path]["anchors"]) for path, anchors in old.items()}
        links = manifest.linking_to(path for path, anchors in lost.items() if anchors)
        unseen.update(
            source for source, target, anchor in links if source in still and anchor in lost[target]
        )
    return frozenset(unseen)


def _unseen_elsewhere(
    built: Mapping[str, Mapping[str, Any]], elsewhere: Elsewhere, lost: Set[str]
) -> Iterator[str]:
    """Those that were built elsewhere at one end of such a link; `lost` stand, and lack an anchor."""
    for path, told in built.items():
        for target, anchor in told["places"]:
            if target in lost or (target in built and anchor not in built[target]["anchors"]):
                yield from elsewhere.told.keys() & {path, target}


def _made(folder: Path, report: Mapping[str, Any], known: _Known, still: frozenset[str]) -> PagesBuilt:
    made = {path: _hash(Path(entry.path).read_bytes()) for path, entry in _site_files(folder)}
    expected = made.keys() | {known.before[path].output for path in still}
    put = {
        path for path, hash_ in made.items() if path not in known.outputs or known.outputs[path].hash != hash_
    }
    # With nothing to keep the folder as it is becomes the site.
    keeping = known.in_site and (still or 2 * len(put) < len(made))
    delta = Delta(put=put, drop=known.in_site - expected) if keeping else None
    kept = {
        path: output
        for path, output in known.outputs.items()
        if delta and path in expected and path not in put and output != known.recorded[path]
    }
    written = put if delta else made.keys()
    built: Mapping[str, Mapping[str, Any]] = report["files"]
    return PagesBuilt(
        folder=folder,
        delta=delta,
        changes=Changes(
            key=report["key"],
            sources=[_source(known.sources[path], told, made) for path, told in sorted(built.items())],
            sources_gone=sorted(known.before.keys() - still - built.keys()),
            outputs={path: Output(stamp="", hash=made[path]) for path in sorted(written)} | kept,
            outputs_gone=sorted(known.recorded.keys() - expected),
            stamps={path: known.sources[path].stamp for path in sorted(still) if _moved(path, known)},
        ),
    )


def _moved(path: str, known: _Known) -> bool:
    return known.sources[path].stamp != known.before[path].stamp


def _source(source: Source, told: Mapping[str, Any], made: Mapping[str, bytes]) -> Source:
    return replace(
        source,
        output=told["output"] if told["output"] in made else "",  # MkDocs writes no empty page
        reads=told["reads"],
        anchors=frozenset(told["anchors"]),
        links=frozenset(told["links"]),
        places=frozenset((target, anchor) for target, anchor in told["places"]),
    )


def _source_stamp(stat: os.stat_result) -> str:
    return f"{stat.st_size} {stat.st_mtime_ns} {stat.st_ctime_ns} {stat.st_ino}"


def _output_stamp(stat: os.stat_result) -> str:
    """Without what changes when the file gets another name, or is copied with its time."""
    return f"{stat.st_size} {stat.st_mtime_ns}"


def _hash(data: bytes) -> bytes:
    return hashlib.blake2b(data, digest_size=_HASH_BYTES).digest()


def _empty(folder: Path) -> None:
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
