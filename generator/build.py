"""The pipeline: a project in, records, Markdown and a site out, and a report of how it went."""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Final

from generator.build_report import BuildReport, Progress
from generator.cache_file import compact
from generator.cards import draw_cards
from generator.checks import (
    Counter,
    Links,
    Paths,
    Sought,
    addresses_of,
    check_sources,
    leaks,
    words_of,
)
from generator.decisions import redaction_of, taken_down
from generator.diagnostics import DayfoldError, Position, Problem, Severity, has_errors, shown
from generator.knowledge import Digest, digest, undisturbed
from generator.library import (
    changed_registers,
    check_learned_lines,
    load_articles,
    load_decisions,
    save_registers,
)
from generator.library.article_index import content_hash
from generator.library.lock import LOCK
from generator.library.records import RecordsAsWritten, changed_records, record_path, save_record
from generator.model.article import Article
from generator.model.edition import Edition
from generator.model.editorial import Decision, Verb, aim_of
from generator.model.page import Page
from generator.model.redaction import Redaction
from generator.output import write_if_changed
from generator.pages import CARD, CARD_PICTURE, SiteView, render
from generator.parts import Part, bad_part, load_part
from generator.permalinks import standing
from generator.project import Project
from generator.published import over_quoted, said_by
from generator.settling import is_settled
from generator.side_by_side import beside
from generator.site import SPARE, Builder, Help, Made, Step, build_site, differs, verify_site, write_language
from generator.unchanged import Unchanged
from generator.writing import Shelf, made_by

_MEMORIES: Final = frozenset({"bad-edition-record", "bad-permalinks"})


@dataclass(slots=True, kw_only=True)
class TakedownReport:
    """How many articles are taken down, how many of them could be compared, with how many files; how many
    names are."""

    takedowns: int
    compared: int
    names: int
    files: int = 0
    problems: list[Problem] = field(default_factory=list)


def build(  # noqa: PLR0913 -- keywords, each with its default
    project: Project,
    *,
    builder: Builder | None = Builder.MKDOCS,
    locked: bool = False,
    executor: Executor | None = None,
    jobs: int = 1,
    last: Unchanged | None = None,
    parts: Sequence[Path] = (),
    progress: Progress = lambda _: None,
) -> BuildReport:
    """Articles to records to Markdown to site. `builder` None stops at the Markdown; the workers of an
    `executor` and `jobs` processes of this machine share the work, and files of `parts` save some; none of
    them changes anything of what comes out.

    `locked` refuses to change a record or the register of permalinks: the report then has a
    `record-would-change` for each file, and nothing is written; nor is anything while one cannot be read.
    While a permalink is lost, the builder complains, or more would be published than a source allows, the
    site, the records and the register stay as they are. Other errors in the data leave out what they concern;
    the rest is built. Where nothing has changed since the last build the report is that one's; `last` is what
    was seen of it by a caller that has found so much.
    """
    if last is None:
        last = Unchanged(project, builder)
        if (report := last.report()) is not None:
            return report
    last.forget()
    report = BuildReport()
    known = digest(project, report, progress, executor=executor)
    report.problems += known.problems
    if any(problem.code in _MEMORIES for problem in known.problems):
        return report  # they are the only memory of what was published, and would be made anew
    here = standing(project, known)
    report.problems += here.problems
    as_written = RecordsAsWritten(project.index.parent / "records.json")
    changed = as_written.changed(project.root, known.editions, known.read.records_read)
    as_written.keep()
    registers = changed_registers(project.root, here.published)
    if locked and (changed or registers):
        paths = [*(record_path(project.root, edition.id) for edition in changed), *registers]
        report.problems += [_would_change(path, project.root) for path in paths]
        return report
    with undisturbed(), report.step("Writing pages", progress):
        made = _write_pages(project, here.site, report, parts, jobs)
        _forget_taken_down(project, known.decisions)
        undrawn = _draw_cards(project)
        report.problems += undrawn
    # What was published would answer no more, or what pages name would not be there.
    held = any(problem.code == "lost-permalink" for problem in here.problems) or has_errors(undrawn)

    written: dict[Path, bytes] = {}

    def count(folder: Path, called: Path, step: Step) -> list[Problem]:
        """What is wrong with the output in `folder`, which is to be `called`, after `step`. Where nothing is,
        what it publishes is written down before it takes its place: a record too many is made anew, one too
        few would be forgotten."""
        problems = over_quoted(known, folder, shown(called, project.root), project.counted(called), step)
        if not held and not has_errors(problems):
            written.update(_save(project, changed, registers))
            report.records_written += [edition.id for edition in changed]
        return problems

    is_news = bool(changed or registers) and not held
    with beside(jobs if is_news else 1, partial(is_settled, project, known, here)) as settled:
        if builder is None:
            with report.step("Counting what is quoted", progress):
                report.problems += count(project.docs, project.docs, Step())
        elif not held:
            with report.step(f"Building the site with {builder.value}", progress):
                problems = build_site(
                    project.root,
                    builder,
                    known.epoch,
                    lambda fresh, step: count(fresh, project.site, step),
                    Help(executor=executor, jobs=jobs, made=made),
                )
            report.problems += problems
            report.site_built = not has_errors(problems)
        report.problems.sort(key=lambda problem: problem.sort_key)
        if not parts and (not written or settled()):  # parts may have been complained of
            last.keep(report, known, redaction_of(load_decisions(project.root)), written)
    return report


