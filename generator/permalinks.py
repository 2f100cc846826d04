"""Hold where a site answers against where it ever did: what is known in, its view and the register out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Set
from dataclasses import dataclass, replace
from typing import Final

from generator.decisions import pages_taken_down, redirects_of
from generator.diagnostics import Position, Problem, Severity
from generator.knowledge import Digest, view
from generator.library import place_in_register
from generator.model.calendar import day_of, span_of
from generator.model.editorial import Decision
from generator.model.ids import ArticleId, EditionId, Permalink
from generator.pages import SiteView, permalink, permalinks
from generator.project import Project


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """A site with a page at every address that still has one, and all that was `published` by now."""

    site: SiteView
    published: frozenset[Permalink]
    problems: tuple[Problem, ...]


def standing(project: Project, known: Digest) -> Standing:
    """Send readers on and say what was taken down, where decisions tell so; a `lost-permalink` for each
    address that was published and where nothing answers.

    What a build for an earlier time does not know yet is not lost.
    """
    site = replace(view(known), about=project.about, catalogue=project.catalogue)
    taken = pages_taken_down(known.decisions)
    taken |= {Permalink(f"/topics/{topic}/"): day for topic, day in known.topics_taken_down.items()}
    removed = {at: day for at, day in taken.items() if at in known.published}
    pages = {path: text for path, text in site.pages.items() if permalink(path) not in taken}
    site = replace(site, removed=removed, pages=pages)
    answering = permalinks(site)
    redirects = redirects_of(known.decisions)
    leading = _leading(redirects, answering)
    problems = [] if project.about.url else [_NO_ADDRESS]
    problems += [_moot(decision) for at, decision in redirects.items() if at in answering]
    problems += [
        _leads_nowhere(decision)
        for at, decision in redirects.items()
        if at not in answering
        and at not in leading
        and not _is_to_come(Permalink(decision.value), project, known)
    ]
    site = replace(site, redirects=leading)
    answering |= leading.keys()
    lost = sorted(at for at in known.published - answering if not _is_to_come(at, project, known))
    problems += [_lost(at, project) for at in lost]
    return Standing(site=site, published=known.published | answering, problems=tuple(problems))


def _leading(
    redirects: Mapping[Permalink, Decision], answering: Set[Permalink]
) -> dict[Permalink, Permalink]:
    """Where each redirect leads in the end; without those of what answers by itself, and those that lead
    nowhere."""
    found = {}
    for at in sorted(redirects.keys() - answering):
        *_, last = _path(at, redirects, answering)
        if last in answering:
            found[at] = last
    return found


def _path(
    at: Permalink, redirects: Mapping[Permalink, Decision], answering: Set[Permalink]
) -> Iterator[Permalink]:
    """The addresses from `at` on, to the first that answers or has no redirect, or is met again."""
    met: set[Permalink] = set()
    while at not in met:
        yield at
        met.add(at)
        if at in answering or at not in redirects:
            return
        at = Permalink(redirects[at].value)


def _is_to_come(at: Permalink, project: Project, known: Digest) -> bool:
    """Whether `at` is the address of what has not happened by the time of this build."""
    kind, _, name = at.strip("/").partition("/")
    if kind in {"articles", "stories"}:
        return ArticleId(name) in known.held_back
    if kind != "editions":
        return False
    try:
        _, first_day, _ = span_of(EditionId(name))
    except ValueError:
        return False
    return first_day > day_of(project.now, project.zone)


_NO_ADDRESS: Final = Problem(
    code="no-site-url",
    position=Position(path="mkdocs.yml"),
    message="The site has no address (site_url), so it has no feeds and no sitemap of its own.",
    remedy="Write where it will be read: site_url: https://digest.example/",
    severity=Severity.NOTE,
)


def _moot(decision: Decision) -> Problem:
    return Problem(
        code="moot-decision",
        position=decision.position,
        message=f"The redirect sends nobody on: {decision.target} is there.",
        remedy="Remove what is there, or the decision.",
        severity=Severity.WARNING,
    )


def _leads_nowhere(decision: Decision) -> Problem:
    return Problem(
        code="unknown-reference",
        position=decision.value_position,
        message=f"value: nothing answers at {decision.value}.",
        remedy="Write the permalink of a page that is there.",
    )


def _lost(at: Permalink, project: Project) -> Problem:
    return Problem(
        code="lost-permalink",
        position=place_in_register(project.root, at),
        message=f"Nothing answers at {at}, which was published.",
        remedy=f"Restore what was there, or: digest edit redirect {at} NEW --why TEXT (it has another name "
        f"now), or: digest edit takedown {at} --why TEXT.",
    )
