"""Build with MkDocs the pages that changed: build/docs and the site that stands in, changed files out.

A page of the last build stands when its Markdown and its output are what they were, as is what all pages
share (settings, theme, versions), and the pages that it links to are there. MkDocs builds the others. What it
cannot see when it builds only some, this module sees by the manifest: an anchor that is gone though a page
that stands links to it, and a link to an anchor that a page that stands does not have. Where there is one,
that page is built too, and MkDocs complains as it does in a clean build.
"""

from __future__ import annotations

import os
import shutil
import uuid
from collections.abc import Collection, Iterator, Mapping, Set
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final

from generator.diagnostics import Problem, has_errors
from generator.site.builders import MkDocs
from generator.site.complaints import DOCS
from generator.site.elsewhere import Elsewhere, Help
from generator.site.manifest import Changes, Known, Manifest, ManifestLostError, Source, Table
from generator.site.staging import SEARCH, SITE, Delta, Step, files_of
from generator.site.standing import Standing, content_hash, output_stamp, source_stamp, standing


@dataclass(frozen=True, slots=True, kw_only=True)
class PagesBuilt:
    """What MkDocs made in `folder`, and what came of it: without `delta` all of the site is in `folder`. The
    site was in the state `before`."""

    folder: Path
    delta: Delta | None
    before: str
    changes: Changes

    @property
    def step(self) -> Step:
        """The same for whoever reads the site."""
        after = self.changes.state
        return Step(before=self.before, after=after, delta=self.delta) if self.delta else Step(after=after)


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
        path: replace(output, stamp=output_stamp((site / path).stat()))
        for path, output in built.changes.outputs.items()
    }
    manifest.write(replace(built.changes, outputs=stamped))


_SEARCH_PAGE: Final = f"{SEARCH}/index.html"  # MkDocs' own, beside the index


def _build_changed(
    root: Path, folder: Path, epoch: int, manifest: Manifest, helping: Help
) -> tuple[PagesBuilt | None, list[Problem]]:
    with MkDocs(root, folder, epoch) as mkdocs:
        docs = standing(files_of(root / DOCS), source_stamp, *manifest.files(Table.FILE))
        stand = _unchanged(docs, manifest) if (root / SITE).is_dir() else frozenset[str]()
        there = frozenset(docs.same.union(docs.new))
        elsewhere = Elsewhere(
            folder=folder.with_suffix(".elsewhere"),
            key=manifest.key() if stand else "",
            wanted={path: one.hash for path, one in _known(manifest, docs, there - stand).items()},
            known=there,
        )
        elsewhere.gather(root, epoch, helping)
        site: Standing | None = None
        jobs = helping.jobs
        while True:
            _empty(folder)
            unchanged = stand | elsewhere.told.keys()
            key = elsewhere.key or manifest.key()
            mkdocs.order(key=key, unchanged=unchanged, changed=there - unchanged, jobs=jobs)
            if site is None:  # while MkDocs works: that anything of it is lost is the exception
                site = standing(_site_files(root / SITE), output_stamp, *manifest.files(Table.OUTPUT))
                lost = {source for source, _ in manifest.sources_of(site.gone.union(site.new))}
            report, problems = mkdocs.result()
            if report is None:
                return None, problems
            if report["parted"] and (problems or report["lost"]):
                jobs = 1
                continue
            elsewhere.without(report["files"])
            built = {**elsewhere.told, **report["files"]}
            unseen = unchanged if report["incomplete"] else _unseen(built, manifest, stand, elsewhere)
            unseen |= (stand & lost).difference(built)
            if not unseen:
                break
            stand -= unseen
            elsewhere.without(unseen)
    if has_errors(problems):
        return None, problems
    elsewhere.place(folder)
    made = _Made(folder=folder, report={**report, "files": built}, still=stand.difference(built))
    return _held_against(made, docs, site, manifest), problems


