"""Make the pages of a year, to be put together with others' elsewhere: a project in, a part out."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from concurrent.futures import Executor
from typing import Any, Final

from generator.build_report import BuildReport, Progress
from generator.knowledge import digest
from generator.library.article_index import content_hash
from generator.pages import WHOLE, Again, Fact, SiteView
from generator.parts import Part, PartRow
from generator.permalinks import standing
from generator.project import Project
from generator.site import Shard, built_by, parcels, write_language
from generator.writing import made_by

_YEAR: Final = re.compile(r"(?:^|/)([0-9]{4})(?=[/.]|$)")
_PAGE: Final = ".md"


def build_part(  # noqa: PLR0913 -- keywords, as `build` has
    project: Project,
    period: str,
    report: BuildReport,
    *,
    executor: Executor | None = None,
    jobs: int = 1,
    progress: Progress = lambda _: None,
) -> Part:
    """The pages of the year `period`, as they are by all that is known of the site; nothing is published.

    Pages that MkDocs complains of have no HTML in it: `digest assemble` builds them, and complains.
    """
    known = digest(project, report, progress, executor=executor)
    report.problems += known.problems
    site = standing(project, known).site
    write_language(project.root, site.catalogue)
    with report.step("Writing pages", progress):
        markdown, others, rows, digests = _pages(site, period)
    report.pages = report.pages_written = len(markdown)
    with report.step("Building the pages", progress):
        paths = sorted(path for path in markdown if path.endswith(_PAGE))
        orders = parcels(project.root, paths, markdown, [*markdown, *others], known.epoch)
        shard = _joined(built_by(orders, executor, jobs))
    report.site_built = len(shard.told) == len(paths)
    return Part(
        period=period, makers=made_by(site), markdown=markdown, rows=rows, digests=digests, shard=shard
    )


def period_of(path: str) -> str | None:
    """The year that a page or file of build/docs is of, by its path; None where it spans years."""
    found = _YEAR.search(path)
    return found[1] if found else None


def _pages(
    site: SiteView, period: str
) -> tuple[Mapping[str, bytes], list[str], Mapping[str, PartRow], Mapping[Fact, bytes]]:
    """The Markdown of the period's pages, the paths of all others, and what each page rests on."""
    again = Again(site)
    others: list[str] = []

    def is_wanted(path: str) -> bool:
        if period_of(path) == period:
            return True
        others.append(path)
        return False

    markdown: dict[str, bytes] = {}
    rows: dict[str, PartRow] = {}
    for rendered in again.pages(is_wanted):
        if rendered.page is None or rendered.path in markdown:
            continue
        data = markdown[rendered.path] = rendered.page.text.encode()
        if rendered.made is not None and WHOLE not in rendered.made.rests_on:
            rows[rendered.path] = PartRow(rendered.made.by, content_hash(data), rendered.made.rests_on)
    facts = {fact for row in rows.values() for fact in row.facts}
    return markdown, others, rows, {fact: again.digest(fact) for fact in facts}


def _joined(shards: Iterable[Shard]) -> Shard:
    """One of all; each was built under the settings that are here."""
    key, told, outputs = "", dict[str, Mapping[str, Any]](), dict[str, bytes]()
    for shard in shards:
        key = shard.key
        told |= shard.told
        outputs |= shard.outputs
    return Shard(key=key, told=told, outputs=outputs)
