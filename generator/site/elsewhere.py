"""Pages that somebody else has built, on trial: shards in, those of them that are pages of this site out."""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from concurrent.futures import Executor
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import Any, Final

from generator.site.complaints import DOCS
from generator.site.parcels import Shard, built_by, parcels
from generator.site.staging import files_of

_PAGE: Final = ".md"
# Pages; with fewer MkDocs is done before another has started, or, on this machine, before that has paid.
_WORTH_IT: Final = 200
_WORTH_IT_HERE: Final = 2000


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """A shard that was built before, and the hash of the Markdown of each of its pages by path."""

    shard: Shard
    hashes: Mapping[str, bytes]


@dataclass(frozen=True, slots=True, kw_only=True)
class Help:
    """Who builds pages besides MkDocs here: the workers of an `executor`, or `jobs` processes of this machine
    if those are more than one, and whoever has `made` some."""

    executor: Executor | None = None
    jobs: int = 1
    made: Sequence[Made] = ()


@dataclass(slots=True, kw_only=True)
class Elsewhere:
    """What was built elsewhere of the pages `wanted` (the hash of their Markdown by path), under one `key`:
    what is `told` of each, and its output in `folder`. `known` are the paths of all files of build/docs."""

    folder: Path
    key: str
    wanted: Mapping[str, bytes]
    known: frozenset[str]
    told: dict[str, Mapping[str, Any]] = field(default_factory=dict)

    def gather(self, root: Path, epoch: int, helping: Help) -> None:
        """Take what others have built, or build now."""
        for made in helping.made:
            same = {path for path, hash_ in made.hashes.items() if self.wanted.get(path) == hash_}
            self._take(made.shard, same)
        paths = sorted(path for path in self.wanted if path.endswith(_PAGE) and path not in self.told)
        others = helping.executor is not None or helping.jobs > 1
        if others and len(paths) >= (_WORTH_IT_HERE if helping.executor is None else _WORTH_IT):
            orders = parcels(root, paths, _Docs(root), self.known, epoch)
            for shard in built_by(orders, helping.executor, helping.jobs):
                self._take(shard, self.wanted.keys())

    def without(self, paths: Iterable[str]) -> None:
        """Let go of some pages."""
        for path in paths:
            self.told.pop(path, None)

    def place(self, folder: Path) -> None:
        """Move the outputs into `folder`, and remove what is left."""
        for one in self.told.values():
            file = self.folder / one["output"]
            if file.is_file():
                target = folder / one["output"]
                target.parent.mkdir(parents=True, exist_ok=True)
                file.rename(target)
        shutil.rmtree(self.folder, ignore_errors=True)

    def _take(self, shard: Shard, wanted: Set[str]) -> None:
        self.key = self.key or shard.key
        if shard.key != self.key:
            return
        for path, one in shard.told.items():
            output = one["output"]
            fits = path in wanted and path not in self.told and self.known.issuperset(one["links"])
            if not fits or not _is_inside(output):
                continue
            if (data := shard.outputs.get(output)) is not None:
                file = self.folder / output
                file.parent.mkdir(parents=True, exist_ok=True)
                file.write_bytes(data)
            self.told[path] = one


class _Docs(Mapping[str, bytes]):
    """The files of build/docs, read when they are wanted."""

    def __init__(self, root: Path) -> None:
        self._docs = root / DOCS

    def __getitem__(self, path: str) -> bytes:
        return (self._docs / path).read_bytes()

    def __iter__(self) -> Iterator[str]:
        return (path for path, _ in files_of(self._docs))

    def __len__(self) -> int:
        return sum(1 for _ in self)


def _is_inside(path: str) -> bool:
    return not PurePosixPath(path).is_absolute() and ".." not in PurePosixPath(path).parts