def _unchanged(docs: Standing, manifest: Manifest) -> frozenset[str]:
    """The sources whose pages are to stand, if they are there."""
    again = manifest.reading()
    again.update(source for source, _, _ in manifest.linking_to(docs.gone))
    # A page that had its place from another that goes.
    again.update(source for source, _ in manifest.sources_of(manifest.outputs_of(docs.gone)))
    return frozenset(docs.same - again)


def _site_files(site: Path) -> Iterator[tuple[str, os.DirEntry[str]]]:
    """The files of the site but those of the search index."""
    if site.is_dir():
        yield from files_of(site, but=[SEARCH])
        with suppress(FileNotFoundError), os.scandir(site / SEARCH) as entries:
            yield from ((_SEARCH_PAGE, entry) for entry in entries if entry.name == "index.html")


def _known(manifest: Manifest, docs: Standing, sources: Set[str]) -> dict[str, Known]:
    """What there is to know of these sources as they are now."""
    known = manifest.known(Table.FILE, sources & docs.same)
    for path in known.keys() & docs.moved.keys():
        known[path] = replace(known[path], stamp=docs.moved[path])
    return known | {path: docs.new[path] for path in sources & docs.new.keys()}


def _unseen(
    built: Mapping[str, Mapping[str, Any]], manifest: Manifest, stand: frozenset[str], elsewhere: Elsewhere
) -> frozenset[str]:
    """Those that stand, or were built elsewhere, at one end of a link whose anchor is not there."""
    still = stand.difference(built)
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


@dataclass(frozen=True, slots=True, kw_only=True)
class _Made:
    """What MkDocs made in `folder` and reports of it, and the sources whose pages `still` stand."""

    folder: Path
    report: Mapping[str, Any]
    still: frozenset[str]


def _held_against(now: _Made, docs: Standing, site: Standing, manifest: Manifest) -> PagesBuilt:
    """What was made, as a change of what is there."""
    folder, report, still = now.folder, now.report, now.still
    built: Mapping[str, Mapping[str, Any]] = report["files"]
    made = {path: content_hash(Path(entry.path).read_bytes()) for path, entry in _site_files(folder)}
    before = manifest.known(Table.OUTPUT, made)
    put = {path for path, hash_ in made.items() if path not in site.same or before[path].hash != hash_}
    in_site = site.same.union(site.new)
    # With nothing to keep the folder as it is becomes the site.
    keeping = in_site and (still or 2 * len(put) < len(made))
    if still:
        unsure = site.gone.union(site.new, manifest.own_outputs())
        unsure |= manifest.outputs_of({*docs.gone, *docs.new, *built})
        kept = {output for source, output in manifest.sources_of(unsure) if source in still}
    else:
        unsure, kept = in_site | site.gone, set[str]()
    stale = unsure.difference(made, kept)
    delta = Delta(put=put, drop=stale & in_site) if keeping else None
    written = put if delta else made.keys()
    known = _known(manifest, docs, built.keys())
    return PagesBuilt(
        folder=folder,
        delta=delta,
        before=manifest.state(),
        changes=Changes(
            key=report["key"],
            state=uuid.uuid4().hex,
            sources=[_source(path, known[path], told, made) for path, told in sorted(built.items())],
            sources_gone=sorted(docs.gone.union(docs.new, docs.same - still).difference(built)),
            outputs={path: Known(0, made[path]) for path in sorted(written)},
            own=made.keys() - {told["output"] for told in built.values()},
            outputs_gone=sorted(stale),
            stamps={
                Table.FILE: {path: stamp for path, stamp in docs.moved.items() if path in still},
                Table.OUTPUT: {
                    path: stamp
                    for path, stamp in site.moved.items()
                    if path not in stale and path not in written
                },
            },
        ),
    )


def _source(path: str, known: Known, told: Mapping[str, Any], made: Collection[str]) -> Source:
    return Source(
        path=path,
        known=known,
        output=told["output"] if told["output"] in made else "",  # MkDocs writes no empty page
        reads=told["reads"],
        anchors=frozenset(told["anchors"]),
        links=frozenset(told["links"]),
        places=frozenset((target, anchor) for target, anchor in told["places"]),
    )


def _empty(folder: Path) -> None:
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