def verify(
    project: Project, *, builder: Builder = Builder.MKDOCS, progress: Progress = lambda _: None
) -> list[Problem]:
    """Hold what a build has just made against what comes of the same articles without any cache: a
    `build-differs` for each page of build/docs and each file of site/ that is not the same."""
    with_nothing_kept = BuildReport()
    known = digest(project, with_nothing_kept, progress, use_index=False)
    with with_nothing_kept.step("Comparing with a clean build", progress):
        problems = [*_other_pages(project, render(standing(project, known).site))]
        problems += verify_site(project.root, builder, known.epoch)
    return sorted(problems, key=lambda problem: problem.sort_key)


def check(project: Project, progress: Progress = lambda _: None) -> BuildReport:
    """Find everything that a build would find wrong, every broken link between pages, what is wrong with the
    lines that an ingest has learned, articles that are not what closed editions were made from, and the
    records that a build would write otherwise; write nothing."""
    report = BuildReport()
    known = digest(project, report, progress, use_index=False)
    report.problems += known.problems
    report.problems += check_learned_lines(project.root, project.settings.sources.keys())
    report.problems += check_published(project, known)
    paths = Paths()
    links = Links()
    with report.step("Checking pages", progress):
        here = standing(project, known)
        report.problems += here.problems
        counter = Counter(said_by(known))
        for page in render(here.site):
            report.pages += 1
            if problem := paths.take(page.path):
                report.problems.append(problem)
            links.add(page)
            counter.read(page.path, page.text.encode())
        report.problems += links.broken()
    with report.step("Counting what is quoted", progress):
        over = counter.over()
        report.problems += over or over_quoted(known, project.site, shown(project.site, project.root), None)
    report.problems.sort(key=lambda problem: problem.sort_key)
    return report


def check_published(project: Project, known: Digest) -> list[Problem]:
    """What has changed under the editions that were published: articles that are not what a closed one was
    made from, and records that a build would write otherwise."""
    problems = list(check_sources(known.editions, known.articles))
    if not any(problem.code == "bad-edition-record" for problem in known.problems):
        problems += _unlike_records(project, known)
    return problems


def check_takedowns(project: Project, progress: Progress = lambda _: None) -> TakedownReport:
    """Look for what is taken down in every file of the site, of what the build has made and keeps, of the
    records and of the register: names, addresses, and the words of articles, as far as their files are still
    in the library."""
    report = BuildReport()
    known = digest(project, report, progress, use_index=False)
    library, _ = load_articles(project.root, None)
    decisions = load_decisions(project.root)
    gone = taken_down(decisions, library, ())
    taken = [article for article in library if article.id in gone]
    names = redaction_of(decisions)
    found = TakedownReport(takedowns=len(known.taken_down), compared=len(taken), names=len(names))
    sought = _sought(known, decisions, taken, names)
    made = (
        project.site,
        project.root / "build",
        project.content / "editions",
        project.content / "permalinks",
    )
    with report.step("Looking for what was taken down", progress):
        for folder in made:
            for path in sorted(folder.rglob("*")):
                if path.is_file():
                    found.files += 1
                    found.problems += leaks(sought, [(shown(path, project.root), path.read_bytes())])
    return found


def _sought(
    known: Digest, decisions: Sequence[Decision], taken: Sequence[Article], names: Redaction
) -> Sought:
    lines = (line for edition in known.editions for entry in edition.entries for line in entry.quoted)
    kept = [f"{article.title}\n{article.body}" for article in known.articles.values()]
    aims = {
        aim: str(one.position)
        for one in decisions
        if one.verb is Verb.TAKEDOWN and (aim := aim_of(one.target, one.source))
    }
    sources = known.settings.sources.values()
    own = [text for source in sources for text in (source.homepage, source.rights.terms) if text]
    return Sought(
        words=words_of(taken, [*kept, *(line.text for line in lines)]),
        addresses=addresses_of(aims, taken, known.articles.values()),
        allowed=frozenset(address.rstrip("/") for address in own),
        names=names,
    )


