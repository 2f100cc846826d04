"""A site as its sources say it is by now: a path in, the page that a build has still to make out."""

from __future__ import annotations

import gc
import threading
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from generator.build_report import BuildReport
from generator.knowledge import digest
from generator.memory import Memory, TooMuchError
from generator.model.page import Page
from generator.pages import FilePlan, Plan, SiteView, all_plans
from generator.permalinks import standing
from generator.project import Project
from generator.site import NoSuchPageError, PageBuilder, PageFaultError

_THEME: Final = Path("site_config", "theme")
_PAGE: Final = ".md"


class Preview:
    """A context in which the files of the site at `root` are made one at a time, from what is held in memory.

    It writes nothing below `root`. Threads may share it.
    """

    def __init__(self, root: Path) -> None:
        self._root = root
        self._builder = PageBuilder(root)
        self._lock = threading.RLock()
        self._memory: Memory | None = None
        self._site: _Site | None = None

    def __enter__(self) -> Preview:
        return self

    def __exit__(self, *_: object) -> None:
        self._builder.close()

    def learn(self, project: Project) -> None:
        """Hold what a build of `project` has just found, by its caches. Raises DayfoldError."""
        with self._lock:
            self._memory = Memory(project.root, project.index)
            self._see(project, self._memory)

    def forget(self) -> None:
        """Show nothing until there is something to learn."""
        with self._lock:
            self._memory = self._site = None

    def show(self, project: Project, changed: Collection[Path]) -> bool:
        """See what is another now that the files at `changed` are; whether that can be shown page by page.
        Raises DayfoldError."""
        with self._lock:
            if self._memory is None or not self._builder.able:
                return False
            if self._site is not None and all(path.is_relative_to(self._root / _THEME) for path in changed):
                return True
            self._memory.library.read_again(changed)
            return self._see(project, self._memory)

    def get(self, path: str) -> bytes | None:
        """The file that answers at the URL path `path`, without the first slash; None where that is one of a
        whole build's. Raises NoSuchPageError, and PageFaultError when MkDocs cannot build the page."""
        with self._lock, _uncollected():
            if self._site is None:
                return None
            page = self._site.first_of(_sources_of(path))
            if page is not None:
                made = page.path.endswith(_PAGE)
                return self._builder.page(page.path, page.text) if made else page.text.encode()
        if path.endswith((".html", "/")) or not path:
            raise NoSuchPageError(path)
        return self._builder.asset(path)

    def _see(self, project: Project, memory: Memory) -> bool:
        self._site = None
        try:
            with _uncollected():
                known = digest(project, BuildReport(), lambda _: None, memory=memory)
                site = _Site(standing(project, known).site)
            self._builder.begin(known.epoch)
        except (TooMuchError, PageFaultError):
            return False
        self._site = site
        return self._builder.able


@contextmanager
def _uncollected() -> Iterator[None]:
    """Leave garbage for when nobody waits: to look for it is to walk through all that is held."""
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


class _Site:
    """The pages and files of a site, none of which is laid out before it is asked for."""

    def __init__(self, view: SiteView) -> None:
        self._view = view
        self._to_come: Iterator[Plan | FilePlan] = all_plans(view)
        self._met: dict[str, Plan | FilePlan] = {}

    def first_of(self, names: Sequence[str]) -> Page | None:
        """The page or file that has one of these paths in docs_dir."""
        for name in names:
            if name in self._view.pages:
                return Page(path=name, text=self._view.pages[name])
            if name in self._met:
                return self._met[name].make()
        for plan in self._to_come:
            self._met.setdefault(plan.path, plan)
            if plan.path in names:
                return plan.make()
        return None


def _sources_of(path: str) -> Sequence[str]:
    """Which files of docs_dir may answer at a path."""
    if path.endswith("/") or not path:
        return (f"{path}index{_PAGE}", f"{path.rstrip('/')}{_PAGE}")
    return (f"{path.removesuffix('.html')}{_PAGE}" if path.endswith(".html") else path, path)
