"""Raw files in, articles in the library out: reads, cleans, finds what is new, and writes that.

The same input twice changes nothing, also when it holds two versions of one article: of versions that differ,
the newest stays (by when it says it was updated, else by when it was captured, else by its file's time), and
of versions of one time the first.

Reading and most of cleaning go on in several processes; what depends on what came before (names, ids, what is
new) is done by the intake, in the order of the input. The number of processes changes nothing but the time.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from importlib import metadata
from itertools import chain
from pathlib import Path
from typing import Final

from generator.ingest.documents import Document, Origin, count, documents
from generator.ingest.intake import Intake
from generator.ingest.journal import Journal
from generator.ingest.limits import Limits, bounded
from generator.ingest.pool import Pool
from generator.ingest.reading import Item, items
from generator.ingest.report import IngestOptions, IngestReport, Meter, Progress
from generator.project import Project
from generator.readers import readers
from generator.side_by_side import cores

# Less than this is read before other processes have started.
_FEW: Final = 64
_LITTLE: Final = 2 << 20  # bytes
_PACKED: Final = 4  # times its size, a packed file is reckoned
_AS_THEY_COME: Final = IngestOptions()


def ingest(
    project: Project,
    paths: Sequence[Path],
    options: IngestOptions = _AS_THEY_COME,
    progress: Progress = lambda _done, _of: None,
) -> IngestReport:
    """Take the files at `paths` (folders with all that is in them) into the library; none: content/inbox.

    `progress` is called after each item with how many are done, and how many there will be if the files to
    come hold as many as those before; 0 while no file is done. Raises DayfoldError when the library cannot be
    written; what was written until then is whole, and running it again goes on from there, as it does when
    the process was killed.
    """
    readers()  # one that cannot be loaded is told before anything is done
    settings = project.settings.digest.ingest
    limits = Limits(seconds=settings.max_seconds, memory=settings.max_memory_mib << 20)
    origin = Origin(
        root=project.root,
        limit=settings.max_file_bytes,
        limits=limits,
        reader=options.reader,
        captured=options.captured,
    )
    paths = paths or (project.content / "inbox",)
    first, rest = _beginning(documents(paths, origin))
    with ExitStack() as stack:
        run = Intake(project, options, Meter(progress, count(paths)))
        if rest is None:
            stack.enter_context(bounded(limits.memory))
            read = _one_by_one(first, limits)
        else:
            run.journal = Journal(_journal_path(project, options), _fingerprint(project, options))
            stack.callback(run.journal.close)
            pool = stack.enter_context(Pool(options.jobs or cores(), limits))
            read = pool.read(run.unfinished(chain(first, rest)))
        for document, item in read:
            if item is None:
                run.end(document)
            else:
                run.take(document, item)
        run.flush()
        run.learn()
        run.journal.forget()
        return run.report()


def _beginning(found: Iterator[Document]) -> tuple[list[Document], Iterator[Document] | None]:
    """The documents when they are few and small; else the first of them, and the others."""
    first: list[Document] = []
    size = 0
    for document in found:
        first.append(document)
        size += document.weight or document.size * (_PACKED if document.name.endswith(".gz") else 1)
        if len(first) > _FEW or size > _LITTLE:
            return first, found
    return first, None


def _one_by_one(first: Sequence[Document], limits: Limits) -> Iterator[tuple[Document, Item | None]]:
    """What a pool would say of the documents, without one."""
    for document in first:
        found = items(document, limits) if document.problem is None else iter([document.problem])
        for item in found:
            yield document, item
        yield document, None


def _journal_path(project: Project, options: IngestOptions) -> Path | None:
    return None if options.dry_run else project.index.parent / "ingest.journal"


def _fingerprint(project: Project, options: IngestOptions) -> str:
    """What must be alike for one run to go on with another's work."""
    digest = project.settings.digest
    parts = [
        metadata.version("dayfold"),
        options.reader,
        options.captured and options.captured.isoformat(),
        options.source,
        digest.timezone,
        digest.language,
        digest.ingest.model_dump_json(),
    ]
    return "|".join(str(part) for part in parts)