def clean(project: Project) -> None:
    """Forget what a build has made on its way; site/ stays until the next one is there to take its place."""
    shutil.rmtree(project.docs, ignore_errors=True)
    shutil.rmtree(project.root / SPARE, ignore_errors=True)
    for kept in project.index.parent.glob("*"):
        if kept != project.root / LOCK:  # another digest that waits for it must go on waiting
            kept.unlink() if kept.is_file() else shutil.rmtree(kept, ignore_errors=True)


def _save(
    project: Project, changed: Iterable[Edition], registers: Mapping[Path, bytes]
) -> Iterator[tuple[Path, bytes]]:
    """Write records and registers; each with the hash of its bytes."""
    for edition in changed:
        yield record_path(project.root, edition.id), save_record(project.root, edition)
    save_registers(registers)
    for path, data in registers.items():
        yield path, content_hash(data)


def _draw_cards(project: Project) -> list[Problem]:
    cards = project.settings.digest.cards
    if not cards.make:
        return []
    return draw_cards(project.root, project.docs, cards.fonts, project.index.parent / "cards.json")


def _write_pages(
    project: Project, site: SiteView, report: BuildReport, files: Iterable[Path], jobs: int
) -> list[Made]:
    """Write what has changed; the HTML that the parts in `files` have."""
    parts = list(_parts(files, made_by(site), report))
    shelf = Shelf(project.docs, project.page_store)
    shelf.write(site, parts, jobs)
    write_language(project.root, site.catalogue)
    report.problems += shelf.problems
    report.pages, report.pages_written, report.pages_removed = shelf.count, shelf.written, shelf.removed
    return [part.made for part in parts]


def _parts(files: Iterable[Path], makers: str, report: BuildReport) -> Iterator[Part]:
    for path in files:
        try:
            part = load_part(path)
            if part.makers != makers:
                raise bad_part(path, "It was made by another version, or with other settings")
            yield part
        except DayfoldError as error:
            report.problems += error.problems


def _forget_taken_down(project: Project, decisions: Iterable[Decision]) -> None:
    """After a new takedown leave nothing of it in the caches."""
    made = [one for one in decisions if one.verb is Verb.TAKEDOWN]
    told = "".join(f"{one.position} {one.at.isoformat()}\n" for one in made).encode()
    cache = project.index.parent
    noted = cache / "takedowns.txt"
    if not made or (noted.is_file() and noted.read_bytes() == told):
        return
    for path in sorted(cache.rglob("*.sqlite")):
        compact(path)
    write_if_changed(noted, told)


def _other_pages(project: Project, pages: Iterable[Page]) -> Iterator[Problem]:
    """Where build/docs has something else than `pages`."""
    paths = Paths()
    extra = {path for path in project.docs.rglob("*") if path.is_file()}
    for page in pages:
        if paths.take(page.path) is None:
            path = project.docs / page.path
            if path not in extra or path.read_bytes() != page.text.encode():
                yield differs(shown(path, project.root), "is not what a clean build gives")
            extra -= {path, path.with_name(CARD_PICTURE)} if path.name == CARD else {path}
    for path in extra:
        yield differs(shown(path, project.root), "is there, and a clean build does not have it")


def _unlike_records(project: Project, known: Digest) -> Iterator[Problem]:
    """A problem for each record that the next build would write otherwise: a warning where it is a closed
    edition's, which that build would publish as a revision."""
    for edition in changed_records(project.root, known.editions):
        path = record_path(project.root, edition.id)
        if not path.exists():
            continue
        if edition.id in known.closed_before:
            message = (
                f"The edition is closed; the next build would publish revision {edition.revision} of it."
            )
            remedy = (
                "Nothing, if a decision or a takedown says so; else restore content/ from version control."
            )
            severity = Severity.WARNING
        else:
            message = "The edition is open, and a build would change it."
            remedy = "Nothing, if articles or decisions came in; else restore content/ from version control."
            severity = Severity.NOTE
        position = Position(path=shown(path, project.root))
        yield Problem(
            code="record-would-change", position=position, message=message, remedy=remedy, severity=severity
        )


def _would_change(path: Path, root: Path) -> Problem:
    kind = "record" if path.suffix == ".json" else "register"
    what = "would change" if path.exists() else "does not exist yet"
    return Problem(
        code="record-would-change",
        position=Position(path=shown(path, root)),
        message=f"The {kind} {what}, and --locked was given.",
        remedy=f"Build without --locked and commit the {kind}, or restore the articles that it rests on.",
    )
