"""Render again what is not as it was: a site and what its pages rested on in, the pages that changed out."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from itertools import islice
from typing import Final, NamedTuple

from generator.model.page import Page
from generator.pages.facts import Facts
from generator.pages.file_plan import FilePlan
from generator.pages.lookups import Lookups
from generator.pages.reading import WHOLE, Fact, Notes
from generator.pages.rendering import Plan, plans, written_by_hand
from generator.pages.site_index import SiteIndex
from generator.pages.site_view import SiteView
from generator.side_by_side import side_by_side

_TOGETHER: Final = 16  # pages that a process makes in one go
_WORTH_IT: Final = 100  # pages; fewer are made by the time that another process has begun


class Made(NamedTuple):
    """How a page was made: by which template, of what, and the facts that were looked up."""

    by: str
    rests_on: tuple[Fact, ...]


class Rendered(NamedTuple):
    """A page of the site: `page` is None where it need not be made, and then `made` has how others have made
    it, or is None where it is what it was. Of what people wrote `made` is None."""

    path: str
    page: Page | None
    made: Made | None


class Again:
    """The pages of a site, each made anew unless it is known to be as it was."""

    def __init__(self, site: SiteView) -> None:
        lookups = Lookups(site)
        self._site = site
        self._notes = Notes()
        self._index = SiteIndex(site, lookups, self._notes)
        self._facts = Facts(site, lookups)
        self._certain: dict[str, Made] = {}

    def plans(self, is_wanted: Callable[[str], bool] = lambda _: True) -> Iterator[Plan | FilePlan]:
        """The pages that are generated and whose path `is_wanted`, in the order of `render`."""
        for plan in plans(self._index):
            if plan.path not in self._site.pages and is_wanted(plan.path):
                yield plan

    def by_hand(self, is_wanted: Callable[[str], bool] = lambda _: True) -> Iterator[Rendered]:
        """The pages that people wrote, which come last."""
        for page in written_by_hand(self._site):
            if is_wanted(page.path):
                yield Rendered(page.path, page, None)

    def pages(self, is_wanted: Callable[[str], bool] = lambda _: True, jobs: int = 1) -> Iterator[Rendered]:
        """Every page whose path `is_wanted`, in the order of `render`; so many processes of this machine
        share the work."""
        if jobs > 1 and not self._certain:
            yield from self._shared(lambda: self.plans(is_wanted), jobs)
        else:
            yield from map(self.page, self.plans(is_wanted))
        yield from self.by_hand(is_wanted)

    def page(self, plan: Plan | FilePlan, was_by: str = "") -> Rendered:
        """One of `plans`; `was_by` is how it was made, if all the facts that it rests on are as they were."""
        by = by_of(plan)
        certain = self._certain.get(plan.path)
        if certain is not None and certain.by == by:
            return Rendered(plan.path, None, certain)
        if was_by == by:
            return Rendered(plan.path, None, None)
        self._notes.take()  # what was looked up to know which pages there are
        page = plan.make()
        return Rendered(plan.path, page, Made(by, self._notes.take()))

    def believe(self, path: str, made: Made, digests: Mapping[Fact, bytes]) -> bool:
        """Whether a page that somebody else has made is what would be made here: if what it rests on had the
        `digests` that it has here. Then it is not made again."""
        if all(fact != WHOLE and digests.get(fact) == self.digest(fact) for fact in made.rests_on):
            self._certain[path] = made
            return True
        return False

    def digest(self, fact: Fact) -> bytes:
        """The hash of a fact as it is now."""
        return self._facts.digest(fact)

    def _shared(self, planned: Callable[[], Iterator[Plan | FilePlan]], jobs: int) -> Iterator[Rendered]:
        count = sum(1 for _ in planned())
        ahead, at = planned(), 0  # each process goes through the plans by itself

        def make(piece: int) -> list[Rendered]:
            nonlocal ahead, at
            first = piece * _TOGETHER
            if first < at:
                ahead, at = planned(), 0
            wanted = islice(ahead, first - at, first - at + _TOGETHER)
            at = first + _TOGETHER
            return list(map(self.page, wanted))

        for made in side_by_side(jobs if count >= _WORTH_IT else 1, -(-count // _TOGETHER), make):
            yield from made


def by_of(plan: Plan | FilePlan) -> str:
    """How a page is made: by which template, of what."""
    return f"{plan.template} {plan.of}"
